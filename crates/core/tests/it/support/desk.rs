//! One thread's story, told step by step.

use super::{CHRIS, directory, directory_with, new_text, ny, received};
use baton_core::{
    Availability, By, Clock, ClockKey, ClockKind, Command, Decision, Delivery, Directory, Event, Ids, Made,
    MessageId, Moment, NewText, Notice, PersonId, Refusal, ScheduledId, Seen, SendOutcome, Subject, Team,
    TextState, Then, World, decide,
};
use std::sync::Arc;

/// One thread's story: every command is decided on what the last one left.
pub(crate) struct Desk {
    pub(crate) directory: Directory,
    pub(crate) subject: Subject,
    pub(crate) ids: Ids,
    pub(crate) now: Moment,
    /// Turns and loads.
    pub(crate) team: Team,
    /// Every event so far, with when and by whom.
    pub(crate) told: Vec<(Event, Moment, By)>,
    /// What is written is not taken by the carrier until a test says so; else it is at once, without a word.
    pub(crate) carrier_is_down: bool,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self {
            directory: directory(),
            subject: Subject::default(),
            ids: Ids::new(1_000, i64::MAX),
            now: "2026-05-12T16:41:00Z".parse().expect("a time"),
            team: Team::default(),
            told: Vec::new(),
            carrier_is_down: false,
        }
    }

    /// With another policy.
    pub(crate) fn with(policy: &str) -> Self {
        Self { directory: directory_with(policy, &[]), ..Self::new() }
    }

    /// With another policy, at a time on the wall of New York in summer.
    pub(crate) fn on(wall: &str, policy: &str) -> Self {
        Self { now: ny(wall), ..Self::with(policy) }
    }

    /// The customer is no new contact.
    pub(crate) fn subject_is_known(&mut self) {
        self.text("Hello");
        let id = self.conversation().id;
        let text = Box::new(NewText { then: Then::Closed { reason: None }, ..NewText::saying("Hello!") });
        self.act(&By::person(CHRIS), &Command::Send(id, text));
        self.subject.conversation = None;
        if let Some(thread) = &mut self.subject.thread {
            Arc::make_mut(thread).last_closed = None;
        }
        self.told.clear();
    }

    pub(crate) fn try_do(&mut self, by: &By, command: &Command) -> Result<Decision, Refusal> {
        let world = World { directory: &self.directory, team: &self.team, now: self.now, by };
        let before = self.subject.clone();
        let decision = decide(&world, &mut self.ids, before.clone(), command)?;
        if let Some(after) = &decision.after.conversation {
            let before = before.conversation.filter(|before| before.id == after.id);
            self.team.follow(&self.directory, before.as_deref(), after, &decision.events);
        }
        self.told.extend(decision.events.iter().map(|event| (event.clone(), self.now, by.clone())));
        self.subject = decision.after.clone();
        if !self.carrier_is_down {
            is_taken(&mut self.subject);
        }
        Ok(decision)
    }

    pub(crate) fn act(&mut self, by: &By, command: &Command) -> Decision {
        self.try_do(by, command).unwrap_or_else(|refusal| panic!("{command:?} was refused: {refusal}"))
    }

    /// The customer texts.
    pub(crate) fn text(&mut self, body: &str) -> Decision {
        self.act(&By::Contact, &received(body))
    }

    pub(crate) fn minutes(&mut self, minutes: u64) {
        self.now += std::time::Duration::from_mins(minutes);
    }

    pub(crate) fn conversation(&self) -> &baton_core::Conversation {
        self.subject.conversation.as_ref().expect("there is a conversation")
    }

    /// Somebody answers.
    pub(crate) fn reply(&mut self, who: PersonId, body: &str, then: Then) -> MessageId {
        let id = self.conversation().id;
        let written = self.act(&By::person(who), &Command::Send(id, new_text(body, Seen::Unsaid, then)));
        written.message.expect("a text is written")
    }

    /// The carrier has it, and has not said whether it arrived.
    pub(crate) fn goes_out(&mut self, text: MessageId) {
        self.act(&By::Policy, &Command::HandOver(text));
        let carrier_id = format!("SM{}", text.0);
        self.act(&By::Carrier, &Command::Sent(text, SendOutcome::Accepted { carrier_id }));
    }

    /// The carrier says what became of it.
    pub(crate) fn hears(&mut self, text: MessageId, state: TextState) -> Decision {
        let word = Delivery { state, failure: None, carrier_id: None };
        self.act(&By::Carrier, &Command::Delivery(text, word))
    }

    /// Somebody says whether they are there, and what stands is settled after that.
    pub(crate) fn says(&mut self, who: PersonId, word: &Availability) -> Decision {
        let after = self.directory.presence_after(who, word, self.now).expect("it can be so");
        self.directory.people.get_mut(&who).expect("of the team").presence = after;
        let id = self.conversation().id;
        self.act(&By::Policy, &Command::Resettle(id))
    }

    /// A text for later.
    pub(crate) fn schedule(&mut self, by: &By, text: NewText) -> ScheduledId {
        let id = self.conversation().id;
        match self.act(by, &Command::Send(id, Box::new(text))).made {
            Some(Made::Scheduled(made)) => made,
            other => panic!("it made {other:?}"),
        }
    }

    pub(crate) fn wake(&mut self) -> Decision {
        let id = self.conversation().id;
        self.act(&By::Policy, &Command::Wake(id))
    }

    /// Time goes on, and what is due is done at its instant.
    pub(crate) fn until(&mut self, end: Moment) {
        while let Some(next) = self.conversation().next_at().filter(|next| *next <= end) {
            self.now = self.now.max(next);
            let woken = self.wake();
            assert!(!woken.events.is_empty(), "something is due at {next} and nothing is done about it");
            let again = self.conversation().next_at();
            assert!(again.is_none_or(|again| again > next), "what was due at {next} is due still");
        }
        self.now = end;
    }

    pub(crate) fn clock(&self, kind: ClockKind) -> Option<&Clock> {
        self.conversation().clock(ClockKey::of(kind))
    }

    pub(crate) fn due(&self, kind: ClockKind) -> Option<Moment> {
        self.clock(kind).map(|clock| clock.due_at)
    }

    /// What somebody was told.
    pub(crate) fn notices(&self, who: PersonId) -> Vec<Notice> {
        let told = self.told.iter().filter_map(|(event, ..)| match event {
            Event::Told { who: told, about, .. } if *told == who => Some(*about),
            _ => None,
        });
        told.collect()
    }

    /// The events of a kind so far, and when.
    pub(crate) fn told_names(&self, prefix: &str) -> Vec<(&'static str, Moment)> {
        let named = self.told.iter().map(|(event, at, _)| (event.name(), *at));
        named.filter(|(name, _)| name.starts_with(prefix)).collect()
    }
}

/// The carrier has taken what was written.
pub(crate) fn is_taken(subject: &mut Subject) {
    let untaken = |found: &&mut Arc<baton_core::Conversation>| {
        found.replies.iter().any(|reply| reply.owed_at.is_some())
    };
    if let Some(found) = subject.conversation.as_mut().filter(untaken) {
        Arc::make_mut(found).replies.iter_mut().for_each(|reply| reply.owed_at = None);
    }
}
