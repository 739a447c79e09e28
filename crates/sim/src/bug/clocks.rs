//! Mistakes with promised times, as the design says them sentence by sentence: each is planted in what a decision came to.

use super::Bug;
use baton_core::{
    By, Clock, ClockKey, ClockKind, Command, Event, Moment, Notice, PendingOn, Refusal, Status, StopCause,
    Subject, TextKind, World,
};
use std::time::Duration;

const HOUR: Duration = Duration::from_hours(1);

impl Bug {
    /// What is told instead of an event; none where this is none of these mistakes, or not the place for it.
    #[expect(clippy::too_many_lines, reason = "a list of cases, each of which stands by itself")]
    pub(super) fn told_of_clocks(
        self,
        event: &Event,
        all: &[Event],
        before: &Subject,
        world: &World<'_>,
    ) -> Option<Vec<Event>> {
        let now = world.now;
        let event = event.clone();
        let and = |more: Event| Some(vec![event.clone(), more]);
        match (self, &event) {
            (Self::AutoReplyKeeps, Event::TextWritten { kind: TextKind::AutoReply, .. })
            | (Self::ProgramKeeps, Event::TextWritten { kind: TextKind::Program, .. })
            | (Self::NoteKeeps, Event::NoteAdded { .. }) => {
                let (key, due_at) = response(before, all)?;
                and(Event::ClockKept { key, due_at, paused: false })
            }
            (Self::CourtesyStarts, Event::TextReceived { courtesy: true, .. })
            | (Self::ReactionStarts, Event::ReactionReceived { .. })
                if before.live().is_some_and(|live| live.waiting_since.is_none()) =>
            {
                let runs = before.live()?.clocks.first().map(|clock| clock.target.clone());
                and(Event::ClockStarted {
                    key: ClockKey::of(ClockKind::NextResponse),
                    target: runs.unwrap_or_else(|| "Everybody else".to_owned()),
                    started_at: now,
                    due_at: now + HOUR,
                    warn_at: None,
                    since: None,
                })
            }
            (Self::AnswerIsCourtesy, Event::TextReceived { courtesy: false, body, word: None, .. })
                if baton_text::is_courtesy(body, false) =>
            {
                let mut event = event.clone();
                if let Event::TextReceived { courtesy, .. } = &mut event {
                    *courtesy = true;
                }
                Some(vec![event])
            }
            (Self::PromiseByIgnored, Event::ClockStarted { key, due_at, .. })
                if key.kind == ClockKind::FollowUp && promises(all) == Some(*due_at) =>
            {
                Some(vec![due(event.clone(), now + 24 * HOUR)])
            }
            (Self::PutOff, Event::ClockMoved { from, due_at, .. }) if due_at < from => {
                Some(vec![due(event.clone(), *from + HOUR)])
            }
            (Self::RunsWhileClosed, Event::ClockStarted { key, target, started_at, due_at, .. })
                if key.kind == ClockKind::FirstResponse =>
            {
                let targets = world.directory.policy.targets();
                let target = targets.iter().find(|one| one.name == *target && one.hours.is_some())?;
                let at = *started_at + target.first_response?.real_time();
                (at != *due_at).then(|| vec![due(event.clone(), at)])
            }
            (Self::CloseLeavesClocks, Event::ClockStopped { .. } | Event::ClockKept { .. }) => {
                closes(all).then(Vec::new)
            }
            (Self::ClosedAsKept, Event::ClockStopped { key, due_at, cause: StopCause::Closed, paused }) => {
                Some(vec![Event::ClockKept { key: *key, due_at: *due_at, paused: *paused }])
            }
            (Self::ReplyLeavesPath, Event::ClockStarted { key, .. }) if key.kind == ClockKind::FollowUp => {
                let live = before.live()?;
                let clock = live.clocks.iter().find(|clock| clock.key.kind.is_response())?;
                let path = clock.escalated.as_ref()?;
                and(Event::EscalationStepped {
                    key: *key,
                    path: "Path0".to_owned(),
                    step: path.steps,
                    told: Vec::new(),
                    why: "nobody has answered yet".to_owned(),
                    entered_at: Some(path.entered_at),
                    next_at: path.next_at,
                })
            }
            (Self::NobodysStepWaits, Event::EscalationStepped { told, next_at: Some(next), .. })
                if told.is_empty() && *next == now =>
            {
                let mut event = event.clone();
                if let Event::EscalationStepped { next_at, .. } = &mut event {
                    *next_at = Some(now + HOUR);
                }
                Some(vec![event])
            }
            (Self::FallbackNotTold, Event::EscalationStepped { path, step, told, .. }) => {
                let paths = world.directory.policy.escalations();
                let steps = paths.iter().find(|one| one.name == *path)?.steps.len();
                let last = usize::try_from(*step).is_ok_and(|step| step > steps) && !told.is_empty();
                let mut event = event.clone();
                if let Event::EscalationStepped { told, .. } = &mut event {
                    told.clear();
                }
                last.then(|| vec![event])
            }
            (Self::NotPlannedAnew, Event::ClockMoved { since: None, .. }) => {
                (*world.by == By::Policy && !all.iter().any(brings_forward)).then(Vec::new)
            }
            (Self::GoesOnByOldPolicy, Event::ClockMoved { since: None, .. }) => {
                let goes_on = |event: &Event| {
                    matches!(event, Event::ClockResumed { since: None, .. } | Event::ReplyWithdrawn { .. })
                };
                all.iter().any(goes_on).then(Vec::new)
            }
            (Self::ReopenedAnew, Event::ClockResumed { due_at, since: None, key, .. }) => {
                let clock = before.conversation.as_ref()?.clock(*key)?;
                let used = clock.paused_at?.since(clock.started_at);
                let again = all.iter().any(|event| matches!(event, Event::Reopened { .. }));
                (again && !clock.breached && used > Duration::ZERO)
                    .then(|| vec![due(event.clone(), *due_at + used)])
            }
            (Self::UrgentWaits, Event::ClockMoved { since: Some(_), .. }) => Some(Vec::new()),
            (Self::SilenceGoesOn, Event::StatusChanged { from: Status::Pending, to: Status::Open, .. }) => {
                let until = before.live()?.close_at?;
                let mut event = event.clone();
                if let Event::StatusChanged { close_at, .. } = &mut event {
                    *close_at = Some(until);
                }
                Some(vec![event])
            }
            (Self::WakeIgnored, Event::StatusChanged { due_at: Some(due_at), to: Status::Open, .. }) => {
                let who = before.live()?.accountable;
                Some(vec![
                    Event::WakeUpPassed { due_at: Some(*due_at) },
                    Event::Told { who, about: Notice::Reminder, message: None },
                ])
            }
            (Self::FollowUpStays, Event::ClockKept { key, .. } | Event::ClockStopped { key, .. })
                if key.kind == ClockKind::FollowUp && all.iter().any(by_a_person) =>
            {
                Some(Vec::new())
            }
            (Self::WarnedTwice, Event::ClockWarned { .. }) => and(event.clone()),
            (Self::BreachEntersAgain, Event::ClockBreached { key, due_at }) => {
                before.live()?.clock(*key)?.escalated.as_ref()?;
                and(Event::EscalationStepped {
                    key: *key,
                    path: "Path0".to_owned(),
                    step: 1,
                    told: vec![world.directory.fallback],
                    why: "the promise is broken".to_owned(),
                    entered_at: Some(*due_at),
                    next_at: None,
                })
            }
            (Self::ActTimeIgnored, Event::EscalationStepped { .. }) => {
                let late = all.iter().any(|event| matches!(event, Event::ClockBreached { .. }));
                let slow =
                    all.iter().any(|event| matches!(event, Event::OwnerGivenTime { act_by: None, .. }));
                (slow && !late).then(Vec::new)
            }
            (
                Self::FailedStaysPending,
                Event::StatusChanged { from: Status::Pending, to: Status::Open, .. },
            ) => {
                let failed =
                    |event: &Event| matches!(event, Event::ReplyWithdrawn { waiting_since: Some(_), .. });
                all.iter().any(failed).then(Vec::new)
            }
            (Self::CourtesyOpens, Event::TextReceived { courtesy: true, .. })
                if before.live().is_some_and(|live| live.pending_on == Some(PendingOn::Customer)) =>
            {
                and(Event::StatusChanged {
                    from: Status::Pending,
                    to: Status::Open,
                    pending_on: None,
                    reason: None,
                    wake_at: None,
                    close_at: None,
                    waits_for: None,
                    due_at: None,
                })
            }
            _ => None,
        }
    }

