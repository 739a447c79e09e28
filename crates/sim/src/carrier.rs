//! A carrier at its worst: it delays, repeats, reorders and loses words, takes a text and does not say so, says
//! nothing for hours, blocks numbers by itself. What it did is kept, for the checker: that is the truth outside.

use crate::dice::Dice;
use baton_core::{FailureReason, MessageId, Moment, TextState};
use std::collections::BTreeMap;
use std::time::Duration;

/// What a carrier answers to a text of ours.
#[derive(Debug, Clone)]
pub(crate) enum Said {
    /// It has it, under this id.
    Accepted(String),
    /// It will never take it.
    Refused(FailureReason),
    /// Nothing was sent; not before so long.
    Later(Duration),
    /// No answer came.
    Unknown,
}

/// What a look-up finds.
#[derive(Debug, Clone)]
pub(crate) enum Found {
    /// One text, as it stands.
    One(String, TextState, Option<FailureReason>),
    /// None that fits.
    None,
    /// More than one.
    Several,
    /// It cannot answer now.
    NotNow,
}

/// A text of ours that a carrier has.
#[derive(Debug, Clone)]
pub(crate) struct Taken {
    pub(crate) text: MessageId,
    pub(crate) to: String,
    pub(crate) body: String,
    pub(crate) carrier_id: String,
    pub(crate) state: TextState,
    pub(crate) failure: Option<FailureReason>,
}

/// A word of the carrier's about a text of ours, on its way.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    pub(crate) text: MessageId,
    /// It names our reference; else only the carrier's own id.
    pub(crate) names_us: bool,
    pub(crate) carrier_id: String,
    pub(crate) state: TextState,
    pub(crate) failure: Option<FailureReason>,
}

/// The carriers of all lines.
#[derive(Debug, Default)]
pub(crate) struct Carrier {
    seed: u64,
    /// How often a number was texted: what happens to a text follows from that.
    count: BTreeMap<String, u64>,
    pub(crate) taken: Vec<Taken>,
    /// Numbers that it blocks by itself.
    pub(crate) blocked: std::collections::BTreeSet<String>,
    /// Numbers of which it loses the next text, and how long after that it says so.
    pub(crate) loses: BTreeMap<String, Duration>,
    /// Until when it answers nothing.
    pub(crate) down_until: Option<Moment>,
}

