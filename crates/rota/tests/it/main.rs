//! What a rota says, against the shared vectors, against a slow second opinion, and in words.

mod draw;
mod far;
mod minutes;
mod pitfalls;
mod refusals;
mod sentences;
mod slow;
mod vectors;
