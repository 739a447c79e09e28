//! Conversations of a batch, with their tags and our texts.

use super::commit::column;
use crate::Batch;
use crate::cache::Cache;
use crate::place::{new_threads, put_to_columns, put_to_moves, tags_move};
use crate::postgres::Pg;
use crate::rows::{conversation_columns, due_column, rank_column, state_column};
use crate::sql::{SqlError, write};
use baton_core::Conversation;

/// Writes conversations; plainly those that are new with their threads, which is cheaper than finding out.
pub(super) fn conversations(pg: &mut Pg, workspace: i64, batch: &Batch) -> Result<(), SqlError> {
    let begun = new_threads(batch);
    let (new, old): (Vec<_>, Vec<_>) = batch
        .conversations
        .iter()
        .map(AsRef::as_ref)
        .partition(|row: &&Conversation| begun.contains(&row.thread));
    put(pg, workspace, &new, "")?;
    put(
        pg,
        workspace,
        &old,
        " ON CONFLICT (workspace, id) DO UPDATE SET contact = excluded.contact, live = excluded.live, \
         status = excluded.status, owner_kind = excluded.owner_kind, owner = excluded.owner, \
         accountable = excluded.accountable, sort = excluded.sort, next_at = excluded.next_at, doc = excluded.doc",
    )
}

fn put(pg: &mut Pg, workspace: i64, rows: &[&Conversation], otherwise: &str) -> Result<(), SqlError> {
    if rows.is_empty() {
        return Ok(());
    }
    let columns = column(rows, |row| conversation_columns(row));
    let sql = format!(
        "INSERT INTO conversations (workspace, id, thread, contact, live, status, owner_kind, owner, accountable, \
         sort, next_at, doc) SELECT ?1, * FROM unnest(?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::bigint[], \
         ?6::bigint[], ?7::bigint[], ?8::bigint[], ?9::bigint[], ?10::bigint[], ?11::bigint[], ?12::text[]){otherwise}"
    );
    pg.run(
        &sql,
        &[
            &workspace,
            &column(rows, |row| row.id.0),
            &column(rows, |row| row.thread.0),
            &column(rows, |row| row.contact.0),
            &column(&columns, |row| row.live),
            &column(&columns, |row| row.status),
            &column(&columns, |row| row.owner_kind),
            &column(&columns, |row| row.owner),
            &column(&columns, |row| row.accountable),
            &column(&columns, |row| row.sort),
            &column(&columns, |row| row.next_at),
            &column(rows, |row| write(*row)),
        ],
    )?;
    Ok(())
}

pub(super) fn tags(pg: &mut Pg, workspace: i64, batch: &Batch, cache: &Cache) -> Result<(), SqlError> {
    let begun = new_threads(batch);
    let is_new = |row: &Conversation| begun.contains(&row.thread);
    let moved: Vec<_> =
        batch.conversations.iter().filter(|row| is_new(row) || tags_move(cache, row)).collect();
    let known: Vec<i64> = moved.iter().filter(|row| !is_new(row)).map(|row| row.id.0).collect();
    if !known.is_empty() {
        pg.run(
            "DELETE FROM conversation_tags WHERE workspace = ?1 AND conversation = ANY (?2)",
            &[&workspace, &known],
        )?;
    }
    let tagged: Vec<_> = moved
        .iter()
        .flat_map(|row| row.tags.iter().map(|tag| (tag.as_str(), conversation_columns(row), row.id.0)))
        .collect();
    if tagged.is_empty() {
        return Ok(());
    }
    pg.run(
        "INSERT INTO conversation_tags (workspace, tag, live, sort, conversation) \
         SELECT ?1, * FROM unnest(?2::text[], ?3::bigint[], ?4::bigint[], ?5::bigint[])",
        &[
            &workspace,
            &column(&tagged, |row| row.0),
            &column(&tagged, |row| row.1.live),
            &column(&tagged, |row| row.1.sort),
            &column(&tagged, |row| row.2),
        ],
    )?;
    Ok(())
}

/// What conversations put to others, where that is not what it was.
pub(super) fn put_to(pg: &mut Pg, workspace: i64, batch: &Batch, cache: &Cache) -> Result<(), SqlError> {
    let moved: Vec<_> = batch.conversations.iter().filter(|row| put_to_moves(cache, row)).collect();
    if moved.is_empty() {
        return Ok(());
    }
    pg.run(
        "DELETE FROM put_to WHERE workspace = ?1 AND conversation = ANY (?2)",
        &[&workspace, &column(&moved, |row| row.id.0)],
    )?;
    let put: Vec<_> =
        moved.iter().flat_map(|row| put_to_columns(row).map(|columns| (row.id.0, columns))).collect();
    if put.is_empty() {
        return Ok(());
    }
    pg.run(
        "INSERT INTO put_to (workspace, conversation, party_kind, party, giver, sort) \
         SELECT ?1, * FROM unnest(?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::bigint[], ?6::bigint[])",
        &[
            &workspace,
            &column(&put, |row| row.0),
            &column(&put, |row| row.1.0),
            &column(&put, |row| row.1.1),
            &column(&put, |row| row.1.2),
            &column(&put, |row| row.1.3),
        ],
    )?;
    Ok(())
}

pub(super) fn texts(pg: &mut Pg, workspace: i64, batch: &Batch) -> Result<(), SqlError> {
    let rows = &batch.texts;
    if rows.is_empty() {
        return Ok(());
    }
    pg.run(
        "INSERT INTO texts (workspace, id, line, number, state, rank, due_at, carrier_id, doc) SELECT ?1, * FROM \
         unnest(?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::bigint[], ?6::bigint[], ?7::bigint[], ?8::text[], \
         ?9::text[]) ON CONFLICT (workspace, id) DO UPDATE SET state = excluded.state, due_at = excluded.due_at, \
         carrier_id = excluded.carrier_id, doc = excluded.doc",
        &[
            &workspace,
            &column(rows, |row| row.id.0),
            &column(rows, |row| row.line.0),
            &column(rows, |row| row.number.0),
            &column(rows, |row| state_column(row.state)),
            &column(rows, rank_column),
            &column(rows, due_column),
            &column(rows, |row| row.carrier_id.clone()),
            &column(rows, write),
        ],
    )?;
    Ok(())
}
