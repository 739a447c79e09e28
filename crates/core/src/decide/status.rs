//! Open, pending, closed; and labels.

use super::replies::{self, Farewell};
use super::story::Story;
use super::{asks, handoff, hours_of, own, scheduled};
use crate::conversation::{Conversation, PendingOn, Status};
use crate::event::{Event, Notice};
use crate::later::Scheduled;
use crate::plan::Time;
use crate::refusal::Refusal;
use baton_hours::Moment;

/// Why silence closes.
const NO_REPLY: &str = "no reply";
/// The most characters of a reason.
const REASON: usize = 200;
/// The most characters of a tag.
const TAG: usize = 40;
/// The most tags of a conversation.
const TAGS: usize = 30;

/// Opens a pending one, or reopens a closed one.
pub(super) fn open(story: &mut Story<'_>) -> Result<(), Refusal> {
    let conversation = story.conversation()?;
    let from = conversation.status;
    match from {
        Status::Open => Ok(()),
        Status::Pending => {
            story.say(Event::StatusChanged {
                from,
                to: Status::Open,
                pending_on: None,
                reason: None,
                wake_at: None,
                close_at: None,
                waits_for: None,
                due_at: None,
            });
            own::open_again(story);
            Ok(())
        }
        Status::Closed => {
            again(story)?;
            own::open_again(story);
            Ok(())
        }
    }
}

/// A closed conversation goes on with whoever has it, for they are about to write in it.
pub(super) fn reopen(story: &mut Story<'_>) -> Result<(), Refusal> {
    again(story)?;
    own::resettle(story);
    Ok(())
}

/// A closed conversation goes on, unless the thread has gone on without it (law 1).
fn again(story: &mut Story<'_>) -> Result<(), Refusal> {
    let id = story.conversation()?.id;
    if let Some(open) = story.other_live() {
        return Err(Refusal::AlreadyOpen(open));
    }
    if story.thread()?.last_closed != Some(id) {
        return Err(Refusal::NotNow("This is an earlier conversation. Go on in the latest one.".to_owned()));
    }
    story.say(Event::Reopened { id });
    Ok(())
}

/// Waits: for the customer, if our reply is the last word; or for something of ours, if somebody says what.
pub(super) fn wait(
    story: &mut Story<'_>,
    on: Option<PendingOn>,
    reason: Option<String>,
    wake_at: Option<Moment>,
) -> Result<(), Refusal> {
    let live = story.live()?;
    let reason = words(reason)?;
    let on = on.unwrap_or(PendingOn::Customer);
    match on {
        PendingOn::Customer if live.waiting_since.is_some() => {
            return Err(Refusal::NotNow(format!(
                "{}'s last text has no answer yet. Answer it, or say what of ours you wait for.",
                story.customer()
            )));
        }
        PendingOn::Customer => asks::none_waits(story)?,
        PendingOn::Internal if reason.is_none() => {
            return Err(Refusal::invalid("reason", "Say what you wait for, for example “lab report”."));
        }
        PendingOn::Internal => {}
    }
    if wake_at.is_some_and(|at| at <= story.now()) {
        return Err(Refusal::invalid("wake_at", "That time has passed. Choose a later one."));
    }
    let from = live.status;
    let close_at = if on == PendingOn::Customer { silent_until(story, live, story.now()) } else { None };
    // Silence is counted from our last text.
    let wrote = story.events().iter().any(|event| matches!(event, Event::TextWritten { .. }));
    if from == Status::Pending
        && live.pending_on == Some(on)
        && live.reason == reason
        && live.wake_at == wake_at
        && (live.close_at == close_at || !wrote)
        && live.waits_for.is_none()
    {
        return Ok(());
    }
    story.say(Event::StatusChanged {
        from,
        to: Status::Pending,
        pending_on: Some(on),
        reason,
        wake_at,
        close_at,
        waits_for: None,
        due_at: None,
    });
    Ok(())
}

/// It waits for the customer as it did before, and their silence counts from now.
pub(super) fn wait_on_customer(story: &mut Story<'_>, reason: Option<String>, wake_at: Option<Moment>) {
    let Some(live) = story.subject().live() else { return };
    let (from, close_at) = (live.status, silent_until(story, live, story.now()));
    story.say(Event::StatusChanged {
        from,
        to: Status::Pending,
        pending_on: Some(PendingOn::Customer),
        reason,
        wake_at,
        close_at,
        waits_for: None,
        due_at: None,
    });
}

