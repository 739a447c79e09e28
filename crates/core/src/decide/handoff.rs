//! Offers: the giver holds it until somebody accepts (law 4), and what comes back does so loudly.

use super::story::{Draft, Story};
use super::{Made, handed, own, potato, quiet, scheduled, write};
use crate::command::NewOffer;
use crate::event::{Event, MadeWith, Notice, OwnerCause, TextKind};
use crate::handoff::{EndedOffer, Handoff, OfferEnd, TellCustomer, WithdrawCause};
use crate::ids::{HandoffId, PersonId, QueueId};
use crate::owner::Owner;
use crate::refusal::Refusal;
use crate::time_words;
use baton_hours::Moment;
use std::time::Duration;

/// Within so long the time of day says when something was.
const LATELY: Duration = Duration::from_hours(12);

/// Offers it to a person or queue.
pub(super) fn offer(story: &mut Story<'_>, offer: &NewOffer) -> Result<(), Refusal> {
    let me = story.person()?;
    story.live()?;
    may_offer(story, me)?;
    none_stands(story)?;
    is_a_target(story, me, offer.to)?;
    potato::may_pass_on(story, &[me])?;
    let baton = handed::written_down(story, offer)?;
    let told_now = match (&baton.to_customer, baton.tell) {
        (Some(words), TellCustomer::Now) => Some(words.clone()),
        _ => None,
    };
    if told_now.is_some() {
        write::reachable(story)?;
        write::nothing_newer(story, offer.seen)?;
    }
    let live = story.live()?;
    let id = HandoffId::new(live.id, story.next_part()?);
    let expires_at = story.directory().offer_expires_at(offer.to, live.queue, story.now());
    let (to, made_with, baton) = (offer.to, baton.made_with.clone(), Box::new(baton));
    story.say(Event::HandoffOffered { id, from: me, to, baton, expires_at });
    story.made = Some(Made::Handoff(id));
    let receiver = receiver(story, to);
    story.tell(receiver, Notice::HandoffOffered);
    match told_now {
        Some(words) => say_by_day(story, (id, me), words, made_with),
        None => Ok(()),
    }
}

/// The giver's words go out; where it is night, and they answer nothing, they wait for the day there.
fn say_by_day(
    story: &mut Story<'_>,
    (offer, giver): (HandoffId, PersonId),
    words: String,
    made_with: Option<MadeWith>,
) -> Result<(), Refusal> {
    if let Some(quiet) = quiet::night(story, TextKind::Handoff, false, story.now()) {
        return scheduled::put_handoff(story, (offer, giver), words, made_with, &quiet);
    }
    let draft = Draft { author: Some(giver), made_with, ..Draft::of(TextKind::Handoff, words) };
    let written = story.write(draft)?;
    story.message = Some(written);
    Ok(())
}

/// Takes it: from here it is theirs.
pub(super) fn accept(story: &mut Story<'_>, id: HandoffId) -> Result<(), Refusal> {
    let me = story.person()?;
    if took_it(story, id, me) {
        return Ok(());
    }
    let offer = standing(story, id)?;
    may_answer(story, &offer, me)?;
    potato::may_pass_on(story, &[me, offer.from])?;
    let confirm_to = Some(offer.from).filter(|giver| offer.baton.confirm_back && *giver != me);
    story.say(Event::HandoffAccepted { id, person: me, confirm_to });
    let mine = Owner::Person(me);
    if story.live()?.owner != mine {
        own::change(story, mine, OwnerCause::Handoff, None)?;
    }
    // Where it was passed on too often somebody else has it by now, and the words would name the wrong one.
    if story.live()?.owner == mine {
        tell_customer(story, &offer)?;
    }
    Ok(())
}

/// Leaves it with whoever has it, and says why.
pub(super) fn decline(story: &mut Story<'_>, id: HandoffId, reason: &str) -> Result<(), Refusal> {
    let me = story.person()?;
    let offer = standing(story, id)?;
    may_answer(story, &offer, me)?;
    let reason = super::status::words(Some(reason.to_owned()))?
        .ok_or_else(|| Refusal::invalid("reason", "Say why you decline it, for example “not my area”."))?;
    story.say(Event::HandoffDeclined { id, person: me, reason });
    give_back(story, &offer, Notice::HandoffDeclined);
    Ok(())
}

/// Takes an offer back: its giver, whoever has the conversation now, or a lead.
pub(super) fn withdraw(story: &mut Story<'_>, id: HandoffId) -> Result<(), Refusal> {
    let me = story.person()?;
    let offer = standing(story, id)?;
    if offer.from != me && !holders(story, &offer).contains(&me) && !own::leads(story, me) {
        let name = name(story, offer.from);
        return Err(Refusal::NotAllowed(format!(
            "{name} offered this. Only they can take it back, or a lead."
        )));
    }
    story.say(Event::HandoffWithdrawn { id, cause: WithdrawCause::Person });
    give_back(story, &offer, Notice::HandoffReturned);
    Ok(())
}

