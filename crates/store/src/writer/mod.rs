//! The one writer.

mod access;
mod changes;
mod edges;
mod jobs;
mod setup;
mod team;
mod told;

pub(crate) use setup::queue_ids;
pub(crate) use team::lines_of;

use crate::cache::Cache;
use crate::disk::{Disk, Written};
use crate::load::{AT_ONCE, Loader};
use crate::postgres::Pg;
use crate::rows::pack;
use crate::sql::{Sql, SqlError, one, values};
use crate::sqlite::{Lite, Log};
use crate::store::Shared;
use crate::{Batch, CommitError, Idempotency, Need, Outcome, StoreError, postgres, sqlite};
use baton_core::{Ids, LineId, MessageId, Position, Subject};
use std::fs::File;
use std::sync::Arc;

/// Records after which PostgreSQL looks at the tables anew, so that readers' plans fit what is in them.
const ANALYZE_AT: [i64; 3] = [500, 10_000, 100_000];

/// Which of some keys are known already, in the order in which they were asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownKeys {
    /// By carrier's id: the message that it is.
    pub carrier_ids: Vec<Option<MessageId>>,
    /// By `Idempotency-Key`: the hash of the request it came with, and what that came to.
    pub presses: Vec<Option<(Vec<u8>, Outcome)>>,
}

/// The one writer: owns its connection, and a bounded cache of what it read and wrote.
#[derive(Debug)]
pub struct Writer {
    backend: Backend,
    shared: Arc<Shared>,
    cache: Cache,
    /// How far the feed reached when the cache was last known to be right.
    seen: i64,
    disk: Disk,
}

/// Its connection.
#[derive(Debug)]
pub(crate) enum Backend {
    /// A file, with its log.
    Sqlite(Lite, Log),
    /// A server.
    Postgres(Box<Pg>),
}

impl Backend {
    fn sql(&mut self) -> &mut dyn Sql {
        match self {
            Self::Sqlite(lite, _) => lite,
            Self::Postgres(pg) => &mut **pg,
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.shared.give_back();
    }
}

impl Writer {
    pub(crate) fn new(backend: Backend, shared: Arc<Shared>, log: Option<Arc<File>>) -> Self {
        let disk = Disk::new(Arc::clone(&shared), log);
        Self { backend, shared, cache: Cache::default(), seen: 0, disk }
    }

    /// From here on the log is another file, for a test of disks that fail.
    #[cfg(test)]
    pub(crate) fn fails_like(&mut self, log: File) {
        self.disk = Disk::new(Arc::clone(&self.shared), Some(Arc::new(log)));
    }

    /// What brings to the disk what [`Writer::write_ahead`] wrote.
    pub fn disk(&self) -> Disk {
        self.disk.clone()
    }

    /// What stands about each need, in their order. Parts that do not exist are none.
    pub fn load(&mut self, needs: &[Need]) -> Result<Vec<Subject>, StoreError> {
        self.forget_what_others_changed()?;
        // On SQLite each statement outside of a transaction locks the file anew; on PostgreSQL one more round trip
        // would cost more than it brings, for a commit asserts versions anyway.
        let together = needs.len() > 1 && matches!(self.backend, Backend::Sqlite(..));
        if together {
            self.backend.sql().begin_read()?;
        }
        let loaded = self.load_parts(needs);
        if together {
            self.backend.sql().rollback();
        }
        loaded
    }

    fn load_parts(&mut self, needs: &[Need]) -> Result<Vec<Subject>, StoreError> {
        let workspace = self.shared.workspace();
        let mut subjects = Vec::with_capacity(needs.len());
        for part in needs.chunks(AT_ONCE) {
            let mut loader = Loader { sql: self.backend.sql(), workspace, cache: &mut self.cache };
            subjects.extend(loader.load(part)?);
        }
        Ok(subjects)
    }

    /// Whether another node has written since this was asked last. SQLite has this writer only.
    pub fn others_wrote(&mut self) -> Result<bool, StoreError> {
        let before = self.seen;
        self.forget_what_others_changed()?;
        Ok(self.seen != before)
    }

    /// The position up to which this writer has followed the others; none where there are no others.
    pub fn shared_up_to(&self) -> Option<Position> {
        matches!(self.backend, Backend::Postgres(_)).then_some(Position(self.seen))
    }

    /// On PostgreSQL another node may have changed what is cached. Every change moves the feed, so one look at it
    /// tells. SQLite has this writer only.
    fn forget_what_others_changed(&mut self) -> Result<(), StoreError> {
        if matches!(self.backend, Backend::Postgres(_)) {
            let head = match self.feed_head() {
                Err(StoreError::Unreachable(_)) => self.feed_head()?,
                head => head?,
            };
            if head.0 != self.seen {
                self.cache = Cache::default();
                self.seen = head.0;
            }
        }
        Ok(())
    }

    /// Writes all of `batch` in one transaction, or nothing. On success the positions of its records are
    /// set in it, and its rows of customers and conversations have moved into the cache.
    pub fn commit(&mut self, batch: &mut Batch) -> Result<(), CommitError> {
        let written = self.write_ahead(batch)?;
        Ok(self.disk.keep(&written)?)
    }

