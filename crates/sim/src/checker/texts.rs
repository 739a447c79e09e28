//! Laws 6 to 9 and 12: texts in and out, against what the carrier knows.

use super::{Checker, Heard};
use crate::carrier::Carrier;
use crate::world::InText;
use baton_core::{
    ConsentState, Event, FailureReason, MessageId, Moment, OutText, PersonId, Position, Seen, TextKind,
    TextState, ThreadId,
};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// A text of ours, as its events tell it.
#[derive(Debug, Clone)]
pub(crate) struct Ours {
    pub(crate) kind: TextKind,
    pub(crate) state: TextState,
    reason: Option<FailureReason>,
    handed: u32,
    /// How often the carrier may have sent it.
    went: u32,
    calls: u32,
}

/// A message that may be news to somebody.
#[derive(Debug, Clone, Copy)]
struct News {
    id: MessageId,
    /// Who of us wrote it; none: the customer.
    by: Option<PersonId>,
}

/// All texts.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    pub(crate) ours: BTreeMap<MessageId, Ours>,
    stored: BTreeMap<String, u32>,
    news: BTreeMap<ThreadId, Vec<News>>,
    last_inbound: BTreeMap<ThreadId, Moment>,
    notes: BTreeMap<ThreadId, String>,
    presses: BTreeMap<usize, MessageId>,
    written_by_press: BTreeMap<MessageId, usize>,
    /// By number: when it opted out, and whether that was confirmed.
    confirmed: BTreeMap<baton_core::NumberId, u32>,
    /// Opt-outs and -ins whose other threads are to be told.
    noted: BTreeSet<(Position, ThreadId)>,
}

impl Checker {
    /// The latest note of a thread: what must never leave.
    pub(crate) fn last_note(&self, thread: ThreadId) -> Option<String> {
        self.texts.notes.get(&thread).cloned()
    }

    pub(super) fn texts_event(&mut self, heard: &Heard<'_>) {
        let at = heard.at();
        match heard.event {
            Event::TextReceived { id, carrier_id, .. } => {
                self.stored(at, carrier_id);
                self.texts.last_inbound.insert(id.thread(), at);
                self.texts.news.entry(id.thread()).or_default().push(News { id: *id, by: None });
            }
            Event::ReactionReceived { carrier_id, .. } => self.stored(at, carrier_id),
            Event::NoteAdded { id, body, .. } => drop(self.texts.notes.insert(id.thread(), body.clone())),
            Event::TextWritten { id, kind, .. } => self.written(heard, *id, *kind),
            Event::ConsentChanged { number, to, from, .. } => {
                if self.out.get(number).copied().unwrap_or(false) != (*from == ConsentState::Out) {
                    self.wrong("law 8", at, "consent changes from what it was not");
                }
                self.out.insert(*number, *to == ConsentState::Out);
                self.words.insert(*number, at);
                self.begins_anew(*number);
                self.texts.confirmed.insert(*number, 0);
                self.others_are_told(heard, *number);
            }
            Event::ConsentNoted { .. } => {
                if let Some(thread) = heard.record.thread {
                    self.texts.noted.retain(|(_, waits)| *waits != thread);
                }
            }
            Event::TextHandedOver { id } => self.handed_over(at, *id),
            Event::TextDelayed { id, .. } => self.state(at, *id, TextState::Queued),
            Event::TextSent { id, .. } => self.state(at, *id, TextState::Sent),
            Event::TextDelivered { id } => self.state(at, *id, TextState::Delivered),
            Event::TextUnknown { id, .. } => self.state(at, *id, TextState::Unknown),
            Event::TextCancelled { id, .. } => self.state(at, *id, TextState::Cancelled),
            Event::TextFailed { id, state, failure } => {
                self.state(at, *id, *state);
                self.reason(at, *id, failure, false);
            }
            Event::TextExplained { id, failure } => self.reason(at, *id, failure, true),
            _ => {}
        }
    }

    fn stored(&mut self, at: Moment, carrier_id: &str) {
        let count = self.texts.stored.entry(carrier_id.to_owned()).or_default();
        *count += 1;
        if *count > 1 {
            self.wrong("law 6", at, format!("the text {carrier_id} is stored twice"));
        }
    }

