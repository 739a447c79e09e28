//! What nodes ask of the store in memory.

use super::{Memory, assemble};
use crate::store::Face;
use baton_core::{
    Availability, By, Conversation, ConversationId, Directory, Event, Ids, LineId, MessageId, Moment,
    NumberId, OutText, Owner, PersonId, Position, QueueId, Record, Role, Status, Subject, Team, TextState,
    known,
};
use baton_store::{Batch, CommitError, Counter, Due, EDGES, Idempotency, Job, KnownKeys, Need, RESETTLE};
use std::sync::Arc;

impl Face for Memory {
    fn load(&mut self, needs: &[Need]) -> Vec<Subject> {
        needs.iter().map(|need| self.one(need)).collect()
    }

    fn commit(&mut self, batch: &mut Batch) -> Result<(), CommitError> {
        self.check(batch)?;
        for record in &mut batch.records {
            self.head += i64::try_from(record.events.len()).unwrap_or(0);
            record.position = Position(self.head);
        }
        for record in &batch.records {
            self.remember(record);
        }
        for write in batch.numbers.drain(..) {
            self.handsets.insert(write.row.handset.clone(), write.row.id);
            self.numbers.insert(write.row.id, write.row);
        }
        for write in batch.contacts.drain(..) {
            self.contacts.insert(write.row.id, write.row);
        }
        for mut write in batch.threads.drain(..) {
            let last = batch.records.iter().rev().find(|record| record.thread == Some(write.row.id));
            let version = last.map_or(write.row.version, |record| record.position);
            Arc::make_mut(&mut write.row).version = version;
            self.threads_of.insert((write.row.number, write.row.line), write.row.id);
            self.threads.insert(write.row.id, write.row);
        }
        for row in batch.conversations.drain(..) {
            self.put_conversation(row);
        }
        for row in batch.texts.drain(..) {
            self.put_text(row);
        }
        self.records.extend(batch.records.iter().cloned());
        for (line, id, message) in batch.carrier_ids.drain(..) {
            self.carrier_ids.insert((line, id), message);
        }
        for (press, outcome) in batch.idempotency.drain(..) {
            self.presses.insert((press.scope, press.key), (press.request, outcome));
        }
        for (counter, by) in batch.counters.drain(..) {
            match counter {
                Counter::Open(person) => *self.open.entry(person).or_default() += by,
                Counter::Waiting(queue) => *self.waiting.entry(queue).or_default() += by,
                _ => {}
            }
        }
        self.turns.extend(batch.turns.drain(..));
        Ok(())
    }

    fn known(&mut self, texts: &[(LineId, String)], presses: &[Idempotency]) -> KnownKeys {
        KnownKeys {
            carrier_ids: texts.iter().map(|text| self.carrier_ids.get(text).copied()).collect(),
            presses: presses
                .iter()
                .map(|press| self.presses.get(&(press.scope.clone(), press.key.clone())).cloned())
                .collect(),
        }
    }

    fn reserve_ids(&mut self, count: i64) -> Ids {
        self.next_id += count;
        Ids::new(self.next_id - count, self.next_id)
    }

