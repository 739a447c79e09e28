//! `[[targets]]`: promises of response time.

use rustc_hash::{FxHashMap, FxHashSet};

use baton_routing::{Condition, Names, Span};

use crate::built::Feature;
use crate::escalation::Escalation;
use crate::length::{Length, Unit};
use crate::limits;
use crate::names::quoted;
use crate::problem::{Code, Findings};
use crate::queue::Hours;
use crate::read::embedded::Embedded;
use crate::read::lengths::promise;
use crate::read::named::Kind;
use crate::read::section::{Field, Section, Value, Wanted, place_of};
use crate::target::{Target, WARN_AT};

const TARGETS: Wanted = Wanted {
    what: "a list of targets, each written as [[targets]]",
    example: "[{ name = \"Everybody\", first_response = \"1 h\", hours = \"Office\" }]",
};
const NAME: Wanted = Wanted { what: "the name of a target", example: "\"New inquiry\"" };
const WHEN: Wanted = Wanted { what: "a condition of the routing language", example: "\"contact is new\"" };
const HOURS: Wanted = Wanted { what: "the name of hours", example: "\"Office\"" };
const PER_CENT: Wanted = Wanted { what: "a whole number of per cent", example: "75" };
const ESCALATION: Wanted = Wanted { what: "the name of an escalation", example: "\"Usual\"" };

/// How long a follow-up takes that nobody promised otherwise: a business day.
const FOLLOW_UP: Length = Length { count: 1, unit: Unit::Days };

/// What targets speak of.
pub(crate) struct Reader<'a> {
    pub(crate) names: &'a Names,
    pub(crate) hours: &'a [Hours],
    pub(crate) escalations: &'a [(Escalation, Span)],
}

/// All targets, in the order of the document.
pub(crate) fn read(top: &mut Section<'_>, reader: &Reader<'_>, findings: &mut Findings<'_>) -> Vec<Target> {
    let Some(field) = top.ask_built("targets", Feature::Targets, findings) else { return Vec::new() };
    let Some(list) = field.list(findings, TARGETS) else { return Vec::new() };
    field.limited(findings, list.len(), limits::TARGETS);
    let mut seen = FxHashSet::default();
    let mut reach = Reach::default();
    let (mut targets, mut sound) = (Vec::new(), 0);
    for item in list.iter().take(limits::TARGETS) {
        let problems = findings.problems();
        let read = reader.target(field, item, &mut seen, findings);
        // For whom a target with a problem is meant is not known; its name is there all the same.
        sound += usize::from(findings.problems() == problems);
        let Some((target, at)) = read else { continue };
        if findings.problems() == problems {
            reach.look_at(&target, at, findings);
        }
        targets.push(target);
    }
    if sound == list.len() && sound > 0 && reach.everybody.is_none() {
        let message = "no target is for everybody: conversations that fit none have no clock";
        let remedy = "end the list with a target that has no “when”".to_owned();
        findings.warning(Code::NoEffect, field.at, message, remedy);
    }
    targets
}