/// Until when a customer may be silent since then before the conversation closes by itself, in business days of its queue.
/// While something of ours goes out by itself later, that silence begins after it.
fn silent_until(story: &Story<'_>, live: &Conversation, since: Moment) -> Option<Moment> {
    let directory = story.directory();
    let hours = live.queue.and_then(|id| directory.hours_of_queue(id));
    let last = live.scheduled.iter().filter_map(Scheduled::next_at).max();
    let from = last.map_or(since, |last| last.max(since));
    Time::of(directory, hours).after(from, directory.policy.close_after()?)
}

/// The policy changed: silence closes by what it says now, from where that silence counted from; or not at all. What is not
/// known to have been silent since when keeps its time, while anything closes at all.
pub(super) fn replan_silence(story: &mut Story<'_>) {
    let waits = |live: &&Conversation| {
        live.status == Status::Pending && live.pending_on == Some(PendingOn::Customer) && live.asks.is_empty()
    };
    let Some(live) = story.subject().live().filter(waits) else { return };
    let until = match (story.directory().policy.close_after(), live.silent_since) {
        (None, _) => None,
        (Some(_), None) => live.close_at,
        (Some(_), Some(since)) => silent_until(story, live, since),
    };
    // Its time has come, and its farewell waits for the day.
    let waits = |day| replies::farewell_at(story) == Farewell::AtDay(day);
    if until.is_some_and(|at| at <= story.now()) && live.close_at.is_some_and(waits) {
        return;
    }
    if until != live.close_at {
        story.say(Event::CloseCancelled { until });
    }
}

/// The customer has been silent for as long as the policy waits. What still goes out by itself keeps it from closing.
pub(super) fn close_by_silence(story: &mut Story<'_>) {
    let silent = |live: &&Conversation| {
        live.status == Status::Pending && live.pending_on == Some(PendingOn::Customer) && live.asks.is_empty()
    };
    let Some(live) = story.subject().live().filter(silent) else {
        return story.say(Event::CloseCancelled { until: None });
    };
    if live.scheduled.iter().all(|text| text.held.is_some()) {
        let due_at = live.close_at;
        if let Farewell::AtDay(until) = replies::farewell_at(story) {
            return story.say(Event::CloseCancelled { until: Some(until) });
        }
        replies::farewell(story);
        let reason = no_reply(story);
        return shut(story, Some(reason), due_at);
    }
    let event = match silent_until(story, live, story.now()) {
        None => Event::CloseCancelled { until: None },
        close_at => Event::StatusChanged {
            from: live.status,
            to: live.status,
            pending_on: live.pending_on,
            reason: live.reason.clone(),
            wake_at: live.wake_at,
            close_at,
            waits_for: None,
            due_at: None,
        },
    };
    story.say(event);
}

/// Why silence closes: as the workspace's own list spells it, where that has it.
fn no_reply(story: &Story<'_>) -> String {
    let said = |reason: &&String| reason.to_lowercase() == NO_REPLY;
    story.directory().policy.close_reasons().iter().find(said).cloned().unwrap_or(NO_REPLY.to_owned())
}

/// Nothing more to do.
pub(super) fn close(story: &mut Story<'_>, reason: Option<String>) -> Result<(), Refusal> {
    let conversation = story.conversation()?;
    if !conversation.is_live() {
        return Ok(());
    }
    let reason = words(reason)?;
    // An open question asks for a reason by itself, and names it.
    asks::drop_for_close(story, reason.as_deref())?;
    let reason = why_closed(story, reason)?;
    shut(story, reason, None);
    Ok(())
}

/// Closes it, whoever decided that, with what stands around it: nothing is offered of it any more, and who wanted to
/// know learns of it. `due_at`: when that was due, where its time had come.
pub(super) fn shut(story: &mut Story<'_>, reason: Option<String>, due_at: Option<Moment>) {
    let Some(live) = story.subject().live() else { return };
    let without_reply = live.waiting_since.is_some();
    handoff::withdraw_for_close(story);
    scheduled::drop_for_close(story);
    story.say(Event::Closed { reason, without_reply, due_at });
    handoff::confirm(story);
}

