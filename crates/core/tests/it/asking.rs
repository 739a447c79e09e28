//! Several questions in one conversation, each with an owner of its own.

use crate::support::*;
use baton_core::{
    AskId, By, Command, ConversationId, Event, IfChanged, Later, Made, MessageId, Notice, Owner, PendingOn,
    PersonId, Reason, Refusal, Seen, Status, Then, ThreadId,
};

/// "can I reschedule and what is the price" lies in Sales with an ask for Scheduling; Jordan has it.
fn both() -> (Desk, ConversationId, AskId) {
    let mut desk = Desk::new();
    desk.text("can I reschedule and what is the price");
    let id = desk.conversation().id;
    desk.act(&By::person(JORDAN), &Command::Claim(id));
    let ask = desk.conversation().asks[0].id;
    (desk, id, ask)
}

fn open(conversation: ConversationId, words: &str, owner: Owner) -> Command {
    Command::OpenAsk { conversation, words: words.to_owned(), owner, due_at: None }
}

fn said(desk: &mut Desk, who: PersonId, command: &Command) -> String {
    desk.try_do(&By::person(who), command).expect_err("it is refused").to_string()
}

/// Fails when an ask of a person goes without its words, its people or a word to whoever answers for it.
#[test]
fn a_person_asks_somebody_for_one_part_of_it() {
    let (mut desk, id, _) = both();
    assert!(said(&mut desk, JORDAN, &open(id, " ", Owner::Queue(GENERAL))).starts_with("Say what is asked"));
    let nobody = open(id, "x", Owner::Person(PersonId(99)));
    assert_eq!(desk.try_do(&By::person(JORDAN), &nobody).unwrap_err(), Refusal::NotFound(Reason::NoPerson));
    let opened = desk.act(&By::person(JORDAN), &open(id, "Payment plan options", Owner::Queue(GENERAL)));
    assert_eq!(names(&opened), ["ask.opened", "person.told"]);
    assert!(matches!(opened.events[1], Event::Told { who: MAYA, about: Notice::AskOpened, .. }));
    let ask = desk.conversation().asks.last().unwrap();
    assert_eq!(opened.made, Some(Made::Ask(ask.id)));
    assert_eq!((ask.id.conversation(), ask.accountable), (id, MAYA));
    assert_eq!(desk.conversation().owner, Owner::Person(JORDAN), "the whole stays with its owner");
    let again = open(id, "payment PLAN options ", Owner::Queue(GENERAL));
    assert_eq!(said(&mut desk, JORDAN, &again), "General has this question already.");
    desk.act(&By::person(JORDAN), &open(id, "Cards too?", Owner::Queue(GENERAL)));
    assert_eq!(desk.conversation().asks.len(), 3);
}

/// Fails when a colleague's question cannot be answered by a note in one decision, when whoever asked is not told, or when
/// somebody is told of what they said themselves.
#[test]
fn whoever_asked_is_told_of_the_answer() {
    let (mut desk, id, routed) = both();
    desk.act(&By::person(JORDAN), &open(id, "Payment plan options", Owner::Queue(GENERAL)));
    let asked = desk.conversation().asks.last().unwrap().clone();
    assert_eq!((asked.by, desk.conversation().asks[0].by), (Some(JORDAN), None), "a rule is nobody");
    let answer = |ask| Command::AnswerAsk { conversation: id, ask, by: None };
    let note = Command::AddNote(id, "In three, yes.".to_owned());
    let done = desk.act(&By::person(MAYA), &Command::Together(id, vec![note, answer(asked.id)]));
    assert_eq!(names(&done), ["note.added", "ask.answered", "person.told"]);
    let Event::NoteAdded { id: noted, .. } = done.events[0] else { panic!("{done:?}") };
    assert!(matches!(done.events[1], Event::AskAnswered { by: Some(by), .. } if by == noted));
    assert!(matches!(done.events[2], Event::Told { who: JORDAN, about: Notice::AskAnswered, .. }));
    assert_eq!(
        names(&desk.act(&By::person(JORDAN), &answer(routed))),
        ["ask.answered"],
        "no colleague asked"
    );
    desk.act(&By::person(JORDAN), &open(id, "Cards too?", Owner::Queue(GENERAL)));
    let own = desk.conversation().asks[0].id;
    assert_eq!(names(&desk.act(&By::person(JORDAN), &answer(own))), ["ask.answered"], "he said so himself");
}

