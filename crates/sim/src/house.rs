//! A business in plain words of its own: who is there, when it is open, what it promises. It writes the policy that
//! the core reads, and the checker reads it instead of the policy: so the two share no reading of it.

mod chance;
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

impl House {
    /// The place of the queue with that name.
    pub(crate) fn queue(&self, name: &str) -> Option<usize> {
        self.queues.iter().position(|queue| queue.name == name)
    }
}
