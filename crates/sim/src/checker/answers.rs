//! What Baton has to answer by itself, and did not: the first text of a conversation in each closed time, and whoever is
//! new while it is open. That no answer is too many stands in `later.rs`.

use super::book::Book;
use super::{Checker, Heard};
use crate::house::OnCall;
use baton_core::{ConversationId, Event, Moment, Owner, Priority, Record, TextKind};

impl Checker {
    pub(super) fn priority_event(&mut self, heard: &Heard<'_>) {
        if let (Event::PriorityChanged { to, .. }, Some(id)) = (heard.event, heard.record.conversation) {
            let urgent = *to == Priority::Urgent;
            self.change(id, |talk| talk.urgent = urgent);
        }
    }

    /// A text that needs somebody came in: it is answered at once if the house says so.
    pub(super) fn answered_by_itself(&mut self, id: ConversationId, record: &Record) {
        let asks = record.events.iter().any(|event| match event {
            Event::TextReceived { carrier_id, word: None, courtesy: false, may_want_out: None, .. } => {
                !self.later.is_of_a_machine(carrier_id)
            }
            _ => false,
        });
        let answers = |event: &Event| matches!(event, Event::TextWritten { kind: TextKind::AutoReply, .. });
        if !asks || record.events.iter().any(answers) {
            return;
        }
        let opens = record.events.iter().any(|event| matches!(event, Event::ConversationOpened { .. }));
        if let Some(why) = self.owes_an_answer(id, record.at, opens) {
            self.wrong(
                "auto-replies",
                record.at,
                format!("Baton does not answer by itself, and it is {why}"),
            );
        }
    }

    fn owes_an_answer(&self, id: ConversationId, at: Moment, opens: bool) -> Option<&'static str> {
        let wants = self.book().house.answers.as_ref().filter(|wants| wants.outside || wants.first);
        let talk = self.talks.get(&id).filter(|talk| talk.is_live() && !talk.begun_by_us)?;
        let number = self.numbers.get(&talk.thread)?;
        let today = Book::day(&self.walls, at);
        if self.is_out(talk.thread)
            || self.later.answers_of(*number, today) >= wants.map_or(2, |wants| wants.most)
        {
            return None;
        }
        if self.later.rule_owes(id) {
            return Some("what the rule of the text says");
        }
        let wants = wants?;
        // What is urgent is no matter for the morning, while somebody is on call.
        let on_call = match self.book().house.on_call {
            Some(OnCall::Queue(place)) => {
                talk.queue == self.book().ids.get(place).copied() && !self.instant(at).on(place).is_empty()
            }
            Some(OnCall::Person(place)) => {
                let person = self.people[place];
                talk.owner == Owner::Person(person) && self.is_present(at, person)
            }
            None => false,
        };
        if talk.urgent && on_call {
            return None;
        }
        // The answer out of hours names the hours; without it they are those of the queue.
        let queue = talk.queue.and_then(|queue| self.book().place_of(queue));
        let of_queue = || queue.and_then(|place| self.book().house.queues[place].hours);
        let hours = if wants.outside { Some(0) } else { of_queue() };
        match hours.and_then(|hours| self.book().closed_since(&self.walls, hours, at)) {
            Some(since) if wants.outside => {
                let told = self.later.told_out_of_hours(id).is_some_and(|told| told >= since);
                (!told).then_some("the first text in this closed time")
            }
            Some(_) => None,
            None => {
                let new = wants.first && opens && !self.existing.contains(&talk.contact);
                new.then_some("the first text of somebody new")
            }
        }
    }
}
