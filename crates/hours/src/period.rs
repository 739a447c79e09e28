//! Opening periods in wall-clock time.

use std::fmt;
use std::str::FromStr;

/// Minutes of a day by the clock.
pub(crate) const DAY_MINUTES: u16 = 24 * 60;

/// A time of day on the wall, in whole minutes: 00:00 to 24:00, the end of the day included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WallTime(u16);

impl WallTime {
    /// The beginning of the day.
    pub const MIDNIGHT: Self = Self(0);

    /// `hour`:`minute`, if a clock shows that, or 24:00.
    pub const fn new(hour: u16, minute: u16) -> Option<Self> {
        if hour > 24 || minute > 59 {
            return None;
        }
        Self::from_minutes(hour * 60 + minute)
    }

    /// The time so many minutes after midnight, 0 to 1,440.
    pub const fn from_minutes(minutes: u16) -> Option<Self> {
        if minutes <= DAY_MINUTES { Some(Self(minutes)) } else { None }
    }

    /// Minutes since the day began, 0 to 1,440.
    pub const fn minutes(self) -> u16 {
        self.0
    }
}

impl fmt::Display for WallTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// A text that is no time of day or no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// Not a time of day.
    #[error("wanted a time of day from 00:00 to 24:00 such as 09:30, found “{0}”")]
    Time(String),
    /// No dash between two times.
    #[error("wanted opening and closing time such as 09:00-17:30, found “{0}”")]
    Shape(String),
}

impl FromStr for WallTime {
    type Err = PeriodError;

    /// Reads `09:30` or `9:30`.
    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let read = || {
            let (hour, minute) = text.split_once(':')?;
            let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
            if !digits(hour) || !digits(minute) || hour.len() > 2 || minute.len() != 2 {
                return None;
            }
            Self::new(hour.parse().ok()?, minute.parse().ok()?)
        };
        read().ok_or_else(|| PeriodError::Time(text.chars().take(40).collect()))
    }
}

/// One opening: from `open` to `close` by the wall clock, `close` itself not included. It belongs to the date on which
/// it opens; a `close` that is not later than `open` is on the next date, so 09:00 to 09:00 is a whole day round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// When it opens.
    pub open: WallTime,
    /// When it closes, on the next date if that is not later than `open`.
    pub close: WallTime,
}

impl Period {
    /// Minutes of opening and closing since the date of the opening began; the second is greater, up to 2,880.
    pub(crate) const fn minutes(self) -> (u16, u16) {
        let (open, close) = (self.open.0, self.close.0);
        if close > open { (open, close) } else { (open, close + DAY_MINUTES) }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.open, self.close)
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    /// Reads `09:00-17:30`; blanks and a typographic dash do no harm.
    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let (open, close) =
            text.split_once(['-', '–']).ok_or_else(|| PeriodError::Shape(text.chars().take(40).collect()))?;
        Ok(Self { open: open.trim().parse()?, close: close.trim().parse()? })
    }
}
