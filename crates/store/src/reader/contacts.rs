//! Contacts and their numbers.

use super::{Reader, bounded};
use crate::sql::{Keys, Sql, Value, one, parse, values};
use crate::words::{after, searched, searched_beginnings, searched_tail};
use crate::{ContactCard, Page, StoreError};
use baton_core::{Contact, ContactId, Number, NumberId};
use std::collections::{BTreeSet, HashMap};

impl Reader<'_> {
    /// A page of contacts by id, or those that `query` finds, as in [`crate::Filter::query`].
    pub fn contacts(
        &mut self,
        query: Option<&str>,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<ContactCard>, StoreError> {
        let limit = limit.clamp(1, Self::PAGE);
        let begin: i64 = match cursor {
            None => 0,
            Some(cursor) => cursor.parse::<ContactId>().map_err(|_| StoreError::Cursor)?.0,
        };
        let mut ids = if let Some(query) = query.filter(|query| !query.trim().is_empty()) {
            self.matching(query, Self::PAGE * 5)?.0.into_iter().filter(|id| *id > begin).collect()
        } else {
            let rows = self.sql.query(
                "SELECT id FROM contacts WHERE workspace = ?1 AND id > ?2 ORDER BY id LIMIT ?3",
                &values![self.workspace, begin, bounded(limit + 1)],
            )?;
            rows.iter().map(|row| row.int(0)).collect::<Result<Vec<_>, _>>()?
        };
        let more = ids.len() > limit;
        ids.truncate(limit);
        let next = ids.last().filter(|_| more).map(|id| ContactId(*id).to_string());
        Ok(Page { items: self.cards(&ids)?, next })
    }

    /// A contact with their numbers.
    pub fn contact(&mut self, id: ContactId) -> Result<Option<ContactCard>, StoreError> {
        Ok(self.cards(&[id.0])?.pop())
    }

    /// A number.
    pub fn number(&mut self, id: NumberId) -> Result<Option<Number>, StoreError> {
        self.doc("SELECT doc FROM numbers WHERE workspace = ?1 AND id = ?2", id.0)
    }

    /// The number with this handset key.
    pub fn number_by_handset(&mut self, handset: &str) -> Result<Option<Number>, StoreError> {
        let row = one(self.sql.query(
            "SELECT doc FROM numbers WHERE workspace = ?1 AND handset = ?2",
            &values![self.workspace, handset],
        )?);
        row.map(|row| row.doc(0)).transpose()
    }

    /// Ids of contacts whose name has, for each word of the query, a word that begins so, or one of whose numbers begins or
    /// ends so; in order, at most `limit`, and whether more fit.
    pub(super) fn matching(&mut self, query: &str, limit: usize) -> Result<(Vec<i64>, bool), StoreError> {
        let (mut found, mut cut) = (BTreeSet::new(), false);
        let most = bounded(limit + 1);
        let mut gather = |sql: &mut dyn Sql, statement: &str, params: &[Value]| {
            let rows = sql.query(statement, params)?;
            cut |= rows.len() > limit;
            for row in &rows {
                found.insert(row.int(0)?);
            }
            Ok::<(), StoreError>(())
        };
        if let Some(digits) = searched_tail(query) {
            let statement = "SELECT contact FROM numbers WHERE workspace = ?1 AND tail >= ?2 AND tail < ?3 ORDER BY tail LIMIT ?4";
            gather(self.sql, statement, &values![self.workspace, &digits, after(&digits), most])?;
        }
        for beginning in searched_beginnings(query) {
            let statement = "SELECT contact FROM numbers WHERE workspace = ?1 AND handset >= ?2 AND handset < ?3 \
                             ORDER BY handset LIMIT ?4";
            gather(self.sql, statement, &values![self.workspace, &beginning, after(&beginning), most])?;
        }
        let mut words = searched(query);
        // The longest word finds the fewest.
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        if !words.is_empty() {
            let (statement, params) = naming(self.workspace, &words, most);
            gather(self.sql, &statement, &params)?;
        }
        cut |= found.len() > limit;
        Ok((found.into_iter().take(limit).collect(), cut))
    }

    fn cards(&mut self, ids: &[i64]) -> Result<Vec<ContactCard>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let keys = Keys::Ints(ids);
        let contacts = self.sql.docs("SELECT doc FROM contacts", "id", self.workspace, keys)?;
        let numbers = self.sql.docs("SELECT doc FROM numbers", "contact", self.workspace, keys)?;
        let mut by_contact: HashMap<ContactId, Vec<Number>> = HashMap::new();
        for doc in numbers {
            let number: Number = parse(&doc)?;
            by_contact.entry(number.contact).or_default().push(number);
        }
        let mut cards = Vec::with_capacity(contacts.len());
        for doc in contacts {
            let contact: Contact = parse(&doc)?;
            let mut numbers = by_contact.remove(&contact.id).unwrap_or_default();
            numbers.sort_by_key(|number| number.id);
            cards.push(ContactCard { contact, numbers });
        }
        cards.sort_by_key(|card| card.contact.id);
        Ok(cards)
    }
}

/// The statement that finds the contacts with words that begin so: those of the first word in the order of an index, each
/// looked up for the others.
pub(crate) fn naming(workspace: i64, words: &[String], most: i64) -> (String, Vec<Value>) {
    let mut params = vec![Value::Int(workspace)];
    let mut conditions = vec!["w.workspace = ?1".to_owned()];
    for (at, word) in words.iter().enumerate() {
        params.extend([Value::from(word), Value::from(after(word))]);
        let (from, to) = (params.len() - 1, params.len());
        conditions.push(if at == 0 {
            format!("w.word >= ?{from} AND w.word < ?{to}")
        } else {
            format!(
                "EXISTS (SELECT 1 FROM contact_words o WHERE o.workspace = w.workspace AND o.contact = w.contact \
                 AND o.word >= ?{from} AND o.word < ?{to})"
            )
        });
    }
    params.push(Value::Int(most));
    let (conditions, limit) = (conditions.join(" AND "), params.len());
    let sql =
        format!("SELECT w.contact FROM contact_words w WHERE {conditions} ORDER BY w.word LIMIT ?{limit}");
    (sql, params)
}
