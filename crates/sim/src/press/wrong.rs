//! Presses that come to nothing, one for each refusal of the core that people's ordinary days seldom come across.
//!
//! Several moves in one press are done as a whole or not at all. So a press whose last move is always refused may ask for
//! anything before that: what a full conversation says, or an offer that is over, is seen without a trace of it.

use crate::action::{Act, Timed, To, What};
use crate::people::{Director, Seen as SeenTalk, View};
use crate::world::World;
use baton_core::{
    AskId, Availability, Baton, Begin, By, Command, ConsentState, ContactChange, ContactId, Conversation,
    ConversationId, Field, FromTemplate, HandoffId, IfChanged, Introduce, Judged, Later, LineId, Media,
    MessageId, Moment, NewOffer, NewText, NumberId, OfferEnd, Owner, PendingOn, PersonId, ProgramId, QueueId,
    Reason, ReminderId, ScheduledId, Seen, Status, Subject, TellCustomer, TextKind, TextState, Then,
    ThreadId, UnknownChoice, WithdrawCause,
};
use baton_text::Address;
use std::time::Duration;

/// One of so many acts is followed by such a press.
const ONE_OF: usize = 2;

/// What stands nowhere.
const NOWHERE: i64 = i64::MAX / 2;

/// What ordinary days come across often enough, or the simulation cannot.
const OTHERWISE: [Reason; 16] = [
    Reason::NewerText,
    Reason::ConversationChanged,
    Reason::ContactChanged,
    Reason::AlreadyOpen,
    Reason::OptedOut,
    Reason::QuietHours,
    Reason::Closed,
    Reason::LineRetired,
    Reason::LineSendsNothing,
    Reason::ThreadFull,
    Reason::ConversationFull,
    Reason::TimeNeverComes,
    Reason::NoPicture,
    Reason::NoSimulatedLine,
    Reason::KeyCannotBe,
    Reason::SenderUnread,
];

/// What is drawn more often, because it seldom can be said.
const RARE: [Reason; 23] = [
    Reason::PromiseUnjudged,
    Reason::IntroducesUnsaid,
    Reason::WishGone,
    Reason::ArrivedAlready,
    Reason::NotArrived,
    Reason::TextNotTheirs,
    Reason::OwedToThem,
    Reason::OnItsWay,
    Reason::SaidOnce,
    Reason::EarlierConversation,
    Reason::PassedOnTooOften,
    Reason::ClaimNotTheirs,
    Reason::OfferToSomebodyGone,
    Reason::OfferTargetGone,
    Reason::OfferDeclined,
    Reason::OfferExpired,
    Reason::TimeframePassed,
    Reason::ReminderNotTheirs,
    Reason::DeclineUnsaid,
    Reason::OfferedToOthers,
    Reason::OfferNotTheirsToTakeBack,
    Reason::OnlyPeopleAtNight,
    Reason::OfferNotTheQueues,
];

impl Director {
    /// A press that comes to nothing, now and then, where it suits; perhaps with what has to be there before it.
    pub(crate) fn presses_wrong(&mut self, at: u64, act: &Act, view: &View<'_>) {
        let before = self.ahead.len();
        self.after(at, act, view);
        if self.wrong.below(ONE_OF) == 0 && !view.seen.is_empty() {
            self.presses_one(at, view);
        }
        if self.ahead.len() > before {
            self.ahead.make_contiguous().sort_by_key(|timed| timed.at);
        }
    }

    fn presses_one(&mut self, at: u64, view: &View<'_>) {
        let dice = &mut self.wrong;
        let mut why = if dice.in_hundred(35) { dice.one(&RARE) } else { dice.one(Reason::ALL) };
        while OTHERWISE.contains(&why) {
            why = dice.one(Reason::ALL);
        }
        let fits: Vec<&SeenTalk> = view.seen.iter().filter(|seen| suits(why, &seen.conversation)).collect();
        let seen = dice.any(&fits).unwrap_or(&view.seen[0]);
        let (customer, line) = (seen.customer, seen.line);
        let some = dice.below(view.there.len());
        let other = (some + 1 + dice.below(view.there.len() - 1)) % view.there.len();
        let has = seen.owner.unwrap_or(seen.accountable);
        let offer = |to| What::Offer { to: To::Person(to), tell: 2, confirm: false };
        let (first, who) = match why {
            // Whoever set it is somebody else.
            Reason::ReminderNotTheirs => (Some((other, What::Remind(700))), some),
            Reason::DeclineUnsaid => (Some((has, offer(some))), some),
            Reason::OfferedToOthers | Reason::OfferNotTheirsToTakeBack => (Some((has, offer(some))), other),
            Reason::HasItAlready => (None, seen.accountable),
            _ => (None, some),
        };
        if let Some((who, what)) = first {
            self.ahead.push_back(Timed { at, act: Act::Do { who, customer, line, what } });
        }
        self.ahead.push_back(Timed { at: at + 3, act: Act::Wrong { who, customer, line, why } });
    }

