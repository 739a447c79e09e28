//! Debts of replies that are lost and arrive in any order, in one conversation and over several of a thread, held against
//! an obvious oracle: what waits is the first text after the last reply that is not known to be lost.
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

use crate::support::*;
use baton_core::{
    By, Command, Conversation, ConversationId, Decision, Delivery, Key, MessageId, Moment, OutText, Seen,
    SendOutcome, Subject, TextState, Then,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A thread with all its conversations, as the store would keep them.
struct Thread {
    desk: Desk,
    conversations: BTreeMap<ConversationId, Arc<Conversation>>,
    texts: Vec<OutText>,
    /// What the oracle knows: theirs (`None`) and ours, in order, with when; whether ours is not known to be lost.
    said: Vec<(Moment, Option<MessageId>, bool)>,
}

impl Thread {
    fn new() -> Self {
        let desk = Desk::with(&policy_with(WITHIN_AN_HOUR));
        Self { desk, conversations: BTreeMap::new(), texts: Vec::new(), said: Vec::new() }
    }

    /// Decides it on that conversation, or on the one that is live or was closed last; and what follows from it.
    fn act(&mut self, by: &By, of: Option<ConversationId>, command: &Command) -> Decision {
        let thread = self.desk.subject.thread.clone();
        let of = of.or_else(|| thread.as_ref().and_then(|thread| thread.open.or(thread.last_closed)));
        self.desk.subject = Subject {
            conversation: of.and_then(|of| self.conversations.get(&of).cloned()),
            texts: self.texts.clone(),
            ..self.desk.subject.clone()
        };
        let decision = self.desk.act(by, command);
        self.texts.clone_from(&decision.after.texts);
        let after = decision.after.conversation.clone().unwrap();
        self.conversations.insert(after.id, after);
        if let Some(then) = &decision.then {
            let Key::Conversation(to) = then.key() else { panic!("{then:?}") };
            assert!(self.act(by, Some(to), then).then.is_none(), "one conversation is live");
        }
        decision
    }

    fn asks(&mut self) -> Moment {
        self.desk.minutes(10);
        self.act(&By::Contact, None, &received("And on Friday?"));
        self.said.push((self.desk.now, None, true));
        self.desk.now
    }

    fn replies(&mut self, then: Then) -> MessageId {
        self.desk.minutes(10);
        let of = self.live().unwrap().id;
        let text = new_text("Tuesday at 10.", Seen::Unsaid, then);
        let sent = self.act(&By::person(CHRIS), Some(of), &Command::Send(of, text)).message.unwrap();
        self.act(&By::Policy, Some(of), &Command::HandOver(sent));
        let carrier_id = format!("SM{}", sent.0);
        self.act(&By::Carrier, Some(of), &Command::Sent(sent, SendOutcome::Accepted { carrier_id }));
        self.said.push((self.desk.now, Some(sent), true));
        sent
    }

    fn hears(&mut self, text: MessageId, state: TextState) -> Decision {
        self.desk.minutes(1);
        let of = conversation_of(self, text);
        for said in self.said.iter_mut().filter(|(_, id, _)| *id == Some(text)) {
            said.2 = state == TextState::Delivered;
        }
        let delivery = Delivery { state, failure: None, carrier_id: None };
        self.act(&By::Carrier, of, &Command::Delivery(text, delivery))
    }

    fn lost(&mut self, text: MessageId) -> Decision {
        self.hears(text, TextState::Undelivered)
    }

    fn arrives(&mut self, text: MessageId) -> Decision {
        self.hears(text, TextState::Delivered)
    }

    fn live(&self) -> Option<&Conversation> {
        let open = self.desk.subject.thread.as_ref()?.open?;
        self.conversations.get(&open).map(|found| &**found)
    }

    fn waits(&self) -> Option<Moment> {
        self.live().and_then(|live| live.waiting_since)
    }

    /// What should wait.
    fn owed(&self) -> Option<Moment> {
        let last = self.said.iter().rposition(|(_, ours, stands)| ours.is_some() && *stands);
        let after = &self.said[last.map_or(0, |last| last + 1)..];
        after.iter().find(|(_, ours, _)| ours.is_none()).map(|(at, ..)| *at)
    }

    /// So long that what they write next begins another conversation.
    fn days_go_by(&mut self) {
        self.desk.minutes(73 * 60);
    }
}

fn closed() -> Then {
    Then::Closed { reason: None }
}

// Fails when a lost reply that arrives after they wrote again pays nothing: the next one's loss brings back what they had an
// answer to, and a promise that was kept is broken.
#[test]
fn what_they_wrote_after_a_reply_that_arrives_late_waits_from_then_on() {
    let mut thread = Thread::new();
    thread.asks();
    let first = thread.replies(Then::Open);
    thread.lost(first);
    let again = thread.asks();
    let came = thread.arrives(first);
    assert_eq!(thread.waits(), Some(again), "they have the first one");
    let names = names(&came);
    assert!(names.contains(&"clock.kept") && names.contains(&"clock.started"), "{names:?}");
    let second = thread.replies(Then::Open);
    thread.lost(second);
    assert_eq!(thread.waits(), Some(again));
    let clocks = &thread.live().unwrap().clocks;
    assert!(clocks.iter().any(|clock| clock.started_at == again), "{clocks:?}");
}

// Fails when an arrival takes all out of what the next reply had paid, also what they wrote between the two.
#[test]
fn a_reply_that_is_lost_owes_what_they_wrote_after_the_one_that_arrived() {
    let mut thread = Thread::new();
    thread.asks();
    let first = thread.replies(Then::Open);
    thread.lost(first);
    let again = thread.asks();
    let second = thread.replies(Then::Open);
    thread.arrives(first);
    thread.lost(second);
    assert_eq!(thread.waits(), Some(again));
}

// Fails when a debt that moves a second time is known by the last reply alone: the first one arrives, and what it had paid is
// still owed.
#[test]
fn a_debt_that_moved_twice_is_given_back_by_the_first_reply() {
    let mut thread = Thread::new();
    thread.asks();
    let first = thread.replies(closed());
    thread.days_go_by();
    let again = thread.asks();
    thread.lost(first);
    let second = thread.replies(closed());
    thread.days_go_by();
    let third = thread.asks();
    thread.lost(second);
    assert!(thread.waits() < Some(again), "both are owed");
    thread.arrives(first);
    assert_eq!(thread.waits(), Some(again));
    thread.arrives(second);
    assert_eq!(thread.waits(), Some(third));
}

// Fails when an earlier loss, under a reply that stood then and is lost after the close, moves as that one's own.
#[test]
fn an_earlier_loss_moves_by_itself() {
    let mut thread = Thread::new();
    thread.asks();
    let first = thread.replies(Then::Open);
    let again = thread.asks();
    let second = thread.replies(closed());
    thread.lost(first);
    thread.days_go_by();
    thread.asks();
    thread.lost(second);
    assert!(thread.waits() < Some(again), "both are owed");
    thread.arrives(first);
    assert_eq!(thread.waits(), Some(again));
}

// Fails when a reply that arrives while a closed conversation between knows its debt as paid by another is owed once that one
// is lost.
#[test]
fn what_arrived_meanwhile_does_not_move_on() {
    let mut thread = Thread::new();
    thread.asks();
    let first = thread.replies(closed());
    thread.days_go_by();
    let again = thread.asks();
    thread.lost(first);
    let second = thread.replies(closed());
    thread.days_go_by();
    thread.asks();
    thread.arrives(first);
    thread.lost(second);
    assert_eq!(thread.waits(), Some(again));
}

// Fails when a reply that is lost once its thread has gone on twice is owed in the newest conversation, although a reply in
// the one between stands; or when it is owed by nobody once that one is lost too.
#[test]
fn a_reply_in_the_conversation_between_pays_for_those_before_it() {
    let mut thread = Thread::new();
    let began = thread.asks();
    let first = thread.replies(closed());
    thread.days_go_by();
    thread.asks();
    let second = thread.replies(closed());
    thread.days_go_by();
    let third = thread.asks();
    thread.lost(first);
    assert_eq!(thread.waits(), Some(third), "the second one stands");
    thread.lost(second);
    assert_eq!(thread.waits(), Some(began), "nothing stands");
    thread.arrives(first);
    assert!(thread.waits() > Some(began) && thread.waits() < Some(third));
}

// Fails when a closed conversation is open again for a reply that is lost, although a later one that stands has answered it
// in a conversation that is closed too.
#[test]
fn what_a_later_conversation_has_answered_opens_nothing() {
    let mut thread = Thread::new();
    thread.asks();
    let first = thread.replies(closed());
    thread.days_go_by();
    let again = thread.asks();
    let second = thread.replies(closed());
    thread.lost(first);
    assert!(thread.live().is_none(), "the second one stands");
    thread.lost(second);
    assert!(thread.waits() < Some(again), "both are owed");
}

fn conversation_of(thread: &Thread, text: MessageId) -> Option<ConversationId> {
    thread.texts.iter().find(|known| known.id == text).and_then(|known| known.conversation)
}

/// Small numbers from a seed.
fn dice(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap() % below
    }
}

