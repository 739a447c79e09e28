//! A business on an engine, with what happens to it and what is seen of it.

use crate::kept::{Kept, Shelf, aside, database};
use crate::told::Told;
use baton_carriers::simulator::Weather;
use baton_carriers::{CarrierEvent, CarrierState, Simulator, StatusUpdate, WebhookRequest};
use baton_core::{
    By, Command, ConversationId, Event, LineCarrier, LineId, MessageId, Moment, NewText, OutText, PersonId,
    Position, Receive, Record, Role, Status,
};
use baton_engine::{Called, Carriers, Clock, Done, Engine, Execution, Failure, Options, Request, Spoken};
use baton_store::{Counter, Filter, NewLine, NewPerson, NewWorkspace, OpenOptions, Store};
use baton_text::{Address, Region};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use tempfile::TempDir;

/// How long, in machine time, a test waits for something that has to happen.
const DEADLINE: Duration = Duration::from_mins(20);

/// A folder with an engine on it.
pub(crate) struct Home {
    pub(crate) carrier: Arc<Told>,
    pub(crate) engine: Engine,
    /// The same that the engine reads.
    pub(crate) store: Shelf,
    pub(crate) clock: Clock,
    pub(crate) dana: PersonId,
    pub(crate) line: LineId,
    place: Place,
    options: Options,
}

/// Where what a program keeps outlives it.
#[derive(Debug)]
struct Place {
    folder: TempDir,
    /// A database of its own; none: it is in the folder.
    database: Option<String>,
}

pub(crate) fn monday() -> Moment {
    "2026-03-02T15:00:00Z".parse().unwrap()
}

impl Home {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// A business with Dana in it and one line, on this database.
    pub(crate) async fn kept(kept: Kept) -> Self {
        Self::kept_with(kept, |_| {}).await
    }

    /// A business with Dana in it and one line, on an engine with other options.
    pub(crate) async fn with(change: impl FnOnce(&mut Options)) -> Self {
        Self::kept_with(Kept::Sqlite, change).await
    }

    /// The same on this database.
    pub(crate) async fn kept_with(kept: Kept, change: impl FnOnce(&mut Options)) -> Self {
        let database = (kept == Kept::Postgres).then(database);
        Self::at(Place { folder: tempfile::tempdir().unwrap(), database }, change).await
    }

    /// The same in a folder that is empty.
    pub(crate) async fn on(folder: TempDir, change: impl FnOnce(&mut Options)) -> Self {
        Self::at(Place { folder, database: None }, change).await
    }

    async fn at(place: Place, change: impl FnOnce(&mut Options)) -> Self {
        let (carrier, clock) = (Arc::new(Told::default()), Clock::for_tests(monday()));
        let mut options = options(&carrier);
        change(&mut options);
        let (engine, store) = start(&place, &clock, &options).await;
        let dana = engine.set_up(cedar_lane()).await.unwrap().unwrap();
        let line = add_line(&engine, new_line("+12125550100")).await;
        Self { carrier, engine, store, clock, dana, line, place, options }
    }

    /// The program ends where it is, and starts again on the same folder.
    pub(crate) async fn crash(self) -> Self {
        self.down_for(Duration::ZERO).await
    }

    /// The same, and it stays down for so long.
    pub(crate) async fn down_for(self, length: Duration) -> Self {
        let Self { carrier, engine, store, clock, dana, line, place, options } = self;
        drop(engine);
        store.is_let_go();
        drop(store);
        let clock = if length.is_zero() { clock } else { Clock::for_tests(clock.now() + length) };
        let (engine, store) = start(&place, &clock, &options).await;
        Self { carrier, engine, store, clock, dana, line, place, options }
    }

