//! Replies that the carrier has not taken: lost for now, until it does. The rule stands in `reply.rs`.

use crate::clock::Clock;
use crate::conversation::{Conversation, PendingOn, Rest, Status};
use crate::ids::MessageId;
use crate::reply::{Reply, give_back};
use crate::taken::Taken;
use baton_hours::Moment;

impl Conversation {
    /// Whether that reply counts as lost only because the carrier has not taken it.
    pub(crate) fn is_unsent(&self, text: MessageId) -> bool {
        self.replies.iter().any(|reply| reply.text == text && reply.lost && reply.unsent)
    }

    /// Whether that reply was owed because the carrier had not taken it; it may have since.
    pub(crate) fn was_unsent(&self, text: MessageId) -> bool {
        self.replies.iter().any(|reply| reply.text == text && reply.unsent)
    }

    /// A reply is owed again because the carrier has not taken it: where it waited for the customer or was closed, it is open
    /// only for that.
    pub(crate) fn remember_rest(&mut self, text: MessageId) {
        let closed = self.status == Status::Closed;
        let owes = self.standing(text).is_some_and(|place| !self.owed_without(place).is_over());
        if owes && (closed || self.pending_on == Some(PendingOn::Customer)) {
            let (reason, wake_at) = (self.reason.clone(), self.wake_at);
            self.rests = Some(Box::new(Rest { closed, reason, wake_at }));
        }
    }

    /// The carrier has that reply, or somebody left it as it is: its loss is no longer assumed.
    pub(crate) fn has_gone_out(&mut self, text: MessageId) {
        if let Some(reply) = self.replies.iter_mut().find(|reply| reply.text == text) {
            reply.owed_at = None;
        }
    }

    /// The carrier has taken that unsent reply: it stands again, has paid what is owed for it and for those before it,
    /// wherever that stands here, and may still fail.
    pub(crate) fn stand_again(&mut self, text: MessageId, at: Moment) {
        let unsent = |reply: &Reply| reply.text == text && reply.lost && reply.unsent;
        let Some(place) = self.replies.iter().position(unsent) else { return };
        let waited = self.waiting_since;
        let responds = |clock: &&Clock| clock.key.kind.is_response() && Some(clock.started_at) == waited;
        let clock = self.clocks.iter().find(responds).cloned();
        let mut paid = Taken::of(None, None);
        for later in &mut self.replies[place + 1..] {
            later.first = false;
            give_back_to(&mut later.taken, &mut later.since, text, &mut paid);
        }
        give_back_to(&mut self.taken, &mut self.waiting_since, text, &mut paid);
        let answers = waited.is_some() && self.waiting_since.is_none();
        let is_last = place + 1 == self.replies.len();
        let reply = &mut self.replies[place];
        reply.lost = false;
        if !paid.is_over() {
            reply.since = paid.since();
            reply.taken = paid.paid_by(text).map(Box::new);
            reply.clock = clock.filter(|clock| Some(clock.started_at) == reply.since).or(reply.clock.take());
        }
        let promised = reply.promised.take().filter(|_| is_last);
        self.replied = true;
        if answers {
            (self.idle_since, self.promised) = (Some(at), promised);
        }
    }
}

/// What is owed for that reply and those before it is given back to it, which may still fail: `paid` is what it has paid.
fn give_back_to(
    taken: &mut Option<Box<Taken>>,
    waits: &mut Option<Moment>,
    text: MessageId,
    paid: &mut Taken,
) {
    if let Some(holding) = taken.as_deref() {
        holding.until(text, paid);
    }
    give_back(taken, waits, text);
}
