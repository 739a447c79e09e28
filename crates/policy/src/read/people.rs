//! The people whom a document names.

use rustc_hash::FxHashMap;

use crate::known::{Known, KnownPerson};
use crate::names::{nearest_address, quoted};
use crate::problem::{Code, Findings};
use crate::read::Stage;
use crate::read::section::Text;

/// Who is of the team, and how strictly to look at them.
#[derive(Debug)]
pub(crate) struct People<'k> {
    pub(crate) known: &'k Known,
    pub(crate) stage: Stage,
    /// Their places by address, in small letters.
    by_address: FxHashMap<String, usize>,
}

/// An address in the form that addresses are compared in.
pub(crate) fn address(written: &str) -> String {
    written.trim().to_lowercase()
}

impl<'k> People<'k> {
    pub(crate) fn new(known: &'k Known, stage: Stage) -> Self {
        let places = known.people.iter().enumerate().map(|(at, person)| (address(&person.email), at));
        Self { known, stage, by_address: places.collect() }
    }

    /// The address of the person whom the document names, if they can answer; `role` is what they are to be: "a
    /// member". A problem if nobody has the address or they cannot answer, the latter only a warning in a saved policy.
    pub(crate) fn member(&self, named: Text<'_>, role: &str, findings: &mut Findings<'_>) -> Option<&'k str> {
        let person = self.named(named, findings)?;
        let Some(hindrance) = person.hindrance() else { return Some(&person.email) };
        let message = format!("{} {hindrance} and cannot be {role}", person.name);
        if self.stage == Stage::Saved {
            let remedy = "left out until they can, or until the policy changes".to_owned();
            findings.warning(Code::CannotAnswer, named.at, message, remedy);
        } else {
            let remedy = "name somebody else, or let them answer first".to_owned();
            findings.problem(Code::CannotAnswer, named.at, message, remedy);
        }
        None
    }

    /// The address of somebody whom the document lists among others, in a rota or on an escalation path. In a policy that
    /// was put live before they stay there also when they cannot answer any more, with a warning: so nobody else's turn
    /// moves, and whoever asks the rota passes over them.
    pub(crate) fn listed(&self, named: Text<'_>, role: &str, findings: &mut Findings<'_>) -> Option<&'k str> {
        if self.stage == Stage::Draft {
            return self.member(named, role, findings);
        }
        let person = self.named(named, findings)?;
        if let Some(hindrance) = person.hindrance() {
            let message = format!("{} {hindrance} and is {role} still", person.name);
            let remedy = "passed over until they can, or until the policy changes".to_owned();
            findings.warning(Code::CannotAnswer, named.at, message, remedy);
        }
        Some(&person.email)
    }

    /// The address of somebody of the team, whether they can answer or not; a problem if nobody has it.
    pub(crate) fn of_the_team(&self, named: Text<'_>, findings: &mut Findings<'_>) -> Option<&'k str> {
        self.named(named, findings).map(|person| person.email.as_str())
    }

    /// The address of the fallback person, who must be able to answer in any policy.
    pub(crate) fn fallback(&self, named: Text<'_>, findings: &mut Findings<'_>) -> Option<String> {
        let person = self.named(named, findings)?;
        if let Some(hindrance) = person.hindrance() {
            let message = format!("{} {hindrance} and cannot be the fallback person", person.name);
            let remedy = "name somebody who answers customers: every conversation ends with them if need be"
                .to_owned();
            findings.problem(Code::CannotAnswer, named.at, message, remedy);
            return None;
        }
        Some(person.email.clone())
    }

    fn named(&self, named: Text<'_>, findings: &mut Findings<'_>) -> Option<&'k KnownPerson> {
        let found = self.by_address.get(&address(named.value));
        if found.is_none() {
            let message = format!("nobody has the address {}", quoted(named.value));
            let meant = if findings.has_enough() { None } else { self.meant(named.value) };
            let remedy = meant.unwrap_or_else(|| {
                "add the person first, or take the address out; people are named by their e-mail address"
                    .to_owned()
            });
            findings.problem(Code::UnknownName, named.at, message, remedy);
        }
        found.map(|&at| &self.known.people[at])
    }

    /// Who was probably meant: the person of that name, or with the nearest address.
    fn meant(&self, written: &str) -> Option<String> {
        let by_name =
            self.known.people.iter().find(|person| person.name.eq_ignore_ascii_case(written.trim()));
        let by_name = by_name.map(|person| format!("did you mean {}?", person.email));
        by_name.or_else(|| {
            let addresses = self.known.people.iter().map(|person| person.email.as_str());
            nearest_address(written, addresses).map(|address| format!("did you mean {address}?"))
        })
    }
}
