//! Ids and numbers as they stand in addresses and bodies.

use crate::answer::Problem;
use crate::app::App;
use baton_core::{Directory, Line, LineId, MessageId, Number, Owner, PersonId, QueueId};
use baton_text::{Address, E164, Region};
use std::str::FromStr;

/// An id of the address; one that nothing can have is one that nothing has.
pub(crate) fn id<T: FromStr>(text: &str, what: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| Problem::not_found(what))
}

/// An id of a body.
pub(crate) fn field<T: FromStr>(text: &str, field: &str) -> Result<T, Problem>
where
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|error: T::Err| Problem::field(field, format!("{error}.")))
}

/// A message of a body.
pub(crate) fn message(text: &str, field: &str) -> Result<MessageId, Problem> {
    self::field(text, field)
}

/// A line by its id or number.
pub(crate) fn line(directory: &Directory, text: &str) -> Option<LineId> {
    match text.parse() {
        Ok(id) => directory.lines.contains_key(&id).then_some(id),
        Err(_) => {
            directory.lines.values().find(|line| !line.retired && line.number == text).map(|line| line.id)
        }
    }
}

/// A queue by its id or name.
pub(crate) fn queue(directory: &Directory, text: &str, field: &str) -> Result<QueueId, Problem> {
    let found = match text.parse() {
        Ok(id) => directory.queue(id),
        Err(_) => directory.queues.iter().find(|queue| queue.name.eq_ignore_ascii_case(text)),
    };
    found
        .map(|queue| queue.id)
        .ok_or_else(|| Problem::field(field, format!("There is no queue “{text}” here.")))
}

/// A person by their id or address.
pub(crate) fn person(directory: &Directory, text: &str, field: &str) -> Result<PersonId, Problem> {
    let found = match text.parse() {
        Ok(id) => directory.person(id),
        Err(_) => directory.person_by_email(text),
    };
    found
        .map(|person| person.id)
        .ok_or_else(|| Problem::field(field, format!("There is nobody “{text}” here.")))
}

/// An owner by the id of a person or queue.
pub(crate) fn owner(directory: &Directory, text: &str, field: &str) -> Result<Owner, Problem> {
    if text.starts_with("qu_") {
        return queue(directory, text, field).map(Owner::Queue);
    }
    person(directory, text, field).map(Owner::Person)
}

/// A phone number as somebody wrote it; one without a country code is of this region.
pub(crate) fn address(text: &str, field: &str, region: Region) -> Result<Address, Problem> {
    Address::from_person(text, region).map_err(|error| Problem::field(field, error.to_string()))
}

/// The region in which people write to and from a line.
pub(crate) fn region(line: &Line) -> Region {
    Address::from_stored(&line.number).number().and_then(E164::region).unwrap_or(Region::US)
}

/// The same by the line's id; where none is named, that of the line that was added first.
pub(crate) fn region_of(directory: &Directory, line: Option<LineId>) -> Region {
    let named = line.and_then(|id| directory.lines.get(&id));
    let line = named.or_else(|| directory.lines.values().find(|line| !line.retired));
    line.map_or(Region::US, region)
}

/// A number of a contact by its id or as people write it.
pub(crate) async fn number(app: &App, text: &str) -> Result<Number, Problem> {
    let found = if let Ok(id) = text.parse() {
        app.read(move |reader| reader.number(id)).await?
    } else {
        let home = region_of(&*app.directory()?, None);
        let key = address(text, "number", home)?.handset_key().to_string();
        app.read(move |reader| reader.number_by_handset(&key)).await?
    };
    found.ok_or_else(|| Problem::not_found("number"))
}