    /// What comes right after something: a text is on its way, or whoever is offered something leaves.
    fn after(&mut self, at: u64, act: &Act, view: &View<'_>) {
        let Act::Do { who, customer, line, what } = act else { return };
        let (who, customer, line) = (*who, *customer, *line);
        match what {
            What::Send { .. } if self.wrong.in_hundred(15) => {
                let after = self.wrong.one(&[1, 2, 4]);
                let why = Reason::OnItsWay;
                self.ahead.push_back(Timed { at: at + after, act: Act::Wrong { who, customer, line, why } });
            }
            What::Offer { to: To::Person(to), .. }
                if *to > 1 && *to != who && view.there[*to] && self.wrong.in_hundred(25) =>
            {
                let why = Reason::OfferTargetGone;
                let acts = [
                    (20, Act::Active { who: *to, there: false }),
                    (40, Act::Wrong { who, customer, line, why }),
                    (60, Act::Active { who: *to, there: true }),
                ];
                self.ahead.extend(acts.into_iter().map(|(after, act)| Timed { at: at + after, act }));
            }
            _ => {}
        }
    }
}

/// Whether a conversation is one in which this may be said.
fn suits(why: Reason, found: &Conversation) -> bool {
    let live = found.is_live();
    match why {
        Reason::OfferTargetGone => found
            .last_offer
            .as_ref()
            .is_some_and(|last| last.end == OfferEnd::Withdrawn(WithdrawCause::TargetGone)),
        Reason::OfferExpired => found.last_offer.as_ref().is_some_and(|last| last.end == OfferEnd::Expired),
        Reason::OfferDeclined => found.last_offer.as_ref().is_some_and(|last| last.end == OfferEnd::Declined),
        Reason::ScheduledNotTheirs => !found.scheduled.is_empty(),
        Reason::AskNotTheirs => live && !found.asks.is_empty(),
        Reason::AskOpen => live && found.waiting_since.is_none() && found.asks.is_empty(),
        Reason::QueueUnsaid => live && found.queue.is_none(),
        Reason::HasItAlready => live && found.handoff.is_none() && matches!(found.owner, Owner::Queue(_)),
        Reason::OfferNotTheQueues => live && matches!(found.owner, Owner::Queue(_)),
        Reason::Unanswered => live && found.waiting_since.is_some(),
        Reason::EarlierConversation | Reason::Closed => found.status == Status::Closed,
        Reason::PassedOnTooOften => live && found.bounces >= 2,
        Reason::OfferNotTheirs | Reason::ClaimNotTheirs | Reason::ReleaseNotTheirs => {
            live && matches!(found.owner, Owner::Person(_))
        }
        _ => live && found.handoff.is_none(),
    }
}

/// A press: by whom, and what.
type Wrong = (By, Command);

/// The conversation that a press is about.
struct Here<'a> {
    found: &'a Conversation,
    now: Moment,
    me: PersonId,
    /// Somebody who may do everything in it.
    lead: PersonId,
    /// Somebody else, to whom it can be given.
    other: PersonId,
    /// Somebody who left.
    gone: Option<PersonId>,
    thread: ThreadId,
}

