//! What comes next, by chance, looking at what stands: people do mostly what makes sense, and sometimes race.

use crate::action::{ANSWERS, Act, After, Saw, Says, Timed, To, WORDS, What};
use crate::dice::Dice;
use crate::house::{House, TEAM};
use crate::words::FOREIGN;
use baton_core::{Conversation, Moment, Owner, Status};
use std::collections::VecDeque;

/// How many customers there are.
pub(crate) const CUSTOMERS: usize = 10;
/// So many of them, the last ones, seldom text: what goes out to them at night answers nothing.
pub(crate) const QUIET: usize = 2;

/// A conversation that somebody may do something in.
pub(crate) struct Seen {
    pub(crate) customer: usize,
    pub(crate) line: usize,
    pub(crate) conversation: std::sync::Arc<Conversation>,
    /// The place of its owner and of who answers for it in the team.
    pub(crate) owner: Option<usize>,
    pub(crate) accountable: usize,
    /// The place in the team of whom it is offered to.
    pub(crate) offered_to: Option<usize>,
    /// The place of who set its first reminder.
    pub(crate) reminds: Option<usize>,
    /// The place of whoever watches it longest.
    pub(crate) watches: Option<usize>,
    pub(crate) has_lost_text: bool,
    pub(crate) has_unsent_text: bool,
}

/// What the director looks at.
pub(crate) struct View<'a> {
    pub(crate) seen: Vec<Seen>,
    pub(crate) house: &'a House,
    pub(crate) there: [bool; TEAM.len()],
    pub(crate) nodes: usize,
    pub(crate) seed: u64,
    pub(crate) now: Moment,
}

impl View<'_> {
    /// The house that a policy of that number makes.
    pub(crate) fn house_of(&self, number: u64) -> House {
        House::by_chance(&mut Dice::of(&[self.seed, 77, number]), self.there)
    }
}

/// Makes up what happens.
#[derive(Debug)]
pub(crate) struct Director {
    pub(crate) dice: Dice,
    at: u64,
    end: u64,
    /// What was made up later has dice of its own.
    wider: Dice,
    pub(crate) ahead: VecDeque<Timed>,
    /// What is pressed wrongly is drawn from dice of its own.
    pub(crate) wrong: Dice,
    /// Dice of what happens beside all that.
    beside: Dice,
}

impl Director {
    pub(crate) fn new(seed: u64, days: u64) -> Self {
        let (dice, wider) = (Dice::of(&[seed, 1]), Dice::of(&[seed, 34]));
        let (wrong, beside) = (Dice::of(&[seed, 0xBAD]), crate::beside::dice(seed));
        Self { dice, at: 0, end: days * 86_400, wider, ahead: VecDeque::new(), wrong, beside }
    }

    /// When something happens next, if anything does.
    pub(crate) fn next_at(&mut self, open_now: bool) -> Option<u64> {
        if let Some(next) = self.ahead.front() {
            return Some(next.at);
        }
        let gap = if open_now {
            self.dice.one(&[5, 40, 200, 400, 900])
        } else {
            self.dice.one(&[600, 3_000, 9_000])
        };
        let next = self.at + gap;
        (next < self.end).then_some(next)
    }

    /// What happens then.
    pub(crate) fn next(&mut self, at: u64, view: &View<'_>) -> Timed {
        self.at = at;
        if let Some(next) = self.ahead.pop_front() {
            return next;
        }
        if let Some(act) = self.about_to_close(at, view) {
            return Timed { at, act };
        }
        let mut act = self.act(view);
        if let Act::Text { words, .. } = &mut act
            && self.wider.in_hundred(4)
        {
            *words = WORDS.len() + self.wider.below(FOREIGN.len());
        }
        self.follow_ups(at, &act, view);
        self.presses_wrong(at, &act, view);
        if let Some(act) = crate::beside::act(&mut self.beside, view) {
            self.ahead.push_front(Timed { at, act });
        }
        Timed { at, act }
    }

