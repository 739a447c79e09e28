//! Who and what there is: the policy with the people, queues and lines it speaks of.

use crate::ahead::Ahead;
use crate::ids::{LineId, PersonId, QueueId, WorkspaceId};
use crate::line::Line;
use crate::owner::Owner;
use crate::person::Person;
use baton_hours::Calendar;
use baton_policy::{Distribute, Known, KnownLine, KnownPerson, Length, OnCall, Policy, Report};
use baton_rota::Rota;
use baton_routing::{LineRef, PersonRef, QueueRef};
use baton_text::UrgentWord;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A role that owns conversations, with its people resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// Identity; it stays as long as the name does.
    pub id: QueueId,
    /// As the policy names it.
    pub name: String,
    /// A capital and a small letter, unique in the workspace.
    pub initials: String,
    /// In the policy's order.
    pub members: Vec<PersonId>,
    /// Who answers for it while nobody is on shift.
    pub lead: Option<PersonId>,
    /// Tags that its ownership adds.
    pub tags: Vec<String>,
    /// A text by a person claims what the queue has.
    pub reply_claims: bool,
    /// The place of its rota in [`Directory::rotas`]; without one its members are on during its hours.
    pub rota: Option<usize>,
    /// The place of its hours in the policy; without any it is always open.
    pub hours: Option<usize>,
    /// How it hands on what comes to it.
    pub distribute: Distribute,
    /// How long something waits to be claimed, in its hours.
    pub claim_within: Option<Length>,
    /// The most open conversations that a person is given by it.
    pub capacity: Option<u32>,
}

/// Everything that decisions read beside the thread: immutable, shared, replaced as a whole.
#[derive(Debug, Clone)]
pub struct Directory {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The name of the business.
    pub business: String,
    /// Counts every change of policy, people and lines; a commit asserts it.
    pub version: i64,
    /// The policy's own version, from 1.
    pub policy_version: i64,
    /// The policy.
    pub policy: Arc<Policy>,
    /// In the policy's order, so that a policy's reference to a queue is an index here.
    pub queues: Vec<Queue>,
    /// The policy's rotas, in its order, with people instead of addresses. Whom the team does not know stands there as
    /// [`Directory::NOBODY`], who is never on.
    pub rotas: Vec<Rota<PersonId>>,
    /// The word that brings a conversation to whoever is on call.
    pub urgent: Option<UrgentWord>,
    /// Everybody, also who left.
    pub people: BTreeMap<PersonId, Person>,
    /// Every line, also retired ones.
    pub lines: BTreeMap<LineId, Line>,
    /// Answers in the end, always; active (law 2).
    pub fallback: PersonId,
    /// The people in the order in which the policy refers to them.
    person_refs: Vec<PersonId>,
    /// The lines in the order in which the policy refers to them.
    line_refs: Vec<LineId>,
    /// When people work next, as far as somebody asked.
    pub(crate) ahead: Ahead,
}

/// What a directory is made of.
#[derive(Debug, Clone)]
pub struct Parts<'a> {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The name of the business.
    pub business: String,
    /// Counts every change of policy, people and lines.
    pub version: i64,
    /// The policy's own version.
    pub policy_version: i64,
    /// The policy as it is written.
    pub policy: &'a str,
    /// Everybody, also who left.
    pub people: Vec<Person>,
    /// Every line, also retired ones.
    pub lines: Vec<Line>,
    /// The id of each queue by its name; a queue without one is none of this policy's.
    pub queue_ids: &'a BTreeMap<String, QueueId>,
}

/// Why no directory could be made.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// The policy does not hold (any more), for example because a person that it names is gone.
    #[error("the policy has problems")]
    Policy(Box<Report>),
    /// The policy names a fallback whom nobody knows.
    #[error("the fallback person of the policy is nobody of the team")]
    Fallback,
    /// The store knows no id for a queue of the policy.
    #[error("the queue “{0}” has no id")]
    Queue(String),
}

/// What a policy must know of the people and lines around it. References to them are places in these lists.
pub fn known<'a>(
    people: impl IntoIterator<Item = &'a Person>,
    lines: impl IntoIterator<Item = &'a Line>,
) -> Known {
    let people = people.into_iter().map(|person| KnownPerson {
        email: person.email.clone(),
        name: person.name.clone(),
        active: person.active,
        may_answer: true,
    });
    let lines =
        lines.into_iter().map(|line| KnownLine { name: line.name.clone(), number: line.number.clone() });
    Known { people: people.collect(), lines: lines.collect() }
}

impl Directory {
    /// Stands on a rota for an address that is nobody's.
    pub const NOBODY: PersonId = PersonId(-1);

