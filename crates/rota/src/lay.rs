//! How a plan is laid: the days of a week cut where shifts begin and end, and overrides upon each other.

use std::collections::{BTreeMap, BTreeSet};

use baton_hours::Weekday;

use crate::dated::{DAY, MINUTE, Override, ShiftDate};
use crate::plan::{Cut, Overridden, Worked};
use crate::shift::Shift;

/// The place of a shift, and the number of a date.
pub(crate) fn key<P>(shifts: &[Shift<P>], named: &ShiftDate) -> (u32, i64) {
    let shift = shifts.iter().position(|shift| shift.id == named.shift).expect("a rota without problems");
    (u32::try_from(shift).expect("shifts fit into memory"), named.date.number())
}

/// The day cut where one of the shifts begins or ends.
pub(crate) fn cuts<P>(shifts: &[Shift<P>], day: Weekday) -> Box<[Cut]> {
    let yesterday = Weekday::ALL[(day.index() + 6) % 7];
    let mut pieces: Vec<(i64, i64, Worked)> = Vec::new();
    for (shift, number) in shifts.iter().zip(0..) {
        let (from, to) = (i64::from(shift.from.minutes()) * MINUTE, i64::from(shift.to.minutes()) * MINUTE);
        let to = if to > from { to } else { to + DAY };
        if shift.days.contains(day) && from < DAY {
            pieces.push((from, to.min(DAY), Worked { shift: number, ago: 0 }));
        }
        if shift.days.contains(yesterday) && to > DAY {
            pieces.push((0, to - DAY, Worked { shift: number, ago: 1 }));
        }
    }
    let borders: BTreeSet<i64> = pieces.iter().flat_map(|&(from, to, _)| [from, to]).chain([0]).collect();
    let cut = |from: i64| {
        let on = pieces.iter().filter(|&&(begin, end, _)| (begin..end).contains(&from));
        Cut { from, shifts: on.map(|&(_, _, worked)| worked).collect() }
    };
    borders.into_iter().filter(|&border| border < DAY).map(cut).collect()
}

/// The overrides as they lie upon each other, the later in the list on top, seen from above.
pub(crate) fn layers<P>(overrides: &[Override<P>], place: impl Fn(&P) -> u32) -> Box<[Overridden]> {
    let mut borders: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (by, held) in overrides.iter().enumerate() {
        borders.entry(held.from.micros()).or_default().push(by);
        borders.entry(held.to.micros()).or_default().push(by);
    }
    let mut held: Vec<Overridden> = Vec::new();
    let (mut open, mut since) = (BTreeSet::new(), i64::MIN);
    for (border, passed) in borders {
        if let Some(&by) = open.last() {
            match held.last_mut() {
                Some(last) if last.by == by && last.to == since => last.to = border,
                _ => {
                    let mut people: Vec<u32> = overrides[by].who.iter().map(&place).collect();
                    people.sort_unstable();
                    people.dedup();
                    held.push(Overridden { from: since, to: border, by, people: people.into() });
                }
            }
        }
        for by in passed {
            if !open.remove(&by) {
                open.insert(by);
            }
        }
        since = border;
    }
    held.into()
}
