//! The conversation that is read: head with owner and what one may do, timeline, composer, details.

use crate::composer::{Answers, Composer};
use crate::contact_page::WishBox;
use crate::details::Details;
use crate::html::{Forms, Stamp};
use crate::list::{Choice, ConversationRow, Due, Rail};
use crate::notice::Notice;
use crate::offer::{CameBack, Offer};
use crate::ring::Ring;
use crate::sheet::{Ghost, Sheet};
use crate::shell::Navigation;
use crate::timeline::Timeline;
use askama::Template;

/// The two right columns.
#[derive(Debug, Clone, Template)]
#[template(path = "conversation.html")]
pub struct Conversation {
    /// Who has it, and what one may do.
    pub head: Head,
    /// What happened.
    pub timeline: Timeline,
    /// Where one writes.
    pub composer: Composer,
    /// Beside it.
    pub details: Details,
    /// The sheet over the details, on which it is handed over, and what would then be sent.
    pub sheet: Option<(Sheet, Ghost)>,
}

impl askama::filters::HtmlSafe for Conversation {}

/// The answer to `GET /c/{id}` for a live page: another conversation in the right columns.
#[derive(Debug, Clone, Template)]
#[template(path = "pane.html")]
pub struct Pane {
    /// The conversation.
    pub conversation: Conversation,
    /// Title of the window.
    pub title: String,
}

/// The answer to `GET /c/{id}/live` and to every form of a live page: what may have changed.
///
/// What is `None` stays as it is on the page; the composer above all, which somebody may be writing in.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "live_pane.html")]
pub struct LivePane {
    /// Head.
    pub head: Option<Head>,
    /// Timeline.
    pub timeline: Option<Timeline>,
    /// Composer: after a send, a note or a refusal of either.
    pub composer: Option<Composer>,
    /// Details.
    pub details: Option<Details>,
    /// Its row.
    pub row: Option<ConversationRow>,
    /// The counts.
    pub navigation: Option<Navigation>,
    /// What to say.
    pub notice: Option<Notice>,
    /// The questions that a text being written may answer, where the composer stays.
    pub answers: Option<Answers>,
    /// The sheet has done its work, and goes.
    pub sheet_done: bool,
}

/// The head of a conversation.
#[derive(Debug, Clone, Template)]
#[template(path = "head.html")]
pub struct Head {
    /// Context of its forms.
    pub forms: Forms,
    /// The customer's name, or their number.
    pub who: String,
    /// The number beside the name; empty if it is the name.
    pub number: String,
    /// Who has it.
    pub ring: Ring,
    /// The bold words: "You own this.", "Scheduling has this."
    pub owns: String,
    /// What follows them: "You answer for it." May be empty.
    pub more: String,
    /// The quieter line: "Routed 1:36 pm, because it says “start at 4:30”". May be empty.
    pub small: String,
    /// The promise, if one runs.
    pub due: Option<Due>,
    /// When it comes back, if it waits.
    pub back: Option<Stamp>,
    /// Under the promise: "first reply". May be empty.
    pub due_small: String,
    /// How much of it is spent.
    pub rail: Rail,
    /// The offer that stands.
    pub offer: Option<Offer>,
    /// What came back, until its holder has chosen.
    pub came_back: Option<CameBack>,
    /// A text of theirs that may ask for texts to end.
    pub wish: Option<WishBox>,
    /// What the reader may do.
    pub actions: ActionForms,
}

impl askama::filters::HtmlSafe for Head {}

impl Head {
    pub(crate) fn post(&self, action: &str) -> String {
        format!("/c/{}/{action}", self.forms.conversation)
    }

    /// The address of the sheet on which it is handed over.
    pub(crate) fn sheet(&self) -> String {
        crate::routes::with_query(&self.post("handoff"), &self.forms.list)
    }

    pub(crate) fn handoff(&self, offer: &Offer, act: &str) -> String {
        self.post(&format!("handoffs/{}/{act}", offer.id))
    }

    pub(crate) fn gives(&self) -> bool {
        self.actions.assign.is_some() || !self.actions.release.is_empty()
    }

    pub(crate) fn may_wait(&self) -> bool {
        self.actions.status == Some(StatusNow::Open)
    }

    pub(crate) fn may_close(&self) -> bool {
        matches!(self.actions.status, Some(StatusNow::Open | StatusNow::Pending))
    }

    pub(crate) fn may_open(&self) -> bool {
        matches!(self.actions.status, Some(StatusNow::Pending | StatusNow::Closed))
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.actions.status == Some(StatusNow::Closed)
    }

    pub(crate) fn offers(&self) -> bool {
        self.actions.claim || self.may_open()
    }
}

/// What the reader may do with the conversation. What is absent is not shown.
#[derive(Debug, Clone, Default)]
pub struct ActionForms {
    /// Take it from the queue that has it.
    pub claim: bool,
    /// Offer it to somebody, on the sheet.
    pub hand_off: bool,
    /// Give it to somebody, or to a queue.
    pub assign: Option<Assign>,
    /// Give it back to one of these queues (values are opaque ids).
    pub release: Vec<Choice>,
    /// Where it stands, and so what it may become.
    pub status: Option<StatusNow>,
    /// Reasons offered for closing; empty: any words.
    pub close: ClosedOffer,
}

/// What is asked at closing.
#[derive(Debug, Clone, Default)]
pub struct ClosedOffer {
    /// The workspace's list of reasons.
    pub reasons: Vec<String>,
    /// A question is open: “The question “Payment plans” is still open.” Then a word why is needed.
    pub open_ask: Option<String>,
    /// Whose it is as this page shows it, as `person-ID` or `queue-ID`: whoever closes has not seen who took it over since.
    pub owner: String,
}

/// Where a conversation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusNow {
    /// We owe something: it may be closed, or wait.
    Open,
    /// It waits: it may be brought back, or closed.
    Pending,
    /// It is closed: it may be opened again.
    Closed,
}

/// The choices of the form that gives a conversation to somebody.
#[derive(Debug, Clone, Default)]
pub struct Assign {
    /// People and queues, in groups.
    pub groups: Vec<PartyGroup>,
}

/// Some of those who may get it.
#[derive(Debug, Clone)]
pub struct PartyGroup {
    /// "People", "Queues".
    pub title: String,
    /// Who.
    pub parties: Vec<Party>,
}

/// Somebody who may get it.
#[derive(Debug, Clone)]
pub struct Party {
    /// `person-ID` or `queue-ID`.
    pub value: String,
    /// Name, and what one should know: "Dana Kim", "Tess Byrne (away)".
    pub words: String,
}
