//! The store of one data folder: its writer and its readers.

use crate::folder::FolderLock;
use crate::pool::Pool;
use crate::postgres::{Address, Pg, Purpose};
use crate::signal::Signal;
use crate::sql::{Sql, one};
use crate::sqlite::{Gate, Lite, Log, file_of, lock};
use crate::words_anew::words_anew;
use crate::writer::Backend;
use crate::{Beat, Reader, StoreError, Workspace, Writer, folder, postgres, sqlite};
use baton_core::{Position, WorkspaceId};
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

/// The database's file in the folder.
const FILE: &str = "baton.sqlite";

/// What to open, and how.
#[derive(Debug, Clone, Default)]
pub struct OpenOptions {
    /// The data folder; made if it does not exist. It is locked until the store is dropped.
    pub folder: PathBuf,
    /// `postgres://…`; none: SQLite in the folder.
    pub database: Option<String>,
    /// Whether the folder must be a rehearsal's, or must not; none: either will do.
    pub rehearsal: Option<bool>,
}

/// The store of one data folder. Shared by reference; reads from many threads at once.
#[derive(Debug)]
pub struct Store {
    shared: Arc<Shared>,
}

/// What store and writer share.
#[derive(Debug)]
pub(crate) struct Shared {
    place: Place,
    pool: Pool,
    gate: Arc<Gate>,
    pub(crate) signal: Arc<Signal>,
    /// The workspace's id; 0 before the set-up.
    workspace: AtomicI64,
    checkpoint_pages: Option<u32>,
    taken: AtomicBool,
    /// What this node is known as among the others; 0 before it is asked for the first time.
    node: AtomicI64,
    /// The connection of its heartbeat.
    heart: Mutex<Option<Pg>>,
    /// The connection that opened the database, until the writer takes it.
    first: Mutex<Option<First>>,
    /// SQLite's file itself, for whoever brings it to the disk. To close any handle of a file gives up the process's
    /// locks on it, so this one outlives every connection: fields are dropped in their order.
    disk: Option<Arc<File>>,
    _lock: FolderLock,
}

#[derive(Debug)]
enum First {
    Sqlite(Lite),
    Postgres(Box<Pg>),
}

/// Where the database is.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    /// A file.
    Sqlite(PathBuf),
    /// A server.
    Postgres(Box<Address>),
}

impl Shared {
    pub(crate) fn workspace(&self) -> i64 {
        self.workspace.load(Ordering::Acquire)
    }

    pub(crate) fn set_workspace(&self, id: i64) {
        self.workspace.store(id, Ordering::Release);
    }

    /// What this node is known as among the others: an id of its own for each start.
    fn node_id(&self, pg: &mut Pg) -> Result<i64, StoreError> {
        if self.node.load(Ordering::Acquire) == 0 {
            let id = crate::writer::reserve(pg, self.workspace(), 1)? - 1;
            self.node.store(id, Ordering::Release);
        }
        Ok(self.node.load(Ordering::Acquire))
    }

    pub(crate) fn give_back(&self) {
        self.taken.store(false, Ordering::Release);
    }

    /// Lets the server look at the tables anew, beside the writer. Where that fails, readers' plans are slower for a
    /// minute, until the server does so by itself.
    pub(crate) fn analyze(&self) {
        if let Place::Postgres(config) = &self.place {
            let address = (**config).clone();
            let look = move || {
                // However long it takes: it is nobody's commit.
                let done = Pg::new(address, Purpose::Write).batch("SET statement_timeout = 0; ANALYZE");
                drop(done);
            };
            drop(std::thread::Builder::new().name("analyze".into()).spawn(look));
        }
    }

    /// Hears of other nodes' commits from here on.
    pub(crate) fn listen(&self) -> Result<(), StoreError> {
        match &self.place {
            Place::Postgres(config) if self.workspace() != 0 => {
                postgres::listen((**config).clone(), self.workspace(), Arc::clone(&self.signal))
            }
            _ => Ok(()),
        }
    }
}

impl Store {
    /// Locks the folder, opens the database, and brings its schema up to date.
    pub fn open(options: &OpenOptions) -> Result<Self, StoreError> {
        Self::open_with(options, None)
    }

    /// Like [`Store::open`], with a bound of its own for `SQLite`'s write-ahead log: it is copied into the database from
    /// so many pages of 4 KiB on (20,000 otherwise), and its file stays within about five times that.
    pub fn open_checkpointing_at(options: &OpenOptions, pages: u32) -> Result<Self, StoreError> {
        Self::open_with(options, Some(pages))
    }