// Fails when any order of texts, replies, losses, arrivals and closes leaves something else to wait than the oracle says, or
// no promise from then on.
#[test]
fn whatever_the_order_what_waits_is_the_first_text_after_the_last_reply_that_stands() {
    for seed in 1..=400 {
        let mut roll = dice(seed);
        let mut thread = Thread::new();
        let mut told = Vec::new();
        thread.asks();
        let mut open: Vec<MessageId> = Vec::new();
        for _ in 0..40 {
            let live = thread.live().map(|live| live.replies.len());
            match (roll(6), live) {
                (0, _) => {
                    told.push("asks".to_owned());
                    thread.asks();
                }
                // A conversation remembers its last eight replies.
                (1 | 2, Some(0..8)) => {
                    let closes = roll(3) == 0;
                    let sent = thread.replies(if closes { closed() } else { Then::Open });
                    told.push(format!("{} replies, closes: {closes}", sent.ordinal()));
                    open.push(sent);
                    if closes {
                        thread.days_go_by();
                        thread.asks();
                    }
                }
                (3 | 4, _) if !open.is_empty() => {
                    let text = open[roll(open.len())];
                    let lost = thread.said.iter().any(|(_, id, stands)| *id == Some(text) && !stands);
                    told.push(format!("{} {}", text.ordinal(), if lost { "arrives" } else { "is lost" }));
                    if lost {
                        open.retain(|other| *other != text);
                        thread.arrives(text);
                    } else {
                        thread.lost(text);
                    }
                }
                (5, _) if !open.is_empty() => {
                    let text = open.remove(roll(open.len()));
                    told.push(format!("{} arrives", text.ordinal()));
                    thread.arrives(text);
                }
                _ => {}
            }
            assert_eq!(thread.waits(), thread.owed(), "seed {seed}: {told:?}");
            let live = thread.live().unwrap();
            let since = live.clocks.iter().find(|clock| clock.key.kind.is_response());
            assert_eq!(since.map(|clock| clock.started_at), thread.owed(), "seed {seed}: {told:?}");
        }
    }
}
