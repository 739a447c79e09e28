//! Lists of wordings, as data files write them, made into an automaton over words.
//!
//! A file has one wording a line. `#` begins a comment line. `(a|b)` is either, `[a]` may be left out, `(a)+` repeats,
//! `(a)*` repeats or is left out, `~` is up to three words of any kind, `%` is a number, `@` is laughter (`hahaha`),
//! `<` and `>` are the ends of a clause. `name = …` gives a piece a name, which `{name}` stands for from then on. Words
//! are folded as texts are ([`crate::words`]), so a file may be written with accents.
//!
//! An automaton of our own and not a regular expression, because thousands of wordings over letters take an engine
//! megabytes for every thread, or milliseconds for every text; over words they take a few steps a word.

mod anchors;
mod automaton;
mod laughter;
mod syntax;

pub(crate) use automaton::Automaton;
use rustc_hash::FxHashMap;
pub(crate) use syntax::Wordings;

/// A word, or a kind of words, by its number.
type Symbol = u16;

/// A word that stands in no wording.
const UNKNOWN: Symbol = 0;
/// Any word.
const ANY: Symbol = 1;
/// A word of ASCII digits.
const NUMBER: Symbol = 2;
/// Laughter.
const LAUGHTER: Symbol = 3;
/// The end of a clause.
const CLAUSE: Symbol = 4;
/// The first word's number.
const FIRST_WORD: Symbol = 5;

/// The words of all wordings, numbered. They are ours, so nobody can choose them to collide.
pub(crate) type Vocabulary = FxHashMap<Box<str>, Symbol>;

/// A wording or a part of one.
#[derive(Debug, Clone)]
pub(crate) enum Piece {
    /// One word, or one of a kind.
    Word(Symbol),
    /// One after another.
    Each(Vec<Piece>),
    /// One of them.
    Either(Vec<Piece>),
    /// It, or nothing.
    Perhaps(Box<Piece>),
    /// It as often as it stands there, or nothing.
    Often(Box<Piece>),
}

impl Piece {
    /// The end of a clause, as often as it stands there.
    pub(crate) fn clause_ends() -> Self {
        Self::Often(Box::new(Self::Word(CLAUSE)))
    }
}
