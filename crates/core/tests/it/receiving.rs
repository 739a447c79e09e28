//! A text comes in and has exactly one owner from its first instant.

use crate::support::*;
use baton_core::{By, Command, Event, Owner, Seen, Status, TextKind, Then};
use std::fmt::Write as _;

#[test]
fn a_first_text_opens_a_conversation_with_an_owner_and_the_reason() {
    let mut desk = Desk::new();
    let decision = desk.text("How much is a quote for four sessions?");
    assert_eq!(
        names(&decision),
        ["thread.started", "text.received", "conversation.opened", "conversation.routed", "tags.changed"]
    );
    let conversation = desk.conversation();
    assert_eq!(conversation.owner, Owner::Queue(SALES));
    assert_eq!(conversation.accountable, JORDAN, "Jordan is the one who is on in Sales");
    let why = conversation.routed_by.as_ref().expect("it says why");
    assert_eq!((why.line, why.matched.as_slice()), (1, &["quote".to_owned()][..]));
    assert!(conversation.tags.contains("new"));
}

#[test]
fn a_further_text_overrules_an_else_while_nobody_touched_it() {
    let mut desk = Desk::new();
    desk.text("Hi");
    assert_eq!(desk.conversation().owner, Owner::Queue(GENERAL));
    let decision = desk.text("can I reschedule");
    assert_eq!(desk.conversation().owner, Owner::Queue(SCHEDULING));
    assert!(desk.conversation().tags.contains("appointment"));
    assert!(names(&decision).contains(&"conversation.routed"), "{:?}", names(&decision));
    desk.text("and what is the price");
    assert_eq!(
        desk.conversation().owner,
        Owner::Queue(SCHEDULING),
        "a second rule does not take it away again"
    );
    assert_eq!(desk.conversation().asks.len(), 1, "it becomes an ask");
    assert_eq!(desk.conversation().asks[0].owner, Owner::Queue(SALES));
}

#[test]
fn routing_keeps_its_hands_off_once_a_person_began_to_write() {
    let mut desk = Desk::new();
    desk.text("Hi");
    let id = desk.conversation().id;
    desk.act(&By::person(MAYA), &Command::Touch(id));
    desk.text("how much is a quote?");
    assert_eq!(desk.conversation().owner, Owner::Queue(GENERAL));
    assert!(desk.conversation().asks.is_empty());
}

#[test]
fn two_questions_in_one_text_have_two_owners() {
    let mut desk = Desk::new();
    desk.text("Can I reschedule to Friday? Also what is the price of a massage?");
    assert_eq!(desk.conversation().owner, Owner::Queue(SALES));
    let asks: Vec<_> = desk.conversation().asks.iter().map(|ask| (ask.owner, ask.accountable)).collect();
    assert_eq!(asks, [(Owner::Queue(SCHEDULING), CHRIS)]);
}

// Fails when `react` opens a conversation or when routing comes before the reaction check (pitfall 5).
#[test]
fn a_reaction_opens_nothing_routes_nothing_and_starts_nothing() {
    for state in ["none", "open", "pending", "closed"] {
        let mut desk = Desk::new();
        if state != "none" {
            desk.text("what time do you open");
            let id = desk.conversation().id;
            let then = match state {
                "pending" => Then::Pending { wake_at: None },
                "closed" => Then::Closed { reason: None },
                _ => Then::Open,
            };
            desk.act(
                &By::person(CHRIS),
                &Command::Send(id, new_text("Reply URGENT if you need us", Seen::Unsaid, then)),
            );
        }
        let before = desk.subject.conversation.clone();
        let decision = desk.text("Liked “Reply URGENT if you need us”");
        assert!(names(&decision).iter().all(|name| ["thread.started", "reaction.received"].contains(name)));
        assert_eq!(desk.subject.conversation, before, "{state}");
    }
}

#[test]
fn a_pending_conversation_opens_when_they_write() {
    let mut desk = Desk::new();
    desk.text("what time do you open");
    let id = desk.conversation().id;
    let wait = Then::Pending { wake_at: None };
    desk.act(
        &By::person(CHRIS),
        &Command::Send(id, new_text("At nine. Shall I book you?", Seen::Unsaid, wait)),
    );
    assert_eq!(desk.conversation().status, Status::Pending);
    desk.text("Yes, Friday");
    assert_eq!(desk.conversation().status, Status::Open);
    assert_eq!(desk.conversation().owner, Owner::Person(CHRIS), "their reply claimed it");
}

