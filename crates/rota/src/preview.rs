//! The rota of some weeks, as a page shows it.

use baton_hours::{Date, Moment, WallTime};

use crate::dated::Override;
use crate::plan::Held;
use crate::rota::Rota;

/// A stretch of time during which the same people are on, by their shifts or by one override.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stint<'r, P> {
    /// From when.
    pub from: Moment,
    /// Until when, itself not included.
    pub until: Moment,
    /// Who, in order, each once; nobody in a gap.
    pub people: Vec<&'r P>,
    /// The ids of the shifts that bring them during it, in the order of the rota; none under an override or in a gap.
    pub shifts: Vec<&'r str>,
    /// The override that holds.
    pub by: Option<&'r Override<P>>,
}

impl<P> Stint<'_, P> {
    /// Whether an override holds.
    pub fn is_override(&self) -> bool {
        self.by.is_some()
    }
}

/// A stint by places in the rota's lists.
struct Draft {
    until: i64,
    people: Vec<u32>,
    shifts: Vec<u32>,
    by: Option<usize>,
}

impl<P> Rota<P> {
    /// So many weeks from the beginning of that date on, gaps included, without a hole. Shifts that follow upon each other
    /// with the same people are one stint; an override is one of its own.
    pub fn preview(&self, from: Date, weeks: u32) -> Vec<Stint<'_, P>> {
        let last = Date::from_number(from.number().saturating_add(i64::from(weeks) * 7));
        let begin = self.zone().moment(from, WallTime::MIDNIGHT);
        let end = last.map_or(Moment::MAX, |last| self.zone().moment(last, WallTime::MIDNIGHT));
        self.stints(begin, end)
    }

    /// The stints from `from` until `until`, the first and the last cut off there.
    pub fn stints(&self, from: Moment, until: Moment) -> Vec<Stint<'_, P>> {
        let mut stints: Vec<Draft> = Vec::new();
        let mut at = from.micros();
        let (mut offset, mut set) = (0, i64::MIN);
        while at < until.micros() {
            if at >= set {
                let now = Moment::from_micros(at);
                offset = self.zone().offset(now);
                set = self.zone().next_change(now).map_or(i64::MAX, Moment::micros);
            }
            let (held, end) = self.plan().at(at + offset);
            at = (end - offset).min(set).min(until.micros());
            let mut people = Vec::new();
            held.people(&mut people);
            let (by, shifts) = match held {
                Held::Override(held) => (Some(held.by), vec![]),
                Held::Shifts(shifts) => (None, shifts.iter().map(|working| working.shift).collect()),
            };
            match stints.last_mut() {
                Some(last) if last.people == people && last.by == by => {
                    last.until = at;
                    last.shifts.extend(shifts);
                    last.shifts.sort_unstable();
                    last.shifts.dedup();
                }
                _ => stints.push(Draft { until: at, people, shifts, by }),
            }
        }
        let mut begin = from;
        let named = stints.into_iter().map(|draft| {
            let until = Moment::from_micros(draft.until);
            let mut shifts = draft.shifts;
            shifts.sort_unstable();
            shifts.dedup();
            Stint {
                from: std::mem::replace(&mut begin, until),
                until,
                people: self.named(&draft.people),
                shifts: shifts.into_iter().map(|shift| self.shifts()[shift as usize].id.as_str()).collect(),
                by: draft.by.map(|by| &self.overrides()[by]),
            }
        });
        named.collect()
    }
}
