//! What events make of state. Nothing else changes state.

use crate::contact::Contact;
use crate::conversation::{Ask, Conversation, PendingOn, Priority, Status};
use crate::event::{Event, TextKind, Why};
use crate::ids::{AskId, ConversationId, MessageId, PersonId, QueueId};
use crate::number::{Consent, Number, Unreachable};
use crate::owner::{By, Owner};
use crate::subject::Subject;
use crate::text::{OutText, TextState};
use crate::thread::Thread;
use baton_hours::Moment;

/// Applies one event that happened at `at` by `by`. Total: an event that fits nothing changes nothing.
pub fn apply(subject: &mut Subject, event: &Event, at: Moment, by: &By) {
    Applying { subject, at, by }.event(event);
}

struct Applying<'a> {
    subject: &'a mut Subject,
    at: Moment,
    by: &'a By,
}

impl Applying<'_> {
    fn event(&mut self, event: &Event) {
        self.touch(event);
        match event {
            Event::ThreadStarted { .. } => self.thread_started(event),
            Event::TextReceived { id, from, body, media, word, .. } => {
                self.text_received(*id, from, &snippet(body, media.len()), word.is_none());
            }
            Event::ReactionReceived { id, .. } => self.thread(|thread| thread.messages = id.ordinal()),
            Event::NoteAdded { id, .. } => self.thread(|thread| thread.messages = id.ordinal()),
            Event::TextWritten { .. } => self.text_written(event),
            Event::TextHandedOver { .. }
            | Event::TextDelayed { .. }
            | Event::TextSent { .. }
            | Event::TextDelivered { .. }
            | Event::TextFailed { .. }
            | Event::TextUnknown { .. }
            | Event::TextLookedUp { .. }
            | Event::TextSettled { .. }
            | Event::TextCancelled { .. } => self.text_event(event),
            Event::ConsentChanged { .. } | Event::ReachabilityChanged { .. } => self.number_event(event),
            Event::PolicyChanged { .. } | Event::SetupFault { .. } | Event::Touched {} => {}
            _ => self.conversation_event(event),
        }
    }

    /// What a person does to a conversation ends the time in which routing may change its mind.
    fn touch(&mut self, event: &Event) {
        let touches = matches!(
            event,
            Event::NoteAdded { .. }
                | Event::Touched {}
                | Event::OwnerChanged { .. }
                | Event::StatusChanged { .. }
                | Event::Closed { .. }
                | Event::TagsChanged { .. }
                | Event::TextWritten { .. }
        );
        if touches
            && matches!(self.by, By::Person { .. })
            && self.subject.live().is_some_and(|live| live.untouched)
        {
            self.conversation(|conversation| {
                conversation.untouched = false;
                conversation.provisional = false;
            });
        }
    }

    fn thread(&mut self, change: impl FnOnce(&mut Thread)) {
        if let Some(thread) = &mut self.subject.thread {
            change(thread);
            self.subject.changes.thread = true;
        }
    }

    fn conversation(&mut self, change: impl FnOnce(&mut Conversation)) {
        if let Some(conversation) = &mut self.subject.conversation {
            change(conversation);
            self.subject.changes.conversation = true;
        }
    }

    fn number(&mut self, change: impl FnOnce(&mut Number)) {
        if let Some(number) = &mut self.subject.number {
            change(number);
            number.version += i64::from(!self.subject.changes.number);
            self.subject.changes.number = true;
        }
    }

    fn contact(&mut self, change: impl FnOnce(&mut Contact)) {
        if let Some(contact) = &mut self.subject.contact {
            change(contact);
            contact.version += i64::from(!self.subject.changes.contact);
            self.subject.changes.contact = true;
        }
    }

    fn thread_started(&mut self, event: &Event) {
        let Event::ThreadStarted { thread, line, number, contact, handset, address } = event else { return };
        if self.subject.contact.is_none() {
            self.subject.contact = Some(Contact::new(*contact));
            self.subject.changes.contact = true;
        }
        if self.subject.number.is_none() {
            self.subject.number = Some(Number {
                id: *number,
                version: 0,
                contact: *contact,
                handset: handset.clone(),
                address: address.clone(),
                consent: Consent::default(),
                unreachable: None,
            });
            self.subject.changes.number = true;
        }
        self.subject.thread = Some(Thread::new(*thread, *line, *number, *contact));
        self.subject.changes.thread = true;
    }

    fn text_received(&mut self, id: MessageId, from: &str, snippet: &str, needs_answer: bool) {
        let at = self.at;
        self.thread(|thread| {
            thread.messages = id.ordinal();
            thread.last_inbound = Some(id);
            thread.last_at = Some(at);
            snippet.clone_into(&mut thread.snippet);
            thread.snippet_ours = false;
        });
        if self
            .subject
            .number
            .as_ref()
            .is_some_and(|number| number.address != from || number.unreachable.is_some())
        {
            self.number(|number| {
                from.clone_into(&mut number.address);
                number.unreachable = None;
            });
        }
        let live_and_answered = self.subject.live().is_some_and(|live| live.waiting_since.is_none());
        if needs_answer && live_and_answered {
            self.conversation(|conversation| conversation.waiting_since = Some(at));
        }
    }

    fn text_written(&mut self, event: &Event) {
        let Event::TextWritten { id, to, body, media, kind, expires_at, .. } = event else { return };
        let at = self.at;
        let author = self.by.as_person().filter(|_| *kind == TextKind::Person);
        let words = snippet(body, media.len());
        self.thread(|thread| {
            thread.messages = id.ordinal();
            thread.last_at = Some(at);
            thread.snippet = words;
            thread.snippet_ours = true;
            if let Some(author) = author {
                if thread.last_by.is_some_and(|(last, _)| last != author) {
                    thread.last_by_other = thread.last_by;
                }
                thread.last_by = Some((author, *id));
            }
        });
        let conversation = self.subject.conversation.as_ref().map(|conversation| conversation.id);
        let by =
            if matches!(kind, TextKind::Person | TextKind::Program) { self.by.clone() } else { By::Policy };
        if author.is_some() && conversation.is_some() {
            self.conversation(|conversation| {
                conversation.waiting_since = None;
                conversation.replied = true;
            });
            if self.subject.contact.as_ref().is_some_and(|contact| !contact.existing) {
                self.contact(|contact| contact.existing = true);
            }
        }
        let (Some(thread), Some(number)) = (&self.subject.thread, &self.subject.number) else { return };
        let belongs = matches!(kind, TextKind::Person | TextKind::Program);
        self.subject.texts.push(OutText {
            id: *id,
            conversation: conversation.filter(|_| belongs),
            line: thread.line,
            number: number.id,
            to: to.clone(),
            body: body.clone(),
            media: media.clone(),
            by,
            kind: *kind,
            written_at: at,
            state: TextState::Queued,
            carrier_id: None,
            failure: None,
            attempts: 0,
            lookups: 0,
            next_at: *expires_at,
            expires_at: *expires_at,
            settled: false,
        });
    }

    fn text_event(&mut self, event: &Event) {
        let at = self.at;
        let (Event::TextHandedOver { id }
        | Event::TextDelayed { id, .. }
        | Event::TextSent { id, .. }
        | Event::TextDelivered { id }
        | Event::TextFailed { id, .. }
        | Event::TextUnknown { id, .. }
        | Event::TextLookedUp { id, .. }
        | Event::TextSettled { id, .. }
        | Event::TextCancelled { id, .. }) = event
        else {
            return;
        };
        let Some(text) = self.subject.text_mut(*id) else { return };
        match event {
            Event::TextHandedOver { .. } => {
                text.state = TextState::Sending;
                text.attempts += 1;
                text.next_at = Some(at + OutText::SILENCE);
            }
            Event::TextDelayed { until, .. } => {
                text.state = TextState::Queued;
                text.next_at = Some(*until);
            }
            Event::TextSent { carrier_id, .. } => {
                text.state = TextState::Sent;
                text.carrier_id = carrier_id.clone().or_else(|| text.carrier_id.take());
                text.next_at = Some(at + OutText::SILENCE);
            }
            Event::TextDelivered { .. } => text.end(TextState::Delivered),
            Event::TextFailed { state, failure, .. } => {
                text.end(*state);
                text.failure.get_or_insert_with(|| failure.clone());
            }
            Event::TextUnknown { .. } => {
                text.state = TextState::Unknown;
                text.next_at = None;
            }
            Event::TextLookedUp { next_at, .. } => {
                text.lookups += 1;
                text.next_at = *next_at;
            }
            Event::TextSettled { .. } => {
                text.settled = true;
                text.next_at = None;
            }
            Event::TextCancelled { .. } => text.end(TextState::Cancelled),
            _ => {}
        }
    }

    fn number_event(&mut self, event: &Event) {
        let at = self.at;
        match event {
            Event::ConsentChanged { to, evidence, carrier_block, .. } => self.number(|number| {
                number.consent = Consent {
                    state: *to,
                    since: Some(at),
                    evidence: Some(evidence.clone()),
                    carrier_block: *carrier_block,
                };
            }),
            Event::ReachabilityChanged { reachable, code, .. } => self.number(|number| {
                number.unreachable =
                    (!reachable).then(|| Unreachable { since: at, code: code.clone().unwrap_or_default() });
            }),
            _ => {}
        }
    }

    fn conversation_event(&mut self, event: &Event) {
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

/// The first words of a text on one line, for lists.
fn snippet(body: &str, media: usize) -> String {
    if body.trim().is_empty() && media > 0 {
        return if media == 1 { "Picture".to_owned() } else { format!("{media} pictures") };
    }
    let mut words = String::new();
    for word in body.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
        if words.len() >= Thread::SNIPPET {
            break;
        }
    }
    if words.chars().count() > Thread::SNIPPET {
        words = words.chars().take(Thread::SNIPPET - 1).collect();
        words.push('…');
    }
    words
}
