//! The tasks and the thread that an engine is made of.

use crate::aside::aside;
use crate::inner::Inner;
use crate::node::{self, Foreign};
use crate::options::Execution;
use crate::outbox::{Dispatcher, Inbox};
use crate::writer::{Desk, Job};
use crate::{dispense, edges, network, pictures, resettle, sweep, timers};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

/// How long the writer may take to store what waits when it stops.
const LAST_BATCHES: Duration = Duration::from_secs(5);

/// What runs, and how it ends.
#[derive(Debug)]
pub(crate) struct Running {
    tasks: Vec<JoinHandle<()>>,
    writer: Mutex<Option<Ending>>,
    /// What ended by a mistake of ours.
    broken: watch::Sender<Option<&'static str>>,
}

/// How the writer's end is waited for.
#[derive(Debug)]
enum Ending {
    Thread(std::thread::JoinHandle<()>),
    Task(JoinHandle<()>),
}

/// The most requests of one transaction, where the disk is waited for beside the writer: several batches are under way at
/// once, and the smaller each is, the more evenly writer, disk and connections have something to do.
const BATCH: usize = 128;
/// The same on `PostgreSQL`, where the writer waits for each of a transaction's statements and for its end.
const BATCH_OF_SEVERAL: usize = 256;

pub(crate) fn start(
    inner: &Arc<Inner>,
    desk: Desk,
    jobs: mpsc::Receiver<Job>,
    inbox: Inbox,
    foreign: Foreign,
) -> Result<Running, std::io::Error> {
    let best = if inner.reads.is_shared() { BATCH_OF_SEVERAL } else { BATCH };
    let batch = inner.options.batch.unwrap_or(best).max(1);
    let (broken, _) = watch::channel(None);
    let writer = match inner.options.execution {
        Execution::Threads => {
            let thread = std::thread::Builder::new().name("baton-writer".to_owned());
            let fate = Fate { name: "the writer", broken: broken.clone() };
            Ending::Thread(thread.spawn(move || {
                let _fate = fate;
                write_in_thread(desk, jobs, batch);
            })?)
        }
        Execution::Inline => {
            Ending::Task(tokio::spawn(write_in_task(desk, jobs, batch, inner.reads.is_shared())))
        }
    };
    let watched = |name, task| Watched { fate: Fate { name, broken: broken.clone() }, task };
    let mut tasks = vec![
        watched("the feed", Box::pin(inner.signals.feed.clone().run(inner.options.feed_tick)) as Task),
        watched("the outbox", Box::pin(Dispatcher::new(Arc::clone(inner), inbox).run())),
        watched("the timers", Box::pin(timers::run(Arc::clone(inner)))),
        watched("the pretend network", Box::pin(network::run(Arc::clone(inner)))),
        watched("fetching pictures", Box::pin(pictures::run(Arc::clone(inner)))),
        watched("settling owners", Box::pin(resettle::run(Arc::clone(inner)))),
        watched("sweeping", Box::pin(sweep::run(Arc::clone(inner)))),
        watched("following shifts", Box::pin(edges::run(Arc::clone(inner)))),
        watched("giving out", Box::pin(dispense::run(Arc::clone(inner)))),
    ];
    if inner.reads.is_shared() {
        tasks.push(watched("the sign of life", Box::pin(node::run(Arc::clone(inner)))));
        tasks.push(watched("following other nodes", Box::pin(node::follow(Arc::clone(inner), foreign))));
    }
    let tasks = tasks.into_iter().map(|task| tokio::spawn(task.run())).collect();
    Ok(Running { tasks, writer: Mutex::new(Some(writer)), broken })
}

type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A task whose end by a mistake of ours does not go unnoticed.
struct Watched {
    fate: Fate,
    task: Task,
}

impl Watched {
    async fn run(self) {
        let _fate = self.fate;
        self.task.await;
    }
}

/// Tells when a panic takes it away. What is told to end is dropped without one.
struct Fate {
    name: &'static str,
    broken: watch::Sender<Option<&'static str>>,
}

impl Drop for Fate {
    fn drop(&mut self) {
        if std::thread::panicking() {
            tracing::error!("{} ended by a mistake of the program's", self.name);
            self.broken.send_replace(Some(self.name));
        }
    }
}

fn write_in_thread(mut desk: Desk, mut jobs: mpsc::Receiver<Job>, batch: usize) {
    let mut waiting = Vec::with_capacity(batch);
    while jobs.blocking_recv_many(&mut waiting, batch) > 0 {
        if !desk.work(&mut waiting) {
            return;
        }
    }
}

async fn write_in_task(mut desk: Desk, mut jobs: mpsc::Receiver<Job>, batch: usize, shared: bool) {
    let mut waiting = Vec::with_capacity(batch);
    while jobs.recv_many(&mut waiting, batch).await > 0 {
        let goes_on = if shared { aside(|| desk.work(&mut waiting)) } else { desk.work(&mut waiting) };
        if !goes_on {
            return;
        }
    }
}

impl Running {
    /// Comes back when something has ended by a mistake of ours.
    pub(crate) async fn broken(&self) -> &'static str {
        let mut broken = self.broken.subscribe();
        match broken.wait_for(Option::is_some).await {
            Ok(name) => name.unwrap_or_default(),
            // The sender lives as long as this does.
            Err(_) => std::future::pending().await,
        }
    }

    /// Ends the tasks, then the writer once it has stored what waits.
    pub(crate) async fn end(&self, inner: &Inner) {
        self.tasks.iter().for_each(JoinHandle::abort);
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(writer) = writer else { return };
        let ended = async {
            // If nobody is there to hear it, the writer has ended.
            let _ = inner.job(Job::Stop).await;
            match writer {
                Ending::Thread(thread) => {
                    let _ = tokio::task::spawn_blocking(move || thread.join()).await;
                }
                Ending::Task(task) => {
                    let _ = task.await;
                }
            }
        };
        if tokio::time::timeout(LAST_BATCHES, ended).await.is_err() {
            tracing::error!("the writer did not end in time; what it was storing is whole or not there");
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
        if let Some(Ending::Task(task)) = &*self.writer.lock().unwrap_or_else(PoisonError::into_inner) {
            task.abort();
        }
    }
}
