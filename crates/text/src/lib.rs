//! What a text is: segments, numbers, consent words, reactions, courtesies. Pure.
//!
//! - [`measure`] and [`normalise`]: what a text costs, and the form in which it is counted and sent.
//! - [`consent_word`]: STOP, START and HELP, and nothing that merely contains them.
//! - [`ConsentWords`]: the same with a workspace's own words; [`may_want_out`]: who may mean it in other words.
//! - [`is_courtesy`]: nothing but thanks; [`asks`]: whether it answers a question of ours.
//! - [`rating()`], [`UrgentWord`], [`looks_automated`]: a survey's answer, what cannot wait, what no person wrote.
//! - [`reaction`]: what a phone sends as a text when its owner taps a heart.
//! - [`Address`], [`E164`], [`HandsetKey`], [`Region`]: who sent a text, or who shall get it; [`zones_of`]: by which clock.

#![deny(clippy::print_stdout, clippy::print_stderr, clippy::dbg_macro)]

mod asks;
mod automated;
mod consent;
mod consent_words;
mod courtesy;
mod first_text;
mod number;
mod opt_out;
mod rating;
mod reaction;
mod segments;
mod urgent;
mod wording;
mod words;
mod yes_no;

pub use asks::asks;
pub use automated::looks_automated;
pub use consent::{ConsentWord, Keyword, Standing, consent_word, squeeze};
pub use consent_words::{ConsentWords, ExtraWord, ExtraWordProblem, FoundWord};
pub use courtesy::is_courtesy;
pub use first_text::says_how_to_stop;
pub use number::{
    Address, E164, Given, HandsetKey, NumberError, NumberKind, ParseE164Error, ParseRegionError, Region,
    Zones, zones_of,
};
pub use opt_out::{MayWantOut, may_want_out};
pub use rating::{Rating, rating};
pub use reaction::{Attachment, Reaction, ReactionKind, Target, reaction};
pub use segments::{Encoding, Segments, measure, normalise};
pub use urgent::{UrgentWord, UrgentWordError};
