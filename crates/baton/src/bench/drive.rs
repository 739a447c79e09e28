//! Sends what was prepared, over connections that are kept open.
//!
//! With a rate it is an open loop: each request has its time, whatever became of the ones before, and its latency
//! counts from that time. A server that stalls therefore pays for everything that should have been sent meanwhile
//! (coordinated omission). The timer's grain of a millisecond counts against the server too.

use super::http::Connection;
use super::webhooks::Webhooks;
use hdrhistogram::Histogram;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// What came of it.
#[derive(Debug)]
pub(super) struct Driven {
    /// Latencies in microseconds of what was answered well.
    pub(super) latencies: Histogram<u64>,
    /// How many were answered otherwise.
    pub(super) refused: u64,
    /// From the first request to the last answer.
    pub(super) took: Duration,
    /// Of each that was answered well, when it was due and how long it took; in no order.
    pub(super) each: Vec<(Instant, Duration)>,
}

impl Driven {
    /// Latencies in microseconds of those that were due or on their way between the two.
    pub(super) fn meanwhile(&self, from: Instant, until: Instant) -> anyhow::Result<Histogram<u64>> {
        let mut latencies = super::histogram()?;
        for (due, took) in &self.each {
            if *due <= until && *due + *took >= from {
                latencies.record(micros(*took))?;
            }
        }
        Ok(latencies)
    }
}

fn micros(took: Duration) -> u64 {
    u64::try_from(took.as_micros()).unwrap_or(u64::MAX).max(1)
}

/// Sends everything; by `rate` (requests a second), or as fast as answers come.
pub(super) async fn drive(
    webhooks: &Arc<Webhooks>,
    address: SocketAddr,
    connections: u32,
    rate: Option<u32>,
) -> anyhow::Result<Driven> {
    drive_until(webhooks, address, connections, rate, &Arc::default()).await
}

/// The same, until it is over.
pub(super) async fn drive_until(
    webhooks: &Arc<Webhooks>,
    address: SocketAddr,
    connections: u32,
    rate: Option<u32>,
    over: &Arc<AtomicBool>,
) -> anyhow::Result<Driven> {
    let mut open = Vec::new();
    for _ in 0..connections {
        open.push(Connection::open(address).await?);
    }
    let next = Arc::new(AtomicUsize::new(0));
    let start = Instant::now();
    let tasks: Vec<_> = open
        .into_iter()
        .map(|connection| {
            let (next, over) = (Arc::clone(&next), Arc::clone(over));
            let lane = Lane { webhooks: Arc::clone(webhooks), next, start, rate, over };
            tokio::spawn(lane.run(connection))
        })
        .collect();
    let mut driven =
        Driven { latencies: super::histogram()?, refused: 0, took: Duration::ZERO, each: Vec::new() };
    for task in tasks {
        let (each, refused) = task.await??;
        for (_, took) in &each {
            driven.latencies.record(micros(*took))?;
        }
        driven.each.extend(each);
        driven.refused += refused;
    }
    driven.took = start.elapsed();
    Ok(driven)
}

struct Lane {
    webhooks: Arc<Webhooks>,
    next: Arc<AtomicUsize>,
    start: Instant,
    rate: Option<u32>,
    over: Arc<AtomicBool>,
}

impl Lane {
    async fn run(self, mut connection: Connection) -> anyhow::Result<(Vec<(Instant, Duration)>, u64)> {
        let (mut each, mut refused) = (Vec::new(), 0);
        loop {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(request) = self.webhooks.get(index) else { return Ok((each, refused)) };
            let due = self.due(index);
            tokio::time::sleep_until(due).await;
            if self.over.load(Ordering::Relaxed) {
                return Ok((each, refused));
            }
            let answered = connection.ask(request).await?;
            if (200..300).contains(&answered.status) {
                each.push((due, due.elapsed()));
            } else {
                refused += 1;
            }
        }
    }

    /// When the request of this place should go out; now, where no rate says.
    fn due(&self, index: usize) -> Instant {
        match self.rate {
            None => Instant::now(),
            Some(rate) => {
                let nanos = index as u128 * 1_000_000_000 / u128::from(rate);
                self.start + Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
            }
        }
    }
}