    fn act(&mut self, view: &View<'_>) -> Act {
        let customer = self.dice.below(CUSTOMERS);
        let line = usize::from(self.dice.in_hundred(30));
        match self.dice.below(1_000) {
            0..262 => {
                let customer =
                    if self.dice.in_hundred(85) { customer % (CUSTOMERS - QUIET) } else { customer };
                Act::Text { customer, line, words: self.dice.below(WORDS.len()) }
            }
            262..285 => {
                let quiet = CUSTOMERS - 1 - self.dice.below(QUIET);
                let customer = if self.dice.in_hundred(50) { quiet } else { customer };
                let saw = self.dice.one(&[Saw::All, Saw::All, Saw::Behind, Saw::Unsaid]);
                Act::Begin { who: self.somebody(view), customer, line, saw, night: self.dice.in_hundred(60) }
            }
            285..293 => Act::Program { customer, line },
            293..311 => {
                let owner = self.dice.in_hundred(80).then(|| self.dice.below(TEAM.len()));
                Act::Contact { who: self.somebody(view), customer, owner, stale: self.dice.in_hundred(40) }
            }
            311..316 => Act::Consent { who: self.somebody(view), customer, out: self.dice.in_hundred(40) },
            316..345 => Act::Says { who: self.dice.below(TEAM.len()), says: self.says() },
            345..350 => Act::Active { who: self.dice.below(TEAM.len()), there: self.dice.in_hundred(30) },
            350..357 => match view.there.iter().position(|there| !there) {
                Some(who) => Act::Active { who, there: true },
                None => {
                    Act::Role { who: 2 + self.dice.below(TEAM.len() - 2), role: self.dice.one(&[0, 0, 1]) }
                }
            },
            357..361 => Act::Policy(self.dice.next() % 100_000),
            361..364 => Act::StrangeCall,
            364..370 => Act::CarrierDown { seconds: self.dice.one(&[20, 200, 2_000]) },
            370..373 => Act::Pause { minutes: self.dice.one(&[1, 20, 240, 1_500]) },
            373..376 if view.nodes > 1 => Act::CutOff,
            _ => self.in_conversation(view).unwrap_or_else(|| Act::Text {
                customer,
                line,
                words: self.dice.below(8),
            }),
        }
    }

    fn somebody(&mut self, view: &View<'_>) -> usize {
        let there: Vec<usize> = (0..TEAM.len()).filter(|place| view.there[*place]).collect();
        self.dice.one(&there)
    }

    fn says(&mut self) -> Says {
        let minutes = self.dice.one(&[20, 90, 300, 1_000, 3_000]);
        match self.dice.below(8) {
            0 | 1 => Says::In(minutes),
            2 => Says::Out(minutes),
            3 => Says::Rota,
            _ => Says::Away {
                from: self.dice.one(&[0, 0, 0, 60, 600]),
                until: self.dice.in_hundred(85).then_some(minutes + 600),
                cover: self.dice.in_hundred(65).then(|| self.dice.below(TEAM.len())),
            },
        }
    }

    fn in_conversation(&mut self, view: &View<'_>) -> Option<Act> {
        if view.seen.is_empty() {
            return None;
        }
        // What is rare, and does not stand for long, is looked at more often.
        let rare: Vec<&Seen> = match self.dice.below(10) {
            0 => view.seen.iter().filter(|seen| seen.conversation.handoff.is_some()).collect(),
            1 => view.seen.iter().filter(|seen| !seen.conversation.scheduled.is_empty()).collect(),
            2 | 3 => view.seen.iter().filter(|seen| !seen.conversation.reminders.is_empty()).collect(),
            _ => Vec::new(),
        };
        let seen = match self.dice.any(&rare) {
            Some(seen) => seen,
            None => &view.seen[self.dice.below(view.seen.len())],
        };
        let who = match self.dice.below(10) {
            0..5 => seen.owner.unwrap_or(seen.accountable),
            5..7 => seen.accountable,
            7 => self.dice.below(2),
            _ => self.somebody(view),
        };
        let (what, who) = self.what(view, seen, who);
        Some(Act::Do { who, customer: seen.customer, line: seen.line, what })
    }

