//! People, queues and lines.

use super::paths;
use crate::answer::{Answer, Items, Json, Paging, Params, Problem, if_match, ok, tagged};
use crate::app::App;
use crate::auth::{Administer, May, Read};
use crate::shape::{LineView, PersonView, QueueView};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use baton_core::{Line, LineId, Person, PersonId, Role};
use baton_store::{Changed, Edit, LineChange, PersonChange};
use serde::Deserialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// The team
#[utoipa::path(get, path = "/api/v1/people", tag = "team", params(Paging),
    responses((status = 200, body = Items<PersonView>)))]
pub(super) async fn people(State(app): State<App>, _: May<Read>, Params(paging): Params<Paging>) -> Answer {
    let (directory, versions) = (app.directory()?, versions(&app).await?);
    let view = |person: &Person| PersonView::new(person, versions.of(Changed::Person(person.id)));
    ok(&Items::cut(directory.people.values().map(view).collect(), &paging, |person| person.id.clone())?)
}

/// The queues, in the policy's order
#[utoipa::path(get, path = "/api/v1/queues", tag = "team", params(Paging),
    responses((status = 200, body = Items<QueueView>)))]
pub(super) async fn queues(State(app): State<App>, _: May<Read>, Params(paging): Params<Paging>) -> Answer {
    let (directory, now) = (app.directory()?, app.clock().now());
    let queues = directory.queues.iter().map(|queue| QueueView::new(&directory, queue, now));
    ok(&Items::cut(queues.collect(), &paging, |queue| queue.id.clone())?)
}

/// The lines, retired ones too
#[utoipa::path(get, path = "/api/v1/lines", tag = "team", params(Paging),
    responses((status = 200, body = Items<LineView>)))]
pub(super) async fn lines(State(app): State<App>, _: May<Read>, Params(paging): Params<Paging>) -> Answer {
    let public_url = app.public_url().unwrap_or_default();
    let (directory, versions) = (app.directory()?, versions(&app).await?);
    let view = |line: &Line| LineView::new(line, versions.of(Changed::Line(line.id)), &public_url);
    ok(&Items::cut(directory.lines.values().map(view).collect(), &paging, |line| line.id.clone())?)
}

/// The versions of people and lines.
struct Versions(HashMap<Changed, i64>);

impl Versions {
    fn of(&self, what: Changed) -> i64 {
        self.0.get(&what).copied().unwrap_or(0)
    }
}

#[expect(clippy::redundant_closure_for_method_calls, reason = "a path would fix the lifetime of the reader")]
async fn versions(app: &App) -> Answer<Versions> {
    app.read(|reader| reader.team_versions()).await.map(Versions)
}

/// What changes about somebody; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"active": false}))]
pub(super) struct ChangedPerson {
    /// Their name.
    name: Option<String>,
    /// `agent`, `lead` or `admin`.
    #[schema(value_type = Option<String>)]
    role: Option<Role>,
    /// Whether they are part of the team.
    active: Option<bool>,
}

impl ChangedPerson {
    /// What changes, with its words checked.
    pub(super) fn read(self) -> Result<PersonChange, Problem> {
        let name = self.name.map(|name| called(&name)).transpose()?;
        Ok(PersonChange { name, role: self.role, active: self.active })
    }
}

/// Change somebody of the team
///
/// `active: false` removes them: they cannot sign in any more, and what they have goes to their queues or the fallback
/// person (`GET …/removal` shows it beforehand, and `POST …/check` any change). 422 where the policy still names them, or
/// no admin would be left; 412 where somebody else has changed them since the version of `If-Match`. Who changed what, and
/// when, is kept: `GET /changes`.
#[utoipa::path(patch, path = "/api/v1/people/{id}", tag = "team", request_body = ChangedPerson,
    params(("id" = String, Path, description = "The person's id"),
        ("If-Match" = Option<String>, Header, description = "The version that was read: refused if it is another now")),
    responses((status = 200, body = PersonView, headers(("ETag" = String, description = "Their version"))),
        (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn person(
    State(app): State<App>,
    caller: May<Administer>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(wanted): Json<ChangedPerson>,
) -> Answer {
    let id: PersonId = paths::id(&id, "person")?;
    if app.directory()?.person(id).is_none() {
        return Err(Problem::not_found("person"));
    }
    let edit = Edit { by: Some(caller.by()), seen: if_match(&headers)? };
    app.change_person(id, wanted.read()?, edit).await?;
    let (directory, version) = (app.directory()?, versions(&app).await?.of(Changed::Person(id)));
    let person = directory.person(id).ok_or_else(|| Problem::not_found("person"))?;
    tagged(ok(&PersonView::new(person, version)), version)
}

/// What changes about a line; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Old main line", "retired": true}))]
pub(super) struct ChangedLine {
    /// What the team calls it.
    name: Option<String>,
    /// It sends nothing any more. Its history stays, and another line may get its number.
    retired: Option<bool>,
    /// The carrier answers STOP, START and HELP by itself.
    carrier_answers: Option<bool>,
}

impl ChangedLine {
    /// What changes, with its words checked.
    pub(super) fn read(self, line: LineId) -> Result<LineChange, Problem> {
        let Self { name, retired, carrier_answers } = self;
        let name = name.map(|name| called(&name)).transpose()?;
        Ok(LineChange { line, name, settings: None, retired, carrier_answers })
    }
}

/// Change or retire a line
///
/// `POST …/check` says beforehand what is still open on it. Its carrier's account and secrets are changed with `baton line change`.
#[utoipa::path(patch, path = "/api/v1/lines/{id}", tag = "team", request_body = ChangedLine,
    params(("id" = String, Path, description = "The line's id"),
        ("If-Match" = Option<String>, Header, description = "The version that was read: refused if it is another now")),
    responses((status = 200, body = LineView, headers(("ETag" = String, description = "Its version"))),
        (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn line(
    State(app): State<App>,
    caller: May<Administer>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(wanted): Json<ChangedLine>,
) -> Answer {
    let line: LineId = paths::id(&id, "line")?;
    if !app.directory()?.lines.contains_key(&line) {
        return Err(Problem::not_found("line"));
    }
    let edit = Edit { by: Some(caller.by()), seen: if_match(&headers)? };
    app.change_line(wanted.read(line)?, edit).await?;
    let version = versions(&app).await?.of(Changed::Line(line));
    let (directory, public_url) = (app.directory()?, app.public_url().unwrap_or_default());
    let changed = directory.lines.get(&line).ok_or_else(|| Problem::not_found("line"))?;
    tagged(ok(&LineView::new(changed, version, &public_url)), version)
}

fn called(name: &str) -> Result<String, Problem> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 60 || name.contains(char::is_control) {
        return Err(Problem::field("name", "A name has 1 to 60 characters on one line."));
    }
    Ok(name.to_owned())
}
