//! The conversation list: a page of it, while texts come in.

use super::child::OwnServer;
use super::drive::drive;
use super::http::Connection;
use super::webhooks::Webhooks;
use super::{Report, histogram, in_words, latencies, machine, process};
use anyhow::ensure;
use hdrhistogram::Histogram;
use serde_json::json;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::time::Instant;

/// Connections of the texts that come in.
const CONNECTIONS: u32 = 16;
/// Connections while the conversations are made.
const FILLING: u32 = 256;
/// Texts that are prepared at once for the time of the measurement.
const STRETCH: u32 = 2_000;

/// What to measure.
#[derive(Debug)]
pub(crate) struct ListPlan {
    /// How many conversations are open.
    pub(crate) conversations: u32,
    /// How many pages are asked for.
    pub(crate) requests: u32,
    /// How many texts come in a second meanwhile.
    pub(crate) rate: u32,
    /// `postgres://…`; none: SQLite.
    pub(crate) database: Option<String>,
}

/// Measures the pages of API and inbox.
pub(crate) fn list(plan: &ListPlan) -> anyhow::Result<Report> {
    let machine = machine();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (kinds, rss) = runtime.block_on(measured(plan))?;
    let pages: serde_json::Map<_, _> =
        kinds.iter().map(|(name, _, took)| ((*name).to_owned(), latencies(took))).collect();
    let document = json!({"bench": "list", "machine": machine, "conversations": plan.conversations,
        "texts_per_second_meanwhile": plan.rate, "pages": pages, "resident_mib": rss / 1_024,
        "store": if plan.database.is_some() { "postgresql" } else { "sqlite" }});
    let mut words = format!(
        "{} open conversations, {} texts a second coming in, {} MiB resident\n",
        plan.conversations,
        plan.rate,
        rss / 1_024
    );
    for (name, bytes, took) in &kinds {
        // Writing to a String cannot fail.
        let _ = writeln!(words, "{name:<18} {bytes:>7} bytes: {}", in_words(took));
    }
    Ok(Report { document, words })
}

type Kind = (&'static str, usize, Histogram<u64>);

async fn measured(plan: &ListPlan) -> anyhow::Result<(Vec<Kind>, u64)> {
    let server = OwnServer::start(plan.database.as_deref()).await?;
    let target = &server.business.target;
    let filling = Arc::new(Webhooks::prepare(target, 1, plan.conversations, plan.conversations));
    let filled = drive(&filling, server.address, FILLING, None).await?;
    ensure!(filled.refused == 0, "{} texts were refused while the conversations were made", filled.refused);
    let over = Arc::new(AtomicBool::new(false));
    let texts =
        tokio::spawn(texts(target.clone(), server.address, plan.rate, plan.conversations, Arc::clone(&over)));
    let bearer = format!("Authorization: Bearer {}", server.business.token);
    let cookie = format!("Cookie: baton={}", server.business.session);
    let asked = [
        ("API, 50 rows", "/api/v1/conversations?limit=50", &bearer),
        ("API, by owner", "/api/v1/conversations?limit=50&status=open", &bearer),
        ("inbox, whole page", "/", &cookie),
        ("inbox, list alone", "/list?limit=50", &cookie),
    ];
    let mut kinds = Vec::new();
    for (name, path, who) in asked {
        let (bytes, took) = pages(&server, path, who, plan.requests).await?;
        kinds.push((name, bytes, took));
    }
    over.store(true, Ordering::Relaxed);
    texts.await??;
    Ok((kinds, process::memory(server.pid()).0))
}

/// Texts come in until it is over.
async fn texts(
    target: super::webhooks::Target,
    address: std::net::SocketAddr,
    rate: u32,
    phones: u32,
    over: Arc<AtomicBool>,
) -> anyhow::Result<()> {
    let mut run = 2;
    while !over.load(Ordering::Relaxed) {
        let webhooks = Arc::new(Webhooks::prepare(&target, run, STRETCH.min(rate.max(1)), phones));
        let driven = drive(&webhooks, address, CONNECTIONS, Some(rate)).await?;
        ensure!(driven.refused == 0, "{} texts were refused meanwhile", driven.refused);
        run += 1;
    }
    Ok(())
}

async fn pages(
    server: &OwnServer,
    path: &str,
    who: &str,
    count: u32,
) -> anyhow::Result<(usize, Histogram<u64>)> {
    let request = format!("GET {path} HTTP/1.1\r\nHost: texts.example\r\nHX-Request: true\r\n{who}\r\n\r\n");
    let mut connection = Connection::open(server.address).await?;
    let mut took = histogram()?;
    let mut bytes = 0;
    for _ in 0..count {
        let began = Instant::now();
        let answered = connection.ask(request.as_bytes()).await?;
        ensure!(answered.status == 200, "{path} was answered with {}", answered.status);
        took.record(u64::try_from(began.elapsed().as_micros())?.max(1))?;
        bytes = answered.bytes;
    }
    Ok((bytes, took))
}
