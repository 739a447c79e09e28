//! What waits for an answer, told by the texts of a conversation: theirs, ours, and ours that did not arrive.

use super::talk::{Replied, Talk};
use super::{Checker, Heard};
use baton_core::{ClockKind, ConversationId, Event, Moment, Status, TextKind, TextState};

impl Checker {
    pub(super) fn clocks_event(&mut self, heard: &Heard<'_>) {
        let at = heard.at();
        let Some(id) = heard.record.conversation else { return };
        self.rests_until_somebody_acts(heard, id);
        match heard.event {
            Event::TextReceived { id: text, word: None, courtesy: false, .. } => {
                let text = *text;
                self.change(id, |talk| talk.inbound.push((text, at)));
                self.owed(id);
            }
            Event::ConversationOpened { id, begun_by_us, .. } => {
                // The text that opened it stands before it in the same record.
                let begun_by_us = *begun_by_us;
                let first = heard.before.iter().rev().find_map(|event| match event {
                    Event::TextReceived { id, .. } => Some(*id),
                    _ => None,
                });
                self.change(*id, |talk| {
                    talk.inbound.extend(first.filter(|_| !begun_by_us).map(|text| (text, at)));
                    talk.idle = begun_by_us.then_some(at);
                });
            }
            Event::Reopened { id } => {
                // Also a word that may mean something else: somebody has to look.
                let text = heard.before.iter().rev().find_map(|event| match event {
                    Event::TextReceived { id, courtesy: false, .. } => Some(*id),
                    _ => None,
                });
                self.change(*id, |talk| {
                    let known = text.is_some_and(|text| talk.inbound.iter().any(|(id, _)| *id == text));
                    talk.inbound.extend(text.filter(|_| !known).map(|text| (text, at)));
                    talk.idle = talk.debt().is_none().then_some(at);
                });
            }
            Event::StatusChanged { to, .. } => {
                let open = *to == Status::Open;
                self.change(id, |talk| {
                    let idle = open && talk.debt().is_none();
                    talk.idle = idle.then(|| talk.idle.unwrap_or(at));
                });
            }
            Event::Closed { .. } => self.change(id, |talk| (talk.idle, talk.promised) = (None, None)),
            Event::TextWritten { id: text, kind: TextKind::Person, promise_by, .. } => {
                let (text, promised) = (*text, *promise_by);
                self.is_judged(heard, promised);
                self.change(id, |talk| {
                    let kept = talk.response();
                    let resolution = talk.clocks.get_mut(&ClockKind::Resolution);
                    let path = resolution.and_then(|clock| clock.path.take());
                    let (pressed, stands, gone, unsent) = (at, true, false, None);
                    talk.replies.push(Replied { id: text, pressed, stands, gone, unsent, kept, path });
                    (talk.idle, talk.promised, talk.act_by, talk.bounces) = (Some(at), promised, None, 0);
                });
                if let Some(contact) = self.talks.get(&id).map(|talk| talk.contact) {
                    self.existing.insert(contact);
                }
            }
            Event::TextFailed { id: text, state: TextState::Failed | TextState::Undelivered, .. } => {
                self.failed(heard, id, *text);
            }
            Event::TextSent { id: text, .. } | Event::TextSettled { id: text, again: false } => {
                self.gone_out(heard, id, *text);
            }
            Event::ReplyWithdrawn { id: text, waiting_since, unsent_at: Some(due) } => {
                self.unsent(heard, id, *text, (*waiting_since, *due));
                self.change(id, Talk::goes_on);
            }
            Event::ReplyWithdrawn { waiting_since: Some(since), .. } => {
                let since = *since;
                self.change(id, |talk| talk.owes_again(since));
                self.change(id, Talk::goes_on);
            }
            Event::ReplyWithdrawn { id: text, waiting_since: None, .. } => {
                self.owed_elsewhere(id, *text);
                self.change(id, Talk::goes_on);
            }
            Event::DebtTaken { text, since } => self.debt_taken(heard, id, (*text, *since)),
            Event::TextCancelled { id: text, .. } => self.failed(heard, id, *text),
            Event::TextDelivered { id: text } => {
                self.arrived(heard, id, *text);
                self.stands_for_good(id, *text);
            }
            Event::ReplyRestored { id: text, may_fail: true, .. }
                if self.talks.get(&id).is_some_and(|talk| talk.replies.iter().any(|one| one.id == *text)) =>
            {
                self.stands_again(heard, id, *text);
            }
            Event::ReplyRestored { id: text, .. } => {
                let text = *text;
                self.stands_for_good(id, text);
                self.change(id, |talk| {
                    let owed = talk.debt();
                    for reply in talk.replies.iter_mut().filter(|reply| reply.id == text) {
                        reply.stands = true;
                    }
                    // What was owed here for an earlier conversation, and answered by it or before it.
                    talk.taken.retain(|(taken, _)| *taken > text);
                    if owed.is_some() && talk.debt().is_none() {
                        talk.idle = Some(at);
                    }
                });
            }
            _ => self.clock_event(heard, id),
        }
    }

