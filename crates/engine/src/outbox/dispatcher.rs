//! Decides which text goes next, and when.

use super::lane::{AT_HAND, Item, Lane, Next};
use super::{Inbox, Word, handing, look_up};
use crate::inner::Inner;
use crate::work::Busy;
use baton_core::{
    By, Command, LineId, MachineTime, MessageId, Moment, NumberId, OutText, TextKind, TextState,
};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::{Id, JoinError, JoinSet};

/// How long to wait, in machine time, before the store is asked again after it failed.
const AGAIN: Duration = Duration::from_secs(1);

/// A text that is on its way, or being asked about.
#[derive(Debug)]
struct Flight {
    line: LineId,
    text: MessageId,
    /// The number that gets no other text meanwhile.
    number: Option<NumberId>,
    _busy: Busy,
}

/// Decides which text goes next.
pub(crate) struct Dispatcher {
    inner: Arc<Inner>,
    inbox: Inbox,
    lanes: FxHashMap<LineId, Lane>,
    flights: JoinSet<()>,
    about: FxHashMap<Id, Flight>,
    numbers: FxHashSet<NumberId>,
    texts: FxHashSet<MessageId>,
    dice: fastrand::Rng,
    /// Something waits that may go at once, or for the line's pace: a rehearsal waits for it.
    waiting: Option<Busy>,
    stopped: bool,
}

/// Until when the dispatcher may sleep.
#[derive(Debug, Default)]
struct Sleep {
    pace: Option<MachineTime>,
    until: Option<Moment>,
}

impl Dispatcher {
    pub(crate) fn new(inner: Arc<Inner>, inbox: Inbox) -> Self {
        let dice = fastrand::Rng::with_seed(inner.options.seed);
        Self {
            inner,
            inbox,
            lanes: FxHashMap::default(),
            flights: JoinSet::new(),
            about: FxHashMap::default(),
            numbers: FxHashSet::default(),
            texts: FxHashSet::default(),
            dice,
            waiting: None,
            stopped: false,
        }
    }

    /// Hands over, for as long as the engine lives. Texts that a crash left half handed over come first.
    pub(crate) async fn run(mut self) {
        self.recover().await;
        loop {
            self.refill().await;
            let sleep = self.dispatch();
            let clock = self.inner.clock.clone();
            let pace = sleep.pace.map(|at| at.since(clock.machine()));
            tokio::select! {
                biased;
                Some(landed) = self.flights.join_next_with_id(), if !self.flights.is_empty() => self.land(&landed),
                Some((word, busy)) = self.inbox.recv() => self.hear(word, busy),
                () = clock.pause(pace.unwrap_or_default()), if pace.is_some() => {}
                () = clock.reach(sleep.until), if sleep.until.is_some() => {}
                else => return,
            }
        }
    }

    async fn recover(&mut self) {
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
        for text in sending {
            let inner = Arc::clone(&self.inner);
            let (line, id, number) = (text.line, text.id, text.number);
            let flight = async move {
                let known = inner.known();
                let spoken = known.lines.get(line).and_then(|(_, spoken)| spoken.ok());
                look_up::recover(&inner, spoken, &text).await;
            };
            let guard = self.inner.signals.work.begin();
            self.fly(flight, Flight { line, text: id, number: Some(number), _busy: guard });
        }
        self.hear(Word::Lines, busy);
    }

    fn hear(&mut self, word: Word, busy: Busy) {
        match word {
            Word::Texts(mut texts) => {
                texts.sort_by_key(|text| (text.written_at, text.id));
                for text in &texts {
                    self.note(text);
                }
            }
            Word::Expired(text) => self.expire(&text, busy),
            Word::Silent(text) => self.ask_about(*text, busy),
            Word::OptedOut(number) => self.cancel(number, busy),
            Word::Lines => {
                let ids: Vec<_> = self.inner.known().lines.ids().collect();
                for line in ids {
                    self.lanes.entry(line).or_insert_with(Lane::new).more = true;
                }
            }
            Word::Stop => self.stopped = true,
        }
    }

    fn note(&mut self, text: &OutText) {
        let lane = self.lanes.entry(text.line).or_insert_with(Lane::new);
        match text.state {
            TextState::Queued => lane.put(Item::of(text)),
            _ => lane.remove(text.id),
        }
    }

    /// Takes from the store what waits, where little is at hand.
    async fn refill(&mut self) {
        let low: Vec<LineId> =
            self.lanes.iter().filter(|(_, lane)| lane.is_low()).map(|(line, _)| *line).collect();
        for line in low {
            match self.inner.read(move |reader| reader.queued(line, None, AT_HAND)).await {
                Ok(page) => {
                    if let Some(lane) = self.lanes.get_mut(&line) {
                        lane.fill(&page, &self.texts);
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "the outbox could not be read; trying again in a second");
                    self.inner.clock.pause(AGAIN).await;
                }
            }
        }
    }

