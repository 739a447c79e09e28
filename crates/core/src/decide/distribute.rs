//! A queue gives what it has to one of its members, in the decision that brings it there.

use super::{clocks, own, story::Story};
use crate::conversation::Status;
use crate::directory::Queue;
use crate::event::{Event, Notice, OwnerCause};
use crate::ids::PersonId;
use crate::owner::Owner;
use crate::plan::Time;
use baton_policy::Distribute;

/// Something new has come to a queue. What came before it is given out before it: while others wait there, it waits
/// behind them.
pub(super) fn arrived(story: &mut Story<'_>) {
    let Some(queue) = distributes(story) else { return };
    let before_it = story.standing().others_in(queue.id);
    if before_it <= 0
        && let Some(person) = pick(story, queue)
    {
        return give(story, queue, person);
    }
    // What is given out right after those before it is nobody's worry.
    let stays = story.directory().room(story.standing(), queue, story.now()) <= before_it;
    let who = story.subject().live().filter(|_| stays).map(|live| live.accountable);
    if let Some(who) = who {
        story.say(Event::Told { who, about: Notice::NobodyAvailable, message: None });
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
    if queue.distribute != Distribute::Claim {
        // Another policy gives out here by now, to whoever has room.
        return again(story);
    }
    if story.directory().on(queue, story.now()).any(|on| on == person) {
        let reason = Some("nobody claimed it in time".to_owned());
        // It is live, so it can be moved.
        let _ = own::change(story, Owner::Person(person), OwnerCause::Distribution, reason);
    }
}

/// The time to claim it ended while nobody was on: whoever answers for it gets it once they are. What comes, or is open
/// again, with this very decision has that time before it.
pub(super) fn still_unclaimed(story: &mut Story<'_>) {
    if clocks::came(story) {
        return;
    }
    let Some(live) = story.subject().live().filter(|live| live.status == Status::Open) else { return };
    let (Owner::Queue(id), None, Some(since)) = (live.owner, live.act_by, live.owned_since) else { return };
    let directory = story.directory();
    let Some(queue) = directory.queue(id).filter(|queue| queue.distribute == Distribute::Claim) else {
        return;
    };
    let Some(within) = queue.claim_within else { return };
    let over = Time::of(directory, queue.hours).after(since, within);
    if over.is_some_and(|over| over <= story.now()) {
        unclaimed(story);
    }
}

/// The queue that has it, if it gives out what it has, and this is to be given out.
fn distributes<'a>(story: &Story<'a>) -> Option<&'a Queue> {
    let live = story.subject().live().filter(|live| live.status == Status::Open)?;
    let queue = live.owner.queue().and_then(|id| story.directory().queue(id))?;
    (queue.distribute != Distribute::Claim).then_some(queue)
}

/// Whose it becomes: whoever's turn it is, or whoever has least, of those who are available.
fn pick(story: &Story<'_>, queue: &Queue) -> Option<PersonId> {
    choose(story, queue, story.directory().free(story.standing(), queue, story.now()))
}

/// The same for what has to go to somebody who is on: beyond their capacity, if nobody has room.
pub(super) fn next_on(story: &Story<'_>, queue: &Queue) -> Option<PersonId> {
    let on = || story.directory().members_on(story.standing(), queue, story.now());
    pick(story, queue).or_else(|| choose(story, queue, on()))
}

fn choose(story: &Story<'_>, queue: &Queue, mut people: impl Iterator<Item = PersonId>) -> Option<PersonId> {
    match queue.distribute {
        // The first of several with as little: the round begins with whoever's turn it is.
        Distribute::LeastBusy => people.min_by_key(|person| story.standing().open_of(*person)),
        Distribute::RoundRobin | Distribute::Claim => people.next(),
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
