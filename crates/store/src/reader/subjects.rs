//! What stands about everything that is not closed, page by page: for trying what a change would do to it.

use super::Reader;
use crate::StoreError;
use crate::sql::{Keys, parse};
use baton_core::{Contact, Conversation, ConversationId, Number, Subject, Thread};
use serde::de::DeserializeOwned;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

impl Reader<'_> {
    /// Conversations that are not closed, each with its thread, number and contact, after one; in the order in which
    /// [`Reader::open_conversations`] names them.
    pub fn live_subjects(
        &mut self,
        after: Option<ConversationId>,
        limit: usize,
    ) -> Result<Vec<Subject>, StoreError> {
        let ids: Vec<i64> = self.open_conversations(after, limit)?.into_iter().map(|id| id.0).collect();
        let conversations: HashMap<i64, Arc<Conversation>> =
            self.all("SELECT doc FROM conversations", ids.iter().copied(), |row: &Conversation| row.id.0)?;
        let rows = || conversations.values();
        let threads: HashMap<i64, Arc<Thread>> =
            self.all("SELECT doc FROM threads", rows().map(|row| row.thread.0), |row: &Thread| row.id.0)?;
        let numbers: HashMap<i64, Arc<Number>> =
            self.all("SELECT doc FROM numbers", rows().map(|row| row.number.0), |row: &Number| row.id.0)?;
        let contacts: HashMap<i64, Arc<Contact>> =
            self.all("SELECT doc FROM contacts", rows().map(|row| row.contact.0), |row: &Contact| row.id.0)?;
        let found = ids.iter().filter_map(|id| conversations.get(id)).map(|conversation| Subject {
            number: numbers.get(&conversation.number.0).cloned(),
            contact: contacts.get(&conversation.contact.0).cloned(),
            thread: threads.get(&conversation.thread.0).cloned(),
            conversation: Some(conversation.clone()),
            ..Subject::default()
        });
        Ok(found.collect())
    }

    fn all<T: DeserializeOwned>(
        &mut self,
        select: &str,
        ids: impl Iterator<Item = i64>,
        id_of: impl Fn(&T) -> i64,
    ) -> Result<HashMap<i64, Arc<T>>, StoreError> {
        let ids: Vec<i64> = ids.collect::<BTreeSet<_>>().into_iter().collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let docs = self.sql.docs(select, "id", self.workspace, Keys::Ints(&ids))?;
        docs.iter().map(|doc| parse::<T>(doc).map(|row| (id_of(&row), Arc::new(row)))).collect()
    }
}
