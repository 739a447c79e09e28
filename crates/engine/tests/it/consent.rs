//! STOP, at the engine: what waits is cancelled, one confirmation goes out ahead of everything else, and then nothing.

use crate::all::all;
use crate::home::{Home, inbound, new_line, received, word};
use crate::kept::{Kept, on_both};
use crate::told::{carrier_id, opted_out, try_later};
use baton_carriers::{CarrierState, Pace, SendOutcome};
use baton_core::{By, ConsentCause, Event, MessageId, TextKind, TextState};
use baton_text::ConsentWord;
use std::time::Duration;

on_both! {
    stop_cancels_what_waits_for_the_number_on_every_line_and_says_so_to_its_author,
    one_confirmation_goes_out_ahead_of_everything_on_its_line_however_often_they_text_stop,
    a_confirmation_that_is_five_minutes_late_is_dropped,
    a_carriers_word_that_they_opted_out_counts_by_answer_and_by_callback_alike,
    where_the_carrier_answers_the_words_itself_nothing_is_doubled,
    a_stop_at_the_moment_of_the_press_leaves_no_text_handed_over_after_it,
}

const ROSA: &str = "+12125550134";
const MINUTE: Duration = Duration::from_mins(1);

/// A line that stands still once it has taken one text.
async fn standing_still(kept: Kept) -> Home {
    let home = Home::kept(kept).await;
    home.carrier.tell().pace = Some(Pace { millisegments_per_second: 0 });
    let other = home.opened("+12125550199").await;
    home.send(other, "The last for today").await;
    home.until("the line stands still", |home| home.carrier.bodies().len() == 1).await;
    home
}

/// Whether this text was cancelled because they opted out, on record in its conversation.
fn cancelled_for_opting_out(home: &Home, id: MessageId) -> bool {
    let conversation = home.out(id).conversation;
    home.records().iter().any(|record| {
        let says = |event: &Event| matches!(event, Event::TextCancelled { id: other, reason } if *other == id && reason.contains("opted out"));
        record.conversation == conversation && record.events.iter().any(says)
    })
}

fn confirmations(home: &Home) -> usize {
    let is_one =
        |event: &Event| matches!(event, Event::TextWritten { kind: TextKind::OptOutConfirmation, .. });
    home.events().iter().filter(|event| is_one(event)).count()
}

/// Fails when an opt-out does not look for what waits (`Word::OptedOut`), looks on the line of the STOP alone, or takes
/// what waits for others with it.
async fn stop_cancels_what_waits_for_the_number_on_every_line_and_says_so_to_its_author(kept: Kept) {
    let home = standing_still(kept).await;
    let second = home.add_line(new_line("+12125550101")).await;
    let rosa = home.opened(ROSA).await;
    let elsewhere = received(inbound(second, ROSA, "Hello, do you have time", "in-second"));
    let elsewhere = home.engine.submit(elsewhere).await.unwrap().outcome.conversation.unwrap();
    home.carrier.tell().outcomes.push_back(try_later(Some(60 * MINUTE)));
    let delayed = home.send(elsewhere, "To come again").await;
    home.until("it has to come again", |home| home.count("text.delayed") == 1).await;
    let waiting = [home.send(rosa, "One").await, home.send(rosa, "Two").await, delayed];
    let other = home.opened("+12125550135").await;
    let unconcerned = home.send(other, "Elsewhere").await;

    home.receive(ROSA, "STOP", "stop").await;
    home.until("what waits is cancelled", |home| home.count("text.cancelled") == 3).await;
    for text in waiting {
        assert!(cancelled_for_opting_out(&home, text));
        assert_eq!(home.out(text).by, By::person(home.dana), "its author is on record");
    }
    assert_eq!(home.out(unconcerned).state, TextState::Queued);
    assert_eq!(home.carrier.bodies(), ["The last for today", "To come again"]);
}

/// SparkDevNetwork/Rock #7049: the opt-out blocked its own confirmation. Fails when `hand_over` holds the confirmation
/// back, when it waits behind what is older, or when each STOP brings another.
async fn one_confirmation_goes_out_ahead_of_everything_on_its_line_however_often_they_text_stop(kept: Kept) {
    let home = Home::kept(kept).await;
    let mut open = vec![home.opened(ROSA).await];
    for end in 135..145 {
        open.push(home.opened(&format!("+12125550{end}")).await);
    }
    home.carrier.tell().pace = Some(Pace::segments_per_second(1));
    for conversation in open {
        home.send(conversation, "We close early on Friday").await;
    }
    home.until("the first is handed over", |home| home.carrier.bodies().len() == 1).await;
    all(["1", "2", "3"].map(|id| home.engine.submit(home.text(ROSA, "STOP", id)))).await;
    home.quiet().await;
    home.receive(ROSA, "Stop!", "4").await;
    home.quiet().await;
    let bodies = home.carrier.bodies();
    assert!(bodies[1].contains("you are opted out"), "{bodies:?}");
    let to_rosa = home.carrier.tell().handed.iter().filter(|text| text.to == ROSA).count();
    assert_eq!((bodies.len(), confirmations(&home), to_rosa), (12, 1, 2), "{bodies:?}");
}

