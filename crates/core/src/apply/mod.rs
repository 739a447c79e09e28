//! What events make of state. Nothing else changes state.

mod asks;
mod clocks;
mod conversation;
mod handoffs;
mod later;
mod text;

use crate::contact::Contact;
use crate::conversation::{Conversation, Status};
use crate::event::{Event, Notice};
use crate::number::{Consent, Number, Unreachable};
use crate::owner::By;
use crate::subject::Subject;
use crate::thread::Thread;
use baton_hours::Moment;
use std::sync::Arc;

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
            Event::TextReceived { id, from, body, media, word, courtesy, .. } => {
                let needs_answer = word.is_none() && !courtesy;
                self.text_received(*id, from, &text::snippet(body, media.len()), needs_answer);
            }
            Event::ReactionReceived { id, .. } => self.thread(|thread| thread.messages = id.ordinal()),
            Event::NoteAdded { id, .. } => self.thread(|thread| thread.messages = id.ordinal()),
            Event::TextWritten { .. } => self.text_written(event),
            Event::TextHandedOver { .. }
            | Event::TextDelayed { .. }
            | Event::TextSent { .. }
            | Event::TextDelivered { .. }
            | Event::TextFailed { .. }
            | Event::TextExplained { .. }
            | Event::TextUnknown { .. }
            | Event::TextLookedUp { .. }
            | Event::TextSettled { .. }
            | Event::TextCancelled { .. } => self.text_event(event),
            Event::ConsentChanged { .. } | Event::ReachabilityChanged { .. } => self.number_event(event),
            Event::Told { about: Notice::HandoffResolved, who, .. } => {
                self.conversation(|conversation| conversation.confirm_to.retain(|person| person != who));
            }
            Event::ContactChanged { change, .. } => self.contact(|contact| change.make(contact)),
            Event::TextScheduled { .. }
            | Event::ScheduledChanged { .. }
            | Event::ScheduledHeld { .. }
            | Event::ScheduledMoved { .. }
            | Event::ScheduledDropped { .. }
            | Event::ReminderSet { .. }
            | Event::ReminderDropped { .. }
            | Event::ReminderCame { .. }
            | Event::WakeUpPassed { .. } => self.later_event(event),
            Event::ConsentNoted { .. }
            | Event::PolicyChanged { .. }
            | Event::SetupFault { .. }
            | Event::Touched {}
            | Event::AvailabilityChanged { .. }
            | Event::ShiftChanged { .. }
            | Event::Told { .. } => {}
            Event::AskOpened { .. }
            | Event::AskMoved { .. }
            | Event::AskAnswered { .. }
            | Event::AskDropped { .. } => self.ask_event(event),
            Event::ClockStarted { .. }
            | Event::ClockMoved { .. }
            | Event::ClockWarned { .. }
            | Event::ClockBreached { .. }
            | Event::ClockKept { .. }
            | Event::ClockStopped { .. }
            | Event::ClockResumed { .. }
            | Event::EscalationStepped { .. }
            | Event::OwnerGivenTime { .. }
            | Event::ReplyWithdrawn { .. }
            | Event::ReplyRestored { .. }
            | Event::DebtTaken { .. }
            | Event::NoticeHeld { .. } => self.clock_event(event),
            Event::HandoffOffered { .. }
            | Event::HandoffAccepted { .. }
            | Event::HandoffDeclined { .. }
            | Event::HandoffExpired { .. }
            | Event::HandoffWithdrawn { .. } => self.handoff_event(event),
            _ => self.conversation_event(event),
        }
    }

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
                | Event::TextScheduled { .. }
                | Event::HandoffOffered { .. }
                | Event::AskOpened { .. }
                | Event::AskMoved { .. }
                | Event::AskAnswered { .. }
                | Event::AskDropped { .. }
        );
        let by_somebody = !matches!(self.by, By::Policy | By::Carrier);
        let asks = matches!(event, Event::TextReceived { word: None, courtesy: false, .. });
        let rests = matches!(event, Event::Closed { .. } | Event::StatusChanged { to: Status::Pending, .. });
        if (touches && by_somebody || asks || rests)
            && self.subject.conversation.as_ref().is_some_and(|found| found.rests.is_some())
        {
            self.conversation(|conversation| conversation.rests = None);
        }
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
            change(Arc::make_mut(thread));
            self.subject.changes.thread = true;
        }
    }

    fn conversation(&mut self, change: impl FnOnce(&mut Conversation)) {
        if let Some(conversation) = &mut self.subject.conversation {
            change(Arc::make_mut(conversation));
            self.subject.changes.conversation = true;
        }
    }

    fn number(&mut self, change: impl FnOnce(&mut Number)) {
        if let Some(number) = &mut self.subject.number {
            let number = Arc::make_mut(number);
            change(number);
            number.version += i64::from(!self.subject.changes.number);
            self.subject.changes.number = true;
        }
    }

    fn contact(&mut self, change: impl FnOnce(&mut Contact)) {
        if let Some(contact) = &mut self.subject.contact {
            let contact = Arc::make_mut(contact);
            change(contact);
            contact.version += i64::from(!self.subject.changes.contact);
            self.subject.changes.contact = true;
        }
    }

    fn thread_started(&mut self, event: &Event) {
        let Event::ThreadStarted { thread, line, number, contact, handset, address } = event else { return };
        if self.subject.contact.is_none() {
            self.subject.contact = Some(Arc::new(Contact::new(*contact)));
            self.subject.changes.contact = true;
        }
        if self.subject.number.is_none() {
            self.subject.number = Some(Arc::new(Number {
                id: *number,
                version: 0,
                contact: *contact,
                handset: handset.clone(),
                address: address.clone(),
                consent: Consent::default(),
                unreachable: None,
                auto_replied: Vec::new(),
            }));
            self.subject.changes.number = true;
        }
        self.subject.thread = Some(Arc::new(Thread::new(*thread, *line, *number, *contact)));
        self.subject.changes.thread = true;
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
}
