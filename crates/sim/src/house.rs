//! A business in plain words of its own: who is there, when it is open, what it promises. It writes the policy that
//! the core reads, and the checker reads it instead of the policy: so the two share no reading of it.

use crate::dice::Dice;
use std::fmt::Write;

/// Everybody of the team: address before the @, name, and role (0 agent, 1 lead, 2 admin). The first two take turns as the
/// fallback person.
pub(crate) const TEAM: [(&str, &str, u8); 8] = [
    ("ruth", "Ruth Adler", 2),
    ("maya", "Maya Ortiz", 1),
    ("chris", "Chris Bell", 0),
    ("dana", "Dana Webb", 0),
    ("ben", "Ben Hart", 0),
    ("jordan", "Jordan Lee", 0),
    ("priya", "Priya Shah", 0),
    ("sam", "Sam Cole", 0),
];

/// Minutes of a day, from and to; a shift may end on the next day.
pub(crate) type Span = (u16, u16);

/// A shift of a rota.
#[derive(Debug, Clone)]
pub(crate) struct Shift {
    /// On which days of the week it begins, Monday first.
    pub days: [bool; 7],
    /// From when to when.
    pub span: Span,
    /// Who works, by place in [`TEAM`].
    pub who: usize,
}

/// Who is on shift when.
#[derive(Debug, Clone)]
pub(crate) struct Rota {
    /// Its name.
    pub name: &'static str,
    /// Its shifts.
    pub shifts: Vec<Shift>,
    /// What is in hand stays until the customer writes again.
    pub finish: bool,
}

/// How a queue hands on what comes to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hands {
    /// Somebody claims it.
    Claim,
    /// Everybody in turn.
    Round,
    /// Whoever has least.
    Least,
}

/// A queue.
#[derive(Debug, Clone)]
pub(crate) struct Queue {
    /// Its name; a run's queues keep their places, and may be missing.
    pub name: &'static str,
    /// Its members, in order, by place in [`TEAM`].
    pub members: Vec<usize>,
    /// Who leads it.
    pub lead: Option<usize>,
    /// Whether its hours are those of the house; else it is always open.
    pub hours: bool,
    /// The place of its rota.
    pub rota: Option<usize>,
    /// How it hands on.
    pub hands: Hands,
    /// Minutes until something unclaimed is given out.
    pub claim_within: Option<u64>,
    /// The most that a person is given.
    pub capacity: Option<u32>,
    /// A text claims.
    pub reply_claims: bool,
}

/// For whom a promise is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// What is tagged urgent.
    Urgent,
    /// New contacts.
    New,
    /// Everybody.
    Always,
}

/// A length as policies write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Long {
    /// Minutes of the target's time.
    Minutes(u64),
    /// Business days; 24 hours each around the clock.
    Days(u32),
}

impl Long {
    fn text(self) -> String {
        match self {
            Self::Minutes(minutes) => format!("{minutes} min"),
            Self::Days(days) => format!("{days} days"),
        }
    }
}

/// A promise of response time.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// Its name.
    pub name: &'static str,
    /// For whom.
    pub when: When,
    /// To the first reply.
    pub first: Option<Long>,
    /// To the next.
    pub next: Option<Long>,
    /// Until we do what we said.
    pub follow_up: Option<Long>,
    /// To the close.
    pub resolution: Option<Long>,
    /// It runs in the hours of the house; else around the clock.
    pub hours: bool,
    /// Minutes that an owner has.
    pub act_within: Option<u64>,
    /// Per cent of the time.
    pub warn_at: u8,
    /// The place of its path.
    pub path: Option<usize>,
}

/// A step of an escalation path.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    /// Minutes from when the path is entered.
    pub after: u64,
    /// It is given to them; else they are told.
    pub assigns: bool,
    /// Whom it means.
    pub who: Who,
}

/// Whom a step means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Owner,
    Accountable,
    Lead,
    OnShift,
    OnCall,
    Fallback,
    Queue(usize),
    Person(usize),
}

/// What the house answers by itself.
#[derive(Debug, Clone)]
pub(crate) struct Answers {
    /// The most that a number gets in a day.
    pub most: u32,
    /// Outside of hours, once in each closed time.
    pub outside: bool,
    /// Somebody new, within hours.
    pub first: bool,
}

