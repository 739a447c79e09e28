//! Conversations: the list, one of them, and beginning one.

use super::messages::{NewMedia, NewMessage};
use super::order::LastSeen;
use super::{paths, when};
use crate::answer::{Answer, Items, Params, Pressed, Problem, json, limit, ok, tagged};
use crate::app::App;
use crate::auth::{Caller, May, Read, SendTexts};
use crate::shape::ConversationView;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use baton_core::{Begin, Command, ConversationId, Directory, Moment, PersonId, Status};
use baton_store::{Filter, ListRow, PutToWhom};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Which conversations.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// `open`, `pending` or `closed`; everything that is not closed where nobody says.
    status: Option<String>,
    /// The id of a person or queue that has it; `me`.
    owner: Option<String>,
    /// The id of the person who answers for it; `me`.
    accountable: Option<String>,
    /// A tag that it has.
    tag: Option<String>,
    /// The id of a person or queue to whom something in it is put: an open question, or an offer of the whole. Of a person
    /// also what is put to their queues; `me`. In the order in which that is due; of nothing closed.
    put_to: Option<String>,
    /// Beginnings of words of the customer's name, or the beginning or end of their number.
    q: Option<String>,
    /// `next` of the page before.
    cursor: Option<String>,
    /// How many rows, 1 to 200.
    limit: Option<usize>,
}

impl Wanted {
    fn filter(&self, directory: &Directory, me: Option<PersonId>) -> Result<Filter, Problem> {
        let me_or = |text: &str, field: &str| match (text, me) {
            ("me", Some(me)) => Ok(Some(me)),
            ("me", None) => Err(Problem::field(field, "“me” is a person, and this token is a program's.")),
            _ => Ok(None),
        };
        let owner = match self.owner.as_deref() {
            None => None,
            Some(text) => Some(match me_or(text, "owner")? {
                Some(me) => baton_core::Owner::Person(me),
                None => paths::owner(directory, text, "owner")?,
            }),
        };
        let accountable = match self.accountable.as_deref() {
            None => None,
            Some(text) => Some(match me_or(text, "accountable")? {
                Some(me) => me,
                None => paths::person(directory, text, "accountable")?,
            }),
        };
        let put_to = match self.put_to.as_deref() {
            None => None,
            Some(text) => Some(match me_or(text, "put_to")? {
                Some(me) => put_to(directory, baton_core::Owner::Person(me)),
                None => put_to(directory, paths::owner(directory, text, "put_to")?),
            }),
        };
        let status = self.status.as_deref().map(|word| status(word, "status")).transpose()?;
        Ok(Filter { status, owner, accountable, tag: self.tag.clone(), put_to, query: self.q.clone() })
    }
}

/// What is put to a queue, or to a person and to their queues.
fn put_to(directory: &Directory, whom: baton_core::Owner) -> PutToWhom {
    match whom {
        baton_core::Owner::Person(person) => {
            PutToWhom { parties: directory.parties_of(person), except_by: Some(person) }
        }
        queue @ baton_core::Owner::Queue(_) => PutToWhom { parties: vec![queue], except_by: None },
    }
}

/// A status by its word.
pub(super) fn status(word: &str, field: &str) -> Result<Status, Problem> {
    match word {
        "open" => Ok(Status::Open),
        "pending" => Ok(Status::Pending),
        "closed" => Ok(Status::Closed),
        other => {
            Err(Problem::field(field, format!("A status is open, pending or closed, and not “{other}”.")))
        }
    }
}

/// The list of conversations
///
/// What is due first comes first, by the promise in `clock`; closed ones newest first.
#[utoipa::path(get, path = "/api/v1/conversations", tag = "conversations", params(Wanted),
    responses((status = 200, body = Items<ConversationView>), (status = "4XX", body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    caller: May<Read>,
    Params(wanted): Params<Wanted>,
) -> Answer {
    let directory = app.directory()?;
    let me = caller.person_id();
    let filter = wanted.filter(&directory, me)?;
    let rows = limit(wanted.limit)?;
    let page = app.read(move |reader| reader.list(&filter, me, wanted.cursor.as_deref(), rows)).await?;
    let items = page.items.iter().map(|row| ConversationView::new(&directory, row, caller.audience()));
    let items = items.collect();
    ok(&Items { items, next: page.next })
}

/// One conversation
#[utoipa::path(get, path = "/api/v1/conversations/{id}", tag = "conversations",
    params(("id" = String, Path, description = "The conversation's id")),
    responses((status = 200, body = ConversationView, headers(("ETag" = String, description = "Its version"))),
        (status = 404, body = Problem)))]
