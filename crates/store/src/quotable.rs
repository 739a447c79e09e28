//! The texts of a thread, read backwards.

use crate::StoreError;
use crate::sql::{Sql, values};
use baton_core::{Event, MessageId, Moment, Quotable, Record, ThreadId};

/// Records read at once.
const STEP: usize = 50;
/// The most records that are read to find a reaction's text.
const REACH: usize = 400;

/// The latest texts of a thread, newest first.
pub(crate) fn latest(
    sql: &mut dyn Sql,
    workspace: i64,
    thread: i64,
    limit: usize,
) -> Result<Vec<Quotable>, StoreError> {
    let mut texts = Vec::new();
    let mut before = i64::MAX;
    for _ in 0..REACH / STEP {
        let records = backwards(sql, workspace, ThreadId(thread), before, STEP)?;
        let read = records.len();
        for record in records {
            before = record.position.0;
            texts.extend(record.events.iter().rev().filter_map(|event| of_event(event, record.at)));
        }
        if texts.len() >= limit || read < STEP {
            break;
        }
    }
    texts.truncate(limit);
    Ok(texts)
}

/// What a message says, found by walking back from the end of its thread.
pub(crate) fn body(sql: &mut dyn Sql, workspace: i64, id: MessageId) -> Result<Option<String>, StoreError> {
    let mut before = i64::MAX;
    loop {
        let records = backwards(sql, workspace, id.thread(), before, STEP)?;
        let Some(last) = records.last() else { return Ok(None) };
        before = last.position.0;
        for event in records.iter().flat_map(|record| record.events.iter().rev()) {
            match message_of(event) {
                Some((found, body)) if found == id => return Ok(Some(body.to_owned())),
                Some((found, _)) if found < id => return Ok(None),
                _ => {}
            }
        }
    }
}

/// Records of a thread before a position, newest first.
pub(crate) fn backwards(
    sql: &mut dyn Sql,
    workspace: i64,
    thread: ThreadId,
    before: i64,
    limit: usize,
) -> Result<Vec<Record>, StoreError> {
    let rows = sql.query(
        "SELECT doc FROM records WHERE workspace = ?1 AND thread = ?2 AND position < ?3 ORDER BY position DESC LIMIT ?4",
        &values![workspace, thread.0, before, crate::reader::bounded(limit)],
    )?;
    rows.iter().map(|row| row.doc(0)).collect()
}

fn of_event(event: &Event, at: Moment) -> Option<Quotable> {
    let (id, body, ours) = match event {
        Event::TextReceived { id, body, .. } => (id, body, None),
        Event::TextWritten { id, body, kind, .. } => (id, body, Some(*kind)),
        _ => return None,
    };
    Some(Quotable { id: *id, body: body.clone(), at, ours })
}

fn message_of(event: &Event) -> Option<(MessageId, &str)> {
    match event {
        Event::TextReceived { id, body, .. }
        | Event::TextWritten { id, body, .. }
        | Event::ReactionReceived { id, body, .. }
        | Event::NoteAdded { id, body, .. } => Some((*id, body)),
        _ => None,
    }
}
