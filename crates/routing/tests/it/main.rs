//! What `baton-routing` does, seen from outside, in one program: one link instead of 7.

mod common;

mod conditions;
mod decisions;
mod diagnostics;
mod fuzz;
mod keywords;
mod manual;
mod oracle;
