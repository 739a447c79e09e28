//! A carrier whose customers are pretend phones, for the demo, for rehearsals and for the simulation.
//!
//! Deterministic: the same seed, calls and times give the same events. Nothing runs by itself: texts and words about
//! texts fall due at times counted from those handed in, and the caller pulls them with [`Simulator::due_events`].

mod dice;
mod weather;
mod world;

use std::sync::{Mutex, MutexGuard, PoisonError};

use baton_hours::MachineTime;
use http::StatusCode;

pub use weather::{Chance, Fate, Script, Weather};
pub use world::PhoneText;
use world::World;

use crate::{
    Arrival, Capabilities, Carrier, CarrierAnswer, CarrierEvent, Distrust, Idempotency, InboundText,
    KeywordHandling, LookUp, LookUpMeans, MediaAccess, OutboundText, Pace, Reply, SendOutcome, Verdict,
    Wanted, WebhookRequest,
};

/// The pretend network of one workspace's simulated lines.
#[derive(Debug)]
pub struct Simulator {
    world: Mutex<World>,
}

impl Simulator {
    /// A network with its dice. The seed is part of every id that it gives out: one that lives beside a database must
    /// have a new seed at each start, or its ids repeat and count as duplicates.
    pub fn new(seed: u64, weather: Weather) -> Self {
        Self { world: Mutex::new(World::new(seed, weather)) }
    }

    /// The weather from now on.
    pub fn set_weather(&self, weather: Weather) {
        self.world().set_weather(weather);
    }

    /// The weather of one line from now on, by its number; none: that of the network. What is on its way already comes
    /// as it would have.
    pub fn set_weather_of(&self, line: &str, weather: Option<Weather>) {
        self.world().set_weather_of(line, weather);
    }

    /// The weather of a line now: its own, else that of the network.
    pub fn weather_of(&self, line: &str) -> Weather {
        self.world().weather_of(line)
    }

    /// The weather that lines without one of their own have.
    pub fn weather(&self) -> Weather {
        self.world().weather()
    }

    /// Whether a pretend phone's text to this line goes through the weather: its own one delays, repeats or mixes up
    /// what arrives. On other lines whoever brings one may store it at once.
    pub fn holds_arrivals(&self, line: &str) -> bool {
        let world = self.world();
        world.own_weather_of(line).is_some_and(|own| own.differs_for_arrivals(&world.weather()))
    }

    /// Lays down what becomes of certain texts. The first script that fits counts.
    pub fn add_script(&self, script: Script) {
        self.world().add_script(script);
    }

    /// A pretend phone texts `to`. The text falls due by the weather; its id at the carrier is returned.
    pub fn text_from_phone(&self, from: &str, to: &str, body: &str, now: MachineTime) -> String {
        self.world().text_from_phone(from, to, body, now)
    }

    /// A text with everything that a carrier can say, its id included. It falls due by the weather.
    pub fn deliver(&self, text: InboundText, now: MachineTime) {
        let line = text.to.clone();
        self.world().schedule(&line, vec![CarrierEvent::Text(text)], now);
    }

    /// What fell due until `now`, in order, once.
    pub fn due_events(&self, now: MachineTime) -> Vec<CarrierEvent> {
        self.world().due_events(now)
    }

    /// When the next event falls due.
    pub fn next_due(&self) -> Option<MachineTime> {
        self.world().next_due()
    }

    /// What a pretend phone got, oldest first. The last 100,000 texts of the network are kept.
    pub fn inbox(&self, phone: &str) -> Vec<PhoneText> {
        self.world().inbox(phone)
    }

    fn world(&self) -> MutexGuard<'_, World> {
        // Every change of the world is whole before anything in it can panic.
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Carrier for Simulator {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            keywords: KeywordHandling::Ours,
            idempotency: Idempotency::None,
            echoes_reference: true,
            look_up: LookUpMeans::ByContent,
            pace: Pace::segments_per_second(100),
            media_per_text: 10,
            reaches_people: false,
        }
    }

    fn receive(&self, _: &WebhookRequest<'_>) -> Result<Arrival, Distrust> {
        Err(Distrust::NotCalled { carrier: "simulator" })
    }

    fn answer(&self, verdict: Verdict) -> CarrierAnswer {
        let status = match verdict {
            Verdict::Stored => StatusCode::NO_CONTENT,
            Verdict::TryAgain => StatusCode::SERVICE_UNAVAILABLE,
            Verdict::Refused => StatusCode::NOT_FOUND,
        };
        CarrierAnswer { status, content_type: None, body: "".into(), retry_after: None }
    }

    fn send<'a>(&'a self, text: &'a OutboundText) -> Reply<'a, SendOutcome> {
        Box::pin(async move { self.world().send(text) })
    }

    fn look_up<'a>(&'a self, wanted: &'a Wanted) -> Reply<'a, LookUp> {
        Box::pin(async move { self.world().look_up(wanted) })
    }

    fn media_access(&self, _: &str) -> MediaAccess {
        MediaAccess::default()
    }
}
