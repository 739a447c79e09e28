//! The hot path on SQLite: one transaction, for each table one prepared statement in a loop. Statements of several
//! rows were measured to bring nothing.

use crate::cache::Cache;
use crate::place::{
    endings_first, length, new_threads, place, put_to_columns, put_to_moves, tags_move, told,
};
use crate::rows::{
    ConversationColumns, conversation_columns, counter_columns, due_column, pack, rank_column, state_column,
};
use crate::sql::{Pen, Sql};
use crate::sqlite::customers::{contacts, numbers, threads};
use crate::sqlite::{Lite, Ready};
use crate::{Batch, CommitError};
use baton_core::Conversation;
use rusqlite::{Connection, params};

/// Why the middle of a transaction stopped.
pub(super) enum Stop {
    Sql(rusqlite::Error),
    Commit(CommitError),
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

/// Writes a batch, or nothing of it. It is in the log then, in the order of commits, and not brought to the disk: SQLite
/// does that only where what follows would otherwise not be whole after a loss of power.
pub(crate) fn commit(
    lite: &mut Lite,
    workspace: i64,
    batch: &mut Batch,
    cache: &Cache,
) -> Result<i64, CommitError> {
    lite.begin_ahead()?;
    let written = match write_batch(&lite.connection, workspace, batch, cache) {
        Ok(head) => lite.commit().map(|()| head).map_err(CommitError::from),
        Err(Stop::Sql(error)) => Err(lite.fail(&error).into()),
        Err(Stop::Commit(error)) => Err(error),
    };
    if written.is_err() {
        lite.rollback();
    }
    written
}

fn write_batch(db: &Connection, workspace: i64, batch: &mut Batch, cache: &Cache) -> Result<i64, Stop> {
    let head = take_place(db, workspace, batch)?;
    place(batch, head);
    endings_first(batch);
    numbers(db, workspace, batch)?;
    contacts(db, workspace, batch)?;
    threads(db, workspace, batch)?;
    conversations(db, workspace, batch, cache)?;
    texts(db, workspace, batch)?;
    records(db, workspace, batch)?;
    words_to_people(db, workspace, batch)?;
    carrier_ids(db, workspace, batch)?;
    around(db, workspace, batch, head)?;
    Ok(head)
}

fn take_place(db: &Connection, workspace: i64, batch: &Batch) -> Result<i64, Stop> {
    let mut statement = db.ready(
        "UPDATE workspaces SET feed = feed + ?2 WHERE id = ?1 AND directory_version = ?3 RETURNING feed",
    )?;
    let mut rows = statement.query(params![workspace, length(batch), batch.directory_version])?;
    let head = match rows.next()? {
        Some(row) => row.get(0)?,
        None => return Err(Stop::Commit(CommitError::DirectoryMoved)),
    };
    Ok(head)
}

/// An update that finds its row at another version than the decision read is a conflict.
pub(super) fn asserted(changed: usize) -> Result<(), Stop> {
    if changed == 1 { Ok(()) } else { Err(Stop::Commit(CommitError::Conflict)) }
}

/// A text of a customer who waits already changes nothing that a list is ordered by. SQLite takes an entry out of every
/// index over a column that a statement sets and puts it in again, whether or not the value is another, so each row is
/// written by the statement that sets what moved and no more.
fn conversations(db: &Connection, workspace: i64, batch: &Batch, cache: &Cache) -> Result<(), Stop> {
    let new_threads = new_threads(batch);
    let mut upsert = db.ready(
        "INSERT INTO conversations (id, workspace, thread, contact, live, status, owner_kind, owner, accountable, \
         sort, next_at, doc) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) \
         ON CONFLICT (id) DO UPDATE SET contact = excluded.contact, live = excluded.live, status = excluded.status, \
         owner_kind = excluded.owner_kind, owner = excluded.owner, accountable = excluded.accountable, \
         sort = excluded.sort, next_at = excluded.next_at, doc = excluded.doc",
    )?;
    let mut stays = db.ready("UPDATE conversations SET doc = ?3 WHERE id = ?1 AND workspace = ?2")?;
    let mut waits =
        db.ready("UPDATE conversations SET doc = ?3, next_at = ?4 WHERE id = ?1 AND workspace = ?2")?;
    let mut pen = Pen::new();
    for row in &batch.conversations {
        let columns = conversation_columns(row);
        let ConversationColumns { live, status, owner_kind, owner, accountable, sort, next_at } = columns;
        let changed = match moved(cache, row, columns) {
            Moved::Nothing => stays.execute(params![row.id.0, workspace, pen.write(row)])?,
            Moved::Timer => waits.execute(params![row.id.0, workspace, pen.write(row), next_at])?,
            Moved::Anything => upsert.execute(params![
                row.id.0,
                workspace,
                row.thread.0,
                row.contact.0,
                live,
                status,
                owner_kind,
                owner,
                accountable,
                sort,
                next_at,
                pen.write(row)
            ])?,
        };
        asserted(changed)?;
        let is_new = new_threads.contains(&row.thread);
        if !is_new && tags_move(cache, row) {
            db.ready("DELETE FROM conversation_tags WHERE workspace = ?1 AND conversation = ?2")?
                .execute(params![workspace, row.id.0])?;
        }
        if is_new || tags_move(cache, row) {
            tag(db, workspace, row, live, sort)?;
        }
        if put_to_moves(cache, row) {
            put_to(db, workspace, row)?;
        }
    }
    Ok(())
}

/// Which columns of a conversation are others than they were.
enum Moved {
    Nothing,
    Timer,
    Anything,
}

/// The cache holds what stands, or nothing; what is not in it may be new.
fn moved(cache: &Cache, row: &Conversation, columns: ConversationColumns) -> Moved {
    let Some(prior) = cache.conversations.get(&row.id.0) else { return Moved::Anything };
    let before = conversation_columns(prior);
    if prior.contact != row.contact || (ConversationColumns { next_at: columns.next_at, ..before }) != columns
    {
        Moved::Anything
    } else if before.next_at == columns.next_at {
        Moved::Nothing
    } else {
        Moved::Timer
    }
}

fn tag(db: &Connection, workspace: i64, row: &Conversation, live: i64, sort: i64) -> Result<(), Stop> {
    let mut insert = db.ready(
        "INSERT INTO conversation_tags (workspace, tag, live, sort, conversation) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for tag in &row.tags {
        insert.execute(params![workspace, tag, live, sort, row.id.0])?;
    }
    Ok(())
}

fn put_to(db: &Connection, workspace: i64, row: &Conversation) -> Result<(), Stop> {
    db.ready("DELETE FROM put_to WHERE workspace = ?1 AND conversation = ?2")?
        .execute(params![workspace, row.id.0])?;
    for (kind, party, giver, at) in put_to_columns(row) {
        db.ready(
            "INSERT INTO put_to (workspace, party_kind, party, sort, conversation, giver) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![workspace, kind, party, at, row.id.0, giver])?;
    }
    Ok(())
}

/// Who is told something finds it by their name. Most batches tell nobody anything.
fn words_to_people(db: &Connection, workspace: i64, batch: &Batch) -> Result<(), Stop> {
    for (person, position, record) in told(batch) {
        db.ready("INSERT INTO told (workspace, person, position, record) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![workspace, person, position, record])?;
    }
    Ok(())
}

fn texts(db: &Connection, workspace: i64, batch: &Batch) -> Result<(), Stop> {
    let mut upsert = db.ready(
        "INSERT INTO texts (id, workspace, line, number, state, rank, due_at, carrier_id, doc) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO UPDATE SET state = excluded.state, \
         due_at = excluded.due_at, carrier_id = excluded.carrier_id, doc = excluded.doc",
    )?;
    let mut pen = Pen::new();
    for text in &batch.texts {
        upsert.execute(params![
            text.id.0,
            workspace,
            text.line.0,
            text.number.0,
            state_column(text.state),
            rank_column(text),
            due_column(text),
            text.carrier_id,
            pen.write(text)
        ])?;
    }
    Ok(())
}

fn records(db: &Connection, workspace: i64, batch: &Batch) -> Result<(), Stop> {
    let mut insert =
        db.ready("INSERT INTO records (position, workspace, thread, doc) VALUES (?1, ?2, ?3, ?4)")?;
    let mut pen = Pen::new();
    for record in &batch.records {
        insert.execute(params![
            record.position.0,
            workspace,
            record.thread.map(|id| id.0),
            pen.write(record)
        ])?;
    }
    Ok(())
}

fn carrier_ids(db: &Connection, workspace: i64, batch: &Batch) -> Result<(), Stop> {
    let mut insert =
        db.ready("INSERT INTO carrier_ids (workspace, line, carrier_id, message) VALUES (?1, ?2, ?3, ?4)")?;
    for (line, carrier_id, message) in &batch.carrier_ids {
        insert.execute(params![workspace, line.0, pack(carrier_id), message.0])?;
    }
    Ok(())
}

/// Files to fetch, counters, turns, and presses.
fn around(db: &Connection, workspace: i64, batch: &Batch, head: i64) -> Result<(), Stop> {
    let mut pen = Pen::new();
    let mut media =
        db.ready("INSERT INTO media (workspace, message, place, next_at, doc) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for job in &batch.media {
        media.execute(params![workspace, job.message.0, job.index, job.next_at, pen.write(job)])?;
    }
    let mut counter = db.ready(
        "INSERT INTO counters (workspace, kind, id, value) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (workspace, kind, id) DO UPDATE SET value = value + excluded.value",
    )?;
    for (which, change) in batch.counters.iter().filter(|(_, change)| *change != 0) {
        let (kind, id) = counter_columns(*which);
        counter.execute(params![workspace, kind, id, change])?;
    }
    if !batch.turns.is_empty() {
        let mut turn = db.ready(
            "INSERT INTO turns (workspace, queue, doc) VALUES (?1, ?2, ?3) \
             ON CONFLICT (workspace, queue) DO UPDATE SET doc = excluded.doc",
        )?;
        for (queue, turns) in &batch.turns {
            turn.execute(params![workspace, queue.0, pen.write(turns)])?;
        }
    }
    let mut press = db.ready(
        "INSERT INTO presses (workspace, scope, press, request, outcome, feed) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (key, outcome) in &batch.idempotency {
        press.execute(params![workspace, key.scope, key.key, key.request, pen.write(outcome), head])?;
    }
    Ok(())
}
