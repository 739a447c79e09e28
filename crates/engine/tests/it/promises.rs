//! What time does by itself: promises, shifts, and what waits in a queue.

use crate::home::{Home, word};
use crate::kept::{Kept, on_both};
use crate::told::carrier_id;
use baton_carriers::CarrierState;
use baton_core::{
    Availability, By, Command, Conversation, ConversationId, Event, Moment, NewText, Owner, PersonId, Role,
    Status, Then,
};
use baton_engine::Request;
use std::time::Duration;

on_both! {
    a_promise_that_is_not_kept_is_told_at_its_instant,
    a_shift_that_ends_passes_on_what_its_people_answer_for,
    the_first_edge_may_come_while_nothing_runs,
    a_queue_gives_out_in_turn_over_restarts_and_when_somebody_is_free_again,
    what_waits_goes_out_before_what_comes_in_the_same_batch,
    what_is_theirs_goes_to_their_cover_and_new_texts_come_back_with_them,
    a_persons_command_comes_after_the_edges_that_are_overdue,
    what_a_failed_reply_owes_is_owed_in_the_newer_conversation,
    a_debt_comes_after_what_is_overdue_where_it_goes,
}

const HOUR: Duration = Duration::from_hours(1);

/// The desk has Maya in the morning and Chris in the afternoon; Billing gives out in turn, two to each at the most.
const POLICY: &str = r#"
zone = "America/New_York"
fallback = "dana@cedarlane.example"

[queues.Desk]
members = ["maya@cedarlane.example", "chris@cedarlane.example"]
lead = "maya@cedarlane.example"
rota = "Desk"

[queues.Billing]
members = ["jordan@cedarlane.example", "priya@cedarlane.example"]
distribute = "round_robin"
capacity = 2

[rotas.Desk]
shifts = [
  { id = "morning", days = ["mon", "tue", "wed", "thu", "fri"], from = "08:00", to = "13:00", who = "maya@cedarlane.example" },
  { id = "afternoon", days = ["mon", "tue", "wed", "thu", "fri"], from = "13:00", to = "18:00", who = "chris@cedarlane.example" },
]

[[targets]]
name = "Everybody"
first_response = "1 h"
around_the_clock = true

[routing]
text = """
IF message contains "invoice"
  ASSIGN to Billing queue
ELSE
  ASSIGN to Desk queue
"""
"#;

struct Shop {
    home: Home,
    maya: PersonId,
    chris: PersonId,
    jordan: PersonId,
    priya: PersonId,
}

async fn shop(kept: Kept) -> Shop {
    let home = Home::kept(kept).await;
    let maya = home.add_person("Maya", Role::Agent).await;
    let chris = home.add_person("Chris", Role::Agent).await;
    let jordan = home.add_person("Jordan", Role::Agent).await;
    let priya = home.add_person("Priya", Role::Agent).await;
    home.engine.administer(|writer, at| writer.save_policy(POLICY, None, None, at)).await.unwrap().unwrap();
    home.quiet().await;
    Shop { home, maya, chris, jordan, priya }
}

impl Home {
    pub(crate) fn conversation(&self, id: ConversationId) -> Conversation {
        self.store.read(|reader| reader.conversation(id)).unwrap().unwrap()
    }

    async fn invoice(&self, phone: usize) -> ConversationId {
        let from = format!("+1212555{phone:04}");
        let done = self.receive(&from, "About my invoice", &format!("in-{from}")).await;
        self.quiet().await;
        done.outcome.conversation.unwrap()
    }

    async fn says(&self, person: PersonId, availability: Availability) {
        let by = By::person(self.dana);
        let set = move |writer: &mut baton_store::Writer, at| {
            writer.set_availability(person, &availability, &by, at)
        };
        self.engine.administer(set).await.unwrap().unwrap();
        self.quiet().await;
    }
}

/// Fails when a breach waits for somebody to look, when it is told at another instant than right after the due one, or
/// more than once.
async fn a_promise_that_is_not_kept_is_told_at_its_instant(kept: Kept) {
    let Shop { home, .. } = shop(kept).await;
    let start = home.clock.now();
    home.opened("+12125550134").await;
    home.advance(5 * HOUR).await;
    let late = |record: &baton_core::Record| {
        let late = |event: &Event| matches!(event, Event::ClockBreached { .. });
        record.events.iter().any(late).then_some(record.at)
    };
    let told: Vec<Moment> = home.records().iter().filter_map(late).collect();
    assert_eq!(told, [Moment::from_micros((start + HOUR).micros() + 1)]);
}

