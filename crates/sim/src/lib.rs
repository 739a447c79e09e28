//! A deterministic simulation of whole teams, and a checker that judges it by the events alone.
//!
//! [`run`] makes a business by chance (its people, hours, rotas, queues, promises), lets customers, people, programs,
//! a carrier, crashes and jumping clocks loose on it for some days of virtual time, and stops at the first thing that
//! must not be. Everything follows from the seed. What happened is a list of [`Timed`] actions that [`replay`] plays
//! again and [`shrink`] makes short enough to read.
//!
//! ```text
//! cargo run -p baton-sim -- --seed 7 --days 30
//! cargo run -p baton-sim -- --planted handoff-moves-early
//! ```
//!
//! - **The core is the product's**: every command goes through `baton_core::decide`, every turn through
//!   `baton_core::Team`. The store is one of three behind one face: in memory for two nodes, with the assertions of
//!   `PostgreSQL`'s commit; the real store on `PostgreSQL` for two, each with a connection and a cache of its own, where the
//!   same seed comes to the same run; or on `SQLite` for one. A crash of these closes a store and opens it anew.
//! - **The shell is a small model of the engine** (`node`, `round`), one step at a time, so that a crash or the other node
//!   comes between any two: decide, commit, tell; mark a text, call the carrier, store its answer; record an edge,
//!   settle page by page. It says at its head what it repeats. The engine itself runs on threads, and its own tests
//!   cover those; what the simulation adds is every order of the same steps.
//! - **The checker shares only the types of events with the core.** It reads the `House` that wrote the policy instead
//!   of the policy, half hours on the wall instead of the calendar's arithmetic, and says the rules of promises,
//!   turns and escalations anew. What a carrier got and was told comes from the simulated carrier, what an author had
//!   seen from their button. Readers of the feed (`readers`) are shown what the core's `Audience` lets through, and are judged
//!   by the words: what the team writes for itself, and what people next door write, are known by how they begin.
//! - **A workspace next door** (`neighbour`) has the same ids, numbers and names, and a life of its own.
//! - **[`Bug`]s are planted in this crate**, between decision and commit, in the timers, the outbox and the restart, so
//!   that the product carries no code for it. A checker that misses one is wrong.
//!
//! To add a kind of action: a variant of [`Act`] with its words, its command in `press`, and its share in `people`. A new
//! event has to occur in the seeds of `tests/simulation.rs`, which reads the list of events off the core. A new rule is
//! said again under `checker`, with a mistake in `bug` that breaks it.
//!
//! Power that fails between `SQLite`'s log and the disk is the store's own test; here what was committed is durable.

#![expect(
    clippy::match_same_arms,
    clippy::same_functions_in_if_condition,
    clippy::similar_names,
    reason = "what happens by chance is a list of cases, each of which stands by itself"
)]

mod action;
mod beside;
mod bug;
mod carrier;
mod checker;
mod dice;
mod follow_ups;
mod house;
mod moves;
mod neighbour;
mod node;
mod often;
mod people;
mod press;
mod readers;
mod refusals;
mod round;
mod shrink;
mod store;
mod tally;
mod words;
mod world;

pub use action::{Act, After, Saw, Says, Timed, To, What};
pub use bug::Bug;
pub use checker::Violation;
pub use often::KINDS;
pub use refusals::{NOT_HERE, refusals};
pub use shrink::{shrink, story};
pub use tally::{PAIRS, Tally};
pub use world::{Kept, Plan, Ran, replay, run};