    /// Reads the policy with the people and lines that it speaks of.
    ///
    /// # Errors
    /// If the policy does not hold, or a queue of it has no id.
    pub fn assemble(parts: Parts<'_>) -> Result<Self, DirectoryError> {
        let people: BTreeMap<_, _> = parts.people.into_iter().map(|person| (person.id, person)).collect();
        let lines: BTreeMap<_, _> = parts.lines.into_iter().map(|line| (line.id, line)).collect();
        let known = known(people.values(), lines.values());
        let policy = Policy::load_saved(parts.policy, &known)
            .map_err(|report| DirectoryError::Policy(Box::new(report)))?;
        let person_refs: Vec<PersonId> = people.keys().copied().collect();
        let line_refs: Vec<LineId> = lines.keys().copied().collect();
        let by_email =
            |email: &String| people.values().find(|person| &person.email == email).map(|person| person.id);
        let queues = policy
            .queues()
            .iter()
            .map(|queue| {
                let id = parts
                    .queue_ids
                    .get(&queue.name)
                    .ok_or_else(|| DirectoryError::Queue(queue.name.clone()))?;
                Ok(Queue {
                    id: *id,
                    name: queue.name.clone(),
                    initials: queue.initials.clone(),
                    members: queue.members.iter().filter_map(by_email).collect(),
                    lead: queue.lead.as_ref().and_then(by_email),
                    tags: queue.tags.clone(),
                    reply_claims: queue.reply_claims,
                    rota: queue.rota,
                    hours: queue.hours,
                    distribute: queue.distribute,
                    claim_within: queue.claim_within,
                    capacity: queue.capacity,
                })
            })
            .collect::<Result<_, _>>()?;
        let rotas = policy.rotas().iter();
        let rotas = rotas.map(|rota| rota.rota.map(|address| by_email(address).unwrap_or(Self::NOBODY)));
        let rotas = rotas.collect();
        // A word that the policy's check let through can be looked for.
        let urgent = UrgentWord::new(&policy.auto_replies().urgent_word).ok();
        let fallback = by_email(&policy.fallback().to_owned()).ok_or(DirectoryError::Fallback)?;
        Ok(Self {
            workspace: parts.workspace,
            business: parts.business,
            version: parts.version,
            policy_version: parts.policy_version,
            policy: Arc::new(policy),
            queues,
            rotas,
            urgent,
            people,
            lines,
            fallback,
            person_refs,
            line_refs,
            ahead: Ahead::default(),
        })
    }

    /// The person whom the policy refers to so.
    pub(crate) fn person_of(&self, reference: PersonRef) -> Option<PersonId> {
        at(&self.person_refs, reference.0)
    }

    /// How the policy refers to a person.
    pub(crate) fn person_ref(&self, person: PersonId) -> Option<PersonRef> {
        place(&self.person_refs, &person).map(PersonRef)
    }

    /// How the policy refers to a queue: by its place.
    pub(crate) fn queue_ref(&self, queue: QueueId) -> Option<QueueRef> {
        let place = self.queues.iter().position(|one| one.id == queue)?;
        i64::try_from(place).ok().map(QueueRef)
    }

    /// How the policy refers to an owner.
    pub(crate) fn owner_ref(&self, owner: Owner) -> Option<baton_routing::Owner> {
        match owner {
            Owner::Person(person) => self.person_ref(person).map(baton_routing::Owner::Person),
            Owner::Queue(queue) => self.queue_ref(queue).map(baton_routing::Owner::Queue),
        }
    }

    /// How the policy refers to a line.
    pub(crate) fn line_ref(&self, line: LineId) -> Option<LineRef> {
        place(&self.line_refs, &line).map(LineRef)
    }

    /// The place of a queue's hours in the policy's hours; none: it is always open.
    pub(crate) fn hours_of_queue(&self, id: QueueId) -> Option<usize> {
        self.queue(id)?.hours
    }

    /// Whom the policy names as on call.
    pub(crate) fn on_call(&self) -> Option<Owner> {
        match self.policy.on_call()? {
            OnCall::Queue(place) => self.queues.get(*place).map(|queue| Owner::Queue(queue.id)),
            OnCall::Person(address) => self.person_by_email(address).map(|person| Owner::Person(person.id)),
        }
    }

    /// The queue with this id.
    pub fn queue(&self, id: QueueId) -> Option<&Queue> {
        self.queues.iter().find(|queue| queue.id == id)
    }

    /// The person with this id.
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.get(&id)
    }

    /// The person whom a policy names so.
    pub fn person_by_email(&self, email: &str) -> Option<&Person> {
        self.people.values().find(|person| person.email.eq_ignore_ascii_case(email))
    }

    /// Whether this person is part of the team now.
    pub fn is_active(&self, id: PersonId) -> bool {
        self.person(id).is_some_and(|person| person.active)
    }

    /// Their name, for sentences.
    pub fn owner_name(&self, owner: Owner) -> &str {
        match owner {
            Owner::Person(id) => self.person(id).map_or("somebody who left", |person| person.name.as_str()),
            Owner::Queue(id) => self.queue(id).map_or("a former queue", |queue| queue.name.as_str()),
        }
    }

    /// Whether this person speaks for the queue: a member, its lead, or a lead of everything; and part of the team now.
    pub fn speaks_for(&self, person: PersonId, queue: QueueId) -> bool {
        let of_queue = |queue: &Queue| queue.members.contains(&person) || queue.lead == Some(person);
        let by_role = self.person(person).is_some_and(Person::leads);
        self.is_active(person) && self.queue(queue).is_some_and(|queue| by_role || of_queue(queue))
    }

    /// The hours of a queue; none: it is always open.
    pub fn hours_of(&self, queue: QueueId) -> Option<&Calendar> {
        let index = self.queues.iter().position(|one| one.id == queue)?;
        let hours = self.policy.queues().get(index)?.hours?;
        self.policy.hours().get(hours).map(|hours| &hours.calendar)
    }
}

fn at<T: Copy>(list: &[T], reference: i64) -> Option<T> {
    usize::try_from(reference).ok().and_then(|index| list.get(index)).copied()
}

fn place<T: Ord>(list: &[T], item: &T) -> Option<i64> {
    list.binary_search(item).ok().and_then(|index| i64::try_from(index).ok())
}
