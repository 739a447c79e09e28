//! Promised times follow from what stands: after every decision the clocks that should run are compared with those
//! that do, so that no way through the rules can forget one (law 5).

use super::{due, routing, story::Story};
use crate::clock::{Clock, ClockKey, ClockKind, StopCause};
use crate::conversation::{Conversation, PendingOn, Status};
use crate::event::{Event, OwnerCause, TextKind};
use crate::ids::QueueId;
use crate::number::Number;
use crate::owner::Owner;
use crate::plan::{Plan, Time, plan, plan_until};
use baton_hours::Moment;
use baton_policy::{Distribute, Length, Target, Unit};
use std::time::Duration;

/// What is done after a reply unless the target or its author says otherwise.
const FOLLOW_UP: Length = Length { count: 1, unit: Unit::Days };

/// A clock that should run.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    kind: ClockKind,
    /// From when the promise counts.
    since: Moment,
    /// By when, where somebody said so.
    promised: Option<Moment>,
}

/// Starts, ends, pauses and moves clocks, so that they fit what stands now.
pub(super) fn settle(story: &mut Story<'_>) {
    if story.events().is_empty() {
        return;
    }
    let Some(conversation) = &story.subject().conversation else { return };
    let wanted = wanted(conversation, story.subject().number.as_deref().is_some_and(Number::opted_out));
    let running: Vec<Clock> = conversation.clocks.clone();
    for clock in &running {
        match wanted.iter().flatten().find(|wanted| wanted.kind == clock.key.kind) {
            None => end(story, clock),
            Some(wanted) if wanted.since != clock.started_at => end(story, clock),
            Some(_) if clock.runs() => {}
            Some(_) => resume(story, clock),
        }
    }
    for wanted in wanted.into_iter().flatten() {
        let key = ClockKey::of(wanted.kind);
        if story.subject().conversation.as_ref().is_some_and(|found| found.clock(key).is_none()) {
            start(story, wanted);
        }
    }
    settle_asks(story);
    bring_forward(story);
    give_time(story);
    if story
        .events()
        .iter()
        .any(|event| matches!(event, Event::AccountableChanged { .. } | Event::AskMoved { .. }))
    {
        due::warn_who_works(story);
    }
}

/// At most three run at once.
fn wanted(conversation: &Conversation, opted_out: bool) -> [Option<Wanted>; 2] {
    let waits_for_customer =
        conversation.status == Status::Pending && conversation.pending_on == Some(PendingOn::Customer);
    let live = conversation.is_live();
    let answer = conversation.waiting_since.filter(|_| live && !opted_out).map(|since| Wanted {
        kind: if conversation.replied { ClockKind::NextResponse } else { ClockKind::FirstResponse },
        since,
        promised: None,
    });
    let act = || {
        let since = conversation.idle_since.or(conversation.waiting_since.filter(|_| opted_out))?;
        let open = conversation.status == Status::Open;
        open.then_some(Wanted { kind: ClockKind::FollowUp, since, promised: conversation.promised })
    };
    let resolve = (live && !waits_for_customer && !(opted_out && conversation.status == Status::Pending))
        .then_some(Wanted { kind: ClockKind::Resolution, since: conversation.opened_at, promised: None });
    [answer.or_else(act), resolve]
}

/// Ends a clock, or pauses it where it may go on.
fn end(story: &mut Story<'_>, clock: &Clock) {
    let Some(conversation) = &story.subject().conversation else { return };
    let (key, due_at) = (clock.key, clock.due_at);
    let opted_out = story.subject().number.as_deref().is_some_and(Number::opted_out);
    // Nobody can answer it by text, and it waits all the same.
    let held = opted_out && conversation.waiting_since == Some(clock.started_at);
    // What is paused stays so with its conversation, until that goes on and the reply is given.
    let goes_on = clock.runs() || (conversation.is_live() && key.kind.is_response() && !held);
    if !goes_on {
        return;
    }
    let in_time = !clock.breached && (story.now() <= due_at || !clock.runs());
    let done = if in_time { None } else { Some(StopCause::AnsweredLate) };
    let closed = !conversation.is_live();
    // What waited was answered: by the text of a person, and by nothing else. What they wrote after it may wait still.
    let answered = wrote(story) && conversation.waiting_since.is_none_or(|since| since > clock.started_at);
    let (cause, paused) = match key.kind {
        ClockKind::FirstResponse | ClockKind::NextResponse if answered => (done, false),
        ClockKind::FirstResponse | ClockKind::NextResponse if closed => (Some(StopCause::Closed), true),
        ClockKind::FirstResponse | ClockKind::NextResponse if held => (Some(StopCause::OptedOut), true),
        ClockKind::Resolution if opted_out && !closed => (Some(StopCause::OptedOut), true),
        _ if opted_out && !closed => (Some(StopCause::OptedOut), false),
        ClockKind::FirstResponse | ClockKind::NextResponse => (Some(StopCause::Overtaken), false),
        ClockKind::FollowUp if conversation.waiting_since.is_some() => (Some(StopCause::Overtaken), false),
        ClockKind::FollowUp | ClockKind::Ask => (done, false),
        ClockKind::Resolution if closed => (done, true),
        ClockKind::Resolution => (Some(StopCause::Pending), true),
    };
    story.say(match cause {
        None => Event::ClockKept { key, due_at, paused },
        Some(cause) => Event::ClockStopped { key, due_at, cause, paused },
    });
}

