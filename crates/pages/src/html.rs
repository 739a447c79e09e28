//! What every view model shares: rendering, times, words with emphasis, and the context of forms.

use askama::Template;

/// Anything of this crate that can be shown.
pub trait Html {
    /// The finished HTML: a whole page or a fragment, by type.
    fn html(&self) -> String;
}

impl<T: Template> Html for T {
    fn html(&self) -> String {
        self.render().expect("writing to a String cannot fail, and no template returns an error of its own")
    }
}

/// A moment, for people and for machines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// RFC 3339, for `datetime`.
    pub iso: String,
    /// What is read, in the workspace's zone: "2:03 pm".
    pub words: String,
    /// The exact time for hovering: "Tue 12 May, 2:03 pm". Empty for none.
    pub exact: String,
}

/// A stretch of a sentence about what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// Quiet words.
    Plain(String),
    /// Who or what it is about.
    Bold(String),
    /// The customer's own words that made a rule fit.
    Hit(String),
}

/// What a form needs besides its own fields: carried by every fragment that holds forms.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Forms {
    /// The opaque id of the conversation.
    pub conversation: String,
    /// The token that proves that the form is ours, bound to the session.
    pub csrf: String,
    /// The query of the list that the reader came from, without `?` ("view=mine&tag=new"). May be empty.
    pub list: String,
}
