//! The edges of a stretch of time: the instants at which who is on, or there, may change, found once for everybody who asks.

use crate::directory::Directory;
use crate::ids::PersonId;
use baton_hours::{Calendar, Moment};

impl Directory {
    /// When rotas and hours change, after `from` and up to `until`, in order. It costs what these have, whatever the number
    /// of people and queues; what people say of themselves is beside: [`Directory::words_between`].
    pub fn shifts_between(&self, from: Moment, until: Moment) -> Vec<Moment> {
        let rotas = self.rotas.iter().flat_map(|rota| {
            let first = rota.next_change(from).map(|(edge, _)| edge);
            std::iter::successors(first, |edge| rota.next_change(*edge).map(|(edge, _)| edge))
                .take_while(|edge| *edge <= until)
        });
        let hours = self.policy.hours().iter().flat_map(|hours| {
            std::iter::successors(opens_or_closes(&hours.calendar, from), |edge| {
                opens_or_closes(&hours.calendar, *edge)
            })
            .take_while(|edge| *edge <= until)
        });
        in_order(rotas.chain(hours).collect())
    }

    /// When what this person says of themselves changes, after `from` and up to `until`, in order.
    pub fn words_between(&self, person: PersonId, from: Moment, until: Moment) -> Vec<Moment> {
        let presence = self.person(person).map(|person| &person.presence);
        let word = presence.and_then(|presence| presence.word).and_then(|word| word.until);
        let away = presence.into_iter().flat_map(|presence| &presence.away);
        let away = away.flat_map(|away| [Some(away.from), away.until]).flatten();
        in_order(word.into_iter().chain(away).filter(|edge| from < *edge && *edge <= until).collect())
    }

    /// All of both, of everybody.
    pub fn edges_between(&self, from: Moment, until: Moment) -> Vec<Moment> {
        let words = self.people.keys().flat_map(|person| self.words_between(*person, from, until));
        in_order(self.shifts_between(from, until).into_iter().chain(words).collect())
    }
}

fn opens_or_closes(calendar: &Calendar, at: Moment) -> Option<Moment> {
    let edge = if calendar.is_open(at) { calendar.next_closing(at) } else { calendar.next_opening(at) };
    edge.filter(|edge| *edge > at)
}

fn in_order(mut edges: Vec<Moment>) -> Vec<Moment> {
    edges.sort_unstable();
    edges.dedup();
    edges
}
