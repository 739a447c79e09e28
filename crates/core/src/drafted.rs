//! A directory as it would be after a change of people or lines that nobody has made yet.

use crate::directory::{Directory, DirectoryError, Parts};
use crate::ids::QueueId;
use crate::line::Line;
use crate::person::{Person, Role};
use std::collections::BTreeMap;

impl Directory {
    /// The same with this person as they would be, in the place of whoever has their id.
    ///
    /// # Errors
    /// If the policy does not hold with them.
    pub fn with_person(&self, person: Person) -> Result<Self, DirectoryError> {
        let mut people = self.people.clone();
        people.insert(person.id, person);
        self.with_team(people.into_values().collect(), self.lines.values().cloned().collect())
    }

    /// The same with this line as it would be, in the place of the one with its id.
    ///
    /// # Errors
    /// If the policy does not hold with it.
    pub fn with_line(&self, line: Line) -> Result<Self, DirectoryError> {
        let mut lines = self.lines.clone();
        lines.insert(line.id, line);
        self.with_team(self.people.values().cloned().collect(), lines.into_values().collect())
    }

    fn with_team(&self, people: Vec<Person>, lines: Vec<Line>) -> Result<Self, DirectoryError> {
        let queue_ids: BTreeMap<String, QueueId> =
            self.queues.iter().map(|queue| (queue.name.clone(), queue.id)).collect();
        Self::assemble(Parts {
            workspace: self.workspace,
            business: self.business.clone(),
            version: self.version,
            policy_version: self.policy_version,
            policy: self.policy.source(),
            people,
            lines,
            queue_ids: &queue_ids,
        })
    }

    /// Whether somebody of the team is an admin. Nobody else could make one.
    pub fn has_admin(&self) -> bool {
        self.people.values().any(|person| person.active && person.role == Role::Admin)
    }
}
