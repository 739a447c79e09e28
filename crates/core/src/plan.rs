//! When a promise is due: lengths of a target in the time of its hours.

use crate::directory::Directory;
use baton_hours::{Calendar, Moment};
use baton_policy::{Length, Target, Unit};
use std::time::Duration;

/// When something is due, and when its owner is warned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) due_at: Moment,
    pub(crate) warn_at: Option<Moment>,
}

/// The time in which a promise runs: the business time of some hours, or all of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Time<'a>(Option<&'a Calendar>);

impl<'a> Time<'a> {
    /// Around the clock.
    pub(crate) const ALWAYS: Self = Self(None);

    /// The business time of a calendar.
    pub(crate) fn within(calendar: &'a Calendar) -> Self {
        Self(Some(calendar))
    }

    /// The business time of those hours of the policy; none: around the clock.
    pub(crate) fn of(directory: &'a Directory, hours: Option<usize>) -> Self {
        Self(hours.and_then(|at| directory.policy.hours().get(at)).map(|hours| &hours.calendar))
    }

    /// The first moment by which `length` of it has passed since `from`. A day is a business day, or 24 hours around
    /// the clock. None: never.
    pub(crate) fn after(self, from: Moment, length: Length) -> Option<Moment> {
        match (self.0, length.unit) {
            (Some(calendar), Unit::Days) => calendar.add_days(from, length.count),
            _ => self.add(from, length.real_time()),
        }
    }

    /// The first moment by which so much of it has passed since `from`. None: never.
    pub(crate) fn add(self, from: Moment, time: Duration) -> Option<Moment> {
        match self.0 {
            Some(calendar) => calendar.add(from, time),
            None => Some(from + time),
        }
    }

    /// How much of it lies between the two; nothing if `until` is not later.
    pub(crate) fn between(self, from: Moment, until: Moment) -> Duration {
        match self.0 {
            Some(calendar) => calendar.between(from, until),
            None => until.since(from),
        }
    }

    /// The moment at which `percent` of the time from `from` to `due` is spent.
    fn part(self, from: Moment, due: Moment, percent: u8) -> Option<Moment> {
        let whole = self.between(from, due);
        self.add(from, whole / 100 * u32::from(percent)).filter(|at| *at < due)
    }
}

/// When something of that length, promised at `from`, is due by that target; later by what it was `paused`.
/// None: never, for those hours do not open any more.
pub(crate) fn plan(
    directory: &Directory,
    target: &Target,
    length: Length,
    from: Moment,
    paused: Duration,
) -> Option<Plan> {
    let time = Time::of(directory, target.hours);
    let due_at = time.after(from, length).and_then(|due| time.add(due, paused))?;
    Some(Plan { due_at, warn_at: time.part(from, due_at, target.warn_at) })
}

/// The same for what somebody promised for a certain time.
pub(crate) fn plan_until(
    directory: &Directory,
    target: Option<&Target>,
    from: Moment,
    due_at: Moment,
) -> Plan {
    let time = target.map_or(Time::ALWAYS, |target| Time::of(directory, target.hours));
    let percent = target.map_or(75, |target| target.warn_at);
    Plan { due_at, warn_at: time.part(from, due_at, percent) }
}
