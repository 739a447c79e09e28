//! What happened in a conversation, in the order in which it was committed.

use super::paths;
use crate::answer::{Answer, Items, Paging, Params, Problem, ok};
use crate::app::App;
use crate::auth::{Caller, May, Read};
use crate::shape::{Customer, Teller};
use axum::extract::{Path, State};
use baton_core::{By, Conversation, ConversationId, Event, MessageId, Position, Record};
use baton_store::{Reader, StoreError};
use serde_json::Value;

/// How many records are read at once while looking for those of one conversation.
const STEP: usize = 200;
/// How often at most for one page: a long thread is gone through in several pages, some of which may be short.
const STEPS: usize = 10;

/// Messages, notes and events
///
/// Oldest first; a page may be short or empty and still have a `next`. Each entry has `position`, `at`, `type`, `by`, `conversation`, `why` and the fields of its type. What
/// belongs to the thread but to no conversation (a STOP when nothing was open) stands where it happened.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/timeline", tag = "conversations",
    params(("id" = String, Path, description = "The conversation's id"), Paging),
    responses((status = 200, body = Items<Object>), (status = 404, body = Problem)))]
pub(super) async fn timeline(
    State(app): State<App>,
    caller: May<Read>,
    Path(id): Path<String>,
    Params(paging): Params<Paging>,
) -> Answer {
    let id: ConversationId = paths::id(&id, "conversation")?;
    let limit = paging.limit()?;
    let after = match &paging.cursor {
        None => Position(0),
        Some(cursor) => cursor.parse().map(Position).map_err(|_| {
            Problem::field("cursor", "This is no cursor of a timeline. Take `next` of the page before.")
        })?,
    };
    let audience = caller.audience();
    let found = app.read(move |reader| page(reader, id, after, limit)).await?;
    let page = found.ok_or_else(|| Problem::not_found("conversation"))?;
    let directory = app.directory()?;
    let teller = Teller { directory: &directory, customer: Some(&page.customer) };
    let mut items: Vec<Value> = Vec::with_capacity(limit);
    let mut last = after;
    for entry in page.records.iter().flat_map(|record| teller.entries(record, audience)) {
        if entry.position <= after {
            continue;
        }
        if items.len() == limit {
            return ok(&Items { items, next: Some(last.0.to_string()) });
        }
        last = entry.position;
        items.push(entry.value);
    }
    ok(&Items { items, next: page.more.map(|position| position.0.to_string()) })
}

struct Page {
    records: Vec<Record>,
    customer: Customer,
    /// Where to go on, if the records read do not reach to the end.
    more: Option<Position>,
}

/// At least `limit` records of a conversation after a position, or all there are within some steps.
fn page(
    reader: &mut Reader<'_>,
    id: ConversationId,
    after: Position,
    limit: usize,
) -> Result<Option<Page>, StoreError> {
    let Some(row) = reader.row(id, None)? else { return Ok(None) };
    let conversation = &row.conversation;
    let mut records = Vec::new();
    let mut from = after;
    let mut begun = false;
    let mut steps = 0;
    let more = loop {
        steps += 1;
        let step = reader.timeline_after(conversation.thread, from, STEP)?;
        let Some(last) = step.last() else { break None };
        from = last.position;
        let full = step.len() == STEP;
        for record in step {
            begun |= record.conversation == Some(id) || belongs_later(&record, conversation, after);
            if begun && record.conversation.is_none_or(|other| other == id) {
                records.push(record);
            }
        }
        if !full {
            break None;
        }
        if records.len() > limit || steps == STEPS {
            break Some(from);
        }
    };
    let name = row.contact_name.clone().unwrap_or_else(|| row.address.clone());
    Ok(Some(Page { records, customer: Customer { id: conversation.contact, name }, more }))
}

/// On a later page, what stands outside of any conversation belongs to it once it was opened.
fn belongs_later(record: &Record, conversation: &Conversation, after: Position) -> bool {
    after > Position(0) && record.conversation.is_none() && record.at >= conversation.opened_at
}

/// The texts that somebody who had seen `seen` has not: the customer's, and those of others.
pub(super) async fn newer(
    app: &App,
    caller: &Caller,
    id: ConversationId,
    seen: Option<MessageId>,
) -> Answer<Vec<Value>> {
    let found = app.read(move |reader| latest(reader, id)).await?;
    let Some((records, customer)) = found else { return Ok(Vec::new()) };
    let directory = app.directory()?;
    let teller = Teller { directory: &directory, customer: Some(&customer) };
    let (me, audience) = (caller.by(), caller.audience());
    let news = records.iter().filter(|record| !same_author(&record.by, &me)).flat_map(|record| {
        let shown = audience.shown(record).filter(|(_, event)| is_news(event, seen));
        shown.map(|(position, event)| teller.one(record, position, &event).value).collect::<Vec<_>>()
    });
    Ok(news.collect())
}

fn same_author(one: &By, other: &By) -> bool {
    match (one, other) {
        (By::Person { id, .. }, By::Person { id: other, .. }) => id == other,
        (By::Program { id, .. }, By::Program { id: other, .. }) => id == other,
        _ => false,
    }
}

fn is_news(event: &Event, seen: Option<MessageId>) -> bool {
    match event {
        Event::TextReceived { id, .. } => Some(*id) > seen,
        Event::TextWritten { id, kind, .. } => Some(*id) > seen && kind.is_written(),
        _ => false,
    }
}

/// What the newest record of the conversation holds of which `pick` makes something.
pub(super) async fn find<T: Send + 'static>(
    app: &App,
    id: ConversationId,
    pick: impl Fn(&Record) -> Option<T> + Send + 'static,
) -> Answer<Option<T>> {
    app.read(move |reader| {
        let Some(conversation) = reader.conversation(id)? else { return Ok(None) };
        let mut before = None;
        loop {
            let records = reader.timeline(conversation.thread, before, STEP)?;
            if let Some(found) = records.iter().rev().find_map(&pick) {
                return Ok(Some(found));
            }
            match records.first() {
                Some(first) if records.len() == STEP => before = Some(first.position),
                _ => return Ok(None),
            }
        }
    })
    .await
}

fn latest(
    reader: &mut Reader<'_>,
    id: ConversationId,
) -> Result<Option<(Vec<Record>, Customer)>, StoreError> {
    let Some(row) = reader.row(id, None)? else { return Ok(None) };
    let records = reader.timeline(row.conversation.thread, None, STEP)?;
    let name = row.contact_name.unwrap_or(row.address);
    Ok(Some((records, Customer { id: row.conversation.contact, name })))
}
