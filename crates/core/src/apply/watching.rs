//! Who watches.

use super::Applying;
use crate::event::Event;

impl Applying<'_> {
    pub(super) fn watch_event(&mut self, event: &Event) {
        match event {
            Event::Watched { person, .. } => self.conversation(|conversation| {
                if !conversation.watchers.contains(person) {
                    conversation.watchers.push(*person);
                }
            }),
            Event::Unwatched { person } => {
                self.conversation(|conversation| conversation.watchers.retain(|one| one != person));
            }
            _ => {}
        }
    }
}
