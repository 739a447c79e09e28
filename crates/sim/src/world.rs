//! A run: virtual time, two nodes over one store, a carrier, people and customers. It goes from instant to instant;
//! at each one everything that can happen happens, one step of one node after another, in an order by chance.

mod outside;

use crate::action::{Act, Timed};
use crate::bug::Bug;
use crate::carrier::{Carrier, Said, Word};
use crate::checker::{Checker, Violation};
use crate::dice::Dice;
use crate::house::{House, TEAM};
use crate::node::{Effect, Node, Reply, Todo};
use crate::people::Director;
use crate::readers::Reader;
use crate::round::Answer;
use crate::store::{Face, Memory, Sqlite};
use crate::tally::Tally;
use baton_core::{LineId, MessageId, Moment, OutText, PersonId, Position, QueueId, Receive};
use baton_text::{Address, Region};
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

/// The most steps of one instant: more would mean that it never comes to rest.
const STEPS: usize = 50_000;
/// How long after the last action the run goes on, for look-ups and late words to come in.
const CALM: Duration = Duration::from_hours(9);

/// Where a run keeps what it stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// In memory, for two nodes.
    InMemory,
    /// On `SQLite`, for one.
    OnSqlite,
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
            Kept::OnSqlite => Box::new(Sqlite::new(&house, first)),
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
        let mut checker = Checker::new(first, plan.days, people.clone());
        checker.policy(directory.policy_version, house.clone(), &queues);
        let director = given.is_none().then(|| Director::new(plan.seed, plan.days));
        let mut made = Self {
            plan: *plan,
            nodes: (0..nodes).map(|_| Node::start(&mut *face, 0)).collect(),
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
            checker,
            read: Position(0),
            readers: Reader::all(),
            next_door: None,
            foretold: None,
            tally: Tally::default(),
            steps: 0,
        };
        made.nodes[0].lead(&mut *made.face, plan.bug);
        made
    }

    fn run(mut self) -> Ran {
        self.read_feed();
        self.instant();
        while self.checker.wrong.is_none() {
            let Some(next) = self.next_instant() else { break };
            self.now = self.now.max(next);
            self.happen();
            self.act();
            self.instant();
        }
        if self.checker.wrong.is_none() {
            self.calm();
        }
        self.tally.days = self.plan.days;
        Ran { actions: self.done, wrong: self.checker.wrong.take(), tally: self.tally }
    }

    /// Nobody does anything more; everything that is under way comes in.
    fn calm(&mut self) {
        let until = self.paused_until.map_or(self.now, |until| until.max(self.now)) + CALM;
        self.calm = true;
        self.director = None;
        self.given.clear();
        self.next_at = Some(None);
        self.carrier.down_until = None;
        while self.checker.wrong.is_none() {
            let Some(next) = self.next_instant().filter(|next| *next <= until) else { break };
            self.now = self.now.max(next);
            self.happen();
            self.instant();
        }
        self.read_out();
        self.checker.all_was_shown(self.now);
        self.checker.end(self.now, &self.inbound, &self.carrier);
    }

    fn put(&mut self, at: Moment, what: Coming) {
        self.count += 1;
        self.coming.insert((at, self.count), what);
    }

    fn next_action(&mut self) -> Option<Moment> {
        if self.next_at.is_none() {
            let open = self.checker.is_open(self.now);
            let next = match &mut self.director {
                Some(director) => director.next_at(open),
                None => self.given.front().map(|next| next.at),
            };
            self.next_at = Some(next);
        }
        self.next_at.flatten().map(|seconds| self.start + Duration::from_secs(seconds))
    }

    fn next_instant(&mut self) -> Option<Moment> {
        let action = self.next_action();
        let coming = self.coming.keys().next().map(|(at, _)| *at);
        if action.is_none() && !self.calm {
            return None;
        }
        let mut by_itself = None;
        if let Some(leader) = self.nodes.iter_mut().find(|node| node.up && node.leads) {
            let due = self.face.next_due().filter(|at| *at > self.now);
            let edge = leader.next_edge(&mut *self.face).filter(|at| *at > self.now);
            by_itself = [due, edge].into_iter().flatten().min();
        }
        let next = [action, coming, by_itself].into_iter().flatten().min();
        match self.paused_until.filter(|until| *until > self.now) {
            // While everything stands still only the outside moves.
            Some(until) => Some([action, coming, Some(until)].into_iter().flatten().min().unwrap_or(until)),
            None => next,
        }
    }

    fn stands_still(&self) -> bool {
        self.paused_until.is_some_and(|until| until > self.now)
    }

    /// What was under way comes in.
    fn happen(&mut self) {
        while let Some(entry) = self.coming.first_entry() {
            if entry.key().0 > self.now {
                return;
            }
            let what = entry.remove();
            self.comes(what);
        }
    }

    fn comes(&mut self, what: Coming) {
        match what {
            Coming::Inbound(index, tries) => self.comes_in(index, tries),
            Coming::Word(word) => self.word(word),
            Coming::Returns(node, life, text, said) => {
                if self.stands_still() {
                    let until = self.paused_until.unwrap_or(self.now);
                    return self.put(until, Coming::Returns(node, life, text, said));
                }
                self.returns(node, life, &text, said);
            }
            Coming::Ask(node, life, text, tries, why) => {
                if self.lives(node, life) {
                    self.nodes[node].later(Todo::Ask { text, tries, why });
                }
            }
            Coming::Forget(node, life, text) => {
                if self.lives(node, life) {
                    self.nodes[node].forget_passed(text);
                }
            }
            Coming::Restart(node) => {
                let life = self.nodes[node].life + 1;
                self.nodes[node] = Node::start(&mut *self.face, life);
                if !self.nodes.iter().any(|node| node.leads) && self.nodes.len() == 1 {
                    self.nodes[node].lead(&mut *self.face, self.plan.bug);
                } else if !self.nodes.iter().any(|node| node.leads) {
                    self.put(self.now + Duration::from_secs(10), Coming::TakeOver);
                }
            }
            Coming::TakeOver => {
                if !self.nodes.iter().any(|node| node.leads)
                    && let Some(node) = self.nodes.iter_mut().find(|node| node.up)
                {
                    node.lead(&mut *self.face, self.plan.bug);
                }
            }
            Coming::Press(index, tries) => self.press_again(index, tries),
        }
    }

    fn lives(&self, node: usize, life: u32) -> bool {
        self.nodes[node].up && self.nodes[node].life == life
    }

    /// A node that answers, by chance.
    fn some_node(&self, about: u64) -> Option<usize> {
        if self.stands_still() {
            return None;
        }
        let up: Vec<usize> = (0..self.nodes.len()).filter(|node| self.nodes[*node].up).collect();
        Dice::of(&[self.plan.seed, 7, about]).any(&up)
    }

    /// What people and customers do now.
    fn act(&mut self) {
        while self.next_action().is_some_and(|at| at <= self.now) {
            let Some(seconds) = self.next_at.take().flatten() else { return };
            let timed = match self.director.take() {
                Some(mut director) => {
                    let timed = director.next(seconds, &self.view());
                    self.director = Some(director);
                    timed
                }
                None => match self.given.pop_front() {
                    Some(timed) => timed,
                    None => return,
                },
            };
            self.done.push(timed.clone());
            self.take(&timed.act);
        }
    }

    fn take(&mut self, act: &Act) {
        match act {
            Act::Crash { node, steps, down } => {
                if self.nodes.get(*node).is_some_and(|node| node.up) {
                    self.crash_in[*node] = Some((*steps, *down));
                }
            }
            Act::CutOff => {
                let up = self.nodes.iter().filter(|node| node.up).count();
                let leader = self.nodes.iter().position(|node| node.leads);
                if let (2, Some(leader)) = (up, leader) {
                    // Work that it has begun is still there when the other one takes over.
                    self.some_steps(3);
                    self.nodes[leader].follow();
                    if self.nodes[1 - leader].up {
                        self.nodes[1 - leader].lead(&mut *self.face, self.plan.bug);
                    } else {
                        self.put(self.now + Duration::from_secs(10), Coming::TakeOver);
                    }
                }
            }
            Act::Pause { minutes } => {
                self.paused_until = Some(self.now + Duration::from_mins(*minutes));
            }
            Act::CarrierDown { seconds } => {
                self.carrier.down_until = Some(self.now + Duration::from_secs(*seconds));
            }
            Act::Loses { customer, after } => {
                let number = Self::address(*customer).to_string();
                self.carrier.loses.insert(number, Duration::from_secs(*after));
            }
            other => self.by_somebody(other),
        }
    }

    /// Everything that can happen now happens.
    fn instant(&mut self) {
        if self.stands_still() {
            return;
        }
        for _ in 0..STEPS {
            if self.checker.wrong.is_some() {
                return;
            }
            if self.some_steps(1) {
                continue;
            }
            let mut found = false;
            for node in 0..self.nodes.len() {
                if self.nodes[node].look_around(&mut *self.face, self.now, self.plan.bug) {
                    found = true;
                    break;
                }
            }
            if !found {
                return self.rest();
            }
        }
        self.checker.never_rests(self.now);
    }

    /// Nothing more is to be done now.
    fn rest(&mut self) {
        let leads = self.nodes.iter().any(|node| node.up && node.leads);
        self.checker.settled(self.now, leads);
    }

    /// So many steps of nodes by chance; false if there is nothing to do.
    fn some_steps(&mut self, count: usize) -> bool {
        for _ in 0..count {
            let work: Vec<usize> =
                (0..self.nodes.len()).filter(|node| self.nodes[*node].has_work()).collect();
            self.steps += 1;
            let mut dice = Dice::of(&[self.plan.seed, self.now.micros().unsigned_abs(), self.steps]);
            let Some(node) = dice.any(&work) else { return false };
            if let Some((steps, down)) = self.crash_in[node] {
                if steps == 0 {
                    self.crash(node, down);
                    continue;
                }
                self.crash_in[node] = Some((steps - 1, down));
            }
            let first = dice.in_hundred(70);
            let effects = self.nodes[node].step(&mut *self.face, self.now, self.plan.bug, first);
            self.read_feed();
            self.as_foretold();
            for effect in effects {
                self.effect(node, effect);
            }
        }
        true
    }

    fn crash(&mut self, node: usize, down: u64) {
        self.crash_in[node] = None;
        self.tally.count("crash");
        let led = self.nodes[node].leads;
        self.nodes[node].up = false;
        self.nodes[node].leads = false;
        self.face.crash();
        self.put(self.now + Duration::from_secs(down), Coming::Restart(node));
        if led && self.nodes.len() > 1 {
            self.put(self.now + Duration::from_secs(10), Coming::TakeOver);
        }
    }

    /// What was committed is read, and judged, in its order.
    pub(crate) fn read_feed(&mut self) {
        let head = self.face.head();
        if head == self.read {
            return;
        }
        let records = self.face.feed(self.read);
        self.read = head;
        self.tally.batch(&records);
        self.checker.batch(&records);
        for record in &records {
            if self.plan.tells {
                tell(record);
            }
            self.tally.record(record, &self.checker);
            self.checker.record(record);
        }
        for id in records.iter().filter_map(|record| record.conversation) {
            self.listed(id);
        }
        self.follow();
    }

    fn effect(&mut self, node: usize, effect: Effect) {
        let life = self.nodes[node].life;
        match effect {
            Effect::Acked(index) => {
                self.inbound[index].acked = true;
                self.checker.acked(self.now, &self.inbound[index].receive.carrier_id);
            }
            Effect::Answered(index, answer) => self.answered(index, answer),
            Effect::Call(text) => self.call(node, life, text),
            Effect::Ask { text, others, tries, why } => self.ask(node, life, &text, &others, (tries, why)),
        }
    }

    fn answered(&mut self, index: usize, answer: Answer) {
        let first = !std::mem::replace(&mut self.presses[index].answered, true);
        match answer {
            Err(refusal) if first => self.tally.refusal(&refusal),
            Err(_) => {}
            Ok(done) => {
                let pressed = &self.presses[index];
                if let (Some(message), Some(seen)) = (done.outcome.message, pressed.seen) {
                    self.checker.pressed(self.now, message, seen, pressed.who);
                }
                self.checker.press_done(self.now, index, done.outcome.message);
                if let (Some(version), Some(record)) = (pressed.request.version, done.outcome.position) {
                    self.checker.obeyed(self.now, version, record);
                }
            }
        }
    }

    /// Somebody presses a button; where no answer comes, they may press again.
    pub(crate) fn press(&mut self, pressed: crate::press::Pressed) {
        self.presses.push(pressed);
        let index = self.presses.len() - 1;
        self.press_again(index, 0);
    }

    fn press_again(&mut self, index: usize, tries: u32) {
        if self.presses[index].answered && !self.presses[index].twice {
            return;
        }
        if tries > 3 {
            return;
        }
        if let Some(node) = self.some_node((index as u64) * 4 + u64::from(tries) + (1 << 40)) {
            let request = self.presses[index].request.clone();
            self.nodes[node].ask(request, Reply::Press(index));
        }
        self.put(self.now + Duration::from_secs(20 * u64::from(tries + 1)), Coming::Press(index, tries + 1));
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

/// One record in a line for each of its events.
fn tell(record: &baton_core::Record) {
    let baton_core::Record { position, thread, conversation, at, by, events } = record;
    let (thread, conversation) = (thread.map_or(0, |id| id.0), conversation.map_or(0, |id| id.0));
    println!("{at} at {} in thread {thread}, conversation {conversation}, by {by:?}", position.0);
    for event in events {
        println!("    {}: {event:?}", event.name());
    }
}
