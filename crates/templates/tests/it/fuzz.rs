//! No text makes anything panic, hang, or take more than in proportion to its length.

use crate::common::usual;
use baton_templates::{Context, LONGEST_TEXT, Promise, Severity, Template, TemplateProblem, Values};
use proptest::prelude::*;

/// Pieces of templates, and what people put in their place.
const PIECES: [&str; 32] = [
    "[",
    "]",
    "[[",
    "]]",
    "|",
    "[First Name]",
    "[first_name|there]",
    "[what]",
    "[Frist Name]",
    "[what|]",
    "\n",
    " ",
    "’",
    "é",
    "e\u{301}",
    "\u{200B}",
    "\u{0}",
    "Reply ",
    "CANCEL",
    "cancel",
    " to ",
    "or ",
    ".",
    "\"",
    "STOP",
    "[timeframe]",
    "[summary]",
    "{{x}}",
    "x",
    "🙂",
    "Team/Role",
    "what's been done, what's pending",
];

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..40).prop_map(|pieces| pieces.concat())
}

fn sound(source: &str, problems: &[TemplateProblem]) -> Result<(), TestCaseError> {
    for problem in problems {
        prop_assert!(source.get(problem.span.clone()).is_some(), "{problem:?}");
        prop_assert!(!problem.message.is_empty() && problem.to_string().len() < 400, "{problem:?}");
    }
    prop_assert!(problems.len() <= 100);
    Ok(())
}

/// Everything that holds of any text.
fn holds(source: &str) -> Result<(), TestCaseError> {
    let template = match Template::parse(source) {
        Ok(template) => template,
        Err(problems) => {
            prop_assert!(!problems.is_empty());
            prop_assert!(problems.iter().all(|problem| problem.severity == Severity::Error));
            return sound(source, &problems);
        }
    };
    prop_assert!(template.warnings().iter().all(|problem| problem.severity == Severity::Warning));
    sound(source, template.warnings())?;
    for context in Context::ALL {
        sound(source, &template.check(context))?;
    }
    let labels = template.blanks();
    let all = labels.iter().fold(usual(), |values, label| values.with_label(label, "x"));
    prop_assert!(template.fill(&all).is_ok(), "all that it asks for is all that it needs");
    if let Err(refusal) = template.fill(&Values::new()) {
        let known = |label: &str| {
            labels.contains(&label) || template.names().iter().any(|name| name.label() == label)
        };
        prop_assert!(refusal.missing.iter().all(|missing| known(missing.label())));
        prop_assert!(refusal.missing.len() <= labels.len() + template.names().len());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Fails when some text panics, or a problem points outside of it.
    #[test]
    fn any_characters(source in any::<String>(), words in any::<String>()) {
        holds(&source)?;
        let _ = Promise::read(&words);
    }

    /// The same of texts that are nearly templates.
    #[test]
    fn any_pieces(source in soup()) {
        holds(&source)?;
    }

    /// Fails when words that are nearly a promise panic, or are read as one that does not read back.
    #[test]
    fn any_words_of_promises(words in "((within|in|the|next|by|at|on|a|an|half|[0-9]{1,4}|[0-9]{1,2}:[0-9]{2}|am|pm|p\\.m\\.|noon|to|-|–|business|working|hours?|min|days?|today|tomorrow|fri|Monday|,)( |)){1,6}") {
        if let Some(promise) = Promise::read(&words) {
            prop_assert_eq!(Promise::read(&promise.to_string()), Some(promise));
        }
    }
}

/// Fails when something takes time by the square of the text: at the limit that would be minutes here.
#[test]
fn a_text_at_the_limit_is_read_whatever_it_repeats() {
    let numbered: String = (0..).map(|count| format!("[{count} and more]")).take(LONGEST_TEXT / 16).collect();
    let repeated = PIECES.iter().map(|piece| piece.repeat(LONGEST_TEXT / piece.len()));
    for source in repeated.chain([numbered[..numbered.floor_char_boundary(LONGEST_TEXT)].to_owned()]) {
        holds(&source)
            .unwrap_or_else(|error| panic!("{}: {error}", &source[..source.floor_char_boundary(20)]));
    }
}
