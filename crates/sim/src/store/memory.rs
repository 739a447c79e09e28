//! A store in memory that holds what `PostgreSQL`'s commit holds: nothing is written over what a decision did not read.

mod face;

use crate::house::{House, QUEUES, TEAM};
use baton_core::{
    By, Contact, Conversation, ConversationId, Directory, Event, Key, Line, LineCarrier, LineId, MessageId,
    Moment, Number, NumberId, OutText, Parts, Person, PersonId, Position, QueueId, Quotable, Record, Role,
    Subject, TextState, Thread, ThreadId, Turns, WorkspaceId,
};
use baton_store::{Batch, CommitError, Job, Need, Outcome, QUOTABLE, RESETTLE, Write};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A store in memory, for any number of nodes.
pub(crate) struct Memory {
    source: String,
    policy_version: i64,
    version: i64,
    people: Vec<Person>,
    lines: Vec<Line>,
    queue_ids: BTreeMap<String, QueueId>,
    directory: Arc<Directory>,
    next_id: i64,
    numbers: BTreeMap<NumberId, Arc<Number>>,
    handsets: BTreeMap<String, NumberId>,
    contacts: BTreeMap<baton_core::ContactId, Arc<Contact>>,
    threads: BTreeMap<ThreadId, Arc<Thread>>,
    threads_of: BTreeMap<(NumberId, LineId), ThreadId>,
    conversations: BTreeMap<ConversationId, Arc<Conversation>>,
    live: BTreeSet<ConversationId>,
    texts: BTreeMap<MessageId, OutText>,
    unsent: BTreeSet<MessageId>,
    by_carrier_id: BTreeMap<(LineId, String), MessageId>,
    due: BTreeSet<(Moment, bool, i64)>,
    quotable: BTreeMap<ThreadId, Vec<Quotable>>,
    records: Vec<Record>,
    head: i64,
    carrier_ids: BTreeMap<(LineId, String), MessageId>,
    presses: BTreeMap<(String, String), (Vec<u8>, Outcome)>,
    open: BTreeMap<PersonId, i64>,
    waiting: BTreeMap<QueueId, i64>,
    turns: BTreeMap<QueueId, Turns>,
    jobs: BTreeMap<String, Job>,
    /// The rows of another workspace, under the same ids.
    next_door: Option<Box<Memory>>,
}

/// The lines of every business here: on the second the carrier answers STOP by itself.
pub(crate) const LINES: [(&str, &str, bool); 2] =
    [("Main", "+12125550100", false), ("Second", "+12125550101", true)];

impl Memory {
    /// A business that begins.
    ///
    /// # Panics
    /// If the house's policy does not hold.
    pub(crate) fn new(house: &House, at: Moment) -> Self {
        let next_door = Box::new(Self::alone(house, at));
        Self { next_door: Some(next_door), ..Self::alone(house, at) }
    }

    fn alone(house: &House, at: Moment) -> Self {
        let mut next_id = 1;
        let mut id = || {
            next_id += 1;
            next_id - 1
        };
        let people: Vec<Person> =
            TEAM.iter().map(|(address, name, role)| person(PersonId(id()), address, name, *role)).collect();
        let lines: Vec<Line> = LINES
            .iter()
            .map(|(name, number, carrier_answers)| Line {
                id: LineId(id()),
                number: (*number).to_owned(),
                name: (*name).to_owned(),
                carrier: LineCarrier::Simulator,
                carrier_answers: *carrier_answers,
                retired: false,
            })
            .collect();
        let queue_ids = QUEUES.iter().map(|(name, ..)| ((*name).to_owned(), QueueId(id()))).collect();
        let directory = assemble(&house.policy(), 1, 1, &people, &lines, &queue_ids)
            .unwrap_or_else(|why| panic!("the house's policy does not hold: {why}\n{}", house.policy()));
        let mut made = Self {
            source: house.policy(),
            policy_version: 1,
            version: 1,
            people,
            lines,
            queue_ids,
            directory: Arc::new(directory),
            next_id,
            numbers: BTreeMap::new(),
            handsets: BTreeMap::new(),
            contacts: BTreeMap::new(),
            threads: BTreeMap::new(),
            threads_of: BTreeMap::new(),
            conversations: BTreeMap::new(),
            live: BTreeSet::new(),
            texts: BTreeMap::new(),
            unsent: BTreeSet::new(),
            by_carrier_id: BTreeMap::new(),
            due: BTreeSet::new(),
            quotable: BTreeMap::new(),
            records: Vec::new(),
            head: 0,
            carrier_ids: BTreeMap::new(),
            presses: BTreeMap::new(),
            open: BTreeMap::new(),
            waiting: BTreeMap::new(),
            turns: BTreeMap::new(),
            jobs: BTreeMap::new(),
            next_door: None,
        };
        made.tell(By::Policy, at, vec![Event::PolicyChanged { version: 1 }]);
        made
    }

