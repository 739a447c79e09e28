//! What runs is due at another time: something brought it forward, or the policy changed.

use super::acting::replan_time;
use super::starting::{choose, counts_from, length, start};
use super::wanted;
use crate::clock::{Clock, ClockKey, ClockKind, StopCause};
use crate::conversation::Conversation;
use crate::decide::status;
use crate::decide::story::Story;
use crate::directory::Directory;
use crate::event::Event;
use crate::number::Number;
use crate::plan::{Plan, plan};
use std::time::Duration;

/// Something that counts for the choice of a target changed: what runs may come forward by that, and never back. A rule that
/// a further text fits holds from the first text on; what turns urgent does so now, and so does what would be late at once.
/// What its author promised for a time of their own stays promised for that time.
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
    let directory = story.directory();
    let moves = |clock: &&Clock| {
        let follows = follows_the_conversation(directory, conversation, clock);
        clock.runs() && !began(clock.key) && follows && !is_a_persons(conversation, clock.key)
    };
    let running: Vec<Clock> = conversation.all_clocks().filter(moves).cloned().collect();
    if running.is_empty() {
        return;
    }
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

/// Whether the target that holds for the conversation is that of this clock too: not of a question with a time of its own,
/// or with its rule's target.
fn follows_the_conversation(directory: &Directory, conversation: &Conversation, clock: &Clock) -> bool {
    let ask = clock.key.ask.and_then(|id| conversation.asks.iter().find(|ask| ask.id == id));
    ask.is_none_or(|ask| {
        let known = |name: &String| directory.policy.targets().iter().any(|target| &target.name == name);
        ask.due_at.is_none() && !ask.target.as_ref().is_some_and(known)
    })
}

/// Whether a person wrote by when it is due: no policy moves that.
fn is_a_persons(conversation: &Conversation, key: ClockKey) -> bool {
    match key.ask {
        Some(id) => conversation.asks.iter().any(|ask| ask.id == id && ask.due_at.is_some()),
        None => key.kind == ClockKind::FollowUp && conversation.promised.is_some(),
    }
}

/// The policy changed: what runs, or waits to go on, is planned anew, from where it counted from. What was late stays late.
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
    let clocks: Vec<Clock> = live.all_clocks().cloned().collect();
    for clock in clocks {
        replan_one(story, &clock);
    }
}

/// One of them. It stays as it is where the policy says the same as before.
pub(super) fn replan_one(story: &mut Story<'_>, clock: &Clock) {
    let Some(live) = story.subject().live() else { return };
    if clock.breached || is_a_persons(live, clock.key) {
        return;
    }
    let (directory, key, from) = (story.directory(), clock.key, clock.due_at);
    let by_name = directory.policy.targets().iter().find(|target| target.name == clock.target);
    let target = by_name.or_else(|| choose(story).map(|at| &directory.policy.targets()[at]));
    let planned = target.and_then(|target| {
        let length = length(target, key.kind)?;
        plan(directory, target, length, clock.counts_from(), Duration::from_micros(clock.paused_micros))
    });
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
