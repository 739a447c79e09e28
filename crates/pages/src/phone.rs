//! The pretend phone: the customer's side of a conversation, for trying and for rehearsals.

use crate::html::{Span, Stamp};
use crate::list::Choice;
use crate::shell::{Navigation, Shell};
use crate::timeline::Event;
use askama::Template;

/// `GET /phone`.
#[derive(Debug, Clone, Template)]
#[template(path = "phone.html")]
pub struct PhonePage {
    /// The frame.
    pub shell: Shell,
    /// The phone and what Baton did.
    pub thread: PhoneThread,
    /// Field `as`: pretend customers by number, and `new` for somebody new.
    pub customers: Vec<Choice>,
    /// Field `line`: lines for pretend phones, by opaque id.
    pub lines: Vec<Choice>,
    /// Texts to try.
    pub tries: Vec<Try>,
    /// Field `weather`: what the pretend carrier does with the line's texts.
    pub weather: Vec<Choice>,
    /// A fresh random key for a press without a script.
    pub key: String,
    /// What was wrong with the last press.
    pub wrong: Option<String>,
}

/// The answer to `GET /phone/live`.
#[derive(Debug, Clone, Template)]
#[template(path = "phone_fragment.html")]
pub struct PhoneFragment {
    /// The phone and what Baton did.
    pub thread: PhoneThread,
    /// Those one can be, as [`PhonePage::customers`]: somebody new is known once they have texted.
    pub customers: Vec<Choice>,
    /// What was wrong with the press, if it was refused.
    pub wrong: Option<String>,
    /// The left column with its counts.
    pub navigation: Navigation,
}

/// What a pretend phone shows, and what Baton did with it.
#[derive(Debug, Clone)]
pub struct PhoneThread {
    /// Name of the business.
    pub business: String,
    /// The line's number as people write it.
    pub line_number: String,
    /// Opaque id of the line.
    pub line: String,
    /// The pretend customer's number, E.164: field `as`.
    pub from: String,
    /// First name, or the number as people write it.
    pub first_name: String,
    /// Texts, oldest first.
    pub entries: Vec<PhoneEntry>,
    /// What Baton did with them, oldest first.
    pub did: Vec<Event>,
    /// Address of the conversation in the inbox, once there is one.
    pub inbox: Option<String>,
}

/// Something on the phone.
#[derive(Debug, Clone)]
pub enum PhoneEntry {
    /// "Tuesday 12 May".
    Day(String),
    /// The customer's text.
    Mine {
        /// The text.
        text: String,
        /// When.
        at: Stamp,
    },
    /// The business's text.
    Theirs {
        /// The text.
        text: String,
        /// When.
        at: Stamp,
    },
}

/// A text to try with one press.
#[derive(Debug, Clone)]
pub struct Try {
    /// On the button: "Two questions in one text".
    pub words: String,
    /// What is sent.
    pub text: String,
}

impl PhonePage {
    pub(crate) fn live(&self) -> String {
        let from = self.thread.from.replace('+', "%2B");
        format!("/phone/live?as={from}&line={}", self.thread.line)
    }
}

impl PhoneThread {
    pub(crate) fn texts(&self) -> TextsHtml<'_> {
        TextsHtml { thread: self }
    }

    pub(crate) fn did_html(&self) -> DidHtml<'_> {
        DidHtml { thread: self }
    }
}

#[derive(Template)]
#[template(path = "phone_texts.html")]
pub(crate) struct TextsHtml<'a> {
    thread: &'a PhoneThread,
}

impl askama::filters::HtmlSafe for TextsHtml<'_> {}

#[derive(Template)]
#[template(path = "phone_did.html")]
pub(crate) struct DidHtml<'a> {
    thread: &'a PhoneThread,
}

impl askama::filters::HtmlSafe for DidHtml<'_> {}
