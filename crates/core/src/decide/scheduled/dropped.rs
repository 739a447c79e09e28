//! What does not go out any more, and what becomes of the conversation that waited for it.

use crate::conversation::{Status, WaitsFor};
use crate::decide::own;
use crate::decide::story::Story;
use crate::event::{Event, Notice};
use crate::ids::{HandoffId, PersonId, ScheduledId};
use crate::later::Scheduled;

/// Why the words of a handoff are held.
const GIVER_LEFT: &str = "it speaks for somebody who left";

pub(super) fn drop_it(story: &mut Story<'_>, text: &Scheduled, reason: &str, about: Notice) {
    story.say(Event::ScheduledDropped { id: text.id, reason: reason.to_owned() });
    let accountable = story.subject().conversation.as_ref().map(|conversation| conversation.accountable);
    if let Some(who) = text.by.as_person().or(accountable) {
        story.tell(who, about);
    }
}

/// All of them, for they cannot go out any more.
fn drop_all(story: &mut Story<'_>, reason: &str, about: Notice) {
    let waiting = story.subject().live().map(|live| live.scheduled.clone()).unwrap_or_default();
    for text in waiting {
        drop_it(story, &text, reason, about);
    }
}

/// An offer came to nothing: what was to tell of it is true no more.
pub(in crate::decide) fn drop_for_offer(story: &mut Story<'_>, offer: HandoffId) {
    let waiting = story.subject().live().map(|live| live.scheduled.clone()).unwrap_or_default();
    for text in waiting.into_iter().filter(|text| text.offer == Some(offer)) {
        drop_it(story, &text, "the offer of which it tells came to nothing", Notice::ScheduledDropped);
    }
}

/// They opted out: nothing of it is sent, and its authors are told.
pub(in crate::decide) fn drop_for_opt_out(story: &mut Story<'_>) {
    drop_all(story, "they opted out before it was due", Notice::TextCancelled);
}

/// The conversation is being closed: what was to go out in it does not.
pub(in crate::decide) fn drop_for_close(story: &mut Story<'_>) {
    drop_all(story, "the conversation was closed before it was due", Notice::ScheduledDropped);
}

/// Somebody left: what they had scheduled is from here on the text of whoever answers for the conversation (law 10).
pub(in crate::decide) fn resettle(story: &mut Story<'_>) {
    let Some(live) = story.subject().live() else { return };
    let (to, directory) = (live.accountable, story.directory());
    let gone = |person: PersonId| !directory.is_active(person);
    let left: Vec<(ScheduledId, bool)> = live
        .scheduled
        .iter()
        .filter(|text| text.by.as_person().is_some_and(gone))
        .map(|text| (text.id, text.offer.is_some() && text.held.is_none()))
        .collect();
    for (id, speaks_for_its_giver) in left {
        story.say(Event::ScheduledMoved { id, to });
        // "Dana takes over from here" is no sentence of Dana's.
        if speaks_for_its_giver {
            story.say(Event::ScheduledHeld { id, reason: GIVER_LEFT.to_owned() });
        }
        story.tell(to, Notice::ScheduledMoved);
    }
}

/// What waited for a text of ours only, is open again where none goes out by itself any more.
pub(super) fn go_on(story: &mut Story<'_>) {
    let still =
        story.subject().live().is_some_and(|live| live.scheduled.iter().any(|text| text.held.is_none()));
    if still || !waits_for_nothing_else(story) {
        return;
    }
    story.say(Event::StatusChanged {
        from: Status::Pending,
        to: Status::Open,
        pending_on: None,
        reason: Some("the text it waited for does not go out by itself".to_owned()),
        wake_at: None,
        close_at: None,
        waits_for: None,
        due_at: None,
    });
    own::open_again(story);
}

fn waits_for_nothing_else(story: &Story<'_>) -> bool {
    story.subject().live().is_some_and(|live| live.waits_for == Some(WaitsFor::OurText))
}
