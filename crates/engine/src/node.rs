//! This node among others on the same database.
//!
//! Any node takes in texts, decides and shows. What only one may do at a time (handing texts over, firing timers, fetching
//! pictures, settling owners again) the one that leads does: it holds a lease, renewed by a heartbeat, and another takes
//! over when it runs out. So the order of a number's texts and the pace of a line are one node's affair, and a text found
//! *sending* at a takeover is one that the former leader left behind. That nothing goes out twice does not rest on the
//! lease: handing over is a commit, which only one node can win.
//!
//! On `SQLite` there are no others, and this node leads from the start.

use crate::inner::Inner;
use crate::outbox::Word;
use crate::writer::Change;
use baton_core::{ConsentState, Event, MessageId, NumberId, Record};
use baton_store::Beat;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::Instant;

/// How often a node gives a sign of life.
const BEAT: Duration = Duration::from_secs(2);
/// How long a node leads after a sign of life.
const LEASE: Duration = Duration::from_secs(10);
/// The leader stops this long before its lease ends: what it has begun must be over when another takes over.
const MARGIN: Duration = Duration::from_secs(2);

/// Records that other nodes wrote.
pub(crate) type Foreign = mpsc::UnboundedReceiver<Vec<Record>>;

/// Whether this node leads.
#[derive(Debug)]
pub(crate) struct Lead {
    until: watch::Sender<Until>,
    /// Somebody wants a sign of life at once.
    pub(crate) beat: Notify,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Until {
    Never,
    Then(Instant),
    Always,
}

impl Lead {
    pub(crate) fn new(shared: bool) -> Self {
        let until = if shared { Until::Never } else { Until::Always };
        Self { until: watch::channel(until).0, beat: Notify::new() }
    }

    /// Whether this node leads now.
    pub(crate) fn leads(&self) -> bool {
        holds(*self.until.borrow())
    }

    /// Comes back when it does.
    pub(crate) async fn leading(&self) {
        let mut until = self.until.subscribe();
        // The sender lives as long as this does.
        let _ = until.wait_for(|until| holds(*until)).await;
    }

    fn set(&self, until: Until) {
        self.until.send_if_modified(|present| {
            let moved = *present != until;
            *present = until;
            moved
        });
    }
}

fn holds(until: Until) -> bool {
    match until {
        Until::Never => false,
        Until::Then(at) => Instant::now() < at,
        Until::Always => true,
    }
}

/// Gives signs of life, for as long as the engine lives, and acts on what comes back with them.
pub(crate) async fn run(inner: Arc<Inner>) {
    let mut led = false;
    let mut ears = Ears::default();
    loop {
        // Counted from before the question: the lease began at the earliest then.
        let asked = Instant::now();
        match inner.reads.beat(LEASE).await {
            Ok(Some(beat)) => {
                let leads = beat.leads && !inner.is_stopping();
                inner.lead.set(if leads { Until::Then(asked + LEASE - MARGIN) } else { Until::Never });
                heard(&inner, beat).await;
            }
            // Nothing is set up yet.
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(%error, "no sign of life could be given; the next one is due in {BEAT:?}");
            }
        }
        ears.tell(inner.reads.hears_others());
        let leads = inner.lead.leads();
        if leads != led {
            tracing::info!("{}", if leads { "this node leads" } else { "this node leads no longer" });
            inner.firing.lock().await.forget();
            inner.signals.outbox.tell(Word::Lead(leads), &inner.signals.work);
            led = leads;
        }
        if leads {
            look_around(&inner);
        }
        tokio::select! {
            () = inner.clock.pause(BEAT) => {}
            () = inner.lead.beat.notified() => {}
        }
    }
}

/// What was told of whether this node hears the others.
#[derive(Debug, Default)]
struct Ears {
    /// For how many signs of life it has not heard them.
    deaf_for: u32,
}

impl Ears {
    /// One that only just began to listen, or lost a connection that is back by the next sign of life, is nothing to tell.
    const DEAF: u32 = 2;

    fn tell(&mut self, hears: bool) {
        if !hears {
            self.deaf_for = self.deaf_for.saturating_add(1);
            if self.deaf_for == Self::DEAF {
                tracing::warn!(
                    "this node does not hear what other nodes commit: PostgreSQL's notifications do not reach it. It asks \
                     four times a second instead. A pooler in transaction mode swallows them: connect to the server directly"
                );
            }
            return;
        }
        if self.deaf_for >= Self::DEAF {
            tracing::info!("this node hears again what other nodes commit");
        }
        self.deaf_for = 0;
    }
}

/// What other nodes may have left to the leader without a record of it.
fn look_around(inner: &Inner) {
    inner.signals.alarm.look();
    inner.signals.pictures.notify_one();
    inner.signals.jobs.notify_one();
}

async fn heard(inner: &Inner, beat: Beat) {
    inner.signals.feed.heard(beat.feed);
    catch_up(inner, beat.directory_version).await;
}

/// Reads policy, people and lines anew if they are not of this version.
pub(crate) async fn catch_up(inner: &Inner, version: i64) {
    if inner.directory().is_some_and(|directory| directory.version >= version) {
        return;
    }
    if let Err(failure) = inner.with_writer(|_, _| (), |()| Change::Directory).await {
        tracing::warn!(%failure, "what another node changed could not be read yet");
    }
}

/// Takes up what other nodes wrote, for as long as the engine lives: texts that wait to be handed over, opt-outs,
/// pictures, what falls due.
pub(crate) async fn follow(inner: Arc<Inner>, mut foreign: Foreign) {
    while let Some(records) = foreign.recv().await {
        // Whoever takes over reads all of it from the store.
        if !inner.lead.leads() {
            continue;
        }
        take_up(&inner, &records).await;
        look_around(&inner);
    }
}

async fn take_up(inner: &Inner, records: &[Record]) {
    let events = || records.iter().flat_map(|record| &record.events);
    let texts: Vec<MessageId> = events().filter_map(waiting_text).collect();
    let opted_out: Vec<NumberId> = events().filter_map(opted_out).collect();
    if !texts.is_empty() {
        match inner.reads.read(move |reader| reader.texts(&texts)).await {
            Ok(texts) => inner.signals.outbox.tell(Word::Texts(texts), &inner.signals.work),
            // Everything that waits is read anew.
            Err(_) => inner.signals.outbox.tell(Word::Lines, &inner.signals.work),
        }
    }
    for number in opted_out {
        inner.signals.outbox.tell(Word::OptedOut(number), &inner.signals.work);
    }
}

/// The text of ours that may wait now, or wait no longer.
fn waiting_text(event: &Event) -> Option<MessageId> {
    match event {
        Event::TextWritten { id, .. } | Event::TextDelayed { id, .. } | Event::TextCancelled { id, .. } => {
            Some(*id)
        }
        _ => None,
    }
}

fn opted_out(event: &Event) -> Option<NumberId> {
    match event {
        Event::ConsentChanged { number, to: ConsentState::Out, .. } => Some(*number),
        _ => None,
    }
}
