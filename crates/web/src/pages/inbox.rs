//! The inbox: list, conversation, and the fragments with which a page keeps itself up to date.

use super::desk::{Desk, Press, pretends};
use super::fields::Fields;
use super::listing::{self, Wanted};
use super::reading;
use super::reply::{html, problem, redirect, shown};
use super::story::timeline;
use super::thread::{From, Thread};
use crate::answer::Problem;
use crate::api::Tone;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use baton_core::{ConversationId, Position};
use baton_pages::{FirstText, Inbox, InboxPage, ListFragment, LivePane, Pane, Ring, RowsFragment, View};
use baton_store::ReadMark;

pub(super) fn query(uri: &Uri) -> Fields {
    Fields::read(uri.query().unwrap_or("").as_bytes())
}

/// Turns a refusal into its page.
fn page(desk: &Desk, made: Result<Response, Problem>) -> Response {
    let answer = made.unwrap_or_else(|refused| problem(&refused));
    shown(desk, answer)
}

/// `GET /`.
pub(super) async fn inbox(desk: Desk, uri: Uri) -> Response {
    let wanted = Wanted::read(&query(&uri));
    let made = async {
        let list = listing::list(&desk, &wanted, "").await?;
        let shell = desk.shell(wanted.view.clone()).await?;
        let nothing_yet = list.groups.is_empty() && wanted.query.is_empty() && shell.navigation.everyone == 0;
        let beside = if nothing_yet && never_texted(&desk).await? {
            Inbox::First(Box::new(first_text(&desk)))
        } else {
            Inbox::Nothing
        };
        Ok(html(StatusCode::OK, &InboxPage { shell, list, beside }))
    };
    page(&desk, made.await)
}

async fn never_texted(desk: &Desk) -> Result<bool, Problem> {
    let any = desk.app.read(|reader| reader.contacts(None, None, 1)).await?;
    Ok(any.items.is_empty())
}

/// What a new workspace shows.
fn first_text(desk: &Desk) -> FirstText {
    let directory = &desk.directory;
    let number = directory.lines.values().find(|line| !line.retired).map(|line| listing::human(&line.number));
    let mine = directory.queues.iter().find(|queue| {
        directory.on(queue, desk.app.clock().now()).next() == Some(desk.me.id)
            || queue.lead == Some(desk.me.id)
    });
    let people = directory.people.values().filter(|person| person.active).count();
    let fallback = directory.person(directory.fallback).map_or("somebody", |person| person.first_name());
    let counted = |count: usize, one: &str, many: &str| {
        if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
    };
    let add = if number.is_some() { "" } else { "Add it where Baton runs: baton line add. " };
    FirstText {
        number: number.unwrap_or_else(|| "your line, once you have added one,".to_owned()),
        you: Ring::you(&desk.me.name),
        queue: mine.map(|queue| Ring::queue_answered_by_you(&queue.name, &queue.initials, &desk.me.name)),
        pretend_phone: pretends(directory),
        team: format!(
            "{add}Your team is ready: {}, {}, {fallback} as the fallback.",
            counted(people, "person", "people"),
            counted(directory.queues.len(), "queue", "queues"),
        ),
    }
}

/// `GET /c/{id}`.
pub(super) async fn conversation(desk: Desk, Path(id): Path<String>, uri: Uri) -> Response {
    page(&desk, show(&desk, &id, &query(&uri), From::End).await)
}

/// `GET /c/{id}/earlier`.
pub(super) async fn earlier(desk: Desk, Path(id): Path<String>, uri: Uri) -> Response {
    let fields = query(&uri);
    let before = From::Before(Position(fields.get("before").parse().unwrap_or(i64::MAX)));
    if !desk.live {
        return page(&desk, show(&desk, &id, &fields, before).await);
    }
    let made = async {
        let wanted = Wanted::read(&fields);
        let thread = Thread::read(&desk, known(&id)?, before).await?;
        let forms = reading::forms(&desk, &thread, &wanted.query);
        let pane = LivePane { timeline: Some(timeline(&desk, &thread, forms)), ..LivePane::default() };
        Ok(html(StatusCode::OK, &pane))
    };
    page(&desk, made.await)
}

/// An id of an address.
pub(super) fn known(id: &str) -> Result<ConversationId, Problem> {
    id.parse().map_err(|_| Problem::not_found("conversation"))
}

async fn show(desk: &Desk, id: &str, fields: &Fields, from: From) -> Result<Response, Problem> {
    let wanted = Wanted::read(fields);
    let thread = Thread::read(desk, known(id)?, from).await?;
    let conversation = reading::conversation(desk, &thread, &wanted.query);
    if desk.live {
        return Ok(html(StatusCode::OK, &Pane { title: thread.who(), conversation }));
    }
    whole(desk, &wanted, id, conversation, StatusCode::OK).await
}

