//! Loads what commands need, set-wise: one question for each kind of row, whatever the number of commands.

use crate::cache::{Cache, Kept};
use crate::sql::{Keys, Sql, SqlError, parse};
use crate::{Need, QUOTABLE, quotable};
use baton_core::{Key, LineId, MessageId, OutText, Subject, Thread};
use std::collections::HashMap;
use std::sync::Arc;

/// The most needs that are loaded at once: far fewer than the cache keeps, so that nothing loaded is dropped again
/// before it is handed out.
pub(crate) const AT_ONCE: usize = 512;

/// Loads into the cache what is missing there, then hands it out.
pub(crate) struct Loader<'a> {
    pub(crate) sql: &'a mut dyn Sql,
    pub(crate) workspace: i64,
    pub(crate) cache: &'a mut Cache,
}

/// Texts of ours.
type ById = HashMap<MessageId, OutText>;
/// Their ids by the carrier's.
type ByCarrierId = HashMap<String, Vec<(LineId, MessageId)>>;

/// Where a need leads to.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    number: Option<i64>,
    thread: Option<i64>,
    conversation: Option<i64>,
    text: Option<MessageId>,
    contact: Option<i64>,
}

impl Loader<'_> {
    /// What stands about each of at most [`AT_ONCE`] needs.
    pub(crate) fn load(&mut self, needs: &[Need]) -> Result<Vec<Subject>, SqlError> {
        let (texts, by_carrier) = self.texts(needs)?;
        self.numbers_by_handset(needs)?;
        self.conversations(needs.iter().filter_map(|need| match need.key {
            Key::Conversation(id) => Some(id.0),
            _ => None,
        }))?;
        let mut found: Vec<Found> = needs.iter().map(|need| self.begin(need, &texts, &by_carrier)).collect();
        self.threads(&mut found, needs)?;
        self.around(&mut found)?;
        let mut subjects = Vec::with_capacity(needs.len());
        for (need, found) in needs.iter().zip(&found) {
            let mut subject = self.subject(*found);
            subject.texts.extend(found.text.and_then(|id| texts.get(&id).cloned()));
            if let (true, Some(thread)) = (need.quotable, found.thread) {
                subject.quotable = quotable::latest(self.sql, self.workspace, thread, QUOTABLE)?;
            }
            subjects.push(subject);
        }
        Ok(subjects)
    }

    fn texts(&mut self, needs: &[Need]) -> Result<(ById, ByCarrierId), SqlError> {
        let ids: Vec<i64> = needs
            .iter()
            .filter_map(|need| if let Key::Text(id) = need.key { Some(id.0) } else { None })
            .collect();
        let carrier_ids: Vec<String> = needs
            .iter()
            .filter_map(
                |need| if let Key::CarrierId { id, .. } = &need.key { Some(id.clone()) } else { None },
            )
            .collect();
        let mut docs = Vec::new();
        if !ids.is_empty() {
            docs.extend(self.sql.docs("SELECT doc FROM texts", "id", self.workspace, Keys::Ints(&ids))?);
        }
        if !carrier_ids.is_empty() {
            let keys = Keys::Texts(&carrier_ids);
            docs.extend(self.sql.docs("SELECT doc FROM texts", "carrier_id", self.workspace, keys)?);
        }
        let mut texts = HashMap::new();
        let mut by_carrier = HashMap::new();
        for doc in docs {
            let text: OutText = parse(&doc)?;
            if let Some(id) = &text.carrier_id {
                let known: &mut Vec<_> = by_carrier.entry(id.clone()).or_default();
                known.push((text.line, text.id));
            }
            texts.insert(text.id, text);
        }
        Ok((texts, by_carrier))
    }

    fn numbers_by_handset(&mut self, needs: &[Need]) -> Result<(), SqlError> {
        let mut missing = Vec::new();
        for need in needs {
            if let Key::Handset { handset, .. } = &need.key
                && !(self.cache.handsets.refresh(handset) && self.has_number(handset))
            {
                missing.push(handset.clone());
            }
        }
        missing.sort_unstable();
        missing.dedup();
        if !missing.is_empty() {
            let keys = Keys::Texts(&missing);
            for doc in self.sql.docs("SELECT doc FROM numbers", "handset", self.workspace, keys)? {
                self.cache.number(Arc::new(parse(&doc)?));
            }
        }
        Ok(())
    }

    fn has_number(&mut self, handset: &str) -> bool {
        let id = self.cache.handsets.get(handset).copied();
        id.is_some_and(|id| self.cache.numbers.refresh(&id))
    }

    fn begin(&self, need: &Need, texts: &ById, by_carrier: &ByCarrierId) -> Found {
        match &need.key {
            Key::Handset { handset, .. } => {
                Found { number: self.cache.handsets.get(handset).copied(), ..Found::default() }
            }
            Key::Thread(id) => Found { thread: Some(id.0), ..Found::default() },
            Key::Conversation(id) => Found {
                thread: self.cache.conversations.get(&id.0).map(|row| row.thread.0),
                conversation: Some(id.0),
                ..Found::default()
            },
            Key::Text(id) => Self::by_text(texts.get(id)),
            Key::CarrierId { lines, id } => {
                let known = by_carrier.get(id).map_or(&[][..], Vec::as_slice);
                let on = |line: &LineId| known.iter().find(|(other, _)| other == line);
                Self::by_text(lines.iter().find_map(on).and_then(|(_, id)| texts.get(id)))
            }
            Key::Number(id) => Found { number: Some(id.0), ..Found::default() },
            Key::Contact(id) => Found { contact: Some(id.0), ..Found::default() },
        }
    }

    fn by_text(text: Option<&OutText>) -> Found {
        text.map_or_else(Found::default, |text| Found {
            number: Some(text.number.0),
            thread: Some(text.id.thread().0),
            conversation: text.conversation.map(|id| id.0),
            text: Some(text.id),
            ..Found::default()
        })
    }

    /// Threads, by id or by number and line.
    fn threads(&mut self, found: &mut [Found], needs: &[Need]) -> Result<(), SqlError> {
        let mut numbers = Vec::new();
        for (found, need) in found.iter().zip(needs) {
            if let (Key::Handset { line, .. }, Some(number)) = (&need.key, found.number)
                && !self.cache.pairs.refresh(&(number, line.0))
            {
                numbers.push(number);
            }
        }
        numbers.sort_unstable();
        numbers.dedup();
        if !numbers.is_empty() {
            let keys = Keys::Ints(&numbers);
            for doc in self.sql.docs("SELECT doc FROM threads", "number", self.workspace, keys)? {
                self.cache.thread(Arc::new(parse(&doc)?));
            }
        }
        for (found, need) in found.iter_mut().zip(needs) {
            if let (Key::Handset { line, .. }, Some(number)) = (&need.key, found.number) {
                found.thread = self.cache.pairs.get(&(number, line.0)).copied();
            }
        }
        let ids = found.iter().filter_map(|found| found.thread);
        let missing = missing(&mut self.cache.threads, ids);
        for doc in self.fetch("SELECT doc FROM threads", &missing)? {
            self.cache.thread(Arc::new(parse(&doc)?));
        }
        Ok(())
    }

    /// Conversation, number and contact around a thread.
    fn around(&mut self, found: &mut [Found]) -> Result<(), SqlError> {
        for found in found.iter_mut() {
            if let Some(thread) = found.thread.and_then(|id| self.cache.threads.get(&id)) {
                found.number = Some(thread.number.0);
                found.conversation = found.conversation.or_else(|| Self::latest(thread));
            }
        }
        let conversations: Vec<i64> = found.iter().filter_map(|found| found.conversation).collect();
        self.conversations(conversations)?;
        let missing_numbers = missing(&mut self.cache.numbers, found.iter().filter_map(|found| found.number));
        for doc in self.fetch("SELECT doc FROM numbers", &missing_numbers)? {
            self.cache.number(Arc::new(parse(&doc)?));
        }
        let contacts: Vec<i64> = found
            .iter()
            .filter_map(|found| found.number.and_then(|id| self.cache.numbers.get(&id)))
            .map(|number| number.contact.0)
            .chain(found.iter().filter_map(|found| found.contact))
            .collect();
        let missing_contacts = missing(&mut self.cache.contacts, contacts);
        for doc in self.fetch("SELECT doc FROM contacts", &missing_contacts)? {
            let contact: baton_core::Contact = parse(&doc)?;
            self.cache.contacts.put(contact.id.0, Arc::new(contact));
        }
        Ok(())
    }

    fn latest(thread: &Thread) -> Option<i64> {
        thread.open.or(thread.last_closed).map(|id| id.0)
    }

    fn conversations(&mut self, ids: impl IntoIterator<Item = i64>) -> Result<(), SqlError> {
        let missing = missing(&mut self.cache.conversations, ids);
        for doc in self.fetch("SELECT doc FROM conversations", &missing)? {
            let conversation: baton_core::Conversation = parse(&doc)?;
            self.cache.conversations.put(conversation.id.0, Arc::new(conversation));
        }
        Ok(())
    }

    fn fetch(&mut self, select: &str, ids: &[i64]) -> Result<Vec<String>, SqlError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        self.sql.docs(select, "id", self.workspace, Keys::Ints(ids))
    }

    fn subject(&self, found: Found) -> Subject {
        let number = found.number.and_then(|id| self.cache.numbers.get(&id)).cloned();
        let contact = number.as_ref().map(|number| number.contact.0).or(found.contact);
        Subject {
            contact: contact.and_then(|id| self.cache.contacts.get(&id)).cloned(),
            number,
            thread: found.thread.and_then(|id| self.cache.threads.get(&id)).cloned(),
            conversation: found.conversation.and_then(|id| self.cache.conversations.get(&id)).cloned(),
            ..Subject::default()
        }
    }
}

/// Those of `ids` that are not kept, each once.
fn missing<V>(kept: &mut Kept<i64, V>, ids: impl IntoIterator<Item = i64>) -> Vec<i64> {
    let mut missing: Vec<i64> = ids.into_iter().filter(|id| !kept.refresh(id)).collect();
    missing.sort_unstable();
    missing.dedup();
    missing
}
