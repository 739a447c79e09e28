//! A round: the commands of one batch, decided one after another in memory, until a commit makes all of it true.
//!
//! The engine's writer and the simulation's nodes use it, each with a store of its own around it: they load what
//! [`Round::load`] asks for, let it decide, and commit the [`baton_store::Batch`] that [`Round::finish`] gives. Of the
//! store only its words are used here; nothing is read or written, and time, ids and chance are handed in.
//!
//! What it sees to: every row stands here once, so that a command sees what those before it changed; what was overdue is
//! decided before the command that touches it; what a decision means to other threads of the number and to the
//! thread's newer conversation is decided with it; turns, loads and counters follow.
//!
//! [`Look`] says what a change would move, before it is made: it settles all that is live under the directory as it would
//! be, and forgets that.

#![deny(clippy::print_stdout, clippy::print_stderr, clippy::dbg_macro)]

mod counters;
mod deciding;
mod look;
mod repeats;
mod request;
mod round;
mod working;

pub use deciding::{Core, Decided, Decides};
pub use look::{Look, Moving, Preview, Silenced, Silent};
pub use repeats::{Repeat, Repeats};
pub use request::Request;
pub use round::{Done, Round};
