//! `[escalations]`: what happens to a conversation that nobody answers.

use rustc_hash::FxHashSet;

use baton_routing::Span;

use crate::built::Feature;
use crate::escalation::{Escalation, Step, StepDoes, StepWho};
use crate::length::{Length, Unit};
use crate::limits;
use crate::names::{folded, quoted};
use crate::problem::{Code, Findings};
use crate::read::lengths::business;
use crate::read::named::{Kind, key};
use crate::read::section::{Field, Section, Value, Wanted, entries, place_of};
use crate::read::who::Team;

const ESCALATIONS: Wanted =
    Wanted { what: "paths by name", example: "{ Usual = [{ after = \"0 min\", notify = \"lead\" }] }" };
const STEPS: Wanted = Wanted {
    what: "a list of steps",
    example: "[{ after = \"0 min\", notify = \"lead\" }, { after = \"30 min\", assign = \"lead\" }]",
};
const WHO: Wanted = Wanted { what: "whom", example: "\"lead\"" };

/// Whom a step can name beside queues and people.
const WORDS: [&str; 6] = ["owner", "accountable", "lead", "on call", "on shift", "fallback"];

/// All paths in the order of the document, each with the place of its name.
pub(crate) fn read(
    top: &mut Section<'_>,
    team: Team<'_>,
    has_on_call: bool,
    findings: &mut Findings<'_>,
) -> Vec<(Escalation, Span)> {
    let Some(field) = top.ask_built("escalations", Feature::Escalations, findings) else { return Vec::new() };
    let Some(table) = field.table(findings, ESCALATIONS) else { return Vec::new() };
    field.limited(findings, table.len(), limits::ESCALATIONS);
    let mut seen = FxHashSet::default();
    let mut all = Vec::new();
    let reader = Reader { team, has_on_call };
    for entry in entries(table).into_iter().take(limits::ESCALATIONS) {
        let Some(name) = Kind::ESCALATION.given(key(entry), &mut seen, findings) else { continue };
        let steps = reader.steps(entry, findings);
        all.push((Escalation { name: name.to_owned(), steps }, entry.at));
    }
    all
}

/// Reads paths.
struct Reader<'a> {
    team: Team<'a>,
    has_on_call: bool,
}

impl Reader<'_> {
    fn steps(&self, entry: Field<'_>, findings: &mut Findings<'_>) -> Vec<Step> {
        let Some(list) = entry.list(findings, STEPS) else { return Vec::new() };
        entry.limited(findings, list.len(), limits::STEPS);
        if list.is_empty() {
            let message = format!("the escalation {} has no steps: nobody is told", quoted(entry.key));
            findings.warning(Code::NoEffect, entry.at, message, format!("write {}", STEPS.example));
        }
        let mut steps: Vec<Step> = Vec::new();
        for item in list.iter().take(limits::STEPS) {
            let Some((step, at)) = self.step(entry, item, findings) else { continue };
            if let Some(before) = steps.last().filter(|before| ends_before(step.after, before.after)) {
                let message =
                    format!("this step is after {}, and the one above it after {}", step.after, before.after);
                let remedy =
                    "steps stand in their order: each counts from the beginning of the path".to_owned();
                findings.problem(Code::BadValue, at, message, remedy);
            }
            steps.push(step);
        }
        steps
    }

    /// A step, and where its `after` stands.
    fn step<'d>(
        &self,
        list: Field<'d>,
        item: &'d Value<'d>,
        findings: &mut Findings<'_>,
    ) -> Option<(Step, Span)> {
        let Some(table) = item.get_ref().as_table() else { return list.wrong(item, findings, STEPS) };
        let mut section = Section::new("a step", table);
        let after = section.ask("after");
        let (notify, assign) = (section.ask("notify"), section.ask("assign"));
        section.finish(findings);
        let at = after.map_or_else(|| place_of(item), |field| field.value_at());
        let after = match after {
            Some(field) => business(field, findings),
            None => Some(Length { count: 0, unit: Unit::Minutes }),
        };
        let does = match (notify, assign) {
            (Some(notify), None) => self.who(notify, findings).map(StepDoes::Notify),
            (None, Some(assign)) => self.assign(assign, findings).map(StepDoes::Assign),
            (Some(_), Some(assign)) => {
                let message = "a step tells somebody or assigns to somebody, and this does both";
                let remedy = "make two steps of it, with the same time".to_owned();
                findings.problem(Code::BadValue, assign.at, message, remedy);
                None
            }
            (None, None) => {
                let remedy = "write notify = \"lead\", or assign = \"lead\"".to_owned();
                findings.problem(Code::Missing, place_of(item), "this step does nothing", remedy);
                None
            }
        };
        Some((Step { after: after?, does: does? }, at))
    }

    fn assign(&self, field: Field<'_>, findings: &mut Findings<'_>) -> Option<StepWho> {
        let who = self.who(field, findings)?;
        let (message, remedy) = match who {
            StepWho::Fallback => (
                "this makes the fallback person the owner of whatever nobody answered",
                "write notify: after the last step the fallback person is told in any case",
            ),
            StepWho::Owner => {
                ("a conversation is its owner's already", "write notify, or name somebody else")
            }
            _ => return Some(who),
        };
        findings.warning(Code::NoEffect, field.value_at(), message, remedy.to_owned());
        Some(who)
    }

    fn who(&self, field: Field<'_>, findings: &mut Findings<'_>) -> Option<StepWho> {
        let named = field.text(findings, WHO)?;
        let who = match folded(named.value).as_str() {
            "owner" => StepWho::Owner,
            "accountable" => StepWho::Accountable,
            "lead" => StepWho::Lead,
            "on call" => StepWho::OnCall,
            "on shift" => StepWho::OnShift,
            "fallback" => StepWho::Fallback,
            _ if named.value.contains('@') => {
                let role = "on an escalation path";
                StepWho::Person(self.team.people.listed(named, role, findings)?.to_owned())
            }
            _ => {
                let Some(at) = self.team.queue(named.value) else {
                    self.team.unknown(named, &WORDS, findings);
                    return None;
                };
                StepWho::Queue(at)
            }
        };
        if who == StepWho::OnCall && !self.has_on_call {
            let message = "the policy names nobody as on call, so that this step passes on at once";
            let remedy = "write on_call = \"…\" at the top, with a queue or a person".to_owned();
            findings.warning(Code::NoEffect, named.at, message, remedy);
        }
        Some(who)
    }
}

/// Whether one length is over before the other, as far as business days and hours can be compared.
fn ends_before(one: Length, other: Length) -> bool {
    one.real_time() < other.real_time()
}
