//! Shifts of a week, and who works them.

use baton_hours::{Date, WallTime};

use crate::days::Days;
use crate::words::clock;

/// A shift that begins on some days of the week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift<P> {
    /// What it is called; unique in its rota.
    pub id: String,
    /// The days on which it begins.
    pub days: Days,
    /// When it begins, on the wall of the rota's zone.
    pub from: WallTime,
    /// When it ends, itself not included; on the next date if that is not later than `from`, so 09:00 to 09:00 is a whole
    /// day round. The shift belongs to the date on which it begins.
    pub to: WallTime,
    /// Who works it.
    pub who: Who<P>,
}

/// Who works a shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who<P> {
    /// Always the same person.
    One(P),
    /// People who take turns.
    Rotation {
        /// In which order, at least one; somebody can stand in it several times.
        people: Vec<P>,
        /// What advances the turn.
        every: Every,
        /// The date from which it is counted: a shift that begins on it is the first of the first person's turn. It also
        /// runs before, backwards.
        start: Date,
    },
}

impl<P> Who<P> {
    /// Everybody who may work the shift by turn.
    pub fn people(&self) -> &[P] {
        match self {
            Self::One(person) => std::slice::from_ref(person),
            Self::Rotation { people, .. } => people,
        }
    }

    fn try_map<Q, E>(&self, mut exchange: impl FnMut(&P) -> Result<Q, E>) -> Result<Who<Q>, E> {
        Ok(match self {
            Self::One(person) => Who::One(exchange(person)?),
            Self::Rotation { people, every, start } => {
                let people = people.iter().map(exchange).collect::<Result<_, _>>()?;
                Who::Rotation { people, every: *every, start: *start }
            }
        })
    }
}

/// After how much the next person of a rotation has their turn.
///
/// Both count dates of the calendar: what an override or a swap does to one shift holds the rotation up no more than a
/// holiday does. A turn never passes in the middle of a shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Every {
    /// After so many worked shifts, at least 1: only the days of the week on which the shift begins count.
    Shifts(u32),
    /// After so many calendar days, at least 1, worked or not.
    Days(u32),
}

impl Default for Every {
    /// A new person with every worked shift.
    fn default() -> Self {
        Self::Shifts(1)
    }
}

impl Every {
    /// How much of it makes a turn.
    pub const fn amount(self) -> u32 {
        match self {
            Self::Shifts(amount) | Self::Days(amount) => amount,
        }
    }

    /// What advances the turn: "a new person every 7 worked shifts", "a new person every calendar day".
    pub fn in_words(self) -> String {
        match self {
            Self::Shifts(1) => "a new person every worked shift".to_owned(),
            Self::Days(1) => "a new person every calendar day".to_owned(),
            Self::Shifts(amount) => format!("a new person every {amount} worked shifts"),
            Self::Days(amount) => format!("a new person every {amount} calendar days"),
        }
    }
}

impl<P> Shift<P> {
    /// When it is and what advances the turn, people aside: "Monday to Friday, 8 am to 1 pm, a new person every worked
    /// shift from 2026-01-05 on".
    pub fn in_words(&self) -> String {
        let next_day =
            if self.to <= self.from && self.to > WallTime::MIDNIGHT { " the next day" } else { "" };
        let turns = match &self.who {
            Who::One(_) => String::new(),
            Who::Rotation { every, start, .. } => format!(", {} from {start} on", every.in_words()),
        };
        format!("{}, {} to {}{next_day}{turns}", self.days, clock(self.from), clock(self.to))
    }

    pub(crate) fn try_map<Q, E>(&self, exchange: impl FnMut(&P) -> Result<Q, E>) -> Result<Shift<Q>, E> {
        let (days, from, to) = (self.days, self.from, self.to);
        Ok(Shift { id: self.id.clone(), days, from, to, who: self.who.try_map(exchange)? })
    }
}
