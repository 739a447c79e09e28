//! What the tests share: an engine on a fresh folder whose time stands, carriers that do as they are told, and phones.
//!
//! Everything runs in tasks of one thread with paused time, so a test is the same each time, and nothing waits.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(
    clippy::redundant_closure_for_method_calls,
    reason = "a reader's method is not general over its lifetime"
)]

use baton_carriers::simulator::Weather;
use baton_carriers::{
    Arrival, Capabilities, Carrier, CarrierAnswer, CarrierState, Distrust, Idempotency, KeywordHandling,
    LookUp, LookUpMeans, MediaAccess, OutboundText, Pace, Reply, SendOutcome, Sighting, Simulator, Verdict,
    Wanted, WebhookRequest,
};
use baton_core::{
    By, Command, ConversationId, Event, LineCarrier, LineId, MessageId, Moment, NewText, OutText, PersonId,
    Position, Receive, Record, Role, Seen, Status, TextState, Then,
};
use baton_engine::{Carriers, Clock, Done, Engine, Execution, Failure, Options, Request, Spoken};
use baton_store::{Counter, Filter, NewLine, NewPerson, NewWorkspace, OpenOptions, Store};
use baton_text::{Address, Region};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

/// A carrier that does as it is told, and remembers what it was handed.
#[derive(Debug, Default)]
pub(crate) struct Told {
    pub(crate) inner: Mutex<Telling>,
}

#[derive(Debug, Default)]
pub(crate) struct Telling {
    /// What the next sends come to; when it is empty: accepted.
    pub(crate) outcomes: VecDeque<SendOutcome>,
    /// What the next look-ups find; when it is empty: nothing.
    pub(crate) found: VecDeque<LookUp>,
    /// Everything that was handed over, in order.
    pub(crate) handed: Vec<OutboundText>,
    /// How many look-ups there were.
    pub(crate) asked: usize,
    /// How long a send takes.
    pub(crate) takes: Duration,
    pub(crate) reaches_people: bool,
    /// Segments a second; 0: a thousand.
    pub(crate) pace: u32,
}

impl Told {
    pub(crate) fn tell(&self) -> std::sync::MutexGuard<'_, Telling> {
        self.inner.lock().unwrap()
    }

    pub(crate) fn bodies(&self) -> Vec<String> {
        self.tell().handed.iter().map(|text| text.body.clone()).collect()
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
            pace: Pace::segments_per_second(if told.pace == 0 { 1_000 } else { told.pace }),
            media_per_text: 10,
            reaches_people: told.reaches_people,
        }
    }

    fn receive(&self, _: &WebhookRequest<'_>) -> Result<Arrival, Distrust> {
        Err(Distrust::NotCalled { carrier: "told" })
    }

    fn answer(&self, _: Verdict) -> CarrierAnswer {
        CarrierAnswer {
            status: http::StatusCode::default(),
            content_type: None,
            body: "".into(),
            retry_after: None,
        }
    }

    fn media_access(&self, _: &str) -> MediaAccess {
        MediaAccess::default()
    }

    fn send<'a>(&'a self, text: &'a OutboundText) -> Reply<'a, SendOutcome> {
        Box::pin(async move {
            let takes = self.tell().takes;
            tokio::time::sleep(takes).await;
            let mut told = self.tell();
            told.handed.push(text.clone());
            let carrier_id = format!("C{}", told.handed.len());
            told.outcomes.pop_front().unwrap_or(SendOutcome::Accepted {
                carrier_id,
                segments: None,
                state: CarrierState::Queued,
            })
        })
    }

    fn look_up<'a>(&'a self, _: &'a Wanted) -> Reply<'a, LookUp> {
        let mut told = self.tell();
        told.asked += 1;
        let found = told.found.pop_front().unwrap_or(LookUp::NotFound);
        Box::pin(std::future::ready(found))
    }
}

pub(crate) fn sighting(carrier_id: &str, state: CarrierState) -> Sighting {
    Sighting { carrier_id: carrier_id.into(), state, failure: None, segments: None }
}

/// A folder with an engine on it.
pub(crate) struct Home {
    pub(crate) folder: TempDir,
    pub(crate) carrier: Arc<Told>,
    pub(crate) engine: Engine,
    pub(crate) clock: Clock,
    pub(crate) dana: PersonId,
    pub(crate) line: LineId,
}

pub(crate) fn monday() -> Moment {
    "2026-03-02T15:00:00Z".parse().unwrap()
}

impl Home {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// A business with Dana in it and one line, on an engine with other options.
    pub(crate) async fn with(change: impl FnOnce(&mut Options)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (carrier, clock) = (Arc::new(Told::default()), Clock::for_tests(monday()));
        let engine = start(&folder, &carrier, &clock, change).await;
        let dana = engine.set_up(cedar_lane()).await.unwrap().unwrap();
        let line = engine
            .administer(|writer, at| writer.add_line(&new_line("+12125550100"), at))
            .await
            .unwrap()
            .unwrap();
        Self { folder, carrier, engine, clock, dana, line }
    }

    /// The program ends where it is, and starts again on the same folder.
    pub(crate) async fn crash(self) -> Self {
        let Self { folder, carrier, engine, clock, dana, line } = self;
        drop(engine);
        let engine = start(&folder, &carrier, &clock, |_| {}).await;
        Self { folder, carrier, engine, clock, dana, line }
    }