/// Whether this decision wrote a text of a person.
fn wrote(story: &Story<'_>) -> bool {
    story.events().iter().any(|event| {
        matches!(event, Event::TextWritten { kind: TextKind::Person, .. } | Event::ReplyRestored { .. })
    })
}

/// From when the time of a promise that waits since then counts: from their last word on whether they may be texted, for
/// before it nobody could answer them by text, or nobody had to do it in another way.
fn counts_from(story: &Story<'_>, since: Moment) -> Moment {
    let word = story.subject().number.as_deref().and_then(|number| number.consent.since);
    word.map_or(since, |word| word.max(since))
}

fn start(story: &mut Story<'_>, wanted: Wanted) {
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
    let target = target.map_or_else(|| "as promised".to_owned(), |target| target.name.clone());
    let counts = Some(from).filter(|from| promised.is_none() && *from > since);
    let (key, started_at) = (ClockKey::of(kind), since);
    story.say(Event::ClockStarted { key, target, started_at, due_at, warn_at, since: counts });
}

/// It goes on with the time already used; with all of its time where they had opted out, so that nobody could answer. What
/// was late then is late, and nobody is told of that again.
fn resume(story: &mut Story<'_>, clock: &Clock) {
    let Some(paused_at) = clock.paused_at else { return };
    let directory = story.directory();
    let target = directory.policy.targets().iter().find(|target| target.name == clock.target);
    if clock.anew && !clock.breached {
        return begin_again(story, clock, target);
    }
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
fn length(target: &Target, kind: ClockKind) -> Option<Length> {
    match kind {
        ClockKind::FirstResponse => target.first_response,
        // An ask is answered like any further text; where the target has no time for these, like a first one.
        ClockKind::NextResponse | ClockKind::Ask => target.next_response.or(target.first_response),
        ClockKind::FollowUp => Some(target.follow_up.unwrap_or(FOLLOW_UP)),
        ClockKind::Resolution => target.resolution,
    }
}

/// The place of the target that holds now: the one that a rule named, else the first whose condition is true.
fn choose(story: &Story<'_>) -> Option<usize> {
    let targets = story.directory().policy.targets();
    if targets.is_empty() {
        return None;
    }
    let named = story.subject().conversation.as_ref().and_then(|found| found.target.as_deref());
    let by_rule = named.and_then(|name| targets.iter().position(|target| target.name == name));
    by_rule.or_else(|| routing::first_that_holds(story, targets.iter().map(|target| target.when.as_ref())))
}

/// The target that promises a first response: the one whose response clock runs, else the one that holds now.
pub(super) fn target_of_first_response<'a>(story: &Story<'a>) -> Option<&'a Target> {
    let targets = story.directory().policy.targets();
    let conversation = story.subject().conversation.as_ref();
    let clock = conversation.and_then(|found| found.clocks.iter().find(|clock| clock.key.kind.is_response()));
    let running = clock.and_then(|clock| targets.iter().find(|target| target.name == clock.target));
    running.or_else(|| choose(story).map(|place| &targets[place]))
}