/// A business.
#[derive(Debug, Clone)]
pub(crate) struct House {
    /// Opening hours by day of the week, Monday first.
    pub hours: [Vec<Span>; 7],
    /// Its queues.
    pub queues: Vec<Queue>,
    /// Its rotas.
    pub rotas: Vec<Rota>,
    /// Its promises, first match wins.
    pub targets: Vec<Target>,
    /// Its escalation paths.
    pub paths: Vec<Vec<Step>>,
    /// Who answers in the end.
    pub fallback: usize,
    /// The queue that is on call.
    pub on_call: Option<usize>,
    /// How often people may pass something on.
    pub max_bounces: u32,
    /// Hours within which a closed conversation goes on.
    pub reopen_within: u64,
    /// Business days of silence.
    pub close_after: Option<u32>,
    /// What moved to a cover comes back.
    pub return_after_away: bool,
    /// The questions of one text are split.
    pub split_asks: bool,
    /// Customers go to whoever looks after them.
    pub by_account: bool,
    /// What it answers by itself.
    pub answers: Option<Answers>,
    /// Between which minutes of the day what it starts goes out.
    pub day: Span,
}

/// The queues that a house may have, by place, with the words that lead there.
pub(crate) const QUEUES: [(&str, &str, &str); 5] = [
    ("Front desk", "Fd", ""),
    ("Scheduling", "Sc", "\"appointment\", \"reschedule\""),
    ("Sales", "Sa", "\"price\", \"quote\""),
    ("Billing", "Bg", "\"invoice\", \"card\""),
    ("On call", "Oc", ""),
];
/// The zone of every house: it changes its clocks twice a year.
pub(crate) const ZONE: &str = "America/New_York";
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
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

    /// The place of the queue with that name.
    pub(crate) fn queue(&self, name: &str) -> Option<usize> {
        self.queues.iter().position(|queue| queue.name == name)
    }

    /// The policy that says all this.
    pub(crate) fn policy(&self) -> String {
        let mut text = String::new();
        self.head(&mut text);
        self.write_answers(&mut text);
        for queue in &self.queues {
            self.write_queue(&mut text, queue);
        }
        for rota in &self.rotas {
            write_rota(&mut text, rota);
        }
        text.push_str(&self.routing());
        for target in &self.targets {
            write_target(&mut text, target);
        }
        text.push_str("\n[escalations]\n");
        for (place, path) in self.paths.iter().enumerate() {
            let steps: Vec<String> = path.iter().map(|step| self.step(*step)).collect();
            let _ = writeln!(text, "Path{place} = [{}]", steps.join(", "));
        }
        text
    }

    fn head(&self, text: &mut String) {
        let _ = writeln!(text, "zone = \"{ZONE}\"\nfallback = {}", address(self.fallback));
        let _ = writeln!(
            text,
            "max_bounces = {}\nreopen_within = \"{} h\"",
            self.max_bounces, self.reopen_within
        );
        let _ = writeln!(text, "return_after_away = {}", self.return_after_away);
        if let Some(days) = self.close_after {
            let _ = writeln!(text, "close_after = \"{days} days\"");
        }
        if let Some(place) = self.on_call {
            let _ = writeln!(text, "on_call = \"{}\"", self.queues[place].name);
        }
        text.push_str("\n[hours.Clinic]\n");
        for (day, spans) in DAYS.iter().zip(&self.hours).filter(|(_, spans)| !spans.is_empty()) {
            let spans: Vec<String> =
                spans.iter().map(|span| format!("\"{}-{}\"", time(span.0), time(span.1))).collect();
            let _ = writeln!(text, "{day} = [{}]", spans.join(", "));
        }
    }

    fn write_answers(&self, text: &mut String) {
        let (from, to) = (time(self.day.0), time(self.day.1));
        let _ = writeln!(text, "\n[quiet_hours]\nfrom = \"{from}\"\nto = \"{to}\"");
        let Some(answers) = self.answers.as_ref().filter(|answers| answers.outside || answers.first) else {
            return;
        };
        let _ = writeln!(text, "\n[auto_replies]\nmax_per_number_and_day = {}", answers.most);
        if answers.outside {
            text.push_str("outside_hours = \"After hours\"\noutside_hours_of = \"Clinic\"\n");
        }
        if answers.first {
            text.push_str("first_contact = \"Welcome\"\n");
        }
        text.push_str(
            "\n[templates.\"After hours\"]\ntext = \"We are closed and read it at [next opening].\"\n",
        );
        text.push_str("\n[templates.Welcome]\ntext = \"Thanks for your text to [Business Name].\"\n");
    }

    fn write_queue(&self, text: &mut String, queue: &Queue) {
        let initials = QUEUES.iter().find(|known| known.0 == queue.name).map_or("Xx", |known| known.1);
        let members: Vec<String> = queue.members.iter().map(|one| address(*one)).collect();
        let _ = writeln!(text, "\n[queues.\"{}\"]\ninitials = \"{initials}\"", queue.name);
        let _ = writeln!(text, "members = [{}]\nreply_claims = {}", members.join(", "), queue.reply_claims);
        if let Some(lead) = queue.lead {
            let _ = writeln!(text, "lead = {}", address(lead));
        }
        if queue.hours {
            text.push_str("hours = \"Clinic\"\n");
        }
        if let Some(rota) = queue.rota {
            let _ = writeln!(text, "rota = \"{}\"", self.rotas[rota].name);
        }
        let hands = match queue.hands {
            Hands::Claim => "claim",
            Hands::Round => "round_robin",
            Hands::Least => "least_busy",
        };
        let _ = writeln!(
            text,
            "distribute = \"{hands}\"\ntags = [\"{}\"]",
            queue.name.to_lowercase().replace(' ', "-")
        );
        if let Some(minutes) = queue.claim_within {
            let _ = writeln!(text, "claim_within = \"{minutes} min\"");
        }
        if let Some(capacity) = queue.capacity {
            let _ = writeln!(text, "capacity = {capacity}");
        }
    }

    fn routing(&self) -> String {
        let mut rules = Vec::new();
        for (name, _, words) in QUEUES.iter().filter(|known| !known.2.is_empty()) {
            if self.queue(name).is_some() {
                rules.push(format!("IF message contains {words}\n  ASSIGN to \"{name}\" queue\n"));
            }
        }
        if self.by_account {
            rules.push("IF contact has owner and owner is available\n  ASSIGN to owner\n".to_owned());
            rules.push("IF contact tagged regular\n  ASSIGN to last owner\n".to_owned());
        }
        let all = rules.join("ELSE ");
        let last = if rules.is_empty() {
            "ASSIGN to \"Front desk\" queue\n".to_owned()
        } else {
            "ELSE\n  ASSIGN to \"Front desk\" queue\n".to_owned()
        };
        format!("\n[routing]\nsplit_asks = {}\ntext = \"\"\"\n{all}{last}\"\"\"\n", self.split_asks)
    }

    fn step(&self, step: Step) -> String {
        let who = match step.who {
            Who::Owner => "owner".to_owned(),
            Who::Accountable => "accountable".to_owned(),
            Who::Lead => "lead".to_owned(),
            Who::OnShift => "on shift".to_owned(),
            Who::OnCall => "on call".to_owned(),
            Who::Fallback => "fallback".to_owned(),
            Who::Queue(place) => self.queues[place].name.to_owned(),
            Who::Person(place) => format!("{}@cedarlane.example", TEAM[place].0),
        };
        let does = if step.assigns { "assign" } else { "notify" };
        format!("{{ after = \"{} min\", {does} = \"{who}\" }}", step.after)
    }
}

