//! Who is there: at work, on shift, away, covered for. The same answer for whoever asks, at every instant.

use crate::directory::{Directory, Queue};
use crate::ids::PersonId;
use crate::person::Availability;
use crate::refusal::{Reason, Refusal};
use baton_hours::Moment;
use baton_rota::Rota;
use serde::{Deserialize, Serialize};

/// What somebody said of themselves, against what the rota says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// They work, or they do not.
    pub working: bool,
    /// Until when; none: until they say otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Moment>,
}

/// A time in which somebody is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Away {
    /// From when.
    pub from: Moment,
    /// Until when; none: until they say that they are back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Moment>,
    /// Who covers for them; none: the conversation's queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover: Option<PersonId>,
}

impl Away {
    /// Whether it holds then. They are back at the instant at which it ends.
    pub fn holds(&self, at: Moment) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

/// Somebody's own word, and when they are away. Of two times that overlap the one that begins later holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Presence {
    /// Their word on now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word: Option<Word>,
    /// When they are away, now and ahead, by its beginning.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub away: Vec<Away>,
}

/// The most times ahead that somebody can be away.
const AHEAD: usize = 50;

impl Presence {
    /// Nothing said.
    pub fn is_default(&self) -> bool {
        self.word.is_none() && self.away.is_empty()
    }

    /// When they are away at that time, if so.
    pub fn away(&self, at: Moment) -> Option<&Away> {
        self.away.iter().rfind(|away| away.holds(at))
    }

    /// Their word, while it holds.
    pub fn word(&self, at: Moment) -> Option<bool> {
        self.word.filter(|word| word.until.is_none_or(|until| at < until)).map(|word| word.working)
    }

    /// What is said from `now` on; what is over is forgotten.
    #[must_use]
    pub fn said(&self, availability: &Availability, now: Moment) -> Self {
        let mut after = self.clone();
        after.away.retain(|away| away.until.is_none_or(|until| until > now));
        let back = |after: &mut Self| {
            for away in after.away.iter_mut().filter(|away| away.holds(now)) {
                away.until = Some(now);
            }
            after.away.retain(|away| away.until.is_none_or(|until| until > now));
        };
        match availability {
            Availability::In { until } => {
                back(&mut after);
                after.word = Some(Word { working: true, until: *until });
            }
            Availability::Out { until } => after.word = Some(Word { working: false, until: *until }),
            Availability::Rota => {
                back(&mut after);
                after.word = None;
            }
            // An absence is known by its beginning: the same one again is its new end and cover.
            Availability::Away { from, until, cover } if after.away.iter().any(|away| away.from == *from) => {
                for away in after.away.iter_mut().filter(|away| away.from == *from) {
                    *away = Away { from: *from, until: *until, cover: *cover };
                }
            }
            Availability::Away { from, until, cover } => {
                after.away.push(Away { from: (*from).max(now), until: *until, cover: *cover });
                after.away.sort_by_key(|away| away.from);
            }
            Availability::NotAway { from } => {
                for away in after.away.iter_mut().filter(|away| away.from == *from) {
                    away.until = Some(now.max(away.from));
                }
                after.away.retain(|away| away.until.is_none_or(|until| until > now && until > away.from));
            }
        }
        after
    }

    /// The first instant after `at` at which it changes.
    fn next_edge(&self, at: Moment) -> Option<Moment> {
        let word = self.word.and_then(|word| word.until);
        let away = self.away.iter().flat_map(|away| [Some(away.from), away.until]).flatten();
        word.into_iter().chain(away).filter(|edge| *edge > at).min()
    }
}

impl Directory {
    /// What `person`'s presence becomes, or why it cannot be so.
    ///
    /// # Errors
    /// If the time has passed or ends before it begins, or whoever is to cover cannot.
    pub fn presence_after(
        &self,
        person: PersonId,
        availability: &Availability,
        now: Moment,
    ) -> Result<Presence, Refusal> {
        let known =
            self.person(person).filter(|person| person.active).ok_or(Refusal::NotFound(Reason::NoPerson))?;
        let until = match availability {
            Availability::In { until } | Availability::Out { until } => *until,
            Availability::Away { from, until, cover } => {
                if until.is_some_and(|until| until <= *from) {
                    return Err(Refusal::invalid(
                        Reason::EndsBeforeItBegins,
                        "until",
                        "It ends before it begins. Choose a later end.",
                    ));
                }
                match cover {
                    Some(cover) if *cover == person => {
                        return Err(Refusal::invalid(
                            Reason::CoversThemselves,
                            "cover",
                            "Somebody else has to cover for them.",
                        ));
                    }
                    Some(cover) if !self.is_active(*cover) => {
                        return Err(Refusal::NotFound(Reason::NoPerson));
                    }
                    _ => {}
                }
                *until
            }
            Availability::NotAway { from } => {
                if !known.presence.away.iter().any(|away| away.from == *from) {
                    return Err(Refusal::NotFound(Reason::NoAbsence));
                }
                None
            }
            Availability::Rota => None,
        };
        if until.is_some_and(|until| until <= now) {
            return Err(Refusal::invalid(
                Reason::UntilPassed,
                "until",
                "That time has passed. Choose a later one.",
            ));
        }
        let after = known.presence.said(availability, now);
        if after.away.len() > AHEAD {
            return Err(Refusal::invalid(
                Reason::TooManyAbsences,
                "from",
                format!("{AHEAD} times ahead are the most."),
            ));
        }
        Ok(after)
    }

