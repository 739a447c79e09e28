//! What somebody is told of offers, questions, covers, reminders and scheduled texts: who did what, and in whose words.

use super::told_words::{Saying, covered_for, sentence, short, to_reader, why_not};
use super::{offered, urgent};
use crate::shape::withdraw_words;
use baton_core::{Event, Notice, Owner, PersonId, Scheduled};

impl Saying<'_> {
    pub(super) fn offered(&self) -> (String, String) {
        let (desk, who) = (self.desk, &self.who);
        let offer = self.found(|event| match event {
            Event::HandoffOffered { from, to, baton, .. } => Some((*from, *to, baton.summary.clone())),
            _ => None,
        });
        let standing = || self.row.conversation.handoff.as_ref();
        let offer =
            offer.or_else(|| standing().map(|offer| (offer.from, offer.to, offer.baton.summary.clone())));
        let Some((from, to, summary)) = offer else {
            return (format!("{who} is offered to you."), String::new());
        };
        let giver = desk.first_name(from);
        let words = match to {
            Owner::Person(person) if person == desk.me.id => format!("{giver} offers you {who}."),
            to => format!("{giver} offers {who} to {}.", offered::short(desk, to)),
        };
        (words, sentence(&summary))
    }

    pub(super) fn declined(&self) -> String {
        let said = self.found(|event| match event {
            Event::HandoffDeclined { person, reason, .. } => Some((*person, reason.clone())),
            _ => None,
        });
        said.map_or_else(
            || self.stays(),
            |(person, reason)| format!("{} declined: “{reason}”", self.desk.first_name(person)),
        )
    }

    pub(super) fn withdrawn(&self) -> String {
        let cause = self.found(|event| match event {
            Event::HandoffWithdrawn { cause, .. } => Some(*cause),
            _ => None,
        });
        cause.map(|cause| sentence(withdraw_words(cause))).unwrap_or_default()
    }

    pub(super) fn asked(&self) -> (String, String) {
        let ask = self.found(|event| match event {
            Event::AskOpened { owner, words, why, .. } => {
                let said = words.clone().or_else(|| Some(why.as_ref()?.matched.join(", ")));
                Some((Some(*owner), said.unwrap_or_default()))
            }
            Event::AskMoved { id, to, .. } => {
                let open = self.row.conversation.asks.iter().find(|ask| ask.id == *id);
                Some((*to, open.map(|ask| super::reading::ask_words(self.desk, ask)).unwrap_or_default()))
            }
            _ => None,
        });
        let (owner, said) = ask.unwrap_or_default();
        let by = self.record.by.as_person().map(|person| self.desk.first_name(person));
        let whom = match owner {
            Some(queue @ Owner::Queue(_)) => offered::short(self.desk, queue),
            _ => "you".to_owned(),
        };
        let words = match by {
            Some(by) => format!("{by} asks {whom} something about {}.", self.who),
            None => format!("A question of {} is for {whom}.", self.who),
        };
        (words, sentence(&said))
    }

    /// What a colleague said, in a note or in a text to the customer, or that they said so only.
    pub(super) fn dropped(&self) -> (String, String) {
        let who =
            self.record.by.as_person().map_or_else(|| "Somebody".to_owned(), |by| self.desk.first_name(by));
        let why = self.found(|event| match event {
            Event::AskDropped { reason, .. } => Some(sentence(reason)),
            _ => None,
        });
        (format!("{who} dropped your question about {}.", self.who), why.unwrap_or_default())
    }

    pub(super) fn answered(&self) -> (String, String) {
        let who =
            self.record.by.as_person().map_or_else(|| "Somebody".to_owned(), |by| self.desk.first_name(by));
        let said = self.found(|event| match event {
            Event::NoteAdded { body, .. } | Event::TextWritten { body, .. } => Some(body.clone()),
            _ => None,
        });
        let small = said.map(|words| sentence(&words)).unwrap_or_default();
        (format!("{who} answered your question about {}.", self.who), small)
    }

    /// What became theirs, for whom, and until when that person is away.
    pub(super) fn covering(&self) -> (String, String) {
        let Some(first) = covered_for(self.before) else {
            return (to_reader(&self.who, Notice::Covering), self.stays());
        };
        let (name, at) = (self.desk.first_name(first), self.record.at);
        let small = match self.desk.directory.away(first, at) {
            Some(away) => match away.until {
                Some(until) => format!("{name} is away until {}.", self.desk.when.until(until)),
                None => format!("{name} is away."),
            },
            None => format!("{name} was away."),
        };
        (format!("{} is yours for {name}.", self.who), small)
    }

    /// What a colleague noted, who mentions them or not.
    pub(super) fn noted(&self, about: Notice) -> (String, String) {
        let body = self.found(|event| match event {
            Event::NoteAdded { body, .. } => Some(sentence(body)),
            _ => None,
        });
        let by = self.record.by.as_person().map(|person| self.desk.first_name(person));
        let words = match (by, about) {
            (Some(by), Notice::Mentioned) => format!("{by} mentions you in a note about {}.", self.who),
            (Some(by), _) => format!("{by} noted something about {}.", self.who),
            (None, about) => to_reader(&self.who, about),
        };
        (words, body.unwrap_or_default())
    }

    /// What the customer texted.
    pub(super) fn texted(&self) -> String {
        let body = self.found(|event| match event {
            Event::TextReceived { body, .. } => Some(short(body)),
            _ => None,
        });
        body.filter(|body| !body.is_empty()).map(|body| format!("“{body}”")).unwrap_or_default()
    }

    /// A reminder in its own words, or that the time to wait is over.
    pub(super) fn reminder(&self) -> (String, String) {
        let who = &self.who;
        let came = self.found(|event| match event {
            Event::ReminderCame { id, words, .. } => Some((*id, words.clone())),
            _ => None,
        });
        let Some((id, words)) = came else {
            let why = self.row.conversation.reason.as_deref().map(sentence).unwrap_or_default();
            return (format!("{who}: the time to wait is over."), why);
        };
        let mut all = self.around.iter().flat_map(|record| &record.events);
        let set: Option<PersonId> = all.find_map(|event| match event {
            Event::ReminderSet { reminder } if reminder.id == id => Some(reminder.person),
            _ => None,
        });
        let title = match set {
            Some(person) => format!("{} wanted to be reminded of {who}.", self.desk.first_name(person)),
            None => format!("A reminder of {who} has come."),
        };
        (title, sentence(&words))
    }

    /// What it is about, in their words.
    pub(super) fn urgent(&self) -> String {
        let until = self.around.partition_point(|record| record.position <= self.record.position);
        let about = urgent::about(&urgent::alone(self.desk), self.row, &self.around[..until]);
        about.map_or_else(|| self.stays(), |words| format!("“{}”", short(words)))
    }

    /// Whose text it is, if it stands there still, and why it is held.
    pub(super) fn held(&self) -> (String, String) {
        let held = self.found(|event| match event {
            Event::ScheduledHeld { id, reason } => Some((*id, reason.clone())),
            _ => None,
        });
        let Some((id, reason)) = held else {
            return (to_reader(&self.who, Notice::ScheduledHeld), self.stays());
        };
        let stands = self.row.conversation.scheduled.iter().find(|text| text.id == id);
        let whose = match stands.and_then(|text| text.by.as_person()) {
            Some(person) if person == self.desk.me.id => "Your".to_owned(),
            Some(person) => format!("{}’s", self.desk.first_name(person)),
            None => "A".to_owned(),
        };
        (format!("{whose} text to {} is held until you decide.", self.who), sentence(why_not(&reason)))
    }

    /// Who dropped it, or why it does not go out.
    pub(super) fn scheduled_dropped(&self) -> (String, String) {
        let reason = self.found(|event| match event {
            Event::ScheduledDropped { reason, .. } => Some(reason.clone()),
            _ => None,
        });
        match (reason, self.record.by.as_person()) {
            (Some(reason), Some(by)) if reason.starts_with(Scheduled::DROPPED_BY) => {
                (format!("{} dropped your text to {}.", self.desk.first_name(by), self.who), String::new())
            }
            (reason, _) => (
                to_reader(&self.who, Notice::ScheduledDropped),
                reason.as_deref().map(|reason| sentence(why_not(reason))).unwrap_or_default(),
            ),
        }
    }
}
