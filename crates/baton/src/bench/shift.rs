//! The end of a shift: whoever has much hands all of it on, and texts come in all the while.

use super::business::Shop;
use super::child::OwnServer;
use super::drive::{Driven, drive, drive_until};
use super::follow::{Heard, Stream, follow};
use super::http::Connection;
use super::webhooks::Webhooks;
use super::{Report, in_words, latencies, machine, process};
use anyhow::{Context, ensure};
use baton_core::Moment;
use baton_engine::Clock;
use hdrhistogram::Histogram;
use serde_json::json;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// Connections of the texts that come in.
const CONNECTIONS: u32 = 256;
/// How long before the edge the clock is put, so that it comes by itself.
const BEFORE: Duration = Duration::from_secs(4);
/// From that on until texts come in.
const STILL: Duration = Duration::from_secs(1);
/// For how long texts go on when all have moved.
const AFTER: Duration = Duration::from_secs(1);
/// How long the next move is waited for.
const PATIENCE: Duration = Duration::from_secs(30);
/// Texts are there for an edge that moves only so many a second.
const SLOW: u32 = 200;
const HOUR: i64 = 3_600_000_000;

/// What to measure.
#[derive(Debug)]
pub(crate) struct ShiftPlan {
    /// How many conversations are open.
    pub(crate) open: u32,
    /// How many texts come in a second meanwhile.
    pub(crate) rate: u32,
    /// `postgres://…`; none: SQLite.
    pub(crate) database: Option<String>,
}

/// What a server did.
struct Run {
    moved: usize,
    /// From the shift's end to the last move: decided, and heard on the event stream.
    decided: Duration,
    told: Duration,
    texts: Driven,
    /// Latencies of the texts that were on their way between the two.
    meanwhile: Histogram<u64>,
    /// Processor time of the server's writer from the edge to the last move, the texts' in it.
    writer: Duration,
    /// Resident memory at the end and at most, in KiB.
    memory: (u64, u64),
}

/// Measures the edge.
pub(crate) fn shift(plan: &ShiftPlan) -> anyhow::Result<Report> {
    let machine = machine();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let run = runtime.block_on(measured(plan))?;
    let document = json!({"bench": "shift", "machine": machine, "open": plan.open, "moved": run.moved,
        "texts_per_second_meanwhile": plan.rate, "edge_to_last_decided_ms": run.decided.as_secs_f64() * 1_000.0,
        "edge_to_last_told_ms": run.told.as_secs_f64() * 1_000.0, "texts": latencies(&run.texts.latencies),
        "writer_cpu_ms": run.writer.as_secs_f64() * 1_000.0, "texts_refused": run.texts.refused, "texts_during_the_edge": latencies(&run.meanwhile),
        "resident_mib": run.memory.0 / 1_024, "most_resident_mib": run.memory.1 / 1_024,
        "store": if plan.database.is_some() { "postgresql" } else { "sqlite" }});
    let words = format!(
        "{} of {} open conversations moved to the next shift, {} texts a second coming in\n\
         from the shift's end until the last was decided: {:.0} ms; until all were on the disk and told: {:.0} ms\n\
         processor time of the writer meanwhile, with the texts: {:.0} ms\n{} texts that came meanwhile: {}\n{} texts in all ({} refused): {}\nserver: {} MiB resident, {} MiB at most\n",
        run.moved,
        plan.open,
        plan.rate,
        run.decided.as_secs_f64() * 1_000.0,
        run.told.as_secs_f64() * 1_000.0,
        run.writer.as_secs_f64() * 1_000.0,
        run.meanwhile.len(),
        in_words(&run.meanwhile),
        run.texts.latencies.len(),
        run.texts.refused,
        in_words(&run.texts.latencies),
        run.memory.0 / 1_024,
        run.memory.1 / 1_024
    );
    Ok(Report { document, words })
}

