//! Whole documents: the design's example, the sample business, the starter, and documents broken in every way.

use crate::common::cedar_lane;
use baton_hours::Zone;
use baton_policy::{
    CEDAR_LANE, CEDAR_LANE_PROMISES, Code, Feature, Features, Known, KnownPerson, Policy, check, check_with,
    render, starter,
};
use proptest::prelude::*;

/// The shape of a whole policy as the design draws it; a copy of the project's shared example.
const WHOLE: &str = include_str!("../policy-example.toml");

#[test]
fn the_whole_example_is_refused_for_what_is_not_built_and_for_nothing_else() {
    let report = check(WHOLE, &cedar_lane());
    assert!(report.problems.iter().all(|problem| problem.code == Code::NotBuilt), "{report}");
    insta::assert_snapshot!(render(&report, WHOLE));
}

#[test]
fn the_sample_business_has_a_policy_without_a_fault() {
    let policy = Policy::load(CEDAR_LANE, &cedar_lane()).unwrap_or_else(|report| panic!("{report}"));
    let warned: Vec<Code> = policy.warnings().iter().map(|warning| warning.code).collect();
    assert_eq!(warned, [Code::NothingPromised], "it has no targets");
    let queues: Vec<&str> = policy.queues().iter().map(|queue| queue.name.as_str()).collect();
    assert_eq!(queues, ["Front desk", "Scheduling", "Billing", "Memberships", "Sales", "On call"]);
}

/// The lines of the sections whose header is wanted and of what stands above the first, but for blanks and for lines
/// that only comment.
fn settings(source: &'static str, wanted: impl Fn(&str) -> bool) -> Vec<&'static str> {
    let mut within = true;
    let lines = source.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .filter(|line| {
            if line.starts_with('[') && line.ends_with(']') {
                within = wanted(line);
            }
            within
        })
        .collect()
}

/// Fails when the sample business promises something else than the whole example does, leaves out a section that is
/// built, or has one that is not.
#[test]
fn the_promises_of_the_sample_business_are_the_whole_example_as_far_as_it_is_built() {
    let later = [("[auto_replies]", Feature::AutoReplies), ("[templates.", Feature::Templates)];
    let built = settings(WHOLE, |header| {
        !later.iter().any(|(section, feature)| header.starts_with(section) && !feature.is_built())
    });
    assert_eq!(settings(CEDAR_LANE_PROMISES, |_| true), built);
    let policy = Policy::load(CEDAR_LANE_PROMISES, &cedar_lane()).unwrap_or_else(|report| panic!("{report}"));
    let warnings: Vec<&str> = policy.warnings().iter().map(|one| one.message.as_str()).collect();
    assert_eq!(
        warnings,
        ["nobody on Monday to Friday, 8 am to 6 pm: the lead of On call is accountable"],
        "as the example deserves"
    );
}

#[test]
fn a_document_with_many_faults_is_told_all_of_them_at_once() {
    let source = include_str!("../faulty.toml");
    insta::assert_snapshot!(render(&check(source, &cedar_lane()), source));
}

#[test]
fn a_report_is_readable_by_programs() {
    let json = serde_json::to_value(check("zone = 1", &cedar_lane())).expect("JSON");
    let zone =
        json["problems"].as_array().expect("a list").iter().find(|problem| problem["code"] == "wrong-kind");
    let expected = serde_json::json!({
        "severity": "error", "code": "wrong-kind", "line": 1, "column": 8, "span": { "start": 7, "end": 8 },
        "message": "“zone” wants the name of a time zone, and this is a number",
        "remedy": "write zone = \"America/New_York\"",
    });
    assert_eq!(zone, Some(&expected));
}

fn somebody(email: &str) -> Known {
    let person = KnownPerson { email: email.to_owned(), name: String::new(), active: true, may_answer: true };
    Known { people: vec![person], lines: Vec::new() }
}

/// A document with pieces taken out, doubled, moved or replaced.
fn mutated() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[\\[\\]{}=\",.#\\\\' \n]{0,4}",
        "\\PC{0,6}",
        prop::sample::select(vec![
            "\"\"\"",
            "true",
            "[queues.X]\n",
            "2026-12-24",
            "-1",
            "é",
            "\r\n",
            "\u{0}"
        ])
        .prop_map(str::to_owned),
    ];
    let edit = (any::<prop::sample::Index>(), 0usize..40, piece);
    let base = prop::sample::select(vec![WHOLE, CEDAR_LANE_PROMISES, CEDAR_LANE]);
    (base, prop::collection::vec(edit, 1..6)).prop_map(|(base, edits)| {
        edits.into_iter().fold(base.to_owned(), |text, (at, length, piece)| {
            let start = text.floor_char_boundary(at.index(text.len() + 1));
            let end = text.floor_char_boundary((start + length).min(text.len())).max(start);
            format!("{}{piece}{}", &text[..start], &text[end..])
        })
    })
}

/// A check of the document ends, and every place that it tells is a place of the document.
fn tells_places_of(source: &str) -> Result<(), TestCaseError> {
    tells_places_with(source, Features::Built)?;
    tells_places_with(source, Features::All)
}

fn tells_places_with(source: &str, features: Features) -> Result<(), TestCaseError> {
    let known = cedar_lane();
    let report = check_with(source, &known, features);
    for problem in report.problems.iter().chain(&report.warnings) {
        let (start, end) = (problem.span.start, problem.span.end);
        prop_assert!(start <= end && end <= source.len(), "{problem:?}");
        let line = usize::try_from(problem.line).expect("a small number");
        prop_assert!(line <= source.matches('\n').count() + 1, "{problem:?}");
        prop_assert!(!problem.message.is_empty());
    }
    render(&report, source);
    prop_assert_eq!(Policy::load_with(source, &known, features).is_ok(), report.is_usable());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_broken_document_makes_a_check_panic(source in mutated()) {
        tells_places_of(&source)?;
    }

    #[test]
    fn no_text_at_all_makes_a_check_panic(source in "\\PC{0,200}|[a-z\\[\\]{}=\", \n]{0,80}") {
        tells_places_of(&source)?;
    }

    #[test]
    fn a_starter_passes_its_own_check_whatever_the_business_is_called(
        business in "\\PC{0,20}|[\"\\\\\n{}a-z]{0,20}",
        email in "[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~\"\\\\-]{1,20}@[a-z]{1,8}\\.example",
        zone in prop::sample::select(Zone::names().collect::<Vec<_>>()),
    ) {
        let source = starter(&business, &email, &zone);
        let policy = Policy::load(&source, &somebody(&email));
        let policy = policy.unwrap_or_else(|report| panic!("{report}\n{source}"));
        // A zone without summer time may be what was meant.
        prop_assert!(policy.warnings().iter().all(|warning| warning.code == Code::NoSummerTime));
        prop_assert_eq!(policy.answers_for(&policy.queues()[0]), email.as_str());
        prop_assert_eq!(&policy.queues()[0].initials, "Ge");
        prop_assert!(policy.zone().name().eq_ignore_ascii_case(&zone));
    }
}
