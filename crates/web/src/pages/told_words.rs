//! What people are told, in words to the one who reads: over a list while it is news, and on the page of what they were
//! told. Everything is said by the record that tells it, so that it reads the same however things stand since.

use super::desk::Desk;
use super::{listing, offered, promise, urgent};
use crate::shape::withdraw_words;
use baton_core::{Event, Notice, Owner, PersonId, Position, Record, Scheduled};
use baton_store::ListRow;

/// The most characters of a reason or a summary.
const SHORT: usize = 90;

/// A word to the reader: a sentence, and what else one should know.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) words: String,
    pub(super) small: String,
}

/// The same for a word that may stand for days: its times name their day.
pub(super) fn lasting_words(
    desk: &Desk,
    row: &ListRow,
    record: &Record,
    position: Position,
    around: &[Record],
) -> Option<Words> {
    said(desk, row, record, position, around, true)
}

/// The event at this position of a record as a word to the reader; none for what is none to them. `around` are records of
/// the thread that are at hand, which may say who wanted to be reminded.
pub(super) fn words(
    desk: &Desk,
    row: &ListRow,
    record: &Record,
    position: Position,
    around: &[Record],
) -> Option<Words> {
    said(desk, row, record, position, around, false)
}

fn said(
    desk: &Desk,
    row: &ListRow,
    record: &Record,
    position: Position,
    around: &[Record],
    lasting: bool,
) -> Option<Words> {
    let before: Vec<&Event> =
        record.positioned().take_while(|(place, _)| *place <= position).map(|(_, event)| event).collect();
    let (event, before) = before.split_last()?;
    if !event.tells().contains(&desk.me.id) {
        return None;
    }
    let saying = Saying { desk, row, record, before, around, who: listing::who(row), lasting };
    let (words, small) = saying.event(event)?;
    Some(Words { words, small })
}

/// For whom the reader covers, if the event at this position tells them that it is theirs now.
pub(super) fn covers_for(record: &Record, position: Position) -> Option<PersonId> {
    let said: Vec<&Event> =
        record.positioned().take_while(|(place, _)| *place <= position).map(|(_, event)| event).collect();
    let (told, before) = said.split_last()?;
    matches!(told, Event::Told { about: Notice::Covering, .. }).then(|| covered_for(before)).flatten()
}

fn covered_for(before: &[&Event]) -> Option<PersonId> {
    before.iter().rev().find_map(|event| match event {
        Event::OwnerChanged { covers, .. } => *covers,
        _ => None,
    })
}

struct Saying<'a> {
    desk: &'a Desk,
    row: &'a ListRow,
    record: &'a Record,
    /// What the same decision said before it.
    before: &'a [&'a Event],
    around: &'a [Record],
    /// The customer.
    who: String,
    /// It may stand for days.
    lasting: bool,
}

