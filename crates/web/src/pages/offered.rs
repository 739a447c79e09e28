//! An offer as it stands in head, list and timeline, and what came back.

use super::desk::Desk;
use super::thread::Thread;
use baton_core::{
    Baton, Conversation, EndedOffer, Event, Handoff, HandoffId, OfferEnd, Owner, PersonId, Role,
    TellCustomer, WithdrawCause,
};
use baton_pages::{CameBack, Offer, Ring};
use baton_store::ListRow;

/// Who has it, dashed while it is offered.
pub(super) fn ring(desk: &Desk, conversation: &Conversation) -> Ring {
    let ring = desk.ring(conversation.owner, conversation.accountable);
    match &conversation.handoff {
        None => ring,
        Some(offer) => ring.offered(&letters(desk, offer.to), &whom(desk, offer.to)),
    }
}

/// To whom it is offered, where the offer stands on the timeline.
pub(super) fn receiver(desk: &Desk, to: Owner) -> Ring {
    Ring::receiver(&letters(desk, to), &whom(desk, to))
}

fn letters(desk: &Desk, to: Owner) -> String {
    match to {
        Owner::Person(person) => {
            baton_pages::letters::initials(desk.directory.owner_name(Owner::Person(person)))
        }
        Owner::Queue(queue) => {
            desk.directory.queue(queue).map_or_else(|| "?".to_owned(), |queue| queue.initials.clone())
        }
    }
}

fn whom(desk: &Desk, to: Owner) -> String {
    match to {
        Owner::Person(person) if person == desk.me.id => "you".to_owned(),
        to => desk.directory.owner_name(to).to_owned(),
    }
}

/// "you", "Dana", "Billing".
pub(super) fn short(desk: &Desk, to: Owner) -> String {
    match to {
        Owner::Person(person) => desk.whom(person),
        Owner::Queue(_) => desk.directory.owner_name(to).to_owned(),
    }
}

/// What an offer says, each with its term; what was left empty is left out.
pub(super) fn facts(summary: &str, done: &str, pending: &str) -> Vec<(&'static str, String)> {
    let all = [("Needs", summary), ("Done", done), ("Pending", pending)];
    all.into_iter()
        .filter(|(_, words)| !words.is_empty())
        .map(|(term, words)| (term, words.to_owned()))
        .collect()
}

/// Whether the reader may accept or decline it; the same rule decides about the press.
fn may_answer(desk: &Desk, conversation: &Conversation, offer: &Handoff) -> bool {
    match offer.to {
        Owner::Person(person) => person == desk.me.id,
        Owner::Queue(queue) => {
            desk.directory.speaks_for(desk.me.id, queue) && conversation.owner != Owner::Person(desk.me.id)
        }
    }
}

/// The bold and the quieter words of the head while it is offered.
pub(super) fn words(desk: &Desk, conversation: &Conversation) -> Option<(String, String)> {
    let offer = conversation.handoff.as_ref()?;
    let (giver, to) = (desk.first_name(offer.from), short(desk, offer.to));
    let offers = if offer.from == desk.me.id { "offer" } else { "offers" };
    let bold = match offer.to {
        Owner::Person(person) if person == desk.me.id => format!("{giver} {offers} you this."),
        _ => format!("{giver} {offers} this to {to}."),
    };
    let theirs = match conversation.owner {
        Owner::Person(person) if person == desk.me.id => "Yours".to_owned(),
        owner => format!("{}’s", short(desk, owner)),
    };
    let accepts = match offer.to {
        Owner::Person(person) if person == desk.me.id => "you accept".to_owned(),
        Owner::Person(_) => format!("{to} accepts"),
        Owner::Queue(_) => format!("somebody of {to} accepts"),
    };
    Some((
        bold,
        format!("{theirs} until {accepts}; the offer stands until {}", desk.when.until(offer.expires_at)),
    ))
}

/// The offer that stands, with what the reader may do about it.
pub(super) fn offer(desk: &Desk, thread: &Thread) -> Option<Offer> {
    let conversation = thread.conversation();
    let offer = conversation.handoff.as_ref()?;
    let customer = thread.first_name();
    let owns = conversation.owner == Owner::Person(desk.me.id);
    let to = short(desk, offer.to);
    let not_mine = match offer.to {
        Owner::Person(_) => "It isn’t mine".to_owned(),
        Owner::Queue(_) => format!("It isn’t {to}’s"),
    };
    Some(Offer {
        id: offer.id.to_string(),
        summary: offer.baton.summary.clone(),
        done: offer.baton.done.clone(),
        pending: offer.baton.pending.clone(),
        customer_text: offer.baton.to_customer.clone().unwrap_or_default(),
        customer_gets: match offer.baton.tell {
            TellCustomer::Now => "went out with the offer".to_owned(),
            TellCustomer::OnAcceptance | TellCustomer::No => match offer.to {
                Owner::Person(person) if person == desk.me.id => "goes out once you accept".to_owned(),
                _ => "goes out once it is accepted".to_owned(),
            },
        },
        customer,
        giver: desk.whom(offer.from),
        may_answer: may_answer(desk, conversation, offer),
        may_withdraw: offer.from == desk.me.id || owns || leads(desk, conversation),
        reasons: vec!["I’m full".to_owned(), not_mine, "I’m off soon".to_owned()],
    })
}

