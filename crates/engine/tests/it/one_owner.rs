//! Every conversation has one owner at every instant, whatever happens to it and wherever the program ends.

use crate::home::Home;
use crate::ledger::Ledger;
use crate::told::{lost, opted_out, try_later};
use baton_carriers::SendOutcome;
use baton_core::{Begin, By, Command, NewText, Owner, PendingOn, PersonId, Position, Role, Status, Then};
use baton_engine::{Done, Failure, Request};
use baton_store::{Counter, Filter, PersonChange};
use baton_text::{Address, Region};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::collections::BTreeMap;
use std::time::Duration;

const POLICY: &str = r#"
zone = "America/New_York"
fallback = "dana@cedarlane.example"
reopen_within = "72 h"

[queues.General]
initials = "Ge"
members = ["maya@cedarlane.example", "chris@cedarlane.example"]
lead = "maya@cedarlane.example"

[queues.Scheduling]
initials = "Sc"
members = ["chris@cedarlane.example"]
lead = "chris@cedarlane.example"

[routing]
text = """
IF message contains "time"
  ASSIGN to Scheduling queue
ELSE
  ASSIGN to General queue
"""
"#;

/// The same without Scheduling.
const SMALLER: &str = r#"
zone = "America/New_York"
fallback = "dana@cedarlane.example"
reopen_within = "72 h"

[queues.General]
initials = "Ge"
members = ["maya@cedarlane.example", "chris@cedarlane.example"]

[routing]
text = """
ASSIGN to General queue
"""
"#;

/// What a person does in a conversation.
#[derive(Debug, Clone, Copy)]
enum Move {
    Send,
    SendAndClose,
    Note,
    Claim,
    Release,
    Assign(usize),
    Wait,
    Close,
    Open,
}

/// A request: somebody texts, or a person does something in the conversation at a place of all that ever were.
#[derive(Debug, Clone, Copy)]
enum Ask {
    Text {
        phone: usize,
        body: &'static str,
    },
    /// The carrier brings its last text again.
    Again,
    Begin {
        who: usize,
        phone: usize,
    },
    Press {
        who: usize,
        place: usize,
        does: Move,
    },
}

#[derive(Debug, Clone)]
enum Act {
    /// All of these at the same moment.
    Ask(Vec<Ask>),
    /// These, and the program ends after so many steps of its tasks.
    Crash(Vec<Ask>, usize),
    /// What the next send comes to, and after how many seconds.
    Carrier(u8, u64),
    /// Somebody leaves the team, or comes back.
    Team(usize, bool),
    /// The policy has all queues, or one fewer.
    Policy(bool),
    /// Machine time goes on.
    Pause(u64),
    /// Domain time goes on.
    Later(u64),
}

