//! Who has it, and who answers for it.

use super::story::Story;
use crate::event::{Event, OwnerCause};
use crate::ids::QueueId;
use crate::owner::Owner;
use crate::refusal::Refusal;

/// Takes it from a queue; a lead may take it from a person too.
pub(super) fn claim(story: &mut Story<'_>) -> Result<(), Refusal> {
    let me = story.person()?;
    match story.live()?.owner {
        Owner::Person(owner) if owner == me => Ok(()),
        Owner::Person(owner) => {
            if leads(story, me) || !story.directory().is_active(owner) {
                return change(story, Owner::Person(me), OwnerCause::Assignment, None);
            }
            let name = story.directory().owner_name(Owner::Person(owner)).to_owned();
            Err(Refusal::NotAllowed(format!("{name} has this. Only they can pass it on, or a lead.")))
        }
        Owner::Queue(_) => change(story, Owner::Person(me), OwnerCause::Claim, None),
    }
}

/// Gives it to a queue, by default the one it was routed to last.
pub(super) fn release(story: &mut Story<'_>, queue: Option<QueueId>) -> Result<(), Refusal> {
    let me = story.person()?;
    let live = story.live()?;
    let owner = live.owner;
    let last = live.queue.filter(|queue| story.directory().queue(*queue).is_some());
    let Some(queue) = queue.or(last) else {
        return Err(Refusal::invalid(
            "queue",
            "Say to which queue: this conversation has not been in one that is still there.",
        ));
    };
    if story.directory().queue(queue).is_none() {
        return Err(Refusal::NotFound("queue"));
    }
    if owner == Owner::Queue(queue) {
        return Ok(());
    }
    if let Owner::Person(person) = owner
        && person != me
        && !leads(story, me)
    {
        let name = story.directory().owner_name(owner).to_owned();
        return Err(Refusal::NotAllowed(format!("{name} has this. Only they can release it, or a lead.")));
    }
    change(story, Owner::Queue(queue), OwnerCause::Release, None)
}

/// A lead decides who has it.
pub(super) fn assign(story: &mut Story<'_>, to: Owner, reason: Option<String>) -> Result<(), Refusal> {
    let me = story.person()?;
    let owner = story.live()?.owner;
    match to {
        Owner::Queue(queue) if story.directory().queue(queue).is_none() => {
            return Err(Refusal::NotFound("queue"));
        }
        Owner::Person(person) if !story.directory().is_active(person) => {
            return Err(Refusal::NotFound("person"));
        }
        _ => {}
    }
    if owner == to {
        return Ok(());
    }
    if !leads(story, me) {
        if to == Owner::Person(me) && owner.queue().is_some() {
            return change(story, to, OwnerCause::Claim, reason);
        }
        if owner == Owner::Person(me)
            && let Owner::Queue(queue) = to
        {
            return release(story, Some(queue));
        }
        return Err(Refusal::NotAllowed(
            "Assigning directly needs a lead. You can claim from a queue, and release to one.".to_owned(),
        ));
    }
    let reason = reason.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty());
    change(story, to, OwnerCause::Assignment, reason)
}

/// A lead or admin, or the lead of the queue it is in.
pub(super) fn leads(story: &Story<'_>, person: crate::ids::PersonId) -> bool {
    let by_role = story.directory().person(person).is_some_and(crate::person::Person::leads);
    let queue = story.subject().conversation.as_ref().and_then(|found| found.queue);
    by_role
        || queue.and_then(|id| story.directory().queue(id)).is_some_and(|queue| queue.lead == Some(person))
}

/// Moves it: ownership, who answers for it, and the tags that come with that.
pub(super) fn change(
    story: &mut Story<'_>,
    to: Owner,
    cause: OwnerCause,
    reason: Option<String>,
) -> Result<(), Refusal> {
    let from = story.conversation()?.owner;
    story.say(Event::OwnerChanged { from, to, cause, reason });
    settle_accountable(story, cause);
    tags_of_ownership(story);
    Ok(())
}

/// Records who answers for it, where that is somebody else than before.
pub(super) fn settle_accountable(story: &mut Story<'_>, cause: OwnerCause) {
    let Some(conversation) = &story.subject().conversation else { return };
    let to = story.directory().accountable(conversation.owner, conversation.queue);
    let from = conversation.accountable;
    if from != to {
        story.say(Event::AccountableChanged { from, to, cause });
    }
}

/// `new` goes when a person first has it; a queue's tags come with its ownership.
pub(super) fn tags_of_ownership(story: &mut Story<'_>) {
    let Some(conversation) = &story.subject().conversation else { return };
    let mut added: Vec<String> = Vec::new();
    let mut removed = Vec::new();
    match conversation.owner {
        Owner::Person(_) if conversation.tags.contains("new") => removed.push("new".to_owned()),
        Owner::Person(_) => {}
        Owner::Queue(queue) => {
            let tags = story.directory().queue(queue).map_or(&[][..], |queue| &queue.tags);
            added.extend(tags.iter().filter(|tag| !conversation.tags.contains(*tag)).cloned());
        }
    }
    if !(added.is_empty() && removed.is_empty()) {
        story.say(Event::TagsChanged { added, removed });
    }
}

/// After the policy, people or queues changed: an owner who is gone is followed by their queue, then by the fallback.
pub(super) fn resettle(story: &mut Story<'_>) {
    let Some(live) = story.subject().live() else { return };
    let queue = live.queue.filter(|queue| story.directory().queue(*queue).is_some());
    let gone = match live.owner {
        Owner::Person(person) => !story.directory().is_active(person),
        Owner::Queue(queue) => story.directory().queue(queue).is_none(),
    };
    if gone {
        let from = live.owner;
        let to = queue.map_or(Owner::Person(story.directory().fallback), Owner::Queue);
        story.say(Event::OwnerChanged { from, to, cause: OwnerCause::Removal, reason: None });
        settle_accountable(story, OwnerCause::Removal);
        tags_of_ownership(story);
    } else {
        settle_accountable(story, OwnerCause::Policy);
    }
    resettle_asks(story);
}

fn resettle_asks(story: &mut Story<'_>) {
    let Some(live) = story.subject().live() else { return };
    let moved: Vec<_> = live
        .asks
        .iter()
        .map(|ask| (ask.id, ask.accountable, story.directory().accountable(ask.owner, live.queue)))
        .filter(|(_, before, now)| before != now)
        .collect();
    for (id, _, accountable) in moved {
        story.say(Event::AskMoved { id, to: None, accountable, reason: None });
    }
}