    pub(crate) fn text(&self, from: &str, body: &str, carrier_id: &str) -> Request {
        let receive = Receive {
            line: self.line,
            from: Address::from_carrier(from, || Region::US),
            body: body.into(),
            media: vec![],
            carrier_id: carrier_id.into(),
            sent_at: None,
            carrier_word: None,
            reaction: baton_text::reaction(body),
        };
        Request::new(Command::Receive(Box::new(receive)), By::Contact)
    }

    pub(crate) async fn receive(&self, from: &str, body: &str, carrier_id: &str) -> Done {
        self.engine.submit(self.text(from, body, carrier_id)).await.unwrap()
    }

    /// A customer texts, and their conversation is returned.
    pub(crate) async fn opened(&self, from: &str) -> ConversationId {
        self.receive(from, "Hello, do you have time tomorrow", &format!("in-{from}"))
            .await
            .outcome
            .conversation
            .unwrap()
    }

    pub(crate) fn reply(&self, conversation: ConversationId, body: &str) -> Request {
        let text = NewText { body: body.into(), media: vec![], seen: Seen::Unsaid, then: Then::Open };
        Request::new(Command::Send(conversation, Box::new(text)), By::person(self.dana))
    }

    pub(crate) async fn send(&self, conversation: ConversationId, body: &str) -> MessageId {
        self.engine.submit(self.reply(conversation, body)).await.unwrap().outcome.message.unwrap()
    }

    pub(crate) fn out(&self, id: MessageId) -> OutText {
        self.engine.store().read(|reader| reader.text(id)).unwrap().unwrap()
    }

    pub(crate) fn records(&self) -> Vec<Record> {
        self.engine.store().read(|reader| reader.feed(Position(0), 100_000)).unwrap()
    }

    pub(crate) fn events(&self) -> Vec<Event> {
        self.records().into_iter().flat_map(|record| record.events).collect()
    }

    pub(crate) fn count(&self, name: &str) -> usize {
        self.events().iter().filter(|event| event.name() == name).count()
    }

    /// Comes back when nothing is under way; machine time runs ahead as far as that takes, domain time stands.
    pub(crate) async fn quiet(&self) {
        let now = self.clock.now();
        self.engine.advance_to(now).await.unwrap();
    }

    pub(crate) async fn advance(&self, by: Duration) {
        self.engine.advance_to(self.clock.now() + by).await.unwrap();
    }

    /// Law 1 and 2 on what is stored: one live conversation a thread, everybody's lists add up, counters are right.
    pub(crate) fn check_laws(&self) {
        let directory = self.engine.directory().unwrap();
        let rows = self
            .engine
            .store()
            .read(|reader| reader.list(&Filter::default(), None, None, 200))
            .unwrap()
            .items;
        let mut threads: Vec<_> = rows.iter().map(|row| row.conversation.thread).collect();
        let live = threads.len();
        threads.sort();
        threads.dedup();
        assert_eq!(threads.len(), live, "a thread has two conversations that are not closed");
        assert!(rows.iter().all(|row| directory.is_active(row.conversation.accountable)));
        let counters = self.engine.store().read(|reader| reader.counters()).unwrap();
        let of = |counter| counters.get(&counter).copied().unwrap_or(0);
        let open = rows.iter().filter(|row| row.conversation.status == Status::Open).count();
        assert_eq!(of(Counter::Status(Status::Open)), i64::try_from(open).unwrap());
        assert_eq!(of(Counter::Status(Status::Pending)), i64::try_from(live - open).unwrap());
        let answered: i64 = directory.people.keys().map(|id| of(Counter::AnsweredBy(*id))).sum();
        assert_eq!(
            answered,
            i64::try_from(live).unwrap(),
            "every live conversation is in exactly one person's list"
        );
    }
}

/// Opens the folder as soon as the engine before has let go of it.
async fn start(
    folder: &TempDir,
    carrier: &Arc<Told>,
    clock: &Clock,
    change: impl FnOnce(&mut Options),
) -> Engine {
    let options = OpenOptions { folder: folder.path().to_owned(), ..OpenOptions::default() };
    let store = loop {
        match Store::open(&options) {
            Ok(store) => break Arc::new(store),
            Err(baton_store::StoreError::InUse(_)) => tokio::task::yield_now().await,
            Err(error) => panic!("{error}"),
        }
    };
    let told = Arc::clone(carrier);
    let simulator = Arc::new(Simulator::new(1, Weather::fair()));
    let carriers = Carriers::new(simulator, move |_, _| {
        Ok(Spoken { carrier: Arc::clone(&told) as _, account: "AC1".into(), media: MediaAccess::default() })
    });
    let mut options = Options::new(carriers);
    options.execution = Execution::Inline;
    change(&mut options);
    Engine::start(store, clock.clone(), options).unwrap()
}

pub(crate) fn cedar_lane() -> NewWorkspace {
    let email = "dana@cedarlane.example";
    NewWorkspace {
        business: "Cedar Lane Physio".into(),
        zone: "America/New_York".into(),
        public_url: None,
        rehearsal: true,
        person: NewPerson {
            email: email.into(),
            name: "Dana Kim".into(),
            role: Role::Admin,
            password_hash: None,
        },
        policy: baton_policy::starter("Cedar Lane Physio", email, "America/New_York"),
        at: monday(),
    }
}

pub(crate) fn new_line(number: &str) -> NewLine {
    NewLine {
        number: number.into(),
        name: None,
        carrier: LineCarrier::Twilio,
        carrier_answers: false,
        settings: serde_json::json!({}),
    }
}

pub(crate) fn is_busy(failure: &Failure) -> bool {
    matches!(failure, Failure::Busy { .. })
}

pub(crate) fn state(text: &OutText) -> TextState {
    text.state
}
