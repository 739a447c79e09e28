//! The hot path on PostgreSQL: one transaction, for each table one statement over `unnest`, whatever the size of the
//! batch.
//!
//! Rows are written in the order of their keys, and tables in a fixed order, so that two nodes that write the same
//! rows wait for each other instead of standing in each other's way. The workspace's row comes late: its lock is held
//! until the end of the transaction, so the feed's order is the order of the commits, and no reader finds a hole.

use crate::cache::Cache;
use crate::place::{endings_first, length, place, told};
use crate::postgres::Pg;
use crate::postgres::conversations::{conversations, put_to, tags, texts};
use crate::postgres::customers::{contacts, numbers, threads};
use crate::rows::{counter_columns, pack};
use crate::sql::{Sql, SqlError, one, values, write};
use crate::{Batch, CommitError, Write};
use baton_core::Position;
use std::collections::BTreeMap;

/// The channel on which nodes tell each other that the feed has grown.
pub(crate) const CHANNEL: &str = "baton_feed";

/// Writes a batch, or nothing of it.
pub(crate) fn commit(
    pg: &mut Pg,
    workspace: i64,
    batch: &mut Batch,
    cache: &Cache,
) -> Result<i64, CommitError> {
    sort(batch);
    pg.begin()?;
    let head = match write_batch(pg, workspace, batch, cache) {
        Ok(head) => head,
        Err(error) => {
            pg.rollback();
            return Err(error);
        }
    };
    if let Err(error) = pg.commit() {
        pg.rollback();
        // The connection may have been lost after the server had committed.
        return if stands(pg, workspace, batch) { Ok(head) } else { Err(error.into()) };
    }
    Ok(head)
}

/// Whether the last record of this batch stands in the feed.
fn stands(pg: &mut Pg, workspace: i64, batch: &Batch) -> bool {
    let Some(last) = batch.records.last() else { return false };
    let found = pg.query(
        "SELECT doc FROM records WHERE workspace = ?1 AND position = ?2",
        &values![workspace, last.position.0],
    );
    found.ok().and_then(one).is_some_and(|row| row.text(0).is_ok_and(|doc| doc == write(last)))
}

fn sort(batch: &mut Batch) {
    batch.numbers.sort_by(|a, b| a.row.handset.cmp(&b.row.handset));
    batch.contacts.sort_by_key(|contact| contact.row.id);
    batch.threads.sort_by_key(|thread| (thread.row.number, thread.row.line));
    endings_first(batch);
    batch.texts.sort_by_key(|text| text.id);
    batch.carrier_ids.sort();
    batch.idempotency.sort_by(|a, b| (&a.0.scope, &a.0.key).cmp(&(&b.0.scope, &b.0.key)));
}

fn write_batch(pg: &mut Pg, workspace: i64, batch: &mut Batch, cache: &Cache) -> Result<i64, CommitError> {
    carrier_ids(pg, workspace, batch)?;
    numbers(pg, workspace, &batch.numbers)?;
    contacts(pg, workspace, batch)?;
    conversations(pg, workspace, batch)?;
    tags(pg, workspace, batch, cache)?;
    put_to(pg, workspace, batch, cache)?;
    texts(pg, workspace, batch)?;
    media(pg, workspace, batch)?;
    counters(pg, workspace, batch)?;
    turns(pg, workspace, batch)?;
    let head = take_place(pg, workspace, batch)?;
    place(batch, head);
    still_so(pg, workspace, batch, head - length(batch))?;
    threads(pg, workspace, batch)?;
    records(pg, workspace, batch)?;
    words_to_people(pg, workspace, batch)?;
    presses(pg, workspace, batch, head)?;
    Ok(head)
}

fn take_place(pg: &mut Pg, workspace: i64, batch: &Batch) -> Result<i64, CommitError> {
    let rows = pg.query(
        "UPDATE workspaces SET feed = feed + ?2 WHERE id = ?1 AND directory_version = ?3 \
         RETURNING feed, pg_notify(?4, id::text || ':' || feed::text)::text",
        &values![workspace, length(batch), batch.directory_version, CHANNEL],
    )?;
    let head = one(rows).ok_or(CommitError::DirectoryMoved)?.int(0)?;
    // Turns and loads are read by many decisions: whoever read them finds nothing committed since.
    match batch.read_up_to {
        Some(read) if read.0 != head - length(batch) => Err(CommitError::Conflict),
        _ => Ok(head),
    }
}

/// What decisions read and did not change is as they read it. Asked once the workspace's row is locked: whoever else
/// writes commits before, and is seen here, or after, and sees this. Where nobody has, there is nothing to ask.
fn still_so(pg: &mut Pg, workspace: i64, batch: &Batch, before: i64) -> Result<(), CommitError> {
    if batch.loaded_up_to == Some(Position(before)) {
        return Ok(());
    }
    let numbers: (Vec<i64>, Vec<i64>) =
        batch.numbers_read.iter().map(|(id, version)| (id.0, *version)).unzip();
    let contacts = batch.contacts_read.iter().map(|(id, version)| (id.0, *version)).unzip();
    for (table, (ids, versions)) in [("numbers", numbers), ("contacts", contacts)] {
        if ids.is_empty() {
            continue;
        }
        let same = pg.run(
            &format!(
                "SELECT FROM unnest(?2::bigint[], ?3::bigint[]) AS u (id, version) JOIN {table} r \
                 ON r.workspace = ?1 AND r.id = u.id AND r.version = u.version"
            ),
            &[&workspace, &ids, &versions],
        )?;
        asserted(same, ids.len())?;
    }
    Ok(())
}

/// An update that finds fewer rows at the version that the decision read is a conflict.
pub(super) fn asserted(changed: u64, wanted: usize) -> Result<(), CommitError> {
    if changed == wanted as u64 { Ok(()) } else { Err(CommitError::Conflict) }
}