fn ask() -> impl Strategy<Value = Ask> {
    let bodies =
        prop::sample::select(vec!["Hi", "what time", "STOP", "Start", "HELP", "Liked “Hello”", "thanks"]);
    let does = prop_oneof![
        3 => Just(Move::Send),
        1 => prop::sample::select(vec![Move::SendAndClose, Move::Note, Move::Wait, Move::Open]),
        3 => prop::sample::select(vec![Move::Claim, Move::Release, Move::Close]),
        2 => (0..5usize).prop_map(Move::Assign),
    ];
    prop_oneof![
        6 => (0..4usize, bodies).prop_map(|(phone, body)| Ask::Text { phone, body }),
        1 => Just(Ask::Again),
        1 => (0..3usize, 0..4usize).prop_map(|(who, phone)| Ask::Begin { who, phone }),
        8 => (0..3usize, 0..6usize, does).prop_map(|(who, place, does)| Ask::Press { who, place, does }),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    let asks = || prop::collection::vec(ask(), 1..6);
    prop_oneof![
        10 => asks().prop_map(Act::Ask),
        2 => (asks(), 0..40usize).prop_map(|(asks, steps)| Act::Crash(asks, steps)),
        3 => (0..5u8, prop::sample::select(vec![0, 1, 20, 600])).prop_map(|(to, takes)| Act::Carrier(to, takes)),
        1 => (1..3usize, any::<bool>()).prop_map(|(who, stays)| Act::Team(who, stays)),
        1 => any::<bool>().prop_map(Act::Policy),
        2 => prop::sample::select(vec![0, 1, 3_000]).prop_map(Act::Pause),
        2 => prop::sample::select(vec![60, 3_600, 86_400 * 4]).prop_map(Act::Later),
    ]
}

/// A business under way, with what its records say.
struct Day {
    home: Home,
    people: [PersonId; 3],
    ledger: Ledger,
    texts: usize,
    /// Which of the carrier's texts were acknowledged.
    acknowledged: Vec<String>,
}

impl Day {
    async fn begin() -> Self {
        let home = Home::with(|options| options.batch = Some(3)).await;
        let people = [
            home.dana,
            home.add_person("Maya", Role::Agent).await,
            home.add_person("Chris", Role::Lead).await,
        ];
        let day = Self { home, people, ledger: Ledger::default(), texts: 0, acknowledged: Vec::new() };
        day.policy(POLICY).await;
        day
    }

    async fn policy(&self, policy: &'static str) {
        let saved = self.home.engine.administer(move |writer, at| writer.save_policy(policy, None, None, at));
        // One that names somebody who has left is refused.
        let _ = saved.await.unwrap();
    }

    async fn act(mut self, act: &Act) -> Self {
        match act {
            Act::Ask(asks) => self.ask(asks, None).await,
            Act::Crash(asks, steps) => {
                self.ask(asks, Some(*steps)).await;
                self.home = self.home.crash().await;
            }
            Act::Carrier(to, takes) => self.carrier(*to, *takes),
            Act::Team(who, stays) => {
                let (who, change) =
                    (self.people[*who], PersonChange { active: Some(*stays), ..PersonChange::default() });
                let changed =
                    self.home.engine.administer(move |writer, at| writer.change_person(who, &change, at));
                // A policy that names somebody as its lead may keep them.
                let _ = changed.await.unwrap();
            }
            Act::Policy(whole) => self.policy(if *whole { POLICY } else { SMALLER }).await,
            Act::Pause(millis) => tokio::time::sleep(Duration::from_millis(*millis)).await,
            Act::Later(seconds) => self.home.advance(Duration::from_secs(*seconds)).await,
        }
        self
    }

    fn carrier(&self, to: u8, takes: u64) {
        let mut told = self.home.carrier.tell();
        told.takes.push_back(Duration::from_secs(takes));
        match to {
            0 => told.outcomes.push_back(lost()),
            1 => told.outcomes.push_back(try_later(None)),
            2 => told.outcomes.push_back(SendOutcome::Refused(opted_out())),
            _ => {}
        }
    }

    /// Everything at once. `steps`: only for so many steps of the engine's tasks; who has no answer then gets none.
    async fn ask(&mut self, asks: &[Ask], steps: Option<usize>) {
        let mut waiting = Vec::new();
        for ask in asks {
            let Some((request, carrier_id)) = self.request(*ask) else { continue };
            let engine = self.home.engine.clone();
            waiting.push((carrier_id, tokio::spawn(async move { engine.submit(request).await })));
        }
        for _ in 0..steps.unwrap_or(0) {
            tokio::task::yield_now().await;
        }
        for (carrier_id, task) in waiting {
            if steps.is_some() {
                task.abort();
            }
            let Ok(answer) = task.await else { continue };
            self.judge(answer, carrier_id);
        }
    }

    fn judge(&mut self, answer: Result<Done, Failure>, carrier_id: Option<String>) {
        match answer {
            Ok(done) => {
                let head = self.home.store.read(|reader| reader.feed_head()).unwrap();
                assert!(
                    done.outcome.position.is_none_or(|position| position <= head),
                    "answered before it is stored"
                );
                self.acknowledged.extend(carrier_id);
            }
            Err(Failure::Refused(refusal)) => {
                assert!(carrier_id.is_none(), "a text is never refused: {refusal}");
            }
            Err(failure) => panic!("{failure}"),
        }
    }

    fn request(&mut self, ask: Ask) -> Option<(Request, Option<String>)> {
        let phone = |phone: usize| format!("+1212555013{phone}");
        match ask {
            Ask::Text { phone: from, body } => {
                self.texts += 1;
                let id = format!("SM{}", self.texts);
                Some((self.home.text(&phone(from), body, &id), Some(id)))
            }
            Ask::Again => {
                let id = self.acknowledged.last()?.clone();
                Some((self.home.text("+12125550130", "Hi", &id), Some(id)))
            }
            Ask::Begin { who, phone: to } => {
                let text = NewText::saying("Hello");
                let to = Address::from_carrier(&phone(to), || Region::US);
                let begin = Command::Begin(Box::new(Begin { line: self.home.line, to, text }));
                Some((Request::new(begin, By::person(self.people[who])), None))
            }
            Ask::Press { who, place, does } => {
                let opened = &self.ledger.opened;
                // Mostly the latest ones.
                let id = *opened.iter().rev().nth(place % opened.len().max(1))?;
                Some((Request::new(self.command(id, does), By::person(self.people[who])), None))
            }
        }
    }

    fn command(&self, id: baton_core::ConversationId, does: Move) -> Command {
        let text = |then| Box::new(NewText { then, ..NewText::saying("Hello") });
        match does {
            Move::Send => Command::Send(id, text(Then::Open)),
            Move::SendAndClose => Command::Send(id, text(Then::Closed { reason: None })),
            Move::Note => Command::AddNote(id, "calls back".into()),
            Move::Claim => Command::Claim(id),
            Move::Release => Command::Release(id, None),
            Move::Assign(to) => {
                let queues = &self.home.engine.directory().unwrap().queues;
                let to = self.people.get(to).map_or_else(
                    || Owner::Queue(queues[to % queues.len()].id),
                    |person| Owner::Person(*person),
                );
                Command::Assign { conversation: id, to, reason: None }
            }
            Move::Wait => Command::Wait {
                conversation: id,
                on: Some(PendingOn::Internal),
                reason: Some("lab report".into()),
                wake_at: Some(self.home.clock.now() + Duration::from_hours(2)),
            },
            Move::Close => Command::Close(id, None),
            Move::Open => Command::Open(id),
        }
    }

    /// What is stored is what the records say, at this very instant.
    fn check(&mut self) {
        let after = self.ledger.at;
        for record in self.home.store.read(|reader| reader.feed(after, 100_000)).unwrap() {
            self.ledger.read(&record);
        }
        let said = self.ledger.all_live();
        let rows = self.home.store.read(|reader| reader.list(&Filter::default(), None, None, 200));
        let stored: BTreeMap<_, _> = rows
            .unwrap()
            .items
            .into_iter()
            .map(|row| {
                let found = row.conversation;
                (
                    found.id,
                    crate::ledger::Live {
                        owner: found.owner,
                        accountable: found.accountable,
                        status: found.status,
                    },
                )
            })
            .collect();
        assert_eq!(stored, said, "law 1: what is stored is not what the records say");
        self.check_counters(&said);
        self.check_texts();
    }

    /// Every live conversation stands in one person's list, and the lists add up to the whole.
    fn check_counters(&self, said: &BTreeMap<baton_core::ConversationId, crate::ledger::Live>) {
        let mut wanted: BTreeMap<String, i64> = BTreeMap::new();
        for live in said.values() {
            let owned = match live.owner {
                Owner::Person(person) => Counter::OwnedByPerson(person),
                Owner::Queue(queue) => Counter::OwnedByQueue(queue),
            };
            let open = (live.status == Status::Open).then_some(match live.owner {
                Owner::Person(person) => Counter::Open(person),
                Owner::Queue(queue) => Counter::Waiting(queue),
            });
            let counters = [Counter::AnsweredBy(live.accountable), owned, Counter::Status(live.status)];
            for counter in counters.into_iter().chain(open) {
                *wanted.entry(format!("{counter:?}")).or_default() += 1;
            }
        }
        let counters = self.home.store.read(|reader| reader.counters()).unwrap();
        let found = counters.into_iter().filter(|(_, count)| *count != 0);
        let found: BTreeMap<_, _> = found.map(|(counter, count)| (format!("{counter:?}"), count)).collect();
        assert_eq!(found, wanted, "the lists do not add up");
        assert!(said.values().all(|live| live.status != Status::Closed));
    }

    fn check_texts(&self) {
        let told = self.home.carrier.tell();
        assert!(told.overlaps.is_empty(), "two texts at once to {:?}", told.overlaps);
        for text in &told.handed {
            let same = |reference: &&String| **reference == text.reference;
            let times = told.handed.iter().filter(|other| other.reference == text.reference).count();
            let put_off = told.put_off.iter().filter(same).count();
            assert!(
                times <= 1 + put_off,
                "law 7: handed over {times} times, put off {put_off} times: {text:?}"
            );
        }
        for id in &self.acknowledged {
            assert_eq!(self.ledger.times_received(id), 1, "law 6: {id} was acknowledged");
        }
    }

    /// Once everything is settled, whoever answers is there to answer.
    async fn check_settled(&mut self) {
        self.home.quiet().await;
        self.check();
        let directory = self.home.engine.directory().unwrap();
        for (id, live) in self.ledger.all_live() {
            assert!(directory.is_active(live.accountable), "law 2: nobody answers for {id}");
            let gone = match live.owner {
                Owner::Person(person) => !directory.is_active(person),
                Owner::Queue(queue) => directory.queue(queue).is_none(),
            };
            assert!(!gone, "law 10: {id} is still with somebody who is not there");
        }
    }
}

async fn play(acts: &[Act]) {
    let mut day = Day::begin().await;
    assert!(day.ledger.at == Position(0));
    for act in acts {
        day = day.act(act).await;
        day.check();
    }
    day.check_settled().await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_126), ..ProptestConfig::default() })]

    /// fazer-ai/chatwoot #708, chatwoot #14071, #9314: conversations that nobody had, two at once, texts sent twice.
    /// Proptest prints the acts of a failure, cut down to the fewest.
    #[test]
    fn one_owner_and_one_who_answers_at_every_instant_whatever_happens(acts in prop::collection::vec(act(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
        runtime.block_on(play(&acts));
    }
}
