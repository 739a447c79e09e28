//! A carrier's word can overtake its answer to the send. Where it carries our reference that does no harm; where it
//! names only its own id, it waits here until we learn that id.

use baton_core::{Delivery, MachineTime};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;
use std::time::Duration;

/// The most words that wait.
const MOST: usize = 10_000;
/// The longest that a word waits. What is lost here is looked up after ten minutes.
const KEPT: Duration = Duration::from_hours(24);

/// Words about texts that nobody knows yet.
#[derive(Debug, Default)]
pub(crate) struct Early {
    words: FxHashMap<String, Vec<Delivery>>,
    came: VecDeque<(MachineTime, String)>,
}

impl Early {
    pub(crate) fn keep(&mut self, carrier_id: String, word: Delivery, now: MachineTime) {
        while self.came.len() >= MOST || self.came.front().is_some_and(|(at, _)| now.since(*at) > KEPT) {
            let Some((_, oldest)) = self.came.pop_front() else { break };
            self.words.remove(&oldest);
        }
        self.came.push_back((now, carrier_id.clone()));
        self.words.entry(carrier_id).or_default().push(word);
    }

    /// What was said about this text before we knew it. A later word of it has its own time to wait.
    pub(crate) fn take(&mut self, carrier_id: &str) -> Vec<Delivery> {
        let words = self.words.remove(carrier_id).unwrap_or_default();
        if !words.is_empty() {
            self.came.retain(|(_, id)| id != carrier_id);
        }
        words
    }
}
