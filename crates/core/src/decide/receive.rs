//! A customer's text comes in.

use super::story::Story;
use super::{consent, own, routing, watch};
use crate::command::Receive;
use crate::conversation::{Priority, Status};
use crate::event::{Event, Notice, OwnerCause, TextKind};
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
    let keyword = story.directory().policy.consent().words.find(&receive.body, standing);
    let word = keyword.map(|keyword| keyword.does).or(receive.carrier_word);
    let courtesy = word.is_none() && is_courtesy(story, receive);
    let may_want_out =
        if word.is_none() && !courtesy { baton_text::may_want_out(&receive.body) } else { None };
    let flagged = may_want_out.is_some();
    story.say(Event::TextReceived {
        id,
        from: receive.from.to_string(),
        body: receive.body.clone(),
        media: receive.media.clone(),
        carrier_id: receive.carrier_id.clone(),
        sent_at: receive.sent_at,
        word: word.map(|does| keyword.map_or(spelled(does), |keyword| keyword.word).to_owned()),
        courtesy,
        may_want_out: may_want_out.map(|found| found.wording),
    });
    match word {
        Some(does) => {
            story.outside = story.subject().live().is_none();
            let answered = receive.carrier_word.is_some() || !receive.from.may_get_auto_reply();
            consent::word(story, does, keyword, &receive.body, answered)?;
        }
        None if courtesy => story.outside = story.subject().live().is_none(),
        None => {
            needs_somebody(story, receive, id)?;
            if flagged {
                label(story, MAY_WANT_OUT);
            }
            urgent(story, receive)?;
        }
    }
    watch::texted(story);
    Ok(())
}

/// The label of what may ask for texts to end, for a person to decide.
pub(super) const MAY_WANT_OUT: &str = "possible-opt-out";
/// The label of what goes to whoever is on call.
const URGENT: &str = "urgent";

/// Nothing but thanks, unless we had asked something: then it may be the answer.
fn is_courtesy(story: &Story<'_>, receive: &Receive) -> bool {
    let asked = story.subject().conversation.as_ref().is_some_and(|last| last.asked);
    !asked && baton_text::is_courtesy(&receive.body, !receive.media.is_empty())
}

fn label(story: &mut Story<'_>, tag: &str) {
    if story.subject().live().is_some_and(|live| !live.tags.contains(tag)) {
        story.say(Event::TagsChanged { added: vec![tag.to_owned()], removed: Vec::new() });
    }
}

/// The urgent word brings it to whoever is on call, at once.
fn urgent(story: &mut Story<'_>, receive: &Receive) -> Result<(), Refusal> {
    let directory = story.directory();
    if !directory.urgent.as_ref().is_some_and(|word| word.is_in(&receive.body)) {
        return Ok(());
    }
    label(story, URGENT);
    let live = story.live()?;
    let (from, owner) = (live.priority, live.owner);
    if from != Priority::Urgent {
        story.say(Event::PriorityChanged { from, to: Priority::Urgent });
    }
    if let Some(on_call) = directory.on_call().filter(|_| !own::on_call_has(story, owner)) {
        let reason = Some("they texted the urgent word".to_owned());
        own::change(story, on_call, OwnerCause::Routing, reason)?;
    }
    let who = story.live()?.accountable;
    story.tell(who, Notice::Urgent);
    Ok(())
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
                waits_for: None,
                due_at: None,
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
