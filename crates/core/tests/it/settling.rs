//! What is settled late or elsewhere: unclaimed until somebody is on, notices that wait for somebody's hours, debts that
//! move to where the thread has gone on, and what colleagues may do while an owner is not there.
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

use crate::support::*;
use baton_core::{
    By, Command, Delivery, Event, Notice, Owner, OwnerCause, PendingOn, Refusal, Subject, TextState, Then,
    World, decide,
};

const TARGET: (&str, &str) = (
    "[routing]",
    "[[targets]]\nname = \"Everybody\"\nfirst_response = \"20 h\"\naround_the_clock = true\n\n[routing]",
);

// Fails when what nobody claimed while nobody was on stays with its queue until somebody happens to look, or is given
// before its time.
#[test]
fn what_nobody_could_claim_is_given_once_somebody_is_on() {
    let closes = "lead = \"maya@cedarlane.example\"\nhours = \"Clinic\"";
    let mut office =
        Office::at(&house_with(&[(closes, "lead = \"maya@cedarlane.example\"")]), ny("05-12 20:00"));
    office.text(1, "Hello");
    office.until("05-13 07:55");
    office.text(2, "Hello");
    assert_eq!([office.owner(1), office.owner(2)], [Owner::Queue(FRONT_DESK); 2], "nobody is on");
    office.until("05-13 08:00");
    assert_eq!(office.moves(1), [(Owner::Person(MAYA), OwnerCause::Distribution)]);
    assert_eq!(office.owner(2), Owner::Queue(FRONT_DESK), "it may be claimed for five minutes more");
    office.until("05-13 08:05");
    assert_eq!(office.owner(2), Owner::Person(MAYA));
    // What was released is to be claimed like something new.
    office.act(1, &By::person(MAYA), |id| Command::Release(id, None));
    office.settle();
    assert_eq!(office.owner(1), Owner::Queue(FRONT_DESK));
}

fn assigns(office: &mut Office, who: baton_core::PersonId, to: baton_core::PersonId) -> Result<(), Refusal> {
    let command = Command::Assign { conversation: office.of(1).id, to: Owner::Person(to), reason: None };
    office.try_do(1, &By::person(who), &command).map(drop)
}

// Design section 4, "Claim, release, give". Fails when an agent has to wait for a lead although nobody is there to be
// asked, or may take from somebody who works, give their own away without an offer, or pass a hot potato on.
#[test]
fn anybody_may_assign_while_the_owner_is_away_or_off_shift() {
    let mut office = Office::at(HOUSE, ny("05-12 10:00"));
    office.text(1, "my invoice");
    office.claim(1, SAM);
    assert!(matches!(assigns(&mut office, PRIYA, BEN), Err(Refusal::NotAllowed(_))), "Sam works");
    office.until("05-12 18:30");
    assert!(matches!(assigns(&mut office, SAM, BEN), Err(Refusal::NotAllowed(_))), "their own is a handoff");
    assigns(&mut office, PRIYA, BEN).expect("Sam has gone home");
    assert_eq!(office.owner(1), Owner::Person(BEN));
    office.until("05-13 10:00");
    assert!(matches!(assigns(&mut office, PRIYA, SAM), Err(Refusal::NotAllowed(_))), "Ben works");
    office.is_away(BEN, "05-13 10:00", None, None);
    assigns(&mut office, PRIYA, SAM).expect("Ben is away");
    assigns(&mut office, RUTH, BEN).expect("Ruth leads");
    assert!(office.of(1).bounces >= 3, "the third brought it to a lead");
    office.assign(1, Owner::Person(BEN));
    assert!(matches!(assigns(&mut office, PRIYA, JORDAN), Err(Refusal::NotNow(_))), "it is a hot potato");
}

fn told(office: &Office, wanted: &str) -> Vec<(Event, baton_core::Moment)> {
    let fits = office.told.iter().filter(|(_, event, ..)| event.name() == wanted);
    fits.map(|(_, event, at, _)| (event.clone(), *at)).collect()
}

