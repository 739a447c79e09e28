//! Warnings and reminders respect the hours of the person they go to.

use super::story::Story;
use crate::ids::{AskId, PersonId};
use baton_hours::Moment;

/// The most edges of shifts, hours and absences that are looked at: about a week of a large team's.
const EDGES: usize = 200;

/// Until when a notice to whoever answers waits: the first edge from which whoever answers then works. None: it goes
/// now, because they work, or because nobody ever will.
pub(super) fn whoever_answers(story: &Story<'_>, ask: Option<AskId>) -> Option<Moment> {
    let (directory, now) = (story.directory(), story.now());
    let live = story.subject().live()?;
    let asked = ask.and_then(|id| live.asks.iter().find(|one| one.id == id));
    let (owner, with) = asked.map_or((live.owner, live.accountable), |ask| (ask.owner, ask.accountable));
    let queue = owner.queue().or(live.queue);
    let at_work = |at: Moment| {
        let who: PersonId = directory.accountable(owner, queue, Some(with), at, story.team());
        directory.works(who, at)
    };
    if directory.works(with, now) {
        return None;
    }
    let mut edges = std::iter::successors(directory.next_edge(now), |edge| directory.next_edge(*edge));
    edges.by_ref().take(EDGES).find(|edge| at_work(*edge))
}
