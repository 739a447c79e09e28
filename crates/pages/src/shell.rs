//! The frame around every page of somebody who is signed in: navigation, bars, keys.

use crate::html::Stamp;
use crate::meanwhile::Meanwhile;
use crate::notice::Notice;
use crate::ring::Ring;
use askama::Template;

/// The frame of a page.
#[derive(Debug, Clone)]
pub struct Shell {
    /// Name of the business.
    pub business: String,
    /// Who reads.
    pub viewer: Viewer,
    /// The left column.
    pub navigation: Navigation,
    /// Set when the server runs on a rehearsal clock.
    pub rehearsal: Option<Rehearsal>,
    /// The token that proves that forms are ours, bound to the session.
    pub csrf: String,
    /// The position of the feed at which this page is complete: live updates go on from here.
    pub position: i64,
    /// Domain time now, in the workspace's zone: "Tue 12 May, 2:03 pm".
    pub now: Stamp,
    /// What is said once, after something that was done without a script.
    pub notice: Option<Notice>,
}

impl Shell {
    /// Whether time goes on by itself on this page (not so under a rehearsal clock that stands still).
    pub(crate) fn clock(&self) -> &'static str {
        match &self.rehearsal {
            Some(rehearsal) if rehearsal.standing => "standing",
            _ => "running",
        }
    }
}

/// The person who reads the page.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// Their opaque id: part of the key of their drafts.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Their ring ([`Ring::you`]).
    pub ring: Ring,
    /// What stands under the name: "On until 4 pm", or the role.
    pub line: String,
}

/// The answer to `GET /me`: what stands under the reader's name by now.
#[derive(Debug, Clone, Template)]
#[template(path = "me_fragment.html")]
pub struct MeFragment {
    /// As [`Viewer::line`].
    pub line: String,
}

/// Which list is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum View {
    /// Everybody's conversations.
    #[default]
    Everyone,
    /// What the reader owns.
    Mine,
    /// What the reader answers for.
    Answering,
    /// What is asked of the reader or of their queues, or offered to them, whoever has it.
    Asked,
    /// What a queue (by opaque id) owns.
    Queue(String),
    /// None of the lists: another page.
    Elsewhere(Page),
}

/// The pages that are not a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The routing text.
    Routing,
    /// The pretend phone.
    Phone,
    /// What is wrong with the set-up.
    Faults,
    /// Who is on when.
    Rota,
    /// Who is there.
    Team,
    /// What the reader was told.
    Told,
    /// A customer.
    Customer,
}

impl View {
    /// The value of `view` in an address: empty for [`View::Everyone`].
    pub fn key(&self) -> String {
        match self {
            Self::Everyone | Self::Elsewhere(_) => String::new(),
            Self::Mine => "mine".into(),
            Self::Answering => "answer".into(),
            Self::Asked => "asked".into(),
            Self::Queue(id) => format!("queue-{id}"),
        }
    }

    /// The view that an address names; what is unknown is [`View::Everyone`].
    pub fn from_key(key: &str) -> Self {
        match key {
            "mine" => Self::Mine,
            "answer" => Self::Answering,
            "asked" => Self::Asked,
            _ => key.strip_prefix("queue-").map_or(Self::Everyone, |id| Self::Queue(id.into())),
        }
    }
}

/// The left column, and the bar at the bottom of a phone.
#[derive(Debug, Clone, Template)]
#[template(path = "navigation.html")]
pub struct Navigation {
    /// Where the reader is.
    pub view: View,
    /// Open conversations of everybody, that the reader may see.
    pub everyone: u64,
    /// Open conversations the reader owns.
    pub mine: u64,
    /// Open conversations the reader answers for.
    pub answering: u64,
    /// Conversations in which something is asked of the reader or their queues, or that are offered to them.
    pub asked: u64,
    /// How much of what the reader was told they have not read.
    pub told: u64,
    /// The queues, in the order of the policy.
    pub queues: Vec<QueueLink>,
    /// Whether there is a line for pretend phones.
    pub pretend_phone: bool,
    /// Whether the reader may read the routing text.
    pub routing: bool,
    /// Whether the reader may see what is wrong with the set-up.
    pub faults: bool,
}

