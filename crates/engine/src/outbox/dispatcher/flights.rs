//! Texts on their way: each hand-over and each question to a carrier is a task of its own, and what it came to is learnt here.

use super::{AGAIN, Dispatcher};
use crate::inner::Inner;
use crate::outbox::{handing, look_up};
use crate::work::Busy;
use baton_core::{By, Command, LineId, MessageId, NumberId, OutText, TextKind};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::{Id, JoinError};

/// After how long, in machine time, a text that could not even be marked is taken up again.
const LEFT: Duration = Duration::from_mins(1);

/// A text that is on its way, or being asked about.
#[derive(Debug)]
pub(super) struct Flight {
    line: LineId,
    text: MessageId,
    /// The number that gets no other text meanwhile.
    number: Option<NumberId>,
    /// The carrier is being asked about it.
    asks: bool,
    busy: Busy,
}

/// What a flight came to, as far as the dispatcher has something to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Landing {
    /// Nothing is left to do.
    Done,
    /// The carrier could not be asked; not again before so long, where it says so.
    AskAgain(Option<Duration>),
    /// The text waits in the store as before.
    Left,
}

impl Dispatcher {
    pub(super) async fn recover(&mut self) {
        let busy = self.inner.signals.work.begin();
        let sending = loop {
            match self.inner.read(|reader| reader.sending()).await {
                Ok(sending) => break sending,
                Err(error) => {
                    tracing::warn!(%error, "the outbox could not be read; trying again in a second");
                    self.inner.clock.pause(AGAIN).await;
                }
            }
        };
        // What is on its way from here tells by itself.
        for text in sending.into_iter().filter(|text| !self.texts.contains(&text.id)).collect::<Vec<_>>() {
            let inner = Arc::clone(&self.inner);
            let (line, id, number) = (text.line, text.id, text.number);
            let flight = async move {
                let known = inner.known();
                let spoken = known.lines.get(line).and_then(|(_, spoken)| spoken.ok());
                look_up::recover(&inner, spoken, &text).await;
                Landing::Done
            };
            let guard = self.inner.signals.work.begin();
            let number = Some(number);
            self.fly(flight, Flight { line, text: id, number, asks: false, busy: guard });
        }
        drop(busy);
    }

    pub(super) fn on_their_way(&self, line: LineId) -> usize {
        self.about.values().filter(|flight| flight.line == line && flight.number.is_some()).count()
    }

    pub(super) fn send(&mut self, line: LineId, text: MessageId, number: NumberId) {
        let busy = self.inner.signals.work.begin();
        let (inner, jitter) = (Arc::clone(&self.inner), self.dice.f64());
        let flight = async move {
            let known = inner.known();
            match known.lines.get(line) {
                Some((_, Ok(spoken))) if handing::hand_over(&inner, spoken, text, jitter).await => {
                    Landing::Done
                }
                _ => Landing::Left,
            }
        };
        self.fly(flight, Flight { line, text, number: Some(number), asks: false, busy });
    }

    /// A text that came too late is dropped where it waits, also where its line is slow or cannot send at all. Others to
    /// its number may be on their way meanwhile.
    pub(super) fn expire(&mut self, text: &OutText) {
        if self.texts.contains(&text.id) {
            return;
        }
        if let Some(lane) = self.lanes.get_mut(&text.line) {
            lane.remove(text.id);
        }
        let busy = self.inner.signals.work.begin();
        let (inner, line, text) = (Arc::clone(&self.inner), text.line, text.id);
        let flight = async move {
            withdraw(&inner, text).await;
            Landing::Done
        };
        self.fly(flight, Flight { line, text, number: None, asks: false, busy });
    }

    pub(super) fn asked_at_once(&self, line: LineId) -> usize {
        self.about.values().filter(|flight| flight.line == line && flight.asks).count()
    }

    pub(super) fn ask_about(&mut self, line: LineId, id: MessageId) {
        let busy = self.inner.signals.work.begin();
        let inner = Arc::clone(&self.inner);
        let flight = async move {
            // It may have waited for its turn, and something may have come of it since.
            let text = match inner.read(move |reader| reader.text(id)).await {
                Ok(Some(text)) if text.next_at.is_some_and(|at| at <= inner.clock.now()) => text,
                Ok(_) => return Landing::Done,
                Err(_) => return Landing::AskAgain(Some(AGAIN)),
            };
            let known = inner.known();
            let spoken = known.lines.get(line).and_then(|(_, spoken)| spoken.ok());
            match look_up::ask_about(&inner, spoken, &text).await {
                Ok(()) => Landing::Done,
                Err(look_up::NotNow { after }) => Landing::AskAgain(after),
            }
        };
        self.fly(flight, Flight { line, text: id, number: None, asks: true, busy });
    }

    /// What waits for a number that opted out is cancelled, so that its authors are told.
    pub(super) fn cancel(&mut self, number: NumberId) {
        let busy = self.inner.signals.work.begin();
        let inner = Arc::clone(&self.inner);
        let flight = async move {
            let queued = inner.read(move |reader| reader.queued_to(number)).await.unwrap_or_default();
            for text in queued.into_iter().filter(|text| text.kind != TextKind::OptOutConfirmation) {
                withdraw(&inner, text.id).await;
            }
            Landing::Done
        };
        let about = Flight { line: LineId(0), text: MessageId(0), number: None, asks: false, busy };
        self.fly(flight, about);
    }

    fn fly(&mut self, flight: impl Future<Output = Landing> + Send + 'static, about: Flight) {
        self.numbers.extend(about.number);
        self.texts.insert(about.text);
        let id = self.flights.spawn(flight).id();
        self.about.insert(id, about);
    }

    pub(super) fn land(&mut self, landed: &Result<(Id, Landing), JoinError>) {
        let (id, landing) = match landed {
            Ok((id, landing)) => (*id, *landing),
            Err(error) => {
                tracing::error!(%error, "handing a text over broke off; it is looked up later");
                (error.id(), Landing::Left)
            }
        };
        let Some(flight) = self.about.remove(&id) else { return };
        self.texts.remove(&flight.text);
        if let Some(number) = flight.number {
            self.numbers.remove(&number);
        }
        self.learn(&flight, landing);
        self.heard.push(flight.busy);
    }

    fn learn(&mut self, flight: &Flight, landing: Landing) {
        if !self.leads {
            return;
        }
        let machine = self.inner.clock.machine();
        match landing {
            Landing::AskAgain(after) => {
                self.asking.entry(flight.line).or_default().again(flight.text, after, machine);
            }
            Landing::Done if flight.asks => self.asking.entry(flight.line).or_default().answered(),
            Landing::Left if flight.number.is_some() => self.left.push((machine + LEFT, flight.line)),
            Landing::Done | Landing::Left => {}
        }
        // A line that nobody is asked about any more is not gone through again.
        self.asking.retain(|_, asking| asking.len() > 0 || asking.is_troubled());
    }
}

/// Cancels a text that waits; the core says why. One that is being handed over right now is the core's to drop, or is
/// on its way.
async fn withdraw(inner: &Inner, text: MessageId) {
    if let Err(failure) = inner.insist(Command::Cancel(text), By::Policy).await {
        tracing::debug!(%text, %failure, "not cancelled");
    }
}
