//! Which of several nodes leads: a lease in the database's time, so that clocks which differ harm nobody.

use crate::postgres::Pg;
use crate::sql::{Sql, one, values};
use crate::{Beat, StoreError};
use baton_core::Position;
use std::time::Duration;

/// Renews the lease of `node`, or takes it where nobody holds it; without `lease` gives it back. One statement: of two
/// nodes that want it at the same moment the row's lock lets one be first, and the other reads what that one wrote.
pub(crate) fn beat(
    pg: &mut Pg,
    workspace: i64,
    node: i64,
    lease: Option<Duration>,
) -> Result<Beat, StoreError> {
    let micros = lease.map_or(0, |lease| i64::try_from(lease.as_micros()).unwrap_or(i64::MAX / 4));
    let now = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";
    let held = pg.query(
        &format!(
            "INSERT INTO leaders AS l (workspace, node, until) VALUES (?1, ?2, {now} + ?3) \
             ON CONFLICT (workspace) DO UPDATE SET node = excluded.node, until = excluded.until \
             WHERE l.node = excluded.node OR l.until < {now} RETURNING node"
        ),
        &values![workspace, node, micros],
    )?;
    let rows =
        pg.query("SELECT directory_version, feed FROM workspaces WHERE id = ?1", &values![workspace])?;
    let row = one(rows).ok_or_else(crate::writer::not_set_up)?;
    let leads = lease.is_some() && !held.is_empty();
    Ok(Beat { leads, directory_version: row.int(0)?, feed: Position(row.int(1)?) })
}