impl Reader<'_> {
    /// A target, and where its condition stands, or else its name.
    fn target<'d>(
        &self,
        list: Field<'d>,
        item: &'d Value<'d>,
        seen: &mut FxHashSet<String>,
        findings: &mut Findings<'_>,
    ) -> Option<(Target, Span)> {
        let Some(table) = item.get_ref().as_table() else { return list.wrong(item, findings, TARGETS) };
        let mut section = Section::new("a target", table);
        let Some(field) = section.ask("name") else {
            let remedy = format!("write name = {}", NAME.example);
            findings.problem(Code::Missing, place_of(item), "this target has no name", remedy);
            return None;
        };
        let name = Kind::TARGET.given(field.text(findings, NAME)?, seen, findings)?;
        section.call(format!("the target {}", quoted(name)));
        let at = section.ask("when").map_or(field.value_at(), |field| field.value_at());
        let when = section.ask("when").map(|field| self.condition(field, findings));
        let mut target = Target { name: name.to_owned(), when: when.flatten(), ..nothing() };
        lengths(&mut section, &mut target, field.value_at(), findings);
        target.hours = self.hours(&mut section, field.value_at(), findings);
        if let Some(per_cent) =
            section.ask("warn_at").and_then(|field| field.number(findings, PER_CENT, 1..=99))
        {
            target.warn_at = u8::try_from(per_cent).unwrap_or(WARN_AT);
        }
        target.escalation = self.escalation(&mut section, findings);
        section.finish(findings);
        Some((target, at))
    }

    fn condition(&self, field: Field<'_>, findings: &mut Findings<'_>) -> Option<Condition> {
        let text = Embedded::new(field.text(findings, WHEN)?, findings.source());
        let (compiled, problems) = match Condition::compile(text.value(), self.names) {
            Ok(condition) => {
                let warnings = condition.warnings().to_vec();
                (Some(condition), warnings)
            }
            Err(problems) => (None, problems),
        };
        let again = |text: &str| match Condition::compile(text, self.names) {
            Ok(condition) => condition.warnings().to_vec(),
            Err(problems) => problems,
        };
        for problem in text.by_lines_of_the_document(&problems, findings.source(), again) {
            let (code, at) = (Code::Routing(problem.code), text.in_document(problem.span));
            let baton_routing::Problem { severity, message, remedy, .. } = problem;
            match severity {
                baton_routing::Severity::Error => findings.problem(code, at, message, remedy),
                baton_routing::Severity::Warning => findings.warning(code, at, message, remedy),
            }
        }
        compiled
    }

    /// `hours` or `around_the_clock`: one of them has to be said.
    fn hours(&self, section: &mut Section<'_>, name: Span, findings: &mut Findings<'_>) -> Option<usize> {
        let (hours, clock) = (section.ask("hours"), section.ask("around_the_clock"));
        let around_the_clock = clock.and_then(|field| field.flag(findings));
        match (hours, clock) {
            (Some(_), Some(clock)) if around_the_clock == Some(true) => {
                let message = "this target has hours and runs around the clock";
                findings.problem(Code::BadValue, clock.at, message, "take one of them out".to_owned());
            }
            (None, _)
                if around_the_clock != Some(true) && (clock.is_none() || around_the_clock.is_some()) =>
            {
                let message = format!("{} does not say by whose hours it runs", section.name());
                let remedy = format!("write hours = {}, or around_the_clock = true", HOURS.example);
                findings.problem(Code::Missing, clock.map_or(name, |field| field.at), message, remedy);
            }
            _ => {}
        }
        let named = hours?.text(findings, HOURS)?;
        Kind::HOURS.find(named, self.hours.iter().map(|hours| hours.name.as_str()), None, findings)
    }

    fn escalation(&self, section: &mut Section<'_>, findings: &mut Findings<'_>) -> Option<usize> {
        let named = section.ask("escalation")?.text(findings, ESCALATION)?;
        let known = self.escalations.iter().map(|(escalation, _)| escalation.name.as_str());
        Kind::ESCALATION.find(named, known, Some(Feature::Escalations), findings)
    }
}

/// A target before anything of it is read.
fn nothing() -> Target {
    Target {
        name: String::new(),
        when: None,
        first_response: None,
        next_response: None,
        follow_up: Some(FOLLOW_UP),
        resolution: None,
        act_within: None,
        hours: None,
        warn_at: WARN_AT,
        escalation: None,
    }
}

fn lengths(section: &mut Section<'_>, target: &mut Target, name: Span, findings: &mut Findings<'_>) {
    let mut written = 0;
    let mut length = |key| {
        let field = section.ask(key)?;
        written += 1;
        promise(field, findings)
    };
    target.first_response = length("first_response");
    target.next_response = length("next_response");
    target.follow_up = length("follow_up").or(Some(FOLLOW_UP));
    target.resolution = length("resolution");
    if written == 0 {
        let message =
            format!("the target {} promises nothing but a follow-up within a day", quoted(&target.name));
        let remedy = "write first_response = \"1 h\"".to_owned();
        findings.warning(Code::NoEffect, name, message, remedy);
    }
    let Some(field) = section.ask("act_within") else { return };
    target.act_within = promise(field, findings);
    if let (Some(act), Some(first)) = (target.act_within, target.first_response)
        && act.real_time() > first.real_time()
    {
        let message = format!("{act} to act are longer than the {first} for the first response");
        let remedy =
            "write less: whoever does not act is to be noticed before the promise is broken".to_owned();
        findings.warning(Code::NoEffect, field.value_at(), message, remedy);
    }
}

/// What the targets so far have taken.
#[derive(Default)]
struct Reach {
    /// The target that everybody fits.
    everybody: Option<String>,
    /// Conditions, with the name of the target that asked first.
    asked: FxHashMap<String, String>,
}

impl Reach {
    fn look_at(&mut self, target: &Target, at: Span, findings: &mut Findings<'_>) {
        let key = target.when.as_ref().map(Condition::key);
        let same = key.as_ref().and_then(|key| self.asked.get(key));
        let why = match (&self.everybody, same) {
            (Some(before), _) => Some(format!("{} before it is for everybody", quoted(before))),
            (None, Some(before)) => Some(format!("{} before it has the same condition", quoted(before))),
            (None, None) => None,
        };
        if let Some(why) = why {
            let message = format!("the target {} never holds: {why}", quoted(&target.name));
            let remedy = "the first target that fits holds: move it up, or take it out".to_owned();
            findings.warning(Code::Unreachable, at, message, remedy);
        }
        if target.when.as_ref().is_none_or(Condition::always_holds) {
            self.everybody.get_or_insert_with(|| target.name.clone());
        } else if let Some(key) = key {
            self.asked.entry(key).or_insert_with(|| target.name.clone());
        }
    }
}
