//! What is wrong with a policy, or worth a look: one sentence, its place, and what to do.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

pub use baton_routing::{Severity, Span};

use crate::built::{Feature, Features};

/// How many problems, and how many warnings, are told at once.
const MOST: usize = 100;

/// One thing that is wrong with a policy, or worth a look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Whether the policy can be used all the same.
    pub severity: Severity,
    /// The kind of problem, for programs.
    pub code: Code,
    /// The line of the document, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The piece of the document it is about, in bytes.
    pub span: Span,
    /// The same place within the routing text alone, for editors that show nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_routing: Option<Place>,
    /// One sentence: what was found, and what was expected.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// The kinds of problems, written in lower case with hyphens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// The document is no TOML.
    Toml,
    /// Something that the policy needs is not there.
    Missing,
    /// A setting that does not exist.
    UnknownSetting,
    /// A value of another kind than wanted: a number where a text stands.
    WrongKind,
    /// A value of the right kind that cannot be: a day without such a date, an empty name.
    BadValue,
    /// A name or address that nothing and nobody has.
    UnknownName,
    /// Something that stands twice.
    Duplicate,
    /// Somebody who cannot answer: deactivated, or allowed to read only.
    CannotAnswer,
    /// More or longer than a policy may be.
    TooLarge,
    /// Something that this version cannot do yet.
    NotBuilt,
    /// A queue that nobody belongs to (warning).
    NoMembers,
    /// Times within a queue's hours at which its rota has nobody on shift (warning).
    RotaGap,
    /// Somebody on a queue's rota who is no member of it (warning).
    NotAMember,
    /// Something that is named and that nothing uses (warning).
    Unused,
    /// Something that can never come to pass, as another thing stands before it (warning).
    Unreachable,
    /// A setting that does nothing where it stands (warning).
    NoEffect,
    /// A time zone that never has summer time, by an abbreviation that is used in summer too (warning).
    NoSummerTime,
    /// A policy without targets: no conversation has a clock (warning).
    NothingPromised,
    /// A problem of a template's text.
    Template(baton_templates::Code),
    /// A problem of the routing text, or of a target's condition.
    Routing(baton_routing::Code),
}

impl Code {
    const fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::Toml => "toml",
            Self::Missing => "missing",
            Self::UnknownSetting => "unknown-setting",
            Self::WrongKind => "wrong-kind",
            Self::BadValue => "bad-value",
            Self::UnknownName => "unknown-name",
            Self::Duplicate => "duplicate",
            Self::CannotAnswer => "cannot-answer",
            Self::TooLarge => "too-large",
            Self::NotBuilt => "not-built",
            Self::NoMembers => "no-members",
            Self::RotaGap => "rota-gap",
            Self::NotAMember => "not-a-member",
            Self::Unused => "unused",
            Self::Unreachable => "unreachable",
            Self::NoEffect => "no-effect",
            Self::NoSummerTime => "no-summer-time",
            Self::NothingPromised => "nothing-promised",
            Self::Template(code) => template_code(code),
            Self::Routing(_) => return None,
        })
    }
}

/// What programs call a problem of a template.
const fn template_code(code: baton_templates::Code) -> &'static str {
    use baton_templates::Code;
    match code {
        Code::Empty => "template-empty",
        Code::TooLarge => "template-too-large",
        Code::Unclosed => "template-unclosed",
        Code::NoLabel => "template-no-label",
        Code::LongLabel => "template-long-label",
        Code::SecondFallback => "template-second-fallback",
        Code::NeverKnown => "template-never-known",
        Code::NobodyFills => "template-nobody-fills",
        Code::MayBeMissing => "template-may-be-missing",
        Code::NearlyKnown => "template-nearly-known",
        Code::StrayBracket => "template-stray-bracket",
        Code::LiteralName => "template-literal-name",
        Code::ReservedWord => "template-reserved-word",
        Code::ManySegments => "template-many-segments",
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self, self.name()) {
            (Self::Routing(code), _) => code.serialize(serializer),
            (_, name) => serializer.serialize_str(name.unwrap_or_default()),
        }
    }
}

