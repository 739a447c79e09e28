//! Message templates, written as people write them: a known name in square brackets is filled, any other is a blank
//! for the sender, and nothing goes out with a hole in it. Pure.
//!
//! - [`Template`]: read, checked for a place of use ([`Context`]), filled. There is one way to fill a template, whoever
//!   asks: composer, schedule, auto-reply and handoff get the same text, or the same refusal ([`Unfilled`]).
//! - [`Name`]: the names that Baton fills, with their spellings. To add one, add it there and to its table; the tests
//!   then ask for its row in docs/templates.md.
//! - [`Promise`]: by when somebody says that they answer, read from their words only where these are exact.
//! - [`PRESETS`]: templates to begin with, as sections of a policy.

#![deny(clippy::print_stdout, clippy::print_stderr, clippy::dbg_macro)]

mod check;
mod context;
mod fold;
mod name;
mod problem;
mod promise;
mod read;
mod reserved;
mod template;
mod unfilled;
mod values;
mod warnings;

pub use context::{Availability, Context};
pub use name::{Name, Source};
pub use problem::{Code, Severity, TemplateProblem};
pub use promise::{Day, Promise, TimeOfDay, Weekday};
pub use template::{Shown, Template};
pub use unfilled::{Missing, Unfilled};
pub use values::Values;
pub use warnings::MOST_SEGMENTS;

/// The longest text of a template, in bytes: more than any carrier takes as one text.
pub const LONGEST_TEXT: usize = 10_000;

/// The longest label of a blank, in characters.
pub const LONGEST_LABEL: usize = 60;

/// Templates to begin with: `[templates."…"]` sections of a policy, each for up to two segments as it is usually filled.
pub const PRESETS: &str = include_str!("../presets/templates.toml");
