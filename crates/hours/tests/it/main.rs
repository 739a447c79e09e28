//! What `baton-hours` does, seen from outside, in one program: one link instead of 4.

mod days;
mod moments;
mod oracle;
mod vectors;