    fn open_with(options: &OpenOptions, checkpoint_pages: Option<u32>) -> Result<Self, StoreError> {
        let file = folder::lock(&options.folder)?;
        let (place, first, disk) = match &options.database {
            None => {
                let path = options.folder.join(FILE);
                let mut lite = sqlite::open(&path)?;
                words_anew(&mut lite)?;
                let disk = File::options().read(true).write(true).open(&path);
                let disk =
                    disk.map_err(|error| StoreError::Database(format!("{}: {error}", path.display())))?;
                (Place::Sqlite(path), First::Sqlite(lite), Some(Arc::new(disk)))
            }
            Some(url) => {
                let address = postgres::address(url)?;
                let mut pg = Pg::new(address.clone(), Purpose::Write);
                postgres::migrate(&mut pg)?;
                words_anew(&mut pg)?;
                (Place::Postgres(Box::new(address)), First::Postgres(Box::new(pg)), None)
            }
        };
        let shared = Shared {
            pool: Pool::new(place.clone()),
            place,
            gate: Arc::default(),
            signal: Arc::default(),
            workspace: AtomicI64::new(0),
            checkpoint_pages,
            taken: AtomicBool::new(false),
            node: AtomicI64::new(0),
            heart: Mutex::default(),
            first: Mutex::new(Some(first)),
            disk,
            _lock: file,
        };
        let store = Self { shared: Arc::new(shared) };
        store.begin(options)?;
        Ok(store)
    }

    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "a path would fix the lifetime of the reader"
    )]
    fn begin(&self, options: &OpenOptions) -> Result<(), StoreError> {
        let Some(workspace) = self.workspace()? else { return Ok(()) };
        match (workspace.rehearsal, options.rehearsal) {
            (true, Some(false)) => Err(StoreError::Rehearsal(format!(
                "{} is a rehearsal's folder, whose time can be moved. Start it with --test-clock, or name another folder.",
                options.folder.display()
            ))),
            (false, Some(true)) => Err(StoreError::Rehearsal(format!(
                "{} is a real one, and its time cannot be moved. Make a folder for rehearsals with init --rehearsal.",
                options.folder.display()
            ))),
            _ => {
                self.shared.set_workspace(workspace.id.0);
                let Position(head) = self.read(|reader| reader.feed_head())?;
                self.shared.signal.grown(head);
                self.shared.listen()
            }
        }
    }

    /// Its one writer; refused while there is one.
    pub fn writer(&self) -> Result<Writer, StoreError> {
        if self.shared.taken.swap(true, Ordering::AcqRel) {
            return Err(StoreError::Setup("The store has one writer, and somebody has it.".into()));
        }
        let made = self.backend().map(|(backend, log)| Writer::new(backend, Arc::clone(&self.shared), log));
        if made.is_err() {
            self.shared.give_back();
        }
        made
    }

    /// The writer's connection; on SQLite with its log's file.
    fn backend(&self) -> Result<(Backend, Option<Arc<File>>), StoreError> {
        let first = lock(&self.shared.first).take();
        let first = match (first, &self.shared.place) {
            (Some(first), _) => first,
            (None, Place::Sqlite(path)) => First::Sqlite(sqlite::open(path)?),
            (None, Place::Postgres(config)) => {
                First::Postgres(Box::new(Pg::new((**config).clone(), Purpose::Write)))
            }
        };
        Ok(match first {
            First::Sqlite(mut lite) => {
                let disk = self.shared.disk.clone().expect("opened with the first connection");
                let gate = Arc::clone(&self.shared.gate);
                let file = sqlite::open_log(&lite.path)?;
                let log = Log::watch(&mut lite, gate, disk, self.shared.checkpoint_pages)?;
                (Backend::Sqlite(lite, log), Some(Arc::new(file)))
            }
            First::Postgres(pg) => (Backend::Postgres(pg), None),
        })
    }

    /// Runs a short read on a connection of the pool, in one snapshot. Blocks while every connection is busy, or
    /// while the write-ahead log is being emptied.
    pub fn read<T>(
        &self,
        read: impl FnOnce(&mut Reader<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let _pass = self.shared.gate.enter();
        let mut connection = self.shared.pool.take()?;
        let sql: &mut dyn Sql = &mut *connection;
        sql.begin_read()?;
        let found = read(&mut Reader::new(sql, self.shared.workspace()));
        if found.is_err() || sql.commit().is_err() {
            sql.rollback();
        }
        found
    }

    /// The workspace; none before the set-up.
    pub fn workspace(&self) -> Result<Option<Workspace>, StoreError> {
        self.read(|reader| {
            let row = one(reader.sql.query(
                "SELECT id, business, zone, public_url, rehearsal, directory_version FROM workspaces ORDER BY id LIMIT 1",
                &[],
            )?);
            row.map(|row| {
                Ok(Workspace {
                    id: WorkspaceId(row.int(0)?),
                    business: row.text(1)?.to_owned(),
                    zone: row.text(2)?.to_owned(),
                    public_url: row.maybe_text(3)?.map(str::to_owned),
                    rehearsal: row.int(4)? != 0,
                    directory_version: row.int(5)?,
                })
            })
            .transpose()
        })
    }

    /// Calls `listener` whenever the feed may have grown, also by another node, with a position up to which it is
    /// readable. It must be quick. A signal can come twice, or for several commits at once: the feed is the truth.
    pub fn subscribe(&self, listener: Box<dyn Fn(Position) + Send + Sync>) {
        self.shared.signal.subscribe(listener);
    }

    /// Waits until the feed has grown beyond `after`, or `timeout` has passed; says how far it reaches.
    pub fn wait_feed(&self, after: Position, timeout: Duration) -> Position {
        self.shared.signal.wait(after, timeout)
    }

    /// Calls `listener` whenever another node says that it changed policy, people or lines. It must be quick. Such a
    /// word can be lost: [`Store::beat`] tells which version the directory has.
    pub fn subscribe_to_directory(&self, listener: Box<dyn Fn() + Send + Sync>) {
        self.shared.signal.subscribe_to_directory(listener);
    }

    /// Whether other nodes may work on this database.
    pub fn is_shared(&self) -> bool {
        matches!(self.shared.place, Place::Postgres(_))
    }

    /// A sign of life of this node. One node leads (see [`Beat`]): whoever does goes on for `lease` from here on, and
    /// where nobody does any more this node takes over. Blocks; none before the set-up.
    pub fn beat(&self, lease: Duration) -> Result<Option<Beat>, StoreError> {
        self.with_heart(|pg, shared| {
            let node = shared.node_id(pg)?;
            let beat = postgres::beat(pg, shared.workspace(), node, Some(lease))?;
            shared.signal.found(beat.feed.0);
            Ok(beat)
        })
    }

    /// This node leads no longer, so that another one can at once.
    pub fn abdicate(&self) -> Result<(), StoreError> {
        let gone = self.with_heart(|pg, shared| {
            let node = shared.node_id(pg)?;
            postgres::beat(pg, shared.workspace(), node, None)
        });
        gone.map(|_| ())
    }

    fn with_heart<T>(
        &self,
        work: impl FnOnce(&mut Pg, &Shared) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let Place::Postgres(address) = &self.shared.place else { return Ok(None) };
        if self.shared.workspace() == 0 {
            // Another node may have made it.
            let Some(workspace) = self.workspace()? else { return Ok(None) };
            self.shared.set_workspace(workspace.id.0);
            self.shared.listen()?;
        }
        let mut heart = lock(&self.shared.heart);
        let pg = heart.get_or_insert_with(|| Pg::new((**address).clone(), Purpose::Heart));
        work(pg, &self.shared).map(Some)
    }

    /// The size of the write-ahead log's file in bytes; 0 on PostgreSQL.
    pub fn wal_bytes(&self) -> u64 {
        match &self.shared.place {
            Place::Sqlite(path) => std::fs::metadata(file_of(path)).map_or(0, |file| file.len()),
            Place::Postgres(_) => 0,
        }
    }

    /// Whether this node hears at once of what other nodes commit. Always so on SQLite, where there are no others. A node
    /// that does not asks four times a second. That it hears no longer is noticed within seconds of the first commit that
    /// it did not hear of, by a [`Store::beat`] and a word that does not come back.
    pub fn hears_others(&self) -> bool {
        match &self.shared.place {
            Place::Sqlite(_) => true,
            Place::Postgres(_) => self.shared.signal.is_hearing(),
        }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.shared.signal.end();
    }
}
