//! Reactions (tapbacks) that a phone sends as a text of its own.
//!
//! iPhones write `Liked “See you Tuesday”` and `Reacted 🎉 to an image`, Google Messages writes `👍 to “See you
//! Tuesday”`. Such a text is recognised when nothing else is in it, in time linear in its length; everything else is
//! an ordinary text, for taking a text for a reaction would lose it. To add a wording: a row in `phrasings.rs`.

mod emoji;
mod phrasings;
mod quotation;

use phrasings::{ADDED, ATTACHMENTS, EMOJI_ADDED, EMOJI_REMOVED, REMOVED};
use serde::{Deserialize, Serialize};

/// What the phone's owner tapped.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReactionKind {
    /// Thumbs up.
    Liked,
    /// A heart.
    Loved,
    /// Thumbs down.
    Disliked,
    /// Ha ha.
    Laughed,
    /// Exclamation marks.
    Emphasised,
    /// A question mark.
    Questioned,
    /// Any other emoji, as it was sent.
    Emoji(String),
}

impl ReactionKind {
    /// The emoji to show for it.
    pub fn glyph(&self) -> &str {
        match self {
            Self::Liked => "👍",
            Self::Loved => "❤️",
            Self::Disliked => "👎",
            Self::Laughed => "😂",
            Self::Emphasised => "‼️",
            Self::Questioned => "❓",
            Self::Emoji(emoji) => emoji,
        }
    }
}

/// What was reacted to, when it was no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attachment {
    /// A picture.
    Image,
    /// A video.
    Video,
    /// A recording of sound.
    Audio,
    /// Anything else: a file, a contact card, a place.
    Other,
}

/// What the reaction is to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A text, as the phone quotes it.
    Quote {
        /// The quotation, without its quotation marks and without the ellipsis of a cut.
        text: String,
        /// Whether the quotation ends in an ellipsis: the phone may have left out the rest.
        cut: bool,
    },
    /// A picture or the like.
    Attachment(Attachment),
}

/// A reaction that came as a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reaction {
    /// What was tapped.
    pub kind: ReactionKind,
    /// Whether it was taken back.
    pub removed: bool,
    /// What it is to.
    pub target: Target,
}

impl Reaction {
    /// Whether the quotation is of this text of ours: the same words, or the beginning of them where it was cut,
    /// whatever became of quotation marks, dashes and white space on the way.
    pub fn quotes(&self, our_text: &str) -> bool {
        match &self.target {
            Target::Attachment(_) => false,
            Target::Quote { text, cut } => quotation::is_of(text, *cut, our_text),
        }
    }

    /// Whether it asks or objects, so that somebody should look: thumbs down, a question mark, a sad or angry face.
    pub fn asks_or_objects(&self) -> bool {
        !self.removed && emoji::asks_or_objects(self.kind.glyph())
    }
}

/// The reaction that this text is, if it is one.
pub fn reaction(text: &str) -> Option<Reaction> {
    let text = quotation::trim(text);
    if !may_end_in_a_target(text) {
        return None;
    }
    named(text, ADDED, false)
        .or_else(|| named(text, REMOVED, true))
        .or_else(|| with_emoji(text, EMOJI_ADDED, false))
        .or_else(|| with_emoji(text, EMOJI_REMOVED, true))
}

/// The quick way out for ordinary texts.
fn may_end_in_a_target(text: &str) -> bool {
    let end = text.as_bytes().last();
    text.ends_with(quotation::closes)
        || ATTACHMENTS.iter().any(|(words, _)| words.as_bytes().last() == end && text.ends_with(words))
}

/// `Liked “…”`, `Removed a heart from an image`.
fn named(text: &str, phrasings: &[(&str, ReactionKind)], removed: bool) -> Option<Reaction> {
    phrasings.iter().find_map(|(words, kind)| {
        let target = target(after_words(text, words)?)?;
        Some(Reaction { kind: kind.clone(), removed, target })
    })
}

/// `Reacted 🎉 to “…”`, `👍 to “…”`: an emoji stands between the words.
fn with_emoji(text: &str, phrasings: &[(&str, &str)], removed: bool) -> Option<Reaction> {
    phrasings.iter().find_map(|(before, after)| {
        let (emoji, rest) = emoji::split(quotation::trim(after_words(text, before)?))?;
        let target = target(after_words(quotation::trim(rest), after)?)?;
        Some(Reaction { kind: ReactionKind::Emoji(emoji.to_owned()), removed, target })
    })
}

/// What follows these words. Any space is a space and any apostrophe an apostrophe; French phones write the first
/// letter small or large.
fn after_words<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    for (at, wanted) in words.chars().enumerate() {
        let found = rest.next()?;
        let same = match wanted {
            ' ' => found.is_whitespace(),
            '\'' => matches!(found, '\'' | '’'),
            'A' if at == 0 => matches!(found, 'A' | 'a'),
            _ => found == wanted,
        };
        if !same {
            return None;
        }
    }
    Some(rest.as_str())
}

/// The whole rest of a reaction's text: a quotation, or the name of an attachment.
fn target(rest: &str) -> Option<Target> {
    let rest = quotation::trim(rest);
    if let Some((text, cut)) = quotation::read(rest) {
        return Some(Target::Quote { text: text.to_owned(), cut });
    }
    let (_, kind) = ATTACHMENTS.iter().find(|(words, _)| *words == rest)?;
    Some(Target::Attachment(*kind))
}
