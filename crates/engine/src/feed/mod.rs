//! What happened, to everybody who watches, as it happens.
//!
//! Records go out in the order of their positions, without holes. The latest are kept in a ring that all readers
//! share; older ones come from the store. The first record after a quiet time goes out at once, those that follow
//! within a tick together. Readers pull: a slow one costs nothing, and once it has fallen out of the ring it is cut
//! off and resumes by position.

mod ring;
mod subscription;

pub use ring::FeedEntry;
pub use subscription::{Flow, Subscription};

use crate::reads::Reads;
use baton_core::{Position, Record};
use baton_store::StoreError;
use ring::Ring;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, mpsc, watch};

/// How many records are read from the store at once.
const PAGE: usize = 512;

/// The live feed. Copies share it.
#[derive(Debug, Clone)]
pub struct Feed {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    reads: Reads,
    /// Where records go that others wrote.
    foreign: mpsc::UnboundedSender<Vec<Record>>,
    ring: Mutex<Ring>,
    /// Something was added, or the store knows of more.
    grown: Notify,
    /// How far readers may read; moves on ticks.
    published: watch::Sender<Position>,
    ended: AtomicBool,
}

impl Feed {
    /// A feed that begins where the store's ends. What it has to read from the store, because another node wrote it,
    /// goes to `foreign` too; now and then that is what this node just wrote itself.
    pub(crate) fn new(
        reads: Reads,
        head: Position,
        ring: usize,
        foreign: mpsc::UnboundedSender<Vec<Record>>,
    ) -> Self {
        let (published, _) = watch::channel(head);
        let ring = Mutex::new(Ring::new(head, ring));
        Self {
            shared: Arc::new(Shared {
                reads,
                foreign,
                ring,
                grown: Notify::new(),
                published,
                ended: AtomicBool::new(false),
            }),
        }
    }

    /// How far the feed reaches for readers.
    pub fn head(&self) -> Position {
        *self.shared.published.borrow()
    }

    /// How far it reaches, also what readers do not see before the next tick.
    pub(crate) fn reaches(&self) -> Position {
        self.ring().head()
    }

    /// Readers are told that nothing more comes from here.
    pub(crate) async fn end(&self) {
        self.publish().await;
        self.shared.ended.store(true, Ordering::Release);
        self.shared.published.send_modify(|_| ());
    }

    /// What the store calls when the feed may have grown. It keeps nothing alive.
    pub(crate) fn ear(&self) -> Box<dyn Fn(Position) + Send + Sync> {
        let shared = Arc::downgrade(&self.shared);
        Box::new(move |position| {
            if let Some(shared) = shared.upgrade() {
                Self { shared }.heard(position);
            }
        })
    }

    /// Everything after `after`, then what comes, until the reader goes or is cut off.
    pub fn subscribe(&self, after: Position) -> Subscription {
        Subscription::new(self.clone(), after)
    }

    /// What was just committed here, in order. Never blocks on the store.
    pub(crate) fn committed(&self, records: Vec<Record>) {
        if let Some(last) = records.last().map(|record| record.position) {
            let mut ring = self.ring();
            ring.hear_of(last);
            for record in records {
                ring.push(record);
            }
            drop(ring);
            self.shared.grown.notify_one();
        }
    }

    /// The store says that the feed reaches so far, perhaps by another node's commit.
    pub(crate) fn heard(&self, position: Position) {
        if self.ring().hear_of(position) {
            self.shared.grown.notify_one();
        }
    }

    /// Publishes on ticks, for as long as the engine lives.
    pub(crate) async fn run(self, tick: Duration) {
        loop {
            self.shared.grown.notified().await;
            self.publish().await;
            tokio::time::sleep(tick).await;
        }
    }

    /// Lets readers see everything there is now.
    pub(crate) async fn publish(&self) {
        if let Err(error) = self.fill().await {
            tracing::warn!(%error, "the feed could not be read; it goes on with the next commit");
        }
        let head = self.ring().head();
        self.shared.published.send_if_modified(|published| {
            let grew = *published < head;
            *published = head.max(*published);
            grew
        });
    }

    /// Reads from the store what was committed elsewhere, so that the ring has no holes.
    async fn fill(&self) -> Result<(), StoreError> {
        loop {
            let (head, reaches) = {
                let ring = self.ring();
                (ring.head(), ring.heard())
            };
            if reaches <= head {
                return Ok(());
            }
            let mut records = self.shared.reads.read(move |reader| reader.feed(head, PAGE)).await?;
            // What stands further on may not be on the disk yet.
            records.retain(|record| record.position <= reaches);
            if records.is_empty() {
                self.ring().give_up_waiting(reaches);
                return Ok(());
            }
            self.add(records);
        }
    }

    /// Puts in what was read, and passes on what of it is news here.
    fn add(&self, records: Vec<Record>) {
        let mut news = Vec::new();
        let mut ring = self.ring();
        for record in records {
            if ring.push(record.clone()) {
                news.push(record);
            }
        }
        drop(ring);
        if self.shared.reads.is_shared() && !news.is_empty() {
            // Nobody takes it up any more at the end.
            let _ = self.shared.foreign.send(news);
        }
    }

    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.shared.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
