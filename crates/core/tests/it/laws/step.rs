//! One step of a story.

use super::*;

/// None: it was no command. False: it was refused.
pub(crate) fn step(desk: &mut Desk, gone: &mut Vec<PersonId>, act: &Act) -> Option<bool> {
    let conversation = desk.subject.conversation.as_ref().map(|conversation| conversation.id);
    let text = |index: usize| desk.subject.texts.get(index).map(|text| text.id);
    let seen = desk.subject.thread.as_ref().map_or(Seen::Nothing, |thread| {
        if thread.messages == 0 {
            Seen::Nothing
        } else {
            Seen::UpTo(MessageId::new(thread.id, thread.messages))
        }
    });
    let (by, command) = match act {
        Act::Text(body) => (By::Contact, received(body)),
        Act::Send(who, body, then, says) => {
            let then = match then {
                0 => Then::Open,
                1 => Then::Pending { wake_at: Some(desk.now + std::time::Duration::from_hours(3)) },
                _ => Then::Closed { reason: None },
            };
            let seen = if *says { seen } else { Seen::Unsaid };
            (By::person(*who), Command::Send(conversation?, new_text(body, seen, then)))
        }
        Act::ProgramSends => (
            By::Program { id: ProgramId(7), name: "Booking".to_owned() },
            Command::Send(conversation?, new_text("We open at nine", seen, Then::Open)),
        ),
        Act::Note(who) => (By::person(*who), Command::AddNote(conversation?, "calls back".to_owned())),
        Act::Touch(who) => (By::person(*who), Command::Touch(conversation?)),
        Act::Claim(who) => (By::person(*who), Command::Claim(conversation?)),
        Act::Release(who, queue) => (By::person(*who), Command::Release(conversation?, *queue)),
        Act::Assign(who, to) => {
            (By::person(*who), Command::Assign { conversation: conversation?, to: *to, reason: None })
        }
        Act::Open(who) => (By::person(*who), Command::Open(conversation?)),
        Act::Wait(who, internal) => {
            let on = internal.then_some(PendingOn::Internal);
            let reason = internal.then(|| "lab report".to_owned());
            (By::person(*who), Command::Wait { conversation: conversation?, on, reason, wake_at: None })
        }
        Act::Close(who, says) => {
            (By::person(*who), Command::Close(conversation?, says.then(|| "answered".to_owned())))
        }
        Act::Tag(who, tag, add) => {
            let tag = vec![(*tag).to_owned()];
            let (add, remove) = if *add { (tag, Vec::new()) } else { (Vec::new(), tag) };
            (By::person(*who), Command::Tag { conversation: conversation?, add, remove })
        }
        Act::HandOver(index) => (By::Policy, Command::HandOver(text(*index)?)),
        Act::Outcome(index, kind) => (By::Carrier, Command::Sent(text(*index)?, outcome(*kind, desk.now))),
        Act::Word(index, kind) => (By::Carrier, Command::Delivery(text(*index)?, word(*kind))),
        Act::LookedUp(index, known) => (
            By::Carrier,
            Command::LookedUp { text: text(*index)?, known: *known, why: "not in its list".to_owned() },
        ),
        Act::Settle(who, index, again) => {
            let choice = if *again { UnknownChoice::SendAgain(seen) } else { UnknownChoice::Leave };
            (By::person(*who), Command::Settle(text(*index)?, choice))
        }
        Act::Cancel(who, index) => (By::person(*who), Command::Cancel(text(*index)?)),
        Act::Consent(who, consents) => {
            let state = if *consents { ConsentState::In } else { ConsentState::Out };
            let number = desk.subject.number.as_ref()?.id;
            (By::person(*who), Command::SetConsent { number, state, evidence: "form of 4 March".to_owned() })
        }
        Act::Wake => (By::Policy, Command::Wake(conversation?)),
        Act::Distribute => (By::Policy, Command::Distribute(conversation?)),
        Act::Says(who, word, minutes, cover) => {
            says(desk, *who, *word, *minutes, *cover);
            (By::Policy, Command::Resettle(conversation?))
        }
        Act::Leaves(_) | Act::Returns => {
            if let Act::Leaves(who) = act {
                gone.push(*who);
            } else {
                gone.clear();
            }
            for (id, person) in &mut desk.directory.people {
                person.active = !gone.contains(id);
            }
            (By::Policy, Command::Resettle(conversation?))
        }
        Act::Later(minutes) => {
            desk.minutes(u64::from(*minutes));
            (By::Policy, Command::Resettle(conversation?))
        }
        offer_or_ask => passed_on(desk, conversation?, seen, offer_or_ask)?,
    };
    Some(desk.try_do(&by, &command).is_ok())
}

