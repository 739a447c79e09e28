//! Actions as commands: whom and what they mean is looked up when they happen.

mod team;

use crate::action::{ANSWERS, Act, After, MACHINE, Saw, To, WORDS, What};
use crate::dice::Dice;
use crate::people::{CUSTOMERS, Seen as SeenTalk, View};
use crate::world::World;
use baton_core::{
    AskId, Baton, Begin, By, Command, ContactChange, Conversation, ConversationId, Field, HandoffId,
    IfChanged, Key, Later, MessageId, NewOffer, NewText, Owner, PendingOn, PersonId, Position, ProgramId,
    QueueId, Receive, ScheduledChange, Seen, Subject, TellCustomer, TextState, Then, UnknownChoice,
};
use baton_round::Request;
use baton_store::{Idempotency, Need};
use std::time::Duration;

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
            other => self.of_the_team(other),
        }
    }

    fn customer_texts(&mut self, customer: usize, line: usize, words: usize) {
        let from = Self::address(customer);
        let body = WORDS[words].to_owned();
        let carrier_answers = line == 1;
        let word = baton_text::consent_word(&body, baton_text::Standing::Normal).map(|keyword| keyword.does);
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
        let mut dice = Dice::of(&[self.seed(), 11, self.presses.len() as u64]);
        let thread = thread.filter(|_| dice.in_hundred(20))?;
        let behind = dice.one(&[0, 0, 0, 0, 1]);
        Some(Position(thread.version.0 - behind))
    }

    fn presses(
        &mut self,
        by: By,
        who: Option<PersonId>,
        (command, version): (Command, Option<Position>),
        seen: Option<Seen>,
    ) {
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
        let twice = sends && Dice::of(&[self.seed(), 10, index as u64]).in_hundred(10);
        self.press(Pressed { request, who, seen, answered: false, twice });
    }

    fn owner(&self, to: To) -> Owner {
        match to {
            To::Person(place) => Owner::Person(self.people[place]),
            To::Queue(place) => {
                let name = self.house.queues.get(place).map(|queue| queue.name);
                let id = name.and_then(|name| self.queues.get(name)).copied();
                Owner::Queue(id.unwrap_or(QueueId(-1)))
            }
        }
    }

    #[expect(clippy::too_many_lines, reason = "a list of buttons, each of which stands by itself")]
    fn command(&mut self, subject: &Subject, what: &What) -> Option<(Command, Option<Seen>)> {
        let found = subject.conversation.as_ref()?;
        let conversation = found.id;
        let later =
            |minutes: &Option<u64>| minutes.map(|minutes| self.now + Duration::from_secs(minutes * 60));
        let plain = |command| Some((command, None));
        match what {
            What::Send { words, saw, after, promise, answers, night } => {
                let seen = saw_of(*saw, subject);
                let then = self.then(*after);
                let answers = found.asks.first().filter(|_| *answers).map(|ask| ask.id).into_iter().collect();
                let text = NewText {
                    seen,
                    then,
                    promise_by: later(promise),
                    answers,
                    despite_quiet_hours: *night,
                    ..NewText::saying(ANSWERS[*words])
                };
                Some((Command::Send(conversation, Box::new(text)), Some(seen)))
            }
            What::Schedule { words, minutes, changed, after, night } => {
                let at = self.now + Duration::from_secs(minutes * 60);
                let if_changed = [IfChanged::Cancel, IfChanged::Ask, IfChanged::Send][usize::from(*changed)];
                let seen = saw_of(Saw::All, subject);
                let text = NewText {
                    seen,
                    then: self.then(*after),
                    later: Some(Later { at, if_changed }),
                    despite_quiet_hours: *night,
                    ..NewText::saying(ANSWERS[*words])
                };
                Some((Command::Send(conversation, Box::new(text)), Some(seen)))
            }
            What::Reschedule { words, minutes, saw } => {
                let change = ScheduledChange {
                    body: words.map(|words| ANSWERS[words].to_owned()),
                    send_at: later(minutes),
                    if_changed: None,
                    despite_quiet_hours: None,
                    seen: saw_of(*saw, subject),
                };
                plain(Command::ChangeScheduled(found.scheduled.first()?.id, Box::new(change)))
            }
            What::SendScheduled { saw, night } => {
                let (scheduled, seen) = (found.scheduled.first()?.id, saw_of(*saw, subject));
                Some((Command::SendScheduled { scheduled, seen, despite_quiet_hours: *night }, Some(seen)))
            }
            What::Remind(minutes) => {
                let (words, at) =
                    ("NOTE call the lab".to_owned(), self.now + Duration::from_secs(minutes * 60));
                plain(Command::SetReminder { conversation, words, at })
            }
            What::Note => {
                plain(Command::AddNote(conversation, format!("NOTE for the team {}", self.presses.len())))
            }
            What::Touch => plain(Command::Touch(conversation)),
            What::Claim => plain(Command::Claim(conversation)),
            What::Release(queue) => {
                let queue = queue.map(|place| self.owner(To::Queue(place)));
                plain(Command::Release(conversation, queue.and_then(Owner::queue)))
            }
            What::Assign(to) => {
                let (to, reason) = (self.owner(*to), Some("NOTE knows them".to_owned()));
                plain(Command::Assign { conversation, to, reason })
            }
            What::Offer { to, tell, confirm } => {
                let tell =
                    [TellCustomer::OnAcceptance, TellCustomer::Now, TellCustomer::No][usize::from(*tell)];
                let baton = Baton {
                    summary: "NOTE wants a quote".to_owned(),
                    done: "NOTE called".to_owned(),
                    pending: String::new(),
                    to_customer: Some("Somebody else takes over.".to_owned()),
                    tell,
                    confirm_back: *confirm,
                    made_with: None,
                    summary_made_with: None,
                };
                let seen = saw_of(Saw::All, subject);
                let offer = NewOffer {
                    to: self.owner(*to),
                    baton,
                    customer_template: None,
                    summary_template: None,
                    seen,
                };
                plain(Command::Offer(conversation, Box::new(offer)))
            }
            What::OpenAsk(to) => {
                let (words, owner) = ("NOTE cards?".to_owned(), self.owner(*to));
                plain(Command::OpenAsk { conversation, words, owner })
            }
            What::MoveAsk(to) => {
                let (ask, to) = (found.asks.first()?.id, self.owner(*to));
                let reason = Some("NOTE knows it".to_owned());
                plain(Command::MoveAsk { conversation, ask, to, reason })
            }
            What::WaitForCustomer(minutes) => {
                let (on, reason, wake_at) = (Some(PendingOn::Customer), None, later(minutes));
                plain(Command::Wait { conversation, on, reason, wake_at })
            }
            What::WaitForUs(minutes) => {
                let (on, reason, wake_at) =
                    (Some(PendingOn::Internal), Some("lab report".to_owned()), later(minutes));
                plain(Command::Wait { conversation, on, reason, wake_at })
            }
            What::SendAgain(_) | What::Leave | What::Cancel => self.about_a_text(subject, what),
            What::Nonsense(kind) => plain(Self::nonsense(found, *kind)),
            other => simple(found, other).map(|command| (command, None)),
        }
    }

    fn then(&self, after: After) -> Then {
        match after {
            After::Open => Then::Open,
            After::Pending(minutes) => {
                let wake_at = minutes.map(|minutes| self.now + Duration::from_secs(minutes * 60));
                Then::Pending { wake_at }
            }
            After::Closed => Then::Closed { reason: Some("answered".to_owned()) },
        }
    }

    fn about_a_text(&mut self, subject: &Subject, what: &What) -> Option<(Command, Option<Seen>)> {
        let texts = self.texts_of(subject.thread.as_deref());
        if *what == What::Cancel {
            let waits = texts.iter().find(|text| text.state == TextState::Queued).or(texts.last())?;
            return Some((Command::Cancel(waits.id), None));
        }
        let lost = texts.iter().rev().find(|text| {
            matches!(text.state, TextState::Unknown | TextState::Failed | TextState::Undelivered)
        })?;
        match what {
            What::SendAgain(saw) => {
                let seen = saw_of(*saw, subject);
                Some((Command::Settle(lost.id, UnknownChoice::SendAgain(seen)), Some(seen)))
            }
            _ => Some((Command::Settle(lost.id, UnknownChoice::Leave), None)),
        }
    }

    /// What cannot be, so that every refusal is seen.
    fn nonsense(found: &Conversation, kind: u8) -> Command {
        let id = found.id;
        match kind {
            0 => Command::Send(id, Box::new(NewText::saying("  "))),
            1 => Command::Claim(ConversationId(i64::MAX / 2)),
            2 => Command::Accept(id, HandoffId::new(id, 60_000)),
            3 => {
                Command::DropAsk { conversation: id, ask: AskId::new(id, 60_000), reason: "none".to_owned() }
            }
            _ => {
                let (add, remove) = (vec!["#".to_owned()], Vec::new());
                Command::Tag { conversation: id, add, remove }
            }
        }
    }
}

