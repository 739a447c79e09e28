//! What became of an offer, for whoever comes too late.

use super::offered;
use crate::decide::story::Story;
use crate::handoff::{EndedOffer, Handoff, OfferEnd, WithdrawCause};
use crate::ids::{HandoffId, PersonId};
use crate::owner::Owner;
use crate::refusal::{Reason, Refusal};
use crate::time_words;
use baton_hours::Moment;
use std::time::Duration;

/// Within so long the time of day says when something was.
const LATELY: Duration = Duration::from_hours(12);

/// A second press by whoever accepted it and has it still changes nothing.
pub(super) fn took_it(story: &Story<'_>, id: HandoffId, me: PersonId) -> bool {
    story.subject().live().is_some_and(|live| {
        live.owner == Owner::Person(me)
            && live
                .last_offer
                .as_ref()
                .is_some_and(|last| last.id == id && last.end == OfferEnd::Accepted && last.by == Some(me))
    })
}

const EXPIRED: &str = "Nobody took it in time, so this offer is not open any more.";

/// The offer that stands, or what became of it.
pub(super) fn standing(story: &Story<'_>, id: HandoffId) -> Result<Handoff, Refusal> {
    let conversation = story.conversation()?;
    if id.conversation() != conversation.id || !(1..=conversation.parts).contains(&id.ordinal()) {
        return Err(Refusal::NotFound(Reason::NoHandoff));
    }
    let gone = || Refusal::not_now(Reason::OfferGone, "This offer is not open any more.");
    match offered(story).filter(|offer| offer.id == id) {
        Some(offer) if offer.expires_at > story.now() => Ok(offer),
        Some(_) => Err(Refusal::not_now(Reason::OfferExpired, EXPIRED)),
        None => {
            let last = conversation.last_offer.as_ref().filter(|last| last.id == id);
            Err(last.map_or_else(gone, |last| what_became(story, last)))
        }
    }
}

fn what_became(story: &Story<'_>, last: &EndedOffer) -> Refusal {
    let who = last.by.map_or_else(|| "Somebody".to_owned(), |person| name(story, person));
    let when = clock(story, last.at);
    let (reason, sentence) = match last.end {
        OfferEnd::Accepted => (Reason::OfferAccepted, format!("{who} accepted it{when}.")),
        OfferEnd::Declined => {
            (Reason::OfferDeclined, format!("{who} declined it{when}, so this offer is not open any more."))
        }
        OfferEnd::Expired => (Reason::OfferExpired, EXPIRED.to_owned()),
        OfferEnd::Withdrawn(WithdrawCause::Person) => {
            (Reason::OfferTakenBack, format!("{who} took the offer back{when}."))
        }
        OfferEnd::Withdrawn(WithdrawCause::Closed) => (
            Reason::OfferClosed,
            format!("The conversation was closed{when}, so this offer is not open any more."),
        ),
        OfferEnd::Withdrawn(WithdrawCause::TargetGone) => (
            Reason::OfferTargetGone,
            "Whom it was offered to cannot answer any more, so this offer is not open any more.".to_owned(),
        ),
        OfferEnd::Withdrawn(WithdrawCause::Arrived) => (
            Reason::OfferArrived,
            format!("It went there in another way{when}, so this offer is not open any more."),
        ),
    };
    Refusal::not_now(reason, sentence)
}

/// " at 2:05 pm" in the workspace's time; nothing for what was long ago.
pub(in crate::decide) fn clock(story: &Story<'_>, at: Moment) -> String {
    if at + LATELY < story.now() {
        return String::new();
    }
    format!(" at {}", time_words::clock(story.directory().policy.zone(), at))
}

pub(in crate::decide) fn name(story: &Story<'_>, person: PersonId) -> String {
    story.directory().owner_name(Owner::Person(person)).to_owned()
}
