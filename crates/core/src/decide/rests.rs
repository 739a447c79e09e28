//! What is open only because a reply has not gone out is what it was before, once that has. The rule stands in `reply.rs`.

use super::{own, status, story::Story};
use crate::conversation::{Conversation, PendingOn, Rest, Status};
use crate::event::Event;

/// Nothing but a reply that the carrier has not taken keeps it open: what waited for the customer, or was closed, is open
/// until that is taken. What waits for something of ours waits for that, and its promise runs beside.
pub(super) fn open_for_now(story: &mut Story<'_>) {
    let Some(conversation) = story.subject().conversation.as_ref() else { return };
    let (id, wake_at) = (conversation.id, conversation.wake_at);
    match (conversation.status, conversation.pending_on) {
        (Status::Pending, Some(PendingOn::Customer)) => story.say(Event::StatusChanged {
            from: Status::Pending,
            to: Status::Open,
            pending_on: None,
            reason: Some("a text has not gone out".to_owned()),
            wake_at,
            close_at: None,
            waits_for: None,
            due_at: None,
        }),
        (Status::Closed, _) if story.other_live().is_none() => story.say(Event::Reopened { id }),
        _ => return,
    }
    own::open_again(story);
}

/// What was open only because a reply had not gone out is what it was before, unless somebody has done something since.
pub(super) fn rest_again(story: &mut Story<'_>) {
    let open = |live: &&Conversation| {
        live.status == Status::Open && live.waiting_since.is_none() && live.asks.is_empty()
    };
    let Some(live) = story.subject().live().filter(open) else { return };
    let Some(rests) = live.rests.as_deref() else { return };
    let Rest { closed, reason, wake_at } = rests.clone();
    // Its time has come meanwhile.
    if live.wake_at != wake_at {
        return;
    }
    if closed {
        status::shut(story, reason, None);
    } else {
        status::wait_on_customer(story, reason, wake_at);
    }
}
