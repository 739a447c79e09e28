//! What a batch works on: every row once, so that a command sees what those before it changed, with the version it
//! was read at.

use baton_core::{
    Contact, ContactId, Conversation, ConversationId, Event, Key, LineId, MessageId, Moment, Number,
    NumberId, OutText, Owner, Quotable, Status, Subject, Thread, ThreadId,
};
use baton_store::{Batch, Counter, Write};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A row, with the version it was read at; none: it is new.
#[derive(Debug, Clone)]
struct Part<T> {
    row: T,
    read_at: Option<i64>,
    changed: bool,
}

impl<T> Part<T> {
    /// The version it was read at, if that is all that happened to it.
    fn only_read(&self) -> Option<i64> {
        self.read_at.filter(|_| !self.changed)
    }
}

type Rows<K, T> = BTreeMap<K, Part<T>>;

/// The rows of one batch.
#[derive(Debug, Default)]
pub(crate) struct Working {
    numbers: Rows<NumberId, Arc<Number>>,
    contacts: Rows<ContactId, Arc<Contact>>,
    threads: Rows<ThreadId, Arc<Thread>>,
    conversations: Rows<ConversationId, Arc<Conversation>>,
    texts: Rows<MessageId, OutText>,
    handsets: BTreeMap<String, NumberId>,
    threads_of: BTreeMap<(LineId, NumberId), ThreadId>,
    by_carrier_id: BTreeMap<(LineId, String), MessageId>,
    quotable: BTreeMap<ThreadId, Vec<Quotable>>,
    counters: BTreeMap<(u8, i64), i64>,
}

impl Working {
    /// Takes in what the store knows; what is here already stays.
    pub(crate) fn add(&mut self, subject: Subject) {
        let Subject { number, contact, thread, conversation, texts, quotable, .. } = subject;
        if let (Some(thread), false) = (&thread, quotable.is_empty()) {
            self.quotable.entry(thread.id).or_insert(quotable);
        }
        if let Some(row) = number {
            self.handsets.entry(row.handset.clone()).or_insert(row.id);
            keep(&mut self.numbers, row.id, row.version, row);
        }
        if let Some(row) = contact {
            keep(&mut self.contacts, row.id, row.version, row);
        }
        if let Some(row) = thread {
            self.threads_of.entry((row.line, row.number)).or_insert(row.id);
            keep(&mut self.threads, row.id, row.version.0, row);
        }
        if let Some(row) = conversation {
            keep(&mut self.conversations, row.id, 0, row);
        }
        for row in texts {
            if let Some(id) = &row.carrier_id {
                self.by_carrier_id.entry((row.line, id.clone())).or_insert(row.id);
            }
            keep(&mut self.texts, row.id, 0, row);
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
            Key::Conversation(id) => {
                let Some(found) = row(&self.conversations, *id) else { return Subject::default() };
                Subject { conversation: Some(found.clone()), ..self.of_thread(found.thread) }
            }
            Key::Text(id) => self.of_text(*id),
            Key::CarrierId { lines, id } => {
                let known = |line: &LineId| self.by_carrier_id.get(&(*line, id.clone()));
                lines.iter().find_map(known).map_or_else(Subject::default, |id| self.of_text(*id))
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

    fn of_text(&self, id: MessageId) -> Subject {
        let Some(text) = row(&self.texts, id) else { return Subject::default() };
        let mut subject = self.of_thread(id.thread());
        if let Some(conversation) = text.conversation {
            subject.conversation = row(&self.conversations, conversation);
        }
        subject.texts.push(text);
        subject
    }

    /// Takes in what a decision made of its subject.
    pub(crate) fn apply(&mut self, after: Subject, events: &[Event], at: Moment) {
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
            self.remember(row.id, events, at);
            change(&mut self.threads, row.id, row);
        }
        for row in texts {
            if let Some(id) = &row.carrier_id {
                self.by_carrier_id.insert((row.line, id.clone()), row.id);
            }
            change(&mut self.texts, row.id, row);
        }
        if let Some(row) = conversation.filter(|_| changes.conversation) {
            if let Some(before) = self.conversations.get(&row.id).map(|part| part.row.clone()) {
                self.count(&before, -1);
            }
            self.count(&row, 1);
            change(&mut self.conversations, row.id, row);
        }
    }

    fn remember(&mut self, thread: ThreadId, events: &[Event], at: Moment) {
        let Some(latest) = self.quotable.get_mut(&thread) else { return };
        for event in events {
            match event {
                Event::TextReceived { id, body, .. } => {
                    latest.insert(0, Quotable { id: *id, body: body.clone(), at, ours: None });
                }
                Event::TextWritten { id, body, kind, .. } => {
                    latest.insert(0, Quotable { id: *id, body: body.clone(), at, ours: Some(*kind) });
                }
                _ => {}
            }
        }
    }

    fn count(&mut self, conversation: &Conversation, by: i64) {
        if conversation.status == Status::Open {
            let key = match conversation.owner {
                Owner::Person(person) => (4, person.0),
                Owner::Queue(queue) => (5, queue.0),
            };
            *self.counters.entry(key).or_default() += by;
        }
    }

    /// A conversation as it stands now.
    pub(crate) fn conversation(&self, id: ConversationId) -> Option<&Conversation> {
        self.conversations.get(&id).map(|part| &*part.row)
    }

    /// Notes which numbers and contacts were only read, with their versions.
    pub(crate) fn tell_what_was_read(&self, batch: &mut Batch) {
        batch
            .numbers_read
            .extend(self.numbers.iter().filter_map(|(id, part)| Some((*id, part.only_read()?))));
        batch
            .contacts_read
            .extend(self.contacts.iter().filter_map(|(id, part)| Some((*id, part.only_read()?))));
    }

    /// Moves every row that was changed into `batch`.
    pub(crate) fn write_into(self, batch: &mut Batch) {
        batch.numbers.extend(changed(self.numbers));
        batch.contacts.extend(changed(self.contacts));
        batch.threads.extend(changed(self.threads));
        batch.conversations.extend(changed(self.conversations).map(|write| write.row));
        batch.texts.extend(self.texts.into_values().filter(|part| part.changed).map(|part| part.row));
        batch.counters = (self.counters.into_iter())
            .filter(|(_, by)| *by != 0)
            .map(|((kind, id), by)| match kind {
                4 => (Counter::Open(baton_core::PersonId(id)), by),
                _ => (Counter::Waiting(baton_core::QueueId(id)), by),
            })
            .collect();
    }
}

fn keep<K: Ord, T>(rows: &mut Rows<K, T>, id: K, read_at: i64, row: T) {
    rows.entry(id).or_insert(Part { row, read_at: Some(read_at), changed: false });
}

#[expect(clippy::needless_pass_by_value, reason = "ids are copied")]
fn row<K: Ord, T: Clone>(rows: &Rows<K, T>, id: K) -> Option<T> {
    rows.get(&id).map(|part| part.row.clone())
}

fn change<K: Ord, T>(rows: &mut Rows<K, T>, id: K, row: T) {
    let read_at = rows.get(&id).and_then(|part| part.read_at);
    rows.insert(id, Part { row, read_at, changed: true });
}

fn changed<K, T>(rows: Rows<K, Arc<T>>) -> impl Iterator<Item = Write<T>> {
    rows.into_values().filter(|part| part.changed).map(|part| Write { row: part.row, read_at: part.read_at })
}
