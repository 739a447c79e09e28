//! Timers: a crowd of them waits for later, some fall due at one instant, and texts come in all the while.

use super::business::{Business, Shop};
use super::child::{OwnServer, Site};
use super::drive::{Driven, drive};
use super::floor::{decided, text};
use super::follow::follow;
use super::webhooks::Webhooks;
use super::{Report, histogram, in_words, latencies, machine, process};
use anyhow::{Context, ensure};
use baton_core::{Directory, LineId, Moment};
use baton_engine::Clock;
use baton_store::Writer;
use hdrhistogram::Histogram;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Conversations of one transaction while they are made.
const BATCH: u32 = 512;
/// Connections of the texts that come in.
const CONNECTIONS: u32 = 256;
/// From how many phones.
const PHONES: u32 = 40_000;
/// From the making of what falls due to when it does: the server starts meanwhile.
const LEAD: Duration = Duration::from_secs(10);
/// For how long texts come in before, and after.
const BEFORE: Duration = Duration::from_secs(3);
const AFTER: Duration = Duration::from_secs(5);
/// How long what is due is waited for.
const PATIENCE: Duration = Duration::from_mins(2);

/// What to measure.
#[derive(Debug)]
pub(crate) struct TimersPlan {
    /// How many conversations have a timer that waits for later.
    pub(crate) waiting: u32,
    /// How many timers fall due at one instant.
    pub(crate) due: u32,
    /// How many texts come in a second meanwhile.
    pub(crate) rate: u32,
    /// `postgres://…`; none: SQLite.
    pub(crate) database: Option<String>,
}

/// What a server did.
struct Run {
    /// From due to decided, in microseconds.
    decided: Histogram<u64>,
    /// From due to heard on the event stream, which tells only of what is on the disk.
    told: Histogram<u64>,
    texts: Driven,
    /// Latencies of the texts that were on their way while timers fired.
    meanwhile: Histogram<u64>,
    /// Resident memory at the end and at most, in KiB.
    memory: (u64, u64),
    start: Duration,
}

/// How the crowd was made.
struct Filled {
    took: Duration,
    bytes: Option<u64>,
}

/// Measures a server without the crowd, and then with it.
pub(crate) fn timers(plan: &TimersPlan) -> anyhow::Result<Report> {
    let machine = machine();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (without, filled, with) = runtime.block_on(measured(plan))?;
    let document = json!({"bench": "timers", "machine": machine, "waiting": plan.waiting, "due": plan.due,
        "texts_per_second_meanwhile": plan.rate, "fill_seconds": filled.took.as_secs_f64(), "bytes": filled.bytes,
        "store": if plan.database.is_some() { "postgresql" } else { "sqlite" },
        "without": without.document(), "with": with.document()});
    let size = filled.bytes.map_or(String::new(), |bytes| format!(", {} MiB of files", bytes >> 20));
    let mut words = format!(
        "{} conversations whose timers wait, made in {:.1} s{size}\n{} timers due at one instant, {} texts a second coming in\n",
        plan.waiting,
        filled.took.as_secs_f64(),
        plan.due,
        plan.rate
    );
    without.tell("without those that wait", &mut words);
    with.tell("with them", &mut words);
    Ok(Report { document, words })
}

impl Run {
    fn document(&self) -> Value {
        json!({"due_to_decided": latencies(&self.decided), "due_to_told": latencies(&self.told),
            "texts": latencies(&self.texts.latencies), "texts_refused": self.texts.refused,
            "texts_while_firing": latencies(&self.meanwhile), "resident_mib": self.memory.0 / 1_024,
            "most_resident_mib": self.memory.1 / 1_024, "start_to_first_answer_ms": self.start.as_secs_f64() * 1_000.0})
    }

    fn tell(&self, which: &str, words: &mut String) {
        // Writing to a String cannot fail.
        let _ = write!(
            words,
            "{which}:\n  from due to decided: {}\n  from due to on the disk and told on the event stream: {}\n  \
             {} texts that came while they fired: {}\n  {} texts in all ({} refused): {}\n  \
             server: {} MiB resident, {} MiB at most; first answer {} ms after its start\n",
            in_words(&self.decided),
            in_words(&self.told),
            self.meanwhile.len(),
            in_words(&self.meanwhile),
            self.texts.latencies.len(),
            self.texts.refused,
            in_words(&self.texts.latencies),
            self.memory.0 / 1_024,
            self.memory.1 / 1_024,
            self.start.as_millis()
        );
    }
}

async fn measured(plan: &TimersPlan) -> anyhow::Result<(Run, Filled, Run)> {
    let site = Arc::new(Site::new(plan.database.as_deref(), Shop::Promises)?);
    let business = at_site(&site, Site::found).await?;
    let without = run(plan, &site, &business, 0..plan.due, 1).await?;
    let (line, crowd) = (business.line, plan.due..plan.due + plan.waiting);
    let began = Instant::now();
    let end = crowd.end;
    at_site(&site, move |site| fill(site, line, crowd, None)).await?;
    let filled = Filled { took: began.elapsed(), bytes: site.bytes()? };
    let with = run(plan, &site, &business, end..end + plan.due, 2).await?;
    Ok((without, filled, with))
}

