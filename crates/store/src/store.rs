//! The store of one data folder: its writer and its readers.

use crate::{Reader, StoreError, Workspace, Writer};
use baton_core::Position;
use std::path::PathBuf;
use std::time::Duration;

/// What to open, and how.
#[derive(Debug, Clone, Default)]
pub struct OpenOptions {
    /// The data folder; made if it does not exist. It is locked until the store is dropped.
    pub folder: PathBuf,
    /// `postgres://…`; none: SQLite in the folder.
    pub database: Option<String>,
    /// Whether the folder must be a rehearsal's, or must not; none: either will do.
    pub rehearsal: Option<bool>,
}

/// The store of one data folder. Shared by reference; reads from many threads at once.
#[derive(Debug)]
pub struct Store {}

impl Store {
    /// Locks the folder, opens the database, and brings its schema up to date.
    pub fn open(options: &OpenOptions) -> Result<Self, StoreError> {
        todo!()
    }

    /// Its one writer. A second call is a mistake of the program and is refused.
    pub fn writer(&self) -> Result<Writer, StoreError> {
        todo!()
    }

    /// Runs a short read on a connection of the pool, in one snapshot. Blocks while every connection is busy, or
    /// while the write-ahead log is being emptied.
    pub fn read<T>(
        &self,
        read: impl FnOnce(&mut Reader<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        todo!()
    }

    /// The workspace; none before the set-up.
    pub fn workspace(&self) -> Result<Option<Workspace>, StoreError> {
        todo!()
    }

    /// Calls `listener` whenever the feed may have grown, also by another node, with a position up to which it is
    /// readable. It must be quick. A signal can come twice, or for several commits at once: the feed is the truth.
    pub fn subscribe(&self, listener: Box<dyn Fn(Position) + Send + Sync>) {
        todo!()
    }

    /// Waits until the feed has grown beyond `after`, or `timeout` has passed; says how far it reaches.
    pub fn wait_feed(&self, after: Position, timeout: Duration) -> Position {
        todo!()
    }

    /// Bytes that lie in the write-ahead log and not yet in the database; 0 on PostgreSQL.
    pub fn wal_bytes(&self) -> u64 {
        todo!()
    }

    /// Whether this node hears at once of what other nodes commit. Always so on SQLite, where there are no others.
    pub fn hears_others(&self) -> bool {
        todo!()
    }
}
