//! A queue or a person, where a setting can name either.

use baton_routing::Span;

use crate::built::Feature;
use crate::names::{did_you_mean, folded, quoted};
use crate::problem::{Code, Findings};
use crate::queue::Queue;
use crate::read::people::People;
use crate::read::section::{Section, Text, Wanted};
use crate::rota::OnCall;

const ON_CALL: Wanted = Wanted { what: "a queue or an e-mail address", example: "\"On call\"" };

/// The queues and people of a document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Team<'a> {
    pub(crate) people: &'a People<'a>,
    pub(crate) queues: &'a [Queue],
}

impl Team<'_> {
    /// The place of the queue of that name, with or without the word "queue" behind it.
    pub(crate) fn queue(&self, written: &str) -> Option<usize> {
        let wanted = folded(written);
        let shorter = wanted.strip_suffix("queue").map(str::trim_end);
        let named = |wanted: &str| self.queues.iter().position(|queue| folded(&queue.name) == wanted);
        named(&wanted).or_else(|| shorter.and_then(named))
    }

    /// Tells that a name is nobody's; `words` are what could stand there too.
    pub(crate) fn unknown(&self, named: Text<'_>, words: &[&str], findings: &mut Findings<'_>) {
        let message = format!("there is no queue or person called {}", quoted(named.value));
        let people = &self.people.known.people;
        let by_name = people.iter().find(|person| folded(&person.name) == folded(named.value));
        let by_name = by_name.map(|person| format!("did you mean {}?", person.email));
        let known = self.queues.iter().map(|queue| queue.name.as_str());
        let known =
            words.iter().copied().chain(known).chain(people.iter().map(|person| person.email.as_str()));
        let remedy = by_name.or_else(|| did_you_mean(named.value, known)).unwrap_or_else(|| {
            let all = [words, &["the name of a queue"]].concat().join(", ");
            format!("write {all}, or an e-mail address")
        });
        findings.problem(Code::UnknownName, named.at, message, remedy);
    }
}

/// `on_call`: whom `ASSIGN to on call` means.
pub(crate) fn on_call(top: &mut Section<'_>, team: Team<'_>, findings: &mut Findings<'_>) -> Option<OnCall> {
    let field = top.ask_built("on_call", Feature::OnCall, findings)?;
    let named = field.text(findings, ON_CALL)?;
    if named.value.contains('@') {
        let person = team.people.member(named, "on call", findings)?;
        return Some(OnCall::Person(person.to_owned()));
    }
    let Some(at) = team.queue(named.value) else {
        team.unknown(named, &[], findings);
        return None;
    };
    // What is read wrongly need not be warned about too.
    if findings.problems() == 0 {
        warn_about_queue(&team.queues[at], named.at, findings);
    }
    Some(OnCall::Queue(at))
}

/// A queue that is on call and says nothing about who that is.
fn warn_about_queue(queue: &Queue, at: Span, findings: &mut Findings<'_>) {
    let name = quoted(&queue.name);
    let answers = if queue.lead.is_some() { "its lead" } else { "the fallback person" };
    let (message, remedy) = match (queue.members.is_empty(), queue.rota) {
        (true, _) => (
            format!("the queue {name} is on call and has no members: {answers} answers alone"),
            "give it members, or name a person".to_owned(),
        ),
        (false, None) => (
            format!("the queue {name} is on call and has no rota: nothing says who of it is on when"),
            format!("write rota = \"…\" under [queues.\"{}\"], or name a person", queue.name),
        ),
        (false, Some(_)) => return,
    };
    findings.warning(Code::NoMembers, at, message, remedy);
}
