//! What happened, oldest first: texts, notes and events on one line that shows who had it.

use crate::html::{Forms, Span, Stamp};
use crate::later::ScheduledText;
use crate::ring::Ring;
use crate::turns::Turns;
use askama::Template;

/// The timeline of a conversation.
#[derive(Debug, Clone, Template)]
#[template(path = "timeline.html")]
pub struct Timeline {
    /// Context of its forms.
    pub forms: Forms,
    /// The customer's first name, or the number: for choices such as "Jamie may get it twice".
    pub first_name: String,
    /// The position of the first entry shown if there are earlier ones, for `GET /c/{id}/earlier?before=`.
    pub before: Option<i64>,
    /// Id of the last message that counts as newer than a draft: what a send made now has seen. May be empty.
    pub seen: String,
    /// Up to which position this shows what the reader was told of it, where they have not read all of that; a look reads
    /// it, and nothing that they are told later.
    pub told: Option<i64>,
    /// Whose that is: "Jamie wrote", "Ben answered". May be empty.
    pub newest_by: String,
    /// Position of the last text of theirs that waits for an answer: it is in sight once this is opened.
    pub waits: Option<i64>,
    /// The entries, oldest first, with a [`TimelineItem::Day`] before the first of each day.
    pub items: Vec<TimelineItem>,
}

impl askama::filters::HtmlSafe for Timeline {}

impl Timeline {
    fn path(&self, rest: &str) -> String {
        format!("/c/{}/{rest}", self.forms.conversation)
    }

    pub(crate) fn earlier(&self, before: i64) -> String {
        let list = &self.forms.list;
        let joint = if list.is_empty() { "" } else { "&" };
        self.path(&format!("earlier?before={before}{joint}{list}"))
    }

    pub(crate) fn message(&self, id: &str, action: &str) -> String {
        self.path(&format!("messages/{id}/{action}"))
    }

    pub(crate) fn scheduled(&self, id: &str, action: &str) -> String {
        self.path(&format!("scheduled/{id}/{action}"))
    }

    pub(crate) fn media_again(&self, id: &str) -> String {
        self.path(&format!("media/{id}/again"))
    }
}

/// An entry.
#[derive(Debug, Clone)]
pub enum TimelineItem {
    /// "Today, Tuesday 12 May".
    Day {
        /// The date.
        day: Stamp,
        /// Who had the conversation then.
        hand: Hand,
    },
    /// A text.
    Message(Message),
    /// A note.
    Note(Note),
    /// Something that happened.
    Event(Event),
    /// Several changes of who answers in a row.
    Turns(Turns),
    /// A text that goes out later: after everything that has happened.
    Scheduled(ScheduledText),
}

/// Who had it at that time: how the ownership line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// Nobody yet: before the first owner, or outside of any conversation.
    None,
    /// A queue: two hairlines.
    Queue,
    /// A colleague: slate.
    Mate,
    /// The reader: accent.
    You,
    /// Any of them, while it is offered to somebody: dashes beside the line.
    Offering(Holder),
}

/// Who has it while it is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// A queue.
    Queue,
    /// A colleague.
    Mate,
    /// The reader.
    You,
}

impl Hand {
    /// The same while it is offered to somebody.
    #[must_use]
    pub fn offering(self) -> Self {
        match self {
            Self::Queue => Self::Offering(Holder::Queue),
            Self::Mate => Self::Offering(Holder::Mate),
            Self::You => Self::Offering(Holder::You),
            Self::None | Self::Offering(_) => self,
        }
    }

    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Queue => " by-queue",
            Self::Mate => " by-mate",
            Self::You => " by-you",
            Self::Offering(Holder::Queue) => " by-queue to-mate",
            Self::Offering(Holder::Mate) => " by-mate to-mate",
            Self::Offering(Holder::You) => " by-you to-you",
        }
    }
}

