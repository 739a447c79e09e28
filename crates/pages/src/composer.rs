//! Where one writes: a text to the customer or a note to the team.

use crate::html::Forms;
use crate::later::LaterForm;
use crate::templates::Templates;
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
    /// What becomes of the conversation with the main button: `open`, `pending` or `closed`. A template says so.
    pub main: String,
    /// With which template the draft was made, and what was filled in: opaque, sent back with it. Empty for none.
    pub made: String,
    /// Behind which character of the draft a template was put in: where the cursor goes.
    pub at: usize,
    /// When else the text may go out.
    pub later: LaterForm,
    /// The templates that hang over it.
    pub templates: Option<Templates>,
}

/// The open questions that a text or a note may answer: a part of the composer that comes and goes under what is typed.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "answers.html")]
pub struct Answers {
    /// What one writes first here.
    pub first: Mode,
    /// The questions, for a text to the customer.
    pub asks: Vec<OpenAsk>,
    /// Those that a colleague asks, for a note that answers them.
    pub inner: Vec<InnerAsk>,
    /// First name of the colleague who has the conversation: a text goes out beside theirs. May be empty.
    pub beside: String,
    /// The customer's first name, or the number: what the field and the buttons call them, who may be named meanwhile.
    pub to: String,
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

/// A colleague's question, to be ticked where the note answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InnerAsk {
    /// Opaque id: a value of the field `inner`.
    pub id: String,
    /// First name of whoever asks.
    pub asker: String,
    /// "Can she pay in instalments?"
    pub words: String,
    /// Whether it is ticked.
    pub ticked: bool,
}

impl Answers {
    /// Whom a note answers: "Chris", "your team"; none where it is a note and no more.
    pub(crate) fn answers_whom(&self) -> Option<&str> {
        let mut askers = self.inner.iter().filter(|ask| ask.ticked).map(|ask| ask.asker.as_str());
        let first = askers.next()?;
        Some(if askers.all(|asker| asker == first) { first } else { "your team" })
    }

    pub(crate) fn first_word(&self) -> &'static str {
        match self.first {
            Mode::Text => "text",
            Mode::Note => "note",
        }
    }
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
    /// Nothing, but it is night where they are: "It is 11:30 pm where Jamie is. Your answer goes out all the same."
    AtNight(String),
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
    /// The press was refused because it is night where the customer is; the draft is kept.
    Night(NightThere),
    /// The text would close it, and does not say why. The press is made again with a word.
    WhyClosed(WhyClosed),
}

/// A text closes, and has to say why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhyClosed {
    /// The sentence that asks.
    pub what: String,
    /// What the policy has to choose from.
    pub reasons: Vec<String>,
    /// The button of the refused press, name and value: `then` and `closed`, or `later` or `despite` and when.
    pub press: (String, String),
}

/// What came while one wrote.
#[derive(Debug, Clone)]
pub struct NewerText {
    /// "Ben answered 12 seconds ago: “Yes, three payments, no fee.”"
    pub what: String,
    /// The button of the refused press, name and value: `then` and what becomes of it, or `later` and when.
    pub press: (String, String),
}

/// It is night where the customer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NightThere {
    /// "It is 22:30 where Jamie is. What we start goes out from 08:00 to 21:00 there."
    pub what: String,
    /// The value of the field `later` at which it is day there, and the words of its button: "Text at 8 am (their
    /// morning)". None where no such time is known.
    pub by_day: Option<(String, String)>,
    /// The value of the field `despite`: what becomes of the conversation, or the time that was wanted.
    pub despite: String,
    /// The words of its button: "Text now all the same".
    pub anyway: String,
}

/// One of the buttons that send.
pub(crate) struct SendButton {
    pub(crate) value: &'static str,
    pub(crate) main: bool,
    pub(crate) long: String,
    pub(crate) more: &'static str,
    pub(crate) short: &'static str,
}

impl Composer {
    pub(crate) fn is_note(&self) -> bool {
        self.mode == Mode::Note
    }

    /// What the field is for: "Text to Jamie", "Note for your team", "Answer Chris: only your team reads it".
    pub(crate) fn field(&self) -> String {
        match (self.mode, self.answers.answers_whom()) {
            (Mode::Text, _) => format!("Text to {}", self.first_name),
            (Mode::Note, None) => "Note for your team".to_owned(),
            (Mode::Note, Some(whom)) => format!("Answer {whom}: only your team reads it"),
        }
    }

    /// What the button of a note does.
    pub(crate) fn note_button(&self) -> String {
        self.answers.answers_whom().map_or_else(|| "Add note".to_owned(), |whom| format!("Answer {whom}"))
    }

    /// Nobody can text them: the field takes notes only.
    pub fn opted_out(&self) -> bool {
        matches!(self.state, ComposerState::OptedOut { .. })
    }

    /// Whom the buttons name. A number stands above the field; on three buttons side by side there is no room for it.
    pub(crate) fn whom(&self) -> &str {
        let number = self.first_name.starts_with(|c: char| matches!(c, '(' | '+') || c.is_ascii_digit());
        if number { "them" } else { &self.first_name }
    }

    /// The ways to send, the main one first.
    pub(crate) fn sends(&self) -> Vec<SendButton> {
        let all = [
            ("open", "", "leave it open"),
            ("pending", " and wait", "and wait"),
            ("closed", " and close", "and close"),
        ];
        let name = self.whom();
        let mut all: Vec<SendButton> = all
            .into_iter()
            .map(|(value, more, short)| SendButton {
                value,
                main: value == self.main,
                long: format!("Text {name}{more}"),
                more,
                short,
            })
            .collect();
        all.sort_by_key(|button| !button.main);
        all
    }

    pub(crate) fn post(&self, action: &str) -> String {
        format!("/c/{}/{action}", self.forms.conversation)
    }
}