/// Those that are new, and those that changed with the version at which they were read.
pub(super) fn split<T>(rows: &[Write<T>]) -> (Vec<&T>, Vec<(&T, i64)>) {
    let new = rows.iter().filter(|write| write.read_at.is_none()).map(|write| &*write.row).collect();
    let changed = rows.iter().filter_map(|write| write.read_at.map(|read| (&*write.row, read))).collect();
    (new, changed)
}

/// `column(rows, |row| …)`: one column of all rows.
pub(super) fn column<'a, T, V>(rows: &'a [T], of: impl Fn(&'a T) -> V) -> Vec<V> {
    rows.iter().map(of).collect()
}

fn carrier_ids(pg: &mut Pg, workspace: i64, batch: &Batch) -> Result<(), SqlError> {
    let rows = &batch.carrier_ids;
    if rows.is_empty() {
        return Ok(());
    }
    pg.run(
        "INSERT INTO carrier_ids (workspace, line, carrier_id, message) \
         SELECT ?1, * FROM unnest(?2::bigint[], ?3::bytea[], ?4::bigint[])",
        &[
            &workspace,
            &column(rows, |row| row.0.0),
            &column(rows, |row| pack(&row.1)),
            &column(rows, |row| row.2.0),
        ],
    )?;
    Ok(())
}

fn media(pg: &mut Pg, workspace: i64, batch: &Batch) -> Result<(), SqlError> {
    let rows = &batch.media;
    if rows.is_empty() {
        return Ok(());
    }
    pg.run(
        "INSERT INTO media (workspace, message, place, next_at, doc) \
         SELECT ?1, * FROM unnest(?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::text[])",
        &[
            &workspace,
            &column(rows, |row| row.message.0),
            &column(rows, |row| i64::from(row.index)),
            &column(rows, |row| row.next_at),
            &column(rows, write),
        ],
    )?;
    Ok(())
}

fn counters(pg: &mut Pg, workspace: i64, batch: &Batch) -> Result<(), SqlError> {
    // Each counter once, and in the order of their keys.
    let mut sums = BTreeMap::new();
    for (counter, change) in &batch.counters {
        *sums.entry(counter_columns(*counter)).or_insert(0_i64) += change;
    }
    let rows: Vec<((i64, i64), i64)> = sums.into_iter().filter(|(_, change)| *change != 0).collect();
    if rows.is_empty() {
        return Ok(());
    }
    pg.run(
        "INSERT INTO counters AS c (workspace, kind, id, value) \
         SELECT ?1, * FROM unnest(?2::bigint[], ?3::bigint[], ?4::bigint[]) \
         ON CONFLICT (workspace, kind, id) DO UPDATE SET value = c.value + excluded.value",
        &[
            &workspace,
            &column(&rows, |row| row.0.0),
            &column(&rows, |row| row.0.1),
            &column(&rows, |row| row.1),
        ],
    )?;
    Ok(())
}

fn turns(pg: &mut Pg, workspace: i64, batch: &Batch) -> Result<(), SqlError> {
    if batch.turns.is_empty() {
        return Ok(());
    }
    let rows: BTreeMap<i64, String> =
        batch.turns.iter().map(|(queue, turns)| (queue.0, write(turns))).collect();
    pg.run(
        "INSERT INTO turns (workspace, queue, doc) SELECT ?1, * FROM unnest(?2::bigint[], ?3::text[]) \
         ON CONFLICT (workspace, queue) DO UPDATE SET doc = excluded.doc",
        &[
            &workspace,
            &rows.keys().copied().collect::<Vec<_>>(),
            &rows.values().map(String::as_str).collect::<Vec<_>>(),
        ],
    )?;
    Ok(())
}

fn records(pg: &mut Pg, workspace: i64, batch: &Batch) -> Result<(), SqlError> {
    let rows = &batch.records;
    if rows.is_empty() {
        return Ok(());
    }
    pg.run(
        "INSERT INTO records (workspace, position, thread, doc) \
         SELECT ?1, * FROM unnest(?2::bigint[], ?3::bigint[], ?4::text[])",
        &[
            &workspace,
            &column(rows, |row| row.position.0),
            &column(rows, |row| row.thread.map(|id| id.0)),
            &column(rows, write),
        ],
    )?;
    Ok(())
}

/// Who is told something finds it by their name. Most batches tell nobody anything.
fn words_to_people(pg: &mut Pg, workspace: i64, batch: &Batch) -> Result<(), SqlError> {
    let rows = told(batch);
    if rows.is_empty() {
        return Ok(());
    }
    pg.run(
        "INSERT INTO told (workspace, person, position, record) \
         SELECT ?1, * FROM unnest(?2::bigint[], ?3::bigint[], ?4::bigint[])",
        &[&workspace, &column(&rows, |row| row.0), &column(&rows, |row| row.1), &column(&rows, |row| row.2)],
    )?;
    Ok(())
}

fn presses(pg: &mut Pg, workspace: i64, batch: &Batch, head: i64) -> Result<(), SqlError> {
    let rows = &batch.idempotency;
    if rows.is_empty() {
        return Ok(());
    }
    pg.run(
        "INSERT INTO presses (workspace, scope, press, request, outcome, feed) \
         SELECT ?1, *, ?6 FROM unnest(?2::text[], ?3::text[], ?4::bytea[], ?5::text[])",
        &[
            &workspace,
            &column(rows, |row| row.0.scope.as_str()),
            &column(rows, |row| row.0.key.as_str()),
            &column(rows, |row| row.0.request.as_slice()),
            &column(rows, |row| write(&row.1)),
            &head,
        ],
    )?;
    Ok(())
}
