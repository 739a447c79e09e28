//! What the records say about owners, consent and texts, kept by hand: it shares nothing with the engine but the events.

use baton_core::{
    ConsentState, ConversationId, Event, MessageId, NumberId, Owner, PersonId, Position, Record, Status,
    TextKind, ThreadId,
};
use std::collections::BTreeMap;

/// A conversation that is not closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Live {
    pub(crate) owner: Owner,
    pub(crate) accountable: PersonId,
    pub(crate) status: Status,
}

/// Where a text of ours is, as far as sending it again matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Waiting,
    HandedOver,
    Over,
}

#[derive(Debug)]
struct Text {
    kind: TextKind,
    number: NumberId,
    place: Place,
}

#[derive(Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) at: Position,
    /// Every conversation that ever was, in the order in which they were opened.
    pub(crate) opened: Vec<ConversationId>,
    conversations: BTreeMap<ConversationId, Live>,
    open: BTreeMap<ThreadId, ConversationId>,
    numbers: BTreeMap<ThreadId, NumberId>,
    consent: BTreeMap<NumberId, ConsentState>,
    texts: BTreeMap<MessageId, Text>,
    received: BTreeMap<String, usize>,
}

impl Ledger {
    /// Takes in what happened, and judges each event by those before it.
    pub(crate) fn read(&mut self, record: &Record) {
        for (position, event) in record.positioned() {
            self.at.0 += 1;
            assert_eq!(position, self.at, "the feed has a hole");
            if let Some(thread) = record.thread {
                self.ownership(thread, event);
                self.texts(thread, event);
            }
            if let Event::ConsentChanged { number, from, to, .. } = event {
                let before = self.consent.insert(*number, *to).unwrap_or(ConsentState::Unstated);
                assert_eq!(before, *from, "consent was another than it is said to have been");
            }
        }
    }

    fn ownership(&mut self, thread: ThreadId, event: &Event) {
        match event {
            Event::ThreadStarted { number, .. } => {
                assert!(self.numbers.insert(thread, *number).is_none(), "a thread starts once");
            }
            Event::ConversationOpened { id, owner, accountable, .. } => {
                self.opened.push(*id);
                self.opens(thread, *id);
                let live = Live { owner: *owner, accountable: *accountable, status: Status::Open };
                self.conversations.insert(*id, live);
            }
            Event::Reopened { id } => {
                self.opens(thread, *id);
                self.live(thread).status = Status::Open;
            }
            Event::Closed { .. } => {
                self.live(thread).status = Status::Closed;
                self.open.remove(&thread);
            }
            Event::OwnerChanged { from, to, .. } => {
                let before = std::mem::replace(&mut self.live(thread).owner, *to);
                assert_eq!(before, *from, "law 3: from whom it came is who had it");
            }
            Event::AccountableChanged { from, to, .. } => {
                let before = std::mem::replace(&mut self.live(thread).accountable, *to);
                assert_eq!(before, *from, "law 2: who answered for it is who did");
            }
            Event::StatusChanged { from, to, .. } => {
                let before = std::mem::replace(&mut self.live(thread).status, *to);
                assert_eq!(before, *from, "a status that it did not have");
            }
            _ => {}
        }
    }

    fn opens(&mut self, thread: ThreadId, id: ConversationId) {
        assert_eq!(self.open.insert(thread, id), None, "law 1: two conversations of a thread at once");
    }

    fn live(&mut self, thread: ThreadId) -> &mut Live {
        let id = self.open.get(&thread).expect("only what is not closed changes");
        self.conversations.get_mut(id).expect("it was opened")
    }

    fn texts(&mut self, thread: ThreadId, event: &Event) {
        match event {
            Event::TextReceived { carrier_id, .. } | Event::ReactionReceived { carrier_id, .. } => {
                *self.received.entry(carrier_id.clone()).or_default() += 1;
            }
            Event::TextWritten { id, kind, .. } => {
                let text = Text { kind: *kind, number: self.numbers[&thread], place: Place::Waiting };
                self.may_be_texted(&text);
                assert!(self.texts.insert(*id, text).is_none(), "an id is used once");
            }
            Event::TextHandedOver { id } => {
                self.may_be_texted(&self.texts[id]);
                self.moved(*id, &[Place::Waiting], Place::HandedOver);
            }
            Event::TextDelayed { id, .. } => self.moved(*id, &[Place::HandedOver], Place::Waiting),
            Event::TextCancelled { id, .. } => self.moved(*id, &[Place::Waiting], Place::Over),
            Event::TextSent { id, .. }
            | Event::TextDelivered { id }
            | Event::TextFailed { id, .. }
            | Event::TextUnknown { id, .. } => {
                self.moved(*id, &[Place::HandedOver, Place::Over], Place::Over);
            }
            _ => {}
        }
    }

    fn may_be_texted(&self, text: &Text) {
        let out = self.consent.get(&text.number) == Some(&ConsentState::Out);
        assert!(
            !out || text.kind == TextKind::OptOutConfirmation,
            "law 8: a text to a number that opted out"
        );
    }

    fn moved(&mut self, id: MessageId, from: &[Place], to: Place) {
        let text = self.texts.get_mut(&id).expect("it was written");
        assert!(from.contains(&text.place), "law 7: {id} went from {:?} to {to:?}", text.place);
        text.place = to;
    }

    /// All that are not closed.
    pub(crate) fn all_live(&self) -> BTreeMap<ConversationId, Live> {
        self.open.values().map(|id| (*id, self.conversations[id])).collect()
    }

    /// How often the carrier's text with this id is there.
    pub(crate) fn times_received(&self, carrier_id: &str) -> usize {
        self.received.get(carrier_id).copied().unwrap_or(0)
    }
}
