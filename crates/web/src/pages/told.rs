//! What the reader is told: over the list while it is news, and as a page to come back to.

use super::desk::{Desk, Press};
use super::fields::Fields;
use super::inbox::query;
use super::listing::Wanted;
use super::reply::{html, problem, redirect, shown};
use super::thread::{From, Thread};
use super::told_said::{Around, Said, said};
use super::told_words::{Words, covers_for, lasting_words, words};
use super::{listing, offered, put_to};
use crate::answer::Problem;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use baton_core::{Event, Moment, Notice, Owner, PersonId, Position, Record, ThreadId};
use baton_pages::{Page, Ring, Told, ToldDay, ToldFragment, ToldLine, ToldPage, View};
use baton_store::{Reader, StoreError, ToldRow};

/// How many are told at once: each reads its conversation. What is more is counted.
const MOST: usize = 3;
/// How many a page shows.
const ROWS: usize = 50;
/// As many are counted as the lines that they stand in; of more each is counted.
const COUNTED: usize = 50;

/// `GET /told`: the page of what the reader was told; for a live page that asks about entries, those over its list.
pub(super) async fn told(desk: Desk, uri: Uri) -> Response {
    if desk.live { news(desk, uri).await } else { page(desk, uri).await }
}

/// Of the entries that are asked about the latest that are words to this reader, and how many more there are. `entry` is
/// the conversation's id and the entry's position, with a dot between; `more` counts what is told nowhere there already, and
/// `stand` the words that stand there, the first of which go where there is no room.
async fn news(desk: Desk, uri: Uri) -> Response {
    let fields = query(&uri);
    let made = async {
        let wanted = Wanted::read(&fields);
        let asked: Vec<Position> = fields.all("entry").map(position).collect::<Result<_, _>>()?;
        let me = desk.me.id;
        let mut rows = desk.app.read(move |reader| reader.told(me, None, ROWS)).await?.items;
        rows.retain(|told| asked.contains(&told.position));
        let mut all = Vec::new();
        let mut beyond = 0;
        for lines in lines(&rows) {
            if all.len() == MOST {
                beyond += 1;
            } else {
                all.extend(card(&desk, lines, &wanted.query).await?);
            }
        }
        all.reverse();
        let number = |name| fields.get(name).parse::<usize>().unwrap_or(0);
        let pushed_out = number("stand").saturating_add(all.len()).saturating_sub(MOST);
        let more = number("more").saturating_add(beyond + pushed_out);
        let navigation = if all.is_empty() { None } else { Some(desk.navigation(wanted.view).await?.0) };
        Ok(html(StatusCode::OK, &ToldFragment { told: all, more, navigation }))
    };
    made.await.unwrap_or_else(|refused: Problem| problem(&refused))
}

fn position(entry: &str) -> Result<Position, Problem> {
    let position = entry.split_once('.').and_then(|(_, position)| position.parse().ok());
    position.map(Position).ok_or_else(|| Problem::not_found("entry"))
}

/// What was told, newest first, by lines: what a cover took over at one moment is one.
fn lines(told: &[ToldRow]) -> impl Iterator<Item = &[ToldRow]> {
    told.chunk_by(|one, next| one_line((one.position, &one.record), (next.position, &next.record)))
}

/// What stands over the list for a line.
async fn card(desk: &Desk, line: &[ToldRow], list: &str) -> Result<Option<Told>, Problem> {
    let [newest, _, ..] = line else {
        return match line {
            [one] => single(desk, one, list).await,
            _ => Ok(None),
        };
    };
    let names: Vec<String> = line.iter().map(|told| listing::who(&told.row)).collect();
    let around = std::slice::from_ref(&newest.record);
    let said = words(desk, &newest.row, &newest.record, newest.position, around);
    Ok(Some(Told {
        conversation: None,
        list: list.to_owned(),
        ring: offered::ring(desk, &newest.row.conversation),
        words: cover_words(desk, newest, &names),
        small: said.map(|words| words.small).unwrap_or_default(),
        offer: None,
        first_name: format!("these {}", names.len()),
        csrf: desk.csrf(),
    }))
}

async fn single(desk: &Desk, told: &ToldRow, list: &str) -> Result<Option<Told>, Problem> {
    let (id, position) = (told.row.conversation.id, told.position);
    let holds = |record: &&Record| record.positioned().any(|(place, _)| place == position);
    // What it is about stands before it.
    let mut thread = Thread::read(desk, id, From::End).await?;
    if !thread.records.iter().any(|record| holds(&record)) {
        thread = Thread::read(desk, id, From::Position(position)).await?;
    }
    let Some(record) = thread.records.iter().find(holds) else { return Ok(None) };
    let Some(Words { words, small }) = lasting_words(desk, &thread.row, record, position, &thread.records)
    else {
        return Ok(None);
    };
    let mine = put_to::whom(desk, &View::Everyone);
    let offered_to_me = matches!(put_to::first(&mine, thread.conversation()), Some(put_to::First::Offer(_)));
    Ok(Some(Told {
        conversation: Some(thread.conversation().id.to_string()),
        list: list.to_owned(),
        ring: speaker_ring(desk, told),
        words,
        small,
        offer: offered::offer(desk, &thread).filter(|_| offered_to_me).map(|offer| offer.id),
        first_name: thread.first_name(),
        csrf: desk.csrf(),
    }))
}

