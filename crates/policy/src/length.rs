//! Lengths of time as policies write them: `10 min`, `72 h`, `5 days`.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// A length of time in one unit, as it was written. Whether a day means 24 hours or a business day is for the setting
/// to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Length {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

/// What a length of time is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "units of time need no words")]
pub enum Unit {
    Seconds,
    Minutes,
    Hours,
    Days,
    Weeks,
}

impl Unit {
    const fn seconds(self) -> u64 {
        match self {
            Self::Seconds => 1,
            Self::Minutes => 60,
            Self::Hours => 3_600,
            Self::Days => 86_400,
            Self::Weeks => 7 * 86_400,
        }
    }

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "s" | "sec" | "second" | "seconds" => Self::Seconds,
            "min" | "minute" | "minutes" => Self::Minutes,
            "h" | "hour" | "hours" => Self::Hours,
            "d" | "day" | "days" => Self::Days,
            "week" | "weeks" => Self::Weeks,
            _ => return None,
        })
    }
}

impl Length {
    /// So long in real time, a day being 24 hours.
    pub const fn real_time(self) -> Duration {
        Duration::from_secs(self.count as u64 * self.unit.seconds())
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match (self.unit, self.count) {
            (Unit::Seconds, _) => "s",
            (Unit::Minutes, _) => "min",
            (Unit::Hours, _) => "h",
            (Unit::Days, 1) => "day",
            (Unit::Days, _) => "days",
            (Unit::Weeks, 1) => "week",
            (Unit::Weeks, _) => "weeks",
        };
        write!(f, "{} {unit}", self.count)
    }
}

/// A text that is no length of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoLength;

impl FromStr for Length {
    type Err = NoLength;

    /// Reads a whole number and a unit, with or without a blank between them.
    fn from_str(text: &str) -> Result<Self, NoLength> {
        let text = text.trim();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (count, unit) = text.split_at(digits);
        let count = count.parse().map_err(|_| NoLength)?;
        Ok(Self { count, unit: Unit::named(unit.trim()).ok_or(NoLength)? })
    }
}
