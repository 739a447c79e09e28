//! Scheduled texts: written now, sent at their time if nothing came meanwhile that their author has not seen (law 7).

mod dropped;
mod due;
mod press;

pub(super) use dropped::{drop_for_close, drop_for_offer, drop_for_opt_out, resettle};
pub(super) use due::due;
pub(super) use press::{change, put_down, send_now};

use super::quiet::NIGHT;
use super::story::Story;
use super::write::Words;
use super::{Made, asks, status};
use crate::command::{NewText, Then};
use crate::conversation::{Conversation, PendingOn, Status, WaitsFor};
use crate::event::{Event, MadeWith};
use crate::ids::{HandoffId, MessageId, PersonId, ScheduledId};
use crate::later::{IfChanged, Later, Scheduled};
use crate::owner::By;
use crate::quiet::Quiet;
use crate::refusal::{Reason, Refusal};
use baton_hours::Moment;
use due::tell_of_held;
use std::time::Duration;

/// The farthest ahead: two years.
const AHEAD: Duration = Duration::from_hours(2 * 366 * 24);

/// The reason of a conversation that waits for nothing but its scheduled text.
const WAITS: &str = "a text of ours goes out later";

/// Why one is held to a number that may be anywhere.
const NEVER_DAY: &str = "there is no time at which it is day wherever that number may be";

/// Keeps it for its time. `began`: there was nothing open before, so the conversation waits for it.
pub(super) fn put(
    story: &mut Story<'_>,
    text: &NewText,
    words: Words,
    later: Later,
    began: bool,
    reason: Option<&str>,
) -> Result<(), Refusal> {
    let Later { at: send_at, if_changed } = later;
    lies_ahead(story, "send_at", send_at)?;
    if text.promise_by.is_some_and(|at| at <= send_at) {
        return Err(Refusal::invalid(
            Reason::PromiseBeforeText,
            "promise_by",
            "That is before the text goes out. Promise a later time.",
        ));
    }
    let Words { body, then, promise_by, timeframe, made_with } = words;
    let then = match checked(then, send_at)? {
        // Nobody is there to be asked once its time has come.
        Then::Closed { reason } => Then::Closed { reason: status::why_closed(story, reason)? },
        then => then,
    };
    let conversation = story.live()?;
    if conversation.scheduled.len() >= Conversation::SCHEDULED {
        let most = Conversation::SCHEDULED;
        return Err(too_many(most));
    }
    all_fit(conversation, &body, None)?;
    asks::may_answer(story, &text.answers)?;
    let id = ScheduledId::new(story.live()?.id, story.next_part()?);
    let scheduled = Scheduled {
        id,
        by: story.by().clone(),
        body,
        media: text.media.clone(),
        then,
        promise_by,
        timeframe,
        answers: text.answers.clone(),
        made_with,
        send_at,
        if_changed,
        despite_quiet_hours: text.despite_quiet_hours,
        written_at: story.now(),
        seen: newest(story)?,
        held: None,
        offer: None,
    };
    story.say(Event::TextScheduled { text: Box::new(scheduled), reason: reason.map(str::to_owned) });
    story.made = Some(Made::Scheduled(id));
    if began {
        let from = story.live()?.status;
        story.say(Event::StatusChanged {
            from,
            to: Status::Pending,
            pending_on: Some(PendingOn::Internal),
            reason: Some(WAITS.to_owned()),
            wake_at: None,
            close_at: None,
            waits_for: Some(WaitsFor::OurText),
            due_at: None,
        });
    }
    Ok(())
}

/// The words by which somebody handed over, where it is night: they wait for the day there.
pub(super) fn put_handoff(
    story: &mut Story<'_>,
    (offer, giver): (HandoffId, PersonId),
    body: String,
    made_with: Option<MadeWith>,
    quiet: &Quiet,
) -> Result<(), Refusal> {
    let conversation = story.live()?;
    if conversation.scheduled.len() >= Conversation::SCHEDULED {
        let most = Conversation::SCHEDULED;
        return Err(too_many(most));
    }
    all_fit(conversation, &body, None)?;
    let id = ScheduledId::new(conversation.id, story.next_part()?);
    let text = Box::new(Scheduled {
        id,
        by: By::person(giver),
        body,
        media: Vec::new(),
        then: Then::Open,
        promise_by: None,
        timeframe: None,
        answers: Vec::new(),
        made_with,
        send_at: quiet.until.unwrap_or(story.now()),
        if_changed: IfChanged::Ask,
        despite_quiet_hours: false,
        written_at: story.now(),
        seen: newest(story)?,
        held: quiet.until.is_none().then(|| NEVER_DAY.to_owned()),
        offer: Some(offer),
    });
    let held = text.held.is_some();
    story.say(Event::TextScheduled { text, reason: Some(NIGHT.to_owned()) });
    if held {
        tell_of_held(story, Some(giver));
    }
    Ok(())
}

fn too_many(most: usize) -> Refusal {
    Refusal::not_now(
        Reason::TooManyScheduled,
        format!("{most} texts wait here already. Drop one of them first."),
    )
}

/// A time that a text or reminder can wait for.
pub(super) fn lies_ahead(story: &Story<'_>, field: &'static str, at: Moment) -> Result<(), Refusal> {
    if at <= story.now() {
        return Err(Refusal::invalid(Reason::TimePassed, field, "That time has passed. Choose a later one."));
    }
    if at > story.now() + AHEAD {
        return Err(Refusal::invalid(
            Reason::TooFarAhead,
            field,
            "That is more than two years ahead. Choose an earlier time.",
        ));
    }
    Ok(())
}

/// What comes after it, as far as that can be said before.
fn checked(then: Then, send_at: Moment) -> Result<Then, Refusal> {
    match then {
        Then::Open => Ok(Then::Open),
        Then::Pending { wake_at: Some(at) } if at <= send_at => Err(Refusal::invalid(
            Reason::WakeBeforeText,
            "wake_at",
            "That is before the text goes out. Choose a later time.",
        )),
        Then::Pending { wake_at } => Ok(Then::Pending { wake_at }),
        Then::Closed { reason } => Ok(Then::Closed { reason: status::words(reason)? }),
    }
}

/// The last message of the thread; whatever is newer, comes after this.
fn newest(story: &Story<'_>) -> Result<MessageId, Refusal> {
    let thread = story.thread()?;
    Ok(MessageId::new(thread.id, thread.messages))
}

/// Whether what waits, with `body` in the place of `instead`, is little enough to be read with every text.
fn all_fit(conversation: &Conversation, body: &str, instead: Option<ScheduledId>) -> Result<(), Refusal> {
    let others = conversation.scheduled.iter().filter(|text| Some(text.id) != instead);
    let length = others.map(|text| text.body.chars().count()).sum::<usize>() + body.chars().count();
    let most = Conversation::SCHEDULED_CHARACTERS;
    if length > most {
        return Err(Refusal::not_now(
            Reason::ScheduledTooLong,
            format!(
                "The texts that wait here would have {length} characters together, and can have {most}. Drop one of them \
             first."
            ),
        ));
    }
    Ok(())
}
