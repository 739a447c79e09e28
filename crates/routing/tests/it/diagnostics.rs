//! What people read when a routing text has mistakes, or looks wrong. The snapshots are the messages themselves.

use crate::common::{ARTICLE, names, ready};
use baton_routing::{Code, Problem, Severity, compile};
use std::fmt::Write;

/// Holds each text with everything that is told about it against the snapshot of that name.
fn snapshot(name: &str, texts: &[&str]) {
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(name, told(texts)) });
}

/// Each text with everything that is told about it.
fn told(texts: &[&str]) -> String {
    let mut out = String::new();
    for text in texts {
        let problems = match compile(text, &names()) {
            Ok(routing) => routing.warnings().to_vec(),
            Err(problems) => problems,
        };
        let indented = text.replace('\n', "\n     ");
        writeln!(out, "==== {indented}").expect("a string can always be written to");
        for problem in problems {
            out.push_str(&problem.render(text));
        }
    }
    out
}

fn problems(text: &str) -> Vec<Problem> {
    compile(text, &names()).map_or_else(|problems| problems, |routing| routing.warnings().to_vec())
}

fn codes(text: &str) -> Vec<(Severity, Code, u32)> {
    problems(text).iter().map(|problem| (problem.severity, problem.code, problem.line)).collect()
}

#[test]
fn mistakes_of_grammar() {
    snapshot(
        "grammar",
        &[
            "IF contains \"price\" ASSIGN to Sales queue ELSE ASSIGN to General queue",
            "IF message contains price, 'quote' ASSIGN to Sales queue ELSE ASSIGN to General queue",
            "IF message contains \"price\" or \"quote\" ASSIGN to Sales queue ELSE ASSIGN to General queue",
            "IF message contains \"price\" \"quote\" ASSIGN to Sales queue ELSE ASSIGN to General queue",
            "IF message contains \"price\n  ASSIGN to Sales queue\nELSE ASSIGN to General queue",
            "IF message says \"price\" ASSIGN to Sales queue ELSE ASSIGN to General queue",
            "IF message matches order ASSIGN to Sales queue ELSE ASSIGN to General queue",
            "IF message contains ASSIGN to Sales queue ELSE ASSIGN to General queue",
            "IF (contact is new or contact tagged vip ASSIGN to Sales queue ELSE ASSIGN to General queue",
            "IF contact is known ASSIGN to Sales queue ELSE ASSIGN to General queue",
            "IF contact plan is \"gold\" ASSIGN to Sales queue ELSE ASSIGN to General queue",
            "IF owner available ASSIGN to owner ELSE ASSIGN to General queue",
            "IF between 8 and 12:00 ASSIGN to Sales queue ELSE ASSIGN to General queue",
            "IF between 08:00 to 12:00 ASSIGN to Sales queue ELSE ASSIGN to General queue",
            "IF between 09:00 and 09:00 ASSIGN to Sales queue ELSE ASSIGN to General queue",
            "ELSE ASSIGN to General queue",
            "IF contact is new ASSIGN Sales queue ELSE ASSIGN to",
            "IF contact is new ELSE ASSIGN to General queue",
            "IF contact is new TAG #urgent ELSE ASSIGN to General queue",
            "IF contact is new PRIORITY top REPLY After hours ELSE ASSIGN to General queue",
            "IF contact is new ASSIGN to Reply team queue ELSE ASSIGN to General queue",
            "ASSIGN to Queue 7 queue",
            "IF contact is new ASSIGN to General queue END END please",
            "IF contact is new ASSIGN to Sales queue ASSIGN to General queue TAG a UNTAG A PRIORITY high PRIORITY normal",
            "Dear colleagues, send everything to Sales",
        ],
    );
}

#[test]
fn names_that_do_not_exist() {
    snapshot(
        "names",
        &[
            "IF message contains \"time\"\n\tASSIGN to Schedulling queue\nELSE\n  ASSIGN to Reception queue",
            "ASSIGN to Scheduling",
            "ASSIGN to Front desk",
            "ASSIGN to mayo@cedarlane.example",
            "ASSIGN to Jordan Lee",
            "ASSIGN to everybody",
            "IF within Klinic ASSIGN to Sales queue REPLY with Good night TARGET Urgnet ELSE ASSIGN to General queue",
            "IF line is \"Mian\" or line is \"+1 999\" ASSIGN to Sales queue ELSE ASSIGN to General queue",
        ],
    );
}

#[test]
fn keywords_and_expressions_that_cannot_match() {
    let long = format!(
        "IF message contains \"{}\" ASSIGN to Sales queue ELSE ASSIGN to General queue",
        "long ".repeat(21)
    );
    snapshot(
        "keywords",
        &[
            "IF message contains \"\", \"\u{200B}\" ASSIGN to Sales queue ELSE ASSIGN to General queue",
            &long,
            "IF message matches /order (/ ASSIGN to Sales queue ELSE ASSIGN to General queue",
            "IF message matches /\\w{1,500}{1,500}/ ASSIGN to Sales queue ELSE ASSIGN to General queue",
            "IF message matches /(?=look)/ ASSIGN to Sales queue ELSE ASSIGN to General queue",
            "IF message matches /order ASSIGN to Sales queue",
            "IF message matches /x*/ ASSIGN to Sales queue ELSE ASSIGN to General queue",
        ],
    );
}

