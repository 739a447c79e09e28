//! The latest records, shared by all readers.

use baton_core::{Position, Record};
use std::collections::VecDeque;
use std::sync::{Arc, OnceLock};

/// A record of the feed, rendered at most once however many read it.
#[derive(Debug)]
pub struct FeedEntry {
    /// What happened.
    pub record: Record,
    rendered: OnceLock<Arc<str>>,
}

impl FeedEntry {
    pub(crate) fn new(record: Record) -> Self {
        Self { record, rendered: OnceLock::new() }
    }

    /// The record as `render` writes it, which must be the same for every reader: the first call's is kept.
    pub fn rendered(&self, render: impl FnOnce(&Record) -> String) -> &Arc<str> {
        self.rendered.get_or_init(|| render(&self.record).into())
    }

    /// The position of its first event; [`Record::position`] is that of its last.
    pub fn first(&self) -> Position {
        first(&self.record)
    }
}

fn first(record: &Record) -> Position {
    let events = i64::try_from(record.events.len().max(1)).unwrap_or(i64::MAX);
    Position(record.position.0 - events + 1)
}

/// The latest records without holes, and how far the store is known to reach.
#[derive(Debug)]
pub(super) struct Ring {
    entries: VecDeque<Arc<FeedEntry>>,
    most: usize,
    /// Before the first entry.
    floor: Position,
    head: Position,
    heard: Position,
}

impl Ring {
    pub(super) fn new(head: Position, most: usize) -> Self {
        Self { entries: VecDeque::new(), most: most.max(1), floor: head, head, heard: head }
    }

    pub(super) fn head(&self) -> Position {
        self.head
    }

    /// How far the store is known to reach.
    pub(super) fn heard(&self) -> Position {
        self.heard
    }

    /// The store reaches so far; true if that is news.
    pub(super) fn hear_of(&mut self, position: Position) -> bool {
        let news = position > self.heard;
        self.heard = self.heard.max(position);
        news
    }

    /// The store has nothing up to `asked` after all: a signal can name a position that readers do not see yet. What was
    /// heard of since is asked for anew.
    pub(super) fn give_up_waiting(&mut self, asked: Position) {
        if self.heard <= asked {
            self.heard = self.head;
        }
    }

    /// Adds the next record. One that is here already, or that would leave a hole, is left to [`super::Feed::fill`].
    /// Whether it was added.
    pub(super) fn push(&mut self, record: Record) -> bool {
        if first(&record).0 != self.head.0 + 1 {
            return false;
        }
        self.head = record.position;
        self.entries.push_back(Arc::new(FeedEntry::new(record)));
        if self.entries.len() > self.most
            && let Some(oldest) = self.entries.pop_front()
        {
            self.floor = oldest.record.position;
        }
        true
    }

    /// Entries after `after` up to `until`, at most `limit`; none if some of them are not here any more.
    pub(super) fn after(
        &self,
        after: Position,
        until: Position,
        limit: usize,
    ) -> Option<Vec<Arc<FeedEntry>>> {
        if after < self.floor {
            return None;
        }
        let from = self.entries.partition_point(|entry| entry.record.position <= after);
        let wanted = self.entries.range(from..).take_while(|entry| entry.record.position <= until);
        Some(wanted.take(limit).cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_core::{By, Event, Moment};

    fn record(position: i64) -> Record {
        let (at, event) = (Moment::from_micros(0), Event::Touched {});
        Record {
            position: Position(position),
            thread: None,
            conversation: None,
            at,
            by: By::Policy,
            events: vec![event],
        }
    }

    #[test]
    fn a_record_goes_in_once_and_never_over_a_hole() {
        // Fails when `push` takes what another node's commit left a hole before, or what was read from the store already.
        let mut ring = Ring::new(Position(4), 8);
        for position in [5, 7, 5, 6, 6, 7] {
            ring.push(record(position));
        }
        let held = ring.after(Position(4), Position(9), 9).unwrap_or_default();
        let held: Vec<_> = held.iter().map(|entry| entry.record.position.0).collect();
        assert_eq!((held, ring.head()), (vec![5, 6, 7], Position(7)));
    }
}