    /// What is refused although it should not be.
    pub(crate) fn refuses(self, subject: &Subject, command: &Command, world: &World<'_>) -> Option<Refusal> {
        let Command::Send(_, text) = command else { return None };
        // Night in New York, in winter and in summer.
        let hour = world.now.micros() / 3_600_000_000 % 24;
        let last = subject.thread.as_ref()?.last_inbound_at?;
        let night = (2..12).contains(&hour) && world.now < last + 24 * HOUR;
        let wrong = self == Self::NightHoldsAnswers
            && night
            && text.later.is_none()
            && world.by.as_person().is_some();
        wrong.then(|| Refusal::QuietHours { sentence: "It is night there.".to_owned(), until: None })
    }
}

/// The promise to answer that runs: before, or since this very decision.
fn response(before: &Subject, all: &[Event]) -> Option<(ClockKey, Moment)> {
    let runs = |clock: &&Clock| clock.key.kind.is_response() && clock.key.ask.is_none() && clock.runs();
    let before = before.live().and_then(|live| live.clocks.iter().find(runs));
    let started = all.iter().find_map(|event| match event {
        Event::ClockStarted { key, due_at, .. } if key.kind.is_response() && key.ask.is_none() => {
            Some((*key, *due_at))
        }
        _ => None,
    });
    before.map(|clock| (clock.key, clock.due_at)).or(started)
}

fn promises(all: &[Event]) -> Option<Moment> {
    all.iter().find_map(|event| match event {
        Event::TextWritten { promise_by, kind: TextKind::Person, .. } => *promise_by,
        _ => None,
    })
}

fn by_a_person(event: &Event) -> bool {
    matches!(event, Event::TextWritten { kind: TextKind::Person, .. })
}

fn closes(all: &[Event]) -> bool {
    all.iter().any(|event| matches!(event, Event::Closed { .. }))
}

/// What may bring a promise forward, whatever the policy says.
fn brings_forward(event: &Event) -> bool {
    matches!(event, Event::TagsChanged { .. } | Event::Routed { .. } | Event::PriorityChanged { .. })
}

/// The same, due at another time.
fn due(mut event: Event, at: Moment) -> Event {
    if let Event::ClockStarted { due_at, .. }
    | Event::ClockMoved { due_at, .. }
    | Event::ClockResumed { due_at, .. } = &mut event
    {
        *due_at = at;
    }
    event
}
