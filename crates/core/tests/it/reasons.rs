//! The reasons of refusals: their list in the guide, and those that the simulation cannot come across.

use crate::support::*;
use baton_core::{Begin, By, Command, MessageId, NewText, Reason, Then};
use std::collections::BTreeSet;
use std::sync::Arc;

const GUIDE: &str = include_str!("../../../../docs/api.md");

/// Fails when a reason is not in the guide with what it means, or the guide has one that the core has not, or two share a
/// name.
#[test]
fn the_guide_lists_every_reason_with_what_it_means() {
    let shown =
        GUIDE.split("| reason | what it means |\n|---|---|\n").nth(1).expect("the guide has the list");
    let shown: Vec<&str> = shown.lines().take_while(|line| line.starts_with('|')).collect();
    let rows = Reason::ALL.iter().map(|reason| format!("| `{reason}` | {} |", reason.meaning()));
    assert_eq!(shown, rows.collect::<Vec<_>>());
    let names: BTreeSet<_> = Reason::ALL.iter().map(|reason| reason.name()).collect();
    assert_eq!(names.len(), Reason::ALL.len());
}

/// Fails when a thread or a conversation that is full goes on all the same, or does not say that it is.
#[test]
fn what_is_full_says_so() {
    let mut desk = Desk::new();
    desk.text("where do I park?");
    let id = desk.conversation().id;
    let chris = By::person(CHRIS);
    let why = |desk: &mut Desk, command: &Command| desk.try_do(&chris, command).unwrap_err().reason();
    Arc::make_mut(desk.subject.thread.as_mut().expect("there is one")).messages = MessageId::MAX_ORDINAL;
    let send =
        Command::Send(id, Box::new(NewText { then: Then::Open, ..NewText::saying("Behind the house.") }));
    assert_eq!(why(&mut desk, &send), Reason::ThreadFull);
    let watchers = (0..20).map(|one| baton_core::PersonId(900 + one)).collect();
    Arc::make_mut(desk.subject.conversation.as_mut().expect("there is one")).watchers = watchers;
    assert_eq!(why(&mut desk, &Command::Watch(id)), Reason::TooManyWatchers);
    Arc::make_mut(desk.subject.conversation.as_mut().expect("there is one")).parts =
        baton_core::ReminderId::MAX_ORDINAL;
    let remind = Command::SetReminder { conversation: id, words: "call".to_owned(), at: desk.now + HOUR };
    assert_eq!(why(&mut desk, &remind), Reason::ConversationFull);
}

const HOUR: std::time::Duration = std::time::Duration::from_hours(1);

/// Fails when a line that is retired sends, or begins, or does not say why it does not.
#[test]
fn a_line_that_is_retired_says_so() {
    let mut desk = Desk::new();
    desk.text("where do I park?");
    let id = desk.conversation().id;
    let line = desk.directory.lines[&MAIN].clone();
    let retired = baton_core::Line { retired: true, ..line };
    desk.directory = desk.directory.with_line(retired).expect("the policy names no line");
    let chris = By::person(CHRIS);
    let send = Command::Send(id, Box::new(NewText::saying("Behind the house.")));
    assert_eq!(desk.try_do(&chris, &send).unwrap_err().reason(), Reason::LineSendsNothing);
    let to = baton_text::Address::from_carrier("+12125550177", || baton_text::Region::US);
    let begin = Begin { line: MAIN, to, text: NewText::saying("Your order is here.") };
    assert_eq!(
        desk.try_do(&chris, &Command::Begin(Box::new(begin))).unwrap_err().reason(),
        Reason::LineRetired
    );
}
