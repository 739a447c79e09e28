//! What the reader is told: one entry of a timeline, as a word to them.

use super::desk::Desk;
use super::inbox::{known, query};
use super::listing::Wanted;
use super::offered;
use super::reply::{html, problem};
use super::thread::{From, Thread};
use crate::answer::Problem;
use crate::shape::notice_words;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use baton_core::{Event, Notice, Owner, Position};
use baton_pages::{Told, ToldFragment};

/// The most characters of a reason or a summary.
const SHORT: usize = 90;

/// `GET /told`: the entry at a position, if it is a word to this reader.
pub(super) async fn told(desk: Desk, uri: Uri) -> Response {
    let fields = query(&uri);
    let made = async {
        let position = Position(fields.get("position").parse().map_err(|_| Problem::not_found("entry"))?);
        let thread =
            Thread::read(&desk, known(fields.get("conversation"))?, From::Position(position)).await?;
        let event = thread.records.iter().flat_map(baton_core::Record::positioned);
        let event = event.into_iter().find(|(place, _)| *place == position).map(|(_, event)| event);
        let words = event.and_then(|event| words(&desk, &thread, event));
        let told = words.map(|(words, small)| Told {
            conversation: thread.conversation().id.to_string(),
            list: Wanted::read(&fields).query,
            ring: offered::ring(&desk, thread.conversation()),
            words,
            small,
            offer: offered::offer(&desk, &thread)
                .filter(|_| offered::waits_for(&desk, thread.conversation()))
                .map(|offer| offer.id),
            csrf: desk.csrf(),
        });
        Ok(html(StatusCode::OK, &ToldFragment { told }))
    };
    made.await.unwrap_or_else(|refused: Problem| problem(&refused))
}

/// A sentence, and what else one should know; none for what is no word to the reader.
fn words(desk: &Desk, thread: &Thread, event: &Event) -> Option<(String, String)> {
    let (me, who) = (desk.me.id, thread.who());
    let due = super::promise::due(desk, thread.conversation()).map(|due| due.at.words);
    match event {
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
        (Notice::Reminder, _) => (
            format!("{who}: the time that you set has come."),
            conversation.reason.clone().unwrap_or_default(),
        ),
        (Notice::AskOpened, _) => (format!("A question of {who} is yours."), String::new()),
        (about, _) => (format!("{who}: {}.", notice_words(about)), String::new()),
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
    let mut letters = short.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
