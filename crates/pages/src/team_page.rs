//! Who is there: one's own word, absences now and ahead, and the whole team's.

use crate::list::Choice;
use crate::ring::Ring;
use crate::rota_page::AwayLine;
use crate::sheet::Written;
use crate::shell::Shell;
use askama::Template;

/// `GET /team`.
#[derive(Debug, Clone, Template)]
#[template(path = "team.html")]
pub struct TeamPage {
    /// The frame.
    pub shell: Shell,
    /// The opening sentence: "Five of nine are on."
    pub say: String,
    /// What the reader says of themselves.
    pub mine: WordForm,
    /// The others.
    pub team: Vec<Member>,
    /// Who is away, now and ahead.
    pub away: Vec<AwayLine>,
}

/// A form that says whether somebody is there.
#[derive(Debug, Clone, Template)]
#[template(path = "word.html")]
pub struct WordForm {
    /// The token against forgery.
    pub csrf: String,
    /// Opaque id of whom it is about.
    pub person: String,
    /// What it says of them now: "On until 6 pm".
    pub now: String,
    /// Field `state`: `rota`, `in`, `out`, `away`.
    pub states: Vec<Choice>,
    /// Who may cover.
    pub covers: Vec<Choice>,
    /// From when they are away: `YYYY-MM-DDTHH:MM` in the workspace's zone; empty for now.
    pub from: Written,
    /// Until when.
    pub until: Written,
    /// What is wrong with the cover.
    pub cover_wrong: Option<String>,
    /// Whether what the cover took over comes back with them.
    pub returns: bool,
    /// What stands in the way besides any field.
    pub refused: Option<String>,
    /// Whether it is somebody else's.
    pub for_other: bool,
    /// Their first name.
    pub name: String,
}

impl askama::filters::HtmlSafe for WordForm {}

/// Somebody of the team.
#[derive(Debug, Clone)]
pub struct Member {
    /// Their ring; faint while they are away.
    pub ring: Ring,
    /// Full name.
    pub name: String,
    /// "Billing". May be empty.
    pub queues: String,
    /// "On until 6 pm", "Away until Thursday, Maya covers".
    pub there: String,
    /// "4 of 8 in hand".
    pub load: String,
    /// For leads: to say it for them, where that was asked for.
    pub form: Option<WordForm>,
    /// For leads, while there is no form: the opaque id with which to ask for it.
    pub say_it: Option<String>,
    /// Their first name.
    pub first_name: String,
}
