//! How long an offer stands.

use crate::directory::Directory;
use crate::ids::{PersonId, QueueId};
use crate::owner::Owner;
use baton_hours::Moment;
use std::time::Duration;

/// For how long an offer waits for an answer, in the time of whoever gets it.
const STANDS: Duration = Duration::from_hours(1);

/// How far ahead is looked for the receiver's work: over a week with a holiday in it.
const AHEAD: Duration = Duration::from_hours(8 * 24);

impl Directory {
    /// When an offer that is made at `now` comes back by itself: after an hour in which whoever it is offered to works; for a
    /// queue, of its business time. For somebody who is part of no queue, and so always works, and for whoever does not work
    /// so much in the next eight days, an hour of the business time of the conversation's queue counts; in real time where
    /// that has no hours.
    pub fn offer_expires_at(&self, to: Owner, queue: Option<QueueId>, now: Moment) -> Moment {
        let of_queue = |queue: Option<QueueId>| {
            let hours = queue.and_then(|queue| self.hours_of(queue));
            hours.and_then(|hours| hours.add(now, STANDS)).unwrap_or_else(|| now + STANDS)
        };
        match to {
            Owner::Queue(to) => of_queue(Some(to)),
            Owner::Person(person) => {
                let has_hours = self.queues.iter().any(|queue| self.is_part(queue, person));
                let worked = if has_hours { self.worked(person, now, STANDS) } else { None };
                worked.unwrap_or_else(|| of_queue(queue))
            }
        }
    }

    /// The first moment by which somebody has worked so long since then; none where the work that begins in the next eight
    /// days is less.
    fn worked(&self, person: PersonId, since: Moment, length: Duration) -> Option<Moment> {
        let (mut at, mut left) = (since, length);
        loop {
            let edge = self.next_edge(at);
            let works = self.works(person, at);
            if works {
                let end = at + left;
                if edge.is_none_or(|edge| end <= edge) {
                    return Some(end);
                }
                left = left.saturating_sub(edge?.since(at));
            }
            at = edge.filter(|edge| works || *edge <= since + AHEAD)?;
        }
    }
}
