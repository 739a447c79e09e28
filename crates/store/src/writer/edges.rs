//! Edges of shifts, hours and absences: how far they have been followed.

use super::Writer;
use super::jobs::{hold, job_of, note_job};
use super::setup::tell;
use crate::{EDGES, Job, RESETTLE, StoreError};
use baton_core::{By, Event, Moment};

impl Writer {
    /// The edges after `from` up to `to` have come: what is to be told of them at `at`, that everything is settled again
    /// from its beginning, and how far they are followed, in one transaction. So each is told once, whatever ends in
    /// between. False, and nothing is written, where they have been followed beyond `from` already, as another node did
    /// that led meanwhile.
    pub fn follow_edges(
        &mut self,
        (from, to): (Moment, Moment),
        changes: Vec<Event>,
        at: Moment,
    ) -> Result<bool, StoreError> {
        let head = self.write(|sql, workspace| {
            hold(sql, workspace)?;
            let stands = job_of(sql, workspace, EDGES)?.and_then(|job| job.at);
            if stands.is_some_and(|stands| stands > from) {
                return Ok(None);
            }
            // Progress that is noted of an earlier going through names another instant, or none.
            let again = Job { name: RESETTLE.to_owned(), after: None, at: Some(to) };
            note_job(sql, workspace, RESETTLE, Some(&again))?;
            note_job(sql, workspace, EDGES, Some(&Job { name: EDGES.to_owned(), ..again.clone() }))?;
            let told = (!changes.is_empty()).then(|| tell(sql, workspace, By::Policy, at, changes));
            Ok(Some(told.transpose()?))
        })?;
        if let Some(Some(head)) = head {
            self.after_kept(head);
        }
        Ok(head.is_some())
    }
}
