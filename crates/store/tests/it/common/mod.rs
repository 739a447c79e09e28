//! What the tests share: stores of both kinds, a workspace, and customers who text.

#![allow(clippy::unwrap_used, reason = "a test that fails says where")]
#![allow(dead_code, reason = "each test file uses a part of it")]

use baton_core::{
    By, Contact, ContactId, Conversation, ConversationId, Event, Ids, Key, LineCarrier, LineId, MessageId,
    Moment, Number, NumberId, Owner, PersonId, QueueId, Record, Role, Status, Subject, Thread, ThreadId,
};
use baton_store::testing::Cluster;
use baton_store::{
    Batch, CommitError, Counter, Need, NewLine, NewPerson, NewWorkspace, OpenOptions, Store, StoreError,
    Write, Writer,
};
use std::sync::{Arc, LazyLock};
use tempfile::TempDir;

/// One server for all tests of this process.
pub(crate) static CLUSTER: LazyLock<Cluster> = LazyLock::new(Cluster::start);

/// Runs a test against both databases.
#[macro_export]
macro_rules! on_both {
    ($($name:ident)*) => {
        /// Each of them, for whoever watches what they make the store do.
        pub(crate) const ALL: &[fn(&$crate::common::Home)] = &[$($name),*];
        mod sqlite {
            $(#[test] fn $name() { super::$name(&$crate::common::Home::new(None)); })*
        }
        mod postgres {
            $(#[test] fn $name() {
                super::$name(&$crate::common::Home::new(Some($crate::common::CLUSTER.database())));
            })*
        }
    };
}

/// A folder, and a database that may be shared with other folders.
pub(crate) struct Home {
    pub(crate) folder: TempDir,
    pub(crate) database: Option<String>,
}

impl Home {
    pub(crate) fn new(database: Option<String>) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database }
    }

    pub(crate) fn options(&self) -> OpenOptions {
        OpenOptions {
            folder: self.folder.path().to_owned(),
            database: self.database.clone(),
            ..OpenOptions::default()
        }
    }

    pub(crate) fn open(&self) -> Store {
        Store::open(&self.options()).unwrap()
    }

    /// Puts a policy into the database that no check would let through.
    pub(crate) fn spoil_policy(&self) {
        let sql = "UPDATE policies SET source = 'this is no policy'";
        if let Some(url) = &self.database {
            postgres::Client::connect(url, postgres::NoTls).unwrap().batch_execute(sql).unwrap();
        } else {
            let file = self.folder.path().join("baton.sqlite");
            rusqlite::Connection::open(file).unwrap().execute_batch(sql).unwrap();
        }
    }

    /// A store with Cedar Lane Physio in it, and its writer.
    pub(crate) fn set_up(&self) -> (Store, Writer) {
        let store = self.open();
        let mut writer = store.writer().unwrap();
        writer.set_up(&cedar_lane(false)).unwrap();
        (store, writer)
    }
}

pub(crate) fn at(seconds: i64) -> Moment {
    Moment::from_micros(1_772_800_000_000_000 + seconds * 1_000_000)
}

pub(crate) fn cedar_lane(rehearsal: bool) -> NewWorkspace {
    NewWorkspace {
        business: "Cedar Lane Physio".into(),
        zone: "America/New_York".into(),
        public_url: None,
        rehearsal,
        person: person("dana@cedarlane.example", "Dana Kim", Role::Admin),
        policy: baton_policy::starter("Cedar Lane Physio", "dana@cedarlane.example", "America/New_York"),
        at: at(0),
    }
}

pub(crate) fn person(email: &str, name: &str, role: Role) -> NewPerson {
    NewPerson { email: email.into(), name: name.into(), role, password_hash: None }
}

pub(crate) fn line(number: &str) -> NewLine {
    NewLine {
        number: number.into(),
        name: None,
        carrier: LineCarrier::Simulator,
        carrier_answers: false,
        settings: serde_json::json!({"token": "secret"}),
    }
}

/// Decides as simply as can be: what the rows of a text are, without routing it.
pub(crate) struct Desk {
    pub(crate) ids: Ids,
    pub(crate) directory_version: i64,
    pub(crate) line: LineId,
}

impl Desk {
    pub(crate) fn new(writer: &mut Writer) -> Self {
        let directory_version = writer.load_directory().unwrap().version;
        Self { ids: writer.reserve_ids(1_000_000).unwrap(), directory_version, line: LineId(500) }
    }

