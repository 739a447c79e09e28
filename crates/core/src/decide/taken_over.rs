//! Whoever closes what somebody else has just taken over is told so first.

use super::handoff;
use super::story::Story;
use crate::command::SeenOwner;
use crate::handoff::OfferEnd;
use crate::owner::Owner;
use crate::refusal::Refusal;
use std::time::Duration;

/// For so long an acceptance counts as not seen by whoever does not say what they saw: as long as somebody may have looked at
/// the same page. Whoever closes it later than that knows whose it is, or does not mind.
const LATELY: Duration = Duration::from_mins(10);

/// Whether whoever closes it has seen who accepted it. Its owner has.
pub(super) fn has_seen(story: &Story<'_>, seen: SeenOwner) -> Result<(), Refusal> {
    let conversation = story.conversation()?;
    let accepted = conversation.last_offer.as_ref().filter(|last| last.end == OfferEnd::Accepted);
    let (Some(accepted), Owner::Person(owner)) = (accepted, conversation.owner) else { return Ok(()) };
    if accepted.by != Some(owner) || story.by().as_person() == Some(owner) {
        return Ok(());
    }
    let unseen = match seen {
        SeenOwner::Latest => false,
        SeenOwner::Was(before) => before != conversation.owner,
        SeenOwner::Unsaid => story.now() < accepted.at + LATELY,
    };
    if !unseen {
        return Ok(());
    }
    let (name, when) = (handoff::name(story, owner), handoff::clock(story, accepted.at));
    Err(Refusal::TakenOver(format!("{name} took this over{when}. Look at it again before you close it.")))
}
