//! Whole words in a text, whatever their case, accents, quotation marks and white space.
//!
//! Keyword and text are folded alike ([`Folded`]); then all keywords of all rules are found in one pass over the text
//! ([`Matcher`]). The rules, by their numbers in the code, are those at the head of `tests/vectors/keywords.json`.

mod chars;
mod fold;
mod matcher;

pub use fold::Folded;
pub use matcher::{Hits, KeywordId, Matcher, MatcherError};

/// The most characters that a keyword may have after folding. With the bound, a text costs time in proportion to its
/// length however the keywords are chosen: no more than this many of them can end at one place.
pub const MAX_KEYWORD_CHARS: usize = 100;

/// A keyword of a rule, folded.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Keyword {
    text: String,
    prefix: bool,
}

/// Why a keyword cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeywordError {
    /// Nothing is left of it after folding.
    #[error("the keyword has no letters, digits or signs in it and would never match")]
    Empty,
    /// It is longer than [`MAX_KEYWORD_CHARS`].
    #[error("the keyword has {0} characters; {MAX_KEYWORD_CHARS} are the most")]
    TooLong(usize),
}

impl Keyword {
    /// Folds a keyword as it is written in a rule; a `*` at its end makes it a prefix (rules 7 and 8).
    pub fn new(written: &str) -> Result<Self, KeywordError> {
        let folded = Folded::of(written);
        let text = folded.text().trim();
        let (text, prefix) = match text.strip_suffix('*') {
            Some(before) if !before.trim().is_empty() => (before.trim(), true),
            _ => (text, false),
        };
        let chars = text.chars().count();
        match chars {
            0 => Err(KeywordError::Empty),
            1..=MAX_KEYWORD_CHARS => Ok(Self { text: text.to_owned(), prefix }),
            _ => Err(KeywordError::TooLong(chars)),
        }
    }

    /// The folded words, with one space between them.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it matches the beginning of a word, too.
    pub fn is_prefix(&self) -> bool {
        self.prefix
    }
}
