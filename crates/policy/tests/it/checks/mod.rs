//! What a check finds, case by case: the place, the sentence and the remedy.

mod consent;
mod document;
mod routing;
mod team;

use crate::common::cedar_lane;
use baton_policy::{Code, Known, Policy, Problem, Report, check, render};
use baton_text::ConsentWord;

/// A policy that is well, to be changed in one place.
const GOOD: &str = r#"zone = "America/New_York"
fallback = "ruth@cedarlane.example"

[hours.Clinic]
mon = ["09:00-18:00"]

[queues.Sales]
initials = "Sa"
members = ["jordan@cedarlane.example", "maya@cedarlane.example"]
lead = "maya@cedarlane.example"
hours = "Clinic"

[routing]
text = """
IF message contains "price"
  ASSIGN to Sales queue
ELSE
  ASSIGN to Sales queue
"""

[[targets]]
name = "Everybody"
first_response = "1 h"
around_the_clock = true
"#;

fn changed(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    GOOD.replacen(from, to, 1)
}

fn told(problem: &Problem) -> String {
    let remedy = problem.remedy.as_deref().map_or(String::new(), |remedy| format!(" | {remedy}"));
    format!("{}:{} {}{remedy}", problem.line, problem.column, problem.message)
}

fn report(source: &str) -> Report {
    check(source, &cedar_lane())
}

/// What is told when `from` is written as `to`: exactly one problem, and no warning.
fn problem(from: &str, to: &str) -> String {
    let report = report(&changed(from, to));
    let told: Vec<String> = report.problems.iter().map(told).collect();
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(report.warnings.is_empty(), "{:#?}", report.warnings);
    told[0].clone()
}

fn warning(from: &str, to: &str) -> String {
    let report = report(&changed(from, to));
    assert!(report.is_usable(), "{report}");
    assert_eq!(report.warnings.len(), 1, "{:#?}", report.warnings);
    told(&report.warnings[0])
}

#[test]
fn a_policy_that_is_well_has_nothing_to_say() {
    assert_eq!(report(GOOD), Report::default());
}

/// Law 5: no clock runs, or the policy says in words that there is none. Fails when a policy that promises nothing to anybody is
/// saved without a word.
#[test]
fn a_policy_that_promises_nothing_is_warned_about() {
    let (without, _) = GOOD.split_once("\n[[targets]]").expect("it has targets");
    let found = report(without);
    assert!(found.is_usable(), "{found}");
    let told: Vec<(Code, String)> = found.warnings.iter().map(|one| (one.code, told(one))).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].0, Code::NothingPromised);
    assert!(told[0].1.starts_with("1:1 nothing is promised to anybody: "), "{told:?}");
}

#[test]
fn the_policy_that_was_read_says_what_the_document_says() {
    let policy = Policy::load(GOOD, &cedar_lane()).expect("a good policy");
    let sales = &policy.queues()[0];
    assert_eq!((policy.zone().name(), policy.fallback()), ("America/New_York", "ruth@cedarlane.example"));
    assert_eq!((sales.name.as_str(), sales.initials.as_str(), sales.reply_claims), ("Sales", "Sa", true));
    assert_eq!(sales.members, ["jordan@cedarlane.example", "maya@cedarlane.example"]);
    assert_eq!(policy.answers_for(sales), "maya@cedarlane.example");
    assert_eq!(policy.hours()[sales.hours.expect("hours")].name, "Clinic");
    assert_eq!(policy.reopen_within().as_secs(), 72 * 3_600, "the default");
    assert!(policy.split_asks(), "the default");
    assert_eq!(policy.queue_named(" sALES"), Some(0));
    assert_eq!(policy.source(), GOOD);
}

#[test]
fn a_policy_without_zone_fallback_queues_and_routing_is_told_all_four() {
    let messages: Vec<String> =
        report("").problems.iter().map(|problem| format!("{:?} {}", problem.code, problem.message)).collect();
    assert_eq!(
        messages,
        [
            "Missing the policy names no time zone",
            "Missing the policy names no fallback person, who answers in the end",
            "Missing the policy has no queue, and a text needs one to go to",
            "Missing the policy has no routing: nothing says who owns a new text",
        ]
    );
}