impl World {
    /// Presses what is refused for that reason, if it can be here.
    pub(crate) fn presses_wrong(&mut self, who: usize, (customer, line): (usize, usize), why: Reason) {
        // A tag that is too long is always refused, so it is drawn for two: half of it for what seldom comes to its own words.
        let why = if why == Reason::TagTooLong && who % 2 == 1 { Reason::WakeBeforeText } else { why };
        let subject = self.subject(customer, line);
        let me = self.people[who];
        if self.says_wrong(me, why) {
            return;
        }
        let wrong = self.of_nothing(me, &subject, why).or_else(|| self.about_a_text_of(&subject, why));
        let wrong = wrong.or_else(|| {
            let found = subject.conversation.as_deref()?;
            let there = |place: &usize| self.there[*place];
            let lead = (0..self.people.len()).find(there).map(|place| self.people[place])?;
            let mut others = (0..self.people.len()).filter(there).map(|place| self.people[place]);
            let other = others.find(|one| *one != lead && found.owner != Owner::Person(*one))?;
            let gone =
                (0..self.people.len()).find(|place| !self.there[*place]).map(|place| self.people[place]);
            let here = Here { found, now: self.now, me, lead, other, gone, thread: found.thread };
            here.moves(why).or_else(|| here.alone(why))
        });
        let earlier = || {
            let id = subject.conversation.as_deref()?.id;
            self.checker.earlier(id).map(|earlier| (By::person(me), Command::Open(earlier)))
        };
        let wrong = if why == Reason::EarlierConversation { earlier() } else { wrong };
        if let Some((by, command)) = wrong {
            let person = by.as_person();
            self.presses(by, person, (command, None), None);
        }
    }

    /// What somebody says of themselves, which cannot be.
    fn says_wrong(&mut self, me: PersonId, why: Reason) -> bool {
        let now = self.now;
        let away = |from: Moment, until: Option<Moment>, cover| Availability::Away { from, until, cover };
        let hour = Duration::from_hours(1);
        let word = match why {
            Reason::NoAbsence => Availability::NotAway { from: now },
            Reason::EndsBeforeItBegins => away(now + hour, Some(now), None),
            Reason::CoversThemselves => away(now, None, Some(me)),
            Reason::UntilPassed => Availability::In { until: Some(now) },
            Reason::NoPerson => away(now, None, Some(PersonId(-1))),
            Reason::TooManyAbsences => {
                self.says_too_much(me);
                return true;
            }
            _ => return false,
        };
        if let Err(refusal) = self.face.directory().presence_after(me, &word, now) {
            self.tally.refusal(&refusal);
        }
        true
    }

    /// Away again and again, years from now, until it is too much.
    fn says_too_much(&mut self, me: PersonId) {
        for year in 0..100 {
            let from = self.now + Duration::from_hours(24 * (3_650 + 10 * year));
            let until = Some(from + Duration::from_hours(24));
            let word = Availability::Away { from, until, cover: None };
            let wanted = self.face.directory().presence_after(me, &word, self.now);
            if let Err(refusal) = wanted {
                self.tally.refusal(&refusal);
                break;
            }
            if self.is_down() || !self.face.availability(me, &word, &By::person(me), self.now) {
                break;
            }
        }
        self.read_feed();
    }

    /// About things that are in no conversation.
    fn of_nothing(&self, me: PersonId, subject: &Subject, why: Reason) -> Option<Wrong> {
        let by = By::person(me);
        let text = NewText { despite_quiet_hours: true, ..NewText::saying("Your order is here.") };
        let contact = subject.contact.as_ref()?.id;
        let change = |contact, change| Command::ChangeContact { contact, change, seen: None };
        let changes = ContactChange::default();
        let consent = |state, evidence: &str| {
            let number = subject.number.as_ref()?.id;
            Some(Command::SetConsent { number, state, evidence: evidence.to_owned() })
        };
        let command = match why {
            Reason::NoConversation => Command::Claim(ConversationId(NOWHERE)),
            Reason::NoContact => change(ContactId(NOWHERE), changes),
            Reason::NoNumber => Command::SetConsent {
                number: NumberId(NOWHERE),
                state: ConsentState::In,
                evidence: "form of 4 March".to_owned(),
            },
            Reason::NoLine => {
                let to = Address::from_stored(&subject.number.as_ref()?.address);
                Command::Begin(Box::new(Begin { line: LineId(NOWHERE), to, text }))
            }
            Reason::SenderIsAName => {
                let to = Address::from_carrier("CEDARBANK", || baton_text::Region::US);
                Command::Begin(Box::new(Begin { line: self.lines[0], to, text }))
            }
            Reason::ContactFull => {
                let add_tags = (0..101).map(|tag| format!("tag {tag}")).collect();
                change(contact, ContactChange { add_tags, ..changes })
            }
            Reason::ContactWords => {
                change(contact, ContactChange { name: Field::Set("two\nlines".to_owned()), ..changes })
            }
            Reason::ZoneUnknown => {
                change(contact, ContactChange { zone: Field::Set("Europe/Nowhere".to_owned()), ..changes })
            }
            Reason::AccountOwnerGone => {
                change(contact, ContactChange { account_owner: Field::Set(PersonId(-1)), ..changes })
            }
            Reason::EvidenceUnsaid => consent(ConsentState::Out, " ")?,
            Reason::ConsentUnsaid => consent(ConsentState::Unstated, "form of 4 March")?,
            _ => return None,
        };
        Some((by, command))
    }

