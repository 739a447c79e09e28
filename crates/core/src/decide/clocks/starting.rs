//! How a promise begins and goes on, and by which target.

use super::Wanted;
use super::moving::replan_one;
use crate::clock::{Clock, ClockKey, ClockKind, StopCause};
use crate::decide::{routing, story::Story};
use crate::event::Event;
use crate::plan::{Plan, Time, plan, plan_until};
use baton_hours::Moment;
use baton_policy::{Length, Target, Unit};
use std::time::Duration;

/// What is done after a reply unless the target or its author says otherwise.
const FOLLOW_UP: Length = Length { count: 1, unit: Unit::Days };

/// What stands for a target where a person promised a time and no target holds.
const AS_PROMISED: &str = "as promised";

/// From when the time of a promise that waits since then counts: from their last word on whether they may be texted, for
/// before it nobody could answer them by text, or nobody had to do it in another way.
pub(super) fn counts_from(story: &Story<'_>, since: Moment) -> Moment {
    let word = story.subject().number.as_deref().and_then(|number| number.consent.since);
    word.map_or(since, |word| word.max(since))
}

pub(super) fn start(story: &mut Story<'_>, wanted: Wanted) {
    let Wanted { kind, since, promised } = wanted;
    let directory = story.directory();
    let target = choose(story).map(|at| &directory.policy.targets()[at]);
    let length = target.and_then(|target| length(target, kind));
    let from = counts_from(story, since);
    let planned = match (promised, target, length) {
        (Some(due_at), ..) => Some(plan_until(directory, target, since, due_at)),
        (None, Some(target), Some(length)) => plan(directory, target, length, from, Duration::ZERO),
        _ => None,
    };
    let Some(Plan { due_at, warn_at }) = planned else { return };
    // What is late already when it begins, by a policy that promises it only now, is not warned of any more.
    let warn_at = warn_at.filter(|_| due_at >= story.now());
    let target = target.map_or_else(|| AS_PROMISED.to_owned(), |target| target.name.clone());
    let counts = Some(from).filter(|from| promised.is_none() && *from > since);
    let (key, started_at) = (ClockKey::of(kind), since);
    story.say(Event::ClockStarted { key, target, started_at, due_at, warn_at, since: counts });
}

/// It goes on with the time already used; with all of its time where they had opted out, so that nobody could answer. What
/// was late then is late, and nobody is told of that again.
pub(super) fn resume(story: &mut Story<'_>, clock: &Clock) {
    let directory = story.directory();
    let target_of =
        |clock: &Clock| directory.policy.targets().iter().find(|target| target.name == clock.target);
    if clock.anew && !clock.breached {
        return begin_again(story, clock, target_of(clock));
    }
    // Nobody settled it while the conversation was closed, and the policy may be another by now.
    replan_one(story, clock);
    let Some(clock) = story.subject().live().and_then(|live| live.clock(clock.key)).cloned() else { return };
    let Some(paused_at) = clock.paused_at else { return };
    let target = target_of(&clock);
    let time = target.map_or(Time::ALWAYS, |target| Time::of(directory, target.hours));
    let paused = time.between(paused_at, story.now());
    let paused_micros =
        clock.paused_micros.saturating_add(u64::try_from(paused.as_micros()).unwrap_or(u64::MAX));
    let later = |at| time.add(at, paused);
    let due_at = if clock.breached { Some(clock.due_at) } else { later(clock.due_at) };
    let key = clock.key;
    match due_at {
        Some(due_at) => {
            let warn_at = clock.warn_at.and_then(later);
            story.say(Event::ClockResumed { key, due_at, warn_at, paused_micros, since: None });
        }
        None => story.say(Event::ClockStopped {
            key,
            due_at: clock.due_at,
            cause: StopCause::Policy,
            paused: false,
        }),
    }
}

/// They opted in again: all of its time counts from now, and nobody is warned twice.
fn begin_again(story: &mut Story<'_>, clock: &Clock, target: Option<&Target>) {
    let now = story.now();
    let planned = target.and_then(|target| {
        plan(story.directory(), target, length(target, clock.key.kind)?, now, Duration::ZERO)
    });
    let (key, due_at) = (clock.key, clock.due_at);
    story.say(match planned {
        Some(Plan { due_at, warn_at }) => {
            let warn_at = warn_at.filter(|_| !clock.warned);
            Event::ClockResumed { key, due_at, warn_at, paused_micros: 0, since: Some(now) }
        }
        None => Event::ClockStopped { key, due_at, cause: StopCause::Policy, paused: false },
    });
}

/// The length that a target has for a kind of promise.
pub(super) fn length(target: &Target, kind: ClockKind) -> Option<Length> {
    match kind {
        ClockKind::FirstResponse => target.first_response,
        // An ask is answered like any further text; where the target has no time for these, like a first one.
        ClockKind::NextResponse | ClockKind::Ask => target.next_response.or(target.first_response),
        ClockKind::FollowUp => Some(target.follow_up.unwrap_or(FOLLOW_UP)),
        ClockKind::Resolution => target.resolution,
    }
}

/// The place of the target that holds now: the one that a rule named, else the first whose condition is true.
pub(super) fn choose(story: &Story<'_>) -> Option<usize> {
    let targets = story.directory().policy.targets();
    if targets.is_empty() {
        return None;
    }
    let named = story.subject().conversation.as_ref().and_then(|found| found.target.as_deref());
    let by_rule = named.and_then(|name| targets.iter().position(|target| target.name == name));
    by_rule.or_else(|| routing::first_that_holds(story, targets.iter().map(|target| target.when.as_ref())))
}

/// The target that promises a first response: the one whose response clock runs, else the one that holds now.
pub(in crate::decide) fn target_of_first_response<'a>(story: &Story<'a>) -> Option<&'a Target> {
    let targets = story.directory().policy.targets();
    let conversation = story.subject().conversation.as_ref();
    let clock = conversation.and_then(|found| found.clocks.iter().find(|clock| clock.key.kind.is_response()));
    let running = clock.and_then(|clock| targets.iter().find(|target| target.name == clock.target));
    running.or_else(|| choose(story).map(|place| &targets[place]))
}

/// Each ask has a clock from the arrival of its text: until when whoever asked said, else by the target of the rule that
/// found it; where that names none, by the conversation's.
pub(super) fn settle_asks(story: &mut Story<'_>) {
    let opened: Vec<_> = story
        .events()
        .iter()
        .filter_map(|event| match event {
            Event::AskOpened { id, target, due_at, .. } => Some((*id, target.clone(), *due_at)),
            _ => None,
        })
        .collect();
    for (id, named, said) in opened {
        let directory = story.directory();
        let targets = directory.policy.targets();
        let by_rule = named.and_then(|named| targets.iter().find(|target| target.name == named));
        let target = by_rule.or_else(|| choose(story).map(|at| &targets[at]));
        let (since, key) = (story.now(), ClockKey::of_ask(id));
        let planned = match (said, target) {
            (Some(due_at), _) => Some(plan_until(directory, target, since, due_at)),
            (None, Some(target)) => length(target, ClockKind::Ask)
                .and_then(|length| plan(directory, target, length, since, Duration::ZERO)),
            (None, None) => None,
        };
        if let Some(Plan { due_at, warn_at }) = planned {
            let target = target.map_or_else(|| AS_PROMISED.to_owned(), |target| target.name.clone());
            let started_at = since;
            story.say(Event::ClockStarted { key, target, started_at, due_at, warn_at, since: None });
        }
    }
}
