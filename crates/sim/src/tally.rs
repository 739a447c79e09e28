//! What occurred how often: a run that never comes across something proves nothing about it.

use crate::checker::Checker;
use baton_core::{ConversationId, Event, Moment, Notice, OwnerCause, Record, Refusal, Status};
use std::collections::BTreeMap;

/// Pairs of things that are hard when they meet.
pub const PAIRS: [&str; 7] = [
    "offer with shift edge",
    "STOP with a queued reply",
    "failure with closed",
    "accept with close",
    "away with reopening",
    "capacity with a batch",
    "a change that moves what was shown",
];

/// Counts.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Days of people's work that were simulated.
    pub days: u64,
    /// By name: events, refusals, pairs, crashes.
    pub counts: BTreeMap<String, u64>,
    accepted: BTreeMap<ConversationId, Moment>,
}

impl Tally {
    /// Adds those of another run.
    pub fn add(&mut self, other: &Self) {
        self.days += other.days;
        for (name, count) in &other.counts {
            *self.counts.entry(name.clone()).or_default() += count;
        }
    }

    /// How often it occurred.
    pub fn of(&self, name: &str) -> u64 {
        self.counts.get(name).copied().unwrap_or(0)
    }

    pub(crate) fn count(&mut self, name: &str) {
        if let Some(count) = self.counts.get_mut(name) {
            *count += 1;
        } else {
            self.counts.insert(name.to_owned(), 1);
        }
    }

    pub(crate) fn refusal(&mut self, refusal: &Refusal) {
        self.count(match refusal {
            Refusal::NotFound(_) => "refusal NotFound",
            Refusal::Newer { .. } => "refusal Newer",
            Refusal::Changed { .. } => "refusal Changed",
            Refusal::ContactChanged { .. } => "refusal ContactChanged",
            Refusal::AlreadyOpen(_) => "refusal AlreadyOpen",
            Refusal::OptedOut { .. } => "refusal OptedOut",
            Refusal::QuietHours { .. } => "refusal QuietHours",
            Refusal::TakenOver(_) => "refusal TakenOver",
            Refusal::Closed => "refusal Closed",
            Refusal::NotNow(_) => "refusal NotNow",
            Refusal::NotAllowed(_) => "refusal NotAllowed",
            Refusal::Invalid { .. } => "refusal Invalid",
        });
    }

    /// Several records of one commit.
    pub(crate) fn batch(&mut self, records: &[Record]) {
        let given = |record: &&Record| {
            record
                .events
                .iter()
                .any(|event| matches!(event, Event::OwnerChanged { cause: OwnerCause::Distribution, .. }))
        };
        let kept = |record: &&Record| {
            record
                .events
                .iter()
                .any(|event| matches!(event, Event::Told { about: Notice::NobodyAvailable, .. }))
        };
        if records.iter().filter(given).count() > 0 && records.iter().filter(kept).count() > 0 {
            self.count("capacity with a batch");
        }
    }

    /// One of them right after the other, at the same instant.
    fn accept_with_close(&mut self, id: ConversationId, event: &Event, at: Moment) {
        match event {
            Event::HandoffAccepted { .. } => drop(self.accepted.insert(id, at)),
            Event::Closed { .. } if self.accepted.get(&id) == Some(&at) => self.count("accept with close"),
            Event::HandoffWithdrawn { cause: baton_core::WithdrawCause::Closed, .. } => {
                self.count("accept with close");
            }
            _ => {}
        }
    }

    /// One record, before the checker has read it.
    pub(crate) fn record(&mut self, record: &Record, checker: &Checker) {
        for event in &record.events {
            self.count(event.name());
            if let Some(id) = record.conversation {
                self.accept_with_close(id, event, record.at);
            }
            match event {
                Event::ShiftChanged { rota, .. } => {
                    for _ in 0..checker.offers_through(rota) {
                        self.count("offer with shift edge");
                    }
                }
                Event::ConsentChanged { number, to: baton_core::ConsentState::Out, .. }
                    if checker.has_queued(*number) =>
                {
                    self.count("STOP with a queued reply");
                }
                Event::TextFailed { .. } if checker.status(record.conversation) == Some(Status::Closed) => {
                    self.count("failure with closed");
                }
                Event::Reopened { id } if checker.owner_is_away(*id, record.at) => {
                    self.count("away with reopening");
                }
                _ => {}
            }
        }
    }
}

/// Every refusal, by the name under which it is counted.
pub const REFUSALS: [&str; 12] = [
    "refusal NotFound",
    "refusal Newer",
    "refusal Changed",
    "refusal ContactChanged",
    "refusal AlreadyOpen",
    "refusal OptedOut",
    "refusal QuietHours",
    "refusal TakenOver",
    "refusal Closed",
    "refusal NotNow",
    "refusal NotAllowed",
    "refusal Invalid",
];