/// Whether the reader leads the queue of this conversation, or everything.
pub(super) fn leads(desk: &Desk, conversation: &Conversation) -> bool {
    let lead = conversation.queue.and_then(|id| desk.directory.queue(id)).and_then(|queue| queue.lead);
    desk.me.role >= Role::Lead || lead == Some(desk.me.id)
}

/// What came back to the reader, and waits for their choice: to offer it again, or to keep it.
pub(super) fn came_back(desk: &Desk, thread: &Thread) -> Option<CameBack> {
    let ended = back(desk, &thread.row)?;
    let events = || thread.records.iter().rev().flat_map(|record| &record.events);
    let to = events().find_map(|event| match event {
        Event::HandoffOffered { id, to, .. } if *id == ended.id => Some(*to),
        _ => None,
    });
    let reason = events().find_map(|event| match event {
        Event::HandoffDeclined { id, reason, .. } if *id == ended.id => Some(reason.as_str()),
        _ => None,
    });
    let words = match (ended.end, ended.by) {
        (OfferEnd::Declined, Some(by)) => {
            format!("{} declined: “{}”", desk.first_name(by), reason.unwrap_or_default())
        }
        (OfferEnd::Expired, _) => match to {
            Some(Owner::Person(person)) => format!("{} did not accept in time.", desk.first_name(person)),
            Some(queue @ Owner::Queue(_)) => format!("Nobody in {} accepted in time.", short(desk, queue)),
            None => "Nobody accepted in time.".to_owned(),
        },
        _ => "Whom it was offered to cannot answer any more.".to_owned(),
    };
    let left = super::promise::due(desk, thread.conversation()).map(|due| format!(", {}", due.at.words));
    let with = match thread.conversation().owner {
        Owner::Person(_) => "yours".to_owned(),
        owner @ Owner::Queue(_) => format!("with {}", short(desk, owner)),
    };
    let small = format!("{} is still {with}{}.", thread.first_name(), left.unwrap_or_default());
    Some(CameBack { id: ended.id.to_string(), words, small })
}

/// What the reader wrote with the offer that came back, to be offered to somebody else.
pub(super) fn words_that_came_back<'t>(desk: &Desk, thread: &'t Thread) -> Option<&'t Baton> {
    let ended = back(desk, &thread.row)?.id;
    thread.records.iter().rev().flat_map(|record| &record.events).find_map(|event| match event {
        Event::HandoffOffered { id, from, baton, .. } if *id == ended && *from == desk.me.id => {
            Some(&**baton)
        }
        _ => None,
    })
}

/// Whether an offer of the reader's came back, and they have neither chosen nor answered the customer since.
pub(super) fn has_come_back(desk: &Desk, row: &ListRow) -> bool {
    back(desk, row).is_some()
}

fn back<'c>(desk: &Desk, row: &'c ListRow) -> Option<&'c EndedOffer> {
    let conversation = &row.conversation;
    let holds = match conversation.owner {
        Owner::Person(person) => person == desk.me.id,
        Owner::Queue(_) => conversation.accountable == desk.me.id,
    };
    if !holds || !conversation.is_live() || conversation.handoff.is_some() {
        return None;
    }
    let ended = conversation.last_offer.as_ref()?;
    let loud = match ended.end {
        OfferEnd::Declined | OfferEnd::Expired | OfferEnd::Withdrawn(WithdrawCause::TargetGone) => true,
        OfferEnd::Accepted | OfferEnd::Withdrawn(_) => false,
    };
    // Since when they have it, and what they wrote since: what was before somebody else gave it to them is not theirs.
    let theirs = conversation.owned_since.is_none_or(|since| since <= ended.at);
    let thread = &row.thread;
    let answered =
        thread.last_by.is_some_and(|(person, id)| person == desk.me.id && Some(id) > thread.last_inbound)
            && thread.last_at.is_some_and(|at| at > ended.at);
    (loud && theirs && !answered && !desk.kept.contains(&ended.id)).then_some(ended)
}

/// "for Tess": whom its owner covers for, as long as they are away. What moved stays where it is when they are back, and is
/// from then on its owner's as anything else.
pub(super) fn covers(desk: &Desk, conversation: &Conversation) -> String {
    let away = |person: &PersonId| desk.directory.away(*person, desk.when.now()).is_some();
    match conversation.covers.filter(away) {
        Some(person) if conversation.is_live() => format!("for {}", desk.whom(person)),
        _ => String::new(),
    }
}

/// The offer of a press: `{handoff}` in an address.
pub(super) fn known(id: &str) -> Result<HandoffId, crate::answer::Problem> {
    id.parse().map_err(|_| crate::answer::Problem::not_found("handoff"))
}
