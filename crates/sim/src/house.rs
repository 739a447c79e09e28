//! A business in plain words of its own: who is there, when it is open, what it promises. It writes the policy that
//! the core reads, and the checker reads it instead of the policy: so the two share no reading of it.

mod chance;
mod templates;
mod wide;
mod written;

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
    /// Who works.
    pub who: Turn,
}

/// Whose a shift is, by place in [`TEAM`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Always theirs.
    One(usize),
    /// One after the other, from that day on, counted from 1970.
    InTurn { people: Vec<usize>, every: Every, start: i64 },
}

impl Turn {
    /// Everybody whose it may be.
    pub(crate) fn people(&self) -> Vec<usize> {
        match self {
            Self::One(who) => vec![*who],
            Self::InTurn { people, .. } => people.clone(),
        }
    }
}

/// What takes a turn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Every {
    /// So many worked shifts.
    Shifts(i64),
    /// So many days.
    Days(i64),
}

/// Who is on instead of everybody else for a while: from and to, each a day counted from 1970 and minutes.
#[derive(Debug, Clone)]
pub(crate) struct Override {
    pub from: (i64, u16),
    pub to: (i64, u16),
    pub who: Vec<usize>,
}

/// Who is on shift when.
#[derive(Debug, Clone)]
pub(crate) struct Rota {
    /// Its name.
    pub name: &'static str,
    /// The place of its time zone.
    pub zone: usize,
    /// Its shifts.
    pub shifts: Vec<Shift>,
    /// The later one counts.
    pub overrides: Vec<Override>,
    /// Shifts that people swap, each by its place and the day on which it begins.
    pub swaps: Vec<((usize, i64), (usize, i64))>,
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
    /// The place of its hours; else it is always open.
    pub hours: Option<usize>,
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

/// Who is on call, by place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnCall {
    /// A queue.
    Queue(usize),
    /// Somebody of the team.
    Person(usize),
}

/// For whom a promise is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// What comes to a line, by place.
    Line(usize),
    /// What has that tag.
    Tagged(&'static str),
    /// What is in a queue, by place.
    Queue(usize),
    /// Nothing of itself: a rule names it.
    Named,
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
    /// The place of the hours in which it runs; else around the clock.
    pub hours: Option<usize>,
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

/// When something is open.
#[derive(Debug, Clone)]
pub(crate) struct Hours {
    /// Their name.
    pub name: &'static str,
    /// The place of their time zone.
    pub zone: usize,
    /// By day of the week, Monday first.
    pub week: [Vec<Span>; 7],
    /// Days with hours of their own, counted from 1970.
    pub holidays: Vec<(i64, Vec<Span>)>,
}

/// A business.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "a policy is a list of choices")]
pub(crate) struct House {
    /// Its hours; the first are those of the house.
    pub hours: Vec<Hours>,
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
    /// Who is on call.
    pub on_call: Option<OnCall>,
    /// It knows words of consent in another language.
    pub spanish: bool,
    /// The queue whose rule answers by itself, by its place.
    pub replies: Option<usize>,
    /// The target that the rule of a queue names, by the place of the queue.
    pub named: Option<usize>,
    /// How often people may pass something on.
    pub max_bounces: u32,
    /// Hours within which a closed conversation goes on.
    pub reopen_within: u64,
    /// Business days of silence.
    pub close_after: Option<u32>,
    /// It says goodbye when silence closes.
    pub farewell: bool,
    /// What moved to a cover comes back.
    pub return_after_away: bool,
    /// The questions of one text are split.
    pub split_asks: bool,
    /// Customers go to whoever looks after them.
    pub by_account: bool,
    /// What it answers by itself.
    pub answers: Option<Answers>,
    /// Whoever closes says why.
    pub says_why: bool,
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
/// Time zones; the first is that of every house. Clocks change on the same night in all but the last, at other hours: in
/// Havana at midnight, in St John's half an hour beside the others.
pub(crate) const ZONES: [&str; 5] =
    ["America/New_York", "America/St_Johns", "America/Havana", "America/Los_Angeles", "Europe/London"];
/// See [`ZONES`].
pub(crate) const ZONE: &str = ZONES[0];

impl House {
    /// The place of the queue with that name.
    pub(crate) fn queue(&self, name: &str) -> Option<usize> {
        self.queues.iter().position(|queue| queue.name == name)
    }
}
