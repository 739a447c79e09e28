//! The engine as its callers see it.

use crate::arrivals::Called;
use crate::aside::aside;
use crate::clock::{AdvanceError, Clock};
use crate::feed::Feed;
use crate::inner::{Inner, answered};
use crate::options::{Execution, Options};
use crate::outbox::{Outbox, Word};
use crate::preview;
use crate::reads::Reads;
use crate::request::{Done, Failure, Request};
use crate::running::{self, Running};
use crate::signals::Signals;
use crate::work::Work;
use crate::writer::{Change, Desk};
use crate::{arrivals, network, pictures, rehearse};
use baton_carriers::WebhookRequest;
use baton_core::{Directory, LineId, Media, MessageId, Moment, PersonId, Position, Reason, Refusal};
use baton_round::Preview;
use baton_store::{NewWorkspace, Reader, Store, StoreError, Writer};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::mpsc;

/// Why an engine did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The writer's thread could not be started.
    #[error("the writer's thread could not be started: {0}")]
    Thread(#[from] std::io::Error),
}

/// How a rehearsal's clock was moved, and what happened meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advanced {
    /// Where the clock stood.
    pub from: Moment,
    /// Where it stands.
    pub to: Moment,
    /// How many things fell due and were done.
    pub fired: u64,
    /// What happened meanwhile stands in the feed after this position ...
    pub after: Position,
    /// ... up to this one.
    pub until: Position,
}

/// How the engine is, for metrics and `baton doctor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Health {
    /// Requests that wait for the writer.
    pub waiting: usize,
    /// How many may wait.
    pub queue: usize,
    /// Texts that wait to be handed over or are being handed over, as far as they are at hand.
    pub outbox: usize,
    /// How far the feed reaches.
    pub feed_head: Position,
    /// Bytes in the write-ahead log that are not in the database yet.
    pub wal_bytes: u64,
    /// Whether this node is the one that hands over, fires timers and fetches.
    pub leads: bool,
    /// Whether this node hears at once of what other nodes commit. One that does not asks for it instead.
    pub hears_others: bool,
}

/// The shell around the core. Copies are the same engine; when the last one goes, its tasks end where they are, as in
/// a crash: [`Engine::stop`] ends them in order.
#[derive(Debug, Clone)]
pub struct Engine {
    inner: Arc<Inner>,
    running: Arc<Running>,
    pretended: Arc<AtomicU64>,
}

impl Engine {
    /// Starts on an open store, within a tokio runtime: the writer, timers, outbox, media and feed. The store's one
    /// writer is taken. From here on the store is read through [`Engine::read`] alone, which may be done in tasks.
    pub async fn start(store: Arc<Store>, clock: Clock, options: Options) -> Result<Self, StartError> {
        if options.execution == Execution::Inline {
            return if store.is_shared() {
                aside(|| Self::start_here(&store, clock, options))
            } else {
                Self::start_here(&store, clock, options)
            };
        }
        let runtime = tokio::runtime::Handle::current();
        let start = move || {
            let _within = runtime.enter();
            Self::start_here(&store, clock, options)
        };
        match tokio::task::spawn_blocking(start).await {
            Ok(started) => started,
            Err(error) => Err(StartError::Thread(std::io::Error::other(error))),
        }
    }

    /// The same on a thread that may block.
    fn start_here(store: &Arc<Store>, clock: Clock, options: Options) -> Result<Self, StartError> {
        let mut writer = store.writer()?;
        let head = writer.feed_head()?;
        let reads = Reads::new(Arc::clone(store), options.execution);
        let (news, foreign) = mpsc::unbounded_channel();
        let feed = Feed::new(reads.clone(), head, options.feed_ring, news);
        store.subscribe(feed.ear());
        let (outbox, inbox) = Outbox::new();
        let signals = Signals::new(feed, outbox, Work::default(), options.carriers.clone());
        let signals = Arc::new(signals);
        let desk = Desk::open(writer, clock.clone(), Arc::clone(&signals) as _, options.execution)?;
        let (queue, jobs) = mpsc::channel(options.queue.max(1));
        let inner = Arc::new(Inner::new(reads, clock, options, signals, queue));
        let woken = Arc::downgrade(&inner);
        store.subscribe_to_directory(Box::new(move || {
            if let Some(inner) = woken.upgrade() {
                inner.lead.beat.notify_one();
            }
        }));
        let running = running::start(&inner, desk, jobs, inbox, foreign)?;
        Ok(Self { inner, running: Arc::new(running), pretended: Arc::default() })
    }

