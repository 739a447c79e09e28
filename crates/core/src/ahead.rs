//! When whoever answers works next. At night many ask that at once, so the edges of shifts to come and what follows from
//! them are worked out once for a directory, which never changes.

use crate::directory::Directory;
use crate::ids::{PersonId, QueueId};
use crate::owner::Owner;
use crate::standing::Standing;
use baton_hours::Moment;
use rustc_hash::FxHashMap;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How far ahead is looked: over a week with a holiday in it. Whoever does not work until then is not waited for.
const AHEAD: Duration = Duration::from_hours(8 * 24);
/// The most answers that are remembered.
const ANSWERS: usize = 4_096;

/// Who has something, its queue, and who answers for it now.
type Asked = (Owner, Option<QueueId>, PersonId);

/// What was worked out for a directory so far.
#[derive(Debug, Default)]
pub(crate) struct Ahead(Mutex<Known>);

/// A directory that is copied is about to become another.
impl Clone for Ahead {
    fn clone(&self) -> Self {
        Self::default()
    }
}

#[derive(Debug, Default)]
struct Known {
    /// From when on `edges` has every one, up to its last.
    from: Option<Moment>,
    edges: VecDeque<Moment>,
    /// Asked when, and the first edge after that from which whoever answers works; none within [`AHEAD`].
    answers: FxHashMap<Asked, (Moment, Option<Moment>)>,
}

impl Known {
    /// What was answered before, if that holds at `now`: until whoever answers works, nobody did.
    fn answer(&self, asked: &Asked, now: Moment) -> Option<&(Moment, Option<Moment>)> {
        let answer = self.answers.get(asked)?;
        let (at, found) = *answer;
        let holds = found.map_or(at == now, |edge| at <= now && now < edge);
        holds.then_some(answer)
    }

    /// The edge after that one, or after `now`.
    fn edge(&mut self, directory: &Directory, now: Moment, place: usize) -> Option<Moment> {
        if self.from.is_none_or(|from| now < from) {
            (self.from, self.edges) = (Some(now), VecDeque::new());
        }
        while self.edges.front().is_some_and(|edge| *edge <= now) {
            self.from = self.edges.pop_front();
        }
        while self.edges.len() <= place {
            let last = self.edges.back().copied().unwrap_or(now);
            self.edges.push_back(directory.next_edge(last)?);
        }
        self.edges.get(place).copied()
    }
}

impl Directory {
    /// The first edge of shifts, hours or absences after `now` from which whoever answers then works; none in the next
    /// eight days. Nobody who answers works at `now`.
    pub(crate) fn at_work_from(&self, asked: Asked, now: Moment, standing: Standing<'_>) -> Option<Moment> {
        let (owner, queue, with) = asked;
        let mut known = self.ahead.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, found)) = known.answer(&asked, now) {
            return *found;
        }
        let mut found = None;
        for place in 0.. {
            let Some(edge) = known.edge(self, now, place).filter(|edge| *edge <= now + AHEAD) else { break };
            // Whose turn it is does not count: whoever is on works.
            if self.works(self.answers_for(owner, queue, Some(with), edge, standing), edge) {
                found = Some(edge);
                break;
            }
        }
        if known.answers.len() >= ANSWERS {
            known.answers.clear();
        }
        known.answers.insert(asked, (now, found));
        found
    }
}
