//! The routing language: keywords, conditions, actions, decisions that explain themselves. Pure.
//!
//! ```
//! use baton_routing::{Contact, Facts, LineRef, Moment, Names, QueueName, QueueRef, HoursRef, Scratch, compile, explain};
//!
//! struct Noon;
//! impl Moment for Noon {
//!     fn hours_open(&self, _: HoursRef) -> bool { true }
//!     fn minute_of_day(&self) -> u16 { 12 * 60 }
//! }
//!
//! let queue = |id, name: &str| QueueName { id: QueueRef(id), name: name.to_owned(), members: 1 };
//! let names = Names { queues: vec![queue(1, "Sales"), queue(2, "General")], ..Names::default() };
//! let text = "IF message contains \"quote\" ASSIGN to Sales queue ELSE ASSIGN to General queue";
//! let routing = compile(text, &names).expect("the text has no mistakes");
//! let facts = Facts {
//!     text: "Can I get a quote?", has_media: false, contact: Contact::default(), line: LineRef(1),
//!     tags: &[], queue: None, last_owner: None, on_call: None, moment: &Noon,
//! };
//! let decision = routing.decide(&facts, &mut Scratch::default());
//! assert_eq!(explain(&decision, &names), "Sales, because the text says \"quote\" (line 1)");
//! ```
//!
//! The way of a routing text: [`compile`] reads it (`syntax`), finds what it names among [`Names`] and tells mistakes
//! (`check`), and makes it searchable (`rules`, [`keyword`]). The way of a customer's text: [`Compiled::decide`] folds
//! it, finds all keywords in one pass, and looks only at branches that can be true (`decide`).
//!
//! The language itself is described, with examples that are tests, in `docs/routing.md`.

#![deny(clippy::print_stdout, clippy::print_stderr, clippy::dbg_macro)]

mod check;
mod compiled;
mod condition;
mod decide;
mod decision;
mod facts;
pub mod keyword;
mod names;
mod problem;
mod problems;
mod rules;
mod syntax;

pub use compiled::{Compiled, Feature, LONGEST_TEXT, compile};
pub use condition::Condition;
pub use decide::Scratch;
pub use decision::{Ask, Assign, Assignment, Because, Decision, Matched, Priority, Why, explain, reason};
pub use facts::{Contact, Facts, Moment, Owner};
pub use names::{
    HoursRef, LineRef, Named, Names, PersonName, PersonRef, QueueName, QueueRef, TargetRef, TemplateRef,
};
pub use problem::{Code, Problem, Severity, Span};