    /// Decides and commits a command. Comes back once it is durable, or refused. Refused at once with
    /// [`Failure::Busy`] when too many wait already.
    pub async fn submit(&self, request: Request) -> Result<Done, Failure> {
        if request.idempotency.as_ref().is_some_and(|press| press.key.contains('\0')) {
            return Err(Refusal::invalid(
                Reason::KeyCannotBe,
                "key",
                "A press's key cannot hold the character U+0000.",
            )
            .into());
        }
        answered(self.inner.enqueue(request)?).await
    }

    /// Makes the workspace, its first person and its first policy.
    pub async fn set_up(&self, new: NewWorkspace) -> Result<Result<PersonId, StoreError>, Failure> {
        self.refuse_when_stopping()?;
        let done = self
            .inner
            .with_writer(move |writer, _| writer.set_up(&new), |done| directory_if(done.is_ok()))
            .await;
        self.inner.lead.beat.notify_one();
        done
    }

    /// Changes people, lines or policy on the writer, with the domain time. If `change` succeeds, the directory is
    /// read anew before this comes back, and who owns and answers for what is settled again in the background.
    pub async fn administer<T, E>(
        &self,
        change: impl FnOnce(&mut Writer, Moment) -> Result<T, E> + Send + 'static,
    ) -> Result<Result<T, E>, Failure>
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        self.refuse_when_stopping()?;
        let done = self.inner.with_writer(change, |done| directory_if(done.is_ok())).await?;
        self.inner.signals.jobs.notify_one();
        Ok(done)
    }

    /// What would move where if the directory were `after` instead of `live` (law 10): decided as the change itself would
    /// be, in pages beside the texts, and kept nowhere. Reads everything that is not closed, and decides it twice.
    pub async fn preview(&self, live: &Directory, after: &Directory) -> Result<Preview, Failure> {
        self.refuse_when_stopping()?;
        preview::preview(&self.inner, live, after).await
    }

    /// Writes what is no part of the directory (sessions, tokens, read marks) between two batches.
    pub async fn write<T: Send + 'static>(
        &self,
        write: impl FnOnce(&mut Writer) -> T + Send + 'static,
    ) -> Result<T, Failure> {
        self.refuse_when_stopping()?;
        self.inner.with_writer(move |writer, _| write(writer), |_| Change::Other).await
    }

    /// Runs a short read off the runtime's threads.
    pub async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut Reader<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.inner.read(read).await
    }

    /// Policy, people and lines as they are now; none before the set-up.
    pub fn directory(&self) -> Option<Arc<Directory>> {
        self.inner.directory()
    }

    /// Where carriers and browsers reach the workspace, as it says itself.
    pub fn public_url(&self) -> Option<Arc<str>> {
        self.inner.known().public_url
    }

    /// Where the server listens, as a URL: carriers call us there while no public URL is configured.
    pub async fn listens_at(&self, url: String) -> Result<(), Failure> {
        self.inner.signals.listens_at(url);
        self.inner.with_writer(|_, _| (), |()| Change::Directory).await
    }

    /// Comes back when a part of the engine has ended by a mistake of ours, with what that was: the server must end
    /// then, for it would go on as if nothing were missing.
    pub async fn broken(&self) -> &'static str {
        self.running.broken().await
    }

    /// Domain time and machine time.
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// What happens, live.
    pub fn feed(&self) -> &Feed {
        &self.inner.signals.feed
    }

    /// The pretend network, for its weather and its phones.
    pub fn simulator(&self) -> &Arc<baton_carriers::Simulator> {
        self.inner.options.carriers.simulator()
    }

    /// Why a line cannot send, as a sentence for an admin; none if it can, or is not there.
    pub fn line_trouble(&self, line: LineId) -> Option<String> {
        let known = self.inner.known();
        known.lines.get(line).and_then(|(_, spoken)| spoken.err().map(ToString::to_string))
    }

    /// A carrier's call for `line`. Comes back with its answer once everything in it is stored (law 6); nothing is
    /// stored of a call that is not believed.
    pub async fn webhook(&self, line: LineId, request: &WebhookRequest<'_>) -> Called {
        arrivals::webhook(&self.inner, line, request).await
    }

    /// A pretend phone texts a simulated line, whatever the weather. Comes back once it is stored.
    pub async fn simulate_text(
        &self,
        line: LineId,
        from: &str,
        text: &str,
        media: Vec<Media>,
    ) -> Result<Done, Failure> {
        let count = self.pretended.fetch_add(1, Ordering::Relaxed);
        let carrier_id = format!("PHONE{:x}-{count:x}", self.inner.clock.machine().micros());
        network::text(&self.inner, line, from, text, media, carrier_id).await
    }

    /// A pretend phone's text goes through the pretend network, and is stored when its weather brings it: later, twice or
    /// after others. What is on its way is kept in memory only.
    pub fn bring_text(&self, text: baton_carriers::InboundText) {
        self.simulator().deliver(text, self.inner.clock.machine());
        self.look_at_simulator();
    }

    /// The pretend network may have something new: a phone texted, a script was laid down.
    pub fn look_at_simulator(&self) {
        self.inner.network.notify_one();
    }

    /// Fetches a picture again that could not be fetched.
    pub async fn retry_media(&self, message: MessageId, index: u32) -> Result<(), Failure> {
        self.refuse_when_stopping()?;
        pictures::retry(&self.inner, message, index).await
    }

    /// Moves a rehearsal's clock to `wanted`, from due instant to due instant: each is done before the next. Comes
    /// back when everything that fell due until then is done.
    pub async fn advance_to(&self, wanted: Moment) -> Result<Advanced, AdvanceError> {
        rehearse::advance_to(&self.inner, wanted).await
    }

    /// How it is.
    pub fn health(&self) -> Health {
        let (waiting, queue) = self.inner.waiting();
        Health {
            waiting,
            queue,
            outbox: self.inner.signals.outbox.held(),
            feed_head: self.inner.signals.feed.reaches(),
            wal_bytes: self.inner.reads.wal_bytes(),
            leads: self.inner.lead.leads(),
            hears_others: self.inner.reads.hears_others(),
        }
    }

    /// Stops: nothing new is taken, what waits is stored, texts on their way get `within` to come back (their
    /// outcome is looked up at the next start otherwise), and the writer ends.
    pub async fn stop(&self, within: Duration) {
        self.inner.stop_taking();
        self.inner.signals.outbox.tell(Word::Stop, &self.inner.signals.work);
        if tokio::time::timeout(within, self.inner.signals.work.idle()).await.is_err() {
            tracing::warn!(
                "texts are still on their way; what became of them is looked up at the next start"
            );
        }
        self.running.end(&self.inner).await;
        if self.inner.reads.is_shared()
            && let Err(error) = self.inner.reads.abdicate().await
        {
            tracing::warn!(%error, "the other nodes could not be told; one takes over in some seconds");
        }
        self.inner.signals.feed.end().await;
    }

    fn refuse_when_stopping(&self) -> Result<(), Failure> {
        if self.inner.is_stopping() { Err(Failure::Stopping) } else { Ok(()) }
    }
}

fn directory_if(changed: bool) -> Change {
    if changed { Change::Directory } else { Change::Other }
}
