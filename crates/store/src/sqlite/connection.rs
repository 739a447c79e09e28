//! A connection to the database file.

use crate::StoreError;
use crate::sql::{Dialect, Keys, Row, Sql, SqlError, Value};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, ToSql};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a statement waits for the file's lock; only a checkpoint or a copying backup ever holds it.
pub(crate) const BUSY: Duration = Duration::from_secs(10);
/// Prepared statements that a connection keeps.
const STATEMENTS: usize = 200;

/// A connection to the database file.
#[derive(Debug)]
pub(crate) struct Lite {
    pub(crate) connection: Connection,
    /// The file, for error messages.
    pub(crate) path: PathBuf,
    /// Whether a commit comes back only when it is on the disk.
    waits_for_disk: bool,
}

impl Lite {
    /// Opens the file, made if need be.
    ///
    /// `cache` in KiB: 8 MiB serve the writer; more was measured to bring nothing.
    pub(crate) fn open(path: &Path, cache: i64) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = Connection::open_with_flags(path, flags).and_then(|connection| {
            connection.busy_timeout(BUSY)?;
            connection.set_prepared_statement_cache_capacity(STATEMENTS);
            connection.pragma_update(None, "synchronous", "FULL")?;
            connection.pragma_update(None, "cache_size", -cache)?;
            connection.pragma_update(None, "wal_autocheckpoint", 0)?;
            Ok(connection)
        });
        match opened {
            Ok(connection) => Ok(Self { connection, path: path.to_owned(), waits_for_disk: true }),
            Err(error) => Err(explain(&error, path)),
        }
    }

    /// Begins a transaction that writes, whose commit need not be on the disk when it comes back.
    pub(crate) fn begin_ahead(&mut self) -> Result<(), SqlError> {
        self.wait_for_disk(false)?;
        self.execute("BEGIN IMMEDIATE", &[]).map(|_| ())
    }

    fn wait_for_disk(&mut self, wait: bool) -> Result<(), SqlError> {
        if self.waits_for_disk != wait {
            let how = if wait { "FULL" } else { "NORMAL" };
            let set = self.connection.pragma_update(None, "synchronous", how);
            set.map_err(|error| self.fail(&error))?;
            self.waits_for_disk = wait;
        }
        Ok(())
    }

    pub(crate) fn fail(&self, error: &rusqlite::Error) -> SqlError {
        if let rusqlite::Error::SqliteFailure(code, Some(message)) = error
            && code.code == ErrorCode::ConstraintViolation
            && let Some(columns) = message.strip_prefix("UNIQUE constraint failed: ")
        {
            return SqlError::Unique(columns.split('.').next().unwrap_or_default().to_owned());
        }
        SqlError::Store(explain(error, &self.path))
    }
}

/// Statements that are kept prepared.
pub(crate) trait Ready {
    /// The prepared form of a statement.
    fn ready(&self, sql: &str) -> rusqlite::Result<CachedStatement<'_>>;
}

impl Ready for Connection {
    fn ready(&self, sql: &str) -> rusqlite::Result<CachedStatement<'_>> {
        #[cfg(feature = "testing")]
        crate::said::say(sql, "", Vec::new);
        self.prepare_cached(sql)
    }
}

/// What SQLite said, in words for whoever runs it.
pub(crate) fn explain(error: &rusqlite::Error, path: &Path) -> StoreError {
    let Some(code) = error.sqlite_error_code() else {
        return StoreError::Database(error.to_string());
    };
    let place = path.display();
    match code {
        ErrorCode::DiskFull => StoreError::Full,
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => {
            StoreError::ReadOnly(format!("{place}: {error}"))
        }
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
            StoreError::Corrupt(format!("{place}: {error}"))
        }
        ErrorCode::CannotOpen => StoreError::Folder {
            folder: place.to_string(),
            why: error.to_string(),
            remedy: "Check that the folder exists, and that this user may read and write it.",
        },
        ErrorCode::TooBig | ErrorCode::TypeMismatch | ErrorCode::ConstraintViolation => {
            StoreError::Unfit(format!("{place}: {error}"))
        }
        _ => StoreError::Database(format!("{place}: {error}")),
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
            Self::Bytes(value) => ValueRef::Blob(value),
        }))
    }
}

fn value_of(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(value) => Value::Int(value),
        // The tables are strict, so a number with a fraction never was a column of ours.
        ValueRef::Real(value) => Value::Text(value.to_string()),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    }
}

fn rows_of(connection: &Connection, sql: &str, params: &[Value]) -> rusqlite::Result<Vec<Row>> {
    let mut statement = connection.ready(sql)?;
    let columns = statement.column_count();
    let mut rows = statement.query(rusqlite::params_from_iter(params))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let values =
            (0..columns).map(|column| row.get_ref(column).map(value_of)).collect::<Result<_, _>>()?;
        found.push(Row(values));
    }
    Ok(found)
}

fn docs_of(
    connection: &Connection,
    sql: &str,
    workspace: i64,
    keys: Keys<'_>,
) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.ready(sql)?;
    let mut found = Vec::new();
    let mut gather = |key: &dyn ToSql| -> rusqlite::Result<()> {
        let mut rows = statement.query(rusqlite::params![workspace, key])?;
        while let Some(row) = rows.next()? {
            found.push(row.get(0)?);
        }
        Ok(())
    };
    match keys {
        Keys::Ints(keys) => keys.iter().try_for_each(|key| gather(key))?,
        Keys::Texts(keys) => keys.iter().try_for_each(|key| gather(key))?,
    }
    Ok(found)
}

impl Sql for Lite {
    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, SqlError> {
        rows_of(&self.connection, sql, params).map_err(|error| self.fail(&error))
    }

    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, SqlError> {
        let run = || self.connection.ready(sql)?.execute(rusqlite::params_from_iter(params));
        run().map(|changed| changed as u64).map_err(|error| self.fail(&error))
    }

    /// Point look-ups in a loop: an `IN` list was measured to be twice as slow.
    fn docs(
        &mut self,
        select: &str,
        column: &str,
        workspace: i64,
        keys: Keys<'_>,
    ) -> Result<Vec<String>, SqlError> {
        let sql = format!("{select} WHERE workspace = ?1 AND {column} = ?2");
        docs_of(&self.connection, &sql, workspace, keys).map_err(|error| self.fail(&error))
    }

    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn script(&mut self, sql: &str) -> Result<(), SqlError> {
        self.connection.execute_batch(sql).map_err(|error| self.fail(&error))
    }

    /// There are no other nodes.
    fn notify(&mut self, _word: &str) -> Result<(), SqlError> {
        Ok(())
    }

    fn begin(&mut self) -> Result<(), SqlError> {
        self.wait_for_disk(true)?;
        self.execute("BEGIN IMMEDIATE", &[]).map(|_| ())
    }

    fn begin_read(&mut self) -> Result<(), SqlError> {
        self.execute("BEGIN DEFERRED", &[]).map(|_| ())
    }

    fn commit(&mut self) -> Result<(), SqlError> {
        self.execute("COMMIT", &[]).map(|_| ())
    }

    fn rollback(&mut self) {
        // A failure such as a full disk may have rolled back already; then there is nothing to undo.
        if !self.connection.is_autocommit() {
            let _ = self.execute("ROLLBACK", &[]);
        }
    }
}
