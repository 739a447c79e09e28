//! What people are told, in words to the one who reads: over a list while it is news, and on the page of what they were
//! told. Everything is said by the record that tells it, so that it reads the same however things stand since.

use super::desk::Desk;
use super::{listing, promise};
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

/// For whom the new owner covers, as the same decision said before.
pub(super) fn covered_for(before: &[&Event]) -> Option<PersonId> {
    before.iter().rev().find_map(|event| match event {
        Event::OwnerChanged { covers, .. } => *covers,
        _ => None,
    })
}

/// What a word is said from.
pub(super) struct Saying<'a> {
    pub(super) desk: &'a Desk,
    pub(super) row: &'a ListRow,
    pub(super) record: &'a Record,
    /// What the same decision said before it.
    pub(super) before: &'a [&'a Event],
    pub(super) around: &'a [Record],
    /// The customer.
    pub(super) who: String,
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

    /// Something that the same decision said before it, the last first.
    pub(super) fn found<T>(&self, of: impl Fn(&Event) -> Option<T>) -> Option<T> {
        self.before.iter().rev().find_map(|event| of(event))
    }

    /// That it is with the reader, if it is.
    pub(super) fn stays(&self) -> String {
        match self.row.conversation.owner {
            Owner::Person(person) if person == self.desk.me.id && self.row.conversation.is_live() => {
                "It is with you.".to_owned()
            }
            _ => String::new(),
        }
    }
}

/// The same notices as `crate::shape::notice_words`, said to whom they are.
pub(super) fn to_reader(who: &str, about: Notice) -> String {
    match about {
        Notice::TextFailed => format!("A text to {who} did not arrive, and the answer is owed again."),
        Notice::TextUnsent => {
            format!("A text to {who} has not gone out for ten minutes. The answer is owed until it does.")
        }
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
pub(super) fn sentence(words: &str) -> String {
    let mut short = short(words);
    if !short.is_empty() && !short.ends_with(['.', '!', '?', '…']) {
        short.push('.');
    }
    super::team::capital(&short)
}

/// No more of the words than one reads at a glance.
pub(super) fn short(words: &str) -> String {
    let mut short: String = words.chars().take(SHORT).collect();
    if short.len() < words.len() {
        short.push('…');
    }
    short
}
