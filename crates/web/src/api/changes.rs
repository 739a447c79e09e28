//! Who changed people and lines, and when.

use crate::answer::{Answer, Items, Paging, Params, Problem, ok};
use crate::app::App;
use crate::auth::{Administer, May};
use crate::shape::{NamedView, named};
use axum::extract::State;
use baton_core::{By, Directory, Moment, Owner};
use baton_store::{Change, Changed, FieldChange};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A change of somebody or of a line.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "4711", "at": "2026-05-12T16:55:00Z", "did": "changed",
    "by": {"kind": "person", "id": "pe_136dww", "name": "Ruth Adler", "token": null},
    "person": {"id": "pe_2k7d9q", "name": "Chris Bell"}, "line": null,
    "fields": [{"field": "role", "from": "agent", "to": "lead"}]}))]
struct ChangeView {
    /// The `version` of what it changed, from then on.
    id: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Moment,
    /// `added` or `changed`.
    did: &'static str,
    /// Who; null: the set-up, or a command on the server itself.
    #[schema(required = true)]
    by: Option<MakerView>,
    /// The person, as they are called now; null where it was a line.
    #[schema(required = true)]
    person: Option<NamedView>,
    /// The line, as it is called now; null where it was a person.
    #[schema(required = true)]
    line: Option<NamedView>,
    /// What is different.
    fields: Vec<FieldView>,
}

#[derive(Debug, Serialize, ToSchema)]
struct MakerView {
    /// `person` or `program`.
    kind: &'static str,
    id: String,
    name: String,
    /// The name of the personal token that acted for them; null at the screen.
    #[schema(required = true)]
    token: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct FieldView {
    /// `name`, `role`, `active`, `email`; `number`, `carrier`, `retired`, `carrier_answers`, `settings`.
    field: String,
    /// What it was; null where it was nothing. Secrets are never told: of `settings` both are null.
    #[schema(value_type = Value, required = true)]
    from: Value,
    /// What it is.
    #[schema(value_type = Value, required = true)]
    to: Value,
}

impl ChangeView {
    fn new(directory: &Directory, change: Change) -> Self {
        let by = change.by.and_then(|by| match by {
            By::Person { id, token } => {
                let name = directory.owner_name(Owner::Person(id)).to_owned();
                Some(MakerView { kind: "person", id: id.to_string(), name, token })
            }
            By::Program { id, name } => {
                Some(MakerView { kind: "program", id: id.to_string(), name, token: None })
            }
            By::Contact | By::Policy | By::Carrier => None,
        });
        let (person, line) = match change.of {
            Changed::Person(id) => (Some(named(directory, id)), None),
            Changed::Line(id) => {
                let name = directory.lines.get(&id).map_or_else(String::new, |line| line.name.clone());
                (None, Some(NamedView { id: id.to_string(), name }))
            }
        };
        let view = |FieldChange { field, from, to }| FieldView { field, from, to };
        Self {
            id: change.id.to_string(),
            at: change.at,
            did: if change.added { "added" } else { "changed" },
            by,
            person,
            line,
            fields: change.fields.into_iter().map(view).collect(),
        }
    }
}

/// Who changed people and lines, and when
///
/// Newest first. What a person says of themselves (in, out, away) is `availability.changed` in the stream, a policy has its
/// own versions, and secrets are never told.
#[utoipa::path(get, path = "/api/v1/changes", tag = "team", params(Paging),
    responses((status = 200, body = Items<ChangeView>), (status = 422, body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    _: May<Administer>,
    Params(paging): Params<Paging>,
) -> Answer {
    let limit = paging.limit()?;
    let before = match paging.cursor.as_deref() {
        None => None,
        Some(cursor) => {
            let refused =
                |_| Problem::field("cursor", "This is no cursor of this list. Begin with the first page.");
            Some(cursor.parse::<i64>().map_err(refused)?)
        }
    };
    let mut found = app.read(move |reader| reader.changes(before, limit + 1)).await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|last| last.id.to_string());
    let directory = app.directory()?;
    ok(&Items { items: found.into_iter().map(|change| ChangeView::new(&directory, change)).collect(), next })
}