/// It comes back by itself once its time is over.
pub(super) fn expire_if_due(story: &mut Story<'_>) {
    let now = story.now();
    if let Some(offer) = offered(story).filter(|offer| offer.expires_at <= now) {
        story.say(Event::HandoffExpired { id: offer.id });
        give_back(story, &offer, Notice::HandoffExpired);
    }
}

/// After ownership moved: an offer survives that, unless it went to whom it was offered.
pub(super) fn settle_arrival(story: &mut Story<'_>) {
    let Some(offer) = offered(story) else { return };
    let Some(owner) = story.subject().live().map(|live| live.owner) else { return };
    let member_of =
        |person, queue| story.directory().queue(queue).is_some_and(|queue| queue.members.contains(&person));
    let arrived = match (owner, offer.to) {
        (Owner::Person(person), Owner::Queue(queue)) => member_of(person, queue),
        (owner, to) => owner == to,
    };
    if arrived {
        story.say(Event::HandoffWithdrawn { id: offer.id, cause: WithdrawCause::Arrived });
        story.tell(offer.from, Notice::HandoffReturned);
    }
}

/// After people or queues changed: one whose target cannot answer any more returns at once.
pub(super) fn resettle(story: &mut Story<'_>) {
    let Some(offer) = offered(story) else { return };
    let gone = match offer.to {
        Owner::Person(person) => !story.directory().is_active(person),
        Owner::Queue(queue) => story.directory().queue(queue).is_none(),
    };
    if gone {
        story.say(Event::HandoffWithdrawn { id: offer.id, cause: WithdrawCause::TargetGone });
        give_back(story, &offer, Notice::HandoffReturned);
    }
}

/// Before a close: nothing is offered of what is done.
pub(super) fn withdraw_for_close(story: &mut Story<'_>) {
    if let Some(offer) = offered(story) {
        story.say(Event::HandoffWithdrawn { id: offer.id, cause: WithdrawCause::Closed });
    }
}

/// After a close: givers who wanted to know learn that it is resolved, once each.
pub(super) fn confirm(story: &mut Story<'_>) {
    let givers = story.subject().conversation.as_ref().map(|closed| closed.confirm_to.clone());
    for who in givers.unwrap_or_default() {
        story.say(Event::Told { who, about: Notice::HandoffResolved, message: None });
    }
}

fn may_offer(story: &Story<'_>, me: PersonId) -> Result<(), Refusal> {
    let live = story.live()?;
    let may = match live.owner {
        Owner::Person(owner) => owner == me,
        Owner::Queue(queue) => {
            live.accountable == me || story.directory().speaks_for(me, queue) || own::leads(story, me)
        }
    };
    if may {
        return Ok(());
    }
    let name = story.directory().owner_name(live.owner);
    Err(Refusal::NotAllowed(match live.owner {
        Owner::Person(_) => format!("{name} has this. Only they can hand it over; a lead can assign it."),
        Owner::Queue(_) => format!("{name} has this. Only its people can hand it over. Claim it first."),
    }))
}

fn none_stands(story: &Story<'_>) -> Result<(), Refusal> {
    let Some(offer) = offered(story) else { return Ok(()) };
    let name = story.directory().owner_name(offer.to);
    Err(Refusal::NotNow(if offer.expires_at <= story.now() {
        "The last offer's time is over, and it is on its way back. Try again in a moment.".to_owned()
    } else {
        format!("It is offered to {name} already. Withdraw that offer first.")
    }))
}

fn is_a_target(story: &Story<'_>, me: PersonId, to: Owner) -> Result<(), Refusal> {
    let owner = story.live()?.owner;
    let directory = story.directory();
    match to {
        Owner::Person(person) if person == me => {
            Err(Refusal::invalid("to", "You cannot offer it to yourself. Claim it instead."))
        }
        Owner::Person(person) if directory.person(person).is_none() => Err(Refusal::NotFound("person")),
        Owner::Person(person) if !directory.is_active(person) => {
            let name = directory.owner_name(to);
            Err(Refusal::invalid(
                "to",
                format!("{name} is no longer part of the team. Choose somebody else."),
            ))
        }
        Owner::Queue(queue) if directory.queue(queue).is_none() => Err(Refusal::NotFound("queue")),
        _ if to == owner => {
            Err(Refusal::invalid("to", format!("{} has it already.", directory.owner_name(to))))
        }
        _ => Ok(()),
    }
}

/// The person it is offered to; for a queue, anybody who speaks for it.
fn may_answer(story: &Story<'_>, offer: &Handoff, me: PersonId) -> Result<(), Refusal> {
    let may = match offer.to {
        Owner::Person(person) => person == me,
        Owner::Queue(queue) => speaks_for(story, me, queue),
    };
    if may {
        return Ok(());
    }
    let name = story.directory().owner_name(offer.to);
    Err(Refusal::NotAllowed(format!("This is offered to {name}, so only they can answer.")))
}

