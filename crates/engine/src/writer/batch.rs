//! One batch: what waits is loaded set-wise, decided one after another on shared rows, and committed together.

use super::counters::Counters;
use super::deciding::{Decided, Deciding};
use super::job::{Committed, Reply};
use super::working::Working;
use crate::request::{Done, Failure, Request};
use baton_core::{
    By, Command, Decision, Directory, Distribute, Event, Ids, Moment, OutText, Owner, OwnerCause, Position,
    Queue, QueueId, Receive, Record, Subject, Team,
};
use baton_store::{Batch, MediaJob, MediaState, Need, Outcome};
use rustc_hash::FxHashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What somebody waits for.
pub(super) enum Ask {
    /// A command to decide.
    Decide(Box<Request>),
    /// A fault of the set-up to keep.
    Fault { fault: String, detail: String },
}

/// Somebody who waits for an answer.
pub(super) struct Waiting {
    pub(super) ask: Ask,
    pub(super) reply: Reply,
    /// An answer that holds whatever becomes of the batch: it had been done before.
    pub(super) known: Option<Result<Done, Failure>>,
}

impl Waiting {
    /// The request, while it has to be decided.
    pub(super) fn request(&self) -> Option<&Request> {
        match &self.ask {
            Ask::Decide(request) if self.known.is_none() => Some(request),
            _ => None,
        }
    }

    /// The text that it brings, while it has to be decided.
    pub(super) fn receive(&self) -> Option<&Receive> {
        match self.request().map(|request| &request.command) {
            Some(Command::Receive(receive)) => Some(receive),
            _ => None,
        }
    }

    /// What it needs to be loaded.
    pub(super) fn need(&self) -> Option<Need> {
        let command = &self.request()?.command;
        Some(Need { key: command.key(), quotable: command.needs_quotable() })
    }
}

/// What a decision came to, until the commit makes it true.
pub(super) enum Verdict {
    /// Done, with the place of its record in the batch; none if nothing had to change.
    Done { done: Box<Done>, record: Option<usize> },
    /// Refused, or failed by itself.
    Failed(Failure),
    /// The same as that one of this batch.
    Repeats(usize),
}

/// A batch that is being decided.
pub(super) struct Round<'a> {
    directory: &'a Directory,
    now: Moment,
    machine: i64,
    pub(super) working: Working,
    pub(super) batch: Batch,
    counters: Counters,
    /// Turns and loads, with what this batch does to them.
    team: Team,
    /// A decision gave something out by turn or load.
    gave_out: bool,
    next_at: Option<Moment>,
}

impl<'a> Round<'a> {
    /// `read_up_to`: where other nodes may write, up to where the feed stood before anything was read.
    pub(super) fn new(
        directory: &'a Directory,
        team: Team,
        now: Moment,
        machine: i64,
        read_up_to: Option<Position>,
    ) -> Self {
        let batch =
            Batch { directory_version: directory.version, loaded_up_to: read_up_to, ..Batch::default() };
        let (working, counters) = (Working::default(), Counters::default());
        Self { directory, now, machine, working, batch, counters, team, gave_out: false, next_at: None }
    }

    /// Decides everything that waits, in order.
    pub(super) fn decide_all(&mut self, ids: &mut Ids, waiting: &[Waiting]) -> Vec<Option<Verdict>> {
        let mut texts: FxHashMap<(i64, &str), usize> = FxHashMap::default();
        let mut presses: FxHashMap<(&str, &str), usize> = FxHashMap::default();
        let mut verdicts = Vec::with_capacity(waiting.len());
        for (index, one) in waiting.iter().enumerate() {
            let earlier_text = one.receive().and_then(|text| {
                let first = *texts.entry((text.line.0, &text.carrier_id)).or_insert(index);
                (first != index).then_some(first)
            });
            let press = one.request().and_then(|request| request.idempotency.as_ref());
            let earlier_press = press.and_then(|press| {
                let first = *presses.entry((&press.scope, &press.key)).or_insert(index);
                (first != index).then_some((first, press))
            });
            verdicts.push(match (&one.ask, earlier_text, earlier_press) {
                _ if one.known.is_some() => None,
                (_, Some(first), _) => Some(Verdict::Repeats(first)),
                (_, _, Some((first, press))) => Some(repeat(&waiting[first], first, press)),
                (Ask::Decide(request), ..) => Some(self.one_alone(ids, request)),
                (Ask::Fault { fault, detail }, ..) => Some(self.fault(fault, detail)),
            });
        }
        verdicts
    }

