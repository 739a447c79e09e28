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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Batch, NewPerson, NewWorkspace, OpenOptions, Store};
    use baton_core::{By, Event, Moment, Position, Record, Role};
    use std::time::Duration;

    fn cedar_lane() -> NewWorkspace {
        let email = "dana@cedarlane.example";
        NewWorkspace {
            business: "Cedar Lane Physio".into(),
            zone: "America/New_York".into(),
            public_url: None,
            rehearsal: false,
            person: NewPerson {
                email: email.into(),
                name: "Dana Kim".into(),
                role: Role::Admin,
                password_hash: None,
            },
            policy: baton_policy::starter("Cedar Lane Physio", email, "America/New_York"),
            at: Moment::from_micros(0),
        }
    }

    fn fault(directory_version: i64) -> Batch {
        let event = Event::SetupFault { fault: "a fault".into(), detail: String::new() };
        let record = Record {
            position: Position(0),
            thread: None,
            conversation: None,
            at: Moment::from_micros(0),
            by: By::Carrier,
            events: vec![event],
        };
        Batch { directory_version, records: vec![record], ..Batch::default() }
    }

    fn kept(store: &Store) -> Position {
        store.wait_feed(Position(i64::MAX), Duration::ZERO)
    }

    /// The fsync that failed once and then went well (PostgreSQL, 2018): fails when the feed hears of what is not on the
    /// disk, when anything is written after the disk has failed, or when opening the database anew does not end that.
    #[test]
    fn after_the_disk_has_failed_nothing_is_told_or_written_before_the_next_start() {
        let folder = tempfile::tempdir().expect("a folder");
        let options = OpenOptions { folder: folder.path().to_owned(), ..OpenOptions::default() };
        let store = Store::open(&options).expect("opens");
        let mut writer = store.writer().expect("the one writer");
        writer.set_up(&cedar_lane()).expect("is set up");
        let version = writer.load_directory().expect("is there").version;
        let before = kept(&store);

        let written = writer.write_ahead(&mut fault(version)).expect("is written");
        assert_eq!(kept(&store), before, "nobody hears of it before it is on the disk");
        writer.disk().keep(&written).expect("is brought to the disk");
        assert_eq!(kept(&store), Position(before.0 + 1));

        // A device that refuses to be brought to the disk, as fdatasync(2) says of special files.
        let null = File::open("/dev/null").expect("is there");
        writer.fails_like(null);
        let written = writer.write_ahead(&mut fault(version)).expect("is written");
        let told = writer.disk().keep(&written).expect_err("the disk has failed").to_string();
        assert!(told.contains("the disk failed"), "{told}");
        assert_eq!(kept(&store), Position(before.0 + 1), "nobody hears of what is not on the disk");
        assert!(writer.disk().keep(&written).is_err(), "a second attempt proves nothing");
        assert!(writer.write_ahead(&mut fault(version)).is_err());
        assert!(writer.mark_read(&[]).is_err());
        drop((writer, store));

        let store = Store::open(&options).expect("opens");
        store.writer().expect("the one writer").commit(&mut fault(version)).expect("goes on");
    }
}
