//! Quiet hours: what the business starts waits for the day where the customer is. A person is told so and may go on;
//! what no person looks at waits by itself. Answers to what they have just written never wait.

use super::{scheduled, story::Story};
use crate::command::NewText;
use crate::event::TextKind;
use crate::later::{IfChanged, Later};
use crate::quiet::{ANSWERS, Quiet};
use crate::refusal::{Reason, Refusal};
use crate::time_words::time_of_day;
use baton_hours::Moment;

/// Why something waits, in words.
pub(super) const NIGHT: &str = "it is night where they are";

/// When a text goes out that somebody wants to send.
#[derive(Debug)]
pub(super) enum When {
    /// At once.
    Now,
    /// At its time.
    At(Later),
    /// When the night is over there.
    ByDay(Later),
}

impl When {
    /// The instant at which it goes out.
    pub(super) fn at(&self, story: &Story<'_>) -> Moment {
        match self {
            Self::Now => story.now(),
            Self::At(later) | Self::ByDay(later) => later.at,
        }
    }
}

/// How a text comes to go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goes {
    /// At somebody's press, in a conversation that stands.
    Pressed,
    /// At a press that begins a conversation, or that lets a scheduled text go before its time: a program's is then no
    /// answer, whatever they have written.
    Begun,
    /// By itself, at its time: no answer, whoever wrote it, for nobody is there when it rings.
    Later,
}

/// Until when it is night for a text that goes out at `at`.
pub(super) fn night(story: &Story<'_>, kind: TextKind, goes: Goes, at: Moment) -> Option<Quiet> {
    // A thread that was stored before that was kept says it by what waits, or was answered last.
    let waited = || {
        let conversation = story.subject().conversation.as_ref()?;
        conversation.waiting_since.or_else(|| conversation.replies.last()?.since)
    };
    let last = story.thread().ok()?.last_inbound_at.or_else(waited);
    let answers = last.is_some_and(|last| at < last + ANSWERS);
    let may_answer = match goes {
        Goes::Pressed => true,
        Goes::Begun => kind == TextKind::Person,
        Goes::Later => false,
    };
    if answers && may_answer {
        return None;
    }
    let address = &story.number().ok()?.address;
    story.directory().quiet(story.subject().contact.as_deref(), address, at)
}

/// At the press of the button.
pub(super) fn at_press(
    story: &Story<'_>,
    text: &NewText,
    kind: TextKind,
    begins: bool,
) -> Result<When, Refusal> {
    // A time that cannot be is told first, whatever the hour there.
    if let Some(later) = text.later {
        scheduled::lies_ahead(story, "send_at", later.at)?;
    }
    let wanted = text.later.map_or(When::Now, When::At);
    if text.despite_quiet_hours {
        only_people(kind)?;
        return Ok(wanted);
    }
    let at = text.later.map_or(story.now(), |later| later.at);
    let goes = match text.later {
        Some(_) => Goes::Later,
        None if begins => Goes::Begun,
        None => Goes::Pressed,
    };
    let Some(quiet) = night(story, kind, goes, at) else { return Ok(wanted) };
    let by_itself = quiet.until.filter(|_| kind != TextKind::Person);
    match by_itself {
        Some(at) => {
            let if_changed = text.later.map_or(IfChanged::default(), |later| later.if_changed);
            Ok(When::ByDay(Later { at, if_changed }))
        }
        None => Err(refusal(story, &quiet, at)),
    }
}

/// Nobody but a person can say that a text cannot wait; what tells of a handoff is a person's too.
pub(super) fn only_people(kind: TextKind) -> Result<(), Refusal> {
    if matches!(kind, TextKind::Person | TextKind::Handoff) {
        return Ok(());
    }
    Err(Refusal::invalid(
        Reason::OnlyPeopleAtNight,
        "despite_quiet_hours",
        "Only a person can say that a text cannot wait. Leave it out: the text goes out when it is day there.",
    ))
}

/// What a person is told, who may go on all the same.
pub(super) fn refusal(story: &Story<'_>, quiet: &Quiet, at: Moment) -> Refusal {
    let hours = story.directory().policy.quiet_hours();
    let (who, wall) = (story.customer(), quiet.wall);
    let is = match (quiet.zones, at > story.now()) {
        (1, false) => "is",
        (_, false) => "may be",
        (1, true) => "will be",
        (_, true) => "may then be",
    };
    let sentence = format!(
        "It {is} {} where {who} is. What we start goes out from {} to {} there. Send it then, or say that it cannot \
         wait.",
        time_of_day(u16::from(wall.hour) * 60 + u16::from(wall.minute)),
        time_of_day(hours.from.minutes()),
        time_of_day(hours.to.minutes())
    );
    Refusal::QuietHours { sentence, until: quiet.until }
}