    /// About a text of ours.
    fn about_a_text_of(&mut self, subject: &Subject, why: Reason) -> Option<Wrong> {
        let by = By::person(self.people[usize::from(!self.there[0])]);
        let thread = subject.thread.as_deref()?;
        let texts = self.texts_of(Some(thread));
        let one = |fits: &dyn Fn(&baton_core::OutText) -> bool| {
            texts.iter().rev().find(|text| fits(text)).map(|text| text.id)
        };
        let theirs = |text: &baton_core::OutText| matches!(text.kind, TextKind::Person | TextKind::Program);
        let lost =
            |text: &baton_core::OutText| matches!(text.state, TextState::Failed | TextState::Undelivered);
        let landed = |text: &baton_core::OutText| lost(text) || text.state == TextState::Delivered;
        Some(match why {
            Reason::NoText => (by, Command::Cancel(MessageId::new(thread.id, 999_999))),
            Reason::HandedOver => (By::Carrier, Command::HandOver(one(&landed)?)),
            Reason::FateKnown => {
                let arrived = one(&|text| text.state == TextState::Delivered)?;
                (by, Command::Settle(arrived, UnknownChoice::Leave))
            }
            Reason::SaidOnce => {
                let own = one(&|text| lost(text) && !theirs(text) && text.kind != TextKind::Handoff)?;
                (by, Command::Settle(own, UnknownChoice::SendAgain(Seen::Unsaid)))
            }
            Reason::ArrivedAlready => {
                (by, Command::Cancel(one(&|text| theirs(text) && text.state == TextState::Delivered)?))
            }
            Reason::OnItsWay => {
                let away = |text: &baton_core::OutText| {
                    matches!(text.state, TextState::Sending | TextState::Sent | TextState::Unknown)
                };
                (by, Command::Cancel(one(&|text| theirs(text) && away(text))?))
            }
            Reason::NotArrived => (by, Command::Cancel(one(&|text| theirs(text) && lost(text))?)),
            Reason::OwedToThem => (by, Command::Cancel(one(&|text| !theirs(text))?)),
            Reason::TextNotTheirs => {
                let text = one(&|text| text.kind == TextKind::Person)?;
                (By::Program { id: ProgramId(8), name: "Surveys".to_owned() }, Command::Cancel(text))
            }
            _ => return None,
        })
    }
}

