//! Texts in: signed webhooks into a running server, each stored and routed before its answer.

use super::child::OwnServer;
use super::drive::{Driven, drive};
use super::floor::{Floor, floor};
use super::http::address_of;
use super::webhooks::{Target, Webhooks};
use super::yardstick::yardstick;
use super::{Report, in_words, latencies, machine, process};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// What to measure.
#[derive(Debug)]
pub(crate) struct InboundPlan {
    /// How many texts.
    pub(crate) count: u32,
    /// From how many phones.
    pub(crate) phones: u32,
    /// How many a second; none: as many as go.
    pub(crate) rate: Option<u32>,
    /// How many connections.
    pub(crate) connections: u32,
    /// `postgres://…`; none: SQLite.
    pub(crate) database: Option<String>,
    /// Whether the store alone is measured too.
    pub(crate) floor: bool,
    /// A server that runs already.
    pub(crate) running: Option<RunningServer>,
}

/// A server that somebody else runs.
#[derive(Debug)]
pub(crate) struct RunningServer {
    /// Where it is.
    pub(crate) server: String,
    /// Its line's webhook as the carrier knows it.
    pub(crate) webhook: String,
    /// Its line's number.
    pub(crate) number: String,
    /// Its line's auth token.
    pub(crate) token: String,
}

/// What one run came to.
struct Run {
    driven: Driven,
    generator: Duration,
    server: Option<Used>,
}

/// What a server of our own used.
struct Used {
    cpu: Duration,
    threads: Vec<(String, Duration)>,
    memory: (u64, u64),
    start: Duration,
}

/// Measures, with the generator on one thread.
pub(crate) fn inbound(plan: &InboundPlan) -> anyhow::Result<Report> {
    let (machine, before) = (machine(), yardstick());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let run = runtime.block_on(run(plan))?;
    let after = yardstick();
    // A PostgreSQL database holds the run's texts now, so its floor would start from there: it is SQLite's alone.
    let wanted = plan.floor && plan.database.is_none() && plan.running.is_none();
    let floor = if wanted { Some(floor(plan.count, plan.phones)?) } else { None };
    Ok(report(plan, &machine, &run, floor.as_ref(), (before, after)))
}

async fn run(plan: &InboundPlan) -> anyhow::Result<Run> {
    if let Some(running) = &plan.running {
        let target = Target {
            url: running.webhook.clone(),
            number: running.number.clone(),
            account: "AC0123456789abcdef0123456789abcdef".to_owned(),
            token: running.token.clone(),
        };
        return measured(plan, &target, address_of(&running.server)?, None).await;
    }
    let server = OwnServer::start(plan.database.as_deref()).await?;
    measured(plan, &server.business.target, server.address, Some(&server)).await
}

async fn measured(
    plan: &InboundPlan,
    target: &Target,
    address: SocketAddr,
    own: Option<&OwnServer>,
) -> anyhow::Result<Run> {
    let now = baton_engine::Clock::real().machine().micros();
    let run = u32::try_from(now / 1_000_000 % i64::from(u32::MAX)).unwrap_or(0);
    let webhooks = Arc::new(Webhooks::prepare(target, run, plan.count, plan.phones));
    let me = std::process::id();
    let before = (process::cpu(me), own.map(|own| process::cpu(own.pid())));
    let driven = drive(&webhooks, address, plan.connections, plan.rate).await?;
    let generator = process::cpu(me).saturating_sub(before.0);
    let server = own.map(|own| Used {
        cpu: process::cpu(own.pid()).saturating_sub(before.1.unwrap_or_default()),
        threads: process::cpu_by_thread(own.pid()),
        memory: process::memory(own.pid()),
        start: own.start,
    });
    Ok(Run { driven, generator, server })
}

fn report(
    plan: &InboundPlan,
    machine: &Value,
    run: &Run,
    floor: Option<&Floor>,
    (before, after): (Duration, Duration),
) -> Report {
    let stored = run.driven.latencies.len();
    let rate = per_second(stored, run.driven.took);
    let store = if plan.database.is_some() { "postgresql" } else { "sqlite" };
    let mut document = json!({"bench": "inbound", "store": store, "machine": machine, "texts": stored,
        "refused": run.driven.refused, "phones": plan.phones, "connections": plan.connections, "rate_wanted": plan.rate,
        "seconds": run.driven.took.as_secs_f64(), "texts_per_second": rate, "latency": latencies(&run.driven.latencies),
        "generator_cpu_us_per_text": each(run.generator, stored)});
    let mut words = format!(
        "{stored} texts from {} phones stored and routed in {:.2} s: {rate:.0} a second ({} refused)\n",
        plan.phones,
        run.driven.took.as_secs_f64(),
        run.driven.refused
    );
    // Writing to a String cannot fail.
    let _ = writeln!(words, "from its due time to its answer: {}", in_words(&run.driven.latencies));
    let _ = writeln!(words, "processor time a text: generator {:.1} µs", each(run.generator, stored));
    if let Some(used) = &run.server {
        used.tell(stored, &mut document, &mut words);
    }
    if let Some(floor) = floor {
        document["floor"] = json!({"texts_per_second": per_second(floor.texts, floor.took),
            "us_per_text": each(floor.took, floor.texts)});
        let _ = writeln!(
            words,
            "floor, the store's group commit of the same rows alone: {:.0} a second, {:.1} µs a text",
            per_second(floor.texts, floor.took),
            each(floor.took, floor.texts)
        );
    }
    document["yardstick_ms"] = json!({"before": millis(before), "after": millis(after)});
    let _ = writeln!(
        words,
        "yardstick, a fixed piece of work on every core: {:.1} ms before, {:.1} ms after",
        millis(before),
        millis(after)
    );
    Report { document, words }
}

fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1_000.0
}

impl Used {
    fn tell(&self, stored: u64, document: &mut Value, words: &mut String) {
        let (now, most) = (self.memory.0 / 1_024, self.memory.1 / 1_024);
        let threads: Vec<_> = self.threads.iter().filter(|(_, used)| !used.is_zero()).collect();
        document["server"] = json!({"cpu_us_per_text": each(self.cpu, stored), "resident_mib": now,
            "most_resident_mib": most, "start_to_first_answer_ms": self.start.as_secs_f64() * 1_000.0,
            "threads": threads.iter().map(|(name, used)| json!({"name": name, "cpu_us_per_text": each(*used, stored)}))
                .collect::<Vec<_>>()});
        let by_thread = threads.iter().map(|(name, used)| format!("{name} {:.1}", each(*used, stored)));
        let by_thread = by_thread.collect::<Vec<_>>().join(", ");
        // Writing to a String cannot fail.
        let _ =
            writeln!(words, "                       server {:.1} µs ({by_thread})", each(self.cpu, stored));
        let _ = writeln!(
            words,
            "server: {now} MiB resident, {most} MiB at most; first answer {} ms after its start",
            self.start.as_millis()
        );
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a bench are far below 2^52")]
fn per_second(count: u64, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64().max(f64::EPSILON)
}

/// Microseconds for each.
#[expect(clippy::cast_precision_loss, reason = "counts of a bench are far below 2^52")]
fn each(took: Duration, count: u64) -> f64 {
    took.as_secs_f64() * 1e6 / (count.max(1) as f64)
}
