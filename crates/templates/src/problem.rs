//! What is wrong with a template, and where.

use std::fmt;
use std::ops::Range;

/// Whether the template can be used all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It can; somebody should look.
    Warning,
    /// It cannot.
    Error,
}

/// One thing that is wrong, with its place and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TemplateProblem {
    /// Whether the template can be used all the same.
    pub severity: Severity,
    /// The kind of problem.
    pub code: Code,
    /// The bytes of the template's text that it is about, on character boundaries.
    pub span: Range<usize>,
    /// What was found, and what was expected: a sentence without its full stop.
    pub message: String,
    /// What to do about it.
    pub remedy: Option<String>,
}

/// The kinds of problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// No text at all.
    Empty,
    /// More than [`crate::LONGEST_TEXT`] bytes.
    TooLarge,
    /// A bracket that is not closed.
    Unclosed,
    /// Brackets without a word between them.
    NoLabel,
    /// A label of more than [`crate::LONGEST_LABEL`] characters.
    LongLabel,
    /// A second `|` within brackets.
    SecondFallback,
    /// A name that the place of use can never give. A warning where it has a fallback.
    NeverKnown,
    /// A blank where nobody is there to fill it.
    NobodyFills,
    /// A name that may not be known where nobody could fill it in (warning).
    MayBeMissing,
    /// A blank whose label is nearly a known name (warning).
    NearlyKnown,
    /// A `]` that closes nothing (warning).
    StrayBracket,
    /// A known name within `[[` and `]`, which goes out as it stands (warning).
    LiteralName,
    /// An answer is invited that consent understands as its own (warning).
    ReservedWord,
    /// More segments than people like to read and pay for (warning).
    ManySegments,
}

impl TemplateProblem {
    pub(crate) fn error(code: Code, span: Range<usize>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, code, span, message: message.into(), remedy: None }
    }

    pub(crate) fn warning(code: Code, span: Range<usize>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
    }

    pub(crate) fn remedy(self, remedy: impl Into<String>) -> Self {
        Self { remedy: Some(remedy.into()), ..self }
    }
}

/// The message, and after a semicolon the remedy.
impl fmt::Display for TemplateProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.remedy.as_ref().map_or(Ok(()), |remedy| write!(f, "; {remedy}"))
    }
}

impl std::error::Error for TemplateProblem {}
