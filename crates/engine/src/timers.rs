//! What happens by itself when its time has come. What is due stands in the store, so downtime delays it and loses
//! nothing; a sleeper waits for the earliest instant, and is woken by commits that wait for an earlier one and by
//! moves of the clock.

use crate::inner::Inner;
use crate::outbox::Word;
use crate::request::Failure;
use baton_core::{By, Command, ConversationId, MessageId, Moment, OutText, TextState};
use baton_store::{Due, StoreError};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// How many things are done at once, in order.
const PAGE: usize = 256;
/// How long to wait, in machine time, before trying again what could not be done.
const AGAIN: Duration = Duration::from_secs(1);

/// How often a conversation may be woken for the same instant: each time does some of what was due then.
const WAKES: u32 = 100;

/// The earliest instant that anybody waits for.
#[derive(Debug, Default)]
pub(crate) struct Alarm {
    at: Mutex<Option<Moment>>,
    earlier: Notify,
}

impl Alarm {
    /// Something waits for `at`.
    pub(crate) fn arm(&self, at: Moment) {
        let mut armed = self.at.lock().unwrap_or_else(PoisonError::into_inner);
        if armed.is_none_or(|armed| at < armed) {
            *armed = Some(at);
            self.earlier.notify_one();
        }
    }

    /// Something may be due that this node did not commit: the store is asked anew.
    pub(crate) fn look(&self) {
        self.arm(Moment::MIN);
    }

