//! What a calendar and a clock on the wall show.

use std::fmt;
use std::str::FromStr;

use jiff::civil;

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the days of the week need no words")]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Weekday {
    /// Monday to Sunday.
    pub const ALL: [Self; 7] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    /// 0 for Monday to 6 for Sunday.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// `mon` to `sun`, as policies write it.
    pub const fn short(self) -> &'static str {
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][self.index()]
    }

    /// The English name.
    pub const fn name(self) -> &'static str {
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][self.index()]
    }

    /// The weekday that `short` names.
    pub fn from_short(short: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|day| day.short() == short)
    }
}

impl fmt::Display for Weekday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A date of the Gregorian calendar, in no zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

impl Date {
    /// The date, if the calendar has it.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day).ok().map(Self)
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        let after_monday = self.0.weekday().to_monday_zero_offset();
        Weekday::ALL[usize::try_from(after_monday).expect("an offset from Monday is 0 to 6")]
    }

    /// The English name of the month.
    pub fn month_name(self) -> &'static str {
        const NAMES: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        NAMES[usize::try_from(self.month() - 1).expect("a month is 1 to 12")]
    }

    /// The day after, except at the end of the year 9999.
    #[must_use]
    pub fn tomorrow(self) -> Option<Self> {
        self.0.tomorrow().ok().map(Self)
    }

    /// The day before, except at the beginning of the year -9999.
    #[must_use]
    pub fn yesterday(self) -> Option<Self> {
        self.0.yesterday().ok().map(Self)
    }

    /// Days since 1970-01-01, negative before.
    pub fn number(self) -> i64 {
        let epoch = civil::date(1970, 1, 1);
        self.0.duration_since(epoch).as_hours() / 24
    }

    /// The date so many days after 1970-01-01, unless that is beyond the year 9999 or before -9999.
    pub fn from_number(days: i64) -> Option<Self> {
        let epoch = civil::date(1970, 1, 1);
        let days = jiff::SignedDuration::from_hours(days.checked_mul(24)?);
        epoch.checked_add(days).ok().map(Self)
    }

    pub(crate) const fn from_civil(date: civil::Date) -> Self {
        Self(date)
    }

    pub(crate) const fn civil(self) -> civil::Date {
        self.0
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// A text that is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("wanted a date of the calendar such as 2026-12-24, found “{0}”")]
pub struct DateError(String);

impl FromStr for Date {
    type Err = DateError;

    /// Reads `2026-12-24`.
    fn from_str(text: &str) -> Result<Self, DateError> {
        let read = || {
            let mut parts = text.splitn(3, '-');
            let mut part = |digits: usize| {
                parts.next().filter(|p| p.len() == digits && p.bytes().all(|b| b.is_ascii_digit()))
            };
            let (year, month, day) = (part(4)?, part(2)?, part(2)?);
            Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        };
        read().ok_or_else(|| DateError(text.chars().take(40).collect()))
    }
}

/// What calendar and clock on a wall show at some moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wall {
    /// The date.
    pub date: Date,
    /// Hours, 0 to 23.
    pub hour: u8,
    /// Minutes, 0 to 59.
    pub minute: u8,
    /// Seconds, 0 to 59.
    pub second: u8,
}

impl Wall {
    /// Minutes since the day began by the clock, 0 to 1,439.
    pub fn minute_of_day(self) -> u16 {
        u16::from(self.hour) * 60 + u16::from(self.minute)
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        self.date.weekday()
    }
}
