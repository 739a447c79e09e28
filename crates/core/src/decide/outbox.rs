//! A text of ours on its way: at most once (law 7), states only forward (law 9).

use super::story::{Draft, Story};
use super::{consent, debts, own, quiet, write};
use crate::command::{Delivery, NewText, SendOutcome, UnknownChoice};
use crate::conversation::Conversation;
use crate::event::{ConsentCause, Event, TextKind};
use crate::ids::MessageId;
use crate::number::ConsentState;
use crate::owner::{By, Owner};
use crate::refusal::Refusal;
use crate::text::{FailureReason, OutText, TextState};

/// How often a carrier is asked about a text that it knows but says nothing final of.
const LOOKUPS: u32 = 3;
const OPTED_OUT: &str = "They opted out before it was sent.";
const TOO_LATE: &str = "It came too late to be of use, so it was not sent.";

/// About to hand it to the carrier: the last moment at which it can still be held back.
pub(super) fn hand_over(story: &mut Story<'_>, id: MessageId) -> Result<(), Refusal> {
    let text = story.text(id)?;
    if text.state != TextState::Queued {
        return Err(Refusal::NotNow("This text was handed over already.".to_owned()));
    }
    let too_late = text.is_too_late(story.now());
    let kind = text.kind;
    let written_at = text.written_at;
    let out = story.number()?.opted_out();
    let since = story.number()?.consent.since;
    let reason = if too_late {
        Some(TOO_LATE)
    } else if out && kind != TextKind::OptOutConfirmation {
        Some(OPTED_OUT)
    } else if !out && kind == TextKind::OptOutConfirmation {
        Some("They opted in again before it was sent.")
    } else if kind == TextKind::OptOutConfirmation && since.is_some_and(|since| written_at < since) {
        Some("They opted out again since, and that is what is confirmed.")
    } else if story.line()?.retired {
        Some("Its line was retired before it was sent.")
    } else {
        None
    };
    story.outside = story.text(id)?.conversation.is_none();
    if let Some(reason) = reason {
        return withhold(story, id, reason.to_owned());
    }
    story.say(Event::TextHandedOver { id });
    Ok(())
}

/// What came of handing it over. A callback may have overtaken the answer; then there is nothing to add.
pub(super) fn sent(story: &mut Story<'_>, id: MessageId, outcome: &SendOutcome) -> Result<(), Refusal> {
    let text = story.text(id)?;
    let state = text.state;
    story.outside = text.conversation.is_none();
    match outcome {
        SendOutcome::Accepted { carrier_id } if state < TextState::Sent => {
            debts::has_gone_out(story, id, Some(carrier_id.clone()))?;
        }
        SendOutcome::Refused(failure) if state < TextState::Sent => {
            return failed(story, id, TextState::Failed, failure.clone());
        }
        SendOutcome::TryLater { until, reason } if state == TextState::Sending => {
            story.say(Event::TextDelayed { id, until: *until, reason: reason.clone() });
        }
        SendOutcome::Unknown { why } if state == TextState::Sending => {
            story.say(Event::TextUnknown { id, why: why.clone() });
        }
        _ => {}
    }
    Ok(())
}

/// The carrier's word, in whatever order and however often it comes.
pub(super) fn delivery(story: &mut Story<'_>, id: MessageId, delivery: &Delivery) -> Result<(), Refusal> {
    let text = story.text(id)?;
    let state = text.state;
    let was_handed_over = text.attempts > 0 && state != TextState::Cancelled;
    story.outside = text.conversation.is_none();
    if !was_handed_over {
        return Ok(());
    }
    // Whatever it knows by an id, it has; the word that says so may still be on its way.
    let has_it = delivery.state == TextState::Sent || delivery.carrier_id.is_some();
    if state < TextState::Sent && delivery.state >= TextState::Sent && has_it {
        debts::has_gone_out(story, id, delivery.carrier_id.clone())?;
    }
    match delivery.state {
        TextState::Delivered if state < TextState::Delivered => {
            debts::arrived(story, id)?;
            let number = story.number()?;
            if number.unreachable.is_some() {
                let number = number.id;
                story.say(Event::ReachabilityChanged { number, reachable: true, code: None });
            }
        }
        TextState::Failed | TextState::Undelivered => {
            let failure = delivery.failure.clone().unwrap_or_else(|| FailureReason {
                code: None,
                advice: "The carrier gave no reason. Try again, or call.".to_owned(),
                opted_out: false,
                unreachable: false,
            });
            failed(story, id, delivery.state, failure)?;
        }
        _ => {}
    }
    Ok(())
}

