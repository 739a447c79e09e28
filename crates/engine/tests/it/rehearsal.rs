//! A rehearsal's clock: what waits for a time happens at that time, in order, and once, however late.

use crate::home::Home;
use crate::kept::{Kept, on_both};
use baton_core::{
    Baton, By, Command, ConversationId, Event, Moment, NewOffer, NewText, Owner, PendingOn, Record, Role,
    Seen, Status, TextState, Then,
};
use baton_engine::{AdvanceError, Request};
use std::time::Duration;

on_both! {
    what_is_due_happens_at_its_own_instant_on_the_way,
    what_fell_due_while_we_were_down_happens_once_in_order_at_the_start,
    what_comes_late_says_when_it_was_due,
    a_command_comes_after_what_was_overdue_there,
    a_line_that_reaches_people_sends_nothing_in_a_rehearsal,
}

const HOUR: Duration = Duration::from_hours(1);

/// A conversation that waits for something, for so long.
async fn waits(home: &Home, from: &str, length: Duration) -> ConversationId {
    let conversation = home.opened(from).await;
    let wait = Command::Wait {
        conversation,
        on: Some(PendingOn::Internal),
        reason: Some("lab report".into()),
        wake_at: Some(home.clock.now() + length),
    };
    home.engine.submit(Request::new(wait, By::person(home.dana))).await.unwrap();
    conversation
}

/// Which conversations woke by themselves, and when, in the order of the record.
fn woken(home: &Home) -> Vec<(ConversationId, Moment)> {
    let wakes = |record: &Record| {
        let opens = |event: &Event| matches!(event, Event::StatusChanged { to: Status::Open, .. });
        record.by == By::Policy && record.events.iter().any(opens)
    };
    let records = home.records().into_iter().filter(wakes);
    records.filter_map(|record| record.conversation.map(|id| (id, record.at))).collect()
}

/// Three that wake after one, three and two hours.
async fn three(home: &Home) -> [ConversationId; 3] {
    [
        waits(home, "+12125550134", HOUR).await,
        waits(home, "+12125550135", 3 * HOUR).await,
        waits(home, "+12125550136", 2 * HOUR).await,
    ]
}

/// Fails when the clock jumps to where it shall go and everything is done there, when machine time counts, or when
/// something is done twice.
async fn what_is_due_happens_at_its_own_instant_on_the_way(kept: Kept) {
    let home = Home::kept(kept).await;
    let start = home.clock.now();
    let [first, third, second] = three(&home).await;
    if kept == Kept::Sqlite {
        // On PostgreSQL a node asks the server every two seconds of it.
        tokio::time::sleep(100 * HOUR).await;
    }
    assert_eq!((woken(&home), home.clock.now()), (vec![], start), "machine time moves nothing");
    home.advance(Duration::from_micros(3_599_999_999)).await;
    assert_eq!(woken(&home), []);
    let advanced = home.engine.advance_to(start + 5 * HOUR).await.unwrap();
    let wanted = vec![(first, start + HOUR), (second, start + 2 * HOUR), (third, start + 3 * HOUR)];
    assert_eq!(woken(&home), wanted);
    assert_eq!((advanced.fired, advanced.to), (3, start + 5 * HOUR));
    home.advance(100 * HOUR).await;
    assert_eq!(woken(&home), wanted);
    let back = home.engine.advance_to(start).await;
    assert!(matches!(back, Err(AdvanceError::Backwards { .. })), "{back:?}");
}

/// Fails when what fell due in downtime is forgotten, is done in another order than it fell due, is done again at the next
/// start, or is written down for a time at which nobody was there.
async fn what_fell_due_while_we_were_down_happens_once_in_order_at_the_start(kept: Kept) {
    let home = Home::kept(kept).await;
    let start = home.clock.now();
    let [first, third, second] = three(&home).await;
    let home = home.down_for(2 * HOUR + HOUR / 2).await;
    home.until("what is overdue happens by itself", |home| woken(home).len() == 2).await;
    let late = start + 2 * HOUR + HOUR / 2;
    assert_eq!(woken(&home), [(first, late), (second, late)]);
    let home = home.crash().await;
    home.advance(HOUR).await;
    assert_eq!(woken(&home), [(first, late), (second, late), (third, start + 3 * HOUR)]);
    let home = home.down_for(HOUR).await;
    home.quiet().await;
    assert_eq!(woken(&home).len(), 3);
}