/// Fails when whoever asked hears nothing because the text that answers goes out later.
#[test]
fn whoever_asked_is_told_when_a_scheduled_text_answers() {
    let (mut desk, id, _) = both();
    desk.act(&By::person(JORDAN), &open(id, "Payment plan options", Owner::Queue(GENERAL)));
    let asked = desk.conversation().asks.last().unwrap().id;
    let at = desk.now + std::time::Duration::from_hours(1);
    let mut text = new_text("In three, yes.", Seen::Unsaid, Then::Open);
    text.answers = vec![asked];
    text.later = Some(Later { at, if_changed: IfChanged::Send });
    desk.act(&By::person(MAYA), &Command::Send(id, text));
    desk.now = at;
    let gone = desk.act(&By::Policy, &Command::Wake(id));
    let told = |event: &Event| matches!(event, Event::Told { who: JORDAN, about: Notice::AskAnswered, .. });
    assert!(gone.events.iter().any(told), "{:?}", names(&gone));
}

/// Fails when a question is dropped, by itself or with the close, and whoever asked waits for an answer; or when somebody is
/// told of what they dropped themselves.
#[test]
fn whoever_asked_is_told_of_a_question_that_is_dropped() {
    let (mut desk, id, routed) = both();
    let told = |decision: &baton_core::Decision| {
        let told = |event: &Event| match event {
            Event::Told { who, about: Notice::AskDropped, .. } => Some(*who),
            _ => None,
        };
        decision.events.iter().filter_map(told).collect::<Vec<_>>()
    };
    let drop_it = |ask| Command::DropAsk { conversation: id, ask, reason: "booked by phone".to_owned() };
    assert_eq!(told(&desk.act(&By::person(CHRIS), &drop_it(routed))), [], "no colleague asked");
    for (closes, by, hears) in [(false, MAYA, true), (false, JORDAN, false), (true, RUTH, true)] {
        desk.act(&By::person(JORDAN), &open(id, "Payment plan options", Owner::Queue(GENERAL)));
        let asked = desk.conversation().asks.last().unwrap().id;
        let close = Command::Close(id, Some("they called".to_owned()));
        let done = desk.act(&By::person(by), &if closes { close } else { drop_it(asked) });
        assert_eq!(told(&done), if hears { vec![JORDAN] } else { Vec::new() }, "{by:?}");
    }
}

/// Fails when the ids of asks and offers of one conversation meet, or do not lead back to it.
#[test]
fn routed_and_asked_questions_and_offers_count_on_from_each_other() {
    let (mut desk, id, first) = both();
    let second = desk.act(&By::person(JORDAN), &open(id, "x", Owner::Queue(GENERAL))).made;
    let third = desk.act(&By::person(JORDAN), &offer(id, Owner::Person(MAYA), summary("y"))).made;
    assert_eq!(first, AskId::new(id, 1));
    assert_eq!(second, Some(Made::Ask(AskId::new(id, 2))));
    assert_eq!(third, Some(Made::Handoff(baton_core::HandoffId::new(id, 3))));
}

/// Fails when it becomes pending on the customer over an open question, or when the sentence does not name it.
#[test]
fn with_a_question_open_nobody_waits_for_the_customer() {
    let (mut desk, id, ask) = both();
    let then = || Then::Pending { wake_at: None };
    let waits = Command::Send(id, new_text("Ninety dollars", Seen::Unsaid, then()));
    let refused = said(&mut desk, JORDAN, &waits);
    assert!(
        refused.starts_with("The question about “reschedule” is still open with Scheduling."),
        "{refused}"
    );
    let wait = |on, reason: &str| Command::Wait {
        conversation: id,
        on,
        reason: Some(reason.to_owned()),
        wake_at: None,
    };
    desk.act(&By::person(JORDAN), &wait(Some(PendingOn::Internal), "Scheduling"));
    let mut text = new_text("Ninety dollars, and Friday at 11 is free", Seen::Unsaid, then());
    text.answers = vec![ask, ask];
    let sent = desk.act(&By::person(JORDAN), &Command::Send(id, text));
    assert_eq!(names(&sent), ["text.written", "ask.answered", "status.changed"]);
    assert!(sent.events.contains(&Event::AskAnswered { id: ask, by: sent.message }));
    assert_eq!(desk.conversation().pending_on, Some(PendingOn::Customer));
}

