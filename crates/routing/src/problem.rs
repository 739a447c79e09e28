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