    fn deciding(&self) -> Deciding<'_> {
        Deciding::new(self.directory, &self.working, &self.team, self.now)
    }

    /// Decides one; a mistake of ours in it is its own failure and nobody else's.
    fn one_alone(&mut self, ids: &mut Ids, request: &Request) -> Verdict {
        let decided = catch_unwind(AssertUnwindSafe(|| self.deciding().all(ids, request)));
        match decided {
            Ok(Ok(decided)) => self.take(request, decided),
            Ok(Err(refusal)) => Verdict::Failed(Failure::Refused(refusal)),
            Err(panic) => {
                let words = panic.downcast_ref::<String>().cloned();
                let words = words.or_else(|| panic.downcast_ref::<&str>().map(|words| (*words).to_owned()));
                Verdict::Failed(Failure::Broken(words.unwrap_or_else(|| "no reason given".to_owned())))
            }
        }
    }

    fn take(&mut self, request: &Request, decided: Decided) -> Verdict {
        let Decided { overdue, decision, followers } = decided;
        if let Some(wake) = overdue {
            self.record(&By::Policy, wake);
        }
        let outcome = Outcome {
            thread: decision.after.thread.as_ref().map(|thread| thread.id),
            conversation: decision.conversation,
            message: decision.message,
            made: decision.made,
            position: None,
        };
        if let Some(press) = &request.idempotency {
            self.batch.idempotency.push((press.clone(), outcome.clone()));
        }
        if let (Command::Receive(receive), Some(message)) = (&request.command, decision.message) {
            self.batch.carrier_ids.push((receive.line, receive.carrier_id.clone(), message));
            self.pictures(receive, message);
        }
        let text = text_of(&request.command, &decision).map(Box::new);
        let done = Done { outcome, duplicate: false, text };
        let record = (!decision.events.is_empty()).then(|| self.record(&request.by, decision));
        for (by, follower) in followers {
            self.record(&by, follower);
        }
        Verdict::Done { done: Box::new(done), record }
    }

    /// Keeps what was decided, and answers with the place of its record.
    fn record(&mut self, by: &By, decision: Decision) -> usize {
        let Decision { events, after, conversation, .. } = decision;
        if let Some(conversation) = after.conversation.as_ref().filter(|_| after.changes.conversation) {
            self.arm(conversation.next_at());
        }
        for text in &after.texts {
            self.arm(text.next_at);
        }
        let thread = after.thread.as_ref().map(|thread| thread.id);
        self.follow_turns(&after, &events);
        self.working.apply(after, &events, self.now, &mut self.counters);
        self.push(thread, conversation, by.clone(), events)
    }

    /// Turns and loads follow from what was decided.
    fn follow_turns(&mut self, after: &Subject, events: &[Event]) {
        let Some(conversation) = after.conversation.as_ref().filter(|_| after.changes.conversation) else {
            return;
        };
        let before = self.working.conversation(conversation.id);
        for queue in self.team.follow(self.directory, before, conversation, events) {
            let turns = self.team.turns.get(&queue).cloned().unwrap_or_default();
            self.batch.turns.retain(|(other, _)| *other != queue);
            self.batch.turns.push((queue, turns));
        }
        self.gave_out |= events.iter().any(|event| {
            let gives = [OwnerCause::Distribution, OwnerCause::ShiftChange];
            matches!(event, Event::OwnerChanged { cause, to: Owner::Person(_), .. } if gives.contains(cause))
        });
    }

    /// What it is decided by.
    pub(super) fn directory(&self) -> &'a Directory {
        self.directory
    }

    /// Turns and loads after this batch.
    pub(super) fn team(&self) -> &Team {
        &self.team
    }

    fn arm(&mut self, at: Option<Moment>) {
        self.next_at = match (self.next_at, at) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }

    fn push(
        &mut self,
        thread: Option<baton_core::ThreadId>,
        conversation: Option<baton_core::ConversationId>,
        by: By,
        events: Vec<Event>,
    ) -> usize {
        self.batch.records.push(Record {
            position: Position(0),
            thread,
            conversation,
            at: self.now,
            by,
            events,
        });
        self.batch.records.len() - 1
    }

    fn fault(&mut self, fault: &str, detail: &str) -> Verdict {
        let event = Event::SetupFault { fault: fault.to_owned(), detail: detail.to_owned() };
        let record = self.push(None, None, By::Carrier, vec![event]);
        let outcome = Outcome::default();
        let done = Done { outcome, duplicate: false, text: None };
        Verdict::Done { done: Box::new(done), record: Some(record) }
    }

    fn pictures(&mut self, receive: &Receive, message: baton_core::MessageId) {
        for (index, media) in (0..).zip(&receive.media) {
            self.batch.media.push(MediaJob {
                message,
                index,
                line: receive.line,
                media: media.clone(),
                state: MediaState::Coming,
                attempts: 0,
                next_at: Some(self.machine),
                trouble: None,
            });
        }
    }

    /// Everything in one batch, ready to be committed.
    pub(super) fn finish(&mut self) -> &mut Batch {
        if self.batch.loaded_up_to.is_some() {
            self.working.tell_what_was_read(&mut self.batch);
        }
        self.working.write_into(&mut self.batch);
        self.batch.read_up_to = self.batch.loaded_up_to.filter(|_| self.gave_out);
        self.batch.counters = self.counters.changed();
        &mut self.batch
    }

    /// What the rest of the engine is told after the commit.
    pub(super) fn committed(self) -> Committed {
        let free = free(self.directory, &self.team, self.now);
        let opted_out =
            self.batch.records.iter().flat_map(|record| &record.events).filter_map(|event| match event {
                Event::ConsentChanged { number, to: baton_core::ConsentState::Out, .. } => Some(*number),
                _ => None,
            });
        Committed {
            free,
            opted_out: opted_out.collect(),
            media: self.batch.media.iter().map(|job| job.message).collect(),
            texts: self.batch.texts,
            next_at: self.next_at,
            records: self.batch.records,
        }
    }
}

