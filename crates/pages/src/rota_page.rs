//! The rota: who is on in every queue, day by day, and where nobody is.

use crate::ring::Ring;
use crate::shell::Shell;
use askama::Template;

/// `GET /rota`.
#[derive(Debug, Clone, Template)]
#[template(path = "rota.html")]
pub struct RotaPage {
    /// The frame.
    pub shell: Shell,
    /// "11 to 17 May".
    pub week: String,
    /// When the business is open: "Clinic: Monday to Friday 9 am to 6 pm". May be empty.
    pub hours: String,
    /// The opening sentence, up to where: "5 gaps this week".
    pub say: String,
    /// Where those gaps are, by queue; empty for none.
    pub at: Vec<GapsAt>,
    /// What becomes of texts meanwhile. May be empty.
    pub then: String,
    /// The weeks there are, eight from now on, and whether one is shown.
    pub weeks: Vec<WeekLink>,
    /// The seven days.
    pub days: Vec<DayHead>,
    /// The queues, in the order of the policy.
    pub queues: Vec<QueueWeek>,
    /// Where nobody is on in this week.
    pub gaps: Vec<Line>,
    /// Where nobody is on in any ordinary week: "On call: nobody on Sunday 4 pm to 6 pm."
    pub every_week: Vec<String>,
    /// Who is away, now and ahead.
    pub away: Vec<AwayLine>,
    /// Every shift: "Desk: Monday to Friday, 8 am to 1 pm, a new person every worked shift from 2026-01-05 on", and whose.
    pub shifts: Vec<Line>,
    /// What is agreed for certain dates, in the eight weeks ahead.
    pub overrides: Vec<Line>,
    /// Where it is changed: an address.
    pub edit: String,
    /// "Change it in the policy", or for who may not: "Read it in the policy".
    pub edit_words: String,
}

impl RotaPage {
    pub(crate) fn shown(&self) -> usize {
        self.weeks.iter().position(|week| week.shown).unwrap_or(0)
    }

    pub(crate) fn before(&self) -> Option<&WeekLink> {
        self.shown().checked_sub(1).and_then(|place| self.weeks.get(place))
    }

    pub(crate) fn after(&self) -> Option<&WeekLink> {
        self.weeks.get(self.shown() + 1)
    }
}

/// How many of the gaps are one queue's.
#[derive(Debug, Clone)]
pub struct GapsAt {
    /// Place of the queue in [`RotaPage::queues`], from 1.
    pub place: usize,
    /// Its name.
    pub queue: String,
    /// How many.
    pub count: usize,
}

/// One of the weeks.
#[derive(Debug, Clone)]
pub struct WeekLink {
    /// "/rota?week=2026-05-11".
    pub href: String,
    /// "This week", "18 to 24 May".
    pub words: String,
    /// Whether it is the one on the page.
    pub shown: bool,
}

/// The head of a day's column.
#[derive(Debug, Clone)]
pub struct DayHead {
    /// "Mon".
    pub weekday: String,
    /// Day of the month.
    pub day: i8,
    /// Whether it is today.
    pub today: bool,
    /// Whether a phone shows this day first.
    pub first: bool,
}

/// A queue's week.
#[derive(Debug, Clone)]
pub struct QueueWeek {
    /// Its ring, with who answers for it now.
    pub ring: Ring,
    /// Its name.
    pub name: String,
    /// "Maya is on, Chris from 1 pm".
    pub now: String,
    /// The seven days.
    pub days: Vec<QueueDay>,
}

/// A queue on one day.
#[derive(Debug, Clone, Default)]
pub struct QueueDay {
    /// Whether it is today.
    pub today: bool,
    /// Who is on, and when nobody is, by the beginning.
    pub stints: Vec<StintLine>,
    /// The strip over it: from, width in percent with one decimal, and whether it is a gap.
    pub strip: Vec<(String, String, bool)>,
    /// What to say where there is nothing else: "closed".
    pub quiet: String,
}

/// Somebody's time on a day, or a gap.
#[derive(Debug, Clone)]
pub struct StintLine {
    /// Who; none in a gap.
    pub ring: Option<Ring>,
    /// "8–12", "6 pm–8 am".
    pub words: String,
    /// "instead", where an override holds. May be empty.
    pub small: String,
    /// Why, in the words of whoever made the override. May be empty.
    pub why: String,
}

/// A line of the side column.
#[derive(Debug, Clone)]
pub struct Line {
    /// "Front desk, Thursday 12 to 1".
    pub words: String,
    /// What follows from it.
    pub small: String,
}

/// Somebody who is away.
#[derive(Debug, Clone)]
pub struct AwayLine {
    /// Who is away, in faint.
    pub ring: Ring,
    /// Who covers.
    pub cover: Option<Ring>,
    /// "Tess Byrne until Thursday".
    pub words: String,
    /// "Maya covers". May be empty.
    pub small: String,
    /// The address that takes it back and its field `from`, where it has not begun and the reader may.
    pub back: Option<(String, String)>,
}
