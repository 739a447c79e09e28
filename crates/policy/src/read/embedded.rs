//! Texts of another language that stand in the document: routing rules, conditions, templates.

use baton_routing::{Problem, Span};

use crate::problem::{Code, Findings, place};
use crate::read::literal::Literal;
use crate::read::section::Text;

/// A text whose problems are shown where they stand in the document.
#[derive(Debug)]
pub(crate) struct Embedded<'d> {
    text: Text<'d>,
    literal: Literal,
}

impl<'d> Embedded<'d> {
    pub(crate) fn new(text: Text<'d>, source: &str) -> Self {
        Self { text, literal: Literal::new(&source[text.at.start..text.at.end], text.at.start) }
    }

    /// The text as it was read.
    pub(crate) const fn value(&self) -> &'d str {
        self.text.value
    }

    /// Where a piece of the text stands in the document.
    pub(crate) fn in_document(&self, span: Span) -> Span {
        if !self.literal.is_of(self.text.value) {
            return self.text.at;
        }
        Span { start: self.literal.in_document(span.start), end: self.literal.in_document(span.end) }
    }

    /// Problems of rules or of a condition, with the lines that their sentences speak of counted in the document: as
    /// `again` tells them of the text with as many empty lines in front.
    pub(crate) fn by_lines_of_the_document(
        &self,
        problems: &[Problem],
        source: &str,
        again: impl Fn(&str) -> Vec<Problem>,
    ) -> Vec<Problem> {
        let above = place(source, self.literal.in_document(0)).line.saturating_sub(1);
        let above = usize::try_from(above).unwrap_or_default();
        if above == 0 || problems.is_empty() {
            return problems.to_vec();
        }
        let told = again(&format!("{}{}", "\n".repeat(above), self.text.value));
        let alike = told.len() == problems.len()
            && told.iter().zip(problems).all(|(told, problem)| {
                told.code == problem.code && told.span.start == problem.span.start + above
            });
        if !alike {
            return problems.to_vec();
        }
        told.into_iter().zip(problems).map(|(told, problem)| Problem { span: problem.span, ..told }).collect()
    }

    /// Reports what is said about a template's text.
    pub(crate) fn report_template<'p>(
        &self,
        problems: impl IntoIterator<Item = &'p baton_templates::TemplateProblem>,
        findings: &mut Findings<'_>,
    ) {
        for problem in problems {
            let span = Span { start: problem.span.start, end: problem.span.end };
            let (code, at) = (Code::Template(problem.code), self.in_document(span));
            let (message, remedy) = (problem.message.clone(), problem.remedy.clone());
            match problem.severity {
                baton_templates::Severity::Error => findings.problem(code, at, message, remedy),
                baton_templates::Severity::Warning => findings.warning(code, at, message, remedy),
            }
        }
    }
}
