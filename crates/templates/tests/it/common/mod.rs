//! What the tests share: usual values of a practice, and problems shown under the text they are about.

use baton_templates::{Name, Severity, Template, TemplateProblem, Values};

/// What a text of the practice is usually filled with: every name its example, every blank of the presets and the
/// article.
pub(crate) fn usual() -> Values {
    let blanks = [
        ("short description", "moving Friday's visit"),
        ("what they can expect", "two new times"),
        ("what holds it up", "The answer of your insurer"),
        ("specific info", "your insurance card"),
        ("next step", "book your first visit"),
        ("who can help", "Dana (Billing)"),
        ("what is settled", "your visit is moved to Friday at 11 am"),
        ("area", "payment plans"),
        ("day and time", "on Friday at 11 am"),
        ("what it was about", "your first session"),
        ("what it is about", "your referral from Dr. Ruth"),
    ];
    let names = Name::ALL.iter().fold(Values::new(), |values, &name| values.with(name, name.example()));
    blanks.into_iter().fold(names, |values, (label, value)| values.with_label(label, value))
}

pub(crate) fn ready(source: &str) -> Template {
    Template::parse(source).unwrap_or_else(|problems| panic!("{source:?}: {problems:?}"))
}

/// Problems as a person reads them, each under the piece of the text that it is about.
pub(crate) fn told(source: &str, problems: &[TemplateProblem]) -> String {
    let one = |problem: &TemplateProblem| {
        let kind = match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let piece = source[problem.span.clone()].replace('\n', "⏎");
        let piece = if piece.chars().count() > 40 { "the whole text".to_owned() } else { piece };
        format!("{kind} at {}, {piece}: {problem}\n", problem.span.start)
    };
    problems.iter().map(one).collect()
}

/// Errors or warnings of a text that may not even be a template.
pub(crate) fn found(source: &str) -> String {
    match Template::parse(source) {
        Ok(template) => told(source, template.warnings()),
        Err(problems) => told(source, &problems),
    }
}
