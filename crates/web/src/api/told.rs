//! What somebody was told, to come back to.

use crate::answer::{Answer, Items, Json, Params, Problem, limit, ok};
use crate::app::App;
use crate::auth::{Caller, May, Read};
use crate::pages::{Around, TellTold, ToldSaid};
use axum::extract::State;
use baton_core::{Moment, PersonId, Position};
use baton_store::{Reader, ToldRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// `next` of the page before.
    cursor: Option<String>,
    /// How many rows, 1 to 200.
    limit: Option<usize>,
}

/// Something that somebody was told.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"position": 4711, "at": "2026-05-12T18:03:00Z", "type": "person.told",
    "conversation": "cv_2k7d9q", "sentence": "Chris offers you Jamie Park.", "detail": "Payment plan for invoice 2093.",
    "became": {"sentence": "You accepted it, 2:05 pm.", "late": false}, "unread": true}))]
pub(super) struct ToldView {
    /// The place of its entry in the stream.
    position: i64,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Moment,
    /// The type of its entry: `person.told`, `clock.warned` or `escalation.stepped`.
    r#type: &'static str,
    /// The id of the conversation it is about.
    conversation: String,
    /// What they were told, to them.
    sentence: String,
    /// What else there is to know: a summary, a reason. Empty without the scope `notes`, and where there is nothing.
    detail: String,
    /// What has become of it: who answered, closed or dropped it and when, who has it now, that it is late. None where
    /// nothing has, as far as that is looked for: in the next 200 entries of its thread, and in 1,000 on a page.
    #[schema(required = true)]
    became: Option<BecameView>,
    /// They have not read it.
    unread: bool,
}

/// What has become of something that somebody was told.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"sentence": "Answered 2:23 pm by Maya.", "late": false}))]
pub(super) struct BecameView {
    /// In a sentence, to them.
    sentence: String,
    /// It became late, and still is.
    late: bool,
}

/// Up to where something is read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"up_to": 4711}))]
pub(super) struct ReadUpTo {
    /// The `position` of the newest that was read.
    up_to: i64,
}

/// How much is not read.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"unread": 0}))]
pub(super) struct UnreadView {
    /// How much of what you were told you have not read; at most 1,000.
    unread: u64,
}

/// What you were told
///
/// Newest first: what is offered to you or asked of you, what is late, what came back, what did not arrive. People only:
/// nobody tells a program anything.
#[utoipa::path(get, path = "/api/v1/told", tag = "team", params(Wanted),
    responses((status = 200, body = Items<ToldView>), (status = 403, body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    caller: May<Read>,
    Params(wanted): Params<Wanted>,
) -> Answer {
    let me = person(&caller)?;
    let rows = limit(wanted.limit)?;
    let notes = caller.reads_notes();
    let tell = TellTold::to(&app, &caller)?;
    let alone = tell.is_urgent_alone();
    let read = move |reader: &mut Reader<'_>| {
        let page = reader.told(me, wanted.cursor.as_deref(), rows)?;
        let around = Around::read(reader, alone, &page.items)?;
        Ok((page, around))
    };
    let (page, around) = app.read(read).await?;
    let items = page.items.iter().filter_map(|told| view(&tell, told, &around, notes)).collect();
    ok(&Items { items, next: page.next })
}

fn view(tell: &TellTold, told: &ToldRow, around: &Around, notes: bool) -> Option<ToldView> {
    let (_, event) = told.record.positioned().find(|(position, _)| *position == told.position)?;
    let ToldSaid { words: sentence, small: detail, became } = tell.said(told, around)?;
    Some(ToldView {
        position: told.position.0,
        at: told.record.at,
        r#type: event.name(),
        conversation: told.row.conversation.id.to_string(),
        sentence,
        detail: if notes { detail } else { String::new() },
        became: became.map(|became| BecameView { sentence: became.words, late: became.late }),
        unread: told.unread,
    })
}

/// Say that you have read what you were told
///
/// Up to this position; the mark only moves forward.
#[utoipa::path(put, path = "/api/v1/told/read", tag = "team", request_body = ReadUpTo,
    responses((status = 200, body = UnreadView), (status = 403, body = Problem)))]
pub(super) async fn read(State(app): State<App>, caller: May<Read>, Json(wanted): Json<ReadUpTo>) -> Answer {
    let me = person(&caller)?;
    app.write(move |writer| writer.mark_told_read(me, Position(wanted.up_to))).await?;
    ok(&UnreadView { unread: app.read(move |reader| reader.told_unread(me)).await? })
}

fn person(caller: &Caller) -> Result<PersonId, Problem> {
    let nobody = || Problem::forbidden("Nobody tells a program anything. Use the token of a person.");
    caller.person_id().ok_or_else(nobody)
}
