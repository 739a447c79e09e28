//! Promised times that run: by when we answer, and what happens when we do not.

use crate::ids::AskId;
use baton_hours::Moment;
use serde::{Deserialize, Serialize};

/// What is promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// From the first text that needs an answer to the first reply by a person.
    FirstResponse,
    /// From the first such text since our last reply to our next one.
    NextResponse,
    /// While it is open and no text waits for an answer: we said that we would do something.
    FollowUp,
    /// From opening to close, without the time in which we wait for the customer.
    Resolution,
    /// Of an ask: from the text that asks, or from when somebody asked, to its answer.
    Ask,
}

impl ClockKind {
    /// Its word, as API and events spell it.
    pub fn word(self) -> &'static str {
        match self {
            Self::FirstResponse => "first_response",
            Self::NextResponse => "next_response",
            Self::FollowUp => "follow_up",
            Self::Resolution => "resolution",
            Self::Ask => "ask",
        }
    }

    /// Which of several that are due at the same time is shown first, lowest first: responses before follow-up before
    /// resolution.
    pub fn rank(self) -> u8 {
        match self {
            Self::FirstResponse => 0,
            Self::NextResponse => 1,
            Self::Ask => 2,
            Self::FollowUp => 3,
            Self::Resolution => 4,
        }
    }

    /// Whether a person's text is what it waits for.
    pub fn is_response(self) -> bool {
        matches!(self, Self::FirstResponse | Self::NextResponse)
    }
}

/// Which clock of a conversation: one of each kind, and one of each ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockKey {
    /// What is promised.
    #[serde(rename = "clock")]
    pub kind: ClockKind,
    /// The ask whose clock it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<AskId>,
}

impl ClockKey {
    /// A clock of the conversation itself.
    pub fn of(kind: ClockKind) -> Self {
        Self { kind, ask: None }
    }

    /// The clock of an ask.
    pub fn of_ask(ask: AskId) -> Self {
        Self { kind: ClockKind::Ask, ask: Some(ask) }
    }
}

/// How far an escalation path has been gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalated {
    /// When it was entered: early, because its owner did not act, or at the breach.
    pub entered_at: Moment,
    /// How many of its steps are done.
    #[serde(default)]
    pub steps: u32,
    /// When the next one is due; none after the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_at: Option<Moment>,
}

/// One clock. It runs, or it is paused; one that ended stands in the timeline only.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a thing of its own that has happened to it or not"
)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Which.
    #[serde(flatten)]
    pub key: ClockKey,
    /// The target that promises it, by name.
    pub target: String,
    /// From when the promise counts: when the text reached us, or when we said that we would do something.
    pub started_at: Moment,
    /// From when its time counts, where that is later than its start: it turned urgent only then, or could be answered only
    /// from then on, because they had opted out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts_from: Option<Moment>,
    /// By when. At this very instant a reply still keeps it. Of a paused clock: as it was when it was paused.
    pub due_at: Moment,
    /// When its owner is warned; none if they were, or are not to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn_at: Option<Moment>,
    /// Since when it is paused; none while it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_at: Option<Moment>,
    /// For how long it was paused before, in microseconds of the time in which it runs.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub paused_micros: u64,
    /// It is paused because they opted out: once they opt in again its time counts anew.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub anew: bool,
    /// Its warning was due, and waits for the hours of whoever answers until `warn_at`, or until they say that they are in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
    /// Its owner was warned.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub warned: bool,
    /// It was not kept. That stays on record whatever comes later.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub breached: bool,
    /// Where its escalation stands; none while it has not begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalated: Option<Escalated>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "it is what serde hands over")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// How a clock is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// Time enough.
    Running,
    /// It waits.
    Paused,
    /// Most of the time is spent.
    AtRisk,
    /// Too late.
    Breached,
}

impl Clock {
    /// How it stands.
    pub fn state(&self) -> ClockState {
        match (self.breached, self.paused_at, self.warned) {
            (true, ..) => ClockState::Breached,
            (_, Some(_), _) => ClockState::Paused,
            (_, None, true) => ClockState::AtRisk,
            _ => ClockState::Running,
        }
    }

    /// Whether it runs, late or not.
    pub fn runs(&self) -> bool {
        self.paused_at.is_none()
    }

    /// From when its time counts: from its start, unless it was brought forward by something that happened later.
    pub fn counts_from(&self) -> Moment {
        self.counts_from.unwrap_or(self.started_at)
    }

    /// Its owner is warned then; none: not, or not any more.
    pub(crate) fn is_to_warn(&mut self, at: Option<Moment>) {
        (self.warn_at, self.held) = (at, false);
    }

    /// The instant from which it is too late: right after the due one.
    pub fn too_late_at(&self) -> Moment {
        Moment::from_micros(self.due_at.micros().saturating_add(1))
    }

    /// The earliest instant at which something about it happens by itself.
    pub fn next_at(&self) -> Option<Moment> {
        if !self.runs() {
            return None;
        }
        let late = (!self.breached).then(|| self.too_late_at());
        let step = self.escalated.as_ref().and_then(|path| path.next_at);
        [self.warn_at, late, step].into_iter().flatten().min()
    }
}

/// Why a clock ended without being kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopCause {
    /// It was answered after its time.
    AnsweredLate,
    /// The conversation was closed without that reply; should it go on, the clock goes on with the time already used.
    Closed,
    /// We wait for the customer.
    Pending,
    /// A customer's text took over: the promise to answer it runs instead.
    Overtaken,
    /// They opted out: nobody can answer by text. What waits for an answer is paused with that.
    OptedOut,
    /// The policy promises nothing of the kind any more.
    Policy,
    /// The ask was dropped.
    Dropped,
}
