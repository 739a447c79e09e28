//! The templates that somebody may write with, filled as far as the conversation tells.

use super::paths;
use crate::answer::{Answer, Items, Paging, Params, Problem, ok};
use crate::app::App;
use crate::auth::{Caller, May, Read};
use crate::shape::TemplateView;
use axum::extract::State;
use baton_core::{By, ConversationId, Directory, Event, Quotable, Subject, Team, World, known_values};
use baton_policy::Template;
use baton_store::{Reader, StoreError};
use baton_templates::Values;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;

/// For which conversation.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// The id of the conversation that one would be used in. Without it only what holds everywhere is filled.
    conversation: Option<String>,
    /// `next` of the page before.
    cursor: Option<String>,
    /// How many, 1 to 200; all where nobody says.
    limit: Option<usize>,
}

/// The templates that you may write with
///
/// Everybody's, those of queues that you speak for, and your own, in the policy's order, but what Baton answers by itself
/// last. Each is filled as far as the
/// conversation tells; `blanks` is what is left to fill in.
#[utoipa::path(get, path = "/api/v1/templates", tag = "messages", params(Wanted),
    responses((status = 200, body = Items<TemplateView>), (status = 404, body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    caller: May<Read>,
    Params(wanted): Params<Wanted>,
) -> Answer {
    let Wanted { conversation, cursor, limit } = wanted;
    let conversation = conversation.map(|id| paths::id(&id, "conversation")).transpose()?;
    let usable = usable(&app, &caller, conversation).await?;
    ok(&Items::cut(usable, &Paging { cursor, limit }, |template| template.name.clone())?)
}

/// The templates that somebody may write with, filled as far as the conversation tells.
pub(crate) async fn usable(
    app: &App,
    caller: &Caller,
    conversation: Option<ConversationId>,
) -> Answer<Vec<TemplateView>> {
    let directory = app.directory()?;
    let values = values(app, caller, conversation).await?;
    let by = caller.by();
    Ok(in_order(&directory, &by).into_iter().map(|one| TemplateView::new(&directory, one, &values)).collect())
}

/// The templates that somebody may write with, in the order in which they are offered: the policy's, but what Baton answers
/// by itself last, for that says what is so at other times than when somebody writes.
pub(crate) fn in_order<'d>(directory: &'d Directory, by: &'d By) -> Vec<&'d Template> {
    let policy = &directory.policy;
    let replies = policy.auto_replies();
    let automatic = replies.outside_hours.iter().chain(&replies.first_contact);
    let automatic: Vec<&str> =
        automatic.filter_map(|at| policy.templates().get(*at)).map(|one| one.name.as_str()).collect();
    let mut all: Vec<&Template> = directory.templates_for(by).collect();
    all.sort_by_key(|one| automatic.contains(&one.name.as_str()));
    all
}

/// What the brackets of a template are filled with for this writer in this conversation.
pub(crate) async fn values(
    app: &App,
    caller: &Caller,
    conversation: Option<ConversationId>,
) -> Answer<Values> {
    let directory = app.directory()?;
    let subject = match conversation {
        None => Subject::default(),
        Some(id) => {
            let found = app.read(move |reader| subject(reader, id)).await?;
            found.ok_or_else(|| Problem::not_found("conversation"))?
        }
    };
    let (team, by, now) = (Team::default(), caller.by(), app.now());
    let world = World { directory: &directory, team: &team, now, by: &by };
    Ok(known_values(&world, subject))
}

/// What stands about a conversation, with the customer's last text among the latest.
fn subject(reader: &mut Reader<'_>, id: ConversationId) -> Result<Option<Subject>, StoreError> {
    let Some(conversation) = reader.conversation(id)? else { return Ok(None) };
    let thread = reader.thread(conversation.thread)?;
    let number = reader.number(conversation.number)?;
    let contact = reader.contact(conversation.contact)?.map(|card| card.contact);
    let records = reader.timeline(conversation.thread, None, STEP)?;
    let last = records.iter().rev().find_map(|record| {
        record.events.iter().rev().find_map(|event| match event {
            Event::TextReceived { id, body, .. } => {
                Some(Quotable { id: *id, body: body.clone(), at: record.at, ours: None })
            }
            _ => None,
        })
    });
    Ok(Some(Subject {
        number: number.map(Arc::new),
        contact: contact.map(Arc::new),
        thread: thread.map(Arc::new),
        conversation: Some(Arc::new(conversation)),
        quotable: last.into_iter().collect(),
        ..Subject::default()
    }))
}

/// How many of the latest records are looked through for the customer's last text.
const STEP: usize = 100;
