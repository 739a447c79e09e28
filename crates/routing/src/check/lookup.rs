//! Finding what a name stands for, whatever its case, accents and spacing.

use super::nearest::nearest;
use crate::keyword::Folded;
use crate::names::{HoursRef, LineRef, Named, Names, PersonRef, QueueName, TargetRef, TemplateRef};
use rustc_hash::FxHashMap;

/// How many names are listed where none is near.
const MOST_LISTED: usize = 6;

/// The one form in which names are compared.
pub(super) fn folded(name: &str) -> String {
    Folded::of(name).text().trim().to_owned()
}

/// Names of one kind.
pub(super) struct Table<'n, R> {
    by_name: FxHashMap<String, (R, &'n str)>,
    in_order: Vec<&'n str>,
}

impl<'n, R: Copy> Table<'n, R> {
    fn of(names: impl Iterator<Item = (R, &'n str)>) -> Self {
        let mut table = Self { by_name: FxHashMap::default(), in_order: Vec::new() };
        for (id, name) in names {
            table.in_order.push(name);
            table.by_name.entry(folded(name)).or_insert((id, name));
        }
        table
    }

    fn of_named(named: &'n [Named<R>]) -> Self {
        Self::of(named.iter().map(|named| (named.id, named.name.as_str())))
    }

    /// What a name stands for; also where the word `also` (such as `queue`) belongs to the name itself, or stands after
    /// it and does not.
    pub(super) fn find(&self, name: &str, also: &str) -> Option<R> {
        let name = folded(name);
        let longer = format!("{name} {also}");
        let shorter = name.strip_suffix(also).map(str::trim_end);
        let found = self.by_name.get(&name).or_else(|| self.by_name.get(&longer));
        found.or_else(|| shorter.and_then(|name| self.by_name.get(name))).map(|(id, _)| *id)
    }

    /// `did you mean Scheduling?`, or the names that there are.
    pub(super) fn remedy(&self, name: &str, kinds: &str) -> Option<String> {
        if let Some(near) = self.near(name) {
            return Some(format!("did you mean {near}?"));
        }
        match self.in_order.len() {
            0 => Some(format!("there are no {kinds} yet")),
            1..=MOST_LISTED => Some(format!("the {kinds} are: \"{}\"", self.in_order.join("\", \""))),
            _ => None,
        }
    }

    pub(super) fn near(&self, name: &str) -> Option<&'n str> {
        nearest(&folded(name), self.by_name.iter().map(|(folded, (_, shown))| (folded.as_str(), *shown)))
    }
}

/// Everything that may be named.
pub(super) struct Lookup<'n> {
    pub(super) queues: Table<'n, &'n QueueName>,
    emails: Table<'n, PersonRef>,
    people: Table<'n, PersonRef>,
    /// How many people have a name.
    namesakes: FxHashMap<String, usize>,
    pub(super) hours: Table<'n, HoursRef>,
    pub(super) templates: Table<'n, TemplateRef>,
    pub(super) targets: Table<'n, TargetRef>,
    pub(super) lines: Table<'n, LineRef>,
}

/// What a person's name led to.
pub(super) enum FoundPerson {
    One(PersonRef),
    Several,
    None,
}

impl<'n> Lookup<'n> {
    pub(super) fn of(names: &'n Names) -> Self {
        let mut namesakes = FxHashMap::default();
        for person in &names.people {
            *namesakes.entry(folded(&person.name)).or_insert(0) += 1;
        }
        Self {
            queues: Table::of(names.queues.iter().map(|queue| (queue, queue.name.as_str()))),
            emails: Table::of(names.people.iter().map(|person| (person.id, person.email.as_str()))),
            people: Table::of(names.people.iter().map(|person| (person.id, person.name.as_str()))),
            namesakes,
            hours: Table::of_named(&names.hours),
            templates: Table::of_named(&names.templates),
            targets: Table::of_named(&names.targets),
            lines: Table::of_named(&names.lines),
        }
    }

    pub(super) fn person(&self, name: &str) -> FoundPerson {
        let key = folded(name);
        if let Some((id, _)) = self.emails.by_name.get(&key) {
            return FoundPerson::One(*id);
        }
        match (self.people.by_name.get(&key), self.namesakes.get(&key)) {
            (Some((id, _)), Some(1)) => FoundPerson::One(*id),
            (Some(_), _) => FoundPerson::Several,
            (None, _) => FoundPerson::None,
        }
    }

    /// A person whose address or name is near.
    pub(super) fn near_person(&self, name: &str) -> Option<&'n str> {
        // Within one domain every address is like every other: what stands before it is compared.
        let domain = name.trim().split_once('@').map(|(_, domain)| folded(domain));
        let Some(domain) = domain else { return self.emails.near(name).or_else(|| self.people.near(name)) };
        let of_domain = self.emails.by_name.iter().filter_map(|(address, (_, shown))| {
            let (before, other) = address.split_once('@')?;
            (other == domain).then_some((before, *shown))
        });
        let before = name.split('@').next().unwrap_or(name);
        nearest(&folded(before), of_domain)
    }
}
