//! The floor: the store's own group commit of the rows that texts come to, and nothing around it.
//!
//! What the rows are is decided as the engine does, outside of the time that is measured.

use super::business::{Business, Shop};
use super::webhooks::phone;
use anyhow::Context;
use baton_core::{
    By, Command, Decision, Directory, Ids, LineId, Moment, Owner, Position, Receive, Record, Subject, Team,
    World, decide,
};
use baton_engine::Clock;
use baton_store::{Batch, Counter, Need, OpenOptions, Store, Write, Writer};
use baton_text::Address;
use std::time::Duration;
use tokio::time::Instant;

/// Texts of one transaction, as in the engine when much waits.
const BATCH: u32 = 512;

/// What the store alone did.
#[derive(Debug)]
pub(super) struct Floor {
    /// How many texts.
    pub(super) texts: u64,
    /// How long their commits took.
    pub(super) took: Duration,
}

/// Commits so many texts from so many phones, in an empty SQLite store of its own.
pub(super) fn floor(count: u32, phones: u32) -> anyhow::Result<Floor> {
    let folder = tempfile::Builder::new().prefix("baton-bench-").tempdir()?;
    let options = OpenOptions { folder: folder.path().to_owned(), database: None, rehearsal: Some(false) };
    let store = Store::open(&options)?;
    let clock = Clock::real();
    let business = Business::found(&store, Shop::Queues, clock.now())?;
    let mut writer = store.writer()?;
    let directory = writer.load_directory()?;
    let mut floor = Floor { texts: 0, took: Duration::ZERO };
    // No phone texts twice in one batch, so that each decision stands for itself.
    let size = BATCH.min(phones);
    let mut at = 0;
    while at < count {
        let texts: Vec<Receive> = (at..count.min(at + size))
            .map(|index| text(business.line, index, &phone(index % phones)))
            .collect();
        let mut batch = decided(&mut writer, &directory, clock.now(), &texts)?;
        let began = Instant::now();
        writer.commit(&mut batch)?;
        floor.took += began.elapsed();
        floor.texts += texts.len() as u64;
        at += size;
    }
    Ok(floor)
}

/// A text of that phone, with an id of its own for each index.
pub(super) fn text(line: LineId, index: u32, phone: &str) -> Receive {
    Receive {
        line,
        from: Address::from_stored(phone),
        body: "Hi, can I reschedule my appointment from Tuesday to Friday?".to_owned(),
        media: Vec::new(),
        carrier_id: format!("SM{index:032x}"),
        sent_at: None,
        carrier_word: None,
        reaction: None,
    }
}

/// What a batch of texts comes to that reached us at `now`, no two of them of one phone.
pub(super) fn decided(
    writer: &mut Writer,
    directory: &Directory,
    now: Moment,
    texts: &[Receive],
) -> anyhow::Result<Batch> {
    let commands: Vec<Command> = texts.iter().map(|text| Command::Receive(Box::new(text.clone()))).collect();
    let needs: Vec<Need> =
        commands.iter().map(|command| Need { key: command.key(), quotable: false }).collect();
    let subjects = writer.load(&needs)?;
    let wanted = Ids::PER_DECISION * i64::try_from(texts.len()).unwrap_or(i64::MAX);
    let mut ids = writer.reserve_ids(wanted)?;
    let mut batch = Batch { directory_version: directory.version, ..Batch::default() };
    let team = Team::default();
    let world = World { directory, team: &team, now, by: &By::Contact };
    for ((command, text), before) in commands.iter().zip(texts).zip(&subjects) {
        let decision = decide(&world, &mut ids, before.clone(), command)?;
        add(&mut batch, &world, before, text, decision).context("a text came to nothing")?;
    }
    Ok(batch)
}

/// Adds what a decision changed.
fn add(
    batch: &mut Batch,
    world: &World<'_>,
    before: &Subject,
    text: &Receive,
    decision: Decision,
) -> Option<()> {
    let Decision { events, after, conversation, message, .. } = decision;
    let message = message?;
    let thread = after.thread?;
    if let Some(row) = after.number.filter(|_| after.changes.number) {
        batch.numbers.push(Write { row, read_at: before.number.as_ref().map(|number| number.version) });
    }
    if let Some(row) = after.contact.filter(|_| after.changes.contact) {
        batch.contacts.push(Write { row, read_at: before.contact.as_ref().map(|contact| contact.version) });
    }
    if let Some(row) = after.conversation.filter(|_| after.changes.conversation) {
        if before.conversation.is_none() {
            count(batch, &row);
        }
        batch.conversations.push(row);
    }
    batch.records.push(Record {
        position: Position(0),
        thread: Some(thread.id),
        conversation,
        at: world.now,
        by: world.by.clone(),
        events,
    });
    batch.threads.push(Write { row: thread, read_at: before.thread.as_ref().map(|thread| thread.version.0) });
    batch.carrier_ids.push((text.line, text.carrier_id.clone(), message));
    Some(())
}

/// A conversation is new: counters change once for the whole batch.
fn count(batch: &mut Batch, row: &baton_core::Conversation) {
    let (owner, open) = match row.owner {
        Owner::Person(person) => (Counter::OwnedByPerson(person), Counter::Open(person)),
        Owner::Queue(queue) => (Counter::OwnedByQueue(queue), Counter::Waiting(queue)),
    };
    for counter in [Counter::Status(row.status), owner, Counter::AnsweredBy(row.accountable), open] {
        match batch.counters.iter_mut().find(|(known, _)| *known == counter) {
            Some((_, change)) => *change += 1,
            None => batch.counters.push((counter, 1)),
        }
    }
}
