//! What `baton-policy` does, seen from outside, in one program: one link instead of 6.

mod common;

mod checks;
mod docs;
mod models;
mod parts;
mod whole;
mod whole_built;
