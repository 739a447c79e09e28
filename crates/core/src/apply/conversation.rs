//! Conversations: begun, routed, moved, closed.

use super::Applying;
use crate::conversation::{Conversation, PendingOn, Priority, Status};
use crate::event::{Event, OwnerCause, Why};
use crate::ids::{ConversationId, PersonId, QueueId};
use crate::owner::{By, Owner};
use baton_hours::Moment;
use std::sync::Arc;

impl Applying<'_> {
    pub(super) fn conversation_event(&mut self, event: &Event) {
        match event {
            Event::ConversationOpened { id, owner, queue, accountable, begun_by_us, covers } => {
                self.opened(*id, *owner, *queue, *accountable, *begun_by_us);
                let covers = *covers;
                self.conversation(|conversation| conversation.covers = covers);
            }
            Event::Routed { owner, why, provisional, target } => {
                self.routed(*owner, why, *provisional, target.as_ref());
            }
            Event::Closed { reason, .. } => self.closed(reason.clone()),
            Event::CloseCancelled { until } => {
                let until = *until;
                self.conversation(|conversation| conversation.close_at = until);
            }
            Event::Reopened { id } => self.reopened(*id),
            Event::OwnerChanged { to, cause, through, covers, .. } => {
                self.owner_changed(*to, *cause, *through, *covers);
            }
            Event::AccountableChanged { to, .. } => {
                let to = *to;
                self.conversation(|conversation| conversation.accountable = to);
            }
            Event::StatusChanged { to, pending_on, reason, wake_at, close_at, waits_for, .. } => {
                self.status_changed(*to, *pending_on, reason.clone(), *wake_at);
                let (close_at, waits_for) = (*close_at, *waits_for);
                self.conversation(|conversation| {
                    conversation.close_at = close_at;
                    conversation.waits_for = waits_for;
                });
            }
            Event::TagsChanged { added, removed } => self.conversation(|conversation| {
                conversation.tags.extend(added.iter().cloned());
                conversation.tags.retain(|tag| !removed.contains(tag));
            }),
            Event::PriorityChanged { to, .. } => {
                let to: Priority = *to;
                self.conversation(|conversation| conversation.priority = to);
            }
            _ => {}
        }
    }

    fn opened(
        &mut self,
        id: ConversationId,
        owner: Owner,
        queue: Option<QueueId>,
        accountable: PersonId,
        begun_by_us: bool,
    ) {
        let Some(thread) = &mut self.subject.thread else { return };
        let thread = Arc::make_mut(thread);
        thread.open = Some(id);
        self.subject.changes.thread = true;
        let begun = Conversation::begun(id, thread, (owner, queue, accountable), self.at);
        self.subject.conversation = Some(Arc::new(if begun_by_us {
            let idle_since = Some(self.at);
            Conversation { begun_by_us, untouched: false, waiting_since: None, idle_since, ..begun }
        } else {
            begun
        }));
        self.subject.changes.conversation = true;
    }

    fn routed(&mut self, owner: Owner, why: &Why, provisional: bool, target: Option<&String>) {
        self.conversation(|conversation| {
            conversation.routed_by = Some(why.clone());
            conversation.provisional = provisional;
            conversation.target = target.cloned();
            conversation.queue = owner.queue().or(conversation.queue);
        });
    }

    fn closed(&mut self, reason: Option<String>) {
        let at = self.at;
        let id = self.subject.conversation.as_ref().map(|conversation| conversation.id);
        self.conversation(|conversation| {
            conversation.status = Status::Closed;
            conversation.pending_on = None;
            conversation.reason = reason;
            conversation.waits_for = None;
            (conversation.wake_at, conversation.wake_held) = (None, false);
            conversation.closed_at = Some(at);
            conversation.idle_since = None;
            conversation.promised = None;
            (conversation.act_by, conversation.acts_since) = (None, None);
            (conversation.close_at, conversation.silent_since) = (None, None);
            conversation.handed_over = None;
            conversation.untouched = false;
            conversation.provisional = false;
        });
        let closed = self.subject.conversation.as_ref();
        let (stands, may_fail) =
            closed.map_or((false, false), |closed| (closed.replied, !closed.replies.is_empty()));
        self.thread(|thread| {
            thread.open = None;
            thread.last_closed = id;
            // Where none before it may fail either, nobody will ask.
            if let Some(id) = id.filter(|_| stands && (may_fail || !thread.answered.is_empty())) {
                thread.answered.put(id);
            }
        });
        if self.subject.contact.as_ref().is_some_and(|contact| !contact.existing) {
            self.contact(|contact| contact.existing = true);
        }
    }

    fn reopened(&mut self, id: ConversationId) {
        self.thread(|thread| {
            thread.open = Some(id);
            thread.answered.remove(id);
        });
        let at = self.at;
        let asked = matches!(self.by, By::Contact);
        let arrived = self.subject.thread.as_ref().and_then(|thread| thread.arrived);
        self.conversation(|conversation| {
            // What a reply of another conversation had paid is paid, where that arrived while this one was closed.
            if let Some(text) = arrived {
                conversation.arrive(text, at);
            }
            conversation.status = Status::Open;
            conversation.reason = None;
            conversation.closed_at = None;
            match &mut conversation.taken {
                _ if !asked => {}
                // What is owed for an earlier conversation may be given back; what they text now waits all the same.
                Some(taken) if conversation.waiting_since.is_some() => taken.also_waits(at),
                _ => conversation.waiting_since = Some(conversation.waiting_since.unwrap_or(at)),
            }
            conversation.idle_since = conversation.waiting_since.is_none().then_some(at);
        });
    }

    fn owner_changed(
        &mut self,
        to: Owner,
        cause: OwnerCause,
        through: Option<QueueId>,
        covers: Option<PersonId>,
    ) {
        let at = self.at;
        let passed_on = matches!(cause, OwnerCause::Assignment | OwnerCause::Release | OwnerCause::Handoff)
            && self.by.as_person().is_some();
        self.conversation(|conversation| {
            conversation.through = through;
            conversation.covers = covers;
            conversation.owned_since = Some(at);
            conversation.bounces = conversation.bounces.saturating_add(u32::from(passed_on));
            conversation.last_person = to.person().or(conversation.last_person);
            conversation.queue = to.queue().or(conversation.queue);
            conversation.owner = to;
        });
    }

    fn status_changed(
        &mut self,
        to: Status,
        pending_on: Option<PendingOn>,
        reason: Option<String>,
        wake_at: Option<Moment>,
    ) {
        let at = self.at;
        self.conversation(|conversation| {
            let idle = to == Status::Open && conversation.waiting_since.is_none();
            conversation.idle_since = idle.then(|| conversation.idle_since.unwrap_or(at));
            conversation.status = to;
            conversation.pending_on = pending_on;
            conversation.silent_since = (pending_on == Some(PendingOn::Customer)).then_some(at);
            conversation.reason = reason;
            (conversation.wake_at, conversation.wake_held) = (wake_at, false);
        });
    }
}