    /// What somebody promises is judged while it is open: nobody promises and closes, or waits.
    fn is_judged(&mut self, heard: &Heard<'_>, promised: Option<Moment>) {
        let ends = |event: &Event| match event {
            Event::Closed { .. } => true,
            Event::StatusChanged { to: Status::Pending, wake_at, .. } => {
                wake_at.is_none_or(|wakes| promised.is_some_and(|by| wakes > by))
            }
            _ => false,
        };
        if promised.is_some() && heard.after.iter().any(ends) {
            self.wrong("law 5", heard.at(), "a promise is made that nobody will judge");
        }
    }

    /// A text of theirs waits: nothing else is owed until it is answered.
    pub(super) fn owed(&mut self, id: ConversationId) {
        self.change(id, |talk| {
            if talk.debt().is_some() {
                (talk.idle, talk.promised) = (None, None);
            }
        });
    }

    /// A reply that is known to have failed keeps no promise.
    fn failed(&mut self, heard: &Heard<'_>, id: ConversationId, text: baton_core::MessageId) {
        let Some(talk) = self.talks.get_mut(&id) else { return };
        let before = talk.debt();
        let Some(reply) = talk.replies.iter_mut().find(|reply| reply.id == text && reply.stands) else {
            return;
        };
        reply.stands = false;
        let owed = talk.debt();
        if owed.is_some() {
            (talk.idle, talk.promised) = (None, None);
        }
        let told = heard.after.iter().find_map(|event| match event {
            Event::ReplyWithdrawn { id, waiting_since, .. } if *id == text => Some(*waiting_since),
            _ => None,
        });
        let status = talk.status;
        let moves = status == Status::Closed && self.goes_on_elsewhere(id);
        if owed != before && told.flatten() != owed && !moves {
            self.wrong(
                "law 5",
                heard.at(),
                format!("a reply failed, and what it answered is not owed again since {owed:?}"),
            );
        }
    }

    /// A reply that was called lost and arrives counts at once, wherever what it had answered is owed.
    fn arrived(&mut self, heard: &Heard<'_>, id: ConversationId, text: baton_core::MessageId) {
        let Some(talk) = self.talks.get(&id) else { return };
        if !talk.replies.iter().any(|reply| reply.id == text && (!reply.stands || reply.unsent.is_some())) {
            return;
        }
        // A later one that stands has paid all of it already.
        let paid = talk.replies.iter().any(|reply| reply.id > text && reply.stands);
        let says = |event: &Event| matches!(event, Event::ReplyRestored { id, .. } if *id == text);
        let stands = talk.replies.iter().any(|reply| reply.id == text && reply.stands);
        if !paid && !stands && !heard.after.iter().any(says) {
            self.wrong("law 5", heard.at(), "a reply that was called lost arrives, and does not count");
        }
        self.is_paid_elsewhere(id, text, false);
    }
}