/// The queues in which something waits although somebody is free for it.
pub(super) fn free(directory: &Directory, team: &Team, now: Moment) -> Vec<QueueId> {
    let gives = |queue: &&Queue| queue.distribute != Distribute::Claim && team.waiting_in(queue.id) > 0;
    let free = |queue: &&Queue| directory.available(team, queue, now).next().is_some();
    directory.queues.iter().filter(gives).filter(free).map(|queue| queue.id).collect()
}

/// The same press again, or the same key for something else.
fn repeat(first: &Waiting, index: usize, press: &baton_store::Idempotency) -> Verdict {
    let before = first.request().and_then(|request| request.idempotency.as_ref());
    match before {
        Some(before) if before.request != press.request => Verdict::Failed(Failure::KeyReused),
        _ => Verdict::Repeats(index),
    }
}

/// The text of ours that a command wrote or concerned.
fn text_of(command: &Command, decision: &Decision) -> Option<OutText> {
    let id = match command.key() {
        baton_core::Key::Text(id) => decision.message.or(Some(id)),
        baton_core::Key::CarrierId { id: carrier_id, .. } => {
            let fits = |text: &&OutText| text.carrier_id.as_deref() == Some(&carrier_id);
            return decision.after.texts.iter().find(fits).cloned();
        }
        _ => decision.message,
    };
    id.and_then(|id| decision.after.text(id)).cloned()
}
