//! Places in a text that branches of one chain have used.

use crate::decision::Matched;
use crate::problem::Span;
use std::cmp::Reverse;

/// The most words that are kept to explain one decision.
const MOST_MATCHED: usize = 20;

/// The bytes of a text that are used, and the places of the branch that is looked at.
#[derive(Debug, Default)]
pub(super) struct Places {
    used: Vec<u64>,
    any_used: bool,
    pub(super) current: Vec<Span>,
}

impl Places {
    /// Begins with a text of so many bytes.
    pub(super) fn begin(&mut self, bytes: usize) {
        self.used.clear();
        self.used.resize(bytes.div_ceil(64), 0);
        self.any_used = false;
        self.current.clear();
    }

    /// Begins another chain of the same text.
    pub(super) fn forget_used(&mut self) {
        if self.any_used {
            self.used.fill(0);
            self.any_used = false;
        }
    }

    /// Puts the places of the current branch first that lie where no place used before lies; how many they are.
    pub(super) fn fresh_first(&mut self) -> usize {
        let Self { used, current, .. } = self;
        let is_used = |place: &Span| (place.start..place.end).any(|at| used[at / 64] & (1 << (at % 64)) != 0);
        current.sort_by_cached_key(is_used);
        let stale = current.iter().rev().take_while(|place| is_used(place)).count();
        current.len() - stale
    }

    /// The current branch uses its places.
    pub(super) fn use_current(&mut self) {
        for at in self.current.iter().flat_map(|place| place.start..place.end) {
            self.used[at / 64] |= 1 << (at % 64);
            self.any_used = true;
        }
    }

    /// The words at the first so many of the current places, in the order of the text, without those that lie inside
    /// others.
    pub(super) fn matched(&mut self, text: &str, count: usize) -> Vec<Matched> {
        let places = &mut self.current[..count];
        places.sort_unstable_by_key(|place| (place.start, Reverse(place.end)));
        let mut reached = 0;
        let outer = places.iter().filter(|place| {
            let is_outer = place.end > reached;
            reached = reached.max(place.end);
            is_outer
        });
        let words = |place: &Span| text[place.start..place.end].to_owned();
        let matched = outer.map(|place| Matched { start: place.start, end: place.end, words: words(place) });
        matched.take(MOST_MATCHED).collect()
    }
}
