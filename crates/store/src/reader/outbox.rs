//! Our texts: the outbox, and what is due.

use super::{Reader, bounded};
use crate::rows::rank_column;
use crate::sql::{Keys, one, parse, values};
use crate::{Due, StoreError};
use baton_core::{ConversationId, LineId, MessageId, Moment, NumberId, OutText};

impl Reader<'_> {
    /// Texts of ours as they are now; those that do not exist are left out.
    pub fn texts(&mut self, ids: &[MessageId]) -> Result<Vec<OutText>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
        let docs = self.sql.docs("SELECT doc FROM texts", "id", self.workspace, Keys::Ints(&ids))?;
        docs.iter().map(|doc| parse(doc)).collect()
    }

    /// A text of ours.
    pub fn text(&mut self, id: MessageId) -> Result<Option<OutText>, StoreError> {
        self.doc("SELECT doc FROM texts WHERE workspace = ?1 AND id = ?2", id.0)
    }

    /// Texts that wait to be handed over on a line: confirmations of opt-outs first, then oldest first. `after` is
    /// the last one of the page before.
    pub fn queued(
        &mut self,
        line: LineId,
        after: Option<&OutText>,
        limit: usize,
    ) -> Result<Vec<OutText>, StoreError> {
        let (rank, id) = after.map_or((-1, 0), |text| (rank_column(text), text.id.0));
        let rows = self.sql.query(
            "SELECT doc FROM texts WHERE workspace = ?1 AND line = ?2 AND state = 0 AND (rank, id) > (?3, ?4) \
             ORDER BY rank, id LIMIT ?5",
            &values![self.workspace, line.0, rank, id, bounded(limit)],
        )?;
        rows.iter().map(|row| row.doc(0)).collect()
    }

    /// Texts that were being handed over: after a crash, their outcome is unknown.
    pub fn sending(&mut self) -> Result<Vec<OutText>, StoreError> {
        let rows = self.sql.query(
            "SELECT doc FROM texts WHERE workspace = ?1 AND state = 1 ORDER BY id",
            &values![self.workspace],
        )?;
        rows.iter().map(|row| row.doc(0)).collect()
    }

    /// Texts that wait to be handed over to this number, oldest first.
    pub fn queued_to(&mut self, number: NumberId) -> Result<Vec<OutText>, StoreError> {
        let rows = self.sql.query(
            "SELECT doc FROM texts WHERE workspace = ?1 AND number = ?2 AND state = 0 ORDER BY id",
            &values![self.workspace, number.0],
        )?;
        rows.iter().map(|row| row.doc(0)).collect()
    }

    /// What is due by `now`, earliest first, after the last one of the page before.
    pub fn due(&mut self, now: Moment, after: Option<&Due>, limit: usize) -> Result<Vec<Due>, StoreError> {
        // Of the same instant conversations come first.
        let (at, conversation, text) = match after {
            None => (i64::MIN, i64::MIN, i64::MIN),
            Some(Due::Conversation(id, at)) => (at.micros(), id.0, i64::MIN),
            Some(Due::Text(id, at)) => (at.micros(), i64::MAX, id.0),
        };
        let page = |id: i64| values![self.workspace, now.micros(), at, id, bounded(limit)];
        let (conversation, text) = (page(conversation), page(text));
        let conversations = self.sql.query(
            "SELECT id, next_at FROM conversations WHERE workspace = ?1 AND next_at <= ?2 AND \
             (next_at, id) > (?3, ?4) ORDER BY next_at, id LIMIT ?5",
            &conversation,
        )?;
        let texts = self.sql.query(
            "SELECT id, due_at FROM texts WHERE workspace = ?1 AND due_at <= ?2 AND (due_at, id) > (?3, ?4) \
             ORDER BY due_at, id LIMIT ?5",
            &text,
        )?;
        let mut due = Vec::with_capacity(conversations.len() + texts.len());
        for row in conversations {
            due.push(Due::Conversation(ConversationId(row.int(0)?), Moment::from_micros(row.int(1)?)));
        }
        for row in texts {
            due.push(Due::Text(MessageId(row.int(0)?), Moment::from_micros(row.int(1)?)));
        }
        // A stable sort: within an instant they stay in this order.
        due.sort_by_key(Due::at);
        due.truncate(limit);
        Ok(due)
    }

    /// When something is due next.
    pub fn next_due(&mut self) -> Result<Option<Moment>, StoreError> {
        let conversation = self.earliest(
            "SELECT next_at FROM conversations WHERE workspace = ?1 AND next_at IS NOT NULL ORDER BY next_at LIMIT 1",
        )?;
        let text = self.earliest(
            "SELECT due_at FROM texts WHERE workspace = ?1 AND due_at IS NOT NULL ORDER BY due_at LIMIT 1",
        )?;
        Ok([conversation, text].into_iter().flatten().min().map(Moment::from_micros))
    }

    pub(super) fn earliest(&mut self, sql: &str) -> Result<Option<i64>, StoreError> {
        one(self.sql.query(sql, &values![self.workspace])?).map(|row| row.int(0)).transpose()
    }
}
