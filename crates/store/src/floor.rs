//! The floor: the store's own group commit with the rows that inbound texts make, and nothing around it.

use crate::{Batch, CommitError, Counter, Need, Store, Write};
use baton_core::{
    By, Contact, ContactId, Conversation, ConversationId, Event, Ids, Key, LineId, MessageId, Moment, Number,
    NumberId, Owner, PersonId, QueueId, Record, Status, Subject, Thread, Why,
};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What to measure with.
#[derive(Debug, Clone, Copy)]
pub struct FloorLoad {
    /// How many texts.
    pub texts: usize,
    /// From how many phones, in turn.
    pub phones: usize,
    /// How many texts a commit holds.
    pub batch: usize,
}

/// What was measured.
#[derive(Debug, Clone, Copy)]
pub struct FloorReport {
    /// How many texts were stored.
    pub texts: usize,
    /// How long that took.
    pub took: Duration,
    /// The part of it that was loading.
    pub loading: Duration,
    /// The longest commit.
    pub longest: Duration,
}

impl FloorReport {
    /// Texts a second.
    #[expect(clippy::cast_precision_loss, reason = "a rate for people to read")]
    pub fn rate(&self) -> f64 {
        self.texts as f64 / self.took.as_secs_f64()
    }
}

/// Stores texts from pretend phones on a store that was set up, and measures nothing but that.
#[expect(clippy::disallowed_methods, reason = "it measures how long this takes")]
pub fn floor(store: &Store, load: FloorLoad) -> Result<FloorReport, CommitError> {
    let mut writer = store.writer()?;
    let directory_version = writer.load_directory()?.version;
    let mut ids = writer.reserve_ids(i64::try_from(load.texts * 4).unwrap_or(i64::MAX))?;
    let (mut loading, mut longest) = (Duration::ZERO, Duration::ZERO);
    let begin = Instant::now();
    let mut done = 0;
    while done < load.texts {
        let size = load.batch.min(load.texts - done);
        let start = Instant::now();
        let needs: Vec<Need> = (done..done + size).map(|text| need(phone_of(text, load.phones))).collect();
        let subjects = writer.load(&needs)?;
        loading += start.elapsed();
        let mut batch = Batch { directory_version, ..Batch::default() };
        for (text, subject) in (done..).zip(subjects) {
            receive(&mut batch, &mut ids, text, load.phones, subject);
        }
        let start = Instant::now();
        writer.commit(&mut batch)?;
        longest = longest.max(start.elapsed());
        done += size;
    }
    Ok(FloorReport { texts: done, took: begin.elapsed(), loading, longest })
}

/// The phones come in an order in which neighbours in the file seldom follow each other, and none twice in a batch.
fn phone_of(text: usize, phones: usize) -> usize {
    text.wrapping_mul(7_919) % phones
}

fn line() -> LineId {
    LineId(i64::MAX >> 24)
}

fn need(phone: usize) -> Need {
    Need { key: Key::Handset { line: line(), handset: handset(phone) }, quotable: false }
}

fn handset(phone: usize) -> String {
    format!("+1555{phone:07}")
}

/// The rows of one text: of a new customer with a conversation, or one more of a known one.
fn receive(batch: &mut Batch, ids: &mut Ids, text: usize, phones: usize, subject: Subject) {
    let at = Moment::from_micros(1_700_000_000_000_000 + i64::try_from(text).unwrap_or(0) * 100);
    let mut events = Vec::with_capacity(4);
    let known = subject.thread.zip(subject.conversation);
    let read_at = known.as_ref().map(|(thread, _)| thread.version.0);
    let (thread, conversation) = match known {
        Some(known) => known,
        None => begin(batch, ids, phone_of(text, phones), at, &mut events),
    };
    let mut thread = Arc::unwrap_or_clone(thread);
    let message = thread.next_message();
    let carrier_id =
        format!("SM{:032x}", (text as u128).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835));
    events.push(Event::TextReceived {
        id: message,
        from: handset(phone_of(text, phones)),
        body: "Hello, could you tell me whether my appointment on Friday at eleven still stands?".into(),
        media: Vec::new(),
        carrier_id: carrier_id.clone(),
        sent_at: None,
        word: None,
        courtesy: false,
        may_want_out: None,
    });
    remember(&mut thread, message, at);
    batch.carrier_ids.push((line(), carrier_id, message));
    batch.records.push(Record {
        position: thread.version,
        thread: Some(thread.id),
        conversation: Some(conversation.id),
        at,
        by: By::Contact,
        events,
    });
    batch.threads.push(Write { row: Arc::new(thread), read_at });
}

fn remember(thread: &mut Thread, message: MessageId, at: Moment) {
    thread.messages += 1;
    thread.last_inbound = Some(message);
    thread.last_at = Some(at);
    thread.snippet =
        "Hello, could you tell me whether my appointment on Friday at eleven still stands?".into();
}

/// A new customer's number, contact, thread and conversation.
fn begin(
    batch: &mut Batch,
    ids: &mut Ids,
    phone: usize,
    at: Moment,
    events: &mut Vec<Event>,
) -> (Arc<Thread>, Arc<Conversation>) {
    let contact = Contact::new(ContactId(ids.take()));
    let number = Number {
        id: NumberId(ids.take()),
        version: 0,
        contact: contact.id,
        handset: handset(phone),
        address: handset(phone),
        consent: baton_core::Consent::default(),
        unreachable: None,
        auto_replied: Vec::new(),
    };
    let mut thread = Thread::new(baton_core::ThreadId(ids.take()), line(), number.id, contact.id);
    let conversation = conversation_of(ConversationId(ids.take()), &thread, at);
    thread.open = Some(conversation.id);
    events.push(Event::ThreadStarted {
        thread: thread.id,
        line: line(),
        number: number.id,
        contact: contact.id,
        handset: number.handset.clone(),
        address: number.address.clone(),
    });
    events.push(Event::ConversationOpened {
        id: conversation.id,
        owner: conversation.owner,
        queue: conversation.queue,
        accountable: conversation.accountable,
        begun_by_us: false,
        covers: None,
    });
    events.push(Event::Routed {
        owner: conversation.owner,
        why: conversation.routed_by.clone().expect("it was routed above"),
        provisional: false,
        target: None,
    });
    batch.contacts.push(Write { row: Arc::new(contact), read_at: None });
    batch.numbers.push(Write { row: Arc::new(number), read_at: None });
    let conversation = Arc::new(conversation);
    batch.conversations.push(Arc::clone(&conversation));
    batch.counters.extend([(Counter::Status(Status::Open), 1), (Counter::AnsweredBy(PersonId(1)), 1)]);
    (Arc::new(thread), conversation)
}

fn conversation_of(id: ConversationId, thread: &Thread, at: Moment) -> Conversation {
    let why = Why {
        because: "the text says “appointment”".into(),
        line: 3,
        rule: "IF text contains “appointment” → Scheduling".into(),
        matched: vec!["appointment".into()],
    };
    let owner = Owner::Queue(QueueId(2));
    let begun = Conversation::begun(id, thread, (owner, owner.queue(), PersonId(1)), at);
    Conversation { tags: ["new".to_owned()].into(), routed_by: Some(why), ..begun }
}
