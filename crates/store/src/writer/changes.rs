//! Keeps who changed people and lines.

use super::reserve;
use crate::changes::differences;
use crate::sql::{Sql, one, values, write};
use crate::{Change, Changed, Edit, FieldChange, StoreError};
use baton_core::Moment;
use serde::Serialize;
use serde_json::Value;

/// The version of something: the place of its last change; 0 where none was ever kept.
fn version_of(sql: &mut dyn Sql, workspace: i64, of: Changed) -> Result<i64, StoreError> {
    let (kind, subject) = of.columns();
    let last = one(sql.query(
        "SELECT id FROM changes WHERE workspace = ?1 AND kind = ?2 AND subject = ?3 ORDER BY id DESC LIMIT 1",
        &values![workspace, kind, subject],
    )?);
    last.map_or(Ok(0), |row| row.int(0))
}

/// Refused with [`StoreError::Outdated`] if it is not any more what they have seen.
pub(super) fn as_seen(sql: &mut dyn Sql, workspace: i64, of: Changed, edit: &Edit) -> Result<(), StoreError> {
    let Some(seen) = edit.seen else { return Ok(()) };
    let version = version_of(sql, workspace, of)?;
    if seen == version { Ok(()) } else { Err(StoreError::Outdated { version }) }
}

/// Keeps what a change made different, if anything; `before` is none for what is added.
pub(super) fn keep<T: Serialize>(
    sql: &mut dyn Sql,
    workspace: i64,
    (of, edit, at): (Changed, &Edit, Moment),
    (before, after): (Option<&T>, &T),
    new_secrets: bool,
) -> Result<(), StoreError> {
    let document = |state: &T| serde_json::to_value(state).unwrap_or(Value::Null);
    let mut fields = differences(&before.map_or(Value::Null, document), &document(after));
    if new_secrets {
        fields.push(FieldChange { field: "settings".to_owned(), from: Value::Null, to: Value::Null });
    }
    if fields.is_empty() {
        return Ok(());
    }
    let id = reserve(sql, workspace, 1)? - 1;
    let (kind, subject) = of.columns();
    let change = Change { id, of, at, by: edit.by.clone(), added: before.is_none(), fields };
    sql.execute(
        "INSERT INTO changes (workspace, id, kind, subject, doc) VALUES (?1, ?2, ?3, ?4, ?5)",
        &values![workspace, id, kind, subject, write(&change)],
    )?;
    Ok(())
}
