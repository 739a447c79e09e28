//! Who answers and who has it: shifts, absences, distribution and removal, at every instant and on record.
mod answers;
mod away;
mod giving;
mod shifts;

use crate::support::*;
use baton_core::{
    Availability, By, Command, Delivery, Event, Moment, Notice, Owner, OwnerCause, PendingOn, PersonId,
    Status, TextState, Then, Turn, Turns,
};

/// Monday 11 May 2026, 8:30 am in New York, before the house opens.
fn office() -> Office {
    Office::at(HOUSE, ny("05-11 08:30"))
}

fn office_with(changes: &[(&str, &str)], wall: &str) -> Office {
    Office::at(&house_with(changes), ny(wall))
}

fn out() -> Availability {
    Availability::Out { until: None }
}

fn told(office: &Office, about: Notice) -> Vec<(u32, PersonId)> {
    let told = office.told.iter().filter_map(|(customer, event, ..)| match event {
        Event::Told { who, about: other, .. } if *other == about => Some((*customer, *who)),
        _ => None,
    });
    told.collect()
}

// Who answers for what a queue has.
