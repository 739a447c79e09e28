//! Opens the database file and brings its schema up to date.

use crate::StoreError;
use crate::sqlite::connection::{Lite, explain};
use std::path::Path;

/// "Batn": tells our files from others', in the file's header.
const APPLICATION: i64 = 0x4261_746e;
/// Page cache of the writer, in KiB.
const WRITER_CACHE: i64 = 8 * 1024;
/// Numbered from 1. Those that a file lacks are done in one transaction: all, or none.
pub(crate) const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/sqlite/0001_first.sql"),
    include_str!("../../migrations/sqlite/0002_turns.sql"),
    include_str!("../../migrations/sqlite/0003_nodes.sql"),
    include_str!("../../migrations/sqlite/0004_carrier_ids.sql"),
    include_str!("../../migrations/sqlite/0005_put_to_and_told.sql"),
    include_str!("../../migrations/sqlite/0006_changes.sql"),
    include_str!("../../migrations/sqlite/0007_waits_for.sql"),
    include_str!("../../migrations/sqlite/0008_fewer_indexes.sql"),
    include_str!("../../migrations/sqlite/0009_told_seen.sql"),
    include_str!("../../migrations/sqlite/0010_words_kept.sql"),
];

/// Opens the file for the writer, made or migrated if need be.
pub(crate) fn open(path: &Path) -> Result<Lite, StoreError> {
    let lite = Lite::open(path, WRITER_CACHE)?;
    prepare(&lite).map_err(|trouble| trouble.told(path))?;
    Ok(lite)
}

enum Trouble {
    Sql(rusqlite::Error),
    Store(StoreError),
}

impl Trouble {
    fn told(self, path: &Path) -> StoreError {
        match self {
            Self::Sql(error) => explain(&error, path),
            Self::Store(error) => error,
        }
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

fn prepare(lite: &Lite) -> Result<(), Trouble> {
    let db = &lite.connection;
    let number = |pragma: &str| db.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let version = number("user_version")?;
    if tables > 0 && number("application_id")? != APPLICATION {
        return Err(Trouble::Store(StoreError::Corrupt(format!(
            "{} is another program's",
            lite.path.display()
        ))));
    }
    let known = (1..).zip(MIGRATIONS).last().map_or(0, |(number, _)| number);
    if version > known {
        return Err(Trouble::Store(StoreError::Newer { found: version, known }));
    }
    // A file that cannot be written is opened for reading alone: refused now, not at the first text.
    if db.is_readonly(rusqlite::MAIN_DB)? {
        return Err(Trouble::Store(StoreError::ReadOnly(lite.path.display().to_string())));
    }
    db.pragma_update(None, "journal_mode", "WAL")?;
    if version == known {
        return Ok(());
    }
    upgrade(lite, version, known)
        .map_err(|trouble| Trouble::Store(StoreError::upgrade(version, known, trouble.told(&lite.path))))
}

/// One transaction for all that is to be done: whatever goes wrong in the middle, the version that wrote the data still
/// opens it.
fn upgrade(lite: &Lite, version: i64, known: i64) -> Result<(), Trouble> {
    let db = &lite.connection;
    let missing = (1..).zip(MIGRATIONS).skip_while(|(number, _)| *number <= version);
    let missing: Vec<&str> = missing.map(|(_, migration)| *migration).collect();
    let whole = format!(
        "BEGIN IMMEDIATE; {}\n; PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {known}; COMMIT",
        missing.join("\n;")
    );
    if let Err(error) = db.execute_batch(&whole) {
        // A full disk has undone it already.
        if !db.is_autocommit() {
            db.execute_batch("ROLLBACK")?;
        }
        return Err(error.into());
    }
    Ok(())
}
