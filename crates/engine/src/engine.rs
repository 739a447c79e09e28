//! The engine as its callers see it.

use crate::clock::{AdvanceError, Clock};
use crate::feed::Feed;
use crate::options::Options;
use crate::request::{Done, Failure, Request};
use baton_carriers::{CarrierAnswer, WebhookRequest};
use baton_core::{Directory, LineId, MessageId, Moment, PersonId, Position};
use baton_store::{NewWorkspace, Reader, Store, StoreError, Writer};
use std::sync::Arc;
use std::time::Duration;

/// Why an engine did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The writer's thread could not be started.
    #[error("the writer's thread could not be started: {0}")]
    Thread(#[from] std::io::Error),
}

/// How a rehearsal's clock was moved, and what happened meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advanced {
    /// Where the clock stood.
    pub from: Moment,
    /// Where it stands.
    pub to: Moment,
    /// How many things fell due and were done.
    pub fired: u64,
    /// What happened meanwhile stands in the feed after this position ...
    pub after: Position,
    /// ... up to this one.
    pub until: Position,
}

/// How the engine is, for metrics and `baton doctor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Health {
    /// Requests that wait for the writer.
    pub waiting: usize,
    /// How many may wait.
    pub queue: usize,
    /// Texts that wait to be handed over or are being handed over, as far as they are at hand.
    pub outbox: usize,
    /// How far the feed reaches.
    pub feed_head: Position,
    /// Bytes in the write-ahead log that are not in the database yet.
    pub wal_bytes: u64,
}

/// The shell around the core. Copies are the same engine.
#[derive(Debug, Clone)]
pub struct Engine {}

impl Engine {
    /// Starts on an open store, within a tokio runtime: the writer, timers, outbox, media and feed. The store's one
    /// writer is taken.
    pub fn start(store: Arc<Store>, clock: Clock, options: Options) -> Result<Self, StartError> {
        todo!()
    }

    /// Decides and commits a command. Comes back once it is durable, or refused. Refused at once with
    /// [`Failure::Busy`] when too many wait already.
    pub async fn submit(&self, request: Request) -> Result<Done, Failure> {
        todo!()
    }

    /// Makes the workspace, its first person and its first policy.
    pub async fn set_up(&self, new: NewWorkspace) -> Result<Result<PersonId, StoreError>, Failure> {
        todo!()
    }

    /// Changes people, lines or policy on the writer, with the domain time. If `change` succeeds, the directory is
    /// read anew before this comes back, and who owns and answers for what is settled again in the background.
    pub async fn administer<T, E>(
        &self,
        change: impl FnOnce(&mut Writer, Moment) -> Result<T, E> + Send + 'static,
    ) -> Result<Result<T, E>, Failure>
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        todo!()
    }

    /// Writes what is no part of the directory (sessions, tokens, read marks) between two batches.
    pub async fn write<T: Send + 'static>(
        &self,
        write: impl FnOnce(&mut Writer) -> T + Send + 'static,
    ) -> Result<T, Failure> {
        todo!()
    }

    /// Runs a short read off the runtime's threads.
    pub async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut Reader<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        todo!()
    }

    /// Policy, people and lines as they are now; none before the set-up.
    pub fn directory(&self) -> Option<Arc<Directory>> {
        todo!()
    }

    /// Domain time and machine time.
    pub fn clock(&self) -> &Clock {
        todo!()
    }

    /// What happens, live.
    pub fn feed(&self) -> &Feed {
        todo!()
    }

    /// The store, for reads that are quick enough for the thread they are on.
    pub fn store(&self) -> &Arc<Store> {
        todo!()
    }

    /// A carrier's call for `line`. Comes back with its answer once everything in it is stored (law 6); nothing is
    /// stored of a call that is not believed, or for a line that is not there (none).
    pub async fn webhook(&self, line: LineId, request: &WebhookRequest<'_>) -> Option<CarrierAnswer> {
        todo!()
    }

    /// A pretend phone texts a simulated line. Comes back once it is stored.
    pub async fn simulate_text(&self, line: LineId, from: &str, text: &str, media: Vec<baton_core::Media>) -> Result<Done, Failure> {
        todo!()
    }

    /// Fetches a picture again that could not be fetched.
    pub async fn retry_media(&self, message: MessageId, index: u32) -> Result<(), Failure> {
        todo!()
    }

    /// Moves a rehearsal's clock to `wanted`, from due instant to due instant: each is done before the next. Comes
    /// back when everything that fell due until then is done.
    pub async fn advance_to(&self, wanted: Moment) -> Result<Advanced, AdvanceError> {
        todo!()
    }

    /// How it is.
    pub fn health(&self) -> Health {
        todo!()
    }

    /// Stops: nothing new is taken, what waits is stored, texts on their way get `within` to come back (their
    /// outcome is looked up at the next start otherwise), and the writer ends.
    pub async fn stop(&self, within: Duration) {
        todo!()
    }
}
