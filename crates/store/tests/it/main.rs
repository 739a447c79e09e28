//! What `baton-store` does, seen from outside, in one program: one link instead of 8.

mod common;

mod contract;
mod failures;
mod moves;
mod neighbours;
mod nodes;
mod plans;
mod put_to;
mod search;
mod tls;
mod upgrades;
