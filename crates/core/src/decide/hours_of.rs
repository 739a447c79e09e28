//! Warnings and reminders respect the hours of the person they go to.

use super::story::Story;
use crate::ids::AskId;
use baton_hours::Moment;

/// Until when a notice to whoever answers waits: the first edge from which whoever answers then works. None: it goes
/// now, because they work, or because nobody will for days.
pub(super) fn whoever_answers(story: &Story<'_>, ask: Option<AskId>) -> Option<Moment> {
    let (directory, now) = (story.directory(), story.now());
    let live = story.subject().live()?;
    let asked = ask.and_then(|id| live.asks.iter().find(|one| one.id == id));
    let (owner, with) = asked.map_or((live.owner, live.accountable), |ask| (ask.owner, ask.accountable));
    if directory.works(with, now) {
        return None;
    }
    directory.at_work_from((owner, owner.queue().or(live.queue), with), now, story.standing())
}