    /// The program ends in the midst of what follows from `doing`, as soon as the store holds what `until` looks for, and
    /// starts again on the same folder. Comes back with what was found too. Between any two steps of the program's own it
    /// is looked for once.
    pub(crate) async fn crash_while<F: Future + Send + 'static, T: Send + 'static>(
        self,
        doing: impl FnOnce(Engine) -> F,
        mut until: impl FnMut(&Shelf) -> Option<T> + Send + 'static,
    ) -> (Self, T) {
        let Self { carrier, engine, store, clock, dana, line, place, options } = self;
        let mut doing = Some(Box::pin(doing(engine.clone())));
        // A task that wakes itself has its turn whenever any other has had its.
        let ended = tokio::spawn(async move {
            let mut looks = 0..100_000;
            let found = std::future::poll_fn(|context| {
                if let Some(found) = until(&store) {
                    return Poll::Ready(found);
                }
                assert!(looks.next().is_some(), "it never came to that");
                if doing.as_mut().is_some_and(|doing| doing.as_mut().poll(context).is_ready()) {
                    doing = None;
                }
                context.waker().wake_by_ref();
                Poll::Pending
            })
            .await;
            drop((doing, engine));
            store.is_let_go();
            drop(store);
            found
        });
        let found = ended.await.unwrap();
        let (engine, store) = start(&place, &clock, &options).await;
        (Self { carrier, engine, store, clock, dana, line, place, options }, found)
    }

    /// Another program on the same database, which leads from its start: the one before has not given a sign of life for
    /// so long. Its clock begins where this one stands.
    pub(crate) async fn another_leads(&self) -> Self {
        let place = Place { folder: tempfile::tempdir().unwrap(), database: self.place.database.clone() };
        assert!(place.database.is_some(), "a folder has one program");
        let clock = Clock::for_tests(self.clock.now());
        self.store.is_let_go();
        let (engine, store) = start(&place, &clock, &self.options).await;
        let (carrier, options) = (Arc::clone(&self.carrier), self.options.clone());
        let (dana, line) = (self.dana, self.line);
        let other = Self { carrier, engine, store, clock, dana, line, place, options };
        other.until("the other one leads", |other| other.engine.health().leads).await;
        other
    }

    pub(crate) async fn add_line(&self, line: NewLine) -> LineId {
        add_line(&self.engine, line).await
    }

    pub(crate) async fn add_person(&self, name: &str, role: Role) -> PersonId {
        let email = format!("{}@cedarlane.example", name.to_lowercase());
        let person = NewPerson { email, name: name.into(), role, password_hash: None };
        self.engine.administer(move |writer, at| writer.add_person(&person, at)).await.unwrap().unwrap()
    }

    pub(crate) fn text(&self, from: &str, body: &str, carrier_id: &str) -> Request {
        received(inbound(self.line, from, body, carrier_id))
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
        let text = NewText::saying(body);
        Request::new(Command::Send(conversation, Box::new(text)), By::person(self.dana))
    }

    pub(crate) async fn send(&self, conversation: ConversationId, body: &str) -> MessageId {
        self.engine.submit(self.reply(conversation, body)).await.unwrap().outcome.message.unwrap()
    }

    pub(crate) fn out(&self, id: MessageId) -> OutText {
        self.store.read(|reader| reader.text(id)).unwrap().unwrap()
    }

    pub(crate) fn records(&self) -> Vec<Record> {
        self.store.read(|reader| reader.feed(Position(0), 100_000)).unwrap()
    }

    pub(crate) fn events(&self) -> Vec<Event> {
        self.records().into_iter().flat_map(|record| record.events).collect()
    }

    pub(crate) fn count(&self, name: &str) -> usize {
        self.events().iter().filter(|event| event.name() == name).count()
    }

    /// The carrier calls with a word about a text of ours; comes back with the status that it is answered.
    pub(crate) async fn hears(&self, word: StatusUpdate) -> u16 {
        self.hears_on(self.line, word).await
    }

    /// The same, for another line.
    pub(crate) async fn hears_on(&self, line: LineId, word: StatusUpdate) -> u16 {
        self.carrier.tell().brings.push(CarrierEvent::Status(word));
        let call = WebhookRequest {
            method: &http::Method::POST,
            public_url: "https://text.example/hooks",
            headers: &http::HeaderMap::new(),
            body: b"",
            received_at: self.clock.machine(),
        };
        match self.engine.webhook(line, &call).await {
            Called::Answered(answer) => answer.status.as_u16(),
            other => panic!("{other:?}"),
        }
    }

