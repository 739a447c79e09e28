//! Scheduled texts on an engine: after a stop, and against what comes at the same time.

use crate::home::Home;
use crate::kept::{Kept, on_both};
use baton_core::{
    By, Command, Conversation, ConversationId, Event, IfChanged, Later, Moment, NewText, TextState,
};
use baton_engine::Request;
use std::time::Duration;

on_both! {
    what_fell_due_while_nothing_ran_goes_out_once_and_says_how_late,
    what_was_due_before_a_text_came_goes_out_before_it,
    however_much_was_due_before_a_text_came_goes_out_before_it,
    much_that_is_due_at_one_instant_is_all_done,
}

const HOUR: Duration = Duration::from_hours(1);

async fn plan(home: &Home, conversation: ConversationId, after: Duration) -> Moment {
    let at = home.clock.now() + after;
    let text = NewText {
        later: Some(Later { at, if_changed: IfChanged::Ask }),
        ..NewText::saying("Your visit is tomorrow.")
    };
    let command = Command::Send(conversation, Box::new(text));
    home.engine.submit(Request::new(command, By::person(home.dana))).await.unwrap();
    at
}

/// Law 7. Fails when a text that fell due while nothing ran is lost, goes out more than once, or does not say how late it
/// is.
async fn what_fell_due_while_nothing_ran_goes_out_once_and_says_how_late(kept: Kept) {
    let home = Home::kept(kept).await;
    let id = home.opened("+12125550134").await;
    let due = plan(&home, id, HOUR).await;
    let home = home.down_for(3 * HOUR).await;
    home.engine.advance_to(home.clock.now()).await.unwrap();
    let written = |home: &Home| {
        let records = home.records().into_iter();
        let texts = records.flat_map(|record| {
            let at = record.at;
            record.events.into_iter().filter_map(move |event| match event {
                Event::TextWritten { id, scheduled: Some(from), .. } => Some((id, at, from.due_at)),
                _ => None,
            })
        });
        texts.collect::<Vec<_>>()
    };
    let texts = written(&home);
    let [(text, at, due_at)] = texts[..] else { panic!("{texts:?}") };
    assert_eq!((at, due_at), (due + 2 * HOUR, due));
    assert!(home.out(text).state >= TextState::Sent, "{:?}", home.out(text));
    assert_eq!(home.out(text).by, By::person(home.dana));
    let home = home.crash().await;
    home.engine.advance_to(home.clock.now() + HOUR).await.unwrap();
    assert_eq!(written(&home), texts, "and once only");
}

/// Lateness of a timer changes no outcome. Fails when a text that comes after the due time, before the timer ran, holds
/// what was due before it.
async fn what_was_due_before_a_text_came_goes_out_before_it(kept: Kept) {
    let home = Home::kept(kept).await;
    let id = home.opened("+12125550134").await;
    plan(&home, id, HOUR).await;
    let home = home.down_for(2 * HOUR).await;
    home.receive("+12125550134", "Are you there?", "late").await;
    home.engine.advance_to(home.clock.now()).await.unwrap();
    let order: Vec<&str> = home
        .events()
        .iter()
        .filter(|event| {
            matches!(
                event,
                Event::TextReceived { .. } | Event::TextWritten { .. } | Event::ScheduledHeld { .. }
            )
        })
        .map(Event::name)
        .collect();
    assert_eq!(order, ["text.received", "text.written", "text.received"]);
}

/// Lateness of a timer changes no outcome, however much is late. Fails when more was due in a conversation than one decision
/// does, and a text that comes before the timers ran holds what is left.
async fn however_much_was_due_before_a_text_came_goes_out_before_it(kept: Kept) {
    let home = Home::kept(kept).await;
    let id = home.opened("+12125550134").await;
    // These come first.
    let at = home.clock.now() + HOUR / 2;
    for place in 0..Conversation::SCHEDULED {
        plan(&home, id, HOUR).await;
        let words = format!("Call the lab, {place}");
        let command = Command::SetReminder { conversation: id, words, at };
        home.engine.submit(Request::new(command, By::person(home.dana))).await.unwrap();
    }
    let home = home.down_for(2 * HOUR).await;
    home.receive("+12125550134", "Are you there?", "late").await;
    home.engine.advance_to(home.clock.now()).await.unwrap();
    let count = |name: &str| home.events().iter().filter(|event| event.name() == name).count();
    let counts = (count("text.written"), count("scheduled.held"), count("reminder.came"));
    assert_eq!(counts, (Conversation::SCHEDULED, 0, Conversation::REMINDERS));
}

/// Fails when what is due in one conversation at one instant is more than one decision does, and the rest waits until
/// somebody touches the conversation.
async fn much_that_is_due_at_one_instant_is_all_done(kept: Kept) {
    let home = Home::kept(kept).await;
    let id = home.opened("+12125550134").await;
    let at = home.clock.now() + HOUR;
    for place in 0..Conversation::SCHEDULED {
        plan(&home, id, HOUR).await;
        let words = format!("Call the lab, {place}");
        let command = Command::SetReminder { conversation: id, words, at };
        home.engine.submit(Request::new(command, By::person(home.dana))).await.unwrap();
    }
    // They are held, so that nothing goes out of which the carrier would speak.
    home.receive("+12125550134", "Or another day?", "news").await;
    home.engine.advance_to(at).await.unwrap();
    let count = |name: &str| home.events().iter().filter(|event| event.name() == name).count();
    assert_eq!(count("scheduled.held"), Conversation::SCHEDULED);
    assert_eq!(count("reminder.came"), Conversation::SCHEDULED);
}