impl Carrier {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, ..Self::default() }
    }

    /// It is handed a text. What it says, how long that takes, and the words that follow with how long those take.
    pub(crate) fn send(
        &mut self,
        text: MessageId,
        to: &str,
        body: &str,
        now: Moment,
    ) -> (Said, Duration, Vec<(Duration, Word)>) {
        let count = self.count.entry(to.to_owned()).or_default();
        *count += 1;
        let number = to.bytes().fold(0u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
        let mut dice = Dice::of(&[self.seed, number, *count]);
        let quick = Duration::from_secs(dice.between(0, 3));
        if self.down_until.is_some_and(|until| now < until) {
            return (Said::Unknown, Duration::from_secs(30), Vec::new());
        }
        if self.blocked.contains(to) {
            return (Said::Refused(failure("21610")), quick, Vec::new());
        }
        if let Some(after) = self.loses.remove(to) {
            let word = |carrier_id| Word {
                text,
                names_us: true,
                carrier_id,
                state: TextState::Undelivered,
                failure: Some(failure("30003")),
            };
            let carrier_id = self.takes(text, to, body);
            return (Said::Accepted(carrier_id.clone()), quick, vec![(after, word(carrier_id))]);
        }
        match dice.below(100) {
            0..5 => {
                return (Said::Refused(failure(dice.one(&["30007", "30005", "21610"]))), quick, Vec::new());
            }
            5..12 => return (Said::Later(Duration::from_secs(dice.between(1, 90))), quick, Vec::new()),
            12..16 => return (Said::Unknown, Duration::from_secs(30), Vec::new()),
            _ => {}
        }
        let carrier_id = self.takes(text, to, body);
        let words = Self::words(&mut dice, text, &carrier_id);
        if dice.in_hundred(6) {
            return (Said::Unknown, Duration::from_secs(30), words);
        }
        (Said::Accepted(carrier_id), if dice.in_hundred(10) { Duration::from_secs(20) } else { quick }, words)
    }

    /// It has a text from here on, under the id that is given back.
    fn takes(&mut self, text: MessageId, to: &str, body: &str) -> String {
        let carrier_id = format!("SM{}{:05}", &to[to.len() - 4..], self.taken.len());
        let (to, body) = (to.to_owned(), body.to_owned());
        let (state, failure) = (TextState::Sent, None);
        self.taken.push(Taken { text, to, body, carrier_id: carrier_id.clone(), state, failure });
        carrier_id
    }

    /// What it says afterwards, in no order, perhaps twice, perhaps not at all.
    fn words(dice: &mut Dice, text: MessageId, carrier_id: &str) -> Vec<(Duration, Word)> {
        if dice.in_hundred(8) {
            return Vec::new();
        }
        let names_us = dice.in_hundred(70);
        let word =
            |state, failure| Word { text, names_us, carrier_id: carrier_id.to_owned(), state, failure };
        let mut states = vec![(TextState::Sent, None)];
        match dice.below(100) {
            0..66 => states.push((TextState::Delivered, None)),
            66..79 => {
                states.push((TextState::Undelivered, Some(failure(dice.one(&["30003", "30005", "30006"])))));
            }
            79..84 => states.push((TextState::Failed, None)),
            84..88 => {
                states.push((TextState::Failed, None));
                states.push((TextState::Failed, Some(failure("30008"))));
            }
            88..95 => {
                states.push((TextState::Undelivered, Some(failure("30003"))));
                states.push((TextState::Delivered, None));
            }
            95..97 => states.push((TextState::Failed, Some(failure("21610")))),
            _ => {}
        }
        let mut words = Vec::new();
        let mut after = 0;
        for (state, failure) in states {
            after += dice.one(&[1, 2, 5, 40, 400, 4_000, 9_000]);
            let spread = dice.between(0, 10);
            words.push((Duration::from_secs(after), word(state, failure.clone())));
            if dice.in_hundred(15) {
                words.push((Duration::from_secs(spread), word(state, failure.clone())));
            }
            if dice.in_hundred(15) {
                words.push((Duration::from_secs(after + spread * 60), word(state, failure)));
            }
        }
        words
    }

    /// It has said so: from here on it says the same when it is asked.
    pub(crate) fn said(&mut self, word: &Word) {
        if let Some(taken) = self.taken.iter_mut().find(|taken| taken.carrier_id == word.carrier_id)
            && word.state > taken.state
        {
            taken.state = word.state;
            taken.failure.clone_from(&word.failure);
        }
    }

    /// It is asked about a text: by its own id, or by what it says.
    pub(crate) fn look_up(
        &self,
        carrier_id: Option<&str>,
        (to, body): (&str, &str),
        others: &[String],
        now: Moment,
    ) -> Found {
        if self.down_until.is_some_and(|until| now < until) {
            return Found::NotNow;
        }
        let fits = |taken: &&Taken| match carrier_id {
            Some(id) => taken.carrier_id == id,
            None => taken.to == to && taken.body == body && !others.contains(&taken.carrier_id),
        };
        let found: Vec<&Taken> = self.taken.iter().filter(fits).collect();
        match found[..] {
            [] => Found::None,
            [one] => Found::One(one.carrier_id.clone(), one.state, one.failure.clone()),
            _ => Found::Several,
        }
    }
}

/// What a carrier's code means.
pub(crate) fn failure(code: &str) -> FailureReason {
    FailureReason {
        code: Some(code.to_owned()),
        advice: format!("reason {code}"),
        opted_out: code == "21610",
        unreachable: matches!(code, "30005" | "30006"),
    }
}
