//! Shifts begin and end, hours open and close, people leave and come back: at each such edge who has what, and who
//! answers for it, is settled again, and what waits in a queue is given out. Up to when that is done is stored, so that
//! edges that were missed while nothing ran are recorded, and what follows from them happens once.

use crate::inner::Inner;
use crate::request::Failure;
use crate::resettle;
use crate::writer::Change;
use baton_core::{Directory, Event, Moment};
use baton_store::{EDGES, Job};
use std::sync::Arc;
use std::time::Duration;

/// The most edges that are recorded one by one after a long downtime; the last of them are.
const MOST: usize = 200;
/// How long to wait before trying again what failed.
const AGAIN: Duration = Duration::from_secs(1);

/// Follows the edges, for as long as the engine lives.
pub(crate) async fn run(inner: Arc<Inner>) {
    loop {
        inner.lead.leading().await;
        match fire(&inner).await {
            Ok(_) => sleep(&inner).await,
            Err(failure) => {
                tracing::warn!(%failure, "the change of a shift could not be followed; trying again in a second");
                inner.clock.pause(AGAIN).await;
            }
        }
    }
}

async fn sleep(inner: &Inner) {
    let next = next(inner);
    tokio::select! {
        () = inner.clock.reach(next) => {}
        () = inner.signals.edges.notified() => {}
    }
}

/// The next edge, as far as anybody knows now.
pub(crate) fn next(inner: &Inner) -> Option<Moment> {
    let done = (*inner.edges_done.lock().unwrap_or_else(std::sync::PoisonError::into_inner))?;
    inner.directory()?.next_edge(done)
}

/// Follows every edge that has come. Answers with how many those were.
pub(crate) async fn fire(inner: &Arc<Inner>) -> Result<u64, Failure> {
    let _alone = inner.following.lock().await;
    let _busy = inner.signals.work.begin();
    loop {
        let Some(directory) = inner.directory() else { return Ok(0) };
        let now = inner.clock.now();
        let done = match known(inner) {
            Some(done) => done,
            // The first time: what was missed in downtime is followed too.
            None => {
                if let Some(done) = stored(inner).await? {
                    done
                } else {
                    // From here on downtime misses nothing, though no edge has come yet.
                    mark(inner, now).await?;
                    now
                }
            }
        };
        let edges = between(&directory, done, now);
        if edges.is_empty() {
            remember(inner, Some(done.max(now)));
            return Ok(0);
        }
        let changes = edges.iter().flat_map(|edge| changes(&directory, *edge)).collect();
        if keep(inner, changes, (done, now)).await? {
            remember(inner, Some(now));
            let settled = resettle::all(inner).await;
            inner.signals.free_everywhere();
            if settled.is_err() {
                // It stands as a job, which is tried again.
                inner.signals.jobs.notify_one();
            }
            return settled.map(|()| edges.len() as u64);
        }
        // Another node led meanwhile, and followed some of them: what is left counts from where it came.
        remember(inner, None);
    }
}

fn known(inner: &Inner) -> Option<Moment> {
    *inner.edges_done.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn remember(inner: &Inner, at: Option<Moment>) {
    *inner.edges_done.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = at;
}

async fn stored(inner: &Inner) -> Result<Option<Moment>, Failure> {
    let jobs = inner.read(|reader| reader.jobs()).await.map_err(|error| Failure::Store(error.to_string()))?;
    Ok(jobs.into_iter().find(|job| job.name == EDGES).and_then(|job| job.at))
}

/// The edges after `done` up to `now`, the last of them if there are many.
fn between(directory: &Directory, done: Moment, now: Moment) -> Vec<Moment> {
    let mut edges = Vec::new();
    let mut at = done;
    while let Some(edge) = directory.next_edge(at).filter(|edge| *edge <= now) {
        if edges.len() == MOST {
            edges.remove(0);
        }
        edges.push(edge);
        at = edge;
    }
    edges
}

/// The rotas that have other people on from that edge.
fn changes(directory: &Directory, edge: Moment) -> Vec<Event> {
    let before = Moment::from_micros(edge.micros() - 1);
    let named = directory.policy.rotas().iter().map(|rota| &rota.name);
    let rotas = directory.rotas.iter().zip(named);
    let changed = rotas.filter(|(rota, _)| rota.on(before) != rota.on(edge));
    let told = changed.map(|(rota, name)| Event::ShiftChanged {
        rota: name.clone(),
        edge,
        on: rota.on(edge).into_iter().copied().filter(|person| *person != Directory::NOBODY).collect(),
    });
    told.collect()
}

async fn mark(inner: &Arc<Inner>, now: Moment) -> Result<(), Failure> {
    let job = Job { name: EDGES.to_owned(), after: None, at: Some(now) };
    let marked = inner.with_writer(move |writer, _| writer.save_job(EDGES, Some(&job)), |_| Change::Other);
    marked.await?.map_err(|error| Failure::Store(error.to_string()))
}

/// Records the changes, and that everything is to be settled again, in one breath with how far that has come; false if
/// another node has.
async fn keep(
    inner: &Arc<Inner>,
    changes: Vec<Event>,
    (done, now): (Moment, Moment),
) -> Result<bool, Failure> {
    let kept =
        inner.with_writer(move |writer, at| writer.follow_edges((done, now), changes, at), |_| Change::Other);
    kept.await?.map_err(|error| Failure::Store(error.to_string()))
}
