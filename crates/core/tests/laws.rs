//! The laws as properties: after every command of any story they hold, judged from the events by code of its own.
mod support;

use baton_core::{
    By, Command, ConsentState, Delivery, Event, FailureReason, MessageId, Owner, PendingOn, PersonId,
    ProgramId, Seen, SendOutcome, Status, TextKind, TextState, Then, UnknownChoice,
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use support::*;

/// One thing that somebody does.
#[derive(Debug, Clone)]
enum Act {
    Text(&'static str),
    Send(PersonId, &'static str, u8, bool),
    ProgramSends,
    Note(PersonId),
    Touch(PersonId),
    Claim(PersonId),
    Release(PersonId, Option<baton_core::QueueId>),
    Assign(PersonId, Owner),
    Open(PersonId),
    Wait(PersonId, bool),
    Close(PersonId),
    Tag(PersonId, &'static str, bool),
    HandOver(usize),
    Outcome(usize, u8),
    Word(usize, u8),
    LookedUp(usize, bool),
    Settle(PersonId, usize, bool),
    Cancel(PersonId, usize),
    Consent(PersonId, bool),
    Wake,
    Leaves(PersonId),
    Returns,
    Later(u16),
}

const TEXTS: [&str; 12] = [
    "Hi",
    "how much is a quote?",
    "can I reschedule and what is the price",
    "ok thanks",
    "STOP",
    "Start",
    "HELP",
    "yes",
    "Liked “nine”",
    "Questioned “nine”",
    "",
    "what time",
];

fn act() -> impl Strategy<Value = Act> {
    let who = prop::sample::select(vec![MAYA, CHRIS, JORDAN, RUTH]);
    let queue = prop::sample::select(vec![GENERAL, SALES, SCHEDULING]);
    let owner = prop_oneof![who.clone().prop_map(Owner::Person), queue.clone().prop_map(Owner::Queue)];
    let text = 0..8usize;
    prop_oneof![
        6 => prop::sample::select(TEXTS.to_vec()).prop_map(Act::Text),
        4 => (who.clone(), prop::sample::select(vec!["nine", "Does nine work?"]), 0..3u8, any::<bool>())
            .prop_map(|(who, body, then, seen)| Act::Send(who, body, then, seen)),
        1 => Just(Act::ProgramSends),
        1 => who.clone().prop_map(Act::Note),
        1 => who.clone().prop_map(Act::Touch),
        2 => who.clone().prop_map(Act::Claim),
        2 => (who.clone(), prop::option::of(queue)).prop_map(|(who, queue)| Act::Release(who, queue)),
        2 => (who.clone(), owner).prop_map(|(who, owner)| Act::Assign(who, owner)),
        1 => who.clone().prop_map(Act::Open),
        2 => (who.clone(), any::<bool>()).prop_map(|(who, internal)| Act::Wait(who, internal)),
        2 => who.clone().prop_map(Act::Close),
        1 => (who.clone(), prop::sample::select(vec!["#Urgent", "vip card", "new"]), any::<bool>())
            .prop_map(|(who, tag, add)| Act::Tag(who, tag, add)),
        4 => text.clone().prop_map(Act::HandOver),
        3 => (text.clone(), 0..4u8).prop_map(|(text, outcome)| Act::Outcome(text, outcome)),
        3 => (text.clone(), 0..5u8).prop_map(|(text, word)| Act::Word(text, word)),
        1 => (text.clone(), any::<bool>()).prop_map(|(text, known)| Act::LookedUp(text, known)),
        1 => (who.clone(), text.clone(), any::<bool>()).prop_map(|(who, text, again)| Act::Settle(who, text, again)),
        1 => (who.clone(), text).prop_map(|(who, text)| Act::Cancel(who, text)),
        1 => (who.clone(), any::<bool>()).prop_map(|(who, consents)| Act::Consent(who, consents)),
        1 => Just(Act::Wake),
        1 => prop::sample::select(vec![MAYA, CHRIS, JORDAN]).prop_map(Act::Leaves),
        1 => Just(Act::Returns),
        2 => (1..6_000u16).prop_map(Act::Later),
    ]
}

/// What the events say, kept by hand and not by `apply`.
#[derive(Default)]
struct Ledger {
    owner: BTreeMap<i64, Owner>,
    live: Option<i64>,
    opted_out: bool,
    /// The last is the reason of its failure: the first that has a code, until then the first.
    texts: BTreeMap<MessageId, (TextKind, TextState, Option<FailureReason>)>,
    handed_over: BTreeMap<MessageId, u32>,
}

impl Ledger {
    fn read(&mut self, event: &Event) {
        match event {
            Event::ConversationOpened { id, owner, .. } => {
                assert_eq!(self.live, None, "law 1: a second conversation opened beside a live one");
                self.live = Some(id.0);
                self.owner.insert(id.0, *owner);
            }
            Event::Reopened { id } => {
                assert_eq!(self.live, None, "law 1: reopened beside a live one");
                self.live = Some(id.0);
            }
            Event::Closed { .. } => self.live = None,
            Event::OwnerChanged { from, to, .. } => {
                let live = self.live.expect("only what is not closed moves");
                assert_eq!(
                    self.owner.insert(live, *to),
                    Some(*from),
                    "law 3: from whom it came is who had it"
                );
            }
            Event::ConsentChanged { to, .. } => self.opted_out = *to == ConsentState::Out,
            Event::TextWritten { id, kind, .. } => {
                assert!(
                    !self.opted_out || *kind == TextKind::OptOutConfirmation,
                    "law 8: written to an opted-out number"
                );
                let before = self.texts.insert(*id, (*kind, TextState::Queued, None));
                assert!(before.is_none(), "an id is used once");
            }
            Event::TextHandedOver { id } => {
                let (kind, state, _) = &self.texts[id];
                assert_eq!(*state, TextState::Queued, "law 7: handed over from another state");
                assert!(
                    !self.opted_out || *kind == TextKind::OptOutConfirmation,
                    "law 8: sent to an opted-out number"
                );
                *self.handed_over.entry(*id).or_default() += 1;
                self.state(*id, TextState::Sending);
            }
            Event::TextDelayed { id, .. } => self.texts.get_mut(id).expect("known").1 = TextState::Queued,
            Event::TextSent { id, .. } => self.state(*id, TextState::Sent),
            Event::TextDelivered { id } => self.state(*id, TextState::Delivered),
            Event::TextFailed { id, state, failure } => {
                self.state(*id, *state);
                self.reason(*id, failure);
            }
            Event::TextExplained { id, failure } => {
                assert!(self.reason(*id, failure), "law 9: a reason is told that changes nothing");
            }
            Event::TextUnknown { id, .. } => self.state(*id, TextState::Unknown),
            Event::TextCancelled { id, .. } => self.state(*id, TextState::Cancelled),
            _ => {}
        }
    }

    fn reason(&mut self, id: MessageId, failure: &FailureReason) -> bool {
        let known = &mut self.texts.get_mut(&id).expect("known").2;
        let better = known.as_ref().is_none_or(|known| known.code.is_none() && failure.code.is_some());
        if better {
            *known = Some(failure.clone());
        }
        better
    }

    fn state(&mut self, id: MessageId, to: TextState) {
        let state = &mut self.texts.get_mut(&id).expect("only a written text has states").1;
        let back_from_sent = *state == TextState::Sent && to == TextState::Unknown;
        assert!(to > *state && !back_from_sent, "law 9: {state:?} became {to:?}");
        *state = to;
    }
}

fn play(acts: &[Act]) {
    let mut desk = Desk::new();
    let mut ledger = Ledger::default();
    let mut gone: Vec<PersonId> = Vec::new();
    for act in acts {
        let before = desk.subject.clone();
        let told = desk.told.len();
        let outcome = step(&mut desk, &mut gone, act);
        if outcome == Some(false) {
            assert_eq!(before.conversation, desk.subject.conversation, "a refusal changes nothing");
            assert_eq!(before.texts, desk.subject.texts);
        }
        for (event, ..) in &desk.told[told..] {
            ledger.read(event);
        }
        check(&desk, &ledger);
    }
}

fn check(desk: &Desk, ledger: &Ledger) {
    let live = desk.subject.live();
    assert_eq!(live.map(|live| live.id.0), ledger.live);
    assert_eq!(desk.subject.thread.as_ref().and_then(|thread| thread.open).map(|id| id.0), ledger.live);
    if let Some(live) = live {
        assert_eq!(
            Some(&live.owner),
            ledger.owner.get(&live.id.0),
            "law 3: an owner changed without an event"
        );
        assert!(desk.directory.is_active(live.accountable), "law 2: nobody active answers for it");
        assert_eq!(
            live.accountable,
            desk.directory.accountable(live.owner, live.queue),
            "law 2: somebody else does"
        );
        assert!(live.asks.iter().all(|ask| desk.directory.is_active(ask.accountable)), "law 2, of an ask");
        let hides = live.status == Status::Pending && live.pending_on == Some(PendingOn::Customer);
        assert!(
            !hides || live.waiting_since.is_none(),
            "pending on the customer hides a text without an answer"
        );
    }
    for text in &desk.subject.texts {
        let (_, state, reason) = &ledger.texts[&text.id];
        assert_eq!(text.state, *state);
        assert_eq!(text.failure.as_ref(), reason.as_ref(), "law 9: the first reason stays");
    }
}

/// None: it was no command. False: it was refused.
fn step(desk: &mut Desk, gone: &mut Vec<PersonId>, act: &Act) -> Option<bool> {
    let conversation = desk.subject.conversation.as_ref().map(|conversation| conversation.id);
    let text = |index: usize| desk.subject.texts.get(index).map(|text| text.id);
    let seen = desk.subject.thread.as_ref().map_or(Seen::Nothing, |thread| {
        if thread.messages == 0 {
            Seen::Nothing
        } else {
            Seen::UpTo(MessageId::new(thread.id, thread.messages))
        }
    });
    let (by, command) = match act {
        Act::Text(body) => (By::Contact, received(body)),
        Act::Send(who, body, then, says) => {
            let then = match then {
                0 => Then::Open,
                1 => Then::Pending { wake_at: Some(desk.now + std::time::Duration::from_hours(3)) },
                _ => Then::Closed { reason: None },
            };
            let seen = if *says { seen } else { Seen::Unsaid };
            (By::person(*who), Command::Send(conversation?, new_text(body, seen, then)))
        }
        Act::ProgramSends => (
            By::Program { id: ProgramId(7), name: "Booking".to_owned() },
            Command::Send(conversation?, new_text("We open at nine", seen, Then::Open)),
        ),
        Act::Note(who) => (By::person(*who), Command::AddNote(conversation?, "calls back".to_owned())),
        Act::Touch(who) => (By::person(*who), Command::Touch(conversation?)),
        Act::Claim(who) => (By::person(*who), Command::Claim(conversation?)),
        Act::Release(who, queue) => (By::person(*who), Command::Release(conversation?, *queue)),
        Act::Assign(who, to) => {
            (By::person(*who), Command::Assign { conversation: conversation?, to: *to, reason: None })
        }
        Act::Open(who) => (By::person(*who), Command::Open(conversation?)),
        Act::Wait(who, internal) => {
            let on = internal.then_some(PendingOn::Internal);
            let reason = internal.then(|| "lab report".to_owned());
            (By::person(*who), Command::Wait { conversation: conversation?, on, reason, wake_at: None })
        }
        Act::Close(who) => (By::person(*who), Command::Close(conversation?, None)),
        Act::Tag(who, tag, add) => {
            let tag = vec![(*tag).to_owned()];
            let (add, remove) = if *add { (tag, Vec::new()) } else { (Vec::new(), tag) };
            (By::person(*who), Command::Tag { conversation: conversation?, add, remove })
        }
        Act::HandOver(index) => (By::Policy, Command::HandOver(text(*index)?)),
        Act::Outcome(index, kind) => (By::Carrier, Command::Sent(text(*index)?, outcome(*kind, desk.now))),
        Act::Word(index, kind) => (By::Carrier, Command::Delivery(text(*index)?, word(*kind))),
        Act::LookedUp(index, known) => (
            By::Carrier,
            Command::LookedUp { text: text(*index)?, known: *known, why: "not in its list".to_owned() },
        ),
        Act::Settle(who, index, again) => {
            let choice = if *again { UnknownChoice::SendAgain(seen) } else { UnknownChoice::Leave };
            (By::person(*who), Command::Settle(text(*index)?, choice))
        }
        Act::Cancel(who, index) => (By::person(*who), Command::Cancel(text(*index)?)),
        Act::Consent(who, consents) => {
            let state = if *consents { ConsentState::In } else { ConsentState::Out };
            let number = desk.subject.number.as_ref()?.id;
            (By::person(*who), Command::SetConsent { number, state, evidence: "form of 4 March".to_owned() })
        }
        Act::Wake => (By::Policy, Command::Wake(conversation?)),
        Act::Leaves(_) | Act::Returns => {
            if let Act::Leaves(who) = act {
                gone.push(*who);
            } else {
                gone.clear();
            }
            desk.directory = directory_with(POLICY, gone);
            (By::Policy, Command::Resettle(conversation?))
        }
        Act::Later(minutes) => {
            desk.minutes(u64::from(*minutes));
            return None;
        }
    };
    Some(desk.try_do(&by, &command).is_ok())
}

fn outcome(kind: u8, now: baton_core::Moment) -> SendOutcome {
    match kind {
        0 => SendOutcome::Accepted { carrier_id: "SM1".to_owned() },
        1 => SendOutcome::Refused(failure("21610")),
        2 => SendOutcome::TryLater { until: now, reason: "too fast".to_owned() },
        _ => SendOutcome::Unknown { why: "no answer".to_owned() },
    }
}

fn word(kind: u8) -> Delivery {
    let (state, failure) = match kind {
        0 => (TextState::Sent, None),
        1 => (TextState::Delivered, None),
        2 => (TextState::Undelivered, Some(failure("30005"))),
        3 => (TextState::Failed, Some(failure("21610"))),
        _ => (TextState::Failed, None),
    };
    Delivery { state, carrier_id: Some("SM1".to_owned()), failure }
}

fn failure(code: &str) -> FailureReason {
    FailureReason {
        code: Some(code.to_owned()),
        advice: format!("reason {code}"),
        opted_out: code == "21610",
        unreachable: code == "30005",
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_laws_hold_after_every_command_of_any_story(acts in prop::collection::vec(act(), 1..60)) {
        play(&acts);
    }
}
