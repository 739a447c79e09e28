//! The words by which somebody opts out, opts in again or asks for help (47 CFR 64.1200(a)(10), CTIA guidelines).

use serde::{Deserialize, Serialize};

/// What a reserved word does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentWord {
    /// No more texts, from now on.
    OptOut,
    /// Texts are welcome again.
    OptIn,
    /// Who are you, and how does this stop?
    Help,
}

/// How the sender stands with us, which decides whether YES is an answer about consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Neither opted out nor asked.
    #[default]
    Normal,
    /// Opted out.
    OptedOut,
    /// We asked for consent and wait for the answer.
    Asked,
}

/// A reserved word found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Keyword {
    /// What it does.
    pub does: ConsentWord,
    /// The word itself, in lower case without spaces: `stop`, `optout`.
    pub word: &'static str,
}

/// The reserved word that is all of this text, apart from case, spaces, punctuation and emoji.
pub fn consent_word(_text: &str, _standing: Standing) -> Option<Keyword> {
    None
}

/// The text's letters, digits and marks alone, compatibility forms and case folded.
pub fn squeeze(text: &str) -> String {
    text.to_lowercase()
}
