//! A customer's text comes in.

use super::story::Story;
use super::{consent, own, routing};
use crate::command::Receive;
use crate::conversation::Status;
use crate::event::{Event, TextKind};
use crate::ids::MessageId;
use crate::refusal::Refusal;
use baton_text::{ConsentWord, Reaction, Standing};

/// Stores it, and routes it if it needs somebody. A text is never refused for what it says.
pub(super) fn receive(story: &mut Story<'_>, receive: &Receive) -> Result<(), Refusal> {
    story.ensure_thread(receive.line, &receive.from);
    let id = story.next_message()?;
    story.message = Some(id);
    if let Some(reaction) = &receive.reaction {
        react(story, receive, reaction, id);
        return Ok(());
    }
    let standing = if story.number()?.opted_out() { Standing::OptedOut } else { Standing::Normal };
    let keyword = baton_text::consent_word(&receive.body, standing);
    let word = keyword.map(|keyword| keyword.does).or(receive.carrier_word);
    story.say(Event::TextReceived {
        id,
        from: receive.from.to_string(),
        body: receive.body.clone(),
        media: receive.media.clone(),
        carrier_id: receive.carrier_id.clone(),
        sent_at: receive.sent_at,
        word: word.map(|does| keyword.map_or(spelled(does), |keyword| keyword.word).to_owned()),
    });
    match word {
        Some(does) => {
            story.outside = story.subject().live().is_none();
            let answered = receive.carrier_word.is_some() || !receive.from.may_get_auto_reply();
            consent::word(story, does, keyword, &receive.body, answered)
        }
        None => needs_somebody(story, receive, id),
    }
}

fn spelled(word: ConsentWord) -> &'static str {
    match word {
        ConsentWord::OptOut => "stop",
        ConsentWord::OptIn => "start",
        ConsentWord::Help => "help",
    }
}

/// A tapback: shown on what it quotes; it opens, routes, starts and stops nothing.
fn react(story: &mut Story<'_>, receive: &Receive, reaction: &Reaction, id: MessageId) {
    let quoted = story.subject().quotable.iter().find(|text| reaction.quotes(&text.body));
    let answers_us = quoted
        .is_some_and(|text| text.ours == Some(TextKind::Person) && text.body.contains(['?', '？', '؟']));
    let on = quoted.map(|text| text.id);
    story.outside = story.subject().live().is_none();
    story.say(Event::ReactionReceived {
        id,
        body: receive.body.clone(),
        sign: reaction.kind.glyph().to_owned(),
        removed: reaction.removed,
        on,
        attention: !reaction.removed && (reaction.asks_or_objects() || answers_us),
        carrier_id: receive.carrier_id.clone(),
    });
}

/// An ordinary text: it joins the live conversation, reopens the last one, or opens a new one.
fn needs_somebody(story: &mut Story<'_>, receive: &Receive, message: MessageId) -> Result<(), Refusal> {
    if let Some(live) = story.subject().live() {
        let (status, untouched, opted_out) = (live.status, live.untouched, story.number()?.opted_out());
        if status == Status::Pending {
            story.say(Event::StatusChanged {
                from: status,
                to: Status::Open,
                pending_on: None,
                reason: opted_out.then(|| consent::CALL.to_owned()),
                wake_at: live_wake(story),
                close_at: None,
            });
            own::open_again(story);
        } else {
            own::resettle(story);
        }
        if untouched {
            routing::match_again(story, receive, message)?;
        }
        return Ok(());
    }
    if reopens(story) { reopen(story) } else { routing::open(story, receive, message) }
}

/// A wake-up that was set stays as the owner's reminder.
fn live_wake(story: &Story<'_>) -> Option<baton_hours::Moment> {
    story.subject().live().and_then(|live| live.wake_at)
}

fn reopens(story: &Story<'_>) -> bool {
    let within = story.directory().policy.reopen_within();
    story
        .subject()
        .conversation
        .as_ref()
        .and_then(|last| last.closed_at)
        .is_some_and(|closed_at| story.now() <= closed_at + within)
}

/// The same conversation goes on, with its owner; somebody who left meanwhile is followed by their queue.
fn reopen(story: &mut Story<'_>) -> Result<(), Refusal> {
    let id = story.conversation()?.id;
    story.say(Event::Reopened { id });
    own::open_again(story);
    Ok(())
}
