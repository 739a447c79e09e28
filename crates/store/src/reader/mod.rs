//! Short reads for pages, API and engine.

mod changes;
mod consent;
mod contacts;
mod list;
mod matching;
mod media;
mod outbox;
mod put_to;
mod records;
mod subjects;
mod team;
mod told;

pub use consent::ConsentStep;

use crate::sql::{Sql, one, values};
use crate::{Counter, Job, StoreError};
use baton_core::{
    Conversation, ConversationId, LineId, MessageId, Moment, PersonId, QueueId, Thread, ThreadId,
};
use std::collections::HashMap;

/// The statement of a list, with its parameters written in: for the tests of query plans.
#[cfg(feature = "testing")]
#[doc(hidden)]
pub fn walking_statement(
    dialect: crate::Dialect,
    filter: &crate::Filter,
    after: Option<(i64, i64)>,
) -> String {
    match filter.put_to.as_ref().and_then(|whom| Some((whom, *whom.parties.first()?))) {
        Some((whom, party)) => {
            written(put_to::walking(dialect.aside(), 1, filter, whom, party, after, Reader::PAGE))
        }
        None => written(list::walking(dialect, 1, filter, after, Reader::PAGE)),
    }
}

#[cfg(feature = "testing")]
fn written((mut sql, params): (String, Vec<crate::sql::Value>)) -> String {
    for (number, value) in params.iter().enumerate().rev() {
        let written = match value {
            crate::sql::Value::Int(value) => value.to_string(),
            crate::sql::Value::Text(value) => format!("'{value}'"),
            other => panic!("{other:?} is no parameter of a list"),
        };
        sql = sql.replace(&format!("?{}", number + 1), &written);
    }
    sql
}

/// The most rows that one question returns, whatever is asked for.
const MOST: usize = 10_000;

/// A connection of the pool, for as long as one read takes. Everything it reads is of one snapshot.
pub struct Reader<'a> {
    pub(crate) sql: &'a mut dyn Sql,
    pub(crate) workspace: i64,
    /// Whom the last search found: each list of a page asks for the same ones.
    sought: Option<Sought>,
}

/// Whom a search found.
#[derive(Debug, Clone)]
struct Sought {
    query: String,
    /// Ids, in order.
    contacts: Vec<i64>,
    /// More fit than were looked at.
    cut: bool,
}

impl std::fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("workspace", &self.workspace).finish_non_exhaustive()
    }
}

/// A limit as a parameter.
pub(crate) fn bounded(limit: usize) -> i64 {
    i64::try_from(limit.min(MOST)).unwrap_or(i64::MAX)
}

impl<'a> Reader<'a> {
    /// The most rows of a page.
    pub const PAGE: usize = 200;

    pub(crate) fn new(sql: &'a mut dyn Sql, workspace: i64) -> Self {
        Self { sql, workspace, sought: None }
    }

    /// A conversation.
    pub fn conversation(&mut self, id: ConversationId) -> Result<Option<Conversation>, StoreError> {
        self.doc("SELECT doc FROM conversations WHERE workspace = ?1 AND id = ?2", id.0)
    }

    /// Every episode of a thread, newest first.
    pub fn thread_conversations(
        &mut self,
        thread: ThreadId,
        limit: usize,
    ) -> Result<Vec<Conversation>, StoreError> {
        let rows = self.sql.query(
            "SELECT doc, id FROM conversations WHERE workspace = ?1 AND thread = ?2 AND live = 1 UNION ALL \
             SELECT doc, id FROM conversations WHERE workspace = ?1 AND thread = ?2 AND live = 0 \
             ORDER BY id DESC LIMIT ?3",
            &values![self.workspace, thread.0, bounded(limit)],
        )?;
        rows.iter().map(|row| row.doc(0)).collect()
    }

