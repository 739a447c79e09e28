//! A house by chance.

use super::{Answers, Hands, House, Long, QUEUES, Queue, Rota, Shift, Span, Step, TEAM, Target, When, Who};
use crate::dice::Dice;

const WEEK: [bool; 7] = [true, true, true, true, true, false, false];
const ALL: [bool; 7] = [true; 7];

impl House {
    /// A house by chance, of these people.
    pub(crate) fn by_chance(dice: &mut Dice, there: [bool; TEAM.len()]) -> Self {
        let people: Vec<usize> = (0..TEAM.len()).filter(|one| there[*one]).collect();
        let rotas = rotas(dice, &people);
        let mut queues = vec![queue(dice, 0, &people, rotas.len())];
        for place in 1..4 {
            if dice.in_hundred(80) {
                queues.push(queue(dice, place, &people, rotas.len()));
            }
        }
        let on_call = dice.in_hundred(80).then(|| {
            queues.push(Queue { hours: false, claim_within: None, ..queue(dice, 4, &people, rotas.len()) });
            queues.len() - 1
        });
        let fallback = usize::from(!(there[0] && (!there[1] || dice.in_hundred(60))));
        let paths =
            vec![path(dice, &people, queues.len(), on_call), path(dice, &people, queues.len(), on_call)];
        Self {
            hours: opening(dice),
            targets: targets(dice),
            paths,
            queues,
            rotas,
            fallback,
            on_call,
            max_bounces: u32::try_from(dice.between(2, 3)).unwrap_or(3),
            reopen_within: dice.one(&[1, 24, 72]),
            farewell: dice.aside(0x0BED).in_hundred(60),
            close_after: dice.one(&[None, Some(1), Some(1)]),
            return_after_away: dice.in_hundred(50),
            split_asks: dice.in_hundred(80),
            by_account: dice.in_hundred(60),
            answers: dice.in_hundred(80).then(|| Answers {
                most: dice.one(&[1, 2, 4]),
                outside: dice.in_hundred(85),
                first: dice.in_hundred(40),
            }),
            day: dice.one(&[(480, 1260), (540, 1200), (600, 1080)]),
        }
    }
}

fn opening(dice: &mut Dice) -> [Vec<Span>; 7] {
    let usual = dice.one(&[(540, 1080), (480, 1020), (600, 960)]);
    let lunch = dice.in_hundred(40);
    let weekend = dice.in_hundred(30);
    std::array::from_fn(|day| match day {
        5 if weekend => vec![(600, 840)],
        5 | 6 => Vec::new(),
        _ if lunch && day % 2 == 0 => vec![(usual.0, 750), (810, usual.1)],
        _ => vec![usual],
    })
}

fn rotas(dice: &mut Dice, people: &[usize]) -> Vec<Rota> {
    let mut desk = vec![
        Shift { days: WEEK, span: (480, 780), who: dice.one(people) },
        Shift { days: WEEK, span: (780, 1080), who: dice.one(people) },
    ];
    if dice.in_hundred(50) {
        desk.push(Shift { days: ALL, span: (600, 960), who: dice.one(people) });
    }
    let mut rotas = vec![Rota { name: "Desk", shifts: apart(desk), finish: dice.in_hundred(30) }];
    if dice.in_hundred(60) {
        let nights = vec![
            Shift { days: ALL, span: (1320, 360), who: dice.one(people) },
            Shift { days: WEEK, span: (360, 840), who: dice.one(people) },
            Shift { days: ALL, span: (840, 1320), who: dice.one(people) },
        ];
        rotas.push(Rota { name: "Round the clock", shifts: apart(nights), finish: dice.in_hundred(30) });
    }
    rotas
}

/// One person's shifts do not overlap: a rota refuses that.
fn apart(shifts: Vec<Shift>) -> Vec<Shift> {
    let mut kept: Vec<Shift> = Vec::new();
    for shift in shifts {
        if kept.iter().all(|other| other.who != shift.who) {
            kept.push(shift);
        }
    }
    kept
}

pub(super) fn queue(dice: &mut Dice, place: usize, people: &[usize], rotas: usize) -> Queue {
    let mut members = Vec::new();
    for _ in 0..dice.between(1, 3) {
        let one = dice.one(people);
        if !members.contains(&one) {
            members.push(one);
        }
    }
    Queue {
        name: QUEUES[place].0,
        members,
        lead: dice.in_hundred(70).then(|| dice.one(people)),
        hours: dice.in_hundred(75),
        rota: dice.in_hundred(45).then(|| dice.below(rotas)),
        hands: dice.one(&[Hands::Claim, Hands::Round, Hands::Round, Hands::Least]),
        claim_within: dice.in_hundred(50).then(|| dice.one(&[10, 30])),
        capacity: dice.in_hundred(60).then(|| u32::try_from(dice.between(1, 3)).unwrap_or(1)),
        reply_claims: dice.in_hundred(80),
    }
    .sound()
}

impl Queue {
    /// Only what is claimed has a time to be claimed in.
    fn sound(self) -> Self {
        Self { claim_within: self.claim_within.filter(|_| self.hands == Hands::Claim), ..self }
    }
}

fn targets(dice: &mut Dice) -> Vec<Target> {
    let path = |dice: &mut Dice| dice.one(&[None, Some(0), Some(0), Some(1)]);
    let mut targets = Vec::new();
    if dice.in_hundred(70) {
        targets.push(Target {
            name: "Urgent",
            when: When::Urgent,
            first: Some(Long::Minutes(5)),
            next: dice.one(&[None, Some(Long::Minutes(10))]),
            follow_up: None,
            resolution: None,
            hours: false,
            act_within: dice.one(&[None, Some(2)]),
            warn_at: 50,
            path: path(dice),
        });
    }
    if dice.in_hundred(60) {
        targets.push(Target {
            name: "New inquiry",
            when: When::New,
            first: Some(Long::Minutes(dice.one(&[15, 40]))),
            next: Some(Long::Minutes(60)),
            follow_up: Some(Long::Days(1)),
            resolution: Some(Long::Days(2)),
            hours: true,
            act_within: dice.one(&[None, Some(10)]),
            warn_at: 75,
            path: path(dice),
        });
    }
    targets.push(Target {
        name: "Everybody else",
        when: When::Always,
        first: Some(Long::Minutes(dice.one(&[30, 60, 240]))),
        next: dice.one(&[None, Some(Long::Minutes(60))]),
        follow_up: dice.one(&[None, Some(Long::Minutes(180)), Some(Long::Days(1))]),
        resolution: dice.one(&[None, Some(Long::Minutes(1200)), Some(Long::Days(3))]),
        hours: dice.in_hundred(80),
        act_within: dice.one(&[None, Some(20)]),
        warn_at: dice.one(&[50, 75, 90]),
        path: path(dice),
    });
    targets
}

fn path(dice: &mut Dice, people: &[usize], queues: usize, on_call: Option<usize>) -> Vec<Step> {
    let mut after = 0;
    let mut steps = Vec::new();
    for _ in 0..dice.between(1, 3) {
        let who = match dice.below(8) {
            0 => Who::Owner,
            1 => Who::Accountable,
            2 | 3 => Who::Lead,
            4 => Who::OnShift,
            5 => Who::Queue(dice.below(queues)),
            6 if on_call.is_some() => Who::OnCall,
            6 => Who::Fallback,
            _ => Who::Person(dice.one(people)),
        };
        steps.push(Step { after, assigns: dice.in_hundred(50), who });
        after += dice.one(&[5, 15, 30]);
    }
    steps
}
