//! The walk along real time through what is open.
//!
//! The wall clock is universal time plus an offset that changes now and then. Between two changes a local day is 24
//! hours of real time, so that its open ranges are moved by the offset and cut off at the change: what a forward change
//! leaves out is then never met, and what a backward change repeats is met twice, with no case of its own.

use crate::moment::Moment;
use crate::shape::{DAY, Shapes};
use crate::zone::{Stretch, Zone};

const WEEK: i64 = 7 * DAY;

/// A place in real time, in microseconds since 1970, that moves ahead over open pieces.
pub(crate) struct Walk<'c> {
    zone: &'c Zone,
    shapes: &'c Shapes,
    at: i64,
    stretch: Stretch,
}

impl<'c> Walk<'c> {
    pub(crate) fn new(zone: &'c Zone, shapes: &'c Shapes, from: Moment) -> Self {
        let at = from.micros();
        Self { zone, shapes, at, stretch: zone.stretch(at) }
    }

    /// Goes on by as many whole weeks as are all alike, end before `until`, and hold less than `below` of open time
    /// (more than none); says how much open time that was.
    ///
    /// Any seven days in a row without a change of clocks or a special date hold the same, wherever they begin.
    pub(crate) fn skip_weeks(&mut self, below: i64, until: i64) -> i64 {
        let total = self.shapes.week_total();
        if total == 0 || below <= 0 || self.at >= self.stretch.end {
            return 0;
        }
        let local = self.at + self.stretch.offset;
        let special = self.shapes.next_special(local.div_euclid(DAY)).map_or(i64::MAX, |day| day * DAY);
        let room = until.min(self.stretch.end).saturating_sub(self.at).min(special.saturating_sub(local));
        let weeks = (room / WEEK).min((below - 1) / total).max(0);
        self.at += weeks * WEEK;
        weeks * total
    }

    /// The next piece that is open from here on, as (from, to): it may touch the one before it.
    pub(crate) fn next_piece(&mut self) -> Option<(i64, i64)> {
        while self.at <= Moment::MAX.micros() {
            if self.at >= self.stretch.end {
                self.stretch = self.zone.stretch(self.at);
            }
            let Stretch { end, offset } = self.stretch;
            let day = (self.at + offset).div_euclid(DAY);
            let midnight = day * DAY - offset;
            match self.shapes.on(day).ending_after(self.at - midnight) {
                Some((open, _)) if midnight + open >= end => self.at = end,
                Some((open, close)) => {
                    let from = self.at.max(midnight + open);
                    self.at = end.min(midnight + close);
                    return Some((from, self.at));
                }
                None => {
                    self.at = end.min(self.day_to_look_at(day).saturating_mul(DAY).saturating_sub(offset));
                }
            }
        }
        None
    }

    /// The next date that may be open: tomorrow, or with nothing in the week the next one that differs from it.
    fn day_to_look_at(&self, day: i64) -> i64 {
        if self.shapes.week_total() > 0 {
            return day + 1;
        }
        self.shapes.next_special(day + 1).unwrap_or(i64::MAX)
    }

    /// Whether everything from here on is open: a week without a gap, and no date to come that differs. (Two days of
    /// room, for clocks can be set back over a midnight, but never by more than a day.)
    pub(crate) fn is_open_for_ever(&self) -> bool {
        let day = (self.at + self.stretch.offset).div_euclid(DAY);
        self.shapes.week_total() == WEEK && self.shapes.next_special(day - 2).is_none()
    }
}
