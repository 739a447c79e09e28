//! What people were told.

use super::{Reader, bounded};
use crate::sql::{Keys, Row, one, parse, values};
use crate::unread;
use crate::{ListRow, Page, StoreError, ToldRow};
use baton_core::{ConversationId, PersonId, Position, Record, ThreadId};
use std::collections::{HashMap, HashSet};

/// The most words that are counted as unread: nobody reads a larger number as one.
const MOST: usize = 1_000;

impl Reader<'_> {
    /// A page of what somebody was told, newest first: of conversations, for nothing else is kept (`place.rs`).
    pub fn told(
        &mut self,
        person: PersonId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<ToldRow>, StoreError> {
        let limit = limit.clamp(1, Self::PAGE);
        let before: i64 = match cursor {
            None => i64::MAX,
            Some(cursor) => cursor.parse().map_err(|_| StoreError::Cursor)?,
        };
        let mut found = self.sql.query(
            "SELECT position, record FROM told WHERE workspace = ?1 AND person = ?2 AND position < ?3 \
             ORDER BY position DESC LIMIT ?4",
            &values![self.workspace, person.0, before, bounded(limit + 1)],
        )?;
        let more = found.len() > limit;
        found.truncate(limit);
        let next = match found.last() {
            Some(last) if more => Some(last.int(0)?.to_string()),
            _ => None,
        };
        let unread = match (found.last(), found.first()) {
            (Some(oldest), Some(newest)) => self.unread_between(person, oldest.int(0)?, newest.int(0)?)?,
            _ => HashSet::new(),
        };
        Ok(Page { items: self.told_rows(&found, &unread)?, next })
    }

    /// What somebody has not read between these places, both included.
    fn unread_between(
        &mut self,
        person: PersonId,
        oldest: i64,
        newest: i64,
    ) -> Result<HashSet<i64>, StoreError> {
        let found = self.sql.query(unread::BETWEEN, &values![self.workspace, person.0, oldest, newest])?;
        found.iter().map(|row| row.int(0)).collect()
    }

    /// The records of what somebody has not read, newest first, with the place of each in it; at most `limit`.
    pub fn told_unread_records(
        &mut self,
        person: PersonId,
        limit: usize,
    ) -> Result<Vec<(Position, Record)>, StoreError> {
        let limit = bounded(limit.min(MOST));
        let found = self.sql.query(unread::NEWEST, &values![self.workspace, person.0, limit])?;
        let records = self.told_records(&found)?;
        let mut unread = Vec::with_capacity(found.len());
        for row in &found {
            let (position, at) = (row.int(0)?, row.int(1)?);
            unread.extend(records.get(&at).map(|record| (Position(position), record.clone())));
        }
        Ok(unread)
    }

    /// The newest of what somebody was told of this thread and has not read; none: they have read all of it.
    pub fn told_unread_of(
        &mut self,
        person: PersonId,
        thread: ThreadId,
    ) -> Result<Option<Position>, StoreError> {
        let row = one(self.sql.query(unread::NEWEST_OF, &values![self.workspace, person.0, thread.0])?);
        row.map(|row| row.int(0).map(Position)).transpose()
    }

    /// How much of what somebody was told they have not read; at most 1,000.
    pub fn told_unread(&mut self, person: PersonId) -> Result<u64, StoreError> {
        let found = self.sql.query(unread::COUNT, &values![self.workspace, person.0, bounded(MOST)])?;
        let count = one(found).map(|row| row.int(0)).transpose()?;
        Ok(count.and_then(|count| u64::try_from(count).ok()).unwrap_or(0))
    }

    /// The records of these rows, the place of which stands second.
    fn told_records(&mut self, found: &[Row]) -> Result<HashMap<i64, Record>, StoreError> {
        let mut records = found.iter().map(|row| row.int(1)).collect::<Result<Vec<_>, _>>()?;
        records.dedup();
        if records.is_empty() {
            return Ok(HashMap::new());
        }
        let docs =
            self.sql.docs("SELECT doc FROM records", "position", self.workspace, Keys::Ints(&records))?;
        let mut by_position = HashMap::with_capacity(docs.len());
        for doc in &docs {
            let record: Record = parse(doc)?;
            by_position.insert(record.position.0, record);
        }
        Ok(by_position)
    }

    fn told_rows(&mut self, found: &[Row], unread: &HashSet<i64>) -> Result<Vec<ToldRow>, StoreError> {
        let by_position = self.told_records(found)?;
        let rows = self.told_about(by_position.values())?;
        let mut items = Vec::with_capacity(found.len());
        for row in found {
            let (position, at) = (row.int(0)?, row.int(1)?);
            let Some(record) = by_position.get(&at) else { continue };
            let Some(about) = record.conversation.and_then(|id| rows.get(&id)) else { continue };
            items.push(ToldRow {
                position: Position(position),
                record: record.clone(),
                row: about.clone(),
                unread: unread.contains(&position),
            });
        }
        Ok(items)
    }

    fn told_about<'r>(
        &mut self,
        records: impl Iterator<Item = &'r Record>,
    ) -> Result<HashMap<ConversationId, ListRow>, StoreError> {
        let mut ids: Vec<i64> = records.filter_map(|record| record.conversation).map(|id| id.0).collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let docs = self.sql.docs("SELECT doc FROM conversations", "id", self.workspace, Keys::Ints(&ids))?;
        let found = docs.iter().map(|doc| parse(doc)).collect::<Result<Vec<_>, _>>()?;
        let rows = self.rows(found, None)?;
        Ok(rows.into_iter().map(|row| (row.conversation.id, row)).collect())
    }
}
