//! Customers.

use super::paths;
use crate::answer::{Answer, Items, Json, Params, Problem, if_match, limit, ok, tagged};
use crate::app::App;
use crate::auth::{Caller, Scope};
use crate::shape::ContactView;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use baton_core::{Contact, ContactId, Directory, Role};
use baton_hours::Zone;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// Which contacts.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// The beginning of a word of the name, or the end of a number.
    q: Option<String>,
    /// `next` of the page before.
    cursor: Option<String>,
    /// How many rows, 1 to 200.
    limit: Option<usize>,
}

/// The list of contacts
#[utoipa::path(get, path = "/api/v1/contacts", tag = "contacts", params(Wanted),
    responses((status = 200, body = Items<ContactView>)))]
pub(super) async fn list(State(app): State<App>, caller: Caller, Params(wanted): Params<Wanted>) -> Answer {
    caller.may(Scope::Read)?;
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
pub(super) async fn get(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer {
    caller.may(Scope::Read)?;
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
    /// Puts it into a contact's field, once `read` has made sense of it.
    fn put<T>(
        &self,
        into: &mut Option<T>,
        read: impl FnOnce(&str) -> Result<T, Problem>,
    ) -> Result<(), Problem> {
        match self {
            Self::Nothing => {}
            Self::Null => *into = None,
            Self::Value(value) => *into = Some(read(value)?),
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<String>::deserialize(deserializer)?.map_or(Self::Null, Self::Value))
    }
}

/// The most characters of a name, a tag, an attribute's name.
const NAME: usize = 100;
/// The most characters of an attribute's value.
const VALUE: usize = 1_000;
/// The most tags, and the most attributes, of one contact.
const ENTRIES: usize = 100;

impl Change {
    fn make(&self, directory: &Directory, contact: &mut Contact) -> Result<(), Problem> {
        self.name.put(&mut contact.name, |text| words(text, "name", NAME))?;
        for tag in &self.add_tags {
            contact.tags.insert(words(tag, "add_tags", NAME)?);
        }
        for tag in &self.remove_tags {
            contact.tags.remove(tag.trim());
        }
        for (name, value) in &self.attributes {
            let name = words(name, "attributes", NAME)?;
            match value {
                Some(value) => contact.attributes.insert(name, words(value, "attributes", VALUE)?),
                None => contact.attributes.remove(&name),
            };
        }
        if contact.tags.len() > ENTRIES || contact.attributes.len() > ENTRIES {
            return Err(Problem::field(
                "add_tags",
                format!("A contact has at most {ENTRIES} tags and attributes."),
            ));
        }
        self.place(directory, contact)
    }

    fn place(&self, directory: &Directory, contact: &mut Contact) -> Result<(), Problem> {
        self.zone.put(&mut contact.zone, |text| {
            let zone = Zone::named(text).map_err(|error| Problem::field("zone", format!("{error}.")))?;
            Ok(zone.name().to_owned())
        })?;
        self.account_owner.put(&mut contact.account_owner, |text| {
            let id = paths::person(directory, text, "account_owner")?;
            if directory.is_active(id) {
                return Ok(id);
            }
            Err(Problem::field("account_owner", "They are no longer part of the team. Choose another."))
        })
    }
}

fn words(text: &str, field: &str, most: usize) -> Result<String, Problem> {
    let text = text.trim();
    let length = text.chars().count();
    if text.is_empty() || length > most || text.contains(char::is_control) {
        return Err(Problem::field(field, format!("“{field}” has 1 to {most} characters on one line.")));
    }
    Ok(text.to_owned())
}

/// Change a contact
#[utoipa::path(patch, path = "/api/v1/contacts/{id}", tag = "contacts", request_body = Change,
    params(("id" = String, Path, description = "The contact's id"),
        ("If-Match" = Option<String>, Header, description = "The version that you have seen")),
    responses((status = 200, body = ContactView), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn patch(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(change): Json<Change>,
) -> Answer {
    caller.at_least(Role::Agent)?;
    let id: ContactId = paths::id(&id, "contact")?;
    let seen = if_match(&headers)?;
    let missing = || Problem::not_found("contact");
    let mut contact = app.read(move |reader| reader.contact(id)).await?.ok_or_else(missing)?.contact;
    if seen.is_some_and(|seen| seen != contact.version) {
        let words = "The contact has changed since you read it. Read it again, then decide.";
        return Err(Problem::new(StatusCode::PRECONDITION_FAILED, "changed", words));
    }
    change.make(&*app.directory()?, &mut contact)?;
    app.change_contact(contact, caller.by()).await?;
    show(&app, id).await
}
