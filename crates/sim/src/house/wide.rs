//! What a house may have beside: holidays, night hours and a second time zone, rotations, overrides and swaps. By dice of
//! its own, so that what was drawn before stays as it was.

use super::{Every, Hours, House, Long, OnCall, Override, Rota, Span, TEAM, Target, Turn, When, ZONES};
use crate::dice::Dice;

/// Days of 2026 about which runs are, counted from 1970: the first of each.
const ABOUT: [i64; 4] = [20_516, 20_584, 20_653, 20_754];

impl House {
    pub(super) fn widen(&mut self, dice: &mut Dice, there: [bool; TEAM.len()]) {
        let people: Vec<usize> = (0..TEAM.len()).filter(|one| there[*one]).collect();
        if dice.in_hundred(50) {
            self.hours[0].holidays = holidays(dice, &[&[], &[(600, 750)], &[(840, 1_380)]]);
        }
        if dice.in_hundred(60) {
            let late = Self::late(dice);
            self.hours.push(late);
            for queue in self.queues.iter_mut().filter(|queue| queue.hours.is_some()) {
                queue.hours = Some(usize::from(dice.in_hundred(35)));
            }
            for target in self.targets.iter_mut().filter(|target| target.hours.is_some()) {
                target.hours = Some(usize::from(dice.in_hundred(35)));
            }
        }
        for rota in &mut self.rotas {
            rota.widen(dice, &people);
        }
        if self.on_call.is_some() && dice.in_hundred(30) {
            self.on_call = Some(OnCall::Person(dice.one(&people)));
        }
        self.promise_more(dice);
        self.spanish = dice.in_hundred(60);
        self.replies = dice.in_hundred(60).then(|| dice.below(self.queues.len()));
    }

    /// Promises for a line, a tag, a queue, or for what a rule says.
    fn promise_more(&mut self, dice: &mut Dice) {
        let queue = dice.below(self.queues.len());
        let line = dice.below(2);
        let more = [
            ("Of a line", When::Line(line)),
            ("Regulars", When::Tagged("vip")),
            ("Of a queue", When::Queue(queue)),
            ("By a rule", When::Named),
        ];
        for (name, when) in more {
            if dice.in_hundred(70) {
                continue;
            }
            let target = Target {
                name,
                when,
                first: dice.one(&[None, Some(Long::Minutes(20)), Some(Long::Minutes(90))]),
                next: dice.one(&[None, Some(Long::Minutes(45))]),
                follow_up: dice.one(&[None, Some(Long::Minutes(300))]),
                resolution: dice.one(&[None, Some(Long::Days(2))]),
                hours: dice.in_hundred(60).then(|| dice.below(self.hours.len())),
                act_within: dice.one(&[None, Some(15)]),
                warn_at: dice.one(&[60, 80]),
                path: dice.one(&[None, Some(0), Some(1)]),
            };
            // Whatever comes before them is for fewer.
            let place = self.targets.iter().take_while(|target| target.when == When::Urgent).count();
            self.targets.insert(place, target);
            if when == When::Named {
                self.named = Some(dice.below(self.queues.len()));
            }
        }
    }

    /// Hours that go on after midnight, perhaps elsewhere.
    fn late(dice: &mut Dice) -> Hours {
        let usual: Span = dice.one(&[(1_080, 120), (1_320, 360), (600, 600), (720, 0)]);
        let weekend = dice.in_hundred(50);
        let week = std::array::from_fn(|day| match day {
            5 | 6 if !weekend => Vec::new(),
            4 => vec![usual, (480, 540)],
            _ => vec![usual],
        });
        let holidays = if dice.in_hundred(60) { holidays(dice, &[&[], &[(1_260, 180)]]) } else { Vec::new() };
        Hours { name: "Late", zone: dice.below(ZONES.len()), week, holidays }
    }
}

/// Dates with hours of their own, some of them about every time of the year at which runs are.
fn holidays(dice: &mut Dice, hours: &[&[Span]]) -> Vec<(i64, Vec<Span>)> {
    let mut all = Vec::new();
    for about in ABOUT {
        let first = about + i64::try_from(dice.between(0, 9)).unwrap_or(0);
        let next = first + i64::try_from(dice.between(1, 9)).unwrap_or(1);
        all.extend([first, next].map(|date| (date, dice.one(hours).to_vec())));
    }
    all
}

impl Rota {
    fn widen(&mut self, dice: &mut Dice, people: &[usize]) {
        if dice.in_hundred(40) {
            self.zone = dice.below(ZONES.len());
        }
        for shift in &mut self.shifts {
            if dice.in_hundred(40) {
                let others = [dice.one(people), dice.one(people)];
                let mut turn: Vec<usize> = shift.who.people().into_iter().chain(others).collect();
                turn.truncate(usize::try_from(dice.between(1, 3)).unwrap_or(2));
                let every = match dice.below(2) {
                    0 => Every::Shifts(dice.one(&[1, 2, 5])),
                    _ => Every::Days(dice.one(&[1, 3, 7])),
                };
                // Also runs before the day on which it begins.
                let start = dice.one(&ABOUT) + i64::try_from(dice.between(0, 20)).unwrap_or(0);
                shift.who = Turn::InTurn { people: turn, every, start };
            }
        }
        for about in ABOUT {
            if dice.in_hundred(50) {
                self.overrides.push(override_about(dice, about, people));
            }
            if dice.in_hundred(50) {
                let one = self.some_shift(dice, about);
                let other = self.some_shift(dice, about);
                self.swaps.extend(one.zip(other).filter(|(one, other)| one != other));
            }
        }
    }

    /// A shift on a date on which it begins.
    fn some_shift(&self, dice: &mut Dice, about: i64) -> Option<(usize, i64)> {
        let place = dice.below(self.shifts.len());
        let first = about + i64::try_from(dice.between(0, 14)).unwrap_or(0);
        let days = self.shifts.get(place)?.days;
        // 1 January 1970 was a Thursday.
        let begins = |date: &i64| days[usize::try_from((date + 3).rem_euclid(7)).unwrap_or(0)];
        (first..first + 7).find(begins).map(|date| (place, date))
    }
}

fn override_about(dice: &mut Dice, about: i64, people: &[usize]) -> Override {
    let date = about + i64::try_from(dice.between(0, 16)).unwrap_or(0);
    let (from, to) = dice.one(&[(480, 1_080), (1_320, 360), (0, 1_440), (720, 900)]);
    let ends = date + i64::from(to < from);
    let mut who = Vec::new();
    for _ in 0..dice.between(0, 2) {
        let one = dice.one(people);
        if !who.contains(&one) {
            who.push(one);
        }
    }
    Override { from: (date, from), to: (ends, to), who }
}
