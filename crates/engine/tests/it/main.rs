//! An engine on a fresh folder, with carriers that do as they are told.
//!
//! Everything runs in tasks of one thread with paused time, so a test is the same each time, and nothing waits: where a
//! test waits for something, machine time runs ahead as far as that takes, and no further than a deadline.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(
    clippy::redundant_closure_for_method_calls,
    reason = "a reader's method is not general over its lifetime"
)]

mod all;
mod home;
mod kept;
mod ledger;
mod told;

mod ahead;
mod batches;
mod consent;
mod distribution;
mod feed;
mod later;
mod lead;
mod lookups;
mod one_owner;
mod order;
mod outcomes;
mod pictures;
mod promises;
mod receiving;
mod rehearsal;
mod replanning;
mod replies;
mod unfit;
