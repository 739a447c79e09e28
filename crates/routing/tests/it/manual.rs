//! Runs every example of docs/routing.md.

use crate::common;

use crate::common::{At, CHRIS, facts, names};
use baton_routing::{
    Ask, Contact, Decision, Facts, Names, Owner, QueueName, QueueRef, Scratch, compile, explain, reason,
};

const MANUAL: &str = include_str!("../../../../docs/routing.md");

/// The fenced blocks of the manual in order: kind and content.
fn blocks() -> Vec<(&'static str, &'static str)> {
    MANUAL
        .split("\n```")
        .skip(1)
        .step_by(2)
        .map(|block| block.split_once('\n').expect("a fence ends its line"))
        .map(|(kind, content)| (kind, content.trim_end()))
        .collect()
}

fn practice() -> Names {
    let on_call = QueueName { id: QueueRef(9), name: "On call".to_owned(), members: 2 };
    let mut names = names();
    names.queues.push(on_call);
    names
}

/// What the decision about `text` with the circumstances in brackets is, in the manual's words.
fn outcome(routing: &str, line: &str) -> String {
    let (text, circumstances) = line.split_once(" [").unwrap_or((line, ""));
    let circumstances: Vec<&str> = circumstances.trim_end_matches(']').split(", ").collect();
    let is = |what| circumstances.contains(&what);
    let contact = Contact {
        tags: if is("vip") { &["VIP"] } else { &[] },
        has_owner: is("owner") || is("owner away"),
        owner: is("owner").then_some(CHRIS),
        ..Contact::default()
    };
    let known = ["vip", "owner", "owner away", "picture", "closed", ""];
    assert!(circumstances.iter().all(|one| known.contains(one)), "{circumstances:?}");
    let moment = At { open: !is("closed"), minute: 720, busy: Vec::new() };
    let on_call = Some(Owner::Queue(QueueRef(9)));
    let facts = Facts { has_media: is("picture"), contact, on_call, moment: &moment, ..facts(text) };
    let compiled = compile(routing, &practice()).expect("an example without mistakes");
    assert_eq!(compiled.warnings(), [], "{routing}");
    said(&compiled.decide(&facts, &mut Scratch::default()))
}

fn said(decision: &Decision) -> String {
    let names = practice();
    let asked = |ask: &Ask| {
        let name = names.name_of(ask.owner).expect("everybody who is asked exists");
        format!("; asks {name}, because {}", reason(&ask.because))
    };
    let asks: String = decision.asks.iter().map(asked).collect();
    let tags = decision.tags.join(", ");
    let tags = if tags.is_empty() { tags } else { format!("; tags {tags}") };
    format!("{}{asks}{tags}", explain(decision, &names))
}

#[test]
fn every_example_of_the_manual_does_what_it_says() {
    let blocks = blocks();
    let mut checked = 0;
    for pair in blocks.windows(2).filter(|pair| pair[1].0 == "texts") {
        for line in pair[1].1.lines() {
            let (text, expected) = line.split_once("->").expect("a text and what becomes of it");
            assert_eq!(outcome(pair[0].1, text.trim()), expected.trim(), "{text}");
            checked += 1;
        }
    }
    assert!(checked > 20, "the manual has examples: {checked}");
}

#[test]
fn every_routing_text_of_the_manual_is_valid() {
    for (_, text) in blocks().iter().filter(|(kind, _)| *kind == "routing") {
        assert!(compile(text, &practice()).is_ok_and(|routing| routing.warnings().is_empty()), "{text}");
    }
}

#[test]
fn every_mistake_of_the_manual_is_told_as_it_says() {
    let blocks = blocks();
    let mistakes: Vec<_> = blocks.windows(2).filter(|pair| pair[0].0 == "mistake").collect();
    assert_eq!(mistakes.len(), 2);
    for pair in mistakes {
        let text = pair[0].1;
        let told = match compile(text, &practice()) {
            Ok(routing) => routing.warnings().to_vec(),
            Err(problems) => problems,
        };
        let told: String = told.iter().map(|problem| problem.render(text)).collect();
        assert_eq!((pair[1].0, told.trim_end()), ("told", pair[1].1));
    }
}

#[test]
fn the_manual_shows_the_article_s_rule_letter_for_letter() {
    assert_eq!(blocks()[0], ("routing", common::ARTICLE.trim_end()));
}
