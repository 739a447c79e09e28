//! By when somebody says that they answer.

mod read;

use std::fmt;
use std::time::Duration;

/// A promise that says exactly when it is kept, counted from the sending of the text that makes it.
///
/// [`Promise::read`] reads it from people's words; `Display` writes it so that it reads back the same, and fits after
/// "by" and alone: `20 minutes`, `1 business day`, `3 pm tomorrow`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Promise {
    /// So many minutes of real time, 1 to [`Promise::MOST_MINUTES`].
    Minutes(u32),
    /// So many hours of business time, 1 to [`Promise::MOST_BUSINESS`].
    BusinessHours(u32),
    /// So many business days, 1 to [`Promise::MOST_BUSINESS`].
    BusinessDays(u32),
    /// A time on the wall of the business.
    By(Day, TimeOfDay),
}

/// The day of a promise, on the wall of the business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Day {
    /// The day of the sending. Whoever turns the promise into an instant must refuse one that has passed.
    Today,
    /// The day after.
    Tomorrow,
    /// The first such day on which the time is still to come: the day of the sending itself among them.
    Next(Weekday),
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "days of the week need no words")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// A time of day to the minute, from 00:00 to 23:59.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay {
    hour: u8,
    minute: u8,
}

impl TimeOfDay {
    /// The time with that hour (0 to 23) and minute (0 to 59); none beyond.
    pub const fn new(hour: u8, minute: u8) -> Option<Self> {
        if hour < 24 && minute < 60 { Some(Self { hour, minute }) } else { None }
    }

    /// 0 to 23.
    pub const fn hour(self) -> u8 {
        self.hour
    }

    /// 0 to 59.
    pub const fn minute(self) -> u8 {
        self.minute
    }
}

impl Weekday {
    /// All of them, from Monday.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];
}

impl Promise {
    /// The most minutes that a promise in real time takes: a thousand hours.
    pub const MOST_MINUTES: u32 = 60_000;
    /// The most business hours or days that a promise takes.
    pub const MOST_BUSINESS: u32 = 1_000;

    /// The promise that these words make, where they say for sure when it is kept; else none. docs/templates.md lists
    /// what is read.
    pub fn read(words: &str) -> Option<Self> {
        read::promise(words)
    }

    /// The length of a promise in real time; none for one in business time or on the wall.
    pub const fn real_time(self) -> Option<Duration> {
        match self {
            Self::Minutes(minutes) => Some(Duration::from_mins(minutes as u64)),
            Self::BusinessHours(_) | Self::BusinessDays(_) | Self::By(..) => None,
        }
    }
}

impl fmt::Display for Promise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut counted = |count: u32, unit: &str| {
            let plural = if count == 1 { "" } else { "s" };
            write!(f, "{count} {unit}{plural}")
        };
        match *self {
            Self::Minutes(minutes) if minutes % 60 == 0 => counted(minutes / 60, "hour"),
            Self::Minutes(minutes) => counted(minutes, "minute"),
            Self::BusinessHours(hours) => counted(hours, "business hour"),
            Self::BusinessDays(days) => counted(days, "business day"),
            Self::By(Day::Today, time) => write!(f, "{time} today"),
            Self::By(Day::Tomorrow, time) => write!(f, "{time} tomorrow"),
            Self::By(Day::Next(weekday), time) => write!(f, "{time} on {weekday:?}"),
        }
    }
}

/// `3 pm`, `9:30 am`, `noon`; midnight is `00:00`, for words leave open which end of the day is meant.
impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let half = if self.hour < 12 { "am" } else { "pm" };
        let hour = (self.hour + 11) % 12 + 1;
        match (self.hour, self.minute) {
            (0, 0) => f.write_str("00:00"),
            (12, 0) => f.write_str("noon"),
            (_, 0) => write!(f, "{hour} {half}"),
            (_, minute) => write!(f, "{hour}:{minute:02} {half}"),
        }
    }
}