pub(super) async fn get(State(app): State<App>, caller: May<Read>, Path(id): Path<String>) -> Answer {
    let id = paths::id(&id, "conversation")?;
    show(&app, &caller, id, StatusCode::OK).await
}

/// A conversation as it is now, with its version.
pub(super) async fn show(app: &App, caller: &Caller, id: ConversationId, status: StatusCode) -> Answer {
    let row = row(app, caller, id).await?;
    let view = ConversationView::new(&*app.directory()?, &row, caller.audience());
    tagged(json(status, &view), row.thread.version.0)
}

/// A conversation with what stands around it.
pub(super) async fn row(app: &App, caller: &Caller, id: ConversationId) -> Answer<ListRow> {
    let me = caller.person_id();
    let found = app.read(move |reader| reader.row(id, me)).await?;
    found.ok_or_else(|| Problem::not_found("conversation"))
}

/// A conversation that we begin.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"line": "ln_9d2h4k", "to": "+12125550134", "text": "Your results are here."}))]
pub(super) struct NewConversation {
    /// The line's id or number.
    line: String,
    /// The customer's number.
    to: String,
    /// What to say first, at most 1,600 characters; or a template.
    text: Option<String>,
    /// The name of a template that the text is made with.
    template: Option<String>,
    /// What is filled in, by label.
    #[serde(default)]
    values: std::collections::BTreeMap<String, String>,
    /// The last text of the thread, if it has an open conversation and you have read it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    seen: LastSeen,
    /// Pictures and files.
    #[serde(default)]
    media: Vec<NewMedia>,
    /// `open` (where nobody says), `pending` or `closed`.
    then: Option<String>,
    /// With `closed`: why. Needed where the policy has `close_reasons`.
    reason: Option<String>,
    /// When the text goes out, where that is not at once: an instant, or a date and time with a zone. Until then the
    /// conversation waits for it.
    #[serde(default, deserialize_with = "when::optional")]
    #[schema(value_type = Option<String>)]
    send_at: Option<Moment>,
    /// With `send_at`: `cancel`, `ask` (where nobody says) or `send`.
    if_changed: Option<String>,
    /// In quiet hours too; people only.
    #[serde(default)]
    despite_quiet_hours: bool,
    /// Whether the first text gets at its end what it lacks of the business's name and how to stop. Unsaid: as the policy's
    /// `first_text` says. `false` is for people only.
    #[serde(default)]
    introduce: Option<bool>,
}

/// Begin a conversation
///
/// The first text to somebody who never texted names the business and says how to stop (CTIA): what a program writes gets at
/// its end what it lacks, what a person writes where the policy says `first_text = "append"`, or they say `introduce`.
///
/// In quiet hours a person is refused (409 `quiet_hours`, with `until`), and begins then or with `despite_quiet_hours`; a
/// program's text stands in `scheduled` until it is day where the customer is.
///
/// 409 with the open one of that thread, unless `seen` is its last text. What a person begins is theirs; what a program
/// begins is routed.
#[utoipa::path(post, path = "/api/v1/conversations", tag = "conversations", request_body = NewConversation,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key is the same press")),
    responses((status = 201, body = ConversationView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn begin(
    State(app): State<App>,
    caller: May<SendTexts>,
    Pressed { wanted, press }: Pressed<NewConversation>,
) -> Answer {
    let directory = app.directory()?;
    let line = paths::line(&directory, &wanted.line)
        .ok_or_else(|| Problem::field("line", format!("There is no line “{}” here.", wanted.line)))?;
    let region = paths::region_of(&directory, Some(line));
    let to = paths::address(&wanted.to, "to", region)?;
    let text = NewMessage {
        text: wanted.text,
        template: wanted.template,
        values: wanted.values,
        seen: wanted.seen,
        media: wanted.media,
        then: wanted.then,
        reason: wanted.reason,
        wake_at: None,
        promise_by: None,
        answers: Vec::new(),
        send_at: wanted.send_at,
        if_changed: wanted.if_changed,
        despite_quiet_hours: wanted.despite_quiet_hours,
        introduce: wanted.introduce,
    };
    let text = text.into_text()?;
    let command = Command::Begin(Box::new(Begin { line, to, text }));
    let outcome = app.submit(&caller, command, press).await?;
    let id = outcome.conversation.ok_or_else(|| Problem::not_found("conversation"))?;
    show(&app, &caller, id, StatusCode::CREATED).await
}