async fn page(desk: Desk, uri: Uri) -> Response {
    let made = show(&desk, &uri).await;
    let answer = made.unwrap_or_else(|refused| problem(&refused));
    shown(&desk, answer)
}

async fn show(desk: &Desk, uri: &Uri) -> Result<Response, Problem> {
    let (me, cursor) = (desk.me.id, query(uri).said("cursor"));
    let alone = super::urgent::alone(desk);
    let read = move |reader: &mut Reader<'_>| {
        let found = reader.told(me, cursor.as_deref(), ROWS)?;
        let around = Around::read(reader, alone, &found.items)?;
        Ok((found, around))
    };
    let (found, around) = desk.app.read(read).await?;
    let shell = desk.shell(View::Elsewhere(Page::Told)).await?;
    let page = ToldPage {
        unread: shell.navigation.told,
        newest: found.items.first().map_or(0, |told| told.position.0),
        days: days(desk, &found.items, &around),
        next: found.next,
        shell,
    };
    Ok(html(StatusCode::OK, &page))
}

fn days(desk: &Desk, told: &[ToldRow], around: &Around) -> Vec<ToldDay> {
    let mut days: Vec<ToldDay> = Vec::new();
    let mut day: Option<Moment> = None;
    for all in lines(told) {
        let [one, ..] = all else { continue };
        let names: Vec<String> = all.iter().map(|told| listing::who(&told.row)).collect();
        let Some(mut line) = line(desk, one, around) else { continue };
        line.unread = all.iter().any(|told| told.unread);
        if names.len() > 1 {
            line.became = None;
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
fn one_line((at, record): (Position, &Record), (next_at, next): (Position, &Record)) -> bool {
    let near = record.at.since(next.at).as_secs() < 60;
    let first = covers_for(record, at).filter(|_| near);
    first.is_some() && first == covers_for(next, next_at)
}

/// How much of what somebody was told they have not read, in lines of the page; from [`COUNTED`] on, each by itself.
pub(super) fn unread(reader: &mut Reader<'_>, person: PersonId) -> Result<u64, StoreError> {
    let all = reader.told_unread(person)?;
    if all < 2 || all > COUNTED as u64 {
        return Ok(all);
    }
    let records = reader.told_unread_records(person, COUNTED)?;
    let lines = records.chunk_by(|(at, record), (next_at, next)| one_line((*at, record), (*next_at, next)));
    Ok(lines.count() as u64)
}

/// Whoever has looked at a conversation has read what they were told of it, as far as their page says that it showed it:
/// what came since has not been seen.
pub(super) async fn looked_at(desk: &Desk, thread: ThreadId, form: &Fields) -> Result<(), Problem> {
    let Ok(up_to) = form.get("told").parse() else { return Ok(()) };
    let me = desk.me.id;
    if desk.app.read(move |reader| reader.told_unread_of(me, thread)).await?.is_some() {
        desk.app.write(move |writer| writer.mark_told_read_of(me, thread, Position(up_to))).await?;
    }
    Ok(())
}

/// The same of whoever has done something there. That is done, whatever becomes of the mark: at worst it stays unread.
pub(super) async fn answered(desk: &Desk, thread: ThreadId, form: &Fields) {
    if let Err(refused) = looked_at(desk, thread, form).await {
        tracing::warn!("what somebody was told of what they answered stays unread: {}", refused.detail());
    }
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

/// Who has it; where a colleague says something to the reader, who says it.
fn speaker_ring(desk: &Desk, told: &ToldRow) -> Ring {
    let says = told.record.positioned().find(|(position, _)| *position == told.position).is_some_and(
        |(_, event)| {
            matches!(
                event,
                Event::Told { about: Notice::AskAnswered | Notice::AskOpened | Notice::HandoffDeclined, .. }
            )
        },
    );
    match told.record.by.as_person().filter(|person| says && *person != desk.me.id) {
        Some(person) => Ring::mate(desk.directory.owner_name(Owner::Person(person))),
        None => offered::ring(desk, &told.row.conversation),
    }
}

fn line(desk: &Desk, told: &ToldRow, around: &Around) -> Option<ToldLine> {
    let Said { words, small, became } = said(desk, told, around)?;
    Some(ToldLine {
        href: format!("/c/{}#conversation", told.row.conversation.id),
        ring: speaker_ring(desk, told),
        words,
        small,
        became,
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
