//! One request decided, with what comes before and after it: what was overdue there, what it means to other threads of
//! the same number, and to the thread's newer conversation. Nothing of it is recorded before all of it is decided, so
//! each decision is handed the turns and loads that those before it left.

use crate::request::Request;
use crate::working::Working;
use baton_core::{
    By, Command, ConsentNote, Conversation, Decision, Directory, Event, Ids, Key, LineId, Moment, Position,
    Refusal, Subject, Team, World, decide,
};
use baton_store::Need;
use std::borrow::Cow;

/// The most decisions about what was overdue that come before one command. Each does as much as one does; what a conversation
/// holds is over long before.
const MOST: usize = 100;

/// What makes one decision. The product's is the [`Core`]; the simulation plants mistakes around it.
pub trait Decides {
    /// As [`baton_core::decide`].
    fn decide(
        &self,
        world: &World<'_>,
        ids: &mut Ids,
        subject: Subject,
        command: &Command,
    ) -> Result<Decision, Refusal>;
}

/// The core, as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Core;

impl Decides for Core {
    fn decide(
        &self,
        world: &World<'_>,
        ids: &mut Ids,
        subject: Subject,
        command: &Command,
    ) -> Result<Decision, Refusal> {
        decide(world, ids, subject, command)
    }
}

/// What came of one request.
#[derive(Debug)]
pub struct Decided {
    /// What was overdue there, in order.
    pub(crate) overdue: Vec<Decision>,
    /// The command itself.
    pub(crate) decision: Decision,
    /// What that means to other threads of the same number and to the thread's newer conversation, and who wants it.
    pub(crate) followers: Vec<(By, Decision)>,
}

/// A request that is being decided.
pub(crate) struct Deciding<'a, D> {
    directory: &'a Directory,
    working: &'a Working,
    now: Moment,
    decides: &'a D,
    /// Turns and loads as the request has left them so far. Most requests come to one decision, and nothing is copied.
    team: Cow<'a, Team>,
}

impl<'a, D: Decides> Deciding<'a, D> {
    pub(crate) fn new(
        directory: &'a Directory,
        working: &'a Working,
        team: &'a Team,
        now: Moment,
        decides: &'a D,
    ) -> Self {
        Self { directory, working, now, decides, team: Cow::Borrowed(team) }
    }

    /// The decision, after that of what was overdue there: lateness of a timer never changes an outcome.
    pub(crate) fn all(mut self, ids: &mut Ids, request: &Request) -> Result<Decided, Refusal> {
        let subject = self.working.subject(&request.command.key());
        self.same_version(&subject, request.version)?;
        let (subject, overdue) = self.overdue(ids, subject, &request.command, &request.by)?;
        let before = subject.conversation.clone();
        let decision = self.decide(ids, subject, &request.command, &request.by)?;
        let mut followers = Vec::new();
        let notes = consent_notes(&decision);
        if decision.then.is_some() || !notes.is_empty() {
            self.see(before.as_deref(), &decision);
            self.tell_other_threads(ids, request, &decision, notes, &mut followers)?;
            self.go_on(ids, request, &decision, &mut followers)?;
        }
        Ok(Decided { overdue, decision, followers })
    }

    fn decide(
        &self,
        ids: &mut Ids,
        subject: Subject,
        command: &Command,
        by: &By,
    ) -> Result<Decision, Refusal> {
        let world = World { directory: self.directory, team: &self.team, now: self.now, by };
        self.decides.decide(&world, ids, subject, command)
    }

    /// What comes next is decided by the turns and loads that this decision leaves.
    fn see(&mut self, before: Option<&Conversation>, decision: &Decision) {
        if let Some(team) = self.team.after(self.directory, before, decision) {
            self.team = Cow::Owned(team);
        }
    }

    /// What a decision leaves of the subject that it was about.
    fn left_by(&mut self, before: &Subject, decision: &Decision) -> Subject {
        self.see(before.conversation.as_deref(), decision);
        decision.after.clone()
    }

    /// Compared where it is decided, for what was compared before may have changed since. What this very batch has
    /// changed gets its version only with the commit.
    fn same_version(&self, subject: &Subject, seen: Option<Position>) -> Result<(), Refusal> {
        let (Some(seen), Some(thread)) = (seen, &subject.thread) else { return Ok(()) };
        if thread.version == seen && !self.working.has_changed(thread.id) {
            return Ok(());
        }
        Err(Refusal::Changed { version: thread.version })
    }

