//! The course of a run: from instant to instant, and at each one step of one node after another.

use super::{Coming, Ran, World, seated};
use crate::dice::Dice;
use baton_core::Moment;
use std::time::Duration;

/// The most steps of one instant: more would mean that it never comes to rest.
const STEPS: usize = 50_000;
/// How long after the last action the run goes on, for look-ups and late words to come in.
const CALM: Duration = Duration::from_hours(9);

impl World {
    pub(super) fn run(mut self) -> Ran {
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
        self.crash_in.fill(None);
        let restarts = self.coming.iter().filter(|(_, what)| matches!(what, Coming::Restart(_)));
        let back = restarts.map(|((at, _), _)| *at).max();
        let until = [self.paused_until, back].into_iter().flatten().fold(self.now, Moment::max) + CALM;
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

    pub(super) fn put(&mut self, at: Moment, what: Coming) {
        self.count += 1;
        self.coming.insert((at, self.count), what);
    }

    pub(super) fn next_action(&mut self) -> Option<Moment> {
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
        if let Some(leader) = self.nodes.iter().position(|node| node.up && node.leads) {
            let face = seated(&mut *self.face, leader);
            let due = face.next_due().filter(|at| *at > self.now);
            let edge = self.nodes[leader].next_edge(face).filter(|at| *at > self.now);
            by_itself = [due, edge].into_iter().flatten().min();
        }
        let next = [action, coming, by_itself].into_iter().flatten().min();
        match self.paused_until.filter(|until| *until > self.now) {
            // While everything stands still only the outside moves.
            Some(until) => Some([action, coming, Some(until)].into_iter().flatten().min().unwrap_or(until)),
            None => next,
        }
    }

    pub(super) fn stands_still(&self) -> bool {
        self.paused_until.is_some_and(|until| until > self.now)
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
                if self.nodes[node].look_around(seated(&mut *self.face, node), self.now, self.plan.bug) {
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
    pub(super) fn some_steps(&mut self, count: usize) -> bool {
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
            let effects =
                self.nodes[node].step(seated(&mut *self.face, node), self.now, self.plan.bug, first);
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
        seated(&mut *self.face, node).crash();
        self.put(self.now + Duration::from_secs(down), Coming::Restart(node));
        if led && self.nodes.len() > 1 {
            self.put(self.now + Duration::from_secs(10), Coming::TakeOver);
        }
    }
}
