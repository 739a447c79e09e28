//! Notices that wait for somebody's hours, promises that come forward, and debts that move to a newer conversation.

use super::{Checker, Heard};
use baton_core::{
    By, ClockKey, ConversationId, Event, MessageId, Moment, NumberId, PersonId, Record, Status, ThreadId,
};
use std::collections::BTreeMap;
use std::time::Duration;

/// How far ahead whoever is warned would have to work, so that the warning should have waited.
const AHEAD: u64 = 2 * 48;

/// A debt on its way from one conversation to another of the same thread.
#[derive(Debug, Clone)]
pub(super) struct Moves {
    thread: ThreadId,
    to: ConversationId,
    text: MessageId,
    /// What is owed, by the reply that had answered it; none: that reply arrived, and gives back what it had answered.
    debts: Option<BTreeMap<MessageId, Moment>>,
    /// What was overdue in the newer conversation has been done: the debt comes next.
    overdue_done: bool,
}

impl Checker {
    /// Whoever answers for what a clock promises.
    fn told_of(&self, id: ConversationId, key: Option<ClockKey>) -> Option<PersonId> {
        let talk = self.talks.get(&id)?;
        match key.and_then(|key| key.ask) {
            Some(ask) => talk.asks.get(&ask).map(|ask| ask.accountable),
            None => Some(talk.accountable),
        }
    }

    /// Only what would come outside of somebody's hours waits.
    pub(super) fn is_held_right(
        &mut self,
        heard: &Heard<'_>,
        id: ConversationId,
        key: Option<ClockKey>,
        until: Moment,
    ) {
        let at = heard.at();
        let Some(person) = self.told_of(id, key) else {
            return self.wrong("timers", at, "a notice waits that nobody is to get");
        };
        if until <= at {
            self.wrong("timers", at, "a notice waits for a time that has passed");
        }
        if self.instant(at).works(person) {
            let name = self.name(person);
            self.wrong("hours", at, format!("a notice waits until {until}, and {name} works now"));
        }
    }

    /// A warning respects the hours of whoever gets it, as long as somebody will ever be there to get it.
    pub(super) fn warns_at_work(
        &mut self,
        heard: &Heard<'_>,
        id: ConversationId,
        key: ClockKey,
        told: PersonId,
    ) {
        let at = heard.at();
        if self.told_of(id, Some(key)) != Some(told) {
            return self.wrong("law 5", at, "somebody is warned who does not answer for it");
        }
        if self.instant(at).works(told) {
            return;
        }
        let Some(talk) = self.talks.get(&id) else { return };
        let asked = key.ask.and_then(|ask| talk.asks.get(&ask));
        let owner = asked.map_or(talk.owner, |ask| ask.owner);
        let queue = owner.queue().or(talk.queue);
        let later = (1..=AHEAD).map(|half| at + Duration::from_mins(30 * half)).find(|later| {
            let instant = self.instant(*later);
            instant.may_answer(owner, queue).iter().all(|person| instant.works(*person))
        });
        if let Some(later) = later {
            let name = self.name(told);
            let what = format!("{name} is warned off work, and whoever answers works at {later}");
            self.wrong("hours", at, what);
        }
    }

    /// What comes forward without a change of the policy does so because something is urgent or somebody is new no more, or
    /// because a rule fits.
    pub(super) fn comes_forward_right(
        &mut self,
        heard: &Heard<'_>,
        id: ConversationId,
        key: ClockKey,
        from: Moment,
    ) {
        let Some(clock) = self.clock(id, key) else { return };
        let (due, now) = (clock.due, clock.counts_from == Some(heard.at()));
        if now && due >= from {
            return self.wrong("law 5", heard.at(), "what turns urgent is put off");
        }
        let rerouted = heard.before.iter().any(|event| matches!(event, Event::Routed { .. }));
        let holds = self.talks.get(&id).and_then(|talk| self.target_for(talk)).map(|target| target.name);
        if now && !rerouted && holds != Some(clock.target.as_str()) {
            let what = format!("a promise counts anew under {}, and {holds:?} holds", clock.target);
            self.wrong("law 5", heard.at(), what);
        }
    }

    /// Whether its thread has gone on with another conversation, or has answered it in one.
    pub(super) fn goes_on_elsewhere(&self, id: ConversationId) -> bool {
        let Some(talk) = self.talks.get(&id) else { return false };
        let last = talk.replies.iter().map(|reply| reply.id).max();
        let goes_on = self.live.get(&talk.thread).is_some_and(|live| *live != id);
        goes_on || last.is_some_and(|last| self.answered_after(id, last).is_some())
    }

    /// The closed conversation with the first reply after that one that stands, where it is another than `id`.
    fn answered_after(&self, id: ConversationId, text: MessageId) -> Option<ConversationId> {
        let thread = self.talks.get(&id)?.thread;
        let live = self.live.get(&thread);
        let others = self
            .talks
            .iter()
            .filter(|(other, talk)| talk.thread == thread && **other != id && Some(*other) != live);
        let stands = others.flat_map(|(other, talk)| {
            let after = talk.replies.iter().filter(move |reply| reply.stands && reply.id > text);
            after.map(move |reply| (reply.id, *other))
        });
        stands.min().map(|(_, other)| other)
    }

    /// Their word on whether they may be texted: what a reply has kept so far begins anew, should it be owed again.
    pub(super) fn begins_anew(&mut self, number: NumberId) {
        let numbers = &self.numbers;
        for talk in self.talks.values_mut().filter(|talk| numbers.get(&talk.thread) == Some(&number)) {
            for reply in &mut talk.replies {
                reply.kept.take_if(|(_, clock)| !clock.breached && clock.paused_at.is_none());
            }
        }
    }