    /// Conversations that are not closed, in the order of their threads, after one: for jobs that go through all of
    /// them. One that began meanwhile may come or not; the job's own change covers it.
    pub fn open_conversations(
        &mut self,
        after: Option<ConversationId>,
        limit: usize,
    ) -> Result<Vec<ConversationId>, StoreError> {
        let rows = self.sql.query(
            "SELECT id FROM conversations WHERE workspace = ?1 AND live = 1 AND thread > \
             coalesce((SELECT thread FROM conversations WHERE workspace = ?1 AND id = ?2), 0) ORDER BY thread LIMIT ?3",
            &values![self.workspace, after.map_or(0, |id| id.0), bounded(limit)],
        )?;
        rows.iter().map(|row| row.int(0).map(ConversationId)).collect()
    }

    /// The thread of a line and a handset.
    pub fn thread_of(&mut self, line: LineId, handset: &str) -> Result<Option<Thread>, StoreError> {
        let row = one(self.sql.query(
            "SELECT t.doc FROM numbers n JOIN threads t ON t.workspace = n.workspace AND t.number = n.id AND t.line = ?3 \
             WHERE n.workspace = ?1 AND n.handset = ?2",
            &values![self.workspace, handset, line.0],
        )?);
        row.map(|row| row.doc(0)).transpose()
    }

    /// A thread.
    pub fn thread(&mut self, id: ThreadId) -> Result<Option<Thread>, StoreError> {
        self.doc("SELECT doc FROM threads WHERE workspace = ?1 AND id = ?2", id.0)
    }

    /// How far this person has read this thread.
    pub fn read_up_to(
        &mut self,
        person: PersonId,
        thread: ThreadId,
    ) -> Result<Option<MessageId>, StoreError> {
        let row = one(self.sql.query(
            "SELECT up_to FROM reads WHERE workspace = ?1 AND person = ?2 AND thread = ?3",
            &values![self.workspace, person.0, thread.0],
        )?);
        row.map(|row| row.int(0).map(MessageId)).transpose()
    }

    /// The counters that are not zero.
    pub fn counters(&mut self) -> Result<HashMap<Counter, i64>, StoreError> {
        let rows = self.sql.query(
            "SELECT kind, id, value FROM counters WHERE workspace = ?1 AND value <> 0",
            &values![self.workspace],
        )?;
        let mut counters = HashMap::new();
        for row in rows {
            if let Some(counter) = crate::rows::counter_of(row.int(0)?, row.int(1)?) {
                counters.insert(counter, row.int(2)?);
            }
        }
        Ok(counters)
    }

    /// Jobs that are not done.
    pub fn jobs(&mut self) -> Result<Vec<Job>, StoreError> {
        let rows = self.sql.query(
            "SELECT name, after, at FROM jobs WHERE workspace = ?1 ORDER BY name",
            &values![self.workspace],
        )?;
        let job = |row: &crate::sql::Row| {
            let (after, at) = (row.maybe_int(1)?.map(ConversationId), row.maybe_int(2)?);
            Ok(Job { name: row.text(0)?.to_owned(), after, at: at.map(Moment::from_micros) })
        };
        rows.iter().map(job).collect()
    }

    /// What waits in a queue, to be given out or claimed: what is due first, first.
    pub fn waiting_in(&mut self, queue: QueueId, limit: usize) -> Result<Vec<ConversationId>, StoreError> {
        let rows = self.sql.query(
            "SELECT id FROM conversations WHERE workspace = ?1 AND live = 1 AND owner_kind = 1 AND owner = ?2 \
             AND status = 0 ORDER BY sort, id LIMIT ?3",
            &values![self.workspace, queue.0, bounded(limit)],
        )?;
        rows.iter().map(|row| row.int(0).map(ConversationId)).collect()
    }

    /// The document of the row with this id.
    fn doc<T: serde::de::DeserializeOwned>(&mut self, sql: &str, id: i64) -> Result<Option<T>, StoreError> {
        let row = one(self.sql.query(sql, &values![self.workspace, id])?);
        row.map(|row| row.doc(0)).transpose()
    }
}
