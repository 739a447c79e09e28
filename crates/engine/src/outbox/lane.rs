//! The texts of one line that wait to be handed over.

use baton_carriers::Pace;
use baton_core::{MachineTime, MessageId, Moment, NumberId, OutText, TextKind};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// The most texts of a line at hand; the store knows the others.
pub(super) const AT_HAND: usize = 2_000;

/// A text that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) id: MessageId,
    pub(super) number: NumberId,
    pub(super) segments: u32,
    /// The carrier said that nothing was sent, and to come again then.
    not_before: Option<Moment>,
    place: Place,
}

/// Confirmations of opt-outs first, then the oldest; within a thread, ids grow as texts were written.
type Place = (bool, Moment, MessageId);

impl Item {
    pub(super) fn of(text: &OutText) -> Self {
        let segments = u32::try_from(baton_text::measure(&text.body).segments).unwrap_or(u32::MAX);
        Self {
            id: text.id,
            number: text.number,
            segments: segments.max(1),
            // A text that was never handed over waits for nobody: its time then is that of its end.
            not_before: text.next_at.filter(|_| text.attempts > 0),
            place: (text.kind != TextKind::OptOutConfirmation, text.written_at, text.id),
        }
    }

    pub(super) fn is_confirmation(&self) -> bool {
        !self.place.0
    }
}

/// What a line may do now.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Hand this over.
    Go(Item),
    /// Wait for the line's pace.
    Pace(MachineTime),
    /// Wait for a time that the carrier named.
    Until(Moment),
    /// Nothing waits, or only for texts that are on their way.
    Nothing,
}

/// The texts of one line that wait.
#[derive(Debug)]
pub(super) struct Lane {
    items: BTreeMap<Place, Item>,
    places: rustc_hash::FxHashMap<MessageId, Place>,
    free_at: MachineTime,
    /// The store has some that are not here.
    pub(super) more: bool,
}

impl Lane {
    pub(super) fn new() -> Self {
        let (items, places) = (BTreeMap::new(), rustc_hash::FxHashMap::default());
        Self { items, places, free_at: MachineTime::from_micros(0), more: true }
    }

    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether the store should be asked for more.
    pub(super) fn is_low(&self) -> bool {
        self.more && self.items.len() < AT_HAND / 2
    }

    /// Adds a text, or takes note of what changed about it.
    pub(super) fn put(&mut self, item: Item) {
        self.remove(item.id);
        // A confirmation is never left for later, and the order of a number's texts is the store's once it was left.
        if !item.is_confirmation() && (self.more || self.items.len() >= AT_HAND) {
            self.more = true;
            return;
        }
        self.insert(item);
    }

    /// Takes a page from the store: what waits first.
    pub(super) fn fill(&mut self, page: &[OutText], busy: &FxHashSet<MessageId>) {
        self.more = page.len() >= AT_HAND;
        for text in page.iter().filter(|text| !busy.contains(&text.id)) {
            self.remove(text.id);
            self.insert(Item::of(text));
        }
    }

    fn insert(&mut self, item: Item) {
        self.places.insert(item.id, item.place);
        self.items.insert(item.place, item);
    }

    pub(super) fn remove(&mut self, id: MessageId) {
        if let Some(place) = self.places.remove(&id) {
            self.items.remove(&place);
        }
    }

    /// What may go now. A number gets one text at a time, and never a later one before an earlier one.
    pub(super) fn next(&self, busy: &FxHashSet<NumberId>, now: Moment, machine: MachineTime) -> Next {
        let mut held_back: FxHashSet<NumberId> = FxHashSet::default();
        let mut earliest: Option<Moment> = None;
        for item in self.items.values() {
            if busy.contains(&item.number) || held_back.contains(&item.number) {
                continue;
            }
            if let Some(at) = item.not_before.filter(|at| *at > now) {
                held_back.insert(item.number);
                earliest = Some(earliest.map_or(at, |earliest| earliest.min(at)));
                continue;
            }
            return if self.free_at > machine { Next::Pace(self.free_at) } else { Next::Go(*item) };
        }
        earliest.map_or(Next::Nothing, Next::Until)
    }

    /// A text was taken: the line is occupied for as long as its segments take.
    pub(super) fn take(&mut self, item: &Item, pace: Pace, machine: MachineTime) {
        self.remove(item.id);
        self.free_at = self.free_at.max(machine) + pace.occupies(item.segments);
    }
}
