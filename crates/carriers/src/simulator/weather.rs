//! How the pretend network behaves.

use std::time::Duration;

use super::dice::Dice;
use crate::Failure;

/// How often something happens, in parts of a million.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Chance(u32);

impl Chance {
    /// It never happens.
    pub const NEVER: Self = Self(0);
    /// It always happens.
    pub const ALWAYS: Self = Self(1_000_000);

    /// So many times in a hundred.
    pub const fn percent(percent: u32) -> Self {
        Self(percent.saturating_mul(10_000))
    }

    /// How many times in a hundred, rounded down.
    pub const fn in_percent(self) -> u32 {
        self.0 / 10_000
    }

    /// Whether it happens this time. Throws the dice always, so that one chance does not shift the others.
    pub(super) fn happens(self, dice: &mut Dice) -> bool {
        dice.below(1_000_000) < u64::from(self.0)
    }
}

/// The weather between the line and its pretend phones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weather {
    /// How long each step takes: to the phone, from the phone, each word about a text.
    pub delay: Duration,
    /// Up to so much longer, by chance.
    pub jitter: Duration,
    /// An event comes twice; the second time after another delay.
    pub duplicate: Chance,
    /// An event is overtaken by the one after it.
    pub reorder: Chance,
    /// A text is refused at once.
    pub refuse: Chance,
    /// A text is accepted and then fails.
    pub fail: Chance,
    /// A text is accepted and does not reach the phone.
    pub undelivered: Chance,
    /// The carrier is too busy: nothing is sent, later it may be.
    pub busy: Chance,
    /// The carrier takes the text, and its answer is lost.
    pub answer_lost: Chance,
    /// The request is lost before the carrier sees it, which looks the same from here.
    pub request_lost: Chance,
    /// The carrier takes and delivers the text, and never says so.
    pub silent: Chance,
}

impl Weather {
    /// Nothing goes wrong: a second for each step.
    pub const fn fair() -> Self {
        Self {
            delay: Duration::from_secs(1),
            jitter: Duration::ZERO,
            duplicate: Chance::NEVER,
            reorder: Chance::NEVER,
            refuse: Chance::NEVER,
            fail: Chance::NEVER,
            undelivered: Chance::NEVER,
            busy: Chance::NEVER,
            answer_lost: Chance::NEVER,
            request_lost: Chance::NEVER,
            silent: Chance::NEVER,
        }
    }

    /// Everything goes wrong now and then.
    pub const fn stormy() -> Self {
        let some = Chance::percent(5);
        Self {
            delay: Duration::from_secs(2),
            jitter: Duration::from_secs(20),
            duplicate: Chance::percent(20),
            reorder: Chance::percent(20),
            refuse: some,
            fail: some,
            undelivered: some,
            busy: some,
            answer_lost: some,
            request_lost: some,
            silent: some,
        }
    }

    /// Whether texts arrive otherwise than in `other`: later, twice or in another order.
    pub(super) fn differs_for_arrivals(&self, other: &Self) -> bool {
        let arrivals = |weather: &Self| (weather.delay, weather.jitter, weather.duplicate, weather.reorder);
        arrivals(self) != arrivals(other)
    }

    pub(super) fn step(&self, dice: &mut Dice) -> Duration {
        let jitter = u64::try_from(self.jitter.as_micros()).unwrap_or(u64::MAX - 1);
        self.delay + Duration::from_micros(dice.below(jitter.saturating_add(1)))
    }
}

/// What becomes of one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It arrives.
    Delivered,
    /// It arrives, and nobody says so.
    Silent,
    /// It is taken and does not reach the phone.
    Undelivered(Failure),
    /// It is taken and fails.
    Failed(Failure),
    /// It is refused at once.
    Refused(Failure),
    /// The carrier is too busy.
    Busy,
    /// It arrives, and the answer to the send is lost.
    AnswerLost,
    /// It never reaches the carrier, and no answer comes.
    RequestLost,
}

/// A fate laid down beforehand for certain texts; it goes before the weather.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// Only texts to this phone; none means any.
    pub to: Option<String>,
    /// Only texts with these words in them; none means any.
    pub containing: Option<String>,
    /// What becomes of them.
    pub fate: Fate,
    /// For how many texts it holds.
    pub times: u32,
}

impl Script {
    pub(super) fn fits(&self, to: &str, body: &str) -> bool {
        self.times > 0
            && self.to.as_deref().is_none_or(|own| own == to)
            && self.containing.as_deref().is_none_or(|words| body.contains(words))
    }
}