/// The time of a wait, or of a reminder, has come.
pub(super) fn wake(story: &mut Story<'_>) {
    let now = story.now();
    let Some(live) = story.subject().live() else { return };
    let Some(due_at) = live.wake_at.filter(|at| *at <= now) else { return };
    match live.status {
        Status::Pending => {
            story.say(Event::StatusChanged {
                from: Status::Pending,
                to: Status::Open,
                pending_on: None,
                reason: Some("the time to wait is over".to_owned()),
                wake_at: None,
                close_at: None,
                waits_for: None,
                due_at: Some(due_at),
            });
            own::open_again(story);
        }
        Status::Open | Status::Closed => {
            if let Some(until) = hours_of::whoever_answers(story, None) {
                story.say(Event::NoticeHeld { key: None, until });
            } else {
                remind(story);
            }
        }
    }
}

/// Whoever answers is told that the time has come.
pub(super) fn remind(story: &mut Story<'_>) {
    let Some(live) = story.subject().live() else { return };
    // Whoever says that they are in is told before the time for which it was held.
    let (who, due_at) = (live.accountable, live.wake_at.filter(|at| *at <= story.now()));
    story.say(Event::WakeUpPassed { due_at });
    story.say(Event::Told { who, about: Notice::Reminder, message: None });
}

/// Labels come and go.
pub(super) fn tag(story: &mut Story<'_>, add: &[String], remove: &[String]) -> Result<(), Refusal> {
    let add = add.iter().map(|tag| label(tag)).collect::<Result<Vec<_>, _>>()?;
    let remove = remove.iter().map(|tag| label(tag)).collect::<Result<Vec<_>, _>>()?;
    let tags = &story.conversation()?.tags;
    let mut added: Vec<_> =
        add.into_iter().filter(|tag| !tags.contains(tag) && !remove.contains(tag)).collect();
    added.sort();
    added.dedup();
    let mut removed: Vec<_> = remove.into_iter().filter(|tag| tags.contains(tag)).collect();
    removed.sort();
    removed.dedup();
    if tags.len() + added.len() > TAGS + removed.len() {
        return Err(Refusal::invalid(
            "add_tags",
            format!("A conversation has at most {TAGS} tags. Remove some first."),
        ));
    }
    if !(added.is_empty() && removed.is_empty()) {
        story.say(Event::TagsChanged { added, removed });
    }
    Ok(())
}

/// A tag as it is kept: without its #, in lower case, words joined by hyphens.
fn label(tag: &str) -> Result<String, Refusal> {
    let words: Vec<_> =
        tag.trim().trim_start_matches('#').split_whitespace().map(str::to_lowercase).collect();
    let label = words.join("-");
    if label.is_empty() {
        return Err(Refusal::invalid("tags", "A tag needs a word, for example “billing”."));
    }
    if label.chars().count() > TAG {
        return Err(Refusal::invalid("tags", format!("A tag has at most {TAG} characters.")));
    }
    Ok(label)
}

/// Why it is closed, as it is kept: whoever closes says so where the policy has reasons to choose from, or says it in
/// words of their own.
pub(super) fn why_closed(story: &Story<'_>, reason: Option<String>) -> Result<Option<String>, Refusal> {
    let reason = words(reason)?;
    let policy = &story.directory().policy;
    if policy.wants_close_reason(reason.as_deref()) {
        let reasons = policy.close_reasons().join(", ");
        let sentence = format!("Say why it is closed: {reasons}, or in words of your own.");
        return Err(Refusal::invalid("reason", sentence));
    }
    Ok(reason)
}

/// A reason as it is kept; none where nothing was said.
pub(super) fn words(reason: Option<String>) -> Result<Option<String>, Refusal> {
    let reason = reason.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty());
    if reason.as_ref().is_some_and(|words| words.chars().count() > REASON) {
        return Err(Refusal::invalid(
            "reason",
            format!("A reason has at most {REASON} characters; use a note for more."),
        ));
    }
    Ok(reason)
}
