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
    let Some(live) = story.subject().live() else { return };
    let (owner, before) = (live.owner, live.act_by);
    let clock = live.clocks.iter().find(|clock| clock.runs() && clock.key.kind.is_response());
    let act_by = match (owner, clock) {
        (Owner::Person(_), Some(clock)) if given => act_by(story, clock),
        (Owner::Person(_), Some(_)) => before,
        (Owner::Queue(queue), _) if live.status == Status::Open => claim_by(story, queue, before),
        _ => None,
    };
    if act_by != before {
        story.say(Event::OwnerGivenTime { act_by });
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

/// Until when a queue's members may claim it: from when it came to the queue, or was open again.
fn claim_by(story: &Story<'_>, queue: QueueId, before: Option<Moment>) -> Option<Moment> {
    if !came(story) {
        return before;
    }
    let directory = story.directory();
    let queue = directory.queue(queue).filter(|queue| queue.distribute == Distribute::Claim)?;
    Time::of(directory, queue.hours).after(story.now(), queue.claim_within?)
}

fn act_by(story: &Story<'_>, clock: &Clock) -> Option<Moment> {
    let directory = story.directory();
    let target = directory.policy.targets().iter().find(|target| target.name == clock.target)?;
    let act_by = Time::of(directory, target.hours).after(story.now(), target.act_within?)?;
    (clock.escalated.is_none() && act_by < clock.due_at).then_some(act_by)
}
