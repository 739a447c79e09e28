//! Who watches is told of every text and note that is news to them, once, and owns nothing by that; nobody else is told so.

use super::{Checker, Heard};
use crate::house::TEAM;
use baton_core::{ConversationId, Event, Notice, PersonId, Record};
use std::collections::{BTreeMap, BTreeSet};

/// Who watches what.
#[derive(Debug, Default)]
pub(super) struct Watching {
    by: BTreeMap<ConversationId, BTreeSet<PersonId>>,
}

impl Checker {
    pub(super) fn watching_event(&mut self, heard: &Heard<'_>) {
        let Some(id) = heard.record.conversation else { return };
        let person = match heard.event {
            Event::Watched { person, .. } | Event::Unwatched { person } => *person,
            _ => return,
        };
        let moves =
            |event: &Event| matches!(event, Event::OwnerChanged { .. } | Event::AccountableChanged { .. });
        if heard.record.events.iter().any(moves) {
            return self.wrong("watching", heard.at(), "whoever watches is given something by that");
        }
        let mentioned = match heard.event {
            Event::Watched { mentioned_in: Some(note), .. } => heard.before.iter().any(|event| match event {
                Event::NoteAdded { id, body, .. } => id == note && self.names(body, person),
                _ => false,
            }),
            _ => heard.person() == Some(person),
        };
        if !mentioned {
            let name = self.name(person);
            return self.wrong("watching", heard.at(), format!("{name} neither wanted to watch nor not to"));
        }
        let watchers = self.watching.by.entry(id).or_default();
        let news = match heard.event {
            Event::Watched { .. } => watchers.insert(person),
            _ => watchers.remove(&person),
        };
        if !news {
            self.wrong("watching", heard.at(), "what somebody watches is said twice");
        }
    }

    /// Whether a note names somebody by their first name, behind an @.
    fn names(&self, body: &str, person: PersonId) -> bool {
        let first = self.name(person).split(' ').next().unwrap_or_default();
        body.contains(&format!("@{first}"))
    }

    /// Who was to be told by this record, and who is. `before`: who watched before it.
    pub(super) fn watchers_are_told(&mut self, record: &Record, before: &BTreeSet<PersonId>) {
        let told = |about: Notice| -> Vec<PersonId> {
            let of = |event: &Event| match event {
                Event::Told { who, about: notice, .. } if *notice == about => Some(*who),
                _ => None,
            };
            record.events.iter().filter_map(of).collect()
        };
        let (texts, notes, mentions) =
            (told(Notice::WatchedText), told(Notice::WatchedNote), told(Notice::Mentioned));
        let news = |person: &PersonId| {
            let place = self.people.iter().position(|one| one == person);
            record.by.as_person() != Some(*person) && place.is_some_and(|place| self.active[place])
        };
        let talk = record.conversation.and_then(|id| self.talks.get(&id));
        let theirs = |person: &PersonId| {
            talk.is_some_and(|talk| talk.accountable == *person || talk.owner.person() == Some(*person))
        };
        let texted = record.events.iter().any(|event| matches!(event, Event::TextReceived { .. }))
            && talk.is_some_and(super::talk::Talk::is_live);
        let of_text: BTreeSet<PersonId> =
            before.iter().copied().filter(|one| texted && news(one) && !theirs(one)).collect();
        let note = record.events.iter().find_map(|event| match event {
            Event::NoteAdded { body, from_facts: false, .. } => Some(body.as_str()),
            _ => None,
        });
        let named: BTreeSet<PersonId> = (0..TEAM.len())
            .map(|place| self.people[place])
            .filter(|one| note.is_some_and(|body| self.names(body, *one)) && news(one))
            .collect();
        let of_note: BTreeSet<PersonId> = before
            .iter()
            .copied()
            .filter(|one| note.is_some() && news(one) && !named.contains(one))
            .collect();
        for (who, wanted, what) in [
            (texts, of_text, "a text"),
            (notes, of_note, "a note"),
            (mentions, named, "a note that mentions them"),
        ] {
            let once: BTreeSet<PersonId> = who.iter().copied().collect();
            if once != wanted || once.len() != who.len() {
                let names = |people: &BTreeSet<PersonId>| {
                    people.iter().map(|one| self.name(*one)).collect::<Vec<_>>().join(", ")
                };
                let what =
                    format!("of {what} are told: {}; and it is news to: {}", names(&once), names(&wanted));
                return self.wrong("watching", record.at, what);
            }
        }
    }

    pub(super) fn watchers(&self, record: &Record) -> BTreeSet<PersonId> {
        record.conversation.and_then(|id| self.watching.by.get(&id)).cloned().unwrap_or_default()
    }
}
