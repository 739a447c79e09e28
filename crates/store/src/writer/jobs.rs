//! What is written beside decisions: marks of what was read, fetched files, the progress of jobs.

use super::Writer;
use crate::sql::{values, write};
use crate::{Job, MediaFile, MediaJob, ReadMark, StoreError};
use baton_core::{Moment, Position};

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
        self.write(|sql, workspace| {
            match progress {
                None => sql.execute(
                    "DELETE FROM jobs WHERE workspace = ?1 AND name = ?2",
                    &values![workspace, name],
                )?,
                Some(job) => sql.execute(
                    "INSERT INTO jobs (workspace, name, after, at) VALUES (?1, ?2, ?3, ?4) \
                     ON CONFLICT (workspace, name) DO UPDATE SET after = excluded.after, at = excluded.at",
                    &values![workspace, name, job.after.map(|id| id.0), job.at.map(Moment::micros)],
                )?,
            };
            Ok(())
        })
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
