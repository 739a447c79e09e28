//! `[auto_replies]`: what Baton answers by itself, and the word that takes a text to on call.

use baton_text::{Standing, consent_word, squeeze};

use crate::built::Feature;
use crate::names::quoted;
use crate::problem::{Code, Findings};
use crate::queue::{Hours, Queue};
use crate::read::named::Kind;
use crate::read::section::{Field, Section, Text, Wanted};
use crate::read::templates::Templates;
use crate::read::workspace::name;
use crate::template::AutoReplies;

const AUTO_REPLIES: Wanted =
    Wanted { what: "a table of settings", example: "{ outside_hours = \"After hours\" }" };
const MAX: Wanted = Wanted { what: "a whole number", example: "2" };
const WORD: Wanted = Wanted { what: "a word", example: "\"URGENT\"" };
const TEMPLATE: Wanted = Wanted { what: "the name of a template", example: "\"After hours\"" };
const HOURS: Wanted = Wanted { what: "the name of hours", example: "\"Office\"" };

/// What the policy says about answers by themselves.
pub(crate) fn read(
    top: &mut Section<'_>,
    templates: &mut Templates<'_>,
    hours: &[Hours],
    queues: &[Queue],
    findings: &mut Findings<'_>,
) -> AutoReplies {
    let mut replies = AutoReplies::default();
    let Some(field) = top.ask_built("auto_replies", Feature::AutoReplies, findings) else { return replies };
    let Some(table) = field.table(findings, AUTO_REPLIES) else { return replies };
    let mut section = Section::new("[auto_replies]", table);
    let most = section.ask("max_per_number_and_day");
    if let Some(most) = most.and_then(|field| field.number(findings, MAX, 1..=20)) {
        replies.max_per_number_and_day = most;
    }
    if let Some(word) = section.ask("urgent_word").and_then(|field| urgent_word(field, findings)) {
        word.clone_into(&mut replies.urgent_word);
    }
    let (outside, of) = (section.ask("outside_hours"), section.ask("outside_hours_of"));
    let first = section.ask("first_contact");
    section.finish(findings);
    let mut template = |field: Field<'_>, findings: &mut Findings<'_>| {
        templates.automatic(field.text(findings, TEMPLATE)?, findings)
    };
    replies.outside_hours = outside.and_then(|field| template(field, findings));
    replies.first_contact = first.and_then(|field| template(field, findings));
    let named = of.and_then(|field| field.text(findings, HOURS));
    let known = hours.iter().map(|hours| hours.name.as_str());
    replies.outside_hours_of = named.and_then(|named| Kind::HOURS.find(named, known, None, findings));
    if let (None, Some(of)) = (outside, of) {
        let message = "“outside_hours_of” does nothing without “outside_hours”";
        let remedy = format!("write outside_hours = {}, or take it out", TEMPLATE.example);
        findings.warning(Code::NoEffect, of.at, message, remedy);
    }
    if let (Some(outside), None) = (outside, of)
        && queues.iter().all(|queue| queue.hours.is_none())
    {
        let message = "this is never answered: no queue has hours, so that it is never outside of them";
        let remedy = format!("write outside_hours_of = {}, or give queues hours", HOURS.example);
        findings.warning(Code::NoEffect, outside.at, message, remedy);
    }
    replies
}

/// One word, in letters and digits, that means nothing else to a customer's carrier.
fn urgent_word<'d>(field: Field<'d>, findings: &mut Findings<'_>) -> Option<&'d str> {
    let text: Text<'d> = field.text(findings, WORD)?;
    let word = name(text, "the urgent word", findings)?;
    if word.split_whitespace().count() != 1 || squeeze(word).is_empty() {
        let message = format!("the urgent word is one word, and this is {}", quoted(word));
        findings.problem(Code::BadValue, text.at, message, format!("write urgent_word = {}", WORD.example));
        return None;
    }
    if consent_word(word, Standing::Asked).is_some() {
        let message = format!("{} is a word of consent, and never heard as another", quoted(word));
        findings.problem(Code::BadValue, text.at, message, format!("write urgent_word = {}", WORD.example));
        return None;
    }
    Some(word)
}
