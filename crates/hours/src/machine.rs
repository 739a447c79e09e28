//! An instant by the machine's own clock.

use std::ops::{Add, AddAssign, Sub, SubAssign};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::moment::micros_of;

/// An instant of *machine time*: sessions, tokens, one-time codes, signatures, pacing, backoff, heartbeats. Whole
/// microseconds since 1970-01-01T00:00:00Z, and nothing moves it, least of all a rehearsal.
///
/// There is no way to or from a [`Moment`](crate::Moment), so that neither is ever taken for the other:
///
/// ```compile_fail
/// let expires: baton_hours::MachineTime = baton_hours::Moment::from_micros(0).into();
/// ```
///
/// Arithmetic stops at the ends of `i64` (292,000 years) instead of wrapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MachineTime(i64);

impl MachineTime {
    /// The instant so many microseconds after 1970-01-01T00:00:00Z.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970-01-01T00:00:00Z, negative before.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// How long after `earlier` this is; nothing when it is not after it.
    pub const fn since(self, earlier: Self) -> Duration {
        if self.0 > earlier.0 { Duration::from_micros(self.0.abs_diff(earlier.0)) } else { Duration::ZERO }
    }
}

impl Add<Duration> for MachineTime {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(micros_of(duration)))
    }
}

impl Sub<Duration> for MachineTime {
    type Output = Self;

    fn sub(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(micros_of(duration)))
    }
}

impl AddAssign<Duration> for MachineTime {
    fn add_assign(&mut self, duration: Duration) {
        *self = *self + duration;
    }
}

impl SubAssign<Duration> for MachineTime {
    fn sub_assign(&mut self, duration: Duration) {
        *self = *self - duration;
    }
}
