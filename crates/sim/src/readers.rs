//! Who follows the feed of the workspace: somebody of the team; a program that may not read notes, but now and then an
//! admin lets it; and both lag, are cut off in the middle of a record, and go on from the position that they had.
//!
//! What is repeated of the web's streams and lists: everything that is shown goes through [`Audience`], what a reader may
//! see is looked up as it goes out, and they resume after the last entry that they were shown.

use crate::bug::Bug;
use crate::dice::Dice;
use crate::world::World;
use baton_core::{Audience, ConversationId, Event, Moment, Position, Record};
use std::collections::BTreeMap;

/// Who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    /// Somebody of the team, by place.
    Person(usize),
    /// A program with the scope to read conversations.
    Program,
}

/// Everybody who reads. The checker knows them by their place here.
pub(crate) const READERS: [Whose; 2] = [Whose::Person(5), Whose::Program];

/// One of them.
#[derive(Debug)]
pub(crate) struct Reader {
    whose: Whose,
    /// The last entry that they were shown.
    after: Position,
    /// How many entries their timelines show.
    counted: BTreeMap<ConversationId, usize>,
    /// What they might see when they opened their stream.
    opened: Option<Audience>,
}

impl Reader {
    pub(crate) fn all() -> Vec<Self> {
        let new = |whose| Self { whose, after: Position(0), counted: BTreeMap::new(), opened: None };
        READERS.map(new).into()
    }
}

/// Whether the program has the scope for notes on that day: on one of four.
fn has_scope(seed: u64, now: Moment) -> bool {
    let day = now.micros().div_euclid(86_400_000_000).unsigned_abs();
    Dice::of(&[seed, 12, day]).in_hundred(25)
}

impl World {
    /// What a reader is shown now; none if nothing, for they are no longer of the team.
    fn audience(&mut self, place: usize) -> Option<Audience> {
        let (seed, now) = (self.seed(), self.now);
        let rights = match self.readers[place].whose {
            Whose::Person(who) if self.there[who] || self.bug() == Some(Bug::SeenAfterLeaving) => {
                Audience::Team
            }
            Whose::Person(_) => return None,
            Whose::Program => Audience::reading_notes(has_scope(seed, now)),
        };
        let opened = *self.readers[place].opened.get_or_insert(rights);
        Some(if self.bug() == Some(Bug::RightsOfYesterday) { opened } else { rights })
    }

    /// Everybody who reads goes on reading, some of them not to the end.
    pub(crate) fn follow(&mut self) {
        for place in 0..self.readers.len() {
            let head = self.face.head().0.unsigned_abs();
            let mut dice = Dice::of(&[self.seed(), 13, place as u64, head, self.now.micros().unsigned_abs()]);
            match dice.below(20) {
                0..4 => {}
                4..8 => self.reads(place, dice.below(7)),
                _ => self.reads(place, usize::MAX),
            }
        }
    }

    /// Everybody reads what is left.
    pub(crate) fn read_out(&mut self) {
        for place in 0..self.readers.len() {
            self.reads(place, usize::MAX);
        }
    }

    /// A reader is shown at most so many entries more.
    fn reads(&mut self, place: usize, most: usize) {
        let Some(audience) = self.audience(place) else { return };
        let (now, bug) = (self.now, self.bug());
        let records = self.page(place);
        let mut left = most;
        'page: for record in &records {
            for (position, event) in entries(audience, bug, record) {
                if position <= self.readers[place].after {
                    continue;
                }
                if left == 0 {
                    break 'page;
                }
                left -= 1;
                let reader = &mut self.readers[place];
                reader.after = position;
                self.checker.shown_to(now, place, self.scope(), (position, record.conversation), &event);
                if let Some(id) = record.conversation {
                    *self.readers[place].counted.entry(id).or_default() += 1;
                }
            }
            if let Some(id) = record.conversation {
                if bug == Some(Bug::HiddenCounted) {
                    let hidden = record.events.len() - audience.shown(record).count();
                    *self.readers[place].counted.entry(id).or_default() += hidden;
                }
                let counted = self.readers[place].counted.get(&id).copied().unwrap_or(0);
                self.checker.counts(now, place, id, counted);
            }
        }
    }

    /// Whether the program may read notes now, for the checker.
    fn scope(&self) -> bool {
        has_scope(self.seed(), self.now)
    }

    /// The feed after what a reader was shown last.
    fn page(&mut self, place: usize) -> Vec<Record> {
        let after = self.readers[place].after;
        if self.bug() == Some(Bug::NeighbourSeen)
            && let Some(next_door) = self.face.next_door()
        {
            let mut both = next_door.feed(after);
            both.extend(self.face.feed(after));
            return both;
        }
        self.face.feed(after)
    }

    /// What lists show of a conversation to whoever may not read notes.
    pub(crate) fn listed(&mut self, id: ConversationId) {
        let Some(found) = self.face.conversation(id) else { return };
        let audience =
            if self.bug() == Some(Bug::HiddenWordsListed) { Audience::Team } else { Audience::Outside };
        self.checker.listed(self.now, &audience.conversation(&found));
        self.checker.shown(self.now, found.id, (found.owner, found.accountable, found.status));
    }
}

/// What is shown of a record.
fn entries(audience: Audience, bug: Option<Bug>, record: &Record) -> Vec<(Position, Event)> {
    if bug == Some(Bug::HiddenWordsShown) {
        let all = record.positioned().filter(|(_, event)| !matches!(event, Event::NoteAdded { .. }));
        return all.map(|(position, event)| (position, event.clone())).collect();
    }
    audience.shown(record).map(|(position, event)| (position, event.into_owned())).collect()
}
