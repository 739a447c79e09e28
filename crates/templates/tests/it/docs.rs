//! docs/templates.md: its examples are run, its tables compared with what the program does.

use crate::common;

use crate::common::{found, ready};
use baton_templates::{Availability, Context, Name, Promise, Template, Values};

const DOCS: &str = include_str!("../../../../docs/templates.md");

/// The fenced blocks of the page in order: kind and content.
fn blocks() -> Vec<(&'static str, &'static str)> {
    DOCS.split("\n```")
        .skip(1)
        .step_by(2)
        .map(|block| block.split_once('\n').expect("a fence ends its line"))
        .collect()
}

/// The lines of the section under that heading.
fn section(heading: &str) -> Vec<&'static str> {
    let after = DOCS.split(&format!("\n## {heading}\n")).nth(1).unwrap_or_else(|| panic!("{heading}"));
    after.split("\n## ").next().unwrap_or_default().lines().collect()
}

fn values(lines: &str) -> Values {
    lines.lines().fold(Values::new(), |values, line| {
        let (label, value) = line.split_once(" = ").expect("label = value");
        values.with_label(label, value)
    })
}

/// Fails when an example of the page does not do what the page says.
#[test]
fn every_example_does_what_the_page_says() {
    let mut template = "";
    let mut given = Values::new();
    let mut checked = 0;
    for (kind, content) in blocks() {
        match kind {
            "template" => (template, given) = (content, Values::new()),
            "values" => given = values(content),
            "text" => assert_eq!(ready(template).fill(&given).as_deref(), Ok(content)),
            "refusal" => assert_eq!(ready(template).fill(&given).unwrap_err().to_string(), content),
            "told" => assert_eq!(found(template).trim_end(), content),
            "told auto-reply" => {
                let problems = ready(template).check(Context::AutoReply);
                assert_eq!(common::told(template, &problems).trim_end(), content);
            }
            "toml" => assert!(content.contains("[templates."), "{content}"),
            other => panic!("no test for {other}"),
        }
        checked += usize::from(!matches!(kind, "template" | "values"));
    }
    assert_eq!(checked, 7);
}

/// The rows of the table of names, as the page must have them.
fn rows() -> Vec<String> {
    let row = |&name: &Name| {
        let also = name.spellings()[1..].iter().map(|one| format!("`[{one}]`")).collect::<Vec<_>>().join(" ");
        let marks = Context::ALL.map(|context| match name.in_context(context) {
            Availability::Filled => "filled",
            Availability::Asked => "asked",
            Availability::Never { .. } => "–",
        });
        format!("| `{name}` | {also} | {} | {} | {} |", name.meaning(), name.example(), marks.join(" | "))
    };
    Name::ALL.iter().map(row).collect()
}

/// Fails when the page's table lacks a name, or says something else of one than the program does.
#[test]
fn the_table_of_names_is_the_program_s() {
    let found: Vec<&str> = section("Names").into_iter().filter(|line| line.starts_with("| `[")).collect();
    assert_eq!(found, rows(), "the rows should be:\n{}", rows().join("\n"));
}

/// Fails when the page says of a timeframe that it is read, and it is not, or otherwise; or the other way round.
#[test]
fn timeframes_are_read_as_the_page_says() {
    let lines = section("Timeframes");
    let rows: Vec<(&str, &str)> = lines
        .iter()
        .filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |")?.split_once(" | "))
        .collect();
    assert_eq!(rows.len(), 9);
    for (written, read) in rows {
        for words in written.split('`').step_by(2).filter(|words| !words.is_empty()) {
            assert_eq!(
                Promise::read(words).map(|promise| promise.to_string()).as_deref(),
                Some(read),
                "{words}"
            );
        }
    }
    let not_read = lines.iter().find_map(|line| line.strip_prefix("Not read: ")).expect("what is not read");
    let not_read: Vec<&str> = not_read.split('`').skip(1).step_by(2).collect();
    assert_eq!(not_read.len(), 10);
    for words in not_read {
        assert_eq!(Promise::read(words), None, "{words}");
    }
}

/// Fails when the page shows a policy's template that is none.
#[test]
fn the_policy_s_example_is_a_template() {
    let policy = blocks().into_iter().find(|(kind, _)| *kind == "toml").expect("an example of a policy").1;
    let policy: toml::Table = policy.parse().expect("TOML");
    for (name, template) in policy["templates"].as_table().expect("a table") {
        assert!(Template::parse(template["text"].as_str().expect("a text")).is_ok(), "{name}");
    }
}
