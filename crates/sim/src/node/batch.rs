//! A batch: decided, committed, and told of, in three steps.

use super::{Effect, Node, Reply, Todo, Told};
use crate::bug::Bug;
use crate::round::{Answer, Done, Drafted, Rules, decide_all};
use crate::store::Face;
use baton_core::{
    By, Command, Delivery, Event, Ids, MessageId, Moment, Position, Refusal, SendOutcome, Team, TextState,
};
use baton_round::Request;
use baton_store::{Batch, CommitError, Outcome};

/// The most of a batch.
const BATCH: usize = 8;

impl Node {
    pub(super) fn decide(&mut self, face: &mut dyn Face, now: Moment, bug: Option<Bug>) -> Vec<Effect> {
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

    pub(super) fn commit(
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
    pub(super) fn tell(&mut self, (waiting, answers): Told, bug: Option<Bug>) -> Vec<Effect> {
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