#[test]
fn a_closed_conversation_goes_on_within_the_time_and_a_new_one_begins_after_it() {
    let mut desk = Desk::new();
    desk.text("what time do you open");
    let first = desk.conversation().id;
    let close = Then::Closed { reason: None };
    desk.act(&By::person(CHRIS), &Command::Send(first, new_text("At nine.", Seen::Unsaid, close.clone())));
    desk.minutes(71 * 60);
    desk.text("one more question");
    assert_eq!((desk.conversation().id, desk.conversation().status), (first, Status::Open));
    assert_eq!(desk.conversation().owner, Owner::Person(CHRIS));
    desk.act(&By::person(CHRIS), &Command::Close(first, None));
    desk.minutes(73 * 60);
    desk.text("hello again");
    assert_ne!(desk.conversation().id, first);
    assert_eq!(desk.conversation().owner, Owner::Queue(GENERAL));
}

// Fails when `reopen` keeps an owner who has left (chatwoot #7204).
#[test]
fn a_reopened_conversation_does_not_go_back_to_somebody_who_left() {
    let mut desk = Desk::new();
    desk.text("what time do you open");
    let id = desk.conversation().id;
    desk.act(&By::person(CHRIS), &Command::Claim(id));
    desk.act(&By::person(CHRIS), &Command::Close(id, None));
    desk.directory = directory_with(POLICY, &[CHRIS]);
    desk.text("are you there?");
    assert_eq!(desk.conversation().owner, Owner::Queue(SCHEDULING));
    assert_eq!(desk.conversation().accountable, RUTH, "its lead left too");
}

#[test]
fn stop_is_confirmed_once_and_then_nothing_is_sent() {
    let mut desk = Desk::new();
    let decision = desk.text("Stop!");
    assert_eq!(names(&decision), ["thread.started", "text.received", "consent.changed", "text.written"]);
    assert!(desk.subject.conversation.is_none(), "STOP opens no conversation");
    assert_eq!(desk.subject.texts[0].kind, TextKind::OptOutConfirmation);
    let again = desk.text("STOP");
    assert_eq!(names(&again), ["text.received"], "a second STOP gets no second confirmation");
    let help = desk.text("HELP");
    assert_eq!(names(&help), ["text.received"], "nothing goes to a number that opted out");
    let start = desk.text("START");
    assert_eq!(names(&start), ["text.received", "consent.changed", "text.written"]);
}

#[test]
fn stop_in_an_open_conversation_leaves_it_with_its_owner_as_something_to_call_about() {
    let mut desk = Desk::new();
    desk.text("what time do you open");
    desk.text("STOP");
    let conversation = desk.conversation();
    assert_eq!(conversation.status, Status::Pending);
    assert_eq!(conversation.reason.as_deref(), Some("opted out: call instead"));
    assert_eq!(conversation.owner, Owner::Queue(SCHEDULING));
    let id = conversation.id;
    let refused =
        desk.try_do(&By::person(CHRIS), &Command::Send(id, new_text("At nine", Seen::Unsaid, Then::Open)));
    assert!(refused.unwrap_err().to_string().contains("opted out"), "law 8");
}

// Fails when a text of somebody who opted out leaves the conversation waiting, for whatever it waited (law 5).
#[test]
fn a_text_from_somebody_who_opted_out_needs_somebody() {
    for before in [None, Some("lab report")] {
        let mut desk = Desk::new();
        desk.text("what time do you open");
        let id = desk.conversation().id;
        desk.text("STOP");
        if let Some(reason) = before {
            let (on, reason) = (Some(baton_core::PendingOn::Internal), Some(reason.to_owned()));
            let wait = Command::Wait { conversation: id, on, reason, wake_at: None };
            desk.act(&By::person(CHRIS), &wait);
        }
        let came = desk.text("my tooth is bleeding, call me");
        assert!(names(&came).contains(&"status.changed"), "{:?}", names(&came));
        assert_eq!(desk.conversation().status, Status::Open);
        assert_eq!(desk.conversation().reason.as_deref(), Some("texted after opting out: call"));
        let send = Command::Send(id, new_text("At nine", Seen::Unsaid, Then::Open));
        assert!(desk.try_do(&By::person(CHRIS), &send).is_err(), "law 8");
        desk.text("STOP");
        assert_eq!(desk.conversation().status, Status::Open, "a second STOP hides nothing");
        desk.text("START");
        let (status, reason) = (desk.conversation().status, desk.conversation().reason.clone());
        assert_eq!(
            (status, reason.as_deref()),
            (Status::Open, Some("opted in again")),
            "nobody has to call now"
        );
    }
}

fn chains(settings: &str, text: &str) -> Desk {
    let (head, _) = POLICY.split_once("[routing]").expect("the policy has a routing");
    let policy = format!("{head}[routing]\n{settings}\ntext = \"\"\"\n{text}\"\"\"\n");
    Desk { directory: directory_with(&policy, &[]), ..Desk::new() }
}

