//! The round itself.

use crate::counters::Counters;
use crate::deciding::{Core, Decided, Decides, Deciding, newer, other_threads};
use crate::request::Request;
use crate::working::Working;
use baton_core::{
    By, Command, ConversationId, Decision, Directory, Event, Ids, Key, Moment, OutText, Owner, OwnerCause,
    Position, Record, Refusal, Subject, Team, ThreadId,
};
use baton_store::{Batch, Need, Outcome};

/// How many threads are loaded at once besides those that commands name.
const AT_ONCE: usize = 512;

/// A batch that is being decided.
#[derive(Debug)]
pub struct Round<'a, D = Core> {
    directory: &'a Directory,
    now: Moment,
    decides: D,
    working: Working,
    /// What the commit writes: complete after [`Round::finish`].
    pub batch: Batch,
    counters: Counters,
    /// Turns and loads, with what this batch does to them.
    team: Team,
    /// A decision gave something out by turn or load.
    gave_out: bool,
}

/// What a request came to, until the commit makes it true.
#[derive(Debug)]
pub struct Done {
    /// Which thread, conversation and message.
    pub outcome: Outcome,
    /// The place of its record in the batch; none if nothing had to change.
    pub record: Option<usize>,
    /// The text of ours that it wrote or concerned.
    pub text: Option<OutText>,
}

impl<'a, D: Decides> Round<'a, D> {
    /// `read_up_to`: where other nodes may write, up to where the feed stood before anything was read.
    pub fn new(
        directory: &'a Directory,
        team: Team,
        now: Moment,
        read_up_to: Option<Position>,
        decides: D,
    ) -> Self {
        let batch =
            Batch { directory_version: directory.version, loaded_up_to: read_up_to, ..Batch::default() };
        let (working, counters) = (Working::default(), Counters::default());
        Self { directory, now, decides, working, batch, counters, team, gave_out: false }
    }

    /// What it is decided by.
    pub fn directory(&self) -> &'a Directory {
        self.directory
    }

    /// Turns and loads after what was decided so far.
    pub fn team(&self) -> &Team {
        &self.team
    }

    /// Has everything loaded that deciding these requests will look at: a subject for each need, in their order.
    pub fn load<'r, E>(
        &mut self,
        requests: impl Iterator<Item = &'r Request> + Clone,
        mut load: impl FnMut(&[Need]) -> Result<Vec<Subject>, E>,
    ) -> Result<(), E> {
        let needs: Vec<Need> = requests.clone().map(Request::need).collect();
        if needs.is_empty() {
            return Ok(());
        }
        let mut beside = Vec::new();
        for subject in load(&needs)? {
            beside.extend(newer(&subject));
            self.working.add(subject);
        }
        if !beside.is_empty() {
            for subject in load(&beside)? {
                self.working.add(subject);
            }
        }
        // Where consent may change, the number's threads on other lines too: what is live there follows in this batch.
        let words = &self.directory.policy.consent().words;
        let mut others = Vec::new();
        for request in requests.filter(|request| request.command.may_change_consent(words)) {
            others.extend(other_threads(self.directory, &self.working.subject(&request.command.key())));
        }
        for needs in others.chunks(AT_ONCE) {
            for subject in load(needs)? {
                self.working.add(subject);
            }
        }
        Ok(())
    }

    /// What a request comes to. Nothing of it stands before it is [taken](Round::take).
    pub fn decide(&self, ids: &mut Ids, request: &Request) -> Result<Decided, Refusal> {
        Deciding::new(self.directory, &self.working, &self.team, self.now, &self.decides).all(ids, request)
    }

    /// Keeps what a request came to.
    pub fn take(&mut self, request: &Request, decided: Decided) -> Done {
        let Decided { overdue, decision, followers } = decided;
        for wake in overdue {
            self.record(&By::Policy, wake);
        }
        let outcome = Outcome {
            thread: decision.after.thread.as_ref().map(|thread| thread.id),
            conversation: decision.conversation,
            message: decision.message,
            made: decision.made,
            position: None,
        };
        if let Some(press) = &request.idempotency {
            self.batch.idempotency.push((press.clone(), outcome.clone()));
        }
        if let (Command::Receive(receive), Some(message)) = (&request.command, decision.message) {
            self.batch.carrier_ids.push((receive.line, receive.carrier_id.clone(), message));
        }
        let text = text_of(&request.command, &decision);
        let record = (!decision.events.is_empty()).then(|| self.record(&request.by, decision));
        for (by, follower) in followers {
            self.record(&by, follower);
        }
        Done { outcome, record, text }
    }

    /// Keeps one decision, and answers with the place of its record.
    fn record(&mut self, by: &By, decision: Decision) -> usize {
        let Decision { events, after, conversation, .. } = decision;
        let thread = after.thread.as_ref().map(|thread| thread.id);
        self.follow_turns(&after, &events);
        self.working.apply(after, &events, self.now, &mut self.counters);
        self.tell(thread, conversation, by.clone(), events)
    }

    /// Turns and loads follow from what was decided.
    fn follow_turns(&mut self, after: &Subject, events: &[Event]) {
        let Some(conversation) = after.conversation.as_ref().filter(|_| after.changes.conversation) else {
            return;
        };
        let before = self.working.conversation(conversation.id);
        for queue in self.team.follow(self.directory, before, conversation, events) {
            let turns = self.team.turns.get(&queue).cloned().unwrap_or_default();
            self.batch.turns.retain(|(other, _)| *other != queue);
            self.batch.turns.push((queue, turns));
        }
        self.gave_out |= events.iter().any(|event| {
            let gives = [OwnerCause::Distribution, OwnerCause::ShiftChange];
            matches!(event, Event::OwnerChanged { cause, to: Owner::Person(_), .. } if gives.contains(cause))
        });
    }

    /// Records what happened now, and answers with the place of the record.
    pub fn tell(
        &mut self,
        thread: Option<ThreadId>,
        conversation: Option<ConversationId>,
        by: By,
        events: Vec<Event>,
    ) -> usize {
        let (position, at) = (Position(0), self.now);
        self.batch.records.push(Record { position, thread, conversation, at, by, events });
        self.batch.records.len() - 1
    }

    /// Everything in one batch, ready to be committed.
    pub fn finish(&mut self) -> &mut Batch {
        if self.batch.loaded_up_to.is_some() {
            self.working.tell_what_was_read(&mut self.batch);
        }
        self.working.write_into(&mut self.batch);
        self.batch.read_up_to = self.batch.loaded_up_to.filter(|_| self.gave_out);
        self.batch.counters = self.counters.changed();
        &mut self.batch
    }

    /// The batch, and the turns and loads that it leaves.
    pub fn into_parts(self) -> (Batch, Team) {
        (self.batch, self.team)
    }
}

/// The text of ours that a command wrote or concerned.
fn text_of(command: &Command, decision: &Decision) -> Option<OutText> {
    let id = match command.key() {
        Key::Text(id) => decision.message.or(Some(id)),
        Key::CarrierId { id: carrier_id, .. } => {
            let fits = |text: &&OutText| text.carrier_id.as_deref() == Some(&carrier_id);
            return decision.after.texts.iter().find(fits).cloned();
        }
        _ => decision.message,
    };
    id.and_then(|id| decision.after.text(id)).cloned()
}
