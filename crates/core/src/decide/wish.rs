//! A person says what a text means that may ask for texts to end: the law counts any reasonable wording
//! (47 CFR 64.1200(a)(10)), and which wording is one nobody but a person decides.

use super::consent;
use super::receive::MAY_WANT_OUT;
use super::story::Story;
use crate::event::{ConsentCause, Event};
use crate::ids::MessageId;
use crate::number::ConsentState;
use crate::refusal::{Reason, Refusal};
use crate::wish::Judged;

/// What it means. An opt-out stands on the customer's own words, and is undone by nobody's button: who finds that it was
/// none records that they may be texted, and how they know.
pub(super) fn judge(story: &mut Story<'_>, text: MessageId, judged: Judged) -> Result<(), Refusal> {
    story.person()?;
    story.outside = story.subject().live().is_none();
    let found = story.thread()?.wish.as_deref().filter(|wish| wish.text == text).cloned();
    let Some(wish) = found else { return gone(story, judged) };
    let stands = if wish.not_meant { Judged::NotMeant } else { Judged::Open };
    if judged == stands {
        return Ok(());
    }
    story.say(Event::OptOutJudged { text, words: wish.words, judged });
    let tagged = story.subject().live().is_some_and(|live| live.tags.contains(MAY_WANT_OUT));
    let (tag, none) = (vec![MAY_WANT_OUT.to_owned()], Vec::new());
    if judged == Judged::Open && !tagged && story.subject().live().is_some() {
        story.say(Event::TagsChanged { added: tag, removed: none });
    } else if judged != Judged::Open && tagged {
        story.say(Event::TagsChanged { added: none, removed: tag });
    }
    if judged == Judged::Out {
        consent::record(story, ConsentState::Out, ConsentCause::Person, &wish.said, false)?;
    }
    Ok(())
}

/// Nobody asks about that text: it never was such a one, or a later one is asked about, or they have said themselves what
/// they want. Who says the same as stands has what they wanted.
fn gone(story: &Story<'_>, judged: Judged) -> Result<(), Refusal> {
    if judged == Judged::Out && story.number()?.opted_out() {
        return Ok(());
    }
    Err(Refusal::not_now(
        Reason::WishGone,
        "Nothing is asked about that text any more: somebody has said what it means, they have said so themselves, or \
         a later text is asked about. Read the conversation again.",
    ))
}
