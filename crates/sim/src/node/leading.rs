//! What a leader does by itself: timers, edges, settling, giving out, handing over.

use super::{Effect, Node, Reply, Todo};
use crate::bug::Bug;
use crate::store::Face;
use baton_core::{
    By, Command, ConversationId, Directory, Event, LineId, MessageId, Moment, NumberId, QueueId, SendOutcome,
    TextKind, TextState,
};
use baton_store::{Due, EDGES, Job, RESETTLE};
use std::collections::BTreeSet;

/// How many conversations are settled before others get their turn: few, so that crashes come between.
const PAGE: usize = 3;

impl Node {
    pub(super) fn work(
        &mut self,
        face: &mut dyn Face,
        now: Moment,
        bug: Option<Bug>,
        todo: Todo,
    ) -> Vec<Effect> {
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
            Todo::Advance(job, version, last) => {
                face.advance_job(&job, version, last);
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

    pub(super) fn push(&mut self, todo: Todo) -> bool {
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
        let Some(done) = self.edges_done else {
            face.save_job(EDGES, Some(&Job { name: EDGES.to_owned(), after: None, at: Some(now) }));
            return;
        };
        let (mut changes, mut at) = (Vec::new(), done);
        while let Some(edge) = self.directory.next_edge(at).filter(|edge| *edge <= now) {
            changes.extend(changed(&self.directory, edge));
            at = edge;
        }
        if bug == Some(Bug::EdgeNotRecorded) {
            changes.clear();
        }
        let settles = face.job(RESETTLE);
        // Another node that led meanwhile may have followed some: what is left counts from where it came.
        self.edges_done = face.follow_edges((done, now), changes, now).then_some(now);
        if bug == Some(Bug::EdgeNotSettled) {
            face.save_job(RESETTLE, settles.as_ref());
        }
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
        self.todo.push_back(Todo::Advance(job, self.directory.version, last));
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
