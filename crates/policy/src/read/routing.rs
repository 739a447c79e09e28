//! `[routing]`: the routing text, whose problems are shown where they stand in the document.

use baton_routing::{
    Compiled, Feature as Asked, HoursRef, LineRef, Named, Names, PersonName, PersonRef, QueueName,
};
use baton_routing::{QueueRef, Severity, Span};

use crate::built::Feature;
use crate::names::folded;
use crate::policy::reference;
use crate::problem::{Code, Findings, Place, Problem, place};
use crate::queue::{Hours, Queue};
use crate::read::Stage;
use crate::read::embedded::Embedded;
use crate::read::people::People;
use crate::read::section::{Section, Wanted};
use crate::read::templates::Templates;

const ROUTING: Wanted = Wanted { what: "a table", example: "{ text = \"\"\"…\"\"\" }" };
const TEXT: Wanted = Wanted { what: "the routing text", example: "\"\"\"…\"\"\"" };

/// Everything that the routing text may name. Queues, people, hours and lines are numbered by their place in the
/// policy's lists.
pub(crate) fn names(queues: &[Queue], hours: &[Hours], people: &People<'_>) -> Names {
    let known = people.known;
    let queues = queues.iter().enumerate().map(|(at, queue)| QueueName {
        id: QueueRef(reference(at)),
        name: queue.name.clone(),
        members: queue.members.len(),
    });
    // A saved text goes on naming people who cannot answer any more: whoever covers for them is found when it decides.
    let eligible = known
        .people
        .iter()
        .enumerate()
        .filter(|(_, person)| people.stage == Stage::Saved || person.hindrance().is_none());
    let eligible = eligible.map(|(at, person)| PersonName {
        id: PersonRef(reference(at)),
        email: person.email.clone(),
        name: person.name.clone(),
    });
    let hours = hours.iter().enumerate();
    let hours = hours.map(|(at, hours)| Named { id: HoursRef(reference(at)), name: hours.name.clone() });
    let lines = known.lines.iter().enumerate().flat_map(|(at, line)| {
        let id = LineRef(reference(at));
        let by_number = (line.number != line.name).then(|| line.number.clone());
        [Some(line.name.clone()), by_number].into_iter().flatten().map(move |name| Named { id, name })
    });
    Names {
        queues: queues.collect(),
        people: eligible.collect(),
        hours: hours.collect(),
        lines: lines.collect(),
        // These come once they are read.
        templates: Vec::new(),
        targets: Vec::new(),
    }
}

/// Names with their places as numbers.
pub(crate) fn named<'n, R>(names: impl Iterator<Item = &'n String>, number: fn(i64) -> R) -> Vec<Named<R>> {
    names.enumerate().map(|(at, name)| Named { id: number(reference(at)), name: name.clone() }).collect()
}

/// What the rest of the document has of which the rules make use.
pub(crate) struct Uses<'a, 'd> {
    pub(crate) templates: &'a mut Templates<'d>,
    pub(crate) has_on_call: bool,
}

/// Whether one text may have several owners' asks, and the routing text, ready to decide.
pub(crate) fn read(
    top: &mut Section<'_>,
    findings: &mut Findings<'_>,
    people: &People<'_>,
    names: &Names,
    uses: &mut Uses<'_, '_>,
) -> Option<(bool, Compiled)> {
    let remedy = "write a section [routing] with text = \"\"\"…\"\"\"".to_owned();
    let Some(field) = top.ask("routing") else {
        let message = "the policy has no routing: nothing says who owns a new text";
        findings.problem(Code::Missing, Span::default(), message, remedy);
        return None;
    };
    let mut section = Section::new("[routing]", field.table(findings, ROUTING)?);
    let split_asks = section.ask("split_asks").and_then(|field| field.flag(findings)).unwrap_or(true);
    let text = section.ask("text");
    section.finish(findings);
    let Some(text) = text else {
        findings.problem(Code::Missing, field.at, "[routing] has no text", remedy);
        return None;
    };
    let text = text.text(findings, TEXT)?;
    let translator = Translator { text: Embedded::new(text, findings.source()), people };
    let compiled = translator.compile(names, findings)?;
    translator.look_at(&compiled, uses, findings);
    Some((split_asks, compiled))
}

/// Shows what is said about the routing text where it stands in the document.
struct Translator<'a> {
    text: Embedded<'a>,
    people: &'a People<'a>,
}

