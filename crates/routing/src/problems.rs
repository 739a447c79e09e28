//! Collecting what is wrong while a text is read.

use crate::problem::{Code, Problem, Severity, Span};

/// How many problems are told at once. A text with more is most likely not a routing text at all.
const MOST: usize = 50;

/// Where lines begin.
#[derive(Debug)]
pub(crate) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(after_breaks).collect() }
    }

    /// The line that a byte stands on, from 1.
    pub(crate) fn line(&self, at: usize) -> u32 {
        u32::try_from(self.starts.partition_point(|start| *start <= at)).unwrap_or(u32::MAX)
    }

    /// The column in characters, from 1. Walks the line, so it is for problems and not for every token.
    fn column(&self, at: usize) -> u32 {
        let start = self.starts[self.starts.partition_point(|start| *start <= at) - 1];
        u32::try_from(self.text[start..at].chars().count() + 1).unwrap_or(u32::MAX)
    }
}

/// What was found so far.
#[derive(Debug)]
pub(crate) struct Problems<'t> {
    lines: Lines<'t>,
    found: Vec<Problem>,
    errors: usize,
}

impl<'t> Problems<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        Self { lines: Lines::of(text), found: Vec::new(), errors: 0 }
    }

    pub(crate) fn lines(&self) -> &Lines<'t> {
        &self.lines
    }

    /// The text cannot be used.
    pub(crate) fn error(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        remedy: Option<String>,
    ) {
        self.errors += 1;
        self.add(Severity::Error, code, span, message.into(), remedy);
    }

    /// The text can be used; somebody should look.
    pub(crate) fn warn(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        remedy: Option<String>,
    ) {
        self.add(Severity::Warning, code, span, message.into(), remedy);
    }

    /// How many errors were found so far.
    pub(crate) fn errors(&self) -> usize {
        self.errors
    }

    /// Whether more than can be told were found.
    pub(crate) fn is_full(&self) -> bool {
        self.errors >= MOST
    }

    /// All of them in the order of the text.
    pub(crate) fn into_sorted(mut self) -> Vec<Problem> {
        self.found.sort_by_key(|problem| (problem.span.start, problem.severity));
        self.found
    }

    fn add(&mut self, severity: Severity, code: Code, span: Span, message: String, remedy: Option<String>) {
        let alike = self.found.iter().filter(|problem| problem.severity == severity).count();
        if alike < MOST {
            let (line, column) = (self.lines.line(span.start), self.lines.column(span.start));
            self.found.push(Problem { severity, code, line, column, span, message, remedy });
        }
    }
}