/// Fails when a shift's edge changes nothing until somebody writes, when it is not recorded, or when edges that were
/// missed in downtime are not.
async fn a_shift_that_ends_passes_on_what_its_people_answer_for(kept: Kept) {
    let Shop { home, maya, chris, .. } = shop(kept).await; // Monday 10:00 in New York
    let id = home.opened("+12125550134").await;
    assert_eq!(home.conversation(id).accountable, maya);
    home.advance(4 * HOUR).await;
    assert_eq!(home.conversation(id).accountable, chris, "since one o'clock");
    assert_eq!(home.count("shift.changed"), 1);
    let home = home.down_for(21 * HOUR).await; // over Tuesday's morning, to eleven o'clock
    home.quiet().await;
    assert_eq!(home.conversation(id).accountable, maya);
    let edges: Vec<Moment> = home
        .events()
        .iter()
        .filter_map(|event| match event {
            Event::ShiftChanged { edge, .. } => Some(*edge),
            _ => None,
        })
        .collect();
    let wanted = ["2026-03-02T18:00:00Z", "2026-03-02T23:00:00Z", "2026-03-03T13:00:00Z"];
    assert_eq!(edges, wanted.map(|edge| edge.parse().unwrap()));
    home.check_laws();
}

/// Fails when an edge is missed because none had come before the downtime.
async fn the_first_edge_may_come_while_nothing_runs(kept: Kept) {
    let Shop { home, maya, chris, .. } = shop(kept).await;
    let id = home.opened("+12125550134").await;
    assert_eq!(home.conversation(id).accountable, maya);
    let home = home.down_for(4 * HOUR).await;
    home.quiet().await;
    assert_eq!((home.conversation(id).accountable, home.count("shift.changed")), (chris, 1));
}

/// Libredesk's polling assigner, and "in limbo" (chatwoot #5672). Fails when a text waits for the next round of anything
/// to get its person, when the turn is lost at a restart, or when what waited is not given out once somebody is free.
async fn a_queue_gives_out_in_turn_over_restarts_and_when_somebody_is_free_again(kept: Kept) {
    let Shop { home, jordan, priya, .. } = shop(kept).await;
    let first = home.invoice(101).await;
    assert_eq!(home.conversation(first).owner, Owner::Person(jordan));
    let home = home.crash().await;
    let second = home.invoice(102).await;
    assert_eq!(home.conversation(second).owner, Owner::Person(priya), "the turn outlives the program");
    home.invoice(103).await;
    home.invoice(104).await;
    let fifth = home.invoice(105).await;
    assert!(home.conversation(fifth).owner.queue().is_some(), "both have as many as they are given");
    let sixth = home.invoice(106).await;
    let close = Command::Close(second, None);
    home.engine.submit(Request::new(close, By::person(priya))).await.unwrap();
    home.quiet().await;
    assert_eq!(home.conversation(fifth).owner, Owner::Person(priya), "what waits longest, at once");
    assert!(home.conversation(sixth).owner.queue().is_some());
    home.check_laws();
}

/// Fails when a closed conversation and a new text of one batch give the free place to the newer one.
async fn what_waits_goes_out_before_what_comes_in_the_same_batch(kept: Kept) {
    let Shop { home, priya, .. } = shop(kept).await;
    for phone in 101..=104 {
        home.invoice(phone).await;
    }
    let waits = home.invoice(105).await;
    let theirs =
        home.store.read(|reader| reader.list(&baton_store::Filter::default(), None, None, 50)).unwrap();
    let one = theirs.items.iter().find(|row| row.conversation.owner == Owner::Person(priya)).unwrap();
    let close = Request::new(Command::Close(one.conversation.id, None), By::person(priya));
    let text = home.text("+12125550106", "About my invoice", "in-106");
    let (closed, came) = tokio::join!(home.engine.submit(close), home.engine.submit(text));
    closed.unwrap();
    let newer = came.unwrap().outcome.conversation.unwrap();
    home.quiet().await;
    assert_eq!(home.conversation(waits).owner, Owner::Person(priya));
    assert!(home.conversation(newer).owner.queue().is_some());
}

/// Fails when somebody who is away keeps what is theirs although somebody covers, or when the end of an absence is missed.
async fn what_is_theirs_goes_to_their_cover_and_new_texts_come_back_with_them(kept: Kept) {
    let Shop { home, jordan, priya, .. } = shop(kept).await;
    let id = home.invoice(101).await;
    let until = Some(home.clock.now() + 3 * HOUR);
    let away = Availability::Away { from: home.clock.now() + HOUR, until, cover: Some(priya) };
    home.says(jordan, away).await;
    assert_eq!(home.conversation(id).owner, Owner::Person(jordan), "not yet");
    home.advance(2 * HOUR).await;
    let moved = home.conversation(id);
    assert_eq!((moved.owner, moved.covers, moved.status), (Owner::Person(priya), Some(jordan), Status::Open));
    home.advance(2 * HOUR).await;
    assert!(home.engine.directory().unwrap().is_there(jordan, home.clock.now()));
    assert_eq!(home.conversation(id).owner, Owner::Person(priya), "what moved stays");
    home.check_laws();
}