/// A confirmation goes out within five minutes or not at all (47 CFR 64.1200(a)(12)). Fails when it has no end, or an end
/// that is looked at only when its line goes on.
async fn a_confirmation_that_is_five_minutes_late_is_dropped(kept: Kept) {
    for (down, goes_out) in [(Duration::from_secs(299), true), (5 * MINUTE, false)] {
        let home = standing_still(kept).await;
        home.receive(ROSA, "STOP", "stop").await;
        home.carrier.tell().pace = None;
        let home = home.down_for(down).await;
        home.quiet().await;
        assert_eq!(home.carrier.bodies().len(), if goes_out { 2 } else { 1 }, "after {down:?}");
        assert_eq!(home.count("text.cancelled"), usize::from(!goes_out));
    }
    let home = standing_still(kept).await;
    home.receive(ROSA, "STOP", "stop").await;
    home.advance(5 * MINUTE).await;
    let late =
        |event: &Event| matches!(event, Event::TextCancelled { reason, .. } if reason.contains("too late"));
    assert_eq!(home.events().iter().filter(|event| late(event)).count(), 1);
    assert_eq!(home.carrier.bodies().len(), 1);
}

/// twilio-python #478, episphere/connect #1545: 21610 comes with the answer, or later by callback. Fails when either is
/// kept as an ordinary failure, leaves what waits where it is, or is confirmed to somebody whom the carrier blocks.
async fn a_carriers_word_that_they_opted_out_counts_by_answer_and_by_callback_alike(kept: Kept) {
    for by_callback in [false, true] {
        let home = Home::kept(kept).await;
        let rosa = home.opened(ROSA).await;
        home.carrier.tell().pace = Some(Pace { millisegments_per_second: 0 });
        home.carrier.tell().takes.push_back(Duration::from_secs(1));
        if !by_callback {
            home.carrier.tell().outcomes.push_back(SendOutcome::Refused(opted_out()));
        }
        let sent = home.send(rosa, "One").await;
        let waiting = [home.send(rosa, "Two").await, home.send(rosa, "Three").await];
        home.until("the first was handed over", |home| home.out(sent).state > TextState::Sending).await;
        if by_callback {
            assert_eq!(home.out(sent).state, TextState::Sent);
            let mut undelivered =
                word(&carrier_id(&home.carrier.tell().handed[0]), CarrierState::Undelivered);
            undelivered.failure = Some(opted_out());
            assert_eq!(home.hears(undelivered).await, 200);
        }
        home.until("what waits is cancelled", |home| home.count("text.cancelled") == 2).await;
        assert!(waiting.iter().all(|text| cancelled_for_opting_out(&home, *text)));
        assert_eq!(home.out(sent).failure.unwrap().code.as_deref(), Some("21610"));
        let said: Vec<_> = home
            .events()
            .into_iter()
            .filter_map(|event| match event {
                Event::ConsentChanged { cause, carrier_block, evidence, .. } => {
                    Some((cause, carrier_block, evidence.contains("21610")))
                }
                _ => None,
            })
            .collect();
        assert_eq!(said, [(ConsentCause::Carrier, true, true)], "by callback: {by_callback}");
        assert_eq!((confirmations(&home), home.carrier.bodies().len()), (0, 1));
    }
}

/// Fails when a word is answered that the carrier has answered: by its line's setting, or by what it says with the text.
async fn where_the_carrier_answers_the_words_itself_nothing_is_doubled(kept: Kept) {
    let home = Home::kept(kept).await;
    let mut answering = new_line("+12125550101");
    answering.carrier_answers = true;
    let answering = home.add_line(answering).await;
    let says = [("STOP", ConsentWord::OptOut), ("START", ConsentWord::OptIn), ("HELP", ConsentWord::Help)];
    for (body, word) in says {
        let by_line = inbound(answering, ROSA, body, &format!("line-{body}"));
        let mut by_text = inbound(home.line, "+12125550135", body, &format!("text-{body}"));
        by_text.carrier_word = Some(word);
        for text in [by_line, by_text] {
            home.engine.submit(received(text)).await.unwrap();
        }
    }
    home.quiet().await;
    assert_eq!((home.count("consent.changed"), home.count("text.received")), (4, 6));
    assert_eq!((home.count("text.written"), home.carrier.bodies().len()), (0, 0));
}

/// Law 8 in the narrowest place: between the press and the hand-over. Fails when `hand_over` does not look at consent.
async fn a_stop_at_the_moment_of_the_press_leaves_no_text_handed_over_after_it(kept: Kept) {
    for batch in [1, 2, 512] {
        let home = Home::kept_with(kept, |options| options.batch = Some(batch)).await;
        let rosa = home.opened(ROSA).await;
        let press = home.reply(rosa, "See you on Friday");
        let (sent, stopped) =
            tokio::join!(home.engine.submit(press), home.engine.submit(home.text(ROSA, "STOP", "stop")));
        assert!(sent.is_ok() && stopped.is_ok());
        home.quiet().await;
        let bodies = home.carrier.bodies();
        assert!(bodies.len() == 1 && bodies[0].contains("opted out"), "{bodies:?}");
        assert_eq!(home.count("text.cancelled"), 1);
    }
}
