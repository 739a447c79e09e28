//! The list of conversations, its groups, its filter, and the rows that refresh by themselves.

use crate::html::Stamp;
use crate::ring::Ring;
use crate::shell::{Navigation, View};
use askama::Template;

/// The middle-left column.
#[derive(Debug, Clone, Template)]
#[template(path = "list.html")]
pub struct List {
    /// "Due next", "Mine", a queue's name.
    pub title: String,
    /// What is in it, beside the title: "everyone, 31".
    pub scope: String,
    /// The query that this list stands for, without `?`, `cursor` and `limit`.
    pub query: String,
    /// Search and filter.
    pub filter: Filter,
    /// The rows in groups, in order. Empty ones are left out by the caller, except where they teach a newcomer.
    pub groups: Vec<Group>,
    /// Cursor of the next page, if there is more.
    pub next: Option<String>,
    /// Under the rows of a search, where more fit than were looked at: "Type more". May be empty.
    pub cut: String,
    /// What to say when there is no row: "Nothing waits for you." With a filter: what to change.
    pub nothing: String,
    /// The feed position at which this list is complete.
    pub position: i64,
}

impl askama::filters::HtmlSafe for List {}

impl List {
    pub(crate) fn more(&self, cursor: &str) -> String {
        let joint = if self.query.is_empty() { "" } else { "&" };
        format!("/?{}{joint}cursor={cursor}", self.query)
    }
}

/// The answer to `GET /list`: the list, and the counts of the navigation, each to be morphed in place.
#[derive(Debug, Clone, Template)]
#[template(path = "list_fragment.html")]
pub struct ListFragment {
    /// The list.
    pub list: List,
    /// The left column.
    pub navigation: Navigation,
}

/// The answer to `GET /rows`: rows that are shown, as they are now.
#[derive(Debug, Clone, Template)]
#[template(path = "rows_fragment.html")]
pub struct RowsFragment {
    /// The rows, each with the key of the group it belongs to.
    pub rows: Vec<ConversationRow>,
    /// The left column with its counts.
    pub navigation: Navigation,
}

/// Rows under one heading.
#[derive(Debug, Clone)]
pub struct Group {
    /// Key, part of an id: "offered", "asked", "late", "ours", "customer", "internal", "closed".
    pub key: String,
    /// "Waiting for us".
    pub title: String,
    /// How many conversations are in it, with those not loaded.
    pub count: u64,
    /// The rows.
    pub rows: Vec<ConversationRow>,
    /// What this group is for, shown while it is empty.
    pub teach: String,
}

/// A conversation in the list.
#[derive(Debug, Clone, Template)]
#[template(path = "row.html")]
pub struct ConversationRow {
    /// Opaque id of the conversation.
    pub id: String,
    /// The query of the list it stands in, without `?`.
    pub list: String,
    /// Key of the group it belongs to now.
    pub group: String,
    /// The customer's name, or their number.
    pub who: String,
    /// Who has it.
    pub ring: Ring,
    /// When: due, back, or how long ago.
    pub label: Option<RowLabel>,
    /// How much of the promise is spent.
    pub rail: Rail,
    /// What was last said.
    pub said: Said,
    /// It matters more than others: "urgent", "high". May be empty.
    pub priority: &'static str,
    /// Tags, the most telling first; the row shows one.
    pub tags: Vec<String>,
    /// For whom its owner covers: "for Tess". May be empty.
    pub covers: String,
    /// Whether something in it is unread for the reader.
    pub unread: bool,
    /// Whether it is the one shown.
    pub current: bool,
}

impl askama::filters::HtmlSafe for ConversationRow {}

impl ConversationRow {
    pub(crate) fn href(&self) -> String {
        crate::routes::conversation(&self.id, &self.list)
    }
}

/// The words at the right of a row.
#[derive(Debug, Clone)]
pub enum RowLabel {
    /// A promise runs.
    Due(Due),
    /// It waits and comes back: "back Wed 9 am".
    Back(Stamp),
    /// No promise, and a text of theirs waits all the same: since how long ("waiting 12 min").
    Waits(Stamp),
    /// No promise, and nothing waits: how long ago the last thing was said ("12 min ago").
    Age(Stamp),
}

/// A promise.
#[derive(Debug, Clone)]
pub struct Due {
    /// Due instant and its words ([`crate::words::due`]).
    pub at: Stamp,
    /// RFC 3339 from when on it runs.
    pub started: String,
    /// RFC 3339 from when on it is at risk.
    pub risk_from: String,
    /// Its state now.
    pub state: DueState,
}

/// How near a promise is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueState {
    /// Time enough: bare words.
    Enough,
    /// At risk: outlined.
    Risk,
    /// Late: filled.
    Late,
}

impl DueState {
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Enough => "due",
            Self::Risk => "due due--risk",
            Self::Late => "due due--late",
        }
    }
}

/// The rail at the left of a row and under the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rail {
    /// No promise, and we owe an answer: no rail.
    None,
    /// Nothing runs until it comes back: dotted.
    Waiting,
    /// A promise runs; so much of it is spent, in percent.
    Spent {
        /// 0 to 100.
        percent: u8,
        /// Dark from at risk on.
        state: DueState,
    },
}

impl Rail {
    pub(crate) fn is_drawn(self) -> bool {
        self != Self::None
    }

    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::None | Self::Spent { state: DueState::Enough, .. } => "",
            Self::Waiting => " burn--wait",
            Self::Spent { state: DueState::Risk, .. } => " burn--risk",
            Self::Spent { state: DueState::Late, .. } => " burn--late",
        }
    }

    pub(crate) fn spent(self) -> Option<u8> {
        match self {
            Self::Spent { percent, .. } => Some(percent.min(100)),
            Self::None | Self::Waiting => None,
        }
    }
}

/// The last thing said, on one line.
#[derive(Debug, Clone)]
pub struct Said {
    /// What stands before it: "Not delivered", "Came back".
    pub mark: Option<SaidMark>,
    /// "You: does 8:30 suit you?" or the customer's words.
    pub words: String,
}

/// A mark before the last thing said.
#[derive(Debug, Clone)]
pub enum SaidMark {
    /// It failed: red.
    Failed(String),
    /// It wants attention: bold.
    Loud(String),
    /// What the promise at its right is about, where that is one of several questions: "payment plan, Billing".
    About(String),
}

/// A choice in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Value sent.
    pub value: String,
    /// Words shown.
    pub words: String,
    /// Whether it is chosen now.
    pub chosen: bool,
}

/// Search and filter of the list: `GET /` with these fields.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// The view, kept as a hidden field.
    pub view: View,
    /// Words searched for: a name, digits of a number.
    pub q: String,
    /// Field `owner`: everyone's (empty value), people and queues as `person-ID`, `queue-ID`.
    pub owners: Vec<Choice>,
    /// Field `status`, several: `open`, `pending`, `closed`.
    pub statuses: Vec<Choice>,
    /// Field `tag`: any (empty value) or one.
    pub tags: Vec<Choice>,
    /// How many of the three are set, said on the button.
    pub set: u32,
}

impl Filter {
    pub(crate) fn clear(&self) -> String {
        crate::routes::view(&self.view.key())
    }
}