/// Timers that fire late are on record with their lateness (design, section 8). Fails when what happens by itself after a
/// downtime does not say when it was due.
async fn what_comes_late_says_when_it_was_due(kept: Kept) {
    let home = Home::kept(kept).await;
    let policy = "zone = \"America/New_York\"\nfallback = \"dana@cedarlane.example\"\nclose_after = \"1 day\"\n\
                  [queues.Desk]\nmembers = [\"dana@cedarlane.example\"]\n\
                  [routing]\ntext = \"ASSIGN to Desk queue\"\n";
    home.engine.administer(move |w, at| w.save_policy(policy, None, None, at)).await.unwrap().unwrap();
    let maya = home.add_person("Maya", Role::Agent).await;
    home.quiet().await;
    let (start, dana) = (home.clock.now(), By::person(home.dana));
    waits(&home, "+12125550134", HOUR).await;
    // Whoever was waited for wrote: the time is a reminder from there on.
    waits(&home, "+12125550135", 2 * HOUR).await;
    home.receive("+12125550135", "Can we move it to Friday?", "SM2").await;
    let offered = home.opened("+12125550136").await;
    let baton = Baton { summary: "Resend the invoice".into(), ..Baton::default() };
    let to = Owner::Person(maya);
    let offer = NewOffer { to, baton, customer_template: None, summary_template: None, seen: Seen::Unsaid };
    for command in [Command::Claim(offered), Command::Offer(offered, Box::new(offer))] {
        home.engine.submit(Request::new(command, dana.clone())).await.unwrap();
    }
    let silent = home.opened("+12125550137").await;
    let then = Then::Pending { wake_at: None };
    let answer = NewText { then, ..NewText::saying("Tuesday at 10 works") };
    home.engine.submit(Request::new(Command::Send(silent, Box::new(answer)), dana)).await.unwrap();
    home.quiet().await;
    let home = home.down_for(30 * HOUR).await;
    home.quiet().await;
    let due = |event: Event| match event {
        Event::StatusChanged { to: Status::Open, due_at: Some(due_at), .. } => Some(("woken", due_at)),
        Event::WakeUpPassed { due_at } => Some(("reminded", due_at?)),
        Event::HandoffExpired { due_at, .. } => Some(("expired", due_at?)),
        Event::Closed { due_at, .. } => Some(("closed", due_at?)),
        _ => None,
    };
    let late = home.records().into_iter().filter(|record| record.at == start + 30 * HOUR);
    let mut said: Vec<_> = late.flat_map(|record| record.events).filter_map(due).collect();
    let wanted = [("woken", HOUR), ("expired", HOUR), ("reminded", 2 * HOUR), ("closed", 24 * HOUR)];
    said.sort_unstable();
    let mut wanted = wanted.map(|(what, after)| (what, start + after));
    wanted.sort_unstable();
    assert_eq!(said, wanted);
}

/// Lateness of a timer never changes an outcome. Fails when a command does not first do what is overdue where it acts
/// (`Round::overdue`), or when the timer then does it again.
async fn a_command_comes_after_what_was_overdue_there(kept: Kept) {
    let home = Home::kept(kept).await;
    let conversation = waits(&home, "+12125550134", HOUR).await;
    let home = home.down_for(2 * HOUR).await;
    // Nothing else has had its turn since the start; the timer comes second.
    let note = Command::AddNote(conversation, "The report is here".into());
    let (note, timer) = tokio::join!(
        home.engine.submit(Request::new(note, By::person(home.dana))),
        home.engine.submit(Request::new(Command::Wake(conversation), By::Policy)),
    );
    assert!(note.is_ok() && timer.is_ok());
    home.quiet().await;
    let names: Vec<_> = home.events().iter().map(|event| event.name()).collect();
    assert_eq!(names[names.len() - 2..], ["status.changed", "note.added"], "{names:?}");
    assert_eq!(woken(&home), [(conversation, home.clock.now())]);
}

/// Nothing real happens in a rehearsal (design, section 8). Fails when a text goes to a carrier that reaches people while
/// time can be moved, also as one that is looked up or tried again, or when whoever wrote it is not told why it did not go.
async fn a_line_that_reaches_people_sends_nothing_in_a_rehearsal(kept: Kept) {
    let home = Home::kept(kept).await;
    home.carrier.tell().reaches_people = true;
    let conversation = home.opened("+12125550134").await;
    let text = home.send(conversation, "Tuesday at 10 works").await;
    home.quiet().await;
    home.advance(100 * HOUR).await;
    let heard = {
        let told = home.carrier.tell();
        (told.handed.len(), told.asked.len())
    };
    assert_eq!(heard, (0, 0), "handed over, asked about");
    let out = home.out(text);
    let reason = out.failure.unwrap();
    assert_eq!((out.state, reason.code.as_deref()), (TextState::Failed, Some("REHEARSAL")));
    assert_eq!(reason.advice, "This is a rehearsal: nothing goes out over a real line.");
    // The same line sends once it reaches nobody.
    home.carrier.tell().reaches_people = false;
    home.send(conversation, "Tuesday at 10 works, says Maya").await;
    home.quiet().await;
    assert_eq!(home.carrier.bodies(), ["Tuesday at 10 works, says Maya"]);
}
