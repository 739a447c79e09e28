//! What `baton-core` does, seen from outside, in one program: one link instead of 23.

mod support;

mod answering;
mod asking;
mod clocks;
mod closing;
mod consent_words;
mod contacts;
mod debts;
mod debts_moving;
mod edges;
mod fairness;
mod farewell;
mod found;
mod handing_over;
mod laws;
mod left;
mod mended;
mod on_call;
mod opting_in;
mod ownership;
mod quiet_hours;
mod receiving;
mod replying;
mod scheduled;
mod settling;
mod turns;
mod unsent;
