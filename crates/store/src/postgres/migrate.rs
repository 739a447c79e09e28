//! Brings the schema up to date.

use crate::StoreError;
use crate::postgres::Pg;
use crate::sql::{Sql, one, transaction, values};

/// Numbered from 1. Those that a database lacks are done in one transaction: all, or none.
pub(crate) const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/postgres/0001_first.sql"),
    include_str!("../../migrations/postgres/0002_turns.sql"),
    include_str!("../../migrations/postgres/0003_nodes.sql"),
    include_str!("../../migrations/postgres/0004_carrier_ids.sql"),
    include_str!("../../migrations/postgres/0005_put_to_and_told.sql"),
    include_str!("../../migrations/postgres/0006_changes.sql"),
    include_str!("../../migrations/postgres/0007_waits_for.sql"),
    include_str!("../../migrations/postgres/0008_fewer_indexes.sql"),
    include_str!("../../migrations/postgres/0009_told_seen.sql"),
    include_str!("../../migrations/postgres/0010_words_kept.sql"),
];
/// Keeps two nodes that start at the same moment from migrating at the same moment.
const LOCK: i64 = 0x6261_746f_6e00;

/// Brings the schema up to date. One transaction for all that is to be done: whatever goes wrong in the middle, the
/// version that wrote the data still opens it.
pub(crate) fn migrate(pg: &mut Pg) -> Result<(), StoreError> {
    transaction(pg, |sql| {
        // However long a big table takes, and another node's migration before this one.
        sql.script("SET LOCAL statement_timeout = 0")?;
        sql.query("SELECT pg_advisory_xact_lock(?1)::text", &values![LOCK])?;
        let found = version(sql)?;
        let known = (1..).zip(MIGRATIONS).last().map_or(0, |(number, _)| number);
        if found > known {
            return Err(StoreError::Newer { found, known });
        }
        if found == known {
            return Ok(());
        }
        upgrade(sql, found, known).map_err(|why| StoreError::upgrade(found, known, why))
    })
}

/// Of the schema; 0 where there is none.
fn version(sql: &mut dyn Sql) -> Result<i64, StoreError> {
    let exists = one(sql.query("SELECT to_regclass('baton_schema')::text", &[])?);
    match exists.as_ref().map(|row| row.maybe_text(0)).transpose()?.flatten() {
        Some(_) => one(sql.query("SELECT version FROM baton_schema", &[])?).map_or(Ok(0), |row| row.int(0)),
        None => Ok(0),
    }
}

fn upgrade(sql: &mut dyn Sql, found: i64, known: i64) -> Result<(), StoreError> {
    if found == 0 {
        sql.script(
            "CREATE TABLE baton_schema (version BIGINT NOT NULL); INSERT INTO baton_schema VALUES (0)",
        )?;
    }
    for (_, migration) in (1..).zip(MIGRATIONS).skip_while(|(number, _)| *number <= found) {
        sql.script(migration)?;
    }
    sql.execute("UPDATE baton_schema SET version = ?1", &values![known])?;
    Ok(())
}