/// A text, in or out.
#[derive(Debug, Clone)]
pub struct Message {
    /// Position in the timeline: its key.
    pub position: i64,
    /// Opaque id.
    pub id: String,
    /// Who had the conversation.
    pub hand: Hand,
    /// Whether the line begins here.
    pub starts: bool,
    /// Whose words: "Jamie", "You", "Dana", "Baton".
    pub author: String,
    /// The text. Line breaks are kept.
    pub text: String,
    /// "sent 9:02 am": what the carrier says, where it took long to reach us.
    pub sent: Option<String>,
    /// When; of a customer's text, when it reached us.
    pub at: Stamp,
    /// How far it got.
    pub delivery: Delivery,
    /// Pictures and files.
    pub media: Vec<Media>,
    /// Reactions of the customer's phone.
    pub reactions: Vec<Reaction>,
    /// Why it was not sent again just now, because it is night there: it can be all the same.
    pub night: Option<String>,
}

/// How far a text got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// From the customer.
    Received,
    /// Ours, not gone out yet: "waits for its turn".
    Waiting(String),
    /// Ours: "Sent", "Delivered".
    Out(String),
    /// Ours, did not arrive.
    Failed {
        /// Why, and what one can do about it: "the carrier blocks this link.".
        why: String,
        /// Whether sending it again makes sense.
        again: bool,
    },
    /// Ours, and nobody knows: a choice.
    Unknown {
        /// "The carrier did not answer, and does not list it."
        why: String,
    },
    /// Ours, taken back before it went out: why.
    Cancelled(String),
}

impl Delivery {
    pub(crate) fn is_in(&self) -> bool {
        *self == Self::Received
    }

    pub(crate) fn class(&self) -> &'static str {
        match self {
            Self::Received => "",
            Self::Waiting(_) => " msg--out msg--ghost",
            Self::Out(_) => " msg--out",
            Self::Failed { .. } | Self::Cancelled(_) => " msg--out msg--failed",
            Self::Unknown { .. } => " msg--out msg--unsure",
        }
    }
}

/// Something attached to a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// What it is: "Picture, 1.2 MB".
    pub words: String,
    /// Where it stands.
    pub state: MediaState,
}

/// Where an attachment stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaState {
    /// Fetched; to be had at this address of ours.
    Here {
        /// Address.
        href: String,
        /// Whether a browser shows it safely in place (PNG, JPEG, GIF, WebP).
        picture: bool,
    },
    /// Being fetched.
    Coming,
    /// Could not be fetched: why.
    Failed {
        /// "the carrier does not have it any more".
        why: String,
        /// Opaque id for `POST /c/{id}/media/{media}/again`, if another try makes sense.
        again: Option<String>,
    },
}

/// A reaction of the customer's phone, on the text that it quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reaction {
    /// Its picture.
    pub kind: ReactionKind,
    /// "Jamie loved this".
    pub words: String,
}

/// Pictures for reactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReactionKind {
    /// A heart.
    Loved,
    /// A question mark.
    Questioned,
    /// Anything else: words alone.
    Other,
}

/// A note of the team.
#[derive(Debug, Clone)]
pub struct Note {
    /// Position in the timeline: its key.
    pub position: i64,
    /// Who had the conversation.
    pub hand: Hand,
    /// "Note by you", "Note by Baton".
    pub title: String,
    /// The words.
    pub text: String,
    /// When.
    pub at: Stamp,
}

/// Something that happened, in one sentence.
#[derive(Debug, Clone)]
pub struct Event {
    /// Position in the timeline: its key.
    pub position: i64,
    /// Who has the conversation from here on.
    pub hand: Hand,
    /// Whether the line begins here.
    pub starts: bool,
    /// The ring on the line, where it changes hands.
    pub ring: Option<Ring>,
    /// The sentence. The time follows it.
    pub words: Vec<Span>,
    /// What was said with it, each with its term: "Pending", "Send a payment link". It unfolds.
    pub more: Vec<(&'static str, String)>,
    /// When.
    pub at: Stamp,
}
