//! What `baton-text` does, seen from outside, in one program: one link instead of 7.

mod consent;
mod consent_words;
mod courtesy;
mod first_text;
mod number;
mod opt_out;
mod reaction;
mod segments;
