//! What the reader is told: one entry of a timeline, as a word to them.

use super::desk::Desk;
use super::inbox::{known, query};
use super::listing::Wanted;
use super::offered;
use super::reply::{html, problem};
use super::team::capital;
use super::thread::{From, Thread};
use crate::answer::Problem;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use baton_core::{Event, Notice, Owner, Position, Record};
use baton_pages::{Told, ToldFragment};

/// The most characters of a reason or a summary.
const SHORT: usize = 90;
/// How many are told at once: each reads its conversation. What is more is counted.
const MOST: usize = 3;

/// `GET /told`: of the entries that are asked about the latest that are words to this reader, and how many more there are.
/// `entry` is the conversation's id and the entry's position, with a dot between; `more` counts what did not fit before.
pub(super) async fn told(desk: Desk, uri: Uri) -> Response {
    let fields = query(&uri);
    let made = async {
        let list = Wanted::read(&fields).query;
        let entries: Vec<&str> = fields.all("entry").collect();
        let beyond = entries.len().saturating_sub(MOST);
        let mut all = Vec::new();
        for entry in &entries[beyond..] {
            all.extend(one(&desk, entry, &list).await?);
        }
        let before: usize = fields.get("more").parse().unwrap_or(0);
        Ok(html(StatusCode::OK, &ToldFragment { told: all, more: before.saturating_add(beyond) }))
    };
    made.await.unwrap_or_else(|refused: Problem| problem(&refused))
}

async fn one(desk: &Desk, entry: &str, list: &str) -> Result<Option<Told>, Problem> {
    let (conversation, position) = entry.split_once('.').ok_or_else(|| Problem::not_found("entry"))?;
    let position = Position(position.parse().map_err(|_| Problem::not_found("entry"))?);
    let id = known(conversation)?;
    let holds = |record: &&Record| record.positioned().any(|(place, _)| place == position);
    // What it is about stands before it.
    let mut thread = Thread::read(desk, id, From::End).await?;
    if !thread.records.iter().any(|record| holds(&record)) {
        thread = Thread::read(desk, id, From::Position(position)).await?;
    }
    let Some(record) = thread.records.iter().find(holds) else { return Ok(None) };
    let before: Vec<&Event> =
        record.positioned().take_while(|(place, _)| *place <= position).map(|(_, event)| event).collect();
    let Some((words, small)) = words(desk, &thread, &before) else { return Ok(None) };
    Ok(Some(Told {
        conversation: thread.conversation().id.to_string(),
        list: list.to_owned(),
        ring: offered::ring(desk, thread.conversation()),
        words,
        small,
        offer: offered::offer(desk, &thread)
            .filter(|_| offered::waits_for(desk, thread.conversation()))
            .map(|offer| offer.id),
        first_name: thread.first_name(),
        csrf: desk.csrf(),
    }))
}

/// The last of these events as a sentence, and what else one should know; none for what is no word to the reader.
fn words(desk: &Desk, thread: &Thread, events: &[&Event]) -> Option<(String, String)> {
    let (event, before) = events.split_last()?;
    let (me, who) = (desk.me.id, thread.who());
    let due = super::promise::due(desk, thread.conversation()).map(|due| due.at.words);
    match event {
        Event::Told { who: told, about: Notice::Reminder, .. } if *told == me => {
            Some(reminder(desk, thread, before))
        }
        Event::Told { who: told, about, .. } if *told == me => Some(about_it(desk, thread, *about)),
        Event::ClockWarned { told, .. } if *told == me => Some((
            format!("{who}: {}.", due.unwrap_or_else(|| "due soon".to_owned())),
            "You answer for it.".to_owned(),
        )),
        Event::EscalationStepped { told, why, .. } if told.contains(&me) => {
            Some((format!("{who}: {}.", due.unwrap_or_else(|| "late".to_owned())), sentence(why)))
        }
        _ => None,
    }
}

fn about_it(desk: &Desk, thread: &Thread, about: Notice) -> (String, String) {
    let (conversation, who) = (thread.conversation(), thread.who());
    let still = match conversation.owner {
        Owner::Person(person) if person == desk.me.id => format!("{} is still yours.", thread.first_name()),
        _ => String::new(),
    };
    match (about, &conversation.handoff) {
        (Notice::HandoffOffered, Some(offer)) => {
            let giver = desk.first_name(offer.from);
            let words = match offer.to {
                Owner::Person(person) if person == desk.me.id => format!("{giver} offers you {who}."),
                to => format!("{giver} offers {who} to {}.", offered::short(desk, to)),
            };
            (words, sentence(&offer.baton.summary))
        }
        (Notice::HandoffDeclined, _) => {
            let back = offered::came_back(desk, thread).map(|back| back.words);
            (format!("{who} came back."), back.unwrap_or(still))
        }
        (Notice::HandoffExpired, _) => (format!("Nobody took {who} in time."), still),
        (Notice::HandoffResolved, _) => {
            (format!("{who} is resolved."), "You handed it over, and wanted to know.".to_owned())
        }
        (Notice::AskOpened, _) => (format!("A question of {who} is yours."), String::new()),
        (about, _) => (to_reader(&who, about), still),
    }
}

/// A reminder in its own words, or that the time to wait is over and why it was waited.
fn reminder(desk: &Desk, thread: &Thread, before: &[&Event]) -> (String, String) {
    let who = thread.who();
    let came = before.iter().rev().find_map(|event| match event {
        Event::ReminderCame { id, words, .. } => Some((*id, words)),
        _ => None,
    });
    let Some((id, words)) = came else {
        let why = thread.conversation().reason.as_deref().map(sentence).unwrap_or_default();
        return (format!("{who}: the time to wait is over."), why);
    };
    let set = thread.records.iter().flat_map(|record| &record.events).find_map(|event| match event {
        Event::ReminderSet { reminder } if reminder.id == id => Some(reminder.person),
        _ => None,
    });
    let title = match set {
        Some(person) => format!("{} wanted to be reminded of {who}.", desk.first_name(person)),
        None => format!("A reminder of {who} has come."),
    };
    (title, sentence(words))
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
        Notice::HandoffOffered => format!("{who} was offered to you, and is not any more."),
        Notice::HandoffDeclined => format!("{who} came back."),
        Notice::HandoffExpired => format!("Nobody took {who} in time."),
        Notice::HandoffReturned => format!("Your offer of {who} ended."),
        Notice::HandoffResolved => format!("{who} is resolved."),
        Notice::AskOpened => format!("A question of {who} is yours."),
        Notice::Fallback => format!("{who}: every step of the escalation is done, and you are the last one."),
        Notice::Reminder => format!("{who}: the time to wait is over."),
        Notice::HotPotato => format!("{who} was passed on too often without a reply. You have it now."),
        Notice::ScheduledHeld => format!("Your text to {who} is held until you decide."),
        Notice::ScheduledDropped => format!("Your text to {who} does not go out."),
        Notice::ScheduledMoved => format!("A text to {who}, scheduled by somebody who left, is yours now."),
        Notice::AutoReplyNotGiven => {
            format!("{who} got no answer by itself: its template lacks something. The note says what.")
        }
    }
}

/// The words, not too many of them, as a sentence.
fn sentence(words: &str) -> String {
    let mut short: String = words.chars().take(SHORT).collect();
    if short.len() < words.len() {
        short.push('…');
    } else if !short.is_empty() && !short.ends_with(['.', '!', '?']) {
        short.push('.');
    }
    capital(&short)
}