/// Offers and asks.
pub(crate) fn passed_on(
    desk: &Desk,
    conversation: baton_core::ConversationId,
    seen: Seen,
    act: &Act,
) -> Option<(By, Command)> {
    Some(match act {
        Act::Offer(who, to, tell, confirm) => {
            let baton = baton_core::Baton { confirm_back: *confirm, ..tells("They take over.", *tell) };
            (By::person(*who), offer(conversation, *to, baton))
        }
        Act::Accept(who, newest) => {
            (By::person(*who), Command::Accept(conversation, handoff(desk, *newest)?))
        }
        Act::Decline(who) => {
            let (handoff, reason) = (handoff(desk, true)?, "busy".to_owned());
            (By::person(*who), Command::Decline { conversation, handoff, reason })
        }
        Act::Withdraw(who) => {
            (By::person(*who), Command::WithdrawHandoff(conversation, handoff(desk, true)?))
        }
        Act::OpenAsk(who, owner, words) => {
            let words = (*words).to_owned();
            (By::person(*who), Command::OpenAsk { conversation, words, owner: *owner, due_at: None })
        }
        Act::AnswerAsk(who, place) => {
            let by = desk.subject.texts.last().map(|text| text.id);
            (By::person(*who), Command::AnswerAsk { conversation, ask: ask(desk, *place)?, by })
        }
        Act::MoveAsk(who, place, to) => {
            let (ask, to) = (ask(desk, *place)?, *to);
            (By::person(*who), Command::MoveAsk { conversation, ask, to, reason: None })
        }
        Act::DropAsk(who, place) => {
            let (ask, reason) = (ask(desk, *place)?, "booked".to_owned());
            (By::person(*who), Command::DropAsk { conversation, ask, reason })
        }
        Act::SendAnswer(who, place, pending) => {
            let then = if *pending { Then::Pending { wake_at: None } } else { Then::Open };
            let mut text = new_text("Friday at 11", seen, then);
            text.answers = vec![ask(desk, *place)?];
            (By::person(*who), Command::Send(conversation, text))
        }
        planned => return plans(desk, conversation, seen, planned),
    })
}

/// Texts for later, and reminders.
pub(crate) fn plans(
    desk: &Desk,
    conversation: baton_core::ConversationId,
    seen: Seen,
    act: &Act,
) -> Option<(By, Command)> {
    let ahead = |minutes: u16| desk.now + std::time::Duration::from_mins(u64::from(minutes));
    let planned = |place: usize| desk.conversation().scheduled.get(place).map(|text| text.id);
    Some(match act {
        Act::Schedule(who, minutes, changed, then) => {
            let then = match then {
                0 => Then::Open,
                1 => Then::Pending { wake_at: None },
                _ => Then::Closed { reason: None },
            };
            let if_changed = [IfChanged::Cancel, IfChanged::Ask, IfChanged::Send][usize::from(*changed)];
            let mut text = new_text("See you!", seen, then);
            text.later = Some(Later { at: ahead(*minutes), if_changed });
            let program = By::Program { id: ProgramId(7), name: "Booking".to_owned() };
            (who.map_or(program, By::person), Command::Send(conversation, text))
        }
        Act::SendPlanned(who, place) => {
            let scheduled = planned(*place)?;
            (By::person(*who), Command::SendScheduled { scheduled, seen, despite_quiet_hours: true })
        }
        Act::DropPlanned(who, place) => (By::person(*who), Command::DropScheduled(planned(*place)?)),
        Act::Remind(who, minutes) => {
            let words = "call the lab".to_owned();
            (By::person(*who), Command::SetReminder { conversation, words, at: ahead(*minutes) })
        }
        _ => return None,
    })
}

/// The offer that stands, or else an earlier one.
pub(crate) fn handoff(desk: &Desk, newest: bool) -> Option<HandoffId> {
    let conversation = desk.subject.conversation.as_ref()?;
    let standing = conversation.handoff.as_ref().map(|offer| offer.id).filter(|_| newest);
    standing.or_else(|| conversation.last_offer.as_ref().map(|last| last.id))
}

pub(crate) fn ask(desk: &Desk, place: usize) -> Option<AskId> {
    desk.subject.conversation.as_ref()?.asks.get(place).map(|ask| ask.id)
}

pub(crate) fn says(desk: &mut Desk, who: PersonId, word: u8, minutes: u16, cover: Option<PersonId>) {
    let until = Some(desk.now + std::time::Duration::from_mins(u64::from(minutes)));
    let word = match word {
        0 => Availability::In { until },
        1 => Availability::Out { until },
        2 => Availability::Rota,
        3 => Availability::Away { from: desk.now, until, cover },
        _ => Availability::Away { from: desk.now, until: None, cover },
    };
    if let Ok(after) = desk.directory.presence_after(who, &word, desk.now) {
        desk.directory = desk.directory.clone();
        desk.directory.people.get_mut(&who).expect("of the team").presence = after;
    }
}

pub(crate) fn outcome(kind: u8, now: baton_core::Moment) -> SendOutcome {
    match kind {
        0 => SendOutcome::Accepted { carrier_id: "SM1".to_owned() },
        1 => SendOutcome::Refused(failure("21610")),
        2 => SendOutcome::TryLater { until: now, reason: "too fast".to_owned() },
        _ => SendOutcome::Unknown { why: "no answer".to_owned() },
    }
}

pub(crate) fn word(kind: u8) -> Delivery {
    let (state, failure) = match kind {
        0 => (TextState::Sent, None),
        1 => (TextState::Delivered, None),
        2 => (TextState::Undelivered, Some(failure("30005"))),
        3 => (TextState::Failed, Some(failure("21610"))),
        _ => (TextState::Failed, None),
    };
    Delivery { state, carrier_id: Some("SM1".to_owned()), failure }
}

pub(crate) fn failure(code: &str) -> FailureReason {
    FailureReason {
        code: Some(code.to_owned()),
        advice: format!("reason {code}"),
        opted_out: code == "21610",
        unreachable: code == "30005",
    }
}
