//! The end of a shift moves on what its people hold through its queue.

use super::own::Moved;
use super::{distribute, story::Story};
use crate::clock::ClockState;
use crate::event::{Event, OwnerCause};
use crate::ids::PersonId;
use crate::owner::Owner;
use baton_hours::{Moment, Zone};
use baton_policy::Distribute;
use std::fmt::Write;

/// Where it goes if the shift in which its owner got it is over: only what they hold through the rota's queue, and only
/// if somebody is on now. What they took on off their shift stays theirs, and so does what their own customers write. That
/// they are out in the middle of a shift is no end of it: a colleague answers then.
pub(super) fn over(story: &Story<'_>, person: PersonId) -> Option<Moved> {
    let live = story.subject().live()?;
    let (directory, now) = (story.directory(), story.now());
    let queue = live.through.and_then(|id| directory.queue(id))?;
    let rota = directory.rotas.get(queue.rota?)?;
    let since = live.owned_since?;
    let is_on = rota.is_on(&person, now) || directory.is_on(queue, person, now);
    if !rota.is_on(&person, since) || is_on || looks_after(story, person) {
        return None;
    }
    if directory.on(queue, now).next().is_none() || keeps(story, queue.rota?) {
        return None;
    }
    let to = match queue.distribute {
        Distribute::Claim => Owner::Queue(queue.id),
        Distribute::RoundRobin | Distribute::LeastBusy => {
            distribute::next_on(story, queue).map_or(Owner::Queue(queue.id), Owner::Person)
        }
    };
    let name = directory.owner_name(Owner::Person(person)).to_owned();
    let reason = Some(format!("{name}’s shift is over"));
    Some(Moved { to, covers: None, cause: OwnerCause::ShiftChange, reason })
}

/// Whether they have it as the customer's account owner, or for them.
fn looks_after(story: &Story<'_>, person: PersonId) -> bool {
    let covers = story.subject().live().and_then(|live| live.covers);
    let theirs = story.subject().contact.as_ref().and_then(|contact| contact.account_owner);
    theirs.is_some_and(|theirs| theirs == person || Some(theirs) == covers)
}

/// A rota that lets people finish leaves what is in hand with them until the customer writes again.
fn keeps(story: &Story<'_>, rota: usize) -> bool {
    let finish = story.directory().policy.rotas().get(rota).is_some_and(|rota| rota.finish);
    finish && !story.events().iter().any(|event| matches!(event, Event::TextReceived { .. }))
}

/// Notes for whoever comes next what the facts say: who had it, what is asked, what was promised, by when.
pub(super) fn write_down(story: &mut Story<'_>, to: Owner) {
    let Some(live) = story.subject().live() else { return };
    let directory = story.directory();
    let mut words =
        format!("Shift change: from {} to {}.", directory.owner_name(live.owner), directory.owner_name(to));
    // Writing to a String cannot fail.
    let customer = story.customer();
    if let Some(thread) = &story.subject().thread
        && !thread.snippet.is_empty()
    {
        let who = if thread.snippet_ours { "We" } else { customer.as_str() };
        let _ = write!(words, " Last words: {who} wrote “{}”.", thread.snippet);
    }
    let zone = directory.policy.zone();
    if let Some(since) = live.waiting_since {
        let _ = write!(words, " Waiting for a reply since {}.", shown(zone, since));
    }
    if let Some(clock) = live.shown_clock() {
        let late = if clock.state() == ClockState::Breached { ", which has passed" } else { "" };
        let _ = write!(words, " Promised by {}{late}.", shown(zone, clock.due_at));
    }
    for ask in &live.asks {
        let _ = write!(words, " Also open: a question for {}.", directory.owner_name(ask.owner));
    }
    let Ok(id) = story.next_message() else { return };
    story.say(Event::NoteAdded { id, body: words, made_with: None, from_facts: true });
}

/// "Tuesday 2:15 pm", by the workspace's wall.
fn shown(zone: &Zone, at: Moment) -> String {
    let wall = zone.wall(at);
    let (hour, half) = match wall.hour {
        0 => (12, "am"),
        hour @ 1..12 => (hour, "am"),
        12 => (12, "pm"),
        hour => (hour - 12, "pm"),
    };
    format!("{} {hour}:{:02} {half}", wall.weekday(), wall.minute)
}
