//! A run: virtual time, two nodes over one store, a carrier, people and customers. It goes from instant to instant;
//! at each one everything that can happen happens, one step of one node after another, in an order by chance.

mod answers;
mod coming;
mod course;
mod outside;

use crate::action::Timed;
use crate::bug::Bug;
use crate::carrier::{Carrier, Said, Word};
use crate::checker::{Checker, Violation};
use crate::dice::Dice;
use crate::house::{House, TEAM};
use crate::node::Node;
use crate::people::Director;
use crate::readers::Reader;
use crate::store::{Face, Memory, Real};
use crate::tally::Tally;
use baton_core::{LineId, MessageId, Moment, OutText, PersonId, Position, QueueId, Receive};
use baton_text::{Address, Region};
use std::collections::{BTreeMap, VecDeque};

/// Where a run keeps what it stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// In memory, for two nodes.
    InMemory,
    /// On `SQLite`, for one.
    OnSqlite,
    /// On a real server of `PostgreSQL`, for two.
    OnPostgres,
}

/// A run to make.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Everything follows from it.
    pub seed: u64,
    /// How many days of people's work.
    pub days: u64,
    /// Where it is kept.
    pub kept: Kept,
    /// A mistake that is planted.
    pub bug: Option<Bug>,
    /// Every record is printed as it is read, to see what a failing run came to.
    pub tells: bool,
}

/// What a run came to.
#[derive(Debug)]
pub struct Ran {
    /// What happened, to be played again.
    pub actions: Vec<Timed>,
    /// The first thing that was wrong.
    pub wrong: Option<Violation>,
    /// What occurred how often.
    pub tally: Tally,
}

/// Makes a run, with actions by chance.
pub fn run(plan: &Plan) -> Ran {
    World::new(plan, None).run()
}

/// Plays these actions again.
pub fn replay(plan: &Plan, actions: &[Timed]) -> Ran {
    World::new(plan, Some(actions.iter().cloned().collect())).run()
}

/// A text of a customer's, at the carrier.
#[derive(Debug, Clone)]
pub(crate) struct InText {
    pub(crate) receive: Receive,
    pub(crate) acked: bool,
}

/// Something under way outside of the nodes.
#[expect(clippy::large_enum_variant, reason = "there are few of them")]
enum Coming {
    Inbound(usize, u32),
    Word(Word),
    Returns(usize, u32, OutText, Said),
    Ask(usize, u32, MessageId, u32, &'static str),
    Forget(usize, u32, MessageId),
    Restart(usize),
    TakeOver,
    Press(usize, u32),
}

pub(crate) struct World {
    plan: Plan,
    pub(crate) face: Box<dyn Face>,
    nodes: Vec<Node>,
    crash_in: Vec<Option<(u32, u64)>>,
    pub(crate) carrier: Carrier,
    coming: BTreeMap<(Moment, u64), Coming>,
    count: u64,
    start: Moment,
    pub(crate) now: Moment,
    paused_until: Option<Moment>,
    /// Nobody does anything more.
    calm: bool,
    director: Option<Director>,
    given: VecDeque<Timed>,
    #[expect(clippy::option_option, reason = "not asked yet, or nothing more")]
    next_at: Option<Option<u64>>,
    done: Vec<Timed>,
    pub(crate) house: House,
    pub(crate) there: [bool; TEAM.len()],
    pub(crate) people: Vec<PersonId>,
    pub(crate) lines: Vec<LineId>,
    pub(crate) queues: BTreeMap<&'static str, QueueId>,
    pub(crate) inbound: Vec<InText>,
    pub(crate) presses: Vec<crate::press::Pressed>,
    /// How many of them were pressed beside everything else: the dice of presses do not count them.
    pub(crate) beside: usize,
    pub(crate) checker: Checker,
    read: Position,
    pub(crate) readers: Vec<Reader>,
    pub(crate) next_door: Option<Node>,
    pub(crate) foretold: Option<crate::moves::Foretold>,
    pub(crate) tally: Tally,
    steps: u64,
}

impl World {
    fn new(plan: &Plan, given: Option<VecDeque<Timed>>) -> Self {
        let mut dice = Dice::of(&[plan.seed, 0]);
        let house = House::by_chance(&mut dice, [true; TEAM.len()]);
        // A Sunday, a Wednesday or a Friday in any week of the year; some see the clocks change.
        let first: Moment = dice
            .one(&[
                "2026-03-04T11:00:00Z",
                "2026-03-06T12:00:00Z",
                "2026-05-11T10:00:00Z",
                "2026-07-19T09:00:00Z",
                "2026-10-28T12:00:00Z",
                "2026-10-30T08:00:00Z",
            ])
            .parse()
            .expect("a time");
        let mut face: Box<dyn Face> = match plan.kept {
            Kept::InMemory => Box::new(Memory::new(&house, first)),
            Kept::OnSqlite => Box::new(Real::on_sqlite(&house, first)),
            Kept::OnPostgres => Box::new(Real::on_postgres(&house, first)),
        };
        let nodes = if face.is_shared() { 2 } else { 1 };
        let directory = face.directory();
        let people: Vec<PersonId> = TEAM
            .iter()
            .map(|(address, ..)| {
                let known = directory.person_by_email(&format!("{address}@cedarlane.example"));
                known.expect("everybody of the team was added").id
            })
            .collect();
        let queues = directory.queues.iter();
        let queues = queues
            .filter_map(|queue| {
                let name = crate::house::QUEUES.iter().find(|known| known.0 == queue.name)?.0;
                Some((name, queue.id))
            })
            .collect();
        let lines: Vec<LineId> = directory.lines.keys().copied().collect();
        let mut checker = Checker::new(first, plan.days, people.clone(), lines.clone());
        checker.policy(directory.policy_version, house.clone(), &queues);
        let director = given.is_none().then(|| Director::new(plan.seed, plan.days));
        let mut made = Self {
            plan: *plan,
            nodes: (0..nodes).map(|node| Node::start(seated(&mut *face, node), 0)).collect(),
            crash_in: vec![None; nodes],
            face,
            carrier: Carrier::new(plan.seed),
            coming: BTreeMap::new(),
            count: 0,
            start: first,
            now: first,
            paused_until: None,
            calm: false,
            director,
            given: given.unwrap_or_default(),
            next_at: None,
            done: Vec::new(),
            house,
            there: [true; TEAM.len()],
            people,
            lines,
            queues,
            inbound: Vec::new(),
            presses: Vec::new(),
            beside: 0,
            checker,
            read: Position(0),
            readers: Reader::all(),
            next_door: None,
            foretold: None,
            tally: Tally::default(),
            steps: 0,
        };
        for kind in made.house.kinds() {
            made.tally.count(kind);
        }
        made.nodes[0].lead(seated(&mut *made.face, 0), plan.bug);
        made
    }

    pub(crate) fn bug(&self) -> Option<Bug> {
        self.plan.bug
    }

    pub(crate) fn seed(&self) -> u64 {
        self.plan.seed
    }

    pub(crate) fn node_count(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn is_down(&self) -> bool {
        self.stands_still() || !self.nodes.iter().any(|node| node.up)
    }

    /// The address of a customer.
    pub(crate) fn address(customer: usize) -> Address {
        Address::from_carrier(&format!("+121255501{:02}", 50 + customer), || Region::US)
    }
}

/// What this node finds there.
fn seated(face: &mut dyn Face, node: usize) -> &mut dyn Face {
    face.seat(node);
    face
}
