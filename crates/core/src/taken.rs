//! Debts: what is owed for replies that were lost, each by itself. The rule stands in `reply.rs`.

use crate::ids::MessageId;
use baton_hours::Moment;
use serde::{Deserialize, Deserializer, Serialize};

/// What is owed for replies that were lost, here or in an earlier conversation, and may still arrive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The replies, in their order, each with since when what it had paid waits.
    #[serde(deserialize_with = "in_order")]
    debts: Vec<(MessageId, Moment)>,
    /// Since when a text after all of these waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    waited: Option<Moment>,
}

/// Earlier versions kept them in the order in which they were lost.
fn in_order<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<(MessageId, Moment)>, D::Error> {
    let mut debts = Vec::<(MessageId, Moment)>::deserialize(from)?;
    debts.sort_unstable();
    Ok(debts)
}

impl Taken {
    /// The most debts that are told apart: as many as one conversation remembers replies.
    const DEBTS: usize = crate::conversation::Conversation::REPLIES;

    /// What waits since `waits`, and what of that is owed for replies that were lost: none of it, unless something is `taken`.
    pub(crate) fn of(taken: Option<&Self>, waits: Option<Moment>) -> Self {
        taken.cloned().unwrap_or(Self { debts: Vec::new(), waited: waits })
    }

    /// What that reply had paid is owed, and waits since then.
    pub(crate) fn take(&mut self, reply: MessageId, since: Moment) {
        let place = self.debts.partition_point(|(text, _)| *text < reply);
        match self.debts.get_mut(place) {
            Some((text, known)) if *text == reply => *known = since.min(*known),
            _ => self.debts.insert(place, (reply, since)),
        }
        if self.debts.len() > Self::DEBTS {
            // The two oldest are one from here on, which the later reply pays.
            let (_, oldest) = self.debts.remove(0);
            self.debts[0].1 = oldest.min(self.debts[0].1);
        }
    }

    /// A text after all of these waits too.
    pub(crate) fn also_waits(&mut self, at: Moment) {
        self.waited = self.waited.or(Some(at));
    }

    /// What that reply had paid, which is lost, is owed too.
    pub(crate) fn add(&mut self, reply: MessageId, paid: &Self) {
        let own = paid.waited.map(|since| (reply, since));
        for (reply, since) in paid.debts.iter().copied().chain(own) {
            self.take(reply, since);
        }
    }

    /// Whether what that reply had paid, or one before it, is owed.
    pub fn holds(&self, reply: MessageId) -> bool {
        self.debts.first().is_some_and(|(text, _)| *text <= reply)
    }

    /// What of it is owed for that reply and those before it, is added to `paid`.
    pub(crate) fn until(&self, reply: MessageId, paid: &mut Self) {
        for (text, since) in self.debts.iter().copied().filter(|(text, _)| *text <= reply) {
            paid.take(text, since);
        }
    }

    /// The same as that reply keeps it, which has paid it: its own debt is a text that waited; none where that is all.
    pub(crate) fn paid_by(mut self, reply: MessageId) -> Option<Self> {
        let own = self.debts.iter().find(|(text, _)| *text == reply).map(|(_, since)| *since);
        self.debts.retain(|(text, _)| *text != reply);
        self.waited = self.waited.into_iter().chain(own).min();
        (!self.is_over()).then_some(self)
    }

    /// That reply arrived, so it and those before it are paid. Since when something waits without them.
    pub(crate) fn give_back(&mut self, reply: MessageId) -> Option<Moment> {
        self.debts.retain(|(text, _)| *text > reply);
        self.since()
    }

    /// Since when something waits.
    pub(crate) fn since(&self) -> Option<Moment> {
        self.debts.iter().map(|(_, since)| *since).chain(self.waited).min()
    }

    /// Since when a text after all of these waits.
    pub(crate) fn waited(&self) -> Option<Moment> {
        self.waited
    }

    /// The replies, in their order, each with since when what it had paid waits.
    pub(crate) fn into_debts(self) -> Vec<(MessageId, Moment)> {
        self.debts
    }

    /// Whether no debt is left.
    pub(crate) fn is_over(&self) -> bool {
        self.debts.is_empty()
    }
}