    /// Forgets; what is armed from here on adds to what the store is asked for next.
    fn clear(&self) {
        *self.at.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn armed(&self) -> Option<Moment> {
        *self.at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What was due and is not taken up again: texts that were passed on to whoever finishes them, which stay due until they
/// have, and conversations with which nothing could be done.
#[derive(Debug, Default)]
pub(crate) struct Passed(FxHashSet<Key>);

/// What is due, and when.
type Key = (bool, i64, Moment);

impl Passed {
    fn holds(&self, due: &Due) -> bool {
        self.0.contains(&key(due))
    }

    /// Whoever was to finish it does not any more.
    pub(crate) fn forget(&mut self) {
        self.0.clear();
    }
}

fn key(due: &Due) -> Key {
    match due {
        Due::Conversation(id, at) => (false, id.0, *at),
        Due::Text(id, at) => (true, id.0, *at),
    }
}

/// Does what is due, for as long as the engine lives.
pub(crate) async fn run(inner: Arc<Inner>) {
    loop {
        inner.lead.leading().await;
        inner.signals.alarm.clear();
        let next = match fire(&inner).await {
            Ok(_) => next_due(&inner).await,
            Err(failure) => {
                tracing::warn!(%failure, "what is due could not be done; trying again in a second");
                inner.clock.pause(AGAIN).await;
                continue;
            }
        };
        match next {
            Ok(at) => {
                if let Some(at) = at {
                    inner.signals.alarm.arm(at);
                }
                sleep(&inner).await;
            }
            Err(error) => {
                tracing::warn!(%error, "the store could not be asked what is due; trying again in a second");
                inner.clock.pause(AGAIN).await;
            }
        }
    }
}

/// Until the earliest instant has come, perhaps one that is armed meanwhile.
async fn sleep(inner: &Inner) {
    loop {
        let at = inner.signals.alarm.armed();
        if at.is_some_and(|at| at <= inner.clock.now()) {
            return;
        }
        tokio::select! {
            () = inner.clock.reach(at) => return,
            () = inner.signals.alarm.earlier.notified() => {}
        }
    }
}

/// When something is due that nobody has taken up yet.
pub(crate) async fn next_due(inner: &Arc<Inner>) -> Result<Option<Moment>, StoreError> {
    let passed = inner.firing.lock().await;
    let mut after: Option<Due> = None;
    // Mostly the first row is the answer.
    let mut limit = 1;
    loop {
        let page = inner.read(move |reader| reader.due(Moment::MAX, after.as_ref(), limit)).await?;
        if let Some(due) = page.iter().find(|due| !passed.holds(due)) {
            return Ok(Some(due.at()));
        }
        if page.len() < limit {
            return Ok(None);
        }
        (after, limit) = (page.last().copied(), PAGE);
    }
}

/// Does everything that is due, in order. Answers with how much that was.
pub(crate) async fn fire(inner: &Arc<Inner>) -> Result<u64, Failure> {
    let mut passed = inner.firing.lock().await;
    let _busy = inner.signals.work.begin();
    let (mut fired, mut woken) = (0, FxHashMap::default());
    loop {
        let some = round(inner, &mut passed, &mut woken).await?;
        if some == 0 {
            return Ok(fired);
        }
        fired += some;
    }
}

/// Goes once through what is due, page by page. What comes of it may be due too, at the same instant even: not all that a
/// conversation has for it is done at once.
async fn round(
    inner: &Arc<Inner>,
    passed: &mut Passed,
    woken: &mut FxHashMap<Key, u32>,
) -> Result<u64, Failure> {
    let (mut fired, mut after, mut still) = (0, None, FxHashSet::default());
    loop {
        let now = inner.clock.now();
        let page = inner.read(move |reader| reader.due(now, after.as_ref(), PAGE)).await.map_err(failed)?;
        still.extend(page.iter().map(key));
        let fresh: Vec<Due> = page.iter().filter(|due| !passed.holds(due)).copied().collect();
        fired += fresh.len() as u64;
        let stuck = wake(inner, &fresh, woken).await?;
        pass_on(inner, &fresh).await?;
        let is_passed = |due: &&Due| match due {
            Due::Text(..) => true,
            Due::Conversation(id, _) => stuck.contains(id),
        };
        passed.0.extend(fresh.iter().filter(is_passed).map(key));
        if page.len() < PAGE {
            passed.0.retain(|key| still.contains(key));
            return Ok(fired);
        }
        after = page.last().copied();
    }
}

/// Conversations whose time has come, in order. Answers with those that it did nothing for.
async fn wake(
    inner: &Arc<Inner>,
    due: &[Due],
    woken: &mut FxHashMap<Key, u32>,
) -> Result<FxHashSet<ConversationId>, Failure> {
    let conversation = |due: &Due| match due {
        Due::Conversation(id, _) => Some((*id, key(due))),
        Due::Text(..) => None,
    };
    let due: Vec<(ConversationId, Key)> = due.iter().filter_map(conversation).collect();
    let commands = due.iter().map(|(id, _)| Command::Wake(*id)).collect();
    let answers = inner.ask_all(commands, &By::Policy).await;
    let mut stuck = FxHashSet::default();
    for ((id, key), answer) in due.into_iter().zip(answers) {
        let times = woken.entry(key).or_default();
        match answer {
            Err(failure) if failure.may_come_again() => return Err(failure),
            Err(failure) => {
                tracing::error!(conversation = %id, %failure, "a conversation could not be woken");
            }
            Ok(done) => {
                // What did nothing the first time may have been done by a command meanwhile.
                *times += if done.outcome.position.is_some() { 1 } else { WAKES / 2 };
                if *times < WAKES {
                    continue;
                }
                tracing::error!(conversation = %id, "what is due in a conversation does not end");
            }
        }
        stuck.insert(id);
    }
    Ok(stuck)
}

/// Texts are the outbox's: it drops what came too late, tries again what waited, and looks up what is silent.
async fn pass_on(inner: &Arc<Inner>, due: &[Due]) -> Result<(), Failure> {
    let ids: Vec<MessageId> = due
        .iter()
        .filter_map(|due| match due {
            Due::Text(id, _) => Some(*id),
            Due::Conversation(..) => None,
        })
        .collect();
    if ids.is_empty() {
        return Ok(());
    }
    let now = inner.clock.now();
    for text in inner.read(move |reader| reader.texts(&ids)).await.map_err(failed)? {
        inner.signals.outbox.tell(word(text, now), &inner.signals.work);
    }
    Ok(())
}

fn word(text: OutText, now: Moment) -> Word {
    match text.state {
        TextState::Queued if text.is_too_late(now) => Word::Expired(Box::new(text)),
        TextState::Queued => Word::Texts(vec![text]),
        _ => Word::Silent(text.line, text.id),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
fn failed(error: StoreError) -> Failure {
    Failure::Store(error.to_string())
}
