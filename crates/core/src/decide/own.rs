//! Who has it, and who answers for it.

use super::story::Story;
use super::{asks, distribute, handoff, potato, scheduled, shift, status};
use crate::conversation::{Conversation, Status};
use crate::event::{Event, Notice, OwnerCause};
use crate::ids::{PersonId, QueueId};
use crate::owner::Owner;
use crate::refusal::{Reason, Refusal};

/// Takes it from a queue; a lead may take it from a person too.
pub(super) fn claim(story: &mut Story<'_>) -> Result<(), Refusal> {
    let me = story.person()?;
    match story.live()?.owner {
        Owner::Person(owner) if owner == me => Ok(()),
        Owner::Person(owner) => {
            let absent = !story.directory().works(owner, story.now());
            if leads(story, me) || absent {
                return change(story, Owner::Person(me), OwnerCause::Assignment, None);
            }
            let name = story.directory().owner_name(Owner::Person(owner)).to_owned();
            Err(Refusal::not_allowed(
                Reason::ClaimNotTheirs,
                format!("{name} has this. Only they can pass it on, or a lead."),
            ))
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
            Reason::QueueUnsaid,
            "queue",
            "Say to which queue: this conversation has not been in one that is still there.",
        ));
    };
    if story.directory().queue(queue).is_none() {
        return Err(Refusal::NotFound(Reason::NoQueue));
    }
    if owner == Owner::Queue(queue) {
        return Ok(());
    }
    if let Owner::Person(person) = owner
        && person != me
        && !leads(story, me)
    {
        let name = story.directory().owner_name(owner).to_owned();
        return Err(Refusal::not_allowed(
            Reason::ReleaseNotTheirs,
            format!("{name} has this. Only they can release it, or a lead."),
        ));
    }
    potato::may_pass_on(story, &[me])?;
    change(story, Owner::Queue(queue), OwnerCause::Release, None)
}

/// A lead decides who has it; anybody, while its owner is away or off shift.
pub(super) fn assign(story: &mut Story<'_>, to: Owner, reason: Option<String>) -> Result<(), Refusal> {
    let me = story.person()?;
    let owner = story.live()?.owner;
    match to {
        Owner::Queue(queue) if story.directory().queue(queue).is_none() => {
            return Err(Refusal::NotFound(Reason::NoQueue));
        }
        Owner::Person(person) if !story.directory().is_active(person) => {
            return Err(Refusal::NotFound(Reason::NoPerson));
        }
        _ => {}
    }
    if owner == to {
        return Ok(());
    }
    let reason = status::words(reason)?;
    if !leads(story, me) {
        if to == Owner::Person(me) && owner.queue().is_some() {
            return change(story, to, OwnerCause::Claim, reason);
        }
        if owner == Owner::Person(me)
            && let Owner::Queue(queue) = to
        {
            return release(story, Some(queue));
        }
        if let Owner::Person(person) = owner
            && person != me
            && !story.directory().works(person, story.now())
        {
            // Nobody is there to be asked.
            potato::may_pass_on(story, &[me])?;
            return change(story, to, OwnerCause::Assignment, reason);
        }
        return Err(Refusal::not_allowed(
            Reason::NeedsALead,
            "Assigning directly needs a lead. You can claim from a queue, and release to one.",
        ));
    }
    change(story, to, OwnerCause::Assignment, reason)
}

/// Whether on call has what this owner has: it is theirs, or that of a member of their queue who is on.
pub(super) fn on_call_has(story: &Story<'_>, owner: Owner) -> bool {
    let directory = story.directory();
    match (directory.on_call(), owner) {
        (Some(Owner::Queue(queue)), Owner::Person(person)) => directory.queue(queue).is_some_and(|queue| {
            directory.is_part(queue, person) && directory.is_on(queue, person, story.now())
        }),
        (on_call, owner) => on_call == Some(owner),
    }
}

