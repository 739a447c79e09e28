//! Customers.

use super::paths;
use crate::answer::{Answer, Items, Json, Params, Problem, if_match, limit, ok, tagged};
use crate::app::App;
use crate::auth::{ChangeContacts, May, Read};
use crate::shape::ContactView;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use baton_core::{Command, ContactChange, ContactId, Directory, Field};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// Which contacts.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Beginnings of words of the name, or the beginning or end of a number.
    q: Option<String>,
    /// `next` of the page before.
    cursor: Option<String>,
    /// How many rows, 1 to 200.
    limit: Option<usize>,
}

/// The list of contacts
#[utoipa::path(get, path = "/api/v1/contacts", tag = "contacts", params(Wanted),
    responses((status = 200, body = Items<ContactView>)))]
pub(super) async fn list(State(app): State<App>, _: May<Read>, Params(wanted): Params<Wanted>) -> Answer {
    let rows = limit(wanted.limit)?;
    let page =
        app.read(move |reader| reader.contacts(wanted.q.as_deref(), wanted.cursor.as_deref(), rows)).await?;
    let directory = app.directory()?;
    let items = page.items.iter().map(|card| ContactView::new(&directory, card)).collect();
    ok(&Items { items, next: page.next })
}

/// One contact
#[utoipa::path(get, path = "/api/v1/contacts/{id}", tag = "contacts",
    params(("id" = String, Path, description = "The contact's id")),
    responses((status = 200, body = ContactView, headers(("ETag" = String, description = "Its version"))),
        (status = 404, body = Problem)))]
pub(super) async fn get(State(app): State<App>, _: May<Read>, Path(id): Path<String>) -> Answer {
    show(&app, paths::id(&id, "contact")?).await
}

async fn show(app: &App, id: ContactId) -> Answer {
    let card =
        app.read(move |reader| reader.contact(id)).await?.ok_or_else(|| Problem::not_found("contact"))?;
    tagged(ok(&ContactView::new(&*app.directory()?, &card)), card.contact.version)
}

/// What changes; what is left out stays, and null takes away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Jamie Park", "add_tags": ["vip"], "attributes": {"plan": "gold", "old": null},
    "account_owner": "pe_2k7d9q", "zone": "America/New_York"}))]
pub(super) struct Change {
    /// Their name.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    name: Said,
    /// Tags that come.
    #[serde(default)]
    add_tags: Vec<String>,
    /// Tags that go.
    #[serde(default)]
    remove_tags: Vec<String>,
    /// Attributes by name; null takes one away.
    #[serde(default)]
    attributes: BTreeMap<String, Option<String>>,
    /// IANA name of their time zone.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    zone: Said,
    /// The id or address of the person who looks after them.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    account_owner: Said,
}

/// What was said about a field: nothing, null, or a value.
#[derive(Debug, Default)]
enum Said {
    #[default]
    Nothing,
    Null,
    Value(String),
}

impl Said {
    fn field<T>(self, read: impl FnOnce(String) -> Result<T, Problem>) -> Result<Field<T>, Problem> {
        Ok(match self {
            Self::Nothing => Field::Keep,
            Self::Null => Field::Clear,
            Self::Value(value) => Field::Set(read(value)?),
        })
    }
}

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<String>::deserialize(deserializer)?.map_or(Self::Null, Self::Value))
    }
}

impl Change {
    fn of(self, directory: &Directory) -> Result<ContactChange, Problem> {
        Ok(ContactChange {
            name: self.name.field(Ok)?,
            add_tags: self.add_tags,
            remove_tags: self.remove_tags,
            attributes: self.attributes,
            zone: self.zone.field(Ok)?,
            account_owner: self
                .account_owner
                .field(|text| paths::person(directory, &text, "account_owner"))?,
        })
    }
}

/// Change a contact
#[utoipa::path(patch, path = "/api/v1/contacts/{id}", tag = "contacts", request_body = Change,
    params(("id" = String, Path, description = "The contact's id"),
        ("If-Match" = Option<String>, Header, description = "The version that you have seen")),
    responses((status = 200, body = ContactView), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn patch(
    State(app): State<App>,
    caller: May<ChangeContacts>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(change): Json<Change>,
) -> Answer {
    let id: ContactId = paths::id(&id, "contact")?;
    let command = Command::ChangeContact {
        contact: id,
        change: change.of(&*app.directory()?)?,
        seen: if_match(&headers)?,
    };
    app.submit(&caller, command, None).await?;
    show(&app, id).await
}
