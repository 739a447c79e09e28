//! Brings the schema up to date.

use crate::StoreError;
use crate::postgres::Pg;
use crate::sql::{one, transaction, values};

/// Numbered from 1; each is done whole or not at all.
const MIGRATIONS: &[&str] = &[
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

/// Brings the schema up to date.
pub(crate) fn migrate(pg: &mut Pg) -> Result<(), StoreError> {
    while step(pg)? {}
    Ok(())
}

/// One migration; whether there may be another.
fn step(pg: &mut Pg) -> Result<bool, StoreError> {
    transaction(pg, |sql| {
        // However long a big table takes, and another node's migration before this one.
        sql.script("SET LOCAL statement_timeout = 0")?;
        sql.query("SELECT pg_advisory_xact_lock(?1)::text", &values![LOCK])?;
        let exists = one(sql.query("SELECT to_regclass('baton_schema')::text", &[])?);
        let found = match exists.as_ref().map(|row| row.maybe_text(0)).transpose()?.flatten() {
            Some(_) => {
                one(sql.query("SELECT version FROM baton_schema", &[])?).map_or(Ok(0), |row| row.int(0))?
            }
            None => 0,
        };
        let known = (1..).zip(MIGRATIONS).last().map_or(0, |(number, _)| number);
        if found > known {
            return Err(StoreError::Newer { found, known });
        }
        let Some(migration) = usize::try_from(found).ok().and_then(|next| MIGRATIONS.get(next)) else {
            return Ok(false);
        };
        if found == 0 {
            sql.script(
                "CREATE TABLE baton_schema (version BIGINT NOT NULL); INSERT INTO baton_schema VALUES (0)",
            )?;
        }
        sql.script(migration)?;
        sql.execute("UPDATE baton_schema SET version = ?1", &values![found + 1])?;
        Ok::<_, StoreError>(true)
    })
}