    /// All that was overdue there, and what that left: what one decision does not do of it, the next one does.
    fn overdue(
        &mut self,
        ids: &mut Ids,
        mut subject: Subject,
        command: &Command,
        by: &By,
    ) -> Result<(Subject, Vec<Decision>), Refusal> {
        let mut done = Vec::new();
        if matches!(command, Command::Wake(_)) {
            return Ok((subject, done));
        }
        // What time has made of shifts and absences is followed by what customers write anyway, and before what people do.
        let mut edges = matches!(by, By::Person { .. } | By::Program { .. });
        while done.len() < MOST {
            let due = subject.live().filter(|live| edges || live.next_at().is_some_and(|at| at <= self.now));
            let Some(id) = due.map(|live| live.id) else { break };
            edges = false;
            let wake = self.decide(ids, subject.clone(), &Command::Wake(id), &By::Policy)?;
            if wake.events.is_empty() {
                break;
            }
            subject = self.left_by(&subject, &wake);
            done.push(wake);
        }
        Ok((subject, done))
    }

    /// Consent is the number's: its threads on other lines are told in the same batch, and what is live there follows.
    fn tell_other_threads(
        &mut self,
        ids: &mut Ids,
        request: &Request,
        decision: &Decision,
        notes: Vec<ConsentNote>,
        followers: &mut Vec<(By, Decision)>,
    ) -> Result<(), Refusal> {
        for note in notes {
            for need in other_threads(self.directory, &decision.after) {
                let subject = self.working.subject(&need.key);
                let Some(thread) = subject.thread.as_ref().map(|thread| thread.id) else { continue };
                let subject = Subject { number: decision.after.number.clone(), ..subject };
                let before = subject.conversation.clone();
                let command = Command::FollowConsent(thread, note.clone());
                let follower = self.decide(ids, subject, &command, &request.by)?;
                if !follower.events.is_empty() {
                    self.see(before.as_deref(), &follower);
                    followers.push((request.by.clone(), follower));
                }
            }
        }
        Ok(())
    }

    /// What follows in the thread's live conversation, which is another than the decision's, on what that left, and on what
    /// was overdue there.
    fn go_on(
        &mut self,
        ids: &mut Ids,
        request: &Request,
        decision: &Decision,
        followers: &mut Vec<(By, Decision)>,
    ) -> Result<(), Refusal> {
        let Some(command) = &decision.then else { return Ok(()) };
        let after = &decision.after;
        let subject = Subject {
            number: after.number.clone(),
            contact: after.contact.clone(),
            thread: after.thread.clone(),
            ..self.working.subject(&command.key())
        };
        let (subject, overdue) = self.overdue(ids, subject, command, &request.by)?;
        followers.extend(overdue.into_iter().map(|wake| (By::Policy, wake)));
        let follower = self.decide(ids, subject, command, &request.by)?;
        if !follower.events.is_empty() {
            followers.push((request.by.clone(), follower));
        }
        Ok(())
    }
}

/// What the other threads of the number are to be told of a decision.
fn consent_notes(decision: &Decision) -> Vec<ConsentNote> {
    let notes = decision.events.iter().filter_map(|event| match event {
        Event::ConsentChanged { to, cause, evidence, carrier_block, .. } => Some(ConsentNote {
            to: *to,
            cause: *cause,
            evidence: evidence.clone(),
            carrier_block: *carrier_block,
        }),
        _ => None,
    });
    notes.collect()
}

/// What to load beside a text of a conversation with which the thread has not gone on: what that one owes is owed in
/// the newer one, or paid in one between.
pub(crate) fn newer(subject: &Subject) -> impl Iterator<Item = Need> {
    let of = subject.texts.first().and_then(|text| text.conversation);
    let after = of.zip(subject.thread.as_deref()).into_iter().flat_map(|(of, thread)| {
        let open = thread.open.filter(|open| *open != of);
        thread.answered.after(of).chain(open)
    });
    after.map(|id| Need { key: Key::Conversation(id), quotable: false })
}

/// What to load to see the other threads of a subject's number: one for each line.
pub(crate) fn other_threads(directory: &Directory, subject: &Subject) -> Vec<Need> {
    let (Some(number), here) = (&subject.number, subject.thread.as_ref().map(|thread| thread.line)) else {
        return Vec::new();
    };
    let lines = directory.lines.keys().filter(|line| Some(**line) != here);
    let key = |line: &LineId| Key::Handset { line: *line, handset: number.handset.clone() };
    lines.map(|line| Need { key: key(line), quotable: false }).collect()
}