    fn what(&mut self, view: &View<'_>, seen: &Seen, who: usize) -> (What, usize) {
        let live = &seen.conversation;
        if live.handoff.is_some() && self.dice.in_hundred(70) {
            let taker = seen.offered_to.unwrap_or_else(|| self.somebody(view));
            let by = if self.dice.in_hundred(85) { taker } else { who };
            let what = self.dice.below(10);
            return match what {
                0..5 => (What::Accept, by),
                5..8 => (What::Decline, by),
                _ => (What::Withdraw, who),
            };
        }
        if seen.has_lost_text && self.dice.in_hundred(30) {
            let what = if self.dice.in_hundred(70) { What::SendAgain(self.saw()) } else { What::Leave };
            return (what, who);
        }
        if !live.scheduled.is_empty() && self.dice.in_hundred(25) {
            return (self.about_scheduled(), who);
        }
        if !live.reminders.is_empty() && self.dice.in_hundred(25) {
            // Mostly it is whoever set it that takes it back.
            let theirs = seen.reminds.filter(|_| self.dice.in_hundred(80));
            return (What::DropReminder, theirs.unwrap_or(who));
        }
        if seen.has_unsent_text && self.dice.in_hundred(40) {
            return (What::Cancel, who);
        }
        if !live.asks.is_empty() && self.dice.in_hundred(30) {
            let what = match self.dice.below(5) {
                0 | 1 => What::AnswerAsk,
                2 => What::MoveAsk(self.to(view)),
                3 => What::DropAsk,
                _ => self.send(true),
            };
            return (what, who);
        }
        if live.status == Status::Closed {
            let what = match self.dice.below(4) {
                0 => What::Open,
                1 => self.send(false),
                2 => What::AcceptEarlier,
                _ => What::Claim,
            };
            return (what, who);
        }
        let queue_has_it = matches!(live.owner, Owner::Queue(_));
        let what = match self.dice.below(100) {
            0..8 if queue_has_it => What::Claim,
            0..3 => What::Claim,
            // Whoever seldom texts lets a conversation wait for long.
            22..38 if seen.customer >= CUSTOMERS - QUIET => self.schedule(),
            8..32 => self.send(false),
            32..38 => self.schedule(),
            38 => What::Remind(self.dice.one(&[10, 90, 700])),
            39 if !live.reminders.is_empty() => What::DropReminder,
            39 => What::Remind(self.dice.one(&[10, 90, 700])),
            40..42 => What::Note,
            42..47 => What::Touch,
            47..53 => {
                What::Release(self.dice.in_hundred(40).then(|| self.dice.below(view.house.queues.len())))
            }
            53..56 => What::Assign(self.to(view)),
            58..71 if live.status == Status::Pending => What::OpenAsk(self.to(view)),
            56..68 => {
                let tell = self.dice.one(&[0, 0, 1, 2]);
                What::Offer { to: self.to(view), tell, confirm: self.dice.in_hundred(40) }
            }
            68..71 => What::OpenAsk(self.to(view)),
            71..73 => What::Open,
            73..78 => What::WaitForCustomer(self.wake()),
            78..82 => What::WaitForUs(self.wake()),
            82..91 => What::Close(self.dice.in_hundred(60)),
            91..93 => What::Tag(self.dice.in_hundred(70)),
            93 => What::Urgent,
            94 => What::AcceptEarlier,
            95..97 => What::Nonsense(self.dice.one(&[0, 1, 2, 3, 4])),
            _ => self.send(false),
        };
        (what, who)
    }

    fn wake(&mut self) -> Option<u64> {
        self.dice.in_hundred(50).then(|| self.dice.one(&[15, 200, 2_000]))
    }

    fn saw(&mut self) -> Saw {
        self.dice.one(&[Saw::All, Saw::All, Saw::All, Saw::All, Saw::Behind, Saw::Unsaid])
    }

    fn send(&mut self, answers: bool) -> What {
        let after = match self.dice.below(10) {
            0..5 => After::Open,
            5..8 => After::Pending(self.wake()),
            _ => After::Closed,
        };
        let promise = self.dice.in_hundred(15).then(|| self.dice.one(&[20, 240]));
        let night = self.dice.in_hundred(70);
        What::Send { words: self.dice.below(ANSWERS.len()), saw: self.saw(), after, promise, answers, night }
    }

    fn schedule(&mut self) -> What {
        let after = match self.dice.below(4) {
            0 | 1 => After::Pending(None),
            2 => After::Open,
            _ => After::Closed,
        };
        What::Schedule {
            words: self.dice.below(ANSWERS.len()),
            minutes: self.dice.one(&[3, 3, 3, 30, 200, 900, 2_000]),
            changed: self.dice.one(&[0, 1, 1, 2]),
            after,
            night: self.dice.in_hundred(40),
        }
    }

    fn about_scheduled(&mut self) -> What {
        match self.dice.below(5) {
            0 => What::DropScheduled,
            1 => What::SendScheduled { saw: self.saw(), night: self.dice.in_hundred(60) },
            _ => {
                let words = self.dice.in_hundred(50).then(|| self.dice.below(ANSWERS.len()));
                let minutes = self.dice.in_hundred(70).then(|| self.dice.one(&[5, 60, 800]));
                What::Reschedule { words, minutes, saw: self.saw() }
            }
        }
    }

    fn to(&mut self, view: &View<'_>) -> To {
        if self.dice.in_hundred(65) {
            To::Person(if self.dice.in_hundred(90) {
                self.somebody(view)
            } else {
                self.dice.below(TEAM.len())
            })
        } else {
            To::Queue(self.dice.below(view.house.queues.len()))
        }
    }
}
