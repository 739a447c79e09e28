//! What the reader was told, to come back to.

use crate::html::Stamp;
use crate::ring::Ring;
use crate::shell::Shell;
use askama::Template;

/// `GET /told` as a page.
#[derive(Debug, Clone, Template)]
#[template(path = "told_page.html")]
pub struct ToldPage {
    /// The frame.
    pub shell: Shell,
    /// What they were told, newest first, by day.
    pub days: Vec<ToldDay>,
    /// How many of all are unread.
    pub unread: u64,
    /// The position of the newest that is shown: up to it they are read with a press.
    pub newest: i64,
    /// Cursor of the next page, if there is more.
    pub next: Option<String>,
}

/// What was told on one day.
#[derive(Debug, Clone)]
pub struct ToldDay {
    /// "Today, Tuesday 12 May".
    pub day: Stamp,
    /// What was told.
    pub lines: Vec<ToldLine>,
}

/// One thing that somebody was told.
#[derive(Debug, Clone)]
pub struct ToldLine {
    /// Where it leads: the conversation, or the list of those that it tells of.
    pub href: String,
    /// Who has it now.
    pub ring: Ring,
    /// "Priya offers you Dev Shah."
    pub words: String,
    /// "Refund for May." May be empty.
    pub small: String,
    /// What has become of it, if anything has.
    pub became: Option<Became>,
    /// When.
    pub at: Stamp,
    /// They have not read it.
    pub unread: bool,
}

/// What has become of something that somebody was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Became {
    /// "Answered 2:23 pm by Maya.", "Late since 3:07 pm."
    pub words: String,
    /// It is late, and nobody has done anything about it.
    pub late: bool,
}
