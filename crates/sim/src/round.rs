//! One batch being decided, as the engine's writer does it: what is overdue first, then the command, then the other
//! threads of a number whose consent changed; turns and loads follow; duplicates within the batch are one.

use crate::bug::Bug;
use crate::rows::Working;
use crate::store::Face;
use baton_core::{
    By, Command, ConsentNote, Conversation, Decision, Directory, Event, Ids, Key, MessageId, Moment, OutText,
    Owner, OwnerCause, Position, Record, Refusal, Subject, Team, World, decide,
};
use baton_store::{Batch, Idempotency, Need, Outcome};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What somebody wants of a node.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) command: Command,
    pub(crate) by: By,
    pub(crate) press: Option<Idempotency>,
}

/// What a request came to.
#[derive(Debug, Clone)]
pub(crate) struct Done {
    pub(crate) outcome: Outcome,
    /// It changed something now.
    pub(crate) moved: bool,
    /// The text of ours that it wrote or concerned.
    pub(crate) text: Option<OutText>,
}

pub(crate) type Answer = Result<Done, Refusal>;

/// A batch that is decided, and not committed.
pub(crate) struct Round {
    pub(crate) batch: Batch,
    pub(crate) answers: Vec<Answer>,
    pub(crate) team: Team,
}

/// What a batch is decided by.
pub(crate) struct Rules<'a> {
    pub(crate) directory: &'a Directory,
    pub(crate) now: Moment,
    pub(crate) bug: Option<Bug>,
    /// The position up to which turns and loads were read.
    pub(crate) read_up_to: Option<Position>,
}

/// Loads and decides, in order. `known` holds what had been done before.
pub(crate) fn decide_all(
    rules: &Rules<'_>,
    face: &mut dyn Face,
    (team, ids): (Team, &mut Ids),
    requests: &[(Request, Option<Answer>)],
) -> Round {
    let fresh = requests.iter().filter(|(_, known)| known.is_none()).map(|(request, _)| request);
    let needs: Vec<Need> = fresh
        .clone()
        .map(|request| Need { key: request.command.key(), quotable: request.command.needs_quotable() })
        .collect();
    let mut working = Working::default();
    let mut newer = Vec::new();
    for subject in face.load(&needs) {
        newer.extend(newer_one(&subject));
        working.add(subject);
    }
    for subject in face.load(&newer) {
        working.add(subject);
    }
    let words = &rules.directory.policy.consent().words;
    for request in fresh.filter(|request| request.command.may_change_consent(words)) {
        let others = other_threads(rules.directory, &working.subject(&request.command.key()));
        for subject in face.load(&others) {
            working.add(subject);
        }
    }
    let batch = Batch { directory_version: rules.directory.version, ..Batch::default() };
    let mut deciding = Deciding { rules, working, batch, team, gave_out: false };
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut answers: Vec<Answer> = Vec::new();
    for (index, (request, known)) in requests.iter().enumerate() {
        let first = same_as(request).and_then(|key| seen.insert(key, index));
        let answer = match (known, first) {
            (Some(known), _) => known.clone(),
            (None, Some(first)) => answers[first].clone(),
            (None, None) => deciding.one(ids, request),
        };
        answers.push(answer);
    }
    let Deciding { working, mut batch, mut team, gave_out, .. } = deciding;
    if rules.read_up_to.is_some() {
        working.tell_what_was_read(&mut batch);
    }
    working.write_into(&mut batch);
    batch.read_up_to = rules.read_up_to.filter(|_| gave_out);
    if rules.bug == Some(Bug::TurnForgotten) {
        batch.turns.clear();
        team.turns.clear();
    }
    Round { batch, answers, team }
}

/// What makes two requests of a batch the same.
fn same_as(request: &Request) -> Option<String> {
    match &request.command {
        Command::Receive(receive) => Some(format!("{}:{}", receive.line.0, receive.carrier_id)),
        _ => request.press.as_ref().map(|press| format!("{}/{}", press.scope, press.key)),
    }
}

/// What to load beside a text of a conversation with which the thread has not gone on: what that one owes is owed in the
/// newer one.
fn newer_one(subject: &Subject) -> Option<Need> {
    let of = subject.texts.first()?.conversation?;
    let open = subject.thread.as_ref()?.open.filter(|open| *open != of)?;
    Some(Need { key: Key::Conversation(open), quotable: false })
}