fn write_rota(text: &mut String, rota: &Rota) {
    let _ = writeln!(text, "\n[rotas.\"{}\"]\nfinish = {}\nshifts = [", rota.name, rota.finish);
    for (place, shift) in rota.shifts.iter().enumerate() {
        let days: Vec<String> =
            DAYS.iter().zip(shift.days).filter(|(_, on)| *on).map(|(day, _)| format!("\"{day}\"")).collect();
        let _ = writeln!(
            text,
            "  {{ id = \"s{place}\", days = [{}], from = \"{}\", to = \"{}\", who = {} }},",
            days.join(", "),
            time(shift.span.0),
            time(shift.span.1),
            address(shift.who)
        );
    }
    text.push_str("]\n");
}

fn write_target(text: &mut String, target: &Target) {
    let _ = writeln!(text, "\n[[targets]]\nname = \"{}\"\nwarn_at = {}", target.name, target.warn_at);
    match target.when {
        When::Urgent => text.push_str("when = \"tagged urgent\"\n"),
        When::New => text.push_str("when = \"contact is new\"\n"),
        When::Always => {}
    }
    let lengths = [
        ("first_response", target.first),
        ("next_response", target.next),
        ("follow_up", target.follow_up),
        ("resolution", target.resolution),
        ("act_within", target.act_within.map(Long::Minutes)),
    ];
    for (name, length) in lengths {
        if let Some(length) = length {
            let _ = writeln!(text, "{name} = \"{}\"", length.text());
        }
    }
    text.push_str(if target.hours { "hours = \"Clinic\"\n" } else { "around_the_clock = true\n" });
    if let Some(path) = target.path {
        let _ = writeln!(text, "escalation = \"Path{path}\"");
    }
}

/// The address of somebody of the team, quoted.
fn address(place: usize) -> String {
    format!("\"{}@cedarlane.example\"", TEAM[place].0)
}

fn time(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
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

fn queue(dice: &mut Dice, place: usize, people: &[usize], rotas: usize) -> Queue {
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
