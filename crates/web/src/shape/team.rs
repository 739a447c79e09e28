//! People, queues and lines, and who has something.

use baton_core::{Directory, Line, LineCarrier, Moment, Owner, Person, PersonId, Queue, Role, Team};
use serde::Serialize;
use utoipa::ToSchema;

/// Somebody by id and name.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({"id": "pe_2k7d9q", "name": "Chris Bell"}))]
pub(crate) struct NamedView {
    /// Opaque id.
    pub(crate) id: String,
    /// As the team calls them.
    pub(crate) name: String,
}

/// A person by id and name.
pub(crate) fn named(directory: &Directory, person: PersonId) -> NamedView {
    NamedView { id: person.to_string(), name: directory.owner_name(Owner::Person(person)).to_owned() }
}

/// The person or queue that something belongs to.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({"kind": "queue", "id": "qu_3f8s1c", "name": "Scheduling"}))]
pub(crate) struct OwnerView {
    /// `person` or `queue`.
    pub(crate) kind: &'static str,
    /// Opaque id.
    pub(crate) id: String,
    /// Their name.
    pub(crate) name: String,
}

impl OwnerView {
    pub(crate) fn new(directory: &Directory, owner: Owner) -> Self {
        let (kind, id) = match owner {
            Owner::Person(person) => ("person", person.to_string()),
            Owner::Queue(queue) => ("queue", queue.to_string()),
        };
        Self { kind, id, name: directory.owner_name(owner).to_owned() }
    }
}

/// A member of the team.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "pe_2k7d9q", "name": "Chris Bell", "email": "chris@cedarlane.example",
    "role": "agent", "active": true, "version": 4711}))]
pub(crate) struct PersonView {
    /// Opaque id.
    pub(crate) id: String,
    /// As the person writes it.
    name: String,
    /// With which they sign in; a policy names them by it.
    email: String,
    /// `agent`, `lead` or `admin`.
    role: &'static str,
    /// Whether they are part of the team now.
    active: bool,
    /// Grows with every change: what `If-Match` names.
    version: i64,
}

impl PersonView {
    pub(crate) fn new(person: &Person, version: i64) -> Self {
        Self {
            id: person.id.to_string(),
            name: person.name.clone(),
            email: person.email.clone(),
            role: role(person.role),
            active: person.active,
            version,
        }
    }
}

/// A role's word.
pub(crate) fn role(role: Role) -> &'static str {
    match role {
        Role::Agent => "agent",
        Role::Lead => "lead",
        Role::Admin => "admin",
    }
}

/// A role that owns conversations.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "qu_3f8s1c", "name": "Scheduling", "initials": "Sc",
    "members": [{"id": "pe_2k7d9q", "name": "Chris Bell"}], "lead": {"id": "pe_4m1x7z", "name": "Maya Ortiz"},
    "answers": {"id": "pe_4m1x7z", "name": "Maya Ortiz"}, "reply_claims": true}))]
pub(crate) struct QueueView {
    /// Opaque id.
    pub(crate) id: String,
    /// As the policy names it.
    name: String,
    /// Two letters for where there is no room.
    initials: String,
    /// In the policy's order.
    members: Vec<NamedView>,
    /// Who leads it.
    #[schema(required = true)]
    lead: Option<NamedView>,
    /// Who answers for the next text that comes to it now, were it the first in turn.
    answers: NamedView,
    /// A member's text claims what it owns.
    reply_claims: bool,
}

impl QueueView {
    pub(crate) fn new(directory: &Directory, queue: &Queue, now: Moment) -> Self {
        Self {
            id: queue.id.to_string(),
            name: queue.name.clone(),
            initials: queue.initials.clone(),
            members: queue.members.iter().map(|member| named(directory, *member)).collect(),
            lead: queue.lead.map(|lead| named(directory, lead)),
            answers: named(
                directory,
                directory.accountable(Owner::Queue(queue.id), None, None, now, &Team::default()),
            ),
            reply_claims: queue.reply_claims,
        }
    }
}

/// A phone number of the business.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "ln_9d2h4k", "name": "Main line", "number": "+12125550100",
    "carrier": "twilio", "retired": false, "version": 4712, "webhook": "https://texts.example/hooks/twilio/ln_9d2h4k"}))]
pub(crate) struct LineView {
    /// Opaque id.
    pub(crate) id: String,
    /// What the team calls it.
    name: String,
    /// E.164.
    number: String,
    /// `twilio` or `simulator`.
    carrier: &'static str,
    /// Receives and sends nothing any more.
    retired: bool,
    /// Grows with every change: what `If-Match` names.
    version: i64,
    /// Where the carrier calls us; the path alone while no public URL is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    webhook: Option<String>,
}

impl LineView {
    pub(crate) fn new(line: &Line, version: i64, public_url: &str) -> Self {
        let (carrier, webhook) = match line.carrier {
            LineCarrier::Twilio => ("twilio", Some(format!("{public_url}/hooks/twilio/{}", line.id))),
            LineCarrier::Simulator => ("simulator", None),
        };
        Self {
            id: line.id.to_string(),
            name: line.name.clone(),
            number: line.number.clone(),
            carrier,
            retired: line.retired,
            version,
            webhook,
        }
    }
}