#[test]
fn branches_that_no_text_reaches() {
    snapshot(
        "reach",
        &[
            "IF message contains \"pric*\", \"payment\" ASSIGN to Sales queue\n\
         ELSE IF message contains \"prices\", \"payment plan\", \"prices*\" ASSIGN to Billing queue\n\
         ELSE ASSIGN to General queue",
            "IF contact is new ASSIGN to Sales queue\nELSE ASSIGN to General queue\nELSE IF tagged vip ASSIGN to Billing queue\nELSE TAG x",
            "IF contact is new or contact is existing ASSIGN to Sales queue\nELSE IF tagged vip ASSIGN to Billing queue",
            "IF contact is new and contact is existing ASSIGN to Sales queue ELSE ASSIGN to General queue",
            "IF contact is new and tagged vip ASSIGN to Sales queue\nELSE IF contact is new and tagged VIP TAG a\nELSE ASSIGN to General queue",
            "ASSIGN to General queue\nIF contact is new ASSIGN to Sales queue",
            "IF message contains \"price\" ASSIGN to Sales queue",
            "IF contact is new ASSIGN to Memberships queue ELSE ASSIGN to General queue",
            "IF between 00:00 and 24:00 ASSIGN to Sales queue ELSE ASSIGN to General queue",
        ],
    );
}

#[test]
fn what_can_be_reached_is_not_warned_about() {
    for text in [
        ARTICLE,
        // Another word, a longer word, a prefix behind a whole word, a word under NOT, somebody who may not be there.
        "IF message contains \"plan\" ASSIGN to Sales queue ELSE IF message contains \"plans\" ASSIGN to Billing queue ELSE ASSIGN to General queue",
        "IF message contains \"pric\" ASSIGN to Sales queue ELSE IF message contains \"pric*\" ASSIGN to Billing queue ELSE ASSIGN to General queue",
        "IF message contains \"payment plan\" ASSIGN to Sales queue ELSE IF message contains \"plan\" ASSIGN to Billing queue ELSE ASSIGN to General queue",
        "IF message contains \"plan\" and contact is new ASSIGN to Sales queue ELSE IF message contains \"plan\" ASSIGN to Billing queue ELSE ASSIGN to General queue",
        "IF message contains \"plan\" ASSIGN to owner ELSE IF message contains \"plan\" ASSIGN to Billing queue ELSE ASSIGN to General queue",
        "IF not message contains \"plan\" ASSIGN to Sales queue ELSE IF message contains \"plan\" ASSIGN to Billing queue ELSE ASSIGN to General queue",
        "IF message contains \"asap\" TAG urgent IF message contains \"asap\" ASSIGN to Sales queue ELSE ASSIGN to General queue",
        "IF contact has owner ASSIGN to owner ELSE ASSIGN to last owner IF contact is new ASSIGN to Sales queue ELSE ASSIGN to General queue",
    ] {
        assert_eq!(ready(text).warnings(), [], "{text}");
    }
}

#[test]
fn several_mistakes_are_told_at_once() {
    let text = "IF message contains price ASSIGN to Salse queue\nELSE IF contact is odd ASSIGN to Scheduling queue\nELSE ASSIGN to Generl queue";
    let errors = [(Code::Syntax, 1), (Code::UnknownQueue, 1), (Code::Syntax, 2), (Code::UnknownQueue, 3)];
    assert_eq!(codes(text), errors.map(|(code, line)| (Severity::Error, code, line)));
}

#[test]
fn columns_count_characters_and_carets_stand_under_them() {
    let text = "# Zoë's rules\nIF message contains \"é\u{1F600}\" ASSIGN to Nowhere queue ELSE ASSIGN to General queue";
    let problem = &problems(text)[0];
    assert_eq!((problem.line, problem.column), (2, 36));
    assert_eq!(&text[problem.span.start..problem.span.end], "Nowhere");
    let rendered = problem.render(text);
    let lines: Vec<&str> = rendered.lines().collect();
    let caret = lines[4].chars().position(|c| c == '^').unwrap();
    assert_eq!(lines[3].chars().nth(caret), Some('N'), "{rendered}");
}

#[test]
fn a_long_line_is_shown_around_the_place_only() {
    let text = format!("IF message contains {} ASSIGN to Nowhere queue", vec!["\"word\""; 5000].join(", "));
    let rendered = problems(&text)[0].render(&text);
    assert!(rendered.len() < 600 && rendered.contains("…") && rendered.contains("Nowhere"), "{rendered}");
}

#[test]
fn nesting_has_a_limit_with_a_sentence() {
    let deep = |levels: usize| {
        format!(
            "IF {}contact is new{} ASSIGN to Sales queue ELSE ASSIGN to General queue",
            "(".repeat(levels),
            ")".repeat(levels)
        )
    };
    assert_eq!(problems(&deep(32)), []);
    assert_eq!(codes(&deep(33)), [(Severity::Error, Code::TooLarge, 1)]);
    assert_eq!(codes(&deep(100_000)), [(Severity::Error, Code::TooLarge, 1)]);
    let nots = format!(
        "IF {} contact is new ASSIGN to Sales queue ELSE ASSIGN to General queue",
        "not ".repeat(50_000)
    );
    assert_eq!(codes(&nots), [(Severity::Error, Code::TooLarge, 1)]);
}

#[test]
fn a_text_beyond_the_limit_is_refused_unread() {
    assert_eq!(codes(&"#".repeat(baton_routing::LONGEST_TEXT + 1)), [(Severity::Error, Code::TooLarge, 1)]);
    assert_eq!(codes(&"#".repeat(baton_routing::LONGEST_TEXT)), []);
}

#[test]
fn problems_keep_their_form_for_programs() {
    let json = serde_json::to_value(&problems("ASSIGN to Salse queue")[0]).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "severity": "error", "code": "unknown-queue", "line": 1, "column": 11, "span": {"start": 10, "end": 15},
            "message": "there is no queue called Salse", "remedy": "did you mean Sales?",
        })
    );
}