/// Fails when a question is lost silently at the close, or stays open behind it.
#[test]
fn a_close_over_an_open_question_needs_a_word_why() {
    let (mut desk, id, ask) = both();
    for close in [
        Command::Close(id, None),
        Command::Send(id, new_text("Bye", Seen::Unsaid, Then::Closed { reason: None })),
    ] {
        let refused = desk.try_do(&By::person(JORDAN), &close).unwrap_err();
        let Refusal::Invalid { field: "reason", sentence, .. } = refused else { panic!("{refused:?}") };
        assert!(sentence.starts_with("The question about “reschedule” is still open."), "{sentence}");
    }
    let closed = desk.act(&By::person(JORDAN), &Command::Close(id, Some("booked by phone".to_owned())));
    let dropped = Event::AskDropped { id: ask, reason: "booked by phone".to_owned() };
    assert_eq!((names(&closed), &closed.events[0]), (vec!["ask.dropped", "conversation.closed"], &dropped));
    assert_eq!((desk.conversation().status, desk.conversation().asks.len()), (Status::Closed, 0));
}

/// Fails when somebody who has nothing to do with it answers, or one of those who have cannot.
#[test]
fn a_question_is_settled_by_its_people_the_conversations_or_a_lead() {
    for (who, may) in [(CHRIS, true), (JORDAN, true), (RUTH, true), (MAYA, false)] {
        let commands = |id, ask| {
            let reason = "booked".to_owned();
            [
                Command::AnswerAsk { conversation: id, ask, by: None },
                Command::DropAsk { conversation: id, ask, reason },
                Command::MoveAsk { conversation: id, ask, to: Owner::Queue(GENERAL), reason: None },
            ]
        };
        for place in 0..3 {
            let (mut desk, id, ask) = both();
            let done = desk.try_do(&By::person(who), &commands(id, ask)[place]);
            assert_eq!(done.is_ok(), may, "{who} {place}: {done:?}");
        }
    }
}

#[test]
fn a_question_is_moved_answered_once_and_dropped_with_a_reason() {
    let (mut desk, id, ask) = both();
    let give_to = |to| Command::MoveAsk { conversation: id, ask, to, reason: Some("she knows".to_owned()) };
    let moved = desk.act(&By::person(JORDAN), &give_to(Owner::Person(MAYA)));
    assert_eq!(names(&moved), ["ask.moved", "person.told"]);
    assert_eq!(desk.conversation().asks[0].accountable, MAYA);
    assert!(
        desk.act(&By::person(JORDAN), &give_to(Owner::Person(MAYA))).events.is_empty(),
        "it is so already"
    );
    let silent = Command::DropAsk { conversation: id, ask, reason: " ".to_owned() };
    assert!(said(&mut desk, MAYA, &silent).starts_with("Say why"));
    let foreign = Some(MessageId::new(ThreadId(1), 1));
    let answer = |by| Command::AnswerAsk { conversation: id, ask, by };
    assert!(said(&mut desk, MAYA, &answer(foreign)).contains("no such message"));
    desk.act(&By::person(MAYA), &answer(None));
    assert_eq!(said(&mut desk, MAYA, &answer(None)), "This question is answered or dropped already.");
    let other = Command::AnswerAsk { conversation: id, ask: AskId::new(id, 9), by: None };
    assert_eq!(desk.try_do(&By::person(MAYA), &other).unwrap_err(), Refusal::NotFound(Reason::NoAsk));
}

/// Fails when somebody who was asked one question takes over the whole by answering it.
#[test]
fn who_answers_a_question_of_theirs_does_not_claim_the_conversation() {
    let mut desk = Desk::new();
    desk.text("can I reschedule and what is the price");
    let id = desk.conversation().id;
    let mut text = new_text("Friday at 11 is free", Seen::Unsaid, Then::Open);
    text.answers = vec![desk.conversation().asks[0].id];
    desk.act(&By::person(CHRIS), &Command::Send(id, text));
    assert_eq!(desk.conversation().owner, Owner::Queue(SALES));
    desk.act(&By::person(JORDAN), &Command::Send(id, new_text("Ninety", Seen::Unsaid, Then::Open)));
    assert_eq!(desk.conversation().owner, Owner::Person(JORDAN), "a member's text claims it");
}

/// Fails when a removal leaves a question with somebody who is gone (law 10), or moves only who answers for it.
#[test]
fn a_question_whose_owner_is_gone_goes_on_with_the_conversations_queue() {
    let (mut desk, id, _) = both();
    desk.act(&By::person(JORDAN), &open(id, "Cards?", Owner::Person(MAYA)));
    desk.directory = directory_with(POLICY, &[MAYA]);
    desk.act(&By::Policy, &Command::Resettle(id));
    let ask = desk.conversation().asks.last().unwrap();
    assert_eq!((ask.owner, ask.accountable), (Owner::Queue(SALES), JORDAN), "Jordan is on in Sales");
}