/// A lead or admin, or the lead of the queue it is in.
pub(super) fn leads(story: &Story<'_>, person: PersonId) -> bool {
    let by_role = story.directory().person(person).is_some_and(crate::person::Person::leads);
    let queue = story.subject().conversation.as_ref().and_then(|found| found.queue);
    by_role
        || queue.and_then(|id| story.directory().queue(id)).is_some_and(|queue| queue.lead == Some(person))
}

/// Moves it: ownership, who answers for it, the tags that come with that, and what is offered of it.
pub(super) fn change(
    story: &mut Story<'_>,
    to: Owner,
    cause: OwnerCause,
    reason: Option<String>,
) -> Result<(), Refusal> {
    move_to(story, to, None, cause, reason)
}

/// The same, for somebody who covers for somebody else.
fn move_to(
    story: &mut Story<'_>,
    to: Owner,
    covers: Option<PersonId>,
    cause: OwnerCause,
    reason: Option<String>,
) -> Result<(), Refusal> {
    let (to, covers) = match (covers, cause) {
        (Some(_), _) => (to, covers),
        // It is nobody's own act that brings it back to them.
        (None, OwnerCause::HotPotato) => covered_for(story, to),
        (None, _) => in_their_stead(story, to),
    };
    let conversation = story.conversation()?;
    let (from, queue) = (conversation.owner, to.queue().or(conversation.queue));
    if from == to {
        return Ok(());
    }
    let through = match (cause, to) {
        // A cover has it as the person did.
        (OwnerCause::Cover, _) => conversation.through,
        // A rule that names a person speaks of no queue.
        (OwnerCause::Routing, Owner::Person(_)) => None,
        _ => queue.filter(|id| holds_through(story, to, *id)),
    };
    story.say(Event::OwnerChanged { from, to, cause, reason, through, covers });
    settle_accountable(story, Some(cause));
    tags_of_ownership(story);
    handoff::settle_arrival(story);
    // Who answers for a question may follow from the conversation's queue.
    asks::resettle(story);
    if let (Owner::Queue(_), true) = (to, cause != OwnerCause::Distribution) {
        distribute::arrived(story);
    }
    potato::catch(story, cause)
}

/// Whatever would newly fall to somebody who is away is their cover's; what they take themselves is theirs.
pub(super) fn in_their_stead(story: &Story<'_>, owner: Owner) -> (Owner, Option<PersonId>) {
    if story.by().as_person().is_some_and(|me| owner.person() == Some(me)) {
        return (owner, None);
    }
    covered_for(story, owner)
}

fn covered_for(story: &Story<'_>, owner: Owner) -> (Owner, Option<PersonId>) {
    match owner.person().and_then(|person| Some((person, story.directory().cover(person, story.now())?))) {
        Some((person, cover)) => (Owner::Person(cover), Some(person)),
        None => (owner, None),
    }
}

/// Whether an owner has it as a member of that queue, whose shifts move it on then.
fn holds_through(story: &Story<'_>, owner: Owner, queue: QueueId) -> bool {
    match owner {
        Owner::Queue(own) => own == queue,
        Owner::Person(person) => {
            story.directory().queue(queue).is_some_and(|queue| queue.members.contains(&person))
        }
    }
}

/// Records who answers for it, where that is somebody else than before; without a cause, by whatever the facts say.
fn settle_accountable(story: &mut Story<'_>, cause: Option<OwnerCause>) {
    let Some(conversation) = &story.subject().conversation else { return };
    let from = conversation.accountable;
    let to = story.accountable(conversation.owner, conversation.queue, Some(from));
    if from != to {
        let cause = cause.unwrap_or_else(|| why(story, conversation, to));
        story.say(Event::AccountableChanged { from, to, cause });
    }
}

