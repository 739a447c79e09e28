//! Contacts and their numbers.

use super::{Reader, bounded};
use crate::sql::{Keys, one, parse, values};
use crate::{ContactCard, Page, StoreError};
use baton_core::{Contact, ContactId, Number, NumberId};
use std::collections::HashMap;

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
