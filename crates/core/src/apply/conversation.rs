//! Conversations: begun, routed, moved, closed.

use super::Applying;
use crate::conversation::{Ask, Conversation, PendingOn, Priority, Status};
use crate::event::{Event, Why};
use crate::ids::{AskId, ConversationId, MessageId, PersonId, QueueId};
use crate::owner::{By, Owner};
use baton_hours::Moment;

impl Applying<'_> {
    pub(super) fn conversation_event(&mut self, event: &Event) {
        match event {
            Event::ConversationOpened { id, owner, queue, accountable, begun_by_us } => {
                self.opened(*id, *owner, *queue, *accountable, *begun_by_us);
            }
            Event::Routed { owner, why, provisional } => self.routed(*owner, why, *provisional),
            Event::Closed { reason, .. } => self.closed(reason.clone()),
            Event::Reopened { id } => self.reopened(*id),
            Event::OwnerChanged { to, .. } => self.owner_changed(*to),
            Event::AccountableChanged { to, .. } => {
                let to = *to;
                self.conversation(|conversation| conversation.accountable = to);
            }
            Event::StatusChanged { to, pending_on, reason, wake_at, .. } => {
                self.status_changed(*to, *pending_on, reason.clone(), *wake_at);
            }
            Event::TagsChanged { added, removed } => self.conversation(|conversation| {
                conversation.tags.extend(added.iter().cloned());
                conversation.tags.retain(|tag| !removed.contains(tag));
            }),
            Event::PriorityChanged { to, .. } => {
                let to: Priority = *to;
                self.conversation(|conversation| conversation.priority = to);
            }
            Event::AskOpened { id, owner, accountable, why, message } => {
                self.ask_opened(*id, *owner, *accountable, why.clone(), *message);
            }
            Event::AskMoved { id, accountable } => {
                let (id, accountable) = (*id, *accountable);
                self.conversation(|conversation| {
                    for ask in conversation.asks.iter_mut().filter(|ask| ask.id == id) {
                        ask.accountable = accountable;
                    }
                });
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
        thread.open = Some(id);
        self.subject.changes.thread = true;
        self.subject.conversation = Some(Conversation {
            id,
            thread: thread.id,
            line: thread.line,
            number: thread.number,
            contact: thread.contact,
            opened_at: self.at,
            begun_by_us,
            status: Status::Open,
            pending_on: None,
            reason: None,
            wake_at: None,
            closed_at: None,
            owner,
            queue,
            accountable,
            last_person: owner.person(),
            tags: std::collections::BTreeSet::new(),
            priority: Priority::Normal,
            routed_by: None,
            untouched: !begun_by_us,
            provisional: false,
            waiting_since: (!begun_by_us).then_some(self.at),
            replied: false,
            asks: Vec::new(),
        });
        self.subject.changes.conversation = true;
    }

    fn routed(&mut self, owner: Owner, why: &Why, provisional: bool) {
        self.conversation(|conversation| {
            conversation.routed_by = Some(why.clone());
            conversation.provisional = provisional;
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
            conversation.wake_at = None;
            conversation.closed_at = Some(at);
            conversation.untouched = false;
            conversation.provisional = false;
        });
        self.thread(|thread| {
            thread.open = None;
            thread.last_closed = id;
        });
        if self.subject.contact.as_ref().is_some_and(|contact| !contact.existing) {
            self.contact(|contact| contact.existing = true);
        }
    }

    fn reopened(&mut self, id: ConversationId) {
        self.thread(|thread| thread.open = Some(id));
        let at = self.at;
        let asked = matches!(self.by, By::Contact);
        self.conversation(|conversation| {
            conversation.status = Status::Open;
            conversation.reason = None;
            conversation.closed_at = None;
            if asked && conversation.waiting_since.is_none() {
                conversation.waiting_since = Some(at);
            }
        });
    }

    fn owner_changed(&mut self, to: Owner) {
        self.conversation(|conversation| {
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
        self.conversation(|conversation| {
            conversation.status = to;
            conversation.pending_on = pending_on;
            conversation.reason = reason;
            conversation.wake_at = wake_at;
        });
    }

    fn ask_opened(&mut self, id: AskId, owner: Owner, accountable: PersonId, why: Why, message: MessageId) {
        let at = self.at;
        self.conversation(|conversation| {
            conversation.asks.push(Ask { id, owner, accountable, why, message, opened_at: at });
        });
    }
}
