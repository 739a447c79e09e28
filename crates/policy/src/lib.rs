//! The policy of a workspace: one versioned document, read and checked as a whole. Pure.
//!
//! [`check`] tells everything that is wrong with a document at once, each problem with its place and what to do;
//! [`render`] writes that for a terminal. [`Policy::load`] makes a checked document ready to decide by. What a document
//! asks for and this version cannot do yet is refused by name ([`Feature`]), never ignored.
//!
//! To add a setting: ask for it in the file of its section under `read/`, put what it says into [`Policy`], and describe
//! it in docs/policy.md, whose examples are tests.

#![deny(clippy::print_stdout, clippy::print_stderr, clippy::dbg_macro)]

mod built;
mod contact;
mod escalation;
mod initials;
mod known;
mod length;
mod limits;
mod names;
mod policy;
mod preset;
mod problem;
mod queue;
mod read;
mod render;
mod rota;
mod target;
mod template;

pub use built::{Feature, Features};
pub use contact::{Confirmations, Consent, ConsentScope, FirstText, QuietHours, Spoken};
pub use escalation::{Escalation, Step, StepDoes, StepWho};
pub use known::{Known, KnownLine, KnownPerson};
pub use length::{Length, NoLength, Unit};
pub use policy::{Policy, check, check_with};
pub use preset::{CEDAR_LANE, CEDAR_LANE_PROMISES, MODELS, Model, TEMPLATES, starter};
pub use problem::{Code, Place, Problem, Report, Severity, Span};
pub use queue::{Distribute, Hours, Queue};
pub use render::render;
pub use rota::{OnCall, Rota};
pub use target::Target;
pub use template::{AutoReplies, Template, TemplateKind, TemplateThen};
