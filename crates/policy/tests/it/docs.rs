//! The examples of docs/policy.md, each as it stands there.

use crate::common::cedar_lane;
use baton_policy::{Code, Features, Report, check, check_with, render};

const DOCS: &str = include_str!("../../../../docs/policy.md");

/// The text between fences that open with exactly that line, in order.
fn blocks(opening: &str) -> Vec<&'static str> {
    let fence = format!("```{opening}\n");
    DOCS.split(fence.as_str())
        .skip(1)
        .map(|rest| rest.split("```").next().expect("a closing fence"))
        .collect()
}

/// What the page shows of what is built, with that of the workspace itself first.
fn built() -> String {
    let (top, sections) = (blocks("toml top"), blocks("toml"));
    assert_eq!((top.len(), sections.len()), (1, 12));
    [top, sections].concat().concat()
}

/// Fails when the page shows something as built that this version refuses, or that has a fault.
#[test]
fn the_examples_put_together_are_a_policy_without_a_fault() {
    assert_eq!(check(&built(), &cedar_lane()), Report::default());
}

/// Fails when the page shows a part that is read otherwise than it says, or has a fault.
#[test]
fn the_examples_of_all_parts_are_a_policy_without_a_fault_too() {
    let later = blocks("toml all");
    assert_eq!(later.len(), 0);
    let source = built() + &later.concat();
    assert_eq!(check_with(&source, &cedar_lane(), Features::All), Report::default());
    assert!(later.iter().all(|part| !check(&(built() + part), &cedar_lane()).is_usable()), "some is built");
}

#[test]
fn the_faulty_example_is_told_as_the_page_says() {
    let (faulty, told) = (blocks("toml faulty"), blocks("text"));
    assert_eq!(render(&check(faulty[0], &cedar_lane()), faulty[0]), told[0]);
}

#[test]
fn everything_that_the_page_calls_not_built_is_refused_by_name() {
    let section = DOCS.split("## Not built yet").nth(1).expect("the section");
    let rows: Vec<(&str, &str)> = section
        .lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let setting = cells.first()?.strip_prefix('`')?.strip_suffix('`')?;
            Some((setting, *cells.get(1)?))
        })
        .collect();
    assert_eq!(rows.len(), 1);
    for (setting, place) in rows {
        let here = |wanted: &str| if place == wanted { setting } else { "" };
        let source = format!(
            "zone = \"America/New_York\"\nfallback = \"ruth@cedarlane.example\"\n{}\n\
             [queues.Sales]\nmembers = [\"jordan@cedarlane.example\"]\n\
             [routing]\ntext = \"\"\"\nIF message contains \"price\"\nASSIGN to Sales queue\n{}\n\
             ELSE\nASSIGN to Sales queue\"\"\"\n",
            here("workspace"),
            here("routing"),
        );
        let report = check(&source, &cedar_lane());
        let codes: Vec<Code> = report.problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, [Code::NotBuilt], "{setting}: {report}");
    }
}
