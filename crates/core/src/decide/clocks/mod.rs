//! Promised times follow from what stands: after every decision the clocks that should run are compared with those
//! that do, so that no way through the rules can forget one (law 5).

mod acting;
mod moving;
mod starting;

pub(super) use acting::came;
pub(super) use moving::replan;
pub(super) use starting::target_of_first_response;

use super::{due, story::Story};
use crate::clock::{Clock, ClockKey, ClockKind, StopCause};
use crate::conversation::{Conversation, PendingOn, Status};
use crate::event::{Event, TextKind};
use crate::number::Number;
use acting::give_time;
use baton_hours::Moment;
use moving::bring_forward;
use starting::{resume, settle_asks, start};

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
        due::tell_who_works(story);
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
    // A reply counts from its press, however late the carrier took it, and whatever was said meanwhile.
    let in_time = match pressed(story).filter(|_| key.kind.is_response()) {
        Some(pressed) => pressed <= due_at,
        None => !clock.breached && (story.now() <= due_at || !clock.runs()),
    };
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

/// When a reply was pressed that counts after all by this decision.
fn pressed(story: &Story<'_>) -> Option<Moment> {
    story.events().iter().find_map(|event| match event {
        Event::ReplyRestored { pressed_at, .. } => *pressed_at,
        _ => None,
    })
}

/// Whether this decision wrote a text of a person.
fn wrote(story: &Story<'_>) -> bool {
    story.events().iter().any(|event| {
        matches!(event, Event::TextWritten { kind: TextKind::Person, .. } | Event::ReplyRestored { .. })
    })
}
