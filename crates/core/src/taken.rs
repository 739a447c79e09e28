//! Debts of an earlier conversation of the thread, as the newer one has them.

use crate::ids::MessageId;
use baton_hours::Moment;
use serde::{Deserialize, Serialize};

/// What is owed here for replies that were lost in an earlier conversation, should one of them arrive after all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The replies, each with since when what it had paid waits.
    debts: Vec<(MessageId, Moment)>,
    /// Since when a text of this conversation itself waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    waited: Option<Moment>,
}

impl Taken {
    /// The most debts that are told apart: as many as one conversation remembers replies.
    const DEBTS: usize = crate::conversation::Conversation::REPLIES;

    /// Nothing is taken yet; `waited`: since when a text of the conversation itself waits.
    pub(crate) fn beside(waited: Option<Moment>) -> Self {
        Self { debts: Vec::new(), waited }
    }

    /// What that reply had paid is owed here, and waits since then.
    pub(crate) fn take(&mut self, reply: MessageId, since: Moment) {
        self.debts.retain(|(text, _)| *text != reply);
        if self.debts.len() == Self::DEBTS {
            self.debts.remove(0);
        }
        self.debts.push((reply, since));
    }

    /// A text of the conversation itself waits too.
    pub(crate) fn also_waits(&mut self, at: Moment) {
        self.waited = self.waited.or(Some(at));
    }

    /// What is owed by `other` is owed too.
    pub(crate) fn add(&mut self, other: &Self) {
        for (reply, since) in &other.debts {
            self.take(*reply, *since);
        }
        self.waited = self.waited.into_iter().chain(other.waited).min();
    }

    /// Whether what that reply had paid, or one before it, is owed here.
    pub fn holds(&self, reply: MessageId) -> bool {
        self.debts.iter().any(|(text, _)| *text <= reply)
    }

    /// That reply arrived, so it and those before it are paid. Since when something waits without them.
    pub(crate) fn give_back(&mut self, reply: MessageId) -> Option<Moment> {
        self.debts.retain(|(text, _)| *text > reply);
        self.debts.iter().map(|(_, since)| *since).chain(self.waited).min()
    }

    /// Whether no debt is left.
    pub(crate) fn is_over(&self) -> bool {
        self.debts.is_empty()
    }
}
