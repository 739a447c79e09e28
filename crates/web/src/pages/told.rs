//! What the reader is told: over the list while it is news, and as a page to come back to.

use super::desk::{Desk, Press};
use super::inbox::{known, query};
use super::listing::Wanted;
use super::reply::{html, problem, redirect, shown};
use super::thread::{From, Thread};
use super::told_words::{Words, covers_for, words};
use super::{listing, offered, put_to};
use crate::answer::Problem;
use crate::app::App;
use crate::auth::Caller;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use baton_core::{Moment, Position, Record};
use baton_pages::{Page, Told, ToldDay, ToldFragment, ToldLine, ToldPage, View};
use baton_store::ToldRow;

/// How many are told at once: each reads its conversation. What is more is counted.
const MOST: usize = 3;
/// How many a page shows.
const ROWS: usize = 50;

/// `GET /told`: the page of what the reader was told; for a live page that asks about entries, those over its list.
pub(super) async fn told(desk: Desk, uri: Uri) -> Response {
    if desk.live { news(desk, uri).await } else { page(desk, uri).await }
}

/// Of the entries that are asked about the latest that are words to this reader, and how many more there are. `entry` is
/// the conversation's id and the entry's position, with a dot between; `more` counts what did not fit before.
async fn news(desk: Desk, uri: Uri) -> Response {
    let fields = query(&uri);
    let made = async {
        let wanted = Wanted::read(&fields);
        let entries: Vec<&str> = fields.all("entry").collect();
        let beyond = entries.len().saturating_sub(MOST);
        let mut all = Vec::new();
        for entry in &entries[beyond..] {
            all.extend(one(&desk, entry, &wanted.query).await?);
        }
        let before: usize = fields.get("more").parse().unwrap_or(0);
        let more = before.saturating_add(beyond);
        let navigation = if all.is_empty() { None } else { Some(desk.navigation(wanted.view).await?.0) };
        Ok(html(StatusCode::OK, &ToldFragment { told: all, more, navigation }))
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
    let Some(Words { words, small }) = words(desk, &thread.row, record, position, &thread.records) else {
        return Ok(None);
    };
    let mine = put_to::whom(desk, &View::Everyone);
    let offered_to_me = matches!(put_to::first(&mine, thread.conversation()), Some(put_to::First::Offer(_)));
    Ok(Some(Told {
        conversation: thread.conversation().id.to_string(),
        list: list.to_owned(),
        ring: offered::ring(desk, thread.conversation()),
        words,
        small,
        offer: offered::offer(desk, &thread).filter(|_| offered_to_me).map(|offer| offer.id),
        first_name: thread.first_name(),
        csrf: desk.csrf(),
    }))
}

/// Tells in the words of the pages what somebody was told, who is at none.
pub(crate) struct TellTold(Desk);

impl TellTold {
    /// To a person.
    pub(crate) fn to(app: &App, caller: &Caller) -> Result<Self, Problem> {
        Desk::without_a_page(app, caller).map(Self)
    }

    /// The sentence, and what else there is to know.
    pub(crate) fn words(&self, told: &ToldRow) -> Option<(String, String)> {
        let around = std::slice::from_ref(&told.record);
        let Words { words, small } = words(&self.0, &told.row, &told.record, told.position, around)?;
        Some((words, small))
    }
}

async fn page(desk: Desk, uri: Uri) -> Response {
    let made = show(&desk, &uri).await;
    let answer = made.unwrap_or_else(|refused| problem(&refused));
    shown(&desk, answer)
}

async fn show(desk: &Desk, uri: &Uri) -> Result<Response, Problem> {
    let (me, cursor) = (desk.me.id, query(uri).said("cursor"));
    let found = desk.app.read(move |reader| reader.told(me, cursor.as_deref(), ROWS)).await?;
    let shell = desk.shell(View::Elsewhere(Page::Told)).await?;
    let page = ToldPage {
        unread: shell.navigation.told,
        newest: found.items.first().map_or(0, |told| told.position.0),
        days: days(desk, &found.items),
        next: found.next,
        shell,
    };
    Ok(html(StatusCode::OK, &page))
}

fn days(desk: &Desk, told: &[ToldRow]) -> Vec<ToldDay> {
    let mut days: Vec<ToldDay> = Vec::new();
    let mut day: Option<Moment> = None;
    // What a cover took over at one moment is one line.
    let mut rest = told.iter().peekable();
    while let Some(one) = rest.next() {
        let mut names = vec![listing::who(&one.row)];
        let mut unread = one.unread;
        while let Some(next) = rest.next_if(|next| together(one, next)) {
            names.push(listing::who(&next.row));
            unread |= next.unread;
        }
        let Some(mut line) = line(desk, one) else { continue };
        line.unread = unread;
        if names.len() > 1 {
            line.words = cover_words(desk, one, &names);
            "/?view=mine".clone_into(&mut line.href);
        }
        let at = one.record.at;
        if !day.is_some_and(|day| desk.when.same_day(day, at)) {
            days.push(ToldDay { day: desk.when.day(at), lines: Vec::new() });
            day = Some(at);
        }
        if let Some(day) = days.last_mut() {
            day.lines.push(line);
        }
    }
    days
}

/// Whether both tell of what became the reader's as somebody's cover, within a minute.
fn together(one: &ToldRow, next: &ToldRow) -> bool {
    let first = covers_for(&one.record, one.position);
    let near = one.record.at.since(next.record.at).as_secs() < 60;
    near && first.is_some() && first == covers_for(&next.record, next.position)
}

/// "Jamie Park, Noor Haddad and 3 more are yours for Chris."
fn cover_words(desk: &Desk, one: &ToldRow, names: &[String]) -> String {
    let first = covers_for(&one.record, one.position).map(|person| desk.first_name(person));
    let first = first.unwrap_or_else(|| "somebody".to_owned());
    let names = match names {
        [one, other] => format!("{one} and {other}"),
        [one, other, third] => format!("{one}, {other} and {third}"),
        [one, other, rest @ ..] => format!("{one}, {other} and {} more", rest.len()),
        _ => names.concat(),
    };
    format!("{names} are yours for {first}.")
}

fn line(desk: &Desk, told: &ToldRow) -> Option<ToldLine> {
    let around = std::slice::from_ref(&told.record);
    let Words { words, small } = words(desk, &told.row, &told.record, told.position, around)?;
    Some(ToldLine {
        href: format!("/c/{}#conversation", told.row.conversation.id),
        ring: offered::ring(desk, &told.row.conversation),
        words,
        small,
        at: desk.when.clock(told.record.at),
        unread: told.unread,
    })
}

/// `POST /told/read`: what was shown is read.
pub(super) async fn read(Press { desk, form }: Press) -> Response {
    let me = desk.me.id;
    let up_to = Position(form.get("up_to").parse().unwrap_or(0));
    let done = desk.app.write(move |writer| writer.mark_told_read(me, up_to)).await;
    match done {
        Ok(()) => redirect("/told"),
        Err(refused) => problem(&refused),
    }
}
