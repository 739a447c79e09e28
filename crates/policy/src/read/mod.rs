//! Reading a document: every section in its file, everything that is wrong collected on the way.

mod hours;
mod literal;
mod people;
mod queues;
mod routing;
mod section;
mod workspace;

use baton_routing::Span;
use toml::de::{DeTable, Error};

use crate::built::Feature;
use crate::known::Known;
use crate::limits;
use crate::policy::Policy;
use crate::problem::{Code, Findings, Report};
use people::People;
use section::Section;

/// Why a document is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// To put it live: whoever it names must be able to answer.
    Draft,
    /// It was put live before: whoever cannot answer any more is left out.
    Saved,
}

/// The policy if it can be used, and everything that was found.
pub(crate) fn read(source: &str, known: &Known, stage: Stage) -> (Result<Policy, Report>, Report) {
    let mut findings = Findings::new(source);
    let policy = read_text(&mut findings, &People::new(known, stage));
    let report = findings.into_report();
    match policy {
        Some(policy) if report.is_usable() => {
            (Ok(Policy { warnings: report.warnings.clone(), ..policy }), report)
        }
        _ => (Err(report.clone()), report),
    }
}

fn read_text(findings: &mut Findings<'_>, people: &People<'_>) -> Option<Policy> {
    let source = findings.source();
    if source.len() > limits::SOURCE {
        let message = format!("the policy has {} bytes, and at most {} can be", source.len(), limits::SOURCE);
        findings.problem(Code::TooLarge, Span::default(), message, None);
        return None;
    }
    let (document, errors) = DeTable::parse_recoverable(source);
    if !errors.is_empty() {
        // What was read around a broken line would only be reported as missing.
        for error in &errors {
            no_toml(error, findings);
        }
        return None;
    }
    read_document(document.get_ref(), findings, people)
}

fn no_toml(error: &Error, findings: &mut Findings<'_>) {
    let range = error.span().unwrap_or_default();
    let at = Span { start: range.start, end: range.end };
    let message = error.message().lines().collect::<Vec<_>>().join(", ");
    let remedy = "the document is TOML: see docs/policy.md for how each section is written".to_owned();
    findings.problem(Code::Toml, at, message, remedy);
}

fn read_document(document: &DeTable<'_>, findings: &mut Findings<'_>, people: &People<'_>) -> Option<Policy> {
    let mut top = Section::new("the policy", document);
    let zone = workspace::zone(&mut top, findings);
    let fallback = workspace::fallback(&mut top, findings, people);
    let reopen_within = workspace::reopen_within(&mut top, findings);
    let close_reasons = workspace::close_reasons(&mut top, findings);
    let hours = hours::read(&mut top, findings, zone.as_ref());
    let queues = queues::read(&mut top, findings, people, &hours);
    let names = routing::names(&queues, &hours, people);
    let routing = routing::read(&mut top, findings, people, &names);
    refuse_unbuilt(&mut top, findings);
    top.finish(findings);
    let (split_asks, routing) = routing?;
    Some(Policy {
        source: findings.source().to_owned(),
        zone: zone?,
        fallback: fallback?,
        reopen_within,
        close_reasons,
        hours,
        queues,
        people: people.known.people.iter().map(|person| person.email.clone()).collect(),
        lines: people.known.lines.iter().map(|line| line.number.clone()).collect(),
        split_asks,
        names,
        routing,
        warnings: Vec::new(),
    })
}

/// The sections and settings of a whole policy that a later version reads.
fn refuse_unbuilt(top: &mut Section<'_>, findings: &mut Findings<'_>) {
    for (key, feature) in [
        ("on_call", Feature::OnCall),
        ("max_bounces", Feature::MaxBounces),
        ("close_after", Feature::CloseAfter),
        ("return_after_away", Feature::ReturnAfterAway),
        ("rotas", Feature::Rotas),
        ("targets", Feature::Targets),
        ("escalations", Feature::Escalations),
        ("auto_replies", Feature::AutoReplies),
        ("templates", Feature::Templates),
    ] {
        top.refuse_unbuilt(key, feature, findings);
    }
}
