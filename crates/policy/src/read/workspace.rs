//! The settings that stand in no section.

use std::time::Duration;

use baton_hours::Zone;
use baton_routing::Span;

use crate::built::Feature;
use crate::length::Length;
use crate::limits;
use crate::names::{did_you_mean, folded, quoted};
use crate::problem::{Code, Findings};
use crate::read::lengths::{business_days, length};
use crate::read::people::People;
use crate::read::section::{Field, Section, Text, Wanted};
use crate::read::templates::Templates;

const ZONE: Wanted = Wanted { what: "the name of a time zone", example: "\"America/New_York\"" };
const ADDRESS: Wanted = Wanted { what: "an e-mail address", example: "\"ruth@example.com\"" };
const BOUNCES: Wanted = Wanted { what: "a whole number", example: "3" };
const FAREWELL: Wanted = Wanted { what: "the name of a template", example: "\"Goodbye\"" };
const REASONS: Wanted = Wanted { what: "a list of texts", example: "[\"answered\", \"booked\"]" };

/// For how long a closed conversation is reopened by a text, unless the policy says otherwise.
const REOPEN_WITHIN: Duration = Duration::from_hours(72);

/// How often people may pass a conversation on without a reply, unless the policy says otherwise.
const MAX_BOUNCES: u32 = 3;

/// `zone`: the time zone of the workspace.
pub(crate) fn zone(top: &mut Section<'_>, findings: &mut Findings<'_>) -> Option<Zone> {
    let Some(field) = top.ask("zone") else {
        let remedy = format!("write zone = {} at the top", ZONE.example);
        findings.problem(Code::Missing, Span::default(), "the policy names no time zone", remedy);
        return None;
    };
    named_zone(field, findings)
}

/// The zone that a setting names.
pub(crate) fn named_zone(field: Field<'_>, findings: &mut Findings<'_>) -> Option<Zone> {
    let name = field.text(findings, ZONE)?;
    let zone = Zone::named(name.value).ok();
    if zone.is_none() {
        let message = format!("there is no time zone called {}", quoted(name.value));
        let remedy =
            zone_meant(name.value).unwrap_or_else(|| format!("wanted a name such as {}", ZONE.example));
        findings.problem(Code::UnknownName, name.at, message, remedy);
    }
    if let Some(zone) = &zone {
        warn_about_zone(zone, name.at, findings);
    }
    zone
}

/// Abbreviations are names of zones too, and of such as never change their clocks: all hours would be an hour off for half
/// of the year.
fn warn_about_zone(zone: &Zone, at: Span, findings: &mut Findings<'_>) {
    let name = zone.name();
    let remedy = match name.to_ascii_uppercase().as_str() {
        "EST" => "write \"America/New_York\" for Eastern time".to_owned(),
        "MST" => "write \"America/Denver\" for Mountain time, \"America/Phoenix\" for Arizona".to_owned(),
        upper if upper.starts_with("ETC/GMT+") || upper.starts_with("ETC/GMT-") => {
            format!("write the name of a place, such as {}", ZONE.example)
        }
        _ => return,
    };
    let message = format!("{} never has summer time", quoted(name));
    findings.warning(Code::NoSummerTime, at, message, remedy);
}

/// The zone that was probably meant: by its city alone, or by the nearest name.
fn zone_meant(written: &str) -> Option<String> {
    let names: Vec<String> = Zone::names().collect();
    let city = folded(written).replace(' ', "_");
    let of_city = names.iter().find(|name| name.rsplit('/').next().is_some_and(|last| folded(last) == city));
    let of_city = of_city.map(|name| format!("did you mean {name}?"));
    of_city.or_else(|| did_you_mean(written, names.iter().map(String::as_str)))
}

/// `fallback`: the person who answers in the end.
pub(crate) fn fallback(
    top: &mut Section<'_>,
    findings: &mut Findings<'_>,
    people: &People<'_>,
) -> Option<String> {
    let Some(field) = top.ask("fallback") else {
        let remedy = format!("write fallback = {} at the top", ADDRESS.example);
        let message = "the policy names no fallback person, who answers in the end";
        findings.problem(Code::Missing, Span::default(), message, remedy);
        return None;
    };
    let named = field.text(findings, ADDRESS)?;
    people.fallback(named, findings)
}

