//! The program from outside, as scripts, carriers and browsers meet it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bank;
mod benches;
mod commands;
mod demo;
mod disk;
mod guide;
mod lost;
mod nodes;
mod serving;
mod support;
mod timers;