// Design section 6. Fails when a warning or a reminder goes to somebody who has gone home, or never comes.
#[test]
fn warnings_and_reminders_wait_for_the_hours_of_whom_they_go_to() {
    let mut office = Office::at(&house_with(&[TARGET]), ny("05-12 17:00"));
    office.text(1, "my invoice");
    office.claim(1, SAM);
    let wait = |conversation| Command::Wait {
        conversation,
        on: Some(PendingOn::Internal),
        reason: Some("the books".to_owned()),
        wake_at: Some(ny("05-12 20:00")),
    };
    office.act(1, &By::person(SAM), wait);
    office.until("05-12 17:30");
    office.text(1, "hello?");
    office.until("05-13 08:59");
    assert!(told(&office, "clock.warned").is_empty() && told(&office, "person.told").is_empty());
    let held = told(&office, "notice.held");
    assert_eq!(held.iter().map(|(_, at)| *at).collect::<Vec<_>>(), [ny("05-12 20:00"), ny("05-13 08:00")]);
    office.until("05-13 09:00");
    let [(Event::ClockWarned { told: warned, .. }, at)] = &told(&office, "clock.warned")[..] else {
        panic!()
    };
    assert_eq!((*warned, *at), (SAM, ny("05-13 09:00")));
    let reminded = told(&office, "person.told");
    let [(Event::Told { who, about: Notice::Reminder, .. }, at)] = &reminded[..] else {
        panic!("{reminded:?}")
    };
    assert_eq!((*who, *at), (SAM, ny("05-13 09:00")));
}

// Fails when a warning waits for its owner's hours although a colleague answers meanwhile, or a breach waits with it.
#[test]
fn a_colleague_who_answers_is_warned_and_a_breach_waits_for_nobody() {
    let short = TARGET.1.replace("20 h", "4 h");
    let mut office = Office::at(&house_with(&[(TARGET.0, &short)]), ny("05-12 17:00"));
    office.text(1, "my invoice");
    office.claim(1, SAM);
    office.until("05-12 19:00");
    office.says(TESS, &baton_core::Availability::In { until: Some(ny("05-12 20:30")) });
    assert_eq!(office.answers(1), TESS);
    office.text(2, "my invoice");
    office.claim(2, BEN);
    office.until("05-12 23:30");
    let warned = told(&office, "clock.warned");
    let [(Event::ClockWarned { told: who, .. }, at)] = &warned[..] else { panic!("{warned:?}") };
    assert_eq!((*who, *at), (TESS, ny("05-12 20:00")));
    let late: Vec<_> = told(&office, "clock.breached").into_iter().map(|(_, at)| at).collect();
    assert_eq!(late.len(), 2, "one was warned of and one was not");
}

/// A reply that closed a conversation has failed, after the customer began another.
fn lost_behind_a_newer_one(answered: bool) -> (Desk, baton_core::Moment, Subject, baton_core::Decision) {
    let mut desk = Desk::with(&policy_with(WITHIN_AN_HOUR));
    let began = desk.now;
    desk.text("Hello");
    let id = desk.conversation().id;
    let text = new_text("Tuesday at 10.", baton_core::Seen::Unsaid, Then::Closed { reason: None });
    let sent = desk.act(&By::person(CHRIS), &Command::Send(id, text)).message.unwrap();
    desk.goes_out(sent);
    let closed = desk.subject.clone();
    desk.minutes(73 * 60);
    desk.subject.texts.clear();
    desk.text("Hello again");
    assert_ne!(desk.conversation().id, id);
    if answered {
        let reply = new_text("Yes?", baton_core::Seen::Unsaid, Then::Open);
        let id = desk.conversation().id;
        desk.act(&By::person(CHRIS), &Command::Send(id, reply));
    }
    let newer = desk.subject.clone();
    desk.subject = Subject { conversation: closed.conversation, texts: closed.texts, ..newer.clone() };
    let failed = Delivery { state: TextState::Failed, failure: None, carrier_id: None };
    let decision = desk.act(&By::Carrier, &Command::Delivery(sent, failed));
    (desk, began, newer, decision)
}

fn follow(desk: &mut Desk, newer: Subject, decision: &baton_core::Decision) -> baton_core::Decision {
    let command = decision.then.clone().expect("something follows in the newer conversation");
    assert_eq!(command.key(), baton_core::Key::Conversation(newer.conversation.as_ref().unwrap().id));
    let subject = Subject { thread: decision.after.thread.clone(), ..newer };
    let world = World { directory: &desk.directory, team: &desk.team, now: desk.now, by: &By::Carrier };
    decide(&world, &mut desk.ids, subject, &command).unwrap()
}

