//! What people have read of what they were told.

use super::Writer;
use crate::sql::{Sql, one, values};
use crate::{StoreError, unread};
use baton_core::{PersonId, Position, ThreadId};

impl Writer {
    /// Somebody has read what they were told up to there. The mark only moves forward, and not beyond what there is.
    pub fn mark_told_read(&mut self, person: PersonId, up_to: Position) -> Result<(), StoreError> {
        self.write(|sql, workspace| {
            let feed = one(sql.query("SELECT feed FROM workspaces WHERE id = ?1", &values![workspace])?);
            let up_to = up_to.0.min(feed.map_or(Ok(0), |row| row.int(0))?);
            sql.execute(unread::UP_TO, &values![workspace, person.0, up_to])?;
            settle(sql, workspace, person)
        })
    }

    /// Somebody has read what they were told of this thread up to there, and nothing else of it: what they were told
    /// since then they have not seen.
    pub fn mark_told_read_of(
        &mut self,
        person: PersonId,
        thread: ThreadId,
        up_to: Position,
    ) -> Result<(), StoreError> {
        self.write(|sql, workspace| {
            sql.execute(unread::SEE, &values![workspace, person.0, thread.0, up_to.0])?;
            settle(sql, workspace, person)
        })
    }
}

/// Moves the mark to just before the oldest that is not read, or to the last that there is, and forgets what was read one
/// by one until there: whoever reads by looking alone is not counted through all that they were ever told.
fn settle(sql: &mut dyn Sql, workspace: i64, person: PersonId) -> Result<(), StoreError> {
    let of = &values![workspace, person.0];
    let up_to = match one(sql.query(unread::OLDEST, of)?) {
        Some(oldest) => oldest.int(0)? - 1,
        None => match one(sql.query(unread::LAST, of)?) {
            Some(last) => last.int(0)?,
            None => return Ok(()),
        },
    };
    sql.execute(unread::UP_TO, &values![workspace, person.0, up_to])?;
    sql.execute(unread::FORGET, &values![workspace, person.0, up_to])?;
    Ok(())
}