/// Everything that was found in a document, each list from its first line to its last.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Report {
    /// What keeps the policy from being used.
    pub problems: Vec<Problem>,
    /// What somebody should look at.
    pub warnings: Vec<Problem>,
    /// How many more there are: of each list only the hundred found first are told.
    pub untold: usize,
}

impl Report {
    /// Whether the policy can be used.
    pub fn is_usable(&self) -> bool {
        self.problems.is_empty()
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sentences = self
            .problems
            .iter()
            .map(|problem| format!("line {}, column {}: {}", problem.line, problem.column, problem.message));
        f.write_str(&sentences.collect::<Vec<_>>().join("\n"))
    }
}

impl std::error::Error for Report {}

/// Collects what is found while a document is read.
#[derive(Debug)]
pub(crate) struct Findings<'s> {
    source: &'s str,
    features: Features,
    report: Report,
}

impl<'s> Findings<'s> {
    pub(crate) fn new(source: &'s str, features: Features) -> Self {
        Self { source, features, report: Report::default() }
    }

    /// Whether the document may use a feature.
    pub(crate) const fn has(&self, feature: Feature) -> bool {
        self.features.has(feature)
    }

    /// The document itself.
    pub(crate) const fn source(&self) -> &'s str {
        self.source
    }

    /// Something that keeps the policy from being used.
    pub(crate) fn problem<'m>(
        &mut self,
        code: Code,
        at: Span,
        message: impl Into<Cow<'m, str>>,
        remedy: impl Into<Option<String>>,
    ) {
        self.add(Severity::Error, code, at, message.into().into_owned(), remedy.into());
    }

    /// Something that somebody should look at.
    pub(crate) fn warning<'m>(
        &mut self,
        code: Code,
        at: Span,
        message: impl Into<Cow<'m, str>>,
        remedy: impl Into<Option<String>>,
    ) {
        self.add(Severity::Warning, code, at, message.into().into_owned(), remedy.into());
    }

    fn add(&mut self, severity: Severity, code: Code, at: Span, message: String, remedy: Option<String>) {
        if self.is_full(severity) {
            self.report.untold += 1;
            return;
        }
        let Place { line, column } = place(self.source, at.start);
        self.push(Problem { severity, code, line, column, span: at, in_routing: None, message, remedy });
    }

    /// A problem whose place is known already.
    pub(crate) fn push(&mut self, problem: Problem) {
        if self.is_full(problem.severity) {
            self.report.untold += 1;
        } else {
            self.list(problem.severity).push(problem);
        }
    }

    /// Whether one more would only be counted.
    fn is_full(&mut self, severity: Severity) -> bool {
        self.list(severity).len() >= MOST
    }

    fn list(&mut self, severity: Severity) -> &mut Vec<Problem> {
        match severity {
            Severity::Error => &mut self.report.problems,
            Severity::Warning => &mut self.report.warnings,
        }
    }

    /// Whether one more problem would only be counted, so that its remedy need not be looked for.
    pub(crate) fn has_enough(&self) -> bool {
        self.report.problems.len() >= MOST
    }

    /// How much was found so far. What is read wrongly need not be warned about too.
    pub(crate) fn problems(&self) -> usize {
        self.report.problems.len() + self.report.untold
    }

    /// All of it, in the order of the document.
    pub(crate) fn into_report(mut self) -> Report {
        self.report.problems.sort_by_key(|problem| problem.span.start);
        self.report.warnings.sort_by_key(|problem| problem.span.start);
        self.report
    }
}

/// Line and column of a byte of `text`, both from 1.
pub(crate) fn place(text: &str, byte: usize) -> Place {
    let before = &text[..text.floor_char_boundary(byte)];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let count = |number: usize| u32::try_from(number + 1).unwrap_or(u32::MAX);
    Place {
        line: count(before.bytes().filter(|&byte| byte == b'\n').count()),
        column: count(before[line_start..].chars().count()),
    }
}
