//! What every part of the engine shares.

use crate::clock::Clock;
use crate::early::Early;
use crate::node::Lead;
use crate::options::Options;
use crate::reads::Reads;
use crate::request::{Done, Failure, Request};
use crate::signals::{Known, Signals};
use crate::writer::{Change, Job};
use baton_core::{By, Command, Directory, Moment};
use baton_store::{Reader, StoreError, Writer};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{Notify, mpsc, oneshot};

/// After how long callers that found the queue full should come again.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// What every part of the engine shares.
#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) reads: Reads,
    pub(crate) lead: Lead,
    pub(crate) clock: Clock,
    pub(crate) options: Options,
    pub(crate) signals: Arc<Signals>,
    pub(crate) early: Mutex<Early>,
    /// The pretend network has something new.
    pub(crate) network: Notify,
    /// Held while what is due is being done, by whoever does it.
    pub(crate) firing: tokio::sync::Mutex<crate::timers::Passed>,
    /// Held while owners are being settled again, by whoever does it.
    pub(crate) settling: tokio::sync::Mutex<()>,
    /// Held while the edges of shifts are being followed, by whoever does it.
    pub(crate) following: tokio::sync::Mutex<()>,
    /// Up to when they have been followed; none: not yet since the start.
    pub(crate) edges_done: Mutex<Option<Moment>>,
    /// Held while a rehearsal's clock is being moved.
    pub(crate) advancing: tokio::sync::Mutex<()>,
    queue: mpsc::Sender<Job>,
    stopping: AtomicBool,
}

impl Inner {
    pub(crate) fn new(
        reads: Reads,
        clock: Clock,
        options: Options,
        signals: Arc<Signals>,
        queue: mpsc::Sender<Job>,
    ) -> Self {
        Self {
            lead: Lead::new(reads.is_shared()),
            reads,
            clock,
            options,
            signals,
            early: Mutex::default(),
            network: Notify::new(),
            firing: tokio::sync::Mutex::default(),
            settling: tokio::sync::Mutex::default(),
            following: tokio::sync::Mutex::default(),
            edges_done: Mutex::default(),
            advancing: tokio::sync::Mutex::default(),
            queue,
            stopping: AtomicBool::new(false),
        }
    }

    pub(crate) fn known(&self) -> Known {
        self.signals.known()
    }

    pub(crate) fn directory(&self) -> Option<Arc<Directory>> {
        self.known().directory
    }

    /// How many wait, and how many may.
    pub(crate) fn waiting(&self) -> (usize, usize) {
        let most = self.queue.max_capacity();
        (most - self.queue.capacity(), most)
    }

    pub(crate) fn stop_taking(&self) {
        self.stopping.store(true, Ordering::Release);
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }

    /// For callers from outside, who are told to come again when too many wait.
    pub(crate) fn enqueue(
        &self,
        request: Request,
    ) -> Result<oneshot::Receiver<Result<Done, Failure>>, Failure> {
        let (reply, answer) = oneshot::channel();
        self.try_job(Job::Decide(Box::new(request), reply))?;
        Ok(answer)
    }

    pub(crate) fn try_job(&self, job: Job) -> Result<(), Failure> {
        if self.is_stopping() {
            return Err(Failure::Stopping);
        }
        self.queue.try_send(job).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => Failure::Busy { retry_after: RETRY_AFTER },
            mpsc::error::TrySendError::Closed(_) => Failure::Stopping,
        })
    }

    /// For the engine's own work, which waits for its place.
    pub(crate) async fn ask(&self, command: Command, by: By) -> Result<Done, Failure> {
        let (reply, answer) = oneshot::channel();
        let job = Job::Decide(Box::new(Request::new(command, by)), reply);
        self.job(job).await?;
        answered(answer).await
    }

    /// Several, which the writer decides in their order, in as few batches as it likes.
    pub(crate) async fn ask_all(&self, commands: Vec<Command>, by: &By) -> Vec<Result<Done, Failure>> {
        let mut asked = Vec::new();
        for command in commands {
            let (reply, answer) = oneshot::channel();
            let job = Job::Decide(Box::new(Request::new(command, by.clone())), reply);
            asked.push(self.job(job).await.map(|()| answer));
        }
        let mut answers = Vec::with_capacity(asked.len());
        for asked in asked {
            answers.push(match asked {
                Ok(answer) => answered(answer).await,
                Err(failure) => Err(failure),
            });
        }
        answers
    }

    /// The same, until it is stored or refused: what it reports has happened and may not be forgotten.
    pub(crate) async fn insist(&self, command: Command, by: By) -> Result<Done, Failure> {
        loop {
            match self.ask(command.clone(), by.clone()).await {
                Err(failure) if failure.may_come_again() && !matches!(failure, Failure::Stopping) => {
                    tracing::warn!(%failure, "trying again in a second");
                    self.clock.pause(failure.retry_after().unwrap_or(RETRY_AFTER)).await;
                }
                answer => return answer,
            }
        }
    }

    pub(crate) async fn fault(&self, fault: String, detail: String) -> Result<Done, Failure> {
        let (reply, answer) = oneshot::channel();
        self.try_job(Job::Fault { fault, detail, reply })?;
        answered(answer).await
    }

    pub(crate) async fn job(&self, job: Job) -> Result<(), Failure> {
        self.queue.send(job).await.map_err(|_| Failure::Stopping)
    }

    /// Does something with the writer between two batches. `change` says afterwards whether it concerns the directory.
    pub(crate) async fn with_writer<T: Send + 'static>(
        &self,
        task: impl FnOnce(&mut Writer, Moment) -> T + Send + 'static,
        change: impl FnOnce(&T) -> Change + Send + 'static,
    ) -> Result<T, Failure> {
        let (reply, answer) = oneshot::channel();
        let task = move |writer: &mut Writer, now| {
            let done = task(writer, now);
            let change = change(&done);
            // A caller that went away needs no answer.
            (change, Box::new(move || drop(reply.send(done))) as crate::writer::Then)
        };
        self.job(Job::Task(Box::new(task))).await?;
        answer.await.map_err(|_| Failure::Stopping)
    }

    /// Runs a short read off the tasks' threads.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut Reader<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.reads.read(read).await
    }
}

/// The answer, or that nobody is there to give one.
pub(crate) async fn answered(answer: oneshot::Receiver<Result<Done, Failure>>) -> Result<Done, Failure> {
    answer.await.unwrap_or(Err(Failure::Stopping))
}
