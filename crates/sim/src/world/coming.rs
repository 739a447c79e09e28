//! What comes at its time: what was under way outside of the nodes, and what people, customers and bad luck do.

use super::{Coming, World, seated};
use crate::action::Act;
use crate::dice::Dice;
use crate::node::{Node, Todo};
use std::time::Duration;

impl World {
    /// What was under way comes in.
    pub(super) fn happen(&mut self) {
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
                self.nodes[node] = Node::start(seated(&mut *self.face, node), life);
                if !self.nodes.iter().any(|node| node.leads) && self.nodes.len() == 1 {
                    self.nodes[node].lead(seated(&mut *self.face, node), self.plan.bug);
                } else if !self.nodes.iter().any(|node| node.leads) {
                    self.put(self.now + Duration::from_secs(10), Coming::TakeOver);
                }
            }
            Coming::TakeOver => {
                if !self.nodes.iter().any(|node| node.leads)
                    && let Some(node) = self.nodes.iter().position(|node| node.up)
                {
                    self.nodes[node].lead(seated(&mut *self.face, node), self.plan.bug);
                }
            }
            Coming::Press(index, tries) => self.press_again(index, tries),
        }
    }

    pub(super) fn lives(&self, node: usize, life: u32) -> bool {
        self.nodes[node].up && self.nodes[node].life == life
    }

    /// A node that answers, by chance.
    pub(super) fn some_node(&self, about: u64) -> Option<usize> {
        if self.stands_still() {
            return None;
        }
        let up: Vec<usize> = (0..self.nodes.len()).filter(|node| self.nodes[*node].up).collect();
        Dice::of(&[self.plan.seed, 7, about]).any(&up)
    }

    /// What people and customers do now.
    pub(super) fn act(&mut self) {
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

    pub(super) fn take(&mut self, act: &Act) {
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
                        self.nodes[1 - leader].lead(seated(&mut *self.face, 1 - leader), self.plan.bug);
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
}