/// The whole page around a conversation.
pub(super) async fn whole(
    desk: &Desk,
    wanted: &Wanted,
    id: &str,
    conversation: baton_pages::Conversation,
    status: StatusCode,
) -> Result<Response, Problem> {
    let list = listing::list(desk, wanted, id).await?;
    let shell = desk.shell(wanted.view.clone()).await?;
    let beside = Inbox::Conversation(Box::new(conversation));
    Ok(html(status, &InboxPage { shell, list, beside }))
}

/// `GET /c/{id}/live`.
pub(super) async fn live(desk: Desk, Path(id): Path<String>, uri: Uri) -> Response {
    let fields = query(&uri);
    let made = async {
        let wanted = Wanted::read(&fields);
        let from = match fields.get("from").parse() {
            Ok(position) if position > 0 => From::Position(Position(position)),
            _ => From::End,
        };
        let thread = Thread::read(&desk, known(&id)?, from).await?;
        let list = &wanted.query;
        // What is being written stays, unless there is nobody to write to any more, or again: a draft is kept beside.
        let composer = reading::composer(&desk, &thread, list);
        let shown = fields.get("out");
        let another = !shown.is_empty() && (shown == "1") != composer.opted_out();
        let pane = LivePane {
            composer: another.then_some(composer),
            head: Some(reading::head(&desk, &thread, list)),
            timeline: Some(timeline(&desk, &thread, reading::forms(&desk, &thread, list))),
            details: Some(reading::details(&desk, &thread, list)),
            answers: Some(reading::answers(&desk, &thread, None)),
            ..LivePane::default()
        };
        Ok(html(StatusCode::OK, &pane))
    };
    page(&desk, made.await)
}

/// `GET /list`.
pub(super) async fn list(desk: Desk, uri: Uri) -> Response {
    let fields = query(&uri);
    let wanted = Wanted::read(&fields);
    let made = async {
        let list = listing::list(&desk, &wanted, fields.get("open")).await?;
        let (navigation, _) = desk.navigation(wanted.view.clone()).await?;
        Ok(html(StatusCode::OK, &ListFragment { list, navigation }))
    };
    page(&desk, made.await)
}

/// `GET /rows`.
pub(super) async fn rows(desk: Desk, uri: Uri) -> Response {
    let fields = query(&uri);
    let wanted = Wanted::read(&fields);
    let made = async {
        let ids: Vec<ConversationId> =
            fields.get("ids").split(',').filter_map(|id| id.parse().ok()).take(200).collect();
        let me = desk.me.id;
        let alone = super::urgent::alone(&desk);
        let (rows, ends) = desk
            .app
            .read(move |reader| {
                let mut rows = Vec::with_capacity(ids.len());
                for id in ids {
                    rows.extend(reader.row(id, Some(me))?);
                }
                let ends = super::ends::Ends::of(reader, &alone, &rows)?;
                Ok((rows, ends))
            })
            .await?;
        let open = fields.get("open");
        let kept = rows.iter().filter(|row| wanted.still_holds(&desk, row));
        let rows = kept.map(|row| listing::show(&desk, &wanted, row, &ends, open)).collect();
        let (navigation, _) = desk.navigation(wanted.view.clone()).await?;
        Ok(html(StatusCode::OK, &RowsFragment { rows, navigation }))
    };
    page(&desk, made.await)
}

/// `POST /c/{id}/read`: what the customer last wrote has been on the screen.
pub(super) async fn read(Path(id): Path<String>, press: Press) -> Response {
    let Press { desk, form } = press;
    let made = async {
        let id = known(&id)?;
        let row = desk.app.read(move |reader| reader.row(id, None)).await?;
        let row = row.ok_or_else(|| Problem::not_found("conversation"))?;
        if let Some(up_to) = row.thread.last_inbound {
            let mark = ReadMark { person: desk.me.id, up_to };
            desk.app.write(move |writer| writer.mark_read(&[mark])).await?;
        }
        super::told::looked_at(&desk, row.thread.id, &form).await?;
        Ok(())
    };
    match made.await {
        Ok(()) if desk.live => StatusCode::NO_CONTENT.into_response(),
        Ok(()) => redirect(&format!("/c/{id}")),
        Err(refused) => problem(&refused),
    }
}

/// `GET /events`: the stream of the pages.
pub(super) async fn events(desk: Desk, headers: HeaderMap, uri: Uri) -> Response {
    let after = query(&uri).get("after").parse().ok();
    crate::api::stream(&desk.app, desk.caller, &headers, after, Tone::Pages)
        .unwrap_or_else(IntoResponse::into_response)
}

/// The view that a form's list was of.
pub(super) fn view_of(list: &str) -> View {
    Wanted::read(&Fields::read(list.as_bytes())).view
}
