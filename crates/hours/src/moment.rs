//! An instant of domain time, and how it is written.

use std::fmt;
use std::ops::{Add, AddAssign, Sub, SubAssign};
use std::str::FromStr;
use std::time::Duration;

use crate::written::{self, Written};
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An instant of *domain time*: what events, policy and customers see. Whole microseconds since 1970-01-01T00:00:00Z,
/// leap seconds not counted.
///
/// Written as RFC 3339 in UTC with as many decimals as it needs, at most six; read with any offset. Always within
/// [`Moment::MIN`] and [`Moment::MAX`]: arithmetic stops there instead of wrapping.
///
/// ```
/// use baton_hours::Moment;
/// let noon: Moment = "2026-03-06T12:00:00-05:00".parse()?;
/// assert_eq!(noon.to_string(), "2026-03-06T17:00:00Z");
/// # Ok::<(), baton_hours::MomentError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// The first instant of the year 0000, the earliest that RFC 3339 can write.
    pub const MIN: Self = Self(-62_167_219_200_000_000);
    /// Two days before the end of the year 9999: still the year 9999 on the wall of every zone, so that it can be
    /// written. Stands for "far ahead", as for something that is not due at all.
    pub const MAX: Self = Self(253_402_207_199_999_999);

    /// The moment so many microseconds after 1970-01-01T00:00:00Z; beyond [`Moment::MIN`] or [`Moment::MAX`], that.
    pub const fn from_micros(micros: i64) -> Self {
        if micros < Self::MIN.0 {
            Self::MIN
        } else if micros > Self::MAX.0 {
            Self::MAX
        } else {
            Self(micros)
        }
    }

    /// Microseconds since 1970-01-01T00:00:00Z, negative before.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// How long after `earlier` this is; nothing when it is not after it. Parts of a second are kept.
    pub const fn since(self, earlier: Self) -> Duration {
        if self.0 > earlier.0 { Duration::from_micros(self.0.abs_diff(earlier.0)) } else { Duration::ZERO }
    }

    /// The same instant for the calendar arithmetic.
    pub(crate) fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).expect("MIN and MAX lie within the years of the time library")
    }
}

/// `duration` in whole microseconds, as many as there is room for.
pub(crate) fn micros_of(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

impl Add<Duration> for Moment {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self::from_micros(self.0.saturating_add(micros_of(duration)))
    }
}

impl Sub<Duration> for Moment {
    type Output = Self;

    fn sub(self, duration: Duration) -> Self {
        Self::from_micros(self.0.saturating_sub(micros_of(duration)))
    }
}

impl AddAssign<Duration> for Moment {
    fn add_assign(&mut self, duration: Duration) {
        *self = *self + duration;
    }
}

impl SubAssign<Duration> for Moment {
    fn sub_assign(&mut self, duration: Duration) {
        *self = *self - duration;
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(Written::of(*self).as_str())
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that is no moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "wanted a date and time with its offset such as 2026-03-06T16:58:00-05:00 or 2026-03-06T21:58:00Z, found “{found}”"
)]
pub struct MomentError {
    found: String,
}

impl FromStr for Moment {
    type Err = MomentError;

    /// Reads RFC 3339: the date, `T`, the time, an offset. Decimals beyond the sixth are dropped.
    fn from_str(text: &str) -> Result<Self, MomentError> {
        if let Some(read) = written::read(text.as_bytes()) {
            return Ok(read);
        }
        let wrong = || MomentError { found: text.chars().take(64).collect() };
        if !is_rfc3339(text.as_bytes()) {
            return Err(wrong());
        }
        let read: Timestamp = text.parse().map_err(|_| wrong())?;
        let micros = i64::try_from(read.as_nanosecond().div_euclid(1_000)).map_err(|_| wrong())?;
        (Self::MIN.0..=Self::MAX.0).contains(&micros).then_some(Self(micros)).ok_or_else(wrong)
    }
}

/// Whether `text` has the shape `2026-03-06T16:58:00[.decimals](Z|±hh:mm)`. The library's own reader takes more, and
/// what is stored and sent should be read alike by every program.
fn is_rfc3339(text: &[u8]) -> bool {
    let (Some((head, tail)), Some(date_time)) = (text.split_at_checked(19), text.get(..19)) else {
        return false;
    };
    let shaped = |shape: &[u8], found: &[u8]| {
        shape.len() == found.len()
            && shape.iter().zip(found).all(|(want, is)| match want {
                b'0' => is.is_ascii_digit(),
                b'T' => matches!(is, b'T' | b't'),
                other => other == is,
            })
    };
    if !shaped(b"0000-00-00T00:00:00", date_time) || head.is_empty() {
        return false;
    }
    let offset = match tail.strip_prefix(b".") {
        None => tail,
        Some(rest) => {
            let decimals = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if !(1..=9).contains(&decimals) {
                return false;
            }
            &rest[decimals..]
        }
    };
    match offset.split_first() {
        Some((b'Z' | b'z', rest)) => rest.is_empty(),
        Some((b'+' | b'-', rest)) => shaped(b"00:00", rest),
        _ => false,
    }
}

impl Serialize for Moment {
    /// RFC 3339 in UTC for people, the number of microseconds for machines.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(Written::of(*self).as_str())
        } else {
            serializer.serialize_i64(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(AsText)
        } else {
            i64::deserialize(deserializer).map(Self::from_micros)
        }
    }
}

/// Reads a moment from its written form without copying it first.
struct AsText;

impl de::Visitor<'_> for AsText {
    type Value = Moment;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date and time with its offset such as 2026-03-06T21:58:00Z")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Moment, E> {
        text.parse().map_err(E::custom)
    }
}