    /// When somebody is away at that time, if so.
    pub fn away(&self, person: PersonId, at: Moment) -> Option<&Away> {
        self.person(person).and_then(|person| person.presence.away(at))
    }

    /// Whether they are of the team, and not away.
    pub fn is_there(&self, person: PersonId, at: Moment) -> bool {
        self.is_active(person) && self.away(person, at).is_none()
    }

    /// Who covers for somebody who is away: whoever covers for their cover, if that is away too, and so on. None at an
    /// end without cover, or in a circle.
    pub fn cover(&self, person: PersonId, at: Moment) -> Option<PersonId> {
        let mut seen = vec![person];
        let mut away = self.away(person, at)?;
        loop {
            let cover = away.cover.filter(|cover| self.is_active(*cover) && !seen.contains(cover))?;
            match self.away(cover, at) {
                None => return Some(cover),
                Some(next) => {
                    seen.push(cover);
                    away = next;
                }
            }
        }
    }

    /// Whether a queue has that person on; nobody who is away is. Their own word comes first; then the queue's rota, if
    /// they stand on it. Everybody else is on during the queue's hours: people of other rotas while one of these has them
    /// on, for they have gone home when it has not.
    pub fn is_on(&self, queue: &Queue, person: PersonId, at: Moment) -> bool {
        if !self.is_there(person, at) {
            return false;
        }
        if let Some(word) = self.person(person).and_then(|person| person.presence.word(at)) {
            return word;
        }
        let theirs = |rota: &&Rota<PersonId>| rota.people().binary_search(&person).is_ok();
        if let Some(rota) = queue.rota.and_then(|place| self.rotas.get(place)).filter(theirs) {
            return rota.is_on(&person, at);
        }
        let mut others = self.rotas.iter().filter(theirs).peekable();
        self.is_open(queue, at) && (others.peek().is_none() || others.any(|rota| rota.is_on(&person, at)))
    }

    /// Whether a queue's hours are open; without any it always is.
    pub fn is_open(&self, queue: &Queue, at: Moment) -> bool {
        let hours = queue.hours.and_then(|place| self.policy.hours().get(place));
        hours.is_none_or(|hours| hours.calendar.is_open(at))
    }

    /// Who is on in a queue, in its order; people of its rota who are no members come last.
    pub fn on<'a>(&'a self, queue: &'a Queue, at: Moment) -> impl Iterator<Item = PersonId> + 'a {
        let rota = queue.rota.and_then(|place| self.rotas.get(place));
        let others = rota.into_iter().flat_map(|rota| rota.people().iter().copied());
        let others = others.filter(|person| !queue.members.contains(person));
        queue.members.iter().copied().chain(others).filter(move |person| self.is_on(queue, *person, at))
    }

    /// Whether somebody works then: on in one of their queues, or part of none.
    pub fn works(&self, person: PersonId, at: Moment) -> bool {
        if !self.is_there(person, at) {
            return false;
        }
        if let Some(word) = self.person(person).and_then(|person| person.presence.word(at)) {
            return word;
        }
        let mut theirs = self.queues.iter().filter(|queue| self.is_part(queue, person)).peekable();
        theirs.peek().is_none() || theirs.any(|queue| self.is_on(queue, person, at))
    }

    /// The first instant after `at` at which who is on, or there, may change.
    pub fn next_edge(&self, at: Moment) -> Option<Moment> {
        let rotas = self.rotas.iter().filter_map(|rota| rota.next_change(at).map(|(edge, _)| edge));
        let hours = self.queues.iter().filter_map(|queue| self.policy.hours().get(queue.hours?));
        let hours = hours.filter_map(|hours| {
            let closes = hours.calendar.next_closing(at);
            let opens = if hours.calendar.is_open(at) { None } else { hours.calendar.next_opening(at) };
            opens.into_iter().chain(closes).min()
        });
        let people = self.people.values().filter_map(|person| person.presence.next_edge(at));
        rotas.chain(hours).chain(people).filter(|edge| *edge > at).min()
    }
}
