//! What a batch of commands works on: every row once, shared by all of them, so that each sees what those before it
//! changed.

use crate::counters::Counters;
use baton_core::{
    Contact, ContactId, Conversation, ConversationId, Event, Key, LineId, MessageId, Moment, Number,
    NumberId, OutText, Quotable, Subject, Thread, ThreadId,
};
use baton_store::{Batch, QUOTABLE, Write};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A row, with the version it was read at (none: it is new) and whether it was changed.
#[derive(Debug)]
struct Part<T> {
    row: Arc<T>,
    read_at: Option<i64>,
    changed: bool,
}

impl<T> Part<T> {
    /// The version it was read at, if that is all that happened to it.
    fn only_read(&self) -> Option<i64> {
        self.read_at.filter(|_| !self.changed)
    }
}

/// The rows of one batch.
#[derive(Debug, Default)]
pub(crate) struct Working {
    numbers: FxHashMap<NumberId, Part<Number>>,
    contacts: FxHashMap<ContactId, Part<Contact>>,
    threads: FxHashMap<ThreadId, Part<Thread>>,
    conversations: FxHashMap<ConversationId, Part<Conversation>>,
    texts: FxHashMap<MessageId, Part<OutText>>,
    handsets: FxHashMap<String, NumberId>,
    threads_of: FxHashMap<(LineId, NumberId), ThreadId>,
    /// By the carrier's id; one account's may be another's too.
    by_carrier_id: FxHashMap<String, Vec<(LineId, MessageId)>>,
    quotable: FxHashMap<ThreadId, Vec<Quotable>>,
}

impl Working {
    /// Takes in what the store knows. A row that is here already stays: it is the same, or newer.
    pub(crate) fn add(&mut self, subject: Subject) {
        let Subject { number, contact, thread, conversation, texts, quotable, .. } = subject;
        if let (Some(thread), false) = (&thread, quotable.is_empty()) {
            self.quotable.entry(thread.id).or_insert(quotable);
        }
        if let Some(row) = number {
            self.handsets.entry(row.handset.clone()).or_insert(row.id);
            keep(&mut self.numbers, row.id, Some(row.version), row);
        }
        if let Some(row) = contact {
            keep(&mut self.contacts, row.id, Some(row.version), row);
        }
        if let Some(row) = thread {
            self.threads_of.entry((row.line, row.number)).or_insert(row.id);
            keep(&mut self.threads, row.id, Some(row.version.0), row);
        }
        if let Some(row) = conversation {
            keep(&mut self.conversations, row.id, Some(0), row);
        }
        for row in texts {
            if let Some(carrier_id) = &row.carrier_id {
                let known = self.by_carrier_id.entry(carrier_id.clone()).or_default();
                if known.iter().all(|(line, _)| *line != row.line) {
                    known.push((row.line, row.id));
                }
            }
            keep(&mut self.texts, row.id, Some(0), Arc::new(row));
        }
    }

    /// What stands now about what a command concerns.
    pub(crate) fn subject(&self, key: &Key) -> Subject {
        match key {
            Key::Handset { line, handset } => {
                let Some(number) = self.handsets.get(handset) else { return Subject::default() };
                match self.threads_of.get(&(*line, *number)) {
                    Some(thread) => self.of_thread(*thread),
                    None => self.of_number(*number),
                }
            }
            Key::Thread(thread) => self.of_thread(*thread),
            Key::Conversation(id) => self.of_conversation(*id),
            Key::Text(id) => self.of_text(*id),
            Key::CarrierId { lines, id } => {
                let known = self.by_carrier_id.get(id).map_or(&[][..], Vec::as_slice);
                let on = |line: &LineId| known.iter().find(|(other, _)| other == line);
                lines.iter().find_map(on).map_or_else(Subject::default, |(_, id)| self.of_text(*id))
            }
            Key::Number(id) => self.of_number(*id),
            Key::Contact(id) => Subject { contact: row(&self.contacts, *id), ..Subject::default() },
        }
    }

    fn of_number(&self, id: NumberId) -> Subject {
        let number = row(&self.numbers, id);
        let contact = number.as_ref().and_then(|number| row(&self.contacts, number.contact));
        Subject { number, contact, ..Subject::default() }
    }

    fn of_thread(&self, id: ThreadId) -> Subject {
        let Some(thread) = row(&self.threads, id) else { return Subject::default() };
        let conversation = thread.open.or(thread.last_closed).and_then(|id| row(&self.conversations, id));
        let quotable = self.quotable.get(&id).cloned().unwrap_or_default();
        Subject { thread: Some(thread.clone()), conversation, quotable, ..self.of_number(thread.number) }
    }

    fn of_conversation(&self, id: ConversationId) -> Subject {
        let Some(conversation) = row(&self.conversations, id) else { return Subject::default() };
        Subject { conversation: Some(conversation.clone()), ..self.of_thread(conversation.thread) }
    }

    fn of_text(&self, id: MessageId) -> Subject {
        let Some(text) = row(&self.texts, id) else { return Subject::default() };
        let mut subject = self.of_thread(id.thread());
        if let Some(conversation) = text.conversation {
            subject.conversation = row(&self.conversations, conversation);
        }
        subject.texts.push(Arc::unwrap_or_clone(text));
        subject
    }

