//! What waits for its time: scheduled texts and reminders.

use super::Applying;
use crate::event::Event;
use crate::ids::MessageId;
use crate::owner::By;

impl Applying<'_> {
    pub(super) fn later_event(&mut self, event: &Event) {
        let thread = self.subject.thread.clone();
        self.conversation(|conversation| match event {
            Event::TextScheduled { text, .. } => {
                conversation.parts = conversation.parts.max(text.id.ordinal());
                conversation.scheduled.push((**text).clone());
            }
            Event::ScheduledChanged { text, .. } => {
                for one in conversation.scheduled.iter_mut().filter(|one| one.id == text.id) {
                    one.clone_from(text);
                }
            }
            Event::ScheduledHeld { id, reason } => {
                for one in conversation.scheduled.iter_mut().filter(|one| one.id == *id) {
                    one.held = Some(reason.clone());
                }
            }
            Event::ScheduledMoved { id, to } => {
                for one in conversation.scheduled.iter_mut().filter(|one| one.id == *id) {
                    // What its own author wrote after it is no news to whoever has it now.
                    let known = thread.as_ref().filter(|thread| {
                        thread.newest_for(one.by.as_person()).is_none_or(|newest| newest <= one.seen)
                    });
                    one.seen = known.map_or(one.seen, |thread| MessageId::new(thread.id, thread.messages));
                    one.by = By::person(*to);
                }
            }
            Event::ScheduledDropped { id, .. } => conversation.scheduled.retain(|one| one.id != *id),
            Event::ReminderSet { reminder } => {
                conversation.parts = conversation.parts.max(reminder.id.ordinal());
                // One that waits for the hours of whoever has it now is set again.
                conversation.reminders.retain(|one| one.id != reminder.id);
                conversation.reminders.push((**reminder).clone());
            }
            Event::ReminderDropped { id } | Event::ReminderCame { id, .. } => {
                conversation.reminders.retain(|one| one.id != *id);
            }
            Event::WakeUpPassed { .. } => (conversation.wake_at, conversation.wake_held) = (None, false),
            _ => {}
        });
    }
}
