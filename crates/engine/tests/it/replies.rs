//! What Baton answers by itself, as it is stored and goes out.

use crate::home::{Home, new_line};
use crate::kept::{Kept, on_both};
use baton_core::{Event, OutText, TextKind, TextState};
use std::time::Duration;

on_both! {
    an_answer_goes_out_with_its_text_and_survives_a_restart,
    a_stop_in_the_same_moment_holds_it_back,
}

const POLICY: &str = r#"
zone = "America/New_York"
fallback = "dana@cedarlane.example"

[hours.Clinic]
mon = ["09:00-18:00"]
tue = ["09:00-18:00"]

[queues.Desk]
members = ["dana@cedarlane.example"]
hours = "Clinic"

[auto_replies]
max_per_number_and_day = 1
outside_hours = "After hours"

[templates."After hours"]
text = "We read it at [next opening]."

[routing]
text = "ASSIGN to Desk queue"
"#;

const HOUR: Duration = Duration::from_hours(1);

/// On Monday 2 March 2026, at six in the evening: the desk has just closed.
async fn closed(kept: Kept) -> Home {
    let home = Home::kept(kept).await;
    home.engine.administer(|writer, at| writer.save_policy(POLICY, None, None, at)).await.unwrap().unwrap();
    home.advance(8 * HOUR).await;
    home
}

impl Home {
    fn answers(&self) -> Vec<OutText> {
        let ids: Vec<_> = self
            .events()
            .into_iter()
            .filter_map(|event| match event {
                Event::TextWritten { id, kind: TextKind::AutoReply, .. } => Some(id),
                _ => None,
            })
            .collect();
        ids.into_iter().map(|id| self.out(id)).collect()
    }
}

/// Fails when the answer is not in the commit of the text, does not reach the carrier at once, or is given again after a
/// restart, on another line, or beyond the limit of a day.
async fn an_answer_goes_out_with_its_text_and_survives_a_restart(kept: Kept) {
    let home = closed(kept).await;
    let other = home.add_line(new_line("+12125550101")).await;
    home.receive("+12125550134", "Can I come by?", "in-1").await;
    let received = |event: &Event| event.name() == "text.received";
    let record = home.records().into_iter().find(|record| record.events.iter().any(received)).unwrap();
    let types: Vec<_> = record.events.iter().map(Event::name).collect();
    assert_eq!((types[1], types.last()), ("text.received", Some(&"text.written")), "{types:?}");
    home.quiet().await;
    let sent = home.answers();
    assert_eq!(sent.len(), 1);
    assert_eq!((sent[0].state, sent[0].body.as_str()), (TextState::Sent, "We read it at 9 am tomorrow."));

    let home = home.crash().await;
    home.receive("+12125550134", "Hello?", "in-2").await;
    let elsewhere = crate::home::inbound(other, "+12125550134", "And here?", "in-3");
    home.engine.submit(crate::home::received(elsewhere)).await.unwrap();
    assert_eq!(home.answers().len(), 1, "one on a day, on whatever line");
    home.advance(7 * HOUR).await;
    home.receive("+12125550134", "Good night", "in-4").await;
    assert_eq!(home.answers().len(), 1, "the same night");
    let elsewhere = crate::home::inbound(other, "+12125550134", "And now?", "in-5");
    home.engine.submit(crate::home::received(elsewhere)).await.unwrap();
    assert_eq!(home.answers().len(), 2, "another conversation, on another day");
    home.check_laws();
}

/// Law 8. Fails when an answer that waits goes out to a number that has opted out.
async fn a_stop_in_the_same_moment_holds_it_back(kept: Kept) {
    let home = closed(kept).await;
    let texts = [("Can I come by?", "in-1"), ("STOP", "in-2")];
    let both = texts.map(|(body, id)| home.engine.submit(home.text("+12125550134", body, id)));
    let [first, second] = both;
    let (first, second) = tokio::join!(first, second);
    first.unwrap();
    second.unwrap();
    home.quiet().await;
    let answers = home.answers();
    assert_eq!(answers.len(), 1);
    assert_eq!(answers[0].state, TextState::Cancelled);
}