// Design section 6, "A failed reply". Fails when the debt stays with a closed conversation that nobody looks at, or
// begins anew with the day on which the failure was heard of.
#[test]
fn the_debt_of_a_failed_reply_moves_to_the_newer_conversation() {
    let (mut desk, began, newer, decision) = lost_behind_a_newer_one(false);
    let old = decision.after.conversation.as_ref().unwrap();
    assert!(!old.is_live() && old.waiting_since.is_none(), "nothing is owed where it was");
    let moved = follow(&mut desk, newer, &decision);
    let live = moved.after.live().unwrap();
    assert_eq!(live.waiting_since, Some(began));
    assert!(names(&moved).starts_with(&["debt.taken", "person.told"]), "{:?}", names(&moved));
    let clock = live.clocks.iter().find(|clock| clock.key.kind.is_response()).unwrap();
    assert_eq!(clock.started_at, began);
}

/// The word that the reply arrived, on the closed conversation with what the thread has come to.
fn arrives(desk: &mut Desk, newer: &Subject, old: &baton_core::Decision) -> baton_core::Decision {
    let sent = old.after.texts[0].id;
    desk.subject = Subject {
        conversation: old.after.conversation.clone(),
        texts: old.after.texts.clone(),
        ..newer.clone()
    };
    let delivered = Delivery { state: TextState::Delivered, failure: None, carrier_id: None };
    desk.act(&By::Carrier, &Command::Delivery(sent, delivered))
}

// Fails when a debt stays with the newer conversation although the reply that was called lost has arrived, when what that
// one's own customer's text has waited for is forgotten with it, or counts from the old start.
#[test]
fn a_debt_that_moved_is_given_back_when_the_reply_arrives_after_all() {
    let (mut desk, began, newer, lost) = lost_behind_a_newer_one(false);
    let own = newer.conversation.as_ref().unwrap().waiting_since.unwrap();
    assert_ne!(own, began);
    let moved = follow(&mut desk, newer, &lost);
    desk.minutes(5);
    let word = arrives(&mut desk, &moved.after, &lost);
    let back = follow(&mut desk, moved.after.clone(), &word);
    assert_eq!(names(&back)[0], "reply.restored", "{:?}", names(&back));
    let live = back.after.live().unwrap();
    assert_eq!((live.waiting_since, &live.taken), (Some(own), &None));
    let clock = live.clocks.iter().find(|clock| clock.key.kind.is_response()).unwrap();
    assert_eq!(clock.started_at, own, "what they asked here is answered within its own time");
    // The word once more changes nothing.
    let again = follow(&mut desk, back.after.clone(), &word);
    assert!(again.events.is_empty(), "{:?}", names(&again));
}

// Fails when what came only to give the debt back makes somebody answer a customer who has waited for nothing.
#[test]
fn a_debt_given_back_leaves_nothing_waiting_where_nothing_else_did() {
    let (mut desk, _, mut newer, lost) = lost_behind_a_newer_one(false);
    if let Some(conversation) = newer.conversation.as_mut().map(std::sync::Arc::make_mut) {
        (conversation.waiting_since, conversation.idle_since) = (None, Some(desk.now));
    }
    let moved = follow(&mut desk, newer, &lost);
    let word = arrives(&mut desk, &moved.after, &lost);
    let back = follow(&mut desk, moved.after, &word);
    let live = back.after.live().unwrap();
    assert_eq!((live.waiting_since, live.idle_since), (None, Some(desk.now)));
    assert!(live.clocks.iter().all(|clock| !clock.key.kind.is_response()), "{:?}", live.clocks);
}

// Fails when a text that opens the newer conversation again has nothing that waits for it once the debt is given back.
#[test]
fn what_opens_it_again_waits_when_the_debt_is_given_back() {
    let (mut desk, _, mut newer, lost) = lost_behind_a_newer_one(false);
    if let Some(conversation) = newer.conversation.as_mut().map(std::sync::Arc::make_mut) {
        (conversation.waiting_since, conversation.idle_since) = (None, Some(desk.now));
    }
    let moved = follow(&mut desk, newer, &lost);
    let id = moved.after.live().unwrap().id;
    desk.subject = moved.after;
    let close = Command::Close(id, Some("called them".to_owned()));
    desk.act(&By::person(CHRIS), &close);
    desk.minutes(5);
    let asked = desk.now;
    desk.text("And on Friday?");
    assert_eq!(desk.conversation().id, id, "the same conversation goes on");
    let opened = desk.subject.clone();
    let word = arrives(&mut desk, &opened, &lost);
    let back = follow(&mut desk, opened, &word);
    let live = back.after.live().unwrap();
    assert_eq!(live.waiting_since, Some(asked));
    assert!(live.clocks.iter().any(|clock| clock.key.kind.is_response()), "{:?}", live.clocks);
}

