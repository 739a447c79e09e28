//! Timelines and the feed.

use super::{Reader, bounded};
use crate::sql::{one, values};
use crate::{Fault, StoreError, quotable};
use baton_core::{Event, MessageId, Position, Record, ThreadId};

/// Records of the workspace that are looked through for faults, at most.
const LOOKED_AT: i64 = 2_000;

impl Reader<'_> {
    /// The latest records of a thread before a position (none: the end), oldest first.
    pub fn timeline(
        &mut self,
        thread: ThreadId,
        before: Option<Position>,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError> {
        let before = before.map_or(i64::MAX, |position| position.0);
        let mut records = quotable::backwards(self.sql, self.workspace, thread, before, limit)?;
        records.reverse();
        Ok(records)
    }

    /// The records of a thread after a position, oldest first.
    pub fn timeline_after(
        &mut self,
        thread: ThreadId,
        after: Position,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError> {
        let rows = self.sql.query(
            "SELECT doc FROM records WHERE workspace = ?1 AND thread = ?2 AND position > ?3 ORDER BY position LIMIT ?4",
            &values![self.workspace, thread.0, after.0, bounded(limit)],
        )?;
        rows.iter().map(|row| row.doc(0)).collect()
    }

    /// What a message says, ours, theirs or a note.
    pub fn message_body(&mut self, id: MessageId) -> Result<Option<String>, StoreError> {
        quotable::body(self.sql, self.workspace, id)
    }

    /// Records of the workspace after a position, in order, without holes.
    pub fn feed(&mut self, after: Position, limit: usize) -> Result<Vec<Record>, StoreError> {
        let rows = self.sql.query(
            "SELECT doc FROM records WHERE workspace = ?1 AND position > ?2 ORDER BY position LIMIT ?3",
            &values![self.workspace, after.0, bounded(limit)],
        )?;
        rows.iter().map(|row| row.doc(0)).collect()
    }

    /// How far the feed reaches.
    pub fn feed_head(&mut self) -> Result<Position, StoreError> {
        self.of_workspace("SELECT feed FROM workspaces WHERE id = ?1").map(Position)
    }

    /// Readers that resume from before this position must reload: older records are gone.
    pub fn feed_floor(&mut self) -> Result<Position, StoreError> {
        self.of_workspace("SELECT feed_floor FROM workspaces WHERE id = ?1").map(Position)
    }

    /// Counts every change of policy, people and lines.
    pub fn directory_version(&mut self) -> Result<i64, StoreError> {
        self.of_workspace("SELECT directory_version FROM workspaces WHERE id = ?1")
    }

    fn of_workspace(&mut self, sql: &str) -> Result<i64, StoreError> {
        one(self.sql.query(sql, &values![self.workspace])?).map_or(Ok(0), |row| row.int(0))
    }

    /// What was wrong with the set-up lately, newest first.
    pub fn faults(&mut self, limit: usize) -> Result<Vec<Fault>, StoreError> {
        let rows = self.sql.query(
            "SELECT doc FROM records WHERE workspace = ?1 AND thread IS NULL ORDER BY position DESC LIMIT ?2",
            &values![self.workspace, LOOKED_AT],
        )?;
        let mut faults = Vec::new();
        for row in rows {
            let record: Record = row.doc(0)?;
            for (position, event) in record.positioned() {
                if let Event::SetupFault { fault, detail } = event {
                    faults.push(Fault {
                        position,
                        at: record.at,
                        fault: fault.clone(),
                        detail: detail.clone(),
                    });
                }
            }
            if faults.len() >= limit {
                break;
            }
        }
        faults.truncate(limit);
        Ok(faults)
    }
}
