//! Its time has come: it goes out, or what stands in its way is written down.

use super::NEVER_DAY;
use super::dropped::{drop_it, go_on};
use crate::command::{SeenOwner, Then};
use crate::conversation::Conversation;
use crate::decide::quiet::{self, Goes, NIGHT};
use crate::decide::story::{Draft, Story};
use crate::decide::write;
use crate::decide::{asks, clocks, fill, status};
use crate::event::{Event, Notice, TextKind};
use crate::handoff::{OfferEnd, WithdrawCause};
use crate::ids::{HandoffId, MessageId, PersonId};
use crate::later::{FromSchedule, IfChanged, Scheduled};
use crate::owner::Owner;
use crate::refusal::Refusal;
use baton_hours::Moment;

/// Why one is held.
const CHANGED: &str = Scheduled::CHANGED;

/// Its time has come, perhaps a while ago. Whatever stands in its way is written down, and told.
pub(in crate::decide) fn due(story: &mut Story<'_>, place: usize) {
    let found = story.subject().live().and_then(|live| live.scheduled.get(place)).cloned();
    let Some(text) = found else { return };
    if let Err(refusal) = write::reachable(story) {
        drop_it(story, &text, &refusal.to_string(), Notice::ScheduledDropped);
        go_on(story);
        return;
    }
    if text.offer.is_some_and(|offer| !story.subject().live().is_some_and(|live| holds(live, offer))) {
        return hold(story, &text, "it has been passed on since");
    }
    if text.if_changed != IfChanged::Send && has_changed(story, &text) {
        if text.if_changed == IfChanged::Cancel {
            drop_it(story, &text, CHANGED, Notice::ScheduledDropped);
            go_on(story);
        } else {
            hold(story, &text, CHANGED);
        }
        return;
    }
    let night =
        quiet::night(story, text.kind(), Goes::Later, story.now()).filter(|_| !text.despite_quiet_hours);
    if let Some(quiet) = night {
        match quiet.until {
            Some(send_at) => {
                let promise_by = promise_at(story, &text, send_at);
                let text = Box::new(Scheduled { promise_by, send_at, ..text });
                let reason = Some(NIGHT.to_owned());
                story.say(Event::ScheduledChanged { text, reason });
            }
            None => hold(story, &text, NEVER_DAY),
        }
        return;
    }
    if let Err(refusal) = go(story, text.clone()) {
        hold(story, &text, &refusal.to_string());
        return;
    }
    // A late one has answered too: what it answers is not escalated in the same breath.
    clocks::settle(story);
}

/// Whether something came since that its author has not seen.
pub(super) fn has_changed(story: &Story<'_>, text: &Scheduled) -> bool {
    unseen(story, text).is_some()
}

/// The last that came since and that its author has not seen.
pub(super) fn unseen(story: &Story<'_>, text: &Scheduled) -> Option<MessageId> {
    let newest = story.subject().thread.as_ref().and_then(|thread| thread.newest_for(text.by.as_person()));
    newest.filter(|newest| *newest > text.seen)
}

/// By when it promises what it says if it goes out at `sent`: what a template says counts from then; nothing that is over.
pub(super) fn promise_at(story: &Story<'_>, text: &Scheduled, sent: Moment) -> Option<Moment> {
    match &text.timeframe {
        Some(words) => fill::promise_from(story, words, sent),
        None => text.promise_by.filter(|at| *at > sent),
    }
}

/// It becomes an ordinary text, with what comes after it as far as that can be.
pub(super) fn go(story: &mut Story<'_>, text: Scheduled) -> Result<MessageId, Refusal> {
    let kind = text.kind();
    let promise_by = promise_at(story, &text, story.now()).filter(|_| kind == TextKind::Person);
    let Scheduled { id, by, body, media, then, answers, made_with, send_at, offer, .. } = text;
    let author = by.as_person().filter(|author| story.by().as_person() != Some(*author));
    let scheduled = Some(Box::new(FromSchedule { id, by, due_at: send_at }));
    let message =
        story.write(Draft { media, promise_by, author, made_with, scheduled, ..Draft::of(kind, body) })?;
    if offer.is_some() {
        return Ok(message);
    }
    asks::answered_later(story, &answers, message);
    let now = story.now();
    let done = match then {
        Then::Open => status::open(story),
        Then::Pending { wake_at } => status::wait(story, None, None, wake_at.filter(|at| *at > now)),
        // Nobody is at a screen who could be asked.
        Then::Closed { reason } => status::close(story, reason, SeenOwner::Latest),
    };
    // With a question open it neither waits for the customer nor closes; nor does it close without a reason that the
    // policy asks for since.
    done.or_else(|_| status::open(story))?;
    Ok(message)
}

fn hold(story: &mut Story<'_>, text: &Scheduled, reason: &str) {
    story.say(Event::ScheduledHeld { id: text.id, reason: reason.to_owned() });
    tell_of_held(story, text.by.as_person());
    go_on(story);
}

/// Whoever answers decides about it; its author knows too.
pub(super) fn tell_of_held(story: &mut Story<'_>, author: Option<PersonId>) {
    let Some(live) = story.subject().live() else { return };
    let who = live.accountable;
    story.tell(who, Notice::ScheduledHeld);
    if let Some(author) = author.filter(|author| *author != who) {
        story.tell(author, Notice::ScheduledHeld);
    }
}

/// Whether what an offer says of who takes over holds: it stands, or whoever took it has it still.
fn holds(live: &Conversation, offer: HandoffId) -> bool {
    let stands = live.handoff.as_ref().is_some_and(|standing| standing.id == offer);
    let last = live.last_offer.as_ref().filter(|last| last.id == offer);
    stands
        || last.is_some_and(|last| match last.end {
            OfferEnd::Accepted => last.by.is_some_and(|person| live.owner == Owner::Person(person)),
            end => end == OfferEnd::Withdrawn(WithdrawCause::Arrived),
        })
}
