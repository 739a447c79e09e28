//! What a routing text may speak of: the queues, people and other named things that exist.

use crate::facts::Owner;
use serde::{Deserialize, Serialize};

macro_rules! refs {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// The number is the caller's own; routing only hands it back.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);
    )*};
}

refs! {
    /// A queue.
    QueueRef;
    /// A person.
    PersonRef;
    /// A business calendar.
    HoursRef;
    /// A template.
    TemplateRef;
    /// A target: a promise of response time.
    TargetRef;
    /// A line: a phone number of the business.
    LineRef;
}

/// A queue as rules name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueName {
    /// What a decision hands back.
    pub id: QueueRef,
    /// Its name, as shown.
    pub name: String,
    /// How many members it has; one without any is warned about.
    pub members: usize,
}

/// A person as rules name them: by e-mail address, or by a name that only one person has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName {
    /// What a decision hands back.
    pub id: PersonRef,
    /// The address they sign in with.
    pub email: String,
    /// Their name, as shown.
    pub name: String,
}

/// Anything else that rules name by one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<R> {
    /// What a decision hands back.
    pub id: R,
    /// Its name, as shown.
    pub name: String,
}

/// Everything that a routing text may name. Names are found whatever their case, accents and spacing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    /// The queues.
    pub queues: Vec<QueueName>,
    /// The people who may be given conversations.
    pub people: Vec<PersonName>,
    /// The business calendars.
    pub hours: Vec<Named<HoursRef>>,
    /// The templates.
    pub templates: Vec<Named<TemplateRef>>,
    /// The targets.
    pub targets: Vec<Named<TargetRef>>,
    /// The lines; one line may stand here under its name and under its number.
    pub lines: Vec<Named<LineRef>>,
}

impl Names {
    /// The name of a queue or person, if there is such a one.
    pub fn name_of(&self, owner: Owner) -> Option<&str> {
        match owner {
            Owner::Queue(id) => {
                self.queues.iter().find(|queue| queue.id == id).map(|queue| queue.name.as_str())
            }
            Owner::Person(id) => {
                self.people.iter().find(|person| person.id == id).map(|person| person.name.as_str())
            }
        }
    }
}
