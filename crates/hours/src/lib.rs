//! Time for everything that decides: moments, business calendars, and what the clock on a wall shows. Pure.
//!
//! Two types of time, with no way from one to the other. [`Moment`] is an instant of *domain time*: what events, policy
//! and customers see, and what a rehearsal may move ahead. [`MachineTime`] is what the machine lives by: sessions,
//! tokens, signatures, pacing, backoff. A rehearsal never touches it. Neither can ask what time it is: time is handed in.
//!
//! A [`Calendar`] holds the opening periods of a week in the wall time of a [`Zone`], and holidays; it says whether it
//! is open, when that changes, and adds and measures business time.
//!
//! **One time zone database.** Zones come from the database compiled into the program ([`tz_version`]), never from the
//! system's files: several nodes, a replay and a test must not disagree about an hour because one machine was updated
//! and the other was not. A new database comes with a new release.

#![deny(clippy::print_stdout, clippy::print_stderr, clippy::dbg_macro)]

mod calendar;
mod days;
mod machine;
mod moment;
mod period;
mod shape;
mod walk;
mod wall;
mod written;
mod zone;

pub use calendar::{Calendar, Holiday, Week};
pub use machine::MachineTime;
pub use moment::{Moment, MomentError};
pub use period::{Period, PeriodError, WallTime};
pub use wall::{Date, DateError, Wall, Weekday};
pub use zone::{UnknownZone, Zone, tz_version};
