//! Time for everything that decides: moments, business calendars, and what the clock on a wall shows. Pure.
//!
//! Two types of time, with no way from one to the other. [`Moment`] is an instant of *domain time*: what events, policy
//! and customers see, and what a rehearsal may move ahead. [`MachineTime`] is what the machine lives by: sessions,
//! tokens, signatures, pacing, backoff. A rehearsal never touches it.
//!
//! Neither type can ask what time it is. Time is handed in.

mod machine;
mod moment;

pub use machine::MachineTime;
pub use moment::{Moment, MomentError};
