//! Law 12: the words of the team for itself, taken out of what is told to whoever may not read notes.

use baton_core::Event;
use std::borrow::Cow;

/// The event as this audience may hear it told; none for a note that they may not read. The entries of a timeline leave out
/// the same: see `Entry::for_reader`.
pub(crate) fn for_audience(event: &Event, notes: bool) -> Option<Cow<'_, Event>> {
    if notes {
        return Some(Cow::Borrowed(event));
    }
    let mut bare = match event {
        Event::NoteAdded { .. } => return None,
        Event::HandoffOffered { .. } | Event::ReminderSet { .. } | Event::ReminderCame { .. } => {
            event.clone()
        }
        _ => return Some(Cow::Borrowed(event)),
    };
    match &mut bare {
        Event::HandoffOffered { baton, .. } => {
            baton.summary.clear();
            baton.done.clear();
            baton.pending.clear();
        }
        Event::ReminderSet { reminder } => reminder.words.clear(),
        Event::ReminderCame { words, .. } => words.clear(),
        _ => {}
    }
    Some(Cow::Owned(bare))
}
