//! `If-Match`: whoever names the version that they have seen is obeyed over that version only.

use super::Checker;
use baton_core::{By, Moment, Position, Record, ThreadId};
use std::collections::BTreeMap;

/// The versions of threads, as their records make them.
#[derive(Debug, Default)]
pub(super) struct Versions {
    now: BTreeMap<ThreadId, Position>,
    /// By record of somebody of the team: the version over which its batch was decided; none if somebody else changed the
    /// thread in that batch before it.
    over: BTreeMap<Position, Option<Position>>,
}

impl Checker {
    /// Records that were committed together. What was overdue in a thread is decided with the button that comes after it,
    /// and over the same version.
    pub(crate) fn batch(&mut self, records: &[Record]) {
        let versions = &mut self.versions;
        let before: BTreeMap<ThreadId, Position> = records
            .iter()
            .filter_map(|record| record.thread)
            .filter_map(|thread| Some((thread, *versions.now.get(&thread)?)))
            .collect();
        let mut changed: Vec<ThreadId> = Vec::new();
        for record in records {
            let Some(thread) = record.thread else { continue };
            if record.by.as_person().is_some() {
                let over = before.get(&thread).copied().filter(|_| !changed.contains(&thread));
                versions.over.insert(record.position, over);
            }
            if record.by != By::Policy {
                changed.push(thread);
            }
            versions.now.insert(thread, record.position);
        }
    }

    /// A button that names a version was obeyed, with that record.
    pub(crate) fn obeyed(&mut self, at: Moment, version: Position, record: Position) {
        let over = self.versions.over.get(&record).copied().flatten();
        if over != Some(version) {
            let what = format!("a button over version {} is obeyed, and it stood at {over:?}", version.0);
            self.wrong("versions", at, what);
        }
    }
}
