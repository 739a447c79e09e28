//! `[queues.…]`: the roles that own conversations.

use rustc_hash::FxHashSet;

use baton_routing::Span;
use toml::de::DeTable;

use crate::built::Feature;
use crate::initials::{are_good, derived};
use crate::limits;
use crate::names::quoted;
use crate::problem::{Code, Findings};
use crate::queue::{Hours, Queue};
use crate::read::distribution::distribution;
use crate::read::named::{Kind, key};
use crate::read::people::{People, address};
use crate::read::queue_rota as rota;
use crate::read::rotas;
use crate::read::section::{Field, Section, Wanted, entries};
use crate::read::workspace::labels;

const QUEUES: Wanted = Wanted { what: "queues by name", example: "{ General = { members = [] } }" };
const QUEUE: Wanted = Wanted { what: "a table of settings", example: "{ members = [\"maya@example.com\"] }" };
const MEMBERS: Wanted = Wanted { what: "a list of e-mail addresses", example: "[\"maya@example.com\"]" };
const LEAD: Wanted = Wanted { what: "an e-mail address", example: "\"maya@example.com\"" };
const HOURS: Wanted = Wanted { what: "the name of hours", example: "\"Office\"" };
const INITIALS: Wanted = Wanted { what: "two letters", example: "\"Fd\"" };
const TAGS: Wanted = Wanted { what: "a list of texts", example: "[\"billing\"]" };
const CAPACITY: Wanted = Wanted { what: "a whole number", example: "8" };

/// All queues, in the order of the document.
pub(crate) fn read(
    top: &mut Section<'_>,
    findings: &mut Findings<'_>,
    people: &People<'_>,
    hours: &[Hours],
    rotas: &[rotas::Read],
) -> Vec<Queue> {
    let Some(field) = top.ask("queues") else {
        missing(Span::default(), findings);
        return Vec::new();
    };
    let Some(table) = field.table(findings, QUEUES) else { return Vec::new() };
    if table.is_empty() {
        missing(field.at, findings);
    }
    field.limited(findings, table.len(), limits::QUEUES);
    let mut taken = taken_initials(table);
    let mut seen = FxHashSet::default();
    let mut queues = Vec::new();
    for entry in entries(table).into_iter().take(limits::QUEUES) {
        let Some(name) = Kind::QUEUE.given(key(entry), &mut seen, findings) else { continue };
        let Some(table) = entry.table(findings, QUEUE) else { continue };
        let mut section = Section::new(format!("the queue {}", quoted(name)), table);
        let reader = Reader { name, at: entry.at, people, hours, rotas };
        queues.push(reader.read(&mut section, &mut taken, findings));
        section.finish(findings);
    }
    queues
}

fn missing(at: Span, findings: &mut Findings<'_>) {
    let remedy = "write a section [queues.General] with its members".to_owned();
    findings.problem(Code::Missing, at, "the policy has no queue, and a text needs one to go to", remedy);
}

/// The initials that queues name themselves: what is derived keeps out of their way.
fn taken_initials(queues: &DeTable<'_>) -> Given {
    let of = |queue: Field<'_>| {
        let initials = queue.value().as_table()?.get("initials")?;
        initials.get_ref().as_str().map(str::to_owned)
    };
    Given { reserved: entries(queues).into_iter().filter_map(of).collect(), seen: FxHashSet::default() }
}

/// Initials that are given away.
struct Given {
    /// Named somewhere in the document, or derived before.
    reserved: FxHashSet<String>,
    /// Named by a queue that was read already.
    seen: FxHashSet<String>,
}

/// Reads one queue.
struct Reader<'a> {
    name: &'a str,
    at: Span,
    people: &'a People<'a>,
    hours: &'a [Hours],
    rotas: &'a [rotas::Read],
}

impl Reader<'_> {
    fn read(&self, section: &mut Section<'_>, given: &mut Given, findings: &mut Findings<'_>) -> Queue {
        let initials = self.initials(section, given, findings);
        let members = self.members(section, findings);
        let lead = section.ask("lead").and_then(|field| field.text(findings, LEAD));
        let lead = lead.and_then(|lead| self.people.member(lead, &self.role("lead of"), findings));
        let hours = section.ask("hours").and_then(|field| field.text(findings, HOURS));
        let names = self.hours.iter().map(|hours| hours.name.as_str());
        let hours = hours.and_then(|named| Kind::HOURS.find(named, names, None, findings));
        let tags = section.ask("tags").and_then(|field| field.texts(findings, TAGS, limits::TAGS));
        let reply_claims = section.ask("reply_claims").and_then(|field| field.flag(findings));
        let (distribute, claim_within) = distribution(section, findings);
        let capacity = section.ask_built("capacity", Feature::Capacity, findings);
        let capacity = capacity.and_then(|field| field.number(findings, CAPACITY, 1..=10_000));
        let mut queue = Queue {
            name: self.name.to_owned(),
            initials,
            members,
            lead: lead.map(str::to_owned),
            hours,
            tags: labels(&tags.unwrap_or_default(), "a tag", findings),
            reply_claims: reply_claims.unwrap_or(true),
            rota: None,
            distribute,
            claim_within,
            capacity,
        };
        queue.rota = rota::of(section, &queue, self.hours, self.rotas, findings);
        queue
    }

    /// "lead of the queue “Sales”".
    fn role(&self, role: &str) -> String {
        format!("{role} the queue {}", quoted(self.name))
    }

    fn initials(&self, section: &mut Section<'_>, given: &mut Given, findings: &mut Findings<'_>) -> String {
        let named = section.ask("initials").and_then(|field| field.text(findings, INITIALS));
        let Some(initials) = named else {
            let initials = derived(self.name, &given.reserved);
            given.reserved.insert(initials.clone());
            return initials;
        };
        if !are_good(initials.value) {
            let message = format!("{} are no initials of a queue", quoted(initials.value));
            let remedy =
                "write a capital and a small letter, but no I and no l, which look alike; or leave them out"
                    .to_owned();
            findings.problem(Code::BadValue, initials.at, message, remedy);
        } else if !given.seen.insert(initials.value.to_owned()) {
            let message = format!("another queue has the initials {} already", quoted(initials.value));
            let remedy = format!("{} is free", quoted(&derived(self.name, &given.reserved)));
            findings.problem(Code::Duplicate, initials.at, message, remedy);
        }
        initials.value.to_owned()
    }

    fn members(&self, section: &mut Section<'_>, findings: &mut Findings<'_>) -> Vec<String> {
        let problems = findings.problems();
        let field = section.ask("members");
        let texts =
            field.and_then(|field| field.texts(findings, MEMBERS, limits::MEMBERS)).unwrap_or_default();
        let role = self.role("a member of");
        let mut members: Vec<String> = Vec::with_capacity(texts.len());
        let mut seen = FxHashSet::default();
        for text in &texts {
            if !seen.insert(address(text.value)) {
                let message = format!("{} is a member here twice", quoted(text.value));
                findings.problem(Code::Duplicate, text.at, message, "take one out".to_owned());
                continue;
            }
            members.extend(self.people.member(*text, &role, findings).map(str::to_owned));
        }
        if texts.is_empty() && findings.problems() == problems {
            let message = format!("the queue {} has no members: nobody can claim from it", quoted(self.name));
            let remedy = format!("write members = {}", MEMBERS.example);
            findings.warning(Code::NoMembers, self.at, message, remedy);
        }
        members
    }
}