/// Something that counts for the choice of a target changed: what runs may come forward by that, and never back. A rule that
/// a further text fits holds from the first text on; what turns urgent does so now, and so does what would be late at once.
fn bring_forward(story: &mut Story<'_>) {
    let counts = |event: &Event| {
        matches!(
            event,
            Event::TagsChanged { .. }
                | Event::OwnerChanged { .. }
                | Event::Routed { .. }
                | Event::PriorityChanged { .. }
        )
    };
    let started = |event: &Event| matches!(event, Event::ClockStarted { .. });
    let changed = story.events().iter().rposition(counts);
    if changed.is_none() || changed < story.events().iter().rposition(started) {
        return;
    }
    let rerouted = story.events().iter().any(|event| matches!(event, Event::Routed { .. }));
    let Some(conversation) = story.subject().live() else { return };
    let running: Vec<Clock> = conversation.clocks.iter().filter(|clock| clock.runs()).cloned().collect();
    if running.is_empty() {
        return;
    }
    let directory = story.directory();
    let Some(target) = choose(story).map(|at| &directory.policy.targets()[at]) else { return };
    for clock in running.iter().filter(|clock| !clock.breached && clock.target != target.name) {
        let Some(length) = length(target, clock.key.kind) else { continue };
        let paused = Duration::from_micros(clock.paused_micros);
        let start = counts_from(story, clock.started_at).min(clock.counts_from());
        let from_start = plan(directory, target, length, start, paused);
        let from_start = from_start.filter(|planned| rerouted && planned.due_at > story.now());
        let since = from_start.is_none().then(|| story.now());
        let planned = from_start.or_else(|| plan(directory, target, length, story.now(), Duration::ZERO));
        if let Some(Plan { due_at, warn_at }) = planned.filter(|planned| planned.due_at < clock.due_at) {
            let warn_at = warn_at.filter(|_| !clock.warned);
            let target = target.name.clone();
            let (key, from) = (clock.key, clock.due_at);
            story.say(Event::ClockMoved { key, target, from, due_at, warn_at, since });
        }
    }
}

/// The policy changed: what runs is planned anew, from where it counted from. What was late stays late.
pub(super) fn replan(story: &mut Story<'_>) {
    let Some(live) = story.subject().live() else { return };
    let running: Vec<Clock> =
        live.all_clocks().filter(|clock| clock.runs() && !clock.breached).cloned().collect();
    let promised = live.promised;
    let directory = story.directory();
    for clock in running {
        let kind = clock.key.kind;
        if kind == ClockKind::FollowUp && promised.is_some() {
            continue;
        }
        let by_name = directory.policy.targets().iter().find(|target| target.name == clock.target);
        let target = by_name.or_else(|| choose(story).map(|at| &directory.policy.targets()[at]));
        let planned = target.and_then(|target| {
            let length = length(target, kind)?;
            plan(directory, target, length, clock.counts_from(), Duration::from_micros(clock.paused_micros))
        });
        let (key, from) = (clock.key, clock.due_at);
        match (target, planned) {
            (Some(target), Some(Plan { due_at, .. })) if due_at == from && target.name == clock.target => {}
            (Some(target), Some(Plan { due_at, warn_at })) => {
                let warn_at = warn_at.filter(|_| !clock.warned);
                let (target, since) = (target.name.clone(), None);
                story.say(Event::ClockMoved { key, target, from, due_at, warn_at, since });
            }
            _ => {
                let cause = StopCause::Policy;
                story.say(Event::ClockStopped { key, due_at: from, cause, paused: false });
            }
        }
    }
    start_missing(story);
}

/// What the policy promises now and did not before begins where it would have begun.
fn start_missing(story: &mut Story<'_>) {
    let Some(live) = story.subject().live() else { return };
    let opted_out = story.subject().number.as_deref().is_some_and(Number::opted_out);
    for wanted in wanted(live, opted_out).into_iter().flatten() {
        let key = ClockKey::of(wanted.kind);
        if story.subject().live().is_some_and(|live| live.clock(key).is_none()) {
            start(story, wanted);
        }
    }
}

/// Each ask has a clock from the arrival of its text.
fn settle_asks(story: &mut Story<'_>) {
    let opened: Vec<_> = story
        .events()
        .iter()
        .filter_map(|event| match event {
            Event::AskOpened { id, .. } => Some(*id),
            _ => None,
        })
        .collect();
    for id in opened {
        let directory = story.directory();
        let Some(target) = choose(story).map(|at| &directory.policy.targets()[at]) else { return };
        let (since, key) = (story.now(), ClockKey::of_ask(id));
        let planned = length(target, ClockKind::Ask)
            .and_then(|length| plan(directory, target, length, since, Duration::ZERO));
        if let Some(Plan { due_at, warn_at }) = planned {
            let target = target.name.clone();
            let started_at = since;
            story.say(Event::ClockStarted { key, target, started_at, due_at, warn_at, since: None });
        }
    }
}

/// A person to whom it was given has a time of their own to act; the promise to the customer does not move.
fn give_time(story: &mut Story<'_>) {
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
pub(super) fn came(story: &Story<'_>) -> bool {
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
