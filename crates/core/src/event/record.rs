//! Events as they were written down.

use super::Event;
use crate::ids::{ConversationId, Position, ThreadId};
use crate::owner::By;
use baton_hours::Moment;
use serde::{Deserialize, Serialize};

/// What one decision wrote: its events in order, with who and when. The row of the feed, and of a thread's timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The position of its last event; each event has one of its own, counting down to the first.
    pub position: Position,
    /// The thread; none for facts about the whole workspace.
    pub thread: Option<ThreadId>,
    /// The conversation; none for what stands outside of any.
    pub conversation: Option<ConversationId>,
    /// Domain time.
    pub at: Moment,
    /// Who.
    pub by: By,
    /// What, in order.
    pub events: Vec<Event>,
}

impl Record {
    /// Its events with the position of each.
    pub fn positioned(&self) -> impl Iterator<Item = (Position, &Event)> {
        let count = i64::try_from(self.events.len()).unwrap_or(i64::MAX);
        let first = self.position.0 - count + 1;
        (first..).map(Position).zip(&self.events)
    }
}
