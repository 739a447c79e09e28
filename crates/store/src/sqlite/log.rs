//! Keeps the write-ahead log bounded without stopping the writer.
//!
//! A checkpoint copies pages from the log into the database. A thread of its own does the bulk of that beside the
//! writer, in parts while the log grows, and brings it to the disk, which SQLite would leave to whoever copies the last
//! page; then the writer, between two commits, copies what is left and begins the log anew. That takes an instant in
//! which nobody reads, and a pool of readers that never pauses never gives one, so reads pass a gate that the writer
//! can close.

use crate::StoreError;
use crate::sqlite::connection::{BUSY, Lite, explain};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// Pages in the log at which a checkpoint begins, unless the options say otherwise: 80 to 200 MB were measured best,
/// SQLite's own 1,000 pages halve the rate.
const BEGIN: i64 = 20_000;
/// So many times that, the writer waits for the helper, and for readers, however long they take: the log's limit, about
/// 400 MB.
const LIMIT: i64 = 5;
/// In so many parts, pages are copied on the way there and brought to the disk: the less at once, the less the writer's
/// own way to the disk waits behind it.
const PARTS: i64 = 4;
/// The part of that which the writer may be left to copy; a few milliseconds.
const REST: i64 = 20;
/// How often the helper tries to come that close, while the writer goes on.
const ROUNDS: usize = 5;
/// How long the writer waits for readers before the limit.
const PATIENCE: Duration = Duration::from_millis(5);
/// Page cache of the helper, in KiB.
const HELPER_CACHE: i64 = 512;

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What reads pass.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    state: Mutex<Passing>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Passing {
    readers: usize,
    closed: bool,
}

/// Leave to read; given back when dropped.
#[derive(Debug)]
pub(crate) struct Pass<'a>(&'a Gate);

impl Gate {
    /// Waits while the gate is closed, which is for milliseconds.
    pub(crate) fn enter(&self) -> Pass<'_> {
        let waiting = self.changed.wait_while(lock(&self.state), |state| state.closed);
        waiting.unwrap_or_else(PoisonError::into_inner).readers += 1;
        Pass(self)
    }

    /// Lets nobody in and waits until nobody reads; false (and open again) if that takes longer than `patience`.
    fn close(&self, patience: Option<Duration>) -> bool {
        let mut state = lock(&self.state);
        state.closed = true;
        let reading = |state: &mut Passing| state.readers > 0;
        let mut state = match patience {
            Some(patience) => {
                self.changed
                    .wait_timeout_while(state, patience, reading)
                    .unwrap_or_else(PoisonError::into_inner)
                    .0
            }
            None => self.changed.wait_while(state, reading).unwrap_or_else(PoisonError::into_inner),
        };
        if state.readers > 0 {
            state.closed = false;
            drop(state);
            self.changed.notify_all();
            return false;
        }
        true
    }

    fn open(&self) {
        lock(&self.state).closed = false;
        self.changed.notify_all();
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        lock(&self.0.state).readers -= 1;
        self.0.changed.notify_all();
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The log is short, or its beginning is copied.
    Idle,
    /// The helper copies what there is, while the log goes on.
    Ahead,
    /// The helper copies.
    Copying,
    /// Little is left; it is the writer's turn.
    Ready,
    /// The store is being closed.
    Over,
}

#[derive(Debug)]
struct Shared {
    stage: Mutex<Stage>,
    changed: Condvar,
    /// Pages in the log after the last commit.
    pages: AtomicI64,
    /// Pages of it that are copied.
    copied: AtomicI64,
    /// Pages at which a checkpoint begins.
    begin: i64,
}

impl Shared {
    /// How many of the log's pages are not copied. Where there are fewer pages than were copied, SQLite itself has begun
    /// the log anew, as it does when everything is copied and nobody reads.
    fn left(&self, pages: i64) -> i64 {
        let copied = self.copied.load(Ordering::Relaxed);
        if copied <= pages { pages - copied } else { pages }
    }
}

/// The log of one database file.
#[derive(Debug)]
pub(crate) struct Log {
    shared: Arc<Shared>,
    gate: Arc<Gate>,
    helper: Option<JoinHandle<()>>,
}