    /// A reply in a closed conversation failed: what it had answered is owed in the one with which the thread went on.
    pub(super) fn owed_elsewhere(&mut self, id: ConversationId, text: MessageId) {
        let Some(talk) = self.talks.get(&id) else { return };
        let closed = talk.status == Status::Closed;
        let stands = talk.replies.iter().any(|reply| reply.id > text && reply.stands);
        let (debts, thread) = (talk.debts(), talk.thread);
        if !closed || stands || debts.is_empty() || self.is_out(thread) {
            return;
        }
        if let Some(between) = self.answered_after(id, text) {
            // Nobody is to do anything, until that one is lost too.
            self.change(between, |talk| talk.taken.extend(debts));
        } else {
            let Some(to) = self.live.get(&thread).copied().filter(|live| *live != id) else { return };
            self.later.moves = Some(Moves { thread, to, text, debts: Some(debts), overdue_done: false });
        }
        self.change(id, |talk| {
            talk.moved = talk.replies.iter().map(|reply| reply.id).max();
            talk.taken.clear();
        });
    }

    /// A reply that arrived after all pays what was taken for it, and for those before it, in every conversation of its thread.
    /// While it `may_fail`, what a closed one has paid for it stays known there.
    pub(super) fn is_paid_elsewhere(&mut self, id: ConversationId, text: MessageId, may_fail: bool) {
        let Some(talk) = self.talks.get(&id) else { return };
        let (thread, closed) = (talk.thread, talk.status == Status::Closed);
        let live = self.live.get(&thread).copied();
        for (other, talk) in self.talks.iter_mut().filter(|(_, talk)| talk.thread == thread) {
            if Some(*other) != live && !may_fail {
                talk.taken.retain(|(taken, _)| *taken > text);
            }
        }
        let Some(to) = live.filter(|live| closed && *live != id) else { return };
        let owes = self.talks.get(&to).is_some_and(|talk| talk.taken.iter().any(|(taken, _)| *taken <= text));
        let answered = self.talks.get(&to).is_some_and(super::talk::Talk::answered);
        if owes && !answered {
            self.later.moves = Some(Moves { thread, to, text, debts: None, overdue_done: false });
        }
    }

    /// It is taken in the very next record, or right after what was overdue there.
    pub(super) fn is_taken_at_once(&mut self, record: &Record) {
        let Some(moves) = self.later.moves.take() else { return };
        let here = record.conversation == Some(moves.to) && record.thread == Some(moves.thread);
        let answered = self.talks.get(&moves.to).is_some_and(super::talk::Talk::answered);
        let told =
            |event: &Event| matches!(event, Event::Told { message, .. } if *message == Some(moves.text));
        let back = |event: &Event| matches!(event, Event::ReplyRestored { id, .. } if *id == moves.text);
        let takes = if let Some(debts) = &moves.debts {
            let taken: BTreeMap<_, _> = record.events.iter().filter_map(taken).collect();
            taken == *debts || (answered && taken.is_empty() && record.events.iter().any(told))
        } else {
            record.events.iter().any(back)
        };
        if here && !takes && !moves.overdue_done && record.by == By::Policy {
            self.later.moves = Some(Moves { overdue_done: true, ..moves });
        } else if !(here && takes) {
            let what =
                "a reply failed or arrived, and the newer conversation does not owe what follows from that";
            self.wrong("law 5", record.at, what);
        }
    }

    /// Whoever gets a warning is there, so that it waits no longer.
    pub(super) fn none_waits_at_work(&mut self, now: Moment, id: ConversationId) {
        let Some(talk) = self.talks.get(&id) else { return };
        let own = talk.clocks.values().map(|clock| (clock, talk.accountable));
        let asks = talk.asks.values().filter_map(|ask| Some((ask.clock.as_ref()?, ask.accountable)));
        let held = own.chain(asks).filter(|(clock, _)| clock.held && clock.paused_at.is_none());
        let waits: Vec<PersonId> = held.map(|(_, person)| person).collect();
        for person in waits {
            if self.instant(now).works(person) {
                let name = self.name(person);
                self.wrong("hours", now, format!("a warning waits, and {name} works"));
            }
        }
    }

    /// What a closed conversation takes is what it is known to have paid.
    fn is_paid_between(&mut self, heard: &Heard<'_>, id: ConversationId, debt: (MessageId, Moment)) {
        if self.talks.get(&id).is_some_and(|talk| !talk.taken.contains(&debt)) {
            self.wrong("law 5", heard.at(), "a closed conversation takes a debt that it has not paid");
        }
    }

    pub(super) fn debt_taken(
        &mut self,
        heard: &Heard<'_>,
        id: ConversationId,
        (text, since): (MessageId, Moment),
    ) {
        if self.talks.get(&id).is_some_and(|talk| !talk.is_live()) {
            return self.is_paid_between(heard, id, (text, since));
        }
        self.change(id, |talk| talk.taken.push((text, since)));
        let Some(talk) = self.talks.get(&id) else { return };
        let (owed, answered) = (talk.debt(), talk.answered());
        // Answered, it is owed only once that fails too.
        if !answered && owed.is_none_or(|owed| owed > since) {
            let what = format!("a debt is taken that counts from {since}, and what is owed from {owed:?}");
            self.wrong("law 5", heard.at(), what);
        }
        self.owed(id);
    }
}

fn taken(event: &Event) -> Option<(MessageId, Moment)> {
    match event {
        Event::DebtTaken { text, since } => Some((*text, *since)),
        _ => None,
    }
}
