//! What an offer needs, and who may answer it.

use super::offered;
use crate::decide::own;
use crate::decide::story::Story;
use crate::handoff::Handoff;
use crate::ids::{PersonId, QueueId};
use crate::owner::Owner;
use crate::refusal::{Reason, Refusal};

pub(super) fn may_offer(story: &Story<'_>, me: PersonId) -> Result<(), Refusal> {
    let live = story.live()?;
    let may = match live.owner {
        Owner::Person(owner) => owner == me,
        Owner::Queue(queue) => {
            live.accountable == me || story.directory().speaks_for(me, queue) || own::leads(story, me)
        }
    };
    if may {
        return Ok(());
    }
    let name = story.directory().owner_name(live.owner);
    Err(match live.owner {
        Owner::Person(_) => Refusal::not_allowed(
            Reason::OfferNotTheirs,
            format!("{name} has this. Only they can hand it over; a lead can assign it."),
        ),
        Owner::Queue(_) => Refusal::not_allowed(
            Reason::OfferNotTheQueues,
            format!("{name} has this. Only its people can hand it over. Claim it first."),
        ),
    })
}

pub(super) fn none_stands(story: &Story<'_>) -> Result<(), Refusal> {
    let Some(offer) = offered(story) else { return Ok(()) };
    let name = story.directory().owner_name(offer.to);
    // What is overdue there was done before, so an offer that stands is open.
    Err(Refusal::not_now(
        Reason::OfferedAlready,
        format!("It is offered to {name} already. Withdraw that offer first."),
    ))
}

pub(super) fn is_a_target(story: &Story<'_>, me: PersonId, to: Owner) -> Result<(), Refusal> {
    let owner = story.live()?.owner;
    let directory = story.directory();
    match to {
        Owner::Person(person) if person == me => Err(Refusal::invalid(
            Reason::OfferToThemselves,
            "to",
            "You cannot offer it to yourself. Claim it instead.",
        )),
        Owner::Person(person) if directory.person(person).is_none() => {
            Err(Refusal::NotFound(Reason::NoPerson))
        }
        Owner::Person(person) if !directory.is_active(person) => {
            let name = directory.owner_name(to);
            Err(Refusal::invalid(
                Reason::OfferToSomebodyGone,
                "to",
                format!("{name} is no longer part of the team. Choose somebody else."),
            ))
        }
        Owner::Queue(queue) if directory.queue(queue).is_none() => Err(Refusal::NotFound(Reason::NoQueue)),
        _ if to == owner => Err(Refusal::invalid(
            Reason::HasItAlready,
            "to",
            format!("{} has it already.", directory.owner_name(to)),
        )),
        _ => Ok(()),
    }
}

/// The person it is offered to; for a queue, anybody who speaks for it.
pub(super) fn may_answer(story: &Story<'_>, offer: &Handoff, me: PersonId) -> Result<(), Refusal> {
    let may = match offer.to {
        Owner::Person(person) => person == me,
        Owner::Queue(queue) => speaks_for(story, me, queue),
    };
    if may {
        return Ok(());
    }
    let name = story.directory().owner_name(offer.to);
    Err(Refusal::not_allowed(
        Reason::OfferedToOthers,
        format!("This is offered to {name}, so only they can answer."),
    ))
}

fn speaks_for(story: &Story<'_>, person: PersonId, queue: QueueId) -> bool {
    story.directory().speaks_for(person, queue)
        || story.accountable(Owner::Queue(queue), Some(queue), Some(person)) == person
}
