//! Replies that may still fail, and what is owed when they do. The rule, in one place:
//!
//! - What waits is a set of debts ([`Taken`]): one for each reply that is lost, with since when the first text after the
//!   reply before it waits, and that of the texts after the last reply. **A debt is paid by its own reply or any later one
//!   that arrives, wherever these were written**; what is owed counts from the oldest that is left.
//! - A reply pays what waits at its press, and *stands* until it is known to be lost. A loss owes nothing while a later reply
//!   of the conversation stands, and when that one is lost too, what both had paid is owed. A reply that arrived stands for
//!   good, so neither it nor one before it can be owed any more, and they are forgotten here.
//! - It is owed from its original start, with the promise as it stood when it was paid. A promise that runs for it
//!   already goes on as it is: it may have been warned of and broken since. One that an opt-out has paused since goes on once
//!   they opt in again; one that was paid before it begins anew and counts from when they opted in, for nobody could answer
//!   until then. What was late by then is late.
//! - A reply that was called lost and arrives takes its debt, and those of the replies before it, out of wherever they
//!   stand: out of what waits, and out of what a later reply had paid. What they wrote after it is owed from then on.
//! - Where the conversation is closed and its thread has gone on with another, the debts for its replies move there, each by
//!   itself. A reply there pays them like anything that waits, and brings them back when it is lost itself; one that has
//!   been given there when they come pays them at once. They move on once more where that conversation is closed too.
//!   A closed conversation between in which a reply stands ([`crate::answered_in`]) takes them first, paid by that reply.
//! - What a sender promised, and that it waited for the customer, ends with the loss and does not come back with an
//!   arrival: whoever answers has been told, and has seen to it.
//! - A reply that the carrier has not taken ten minutes after its press ([`Reply::UNSENT`]) is lost like that, until the
//!   carrier takes it: then it takes its debt back from wherever that stands, and stands again, with what its sender
//!   promised; for it may still fail. It counts from its press. What a person leaves as it is counts as taken.

use crate::clock::Clock;
use crate::conversation::Conversation;
use crate::ids::MessageId;
use crate::taken::Taken;
use baton_hours::Moment;
use serde::{Deserialize, Serialize};

/// A reply of ours of which the carrier has not said for sure that it arrived, with the debt that it paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The text.
    pub text: MessageId,
    /// Since when what it answers had waited; none if nothing did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Moment>,
    /// It was the first reply by a person.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub first: bool,
    /// The promise that it kept, as it stood before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<Clock>,
    /// It is known to be lost, or counts so for now; it may arrive after all.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lost: bool,
    /// When what it answered is owed again, unless the carrier has taken it; none once it has, or once it is owed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owed_at: Option<Moment>,
    /// The carrier had not taken it by then: it counts as lost until it does.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unsent: bool,
    /// By when its sender promised to do what it says, while that ended because it is unsent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised: Option<Moment>,
    /// What of that was owed for replies that were lost before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Box<Taken>>,
}

impl Reply {
    /// How long after its press a reply keeps its promise without the carrier having taken it: ten minutes of domain time.
    pub const UNSENT: std::time::Duration = std::time::Duration::from_mins(10);
}

impl Conversation {
    /// Where that reply is, while it stands.
    pub(crate) fn standing(&self, text: MessageId) -> Option<usize> {
        self.replies.iter().position(|reply| reply.text == text && !reply.lost)
    }

    /// Whether that reply is lost, and may arrive after all.
    pub(crate) fn has_lost(&self, text: MessageId) -> bool {
        self.replies.iter().any(|reply| reply.text == text && reply.lost)
    }

    /// Whether a reply after the one at `place` stands.
    pub(crate) fn stands_after(&self, place: usize) -> bool {
        self.replies[place + 1..].iter().any(|reply| !reply.lost)
    }

    /// The first of those that are lost right before `place`.
    fn lost_from(&self, place: usize) -> usize {
        self.replies[..place].iter().rposition(|reply| !reply.lost).map_or(0, |last| last + 1)
    }

    /// What is owed once the reply at `place` is lost, with nothing that stands after it.
    pub(crate) fn owed_without(&self, place: usize) -> Taken {
        let mut owed = Taken::of(self.taken.as_deref(), self.waiting_since);
        for reply in &self.replies[self.lost_from(place)..] {
            owed.add(reply.text, &Taken::of(reply.taken.as_deref(), reply.since));
        }
        owed
    }

