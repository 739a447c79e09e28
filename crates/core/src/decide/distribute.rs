//! A queue gives what it has to one of its members, in the decision that brings it there.

use super::{own, story::Story};
use crate::conversation::Status;
use crate::directory::Queue;
use crate::event::{Event, Notice, OwnerCause};
use crate::ids::PersonId;
use crate::owner::Owner;
use baton_policy::Distribute;

/// Something new has come to a queue. What came before it is given out before it: while others wait there, it waits
/// behind them.
pub(super) fn arrived(story: &mut Story<'_>) {
    let Some(queue) = distributes(story) else { return };
    let waits_behind = story.team().waiting_in(queue.id) > 0;
    let person = if waits_behind { None } else { pick(story, queue) };
    match person {
        Some(person) => give(story, queue, person),
        None => {
            let who = story.subject().live().map(|live| live.accountable);
            if let Some(who) = who {
                story.say(Event::Told { who, about: Notice::NobodyAvailable, message: None });
            }
        }
    }
}

/// Somebody may have become free: it is this one's turn to be given out.
pub(super) fn again(story: &mut Story<'_>) {
    let Some(queue) = distributes(story) else { return };
    if let Some(person) = pick(story, queue) {
        give(story, queue, person);
    }
}

/// Nobody claimed it in time: whoever answers for it gets it, if they are on shift.
pub(super) fn unclaimed(story: &mut Story<'_>) {
    let Some(live) = story.subject().live() else { return };
    let (Owner::Queue(id), person) = (live.owner, live.accountable) else { return };
    let Some(queue) = story.directory().queue(id) else { return };
    if story.directory().is_on(queue, person, story.now()) {
        let reason = Some("nobody claimed it in time".to_owned());
        // It is live, so it can be moved.
        let _ = own::change(story, Owner::Person(person), OwnerCause::Distribution, reason);
    }
}

/// The queue that has it, if it gives out what it has, and this is to be given out.
fn distributes<'a>(story: &Story<'a>) -> Option<&'a Queue> {
    let live = story.subject().live().filter(|live| live.status == Status::Open)?;
    let queue = live.owner.queue().and_then(|id| story.directory().queue(id))?;
    (queue.distribute != Distribute::Claim).then_some(queue)
}

/// Whose it becomes: whoever's turn it is, or whoever has least, of those who are available.
pub(super) fn pick(story: &Story<'_>, queue: &Queue) -> Option<PersonId> {
    let (directory, team) = (story.directory(), story.team());
    let mut available = directory.available(team, queue, story.now());
    match queue.distribute {
        // The first of several with as little: the round begins with whoever's turn it is.
        Distribute::LeastBusy => available.min_by_key(|person| team.open_of(*person)),
        Distribute::RoundRobin | Distribute::Claim => available.next(),
    }
}

fn give(story: &mut Story<'_>, queue: &Queue, person: PersonId) {
    let reason = match queue.distribute {
        Distribute::LeastBusy => "has least to do",
        Distribute::RoundRobin | Distribute::Claim => "whose turn it is",
    };
    // It is live, so it can be moved.
    let _ = own::change(story, Owner::Person(person), OwnerCause::Distribution, Some(reason.to_owned()));
}
