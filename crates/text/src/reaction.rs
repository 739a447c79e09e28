//! Reactions (tapbacks) that a phone sends as a text of its own.

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
        /// Whether the phone says that it left out the rest.
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
    /// Whether the quotation is of this text of ours.
    pub fn quotes(&self, _our_text: &str) -> bool {
        false
    }

    /// Whether it asks or objects, so that somebody should look: thumbs down, a question mark, an angry face.
    pub fn asks_or_objects(&self) -> bool {
        false
    }
}

/// The reaction that this text is, if it is one.
pub fn reaction(_text: &str) -> Option<Reaction> {
    None
}
