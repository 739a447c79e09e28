//! Offers: made, taken, given back.

use super::Applying;
use crate::event::Event;
use crate::handoff::Handoff;

impl Applying<'_> {
    pub(super) fn handoff_event(&mut self, event: &Event) {
        let at = self.at;
        self.conversation(|conversation| match event {
            Event::HandoffOffered { id, from, to, baton, expires_at } => {
                conversation.handoff = Some(Handoff {
                    id: *id,
                    from: *from,
                    to: *to,
                    baton: (**baton).clone(),
                    offered_at: at,
                    expires_at: *expires_at,
                });
            }
            Event::HandoffAccepted { confirm_to, .. } => {
                conversation.handoff = None;
                if let Some(person) = confirm_to.filter(|person| !conversation.confirm_to.contains(person)) {
                    conversation.confirm_to.push(person);
                }
            }
            _ => conversation.handoff = None,
        });
    }
}
