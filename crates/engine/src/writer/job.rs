//! What waits for the writer.

use crate::request::{Done, Failure, Request};
use baton_core::{Directory, MessageId, Moment, NumberId, OutText, QueueId, Record};
use baton_store::{StoreError, Writer};
use std::sync::Arc;
use tokio::sync::oneshot;

/// Where the answer to a request goes.
pub(crate) type Reply = oneshot::Sender<Result<Done, Failure>>;

/// One thing to do between two batches, and what comes once its consequences are known.
pub(crate) type Task = Box<dyn FnOnce(&mut Writer, Moment) -> (Change, Then) + Send>;
/// What comes after a task, when the directory is as the task left it.
pub(crate) type Then = Box<dyn FnOnce() + Send>;

/// Whether what a task did concerns the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// It does not.
    Other,
    /// Policy, people or lines may have changed.
    Directory,
}

/// What waits for the writer.
pub(crate) enum Job {
    /// A command to decide.
    Decide(Box<Request>, Reply),
    /// Something wrong with the set-up, to be kept: what happened, and what came, whole.
    Fault { fault: String, detail: String, reply: Reply },
    /// A write of another kind; it is done alone.
    Task(Task),
    /// Nothing comes after this.
    Stop,
}

/// What a commit means to the rest of the engine.
#[derive(Debug, Default)]
pub(crate) struct Committed {
    /// What happened, with its positions.
    pub(crate) records: Vec<Record>,
    /// Texts of ours that were written or changed.
    pub(crate) texts: Vec<OutText>,
    /// The earliest instant that something committed waits for.
    pub(crate) next_at: Option<Moment>,
    /// Queues in which something waits although somebody is free for it.
    pub(crate) free: Vec<QueueId>,
    /// Numbers that opted out.
    pub(crate) opted_out: Vec<NumberId>,
    /// Pictures came, with these messages.
    pub(crate) media: Vec<MessageId>,
}

/// What the writer tells the rest of the engine.
pub(crate) trait Listener: Send + Sync {
    /// A batch is durable; nobody has been answered yet.
    fn committed(&self, committed: Committed);
    /// The directory is another.
    fn directory(&self, writer: &mut Writer, directory: Arc<Directory>) -> Result<(), StoreError>;
}
