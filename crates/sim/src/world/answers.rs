//! What a step comes to: the feed is read and judged, and whoever waits is answered.

use super::{Coming, World};
use crate::node::{Effect, Reply};
use crate::round::Answer;
use std::time::Duration;

impl World {
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

    pub(super) fn effect(&mut self, node: usize, effect: Effect) {
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
            Err(refusal) if first => {
                self.tally.refusal(&refusal);
                let command = &self.presses[index].request.command;
                self.checker.refused(self.now, command, &refusal);
            }
            Err(_) => {}
            Ok(done) => {
                let pressed = &self.presses[index];
                if let (Some(message), Some(seen)) = (done.outcome.message, pressed.seen) {
                    self.checker.pressed(self.now, message, seen, pressed.who);
                }
                if let (baton_core::Command::CloseSeen { owner, .. }, Some(record)) =
                    (&pressed.request.command, done.outcome.position)
                {
                    self.checker.closed_over(self.now, *owner, record);
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

    pub(super) fn press_again(&mut self, index: usize, tries: u32) {
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
