//! What people write.

use crate::event::Media;
use crate::handoff::Baton;
use crate::ids::{AskId, LineId, MessageId};
use crate::later::{IfChanged, Later};
use crate::owner::Owner;
use baton_hours::Moment;
use baton_text::Address;
use serde::{Deserialize, Serialize};

/// What the author of a text had seen of the thread when they pressed the button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// They did not say, so it is not checked: for scripts that mean it.
    Unsaid,
    /// A thread without texts.
    Nothing,
    /// Everything up to this message.
    UpTo(MessageId),
}

/// Whose a conversation was as far as whoever closes it had seen: what they would overlook is that somebody has taken it over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SeenOwner {
    /// They did not say: an acceptance of the last minutes counts as not seen.
    #[default]
    Unsaid,
    /// It was theirs.
    Was(Owner),
    /// They have seen it as it is now: they named its version, or are at no screen.
    Latest,
}

/// What becomes of the conversation once the text is written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "status")]
pub enum Then {
    /// It stays open.
    #[default]
    Open,
    /// It waits for the customer, perhaps until a time.
    Pending {
        /// When it wakes by itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        wake_at: Option<Moment>,
    },
    /// It is done.
    Closed {
        /// Why, in words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
}

/// A template with what its author fills in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FromTemplate {
    /// The template's name, as the policy has it; capitals, accents and white space do not matter.
    pub name: String,
    /// Words by the label of their brackets: of a blank, or of a name that they say otherwise. An empty one is none.
    pub values: Vec<(String, String)>,
    /// Its author said themselves what comes after the text; else the template does, where it says so.
    pub own_then: bool,
}

/// Whether a first text gets what it lacks: whose it is, and how to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Introduce {
    /// As the policy says.
    #[default]
    Unsaid,
    /// Whatever the policy says.
    Add,
    /// Its author knows that it lacks it, and wants it out as it is; people only.
    AsItIs,
}

/// A text to write.
#[derive(Debug, Clone)]
pub struct NewText {
    /// What it says; nothing, where it is made with a template.
    pub body: String,
    /// What it is made with, instead of a body.
    pub template: Option<Box<FromTemplate>>,
    /// Pictures and files, as public links.
    pub media: Vec<Media>,
    /// What its author had seen.
    pub seen: Seen,
    /// What comes after it.
    pub then: Then,
    /// By when its author promises to do what it says.
    pub promise_by: Option<Moment>,
    /// The asks that it answers.
    pub answers: Vec<AskId>,
    /// When it goes out, where that is not at once.
    pub later: Option<Later>,
    /// Its author knows that it is night at the customer's, and wants it out all the same.
    pub despite_quiet_hours: bool,
    /// Whether it gets what a first text has to say.
    pub introduce: Introduce,
    /// Whose it was as its author saw it, where the text closes it.
    pub owner: SeenOwner,
}

impl NewText {
    /// Words alone, by somebody who does not say what they have seen; the conversation stays open.
    pub fn saying(body: impl Into<String>) -> Self {
        Self {
            body: body.into(),
            template: None,
            media: Vec::new(),
            seen: Seen::Unsaid,
            then: Then::Open,
            promise_by: None,
            answers: Vec::new(),
            later: None,
            despite_quiet_hours: false,
            introduce: Introduce::Unsaid,
            owner: SeenOwner::Unsaid,
        }
    }
}

/// What becomes of a scheduled text; what is left out stays.
#[derive(Debug, Clone)]
pub struct ScheduledChange {
    /// What it says.
    pub body: Option<String>,
    /// When it goes out.
    pub send_at: Option<Moment>,
    /// What becomes of it if something came meanwhile.
    pub if_changed: Option<IfChanged>,
    /// It goes out in quiet hours too, or not.
    pub despite_quiet_hours: Option<bool>,
    /// What whoever changes it had seen.
    pub seen: Seen,
}

/// An offer to make.
#[derive(Debug, Clone)]
pub struct NewOffer {
    /// To whom.
    pub to: Owner,
    /// What goes with it.
    pub baton: Baton,
    /// What the text to the customer is made with, instead of words of its own.
    pub customer_template: Option<Box<FromTemplate>>,
    /// What the summary is made with: a note's template, in which the baton's words stand where it names them.
    pub summary_template: Option<Box<FromTemplate>>,
    /// What its author had seen: checked where the customer is told with the offer.
    pub seen: Seen,
}

/// We begin.
#[derive(Debug, Clone)]
pub struct Begin {
    /// From which line.
    pub line: LineId,
    /// To whom.
    pub to: Address,
    /// What to say first.
    pub text: NewText,
}