    fn written(&mut self, heard: &Heard<'_>, id: MessageId, kind: TextKind) {
        let at = heard.at();
        if self.is_out(id.thread()) && kind != TextKind::OptOutConfirmation {
            self.wrong("law 8", at, "a text is written to a number that opted out");
        }
        let scheduled = match heard.event {
            Event::TextWritten { scheduled: Some(scheduled), .. } => Some(scheduled.by.as_person()),
            _ => None,
        };
        let by = scheduled.unwrap_or_else(|| heard.person());
        let ours = Ours { kind, state: TextState::Queued, reason: None, handed: 0, went: 0, calls: 0 };
        if self.texts.ours.insert(id, ours).is_some() {
            self.wrong("law 7", at, "one message is written twice");
        }
        if let (TextKind::Person | TextKind::Handoff, Some(by)) = (kind, by) {
            self.texts.news.entry(id.thread()).or_default().push(News { id, by: Some(by) });
        }
    }

    /// The newest message of the thread that somebody wrote.
    pub(super) fn newest(&self, heard: &Heard<'_>) -> Option<MessageId> {
        let news = self.texts.news.get(&heard.record.thread?)?;
        news.iter().map(|news| news.id).max()
    }

    /// Whether something came after `seen` that `who` did not write.
    pub(super) fn has_news(
        &self,
        id: baton_core::ConversationId,
        seen: MessageId,
        who: Option<PersonId>,
    ) -> bool {
        let news = self.talks.get(&id).and_then(|talk| self.texts.news.get(&talk.thread));
        let is_new = |news: &News| news.id > seen && (news.by.is_none() || news.by != who);
        news.into_iter().flatten().any(is_new)
    }

    /// Whether it is night where they are, and what we write is no answer to something of the last day.
    pub(super) fn is_night(
        &self,
        heard: &Heard<'_>,
        id: baton_core::ConversationId,
        author: Option<PersonId>,
    ) -> bool {
        let thread = self.talks.get(&id).map(|talk| talk.thread);
        let last = thread.and_then(|thread| self.texts.last_inbound.get(&thread));
        let day = Duration::from_hours(24);
        let answers = author.is_some() && last.is_some_and(|last| heard.at() < *last + day);
        !answers && !self.book().is_day(&self.walls, heard.at())
    }

    /// Consent is the number's: its other threads are told right after.
    fn others_are_told(&mut self, heard: &Heard<'_>, number: baton_core::NumberId) {
        let here = heard.record.thread;
        let others: Vec<ThreadId> = self
            .numbers
            .iter()
            .filter(|(thread, of)| **of == number && Some(**thread) != here)
            .map(|(thread, _)| *thread)
            .collect();
        for thread in others {
            self.texts.noted.insert((heard.record.position, thread));
        }
    }

    fn handed_over(&mut self, at: Moment, id: MessageId) {
        self.state(at, id, TextState::Sending);
        let out = self.is_out(id.thread());
        let Some(ours) = self.texts.ours.get_mut(&id) else { return };
        ours.handed += 1;
        let kind = ours.kind;
        if out && kind != TextKind::OptOutConfirmation {
            self.wrong("law 8", at, "a text is handed over to a number that opted out");
        }
    }

    /// States only move forward; only a text of which nothing was sent waits again.
    fn state(&mut self, at: Moment, id: MessageId, to: TextState) {
        let Some(ours) = self.texts.ours.get_mut(&id) else {
            return self.wrong("law 9", at, "a text changes that nobody wrote");
        };
        let from = std::mem::replace(&mut ours.state, to);
        let back = from == TextState::Sending && to == TextState::Queued;
        let first = to == TextState::Sending && from != TextState::Queued;
        let withdrawn = to == TextState::Cancelled && from != TextState::Queued;
        let unknown = to == TextState::Unknown && from > TextState::Sending;
        if (to <= from && !back) || withdrawn || unknown {
            self.wrong("law 9", at, format!("a text that was {from:?} becomes {to:?}"));
        }
        if first {
            self.wrong("law 7", at, format!("a text is handed over that was {from:?}"));
        }
    }