impl askama::filters::HtmlSafe for Navigation {}

impl Navigation {
    pub(crate) fn at(&self, key: &str) -> bool {
        !matches!(self.view, View::Elsewhere(_)) && self.view.key() == key
    }

    pub(crate) fn at_queue(&self, id: &str) -> bool {
        matches!(&self.view, View::Queue(queue) if queue == id)
    }

    pub(crate) fn on_phone(&self) -> bool {
        self.view == View::Elsewhere(Page::Phone)
    }

    pub(crate) fn on_faults(&self) -> bool {
        self.view == View::Elsewhere(Page::Faults)
    }

    pub(crate) fn on_rota(&self) -> bool {
        self.view == View::Elsewhere(Page::Rota)
    }

    pub(crate) fn on_team(&self) -> bool {
        self.view == View::Elsewhere(Page::Team)
    }

    pub(crate) fn on_told(&self) -> bool {
        self.view == View::Elsewhere(Page::Told)
    }

    pub(crate) fn told_count(&self) -> String {
        counted(self.told)
    }

    pub(crate) fn asked_count(&self) -> String {
        counted(self.asked)
    }

    /// The bar at the bottom of a phone.
    pub(crate) fn tabs(&self) -> Tabs<'_> {
        Tabs { nav: self }
    }

    pub(crate) fn on_routing(&self) -> bool {
        self.view == View::Elsewhere(Page::Routing)
    }
}

/// "3", or "99+" where nobody reads a number any more.
fn counted(count: u64) -> String {
    if count > 99 { "99+".to_owned() } else { count.to_string() }
}

/// The bar at the bottom of a phone: the lists, what is put to the reader, and what they were told.
#[derive(Debug, Template)]
#[template(path = "tabs.html")]
pub(crate) struct Tabs<'a> {
    nav: &'a Navigation,
}

impl askama::filters::HtmlSafe for Tabs<'_> {}

/// A queue in the navigation.
#[derive(Debug, Clone)]
pub struct QueueLink {
    /// Opaque id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Its ring ([`Ring::queue`]).
    pub ring: Ring,
    /// Open conversations it owns.
    pub count: u64,
}

/// The bar that says that the clock is a rehearsal's.
#[derive(Debug, Clone)]
pub struct Rehearsal {
    /// Where the clock stands: "Friday 4:58 pm".
    pub clock: String,
    /// Whether it stands still until it is moved.
    pub standing: bool,
    /// Ways to move it, for those who may.
    pub steps: Vec<RehearsalStep>,
    /// Who may, for those who may not.
    pub mover: Option<Mover>,
    /// What happened while the page before this one moved it.
    pub meanwhile: Option<Meanwhile>,
}

/// Somebody who may move the rehearsal's clock.
#[derive(Debug, Clone)]
pub struct Mover {
    /// First name.
    pub name: String,
    /// Where the reader becomes them, in a demo.
    pub href: Option<String>,
}

/// One way to move the rehearsal's clock: a form to `POST /test-clock`.
#[derive(Debug, Clone)]
pub struct RehearsalStep {
    /// "+15 min", "to closing time".
    pub words: String,
    /// When that is, as the page was made: "Tue 12 May, 6:00 pm".
    pub exact: String,
    /// How far.
    pub to: RehearsalMove,
}

/// How far the rehearsal's clock is moved.
#[derive(Debug, Clone)]
pub enum RehearsalMove {
    /// By so many seconds.
    By(u64),
    /// Until it is that time next: `closing`, `opening`, `mon 09:00`.
    Until(String),
}

impl RehearsalStep {
    pub(crate) fn field(&self) -> &'static str {
        match self.to {
            RehearsalMove::By(_) => "advance_seconds",
            RehearsalMove::Until(_) => "advance_until",
        }
    }

    pub(crate) fn value(&self) -> String {
        match &self.to {
            RehearsalMove::By(seconds) => seconds.to_string(),
            RehearsalMove::Until(word) => word.clone(),
        }
    }
}
