//! Who changed people and lines, and when.

use super::{Reader, bounded};
use crate::sql::values;
use crate::{Change, Changed, StoreError};
use std::collections::HashMap;

impl Reader<'_> {
    /// The latest changes before a place (none: the end), newest first.
    pub fn changes(&mut self, before: Option<i64>, limit: usize) -> Result<Vec<Change>, StoreError> {
        let rows = self.sql.query(
            "SELECT doc FROM changes WHERE workspace = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3",
            &values![self.workspace, before.unwrap_or(i64::MAX), bounded(limit)],
        )?;
        rows.iter().map(|row| row.doc(0)).collect()
    }

    /// The version of each person and line: the place of its last change. What is left out was never changed: version 0.
    pub fn team_versions(&mut self) -> Result<HashMap<Changed, i64>, StoreError> {
        // One place of the index each, however many changes there have been.
        let rows = self.sql.query(
            "SELECT kind, subject, (SELECT MAX(c.id) FROM changes c WHERE c.workspace = ?1 AND c.kind = known.kind \
                AND c.subject = known.subject) FROM (SELECT CAST(0 AS BIGINT) AS kind, id AS subject FROM people WHERE workspace = ?1 \
                UNION ALL SELECT CAST(1 AS BIGINT), id FROM lines WHERE workspace = ?1) known",
            &values![self.workspace],
        )?;
        let mut versions = HashMap::with_capacity(rows.len());
        for row in rows {
            if let (Some(of), Some(version)) =
                (Changed::of_columns(row.int(0)?, row.int(1)?), row.maybe_int(2)?)
            {
                versions.insert(of, version);
            }
        }
        Ok(versions)
    }
}
