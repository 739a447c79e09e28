//! What every view model shares: rendering, times, words with emphasis, and the context of forms.

use std::fmt;

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
    /// As [`Timeline::told`](crate::Timeline::told): what is done here reads what was shown with it.
    pub told: Option<i64>,
}

/// An icon of the sprite, beside words or inside something that has a label.
pub(crate) fn icon(name: &'static str) -> Icon {
    Icon(name)
}

/// See [`icon`].
pub(crate) struct Icon(&'static str);

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sprite = crate::asset_path("icons.svg");
        write!(f, r#"<svg class="i" aria-hidden="true"><use href="{sprite}#i-{}"/></svg>"#, self.0)
    }
}

impl askama::filters::HtmlSafe for Icon {}