/// A command that touches a thread first applies what was overdue there. Fails when an edge that came while nothing ran is
/// applied before customers' texts and timers alone: what somebody does would be done to what a colleague's shift left.
async fn a_persons_command_comes_after_the_edges_that_are_overdue(kept: Kept) {
    let Shop { home, maya, chris, .. } = shop(kept).await;
    let id = home.opened("+12125550134").await;
    home.engine.submit(Request::new(Command::Claim(id), By::person(maya))).await.unwrap();
    // From 10:00 to 14:00: Maya's shift ends at 13:00.
    let home = home.down_for(4 * HOUR).await;
    let note = Command::AddNote(id, "Who has this?".into());
    home.engine.submit(Request::new(note, By::person(chris))).await.unwrap();
    let told: Vec<_> = home
        .events()
        .into_iter()
        .filter(|event| match event {
            Event::OwnerChanged { .. } => true,
            Event::NoteAdded { from_facts, .. } => !from_facts,
            _ => false,
        })
        .collect();
    let names: Vec<_> = told.iter().map(Event::name).collect();
    assert_eq!(names, ["owner.changed", "owner.changed", "note.added"], "claimed, then moved, then noted");
    home.quiet().await;
    home.check_laws();
}

/// Design section 6, "A failed reply". Fails when the debt of a reply stays with a conversation that was closed, although
/// the customer is waiting in a newer one, or when it is owed there from the day on which the failure was heard of.
async fn what_a_failed_reply_owes_is_owed_in_the_newer_conversation(kept: Kept) {
    let home = Home::kept(kept).await;
    let first = home.opened("+12125550134").await;
    let began = home.clock.now();
    let then = Then::Closed { reason: None };
    let text = NewText { then, ..NewText::saying("Tuesday at 10.") };
    let send = Command::Send(first, Box::new(text));
    home.engine.submit(Request::new(send, By::person(home.dana))).await.unwrap();
    home.quiet().await;
    let answer = carrier_id(&home.carrier.tell().handed[0]);
    home.advance(73 * HOUR).await;
    let second = home.receive("+12125550134", "Hello again", "SM2").await.outcome.conversation.unwrap();
    assert_ne!(first, second);
    assert_eq!(home.hears(word(&answer, CarrierState::Failed)).await, 200);
    let of = |id| home.store.read(|reader| reader.conversation(id)).unwrap().unwrap();
    assert_eq!((of(first).status, of(first).waiting_since), (Status::Closed, None));
    assert_eq!((of(second).status, of(second).waiting_since), (Status::Open, Some(began)));
    let records = home.records();
    let place =
        |name: &str| records.iter().position(|one| one.events.iter().any(|event| event.name() == name));
    assert_eq!(place("debt.taken"), place("text.failed").map(|place| place + 1), "in one commit");
    home.check_laws();
}

/// A command that touches a thread first applies what was overdue there. Fails when what an earlier conversation owes is
/// owed in the newer one before what had come due in that.
async fn a_debt_comes_after_what_is_overdue_where_it_goes(kept: Kept) {
    let home = Home::kept(kept).await;
    let first = home.opened("+12125550134").await;
    let text = NewText { then: Then::Closed { reason: None }, ..NewText::saying("Tuesday at 10.") };
    home.engine
        .submit(Request::new(Command::Send(first, Box::new(text)), By::person(home.dana)))
        .await
        .unwrap();
    home.quiet().await;
    let answer = carrier_id(&home.carrier.tell().handed[0]);
    home.advance(73 * HOUR).await;
    let conversation = home.receive("+12125550134", "Hello again", "SM2").await.outcome.conversation.unwrap();
    let (words, at) = ("Call them".into(), home.clock.now() + HOUR);
    let remind = Command::SetReminder { conversation, words, at };
    home.engine.submit(Request::new(remind, By::person(home.dana))).await.unwrap();
    let home = home.down_for(2 * HOUR).await;
    assert_eq!(home.hears(word(&answer, CarrierState::Failed)).await, 200);
    home.quiet().await;
    let events = home.events();
    let place = |name: &str| events.iter().position(|event| event.name() == name).unwrap();
    assert!(place("reminder.came") < place("debt.taken"));
    home.check_laws();
}
