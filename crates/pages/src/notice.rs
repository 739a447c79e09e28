//! What is said in the bar over everything: that something was done, with a way back.

use askama::Template;

/// A sentence in the bar, for ten seconds.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "notice.html")]
pub struct Notice {
    /// "Closed Noor Haddad."
    pub words: String,
    /// How to take it back, where that is possible and the customer has not seen it.
    pub undo: Option<Undo>,
    /// Opaque id of the offer that the reader has just made: the bar goes, and they are told, once somebody answers it.
    pub offer: Option<String>,
}

impl Notice {
    /// A sentence that cannot be taken back.
    pub fn only(words: impl Into<String>) -> Self {
        Self { words: words.into(), undo: None, offer: None }
    }
}

impl askama::filters::HtmlSafe for Notice {}

/// The form behind "Undo": the opposite command, as a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undo {
    /// Address that is posted to, one of [`crate::routes`].
    pub action: String,
    /// Hidden fields, besides the token against forgery.
    pub fields: Vec<(String, String)>,
    /// The token against forgery.
    pub csrf: String,
}

/// A refusal or a word about something done that changes nothing else on the page.
#[derive(Debug, Clone, Template)]
#[template(path = "notice_fragment.html")]
pub struct NoticeFragment {
    /// What to say.
    pub notice: Notice,
}