impl Saying<'_> {
    fn event(&self, event: &Event) -> Option<(String, String)> {
        let who = &self.who;
        match event {
            Event::Told { about: Notice::Reminder, .. } => Some(self.reminder()),
            Event::Told { about, .. } => Some(self.notice(*about)),
            Event::ClockWarned { key, due_at, .. } => {
                let what = promise::kind_words(key.kind);
                // As it was said then, whatever has become of it.
                let when = &self.desk.when;
                let due = if self.lasting { when.weekday(*due_at) } else { when.until(*due_at) };
                let words = format!("{who}: {what}, due {due}.");
                let live = self.row.conversation.is_live();
                let answers = live && self.row.conversation.accountable == self.desk.me.id;
                Some((words, if answers { "You answer for it.".to_owned() } else { self.stays() }))
            }
            Event::EscalationStepped { why, key, .. } => Some((
                format!("{who}: {}.", why.trim_end_matches('.')),
                sentence(promise::kind_words(key.kind)),
            )),
            _ => None,
        }
    }

    fn notice(&self, about: Notice) -> (String, String) {
        let who = &self.who;
        match about {
            Notice::HandoffOffered => self.offered(),
            Notice::HandoffDeclined => (format!("{who} came back."), self.declined()),
            Notice::HandoffExpired => (format!("Nobody took {who} in time."), self.stays()),
            Notice::HandoffReturned => (format!("Your offer of {who} ended."), self.withdrawn()),
            Notice::HandoffResolved => {
                (format!("{who} is closed."), "You handed it over, and wanted to know.".to_owned())
            }
            Notice::AskOpened => self.asked(),
            Notice::AskAnswered => self.answered(),
            Notice::AskDropped => self.dropped(),
            Notice::Covering => self.covering(),
            Notice::Urgent => (to_reader(who, about), self.urgent()),
            Notice::ScheduledHeld => self.held(),
            Notice::ScheduledDropped => self.scheduled_dropped(),
            other => (to_reader(who, other), self.stays()),
        }
    }

    fn found<T>(&self, of: impl Fn(&Event) -> Option<T>) -> Option<T> {
        self.before.iter().rev().find_map(|event| of(event))
    }

    fn offered(&self) -> (String, String) {
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

    fn declined(&self) -> String {
        let said = self.found(|event| match event {
            Event::HandoffDeclined { person, reason, .. } => Some((*person, reason.clone())),
            _ => None,
        });
        said.map_or_else(
            || self.stays(),
            |(person, reason)| format!("{} declined: “{reason}”", self.desk.first_name(person)),
        )
    }

    fn withdrawn(&self) -> String {
        let cause = self.found(|event| match event {
            Event::HandoffWithdrawn { cause, .. } => Some(*cause),
            _ => None,
        });
        cause.map(|cause| sentence(withdraw_words(cause))).unwrap_or_default()
    }

    fn asked(&self) -> (String, String) {
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
    fn dropped(&self) -> (String, String) {
        let who =
            self.record.by.as_person().map_or_else(|| "Somebody".to_owned(), |by| self.desk.first_name(by));
        let why = self.found(|event| match event {
            Event::AskDropped { reason, .. } => Some(sentence(reason)),
            _ => None,
        });
        (format!("{who} dropped your question about {}.", self.who), why.unwrap_or_default())
    }

    fn answered(&self) -> (String, String) {
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
    fn covering(&self) -> (String, String) {
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

    /// A reminder in its own words, or that the time to wait is over.
    fn reminder(&self) -> (String, String) {
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
    fn urgent(&self) -> String {
        let until = self.around.partition_point(|record| record.position <= self.record.position);
        let about = urgent::about(&urgent::alone(self.desk), self.row, &self.around[..until]);
        about.map_or_else(|| self.stays(), |words| format!("“{}”", short(words)))
    }

    /// Whose text it is, if it stands there still, and why it is held.
    fn held(&self) -> (String, String) {
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
    fn scheduled_dropped(&self) -> (String, String) {
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

    fn stays(&self) -> String {
        match self.row.conversation.owner {
            Owner::Person(person) if person == self.desk.me.id && self.row.conversation.is_live() => {
                "It is with you.".to_owned()
            }
            _ => String::new(),
        }
    }
}

/// The same notices as `crate::shape::notice_words`, said to whom they are.
fn to_reader(who: &str, about: Notice) -> String {
    match about {
        Notice::TextFailed => format!("A text to {who} did not arrive, and the answer is owed again."),
        Notice::TextCancelled => format!("A text to {who} was not sent, for they opted out."),
        Notice::Unreachable => format!("{who} can never be reached at this number."),
        Notice::NobodyAvailable => {
            format!("{who} waits, and nobody in the queue can be given it. You answer.")
        }
        Notice::Rerouted => format!("A rule gave {who} to somebody else."),
        Notice::HandoffOffered => format!("{who} is offered to you."),
        Notice::HandoffDeclined => format!("{who} came back."),
        Notice::HandoffExpired => format!("Nobody took {who} in time."),
        Notice::HandoffReturned => format!("Your offer of {who} ended."),
        Notice::HandoffResolved => format!("{who} is closed."),
        Notice::AskOpened => format!("A question of {who} is yours."),
        Notice::Fallback => format!("{who}: every step of the escalation is done, and you are the last one."),
        Notice::Reminder => format!("{who}: the time to wait is over."),
        Notice::HotPotato => format!("{who} was passed on too often without a reply. You have it now."),
        Notice::ScheduledHeld => format!("A text to {who} is held until you decide."),
        Notice::ScheduledDropped => format!("A text to {who} does not go out."),
        Notice::ScheduledMoved => format!("A text to {who}, scheduled by somebody who left, is yours now."),
        Notice::AskAnswered => format!("Your question about {who} is answered."),
        Notice::AskDropped => format!("Your question about {who} needs no answer any more."),
        Notice::Urgent => format!("{who} texted that it is urgent."),
        Notice::Covering => format!("{who} is yours, for somebody who is away."),
        Notice::AutoReplyNotGiven => {
            format!("{who} got no answer by itself: its template lacks something. The note says what.")
        }
    }
}

/// Why a scheduled text does not go out by itself. What came over it may have been before its author for an hour: it came
/// after they wrote.
pub(super) fn why_not(reason: &str) -> &str {
    if reason == Scheduled::CHANGED { "something came after it was written" } else { reason }
}

/// The words, not too many of them, as a sentence.
fn sentence(words: &str) -> String {
    let mut short = short(words);
    if !short.is_empty() && !short.ends_with(['.', '!', '?', '…']) {
        short.push('.');
    }
    super::team::capital(&short)
}

fn short(words: &str) -> String {
    let mut short: String = words.chars().take(SHORT).collect();
    if short.len() < words.len() {
        short.push('…');
    }
    short
}