impl Here<'_> {
    /// One move, which is refused by itself.
    fn alone(&self, why: Reason) -> Option<Wrong> {
        let (found, id) = (self.found, self.found.id);
        let command = match why {
            Reason::NotOfTheTeam => {
                let by = By::Program { id: ProgramId(7), name: "Booking".to_owned() };
                return Some((by, Command::Claim(id)));
            }
            Reason::ScheduledNotTheirs => {
                let by = By::Program { id: ProgramId(8), name: "Surveys".to_owned() };
                return Some((by, Command::DropScheduled(found.scheduled.first()?.id)));
            }
            Reason::CannotBeText => Command::AddNote(id, "NOTE \0".to_owned()),
            Reason::NoReminder => Command::DropReminder(ReminderId::new(id, 60_000)),
            Reason::NoScheduledText => Command::DropScheduled(ScheduledId::new(id, 60_000)),
            Reason::ReminderNotTheirs => Command::DropReminder(found.reminders.first()?.id),
            Reason::DeclineUnsaid => Command::Decline {
                conversation: id,
                handoff: found.handoff.as_ref()?.id,
                reason: " ".to_owned(),
            },
            Reason::OfferNotTheirsToTakeBack => Command::WithdrawHandoff(id, found.handoff.as_ref()?.id),
            Reason::OfferedToOthers => Command::Accept(id, found.handoff.as_ref()?.id),
            Reason::OfferTargetGone | Reason::OfferExpired | Reason::OfferDeclined => {
                Command::Accept(id, found.last_offer.as_ref()?.id)
            }
            Reason::AskNotTheirs => {
                let (ask, reason) = (found.asks.first()?.id, "NOTE booked".to_owned());
                return Some((
                    By::person(self.me),
                    self.surely(vec![Command::DropAsk { conversation: id, ask, reason }]),
                ));
            }
            Reason::HasItAlready => Command::Offer(id, Box::new(an_offer(found.owner))),
            _ => return None,
        };
        Some((By::person(self.me), command))
    }

    /// These moves in one press, whose last one is always refused.
    fn surely(&self, mut moves: Vec<Command>) -> Command {
        let (add, remove) = (vec!["#".to_owned()], Vec::new());
        moves.push(Command::Tag { conversation: self.found.id, add, remove });
        Command::Together(self.found.id, moves)
    }

    fn later(&self, body: &str) -> NewText {
        let at = self.now + Duration::from_hours(2);
        NewText { later: Some(Later { at, if_changed: IfChanged::Send }), ..saying(body) }
    }

    /// What a lead does first, so that everything else is theirs to do.
    fn takes(&self) -> Command {
        Command::Assign { conversation: self.found.id, to: Owner::Person(self.lead), reason: None }
    }

    #[expect(clippy::too_many_lines, reason = "a list of presses, each of which stands by itself")]
    fn moves(&self, why: Reason) -> Option<Wrong> {
        let id = self.found.id;
        let next = self.found.parts + 1;
        let hour = Duration::from_hours(1);
        let before = Moment::from_micros(self.now.micros() - 60_000_000);
        let long = |most: usize| "x".repeat(most + 1);
        let send = |text: NewText| vec![Command::Send(id, Box::new(text))];
        let from = |name: &str, values: &[(&str, &str)]| {
            let values = values.iter().map(|(label, value)| ((*label).to_owned(), (*value).to_owned()));
            Box::new(FromTemplate { name: name.to_owned(), values: values.collect(), own_then: false })
        };
        let made = |from| NewText { body: String::new(), template: Some(from), ..saying("") };
        let note = |from| vec![Command::NoteFrom(id, from)];
        let remind = |words: &str, at| Command::SetReminder { conversation: id, words: words.to_owned(), at };
        let ask = |words: &str| Command::OpenAsk {
            conversation: id,
            words: words.to_owned(),
            owner: Owner::Person(self.other),
            due_at: None,
        };
        let wait = |on, wake_at| Command::Wait { conversation: id, on: Some(on), reason: None, wake_at };
        let tag = |add: Vec<String>| vec![Command::Tag { conversation: id, add, remove: Vec::new() }];
        let offers = |offer: NewOffer| vec![self.takes(), Command::Offer(id, Box::new(offer))];
        let to_other = || an_offer(Owner::Person(self.other));
        let with = |change: &dyn Fn(&mut NewOffer)| {
            let mut offer = to_other();
            change(&mut offer);
            offers(offer)
        };
        let then_accepts = |more: Vec<Command>| {
            let mut moves = offers(to_other());
            moves.extend(more);
            moves.push(Command::Accept(id, HandoffId::new(id, next)));
            moves
        };
        let back = |part| Command::WithdrawHandoff(id, HandoffId::new(id, part));
        let drop_ask = |reason: &str| Command::DropAsk {
            conversation: id,
            ask: AskId::new(id, next),
            reason: reason.to_owned(),
        };
        let assign = |to| Command::Assign { conversation: id, to, reason: None };
        let moves = match why {
            Reason::NoPerson => vec![assign(Owner::Person(PersonId(-1)))],
            Reason::NoQueue => vec![Command::Release(id, Some(QueueId(-1)))],
            Reason::NoHandoff => vec![Command::Accept(id, HandoffId::new(id, 60_000))],
            Reason::NoAsk => {
                let (ask, reason) = (AskId::new(id, 60_000), "none".to_owned());
                vec![Command::DropAsk { conversation: id, ask, reason }]
            }
            Reason::QueueUnsaid => vec![Command::Release(id, None)],
            Reason::OnlyPeopleAtNight => {
                let by = By::Program { id: ProgramId(7), name: "Booking".to_owned() };
                return Some((by, self.surely(send(saying("It is night.")))));
            }
            Reason::IntroducesUnsaid => {
                let by = By::Program { id: ProgramId(7), name: "Booking".to_owned() };
                let text = NewText { introduce: Introduce::AsItIs, ..NewText::saying("Your order is here.") };
                return Some((by, self.surely(send(text))));
            }
            Reason::WishGone => {
                let text = MessageId::new(self.thread, 999_999);
                return Some((By::person(self.lead), Command::JudgeWish { text, judged: Judged::NotMeant }));
            }
            Reason::PromiseUnjudged => {
                let then = Then::Closed { reason: Some("answered".to_owned()) };
                send(NewText { promise_by: Some(self.now + hour), then, ..saying("Soon.") })
            }
            Reason::TextEmpty => send(saying(" ")),
            Reason::TextTooLong => send(saying(&long(1_600))),
            Reason::TooManyPictures => {
                let url = "https://carrier.example/picture.jpg".to_owned();
                let picture = Media { url, content_type: "image/jpeg".to_owned(), size: None };
                send(NewText { media: vec![picture; 11], ..saying("") })
            }
            Reason::TextAndTemplate => {
                send(NewText { template: Some(from("Quote", &[])), ..saying("Hello") })
            }
            Reason::NotOfThisThread => {
                let seen = Seen::UpTo(MessageId::new(ThreadId(self.thread.0 + 1), 1));
                send(NewText { seen, ..saying("Hello") })
            }
            Reason::PromisePassed => send(NewText { promise_by: Some(before), ..saying("Soon.") }),
            Reason::NoTemplate => note(from("Nothing", &[])),
            Reason::TemplateIsANote => send(made(from("Wrap up", &[("what", "a quote")]))),
            Reason::TemplateIsAText => note(from("Quote", &[("what", "a quote")])),
            Reason::NoSuchLabel => note(from("Wrap up", &[("nonsense", "x")])),
            Reason::LabelUnfilled => note(from("Wrap up", &[])),
            Reason::TimeframePassed => {
                send(made(from("Quote", &[("what", "a quote"), ("timeframe", "12:01 am")])))
            }
            Reason::TimePassed => vec![remind("NOTE call", before)],
            Reason::TooFarAhead => vec![remind("NOTE call", self.now + Duration::from_hours(3 * 366 * 24))],
            Reason::PromiseBeforeText => {
                send(NewText { promise_by: Some(self.now + hour), ..self.later("Soon.") })
            }
            Reason::WakeBeforeText => {
                let then = Then::Pending { wake_at: Some(self.now + hour) };
                send(NewText { then, ..self.later("Soon.") })
            }
            Reason::TooManyScheduled => {
                (0..=Conversation::SCHEDULED).flat_map(|_| send(self.later("Soon."))).collect()
            }
            Reason::ScheduledTooLong => (0..7).flat_map(|_| send(self.later(&long(1_599)))).collect(),
            Reason::ScheduledGone => {
                let drops = || Command::DropScheduled(ScheduledId::new(id, next));
                let mut moves = send(self.later("Soon."));
                moves.extend([drops(), drops()]);
                moves
            }
            Reason::NoteEmpty => vec![Command::AddNote(id, " ".to_owned())],
            Reason::NoteTooLong => vec![Command::AddNote(id, long(10_000))],
            Reason::ReminderEmpty => vec![remind(" ", self.now + hour)],
            Reason::ReminderTooLong => vec![remind(&long(500), self.now + hour)],
            Reason::TooManyReminders => {
                (0..=Conversation::REMINDERS).map(|_| remind("NOTE call", self.now + hour)).collect()
            }
            Reason::ReminderGone => {
                let drops = || Command::DropReminder(ReminderId::new(id, next));
                vec![remind("NOTE call", self.now + hour), drops(), drops()]
            }
            Reason::OfferedAlready => then_accepts(vec![Command::Offer(id, Box::new(to_other()))]),
            Reason::OfferToThemselves => offers(an_offer(Owner::Person(self.lead))),
            Reason::OfferToSomebodyGone => offers(an_offer(Owner::Person(self.gone?))),
            Reason::OfferGone => {
                then_accepts(vec![back(next), Command::Offer(id, Box::new(to_other())), back(next + 1)])
            }
            Reason::OfferTakenBack => then_accepts(vec![back(next)]),
            Reason::OfferClosed => then_accepts(vec![Command::Close(id, Some("answered".to_owned()))]),
            Reason::OfferArrived => then_accepts(vec![assign(Owner::Person(self.other))]),
            Reason::SummaryUnsaid => with(&|offer| " ".clone_into(&mut offer.baton.summary)),
            Reason::SummaryTwice => {
                with(&|offer| offer.summary_template = Some(from("Wrap up", &[("what", "a quote")])))
            }
            Reason::CustomerTextUnsaid => with(&|offer| offer.baton.tell = TellCustomer::Now),
            Reason::CustomerTextTwice => with(&|offer| {
                offer.baton.to_customer = Some("Somebody else takes over.".to_owned());
                offer.customer_template = Some(from("Quote", &[]));
            }),
            Reason::TemplateTellsNobody => with(&|offer| {
                offer.customer_template = Some(from("Passing", &[("summary", "a quote")]));
            }),
            Reason::BatonTooLong => with(&|offer| offer.baton.done = long(1_000)),
            Reason::AskEmpty => vec![ask(" ")],
            Reason::AskTooLong => vec![ask(&long(500))],
            Reason::TooManyAsks => (0..21).map(|number| ask(&format!("NOTE question {number}"))).collect(),
            Reason::AskedAlready => vec![ask("NOTE cards?"), ask("NOTE cards?")],
            Reason::AskGone => {
                vec![self.takes(), ask("NOTE gone?"), drop_ask("NOTE booked"), drop_ask("NOTE booked")]
            }
            Reason::AskDropUnsaid => vec![self.takes(), ask("NOTE gone?"), drop_ask(" ")],
            Reason::NoSuchAnswer => {
                let by = Some(MessageId::new(self.thread, 999_999));
                vec![
                    self.takes(),
                    ask("NOTE gone?"),
                    Command::AnswerAsk { conversation: id, ask: AskId::new(id, next), by },
                ]
            }
            Reason::AskOpen => vec![ask("NOTE gone?"), wait(PendingOn::Customer, None)],
            Reason::AskOpenAtClose => vec![ask("NOTE gone?"), Command::Close(id, None)],
            Reason::Unanswered => vec![wait(PendingOn::Customer, None)],
            Reason::WaitUnsaid => vec![wait(PendingOn::Internal, None)],
            Reason::WakePassed => vec![Command::Wait {
                conversation: id,
                on: Some(PendingOn::Internal),
                reason: Some("lab report".to_owned()),
                wake_at: Some(before),
            }],
            Reason::CloseUnsaid => vec![Command::Close(id, None)],
            Reason::ReasonTooLong => vec![Command::Close(id, Some(long(200)))],
            Reason::TagEmpty => tag(vec!["#".to_owned()]),
            Reason::TagTooLong => tag(vec![long(40)]),
            Reason::TooManyTags => tag((0..31).map(|number| format!("tag-{number}")).collect()),
            Reason::OfferNotTheQueues | Reason::OfferNotTheirs => {
                return Some((
                    By::person(self.me),
                    self.surely(vec![Command::Offer(id, Box::new(to_other()))]),
                ));
            }
            Reason::ClaimNotTheirs => {
                return Some((By::person(self.me), self.surely(vec![Command::Claim(id)])));
            }
            Reason::ReleaseNotTheirs | Reason::PassedOnTooOften => {
                return Some((By::person(self.me), self.surely(vec![Command::Release(id, None)])));
            }
            Reason::NeedsALead => {
                return Some((By::person(self.me), self.surely(vec![assign(Owner::Person(self.other))])));
            }
            _ => return None,
        };
        Some((By::person(self.lead), self.surely(moves)))
    }
}

/// A text, whatever the hour there.
fn saying(body: &str) -> NewText {
    NewText { despite_quiet_hours: true, ..NewText::saying(body) }
}

fn an_offer(to: Owner) -> NewOffer {
    let baton = Baton {
        summary: "NOTE wants a quote".to_owned(),
        done: String::new(),
        pending: String::new(),
        to_customer: None,
        tell: TellCustomer::No,
        confirm_back: false,
        made_with: None,
        summary_made_with: None,
    };
    NewOffer { to, baton, customer_template: None, summary_template: None, seen: Seen::Unsaid }
}
