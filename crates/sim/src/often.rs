//! Kinds of events and of houses that have to occur, beside the names of events: a rule that is never asked proves nothing.

use crate::house::{Every, House, OnCall, Turn};
use baton_core::{AutoCause, Event, OwnerCause};

/// What has to occur often.
pub const KINDS: [&str; 21] = [
    "an escalation gives it to somebody",
    "the end of a shift moves it",
    "a cover gets it",
    "it comes back from a cover",
    "a rule or the urgent word moves it",
    "a text is split into questions",
    "a rule answers by itself",
    "a template promises a time",
    "a word of another language",
    "a target of a rule",
    "a target of a line",
    "a target of a tag",
    "a target of a queue",
    "a house with a rotation by shifts",
    "a house with a rotation by days",
    "a house with an override",
    "a house with a swap",
    "a house with holidays",
    "a house with night hours",
    "a house with a second time zone",
    "a house with a person on call",
];

/// Of which kind an event is.
pub(crate) fn kind(event: &Event) -> Option<&'static str> {
    Some(match event {
        Event::OwnerChanged { cause: OwnerCause::Escalation, .. } => KINDS[0],
        Event::OwnerChanged { cause: OwnerCause::ShiftChange, .. } => KINDS[1],
        Event::OwnerChanged { cause: OwnerCause::Cover, covers: Some(_), .. } => KINDS[2],
        Event::OwnerChanged { cause: OwnerCause::Cover, covers: None, .. } => KINDS[3],
        Event::OwnerChanged { cause: OwnerCause::Routing, .. } => KINDS[4],
        Event::AskOpened { why: Some(_), .. } => KINDS[5],
        Event::TextWritten { auto: Some(AutoCause::Rule), .. } => KINDS[6],
        Event::TextWritten { promise_by: Some(_), made_with: Some(_), .. } => KINDS[7],
        Event::TextReceived { word: Some(word), .. }
            if ["parar", "empezar", "ayuda"].contains(&word.as_str()) =>
        {
            KINDS[8]
        }
        Event::ClockStarted { target, .. } => match target.as_str() {
            "By a rule" => KINDS[9],
            "Of a line" => KINDS[10],
            "Regulars" => KINDS[11],
            "Of a queue" => KINDS[12],
            _ => return None,
        },
        _ => return None,
    })
}

impl House {
    /// Of which kinds it is.
    pub(crate) fn kinds(&self) -> Vec<&'static str> {
        let turns = |every: fn(&Every) -> bool| {
            let mut shifts = self.rotas.iter().flat_map(|rota| &rota.shifts);
            shifts.any(|shift| matches!(&shift.who, Turn::InTurn { every: is, .. } if every(is)))
        };
        let nights = |hours: &crate::house::Hours| hours.week.iter().flatten().any(|(from, to)| to <= from);
        let is = [
            turns(|every| matches!(every, Every::Shifts(_))),
            turns(|every| matches!(every, Every::Days(_))),
            self.rotas.iter().any(|rota| !rota.overrides.is_empty()),
            self.rotas.iter().any(|rota| !rota.swaps.is_empty()),
            self.hours.iter().any(|hours| !hours.holidays.is_empty()),
            self.hours.iter().any(nights),
            self.hours.iter().any(|hours| hours.zone != 0) || self.rotas.iter().any(|rota| rota.zone != 0),
            matches!(self.on_call, Some(OnCall::Person(_))),
        ];
        KINDS[13..].iter().zip(is).filter(|(_, is)| *is).map(|(kind, _)| *kind).collect()
    }
}