/// The same, where the carrier's id is all that names it.
pub(super) fn delivery_by_carrier_id(
    story: &mut Story<'_>,
    carrier_id: &str,
    word: &Delivery,
) -> Result<(), Refusal> {
    let found = story.subject().texts.iter().find(|text| text.carrier_id.as_deref() == Some(carrier_id));
    let id = found.map(|text| text.id).ok_or(Refusal::NotFound("text"))?;
    delivery(story, id, word)
}

/// It did not arrive; what that says about the number is recorded with it. A word that moves nothing on may still
/// bring the reason that an earlier one left out.
fn failed(
    story: &mut Story<'_>,
    id: MessageId,
    state: TextState,
    failure: FailureReason,
) -> Result<(), Refusal> {
    let (opted_out, unreachable, code) = (failure.opted_out, failure.unreachable, failure.code.clone());
    let text = story.text(id)?;
    let (arrived, moves, explains) =
        (text.state == TextState::Delivered, text.state < state, text.is_explained_by(&failure));
    let first = text.state < TextState::Failed;
    if moves {
        story.say(Event::TextFailed { id, state, failure });
    } else if explains {
        story.say(Event::TextExplained { id, failure });
    }
    let number = story.number()?;
    if opted_out && !number.opted_out() {
        let evidence =
            format!("the carrier refused a text: opted out (code {})", code.as_deref().unwrap_or("none"));
        consent::record(story, ConsentState::Out, ConsentCause::Carrier, &evidence, true)?;
    } else if unreachable && !arrived && number.unreachable.is_none() {
        let number = number.id;
        story.say(Event::ReachabilityChanged { number, reachable: false, code });
    }
    debts::give_back(story, id, unreachable, first)
}

/// The carrier was asked about a text that it had said nothing final of.
pub(super) fn looked_up(story: &mut Story<'_>, id: MessageId, known: bool, why: &str) -> Result<(), Refusal> {
    let text = story.text(id)?;
    let (state, lookups) = (text.state, text.lookups + 1);
    story.outside = text.conversation.is_none();
    if !matches!(state, TextState::Sending | TextState::Sent) {
        return Ok(());
    }
    if known || state == TextState::Sent {
        let next_at = (lookups < LOOKUPS).then(|| story.now() + OutText::SILENCE * 6u32.pow(lookups));
        if state == TextState::Sending {
            debts::has_gone_out(story, id, None)?;
        }
        story.say(Event::TextLookedUp { id, next_at });
    } else {
        story.say(Event::TextUnknown { id, why: why.to_owned() });
    }
    Ok(())
}

