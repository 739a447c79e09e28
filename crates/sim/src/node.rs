//! A node: the shell around the core as far as its order matters. One step at a time, so that a crash or another
//! node can come between any two.
//!
//! A batch is decided by the same code as in the engine (`baton_round`). What it repeats of the engine: a batch is
//! decided, committed, and told of in three steps, and nobody is answered
//! before it is committed; whoever lost a race decides again; a text is marked as handed over before the carrier
//! hears of it, one per number at a time; a text found being handed over is looked up and never sent again; what is
//! due is woken in order; an edge is recorded with the job that settles everything; what waits in a queue is given
//! out while somebody is free. What it leaves to the engine's own tests: threads, pace, sleeping and waking up.

use crate::bug::Bug;
use crate::round::{Answer, Done, Drafted, Rules, decide_all};
use crate::store::Face;
use baton_core::{
    By, Command, ConversationId, Delivery, Directory, Event, Ids, LineId, MessageId, Moment, NumberId,
    OutText, Position, QueueId, Refusal, SendOutcome, Team, TextKind, TextState,
};
use baton_round::Request;
use baton_store::{Batch, CommitError, Due, Job, Outcome, RESETTLE};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// The job of edges, as the engine names it.
const EDGES: &str = "edges";
/// How many conversations are settled before others get their turn: few, so that crashes come between.
const PAGE: usize = 3;
/// The most of a batch.
const BATCH: usize = 8;
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
    Advance(i64, Option<ConversationId>),
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

    fn decide(&mut self, face: &mut dyn Face, now: Moment, bug: Option<Bug>) -> Vec<Effect> {
        let some = self.inbox.len().min(BATCH);
        let mut waiting: Vec<_> = self.inbox.drain(..some).collect();
        recall(face, &mut waiting, false);
        if face.is_shared() && face.head() != self.seen {
            self.team = face.team();
            self.seen = face.head();
        }
        let most = i64::try_from(waiting.len()).unwrap_or(1) * 3 * Ids::PER_DECISION;
        if self.ids.left() < most {
            self.ids = face.reserve_ids(most.max(512));
        }
        let read_up_to = face.is_shared().then_some(self.seen);
        let rules = Rules { directory: &self.directory, now, bug, read_up_to };
        let requests: Vec<_> =
            waiting.iter().map(|(request, _, known)| (request.clone(), known.clone())).collect();
        let round = decide_all(&rules, face, (self.team.clone(), &mut self.ids), &requests);
        let mut effects = Vec::new();
        if bug == Some(Bug::AckedBeforeStored) {
            effects.extend(waiting.iter().filter_map(|(_, reply, _)| match reply {
                Reply::Inbound(index) => Some(Effect::Acked(*index)),
                _ => None,
            }));
        }
        self.round = Some((waiting, round));
        effects
    }

    fn commit(
        &mut self,
        face: &mut dyn Face,
        mut waiting: Vec<(Request, Reply, Option<Answer>)>,
        round: Drafted,
    ) {
        let Drafted { mut batch, mut answers, team } = round;
        let nothing =
            batch.records.is_empty() && batch.idempotency.is_empty() && batch.carrier_ids.is_empty();
        let before = face.head();
        let written = if nothing { Ok(()) } else { face.commit(&mut batch) };
        match written {
            Ok(()) => {
                let alone = !face.is_shared() || before == self.seen;
                self.committed(&batch, team, alone, face.head());
                for done in answers.iter_mut().flatten() {
                    let record = done.record.and_then(|place| batch.records.get(place));
                    done.outcome.position = record.map(|record| record.position);
                }
                self.told = Some((
                    waiting.into_iter().map(|(request, reply, _)| (request, reply)).collect(),
                    answers,
                ));
                return;
            }
            Err(CommitError::Duplicate) => recall(face, &mut waiting, true),
            Err(CommitError::Conflict) => {
                self.team = face.team();
                self.seen = face.head();
            }
            Err(CommitError::DirectoryMoved) => self.directory = face.directory(),
            Err(CommitError::Store(error)) => panic!("the store failed: {error}"),
        }
        for one in waiting.into_iter().rev() {
            self.inbox.push_front(one);
        }
    }

    fn committed(&mut self, batch: &Batch, team: Team, alone: bool, head: Position) {
        if alone {
            self.seen = head;
            self.team = team;
        }
        let out = batch.records.iter().flat_map(|record| &record.events).filter_map(|event| match event {
            Event::ConsentChanged { number, to: baton_core::ConsentState::Out, .. } => Some(*number),
            _ => None,
        });
        for number in out.filter(|_| self.leads) {
            self.todo.push_back(Todo::Cancel(number));
        }
    }

    /// What was committed is told to whoever waits.
    fn tell(&mut self, (waiting, answers): Told, bug: Option<Bug>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for ((request, reply), answer) in waiting.into_iter().zip(answers) {
            match reply {
                Reply::Nobody => {}
                Reply::Inbound(index) => effects.push(Effect::Acked(index)),
                Reply::Press(index) => effects.push(Effect::Answered(index, answer)),
                Reply::Word(word) => self.early_word(&word, &answer),
                Reply::HandOver(id) => self.handed_over(id, &answer),
                Reply::Landed(id) => self.landed(id, &request, bug),
                Reply::Settled => self.settling = self.settling.map(|left| left.saturating_sub(1)),
                Reply::Given(queue) => {
                    if answer.is_ok_and(|done| done.record.is_some()) {
                        self.todo.push_back(Todo::GiveOut(queue));
                    }
                }
            }
        }
        effects
    }

    /// A word about a text that nobody knows yet waits for it.
    fn early_word(&mut self, word: &crate::carrier::Word, answer: &Answer) {
        if matches!(answer, Err(Refusal::NotFound(_))) {
            self.early.entry(word.carrier_id.clone()).or_default().push(delivery(word));
        }
    }

    fn handed_over(&mut self, id: MessageId, answer: &Answer) {
        match answer {
            Ok(Done { text: Some(text), .. }) if text.state == TextState::Sending => {
                self.todo.push_back(Todo::Call(Box::new(text.clone())));
            }
            _ => drop(self.busy.remove(&id)),
        }
    }

    fn landed(&mut self, id: MessageId, request: &Request, bug: Option<Bug>) {
        self.busy.remove(&id);
        let Command::Sent(_, outcome) = &request.command else { return };
        if let SendOutcome::Accepted { carrier_id } = outcome {
            for word in self.early.remove(carrier_id).unwrap_or_default() {
                self.asks(Command::Delivery(id, word), By::Carrier, Reply::Nobody);
            }
        }
        if matches!(outcome, SendOutcome::Unknown { .. }) && bug == Some(Bug::UnknownSentAgain) {
            self.todo.push_back(Todo::Ask { text: id, tries: u32::MAX, why: "" });
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

    fn work(&mut self, face: &mut dyn Face, now: Moment, bug: Option<Bug>, todo: Todo) -> Vec<Effect> {
        match todo {
            Todo::Call(text) if self.leads => return vec![Effect::Call(*text)],
            Todo::Call(text) => {
                let reason = "this server was out of touch with its database".to_owned();
                self.outcome(text.id, SendOutcome::TryLater { until: now, reason });
            }
            Todo::Ask { text, tries: u32::MAX, .. } => {
                return face.text(text).map(Effect::Call).into_iter().collect();
            }
            Todo::Ask { text, tries, why } => {
                let Some(text) = face.text(text) else { return Vec::new() };
                let others = others(face, text.id);
                return vec![Effect::Ask { text, others, tries, why }];
            }
            Todo::Edges => self.edges(face, now, bug),
            Todo::Settle => self.settle(face, bug),
            Todo::Advance(..) if self.settling.is_some_and(|left| left > 0) => {
                self.todo.push_back(todo);
                return if self.inbox.is_empty() { Vec::new() } else { self.decide(face, now, bug) };
            }
            Todo::Advance(version, last) => {
                let job = last.map(|after| Job { name: RESETTLE.to_owned(), after: Some(after), at: None });
                face.advance_job(RESETTLE, version, job.as_ref());
                self.settling = None;
            }
            Todo::GiveOut(queue) => {
                self.tried.insert(queue, (face.head(), now));
                if let Some(first) = face.waiting_in(queue).first() {
                    self.asks(Command::Distribute(*first), By::Policy, Reply::Given(queue));
                }
            }
            Todo::Cancel(number) => {
                let queued = face.queued_to(number);
                for text in queued.iter().filter(|text| text.kind != TextKind::OptOutConfirmation) {
                    self.asks(Command::Cancel(text.id), By::Policy, Reply::Nobody);
                }
            }
        }
        Vec::new()
    }

    /// Nothing waits: what a leader finds to do by itself. False if that is nothing.
    pub(crate) fn look_around(&mut self, face: &mut dyn Face, now: Moment, bug: Option<Bug>) -> bool {
        if !self.up || !self.leads {
            return false;
        }
        if self.directory.version != face.directory_version() {
            self.directory = face.directory();
        }
        if self.settling.is_none() && face.job(RESETTLE).is_some() {
            self.todo.push_back(Todo::Settle);
            return true;
        }
        self.next_edge(face).is_some_and(|edge| edge <= now) && self.push(Todo::Edges)
            || self.fire(face, now, bug)
            || self.free(face, now)
            || self.dispatch(face, now)
    }

    fn push(&mut self, todo: Todo) -> bool {
        self.todo.push_back(todo);
        true
    }

    /// When the next edge comes, as far as anybody knows.
    pub(crate) fn next_edge(&mut self, face: &mut dyn Face) -> Option<Moment> {
        if self.edges_done.is_none() {
            self.edges_done = face.job(EDGES).and_then(|job| job.at);
        }
        let Some(done) = self.edges_done else { return Some(Moment::MIN) };
        let version = self.directory.version;
        match self.edge {
            Some((known, from, edge)) if (known, from) == (version, done) => edge,
            _ => {
                let edge = self.directory.next_edge(done);
                self.edge = Some((version, done, edge));
                edge
            }
        }
    }

    /// The edges that have come are recorded, with the job that settles everything, in one breath.
    fn edges(&mut self, face: &mut dyn Face, now: Moment, bug: Option<Bug>) {
        let Some(mut at) = self.edges_done else {
            face.save_job(EDGES, Some(&Job { name: EDGES.to_owned(), after: None, at: Some(now) }));
            return;
        };
        let mut changes = Vec::new();
        while let Some(edge) = self.directory.next_edge(at).filter(|edge| *edge <= now) {
            changes.extend(changed(&self.directory, edge));
            at = edge;
        }
        if bug != Some(Bug::EdgeNotSettled) {
            face.save_job(RESETTLE, Some(&Job { name: RESETTLE.to_owned(), after: None, at: None }));
        }
        if !changes.is_empty() && bug != Some(Bug::EdgeNotRecorded) {
            face.shift_changed(changes, now);
        }
        face.save_job(EDGES, Some(&Job { name: EDGES.to_owned(), after: None, at: Some(now) }));
        self.edges_done = Some(now);
        self.tried.clear();
    }

    fn settle(&mut self, face: &mut dyn Face, bug: Option<Bug>) {
        let Some(job) = face.job(RESETTLE) else { return };
        let page = face.open_conversations(job.after, PAGE);
        let mut asked = 0;
        for id in &page {
            if bug == Some(Bug::NotRehomed) && self.is_of_nobody(face, *id) {
                continue;
            }
            self.asks(Command::Resettle(*id), By::Policy, Reply::Settled);
            asked += 1;
        }
        self.settling = Some(asked);
        let last = page.last().copied().filter(|_| page.len() == PAGE);
        // Commands that wait are decided before this.
        self.todo.push_back(Todo::Advance(self.directory.version, last));
    }

    /// Whether it belongs to somebody who is gone: for a mistake that is planted.
    fn is_of_nobody(&self, face: &mut dyn Face, id: ConversationId) -> bool {
        face.conversation(id).is_some_and(|found| match found.owner {
            baton_core::Owner::Person(person) => !self.directory.is_active(person),
            baton_core::Owner::Queue(queue) => self.directory.queue(queue).is_none(),
        })
    }

    /// What is due, in order.
    fn fire(&mut self, face: &mut dyn Face, now: Moment, bug: Option<Bug>) -> bool {
        let due = face.due(if bug == Some(Bug::TimerEarly) { now + Bug::EARLY } else { now });
        let keys: BTreeSet<_> = due.iter().map(key).collect();
        self.passed.retain(|key| keys.contains(key));
        let mut fresh: Vec<Due> = due.into_iter().filter(|due| !self.passed.contains(&key(due))).collect();
        if bug == Some(Bug::TimerLost) {
            fresh.retain(|due| !matches!(due, Due::Conversation(id, _) if id.0 % 2 == 0));
        }
        self.passed.extend(fresh.iter().map(key));
        for due in &fresh {
            match due {
                Due::Conversation(id, _) => self.asks(Command::Wake(*id), By::Policy, Reply::Nobody),
                Due::Text(id, _) => self.due_text(face, *id, now),
            }
        }
        self.has_work()
    }

    fn due_text(&mut self, face: &mut dyn Face, id: MessageId, now: Moment) {
        let Some(text) = face.text(id).filter(|text| !self.busy.contains_key(&text.id)) else { return };
        match text.state {
            TextState::Queued if text.is_too_late(now) => {
                self.asks(Command::Cancel(id), By::Policy, Reply::Nobody);
            }
            TextState::Queued => {}
            _ => self.todo.push_back(Todo::Ask { text: id, tries: 100, why: "the carrier does not know it" }),
        }
    }

    /// A carrier that could not be asked is asked again.
    pub(crate) fn forget_passed(&mut self, id: MessageId) {
        self.passed.retain(|(text, other, _)| !(*text && *other == id.0));
    }

    /// Queues in which something waits although somebody is free for it.
    fn free(&mut self, face: &mut dyn Face, now: Moment) -> bool {
        if face.is_shared() && face.head() != self.seen {
            self.team = face.team();
            self.seen = face.head();
        }
        let gives = |queue: &&baton_core::Queue| queue.distribute != baton_core::Distribute::Claim;
        let at = (face.head(), now);
        let free: Vec<QueueId> = (self.directory.queues.iter().filter(gives))
            .filter(|queue| self.team.waiting_in(queue.id) > 0 && self.tried.get(&queue.id) != Some(&at))
            .filter(|queue| self.directory.available(&self.team, queue, now).next().is_some())
            .map(|queue| queue.id)
            .collect();
        self.todo.extend(free.iter().copied().map(Todo::GiveOut));
        !free.is_empty()
    }

    /// Texts that may go now: one per number, confirmations of opt-outs first, then the oldest.
    fn dispatch(&mut self, face: &mut dyn Face, now: Moment) -> bool {
        let lines: Vec<LineId> = self.directory.lines.keys().copied().collect();
        let mut held: BTreeSet<NumberId> = self.busy.values().copied().collect();
        let mut some = false;
        for text in lines.into_iter().flat_map(|line| face.queued(line)) {
            let waits = text.attempts > 0 && text.next_at.is_some_and(|at| at > now);
            if !held.insert(text.number) || waits {
                continue;
            }
            self.busy.insert(text.id, text.number);
            self.asks(Command::HandOver(text.id), By::Policy, Reply::HandOver(text.id));
            some = true;
        }
        some
    }
}

/// The rotas that have other people on from that edge.
fn changed(directory: &Directory, edge: Moment) -> Vec<Event> {
    let before = Moment::from_micros(edge.micros() - 1);
    let named = directory.policy.rotas().iter().map(|rota| &rota.name);
    let rotas = directory.rotas.iter().zip(named).filter(|(rota, _)| rota.on(before) != rota.on(edge));
    rotas
        .map(|(rota, name)| Event::ShiftChanged {
            rota: name.clone(),
            edge,
            on: rota.on(edge).into_iter().copied().filter(|person| *person != Directory::NOBODY).collect(),
        })
        .collect()
}

fn key(due: &Due) -> (bool, i64, Moment) {
    match due {
        Due::Conversation(id, at) => (false, id.0, *at),
        Due::Text(id, at) => (true, id.0, *at),
    }
}

/// Carriers' ids of other texts of this thread.
fn others(face: &mut dyn Face, id: MessageId) -> Vec<String> {
    (1..=MessageId::MAX_ORDINAL)
        .map_while(|ordinal| {
            let other = MessageId::new(id.thread(), ordinal);
            (ordinal <= id.ordinal() + 40).then_some(other)
        })
        .filter(|other| *other != id)
        .filter_map(|other| face.text(other).and_then(|text| text.carrier_id))
        .collect()
}

/// Texts and presses that are stored already get the answer that they got then.
fn recall(face: &mut dyn Face, waiting: &mut [(Request, Reply, Option<Answer>)], texts_too: bool) {
    for (request, _, known) in waiting {
        if let Some(press) = &request.idempotency
            && let Some(Some((_, outcome))) = face.known(&[], std::slice::from_ref(press)).presses.pop()
        {
            *known = Some(Ok(Done { outcome, record: None, text: None }));
        }
        if let Command::Receive(receive) = &request.command
            && texts_too
            && let Some(Some(message)) =
                face.known(&[(receive.line, receive.carrier_id.clone())], &[]).carrier_ids.pop()
        {
            let outcome =
                Outcome { thread: Some(message.thread()), message: Some(message), ..Outcome::default() };
            *known = Some(Ok(Done { outcome, record: None, text: None }));
        }
    }
}

/// A carrier's word in the words of the core.
pub(crate) fn delivery(word: &crate::carrier::Word) -> Delivery {
    Delivery { state: word.state, carrier_id: Some(word.carrier_id.clone()), failure: word.failure.clone() }
}
