//! What runs is due at another time: something brought it forward, or the policy changed.

use super::acting::replan_time;
use super::starting::{choose, counts_from, length, start};
use super::wanted;
use crate::clock::{Clock, ClockKey, ClockKind, StopCause};
use crate::decide::status;
use crate::decide::story::Story;
use crate::event::Event;
use crate::number::Number;
use crate::plan::{Plan, plan};
use std::time::Duration;

/// Something that counts for the choice of a target changed: what runs may come forward by that, and never back. A rule that
/// a further text fits holds from the first text on; what turns urgent does so now, and so does what would be late at once.
pub(super) fn bring_forward(story: &mut Story<'_>) {
    let counts = |event: &Event| {
        matches!(
            event,
            Event::TagsChanged { .. }
                | Event::OwnerChanged { .. }
                | Event::Routed { .. }
                | Event::PriorityChanged { .. }
        )
    };
    let Some(changed) = story.events().iter().rposition(counts) else { return };
    // What began after that was chosen by it.
    let since = &story.events()[changed..];
    let began = |key: ClockKey| {
        since.iter().any(|event| matches!(event, Event::ClockStarted { key: began, .. } if *began == key))
    };
    let rerouted = story.events().iter().any(|event| matches!(event, Event::Routed { .. }));
    let Some(conversation) = story.subject().live() else { return };
    let earlier = |clock: &&Clock| clock.runs() && !began(clock.key);
    let running: Vec<Clock> = conversation.clocks.iter().filter(earlier).cloned().collect();
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
pub(in crate::decide) fn replan(story: &mut Story<'_>) {
    replan_clocks(story);
    start_missing(story);
    replan_time(story);
    status::replan_silence(story);
}

/// What goes on again, after a pause or because the reply that had kept it is lost, did not run while the policy may have
/// changed: it is planned by the one that holds now.
pub(super) fn replan_what_goes_on(story: &mut Story<'_>) {
    let goes_on = |event: &Event| {
        matches!(
            event,
            Event::ClockResumed { since: None, .. } | Event::ReplyWithdrawn { waiting_since: Some(_), .. }
        )
    };
    if story.events().iter().any(goes_on) {
        replan_clocks(story);
        start_missing(story);
    }
}

fn replan_clocks(story: &mut Story<'_>) {
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
