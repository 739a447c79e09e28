//! Promised times as the pages show them: by when, how near, how much is spent.

use super::desk::Desk;
use baton_core::{Clock, ClockKind, ClockState, Conversation, Status};
use baton_pages::{Due, DueState, Rail};

/// The promise that is due first, of the conversation or one of its questions; none if nothing runs.
pub(super) fn due(desk: &Desk, conversation: &Conversation) -> Option<Due> {
    conversation.first_due().map(|clock| due_by(desk, clock))
}

/// When a promise is due.
pub(super) fn due_by(desk: &Desk, clock: &Clock) -> Due {
    // Once they were warned it is at risk, whatever the reader's own clock shows.
    let risk_from = clock.warn_at.unwrap_or(if clock.warned { clock.started_at } else { clock.due_at });
    Due {
        at: desk.when.due(clock.due_at),
        started: desk.when.exact(clock.started_at).iso,
        risk_from: desk.when.exact(risk_from).iso,
        state: state(desk, clock),
    }
}

/// How much of it is spent.
pub(super) fn rail(desk: &Desk, conversation: &Conversation) -> Rail {
    rail_by(desk, conversation, conversation.first_due())
}

/// How much of a promise of it is spent.
pub(super) fn rail_by(desk: &Desk, conversation: &Conversation, clock: Option<&Clock>) -> Rail {
    match (conversation.status, clock) {
        (Status::Closed, _) | (Status::Open, None) => Rail::None,
        (Status::Pending, None) => Rail::Waiting,
        (_, Some(clock)) => {
            let whole = (clock.due_at.micros() - clock.started_at.micros()).max(1);
            let spent = (desk.when.now().micros() - clock.started_at.micros()).clamp(0, whole);
            let percent = u8::try_from(i128::from(spent) * 100 / i128::from(whole)).unwrap_or(100);
            Rail::Spent { percent, state: state(desk, clock) }
        }
    }
}

/// What is promised, in two words.
pub(super) fn what(desk: &Desk, conversation: &Conversation) -> String {
    let Some(clock) = conversation.first_due() else { return String::new() };
    super::put_to::about(desk, conversation, clock).unwrap_or_else(|| {
        match clock.key.kind {
            // What nobody promised in words is owed all the same while it is open: a step, or that it waits or is closed.
            ClockKind::FollowUp if conversation.promised.is_none() => "our next step",
            kind => kind_words(kind),
        }
        .to_owned()
    })
}

pub(super) fn kind_words(kind: ClockKind) -> &'static str {
    match kind {
        ClockKind::FirstResponse => "first reply",
        ClockKind::NextResponse => "reply",
        ClockKind::FollowUp => "our next step",
        ClockKind::Resolution => "settled",
        ClockKind::Ask => "answer to a question",
    }
}

fn state(desk: &Desk, clock: &Clock) -> DueState {
    if clock.breached || clock.due_at < desk.when.now() {
        return DueState::Late;
    }
    let at_risk = clock.warn_at.is_some_and(|at| at <= desk.when.now());
    if at_risk || clock.state() == ClockState::AtRisk { DueState::Risk } else { DueState::Enough }
}
