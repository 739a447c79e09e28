//! Decides which text goes next, and when.

mod flights;

use super::asking::{self, Asking};
use super::lane::{AT_HAND, Item, Lane, Next};
use super::{Inbox, Word};
use crate::inner::Inner;
use crate::work::Busy;
use baton_core::{LineId, MachineTime, MessageId, Moment, NumberId, OutText, TextState};
use flights::{Flight, Landing};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::{Id, JoinSet};

/// How long to wait, in machine time, before the store is asked again after it failed.
const AGAIN: Duration = Duration::from_secs(1);

/// Decides which text goes next.
pub(crate) struct Dispatcher {
    inner: Arc<Inner>,
    inbox: Inbox,
    lanes: FxHashMap<LineId, Lane>,
    asking: FxHashMap<LineId, Asking>,
    /// Lines with texts that are to be taken up again then.
    left: Vec<(MachineTime, LineId)>,
    flights: JoinSet<Landing>,
    about: FxHashMap<Id, Flight>,
    numbers: FxHashSet<NumberId>,
    texts: FxHashSet<MessageId>,
    dice: fastrand::Rng,
    /// Something waits that may go at once, or for the line's pace: a rehearsal waits for it.
    waiting: Option<Busy>,
    /// What was heard or has landed since something was last let go: what comes of it begins then.
    heard: Vec<Busy>,
    leads: bool,
    stopped: bool,
}

/// Until when the dispatcher may sleep.
#[derive(Debug, Default)]
struct Sleep {
    /// Of a line.
    pace: Option<MachineTime>,
    /// For a carrier that could not be asked, or before another try; nobody waits for those.
    pause: Option<MachineTime>,
    until: Option<Moment>,
}

impl Dispatcher {
    pub(crate) fn new(inner: Arc<Inner>, inbox: Inbox) -> Self {
        let dice = fastrand::Rng::with_seed(inner.options.seed);
        Self {
            inner,
            inbox,
            lanes: FxHashMap::default(),
            asking: FxHashMap::default(),
            left: Vec::new(),
            flights: JoinSet::new(),
            about: FxHashMap::default(),
            numbers: FxHashSet::default(),
            texts: FxHashSet::default(),
            dice,
            waiting: None,
            heard: Vec::new(),
            leads: false,
            stopped: false,
        }
    }

    /// Hands over, for as long as the engine lives. Texts that a crash left half handed over come first.
    pub(crate) async fn run(mut self) {
        if self.inner.lead.leads() {
            self.lead(true).await;
        }
        loop {
            self.refill().await;
            let sleep = self.dispatch();
            let clock = self.inner.clock.clone();
            let pace = [sleep.pace, sleep.pause].into_iter().flatten().min();
            let pace = pace.map(|at| at.since(clock.machine()));
            tokio::select! {
                biased;
                Some(landed) = self.flights.join_next_with_id(), if !self.flights.is_empty() => self.land(&landed),
                Some((word, busy)) = self.inbox.recv() => self.hear(word, busy).await,
                () = clock.pause(pace.unwrap_or_default()), if pace.is_some() => {}
                () = clock.reach(sleep.until), if sleep.until.is_some() => {}
                else => return,
            }
        }
    }

    /// This node leads from here on, or does no longer. What the leader before left half handed over comes first.
    async fn lead(&mut self, leads: bool) {
        if self.leads == leads {
            return;
        }
        self.leads = leads;
        self.lanes.clear();
        self.asking.clear();
        self.left.clear();
        if leads {
            self.recover().await;
            self.look_everywhere();
        }
    }

    async fn hear(&mut self, word: Word, busy: Busy) {
        match word {
            Word::Stop => self.stopped = true,
            Word::Lead(leads) => self.lead(leads).await,
            // Whoever leads hears of it, or reads it.
            _ if !self.leads => {}
            Word::Texts(mut texts) => {
                texts.sort_by_key(|text| (text.written_at, text.id));
                for text in &texts {
                    self.note(text);
                }
            }
            Word::Expired(text) => self.expire(&text),
            Word::Silent(line, text) => self.asking.entry(line).or_default().put(text),
            Word::OptedOut(number) => self.cancel(number),
            Word::Lines => self.look_everywhere(),
        }
        self.heard.push(busy);
    }

    /// Every line may have texts in the store that are not at hand.
    fn look_everywhere(&mut self) {
        let ids: Vec<_> = self.inner.known().lines.ids().collect();
        for line in ids {
            self.lanes.entry(line).or_insert_with(Lane::new).more = true;
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
        let machine = self.inner.clock.machine();
        let due = self.left.extract_if(.., |(at, _)| *at <= machine).map(|(_, line)| line);
        for line in due.collect::<Vec<_>>() {
            self.lanes.entry(line).or_insert_with(Lane::new).more = true;
        }
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
        let lines: Vec<LineId> = self.asking.keys().copied().collect();
        for line in lines {
            self.ask_line(line, &mut sleep);
        }
        let left = self.left.iter().map(|(at, _)| *at).min();
        sleep.pause = [sleep.pause, left].into_iter().flatten().min();
        let held = self.lanes.values().map(Lane::len).sum::<usize>() + self.about.len();
        self.inner.signals.outbox.holds(held);
        let machine = self.inner.clock.machine();
        let asks =
            self.asking.values().any(|asking| asking.len() > 0 && asking.paused_until(machine).is_none());
        self.waiting = (sleep.pace.is_some() || asks).then(|| self.inner.signals.work.begin());
        self.heard.clear();
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

    /// The carrier is silent about these; a text that is on its way from here tells by itself.
    fn ask_line(&mut self, line: LineId, sleep: &mut Sleep) {
        let machine = self.inner.clock.machine();
        while !self.stopped && self.asked_at_once(line) < asking::AT_ONCE {
            let Some(asking) = self.asking.get_mut(&line) else { return };
            let Some(text) = asking.next(machine) else {
                let until = asking.paused_until(machine);
                sleep.pause = [sleep.pause, until].into_iter().flatten().min();
                return;
            };
            if !self.texts.contains(&text) {
                self.ask_about(line, text);
            }
        }
    }
}
