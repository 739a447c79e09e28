//! What the texts of customers mean, as whoever made them up knows it: nothing is read off the words themselves.

use crate::action::WORDS;

/// What a text is to those who get it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Means {
    /// It needs somebody.
    Plain,
    /// Thanks and the like.
    Courtesy,
    /// No more texts.
    OptOut,
    /// Texts again.
    OptIn,
    /// The same, from somebody who opted out; else an answer.
    OptInIfOut,
    /// Who are you?
    Help,
    /// Somebody has to decide whether they want no more texts.
    WantsOut,
    /// A phone wrote it.
    Reaction,
    /// A word about texts in the language that some houses know; to others it is for a person.
    Foreign,
    /// The same, of which everybody sees that it may want texts to end.
    ForeignOptOut,
}

/// Words of the language that some houses know: no more texts, texts again, who are you.
pub(crate) const FOREIGN: [&str; 3] = ["PARAR", "Empezar", "ayuda"];

/// What is filled into a template's time.
pub(crate) const FRAMES: [&str; 4] =
    ["within 20 minutes", "within 2 business hours", "within 2 business days", "by 5 pm tomorrow"];

/// What customers write, by place: first [`WORDS`], then [`FOREIGN`].
pub(crate) fn said(place: usize) -> &'static str {
    WORDS.get(place).copied().unwrap_or_else(|| FOREIGN[place - WORDS.len()])
}

/// What that means.
pub(crate) fn means(place: usize) -> Means {
    match place {
        8..=10 => Means::Courtesy,
        11 | 12 | 15 => Means::OptOut,
        13 => Means::OptIn,
        14 => Means::Help,
        16 | 17 => Means::Reaction,
        19 => Means::OptInIfOut,
        21 => Means::WantsOut,
        place if place == WORDS.len() => Means::ForeignOptOut,
        place if place > WORDS.len() => Means::Foreign,
        _ => Means::Plain,
    }
}
