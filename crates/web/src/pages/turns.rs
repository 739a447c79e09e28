//! Edges of shifts say who answers now, day by day, also where nothing else happens: a run of such lines is one.

use baton_pages::{Event, Stamp, TimelineItem, Turns};
use std::collections::HashSet;

/// The same items, with the lines at these positions folded where several stand in a row. What is inside names its day, so
/// that a fold may reach over days; what follows it stands under the heading of its own.
pub(super) fn fold(items: Vec<TimelineItem>, who_answers: &HashSet<i64>) -> Vec<TimelineItem> {
    let mut folded = Vec::with_capacity(items.len());
    let mut run = Run::default();
    for item in items {
        match item {
            TimelineItem::Event(event) if who_answers.contains(&event.position) => run.add(event),
            day @ TimelineItem::Day { .. } if !run.events.is_empty() => run.day = Some(day),
            other => {
                run.end(&mut folded, true);
                folded.push(other);
            }
        }
    }
    run.end(&mut folded, false);
    folded
}

/// Lines that say nothing but who answers, and the last heading of a day among or after them.
#[derive(Default)]
struct Run {
    events: Vec<Event>,
    day: Option<TimelineItem>,
}

impl Run {
    fn add(&mut self, event: Event) {
        self.events.push(event);
    }

    fn end(&mut self, folded: &mut Vec<TimelineItem>, more_follows: bool) {
        let mut events = std::mem::take(&mut self.events);
        match events.len() {
            0 => {}
            1 => folded.extend(events.pop().map(TimelineItem::Event)),
            _ => folded.extend(turns(events).map(TimelineItem::Turns)),
        }
        folded.extend(self.day.take().filter(|_| more_follows));
    }
}

fn turns(mut each: Vec<Event>) -> Option<Turns> {
    for event in &mut each {
        event.at = dated(&event.at);
    }
    let (first, last) = (each.first()?, each.last()?);
    Some(Turns {
        position: first.position,
        hand: last.hand,
        words: last.words.clone(),
        at: last.at.clone(),
        title: format!("All {} changes since {}", each.len(), first.at.words),
        each,
    })
}

fn dated(at: &Stamp) -> Stamp {
    Stamp { iso: at.iso.clone(), words: at.exact.clone(), exact: String::new() }
}
