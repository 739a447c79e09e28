//! The hot potato: what people pass on again and again without a reply to the customer goes to a lead.

use super::own;
use super::story::Story;
use crate::event::{Event, Notice, OwnerCause};
use crate::ids::PersonId;
use crate::owner::Owner;
use crate::refusal::{Reason, Refusal};

/// The label of what was passed on too often.
const TAG: &str = "hot-potato";

/// How often people may pass it on without a reply to the customer.
fn max_bounces(story: &Story<'_>) -> u32 {
    story.directory().policy.max_bounces()
}

/// After somebody passed it on: at the last time that is allowed it goes to the lead of its queue. Only a move that
/// counts can reach that; from then on, leads may overrule it.
pub(super) fn catch(story: &mut Story<'_>, cause: OwnerCause) -> Result<(), Refusal> {
    let counts = matches!(cause, OwnerCause::Assignment | OwnerCause::Release | OwnerCause::Handoff)
        && story.by().as_person().is_some();
    let live = story.live()?;
    if !counts || live.bounces != max_bounces(story) {
        return Ok(());
    }
    let (owner, tagged) = (live.owner, live.tags.contains(TAG));
    let lead = lead(story);
    if owner != Owner::Person(lead) {
        let reason = format!("passed on {} times without a reply", max_bounces(story));
        own::change(story, Owner::Person(lead), OwnerCause::HotPotato, Some(reason))?;
    }
    if !tagged {
        story.say(Event::TagsChanged { added: vec![TAG.to_owned()], removed: Vec::new() });
    }
    story.say(Event::Told { who: lead, about: Notice::HotPotato, message: None });
    Ok(())
}

/// Whether it may be passed on: always before that; then after a reply, or if one of these people leads.
pub(super) fn may_pass_on(story: &Story<'_>, people: &[PersonId]) -> Result<(), Refusal> {
    let bounces = story.live()?.bounces;
    if bounces < max_bounces(story) || people.iter().any(|person| own::leads(story, *person)) {
        return Ok(());
    }
    Err(Refusal::not_now(
        Reason::PassedOnTooOften,
        format!(
            "It was passed on {bounces} times without a reply to {}. Answer first, or ask a lead to assign it.",
            story.customer()
        ),
    ))
}

/// The lead of its queue, whoever is on shift there; else the fallback person.
fn lead(story: &Story<'_>) -> PersonId {
    let directory = story.directory();
    let queue = story.subject().live().and_then(|live| live.queue).and_then(|queue| directory.queue(queue));
    queue.and_then(|queue| queue.lead).filter(|lead| directory.is_active(*lead)).unwrap_or(directory.fallback)
}