/// A person decides about a text that did not arrive, or of which nobody knows: once.
pub(super) fn settle(story: &mut Story<'_>, id: MessageId, choice: UnknownChoice) -> Result<(), Refusal> {
    story.person()?;
    let text = story.text(id)?;
    let lost = match choice {
        UnknownChoice::SendAgain(_) | UnknownChoice::SendAgainAtNight(_) => {
            matches!(text.state, TextState::Unknown | TextState::Failed | TextState::Undelivered)
        }
        UnknownChoice::Leave => text.state == TextState::Unknown,
    };
    if text.settled || !lost {
        return Err(Refusal::NotNow("What became of this text is known, or was decided already.".to_owned()));
    }
    let (body, media, kind) = (text.body.clone(), text.media.clone(), text.kind);
    let (author, outside) = (text.by.as_person(), text.conversation.is_none());
    let seen = match choice {
        UnknownChoice::Leave => {
            story.say(Event::TextSettled { id, again: false });
            return debts::left_as_it_is(story, id);
        }
        UnknownChoice::SendAgain(_) | UnknownChoice::SendAgainAtNight(_)
            if outside || kind == TextKind::AutoReply =>
        {
            return Err(Refusal::NotNow("Baton wrote this by itself, and does so once.".to_owned()));
        }
        UnknownChoice::SendAgain(seen) | UnknownChoice::SendAgainAtNight(seen) => seen,
    };
    let despite_quiet_hours = matches!(choice, UnknownChoice::SendAgainAtNight(_));
    story.say(Event::TextSettled { id, again: true });
    if kind != TextKind::Handoff {
        // It rings there like any other: what answers them goes at once, what we started waits for the day.
        return write::send(story, &NewText { media, seen, despite_quiet_hours, ..NewText::saying(body) });
    }
    // The giver's words stay the giver's, and keep no promise, whoever sends them again.
    write::may_go_out(story, seen)?;
    if let Some(quiet) = quiet::night(story, kind, false, story.now()).filter(|_| !despite_quiet_hours) {
        return Err(quiet::refusal(story, &quiet, story.now()));
    }
    let written = story.write(Draft { media, author, ..Draft::of(kind, body) })?;
    story.message = Some(written);
    Ok(())
}

/// Withdraws a text that was not handed over: somebody wants it, they opted out, or it came too late.
pub(super) fn cancel(story: &mut Story<'_>, id: MessageId) -> Result<(), Refusal> {
    let text = story.text(id)?;
    let (state, too_late) = (text.state, text.is_too_late(story.now()));
    may_withdraw(story, text)?;
    story.outside = story.text(id)?.conversation.is_none();
    let too_far = match state {
        TextState::Cancelled => return Ok(()),
        TextState::Queued => None,
        TextState::Sending | TextState::Sent | TextState::Unknown => {
            Some("It is on its way already and cannot be withdrawn.")
        }
        TextState::Delivered => Some("It has arrived already and cannot be withdrawn."),
        TextState::Failed | TextState::Undelivered => {
            Some("It did not arrive, so there is nothing to withdraw.")
        }
    };
    if let Some(sentence) = too_far {
        return Err(Refusal::NotNow(sentence.to_owned()));
    }
    let reason = match story.by() {
        By::Person { id, .. } => {
            format!("Withdrawn by {}.", story.directory().owner_name(Owner::Person(*id)))
        }
        By::Program { name, .. } => format!("Withdrawn by {name}."),
        _ if too_late => TOO_LATE.to_owned(),
        _ if story.number()?.opted_out() => OPTED_OUT.to_owned(),
        _ => "Withdrawn.".to_owned(),
    };
    withhold(story, id, reason)
}

/// It is not sent: so it keeps no promise.
fn withhold(story: &mut Story<'_>, id: MessageId, reason: String) -> Result<(), Refusal> {
    story.say(Event::TextCancelled { id, reason });
    debts::not_sent(story, id)
}

/// Who wrote it, whoever has the conversation or answers for it, and leads; a program what it wrote itself. What Baton
/// owes them goes out.
fn may_withdraw(story: &Story<'_>, text: &OutText) -> Result<(), Refusal> {
    let (person, program) = match story.by() {
        By::Person { .. } => (Some(story.person()?), None),
        By::Program { id, .. } => (None, Some(*id)),
        By::Contact | By::Policy | By::Carrier => return Ok(()),
    };
    if !matches!(text.kind, TextKind::Person | TextKind::Program) {
        return Err(Refusal::NotAllowed("Baton owes them this text, so it cannot be withdrawn.".to_owned()));
    }
    let wrote = match &text.by {
        By::Person { id, .. } => Some(*id) == person,
        By::Program { id, .. } => Some(*id) == program,
        _ => false,
    };
    let concerns = |person| {
        let has = |conversation: &Conversation| {
            conversation.owner == Owner::Person(person) || conversation.accountable == person
        };
        story.subject().conversation.as_deref().is_some_and(has) || own::leads(story, person)
    };
    if wrote || person.is_some_and(concerns) {
        return Ok(());
    }
    Err(Refusal::NotAllowed(
        "Only who wrote it can withdraw it, whoever has this conversation, or a lead.".to_owned(),
    ))
}
