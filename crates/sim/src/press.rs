//! Actions as commands: whom and what they mean is looked up when they happen.

mod buttons;
mod team;
mod wrong;

use crate::action::{Act, MACHINE, Saw};
use crate::dice::Dice;
use crate::people::{CUSTOMERS, Seen as SeenTalk, View};
use crate::words::{Means, means, said};
use crate::world::World;
use baton_core::{
    Begin, By, Command, ContactChange, Field, Key, MessageId, NewText, Owner, PersonId, Position, ProgramId,
    Receive, Seen, SeenOwner, Subject, TextState,
};
use baton_round::Request;
use baton_store::{Idempotency, Need};

/// A button that somebody pressed.
#[derive(Debug, Clone)]
pub(crate) struct Pressed {
    pub(crate) request: Request,
    pub(crate) who: Option<PersonId>,
    /// What its author had seen, where that is checked.
    pub(crate) seen: Option<Seen>,
    pub(crate) answered: bool,
    /// They press again although there was an answer.
    pub(crate) twice: bool,
}

impl World {
    pub(crate) fn view(&mut self) -> View<'_> {
        let mut seen = Vec::new();
        for customer in 0..CUSTOMERS {
            for line in 0..self.lines.len() {
                let subject = self.subject(customer, line);
                let Some(conversation) = subject.conversation else { continue };
                let place = |person: PersonId| self.people.iter().position(|one| *one == person);
                let offered_to = conversation.handoff.as_ref().and_then(|offer| match offer.to {
                    Owner::Person(person) => place(person),
                    Owner::Queue(queue) => {
                        let found =
                            self.house.queues.iter().find(|one| self.queues.get(one.name) == Some(&queue));
                        found.and_then(|queue| queue.members.first().copied())
                    }
                });
                let (owner, accountable) = (
                    conversation.owner.person().and_then(place),
                    place(conversation.accountable).unwrap_or(0),
                );
                let reminds = conversation.reminders.first().and_then(|reminder| place(reminder.person));
                let watches = conversation.watchers.first().and_then(|person| place(*person));
                let texts = self.texts_of(subject.thread.as_deref());
                let lost = |text: &&baton_core::OutText| {
                    !text.settled
                        && matches!(
                            text.state,
                            TextState::Unknown | TextState::Failed | TextState::Undelivered
                        )
                };
                let has_lost_text = texts.iter().any(|text| lost(&text));
                let has_unsent_text = texts.iter().any(|text| text.state == TextState::Queued);
                seen.push(SeenTalk {
                    customer,
                    line,
                    conversation,
                    owner,
                    accountable,
                    offered_to,
                    reminds,
                    watches,
                    has_lost_text,
                    has_unsent_text,
                });
            }
        }
        View {
            seen,
            house: &self.house,
            there: self.there,
            nodes: self.node_count(),
            seed: self.seed(),
            now: self.now,
        }
    }

    fn subject(&mut self, customer: usize, line: usize) -> Subject {
        let handset = Self::address(customer).handset_key().to_string();
        let key = Key::Handset { line: self.lines[line], handset };
        self.face.load(&[Need { key, quotable: false }]).pop().unwrap_or_default()
    }

    /// The latest texts of ours in a thread.
    fn texts_of(&mut self, thread: Option<&baton_core::Thread>) -> Vec<baton_core::OutText> {
        let Some(thread) = thread else { return Vec::new() };
        let first = thread.messages.saturating_sub(8).max(1);
        (first..=thread.messages)
            .filter_map(|ordinal| self.face.text(MessageId::new(thread.id, ordinal)))
            .collect()
    }

    pub(crate) fn by_somebody(&mut self, act: &Act) {
        let before = self.presses.len();
        self.does(act);
        if crate::beside::is_beside(act) {
            self.beside += self.presses.len() - before;
        }
    }

    fn does(&mut self, act: &Act) {
        match act {
            Act::Text { customer, line, words } => self.customer_texts(*customer, *line, *words),
            Act::Begin { who, customer, line, saw, night } => {
                let subject = self.subject(*customer, *line);
                let seen = saw_of(*saw, &subject);
                let despite_quiet_hours = *night;
                let text = NewText { seen, despite_quiet_hours, ..NewText::saying("Your order is here.") };
                let begin = Begin { line: self.lines[*line], to: Self::address(*customer), text };
                self.somebody(*who, Command::Begin(Box::new(begin)), None);
            }
            Act::Do { who, customer, line, what } => {
                let subject = self.subject(*customer, *line);
                let version = self.version(subject.thread.as_deref());
                if let Some((command, seen)) = self.command(&subject, what) {
                    let person = self.people[*who];
                    self.presses(By::person(person), Some(person), (command, version), seen);
                }
            }
            Act::Program { customer, line: place } => {
                let by = By::Program { id: ProgramId(7), name: "Booking".to_owned() };
                let subject = self.subject(*customer, *place);
                let text = NewText::saying("A reminder: tomorrow at nine.");
                let (line, to) = (self.lines[*place], Self::address(*customer));
                let command = match subject.live() {
                    Some(live) => Command::Send(live.id, Box::new(text)),
                    None => Command::Begin(Box::new(Begin { line, to, text })),
                };
                self.presses(by, None, (command, None), None);
            }
            Act::Contact { who, customer, owner, stale } => {
                let Some(contact) = self.subject(*customer, 0).contact else { return };
                let account_owner = owner.map_or(Field::Clear, |place| Field::Set(self.people[place]));
                let add_tags = vec!["regular".to_owned()];
                let change = ContactChange { account_owner, add_tags, ..ContactChange::default() };
                let seen = stale.then_some(contact.version - 1);
                self.somebody(*who, Command::ChangeContact { contact: contact.id, change, seen }, None);
            }
            Act::Consent { who, customer, out } => {
                let Some(number) = self.subject(*customer, 0).number else { return };
                let state = if *out { baton_core::ConsentState::Out } else { baton_core::ConsentState::In };
                let evidence = "form of 4 March".to_owned();
                self.somebody(*who, Command::SetConsent { number: number.id, state, evidence }, None);
            }
            Act::Wrong { who, customer, line, why } => self.presses_wrong(*who, (*customer, *line), *why),
            Act::Judge { who, customer, line, judged } => {
                let Some(thread) = self.subject(*customer, *line).thread else { return };
                let Some(wish) = &thread.wish else { return };
                let command = Command::JudgeWish { text: wish.text, judged: *judged };
                self.somebody(*who, command, None);
            }
            other => self.of_the_team(other),
        }
    }

    fn customer_texts(&mut self, customer: usize, line: usize, words: usize) {
        let from = Self::address(customer);
        let body = said(words).to_owned();
        let carrier_answers = line == 1;
        let word = match means(words) {
            Means::OptOut => Some(baton_text::ConsentWord::OptOut),
            Means::OptIn => Some(baton_text::ConsentWord::OptIn),
            Means::Help => Some(baton_text::ConsentWord::Help),
            _ => None,
        };
        if carrier_answers && word == Some(baton_text::ConsentWord::OptOut) {
            self.carrier.blocked.insert(from.to_string());
        }
        if word == Some(baton_text::ConsentWord::OptIn) {
            self.carrier.blocked.remove(&from.to_string());
        }
        let media = if body.is_empty() {
            let url = "https://carrier.example/picture.jpg".to_owned();
            vec![baton_core::Media { url, content_type: "image/jpeg".to_owned(), size: None }]
        } else {
            Vec::new()
        };
        self.checker.customer_writes(&format!("IN{:06}", self.inbound.len()), words);
        if words == MACHINE {
            self.checker.machine(&format!("IN{:06}", self.inbound.len()));
        }
        let receive = Receive {
            line: self.lines[line],
            reaction: baton_text::reaction(&body),
            from,
            body,
            media,
            carrier_id: format!("IN{:06}", self.inbound.len()),
            sent_at: None,
            carrier_word: word.filter(|_| carrier_answers),
        };
        self.texted(receive);
    }

    fn somebody(&mut self, who: usize, command: Command, seen: Option<Seen>) {
        let person = self.people[who];
        self.presses(By::person(person), Some(person), (command, None), seen);
    }

    /// The version of a thread that a caller of the API names with their button, some of them: mostly the one that stands,
    /// sometimes one before it.
    fn version(&self, thread: Option<&baton_core::Thread>) -> Option<Position> {
        let mut dice = Dice::of(&[self.seed(), 11, (self.presses.len() - self.beside) as u64]);
        let thread = thread.filter(|_| dice.in_hundred(20))?;
        let behind = dice.one(&[0, 0, 0, 0, 1]);
        Some(Position(thread.version.0 - behind))
    }

    fn presses(
        &mut self,
        by: By,
        who: Option<PersonId>,
        (mut command, version): (Command, Option<Position>),
        seen: Option<Seen>,
    ) {
        if let (Command::CloseSeen { owner, .. }, Some(_)) = (&mut command, version) {
            *owner = SeenOwner::Latest;
        }
        if self.is_down() {
            return;
        }
        let index = self.presses.len();
        let scope = who.map_or_else(|| "program:7".to_owned(), |person| format!("person:{}", person.0));
        let press = Idempotency { scope, key: format!("press {index}"), request: vec![1] };
        let sends = matches!(
            command,
            Command::Send(..) | Command::Begin(..) | Command::Offer(..) | Command::SendScheduled { .. }
        );
        let request = Request::new(command, by).with_key(sends.then_some(press)).at_version(version);
        let twice = sends && Dice::of(&[self.seed(), 10, (index - self.beside) as u64]).in_hundred(10);
        self.press(Pressed { request, who, seen, answered: false, twice });
    }
}

fn saw_of(saw: Saw, subject: &Subject) -> Seen {
    let Some(thread) = subject.thread.as_ref().filter(|thread| thread.messages > 0) else {
        return Seen::Nothing;
    };
    match saw {
        Saw::All => Seen::UpTo(MessageId::new(thread.id, thread.messages)),
        Saw::Behind if thread.messages == 1 => Seen::Nothing,
        Saw::Behind => Seen::UpTo(MessageId::new(thread.id, thread.messages - 1)),
        Saw::Unsaid => Seen::Unsaid,
    }
}
