//! Who may use which template, and how it calls whoever takes over.

use crate::directory::Directory;
use crate::ids::PersonId;
use crate::owner::{By, Owner};
use crate::person::Person;
use baton_policy::Template;

impl Directory {
    /// Whether somebody may write with a template: their own, one of a queue that they speak for, and everybody's.
    /// Programs use everybody's.
    pub fn may_use(&self, by: &By, template: &Template) -> bool {
        let person = match by {
            By::Person { id, .. } => Some(*id),
            By::Program { .. } => None,
            By::Contact | By::Policy | By::Carrier => return true,
        };
        let theirs = |address: &String| {
            person
                .and_then(|id| self.person(id))
                .is_some_and(|known| known.email.eq_ignore_ascii_case(address))
        };
        let of_queue = |place: usize| {
            let queue = self.queues.get(place);
            person.zip(queue).is_some_and(|(person, queue)| self.speaks_for(person, queue.id))
        };
        template.person.as_ref().is_none_or(theirs) && template.queue.is_none_or(of_queue)
    }

    /// The templates that somebody may write with, in the policy's order.
    pub fn templates_for<'a>(&'a self, by: &'a By) -> impl Iterator<Item = &'a Template> {
        self.policy.templates().iter().filter(move |template| self.may_use(by, template))
    }

    /// What `[Name/Role]` says of whoever takes over: `Dana (Billing)`; a queue by its name.
    pub fn name_and_role(&self, owner: Owner) -> String {
        let Some(person) = owner.person() else { return self.owner_name(owner).to_owned() };
        let name = self.person(person).map_or("", Person::first_name).to_owned();
        match self.team_of(person) {
            Some(team) => format!("{name} ({team})"),
            None => name,
        }
    }

    /// The first queue that somebody belongs to.
    pub(crate) fn team_of(&self, person: PersonId) -> Option<String> {
        let theirs = self.queues.iter().find(|queue| queue.members.contains(&person));
        theirs.map(|queue| queue.name.clone())
    }
}
