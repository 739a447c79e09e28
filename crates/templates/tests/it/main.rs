//! What `baton-templates` does, seen from outside, in one program: one link instead of 8.

mod common;

mod article;
mod docs;
mod fill;
mod fuzz;
mod names;
mod presets;
mod problems;
mod promise;
