//! Durable state: SQLite and PostgreSQL behind one face.
//!
//! [`Store::open`] opens a data folder; its one [`Writer`] loads what commands need and commits what they decided,
//! a whole batch in one transaction; [`Store::read`] runs a short read beside it. Everything here blocks: no read
//! lives across an await, because a reader that pauses keeps the write-ahead log from being emptied.
//!
//! What is written the same way in both databases stands once, in portable SQL; `sqlite` and `postgres` hold
//! what differs: the hot path of a commit, how the database is opened, and how readers are woken.
//!
//! To add a table: a migration of the next number in `migrations/sqlite` and `migrations/postgres`, its queries in
//! the file of `reader/` or `writer/` whose subject it is, and a contract test, which runs against both.

#![expect(clippy::doc_markdown, reason = "PostgreSQL and SQLite are names, not code")]

mod cache;
mod changes;
mod disk;
mod error;
mod face;
mod floor;
mod fold;
mod folder;
mod list;
mod load;
mod place;
mod pool;
mod postgres;
mod quotable;
mod reader;
mod rows;
#[cfg(feature = "testing")]
mod said;
mod signal;
mod sql;
mod sqlite;
mod store;
mod team;
#[cfg(feature = "testing")]
pub mod testing;
mod unread;
mod words;
mod words_anew;
mod writer;

/// The statements that walk lists, for the tests of their plans.
#[cfg(feature = "testing")]
#[doc(hidden)]
pub use reader::walking_statement;
#[doc(hidden)]
pub use sql::Dialect;

/// The migrations of a database, in their order: the first brings version 1. For the tests of upgrades.
#[cfg(feature = "testing")]
#[doc(hidden)]
pub fn migrations(dialect: Dialect) -> &'static [&'static str] {
    match dialect {
        Dialect::Sqlite => sqlite::MIGRATIONS,
        Dialect::Postgres => postgres::MIGRATIONS,
    }
}

pub use changes::{Change, Changed, Edit, FieldChange};
pub use disk::{Disk, Written};
pub use error::{CommitError, StoreError};
pub use face::{Batch, Beat, Counter, Idempotency, MediaJob, MediaState, Need, Outcome, QUOTABLE, Write};
pub use floor::{FloorLoad, FloorReport, floor};
pub use list::{ContactCard, Due, Filter, ListRow, Page, PutToWhom, ToldRow};
pub use reader::{ConsentStep, Reader};
pub use store::{OpenOptions, Store};
pub use team::{
    Account, EDGES, Fault, Holder, Job, LineChange, LineWithSecrets, MediaFile, NewLine, NewPerson,
    NewWorkspace, PersonChange, Program, RESETTLE, ReadMark, SavedPolicy, Session, Token, Workspace,
};
pub use writer::{KnownKeys, Writer};
