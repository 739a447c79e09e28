//! Scenarios from outside: a server on a loopback port over a fresh data folder, spoken to over HTTP alone.
//!
//! Domain time stands still, so nothing happens by itself and nothing here sleeps: moving the rehearsal's clock by nothing
//! comes back when everything that is under way is done.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(
    clippy::redundant_closure_for_method_calls,
    reason = "a reader's method is not general over its lifetime"
)]

mod client;
mod compose;
mod sheet;
mod shop;
mod silence;
mod twilio;

mod access;
mod article;
mod asks;
mod bodies;
mod consent;
mod conversations;
mod delivery;
mod document;
mod drafts;
mod encoding;
mod foreign;
mod full;
mod handoffs;
mod hooks;
mod later;
mod lines;
mod lists;
mod media;
mod naming;
mod notes;
mod numbers;
mod pages;
mod policy;
mod presence;
mod promised;
mod put_to;
mod reactions;
mod reasons;
mod rehearsal;
mod removal;
mod rotas;
mod routing;
mod rows;
mod scopes;
mod sheet_words;
mod stream;
mod summary;
mod templates;
mod told;
mod told_said;
mod told_since;
mod turns;
mod weather;
mod writing;