    fn tell(&mut self, by: By, at: Moment, events: Vec<Event>) {
        self.head += i64::try_from(events.len()).unwrap_or(0);
        let position = Position(self.head);
        self.records.push(Record { position, thread: None, conversation: None, at, by, events });
    }

    /// The directory is another from here on, and everything is to be settled again.
    fn moved(&mut self, directory: Directory) {
        self.version = directory.version;
        self.directory = Arc::new(directory);
        let at = self.jobs.get(RESETTLE).and_then(|job| job.at);
        self.jobs.insert(RESETTLE.to_owned(), Job { name: RESETTLE.to_owned(), after: None, at });
    }

    fn of_number(&self, id: NumberId) -> Subject {
        let number = self.numbers.get(&id).cloned();
        let contact = number.as_ref().and_then(|number| self.contacts.get(&number.contact).cloned());
        Subject { number, contact, ..Subject::default() }
    }

    fn of_thread(&self, id: ThreadId) -> Subject {
        let Some(thread) = self.threads.get(&id) else { return Subject::default() };
        let conversation =
            thread.open.or(thread.last_closed).and_then(|id| self.conversations.get(&id).cloned());
        Subject { thread: Some(thread.clone()), conversation, ..self.of_number(thread.number) }
    }

    fn of_text(&self, id: MessageId) -> Subject {
        let Some(text) = self.texts.get(&id) else { return Subject::default() };
        let mut subject = self.of_thread(id.thread());
        if let Some(conversation) = text.conversation {
            subject.conversation = self.conversations.get(&conversation).cloned();
        }
        subject.texts.push(text.clone());
        subject
    }

    fn one(&self, need: &Need) -> Subject {
        let mut subject = match &need.key {
            Key::Handset { line, handset } => match self.handsets.get(handset) {
                None => Subject::default(),
                Some(number) => match self.threads_of.get(&(*number, *line)) {
                    Some(thread) => self.of_thread(*thread),
                    None => self.of_number(*number),
                },
            },
            Key::Thread(id) => self.of_thread(*id),
            Key::Conversation(id) => match self.conversations.get(id) {
                None => Subject::default(),
                Some(found) => Subject { conversation: Some(found.clone()), ..self.of_thread(found.thread) },
            },
            Key::Text(id) => self.of_text(*id),
            Key::CarrierId { lines, id } => {
                let known = |line: &LineId| self.by_carrier_id.get(&(*line, id.clone()));
                lines.iter().find_map(known).map_or_else(Subject::default, |id| self.of_text(*id))
            }
            Key::Number(id) => self.of_number(*id),
            Key::Contact(id) => Subject { contact: self.contacts.get(id).cloned(), ..Subject::default() },
        };
        if let (true, Some(thread)) = (need.quotable, &subject.thread) {
            subject.quotable = self.quotable.get(&thread.id).cloned().unwrap_or_default();
        }
        subject
    }

