//! A word to the reader about a conversation that they do not look at.

use crate::ring::Ring;
use crate::shell::Navigation;
use askama::Template;

/// What somebody is told, over the list; it stays until it is read or put away.
#[derive(Debug, Clone, Template)]
#[template(path = "told.html")]
pub struct Told {
    /// Opaque id of the conversation; none where it tells of several that are the reader's now.
    pub conversation: Option<String>,
    /// The query of the list that the reader looks at, without `?`.
    pub list: String,
    /// Who has it.
    pub ring: Ring,
    /// "Priya offers you Dev Shah."
    pub words: String,
    /// "Refund for May, due 2:28 pm." May be empty.
    pub small: String,
    /// Opaque id of the offer, where the reader may accept it at once.
    pub offer: Option<String>,
    /// The customer's first name, or their number: what a button says it is about.
    pub first_name: String,
    /// The token against forgery.
    pub csrf: String,
}

impl askama::filters::HtmlSafe for Told {}

impl Told {
    pub(crate) fn href(&self) -> String {
        match &self.conversation {
            Some(id) => format!("{}#conversation", crate::routes::conversation(id, &self.list)),
            None => "/?view=mine".to_owned(),
        }
    }

    pub(crate) fn id(&self) -> &str {
        self.conversation.as_deref().unwrap_or("several")
    }
}

/// The answer to `GET /told`.
#[derive(Debug, Clone, Template)]
#[template(path = "told_fragment.html")]
pub struct ToldFragment {
    /// What is told, the latest last; nothing if it does not concern this reader.
    pub told: Vec<Told>,
    /// How many words more there are, told nowhere but on the page of what was told.
    pub more: usize,
    /// The left column with its counts, where something is told.
    pub navigation: Option<Navigation>,
}
