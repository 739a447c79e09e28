//! Finding what a setting names among what the document has.

use rustc_hash::FxHashSet;

use crate::built::Feature;
use crate::names::{did_you_mean, folded, quoted};
use crate::problem::{Code, Findings};
use crate::read::section::{Field, Text, refuse};
use crate::read::workspace::name;

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    /// As it goes on "there": "are no hours", "is no rota".
    pub(crate) none: &'static str,
    /// Of several with one name: "calendars".
    pub(crate) several: &'static str,
    /// How a sentence begins that is about the name: "the name of hours".
    pub(crate) name: &'static str,
    /// What to do where no name is near.
    pub(crate) remedy: &'static str,
}

impl Kind {
    pub(crate) const HOURS: Self = Self {
        none: "are no hours",
        several: "calendars",
        name: "the name of hours",
        remedy: "write a section [hours.…] of that name, or take this out",
    };
    pub(crate) const ROTA: Self = Self {
        none: "is no rota",
        several: "rotas",
        name: "the name of a rota",
        remedy: "write a section [rotas.…] of that name, or take this out",
    };
    pub(crate) const TEMPLATE: Self = Self {
        none: "is no template",
        several: "templates",
        name: "the name of a template",
        remedy: "write a section [templates.…] of that name, or take this out",
    };
    pub(crate) const TARGET: Self = Self {
        none: "is no target",
        several: "targets",
        name: "the name of a target",
        remedy: "write [[targets]] with that name, or take this out",
    };
    pub(crate) const ESCALATION: Self = Self {
        none: "is no escalation",
        several: "escalations",
        name: "the name of an escalation",
        remedy: "write its steps under [escalations], or take this out",
    };
    pub(crate) const QUEUE: Self = Self {
        none: "is no queue",
        several: "queues",
        name: "the name of a queue",
        remedy: "write a section [queues.…] of that name, or take this out",
    };

    /// The place of the name among the `known`; a problem where it is not. Of something that a version cannot do, and so
    /// has not read, it is refused by name.
    pub(crate) fn find<'n>(
        self,
        named: Text<'_>,
        known: impl IntoIterator<Item = &'n str> + Clone,
        feature: Option<Feature>,
        findings: &mut Findings<'_>,
    ) -> Option<usize> {
        let wanted = folded(named.value);
        let found = known.clone().into_iter().position(|name| folded(name) == wanted);
        if found.is_some() {
            return found;
        }
        if let Some(feature) = feature.filter(|feature| !findings.has(*feature)) {
            refuse(feature, named.at, findings);
            return None;
        }
        let message = format!("there {} called {}", self.none, quoted(named.value));
        let remedy = did_you_mean(named.value, known).unwrap_or_else(|| self.remedy.to_owned());
        findings.problem(Code::UnknownName, named.at, message, remedy);
        None
    }

    /// The name that an entry of the document gives something; a problem where it is none or another has it already.
    pub(crate) fn given<'d>(
        self,
        named: Text<'d>,
        seen: &mut FxHashSet<String>,
        findings: &mut Findings<'_>,
    ) -> Option<&'d str> {
        let name = name(named, self.name, findings)?;
        if !seen.insert(folded(name)) {
            let message = format!("there are two {} called {}", self.several, quoted(name));
            let remedy = "give one of them another name: capitals and accents tell none apart".to_owned();
            findings.problem(Code::Duplicate, named.at, message, remedy);
        }
        Some(name)
    }
}

/// The name of an entry with its place.
pub(crate) fn key(entry: Field<'_>) -> Text<'_> {
    Text { value: entry.key, at: entry.at }
}