    /// Takes in what a decision made of its subject, and counts what that moved.
    pub(crate) fn apply(&mut self, after: Subject, events: &[Event], at: Moment, counters: &mut Counters) {
        let Subject { number, contact, thread, conversation, texts, changes, .. } = after;
        if let Some(row) = number.filter(|_| changes.number) {
            self.handsets.entry(row.handset.clone()).or_insert(row.id);
            change(&mut self.numbers, row.id, row);
        }
        if let Some(row) = contact.filter(|_| changes.contact) {
            change(&mut self.contacts, row.id, row);
        }
        if let Some(row) = thread {
            self.threads_of.entry((row.line, row.number)).or_insert(row.id);
            self.remember_quotable(row.id, events, at);
            change(&mut self.threads, row.id, row);
        }
        for row in texts {
            let same = self.texts.get(&row.id).is_some_and(|part| *part.row == row);
            if !same {
                if let Some(carrier_id) = &row.carrier_id {
                    let known = self.by_carrier_id.entry(carrier_id.clone()).or_default();
                    known.retain(|(line, _)| *line != row.line);
                    known.push((row.line, row.id));
                }
                change(&mut self.texts, row.id, Arc::new(row));
            }
        }
        if let Some(row) = conversation.filter(|_| changes.conversation) {
            counters.moved(self.conversations.get(&row.id).map(|part| &*part.row), &row);
            change(&mut self.conversations, row.id, row);
        }
    }

    /// A reaction may quote a text that was decided in this very batch.
    fn remember_quotable(&mut self, thread: ThreadId, events: &[Event], at: Moment) {
        let Some(latest) = self.quotable.get_mut(&thread) else { return };
        for event in events {
            let (id, body, ours) = match event {
                Event::TextReceived { id, body, .. } => (*id, body, None),
                Event::TextWritten { id, body, kind, .. } => (*id, body, Some(*kind)),
                _ => continue,
            };
            latest.insert(0, Quotable { id, body: body.clone(), at, ours });
        }
        latest.truncate(QUOTABLE);
    }

    /// A conversation as it stands now.
    pub(crate) fn conversation(&self, id: ConversationId) -> Option<&Conversation> {
        self.conversations.get(&id).map(|part| &*part.row)
    }

    /// Whether a decision of this batch has changed the thread.
    pub(crate) fn has_changed(&self, thread: ThreadId) -> bool {
        self.threads.get(&thread).is_some_and(|part| part.changed)
    }

    /// Notes in `batch` which numbers and contacts were there to be read and did not change, with their versions.
    pub(crate) fn tell_what_was_read(&self, batch: &mut Batch) {
        batch
            .numbers_read
            .extend(self.numbers.iter().filter_map(|(id, part)| Some((*id, part.only_read()?))));
        batch
            .contacts_read
            .extend(self.contacts.iter().filter_map(|(id, part)| Some((*id, part.only_read()?))));
    }

    /// Moves every row that was changed into `batch`.
    pub(crate) fn write_into(&mut self, batch: &mut Batch) {
        drain(&mut self.numbers, &mut batch.numbers);
        drain(&mut self.contacts, &mut batch.contacts);
        drain(&mut self.threads, &mut batch.threads);
        let conversations = self.conversations.drain().filter(|(_, part)| part.changed);
        batch.conversations.extend(conversations.map(|(_, part)| part.row));
        let texts = self.texts.drain().filter(|(_, part)| part.changed);
        batch.texts.extend(texts.map(|(_, part)| Arc::unwrap_or_clone(part.row)));
    }
}

fn keep<K: std::hash::Hash + Eq, T>(
    rows: &mut FxHashMap<K, Part<T>>,
    id: K,
    read_at: Option<i64>,
    row: Arc<T>,
) {
    rows.entry(id).or_insert(Part { row, read_at, changed: false });
}

fn row<K: std::hash::Hash + Eq + Copy, T>(rows: &FxHashMap<K, Part<T>>, id: K) -> Option<Arc<T>> {
    rows.get(&id).map(|part| Arc::clone(&part.row))
}

/// Replaces a row, or adds it.
fn change<K: std::hash::Hash + Eq, T>(rows: &mut FxHashMap<K, Part<T>>, id: K, row: Arc<T>) {
    match rows.entry(id) {
        std::collections::hash_map::Entry::Occupied(mut entry) => {
            let part = entry.get_mut();
            part.changed = true;
            part.row = row;
        }
        std::collections::hash_map::Entry::Vacant(entry) => {
            entry.insert(Part { row, read_at: None, changed: true });
        }
    }
}

fn drain<K, T>(rows: &mut FxHashMap<K, Part<T>>, into: &mut Vec<Write<T>>) {
    let changed = rows.drain().filter(|(_, part)| part.changed);
    into.extend(changed.map(|(_, part)| Write { row: part.row, read_at: part.read_at }));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails when a number or contact that a decision only read is not named to the commit, or one that it changed is,
    /// whose version is asserted by the write itself.
    #[test]
    fn what_was_read_is_told_and_what_was_changed_is_not() {
        let mut working = Working::default();
        let address = "+12125550134";
        let number = |id| {
            Arc::new(Number {
                id: NumberId(id),
                version: 7,
                contact: ContactId(id),
                handset: format!("{address}{id}"),
                address: address.into(),
                consent: baton_core::Consent::default(),
                unreachable: None,
                auto_replied: Vec::new(),
            })
        };
        let contact = |id, version| Arc::new(Contact { version, ..Contact::new(ContactId(id)) });
        for id in [1, 2] {
            let (number, contact) = (Some(number(id)), Some(contact(id, 3)));
            working.add(Subject { number, contact, ..Subject::default() });
        }
        change(&mut working.numbers, NumberId(2), number(2));
        change(&mut working.contacts, ContactId(1), contact(1, 0));
        change(&mut working.numbers, NumberId(3), number(3));
        let mut batch = Batch::default();
        working.tell_what_was_read(&mut batch);
        assert_eq!(batch.numbers_read, [(NumberId(1), 7)]);
        assert_eq!(batch.contacts_read, [(ContactId(2), 3)]);
    }
}
