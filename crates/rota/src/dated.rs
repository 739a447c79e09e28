//! What is agreed for certain dates: overrides and swaps.

use std::fmt;
use std::str::FromStr;

use baton_hours::{Date, WallTime};

/// A minute, and a day on the wall.
pub(crate) const MINUTE: i64 = 60_000_000;
pub(crate) const DAY: i64 = 1_440 * MINUTE;

/// A date and a time of day on the wall of the rota's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Local {
    /// The date.
    pub date: Date,
    /// The time; 24:00 is 00:00 of the date after.
    pub time: WallTime,
}

impl Local {
    /// Microseconds on the wall since 1970-01-01T00:00 there.
    pub(crate) fn micros(self) -> i64 {
        self.date.number() * DAY + i64::from(self.time.minutes()) * MINUTE
    }
}

impl fmt::Display for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.date, self.time)
    }
}

/// A text that is no date with a time of day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("wanted a date with a time of day such as 2026-05-16T18:00, found “{0}”")]
pub struct LocalError(String);

impl FromStr for Local {
    type Err = LocalError;

    /// Reads `2026-05-16T18:00`, or with a blank instead of the `T`.
    fn from_str(text: &str) -> Result<Self, LocalError> {
        let read = || {
            let (date, time) = text.split_once(['T', 't', ' '])?;
            Some(Self { date: date.parse().ok()?, time: time.parse().ok()? })
        };
        read().ok_or_else(|| LocalError(text.chars().take(40).collect()))
    }
}

/// People who replace everybody on shift for a while. It also covers hours without a shift; rotations go on underneath.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override<P> {
    /// From when, on the wall.
    pub from: Local,
    /// Until when, on the wall, itself not included. A stretch of wall time that comes twice is covered twice.
    pub to: Local,
    /// Who is on instead; empty for nobody.
    pub who: Vec<P>,
    /// Why, in the words of whoever made it.
    pub why: Option<String>,
}

impl<P> Override<P> {
    pub(crate) fn try_map<Q, E>(&self, exchange: impl FnMut(&P) -> Result<Q, E>) -> Result<Override<Q>, E> {
        let who = self.who.iter().map(exchange).collect::<Result<_, _>>()?;
        Ok(Override { from: self.from, to: self.to, who, why: self.why.clone() })
    }
}

/// One shift on one date: the date on which it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftDate {
    /// The shift's id.
    pub shift: String,
    /// The date on which it begins.
    pub date: Date,
}

/// Two shifts whose people change places. It exchanges who has them by the swaps before it in the rota's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swap {
    /// One of them.
    pub one: ShiftDate,
    /// The other.
    pub other: ShiftDate,
}
