//! Portable SQL: one way to ask both databases. Parameters are written `?1`, `?2`, …; whole numbers, text and bytes
//! are all the types there are.

use crate::StoreError;
use serde::de::DeserializeOwned;

/// A value of a column or parameter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// `values![a, b]`: parameters of a statement.
macro_rules! values {
    ($($value:expr),* $(,)?) => { [$($crate::sql::Value::from($value)),*] };
}
pub(crate) use values;

/// A row that was found.
#[derive(Debug, Clone)]
pub(crate) struct Row(pub(crate) Vec<Value>);

impl Row {
    /// A whole number.
    pub(crate) fn int(&self, column: usize) -> Result<i64, StoreError> {
        self.maybe_int(column)?.ok_or_else(|| self.unexpected(column, "a number"))
    }

    /// A whole number, or none.
    pub(crate) fn maybe_int(&self, column: usize) -> Result<Option<i64>, StoreError> {
        match &self.0[column] {
            Value::Null => Ok(None),
            Value::Int(value) => Ok(Some(*value)),
            Value::Text(_) | Value::Bytes(_) => Err(self.unexpected(column, "a number")),
        }
    }

    /// Text.
    pub(crate) fn text(&self, column: usize) -> Result<&str, StoreError> {
        self.maybe_text(column)?.ok_or_else(|| self.unexpected(column, "text"))
    }

    /// Text, or none.
    pub(crate) fn maybe_text(&self, column: usize) -> Result<Option<&str>, StoreError> {
        match &self.0[column] {
            Value::Null => Ok(None),
            Value::Text(value) => Ok(Some(value)),
            Value::Int(_) | Value::Bytes(_) => Err(self.unexpected(column, "text")),
        }
    }

    /// Bytes.
    pub(crate) fn bytes(&self, column: usize) -> Result<&[u8], StoreError> {
        match &self.0[column] {
            Value::Bytes(value) => Ok(value),
            _ => Err(self.unexpected(column, "bytes")),
        }
    }

    /// A document.
    pub(crate) fn doc<T: DeserializeOwned>(&self, column: usize) -> Result<T, StoreError> {
        parse(self.text(column)?)
    }

    fn unexpected(&self, column: usize, wanted: &str) -> StoreError {
        StoreError::Corrupt(format!("column {column} of {self:?} should be {wanted}"))
    }
}

/// A document, read.
pub(crate) fn parse<T: DeserializeOwned>(doc: &str) -> Result<T, StoreError> {
    serde_json::from_str(doc)
        .map_err(|error| StoreError::Corrupt(format!("a row cannot be read ({error}): {doc}")))
}

/// Bytes that most documents fit in, so that they are not moved while they are written.
const USUAL: usize = 1_024;

/// A document, written.
pub(crate) fn write<T: serde::Serialize>(row: &T) -> String {
    let mut doc = Vec::with_capacity(USUAL);
    write_into(&mut doc, row);
    String::from_utf8(doc).expect("JSON is UTF-8")
}

fn write_into<T: serde::Serialize>(doc: &mut Vec<u8>, row: &T) {
    serde_json::to_writer(doc, row).expect("the core's types have string keys and no failing serializers");
}

/// Writes documents one after another into the same place.
#[derive(Debug)]
pub(crate) struct Pen(Vec<u8>);

impl Pen {
    pub(crate) fn new() -> Self {
        Self(Vec::with_capacity(USUAL))
    }

    /// A document, until the next.
    pub(crate) fn write<T: serde::Serialize>(&mut self, row: &T) -> &str {
        self.0.clear();
        write_into(&mut self.0, row);
        std::str::from_utf8(&self.0).expect("JSON is UTF-8")
    }
}

/// Why a statement failed.
#[derive(Debug)]
pub(crate) enum SqlError {
    /// A row with this key is there already; in this table.
    Unique(String),
    /// Another node was faster: nothing of the transaction was written.
    Conflict,
    /// Anything else.
    Store(StoreError),
}

impl From<StoreError> for SqlError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<SqlError> for StoreError {
    fn from(error: SqlError) -> Self {
        match error {
            SqlError::Unique(table) => Self::Database(format!("a row of {table} is there already")),
            SqlError::Conflict => Self::Database("another node was faster".into()),
            SqlError::Store(error) => error,
        }
    }
}

/// Whose planner reads a statement: the same question is asked so that each answers it by an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// `SQLite`.
    Sqlite,
    /// `PostgreSQL`.
    Postgres,
}

impl Dialect {
    /// What keeps a column of a condition from choosing the index: `SQLite` reads a plus sign so. `PostgreSQL` knows how
    /// many rows a value has, and a sign would only hide it.
    pub(crate) fn aside(self) -> &'static str {
        match self {
            Self::Sqlite => "+",
            Self::Postgres => "",
        }
    }
}

/// A connection that portable SQL is sent over.
pub(crate) trait Sql {
    /// The rows that a statement finds or returns.
    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, SqlError>;

    /// How many rows a statement changed.
    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, SqlError>;

    /// One document for each key whose `column` has it; keys without one are left out. `select` is
    /// `SELECT doc FROM table`.
    fn docs(
        &mut self,
        select: &str,
        column: &str,
        workspace: i64,
        keys: Keys<'_>,
    ) -> Result<Vec<String>, SqlError>;

    /// Whose planner reads the statements.
    fn dialect(&self) -> Dialect;

    /// Runs several statements without parameters.
    fn script(&mut self, sql: &str) -> Result<(), SqlError>;

    /// With the transaction's end, tells the other nodes.
    fn notify(&mut self, word: &str) -> Result<(), SqlError>;

    /// Begins a transaction that writes.
    fn begin(&mut self) -> Result<(), SqlError>;

    /// Begins a transaction that reads one snapshot.
    fn begin_read(&mut self) -> Result<(), SqlError>;

    /// Makes it durable.
    fn commit(&mut self) -> Result<(), SqlError>;

    /// Undoes it. A connection that cannot do so is given up, which undoes it too.
    fn rollback(&mut self);
}

/// Keys to look up.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Keys<'a> {
    Ints(&'a [i64]),
    Texts(&'a [String]),
}

/// Runs `work` in a transaction: all of it is written, or nothing.
pub(crate) fn transaction<T, E: From<SqlError>>(
    sql: &mut dyn Sql,
    work: impl FnOnce(&mut dyn Sql) -> Result<T, E>,
) -> Result<T, E> {
    sql.begin()?;
    match work(sql) {
        Ok(value) => match sql.commit() {
            Ok(()) => Ok(value),
            Err(error) => {
                sql.rollback();
                Err(error.into())
            }
        },
        Err(error) => {
            sql.rollback();
            Err(error)
        }
    }
}

/// The only row, or none.
pub(crate) fn one(rows: Vec<Row>) -> Option<Row> {
    rows.into_iter().next()
}
