//! Reading a document: every section in its file, everything that is wrong collected on the way.

mod auto_replies;
mod confirm;
mod contact;
mod dates;
mod distribution;
mod embedded;
mod escalations;
mod hours;
mod lengths;
mod literal;
mod named;
mod people;
mod queue_rota;
mod queues;
mod rota_dates;
mod rotas;
mod routing;
mod section;
mod targets;
mod templates;
mod unused;
mod who;
mod workspace;

use baton_routing::{Span, TargetRef, TemplateRef};
use toml::de::{DeTable, Error};

use crate::built::Features;
use crate::known::Known;
use crate::limits;
use crate::policy::Policy;
use crate::problem::{Code, Findings, Report};
use people::People;
use section::Section;
use who::Team;

/// Why a document is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// To put it live: whoever it names must be able to answer.
    Draft,
    /// It was put live before: whoever cannot answer any more is left out.
    Saved,
}

/// The policy if it can be used, and everything that was found.
pub(crate) fn read(
    source: &str,
    known: &Known,
    stage: Stage,
    features: Features,
) -> (Result<Policy, Report>, Report) {
    let mut findings = Findings::new(source, features);
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
    let max_bounces = workspace::max_bounces(&mut top, findings);
    let close_after = workspace::close_after(&mut top, findings);
    let return_after_away = workspace::return_after_away(&mut top, findings);
    let hours = hours::read(&mut top, findings, zone.as_ref());
    let rotas = rotas::read(&mut top, people, zone.as_ref(), findings);
    let queues = queues::read(&mut top, findings, people, &hours, &rotas);
    let team = Team { people, queues: &queues };
    let has_on_call = top.ask("on_call").is_some();
    let on_call = who::on_call(&mut top, team, findings);
    let escalations = escalations::read(&mut top, team, has_on_call, findings);
    let mut templates = templates::read(&mut top, team, findings);
    let auto_replies = auto_replies::read(&mut top, &mut templates, &hours, &queues, findings);
    let farewell = workspace::farewell(&mut top, &mut templates, close_after.is_some(), findings);
    if !has_on_call {
        templates.warn_about_urgent(&auto_replies.urgent_word, findings);
    }
    let mut names = routing::names(&queues, &hours, people);
    names.templates = routing::named(templates.all.iter().map(|template| &template.name), TemplateRef);
    let of_targets = targets::Reader { names: &names, hours: &hours, escalations: &escalations };
    let targets = targets::read(&mut top, &of_targets, findings);
    names.targets = routing::named(targets.iter().map(|target| &target.name), TargetRef);
    let mut uses = routing::Uses { templates: &mut templates, has_on_call };
    let routing = routing::read(&mut top, findings, people, &names, &mut uses);
    unused::warn(&rotas, &queues, &escalations, &targets, findings);
    let quiet_hours = contact::quiet_hours(&mut top, findings);
    let consent = contact::consent(&mut top, findings);
    top.finish(findings);
    let (split_asks, routing) = routing?;
    Some(Policy {
        source: findings.source().to_owned(),
        zone: zone?,
        fallback: fallback?,
        on_call,
        max_bounces,
        reopen_within,
        close_after,
        farewell,
        close_reasons,
        return_after_away,
        hours,
        rotas: rotas.into_iter().map(|read| read.rota).collect(),
        queues,
        targets,
        escalations: escalations.into_iter().map(|(escalation, _)| escalation).collect(),
        auto_replies,
        templates: templates.all,
        quiet_hours,
        consent,
        people: people.known.people.iter().map(|person| person.email.clone()).collect(),
        lines: people.known.lines.iter().map(|line| line.number.clone()).collect(),
        split_asks,
        names,
        routing,
        warnings: Vec::new(),
    })
}
