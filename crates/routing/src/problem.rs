//! What is wrong with a routing text, told as a good compiler tells it.

use serde::{Deserialize, Serialize};

/// A piece of a routing text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// Whether the text can be used all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It can; somebody should look.
    Warning,
    /// It cannot.
    Error,
}

/// One thing that is wrong, with its place and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Whether the text can be used all the same.
    pub severity: Severity,
    /// The kind of problem, for programs: stable, in lower case with hyphens.
    pub code: Code,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The piece of the text it is about.
    pub span: Span,
    /// One sentence: what was found, and what was expected.
    pub message: String,
    /// What to do about it.
    pub remedy: Option<String>,
}

/// The kinds of problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// Something stands where the language has no place for it.
    Syntax,
    /// A quotation mark or a regular expression is not closed.
    Unclosed,
    /// The text, a keyword or a nesting is larger than the limits.
    TooLarge,
    /// A keyword that can never match.
    EmptyKeyword,
    /// A regular expression that cannot be read.
    BadRegex,
    /// A time of day that no clock shows.
    BadTime,
    /// A queue that does not exist.
    UnknownQueue,
    /// A person who does not exist.
    UnknownPerson,
    /// A name that several people have.
    AmbiguousPerson,
    /// Hours that do not exist.
    UnknownHours,
    /// A template that does not exist.
    UnknownTemplate,
    /// A target that does not exist.
    UnknownTarget,
    /// A line that does not exist.
    UnknownLine,
    /// A branch that says one thing twice, or two things that exclude each other.
    Conflict,
    /// A branch that can never be reached (warning).
    Unreachable,
    /// A chain without an ELSE (warning).
    NoElse,
    /// A queue without members (warning).
    NoMembers,
    /// A condition that is always true or never (warning).
    Constant,
}

/// A line of up to so many bytes is shown whole.
const SHOWN_WHOLE: usize = 120;
/// How many characters before and after the place are shown of a longer line.
const SHOWN_AROUND: usize = 60;

impl Problem {
    /// The problem with the line it stands on and a caret under the place, as good compilers print it. `source` is the
    /// text that was compiled.
    pub fn render(&self, source: &str) -> String {
        let kind = match self.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let margin = self.line.to_string();
        let gap = " ".repeat(margin.len());
        let (shown, before, under) = excerpt(source, self.span);
        let place = format!("line {}, column {}", self.line, self.column);
        let carets = format!("{}{}", " ".repeat(before), "^".repeat(under));
        let help =
            self.remedy.as_ref().map_or_else(String::new, |remedy| format!("{gap} = help: {remedy}\n"));
        let message = &self.message;
        format!("{kind}: {message}\n{gap}--> {place}\n{gap} |\n{margin} | {shown}\n{gap} | {carets}\n{help}")
    }
}

/// The line of a place (its neighbourhood, where it is long), how many characters stand before the place, and how many
/// the place has there; at least one, so that there is always a caret.
fn excerpt(source: &str, span: Span) -> (String, usize, usize) {
    let start = span.start.min(source.len());
    let line_start = source[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = source[start..].find('\n').map_or(source.len(), |at| start + at);
    let place_end = span.end.clamp(start, line_end.max(start));
    let back = |from: &str| from.chars().rev().take(SHOWN_AROUND).map(char::len_utf8).sum::<usize>();
    let ahead = |from: &str| from.chars().take(SHOWN_AROUND).map(char::len_utf8).sum::<usize>();
    let (from, to) = if line_end - line_start <= SHOWN_WHOLE {
        (line_start, line_end)
    } else {
        (start - back(&source[line_start..start]), start + ahead(&source[start..line_end]))
    };
    let lead = if from > line_start { "…" } else { "" };
    let tail = if to < line_end { "…" } else { "" };
    let body: String = source[from..to].chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let before = lead.chars().count() + source[from..start].chars().count();
    let under = source[start..place_end.min(to)].chars().count().max(1);
    (format!("{lead}{}{tail}", body.trim_end()), before, under)
}
