//! What people, customers and bad luck do, as a list that can be kept, played again, shortened, and read.

use crate::house::TEAM;
use crate::words::said;
use baton_core::{Judged, Reason};
use std::fmt;

/// One of them, so many seconds after the beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timed {
    /// Seconds since the run began.
    pub at: u64,
    /// What.
    pub act: Act,
}

/// Whom something is given to, by place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// Somebody of the team.
    Person(usize),
    /// A queue of the house.
    Queue(usize),
}

/// What the author of a text had seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saw {
    /// Everything.
    All,
    /// All but the newest.
    Behind,
    /// They do not say.
    Unsaid,
}

/// What becomes of it after a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// It stays open.
    Open,
    /// It waits, perhaps so many minutes.
    Pending(Option<u64>),
    /// It is done.
    Closed,
}

/// What a person does in a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words of the commands")]
pub enum What {
    Send { words: usize, saw: Saw, after: After, promise: Option<u64>, answers: bool, night: bool },
    Schedule { words: usize, minutes: u64, changed: u8, after: After, night: bool },
    Reschedule { words: Option<usize>, minutes: Option<u64>, saw: Saw },
    SendScheduled { saw: Saw, night: bool },
    DropScheduled,
    Remind(u64),
    DropReminder,
    Note,
    Watch(bool),
    Mention(usize),
    Touch,
    Claim,
    Release(Option<usize>),
    Assign(To),
    Offer { to: To, tell: u8, confirm: bool },
    Accept,
    AcceptEarlier,
    Decline,
    Withdraw,
    OpenAsk(To),
    AnswerAsk,
    MoveAsk(To),
    DropAsk,
    Open,
    WaitForCustomer(Option<u64>),
    WaitForUs(Option<u64>),
    Close(bool),
    Tag(bool),
    Urgent,
    SendAgain(Saw),
    Leave,
    Cancel,
    Nonsense(u8),
}

/// What somebody says of themselves; minutes from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words of the commands")]
pub enum Says {
    In(u64),
    Out(u64),
    Away { from: u64, until: Option<u64>, cover: Option<usize> },
    Rota,
}

/// What happens.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "its words say it")]
pub enum Act {
    Text { customer: usize, line: usize, words: usize },
    Begin { who: usize, customer: usize, line: usize, saw: Saw, night: bool },
    Do { who: usize, customer: usize, line: usize, what: What },
    Program { customer: usize, line: usize },
    Contact { who: usize, customer: usize, owner: Option<usize>, stale: bool },
    Consent { who: usize, customer: usize, out: bool },
    Judge { who: usize, customer: usize, line: usize, judged: Judged },
    Says { who: usize, says: Says },
    Active { who: usize, there: bool },
    Role { who: usize, role: u8 },
    Policy(u64),
    StrangeCall,
    Crash { node: usize, steps: u32, down: u64 },
    CutOff,
    Pause { minutes: u64 },
    CarrierDown { seconds: u64 },
    Loses { customer: usize, after: u64 },
    Wrong { who: usize, customer: usize, line: usize, why: Reason },
}

/// What customers write.
pub(crate) const WORDS: [&str; 25] = [
    "Hi",
    "Hello, are you open on Friday?",
    "how much is the price for a massage?",
    "can I reschedule my appointment",
    "question about my invoice and the price",
    "what is the quote, and can I get an appointment, and where is my invoice?",
    "URGENT my back is out",
    "urgent: please call",
    "ok thanks",
    "Thanks!",
    "👍",
    "STOP",
    "stop",
    "START",
    "HELP",
    "CANCEL",
    "Liked “Does nine work?”",
    "Questioned “nine is fine”",
    "",
    "yes",
    "I will be late",
    "please stop texting me so often",
    "where do I park?",
    "is Sam there?",
    "This is an automated message. Please do not reply.",
];
/// The words that have a meaning of their own, by place: STOP and START.
pub(crate) const STOP: usize = 11;
/// What begins with the urgent word, by place.
pub(crate) const URGENT: [usize; 2] = [6, 7];
/// What a machine writes, by place.
pub(crate) const MACHINE: usize = 24;
/// See [`STOP`].
pub(crate) const START: usize = 13;

/// What people of the team write.
pub(crate) const ANSWERS: [&str; 5] = [
    "nine is fine",
    "Does nine work?",
    "I look into it and text you by noon.",
    "You are booked. Reply CANCEL to cancel.",
    "It is 40 dollars.",
];

fn who(place: usize) -> &'static str {
    TEAM[place].1.split(' ').next().unwrap_or_default()
}

