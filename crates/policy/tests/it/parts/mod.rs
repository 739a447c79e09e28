//! What a check finds in the parts of a policy that come later, case by case: the place, the sentence and the remedy.

mod answers;
mod promises;
mod workspace;

use std::fmt::Write;

use crate::common::cedar_lane;
use baton_policy::{Code, Feature, Features, OnCall, Policy, Report, StepDoes, StepWho, check, check_with};

/// A policy that is well and uses every part, to be changed in one place.
const GOOD: &str = r#"zone = "America/New_York"
fallback = "ruth@cedarlane.example"
on_call = "Desk"
max_bounces = 4
close_after = "5 days"
return_after_away = true

[hours.Clinic]
mon = ["09:00-18:00"]

[queues.Desk]
members = ["maya@cedarlane.example", "sam@cedarlane.example"]
lead = "maya@cedarlane.example"
hours = "Clinic"
rota = "Desk"
claim_within = "10 min"
capacity = 8

[rotas.Desk]
shifts = [
  { id = "day", days = ["mon"], from = "09:00", to = "18:00", who = "maya@cedarlane.example" },
  { id = "late", days = ["mon"], from = "18:00", to = "20:00", rotation = { people = ["sam@cedarlane.example"], every_shifts = 2, start = "2026-01-05" } },
]
overrides = [
  { from = "2026-05-16T18:00", to = "2026-05-17T08:00", who = ["sam@cedarlane.example"], why = "A wedding" },
]
swaps = [
  { one = { shift = "day", date = "2026-06-01" }, other = { shift = "late", date = 2026-06-08 } },
]

[[targets]]
name = "Urgent"
when = "tagged urgent"
first_response = "5 min"
around_the_clock = true
escalation = "Usual"

[[targets]]
name = "Everybody"
first_response = "1 h"
act_within = "30 min"
hours = "Clinic"
warn_at = 50

[escalations]
Usual = [
  { after = "0 min", notify = "lead" },
  { after = "30 min", assign = "Desk queue" },
]

[auto_replies]
max_per_number_and_day = 3
urgent_word = "NOW"
outside_hours = "Closed"
first_contact = "Welcome"

[templates.Closed]
text = "We read it at [next opening]."
[templates.Welcome]
text = "Thank you, [First Name|all]!"
queue = "Desk"
[templates.Note]
kind = "note"
text = "For [who]: [summary]"
person = "maya@cedarlane.example"

[quiet_hours]
from = "09:00"
to = "20:00"

[consent]
opt_out = ["parar"]
opt_in = ["volver"]
help = ["ayuda"]
scope = "line"

[routing]
text = """
IF message contains "price"
  ASSIGN to on call
  TARGET Urgent
  REPLY with Welcome
ELSE
  ASSIGN to Desk queue
"""
"#;

fn changed(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    GOOD.replacen(from, to, 1)
}

fn report(source: &str) -> Report {
    check_with(source, &cedar_lane(), Features::All)
}

/// Everything that is told of a document: "line: sentence | remedy".
fn told(source: &str) -> Vec<String> {
    let report = report(source);
    let all = report.problems.iter().map(|one| ("", one)).chain(report.warnings.iter().map(|one| ("~", one)));
    all.map(|(worth, one)| {
        let remedy = one.remedy.as_deref().map_or(String::new(), |remedy| format!(" | {remedy}"));
        format!("{worth}{}:{} {}{remedy}", one.line, one.column, one.message)
    })
    .collect()
}

/// Holds what is told where `GOOD` has `to` instead of `from` against the snapshot of that name.
fn snapshot(name: &str, changes: &[(&str, &str)]) {
    let mut out = String::new();
    for (from, to) in changes {
        let lines = told(&changed(from, to));
        writeln!(out, "---- {from}\n  -> {to}\n{}", lines.join("\n"))
            .expect("a string can always be written to");
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(name, out) });
}
