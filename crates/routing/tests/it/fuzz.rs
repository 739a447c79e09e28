//! No text, routing text or customer's, makes anything panic, hang, or take more than in proportion to its length.

use crate::common::{ARTICLE, NOON, asks, facts, names, owner, ready};
use baton_routing::{Decision, Facts, Scratch, Severity, compile};
use proptest::prelude::*;

/// Words of the language and things that stand between them.
const WORDS: [&str; 64] = [
    "IF",
    "ELSE",
    "ELSEIF",
    "END",
    "END IF",
    "THEN",
    "ASSIGN",
    "to",
    "TAG",
    "UNTAG",
    "PRIORITY",
    "urgent",
    "REPLY",
    "with",
    "TARGET",
    "message",
    "contains",
    "all",
    "any",
    "matches",
    "has",
    "media",
    "contact",
    "is",
    "not",
    "new",
    "existing",
    "tagged",
    "contact.plan",
    "contact.",
    "owner",
    "available",
    "line",
    "within",
    "outside",
    "between",
    "08:00",
    "24:00",
    "25:61",
    "and",
    "or",
    "NOT",
    "(",
    ")",
    ",",
    "\"price\"",
    "\"pric*\"",
    "“time”",
    "\"\"",
    "\"a",
    "/x+/",
    "/(/",
    "/",
    "\\",
    "#",
    "\n",
    "Sales",
    "queue",
    "Clinic",
    "last",
    "on call",
    "maya@cedarlane.example",
    "Urgent",
    "é",
];

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..60).prop_map(|words| words.join(" "))
}

/// A text without mistakes, with a few of its characters taken out, doubled or changed.
fn mutated() -> impl Strategy<Value = String> {
    let change = (
        any::<prop::sample::Index>(),
        0..3,
        prop::sample::select(vec!['"', '(', '#', '/', '\n', 'x', '”', ',']),
    );
    prop::collection::vec(change, 1..6).prop_map(|changes| {
        let mut text: Vec<char> = ARTICLE.chars().collect();
        for (at, kind, c) in changes {
            let at = at.index(text.len());
            match kind {
                0 => drop(text.remove(at)),
                1 => text.insert(at, c),
                _ => text[at] = c,
            }
        }
        text.into_iter().collect()
    })
}

/// Everything that holds of any routing text; and if it can be used, of deciding with it.
fn holds(routing: &str, text: &str) -> Result<(), TestCaseError> {
    let told = match compile(routing, &names()) {
        Ok(compiled) => {
            decides_soundly(&compiled.decide(&facts(text), &mut Scratch::default()), text)?;
            prop_assert!(compiled.warnings().iter().all(|problem| problem.severity == Severity::Warning));
            compiled.warnings().to_vec()
        }
        Err(problems) => {
            prop_assert!(problems.iter().any(|problem| problem.severity == Severity::Error));
            problems
        }
    };
    for problem in told {
        prop_assert!(routing.get(problem.span.start..problem.span.end).is_some(), "{:?}", problem);
        prop_assert!(problem.render(routing).lines().count() >= 5);
        let line = routing.split('\n').nth(problem.line as usize - 1);
        prop_assert!(
            line.is_some_and(|line| line.chars().count() + 1 >= problem.column as usize),
            "{:?}",
            problem
        );
    }
    Ok(())
}

/// What holds of every decision: words are where they are said to be, and nobody is asked twice.
fn decides_soundly(decision: &Decision, text: &str) -> Result<(), TestCaseError> {
    let because = decision
        .assignment
        .iter()
        .map(|one| &one.because)
        .chain(decision.asks.iter().map(|ask| &ask.because));
    for matched in because.flat_map(|because| &because.matched) {
        prop_assert_eq!(text.get(matched.start..matched.end), Some(matched.words.as_str()));
    }
    let mut owners: Vec<_> =
        owner(decision).into_iter().chain(decision.asks.iter().map(|ask| ask.owner)).collect();
    let all = owners.len();
    owners.sort();
    owners.dedup();
    prop_assert_eq!(owners.len(), all);
    prop_assert!(decision.asks.is_empty() || !decision.provisional);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_characters(routing in any::<String>(), text in any::<String>()) {
        holds(&routing, &text)?;
    }

    #[test]
    fn any_words_of_the_language(routing in soup(), text in "[a-z ,]{0,20}") {
        holds(&routing, &text)?;
    }

    #[test]
    fn a_text_with_slips(routing in mutated(), text in "(price|time|quote|hi|é| ){0,8}") {
        holds(&routing, &text)?;
    }

    #[test]
    fn layout_and_case_change_nothing(text in "(price|time|quote|hi| ){0,8}", upper in any::<bool>(), gap in "[ \t\n]{1,4}") {
        let one_line = ARTICLE.split_whitespace().collect::<Vec<_>>().join(&gap);
        let other = if upper { one_line.to_uppercase() } else { one_line };
        let (plain, other) = (ready(ARTICLE), ready(&other));
        let mut scratch = Scratch::default();
        let (a, b) = (plain.decide(&facts(&text), &mut scratch), other.decide(&facts(&text), &mut scratch));
        prop_assert_eq!((owner(&a), asks(&a), a.provisional), (owner(&b), asks(&b), b.provisional));
    }
}

/// Pieces that, repeated, would cost a careless reader the square of their number.
const PIECES: [&str; 14] = [
    "\"",
    "“a",
    "(",
    "not ",
    "IF ",
    "else ",
    "/\\",
    "#",
    ",",
    "a ",
    "IF contact is new TAG a ",
    "\"a\" or ",
    "contains \"a\",",
    "IF message contains \"pric*\", \"price\", \"a a a a\" ASSIGN to Sales queue ELSE ",
];

#[test]
fn a_routing_text_at_the_limit_is_read_whatever_it_repeats() {
    // 512 KiB of each: anything quadratic would take minutes here.
    for piece in PIECES {
        let text = piece.repeat(baton_routing::LONGEST_TEXT / piece.len());
        if let Err(problems) = compile(&text, &names()) {
            assert!(problems.len() <= 100, "{piece}: {}", problems.len());
            assert!(problems.iter().all(|problem| problem.render(&text).len() < 2000), "{piece}");
        }
    }
}

#[test]
fn a_customer_s_text_of_any_length_is_routed() {
    // A hundred thousand bytes: the square of that would take hours.
    let keywords: Vec<_> = (1..=100).step_by(9).map(|length| format!("\"{}\"", "-".repeat(length))).collect();
    let routing = ready(&format!(
        "IF message contains {} ASSIGN to Sales queue\nELSE IF message matches /(-|x)+$/ ASSIGN to Billing queue\n\
         ELSE IF message contains \"a b\", \"x\" ASSIGN to Scheduling queue ELSE ASSIGN to General queue",
        keywords.join(", ")
    ));
    let mut scratch = Scratch::default();
    for piece in ["-", "x", " ", "a ", "e\u{301}", "\u{20D0}", "ﷺ", "x -", "é\t "] {
        let text = piece.repeat(100_000 / piece.len());
        let decision = routing.decide(&Facts { moment: NOON, ..facts(&text) }, &mut scratch);
        assert!(decision.assignment.is_some_and(|one| one.because.matched.len() <= 20), "{piece}");
    }
}
