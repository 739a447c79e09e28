//! Where one writes: a text to the customer or a note to the team.

use crate::html::Forms;
use askama::Template;

/// The composer of one conversation for one person.
#[derive(Debug, Clone, Template)]
#[template(path = "composer.html")]
pub struct Composer {
    /// Context of its form.
    pub forms: Forms,
    /// Opaque id of the person who writes: drafts are kept by conversation and person.
    pub person: String,
    /// The customer's first name, or the number: "Text Jamie".
    pub first_name: String,
    /// Id of the last message that the page shows: what a send has seen. After a refusal because
    /// something newer came: the newest, which [`NewerText::what`] has told the author by then.
    pub seen: String,
    /// A fresh random key, for a press without a script; with one, every press makes its own.
    pub key: String,
    /// What is being written.
    pub mode: Mode,
    /// Words already in the field: kept after a refusal.
    pub draft: String,
    /// What stands in the way, if anything.
    pub state: ComposerState,
    /// The open questions that a text may answer.
    pub answers: Answers,
}

/// The open questions that a text may answer: a part of the composer that comes and goes under what is typed.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "answers.html")]
pub struct Answers {
    /// The questions.
    pub asks: Vec<OpenAsk>,
}

impl askama::filters::HtmlSafe for Answers {}

/// A question that is open, to be ticked where the text answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenAsk {
    /// Opaque id: a value of the field `answers`.
    pub id: String,
    /// "Payment plans", and whose it is if not the reader's: "“card” (Billing)".
    pub words: String,
    /// Whether it is ticked.
    pub ticked: bool,
}

impl askama::filters::HtmlSafe for Composer {}

/// What is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// A text to the customer.
    #[default]
    Text,
    /// A note to the team.
    Note,
}

/// What stands in the way of a text.
#[derive(Debug, Clone)]
pub enum ComposerState {
    /// Nothing.
    Ready,
    /// The number opted out: texts are impossible, notes are not.
    OptedOut {
        /// The bold sentence: "Hal replied STOP on 9 May."
        what: String,
        /// What to do: "Nobody can text (212) 555-0187 until he texts START. You can call, or leave a note."
        then: String,
    },
    /// The press was refused because something newer came; the draft is kept.
    Newer(NewerText),
    /// The press was refused for another reason: a sentence that says what and what to do.
    Refused(String),
    /// The text would close it with a question open: a sentence that asks why. The press is made again with a word.
    WhyClosed(String),
}

/// What came while one wrote.
#[derive(Debug, Clone)]
pub struct NewerText {
    /// "Ben answered 12 seconds ago: “Yes, three payments, no fee.”"
    pub what: String,
    /// What the refused press wanted besides: `open`, `pending` or `closed`.
    pub then: String,
}

impl Composer {
    pub(crate) fn is_note(&self) -> bool {
        self.mode == Mode::Note
    }

    pub(crate) fn opted_out(&self) -> bool {
        matches!(self.state, ComposerState::OptedOut { .. })
    }

    pub(crate) fn post(&self, action: &str) -> String {
        format!("/c/{}/{action}", self.forms.conversation)
    }
}
