//! The state of the pretend network.

use std::collections::BTreeMap;
use std::time::Duration;

use baton_hours::MachineTime;

use super::dice::Dice;
use super::weather::{Fate, Script, Weather};
use crate::{
    CarrierEvent, CarrierState, Failure, InboundText, LookUp, OutboundText, Reason, SendOutcome, Sighting,
    StatusUpdate, Wanted,
};

/// How many texts the network remembers.
const KEPT: usize = 100_000;

/// How long an id is before its number: `SIM` and the seed.
const ID_PREFIX: usize = 3 + 16;

/// A text as the network remembers it, and as a pretend phone shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneText {
    /// Its id at the carrier.
    pub carrier_id: String,
    /// Our own identity of it.
    pub reference: String,
    /// The line it came from.
    pub from: String,
    /// The phone.
    pub to: String,
    /// The words.
    pub body: String,
    /// Pictures and files.
    pub media: Vec<String>,
    /// When it was handed over.
    pub handed_at: MachineTime,
    /// How far it is, by the last word that fell due.
    pub state: CarrierState,
    /// Why it failed, if it did.
    pub failure: Option<Failure>,
    /// It never shows on the phone: it failed, or will.
    pub lost: bool,
}

#[derive(Debug)]
pub(super) struct World {
    seed: u64,
    dice: Dice,
    weather: Weather,
    /// Of lines that have a weather of their own, by number.
    of_lines: BTreeMap<String, Weather>,
    scripts: Vec<Script>,
    /// By the number in their id.
    texts: BTreeMap<u64, PhoneText>,
    /// How many ids were given out.
    ids: u64,
    due: BTreeMap<(MachineTime, u64), CarrierEvent>,
    /// How many events were scheduled; keeps those of one instant in order.
    scheduled: u64,
}

impl World {
    pub(super) fn new(seed: u64, weather: Weather) -> Self {
        Self {
            seed,
            dice: Dice::new(seed),
            weather,
            of_lines: BTreeMap::new(),
            scripts: Vec::new(),
            texts: BTreeMap::new(),
            ids: 0,
            due: BTreeMap::new(),
            scheduled: 0,
        }
    }

    pub(super) fn set_weather(&mut self, weather: Weather) {
        self.weather = weather;
    }

    pub(super) fn weather(&self) -> Weather {
        self.weather
    }

    pub(super) fn set_weather_of(&mut self, line: &str, weather: Option<Weather>) {
        match weather {
            Some(weather) => drop(self.of_lines.insert(line.to_owned(), weather)),
            None => drop(self.of_lines.remove(line)),
        }
    }

    pub(super) fn own_weather_of(&self, line: &str) -> Option<Weather> {
        self.of_lines.get(line).copied()
    }

    pub(super) fn weather_of(&self, line: &str) -> Weather {
        self.own_weather_of(line).unwrap_or(self.weather)
    }

    pub(super) fn add_script(&mut self, script: Script) {
        self.scripts.push(script);
    }

    pub(super) fn text_from_phone(&mut self, from: &str, to: &str, body: &str, now: MachineTime) -> String {
        let carrier_id = self.next_id();
        let text = InboundText {
            carrier_id: carrier_id.clone(),
            from: from.to_owned(),
            to: to.to_owned(),
            body: body.to_owned(),
            media: Vec::new(),
            carrier_time: None,
            opt_out_type: None,
            answered_by_carrier: false,
            segments: None,
            pool: None,
        };
        self.schedule(to, vec![CarrierEvent::Text(text)], now);
        carrier_id
    }

    pub(super) fn send(&mut self, text: &OutboundText) -> SendOutcome {
        let lost_answer =
            || SendOutcome::Unknown { why: "the pretend carrier did not answer in time".to_owned() };
        let fate = self.fate(text);
        match fate {
            Fate::Refused(failure) => SendOutcome::Refused(failure),
            Fate::Busy => SendOutcome::TryLater {
                after: Some(Duration::from_secs(5)),
                failure: Failure::of(Reason::TooFast, "the pretend carrier is busy"),
            },
            Fate::RequestLost => lost_answer(),
            Fate::AnswerLost => {
                self.accept(text, &fate);
                lost_answer()
            }
            Fate::Delivered | Fate::Silent | Fate::Undelivered(_) | Fate::Failed(_) => {
                let carrier_id = self.accept(text, &fate);
                SendOutcome::Accepted { carrier_id, segments: None, state: CarrierState::Queued }
            }
        }
    }

    /// By script, else by the weather. All dice are thrown whatever the first ones say, so that a change of one chance
    /// leaves the rest of a run as it was.
    fn fate(&mut self, text: &OutboundText) -> Fate {
        let weather = self.weather_of(&text.from);
        let dice = &mut self.dice;
        let failure = |reason, code: &str| Failure { reason, code: Some(code.to_owned()), message: None };
        let by_weather = [
            (weather.refuse.happens(dice), Fate::Refused(failure(Reason::InvalidNumber, "SIM-REFUSED"))),
            (weather.busy.happens(dice), Fate::Busy),
            (weather.request_lost.happens(dice), Fate::RequestLost),
            (weather.answer_lost.happens(dice), Fate::AnswerLost),
            (weather.fail.happens(dice), Fate::Failed(failure(Reason::CarrierFault, "SIM-FAILED"))),
            (
                weather.undelivered.happens(dice),
                Fate::Undelivered(failure(Reason::Unreachable, "SIM-UNREACHABLE")),
            ),
            (weather.silent.happens(dice), Fate::Silent),
        ];
        if let Some(script) = self.scripts.iter_mut().find(|script| script.fits(&text.to, &text.body)) {
            script.times -= 1;
            return script.fate.clone();
        }
        by_weather.into_iter().find(|(happens, _)| *happens).map_or(Fate::Delivered, |(_, fate)| fate)
    }