    fn check(&self, batch: &Batch) -> Result<(), CommitError> {
        if batch.directory_version != self.version {
            return Err(CommitError::DirectoryMoved);
        }
        let fits = batch
            .numbers
            .iter()
            .all(|write| same(write, self.numbers.get(&write.row.id).map(|row| row.version)))
            && batch
                .contacts
                .iter()
                .all(|write| same(write, self.contacts.get(&write.row.id).map(|row| row.version)))
            && batch
                .threads
                .iter()
                .all(|write| same(write, self.threads.get(&write.row.id).map(|row| row.version.0)))
            && batch
                .numbers
                .iter()
                .all(|write| write.read_at.is_some() || !self.handsets.contains_key(&write.row.handset))
            && batch.threads.iter().all(|write| {
                write.read_at.is_some() || !self.threads_of.contains_key(&(write.row.number, write.row.line))
            })
            && batch
                .numbers_read
                .iter()
                .all(|(id, read)| self.numbers.get(id).is_some_and(|row| row.version == *read))
            && batch
                .contacts_read
                .iter()
                .all(|(id, read)| self.contacts.get(id).is_some_and(|row| row.version == *read))
            && batch.read_up_to.is_none_or(|read| read.0 == self.head);
        if !fits {
            return Err(CommitError::Conflict);
        }
        let known =
            batch.carrier_ids.iter().any(|(line, id, _)| self.carrier_ids.contains_key(&(*line, id.clone())))
                || batch
                    .idempotency
                    .iter()
                    .any(|(press, _)| self.presses.contains_key(&(press.scope.clone(), press.key.clone())));
        if known { Err(CommitError::Duplicate) } else { Ok(()) }
    }

    fn put_conversation(&mut self, row: Arc<Conversation>) {
        if let Some(at) = self.conversations.get(&row.id).and_then(|row| row.next_at()) {
            self.due.remove(&(at, false, row.id.0));
        }
        if let Some(at) = row.next_at() {
            self.due.insert((at, false, row.id.0));
        }
        if row.is_live() {
            self.live.insert(row.id);
        } else {
            self.live.remove(&row.id);
        }
        self.conversations.insert(row.id, row);
    }

    fn put_text(&mut self, row: OutText) {
        if let Some(at) = self.texts.get(&row.id).and_then(due_of) {
            self.due.remove(&(at, true, row.id.0));
        }
        if let Some(at) = due_of(&row) {
            self.due.insert((at, true, row.id.0));
        }
        if matches!(row.state, TextState::Queued | TextState::Sending) {
            self.unsent.insert(row.id);
        } else {
            self.unsent.remove(&row.id);
        }
        if let Some(id) = &row.carrier_id {
            self.by_carrier_id.insert((row.line, id.clone()), row.id);
        }
        self.texts.insert(row.id, row);
    }

    fn remember(&mut self, record: &Record) {
        let Some(thread) = record.thread else { return };
        for event in &record.events {
            let (id, body, ours) = match event {
                Event::TextReceived { id, body, .. } => (*id, body, None),
                Event::TextWritten { id, body, kind, .. } => (*id, body, Some(*kind)),
                _ => continue,
            };
            let latest = self.quotable.entry(thread).or_default();
            latest.insert(0, Quotable { id, body: body.clone(), at: record.at, ours });
            latest.truncate(QUOTABLE);
        }
    }

    fn unsent(&self, fits: impl Fn(&OutText) -> bool) -> Vec<OutText> {
        self.unsent.iter().filter_map(|id| self.texts.get(id)).filter(|text| fits(text)).cloned().collect()
    }
}

fn same<T>(write: &Write<T>, stands: Option<i64>) -> bool {
    write.read_at == stands
}

fn due_of(text: &OutText) -> Option<Moment> {
    let dropped = text.expires_at.filter(|_| text.state == TextState::Queued);
    [text.next_at, dropped].into_iter().flatten().min()
}

pub(super) fn person(id: PersonId, address: &str, name: &str, role: u8) -> Person {
    Person {
        id,
        email: format!("{address}@cedarlane.example"),
        name: name.to_owned(),
        role: role_of(role),
        active: true,
        presence: baton_core::Presence::default(),
    }
}

pub(super) fn role_of(role: u8) -> Role {
    match role {
        0 => Role::Agent,
        1 => Role::Lead,
        _ => Role::Admin,
    }
}

fn assemble(
    policy: &str,
    version: i64,
    policy_version: i64,
    people: &[Person],
    lines: &[Line],
    queue_ids: &BTreeMap<String, QueueId>,
) -> Result<Directory, String> {
    let parts = Parts {
        workspace: WorkspaceId(1),
        business: "Cedar Lane Physio".to_owned(),
        version,
        policy_version,
        policy,
        people: people.to_vec(),
        lines: lines.to_vec(),
        queue_ids,
    };
    Directory::assemble(parts).map_err(|error| format!("{error}: {error:?}"))
}
