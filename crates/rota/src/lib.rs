//! Rotas: who is on shift when. Pure.
//!
//! A [`Rota`] holds [shifts](Shift) that begin on days of the week, at times on the wall of a zone; each has one person or
//! a rotation of people who take turns. [Swaps](Swap) exchange two shifts, [overrides](Override) replace everybody for a
//! while. It says who is on at a moment, when that changes, and when nobody is.
//!
//! **Shifts live in wall time.** A shift is the set of instants whose date and time on the wall lie in it, as an opening
//! period of a [`Calendar`](baton_hours::Calendar) is: what a change of clocks leaves out is nobody's, what comes twice is
//! worked twice, and one shift that ends when the next begins leaves neither a gap nor an overlap on any date.
//!
//! **One answer.** Everything is read off one function of the wall (`plan`), so that whoever is asked, a page, the API, a
//! timer or the routing, says the same at every instant.
//!
//! A rota is generic over the person, so that a policy can hold one by e-mail address and whoever decides one by id:
//! [`Rota::map`].

#![deny(clippy::print_stdout, clippy::print_stderr, clippy::dbg_macro)]

mod changes;
mod dated;
mod days;
mod gaps;
mod lay;
mod on_shift;
mod plan;
mod preview;
mod problem;
mod rota;
mod shift;
mod turn;
mod weekly;
mod words;

pub use changes::Changes;
pub use dated::{Local, LocalError, Override, ShiftDate, Swap};
pub use days::Days;
pub use on_shift::{By, OnShift};
pub use preview::Stint;
pub use problem::{Problem, RotaError};
pub use rota::Rota;
pub use shift::{Every, Shift, Who};
pub use weekly::{WeeklyGap, weekly_gaps_in_words};