fn other_threads(directory: &Directory, subject: &Subject) -> Vec<Need> {
    let Some(number) = &subject.number else { return Vec::new() };
    let here = subject.thread.as_ref().map(|thread| thread.line);
    let lines = directory.lines.keys().filter(|line| Some(**line) != here);
    lines
        .map(|line| Need {
            key: Key::Handset { line: *line, handset: number.handset.clone() },
            quotable: false,
        })
        .collect()
}

struct Deciding<'a> {
    rules: &'a Rules<'a>,
    working: Working,
    batch: Batch,
    team: Team,
    gave_out: bool,
}

impl Deciding<'_> {
    fn one(&mut self, ids: &mut Ids, request: &Request) -> Answer {
        let mut subject = self.working.subject(&request.command.key());
        let mut team = Cow::Borrowed(&self.team);
        let overdue = self.overdue(ids, &team, &subject, &request.command, &request.by)?;
        if let Some(wake) = &overdue {
            self.see(&mut team, subject.conversation.as_deref(), wake);
            subject = wake.after.clone();
        }
        let before = subject.conversation.clone();
        let decision = self.decide(ids, &team, subject, &request.command, &request.by)?;
        self.see(&mut team, before.as_deref(), &decision);
        let mut followers = self.follow(ids, &mut team, request, &decision)?;
        followers.extend(self.then(ids, &mut team, request, &decision)?);
        if let Some(wake) = overdue {
            self.record(&By::Policy, wake);
        }
        let outcome = Outcome {
            thread: decision.after.thread.as_ref().map(|thread| thread.id),
            conversation: decision.conversation,
            message: decision.message,
            made: decision.made,
            position: None,
        };
        if let Some(press) = request.press.as_ref().filter(|_| self.rules.bug != Some(Bug::PressTwice)) {
            self.batch.idempotency.push((press.clone(), outcome.clone()));
        }
        if let (Command::Receive(receive), Some(message)) = (&request.command, decision.message)
            && self.rules.bug != Some(Bug::TextStoredTwice)
        {
            self.batch.carrier_ids.push((receive.line, receive.carrier_id.clone(), message));
        }
        let text = text_of(&request.command, &decision);
        let moved = !decision.events.is_empty();
        if moved {
            self.record(&request.by, decision);
        }
        for (by, follower) in followers {
            self.record(&by, follower);
        }
        Ok(Done { outcome, moved, text })
    }

    /// What comes next is decided by the turns and loads that this decision leaves.
    fn see(&self, team: &mut Cow<'_, Team>, before: Option<&Conversation>, decision: &Decision) {
        if let Some(after) = team.after(self.rules.directory, before, decision) {
            *team = Cow::Owned(after);
        }
    }

    fn decide(
        &self,
        ids: &mut Ids,
        stands: &Team,
        mut subject: Subject,
        command: &Command,
        by: &By,
    ) -> Result<Decision, Refusal> {
        let command = match self.rules.bug {
            Some(bug) => bug.before(&mut subject, command),
            None => command.clone(),
        };
        let mut team = None;
        if self.rules.bug == Some(Bug::CapacityIgnored) {
            team = Some(Team { open: BTreeMap::new(), ..stands.clone() });
        }
        let team = team.as_ref().unwrap_or(stands);
        let early = self.rules.bug == Some(Bug::TimerEarly) && matches!(command, Command::Wake(_));
        let now = if early { self.rules.now + Bug::EARLY } else { self.rules.now };
        let world = World { directory: self.rules.directory, team, now, by };
        let before = self.rules.bug.map(|_| subject.clone());
        let decision = decide(&world, ids, subject, &command)?;
        Ok(match (self.rules.bug, before) {
            (Some(bug), Some(before)) => bug.after(before, decision, self.rules, by),
            _ => decision,
        })
    }

    /// A command that touches a thread first applies what was overdue there.
    fn overdue(
        &self,
        ids: &mut Ids,
        team: &Team,
        subject: &Subject,
        command: &Command,
        by: &By,
    ) -> Result<Option<Decision>, Refusal> {
        let edges = matches!(by, By::Person { .. } | By::Program { .. });
        let now = self.rules.now;
        let due = subject.live().filter(|live| edges || live.next_at().is_some_and(|at| at <= now));
        let Some(live) = due.filter(|_| !matches!(command, Command::Wake(_))) else {
            return Ok(None);
        };
        let wake = self.decide(ids, team, subject.clone(), &Command::Wake(live.id), &By::Policy)?;
        Ok((!wake.events.is_empty()).then_some(wake))
    }

    /// Consent is the number's: its threads on other lines are told in the same batch.
    fn follow(
        &self,
        ids: &mut Ids,
        team: &mut Cow<'_, Team>,
        request: &Request,
        decision: &Decision,
    ) -> Result<Vec<(By, Decision)>, Refusal> {
        let mut told = Vec::new();
        for event in &decision.events {
            let Event::ConsentChanged { to, cause, evidence, carrier_block, .. } = event else { continue };
            if self.rules.bug == Some(Bug::OtherLineNotTold) {
                continue;
            }
            for need in other_threads(self.rules.directory, &decision.after) {
                let subject = self.working.subject(&need.key);
                let Some(thread) = subject.thread.as_ref().map(|thread| thread.id) else { continue };
                let subject = Subject { number: decision.after.number.clone(), ..subject };
                let note = ConsentNote {
                    to: *to,
                    cause: *cause,
                    evidence: evidence.clone(),
                    carrier_block: *carrier_block,
                };
                let command = Command::FollowConsent(thread, note);
                let before = subject.conversation.clone();
                let follower = self.decide(ids, team, subject, &command, &request.by)?;
                self.see(team, before.as_deref(), &follower);
                told.push((request.by.clone(), follower));
            }
        }
        Ok(told)
    }

    /// What follows in the thread's live conversation, which is another than the decision's, on what that left, and on what
    /// was overdue there.
    fn then(
        &self,
        ids: &mut Ids,
        team: &mut Cow<'_, Team>,
        request: &Request,
        decision: &Decision,
    ) -> Result<Vec<(By, Decision)>, Refusal> {
        let Some(command) = decision.then.as_ref().filter(|_| self.rules.bug != Some(Bug::DebtLost)) else {
            return Ok(Vec::new());
        };
        let after = &decision.after;
        let mut subject = Subject {
            number: after.number.clone(),
            contact: after.contact.clone(),
            thread: after.thread.clone(),
            ..self.working.subject(&command.key())
        };
        let overdue = self.overdue(ids, team, &subject, command, &request.by)?;
        if let Some(wake) = &overdue {
            self.see(team, subject.conversation.as_deref(), wake);
            subject = wake.after.clone();
        }
        let follower = self.decide(ids, team, subject, command, &request.by)?;
        let overdue = overdue.map(|wake| (By::Policy, wake));
        let follower = Some((request.by.clone(), follower)).filter(|(_, told)| !told.events.is_empty());
        Ok(overdue.into_iter().chain(follower).collect())
    }

    fn record(&mut self, by: &By, decision: Decision) {
        let Decision { events, after, conversation, .. } = decision;
        let thread = after.thread.as_ref().map(|thread| thread.id);
        if let Some(found) = after.conversation.as_ref().filter(|_| after.changes.conversation) {
            let before = self.working.conversation(found.id);
            for queue in self.team.follow(self.rules.directory, before, found, &events) {
                let turns = self.team.turns.get(&queue).cloned().unwrap_or_default();
                self.batch.turns.retain(|(other, _)| *other != queue);
                self.batch.turns.push((queue, turns));
            }
            self.gave_out |= events.iter().any(|event| {
                let gives = [OwnerCause::Distribution, OwnerCause::ShiftChange];
                matches!(event, Event::OwnerChanged { cause, to: Owner::Person(_), .. } if gives.contains(cause))
            });
        }
        self.working.apply(after, &events, self.rules.now);
        let (position, at, by) = (Position(0), self.rules.now, by.clone());
        self.batch.records.push(Record { position, thread, conversation, at, by, events });
    }
}

/// The text of ours that a command wrote or concerned.
fn text_of(command: &Command, decision: &Decision) -> Option<OutText> {
    let id: Option<MessageId> = match command.key() {
        Key::Text(id) => decision.message.or(Some(id)),
        Key::CarrierId { id: carrier_id, .. } => {
            let fits = |text: &&OutText| text.carrier_id.as_deref() == Some(&carrier_id);
            return decision.after.texts.iter().find(fits).cloned();
        }
        _ => decision.message,
    };
    id.and_then(|id| decision.after.text(id)).cloned()
}
