//! The world outside of the nodes: customers' texts on their way in, the carrier, and its words.

use super::{Coming, InText, World};
use crate::carrier::{Found, Said, Word};
use crate::dice::Dice;
use crate::node::{Node, Reply, delivery};
use baton_core::{By, Command, OutText, Receive, SendOutcome, TextState};
use std::time::Duration;

impl World {
    pub(super) fn comes_in(&mut self, index: usize, tries: u32) {
        if tries > 0
            && self.inbound[index].acked
            && !Dice::of(&[self.plan.seed, 8, index as u64]).in_hundred(10)
        {
            return;
        }
        if tries > 12 {
            return;
        }
        if let Some(node) = self.some_node((index as u64) * 16 + u64::from(tries)) {
            let command = Command::Receive(Box::new(self.inbound[index].receive.clone()));
            self.nodes[node].asks(command, By::Contact, Reply::Inbound(index));
        }
        let after = Duration::from_secs(15 << tries.min(11));
        self.put(self.now + after, Coming::Inbound(index, tries + 1));
    }

    /// A customer's text leaves their phone.
    pub(crate) fn texted(&mut self, receive: Receive) {
        let index = self.inbound.len();
        self.next_door_lives(&receive, index);
        self.inbound.push(InText { receive, acked: false });
        let mut dice = Dice::of(&[self.plan.seed, 9, index as u64]);
        let after = Duration::from_secs(if dice.in_hundred(85) { 0 } else { dice.between(1, 40) });
        self.put(self.now + after, Coming::Inbound(index, 0));
        if dice.in_hundred(8) {
            // It is sent twice at once.
            self.put(self.now + after, Coming::Inbound(index, 0));
        }
    }

    pub(super) fn word(&mut self, word: Word) {
        self.carrier.said(&word);
        let Some(node) = self.some_node(self.count) else { return };
        let command = if word.names_us {
            Command::Delivery(word.text, delivery(&word))
        } else {
            Command::DeliveryByCarrierId(
                self.lines.as_slice().into(),
                word.carrier_id.clone(),
                delivery(&word),
            )
        };
        self.nodes[node].asks(command, By::Carrier, Reply::Word(word));
    }

    pub(super) fn returns(&mut self, node: usize, life: u32, text: &OutText, said: Said) {
        if !self.lives(node, life) {
            return;
        }
        match said {
            Said::Accepted(carrier_id) => {
                self.nodes[node].outcome(text.id, SendOutcome::Accepted { carrier_id });
            }
            Said::Refused(failure) => self.nodes[node].outcome(text.id, SendOutcome::Refused(failure)),
            Said::Later(_) if Node::gave_up(text) => {
                let failure = crate::carrier::failure("30001");
                self.nodes[node].outcome(text.id, SendOutcome::Refused(failure));
            }
            Said::Later(after) => {
                let (until, reason) = (self.now + after, "too fast".to_owned());
                self.nodes[node].outcome(text.id, SendOutcome::TryLater { until, reason });
            }
            Said::Unknown => {
                let after = self.now + Duration::from_secs(2);
                self.put(after, Coming::Ask(node, life, text.id, 0, "no answer came"));
            }
        }
    }

    pub(super) fn call(&mut self, node: usize, life: u32, text: OutText) {
        let note = self.checker.last_note(text.id.thread());
        let leaked = self.plan.bug.and_then(|bug| bug.body(&text.body, note.as_deref()));
        let body = leaked.unwrap_or_else(|| text.body.clone());
        let before = self.carrier.taken.len();
        let (said, after, words) = self.carrier.send(text.id, &text.to, &body, self.now);
        let went_out = self.carrier.taken.len() > before;
        self.checker.handed(self.now, &text, &body, went_out || matches!(said, Said::Unknown));
        for (after, word) in words {
            self.put(self.now + after, Coming::Word(word));
        }
        self.put(self.now + after, Coming::Returns(node, life, text, said));
    }

    /// The carrier is asked what became of a text.
    pub(super) fn ask(
        &mut self,
        node: usize,
        life: u32,
        text: &OutText,
        others: &[String],
        (tries, why): (u32, &'static str),
    ) {
        let found =
            self.carrier.look_up(text.carrier_id.as_deref(), (&text.to, &text.body), others, self.now);
        let silent = tries >= 100;
        let asked = &mut self.nodes[node];
        match found {
            Found::One(carrier_id, state, failure) => {
                if !silent || text.state == TextState::Sending {
                    asked.outcome(text.id, SendOutcome::Accepted { carrier_id: carrier_id.clone() });
                }
                let word = Word { text: text.id, names_us: true, carrier_id, state, failure };
                asked.asks(Command::Delivery(text.id, delivery(&word)), By::Carrier, Reply::Nobody);
                if silent {
                    let why = "the carrier has it and says nothing final".to_owned();
                    asked.asks(
                        Command::LookedUp { text: text.id, known: true, why },
                        By::Carrier,
                        Reply::Nobody,
                    );
                }
            }
            Found::NotNow if silent => {
                self.put(self.now + Duration::from_mins(1), Coming::Forget(node, life, text.id));
            }
            Found::None | Found::Several if silent => {
                let command = Command::LookedUp { text: text.id, known: false, why: why.to_owned() };
                asked.asks(command, By::Carrier, Reply::Nobody);
            }
            Found::None | Found::NotNow if tries < 2 => {
                let after = Duration::from_secs(if tries == 0 { 10 } else { 30 });
                self.put(self.now + after, Coming::Ask(node, life, text.id, tries + 1, why));
            }
            _ => asked.outcome(text.id, SendOutcome::Unknown { why: why.to_owned() }),
        }
    }
}
