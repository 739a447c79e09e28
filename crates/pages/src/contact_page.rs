//! A customer's page: their numbers, whether they may be texted, what they said about that, and what was before.

use crate::details::Earlier;
use crate::html::Stamp;
use crate::list::Choice;
use crate::shell::Shell;
use askama::Template;

/// `GET /contacts/{id}`.
#[derive(Debug, Clone, Template)]
#[template(path = "contact.html")]
pub struct ContactPage {
    /// The frame.
    pub shell: Shell,
    /// Opaque id of the contact.
    pub id: String,
    /// Their name, or their number.
    pub who: String,
    /// Their first name, or the number.
    pub first_name: String,
    /// "It is 2:03 pm where Jamie is.", and who looks after them. May be empty.
    pub intro: String,
    /// Their numbers, oldest first.
    pub numbers: Vec<ContactNumber>,
    /// What they said about texts, newest first.
    pub history: Vec<ConsentLine>,
    /// What somebody records of them.
    pub form: ConsentForm,
    /// Their conversations, newest first.
    pub conversations: Vec<Earlier>,
    /// What is kept about them.
    pub facts: Vec<(String, String)>,
}

impl ContactPage {
    pub(crate) fn post(&self) -> String {
        format!("/contacts/{}/consent", self.id)
    }

    pub(crate) fn table(&self) -> String {
        format!("/api/v1/contacts/{}/consent.csv", self.id)
    }
}

/// A number, and what may be done with it.
#[derive(Debug, Clone)]
pub struct ContactNumber {
    /// "(212) 555-0134".
    pub number: String,
    /// "texts Main line". May be empty.
    pub lines: String,
    /// Nothing may be sent there.
    pub out: bool,
    /// "Yes", "No: they texted “STOP”", "Not asked yet".
    pub consent: String,
    /// "web form of 4 March, recorded by Maya Ortiz, 4 Mar". May be empty.
    pub evidence: String,
    /// "No, since 3 Mar", or empty where nothing is known against it.
    pub unreachable: String,
}

/// One change of what they said about texts.
#[derive(Debug, Clone)]
pub struct ConsentLine {
    /// When.
    pub at: Stamp,
    /// "(212) 555-0134 opted out".
    pub what: String,
    /// In which words, or by which record.
    pub evidence: String,
    /// "texted to Main line", "recorded by Maya Ortiz", "said by the carrier".
    pub by: String,
}

/// The form that records consent, as it was written where it was refused.
#[derive(Debug, Clone, Default)]
pub struct ConsentForm {
    /// The numbers; one that is alone is not asked for.
    pub numbers: Vec<Choice>,
    /// `in`, `out`, or nothing yet.
    pub state: String,
    /// How we know.
    pub evidence: String,
    /// One of the numbers opted out, so that they themselves have to have asked for texts since.
    pub asks: bool,
    /// It was ticked that they did.
    pub asked: bool,
    /// What is wrong with the words.
    pub evidence_wrong: Option<String>,
    /// What is wrong besides.
    pub wrong: Option<String>,
}

/// A text that may ask for texts to end, until somebody has said what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WishBox {
    /// Opaque id of the text.
    pub text: String,
    /// The words of it that may ask.
    pub words: String,
}