    /// That reply is lost, or counts so because it is `unsent`. What is owed for it counts from `waiting_since`; none: nothing
    /// is owed here. `word`: when they said last whether they may be texted.
    pub(crate) fn lose(
        &mut self,
        text: MessageId,
        waiting_since: Option<Moment>,
        word: Option<Moment>,
        unsent: bool,
    ) {
        let Some(place) = self.standing(text) else { return };
        let is_last = place + 1 == self.replies.len();
        let promised = self.promised.filter(|_| unsent && is_last);
        let reply = &mut self.replies[place];
        (reply.lost, reply.unsent, reply.owed_at, reply.promised) = (true, unsent, None, promised);
        if self.stands_after(place) {
            return;
        }
        let owed = self.owed_without(place);
        let from = self.lost_from(place);
        let mut kept = None;
        for reply in self.replies[from..].iter_mut().rev() {
            self.replied &= !reply.first;
            // What is owed elsewhere for it comes back, should the carrier take it.
            if waiting_since.is_none() && unsent {
                continue;
            }
            // What is paused begins anew by itself.
            let as_it_was = |clock: &Clock| {
                clock.breached || !clock.runs() || word.is_none_or(|word| word <= clock.counts_from())
            };
            let clock = reply.clock.take().filter(|clock| Some(clock.started_at) == waiting_since);
            let clock = clock.filter(as_it_was);
            kept = kept.or(clock);
            (reply.since, reply.taken) = (None, None);
        }
        let Some(since) = waiting_since else {
            // It is owed elsewhere from here on.
            (self.waiting_since, self.taken) = (owed.waited(), None);
            return;
        };
        self.taken = (!owed.is_over()).then(|| Box::new(owed));
        self.waiting_since = waiting_since;
        self.idle_since = None;
        self.promised = None;
        let runs = self.clocks.iter().any(|clock| clock.key.kind.is_response() && clock.started_at == since);
        if let (Some(kept), false) = (kept, runs) {
            self.clocks.retain(|clock| !clock.key.kind.is_response());
            self.clocks.push(kept);
        }
    }

    /// That reply, of this conversation or of one before it, arrived although it was called lost.
    pub(crate) fn arrive(&mut self, text: MessageId, at: Moment) {
        let waited = self.waiting_since.is_some();
        if let Some(place) = self.replies.iter().position(|reply| reply.text == text) {
            let of_before = self.lost_as_before(place);
            self.replies.drain(..=place);
            self.replied = true;
            if of_before {
                (self.taken, self.waiting_since) = (None, None);
            }
            for reply in &mut self.replies {
                reply.first = false;
            }
        }
        for reply in &mut self.replies {
            give_back(&mut reply.taken, &mut reply.since, text);
        }
        give_back(&mut self.taken, &mut self.waiting_since, text);
        if waited && self.waiting_since.is_none() {
            self.idle_since = Some(at);
        }
    }

    /// Whether the reply at `place` was lost under a version that kept no debt for it: it still says since when what it had
    /// answered waits, though nothing that stands has paid that.
    fn lost_as_before(&self, place: usize) -> bool {
        let reply = &self.replies[place];
        reply.lost && !reply.unsent && reply.since.is_some() && !self.stands_after(place)
    }

    /// Whether a debt for that reply, or for one before it, is owed here, or was paid by a reply that may still fail.
    pub(crate) fn has_taken(&self, text: MessageId) -> bool {
        let paid = self.replies.iter().filter_map(|reply| reply.taken.as_deref());
        paid.chain(self.taken.as_deref()).any(|taken| taken.holds(text))
    }

    /// Whether somebody has replied here, and all of that may still fail.
    pub(crate) fn all_may_fail(&self) -> bool {
        self.replied && self.replies.iter().any(|reply| reply.first)
    }

    /// What a reply of an earlier conversation had paid is owed here, or was paid by the reply that stands here.
    pub(crate) fn take_debt(&mut self, text: MessageId, since: Moment) {
        let place = if self.replied { self.replies.iter().position(|reply| !reply.lost) } else { None };
        let (taken, waits) = if let Some(place) = place {
            let reply = &mut self.replies[place];
            (&mut reply.taken, &mut reply.since)
        } else {
            self.idle_since = None;
            self.promised = None;
            (&mut self.taken, &mut self.waiting_since)
        };
        taken.get_or_insert_with(|| Box::new(Taken::of(None, *waits))).take(text, since);
        *waits = (*waits).into_iter().chain([since]).min();
    }
}

/// What is owed for that reply and those before it is given back.
pub(crate) fn give_back(taken: &mut Option<Box<Taken>>, waits: &mut Option<Moment>, text: MessageId) {
    let Some(holding) = taken.as_mut().filter(|taken| taken.holds(text)) else { return };
    *waits = holding.give_back(text);
    if holding.is_over() {
        *taken = None;
    }
}
