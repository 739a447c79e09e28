//! One batch: what waits is loaded set-wise, decided one after another on shared rows, and committed together.

use super::job::{Committed, Reply};
use crate::request::{Done, Failure, Request};
use baton_core::{
    By, Directory, Distribute, Event, Ids, MessageId, Moment, Position, Queue, QueueId, Receive, Team,
};
use baton_round::{Repeat, Repeats, Round};
use baton_store::{Batch, MediaJob, MediaState, Outcome};
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
        self.request().and_then(Request::receive)
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

/// One attempt at a batch: it is decided, and stands once it is committed.
pub(super) struct Attempt<'a> {
    pub(super) round: Round<'a>,
    now: Moment,
    machine: i64,
    next_at: Option<Moment>,
}

impl<'a> Attempt<'a> {
    /// `read_up_to`: where other nodes may write, up to where the feed stood before anything was read.
    pub(super) fn new(
        directory: &'a Directory,
        team: Team,
        now: Moment,
        machine: i64,
        read_up_to: Option<Position>,
    ) -> Self {
        let round = Round::new(directory, team, now, read_up_to, baton_round::Core);
        Self { round, now, machine, next_at: None }
    }

    /// Decides everything that waits, in order.
    pub(super) fn decide_all(&mut self, ids: &mut Ids, waiting: &[Waiting]) -> Vec<Option<Verdict>> {
        let mut repeats = Repeats::default();
        let mut verdicts = Vec::with_capacity(waiting.len());
        for (index, one) in waiting.iter().enumerate() {
            let repeat = one.request().and_then(|request| repeats.of(index, request));
            verdicts.push(match (&one.ask, repeat) {
                _ if one.known.is_some() => None,
                (_, Some(Repeat::Of(first))) => Some(Verdict::Repeats(first)),
                (_, Some(Repeat::OtherUnderKey)) => Some(Verdict::Failed(Failure::KeyReused)),
                (Ask::Decide(request), None) => Some(self.one_alone(ids, request)),
                (Ask::Fault { fault, detail }, None) => Some(self.fault(fault, detail)),
            });
        }
        verdicts
    }

    /// Decides one; a mistake of ours in it is its own failure and nobody else's.
    fn one_alone(&mut self, ids: &mut Ids, request: &Request) -> Verdict {
        let decided = catch_unwind(AssertUnwindSafe(|| self.round.decide(ids, request)));
        match decided {
            Ok(Ok(decided)) => {
                let baton_round::Done { outcome, record, text } = self.round.take(request, decided);
                if let (Some(receive), Some(message)) = (request.receive(), outcome.message) {
                    self.pictures(receive, message);
                }
                let done = Done { outcome, duplicate: false, text: text.map(Box::new) };
                Verdict::Done { done: Box::new(done), record }
            }
            Ok(Err(refusal)) => Verdict::Failed(Failure::Refused(refusal)),
            Err(panic) => {
                let words = panic.downcast_ref::<String>().cloned();
                let words = words.or_else(|| panic.downcast_ref::<&str>().map(|words| (*words).to_owned()));
                Verdict::Failed(Failure::Broken(words.unwrap_or_else(|| "no reason given".to_owned())))
            }
        }
    }

    fn fault(&mut self, fault: &str, detail: &str) -> Verdict {
        let event = Event::SetupFault { fault: fault.to_owned(), detail: detail.to_owned() };
        let record = self.round.tell(None, None, By::Carrier, vec![event]);
        let outcome = Outcome::default();
        let done = Done { outcome, duplicate: false, text: None };
        Verdict::Done { done: Box::new(done), record: Some(record) }
    }

    fn pictures(&mut self, receive: &Receive, message: MessageId) {
        for (index, media) in (0..).zip(&receive.media) {
            self.round.batch.media.push(MediaJob {
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
        let batch = self.round.finish();
        let conversations = batch.conversations.iter().filter_map(|conversation| conversation.next_at());
        self.next_at = conversations.chain(batch.texts.iter().filter_map(|text| text.next_at)).min();
        batch
    }

    /// Turns and loads after it.
    pub(super) fn team(&self) -> &Team {
        self.round.team()
    }

    /// What the rest of the engine is told after the commit.
    pub(super) fn committed(self) -> Committed {
        let free = free(self.round.directory(), self.round.team(), self.now);
        let batch = self.round.batch;
        let opted_out =
            batch.records.iter().flat_map(|record| &record.events).filter_map(|event| match event {
                Event::ConsentChanged { number, to: baton_core::ConsentState::Out, .. } => Some(*number),
                _ => None,
            });
        Committed {
            free,
            opted_out: opted_out.collect(),
            media: batch.media.iter().map(|job| job.message).collect(),
            texts: batch.texts,
            next_at: self.next_at,
            records: batch.records,
        }
    }
}

/// The queues in which something waits although somebody is free for it.
pub(super) fn free(directory: &Directory, team: &Team, now: Moment) -> Vec<QueueId> {
    let gives = |queue: &&Queue| queue.distribute != Distribute::Claim && team.waiting_in(queue.id) > 0;
    let free = |queue: &&Queue| directory.available(team, queue, now).next().is_some();
    directory.queues.iter().filter(gives).filter(free).map(|queue| queue.id).collect()
}
