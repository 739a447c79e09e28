//! A carrier that does as it is told, and remembers what it was asked.

use baton_carriers::media::{Fetched, MediaError};
use baton_carriers::{
    Arrival, Capabilities, Carrier, CarrierAnswer, CarrierEvent, CarrierState, Distrust, Failure,
    Idempotency, KeywordHandling, LookUp, LookUpMeans, MediaAccess, OutboundText, Pace, Proof, Reason, Reply,
    SendOutcome, Sighting, Verdict, Wanted, WebhookRequest,
};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A carrier that does as it is told, and remembers what it was asked.
#[derive(Debug, Default)]
pub(crate) struct Told {
    inner: Mutex<Telling>,
}

/// How long fetching a file takes, and what it comes to.
type Fetching = (Duration, Result<Fetched, MediaError>);

#[derive(Debug, Default)]
pub(crate) struct Telling {
    /// What the next sends come to; when it is empty: accepted.
    pub(crate) outcomes: VecDeque<SendOutcome>,
    /// How long the next sends take; when it is empty: no time.
    pub(crate) takes: VecDeque<Duration>,
    /// What the next look-ups find; when it is empty: nothing.
    pub(crate) found: VecDeque<LookUp>,
    /// What the next call of the carrier brings.
    pub(crate) brings: Vec<CarrierEvent>,
    /// By address, what fetching a file comes to and how long that takes; when it is empty: it is not there yet.
    pub(crate) files: BTreeMap<String, VecDeque<Fetching>>,
    /// Everything that was handed over, in order.
    pub(crate) handed: Vec<OutboundText>,
    /// How long every look-up takes.
    pub(crate) answers_after: Duration,
    /// How many look-ups are under way, and the most there ever were at once.
    pub(crate) asked_at_once: (usize, usize),
    /// Everything that was asked about, in order.
    pub(crate) asked: Vec<Wanted>,
    /// Every address that was fetched, in order.
    pub(crate) fetched: Vec<String>,
    /// Which texts it said were not sent, each time.
    pub(crate) put_off: Vec<String>,
    /// To whom a text was handed while another to them was on its way.
    pub(crate) overlaps: Vec<String>,
    /// Whether it says of itself that it reaches real people.
    pub(crate) reaches_people: bool,
    /// None: a thousand segments a second.
    pub(crate) pace: Option<Pace>,
    on_their_way: BTreeSet<String>,
}

impl Told {
    pub(crate) fn tell(&self) -> MutexGuard<'_, Telling> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was handed over so far, by its words.
    pub(crate) fn bodies(&self) -> Vec<String> {
        self.tell().handed.iter().map(|text| text.body.clone()).collect()
    }

    /// Fetching the file at `url` comes to these, one after another, each at once.
    pub(crate) fn will_give(&self, url: &str, files: impl IntoIterator<Item = Result<Fetched, MediaError>>) {
        let files = files.into_iter().map(|file| (Duration::ZERO, file));
        self.tell().files.entry(url.to_owned()).or_default().extend(files);
    }

    fn take<'a>(&'a self, text: &'a OutboundText) -> (Duration, OnItsWay<'a>) {
        let mut told = self.tell();
        told.handed.push(text.clone());
        if !told.on_their_way.insert(text.to.clone()) {
            told.overlaps.push(text.to.clone());
        }
        (told.takes.pop_front().unwrap_or_default(), OnItsWay { told: self, to: &text.to })
    }

    pub(crate) async fn fetch(&self, url: String) -> Result<Fetched, MediaError> {
        let (takes, file) = {
            let mut told = self.tell();
            told.fetched.push(url.clone());
            let next = told.files.get_mut(&url).and_then(VecDeque::pop_front);
            next.unwrap_or((Duration::ZERO, Err(MediaError::NotThereYet)))
        };
        tokio::time::sleep(takes).await;
        file
    }
}

/// A text that the carrier is taking, until it has it, or the caller hangs up.
struct OnItsWay<'a> {
    told: &'a Told,
    to: &'a str,
}

impl Drop for OnItsWay<'_> {
    fn drop(&mut self) {
        self.told.tell().on_their_way.remove(self.to);
    }
}

impl Carrier for Told {
    fn capabilities(&self) -> Capabilities {
        let told = self.tell();
        Capabilities {
            keywords: KeywordHandling::Ours,
            idempotency: Idempotency::None,
            echoes_reference: true,
            look_up: LookUpMeans::ByContent,
            pace: told.pace.unwrap_or(Pace::segments_per_second(1_000)),
            media_per_text: 10,
            reaches_people: told.reaches_people,
        }
    }

    fn receive(&self, _: &WebhookRequest<'_>) -> Result<Arrival, Distrust> {
        let events = self.tell().brings.drain(..).map(Ok).collect();
        Ok(Arrival { proof: Proof::Signed, events, handshake: None })
    }

    fn answer(&self, verdict: Verdict) -> CarrierAnswer {
        let status = match verdict {
            Verdict::Stored => http::StatusCode::OK,
            Verdict::TryAgain => http::StatusCode::SERVICE_UNAVAILABLE,
            Verdict::Refused => http::StatusCode::FORBIDDEN,
        };
        CarrierAnswer { status, content_type: None, body: "".into(), retry_after: None }
    }

    fn media_access(&self, _: &str) -> MediaAccess {
        MediaAccess::default()
    }

    fn send<'a>(&'a self, text: &'a OutboundText) -> Reply<'a, SendOutcome> {
        Box::pin(async move {
            let (takes, _on_its_way) = self.take(text);
            tokio::time::sleep(takes).await;
            let carrier_id = carrier_id(text);
            let mut told = self.tell();
            let outcome = told.outcomes.pop_front();
            if let Some(SendOutcome::TryLater { .. }) = outcome {
                told.put_off.push(text.reference.clone());
            }
            let accepted = SendOutcome::Accepted { carrier_id, segments: None, state: CarrierState::Queued };
            outcome.unwrap_or(accepted)
        })
    }

    fn look_up<'a>(&'a self, wanted: &'a Wanted) -> Reply<'a, LookUp> {
        Box::pin(async move {
            let takes = {
                let mut told = self.tell();
                told.asked.push(wanted.clone());
                let (now, most) = told.asked_at_once;
                told.asked_at_once = (now + 1, most.max(now + 1));
                told.answers_after
            };
            tokio::time::sleep(takes).await;
            let mut told = self.tell();
            told.asked_at_once.0 -= 1;
            told.found.pop_front().unwrap_or(LookUp::NotFound)
        })
    }
}

/// The id under which the carrier takes a text.
pub(crate) fn carrier_id(text: &OutboundText) -> String {
    format!("C-{}", text.reference)
}

/// A text as the carrier knows it.
pub(crate) fn sighting(carrier_id: &str, state: CarrierState) -> Sighting {
    Sighting { carrier_id: carrier_id.into(), state, failure: None, segments: None }
}

/// The carrier says that nothing was sent, and to come again.
pub(crate) fn try_later(after: Option<Duration>) -> SendOutcome {
    SendOutcome::TryLater { after, failure: Failure::of(Reason::TooFast, "too fast") }
}

/// Nobody knows whether it went out.
pub(crate) fn lost() -> SendOutcome {
    SendOutcome::Unknown { why: "the answer was lost".into() }
}

/// Twilio's word for a number that texted STOP.
pub(crate) fn opted_out() -> Failure {
    Failure { reason: Reason::OptedOut, code: Some("21610".into()), message: None }
}