async fn measured(plan: &ShiftPlan) -> anyhow::Result<Run> {
    let server = OwnServer::start_as(plan.database.as_deref(), Shop::Shifts).await?;
    let target = &server.business.target;
    let noon = tomorrow(Clock::real().now()) + Duration::from_hours(12);
    advance(&server, noon - Duration::from_hours(2)).await?;
    let filling = Arc::new(Webhooks::prepare(target, 1, plan.open, plan.open));
    let filled = drive(&filling, server.address, CONNECTIONS, None).await?;
    ensure!(filled.refused == 0, "{} texts were refused while the conversations were made", filled.refused);
    let seconds = u32::try_from((BEFORE + AFTER).as_secs())? + plan.open / SLOW;
    let webhooks = Arc::new(Webhooks::prepare(target, 2, plan.rate * seconds, plan.open));
    let mut stream = follow(server.address, &server.business.token, "owner.changed").await?;
    // The clock is put after this, so the edge comes a little later than so.
    let edge = Instant::now() + BEFORE;
    advance(&server, noon - BEFORE).await?;
    tokio::time::sleep(STILL).await;
    let over = Arc::new(AtomicBool::new(false));
    let (address, rate, told_over) = (server.address, plan.rate, Arc::clone(&over));
    let texts =
        tokio::spawn(
            async move { drive_until(&webhooks, address, CONNECTIONS, Some(rate), &told_over).await },
        );
    tokio::time::sleep_until(edge).await;
    let before = writer(&server);
    let (moved, last) = moves(&mut stream, plan.open as usize).await?;
    let writer = writer(&server).saturating_sub(before);
    tokio::time::sleep(AFTER).await;
    over.store(true, Ordering::Relaxed);
    let texts = texts.await??;
    let meanwhile = texts.meanwhile(edge, last.instant)?;
    let (decided, told) = (last.decided_at()?.since(noon), last.instant - edge);
    Ok(Run { moved, decided, told, texts, meanwhile, writer, memory: process::memory(server.pid()) })
}

/// Processor time of the server's writer so far.
fn writer(server: &OwnServer) -> Duration {
    let threads = process::cpu_by_thread(server.pid());
    threads.iter().find(|(name, _)| name == "baton-writer").map_or(Duration::ZERO, |(_, used)| *used)
}

/// Waits until so many have moved, or nothing moves any more; how many did, and the last of them.
async fn moves(stream: &mut Stream, wanted: usize) -> anyhow::Result<(usize, Heard)> {
    let (mut moved, mut last) = (HashSet::new(), None);
    while moved.len() < wanted {
        let Ok(heard) = tokio::time::timeout(PATIENCE, stream.next()).await else { break };
        let heard = heard?;
        if heard.entry["cause"] == "shift_change" {
            moved.insert(heard.entry["conversation"].to_string());
            last = Some(heard);
        }
    }
    Ok((moved.len(), last.context("nothing moved at the end of the shift")?))
}

/// Puts the server's clock ahead.
async fn advance(server: &OwnServer, to: Moment) -> anyhow::Result<()> {
    let body = json!({"advance_to": to}).to_string();
    let request = format!(
        "POST /api/v1/test-clock HTTP/1.1\r\nHost: texts.example\r\nAuthorization: Bearer {}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        server.business.token,
        body.len()
    );
    let mut connection = Connection::open(server.address).await?;
    let answered = connection.ask(request.as_bytes()).await?;
    ensure!(answered.status == 200, "the clock could not be moved: {}", answered.status);
    Ok(())
}

/// The midnight after `now`, in UTC.
fn tomorrow(now: Moment) -> Moment {
    Moment::from_micros((now.micros().div_euclid(24 * HOUR) + 1) * 24 * HOUR)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails when the edge lies elsewhere than where the shifts of the bench have it.
    #[test]
    fn tomorrow_begins_at_midnight() {
        let at = |text: &str| text.parse::<Moment>().unwrap();
        assert_eq!(tomorrow(at("2026-03-06T21:58:00Z")), at("2026-03-07T00:00:00Z"));
        assert_eq!(tomorrow(at("2026-03-07T00:00:00Z")), at("2026-03-08T00:00:00Z"));
    }
}
