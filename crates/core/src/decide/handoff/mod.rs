//! Offers: the giver holds it until somebody accepts (law 4), and what comes back does so loudly.

mod became;
mod may;

use super::story::{Draft, Story};
use super::{Made, handed, own, potato, quiet, scheduled, write};
use crate::command::NewOffer;
use crate::event::{Event, MadeWith, Notice, OwnerCause, TextKind};
use crate::handoff::{Handoff, TellCustomer, WithdrawCause};
use crate::ids::{HandoffId, PersonId};
use crate::owner::Owner;
use crate::refusal::{Reason, Refusal};
pub(super) use became::{clock, name};
use became::{standing, took_it};
use may::{is_a_target, may_answer, may_offer, none_stands};

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
    if let Some(quiet) = quiet::night(story, TextKind::Handoff, quiet::Goes::Pressed, story.now()) {
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
    let reason = super::status::words(Some(reason.to_owned()))?.ok_or_else(|| {
        Refusal::invalid(
            Reason::DeclineUnsaid,
            "reason",
            "Say why you decline it, for example “not my area”.",
        )
    })?;
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
        return Err(Refusal::not_allowed(
            Reason::OfferNotTheirsToTakeBack,
            format!("{name} offered this. Only they can take it back, or a lead."),
        ));
    }
    story.say(Event::HandoffWithdrawn { id, cause: WithdrawCause::Person });
    give_back(story, &offer, Notice::HandoffReturned);
    Ok(())
}

/// It comes back by itself once its time is over.
pub(super) fn expire_if_due(story: &mut Story<'_>) {
    let now = story.now();
    if let Some(offer) = offered(story).filter(|offer| offer.expires_at <= now) {
        story.say(Event::HandoffExpired { id: offer.id, due_at: Some(offer.expires_at) });
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

/// The giver's words go out; whoever accepts is told if they cannot.
fn tell_customer(story: &mut Story<'_>, offer: &Handoff) -> Result<(), Refusal> {
    let Some(words) = offer.baton.to_customer.clone() else { return Ok(()) };
    if offer.baton.tell != TellCustomer::OnAcceptance {
        return Ok(());
    }
    if story.number()?.opted_out() || story.line()?.retired {
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