impl Translator<'_> {
    fn compile(&self, names: &Names, findings: &mut Findings<'_>) -> Option<Compiled> {
        match baton_routing::compile(self.text.value(), names) {
            Ok(compiled) => {
                self.report_all(compiled.warnings(), names, findings);
                for (asked, span) in compiled.features() {
                    self.refuse(feature(asked), span, findings);
                }
                Some(compiled)
            }
            Err(problems) => {
                self.report_all(&problems, names, findings);
                None
            }
        }
    }

    /// Whether what the rules use is fit for it.
    fn look_at(&self, compiled: &Compiled, uses: &mut Uses<'_, '_>, findings: &mut Findings<'_>) {
        for (template, span) in compiled.replies() {
            if let Ok(at) = usize::try_from(template.0) {
                uses.templates.check_automatic(at, self.text.in_document(span), findings);
            }
        }
        let on_call = compiled.features().filter(|(asked, _)| *asked == Asked::OnCall);
        for (_, span) in
            on_call.filter(|_| !uses.has_on_call && findings.has(Feature::OnCall)).collect::<Vec<_>>()
        {
            let message =
                "the policy names nobody as on call: this assigns to nobody, and the rules go on".to_owned();
            let remedy = "write on_call = \"…\" at the top, with a queue or a person".to_owned();
            self.push(Severity::Warning, Code::NoEffect, span, message, Some(remedy), findings);
        }
    }

    fn report_all(&self, problems: &[baton_routing::Problem], names: &Names, findings: &mut Findings<'_>) {
        let again = |text: &str| match baton_routing::compile(text, names) {
            Ok(compiled) => compiled.warnings().to_vec(),
            Err(problems) => problems,
        };
        for problem in &self.text.by_lines_of_the_document(problems, findings.source(), again) {
            self.report(problem, findings);
        }
    }

    /// A problem of the routing text as one of the document.
    fn report(&self, problem: &baton_routing::Problem, findings: &mut Findings<'_>) {
        // A queue without members has its warning where it stands itself.
        if problem.code == baton_routing::Code::NoMembers {
            return;
        }
        // Templates and targets are unknown as long as there are none.
        match problem.code {
            baton_routing::Code::UnknownTemplate if !findings.has(Feature::Templates) => {
                return self.refuse(Feature::RoutingReply, problem.span, findings);
            }
            baton_routing::Code::UnknownTarget if !findings.has(Feature::Targets) => {
                return self.refuse(Feature::RoutingTarget, problem.span, findings);
            }
            _ => {}
        }
        let (message, remedy) = match self.hindered(problem) {
            Some(message) => (message, Some("name somebody who can answer".to_owned())),
            None => (problem.message.clone(), problem.remedy.clone()),
        };
        self.push(problem.severity, Code::Routing(problem.code), problem.span, message, remedy, findings);
    }

    /// Why a person who is not among the names cannot be given conversations, if that is what is wrong.
    fn hindered(&self, problem: &baton_routing::Problem) -> Option<String> {
        if problem.code != baton_routing::Code::UnknownPerson {
            return None;
        }
        let written = self.text.value().get(problem.span.start..problem.span.end)?;
        let wanted = folded(written.trim_matches(['"', '“', '”']));
        let is_meant = |known: &&crate::known::KnownPerson| {
            folded(&known.email) == wanted || folded(&known.name) == wanted
        };
        let person = self.people.known.people.iter().find(is_meant)?;
        Some(format!("{} {} and cannot be given conversations", person.name, person.hindrance()?))
    }

    fn refuse(&self, feature: Feature, span: Span, findings: &mut Findings<'_>) {
        if !findings.has(feature) {
            let remedy = Some(feature.remedy().to_owned());
            self.push(Severity::Error, Code::NotBuilt, span, feature.refusal(), remedy, findings);
        }
    }

    fn push(
        &self,
        severity: Severity,
        code: Code,
        span: Span,
        message: String,
        remedy: Option<String>,
        findings: &mut Findings<'_>,
    ) {
        let within = place(self.text.value(), span.start);
        let span = self.text.in_document(span);
        let Place { line, column } = place(findings.source(), span.start);
        findings.push(Problem {
            severity,
            code,
            line,
            column,
            span,
            in_routing: Some(within),
            message,
            remedy,
        });
    }
}

/// What a routing text asks for, as a feature of the policy.
const fn feature(asked: Asked) -> Feature {
    match asked {
        Asked::Reply => Feature::RoutingReply,
        Asked::Target => Feature::RoutingTarget,
        Asked::OnCall => Feature::OnCall,
        Asked::LastOwner => Feature::LastOwner,
        Asked::Priority => Feature::Priority,
    }
}