impl Log {
    /// Watches the writer's connection.
    pub(crate) fn watch(
        writer: &mut Lite,
        gate: Arc<Gate>,
        disk: Arc<File>,
        begin: Option<u32>,
    ) -> Result<Self, StoreError> {
        let shared = Arc::new(Shared {
            stage: Mutex::new(Stage::Idle),
            changed: Condvar::new(),
            pages: AtomicI64::new(0),
            copied: AtomicI64::new(0),
            begin: begin.map_or(BEGIN, i64::from),
        });
        let seen = Arc::clone(&shared);
        writer
            .connection
            .wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, pages| {
                seen.pages.store(i64::from(pages), Ordering::Relaxed);
                Ok(())
            }))
            .map_err(|error| explain(&error, &writer.path))?;
        let (path, work) = (writer.path.clone(), Arc::clone(&shared));
        let helper = std::thread::Builder::new()
            .name("checkpoint".into())
            .spawn(move || help(&path, &disk, &work))
            .map_err(|error| StoreError::Database(format!("no thread for checkpoints: {error}")))?;
        Ok(Self { shared, gate, helper: Some(helper) })
    }

    /// After each commit: asks for a checkpoint when it is time, and begins the log anew when the bulk is copied.
    pub(crate) fn after_commit(&self, writer: &Lite) {
        let pages = self.shared.pages.load(Ordering::Relaxed);
        let mut stage = lock(&self.shared.stage);
        if matches!(*stage, Stage::Copying | Stage::Ahead) && pages >= LIMIT * self.shared.begin {
            // The helper does not keep up. The limit is one: nothing is added until it has copied.
            let copied =
                self.shared.changed.wait_while(stage, |stage| matches!(stage, Stage::Copying | Stage::Ahead));
            stage = copied.unwrap_or_else(PoisonError::into_inner);
        }
        match *stage {
            Stage::Idle if pages >= self.shared.begin => {
                *stage = Stage::Copying;
                self.shared.changed.notify_all();
            }
            Stage::Idle if self.shared.left(pages) >= self.shared.begin / PARTS => {
                *stage = Stage::Ahead;
                self.shared.changed.notify_all();
            }
            Stage::Ready => {
                drop(stage);
                if self.begin_anew(writer, pages) {
                    self.shared.copied.store(0, Ordering::Relaxed);
                    *lock(&self.shared.stage) = Stage::Idle;
                } else if pages >= 2 * self.shared.begin {
                    // Readers held it up, so much may have gathered again meanwhile.
                    *lock(&self.shared.stage) = Stage::Copying;
                    self.shared.changed.notify_all();
                }
            }
            _ => {}
        }
    }

    fn begin_anew(&self, writer: &Lite, pages: i64) -> bool {
        let patience = if pages >= LIMIT * self.shared.begin { None } else { Some(PATIENCE) };
        if !self.gate.close(patience) {
            return false;
        }
        // Nobody of ours stands in its way now; another program that reads the file is not waited for.
        let done = writer.connection.busy_timeout(PATIENCE).and_then(|()| checkpoint(writer, "RESTART"));
        let restored = writer.connection.busy_timeout(BUSY);
        self.gate.open();
        restored.is_ok() && done.is_ok_and(|(busy, _)| !busy)
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        *lock(&self.shared.stage) = Stage::Over;
        self.shared.changed.notify_all();
        if let Some(helper) = self.helper.take() {
            // It only ends by returning; a panic in it was reported where it happened.
            let _ = helper.join();
        }
    }
}

/// The helper's life: copies whenever it is asked, until little is left.
fn help(path: &Path, disk: &File, shared: &Shared) {
    loop {
        let waiting = shared
            .changed
            .wait_while(lock(&shared.stage), |stage| matches!(stage, Stage::Idle | Stage::Ready));
        let asked = *waiting.unwrap_or_else(PoisonError::into_inner);
        let rounds = match asked {
            Stage::Over => return,
            Stage::Ahead => 1,
            _ => ROUNDS,
        };
        // A checkpoint that fails, as on a full disk, leaves the log as it is; the next commit asks again.
        if let Ok(lite) = Lite::open(path, HELPER_CACHE) {
            for _ in 0..rounds {
                let Ok((_, copied)) = checkpoint(&lite, "PASSIVE") else { break };
                shared.copied.store(copied, Ordering::Relaxed);
                let left = shared.pages.load(Ordering::Relaxed) - copied;
                if disk.sync_data().is_err() || left <= shared.begin / REST {
                    break;
                }
            }
        }
        let mut stage = lock(&shared.stage);
        if *stage == asked {
            *stage = if asked == Stage::Ahead { Stage::Idle } else { Stage::Ready };
            shared.changed.notify_all();
        }
    }
}

/// Whether somebody stood in its way, and how many of the log's pages are copied.
fn checkpoint(lite: &Lite, mode: &str) -> rusqlite::Result<(bool, i64)> {
    lite.connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |row| {
        let (busy, copied): (i64, i64) = (row.get(0)?, row.get(2)?);
        Ok((busy != 0, copied))
    })
}

/// The log's file.
pub(crate) fn file_of(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

/// The log's file, to bring it to the disk. It is there, under this name, for as long as a connection is open; nobody
/// locks it.
pub(crate) fn open_log(database: &Path) -> Result<File, StoreError> {
    let path = file_of(database);
    let opened = File::options().read(true).write(true).open(&path);
    opened.map_err(|error| StoreError::Database(format!("{}: {error}", path.display())))
}