/// `reopen_within`: for how long a text reopens a closed conversation.
pub(crate) fn reopen_within(top: &mut Section<'_>, findings: &mut Findings<'_>) -> Duration {
    let length = top.ask("reopen_within").and_then(|field| length(field, findings));
    length.map_or(REOPEN_WITHIN, Length::real_time)
}

/// `max_bounces`: how often people may pass a conversation on without a reply.
pub(crate) fn max_bounces(top: &mut Section<'_>, findings: &mut Findings<'_>) -> u32 {
    let field = top.ask_built("max_bounces", Feature::MaxBounces, findings);
    field.and_then(|field| field.number(findings, BOUNCES, 1..=100)).unwrap_or(MAX_BOUNCES)
}

/// `close_after`: after how much silence of the customer a conversation closes by itself.
pub(crate) fn close_after(top: &mut Section<'_>, findings: &mut Findings<'_>) -> Option<Length> {
    business_days(top.ask_built("close_after", Feature::CloseAfter, findings)?, findings)
}

/// `farewell`: the template of what is said when silence closes.
pub(crate) fn farewell(
    top: &mut Section<'_>,
    templates: &mut Templates<'_>,
    closes: bool,
    findings: &mut Findings<'_>,
) -> Option<usize> {
    let field = top.ask_built("farewell", Feature::Templates, findings)?;
    let farewell = templates.automatic(field.text(findings, FAREWELL)?, findings);
    if !closes {
        let message = "“farewell” does nothing without “close_after”: silence closes nothing";
        let remedy = "write close_after = \"5 days\", or take it out".to_owned();
        findings.warning(Code::NoEffect, field.at, message, remedy);
    }
    farewell
}

/// `return_after_away`: whether what moved while somebody was away comes back to them.
pub(crate) fn return_after_away(top: &mut Section<'_>, findings: &mut Findings<'_>) -> bool {
    let field = top.ask_built("return_after_away", Feature::ReturnAfterAway, findings);
    field.and_then(|field| field.flag(findings)).unwrap_or(false)
}

/// `close_reasons`: what to choose from when a conversation is closed.
pub(crate) fn close_reasons(top: &mut Section<'_>, findings: &mut Findings<'_>) -> Vec<String> {
    let Some(field) = top.ask("close_reasons") else { return Vec::new() };
    let reasons = field.texts(findings, REASONS, limits::REASONS).unwrap_or_default();
    labels(&reasons, "a reason for closing", findings)
}

/// Short labels, each once: tags, reasons. A problem for one that is empty, too long or there before.
pub(crate) fn labels(texts: &[Text<'_>], what: &str, findings: &mut Findings<'_>) -> Vec<String> {
    let mut labels: Vec<String> = Vec::with_capacity(texts.len());
    for &text in texts {
        let Some(label) = name(text, what, findings) else { continue };
        if labels.iter().any(|other| folded(other) == folded(label)) {
            let message = format!("{} stands here twice", quoted(label));
            findings.problem(Code::Duplicate, text.at, message, "take one out".to_owned());
        } else {
            labels.push(label.to_owned());
        }
    }
    labels
}

/// A name of something, without white space around it; a problem if it is empty, too long or no name at all.
pub(crate) fn name<'d>(text: Text<'d>, what: &str, findings: &mut Findings<'_>) -> Option<&'d str> {
    let name = text.value.trim();
    let letters = name.chars().count();
    if name.is_empty() {
        findings.problem(Code::BadValue, text.at, format!("{what} cannot be empty"), None);
    } else if letters > limits::NAME {
        let message = format!("{what} has at most {} letters, and this has {letters}", limits::NAME);
        findings.problem(Code::TooLarge, text.at, message, "choose a shorter one".to_owned());
    } else if name.chars().any(char::is_control) {
        let message = format!("{what} is one line, and {} holds a control character", quoted(name));
        findings.problem(Code::BadValue, text.at, message, None);
    } else {
        return Some(name);
    }
    None
}
