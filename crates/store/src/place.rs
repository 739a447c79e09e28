//! Gives a batch its place in the feed.

use crate::sql::SqlError;
use crate::{Batch, CommitError};
use baton_core::Position;
use std::collections::HashMap;

/// How many positions a batch takes: one for each event.
pub(crate) fn length(batch: &Batch) -> i64 {
    batch.records.iter().map(|record| record.events.len() as i64).sum()
}

/// Sets the records' positions, the last one being `head`, and from them the threads' versions.
pub(crate) fn place(batch: &mut Batch, head: i64) {
    let mut position = head - length(batch);
    let mut last = HashMap::with_capacity(batch.records.len());
    for record in &mut batch.records {
        position += record.events.len() as i64;
        record.position = Position(position);
        if let Some(thread) = record.thread {
            last.insert(thread, record.position);
        }
    }
    for thread in &mut batch.threads {
        if let Some(version) = last.get(&thread.row.id) {
            thread.row.version = *version;
        }
    }
}

/// What a failure means for whoever decided the batch.
pub(crate) fn judge(error: SqlError) -> CommitError {
    match error {
        SqlError::Unique(table) if crate::rows::is_duplicate(&table) => CommitError::Duplicate,
        SqlError::Unique(_) | SqlError::Conflict => CommitError::Conflict,
        SqlError::Store(error) => CommitError::Store(error),
    }
}

impl From<SqlError> for CommitError {
    fn from(error: SqlError) -> Self {
        judge(error)
    }
}
