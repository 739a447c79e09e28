//! A policy that was read and checked: what a workspace has decided, ready to decide by.

use std::time::Duration;

use baton_hours::{Calendar, Date, Zone};
use baton_routing::{Compiled, HoursRef, LineRef, Names, PersonRef, QueueRef};

use crate::known::Known;
use crate::problem::{Problem, Report};
use crate::read::{Stage, read};

/// Everything a workspace has decided. Never changes; share it in an `Arc`.
///
/// Its routing hands back queues, people, hours and lines by their place in [`Policy::queues`], [`Policy::people`],
/// [`Policy::hours`] and [`Policy::lines`].
#[derive(Debug)]
pub struct Policy {
    pub(crate) source: String,
    pub(crate) zone: Zone,
    pub(crate) fallback: String,
    pub(crate) reopen_within: Duration,
    pub(crate) close_reasons: Vec<String>,
    pub(crate) hours: Vec<Hours>,
    pub(crate) queues: Vec<Queue>,
    pub(crate) people: Vec<String>,
    pub(crate) lines: Vec<String>,
    pub(crate) split_asks: bool,
    pub(crate) names: Names,
    pub(crate) routing: Compiled,
    pub(crate) warnings: Vec<Problem>,
}

/// A role that owns conversations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// Its name, as shown.
    pub name: String,
    /// Two letters for where there is no room for the name; no other queue has them.
    pub initials: String,
    /// The addresses of the people who may claim from it, in the order of the policy.
    pub members: Vec<String>,
    /// The address of the person who answers for it; without one the fallback person does.
    pub lead: Option<String>,
    /// The place of its hours in [`Policy::hours`]; without any it is always open.
    pub hours: Option<usize>,
    /// Tags that its ownership adds.
    pub tags: Vec<String>,
    /// Whether a member's text claims a conversation that the queue owns.
    pub reply_claims: bool,
}

/// A business calendar with the names that people gave it and its holidays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// Its name, as shown.
    pub name: String,
    /// When it is open.
    pub calendar: Calendar,
    /// The holidays that have a name, by date.
    pub holiday_names: Vec<(Date, String)>,
}

impl Policy {
    /// Reads a policy that is to be put live. Refused with everything that is wrong with it at once.
    pub fn load(source: &str, known: &Known) -> Result<Self, Report> {
        read(source, known, Stage::Draft).0
    }

    /// Reads a policy that was put live before. People who cannot answer any more are left out of it, with a warning
    /// each, for the workspace has to go on; only a fallback person who cannot is refused still.
    pub fn load_saved(source: &str, known: &Known) -> Result<Self, Report> {
        read(source, known, Stage::Saved).0
    }

    /// The document itself.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The workspace's time zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The address of the person who answers in the end, always.
    pub fn fallback(&self) -> &str {
        &self.fallback
    }

    /// For how long after closing a text reopens the conversation, in real time.
    pub fn reopen_within(&self) -> Duration {
        self.reopen_within
    }

    /// The reasons for closing to choose from; none are asked for where there are none.
    pub fn close_reasons(&self) -> &[String] {
        &self.close_reasons
    }

    /// The business calendars, in the order of the document.
    pub fn hours(&self) -> &[Hours] {
        &self.hours
    }

    /// The queues, in the order of the document.
    pub fn queues(&self) -> &[Queue] {
        &self.queues
    }

    /// The addresses of everybody whom the check knew, in its order.
    pub fn people(&self) -> &[String] {
        &self.people
    }

    /// The numbers of all lines that the check knew, in its order.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Whether a text with several questions gets an ask for each.
    pub fn split_asks(&self) -> bool {
        self.split_asks
    }

    /// The routing text, ready to decide.
    pub fn routing(&self) -> &Compiled {
        &self.routing
    }

    /// The names that the routing text may speak of, to explain its decisions with.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// What somebody should look at.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// The queue that routing handed back. `None` for a reference that is not of this policy.
    pub fn queue(&self, queue: QueueRef) -> Option<&Queue> {
        self.queues.get(usize::try_from(queue.0).ok()?)
    }

    /// The address of the person whom routing handed back. `None` for a reference that is not of this policy.
    pub fn person(&self, person: PersonRef) -> Option<&str> {
        self.people.get(usize::try_from(person.0).ok()?).map(String::as_str)
    }

    /// The hours that routing asks about. `None` for a reference that is not of this policy.
    pub fn hours_of(&self, hours: HoursRef) -> Option<&Hours> {
        self.hours.get(usize::try_from(hours.0).ok()?)
    }

    /// How routing calls the line with that number. `None` for a line that the check did not know.
    pub fn line(&self, number: &str) -> Option<LineRef> {
        self.lines.iter().position(|line| line == number).map(|at| LineRef(reference(at)))
    }

    /// The place of the queue of that name, whatever its capitals, accents and white space.
    pub fn queue_named(&self, name: &str) -> Option<usize> {
        let name = crate::names::folded(name);
        self.queues.iter().position(|queue| crate::names::folded(&queue.name) == name)
    }

    /// The address of the one person who answers for a queue by the document alone: its lead, else the fallback.
    pub fn answers_for<'p>(&'p self, queue: &'p Queue) -> &'p str {
        queue.lead.as_deref().unwrap_or(&self.fallback)
    }
}

/// A place in a list as a number that routing hands back.
pub(crate) fn reference(at: usize) -> i64 {
    i64::try_from(at).expect("a list in memory has fewer entries than that")
}

/// Reads and checks a policy as a whole: every problem and warning at once.
pub fn check(source: &str, known: &Known) -> Report {
    read(source, known, Stage::Draft).1
}
