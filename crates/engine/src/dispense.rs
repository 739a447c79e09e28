//! What waits in a queue is given out as soon as somebody is free: what is due first, first.

use crate::inner::Inner;
use crate::request::Failure;
use crate::work::{Busy, Work};
use baton_core::{By, Command, QueueId};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// How many are looked at before others get their turn.
const PAGE: usize = 64;
/// How long to wait before trying again what failed.
const AGAIN: Duration = Duration::from_secs(1);

/// Queues in which something may be given out.
#[derive(Debug, Default)]
pub(crate) struct Free {
    queues: Mutex<BTreeMap<QueueId, Busy>>,
    some: Notify,
}

impl Free {
    /// They are under way from here on, so that a rehearsal waits for them.
    pub(crate) fn tell(&self, queues: impl IntoIterator<Item = QueueId>, work: &Work) {
        let mut known = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        for queue in queues {
            known.entry(queue).or_insert_with(|| work.begin());
        }
        if !known.is_empty() {
            self.some.notify_one();
        }
    }

    fn take(&self) -> BTreeMap<QueueId, Busy> {
        std::mem::take(&mut *self.queues.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Gives out whatever can be, for as long as the engine lives.
pub(crate) async fn run(inner: Arc<Inner>) {
    loop {
        inner.lead.leading().await;
        let queues = inner.signals.free.take();
        if queues.is_empty() {
            inner.signals.free.some.notified().await;
            continue;
        }
        for (queue, _busy) in queues {
            if let Err(failure) = give_out(&inner, queue).await {
                tracing::warn!(%failure, "what waits could not be given out; trying again in a second");
                inner.clock.pause(AGAIN).await;
                inner.signals.free.tell([queue], &inner.signals.work);
            }
        }
    }
}

/// Until nobody is free, or nothing waits.
async fn give_out(inner: &Arc<Inner>, queue: QueueId) -> Result<(), Failure> {
    loop {
        let waiting = inner.read(move |reader| reader.waiting_in(queue, PAGE)).await;
        let waiting = waiting.map_err(|error| Failure::Store(error.to_string()))?;
        let mut given = false;
        for id in waiting {
            match inner.ask(Command::Distribute(id), By::Policy).await {
                Ok(done) if done.outcome.position.is_none() => return Ok(()),
                Ok(_) => given = true,
                Err(failure) if failure.may_come_again() => return Err(failure),
                Err(failure) => {
                    tracing::error!(conversation = %id, %failure, "a conversation could not be given out");
                }
            }
        }
        if !given {
            return Ok(());
        }
    }
}
