//! What people do in a conversation, as commands.

use super::saw_of;
use crate::action::{ANSWERS, After, Saw, To, What};
use crate::dice::Dice;
use crate::house::TEAM;
use crate::words::FRAMES;
use crate::world::World;
use baton_core::{
    AskId, Baton, Command, Conversation, ConversationId, FromTemplate, HandoffId, IfChanged, Later, NewOffer,
    NewText, Owner, PendingOn, QueueId, ScheduledChange, Seen, SeenOwner, Subject, TellCustomer, TextState,
    Then, UnknownChoice,
};
use std::time::Duration;

impl World {
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
    pub(super) fn command(&mut self, subject: &Subject, what: &What) -> Option<(Command, Option<Seen>)> {
        let found = subject.conversation.as_ref()?;
        let conversation = found.id;
        let later =
            |minutes: &Option<u64>| minutes.map(|minutes| self.now + Duration::from_secs(minutes * 60));
        let plain = |command| Some((command, None));
        match what {
            What::Send { words, saw, after, promise, answers, night } => {
                let seen = saw_of(*saw, subject);
                let then = self.then(*after);
                // A promise belongs to what stays open: whoever gives one with anything else is refused.
                let judged = then == Then::Open || self.acts(0).in_hundred(10);
                let answers = found.asks.first().filter(|_| *answers).map(|ask| ask.id).into_iter().collect();
                let mut dice = Dice::of(&[self.seed(), 35, self.presses.len() as u64]);
                let made = (promise.is_none() && dice.in_hundred(12)).then(|| {
                    Box::new(FromTemplate {
                        name: "Promise".to_owned(),
                        values: vec![("timeframe".to_owned(), dice.one(&FRAMES).to_owned())],
                        own_then: true,
                    })
                });
                let body = if made.is_some() { "" } else { ANSWERS[*words] };
                let text = NewText {
                    seen,
                    then,
                    template: made,
                    promise_by: later(promise).filter(|_| judged),
                    answers,
                    despite_quiet_hours: *night,
                    ..NewText::saying(body)
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
            What::Watch(true) => plain(Command::Watch(conversation)),
            What::Watch(false) => plain(Command::Unwatch(conversation)),
            What::Mention(place) => {
                let first = TEAM[*place].1.split(' ').next().unwrap_or_default();
                plain(Command::AddNote(conversation, format!("NOTE @{first} knows them")))
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
                let mut dice = self.acts(1);
                let hours = dice.in_hundred(35).then(|| dice.one(&[0, 1, 3, 20, 70]));
                let due_at = hours.map(|hours| self.now + Duration::from_hours(hours));
                plain(Command::OpenAsk { conversation, words, owner, due_at })
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
            What::Close(says) => {
                let (reason, owner) = (says.then(|| "answered".to_owned()), self.saw_owner(found));
                plain(Command::CloseSeen { conversation, reason, owner })
            }
            other => simple(found, other).map(|command| (command, None)),
        }
    }

    /// Chance for what a button carries beside its action, of its own so that nothing else is drawn anew.
    fn acts(&self, about: u64) -> Dice {
        Dice::of(&[self.seed(), 31, about, self.presses.len() as u64])
    }

    /// Whose it is on the page of whoever closes it, which may be an old one: somebody else's, or the page does not say.
    fn saw_owner(&self, found: &Conversation) -> SeenOwner {
        let mut dice = self.acts(2);
        match dice.below(5) {
            0 => SeenOwner::Unsaid,
            1 | 2 => SeenOwner::Was(self.owner(To::Person(dice.below(crate::house::TEAM.len())))),
            _ => SeenOwner::Was(found.owner),
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
        What::Tag(add) => {
            let tag = vec!["vip".to_owned()];
            let (add, remove) = if *add { (tag, Vec::new()) } else { (Vec::new(), tag) };
            Command::Tag { conversation, add, remove }
        }
        What::Urgent => Command::Tag { conversation, add: vec!["urgent".to_owned()], remove: Vec::new() },
        _ => return None,
    })
}
