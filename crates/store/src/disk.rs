//! Brings what the writer wrote to the disk, beside the writer.
//!
//! To bring a batch to the disk takes milliseconds of waiting, and nothing else. So on SQLite the writer may leave
//! that to another thread and decide and write the next batch meanwhile. What it decides on is committed then, and
//! cannot be undone any more except by the machine's losing its power, which undoes what came after it too: the
//! log is one file, and is read up to its first gap. Until a batch is on the disk nobody may be told of it.

use crate::StoreError;
use crate::store::Shared;
use std::fs::File;
use std::sync::{Arc, OnceLock};

/// A batch that stands in the database, and not certainly on the disk.
#[derive(Debug)]
#[must_use = "nobody may be told of it before Disk::keep has come back"]
pub struct Written {
    pub(crate) head: i64,
}

/// Brings what the writer wrote to the disk. Copies are the same.
#[derive(Debug, Clone)]
pub struct Disk {
    shared: Arc<Shared>,
    /// SQLite's log; none on PostgreSQL, whose commits come back when they are on its disk.
    log: Option<Arc<File>>,
    /// Why the disk failed, once it has.
    failed: Arc<OnceLock<String>>,
}

impl Disk {
    pub(crate) fn new(shared: Arc<Shared>, log: Option<Arc<File>>) -> Self {
        Self { shared, log, failed: Arc::default() }
    }

    /// Blocks until this batch, and every one before it, is on the disk; then wakes who waits for the feed.
    ///
    /// # Errors
    /// If the disk fails. Whether the batch is there is not known then, and the kernel may have forgotten what it could
    /// not write. So nothing more is written before the database is opened anew.
    pub fn keep(&self, written: &Written) -> Result<(), StoreError> {
        if let Some(log) = &self.log {
            self.works()?;
            if let Err(error) = log.sync_data() {
                // The first reason stays.
                let _ = self.failed.set(error.to_string());
                return self.works();
            }
        }
        self.shared.signal.grown(written.head);
        Ok(())
    }

    /// Whether writing goes on: it does until the disk fails.
    pub fn works(&self) -> Result<(), StoreError> {
        self.failed.get().map_or(Ok(()), |why| {
            Err(StoreError::Database(format!(
                "the disk failed ({why}), so nothing more is stored. Check the disk, then start Baton again"
            )))
        })
    }
}
