//! A text that may ask for texts to end, in words that are no keyword: a person says what it means.

use crate::ids::MessageId;
use serde::{Deserialize, Serialize};

/// What a thread remembers of the last such text, until its number opts out or in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// The text.
    pub text: MessageId,
    /// The words of it that may ask.
    pub words: String,
    /// All that it says, at most [`Wish::SAID`] characters: the evidence, should it be an opt-out.
    pub said: String,
    /// Somebody looked, and it asks for nothing of the kind.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_meant: bool,
}

impl Wish {
    /// The most characters that are kept of what it says.
    pub const SAID: usize = 500;
}

/// What somebody of the team says about such a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judged {
    /// They want no more texts: the number opts out.
    Out,
    /// They meant something else.
    NotMeant,
    /// Nothing any more: it was "not meant", and that is taken back.
    Open,
}
