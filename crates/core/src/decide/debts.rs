//! A reply that failed, or that the carrier does not take, is owed again: in its own conversation, or in the newer one with
//! which the thread has gone on. The rule stands in `reply.rs`.

use super::{own, rests, story::Story};
use crate::command::{Command, Debt, Returned};
use crate::conversation::{Conversation, Status};
use crate::event::{Event, Notice};
use crate::ids::MessageId;
use crate::number::Number;
use crate::refusal::Refusal;
use baton_hours::Moment;

/// Why a reply keeps no promise.
#[derive(Debug, Clone, Copy)]
enum Lost {
    /// It failed; `true`: their number cannot be reached at all.
    Failed(bool),
    /// The carrier had not taken it by then.
    Unsent(Moment),
}

/// A text was cancelled before it was sent. Its author is told where an opt-out did that, whatever kind of text it was;
/// what it had answered is owed again.
pub(super) fn not_sent(story: &mut Story<'_>, id: MessageId) -> Result<(), Refusal> {
    let counts = |found: &Conversation| found.standing(id).is_some();
    if story.subject().conversation.as_deref().is_some_and(counts) {
        return lose(story, id, Lost::Failed(false));
    }
    if story.subject().conversation.as_deref().is_some_and(|found| found.is_unsent(id)) {
        return stays_lost(story, id, false);
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
/// Whoever was told that it had not gone out learns what became of it, where that was its `first` bad word.
pub(super) fn give_back(
    story: &mut Story<'_>,
    id: MessageId,
    unreachable: bool,
    first: bool,
) -> Result<(), Refusal> {
    if first && story.subject().conversation.as_deref().is_some_and(|found| found.is_unsent(id)) {
        return stays_lost(story, id, unreachable);
    }
    lose(story, id, Lost::Failed(unreachable))
}

/// The carrier has not taken a reply in time, so what it answered is owed until it does.
pub(super) fn unsent(story: &mut Story<'_>, place: usize) {
    let Some(conversation) = story.subject().conversation.as_deref() else { return };
    let Some(reply) = conversation.replies.get(place) else { return };
    if let Some(at) = reply.owed_at {
        // What is asked for there stands beside the conversation, whose reply it is.
        let _ = lose(story, reply.text, Lost::Unsent(at));
    }
}

fn lose(story: &mut Story<'_>, id: MessageId, lost: Lost) -> Result<(), Refusal> {
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
    let author = story.text(id).ok().and_then(|text| text.by.as_person());
    let (thread, nothing_owed) = (story.thread()?, owed.is_over());
    // A later one that arrived has answered it, wherever that was written.
    let paid = closed && thread.arrived.is_some_and(|arrived| arrived > id);
    let between = thread.answered.after(conversation.id).next();
    let newer = between.or(story.other_live()).filter(|_| closed && !owed.is_over());
    // What closed it, or was written after, answered nothing that waits: its loss is told, and opens nothing.
    let farewell = closed && owed.is_over();
    // Whoever opted out still waits; but no promise runs, for nobody can answer them by text.
    let waiting_since = since.filter(|_| !(stands || paid) && (newer.is_none() || opted_out));
    let (about, unsent_at) = match lost {
        Lost::Failed(true) => (Notice::Unreachable, None),
        Lost::Failed(false) => (Notice::TextFailed, None),
        Lost::Unsent(at) => (Notice::TextUnsent, Some(at)),
    };
    story.say(Event::ReplyWithdrawn { id, waiting_since, unsent_at });
    if stands || paid || opted_out {
        if let Some(who) = author.filter(|_| opted_out && unsent_at.is_none()) {
            story.say(Event::Told { who, about: Notice::TextCancelled, message: Some(id) });
        }
        return Ok(());
    }
    // Where nothing is owed for it, it is shown as not gone out, and nobody has to do anything.
    if unsent_at.is_some() && nothing_owed {
        return Ok(());
    }
    if let Some(newer) = newer {
        story.then = Some(Command::TakeDebt(newer, Debt { text: id, owed: owed.into_debts(), about }));
        return Ok(());
    }
    if unsent_at.is_some() {
        rests::open_for_now(story);
    } else if !farewell {
        open_again(story);
    }
    let Some(conversation) = story.subject().conversation.as_ref() else { return Ok(()) };
    let who = conversation.accountable;
    // Whoever took it back themselves knows.
    if story.by().as_person() != Some(who) {
        story.say(Event::Told { who, about, message: Some(id) });
    }
    Ok(())
}

/// A reply that the carrier had not taken in time has failed: what is owed for it is owed already, here or elsewhere. It
/// does not wait for them any more, whether it had answered anything or not.
fn stays_lost(story: &mut Story<'_>, id: MessageId, unreachable: bool) -> Result<(), Refusal> {
    let conversation = story.conversation()?;
    let later = conversation.replies.iter().any(|reply| reply.text > id && !reply.lost);
    let closed = conversation.status == Status::Closed;
    let paid = closed && story.thread()?.arrived.is_some_and(|arrived| arrived > id);
    if story.number()?.opted_out() {
        if let Some(who) = story.text(id)?.by.as_person() {
            story.say(Event::Told { who, about: Notice::TextCancelled, message: Some(id) });
        }
        return Ok(());
    }
    let about = if unreachable { Notice::Unreachable } else { Notice::TextFailed };
    if later || paid {
        return Ok(());
    }
    if let Some(newer) = story.other_live().filter(|_| closed) {
        story.then = Some(Command::TakeDebt(newer, Debt { text: id, owed: Vec::new(), about }));
        return Ok(());
    }
    if !closed {
        open_again(story);
    }
    let who = story.conversation()?.accountable;
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
        story.say(Event::ReplyRestored { id, pressed_at: None, may_fail: false });
    }
    Ok(())
}

/// What an earlier conversation owes is owed here, unless somebody has answered since. Where that answer may still fail,
/// it is known as paid by it. In a closed one somebody has, and nobody is told.
pub(super) fn take(story: &mut Story<'_>, debt: &Debt) -> Result<(), Refusal> {
    let taking = story.conversation()?;
    let (replied, live, holds) = (taking.replied, taking.is_live(), taking.has_taken(debt.text));
    if !replied || taking.all_may_fail() {
        for (text, since) in debt.owed.iter().copied() {
            story.say(Event::DebtTaken { text, since });
        }
    }
    if !live {
        return Ok(());
    }
    // What failed and had answered nothing, or is paid, is told, and opens nothing.
    if !replied && (holds || !debt.owed.is_empty()) {
        open_again(story);
    }
    let (who, about) = (story.live()?.accountable, debt.about);
    story.say(Event::Told { who, about, message: Some(debt.text) });
    Ok(())
}

/// A reply arrived: if it was called lost, what it had paid, and what those before it had, is owed no longer, here or in the
/// newer conversation that has taken it.
pub(super) fn arrived(story: &mut Story<'_>, id: MessageId) -> Result<(), Refusal> {
    let counted = |found: &Conversation| found.has_lost(id) || found.was_unsent(id);
    let counts = story.subject().conversation.as_deref().is_some_and(counted);
    story.say(Event::TextDelivered { id });
    restore(story, id, counts, false)
}

/// The carrier has a text: if it was owed because that had not taken it, it counts from its press, and may still fail.
pub(super) fn has_gone_out(
    story: &mut Story<'_>,
    id: MessageId,
    carrier_id: Option<String>,
) -> Result<(), Refusal> {
    story.say(Event::TextSent { id, carrier_id });
    left_as_it_is(story, id)
}

/// The same of one that a person left as it is.
pub(super) fn left_as_it_is(story: &mut Story<'_>, id: MessageId) -> Result<(), Refusal> {
    if story.subject().conversation.as_deref().is_some_and(|found| found.is_unsent(id)) {
        return restore(story, id, true, true);
    }
    Ok(())
}

fn restore(story: &mut Story<'_>, text: MessageId, counts: bool, may_fail: bool) -> Result<(), Refusal> {
    let pressed_at = story.text(text)?.written_at;
    if counts {
        story.say(Event::ReplyRestored { id: text, pressed_at: Some(pressed_at), may_fail });
        rests::rest_again(story);
    }
    let closed = story.subject().conversation.as_ref().is_some_and(|found| found.status == Status::Closed);
    if let Some(newer) = story.other_live().filter(|_| closed) {
        story.then = Some(Command::ReturnDebt(newer, Returned { text, pressed_at, may_fail }));
    }
    Ok(())
}

/// What this reply of an earlier conversation had paid is paid, so it is owed here no longer.
pub(super) fn give_up(story: &mut Story<'_>, returned: Returned) -> Result<(), Refusal> {
    let Returned { text: id, pressed_at, may_fail } = returned;
    if story.live()?.has_taken(id) {
        story.say(Event::ReplyRestored { id, pressed_at: Some(pressed_at), may_fail });
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