// Fails when what an ELSE's neighbours do is dropped with it, or when a later text's PRIORITY lowers.
#[test]
fn a_second_text_is_tagged_and_raised_though_its_owner_rule_is_an_else() {
    let text = "IF message contains \"asap\"\n  TAG urgent\n  PRIORITY urgent\nIF message contains \"easy\"\n  \
                PRIORITY normal\nIF message contains \"price\"\n  ASSIGN to Sales queue\nELSE\n  ASSIGN to General queue\n";
    let mut desk = chains("", text);
    desk.text("Hi");
    desk.text("asap please");
    assert!(desk.conversation().tags.contains("urgent"));
    assert_eq!(desk.conversation().priority, baton_core::Priority::Urgent);
    assert_eq!(desk.conversation().owner, Owner::Queue(GENERAL));
    desk.text("take it easy");
    assert_eq!(
        desk.conversation().priority,
        baton_core::Priority::Urgent,
        "a text may raise it, and never lowers"
    );
}

// Fails when a text may open more asks than ids are reserved for one decision.
#[test]
fn a_text_that_names_every_queue_is_no_mistake() {
    let (head, _) = POLICY.split_once("[routing]").expect("the policy has a routing");
    let names: Vec<_> = (0..70).map(|index| format!("Team{index}")).collect();
    let (mut queues, mut rules) = (String::new(), String::new());
    for (name, index) in names.iter().zip(0u8..) {
        let initials: String = [b'J' + index / 9, b'a' + index % 9].map(char::from).iter().collect();
        writeln!(
            queues,
            "[queues.{name}]\ninitials = \"{initials}\"\nmembers = [\"maya@cedarlane.example\"]"
        )
        .expect("a String takes it");
        write!(rules, "IF message contains \"{name}\"\n  ASSIGN to {name} queue\nELSE ")
            .expect("a String takes it");
    }
    let rules = format!("{rules}\n  ASSIGN to General queue\n");
    let policy = format!("{head}{queues}[routing]\ntext = \"\"\"\n{rules}\"\"\"\n");
    let queues = ["General", "Sales", "Scheduling"].into_iter().map(str::to_owned).chain(names.clone());
    let queue_ids = queues.zip(11..).map(|(name, id)| (name, baton_core::QueueId(id))).collect();
    let mut desk = Desk { directory: directory_of(&policy, &[], &queue_ids), ..Desk::new() };
    desk.ids = baton_core::Ids::new(1_000, 1_000 + baton_core::Ids::PER_DECISION);
    desk.text(&names.join(" "));
    assert_eq!(desk.conversation().asks.len(), 32);
}

// Fails when `open_ask` does not ask the setting.
#[test]
fn a_second_text_makes_no_ask_where_asks_are_off() {
    for (settings, asks) in [("split_asks = false", 0), ("split_asks = true", 1)] {
        let text = "IF message contains \"price\"\n  ASSIGN to Sales queue\nELSE IF message contains \"time\"\n  \
                    ASSIGN to Scheduling queue\nELSE\n  ASSIGN to General queue\n";
        let mut desk = chains(settings, text);
        desk.text("what is the price");
        desk.text("and what time is it");
        assert_eq!(desk.conversation().asks.len(), asks, "{settings}");
    }
}

#[test]
fn nothing_is_doubled_where_the_carrier_answers_itself() {
    let mut desk = Desk::new();
    desk.directory.lines.get_mut(&MAIN).expect("the line").carrier_answers = true;
    for word in ["STOP", "START", "HELP"] {
        let decision = desk.text(word);
        assert!(!names(&decision).contains(&"text.written"), "{word}");
    }
}

#[test]
fn opt_out_words_in_a_sentence_go_to_a_person() {
    let mut desk = Desk::new();
    let decision = desk.text("we have got to STOP this bill");
    assert!(names(&decision).contains(&"conversation.opened"));
    assert!(!names(&decision).contains(&"consent.changed"));
}

#[test]
fn what_events_say_is_all_that_state_is() {
    let mut desk = Desk::new();
    desk.text("Hi");
    let id = desk.conversation().id;
    desk.act(&By::person(MAYA), &Command::AddNote(id, "calls on Monday".to_owned()));
    desk.text("STOP");
    desk.text("START");
    let mut replayed = baton_core::Subject::default();
    for (event, at, by) in &desk.told {
        baton_core::apply(&mut replayed, event, *at, by);
    }
    assert_eq!(replayed.conversation, desk.subject.conversation);
    assert_eq!(replayed.thread, desk.subject.thread);
    assert_eq!(replayed.texts, desk.subject.texts);
    assert!(desk.told.iter().any(|(event, ..)| matches!(event, Event::NoteAdded { .. })));
}