fn speaks_for(story: &Story<'_>, person: PersonId, queue: QueueId) -> bool {
    story.directory().speaks_for(person, queue)
        || story.accountable(Owner::Queue(queue), Some(queue), Some(person)) == person
}

/// The giver's words go out; whoever accepts is told if they cannot.
fn tell_customer(story: &mut Story<'_>, offer: &Handoff) -> Result<(), Refusal> {
    let Some(words) = offer.baton.to_customer.clone() else { return Ok(()) };
    if offer.baton.tell != TellCustomer::OnAcceptance {
        return Ok(());
    }
    if story.number()?.opted_out() {
        let who = story.person()?;
        story.say(Event::Told { who, about: Notice::TextCancelled, message: None });
        return Ok(());
    }
    match say_by_day(story, (offer.id, offer.from), words, offer.baton.made_with.clone()) {
        // Too much waits for its time there; it is theirs all the same.
        Err(Refusal::NotNow(_)) => {
            let who = story.person()?;
            story.say(Event::Told { who, about: Notice::ScheduledDropped, message: None });
            Ok(())
        }
        said => said,
    }
}

/// Whoever has the conversation has it still, and is told so.
fn give_back(story: &mut Story<'_>, offer: &Handoff, about: Notice) {
    scheduled::drop_for_offer(story, offer.id);
    for who in holders(story, offer) {
        story.tell(who, about);
    }
}

/// Who holds what is offered: its owner; while a queue has it, whoever answers for it and who offered it.
fn holders(story: &Story<'_>, offer: &Handoff) -> Vec<PersonId> {
    let Some(live) = story.subject().live() else { return Vec::new() };
    match live.owner {
        Owner::Person(owner) => vec![owner],
        Owner::Queue(_) if live.accountable == offer.from => vec![offer.from],
        Owner::Queue(_) => vec![live.accountable, offer.from],
    }
}

fn receiver(story: &Story<'_>, to: Owner) -> PersonId {
    match to {
        Owner::Person(person) => person,
        Owner::Queue(queue) => story.accountable(to, Some(queue), None),
    }
}

fn offered(story: &Story<'_>) -> Option<Handoff> {
    story.subject().live().and_then(|live| live.handoff.clone())
}

/// A second press by whoever accepted it and has it still changes nothing.
fn took_it(story: &Story<'_>, id: HandoffId, me: PersonId) -> bool {
    story.subject().live().is_some_and(|live| {
        live.owner == Owner::Person(me)
            && live
                .last_offer
                .as_ref()
                .is_some_and(|last| last.id == id && last.end == OfferEnd::Accepted && last.by == Some(me))
    })
}

/// The offer that stands, or what became of it.
fn standing(story: &Story<'_>, id: HandoffId) -> Result<Handoff, Refusal> {
    let conversation = story.conversation()?;
    if id.conversation() != conversation.id || !(1..=conversation.parts).contains(&id.ordinal()) {
        return Err(Refusal::NotFound("handoff"));
    }
    let gone = || Refusal::NotNow("This offer is not open any more.".to_owned());
    match offered(story).filter(|offer| offer.id == id) {
        Some(offer) if offer.expires_at > story.now() => Ok(offer),
        Some(_) => {
            Err(Refusal::NotNow("Nobody took it in time, so this offer is not open any more.".to_owned()))
        }
        None => {
            let last = conversation.last_offer.as_ref().filter(|last| last.id == id);
            Err(last.map_or_else(gone, |last| Refusal::NotNow(what_became(story, last))))
        }
    }
}

fn what_became(story: &Story<'_>, last: &EndedOffer) -> String {
    let who = last.by.map_or_else(|| "Somebody".to_owned(), |person| name(story, person));
    let when = clock(story, last.at);
    match last.end {
        OfferEnd::Accepted => format!("{who} accepted it{when}."),
        OfferEnd::Declined => format!("{who} declined it{when}, so this offer is not open any more."),
        OfferEnd::Expired => "Nobody took it in time, so this offer is not open any more.".to_owned(),
        OfferEnd::Withdrawn(WithdrawCause::Person) => format!("{who} took the offer back{when}."),
        OfferEnd::Withdrawn(WithdrawCause::Closed) => {
            format!("The conversation was closed{when}, so this offer is not open any more.")
        }
        OfferEnd::Withdrawn(WithdrawCause::TargetGone) => {
            "Whom it was offered to cannot answer any more, so this offer is not open any more.".to_owned()
        }
        OfferEnd::Withdrawn(WithdrawCause::Arrived) => {
            format!("It went there in another way{when}, so this offer is not open any more.")
        }
    }
}

/// " at 2:05 pm" in the workspace's time; nothing for what was long ago.
fn clock(story: &Story<'_>, at: Moment) -> String {
    if at + LATELY < story.now() {
        return String::new();
    }
    format!(" at {}", time_words::clock(story.directory().policy.zone(), at))
}

fn name(story: &Story<'_>, person: PersonId) -> String {
    story.directory().owner_name(Owner::Person(person)).to_owned()
}
