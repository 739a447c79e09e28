//! What may be set about an engine.

use crate::lines::Carriers;
use std::time::Duration;

/// Where blocking work runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Execution {
    /// One writer thread, and reads on the runtime's blocking threads.
    #[default]
    Threads,
    /// Everything in tasks of the runtime that started the engine: one order of events for one seed, for simulations
    /// and tests on a single-threaded runtime with paused time. On `PostgreSQL` that thread waits for another one
    /// that asks the server.
    Inline,
}

/// What may be set about an engine.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many requests may wait for the writer; beyond it they are told to come again.
    pub queue: usize,
    /// How many requests one transaction takes at most; none: as was measured best for the database. Nothing lingers to fill
    /// it.
    pub batch: Option<usize>,
    /// How often the feed speaks when much happens; the first record goes out at once.
    pub feed_tick: Duration,
    /// How many records the feed keeps at hand. A reader that falls further behind is cut off and resumes.
    pub feed_ring: usize,
    /// How many texts of one line may be on their way to the carrier at once, each to another number.
    pub sends_at_once: usize,
    /// Where blocking work runs.
    pub execution: Execution,
    /// The seed of the jitter in retries.
    pub seed: u64,
    /// The world outside.
    pub carriers: Carriers,
}

impl Options {
    /// As is right for a server.
    pub fn new(carriers: Carriers) -> Self {
        Self {
            queue: 8_192,
            batch: None,
            feed_tick: Duration::from_millis(50),
            feed_ring: 4_096,
            sends_at_once: 16,
            execution: Execution::Threads,
            seed: 0x0062_6174_6f6e,
            carriers,
        }
    }
}
