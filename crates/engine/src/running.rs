//! The tasks and the thread that an engine is made of.

use crate::inner::Inner;
use crate::options::Execution;
use crate::outbox::{Dispatcher, Inbox};
use crate::writer::{Desk, Job};
use crate::{dispense, edges, network, pictures, resettle, timers};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// How long the writer may take to store what waits when it stops.
const LAST_BATCHES: Duration = Duration::from_secs(5);

/// What runs, and how it ends.
#[derive(Debug)]
pub(crate) struct Running {
    tasks: Vec<JoinHandle<()>>,
    writer: Mutex<Option<Ending>>,
}

/// How the writer's end is waited for.
#[derive(Debug)]
enum Ending {
    Thread(std::thread::JoinHandle<()>),
    Task(JoinHandle<()>),
}

pub(crate) fn start(
    inner: &Arc<Inner>,
    desk: Desk,
    jobs: mpsc::Receiver<Job>,
    inbox: Inbox,
) -> Result<Running, std::io::Error> {
    let batch = inner.options.batch.max(1);
    let writer = match inner.options.execution {
        Execution::Threads => {
            let thread = std::thread::Builder::new().name("baton-writer".to_owned());
            Ending::Thread(thread.spawn(move || write_in_thread(desk, jobs, batch))?)
        }
        Execution::Inline => Ending::Task(tokio::spawn(write_in_task(desk, jobs, batch))),
    };
    let feed = inner.signals.feed.clone();
    let tasks = vec![
        tokio::spawn(feed.run(inner.options.feed_tick)),
        tokio::spawn(Dispatcher::new(Arc::clone(inner), inbox).run()),
        tokio::spawn(timers::run(Arc::clone(inner))),
        tokio::spawn(network::run(Arc::clone(inner))),
        tokio::spawn(pictures::run(Arc::clone(inner))),
        tokio::spawn(resettle::run(Arc::clone(inner))),
        tokio::spawn(edges::run(Arc::clone(inner))),
        tokio::spawn(dispense::run(Arc::clone(inner))),
    ];
    Ok(Running { tasks, writer: Mutex::new(Some(writer)) })
}

fn write_in_thread(mut desk: Desk, mut jobs: mpsc::Receiver<Job>, batch: usize) {
    let mut waiting = Vec::with_capacity(batch);
    while jobs.blocking_recv_many(&mut waiting, batch) > 0 {
        if !desk.work(&mut waiting) {
            return;
        }
    }
}

async fn write_in_task(mut desk: Desk, mut jobs: mpsc::Receiver<Job>, batch: usize) {
    let mut waiting = Vec::with_capacity(batch);
    while jobs.recv_many(&mut waiting, batch).await > 0 {
        if !desk.work(&mut waiting) {
            return;
        }
    }
}

impl Running {
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
