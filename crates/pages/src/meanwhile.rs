//! What happened while a rehearsal's clock moved.

use crate::html::{Span, Stamp};
use askama::Template;

/// What happened, by conversation: stands under the rehearsal's bar, once.
#[derive(Debug, Clone, Template)]
#[template(path = "meanwhile.html")]
pub struct Meanwhile {
    /// "From Tue 12 May, 2:03 pm to 6:00 pm: 14 things in 3 conversations".
    pub title: String,
    /// What is of no conversation, and each conversation, in the order in which something happened first.
    pub groups: Vec<MeanwhileGroup>,
    /// What is not told here, as a sentence.
    pub more: Option<String>,
}

impl askama::filters::HtmlSafe for Meanwhile {}

/// What happened in one conversation, or to the team.
#[derive(Debug, Clone)]
pub struct MeanwhileGroup {
    /// The customer's name or number, or "The team".
    pub name: String,
    /// Address of the conversation.
    pub href: Option<String>,
    /// Oldest first.
    pub lines: Vec<MeanwhileLine>,
    /// How much more happened than is told.
    pub more: usize,
}

/// A sentence.
#[derive(Debug, Clone)]
pub struct MeanwhileLine {
    /// Its words.
    pub words: Vec<Span>,
    /// When.
    pub at: Stamp,
}
