//! What people decide about a text that waits: other words, another time, now, or never.

use super::dropped::{drop_it, go_on};
use super::due::{go, has_changed, promise_at, unseen};
use super::{all_fit, checked, lies_ahead, newest};
use crate::command::{Introduce, NewText, ScheduledChange, Seen};
use crate::decide::first;
use crate::decide::own;
use crate::decide::quiet::{self, Goes};
use crate::decide::story::Story;
use crate::decide::write;
use crate::event::{Event, Notice, TextKind};
use crate::ids::ScheduledId;
use crate::later::{IfChanged, Scheduled};
use crate::owner::{By, Owner};
use crate::refusal::{Reason, Refusal};

/// It says something else, or goes out at another time. Whoever changes its words has written it.
pub(in crate::decide) fn change(
    story: &mut Story<'_>,
    id: ScheduledId,
    wanted: &ScheduledChange,
) -> Result<(), Refusal> {
    let before = may_act(story, id)?;
    write::may_go_out(story, wanted.seen)?;
    let mut after = before.clone();
    if let Some(body) = &wanted.body {
        let words = NewText { media: before.media.clone(), ..NewText::saying(body.clone()) };
        let body = write::plain(&words)?.unwrap_or_default();
        after.body = first::completed(story, Introduce::Unsaid, before.kind(), body)?;
    }
    let rewritten = after.body != before.body;
    if rewritten {
        all_fit(story.conversation()?, &after.body, Some(id))?;
        after.by = story.by().clone();
        after.made_with = None;
        // What the template's words promised is said no more.
        if after.timeframe.take().is_some() {
            after.promise_by = None;
        }
    }
    after.if_changed = wanted.if_changed.unwrap_or(before.if_changed);
    after.despite_quiet_hours = wanted.despite_quiet_hours.unwrap_or(before.despite_quiet_hours);
    if after.despite_quiet_hours {
        quiet::only_people(after.kind())?;
    }
    if let Some(send_at) = wanted.send_at {
        after.send_at = send_at;
        after.held = None;
    }
    if before.held.is_some() && after.held.is_none() {
        knows_what_came(story, &before, wanted.seen)?;
    }
    // Whoever does not say what they have seen has seen no more than before.
    if wanted.seen != Seen::Unsaid && (rewritten || has_changed(story, &before)) {
        after.seen = newest(story)?;
    }
    if after == before {
        return Ok(());
    }
    if after.held.is_none() {
        lies_ahead(story, "send_at", after.send_at)?;
        after.then = checked(after.then, after.send_at)?;
        let night = quiet::night(story, after.kind(), Goes::Later, after.send_at);
        if let Some(quiet) = night.filter(|_| !after.despite_quiet_hours) {
            match quiet.until.filter(|_| after.kind() != TextKind::Person) {
                Some(until) => after.send_at = until,
                None => return Err(quiet::refusal(story, &quiet, after.send_at)),
            }
        }
        after.promise_by = promise_at(story, &after, after.send_at);
    }
    after.written_at = story.now();
    story.say(Event::ScheduledChanged { text: Box::new(after), reason: None });
    Ok(())
}

/// It goes out now, and is whose who sends it.
pub(in crate::decide) fn send_now(
    story: &mut Story<'_>,
    id: ScheduledId,
    seen: Seen,
    despite_quiet_hours: bool,
) -> Result<(), Refusal> {
    let mut text = may_act(story, id)?;
    write::may_go_out(story, seen)?;
    if text.offer.is_none() {
        text.by = story.by().clone();
    }
    if despite_quiet_hours {
        quiet::only_people(text.kind())?;
    } else if let Some(quiet) = quiet::night(story, text.kind(), Goes::Begun, story.now()) {
        return Err(quiet::refusal(story, &quiet, story.now()));
    }
    knows_what_came(story, &text, seen)?;
    // The words of a handoff answer nothing, so they claim nothing.
    if text.offer.is_none() {
        write::claim_by_reply(story)?;
    }
    story.message = Some(go(story, text)?);
    Ok(())
}

/// It does not go out.
pub(in crate::decide) fn put_down(story: &mut Story<'_>, id: ScheduledId) -> Result<(), Refusal> {
    let text = may_act(story, id)?;
    let who = match story.by() {
        By::Person { id, .. } => story.directory().owner_name(Owner::Person(*id)).to_owned(),
        By::Program { name, .. } => name.clone(),
        By::Contact | By::Policy | By::Carrier => "Baton".to_owned(),
    };
    drop_it(story, &text, &format!("{}{who}", Scheduled::DROPPED_BY), Notice::ScheduledDropped);
    go_on(story);
    Ok(())
}

/// The text, if whoever wants this may decide about it: its author, whoever has the conversation, and leads.
fn may_act(story: &Story<'_>, id: ScheduledId) -> Result<Scheduled, Refusal> {
    let conversation = story.conversation()?;
    if id.conversation() != conversation.id || !(1..=conversation.parts).contains(&id.ordinal()) {
        return Err(Refusal::NotFound(Reason::NoScheduledText));
    }
    let found = conversation.scheduled.iter().find(|one| one.id == id).cloned();
    let text = found.ok_or_else(|| {
        Refusal::not_now(Reason::ScheduledGone, "This text went out, or was dropped already.")
    })?;
    let may = match (story.by(), &text.by) {
        (By::Program { id: me, .. }, By::Program { id: author, .. }) => me == author,
        (By::Program { .. }, _) => false,
        _ => {
            let me = story.person()?;
            let has = conversation.owner == Owner::Person(me)
                || conversation.owner.queue().is_some_and(|queue| story.directory().speaks_for(me, queue));
            text.by.as_person() == Some(me) || has || conversation.accountable == me || own::leads(story, me)
        }
    };
    if may {
        return Ok(text);
    }
    Err(Refusal::not_allowed(
        Reason::ScheduledNotTheirs,
        "Only who wrote it can decide about it, whoever has this conversation, or a lead.",
    ))
}

/// What is known to have come since its author wrote it goes unsaid by nobody who lets it go out (law 7).
fn knows_what_came(story: &Story<'_>, text: &Scheduled, seen: Seen) -> Result<(), Refusal> {
    match unseen(story, text) {
        Some(newest) if seen == Seen::Unsaid && text.if_changed != IfChanged::Send => {
            Err(Refusal::Newer { newest })
        }
        _ => Ok(()),
    }
}
