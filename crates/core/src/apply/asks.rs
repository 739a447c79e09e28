//! Asks: opened, moved, answered, dropped.

use super::Applying;
use crate::ask::Ask;
use crate::event::Event;

impl Applying<'_> {
    pub(super) fn ask_event(&mut self, event: &Event) {
        let (at, by) = (self.at, self.by.as_person());
        self.conversation(|conversation| match event {
            Event::AskOpened { id, owner, accountable, why, message, words, target, due_at } => {
                conversation.parts = conversation.parts.max(id.ordinal());
                conversation.asks.push(Ask {
                    id: *id,
                    owner: *owner,
                    accountable: *accountable,
                    by: by.filter(|_| words.is_some()),
                    words: words.clone(),
                    why: why.clone(),
                    message: *message,
                    target: target.clone(),
                    due_at: *due_at,
                    opened_at: at,
                    clock: None,
                });
            }
            Event::AskMoved { id, to, accountable, .. } => {
                for ask in conversation.asks.iter_mut().filter(|ask| ask.id == *id) {
                    ask.owner = to.unwrap_or(ask.owner);
                    ask.accountable = *accountable;
                }
            }
            Event::AskAnswered { id, .. } | Event::AskDropped { id, .. } => {
                conversation.asks.retain(|ask| ask.id != *id);
            }
            _ => {}
        });
    }
}
