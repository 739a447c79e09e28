//! The routing page: the policy's text, what is wrong with it, and who would get a text.

use crate::html::Span;
use crate::ring::Ring;
use crate::shell::Shell;
use askama::Template;

/// `GET /policy`, and the answer to a check, a try or a save that was refused.
#[derive(Debug, Clone, Template)]
#[template(path = "policy.html")]
pub struct PolicyPage {
    /// The frame.
    pub shell: Shell,
    /// "Version 14 is live since 4 May, by Ruth."
    pub state: String,
    /// The version the draft was made from: saving asks for it.
    pub version: String,
    /// The text shown.
    pub text: String,
    /// Whether it is live or a draft.
    pub draft: Draft,
    /// Whether the reader may save.
    pub may_edit: bool,
    /// What is wrong with it, and what is worth a look.
    pub problems: Vec<Problem>,
    /// What putting it live would move, once it was checked and can go live.
    pub moves: Option<Moves>,
    /// The version that putting it live makes: "15".
    pub next: String,
    /// The text tried.
    pub try_text: String,
    /// The outcome of the try.
    pub tried: Option<TryResult>,
}

impl PolicyPage {
    pub(crate) fn live(&self) -> bool {
        self.draft == Draft::Live
    }

    /// The version that is live: the one before [`Self::next`].
    pub(crate) fn live_version(&self) -> u64 {
        self.next.parse::<u64>().unwrap_or(1).saturating_sub(1)
    }

    /// Nothing that the version that is live does not have too.
    pub(crate) fn nothing_new(&self) -> bool {
        self.problems.iter().all(|problem| problem.severity == Severity::Live)
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// The line at which the rules begin, from 1: the page opens there. 0 where there are none.
    pub(crate) fn rules(&self) -> usize {
        self.text.lines().position(|line| line.trim_start().starts_with("[routing]")).map_or(0, |at| at + 1)
    }

    pub(crate) fn lines(&self) -> Vec<&str> {
        self.text.lines().collect()
    }

    /// Rows of the field: all lines, as far as a screen has room.
    pub(crate) fn rows(&self) -> usize {
        self.text.lines().count().clamp(8, 40)
    }
}

/// What a draft would move.
#[derive(Debug, Clone)]
pub struct Moves {
    /// "3 conversations would get another owner at once."
    pub say: String,
    /// From where to where, the most first.
    pub lines: Vec<MoveLine>,
}

/// From one owner to another.
#[derive(Debug, Clone)]
pub struct MoveLine {
    /// Who has it now.
    pub from: Ring,
    /// Who would.
    pub to: Ring,
    /// "Sales to Memberships".
    pub words: String,
    /// What, and whose by name: "Conversations: Rosa Delgado, Tom Whitlock and 9 more".
    pub small: String,
    /// How many.
    pub count: usize,
}

/// What the text on the page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Draft {
    /// What is live, to be read.
    Live,
    /// A draft in a field, not checked.
    Editing,
    /// A draft in a field, checked as it stands.
    Checked,
}

/// How grave a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// It cannot go live.
    Error,
    /// Worth a look.
    Warning,
    /// Worth a look, and so in the version that is live already.
    Live,
}

/// A problem of the text, with its place.
#[derive(Debug, Clone)]
pub struct Problem {
    /// How grave.
    pub severity: Severity,
    /// Line, from 1, and column, from 1 in characters; `None`: the document as a whole.
    pub place: Option<(u32, u32)>,
    /// How many characters are marked, at least 1.
    pub length: u32,
    /// The line itself.
    pub source: String,
    /// "there is no queue called “Membership”."
    pub sentence: String,
    /// "did you mean Memberships?" May be empty.
    pub remedy: String,
}

/// Who would get the text tried.
#[derive(Debug, Clone)]
pub struct TryResult {
    /// The owner first, then those who would get an ask.
    pub answers: Vec<Answer>,
}

/// Somebody who would get it, and why.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Who.
    pub ring: Ring,
    /// "Scheduling would own it, because the text says reschedule (line 12)."
    pub words: Vec<Span>,
    /// "Chris answers for it." May be empty.
    pub small: String,
}

impl Problem {
    pub(crate) fn gutter(&self) -> String {
        self.place.map_or_else(String::new, |(line, _)| line.to_string())
    }

    pub(crate) fn blank_gutter(&self) -> String {
        " ".repeat(self.gutter().len())
    }

    /// White space up to the place, with the tabs of the line kept, so that the carets stand under it.
    pub(crate) fn indent(&self) -> String {
        let column = self.place.map_or(1, |(_, column)| column) as usize;
        let before = self.source.chars().take(column.saturating_sub(1));
        before.map(|c| if c == '\t' { '\t' } else { ' ' }).collect()
    }

    pub(crate) fn carets(&self) -> String {
        "^".repeat(self.length.clamp(1, 200) as usize)
    }
}
