//! What a commit sets in motion.

use crate::dispense::Free;
use crate::feed::Feed;
use crate::lines::{Carriers, Lines};
use crate::outbox::{Outbox, Word};
use crate::timers::Alarm;
use crate::work::Work;
use crate::writer::{Committed, Listener};
use baton_core::{Directory, Distribute};
use baton_store::{StoreError, Writer};
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::Notify;

/// Policy, people and lines, and what the lines speak through: replaced as a whole.
#[derive(Debug, Default, Clone)]
pub(crate) struct Known {
    pub(crate) directory: Option<Arc<Directory>>,
    pub(crate) lines: Arc<Lines>,
    /// Where carriers and browsers reach the workspace, as it says itself.
    pub(crate) public_url: Option<Arc<str>>,
}

/// Everything that commits wake up. It knows no way back to the writer.
#[derive(Debug)]
pub(crate) struct Signals {
    pub(crate) feed: Feed,
    pub(crate) alarm: Alarm,
    pub(crate) outbox: Outbox,
    /// There may be pictures to fetch.
    pub(crate) pictures: Notify,
    /// A job may have to go on.
    pub(crate) jobs: Notify,
    /// Other edges may lie ahead than before.
    pub(crate) edges: Notify,
    /// Queues in which something may be given out.
    pub(crate) free: Free,
    /// What is being done because of commits and clock moves.
    pub(crate) work: Work,
    known: RwLock<Known>,
    /// Where the server listens: carriers call us there while no public URL is configured.
    listening: RwLock<Option<String>>,
    carriers: Carriers,
}

impl Signals {
    pub(crate) fn new(feed: Feed, outbox: Outbox, work: Work, carriers: Carriers) -> Self {
        Self {
            feed,
            alarm: Alarm::default(),
            outbox,
            pictures: Notify::new(),
            jobs: Notify::new(),
            edges: Notify::new(),
            free: Free::default(),
            work,
            known: RwLock::default(),
            listening: RwLock::default(),
            carriers,
        }
    }

    pub(crate) fn known(&self) -> Known {
        self.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Carriers call us here while no public URL is configured; the lines learn of it when they are next read.
    pub(crate) fn listens_at(&self, url: String) {
        *self.listening.write().unwrap_or_else(PoisonError::into_inner) = Some(url);
    }

    /// Whatever waits in a queue that gives out may be given out now.
    pub(crate) fn free_everywhere(&self) {
        let Some(directory) = self.known().directory else { return };
        let gives = directory.queues.iter().filter(|queue| queue.distribute != Distribute::Claim);
        self.free.tell(gives.map(|queue| queue.id), &self.work);
    }
}

impl Listener for Signals {
    fn committed(&self, committed: Committed) {
        let Committed { records, texts, next_at, opted_out, media, free } = committed;
        if !free.is_empty() {
            self.free.tell(free, &self.work);
        }
        if !texts.is_empty() {
            self.outbox.tell(Word::Texts(texts), &self.work);
        }
        for number in opted_out {
            self.outbox.tell(Word::OptedOut(number), &self.work);
        }
        if !media.is_empty() {
            self.pictures.notify_one();
        }
        if let Some(at) = next_at {
            self.alarm.arm(at);
        }
        self.feed.committed(records);
    }

    /// What the lines speak through is read by the writer too, which is off the runtime's threads.
    fn directory(&self, writer: &mut Writer, directory: Arc<Directory>) -> Result<(), StoreError> {
        let (lines, public_url) = writer.lines_and_address()?;
        let listening = self.listening.read().unwrap_or_else(PoisonError::into_inner).clone();
        let reached_at = public_url.clone().or(listening);
        let lines = Arc::new(Lines::build(&self.carriers, lines, reached_at.as_deref()));
        let public_url = public_url.map(Into::into);
        *self.known.write().unwrap_or_else(PoisonError::into_inner) =
            Known { directory: Some(directory), lines, public_url };
        self.outbox.tell(Word::Lines, &self.work);
        self.jobs.notify_one();
        self.edges.notify_one();
        Ok(())
    }
}
