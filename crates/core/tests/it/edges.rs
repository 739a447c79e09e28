//! The edges of a stretch of time are those that one finds by asking for the next one again and again.

use crate::support::*;
use baton_core::{Availability, Moment};
use std::time::Duration;

/// Fails when an edge of shifts, hours or people's words is left out, comes twice, or is none.
#[test]
fn the_edges_of_a_stretch_are_those_found_one_by_one() {
    let start: Moment = "2026-05-12T18:03:00Z".parse().unwrap();
    let mut office = Office::at(HOUSE, start);
    let at = |hours: u64| start + Duration::from_hours(hours);
    let said = [
        (CHRIS, Availability::In { until: Some(at(3)) }),
        (SAM, Availability::Away { from: at(20), until: Some(at(60)), cover: None }),
        (SAM, Availability::Away { from: at(100), until: None, cover: None }),
        (DANA, Availability::Out { until: None }),
    ];
    for (person, availability) in said {
        let known = office.directory.people.get_mut(&person).unwrap();
        known.presence = known.presence.said(&availability, start);
    }
    let directory = &office.directory;
    for (from, hours) in [(0, 1), (0, 200), (3, 170), (15, 24), (59, 2), (90, 500)] {
        let (from, until) = (at(from), at(from + hours));
        let one_by_one: Vec<Moment> =
            std::iter::successors(directory.next_edge(from), |edge| directory.next_edge(*edge))
                .take_while(|edge| *edge <= until)
                .collect();
        assert_eq!(directory.edges_between(from, until), one_by_one, "{from} to {until}");
        assert!(hours < 100 || one_by_one.len() > 20, "there is something to find");
    }
}
