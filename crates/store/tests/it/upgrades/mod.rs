//! Data of every older version is opened by this one: nothing of it is lost, and what an upgrade rewrites becomes what this
//! version writes. One that does not go through leaves everything as it was, and says so.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

mod broken;
mod opened;
mod rows;

use crate::common::{CLUSTER, Home};
use baton_store::{Dialect, Store, StoreError, migrations};
use rows::{ROWS, Row};
use rusqlite::types::Value as Cell;
use std::collections::BTreeMap;

/// "Batn", as in the header of our files.
const APPLICATION: i64 = 0x4261_746e;

/// A database, beside the store.
enum Db {
    Sqlite(rusqlite::Connection),
    Postgres(Box<postgres::Client>),
}

impl Db {
    fn of(home: &Home) -> Self {
        match &home.database {
            None => {
                let file = rusqlite::Connection::open(home.folder.path().join("baton.sqlite")).unwrap();
                file.pragma_update(None, "journal_mode", "WAL").unwrap();
                Self::Sqlite(file)
            }
            Some(url) => Self::Postgres(Box::new(postgres::Client::connect(url, postgres::NoTls).unwrap())),
        }
    }

    fn run(&mut self, sql: &str) {
        match self {
            Self::Sqlite(file) => file.execute_batch(sql).unwrap(),
            Self::Postgres(client) => client.batch_execute(sql).unwrap(),
        }
    }

    fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// A database as that version made it.
    fn make(&mut self, version: usize) {
        for migration in &migrations(self.dialect())[..version] {
            self.run(migration);
        }
        match self {
            Self::Sqlite(file) => {
                file.pragma_update(None, "application_id", APPLICATION).unwrap();
                file.pragma_update(None, "user_version", i64::try_from(version).unwrap()).unwrap();
            }
            Self::Postgres(client) => {
                let told = format!(
                    "CREATE TABLE baton_schema (version BIGINT NOT NULL); INSERT INTO baton_schema VALUES ({version})"
                );
                client.batch_execute(&told).unwrap();
            }
        }
    }

    fn version(&mut self) -> i64 {
        match self {
            Self::Sqlite(file) => file.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap(),
            Self::Postgres(client) => {
                client.query_one("SELECT version FROM baton_schema", &[]).unwrap().get(0)
            }
        }
    }

    fn put(&mut self, rows: impl Iterator<Item = &'static Row>) {
        for row in rows {
            let values = match self {
                Self::Sqlite(_) => row.values.to_owned(),
                Self::Postgres(_) => row.values.replace("X'", "'\\x"),
            };
            self.run(&format!("INSERT INTO {} ({}) VALUES ({values})", row.table, row.columns));
        }
    }

    /// Everything in the tables and columns of these rows; documents with their fields in order.
    fn all(&mut self, rows: &[&'static Row]) -> BTreeMap<&'static str, Vec<String>> {
        let tables: BTreeMap<_, _> = rows.iter().map(|row| ((row.table, row.columns), row.table)).collect();
        let mut all: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        for ((table, columns), _) in tables {
            let found = all.entry(table).or_default();
            for columns in self.rows(&format!("SELECT {columns} FROM {table}"), columns) {
                let told: Vec<String> = columns.into_iter().map(|text| ordered(&text)).collect();
                found.push(told.join(" | "));
            }
            found.sort_unstable();
            found.dedup();
        }
        all
    }

    fn rows(&mut self, sql: &str, columns: &str) -> Vec<Vec<String>> {
        match self {
            Self::Sqlite(file) => {
                let mut statement = file.prepare(sql).unwrap();
                let count = statement.column_count();
                let text = |cell: Cell| match cell {
                    Cell::Text(text) => text,
                    other => format!("{other:?}"),
                };
                let rows = statement
                    .query_map([], |row| (0..count).map(|column| row.get(column).map(text)).collect())
                    .unwrap();
                rows.map(Result::unwrap).collect()
            }
            Self::Postgres(client) => {
                let texts: Vec<String> =
                    columns.split(", ").map(|column| format!("{column}::text")).collect();
                let rows = client.query(&sql.replace(columns, &texts.join(", ")), &[]).unwrap();
                let text = |row: &postgres::Row, column| row.get::<_, Option<String>>(column);
                let cells = |row: &postgres::Row| {
                    (0..row.len()).map(|column| text(row, column).unwrap_or("NULL".into())).collect()
                };
                rows.iter().map(cells).collect()
            }
        }
    }

    /// Tables and indexes with what they are made of.
    fn schema(&mut self) -> Vec<String> {
        let mut schema: Vec<String> = match self {
            Self::Sqlite(file) => {
                let sql = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema";
                let mut statement = file.prepare(sql).unwrap();
                let found = statement.query_map([], |row| row.get(0)).unwrap();
                found.map(Result::unwrap).collect()
            }
            Self::Postgres(client) => {
                let sql = "SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable \
                           || ' ' || coalesce(collation_name, '') FROM information_schema.columns \
                           WHERE table_schema = 'public' \
                           UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'";
                client.query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect()
            }
        };
        schema.sort_unstable();
        schema
    }
}

/// A document with its fields in order; anything else as it is.
fn ordered(text: &str) -> String {
    if !text.starts_with('{') {
        return text.to_owned();
    }
    serde_json::from_str::<serde_json::Value>(text).map_or_else(|_| text.to_owned(), |doc| doc.to_string())
}

/// Both databases.
fn homes() -> [Home; 2] {
    [Home::new(None), Home::new(Some(CLUSTER.database()))]
}

fn newest() -> usize {
    migrations(Dialect::Sqlite).len()
}

/// What that version had in its tables.
fn written_by(version: usize) -> impl Iterator<Item = &'static Row> {
    ROWS.iter().filter(move |row| row.since <= version && row.until.is_none_or(|last| version <= last))
}

/// What stands there once it was brought up to date.
fn become_of(version: usize) -> Vec<&'static Row> {
    // What became of something is there if what it was made of was.
    let made_of = |row: &Row| {
        let former = |old: &&Row| old.table == row.table && old.until.is_some() && old.since <= version;
        row.table == "put_to" && version >= 3 || ROWS.iter().filter(former).any(|old| same(old, row))
    };
    ROWS.iter()
        .filter(|row| row.until.is_none_or(|last| last >= newest()))
        .filter(|row| row.since <= version || row.became && made_of(row))
        .collect()
}

/// Whether they are of one thing: they begin alike, up to its id.
fn same(old: &Row, new: &Row) -> bool {
    let id = |row: &Row| row.values.split(", ").take(2).collect::<Vec<_>>().join(", ");
    id(old) == id(new)
}

/// A home with what that version wrote.
fn home_of(home: &Home, version: usize) -> Db {
    let mut db = Db::of(home);
    db.make(version);
    db.put(written_by(version));
    db
}
