//! Gives a batch its place in the feed.

use crate::cache::Cache;
use crate::rows::{conversation_columns, owner_columns};
use crate::sql::SqlError;
use crate::{Batch, CommitError};
use baton_core::{Conversation, Position, ThreadId};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// How many positions a batch takes: one for each event.
pub(crate) fn length(batch: &Batch) -> i64 {
    batch.records.iter().map(|record| count(&record.events)).sum()
}

fn count<T>(items: &[T]) -> i64 {
    i64::try_from(items.len()).expect("what fits in memory is fewer than 2^63")
}

/// The threads that begin with this batch: their conversations are new too.
pub(crate) fn new_threads(batch: &Batch) -> HashSet<ThreadId> {
    batch.threads.iter().filter(|thread| thread.read_at.is_none()).map(|thread| thread.row.id).collect()
}

/// Whether a conversation's rows in the list of tags, if it has any, must be written again.
pub(crate) fn tags_move(cache: &Cache, row: &Conversation) -> bool {
    cache.conversations.get(&row.id.0).is_none_or(|prior| {
        let (old, new) = (conversation_columns(prior), conversation_columns(row));
        prior.tags != row.tags || old.live != new.live || old.sort != new.sort
    })
}

/// Whether what a conversation puts to others, if anything, must be written again. One that never had a part never put
/// anything to anybody.
pub(crate) fn put_to_moves(cache: &Cache, row: &Conversation) -> bool {
    cache.conversations.get(&row.id.0).map_or(row.parts > 0, |prior| !row.puts_the_same_as(prior))
}

/// Rows of what a conversation puts to others: kind and id of each, giver (0 for a question), and by when.
pub(crate) fn put_to_columns(row: &Conversation) -> impl Iterator<Item = (i64, i64, i64, i64)> {
    row.put_to().into_iter().map(|one| {
        let (kind, party) = owner_columns(one.to);
        (kind, party, one.giver.map_or(0, |giver| giver.0), one.at.micros())
    })
}

/// Who is told something by a batch: the person, the position of that event, and of its record.
pub(crate) fn told(batch: &Batch) -> Vec<(i64, i64, i64)> {
    let mut told = Vec::new();
    // A word leads to its conversation; what stands outside of any is seen where it stands.
    for record in batch.records.iter().filter(|record| record.conversation.is_some()) {
        for (position, event) in record.positioned() {
            told.extend(event.tells().iter().map(|person| (person.0, position.0, record.position.0)));
        }
    }
    // One step of an escalation may name somebody twice.
    told.sort_unstable();
    told.dedup();
    told
}

/// Puts conversations in the order in which they can be written: a thread's may end and its next one begin in one batch,
/// and the index that allows one live conversation is asked at every row, so what ends comes first.
pub(crate) fn endings_first(batch: &mut Batch) {
    batch.conversations.sort_by_key(|row| (row.thread, row.is_live(), row.id));
}

/// Sets the records' positions, the last one being `head`, and from them the threads' versions.
pub(crate) fn place(batch: &mut Batch, head: i64) {
    let mut position = head - length(batch);
    let mut last = HashMap::with_capacity(batch.records.len());
    for record in &mut batch.records {
        position += count(&record.events);
        record.position = Position(position);
        if let Some(thread) = record.thread {
            last.insert(thread, record.position);
        }
    }
    for thread in &mut batch.threads {
        if let Some(version) = last.get(&thread.row.id) {
            Arc::make_mut(&mut thread.row).version = *version;
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