    /// The same, but on SQLite it need not be on the disk when this comes back, which saves the writer the waiting:
    /// nobody may be told of it before [`Disk::keep`]. Whatever is written after it is brought to the disk with or
    /// after it, so the next batch may be decided on it at once.
    pub fn write_ahead(&mut self, batch: &mut Batch) -> Result<Written, CommitError> {
        self.disk.works()?;
        let workspace = self.shared.workspace();
        let written = match &mut self.backend {
            Backend::Sqlite(lite, _) => sqlite::commit(lite, workspace, batch, &self.cache),
            Backend::Postgres(pg) => postgres::commit(pg, workspace, batch, &self.cache),
        };
        match written {
            Ok(head) => {
                self.keep(batch, head);
                self.after(head - crate::place::length(batch), head);
                Ok(Written { head })
            }
            Err(error) => {
                self.cache = Cache::default();
                Err(error)
            }
        }
    }

    /// Keeps what was written, which it takes out of the batch.
    fn keep(&mut self, batch: &mut Batch, head: i64) {
        // If another node committed in between, its changes are not in the cache: the next load will see that.
        if head - crate::place::length(batch) == self.seen {
            self.seen = head;
        }
        for number in batch.numbers.drain(..) {
            self.cache.number(number.row);
        }
        for contact in batch.contacts.drain(..) {
            self.cache.contacts.put(contact.row.id.0, contact.row);
        }
        for thread in batch.threads.drain(..) {
            self.cache.thread(thread.row);
        }
        for conversation in batch.conversations.drain(..) {
            self.cache.conversations.put(conversation.id.0, conversation);
        }
    }

    /// What follows a commit that is on the disk: the feed's readers are woken too.
    fn after_kept(&mut self, head: i64) {
        self.after(self.shared.signal.head(), head);
        self.shared.signal.grown(head);
    }

    /// What follows a commit: the log is looked after, statistics are renewed.
    fn after(&mut self, before: i64, head: i64) {
        match &mut self.backend {
            Backend::Sqlite(lite, log) => log.after_commit(lite),
            Backend::Postgres(_) => {
                if ANALYZE_AT.iter().any(|at| before < *at && head >= *at) {
                    self.shared.analyze();
                }
            }
        }
    }

    /// Which of these are stored already: asked after [`CommitError::Duplicate`].
    pub fn known(
        &mut self,
        carrier_ids: &[(LineId, String)],
        presses: &[Idempotency],
    ) -> Result<KnownKeys, StoreError> {
        let workspace = self.shared.workspace();
        let sql = self.backend.sql();
        let mut known = KnownKeys::default();
        for (line, carrier_id) in carrier_ids {
            let row = one(sql.query(
                "SELECT message FROM carrier_ids WHERE workspace = ?1 AND line = ?2 AND carrier_id = ?3",
                &values![workspace, line.0, pack(carrier_id)],
            )?);
            known.carrier_ids.push(row.map(|row| row.int(0).map(MessageId)).transpose()?);
        }
        for press in presses {
            let row = one(sql.query(
                "SELECT request, outcome FROM presses WHERE workspace = ?1 AND scope = ?2 AND press = ?3",
                &values![workspace, &press.scope, &press.key],
            )?);
            known
                .presses
                .push(row.map(|row| Ok::<_, StoreError>((row.bytes(0)?.to_vec(), row.doc(1)?))).transpose()?);
        }
        Ok(known)
    }

    /// `count` ids that nobody else gets. Those that are not used are lost, which is no harm.
    pub fn reserve_ids(&mut self, count: i64) -> Result<Ids, StoreError> {
        let workspace = self.shared.workspace();
        let end = reserve(self.backend.sql(), workspace, count)?;
        Ok(Ids::new(end - count, end))
    }

    /// How far the feed reaches.
    pub fn feed_head(&mut self) -> Result<Position, StoreError> {
        let workspace = self.shared.workspace();
        let rows =
            self.backend.sql().query("SELECT feed FROM workspaces WHERE id = ?1", &values![workspace])?;
        one(rows).map_or(Ok(Position(0)), |row| row.int(0).map(Position))
    }

    /// Writes in a transaction of its own.
    fn write<T>(
        &mut self,
        work: impl FnOnce(&mut dyn Sql, i64) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let workspace = self.shared.workspace();
        if workspace == 0 {
            return Err(not_set_up());
        }
        self.disk.works()?;
        let done = crate::sql::transaction(self.backend.sql(), |sql| work(sql, workspace));
        if let Backend::Sqlite(lite, log) = &self.backend {
            log.after_commit(lite);
        }
        done
    }
}

pub(crate) fn not_set_up() -> StoreError {
    StoreError::Setup(
        "There is no workspace here yet. Make one with baton init, or open the page once.".into(),
    )
}

/// Takes `count` ids; the end of the range.
pub(crate) fn reserve(sql: &mut dyn Sql, workspace: i64, count: i64) -> Result<i64, SqlError> {
    let rows = sql.query(
        "UPDATE ids SET next = next + ?2 WHERE workspace = ?1 RETURNING next",
        &values![workspace, count],
    )?;
    one(rows).ok_or_else(|| SqlError::Store(not_set_up()))?.int(0).map_err(SqlError::Store)
}
