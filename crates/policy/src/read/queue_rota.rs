//! A queue's rota: whether it fits the queue's members and hours.

use baton_hours::Moment;
use baton_rota::weekly_gaps_in_words;
use baton_routing::Span;

use crate::built::Feature;
use crate::names::quoted;
use crate::problem::{Code, Findings};
use crate::queue::{Hours, Queue};
use crate::read::named::Kind;
use crate::read::rotas::Read;
use crate::read::section::{Section, Wanted};

const ROTA: Wanted = Wanted { what: "the name of a rota", example: "\"Desk\"" };

/// The place of the rota that a queue known.
pub(crate) fn of(
    section: &mut Section<'_>,
    queue: &Queue,
    hours: &[Hours],
    rotas: &[Read],
    findings: &mut Findings<'_>,
) -> Option<usize> {
    let field = section.ask_built("rota", Feature::Rotas, findings)?;
    let named = field.text(findings, ROTA)?;
    let known = rotas.iter().map(|read| read.rota.name.as_str());
    let at = Kind::ROTA.find(named, known, Some(Feature::Rotas), findings)?;
    let read = &rotas[at];
    if read.sound {
        strangers(read, queue, named.at, findings);
        // Members who stand on no rota are on whenever the queue is open, so nothing is left open.
        let on_no_rota = |member: &String| rotas.iter().all(|read| !read.rota.rota.people().contains(member));
        if !queue.members.iter().any(on_no_rota) {
            gaps(read, queue, hours, named.at, findings);
        }
    }
    Some(at)
}

/// Whoever is on its shifts but does not belong to the queue.
fn strangers(read: &Read, queue: &Queue, at: Span, findings: &mut Findings<'_>) {
    let strangers = read.rota.rota.people().iter().filter(|person| !queue.members.contains(person));
    for person in strangers {
        let (rota, queue) = (quoted(&read.rota.name), quoted(&queue.name));
        let message = format!("{person} is on the rota {rota} and no member of the queue {queue}");
        let remedy = "add them to its members, or take them off the rota".to_owned();
        findings.warning(Code::NotAMember, at, message, remedy);
    }
}

/// When the queue is open and nobody is on.
fn gaps(read: &Read, queue: &Queue, hours: &[Hours], at: Span, findings: &mut Findings<'_>) {
    let calendar = queue.hours.map(|at| &hours[at].calendar);
    // An ordinary week of no clock changes; which one matters only to hours of another zone than the rota's.
    let gaps = read.rota.rota.weekly_gaps(calendar, ORDINARY);
    if gaps.is_empty() {
        return;
    }
    let when = weekly_gaps_in_words(&gaps);
    let name = &queue.name;
    let answers =
        if queue.lead.is_some() { format!("the lead of {name}") } else { "the fallback person".to_owned() };
    let message = format!("nobody on {when}: {answers} is accountable");
    let remedy = if queue.hours.is_some() {
        format!("add shifts to the rota {}, or shorten the hours", quoted(&read.rota.name))
    } else {
        format!("add shifts to the rota {}, or give the queue hours", quoted(&read.rota.name))
    };
    findings.warning(Code::RotaGap, at, message, remedy);
}

/// Noon UTC of 15 January 2026.
const ORDINARY: Moment = Moment::from_micros(1_768_478_400_000_000);
