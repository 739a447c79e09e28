//! What is known about a customer.

use super::story::Story;
use crate::contact::{Contact, ContactChange, Field};
use crate::event::Event;
use crate::ids::PersonId;
use crate::refusal::{Reason, Refusal};
use baton_hours::Zone;
use std::collections::BTreeMap;

/// The most characters of a name, a tag, an attribute's name.
const NAME: usize = 100;
/// The most characters of an attribute's value.
const VALUE: usize = 1_000;
/// The most tags, and the most attributes, of one contact.
const ENTRIES: usize = 100;

/// Changes it as one whole, or says which field cannot be used.
pub(super) fn change(
    story: &mut Story<'_>,
    wanted: &ContactChange,
    seen: Option<i64>,
) -> Result<(), Refusal> {
    story.person()?;
    let contact = story.contact()?;
    if seen.is_some_and(|seen| seen != contact.version) {
        return Err(Refusal::ContactChanged { version: contact.version });
    }
    let id = contact.id;
    let change = checked(story, contact, wanted)?;
    let mut after = contact.clone();
    change.make(&mut after);
    if after.tags.len() > ENTRIES || after.attributes.len() > ENTRIES {
        let field = if after.tags.len() > ENTRIES { "add_tags" } else { "attributes" };
        return Err(Refusal::invalid(
            Reason::ContactFull,
            field,
            format!("A contact has at most {ENTRIES} tags and {ENTRIES} attributes. Take some away first."),
        ));
    }
    if after != *contact {
        story.say(Event::ContactChanged { contact: id, change });
    }
    Ok(())
}

/// What was asked for as it is kept: trimmed, and without what is so already.
fn checked(story: &Story<'_>, contact: &Contact, wanted: &ContactChange) -> Result<ContactChange, Refusal> {
    let tags = |tags: &[String], field| {
        let mut tags = tags.iter().map(|tag| words(tag, field, NAME)).collect::<Result<Vec<_>, _>>()?;
        tags.sort();
        tags.dedup();
        Ok(tags)
    };
    let mut add_tags: Vec<String> = tags(&wanted.add_tags, "add_tags")?;
    let mut remove_tags: Vec<String> = tags(&wanted.remove_tags, "remove_tags")?;
    add_tags.retain(|tag| !contact.tags.contains(tag) && !remove_tags.contains(tag));
    remove_tags.retain(|tag| contact.tags.contains(tag));
    let mut attributes = BTreeMap::new();
    for (name, value) in &wanted.attributes {
        let name = words(name, "attributes", NAME)?;
        let value = value.as_deref().map(|value| words(value, "attributes", VALUE)).transpose()?;
        if contact.attributes.get(&name) != value.as_ref() {
            attributes.insert(name, value);
        }
    }
    Ok(ContactChange {
        name: unless_so(&wanted.name, contact.name.as_ref(), |name| words(name, "name", NAME))?,
        zone: unless_so(&wanted.zone, contact.zone.as_ref(), |name| zone(name))?,
        account_owner: unless_so(&wanted.account_owner, contact.account_owner.as_ref(), |person| {
            active(story, *person)
        })?,
        add_tags,
        remove_tags,
        attributes,
    })
}

/// The field as it is kept, if that is another than now.
fn unless_so<T: Clone + PartialEq>(
    wanted: &Field<T>,
    now: Option<&T>,
    read: impl FnOnce(&T) -> Result<T, Refusal>,
) -> Result<Field<T>, Refusal> {
    Ok(match wanted {
        Field::Clear if now.is_some() => Field::Clear,
        Field::Keep | Field::Clear => Field::Keep,
        Field::Set(value) => {
            let value = read(value)?;
            if now == Some(&value) { Field::Keep } else { Field::Set(value) }
        }
    })
}

fn zone(name: &str) -> Result<String, Refusal> {
    let zone = Zone::named(name)
        .map_err(|error| Refusal::invalid(Reason::ZoneUnknown, "zone", format!("{error}.")))?;
    Ok(zone.name().to_owned())
}

fn active(story: &Story<'_>, person: PersonId) -> Result<PersonId, Refusal> {
    if story.directory().is_active(person) {
        return Ok(person);
    }
    Err(Refusal::invalid(
        Reason::AccountOwnerGone,
        "account_owner",
        "They are no longer part of the team. Choose another.",
    ))
}

fn words(text: &str, field: &'static str, most: usize) -> Result<String, Refusal> {
    let text = text.trim();
    let length = text.chars().count();
    if text.is_empty() || length > most || text.contains(char::is_control) {
        return Err(Refusal::invalid(
            Reason::ContactWords,
            field,
            format!("“{field}” has 1 to {most} characters on one line."),
        ));
    }
    Ok(text.to_owned())
}