// Fails when an answer in the newer conversation, which the customer has, does not settle the old debt.
#[test]
fn a_later_answer_in_the_newer_conversation_stands() {
    let (mut desk, _, newer, decision) = lost_behind_a_newer_one(true);
    let moved = follow(&mut desk, newer, &decision);
    assert_eq!(names(&moved), ["debt.taken", "person.told"], "whoever answers learns of it");
    assert_eq!(moved.after.live().unwrap().waiting_since, None, "and owes nothing");
}

/// The carrier's word that the last text in the newer conversation did not arrive.
fn is_lost(desk: &mut Desk, newer: Subject) -> Subject {
    let sent = newer.texts.last().unwrap().id;
    desk.subject = newer;
    let failed = Delivery { state: TextState::Undelivered, failure: None, carrier_id: None };
    desk.act(&By::Policy, &Command::HandOver(sent));
    desk.act(&By::Carrier, &Command::Delivery(sent, failed));
    desk.subject.clone()
}

// Fails when a debt that an answer in the newer conversation had paid is forgotten once that answer is lost too.
#[test]
fn what_the_newer_conversation_s_answer_paid_is_owed_when_it_is_lost_too() {
    let (mut desk, began, newer, decision) = lost_behind_a_newer_one(true);
    let moved = follow(&mut desk, newer, &decision);
    let lost = is_lost(&mut desk, moved.after);
    assert_eq!(lost.live().unwrap().waiting_since, Some(began));
}

// Fails when a debt that came back with a lost answer is not given back by the arrival of the first reply.
#[test]
fn a_debt_that_came_back_is_given_back_too() {
    let (mut desk, began, newer, lost) = lost_behind_a_newer_one(false);
    let own = newer.conversation.as_ref().unwrap().waiting_since.unwrap();
    let moved = follow(&mut desk, newer, &lost);
    let id = moved.after.live().unwrap().id;
    desk.subject = moved.after;
    desk.act(&By::person(CHRIS), &Command::Send(id, new_text("Yes?", baton_core::Seen::Unsaid, Then::Open)));
    let answered = desk.subject.clone();
    assert_eq!(answered.live().unwrap().waiting_since, None);
    let owed = is_lost(&mut desk, answered);
    assert_eq!(owed.live().unwrap().waiting_since, Some(began));
    let word = arrives(&mut desk, &owed, &lost);
    let back = follow(&mut desk, owed, &word);
    assert_eq!(back.after.live().unwrap().waiting_since, Some(own));
}

// Fails when the note of a shift's end that comes with a customer's text is the customer's own word.
#[test]
fn a_shift_note_within_a_customers_text_is_baton_s() {
    let lets = house_with(&[("[rotas.Desk]\n", "[rotas.Desk]\nfinish = true\n")]);
    let mut office = Office::at(&lets, ny("05-12 09:00"));
    office.text(1, "Hello");
    office.claim(1, MAYA);
    office.until("05-12 14:00");
    assert_eq!(office.owner(1), Owner::Person(MAYA), "she may finish it");
    let decision = office.text(1, "Anybody?");
    let notes =
        decision.events.iter().filter(|event| matches!(event, Event::NoteAdded { from_facts: true, .. }));
    assert_eq!(notes.count(), 1, "{:?}", names(&decision));
}

// Design section 6, "Warnings and reminders respect the hours of the person they go to". Fails when somebody is rung at night
// for a reminder that another person had set who left since, or when one's own comes at another time than one chose.
#[test]
fn a_reminder_of_somebody_who_left_waits_for_the_hours_of_who_has_it_now() {
    for gone in [false, true] {
        let mut office = Office::at(HOUSE, ny("05-12 10:00"));
        office.text(1, "my invoice");
        office.claim(1, SAM);
        let at = ny("05-12 23:00");
        office.act(1, &By::person(PRIYA), |conversation| Command::SetReminder {
            conversation,
            words: "Look in".to_owned(),
            at,
        });
        office.until("05-12 12:00");
        if gone {
            office.leave(&[PRIYA]);
            office.settle();
        }
        office.until("05-13 12:00");
        let came = told(&office, "reminder.came");
        let [(Event::ReminderCame { who, words, .. }, when)] = &came[..] else { panic!("{came:?}") };
        let expected = if gone { (SAM, ny("05-13 09:00")) } else { (PRIYA, at) };
        assert_eq!((*who, *when, words.as_str()), (expected.0, expected.1, "Look in"));
    }
}
