//! A node: the shell around the core as far as its order matters. One step at a time, so that a crash or another
//! node can come between any two.
//!
//! A batch is decided by the same code as in the engine (`baton_round`). What it repeats of the engine: a batch is
//! decided, committed, and told of in three steps, and nobody is answered
//! before it is committed; whoever lost a race decides again; a text is marked as handed over before the carrier
//! hears of it, one per number at a time; a text found being handed over is looked up and never sent again; what is
//! due is woken in order; an edge is recorded with the job that settles everything; what waits in a queue is given
//! out while somebody is free. What it leaves to the engine's own tests: threads, pace, sleeping and waking up.

mod batch;
mod leading;

pub(crate) use batch::delivery;

use crate::bug::Bug;
use crate::round::{Answer, Drafted};
use crate::store::Face;
use baton_core::{
    By, Command, ConversationId, Delivery, Directory, Ids, MessageId, Moment, NumberId, OutText, Position,
    QueueId, SendOutcome, Team,
};
use baton_round::Request;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// How often a text is handed over before it counts as failed.
const ATTEMPTS: u32 = 10;

/// Who waits for an answer.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    Nobody,
    /// The carrier, for this inbound text of its list.
    Inbound(usize),
    /// The carrier, for a word about a text of ours.
    Word(crate::carrier::Word),
    /// A person, for this press.
    Press(usize),
    /// The outbox, about to call the carrier.
    HandOver(MessageId),
    /// The outbox: this text has landed.
    Landed(MessageId),
    /// The job that settles owners.
    Settled,
    /// What gives out: whether it could.
    Given(QueueId),
}

/// Something to do that is no command.
#[derive(Debug, Clone)]
pub(crate) enum Todo {
    /// Call the carrier.
    Call(Box<OutText>),
    /// Ask the carrier about a text: its outcome is unknown, or it has been silent.
    Ask { text: MessageId, tries: u32, why: &'static str },
    /// Record that a shift changed, and go on.
    Edges,
    /// Settle the next page.
    Settle,
    /// Note how far that has come.
    Advance(baton_store::Job, i64, Option<ConversationId>),
    /// Give out what waits in a queue.
    GiveOut(QueueId),
    /// Cancel what waits for a number that opted out.
    Cancel(NumberId),
}

/// What a step means to the world.
#[derive(Debug, Clone)]
pub(crate) enum Effect {
    /// The carrier may forget this inbound text.
    Acked(usize),
    /// A person has an answer.
    Answered(usize, Answer),
    /// The carrier is called with this.
    Call(OutText),
    /// The carrier is asked about this.
    Ask { text: OutText, others: Vec<String>, tries: u32, why: &'static str },
}

/// What waits: who for, and an answer that holds already, for it had been done before.
type Waiting = (Request, Reply, Option<Answer>);
/// A batch between its commit and its answers.
type Told = (Vec<(Request, Reply)>, Vec<Answer>);

/// A node.
pub(crate) struct Node {
    pub(crate) up: bool,
    pub(crate) leads: bool,
    /// Counts its lives: words for an earlier one find nobody.
    pub(crate) life: u32,
    directory: Arc<Directory>,
    team: Team,
    ids: Ids,
    seen: Position,
    inbox: VecDeque<Waiting>,
    round: Option<(Vec<Waiting>, Drafted)>,
    told: Option<Told>,
    todo: VecDeque<Todo>,
    passed: BTreeSet<(bool, i64, Moment)>,
    tried: BTreeMap<QueueId, (Position, Moment)>,
    settling: Option<usize>,
    edges_done: Option<Moment>,
    /// The edge after that moment, by that version of the directory: it is asked for again and again.
    edge: Option<(i64, Moment, Option<Moment>)>,
    busy: BTreeMap<MessageId, NumberId>,
    early: BTreeMap<String, Vec<Delivery>>,
}

impl Node {
    pub(crate) fn start(face: &mut dyn Face, life: u32) -> Self {
        Self {
            up: true,
            leads: false,
            life,
            directory: face.directory(),
            team: face.team(),
            ids: Ids::new(0, 0),
            seen: face.head(),
            inbox: VecDeque::new(),
            round: None,
            told: None,
            todo: VecDeque::new(),
            passed: BTreeSet::new(),
            tried: BTreeMap::new(),
            settling: None,
            edges_done: None,
            edge: None,
            busy: BTreeMap::new(),
            early: BTreeMap::new(),
        }
    }

    /// From here on it leads. What the leader before left half handed over comes first.
    pub(crate) fn lead(&mut self, face: &mut dyn Face, bug: Option<Bug>) {
        self.leads = true;
        self.passed.clear();
        self.edges_done = None;
        self.busy.clear();
        for text in face.sending() {
            self.busy.insert(text.id, text.number);
            self.todo.push_back(if bug == Some(Bug::SentAgainAtStart) {
                Todo::Call(Box::new(text))
            } else {
                Todo::Ask { text: text.id, tries: 0, why: "the program ended while it was handed over" }
            });
        }
    }

    /// It leads no longer; what it has begun it goes on with, but calls nobody.
    pub(crate) fn follow(&mut self) {
        self.leads = false;
    }

    pub(crate) fn ask(&mut self, request: Request, reply: Reply) {
        self.inbox.push_back((request, reply, None));
    }

    pub(crate) fn asks(&mut self, command: Command, by: By, reply: Reply) {
        self.ask(Request::new(command, by), reply);
    }

    pub(crate) fn later(&mut self, todo: Todo) {
        self.todo.push_back(todo);
    }

    /// Whether a step would do something.
    pub(crate) fn has_work(&self) -> bool {
        self.up
            && (self.told.is_some()
                || self.round.is_some()
                || !self.inbox.is_empty()
                || !self.todo.is_empty())
    }

    /// One step. `first`: what waits is decided before other work.
    pub(crate) fn step(
        &mut self,
        face: &mut dyn Face,
        now: Moment,
        bug: Option<Bug>,
        first: bool,
    ) -> Vec<Effect> {
        if let Some(told) = self.told.take() {
            return self.tell(told, bug);
        }
        if let Some((waiting, round)) = self.round.take() {
            self.commit(face, waiting, round);
            return Vec::new();
        }
        if !self.inbox.is_empty() && (first || self.todo.is_empty()) {
            return self.decide(face, now, bug);
        }
        match self.todo.pop_front() {
            Some(todo) => self.work(face, now, bug, todo),
            None => Vec::new(),
        }
    }

    /// What came of a call, or of asking about it.
    pub(crate) fn outcome(&mut self, id: MessageId, outcome: SendOutcome) {
        self.asks(Command::Sent(id, outcome), By::Carrier, Reply::Landed(id));
    }

    /// What happened to a text so often that it counts as failed.
    pub(crate) fn gave_up(text: &OutText) -> bool {
        text.attempts >= ATTEMPTS
    }
}
