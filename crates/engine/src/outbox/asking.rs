//! The texts of one line whose carrier is asked what became of them: a few at once, and not while it wants to be left
//! alone.

use baton_core::{MachineTime, MessageId};
use rustc_hash::FxHashSet;
use std::collections::VecDeque;
use std::time::Duration;

/// The most look-ups of one line that are under way at once. They bear no hurry, and share the carrier's limit with texts
/// that do.
pub(super) const AT_ONCE: usize = 4;
/// The first pause after the carrier could not answer, unless it names one; each next one is twice as long.
const PAUSE: Duration = Duration::from_secs(5);
/// The longest.
const LONGEST: Duration = Duration::from_mins(5);

/// The texts of one line that are to be asked about.
#[derive(Debug, Default)]
pub(super) struct Asking {
    waiting: VecDeque<MessageId>,
    /// Everything in `waiting`.
    known: FxHashSet<MessageId>,
    not_before: Option<MachineTime>,
    /// How often in a row it could not answer.
    failures: u32,
}

impl Asking {
    /// Adds a text, once.
    pub(super) fn put(&mut self, text: MessageId) {
        if self.known.insert(text) {
            self.waiting.push_back(text);
        }
    }

    /// The next one, if the carrier may be asked now.
    pub(super) fn next(&mut self, now: MachineTime) -> Option<MessageId> {
        if self.not_before.is_some_and(|at| at > now) {
            return None;
        }
        let next = self.waiting.pop_front()?;
        self.known.remove(&next);
        Some(next)
    }

    /// It answered.
    pub(super) fn answered(&mut self) {
        self.failures = 0;
    }

    /// It could not: this text is the next one again, after what the carrier wants, or a while.
    pub(super) fn again(&mut self, text: MessageId, after: Option<Duration>, now: MachineTime) {
        let doubled = PAUSE * 2u32.saturating_pow(self.failures.min(16));
        self.failures = self.failures.saturating_add(1);
        let until = now + after.unwrap_or(doubled.min(LONGEST));
        self.not_before = Some(self.not_before.map_or(until, |at| at.max(until)));
        if self.known.insert(text) {
            self.waiting.push_front(text);
        }
    }

    /// Until when it is left alone, while something waits for it.
    pub(super) fn paused_until(&self, now: MachineTime) -> Option<MachineTime> {
        self.not_before.filter(|at| *at > now && !self.waiting.is_empty())
    }

    /// Whether it could not answer lately.
    pub(super) fn is_troubled(&self) -> bool {
        self.failures > 0
    }

    /// How many wait.
    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }
}
