//! Laws 11 and 12: who is shown what. Everything that the team writes for itself here begins with a word that nobody writes
//! to customers, and what the neighbours write with another one; so what is hidden is found in any field of anything.

use super::Checker;
use crate::house::TEAM;
use crate::readers::{READERS, Whose};
use baton_core::{Conversation, ConversationId, Event, Moment, Notice, Position};
use std::collections::BTreeMap;
use std::fmt::{self, Write};

/// How the team's words for itself begin.
const INSIDE: &str = "NOTE";
/// How begins what people next door write.
pub(crate) const NEXT_DOOR: &str = "NEXT DOOR";

/// What every reader is to be shown.
#[derive(Debug)]
pub(super) struct Shown {
    /// All events of the workspace; the first has position 1.
    told: Vec<(Option<ConversationId>, Event)>,
    readers: Vec<Book>,
}

/// What a reader was shown.
#[derive(Debug, Default)]
struct Book {
    /// Up to which position.
    read: usize,
    counted: BTreeMap<ConversationId, usize>,
}

impl Default for Shown {
    fn default() -> Self {
        Self { told: Vec::new(), readers: READERS.iter().map(|_| Book::default()).collect() }
    }
}

/// Whether an event is nobody's business who may not read notes.
fn is_note(event: &Event) -> bool {
    matches!(
        event,
        Event::NoteAdded { .. } | Event::Told { about: Notice::Mentioned | Notice::WatchedNote, .. }
    )
}

/// Whether something may be left out of it for them.
fn has_words(event: &Event) -> bool {
    matches!(
        event,
        Event::HandoffOffered { .. }
            | Event::HandoffDeclined { .. }
            | Event::AskOpened { .. }
            | Event::AskMoved { .. }
            | Event::AskDropped { .. }
            | Event::OwnerChanged { .. }
            | Event::ReminderSet { .. }
            | Event::ReminderCame { .. }
            | Event::Watched { mentioned_in: Some(_), .. }
    )
}

impl Checker {
    /// One more event, as it was committed.
    pub(super) fn shows(&mut self, at: Moment, conversation: Option<ConversationId>, event: &Event) {
        self.shown.told.push((conversation, event.clone()));
        if says(event, NEXT_DOOR) {
            self.wrong("law 11", at, "what is the neighbours' is in our feed");
        }
    }

    /// Whether a reader may see what is the team's own, if they may see anything.
    fn sees(&self, reader: usize, scope: bool) -> Option<bool> {
        match READERS[reader] {
            Whose::Person(who) => self.active[who].then_some(true),
            Whose::Program => Some(scope),
        }
    }

    /// A reader is shown this. `scope`: the program may read notes now.
    pub(crate) fn shown_to(
        &mut self,
        now: Moment,
        reader: usize,
        scope: bool,
        (position, conversation): (Position, Option<ConversationId>),
        event: &Event,
    ) {
        let Some(sees) = self.sees(reader, scope) else {
            return self.wrong("law 11", now, "somebody who left is shown what happens");
        };
        if says(event, NEXT_DOOR) {
            return self.wrong("law 11", now, "somebody is shown what is the neighbours'");
        }
        let place = usize::try_from(position.0).unwrap_or(0);
        let read = self.shown.readers[reader].read;
        if place <= read || place > self.shown.told.len() {
            return self.wrong(
                "law 11",
                now,
                format!("{position:?} is shown to somebody again, or is none of ours"),
            );
        }
        let passed = &self.shown.told[read..place - 1];
        if passed.iter().any(|(_, event)| sees || !is_note(event)) {
            return self.wrong(
                "feed",
                now,
                format!("something before {position:?} is kept from {}", who(reader)),
            );
        }
        let (of, told) = &self.shown.told[place - 1];
        if !sees && (is_note(told) || says(event, INSIDE)) {
            let what = format!("the team's own words of {} are shown to {}", told.name(), who(reader));
            return self.wrong("law 11", now, what);
        }
        let whole = sees || !has_words(told);
        if *of != conversation || told.name() != event.name() || (whole && told != event) {
            return self.wrong("law 11", now, format!("{} shown is not what happened", event.name()));
        }
        let book = &mut self.shown.readers[reader];
        book.read = place;
        if let Some(id) = conversation {
            *book.counted.entry(id).or_default() += 1;
        }
    }

    /// So many entries a reader's timeline of a conversation shows.
    pub(crate) fn counts(&mut self, now: Moment, reader: usize, id: ConversationId, count: usize) {
        let right = self.shown.readers[reader].counted.get(&id).copied().unwrap_or(0);
        if count != right {
            let what = format!("{count} entries are counted for {}, who may see {right}", who(reader));
            self.wrong("law 11", now, what);
        }
    }

    /// What lists show of a conversation to whoever may not read notes.
    pub(crate) fn listed(&mut self, now: Moment, row: &Conversation) {
        if says(row, INSIDE) || says(row, NEXT_DOOR) {
            return self.wrong(
                "law 11",
                now,
                "a list shows the team's own words to whoever may not read notes",
            );
        }
        let Some(talk) = self.talks.get(&row.id) else { return };
        let told = (talk.asks.len(), talk.scheduled.len(), talk.offer.is_some());
        let shown = (row.asks.len(), row.scheduled.len(), row.handoff.is_some());
        if talk.is_live() && told != shown {
            let what = format!("a list counts {shown:?} questions, scheduled texts and offers of {told:?}");
            self.wrong("law 11", now, what);
        }
    }

    /// Nothing more happens, and everybody has read.
    pub(crate) fn all_was_shown(&mut self, now: Moment) {
        for (reader, whose) in READERS.iter().enumerate() {
            let left = &self.shown.told[self.shown.readers[reader].read..];
            let there = !matches!(whose, Whose::Person(who) if !self.active[*who]);
            if there && left.iter().any(|(_, event)| !is_note(event)) {
                self.wrong("feed", now, format!("something is kept from {}", who(reader)));
            }
        }
    }
}

fn who(reader: usize) -> &'static str {
    match READERS[reader] {
        Whose::Person(who) => TEAM[who].1,
        Whose::Program => "a program that may not read notes",
    }
}

/// Whether these words stand in any field of it.
fn says(what: &impl fmt::Debug, words: &'static str) -> bool {
    let mut looks = Looks { words, found: false };
    // It never refuses.
    let _ = write!(looks, "{what:?}");
    looks.found
}

/// Looks for words in what is written to it. They stand in one piece, for they are plain.
struct Looks {
    words: &'static str,
    found: bool,
}

impl Write for Looks {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        self.found |= piece.contains(self.words);
        // What comes after it need not be looked at.
        if self.found { Err(fmt::Error) } else { Ok(()) }
    }
}
