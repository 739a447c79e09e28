//! The gaps of every week, for the sentence under a rota: "nobody on Sunday 4 pm to 8 pm".

use std::fmt;

use baton_hours::{Calendar, Moment, WallTime, Weekday};

use crate::dated::MINUTE;
use crate::days::Days;
use crate::rota::Rota;
use crate::words::clock;

const DAY_MINUTES: usize = 1_440;
const WEEK_MINUTES: usize = 7 * DAY_MINUTES;

/// Every week nobody is on from one time on the wall until another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeeklyGap {
    /// The day on which it begins.
    pub from_day: Weekday,
    /// When it begins, 00:00 to 23:59.
    pub from: WallTime,
    /// The day on which it ends: `from_day`, a later one, or, where that is past Sunday, one of the week after.
    pub until_day: Weekday,
    /// When it ends, 00:01 to 24:00; itself not included.
    pub until: WallTime,
}

impl<P> Rota<P> {
    /// When nobody is on in an ordinary week, from Monday on, in wall time of the rota's zone: no shift, with overrides
    /// and swaps aside. With hours, only what of that is open in an ordinary week, holidays aside.
    ///
    /// `around` matters where the hours are of another zone: by how much its clocks differ then is taken for the week.
    pub fn weekly_gaps(&self, within: Option<&Calendar>, around: Moment) -> Vec<WeeklyGap> {
        let mut gap = vec![within.is_none(); WEEK_MINUTES];
        if let Some(hours) = within {
            let ahead = (self.zone().offset(around) - hours.zone().offset(around)).div_euclid(MINUTE);
            let week = i64::try_from(WEEK_MINUTES).expect("10,080");
            let ahead = usize::try_from(ahead.rem_euclid(week)).expect("below a week");
            for day in Weekday::ALL {
                for period in hours.week().on(day) {
                    paint(&mut gap, true, day, period.open, period.close, ahead);
                }
            }
        }
        for shift in self.shifts() {
            for day in shift.days.iter() {
                paint(&mut gap, false, day, shift.from, shift.to, 0);
            }
        }
        runs(&gap)
    }
}

/// Paints the minutes from `from` on `day` to `to`, `ahead` later, around the week.
fn paint(week: &mut [bool], value: bool, day: Weekday, from: WallTime, to: WallTime, ahead: usize) {
    let (from, to) = (usize::from(from.minutes()), usize::from(to.minutes()));
    let to = if to > from { to } else { to + DAY_MINUTES };
    for minute in from..to {
        week[(day.index() * DAY_MINUTES + minute + ahead) % WEEK_MINUTES] = value;
    }
}

/// The stretches of gap, around the week, in order of their beginnings.
fn runs(gap: &[bool]) -> Vec<WeeklyGap> {
    let at = |minute: usize| gap[minute % WEEK_MINUTES];
    if gap.iter().all(|&gap| gap) {
        return vec![run(0, WEEK_MINUTES)];
    }
    let begins = (0..WEEK_MINUTES).filter(|&minute| at(minute) && !at(minute + WEEK_MINUTES - 1));
    let end = |from: usize| (from..from + WEEK_MINUTES).find(|&minute| !at(minute)).expect("not all is gap");
    begins.map(|from| run(from, end(from))).collect()
}

fn run(from: usize, until: usize) -> WeeklyGap {
    let last = until - 1;
    let day = |minute: usize| Weekday::ALL[minute / DAY_MINUTES % 7];
    let time = |minute: usize| {
        let minutes = u16::try_from(minute).expect("minutes of a day");
        WallTime::from_minutes(minutes).expect("minutes of a day")
    };
    WeeklyGap {
        from_day: day(from),
        from: time(from % DAY_MINUTES),
        until_day: day(last),
        until: time(last % DAY_MINUTES + 1),
    }
}

impl WeeklyGap {
    /// How many midnights are in it, 0 to 7.
    fn nights(self) -> usize {
        let days = (self.until_day.index() + 7 - self.from_day.index()) % 7;
        if days == 0 && self.until <= self.from { 7 } else { days }
    }

    /// Whether it begins and ends at midnight.
    fn is_whole_days(self) -> bool {
        self.from == WallTime::MIDNIGHT && usize::from(self.until.minutes()) == DAY_MINUTES
    }

    /// The days it touches, where it is of whole days.
    fn days(self) -> Days {
        (0..=self.nights()).map(|day| Weekday::ALL[(self.from_day.index() + day) % 7]).collect()
    }
}

impl fmt::Display for WeeklyGap {
    /// "Sunday 4 pm to 8 pm", "Friday 6 pm to the end of Sunday", "all Saturday and Sunday", "at any time".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (self.from_day, self.until_day);
        if self.is_whole_days() {
            return if self.days() == Days::ALL {
                f.write_str("at any time")
            } else {
                write!(f, "all {}", self.days())
            };
        }
        if self.nights() == 0 {
            return write!(f, "{first} {} to {}", clock(self.from), clock(self.until));
        }
        match self.from {
            WallTime::MIDNIGHT => write!(f, "the beginning of {first} to ")?,
            from => write!(f, "{first} {} to ", clock(from))?,
        }
        let next = if first == last { "the next " } else { "" };
        if usize::from(self.until.minutes()) == DAY_MINUTES {
            write!(f, "the end of {next}{last}")
        } else {
            write!(f, "{next}{last} {}", clock(self.until))
        }
    }
}

/// The gaps as one would say them, those alike on several days together: "Monday to Friday, noon to 1 pm; Sunday 4 pm to
/// 8 pm". Empty for none.
pub fn weekly_gaps_in_words(gaps: &[WeeklyGap]) -> String {
    let mut groups: Vec<(WeeklyGap, Vec<Weekday>)> = Vec::new();
    for &gap in gaps {
        let alike = |other: &WeeklyGap| {
            (other.from, other.until, other.nights()) == (gap.from, gap.until, gap.nights())
                && gap.nights() <= 1
                && !gap.is_whole_days()
        };
        match groups.iter_mut().find(|(first, _)| alike(first)) {
            Some((_, days)) => days.push(gap.from_day),
            None => groups.push((gap, vec![gap.from_day])),
        }
    }
    let words = groups.into_iter().map(|(gap, days)| {
        if days.len() == 1 {
            return gap.to_string();
        }
        let next_day = if gap.nights() == 1 { " the next day" } else { "" };
        let days = days.into_iter().collect::<Days>();
        format!("{days}, {} to {}{next_day}", clock(gap.from), clock(gap.until))
    });
    words.collect::<Vec<_>>().join("; ")
}