    fn head(&mut self) -> Position {
        Position(self.head)
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn directory(&mut self) -> Arc<Directory> {
        Arc::clone(&self.directory)
    }

    fn directory_version(&mut self) -> i64 {
        self.version
    }

    fn team(&mut self) -> Team {
        Team { turns: self.turns.clone(), open: self.open.clone(), waiting: self.waiting.clone() }
    }

    fn save_policy(&mut self, source: &str, by: Option<PersonId>, at: Moment) -> bool {
        let draft = baton_policy::Policy::load(source, &known(&self.people, &self.lines));
        let made = assemble(
            source,
            self.version + 1,
            self.policy_version + 1,
            &self.people,
            &self.lines,
            &self.queue_ids,
        );
        let (Ok(_), Ok(directory)) = (draft, made) else { return false };
        source.clone_into(&mut self.source);
        self.policy_version += 1;
        self.moved(directory);
        let version = self.policy_version;
        self.tell(by.map_or(By::Policy, By::person), at, vec![Event::PolicyChanged { version }]);
        true
    }

    fn change_person(&mut self, id: PersonId, role: Option<Role>, active: Option<bool>, _at: Moment) -> bool {
        let mut people = self.people.clone();
        let Some(person) = people.iter_mut().find(|person| person.id == id) else { return false };
        person.role = role.unwrap_or(person.role);
        person.active = active.unwrap_or(person.active);
        let made = assemble(
            &self.source,
            self.version + 1,
            self.policy_version,
            &people,
            &self.lines,
            &self.queue_ids,
        );
        let Ok(directory) = made else { return false };
        self.people = people;
        self.moved(directory);
        true
    }

    fn availability(&mut self, id: PersonId, word: &Availability, by: &By, at: Moment) -> bool {
        let Ok(presence) = self.directory.presence_after(id, word, at) else { return false };
        let Some(person) = self.people.iter_mut().find(|person| person.id == id) else { return false };
        person.presence = presence;
        let mut directory = (*self.directory).clone();
        directory.people.insert(id, person.clone());
        directory.version += 1;
        self.moved(directory);
        self.tell(
            by.clone(),
            at,
            vec![Event::AvailabilityChanged { person: id, availability: word.clone() }],
        );
        true
    }

    fn follow_edges(&mut self, (from, to): (Moment, Moment), changes: Vec<Event>, at: Moment) -> bool {
        if self.job(EDGES).and_then(|job| job.at).is_some_and(|stands| stands > from) {
            return false;
        }
        for name in [RESETTLE, EDGES] {
            self.save_job(name, Some(&Job { name: name.to_owned(), after: None, at: Some(to) }));
        }
        if !changes.is_empty() {
            self.tell(By::Policy, at, changes);
        }
        true
    }

    fn job(&mut self, name: &str) -> Option<Job> {
        self.jobs.get(name).cloned()
    }

    fn save_job(&mut self, name: &str, progress: Option<&Job>) {
        match progress {
            Some(job) => drop(self.jobs.insert(name.to_owned(), job.clone())),
            None => drop(self.jobs.remove(name)),
        }
    }

    fn advance_job(&mut self, job: &Job, version: i64, after: Option<ConversationId>) -> bool {
        if version != self.version || self.job(&job.name).is_none_or(|stands| stands.at != job.at) {
            return false;
        }
        let progress = after.map(|_| Job { after, ..job.clone() });
        self.save_job(&job.name, progress.as_ref());
        true
    }

    fn due(&mut self, now: Moment) -> Vec<Due> {
        let due = self.due.iter().take_while(|(at, ..)| *at <= now);
        due.map(|(at, text, id)| {
            if *text { Due::Text(MessageId(*id), *at) } else { Due::Conversation(ConversationId(*id), *at) }
        })
        .collect()
    }

    fn next_due(&mut self) -> Option<Moment> {
        self.due.first().map(|(at, ..)| *at)
    }

    fn queued(&mut self, line: LineId) -> Vec<OutText> {
        let mut queued = self.unsent(|text| text.state == TextState::Queued && text.line == line);
        queued.sort_by_key(|text| {
            (text.kind != baton_core::TextKind::OptOutConfirmation, text.written_at, text.id)
        });
        queued
    }

    fn queued_to(&mut self, number: NumberId) -> Vec<OutText> {
        self.unsent(|text| text.state == TextState::Queued && text.number == number)
    }

    fn sending(&mut self) -> Vec<OutText> {
        self.unsent(|text| text.state == TextState::Sending)
    }

    fn text(&mut self, id: MessageId) -> Option<OutText> {
        self.texts.get(&id).cloned()
    }

    fn waiting_in(&mut self, queue: QueueId) -> Vec<ConversationId> {
        let live = self.live.iter().filter_map(|id| self.conversations.get(id));
        let mut waiting: Vec<_> = live
            .filter(|found| found.owner == Owner::Queue(queue) && found.status == Status::Open)
            .map(|found| (found.due_place().unwrap_or(Moment::MAX), found.id))
            .collect();
        waiting.sort();
        waiting.into_iter().map(|(_, id)| id).collect()
    }

    fn open_conversations(&mut self, after: Option<ConversationId>, limit: usize) -> Vec<ConversationId> {
        self.live.iter().filter(|id| after.is_none_or(|after| **id > after)).take(limit).copied().collect()
    }

    fn conversation(&mut self, id: ConversationId) -> Option<Conversation> {
        self.conversations.get(&id).map(|row| (**row).clone())
    }

    fn feed(&mut self, after: Position) -> Vec<Record> {
        let from = self.records.partition_point(|record| record.position <= after);
        self.records[from..].to_vec()
    }

    fn next_door(&mut self) -> Option<&mut dyn Face> {
        self.next_door.as_deref_mut().map(|rows| rows as &mut dyn Face)
    }

    fn crash(&mut self) {}
}
