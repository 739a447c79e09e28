//! A reply that the carrier has not taken ten minutes after its press keeps no promise until that takes it, and counts from
//! its press then.

use super::{Checker, Heard};
use baton_core::{By, ConversationId, Event, MessageId, Moment, PendingOn, Status};
use std::time::Duration;

/// How long a reply counts without having gone out.
const UNSENT: Duration = Duration::from_mins(10);

impl Checker {
    /// Nothing that should be owed since counts as given (law 5).
    pub(super) fn none_is_unsent(&mut self, now: Moment) {
        let waits = self
            .talks
            .values()
            .flat_map(|talk| &talk.replies)
            .find(|reply| reply.stands && !reply.gone && reply.pressed + UNSENT <= now);
        if let Some(pressed) = waits.map(|reply| reply.pressed) {
            self.wrong("law 5", now, format!("a reply of {pressed} has not gone out, and counts as given"));
        }
    }

    /// The ten minutes are over.
    pub(super) fn unsent(
        &mut self,
        heard: &Heard<'_>,
        id: ConversationId,
        text: MessageId,
        (told, due): (Option<Moment>, Moment),
    ) {
        let at = heard.at();
        let Some(talk) = self.talks.get_mut(&id) else { return };
        let before = talk.debt();
        let (last, promised) = (talk.replies.last().map(|reply| reply.id), talk.promised);
        let known = talk.replies.iter_mut().find(|reply| reply.id == text && reply.stands && !reply.gone);
        let Some(reply) = known.filter(|reply| reply.pressed + UNSENT == due && due <= at) else {
            return self.wrong("law 5", at, "a reply counts as not gone out, and it has, or had time");
        };
        (reply.stands, reply.unsent) = (false, Some(promised.filter(|_| last == Some(text))));
        let owed = talk.debt();
        let owes = owed != before;
        if owed.is_some() {
            (talk.idle, talk.promised) = (None, None);
        }
        let (closed, on) = (talk.status == Status::Closed, talk.pending_on);
        let waits = talk.status == Status::Pending && on == Some(PendingOn::Customer);
        let thread = talk.thread;
        let moves = closed && self.goes_on_elsewhere(id);
        if owes && told != owed && !moves {
            return self.wrong("law 5", at, "a reply has not gone out, and what it answered is not owed");
        }
        if owes && !moves && !self.is_out(thread) {
            let opens = |event: &Event| {
                matches!(event, Event::Reopened { .. } | Event::StatusChanged { to: Status::Open, .. })
            };
            if (closed || waits) && !heard.after.iter().any(opens) {
                return self.wrong("law 5", at, "what is owed waits for the customer, or is closed");
            }
            self.change(id, |talk| talk.rests = (closed || waits).then_some((closed, talk.wake_at)));
        }
        match told {
            Some(since) => self.change(id, |talk| talk.owes_again(since)),
            None => self.owed_elsewhere(id, text),
        }
    }

    /// The carrier has it, or somebody left it as it is.
    pub(super) fn gone_out(&mut self, heard: &Heard<'_>, id: ConversationId, text: MessageId) {
        let Some(talk) = self.talks.get_mut(&id) else { return };
        let Some(reply) = talk.replies.iter_mut().find(|reply| reply.id == text) else { return };
        reply.gone = true;
        if reply.stands || reply.unsent.is_none() {
            return;
        }
        let counts =
            |event: &Event| matches!(event, Event::ReplyRestored { id, may_fail: true, .. } if *id == text);
        if !heard.after.iter().any(counts) {
            self.wrong("law 5", heard.at(), "a reply has gone out late, and does not count");
        }
    }

    /// A reply arrived, so nothing before it is owed any more, whatever becomes of that.
    pub(super) fn stands_for_good(&mut self, id: ConversationId, text: MessageId) {
        self.change(id, |talk| {
            if talk.replies.iter().all(|reply| reply.id != text) {
                return;
            }
            for reply in talk.replies.iter_mut().filter(|reply| reply.id <= text) {
                reply.gone = true;
            }
            for reply in talk.replies.iter_mut().filter(|reply| reply.id < text) {
                reply.unsent = None;
            }
        });
    }

    /// It counts again, with what its sender had promised; and what was open only for it is what it was before.
    pub(super) fn stands_again(&mut self, heard: &Heard<'_>, id: ConversationId, text: MessageId) {
        let at = heard.at();
        let Some(talk) = self.talks.get_mut(&id) else { return };
        let owed = talk.debt();
        let kept = talk.response().filter(|(_, clock)| Some(clock.since) == owed);
        let is_last = talk.replies.last().is_some_and(|reply| reply.id == text);
        let mut promised = None;
        for reply in talk.replies.iter_mut().filter(|reply| reply.id == text) {
            (reply.stands, reply.kept) = (true, kept.clone().or(reply.kept.take()));
            promised = reply.unsent.flatten().filter(|_| is_last);
        }
        if owed.is_some() && talk.debt().is_none() {
            (talk.idle, talk.promised) = (Some(at), promised);
        }
        let rests = talk.rests.filter(|(_, wake)| {
            talk.status == Status::Open
                && talk.debt().is_none()
                && talk.asks.is_empty()
                && talk.wake_at == *wake
        });
        if let Some((closed, _)) = rests {
            let back = |event: &Event| match event {
                Event::Closed { .. } => closed,
                Event::StatusChanged { to, .. } => !closed && *to == Status::Pending,
                _ => false,
            };
            if !heard.after.iter().any(back) {
                self.wrong("law 5", at, "what was open only for a reply that had not gone out stays open");
            }
        }
        self.is_paid_elsewhere(id, text, true);
    }

    /// Whoever does something with it, or a text of theirs, has it stay open.
    pub(super) fn rests_until_somebody_acts(&mut self, heard: &Heard<'_>, id: ConversationId) {
        if self.talks.get(&id).is_none_or(|talk| talk.rests.is_none()) {
            return;
        }
        let asks = matches!(heard.event, Event::TextReceived { word: None, courtesy: false, .. });
        let by_somebody = !matches!(heard.by(), By::Policy | By::Carrier);
        let acts = matches!(
            heard.event,
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
        let rests =
            matches!(heard.event, Event::Closed { .. } | Event::StatusChanged { to: Status::Pending, .. });
        if asks || rests || acts && by_somebody {
            self.change(id, |talk| talk.rests = None);
        }
    }

    /// When the reply was pressed that counts after all by the same record, from which it counts.
    pub(super) fn counts_from_press(&mut self, heard: &Heard<'_>) -> Option<Moment> {
        let (text, told) = heard.before.iter().find_map(|event| match event {
            Event::ReplyRestored { id, pressed_at, .. } => Some((*id, (*pressed_at)?)),
            _ => None,
        })?;
        let mut replies = self.talks.values().flat_map(|talk| &talk.replies);
        let pressed = replies.find(|reply| reply.id == text).map(|reply| reply.pressed);
        if pressed != Some(told) {
            self.wrong("law 5", heard.at(), "a reply counts from another time than its press");
        }
        pressed
    }
}
