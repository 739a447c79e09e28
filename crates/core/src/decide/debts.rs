//! A reply that failed is owed again: in its own conversation, or in the newer one with which the thread has gone on. The
//! rule stands in `reply.rs`.

use super::{own, story::Story};
use crate::command::{Command, Debt};
use crate::conversation::{Conversation, Status};
use crate::event::{Event, Notice};
use crate::ids::MessageId;
use crate::number::Number;
use crate::refusal::Refusal;

/// A text was cancelled before it was sent. Its author is told where an opt-out did that, whatever kind of text it was;
/// what it had answered is owed again.
pub(super) fn not_sent(story: &mut Story<'_>, id: MessageId) -> Result<(), Refusal> {
    let counts = |found: &Conversation| found.standing(id).is_some();
    if story.subject().conversation.as_deref().is_some_and(counts) {
        return give_back(story, id, false);
    }
    let text = story.text(id)?;
    let author = text.by.as_person().filter(|_| text.kind.is_written());
    if let Some(who) = author.filter(|_| story.subject().number.as_deref().is_some_and(Number::opted_out)) {
        story.say(Event::Told { who, about: Notice::TextCancelled, message: Some(id) });
    }
    Ok(())
}

/// A reply that failed gives its promise back: what it answered is owed again, from its original start, unless a later
/// reply stands or they opted out. A farewell, which answered nothing, belongs to the conversation that it closed.
pub(super) fn give_back(story: &mut Story<'_>, id: MessageId, unreachable: bool) -> Result<(), Refusal> {
    let counts = |found: &Conversation| found.standing(id).is_some();
    if !story.subject().conversation.as_deref().is_some_and(counts) {
        return Ok(());
    }
    arrived_meanwhile(story)?;
    let Some(conversation) = story.subject().conversation.as_ref() else { return Ok(()) };
    let Some(place) = conversation.standing(id) else { return Ok(()) };
    let stands = conversation.stands_after(place);
    let owed = conversation.owed_without(place);
    let since = owed.since();
    let closed = conversation.status == Status::Closed;
    let opted_out = story.number()?.opted_out();
    let author = story.text(id)?.by.as_person();
    let thread = story.thread()?;
    // A later one that arrived has answered it, wherever that was written.
    let paid = closed && thread.arrived.is_some_and(|arrived| arrived > id);
    let between = thread.answered.after(conversation.id).next();
    let newer = between.or(story.other_live()).filter(|_| closed && !owed.is_over());
    // What closed it, or was written after, answered nothing that waits: its loss is told, and opens nothing.
    let farewell = closed && owed.is_over();
    // Whoever opted out still waits; but no promise runs, for nobody can answer them by text.
    let waiting_since = since.filter(|_| !(stands || paid) && (newer.is_none() || opted_out));
    story.say(Event::ReplyWithdrawn { id, waiting_since });
    if stands || paid || opted_out {
        if let Some(who) = author.filter(|_| opted_out) {
            story.say(Event::Told { who, about: Notice::TextCancelled, message: Some(id) });
        }
        return Ok(());
    }
    if let Some(newer) = newer {
        story.then = Some(Command::TakeDebt(newer, Debt { text: id, owed: owed.into_debts(), unreachable }));
        return Ok(());
    }
    if !farewell {
        open_again(story);
    }
    let Some(conversation) = story.subject().conversation.as_ref() else { return Ok(()) };
    let (who, about) = (conversation.accountable, about(unreachable));
    // Whoever took it back themselves knows.
    if story.by().as_person() != Some(who) {
        story.say(Event::Told { who, about, message: Some(id) });
    }
    Ok(())
}

/// A reply of another conversation that arrived since it was called lost is owed here no longer, nor are those before it.
fn arrived_meanwhile(story: &mut Story<'_>) -> Result<(), Refusal> {
    let arrived = story.thread()?.arrived;
    let holds = |id: &MessageId| story.subject().conversation.as_ref().is_some_and(|one| one.has_taken(*id));
    if let Some(id) = arrived.filter(holds) {
        story.say(Event::ReplyRestored { id });
    }
    Ok(())
}

/// What an earlier conversation owes is owed here, unless somebody has answered since. Where that answer may still fail,
/// it is known as paid by it. In a closed one somebody has, and nobody is told.
pub(super) fn take(story: &mut Story<'_>, debt: &Debt) -> Result<(), Refusal> {
    let taking = story.conversation()?;
    let (replied, live) = (taking.replied, taking.is_live());
    if !replied || taking.all_may_fail() {
        for (text, since) in debt.owed.iter().copied() {
            story.say(Event::DebtTaken { text, since });
        }
    }
    if !live {
        return Ok(());
    }
    if !replied {
        open_again(story);
    }
    let (who, about) = (story.live()?.accountable, about(debt.unreachable));
    story.say(Event::Told { who, about, message: Some(debt.text) });
    Ok(())
}

fn about(unreachable: bool) -> Notice {
    if unreachable { Notice::Unreachable } else { Notice::TextFailed }
}

/// A reply that was called lost has arrived: what it had paid, and what those before it had, is owed no longer, here or in
/// the newer conversation that has taken it.
pub(super) fn restore(story: &mut Story<'_>, id: MessageId) {
    if story.subject().conversation.as_deref().is_some_and(|found| found.has_lost(id)) {
        story.say(Event::ReplyRestored { id });
    }
    let closed = story.subject().conversation.as_ref().is_some_and(|found| found.status == Status::Closed);
    if let Some(newer) = story.other_live().filter(|_| closed) {
        story.then = Some(Command::ReturnDebt(newer, id));
    }
}

/// What this reply of an earlier conversation had paid is paid, so it is owed here no longer.
pub(super) fn give_up(story: &mut Story<'_>, id: MessageId) -> Result<(), Refusal> {
    if story.live()?.has_taken(id) {
        story.say(Event::ReplyRestored { id });
    }
    Ok(())
}

/// Somebody has to see to it: it is open again.
fn open_again(story: &mut Story<'_>) {
    let Some(conversation) = story.subject().conversation.as_ref() else { return };
    let (conversation_id, status) = (conversation.id, conversation.status);
    match status {
        Status::Pending => story.say(Event::StatusChanged {
            from: Status::Pending,
            to: Status::Open,
            pending_on: None,
            reason: Some("a text did not arrive".to_owned()),
            wake_at: None,
            close_at: None,
            waits_for: None,
            due_at: None,
        }),
        Status::Closed if story.other_live().is_none() => {
            story.say(Event::Reopened { id: conversation_id });
        }
        Status::Open | Status::Closed => return,
    }
    own::open_again(story);
}
