//! What can be wrong with a rota.

use std::fmt;

use baton_hours::Date;

use crate::dated::{Local, Override, ShiftDate, Swap};
use crate::shift::{Every, Shift, Who};

/// Something that keeps a rota from making sense, with its place: positions count from 0 in the list that was given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentences say what the fields are")]
pub enum Problem {
    /// Two shifts with one id: `shift` is the position of the later one.
    #[error("there are two shifts called “{id}”: a swap could not tell them apart")]
    SameId { shift: usize, id: String },
    /// A shift without a day of the week.
    #[error("the shift “{id}” begins on no day of the week: name at least one")]
    NoDays { shift: usize, id: String },
    /// A rotation without people.
    #[error("the rotation of the shift “{id}” has nobody in it: name at least one person")]
    EmptyRotation { shift: usize, id: String },
    /// A rotation that never advances.
    #[error("the rotation of the shift “{id}” passes on every 0 shifts or days: it must be at least 1")]
    EveryZero { shift: usize, id: String },
    /// An override that ends when or before it begins.
    #[error("the override from {from} ends at {to}, which is not later")]
    EndsBefore { at: usize, from: Local, to: Local },
    /// A swap of a shift that the rota does not have.
    #[error("the swap names the shift “{id}”, which the rota does not have")]
    UnknownShift { swap: usize, id: String },
    /// A swap of a shift with a date on which it does not begin.
    #[error("the swap names the shift “{id}” on {date}, a {}: it does not begin on that day", date.weekday())]
    NotOnThatDay { swap: usize, id: String, date: Date },
}

/// Everything that is wrong with a rota, at once: at least one problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotaError {
    /// The problems: of shifts, then overrides, then swaps.
    pub problems: Vec<Problem>,
}

impl fmt::Display for RotaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentences: Vec<String> = self.problems.iter().map(Problem::to_string).collect();
        f.write_str(&sentences.join("; "))
    }
}

impl std::error::Error for RotaError {}

/// Everything that keeps these from being a rota.
pub(crate) fn problems<P>(shifts: &[Shift<P>], overrides: &[Override<P>], swaps: &[Swap]) -> Vec<Problem> {
    let mut found = Vec::new();
    for (number, shift) in shifts.iter().enumerate() {
        let id = || shift.id.clone();
        if shifts[..number].iter().any(|earlier| earlier.id == shift.id) {
            found.push(Problem::SameId { shift: number, id: id() });
        }
        if shift.days.is_empty() {
            found.push(Problem::NoDays { shift: number, id: id() });
        }
        if shift.who.people().is_empty() {
            found.push(Problem::EmptyRotation { shift: number, id: id() });
        }
        if let Who::Rotation { every: Every::Shifts(0) | Every::Days(0), .. } = shift.who {
            found.push(Problem::EveryZero { shift: number, id: id() });
        }
    }
    for (at, held) in overrides.iter().enumerate() {
        if held.to.micros() <= held.from.micros() {
            found.push(Problem::EndsBefore { at, from: held.from, to: held.to });
        }
    }
    for (swap, pair) in swaps.iter().enumerate() {
        for ShiftDate { shift: id, date } in [&pair.one, &pair.other] {
            let (id, date) = (id.clone(), *date);
            match shifts.iter().find(|shift| shift.id == id) {
                None => found.push(Problem::UnknownShift { swap, id }),
                // A shift without a day has its problem already.
                Some(shift) if !shift.days.is_empty() && !shift.days.contains(date.weekday()) => {
                    found.push(Problem::NotOnThatDay { swap, id, date });
                }
                Some(_) => {}
            }
        }
    }
    found
}
