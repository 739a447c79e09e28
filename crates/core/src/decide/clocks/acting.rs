//! The time that a person has to act, or the members of a queue to claim it.

use crate::clock::Clock;
use crate::conversation::Status;
use crate::decide::story::Story;
use crate::event::{Event, OwnerCause};
use crate::ids::QueueId;
use crate::owner::Owner;
use crate::plan::Time;
use baton_hours::Moment;
use baton_policy::Distribute;

/// A person to whom it was given has a time of their own to act; the promise to the customer does not move.
pub(super) fn give_time(story: &mut Story<'_>) {
    let given = story.events().iter().any(|event| match event {
        Event::OwnerChanged { to: Owner::Person(_), cause, .. } => *cause != OwnerCause::Claim,
        Event::ClockStarted { key, .. } | Event::ClockResumed { key, since: Some(_), .. } => {
            key.kind.is_response()
        }
        _ => false,
    });
    let claims = |event: &Event| matches!(event, Event::OwnerChanged { cause: OwnerCause::Claim, .. });
    let claimed = story.events().iter().any(claims);
    let Some(live) = story.subject().live() else { return };
    let (owner, before) = (live.owner, live.act_by);
    let clock = live.clocks.iter().find(|clock| clock.runs() && clock.key.kind.is_response());
    let act_by = match (owner, clock) {
        (Owner::Person(_), Some(clock)) if given => act_by(story, clock, story.now()),
        // The time in which a queue's members may claim something is over once one has.
        (Owner::Person(_), Some(_)) if claimed => None,
        (Owner::Person(_), Some(_)) => before,
        (Owner::Queue(_), _) if live.status == Status::Open && !came(story) => before,
        (Owner::Queue(queue), _) if live.status == Status::Open => claim_by(story, queue, story.now()),
        _ => None,
    };
    if act_by != before {
        story.say(Event::OwnerGivenTime { act_by, since: None });
    }
}

/// The policy changed: who has it has the time to act, or to claim it, that it gives now, from where that counted from.
pub(super) fn replan_time(story: &mut Story<'_>) {
    // What the policy promises anew gives its own time.
    let anew = |event: &Event| matches!(event, Event::ClockStarted { key, .. } if key.kind.is_response());
    if story.events().iter().any(anew) {
        return;
    }
    let Some(live) = story.subject().live() else { return };
    let (Some(before), since) = (live.act_by, live.acts_since) else { return };
    let running = || live.clocks.iter().find(|clock| clock.runs() && clock.key.kind.is_response());
    let act_by = match (live.owner, since) {
        (Owner::Person(_), Some(since)) => running().and_then(|clock| act_by(story, clock, since)),
        (Owner::Queue(queue), Some(since)) => claim_by(story, queue, since),
        // Since when is not known: what it gives at all ends when it did.
        (Owner::Person(_), None) => {
            running().and_then(|clock| act_by(story, clock, story.now())).map(|_| before)
        }
        (Owner::Queue(queue), None) => claim_by(story, queue, story.now()).map(|_| before),
    };
    if act_by != Some(before) {
        story.say(Event::OwnerGivenTime { act_by, since });
    }
}

/// Whether this decision brings it to whoever has it, or opens it again: time to claim it begins with that.
pub(in crate::decide) fn came(story: &Story<'_>) -> bool {
    story.events().iter().any(|event| {
        matches!(
            event,
            Event::OwnerChanged { .. }
                | Event::ConversationOpened { .. }
                | Event::Reopened { .. }
                | Event::StatusChanged { .. }
        )
    })
}

/// Until when a queue's members may claim what came to it then, or was open again.
fn claim_by(story: &Story<'_>, queue: QueueId, since: Moment) -> Option<Moment> {
    let directory = story.directory();
    let queue = directory.queue(queue).filter(|queue| queue.distribute == Distribute::Claim)?;
    Time::of(directory, queue.hours).after(since, queue.claim_within?)
}

/// Until when whoever was given it then has time of their own. It ends before what comes anyway: the breach, or, once the
/// path has begun, its next step; after the last step nothing is left that could come early.
fn act_by(story: &Story<'_>, clock: &Clock, since: Moment) -> Option<Moment> {
    let directory = story.directory();
    let target = directory.policy.targets().iter().find(|target| target.name == clock.target)?;
    let act_by = Time::of(directory, target.hours).after(since, target.act_within?)?;
    let anyway = match &clock.escalated {
        None => clock.due_at,
        Some(path) => path.next_at?,
    };
    (act_by < anyway).then_some(act_by)
}