    /// Lets go everything that may go now.
    fn dispatch(&mut self) -> Sleep {
        let mut sleep = Sleep::default();
        let lines: Vec<LineId> = self.lanes.keys().copied().collect();
        for line in lines {
            self.dispatch_line(line, &mut sleep);
        }
        let held = self.lanes.values().map(Lane::len).sum::<usize>() + self.about.len();
        self.inner.signals.outbox.holds(held);
        self.waiting = sleep.pace.is_some().then(|| self.inner.signals.work.begin());
        sleep
    }

    fn dispatch_line(&mut self, line: LineId, sleep: &mut Sleep) {
        let known = self.inner.known();
        let Some((_, Ok(spoken))) = known.lines.get(line) else { return };
        let pace = spoken.carrier.capabilities().pace;
        while !self.stopped && self.on_their_way(line) < self.inner.options.sends_at_once {
            let (now, machine) = (self.inner.clock.now(), self.inner.clock.machine());
            let Some(waiting) = self.lanes.get_mut(&line) else { return };
            match waiting.next(&self.numbers, now, machine) {
                Next::Go(item) => {
                    waiting.take(&item, pace, machine);
                    self.send(line, item.id, item.number);
                }
                Next::Pace(at) => {
                    sleep.pace = Some(sleep.pace.map_or(at, |pace| pace.min(at)));
                    return;
                }
                Next::Until(at) => {
                    sleep.until = Some(sleep.until.map_or(at, |until| until.min(at)));
                    return;
                }
                Next::Nothing => return,
            }
        }
    }

    fn on_their_way(&self, line: LineId) -> usize {
        self.about.values().filter(|flight| flight.line == line && flight.number.is_some()).count()
    }

    fn send(&mut self, line: LineId, text: MessageId, number: NumberId) {
        let busy = self.inner.signals.work.begin();
        let (inner, jitter) = (Arc::clone(&self.inner), self.dice.f64());
        let flight = async move {
            let known = inner.known();
            if let Some((_, Ok(spoken))) = known.lines.get(line) {
                handing::hand_over(&inner, spoken, text, jitter).await;
            }
        };
        self.fly(flight, Flight { line, text, number: Some(number), _busy: busy });
    }

    /// A text that came too late is dropped where it waits, also where its line is slow or cannot send at all. Others to
    /// its number may be on their way meanwhile.
    fn expire(&mut self, text: &OutText, busy: Busy) {
        if self.texts.contains(&text.id) {
            return;
        }
        if let Some(lane) = self.lanes.get_mut(&text.line) {
            lane.remove(text.id);
        }
        let (inner, line, text) = (Arc::clone(&self.inner), text.line, text.id);
        let flight = async move { withdraw(&inner, text).await };
        self.fly(flight, Flight { line, text, number: None, _busy: busy });
    }

    /// The carrier is silent; a text that is on its way from here tells by itself.
    fn ask_about(&mut self, text: OutText, busy: Busy) {
        if self.texts.contains(&text.id) {
            return;
        }
        let (inner, line, id) = (Arc::clone(&self.inner), text.line, text.id);
        let flight = async move {
            let known = inner.known();
            let spoken = known.lines.get(line).and_then(|(_, spoken)| spoken.ok());
            look_up::ask_about(&inner, spoken, &text).await;
        };
        self.fly(flight, Flight { line, text: id, number: None, _busy: busy });
    }

    /// What waits for a number that opted out is cancelled, so that its authors are told.
    fn cancel(&mut self, number: NumberId, busy: Busy) {
        let inner = Arc::clone(&self.inner);
        let flight = async move {
            let queued = inner.read(move |reader| reader.queued_to(number)).await.unwrap_or_default();
            for text in queued.into_iter().filter(|text| text.kind != TextKind::OptOutConfirmation) {
                withdraw(&inner, text.id).await;
            }
        };
        let about = Flight { line: LineId(0), text: MessageId(0), number: None, _busy: busy };
        self.fly(flight, about);
    }

    fn fly(&mut self, flight: impl Future<Output = ()> + Send + 'static, about: Flight) {
        self.numbers.extend(about.number);
        self.texts.insert(about.text);
        let id = self.flights.spawn(flight).id();
        self.about.insert(id, about);
    }

    fn land(&mut self, landed: &Result<(Id, ()), JoinError>) {
        let id = match landed {
            Ok((id, ())) => *id,
            Err(error) => {
                tracing::error!(%error, "handing a text over broke off; it is looked up later");
                error.id()
            }
        };
        let Some(flight) = self.about.remove(&id) else { return };
        self.texts.remove(&flight.text);
        if let Some(number) = flight.number {
            self.numbers.remove(&number);
        }
    }
}

/// Cancels a text that waits; the core says why. One that is being handed over right now is the core's to drop, or is
/// on its way.
async fn withdraw(inner: &Inner, text: MessageId) {
    if let Err(failure) = inner.insist(Command::Cancel(text), By::Policy).await {
        tracing::debug!(%text, %failure, "not cancelled");
    }
}
