//! The routing language: keywords, conditions, actions, decisions that explain themselves. Pure.

mod compiled;
mod decision;
mod facts;
pub mod keyword;
mod names;
mod problem;

pub use compiled::{Compiled, Feature, Scratch, compile};
pub use decision::{Ask, Assign, Assignment, Because, Decision, Matched, Priority, Why, explain, reason};
pub use facts::{Contact, Facts, Moment, Owner};
pub use names::{
    HoursRef, LineRef, Named, Names, PersonName, PersonRef, QueueName, QueueRef, TargetRef, TemplateRef,
};
pub use problem::{Code, Problem, Severity, Span};