    pub(crate) fn batch(&self) -> Batch {
        Batch { directory_version: self.directory_version, ..Batch::default() }
    }

    pub(crate) fn need(&self, phone: &str) -> Need {
        Need { key: Key::Handset { line: self.line, handset: phone.into() }, quotable: false }
    }

    /// A text comes in and is stored, in a commit of its own.
    pub(crate) fn receive(
        &mut self,
        writer: &mut Writer,
        phone: &str,
        sid: &str,
    ) -> Result<Conversation, CommitError> {
        let subject = writer.load(&[self.need(phone)])?.pop().unwrap();
        let mut batch = self.batch();
        let conversation = self.decide(&mut batch, subject, phone, sid);
        writer.commit(&mut batch)?;
        Ok(conversation)
    }

    /// The rows of a text that came in.
    pub(crate) fn decide(
        &mut self,
        batch: &mut Batch,
        subject: Subject,
        phone: &str,
        sid: &str,
    ) -> Conversation {
        let read_at = subject.thread.as_ref().map(|thread| thread.version.0);
        let mut events = Vec::new();
        let contact = subject.contact.map_or_else(
            || {
                let contact = Contact::new(ContactId(self.ids.take()));
                batch.contacts.push(Write { row: contact.clone().into(), read_at: None });
                contact
            },
            Arc::unwrap_or_clone,
        );
        let number = subject.number.map_or_else(
            || {
                let number = self.number(phone, contact.id);
                batch.numbers.push(Write { row: number.clone().into(), read_at: None });
                number
            },
            Arc::unwrap_or_clone,
        );
        let started = || Thread::new(ThreadId(self.ids.take()), self.line, number.id, contact.id);
        let mut thread = subject.thread.map_or_else(started, Arc::unwrap_or_clone);
        let live = subject.conversation.map(Arc::unwrap_or_clone).filter(Conversation::is_live);
        let conversation = live.unwrap_or_else(|| {
            let conversation = conversation(ConversationId(self.ids.take()), &thread);
            thread.open = Some(conversation.id);
            events.push(opened(&conversation));
            batch.counters.push((Counter::Status(Status::Open), 1));
            batch.conversations.push(conversation.clone().into());
            conversation
        });
        let message = thread.next_message();
        thread.messages += 1;
        thread.last_inbound = Some(message);
        events.push(received(message, phone, sid));
        batch.carrier_ids.push((self.line, sid.into(), message));
        batch.records.push(record(&thread, &conversation, events));
        batch.threads.push(Write { row: thread.into(), read_at });
        conversation
    }

    /// The row of a number that nobody knows yet.
    pub(crate) fn number(&mut self, phone: &str, contact: ContactId) -> Number {
        Number {
            id: NumberId(self.ids.take()),
            version: 0,
            contact,
            handset: phone.into(),
            address: phone.into(),
            consent: baton_core::Consent::default(),
            unreachable: None,
            auto_replied: Vec::new(),
        }
    }
}

pub(crate) fn record(thread: &Thread, conversation: &Conversation, events: Vec<Event>) -> Record {
    Record {
        position: baton_core::Position(0),
        thread: Some(thread.id),
        conversation: Some(conversation.id),
        at: at(1),
        by: By::Contact,
        events,
    }
}

pub(crate) fn received(id: MessageId, phone: &str, sid: &str) -> Event {
    Event::TextReceived {
        id,
        from: phone.into(),
        body: format!("this is {sid}"),
        media: Vec::new(),
        carrier_id: sid.into(),
        sent_at: None,
        word: None,
        courtesy: false,
        may_want_out: None,
    }
}

pub(crate) fn opened(conversation: &Conversation) -> Event {
    Event::ConversationOpened {
        id: conversation.id,
        owner: conversation.owner,
        queue: conversation.queue,
        accountable: conversation.accountable,
        begun_by_us: false,
        covers: None,
    }
}

pub(crate) fn conversation(id: ConversationId, thread: &Thread) -> Conversation {
    let owner = Owner::Queue(QueueId(2));
    let begun = Conversation::begun(id, thread, (owner, owner.queue(), PersonId(1)), at(1));
    Conversation { tags: ["new".to_owned()].into(), ..begun }
}

/// The sentence of what went wrong.
pub(crate) fn sentence<T>(result: Result<T, StoreError>) -> String {
    match result {
        Ok(_) => panic!("this was expected to fail"),
        Err(error) => error.to_string(),
    }
}
