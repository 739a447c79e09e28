//! What nodes keep, behind one face: in memory for many days, and on the real store, on either database, for fewer.

mod memory;
mod real;

pub(crate) use memory::{LINES, Memory};
pub(crate) use real::Real;

/// A role by its number in [`crate::house::TEAM`].
pub(crate) fn role(number: u8) -> baton_core::Role {
    memory::role_of(number)
}

use baton_core::{
    Availability, By, Conversation, ConversationId, Directory, Event, Ids, LineId, MessageId, Moment,
    NumberId, OutText, PersonId, Position, QueueId, Record, Role, Subject, Team,
};
use baton_store::{Batch, CommitError, Due, Idempotency, Job, KnownKeys, Need};
use std::sync::Arc;

/// What nodes share: everything in it is durable. What the real store may refuse with an error of its own, a folder
/// or a disk, does not happen here.
pub(crate) trait Face {
    /// Which node asks from here on: where there are several, each has a connection and a cache of its own.
    fn seat(&mut self, _node: usize) {}
    /// What stands about each need.
    fn load(&mut self, needs: &[Need]) -> Vec<Subject>;
    /// All of it or nothing.
    ///
    /// # Errors
    /// As [`baton_store::Writer::commit`].
    fn commit(&mut self, batch: &mut Batch) -> Result<(), CommitError>;
    /// Which of these are stored already.
    fn known(&mut self, texts: &[(LineId, String)], presses: &[Idempotency]) -> KnownKeys;
    /// Ids that nobody else gets.
    fn reserve_ids(&mut self, count: i64) -> Ids;
    /// How far the feed reaches.
    fn head(&mut self) -> Position;
    /// Whether several nodes work on it, so that a decision's readings are asserted.
    fn is_shared(&self) -> bool;
    /// The policy with its people, as it stands.
    fn directory(&mut self) -> Arc<Directory>;
    /// Its version alone.
    fn directory_version(&mut self) -> i64;
    /// Turns and loads.
    fn team(&mut self) -> Team;
    /// Saves a policy; false if it cannot be used now.
    fn save_policy(&mut self, source: &str, by: Option<PersonId>, at: Moment) -> bool;
    /// Somebody leaves, comes back, or may do something else; false if the policy does not hold so.
    fn change_person(&mut self, id: PersonId, role: Option<Role>, active: Option<bool>, at: Moment) -> bool;
    /// Somebody is there, or not; false if it makes no sense.
    fn availability(&mut self, id: PersonId, word: &Availability, by: &By, at: Moment) -> bool;
    /// Edges have come; false if they had been followed so far before.
    fn follow_edges(&mut self, span: (Moment, Moment), changes: Vec<Event>, at: Moment) -> bool;
    /// The job of that name.
    fn job(&mut self, name: &str) -> Option<Job>;
    /// Notes how far a job has come.
    fn save_job(&mut self, name: &str, progress: Option<&Job>);
    /// The same of one that was taken up as `job`, unless it begins anew.
    fn advance_job(&mut self, job: &Job, version: i64, after: Option<ConversationId>) -> bool;
    /// What is due by then, earliest first.
    fn due(&mut self, now: Moment) -> Vec<Due>;
    /// When something is due next.
    fn next_due(&mut self) -> Option<Moment>;
    /// What waits to be handed over on a line.
    fn queued(&mut self, line: LineId) -> Vec<OutText>;
    /// What waits to be handed over to a number.
    fn queued_to(&mut self, number: NumberId) -> Vec<OutText>;
    /// What was being handed over.
    fn sending(&mut self) -> Vec<OutText>;
    /// A text of ours.
    fn text(&mut self, id: MessageId) -> Option<OutText>;
    /// What waits in a queue, earliest due first.
    fn waiting_in(&mut self, queue: QueueId) -> Vec<ConversationId>;
    /// What is not closed, in pages.
    fn open_conversations(&mut self, after: Option<ConversationId>, limit: usize) -> Vec<ConversationId>;
    /// A conversation as it is shown.
    fn conversation(&mut self, id: ConversationId) -> Option<Conversation>;
    /// The feed after a position.
    fn feed(&mut self, after: Position) -> Vec<Record>;
    /// Another workspace in the same place, where there is one.
    fn next_door(&mut self) -> Option<&mut dyn Face> {
        None
    }
    /// The machine of the node that asks goes down and comes up again.
    fn crash(&mut self);
}