/// Why somebody else answers for what did not move.
fn why(story: &Story<'_>, conversation: &Conversation, to: PersonId) -> OwnerCause {
    let (directory, now, from) = (story.directory(), story.now(), conversation.accountable);
    let owner = conversation.owner.person();
    let is_away = |person: PersonId| directory.away(person, now).is_some();
    if !directory.is_active(from) {
        return OwnerCause::Removal;
    }
    if is_away(from) || owner.is_some_and(is_away) {
        return OwnerCause::Cover;
    }
    let by_shift = match owner {
        Some(owner) => owner == to || !directory.works(owner, now),
        None => conversation.queue.and_then(|id| directory.queue(id)).is_some_and(|queue| {
            let stood_in = queue.lead == Some(from) || directory.fallback == from;
            let part = directory.is_part(queue, from);
            (part || stood_in) && !(part && directory.is_on(queue, from, now))
        }),
    };
    if by_shift { OwnerCause::ShiftChange } else { OwnerCause::Policy }
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

/// After the policy, people, shifts or somebody's presence changed: who has it, and who answers for it? The same
/// question again changes nothing.
pub(super) fn resettle(story: &mut Story<'_>) {
    follow(story);
}

/// It is open again: whoever has it may be another now, and a queue gives it out like something new.
pub(super) fn open_again(story: &mut Story<'_>) {
    let owner = story.subject().live().map(|live| live.owner);
    follow(story);
    if story.subject().live().map(|live| live.owner) == owner {
        distribute::arrived(story);
    }
}

/// Every way in which an owner is followed by somebody else without anybody's doing.
fn follow(story: &mut Story<'_>) {
    let Some(live) = story.subject().live() else { return };
    let (owner, open) = (live.owner, live.status == Status::Open);
    let directory = story.directory();
    let moved = match owner {
        Owner::Queue(queue) if directory.queue(queue).is_none() => removed(story),
        Owner::Queue(_) => None,
        Owner::Person(person) if !directory.is_active(person) => removed(story),
        Owner::Person(person) => {
            let moved = returned(story).or_else(|| covered(story, person));
            moved.or_else(|| shift::over(story, person)).filter(|_| open)
        }
    };
    if let Some(Moved { to, covers, cause, reason }) = moved {
        if cause == OwnerCause::ShiftChange {
            shift::write_down(story, to);
        }
        // It is live, so it can be moved.
        let moved = move_to(story, to, covers, cause, reason);
        if let (Ok(()), Some(_), Owner::Person(cover)) = (moved, covers, to) {
            story.tell(cover, Notice::Covering);
        }
    } else {
        settle_accountable(story, None);
        distribute::still_unclaimed(story);
    }
    asks::resettle(story);
    handoff::resettle(story);
    scheduled::resettle(story);
}

/// Where something goes by itself.
pub(super) struct Moved {
    pub(super) to: Owner,
    pub(super) covers: Option<PersonId>,
    pub(super) cause: OwnerCause,
    pub(super) reason: Option<String>,
}

/// An owner who is gone is followed by their queue, then by the fallback person.
fn removed(story: &Story<'_>) -> Option<Moved> {
    let queue = story.subject().live()?.queue.filter(|queue| story.directory().queue(*queue).is_some());
    let to = queue.map_or(Owner::Person(story.directory().fallback), Owner::Queue);
    Some(Moved { to, covers: None, cause: OwnerCause::Removal, reason: None })
}

/// What somebody who is away has goes to whoever covers for them; without cover it stays theirs.
fn covered(story: &Story<'_>, person: PersonId) -> Option<Moved> {
    let cover = story.directory().cover(person, story.now())?;
    let covers = story.subject().live()?.covers;
    let first = covers.filter(|first| !story.directory().is_there(*first, story.now())).unwrap_or(person);
    let name = story.directory().owner_name(Owner::Person(first)).to_owned();
    let reason = Some(format!("for {name}, who is away"));
    Some(Moved { to: Owner::Person(cover), covers: Some(first), cause: OwnerCause::Cover, reason })
}

/// What moved to a cover comes back with its owner, where the policy says so.
fn returned(story: &Story<'_>) -> Option<Moved> {
    let first = story.subject().live()?.covers?;
    let back = story.directory().policy.return_after_away() && story.directory().is_there(first, story.now());
    let name = story.directory().owner_name(Owner::Person(first)).to_owned();
    back.then(|| Moved {
        to: Owner::Person(first),
        covers: None,
        cause: OwnerCause::Cover,
        reason: Some(format!("{name} is back")),
    })
}
