//! Which closed conversations of a thread hold a reply that stands, so that what an earlier one owes is paid there. The rule
//! stands in `reply.rs`.

use crate::ids::ConversationId;
use serde::{Deserialize, Serialize};

/// Closed conversations in which a reply of ours stands, in the order in which they were closed: the last
/// [`AnsweredIn::MOST`], from the first one on of which a reply may still fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Vec<ConversationId>", into = "Vec<ConversationId>")]
pub struct AnsweredIn([Option<ConversationId>; Self::MOST]);

impl AnsweredIn {
    /// The most that are told apart. Where there are more, what is owed is paid by a later one of them.
    const MOST: usize = 4;

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0[0].is_none()
    }

    /// It is closed, and a reply stands in it.
    pub(crate) fn put(&mut self, id: ConversationId) {
        self.remove(id);
        if self.0[Self::MOST - 1].is_some() {
            self.0.rotate_left(1);
            self.0[Self::MOST - 1] = None;
        }
        if let Some(free) = self.0.iter_mut().find(|one| one.is_none()) {
            *free = Some(id);
        }
    }

    /// No reply stands in it any more, or it goes on.
    pub(crate) fn remove(&mut self, id: ConversationId) {
        if let Some(place) = self.0.iter().position(|one| *one == Some(id)) {
            self.0[place..].rotate_left(1);
            self.0[Self::MOST - 1] = None;
        }
    }

    /// Those that were closed after that one, in their order; all of them, where that one is not among them.
    pub fn after(self, id: ConversationId) -> impl Iterator<Item = ConversationId> {
        let from = self.0.iter().position(|one| *one == Some(id)).map_or(0, |place| place + 1);
        self.0.into_iter().skip(from).flatten()
    }
}

impl From<Vec<ConversationId>> for AnsweredIn {
    fn from(ids: Vec<ConversationId>) -> Self {
        let mut answered = Self::default();
        for id in ids {
            answered.put(id);
        }
        answered
    }
}

impl From<AnsweredIn> for Vec<ConversationId> {
    fn from(answered: AnsweredIn) -> Self {
        answered.0.into_iter().flatten().collect()
    }
}