    fn accept(&mut self, text: &OutboundText, fate: &Fate) -> String {
        let carrier_id = self.next_id();
        let silent = matches!(fate, Fate::Silent);
        let text_kept = PhoneText {
            carrier_id: carrier_id.clone(),
            reference: text.reference.clone(),
            from: text.from.clone(),
            to: text.to.clone(),
            body: text.body.clone(),
            media: text.media.clone(),
            handed_at: text.handed_at,
            state: if silent { CarrierState::Delivered } else { CarrierState::Queued },
            failure: None,
            lost: matches!(fate, Fate::Undelivered(_) | Fate::Failed(_)),
        };
        self.texts.insert(self.ids, text_kept);
        if self.texts.len() > KEPT {
            self.texts.pop_first();
        }
        let words = match fate {
            Fate::Silent => vec![],
            Fate::Failed(failure) => vec![(CarrierState::Failed, Some(failure.clone()))],
            Fate::Undelivered(failure) => {
                vec![(CarrierState::Sent, None), (CarrierState::Undelivered, Some(failure.clone()))]
            }
            _ => vec![(CarrierState::Sent, None), (CarrierState::Delivered, None)],
        };
        let word = |(state, failure)| {
            CarrierEvent::Status(StatusUpdate {
                carrier_id: carrier_id.clone(),
                our_reference: Some(text.reference.clone()),
                state,
                failure,
                to: Some(text.to.clone()),
            })
        };
        self.schedule(&text.from, words.into_iter().map(word).collect(), text.handed_at);
        carrier_id
    }

    /// Makes `events` of a line fall due one after another, as far as its weather lets them.
    pub(super) fn schedule(&mut self, line: &str, events: Vec<CarrierEvent>, now: MachineTime) {
        let weather = self.weather_of(line);
        let mut at = now;
        for event in events {
            at += weather.step(&mut self.dice);
            // An event that is overtaken waits for longer than the next two steps.
            let overtaken = weather.reorder.happens(&mut self.dice);
            let late = (weather.delay + weather.jitter) * 2 + Duration::from_millis(1);
            let due = if overtaken { at + late } else { at };
            let again = due + weather.step(&mut self.dice);
            if weather.duplicate.happens(&mut self.dice) {
                self.push(again, event.clone());
            }
            self.push(due, event);
        }
    }

    fn push(&mut self, at: MachineTime, event: CarrierEvent) {
        self.scheduled += 1;
        self.due.insert((at, self.scheduled), event);
    }

    pub(super) fn due_events(&mut self, now: MachineTime) -> Vec<CarrierEvent> {
        let later = self.due.split_off(&(now + Duration::from_micros(1), 0));
        let events: Vec<CarrierEvent> = std::mem::replace(&mut self.due, later).into_values().collect();
        for event in &events {
            if let CarrierEvent::Status(word) = event {
                self.learn(word);
            }
        }
        events
    }

    /// The network's own state moves as its words fall due.
    fn learn(&mut self, word: &StatusUpdate) {
        let number = number_in(&word.carrier_id);
        if let Some(text) = number.and_then(|number| self.texts.get_mut(&number)) {
            text.state = text.state.max(word.state);
            text.failure = text.failure.take().or_else(|| word.failure.clone());
        }
    }

    pub(super) fn next_due(&self) -> Option<MachineTime> {
        self.due.keys().next().map(|(at, _)| *at)
    }

    pub(super) fn inbox(&self, phone: &str) -> Vec<PhoneText> {
        self.texts.values().filter(|text| text.to == phone && !text.lost).cloned().collect()
    }

    pub(super) fn look_up(&self, wanted: &Wanted) -> LookUp {
        let found: Vec<&PhoneText> = match wanted {
            Wanted::Id(id) => self.texts.values().filter(|text| text.carrier_id == *id).collect(),
            Wanted::Content { text, not } => {
                self.texts.values().filter(|own| own.can_be(text, not)).collect()
            }
        };
        match found[..] {
            [] => LookUp::NotFound,
            [one] => LookUp::Found(one.sighting()),
            _ => LookUp::Ambiguous { sightings: found.into_iter().map(PhoneText::sighting).collect() },
        }
    }

    fn next_id(&mut self) -> String {
        self.ids += 1;
        format!("SIM{:016x}{:08x}", self.seed, self.ids)
    }
}

/// The number at the end of an id.
fn number_in(carrier_id: &str) -> Option<u64> {
    u64::from_str_radix(carrier_id.get(ID_PREFIX..)?, 16).ok()
}

impl PhoneText {
    fn can_be(&self, text: &OutboundText, not: &[String]) -> bool {
        let same = self.from == text.from
            && self.to == text.to
            && self.body == text.body
            && self.media == text.media;
        same && self.handed_at >= text.handed_at && !not.contains(&self.carrier_id)
    }

    fn sighting(&self) -> Sighting {
        Sighting {
            carrier_id: self.carrier_id.clone(),
            state: self.state,
            failure: self.failure.clone(),
            segments: None,
        }
    }
}