fn simple(found: &Conversation, what: &What) -> Option<Command> {
    let conversation = found.id;
    let standing = || found.handoff.as_ref().map(|offer| offer.id);
    let earlier = || found.last_offer.as_ref().map(|offer| offer.id);
    let ask = || found.asks.first().map(|ask| ask.id);
    Some(match what {
        What::Accept => Command::Accept(conversation, standing()?),
        What::AcceptEarlier => Command::Accept(conversation, earlier()?),
        What::Decline => {
            Command::Decline { conversation, handoff: standing()?, reason: "NOTE not my area".to_owned() }
        }
        What::Withdraw => Command::WithdrawHandoff(conversation, standing()?),
        What::AnswerAsk => Command::AnswerAsk { conversation, ask: ask()?, by: None },
        What::DropAsk => Command::DropAsk { conversation, ask: ask()?, reason: "NOTE booked".to_owned() },
        What::DropScheduled => Command::DropScheduled(found.scheduled.first()?.id),
        What::DropReminder => Command::DropReminder(found.reminders.first()?.id),
        What::Open => Command::Open(conversation),
        What::Close(says) => Command::Close(conversation, says.then(|| "answered".to_owned())),
        What::Tag(add) => {
            let tag = vec!["vip".to_owned()];
            let (add, remove) = if *add { (tag, Vec::new()) } else { (Vec::new(), tag) };
            Command::Tag { conversation, add, remove }
        }
        What::Urgent => Command::Tag { conversation, add: vec!["urgent".to_owned()], remove: Vec::new() },
        _ => return None,
    })
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