    /// Waits, in machine time, until `holds`; whoever waits too long has failed.
    pub(crate) async fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let waiting = async {
            while !holds(self) {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        assert!(tokio::time::timeout(DEADLINE, waiting).await.is_ok(), "it never came to this: {what}");
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
        let rows = self.store.read(|reader| reader.list(&Filter::default(), None, None, 200)).unwrap().items;
        let mut threads: Vec<_> = rows.iter().map(|row| row.conversation.thread).collect();
        let live = threads.len();
        threads.sort();
        threads.dedup();
        assert_eq!(threads.len(), live, "a thread has two conversations that are not closed");
        assert!(rows.iter().all(|row| directory.is_active(row.conversation.accountable)));
        let counters = self.store.read(|reader| reader.counters()).unwrap();
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

/// A text to a line, as its carrier brings it.
pub(crate) fn inbound(line: LineId, from: &str, body: &str, carrier_id: &str) -> Receive {
    Receive {
        line,
        from: Address::from_carrier(from, || Region::US),
        body: body.into(),
        media: vec![],
        carrier_id: carrier_id.into(),
        sent_at: None,
        carrier_word: None,
        reaction: baton_text::reaction(body),
    }
}

/// A customer's text.
pub(crate) fn received(receive: Receive) -> Request {
    Request::new(Command::Receive(Box::new(receive)), By::Contact)
}

/// What a carrier's word about our text is made of.
pub(crate) fn word(carrier_id: &str, state: CarrierState) -> StatusUpdate {
    StatusUpdate { carrier_id: carrier_id.into(), our_reference: None, state, failure: None, to: None }
}

pub(crate) fn options(carrier: &Arc<Told>) -> Options {
    let (speaks, fetches) = (Arc::clone(carrier), Arc::clone(carrier));
    let simulator = Arc::new(Simulator::new(1, Weather::fair()));
    let carriers = Carriers::new(simulator, move |line, _| {
        let carrier = Arc::clone(&speaks) as _;
        let account = line.settings.get("account").and_then(|account| account.as_str()).unwrap_or("AC1");
        Ok(Spoken { carrier, account: account.into() })
    });
    let carriers = carriers.fetching(move |url, _| {
        let carrier = Arc::clone(&fetches);
        Box::pin(async move { carrier.fetch(url).await })
    });
    let mut options = Options::new(carriers);
    options.execution = Execution::Inline;
    options
}

/// Opens the folder as soon as the engine before has let go of it.
async fn start(place: &Place, clock: &Clock, options: &Options) -> (Engine, Shelf) {
    let (folder, database) = (place.folder.path().to_owned(), place.database.clone());
    let open = OpenOptions { folder, database, ..OpenOptions::default() };
    let store = loop {
        match aside(|| Store::open(&open)) {
            Ok(store) => break Arc::new(store),
            Err(baton_store::StoreError::InUse(_)) => tokio::task::yield_now().await,
            Err(error) => panic!("{error}"),
        }
    };
    let engine = Engine::start(Arc::clone(&store), clock.clone(), options.clone()).await.unwrap();
    (engine, Shelf::new(store))
}

async fn add_line(engine: &Engine, line: NewLine) -> LineId {
    engine.administer(move |writer, at| writer.add_line(&line, at)).await.unwrap().unwrap()
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
        policy: without_promises(&baton_policy::starter("Cedar Lane Physio", email, "America/New_York")),
        at: monday(),
    }
}

/// The same policy without its targets: most tests speak of something else than time.
fn without_promises(policy: &str) -> String {
    let (before, rest) = policy.split_once("# What customers are promised").expect("it promises something");
    let (_, after) = rest.split_once("# Read from top to bottom").expect("it has routing");
    format!("{before}# Read from top to bottom{after}")
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