/// Does something with the site that takes its time.
async fn at_site<T: Send + 'static>(
    site: &Arc<Site>,
    work: impl FnOnce(&Site) -> anyhow::Result<T> + Send + 'static,
) -> anyhow::Result<T> {
    let site = Arc::clone(site);
    tokio::task::spawn_blocking(move || work(&site)).await.context("the store's work broke off")?
}

/// Has so many timers fall due while texts come in.
async fn run(
    plan: &TimersPlan,
    site: &Arc<Site>,
    business: &Business,
    customers: Range<u32>,
    number: u32,
) -> anyhow::Result<Run> {
    let clock = Clock::real();
    let seconds = u32::try_from((BEFORE + AFTER).as_secs())?;
    let webhooks = Arc::new(Webhooks::prepare(&business.target, number, plan.rate * seconds, PHONES));
    let (line, due_at) = (business.line, clock.now() + LEAD);
    at_site(site, move |site| fill(site, line, customers, Some(due_at))).await?;
    let server = OwnServer::start_on(Arc::clone(site), business.clone()).await?;
    let mut stream = follow(server.address, &business.token, "clock.warned").await?;
    let left = due_at.since(clock.now());
    ensure!(
        left >= BEFORE,
        "the server needed {:.1} s to start, too long for this",
        server.start.as_secs_f64()
    );
    let due = Instant::now() + left;
    tokio::time::sleep_until(due - BEFORE).await;
    let (address, rate) = (server.address, plan.rate);
    let texts = tokio::spawn(async move { drive(&webhooks, address, CONNECTIONS, Some(rate)).await });
    let (mut decided, mut told, mut last) = (histogram()?, histogram()?, due);
    for fired in 0..plan.due {
        let heard = tokio::time::timeout_at(due + PATIENCE, stream.next()).await;
        let heard = heard.with_context(|| format!("{fired} of {} timers fired", plan.due))??;
        decided.record(micros(heard.decided_at()?.since(due_at)))?;
        told.record(micros(heard.at.since(due_at)))?;
        last = heard.instant;
    }
    let texts = texts.await??;
    let (memory, start) = (process::memory(server.pid()), server.start);
    server.stop()?;
    let meanwhile = texts.meanwhile(due, last)?;
    Ok(Run { decided, told, texts, meanwhile, memory, start })
}

fn micros(span: Duration) -> u64 {
    u64::try_from(span.as_micros()).unwrap_or(u64::MAX).max(1)
}

/// Makes a conversation for each of these customers. Its timer fires at `due_at`, or as long after now as is promised.
fn fill(site: &Site, line: LineId, customers: Range<u32>, due_at: Option<Moment>) -> anyhow::Result<()> {
    let store = site.open()?;
    let mut writer = store.writer()?;
    let directory = writer.load_directory()?;
    let clock = Clock::real();
    let span = span(&mut writer, &directory, line, clock.now())?;
    let mut from = customers.start;
    while from < customers.end {
        let until = customers.end.min(from + BATCH);
        let texts: Vec<_> = (from..until).map(|customer| text(line, customer, &phone(customer))).collect();
        let now = due_at.map_or_else(|| clock.now(), |due| Moment::from_micros(due.micros() - span));
        let mut batch = decided(&mut writer, &directory, now, &texts)?;
        writer.commit(&mut batch)?;
        from = until;
    }
    Ok(())
}

/// How long after a text its conversation's timer fires, in microseconds: it is tried, and not kept.
fn span(writer: &mut Writer, directory: &Directory, line: LineId, now: Moment) -> anyhow::Result<i64> {
    let batch = decided(writer, directory, now, &[text(line, u32::MAX, &phone(u32::MAX))])?;
    let first = batch.conversations.first().and_then(|row| row.next_at());
    Ok(first.context("no timer runs for a new conversation")?.micros() - now.micros())
}

/// The number of a customer whose timer waits: given to nobody (555), and none of [`super::webhooks::phone`].
fn phone(customer: u32) -> String {
    format!("+1{}555{:04}", 201 + customer % 790, 200 + customer / 790)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// Fails when customers share a number, with each other or with those who text.
    #[test]
    fn customers_whose_timers_wait_have_numbers_of_their_own() {
        let mut numbers: HashSet<String> = (0..PHONES).map(super::super::webhooks::phone).collect();
        numbers.extend((0..50_000).map(phone));
        numbers.extend((3_950_000..4_000_000).map(phone));
        assert_eq!(numbers.len(), 140_000);
        assert!(numbers.iter().all(|number| number.len() == 12));
    }
}
