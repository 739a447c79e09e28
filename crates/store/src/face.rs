//! The face that engine, web and program see, whichever database stands behind it.

use baton_core::{
    Contact, ContactId, Conversation, ConversationId, LineId, Made, Media, MessageId, Number, NumberId,
    OutText, PersonId, Position, QueueId, Record, Status, Thread, ThreadId, Turns,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a command needs to be loaded.
#[derive(Debug, Clone)]
pub struct Need {
    /// What it concerns.
    pub key: baton_core::Key,
    /// The latest texts of the thread too (at most [`QUOTABLE`]), newest first.
    pub quotable: bool,
}

/// How many of a thread's latest texts are loaded to find the one that a reaction quotes.
pub const QUOTABLE: usize = 40;

/// A row to write, with the version that the decision read; none for a row that is new.
#[derive(Debug, Clone)]
pub struct Write<T> {
    /// The row.
    pub row: Arc<T>,
    /// The version it was read at. [`Thread`]s' versions are positions.
    pub read_at: Option<i64>,
}

/// What one press of a button came to, kept so that the same `Idempotency-Key` gets the same answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The thread.
    pub thread: Option<ThreadId>,
    /// The conversation.
    pub conversation: Option<ConversationId>,
    /// The message that was written or received.
    pub message: Option<MessageId>,
    /// The offer or ask that it made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<Made>,
    /// The position of the record; none if nothing had to change.
    pub position: Option<Position>,
}

/// An `Idempotency-Key` with what it stands for. Scope: the person or program that sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotency {
    /// `person:12` or `program:3`.
    pub scope: String,
    /// The key, 1 to 255 bytes.
    pub key: String,
    /// A hash of the request: the same key with another request is refused.
    pub request: Vec<u8>,
}

/// What a node learns with a sign of life.
///
/// Of several nodes one leads: it hands texts over, fires timers, fetches pictures and settles owners. It holds a lease
/// in the database's time, which it renews; when it does not, another takes over. Everything else any node does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beat {
    /// This node leads, until the lease it asked for has passed.
    pub leads: bool,
    /// [`baton_core::Directory::version`], as it stands.
    pub directory_version: i64,
    /// How far the feed reaches.
    pub feed: Position,
}

/// A counter that lists show; kept in the commit, never counted by a scan. Only live conversations count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Counter {
    /// All, by status.
    Status(Status),
    /// Owned by this person.
    OwnedByPerson(PersonId),
    /// Owned by this queue.
    OwnedByQueue(QueueId),
    /// This person answers for it.
    AnsweredBy(PersonId),
    /// Open, and owned by this person: what counts against their capacity.
    Open(PersonId),
    /// Open, and owned by this queue: what waits to be given out or claimed.
    Waiting(QueueId),
}

/// A picture or file to fetch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaJob {
    /// The text it came with.
    pub message: MessageId,
    /// Its place among the text's media, from 0.
    pub index: u32,
    /// The line, whose credentials the first host may see.
    pub line: LineId,
    /// Where it lies.
    pub media: Media,
    /// How it stands.
    pub state: MediaState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next, in machine time (µs since 1970); none: not any more.
    pub next_at: Option<i64>,
    /// Why it is not here, as a sentence.
    pub trouble: Option<String>,
}

/// How a picture stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaState {
    /// It is being fetched.
    Coming,
    /// It is here.
    Here,
    /// It could not be fetched; a person may try again.
    Failed,
}

/// Everything that one transaction writes.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// The [`baton_core::Directory::version`] that every decision read.
    pub directory_version: i64,
    /// Numbers.
    pub numbers: Vec<Write<Number>>,
    /// Contacts.
    pub contacts: Vec<Write<Contact>>,
    /// Threads. Their versions are set by the store to the position of their last record.
    pub threads: Vec<Write<Thread>>,
    /// Conversations, with the state they were in before, for counters and indexes. They stand under their thread's version.
    pub conversations: Vec<Arc<Conversation>>,
    /// Texts of ours, whole, as they are now.
    pub texts: Vec<OutText>,
    /// Records in the order in which they were decided; positions are set by the store, without holes.
    pub records: Vec<Record>,
    /// The carriers' ids of what came in, unique by line.
    pub carrier_ids: Vec<(LineId, String, MessageId)>,
    /// Pictures to fetch.
    pub media: Vec<MediaJob>,
    /// Changes of counters, summed up.
    pub counters: Vec<(Counter, i64)>,
    /// Turns that moved.
    pub turns: Vec<(QueueId, Turns)>,
    /// The position up to which turns and loads were read, where a decision depends on them: nothing may have been
    /// committed since.
    pub read_up_to: Option<Position>,
    /// The position up to which what was loaded was right; none where there are no other nodes.
    pub loaded_up_to: Option<Position>,
    /// Numbers that the decisions read and did not change, with the versions that they read. Asserted where another node
    /// has committed since `loaded_up_to`.
    pub numbers_read: Vec<(NumberId, i64)>,
    /// The same of contacts.
    pub contacts_read: Vec<(ContactId, i64)>,
    /// Keys of presses with their outcome.
    pub idempotency: Vec<(Idempotency, Outcome)>,
}
