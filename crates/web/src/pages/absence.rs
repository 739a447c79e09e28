//! What an absence moves, and its end: said to whoever says that they are away, or back (law 10).

use super::desk::Desk;
use super::offered::short;
use crate::answer::Problem;
use baton_core::{Directory, Move, Moved, Owner, OwnerCause, PersonId, Presence};
use baton_store::{Counter, Filter, Reader};
use std::fmt::Write as _;

/// What becomes of what they have, or of what somebody took over for them: " 3 conversations go to Maya, and stay there."
/// Looked at as the change will be decided, so that it holds with whoever covers for a cover who is away too (law 10).
pub(super) async fn moves(desk: &Desk, id: PersonId, presence: Presence) -> Result<String, Problem> {
    let (live, now) = (&desk.directory, desk.app.clock().now());
    let (was, is) = (live.away(id, now).is_some(), presence.away(now).is_some());
    if !was && !is {
        return Ok(String::new());
    }
    let mut after = Directory::clone(live);
    let Some(person) = after.people.get_mut(&id) else { return Ok(String::new()) };
    person.presence = presence;
    let found = desk.app.preview_in_turn(live, &after).await?;
    let theirs = |(one, _): &&(Move, usize)| one.what == Moved::Conversation;
    let moved: Vec<_> = found.sums.iter().filter(theirs).copied().collect();
    if is { gone(desk, &after, id, &moved).await } else { back(desk, id, &moved).await }
}

/// What goes from somebody who is away, and what stays theirs.
async fn gone(
    desk: &Desk,
    after: &Directory,
    id: PersonId,
    moved: &[(Move, usize)],
) -> Result<String, Problem> {
    let me = id == desk.me.id;
    let owned = desk.counters().await?.get(&Counter::OwnedByPerson(id)).copied().unwrap_or(0);
    let mut stay = usize::try_from(owned).unwrap_or(0);
    let mut said = String::new();
    let back = match (after.policy.return_after_away(), me) {
        (true, true) => "comes back with you",
        (true, false) => "comes back with them",
        (false, true) => "stays there when you are back",
        (false, false) => "stays there when they are back",
    };
    for (one, count) in moved.iter().filter(|(one, _)| one.from == Owner::Person(id)) {
        stay = stay.saturating_sub(*count);
        let (goes, to) = (many(*count, "goes", "go"), short(desk, one.to));
        match one.cause {
            Some(OwnerCause::Cover) => {
                let _ = write!(said, "{goes} to {to}: what moved {back}.");
            }
            _ => {
                let _ = write!(said, "{goes} to {to}.");
            }
        }
    }
    let whose = if me { "yours" } else { "theirs" };
    match (stay, after.cover(id, desk.app.clock().now())) {
        (0, _) => {}
        (_, Some(cover)) => {
            let goes = "until the customer writes or its time comes";
            let stays = many(stay, "that waits stays", "that wait stay");
            let _ = write!(said, "{stays} {whose} {goes}: then {} covers.", desk.whom(cover));
        }
        (_, None) => {
            let _ = write!(said, "{} {whose}, for nobody covers.", many(stay, "stays", "stay"));
        }
    }
    Ok(said)
}

/// What comes back with somebody, and what stays with whoever covered for them.
async fn back(desk: &Desk, id: PersonId, moved: &[(Move, usize)]) -> Result<String, Problem> {
    let mut said = String::new();
    for (one, count) in moved.iter().filter(|(one, _)| one.to == Owner::Person(id)) {
        let _ = write!(said, "{} back from {}.", many(*count, "comes", "come"), short(desk, one.from));
    }
    let Some(cover) = desk.directory.cover(id, desk.app.clock().now()) else { return Ok(said) };
    let filter = Filter { owner: Some(Owner::Person(cover)), ..Filter::default() };
    let (mut held, mut next) = (0, None);
    loop {
        let (filter, from) = (filter.clone(), next);
        let page =
            desk.app.read(move |reader| reader.list(&filter, None, from.as_deref(), Reader::PAGE)).await?;
        held += page.items.iter().filter(|row| row.conversation.covers == Some(id)).count();
        next = page.next;
        if next.is_none() {
            break;
        }
    }
    let returned = moved.iter().filter(|(one, _)| {
        (one.from, one.to, one.cause) == (Owner::Person(cover), Owner::Person(id), Some(OwnerCause::Cover))
    });
    let stay = held - returned.map(|(_, count)| *count).sum::<usize>().min(held);
    if stay > 0 {
        let cover = desk.whom(cover);
        if desk.directory.policy.return_after_away() {
            let stays = many(stay, "that waits stays", "that wait stay");
            let _ = write!(said, "{stays} with {cover} until the customer writes or its time comes.");
        } else {
            let theirs = if id == desk.me.id { "yours" } else { "theirs" };
            let stays = many(stay, "stays", "stay");
            let _ = write!(said, "{stays} with {cover}, who covered; new texts are {theirs} again.");
        }
    }
    Ok(said)
}

fn many(count: usize, one: &str, more: &str) -> String {
    if count == 1 { format!(" 1 conversation {one}") } else { format!(" {count} conversations {more}") }
}
