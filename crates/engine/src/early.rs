//! A carrier's word can overtake its answer to the send. Where it carries our reference that does no harm; where it
//! names only its own id, it waits here until we learn that id.

use baton_core::{Delivery, LineId, MachineTime};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

/// The most words that wait.
const MOST: usize = 10_000;
/// The longest that a word waits. What is lost here is looked up after ten minutes.
const KEPT: Duration = Duration::from_hours(24);

/// Words about texts that nobody knows yet.
#[derive(Debug, Default)]
pub(crate) struct Early {
    words: FxHashMap<String, Vec<Word>>,
    came: VecDeque<(MachineTime, String)>,
}

/// A word, with the lines of the account that said it.
#[derive(Debug)]
struct Word {
    lines: Arc<[LineId]>,
    says: Delivery,
}

impl Early {
    pub(crate) fn keep(
        &mut self,
        carrier_id: String,
        lines: Arc<[LineId]>,
        says: Delivery,
        now: MachineTime,
    ) {
        while self.came.len() >= MOST || self.came.front().is_some_and(|(at, _)| now.since(*at) > KEPT) {
            let Some((_, oldest)) = self.came.pop_front() else { break };
            self.words.remove(&oldest);
        }
        self.came.push_back((now, carrier_id.clone()));
        self.words.entry(carrier_id).or_default().push(Word { lines, says });
    }

    /// What was said about this text of that line before we knew it. A later word of it has its own time to wait.
    pub(crate) fn take(&mut self, carrier_id: &str, line: LineId) -> Vec<Delivery> {
        let Some(words) = self.words.remove(carrier_id) else { return Vec::new() };
        let (ours, others): (Vec<_>, Vec<_>) = words.into_iter().partition(|word| word.lines.contains(&line));
        if others.is_empty() {
            self.came.retain(|(_, id)| id != carrier_id);
        } else {
            self.words.insert(carrier_id.to_owned(), others);
        }
        ours.into_iter().map(|word| word.says).collect()
    }
}
