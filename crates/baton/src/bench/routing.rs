//! Routing decisions alone: a policy with many rules, texts of ordinary length.

use super::{Report, histogram, machine};
use anyhow::{Context, anyhow};
use baton_policy::{Known, KnownPerson, Policy, render};
use baton_routing::{Contact, Facts, HoursRef, LineRef, Moment, Scratch};
use serde_json::json;
use std::fmt::Write as _;
use tokio::time::Instant;

/// Decisions that are timed together: one alone is shorter than a clock can tell.
const TOGETHER: u32 = 64;
/// Queues that the rules assign to.
const QUEUES: u32 = 10;

/// Noon on a working day.
struct Noon;

impl Moment for Noon {
    fn hours_open(&self, _: HoursRef) -> bool {
        true
    }

    fn minute_of_day(&self) -> u16 {
        12 * 60
    }
}

/// Decides `count` texts by so many rules.
pub(crate) fn routing(rules: u32, count: u32) -> anyhow::Result<Report> {
    let machine = machine();
    let policy = policy(rules)?;
    let texts: Vec<String> = (0..1_024).map(|index| text(index, rules)).collect();
    let mut scratch = Scratch::default();
    let mut took = histogram()?;
    let (mut assigned, mut decided) = (0_u32, 0_u32);
    while decided < count {
        let began = Instant::now();
        for index in decided..decided + TOGETHER {
            let facts = Facts {
                text: &texts[index as usize % texts.len()],
                has_media: false,
                contact: Contact::default(),
                line: LineRef(0),
                tags: &[],
                queue: None,
                last_owner: None,
                on_call: None,
                moment: &Noon,
            };
            let decision = policy.routing().decide(&facts, &mut scratch);
            assigned += u32::from(decision.assignment.is_some());
        }
        took.record(u64::try_from(began.elapsed().as_nanos())? / u64::from(TOGETHER))?;
        decided += TOGETHER;
    }
    let (p50, p99) = (took.value_at_quantile(0.5), took.value_at_quantile(0.99));
    let length = texts.iter().map(String::len).sum::<usize>() / texts.len();
    let document = json!({"bench": "routing", "machine": machine, "rules": rules, "decisions": decided,
        "assigned": assigned, "bytes_of_text": length, "mean_ns": took.mean(), "p50_ns": p50, "p99_ns": p99});
    let words = format!(
        "{decided} decisions by {rules} rules on texts of {length} bytes: {:.2} µs each on average, \
         median {p50} ns, p99 {p99} ns (means of {TOGETHER})",
        took.mean() / 1_000.0
    );
    Ok(Report { document, words })
}

/// A word that no language has: different for every number below 64,000.
fn word(number: u32) -> String {
    let syllables = [
        "ba", "ke", "li", "mo", "nu", "pa", "re", "si", "to", "vu", "za", "de", "fi", "go", "hu", "ja", "ly",
        "wo", "ra", "te",
    ];
    let part = |place: u32| syllables[(number / place) as usize % syllables.len()];
    format!("{}{}{}{}", part(1), part(20), part(400), part(8_000))
}

/// An ordinary text with the keyword of some rule in it.
fn text(index: u32, rules: u32) -> String {
    let rule = index.wrapping_mul(7_919) % rules;
    format!(
        "Hello, I had a question about the {} that you sent me last week, can you help?",
        word(rule * 3 + index % 3)
    )
}

fn policy(rules: u32) -> anyhow::Result<Policy> {
    let email = "maya@cedarlane.example";
    let mut source = format!("zone = \"America/New_York\"\nfallback = \"{email}\"\n");
    // Writing to a String cannot fail.
    for queue in 0..=QUEUES {
        let _ = write!(source, "[queues.Q{queue}]\nmembers = [\"{email}\"]\n");
    }
    source.push_str("[routing]\ntext = \"\"\"\n");
    for rule in 0..rules {
        let start = if rule == 0 { "IF" } else { "ELSE IF" };
        let words: Vec<String> = (0..3).map(|place| format!("\"{}\"", word(rule * 3 + place))).collect();
        let _ = writeln!(
            source,
            "{start} message contains {}\n  ASSIGN to Q{} queue",
            words.join(", "),
            rule % QUEUES
        );
    }
    let _ = write!(source, "ELSE\n  ASSIGN to Q{QUEUES} queue\n\"\"\"\n");
    let person = KnownPerson {
        email: email.to_owned(),
        name: "Maya Ortiz".to_owned(),
        active: true,
        may_answer: true,
    };
    let known = Known { people: vec![person], lines: Vec::new() };
    Policy::load(&source, &known)
        .map_err(|report| anyhow!("{}", render(&report, &source)))
        .context("the policy of the bench does not hold")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_rule_has_words_of_its_own() {
        let words: HashSet<String> = (0..15_000).map(word).collect();
        assert_eq!(words.len(), 15_000);
    }

    #[test]
    fn every_text_of_the_bench_is_caught_by_its_rule() {
        let report = routing(50, 64).unwrap();
        assert_eq!(report.document["assigned"], report.document["decisions"]);
    }
}