impl fmt::Display for To {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(place) => f.write_str(who(*place)),
            Self::Queue(place) => write!(f, "queue {place}"),
        }
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Send { words, saw, after, promise, answers, night: _ } => {
                write!(f, "sends “{}”", ANSWERS[*words])?;
                match saw {
                    Saw::All => {}
                    Saw::Behind => f.write_str(" without having seen the newest")?,
                    Saw::Unsaid => f.write_str(" and does not say what they have seen")?,
                }
                if let Some(minutes) = promise {
                    write!(f, ", promising it within {minutes} minutes")?;
                }
                if *answers {
                    f.write_str(", answering a question")?;
                }
                match after {
                    After::Open => Ok(()),
                    After::Pending(_) => f.write_str(", then waits"),
                    After::Closed => f.write_str(", then closes it"),
                }
            }
            Self::Schedule { words, minutes, changed, .. } => {
                let then = ["drops it", "asks", "sends it all the same"][usize::from(*changed)];
                let words = ANSWERS[*words];
                write!(f, "schedules “{words}” in {minutes} minutes; if something comes, Baton {then}")
            }
            Self::Reschedule { .. } => f.write_str("changes a scheduled text"),
            Self::SendScheduled { .. } => f.write_str("sends a scheduled text now"),
            Self::DropScheduled => f.write_str("drops a scheduled text"),
            Self::Remind(minutes) => write!(f, "wants to be reminded in {minutes} minutes"),
            Self::DropReminder => f.write_str("takes a reminder back"),
            Self::Note => f.write_str("writes a note"),
            Self::Watch(true) => f.write_str("watches it"),
            Self::Watch(false) => f.write_str("watches it no more"),
            Self::Mention(whom) => write!(f, "mentions {} in a note", who(*whom)),
            Self::Touch => f.write_str("begins to write"),
            Self::Claim => f.write_str("claims it"),
            Self::Release(None) => f.write_str("releases it"),
            Self::Release(Some(queue)) => write!(f, "releases it to queue {queue}"),
            Self::Assign(to) => write!(f, "assigns it to {to}"),
            Self::Offer { to, tell, .. } => {
                let told = ["once it is accepted", "now", "not at all"][usize::from(*tell)];
                write!(f, "offers it to {to}; the customer is told {told}")
            }
            Self::Accept => f.write_str("accepts the offer"),
            Self::AcceptEarlier => f.write_str("accepts an earlier offer"),
            Self::Decline => f.write_str("declines the offer"),
            Self::Withdraw => f.write_str("takes the offer back"),
            Self::OpenAsk(to) => write!(f, "makes one question {to}'s"),
            Self::AnswerAsk => f.write_str("marks a question as answered"),
            Self::MoveAsk(to) => write!(f, "hands a question to {to}"),
            Self::DropAsk => f.write_str("drops a question"),
            Self::Open => f.write_str("opens it"),
            Self::WaitForCustomer(_) => f.write_str("waits for the customer"),
            Self::WaitForUs(_) => f.write_str("waits for something of ours"),
            Self::Close(says) => f.write_str(if *says { "closes it and says why" } else { "closes it" }),
            Self::Tag(add) => f.write_str(if *add { "tags it vip" } else { "takes the tag vip away" }),
            Self::Urgent => f.write_str("tags it urgent"),
            Self::SendAgain(_) => f.write_str("sends a lost text again"),
            Self::Leave => f.write_str("leaves a text of unknown fate as it is"),
            Self::Cancel => f.write_str("cancels a text that waits"),
            Self::Nonsense(kind) => write!(f, "asks for something that cannot be ({kind})"),
        }
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { customer, line, words } => {
                write!(f, "customer {customer} texts “{}” to line {line}", said(*words))
            }
            Self::Begin { who: person, customer, line, .. } => {
                write!(f, "{} begins with customer {customer} on line {line}", who(*person))
            }
            Self::Do { who: person, customer, line, what } => {
                write!(
                    f,
                    "{} in the conversation of customer {customer} on line {line}: {what}",
                    who(*person)
                )
            }
            Self::Program { customer, line } => {
                write!(f, "a program texts customer {customer} on line {line}")
            }
            Self::Contact { who: person, customer, owner, .. } => match owner {
                Some(owner) => {
                    write!(f, "{} says that {} looks after customer {customer}", who(*person), who(*owner))
                }
                None => write!(f, "{} says that nobody looks after customer {customer}", who(*person)),
            },
            Self::Consent { who: person, customer, out } => {
                let word = if *out { "out" } else { "in" };
                write!(f, "{} records that customer {customer} opted {word}", who(*person))
            }
            Self::Judge { who: person, customer, line, judged } => {
                let who = who(*person);
                write!(f, "{who} says what customer {customer} meant on line {line}: {judged:?}")
            }
            Self::Says { who: person, says } => write!(f, "{} says: {says:?}", who(*person)),
            Self::Active { who: person, there: false } => write!(f, "{} leaves the team", who(*person)),
            Self::Active { who: person, there: true } => write!(f, "{} comes back to the team", who(*person)),
            Self::Role { who: person, role } => write!(f, "{} gets role {role}", who(*person)),
            Self::Policy(number) => write!(f, "the policy becomes no. {number}"),
            Self::StrangeCall => f.write_str("a carrier calls with a text to a number that is no line"),
            Self::Crash { node, steps, down } => {
                write!(f, "node {node} crashes after {steps} more steps, for {down} seconds")
            }
            Self::Wrong { who: person, customer, line, why } => write!(
                f,
                "{} presses what cannot be with customer {customer} on line {line}: {why}",
                who(*person)
            ),
            Self::CutOff => f.write_str("the leading node is cut off, and the other one leads"),
            Self::Pause { minutes } => {
                write!(f, "all nodes stand still, and the clock jumps {minutes} minutes")
            }
            Self::CarrierDown { seconds } => write!(f, "the carrier answers nothing for {seconds} seconds"),
            Self::Loses { customer, after } => {
                write!(
                    f,
                    "the next text to customer {customer} gets lost, which is known {after} seconds later"
                )
            }
        }
    }
}

impl fmt::Display for Timed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, rest) = (self.at / 86_400, self.at % 86_400);
        write!(f, "day {day} {:02}:{:02}:{:02}  {}", rest / 3_600, rest / 60 % 60, rest % 60, self.act)
    }
}
