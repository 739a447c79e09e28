//! Measures a server from outside, as a carrier and a browser would, and what it is made of.

mod business;
mod child;
mod drive;
mod floor;
mod follow;
mod http;
mod inbound;
mod list;
mod process;
mod routing;
mod shift;
mod timers;
mod webhooks;
mod yardstick;

pub(crate) use inbound::{InboundPlan, RunningServer, inbound};
pub(crate) use list::{ListPlan, list};
pub(crate) use routing::routing;
pub(crate) use shift::{ShiftPlan, shift};
pub(crate) use timers::{TimersPlan, timers};

use hdrhistogram::Histogram;
use serde_json::{Value, json};

/// What was measured.
#[derive(Debug)]
pub(crate) struct Report {
    /// For programs.
    pub(crate) document: Value,
    /// For people.
    pub(crate) words: String,
}

/// Latencies in microseconds as a document.
fn latencies(histogram: &Histogram<u64>) -> Value {
    let at = |quantile| histogram.value_at_quantile(quantile);
    json!({"p50_us": at(0.5), "p90_us": at(0.9), "p99_us": at(0.99), "p999_us": at(0.999), "max_us": histogram.max(),
        "count": histogram.len()})
}

/// Latencies as people read them.
fn in_words(histogram: &Histogram<u64>) -> String {
    let at = |quantile| millis(histogram.value_at_quantile(quantile));
    format!(
        "p50 {}, p90 {}, p99 {}, p99.9 {}, longest {}",
        at(0.5),
        at(0.9),
        at(0.99),
        at(0.999),
        millis(histogram.max())
    )
}

#[expect(clippy::cast_precision_loss, reason = "microseconds of a bench are far below 2^52")]
fn millis(micros: u64) -> String {
    format!("{:.2} ms", micros as f64 / 1_000.0)
}

/// A histogram that keeps three digits and grows as it must.
fn histogram() -> anyhow::Result<Histogram<u64>> {
    Ok(Histogram::new(3)?)
}

/// The machine, as far as it tells.
fn machine() -> Value {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": ").map(|(_, name)| name.to_owned()));
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().and_then(|load| load.parse::<f64>().ok());
    json!({"cores": cores, "processor": model, "load_before": load})
}