    /// The first reason that has a code stays.
    fn reason(&mut self, at: Moment, id: MessageId, failure: &FailureReason, must_matter: bool) {
        let Some(ours) = self.texts.ours.get_mut(&id) else { return };
        let better = ours.reason.as_ref().is_none_or(|known| known.code.is_none() && failure.code.is_some());
        if better {
            ours.reason = Some(failure.clone());
        } else if must_matter {
            self.wrong("law 9", at, "a second reason of a failure takes the place of the first");
        }
    }

    /// The carrier is called with a text.
    pub(crate) fn handed(&mut self, at: Moment, text: &OutText, body: &str, may_have_gone: bool) {
        if body.contains("NOTE") {
            self.wrong("law 12", at, format!("words of the team leave it: {body}"));
        }
        let number = self.numbers.get(&text.id.thread()).copied();
        let Some(ours) = self.texts.ours.get_mut(&text.id) else {
            return self.wrong("law 7", at, "the carrier gets a text that nobody wrote");
        };
        ours.calls += 1;
        let (calls, handed, went, kind) = (ours.calls, ours.handed, ours.went, ours.kind);
        ours.went += u32::from(may_have_gone);
        if calls > handed {
            self.wrong("law 7", at, "the carrier gets a text that was not marked as handed over");
        }
        if went > 0 {
            self.wrong("law 7", at, "a text goes out that may have gone out before");
        }
        if let (TextKind::OptOutConfirmation, Some(number), true) = (kind, number, may_have_gone) {
            let confirmed = self.texts.confirmed.entry(number).or_default();
            *confirmed += 1;
            if *confirmed > 1 {
                self.wrong("law 8", at, "an opt-out is confirmed twice");
            }
        }
    }

    /// Somebody's text was written over what they had seen.
    pub(crate) fn pressed(&mut self, at: Moment, message: MessageId, seen: Seen, who: Option<PersonId>) {
        let after = match seen {
            Seen::Unsaid => return,
            Seen::Nothing => None,
            Seen::UpTo(seen) => Some(seen),
        };
        let news = self.texts.news.get(&message.thread());
        let unseen = news.into_iter().flatten().any(|news| {
            after.is_none_or(|after| news.id > after)
                && news.id < message
                && (news.by.is_none() || news.by != who)
        });
        if unseen {
            self.wrong("law 7", at, "a text is written over something that its author has not seen");
        }
    }

    /// One press is one text, however often it is repeated.
    pub(crate) fn press_done(&mut self, at: Moment, press: usize, message: Option<MessageId>) {
        let Some(message) = message else { return };
        let first = *self.texts.presses.entry(press).or_insert(message);
        let other = *self.texts.written_by_press.entry(message).or_insert(press);
        if first != message || other != press {
            self.wrong("law 7", at, "one press wrote two texts");
        }
    }

    /// Nobody waits to be told about consent.
    pub(super) fn consent_settled(&mut self, at: Moment) {
        if !self.texts.noted.is_empty() {
            self.wrong(
                "law 8",
                at,
                "consent changed, and a thread of that number on another line was not told",
            );
        }
    }

    /// The carrier is told that it may forget a text: it is stored.
    pub(crate) fn acked(&mut self, at: Moment, carrier_id: &str) {
        if !self.texts.stored.contains_key(carrier_id) {
            self.wrong("law 6", at, format!("the carrier is told that {carrier_id} is here, and it is not"));
        }
    }

    /// At the end: what the carrier brought is stored, and what it knows is known.
    pub(crate) fn end(&mut self, at: Moment, inbound: &[InText], carrier: &Carrier) {
        for text in inbound.iter().filter(|text| text.acked) {
            if self.texts.stored.get(&text.receive.carrier_id) != Some(&1) {
                let id = &text.receive.carrier_id;
                return self.wrong(
                    "law 6",
                    at,
                    format!("the carrier was told that {id} is here, and it is not"),
                );
            }
        }
        for taken in &carrier.taken {
            let Some(ours) = self.texts.ours.get(&taken.text) else { continue };
            if taken.state == TextState::Delivered
                && matches!(ours.state, TextState::Queued | TextState::Sending | TextState::Sent)
            {
                let state = ours.state;
                return self.wrong("law 9", at, format!("a text arrived, and it is {state:?} in the end"));
            }
        }
    }
}
