//! What is written beside decisions: marks of what was read, fetched files, the progress of jobs.

use super::{Writer, not_set_up};
use crate::sql::{Sql, one, values, write};
use crate::{Job, MediaFile, MediaJob, ReadMark, StoreError};
use baton_core::{ConversationId, Moment, Position};
use baton_hours::MachineTime;
use std::time::Duration;

impl Writer {
    /// Somebody has read a thread so far. Marks only move forward.
    pub fn mark_read(&mut self, marks: &[ReadMark]) -> Result<(), StoreError> {
        self.write(|sql, workspace| {
            for mark in marks {
                sql.execute(
                    "INSERT INTO reads AS r (workspace, person, thread, up_to) VALUES (?1, ?2, ?3, ?4) \
                     ON CONFLICT (workspace, person, thread) DO UPDATE SET up_to = excluded.up_to \
                     WHERE excluded.up_to > r.up_to",
                    &values![workspace, mark.person.0, mark.up_to.thread().0, mark.up_to.0],
                )?;
            }
            Ok(())
        })
    }

    /// How a file's fetching stands now, with the file where it is here.
    pub fn save_media(&mut self, job: &MediaJob, file: Option<&MediaFile>) -> Result<(), StoreError> {
        self.write(|sql, workspace| {
            let place = i64::from(job.index);
            sql.execute(
                "INSERT INTO media (workspace, message, place, next_at, doc) VALUES (?1, ?2, ?3, ?4, ?5) \
                 ON CONFLICT (workspace, message, place) DO UPDATE SET next_at = excluded.next_at, doc = excluded.doc",
                &values![workspace, job.message.0, place, job.next_at, write(job)],
            )?;
            if let Some(file) = file {
                sql.execute(
                    "INSERT INTO media_files (workspace, message, place, content_type, bytes) \
                     VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (workspace, message, place) DO UPDATE SET \
                     content_type = excluded.content_type, bytes = excluded.bytes",
                    &values![workspace, job.message.0, place, &file.content_type, file.bytes.as_slice()],
                )?;
            }
            Ok(())
        })
    }

    /// How far a job has come; none: it is done.
    pub fn save_job(&mut self, name: &str, progress: Option<&Job>) -> Result<(), StoreError> {
        self.write(|sql, workspace| note_job(sql, workspace, name, progress))
    }

    /// How far a job has come (none: it is done) that was taken up as `job` and goes by the directory of this version;
    /// false, and nothing is noted, if the directory is another by now, or an edge came: then the job begins anew, or has
    /// been done.
    pub fn advance_job(
        &mut self,
        job: &Job,
        directory_version: i64,
        after: Option<ConversationId>,
    ) -> Result<bool, StoreError> {
        self.write(|sql, workspace| {
            let stands = hold(sql, workspace)?;
            let same = |stands: Job| stands.at == job.at;
            if stands != directory_version || !job_of(sql, workspace, &job.name)?.is_some_and(same) {
                return Ok(false);
            }
            let progress = after.map(|_| Job { after, ..job.clone() });
            note_job(sql, workspace, &job.name, progress.as_ref())?;
            Ok(true)
        })
    }

    /// Forgets the `Idempotency-Key`s of presses that are older than `kept`. How old they are is known by milestones,
    /// of which one is set at most once in `apart`: to the nearest of those.
    pub fn forget_old_presses(
        &mut self,
        now: MachineTime,
        kept: Duration,
        apart: Duration,
    ) -> Result<(), StoreError> {
        let before = self.write(|sql, workspace| {
            set_milestone(sql, workspace, now, apart)?;
            let old = one(sql.query(
                "SELECT max(feed) FROM milestones WHERE workspace = ?1 AND at <= ?2",
                &values![workspace, (now - kept).micros()],
            )?);
            let before = old.map(|row| row.maybe_int(0)).transpose()?.flatten();
            // The newest of the old ones is passed; those behind it say nothing more.
            sql.execute(
                "DELETE FROM milestones WHERE workspace = ?1 AND at <= ?2",
                &values![workspace, (now - kept).micros()],
            )?;
            Ok(before)
        })?;
        match before {
            // A press that changed nothing stands where the feed stood, so it may be younger than a milestone there.
            Some(feed) => self.forget_presses(Position(feed)),
            None => Ok(()),
        }
    }

    /// Forgets the `Idempotency-Key`s whose press was committed before this position.
    pub fn forget_presses(&mut self, before: Position) -> Result<(), StoreError> {
        self.write(|sql, workspace| {
            sql.execute(
                "DELETE FROM presses WHERE workspace = ?1 AND feed < ?2",
                &values![workspace, before.0],
            )?;
            Ok(())
        })
    }
}

/// Locks the workspace's row until the end of the transaction, so that whatever puts a job back comes before or after all of
/// it; the version of the directory.
pub(super) fn hold(sql: &mut dyn Sql, workspace: i64) -> Result<i64, StoreError> {
    let rows = sql.query(
        "UPDATE workspaces SET directory_version = directory_version WHERE id = ?1 RETURNING directory_version",
        &values![workspace],
    )?;
    one(rows).ok_or_else(not_set_up)?.int(0)
}

/// A job as it stands; none: it is not to be done.
pub(super) fn job_of(sql: &mut dyn Sql, workspace: i64, name: &str) -> Result<Option<Job>, StoreError> {
    let row = one(sql
        .query("SELECT after, at FROM jobs WHERE workspace = ?1 AND name = ?2", &values![workspace, name])?);
    row.map(|row| {
        let (after, at) = (row.maybe_int(0)?, row.maybe_int(1)?);
        let (after, at) = (after.map(ConversationId), at.map(Moment::from_micros));
        Ok(Job { name: name.to_owned(), after, at })
    })
    .transpose()
}

pub(super) fn note_job(
    sql: &mut dyn Sql,
    workspace: i64,
    name: &str,
    progress: Option<&Job>,
) -> Result<(), StoreError> {
    match progress {
        None => {
            sql.execute("DELETE FROM jobs WHERE workspace = ?1 AND name = ?2", &values![workspace, name])?
        }
        Some(job) => sql.execute(
            "INSERT INTO jobs (workspace, name, after, at) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (workspace, name) DO UPDATE SET after = excluded.after, at = excluded.at",
            &values![workspace, name, job.after.map(|id| id.0), job.at.map(Moment::micros)],
        )?,
    };
    Ok(())
}

/// Notes how far the feed reaches now, unless the last such note is younger than `apart`.
fn set_milestone(
    sql: &mut dyn Sql,
    workspace: i64,
    now: MachineTime,
    apart: Duration,
) -> Result<(), StoreError> {
    let last = one(sql.query("SELECT max(at) FROM milestones WHERE workspace = ?1", &values![workspace])?);
    let last = last.map(|row| row.maybe_int(0)).transpose()?.flatten();
    if last.is_none_or(|last| last <= (now - apart).micros()) {
        sql.execute(
            "INSERT INTO milestones (workspace, at, feed) SELECT id, ?2, feed FROM workspaces WHERE id = ?1 \
             ON CONFLICT (workspace, at) DO NOTHING",
            &values![workspace, now.micros()],
        )?;
    }
    Ok(())
}
