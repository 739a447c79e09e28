//! Who may do what: the workspace, its people, lines, programs, and what proves that it is them.

use baton_core::{
    ConversationId, Line, LineCarrier, LineId, MessageId, Moment, Person, PersonId, Position, ProgramId,
    Role, WorkspaceId,
};
use baton_hours::MachineTime;
use serde::{Deserialize, Serialize};

/// The business as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// Identity.
    pub id: WorkspaceId,
    /// The name of the business.
    pub business: String,
    /// IANA name of its time zone.
    pub zone: String,
    /// Where carriers and browsers reach it, without a slash at the end; none while unknown.
    pub public_url: Option<String>,
    /// Its time can be moved; nothing real happens in it.
    pub rehearsal: bool,
    /// Counts every change of policy, people and lines.
    pub directory_version: i64,
}

/// What a workspace begins with: a business, its first person, and a policy that names them.
#[derive(Debug, Clone)]
pub struct NewWorkspace {
    /// The name of the business.
    pub business: String,
    /// IANA name of its time zone.
    pub zone: String,
    /// Where carriers and browsers reach it.
    pub public_url: Option<String>,
    /// Its time can be moved, for good.
    pub rehearsal: bool,
    /// The first person, an admin.
    pub person: NewPerson,
    /// The text of the policy.
    pub policy: String,
    /// Domain time.
    pub at: Moment,
}

/// Somebody who joins the team.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Lower-cased by the store.
    pub email: String,
    /// As the person writes it.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// A password's hash as a PHC string; none while they have no password.
    pub password_hash: Option<String>,
}

/// A line to add. Its settings are the carrier's: account, tokens, API base. They are secret.
#[derive(Debug, Clone)]
pub struct NewLine {
    /// E.164.
    pub number: String,
    /// What the team calls it; none: the number.
    pub name: Option<String>,
    /// The carrier.
    pub carrier: LineCarrier,
    /// The carrier answers STOP, START and HELP by itself.
    pub carrier_answers: bool,
    /// What the carrier needs; nothing but the carrier reads it.
    pub settings: serde_json::Value,
}

/// A line with its secrets, for the carrier alone.
#[derive(Debug, Clone, PartialEq)]
pub struct LineWithSecrets {
    /// What the domain knows of it.
    pub line: Line,
    /// What the carrier needs.
    pub settings: serde_json::Value,
}

/// A person with what signs them in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Who.
    pub person: Person,
    /// A PHC string; none while they have no password.
    pub password_hash: Option<String>,
}

/// An automation with a token of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// Identity.
    pub id: ProgramId,
    /// What the team calls it.
    pub name: String,
    /// Whether its tokens are accepted.
    pub active: bool,
}

/// For whom a token speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// As this person.
    Person(PersonId),
    /// As this program.
    Program(ProgramId),
}

/// A bearer token. The token itself is never stored, only its SHA-256.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// SHA-256 of the token.
    pub hash: Vec<u8>,
    /// What its maker calls it; unique for its holder.
    pub name: String,
    /// For whom it speaks.
    pub holder: Holder,
    /// What it may do, by the API's names.
    pub scopes: Vec<String>,
    /// When it was made.
    pub created_at: MachineTime,
    /// When it was withdrawn; it is refused from then on.
    pub revoked_at: Option<MachineTime>,
}

/// Somebody signed in. The cookie's secret is never stored, only its SHA-256.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the cookie's secret.
    pub hash: Vec<u8>,
    /// Who.
    pub person: PersonId,
    /// Since when.
    pub created_at: MachineTime,
    /// It is refused from then on.
    pub expires_at: MachineTime,
}

/// One saved version of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedPolicy {
    /// From 1.
    pub version: i64,
    /// Its text.
    pub source: String,
    /// When it was saved.
    pub at: Moment,
    /// By whom; none: by the set-up.
    pub by: Option<PersonId>,
}

/// How far somebody has read a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadMark {
    /// Who.
    pub person: PersonId,
    /// Up to, and including, this message; its thread is in it.
    pub up_to: MessageId,
}

/// Something wrong with the set-up, as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where its record stands.
    pub position: Position,
    /// When.
    pub at: Moment,
    /// What happened, why, what to do.
    pub fault: String,
    /// What came, whole.
    pub detail: String,
}

/// The job that goes through all live conversations after a change of policy, people or lines. The change itself notes
/// it, in its own transaction.
pub const RESETTLE: &str = "resettle";
/// The job that follows the edges of shifts, hours and absences, and is never done.
pub const EDGES: &str = "edges";

/// How far a resumable job has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its name, such as `resettle`.
    pub name: String,
    /// It goes on after this conversation; none: from the beginning.
    pub after: Option<ConversationId>,
    /// Up to when it has seen to everything, for one that follows domain time.
    pub at: Option<Moment>,
}

/// A file that was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaFile {
    /// As its server named it, e.g. `image/jpeg`.
    pub content_type: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Which line a setting belongs to, and its new secrets.
#[derive(Debug, Clone)]
pub struct LineChange {
    /// Which.
    pub line: LineId,
    /// Its new name, if it changes.
    pub name: Option<String>,
    /// Its new carrier settings, if they change.
    pub settings: Option<serde_json::Value>,
    /// Whether it is retired, if that changes.
    pub retired: Option<bool>,
    /// Whether the carrier answers STOP, START and HELP, if that changes.
    pub carrier_answers: Option<bool>,
}

impl LineChange {
    /// The line as it would be; its carrier settings stand elsewhere.
    #[must_use]
    pub fn apply(&self, line: Line) -> Line {
        Line {
            name: self.name.clone().unwrap_or(line.name),
            retired: self.retired.unwrap_or(line.retired),
            carrier_answers: self.carrier_answers.unwrap_or(line.carrier_answers),
            ..line
        }
    }

    /// The field whose change can be refused, for a sentence about it.
    pub fn field(&self) -> &'static str {
        match (self.retired, self.carrier_answers) {
            (Some(_), _) => "retired",
            (None, Some(_)) => "carrier_answers",
            (None, None) => "name",
        }
    }
}

/// What changes about a person.
#[derive(Debug, Clone, Default)]
pub struct PersonChange {
    /// Their new name, if it changes.
    pub name: Option<String>,
    /// Their new role, if it changes.
    pub role: Option<Role>,
    /// Whether they are part of the team, if that changes.
    pub active: Option<bool>,
}

impl PersonChange {
    /// The person as they would be.
    #[must_use]
    pub fn apply(&self, person: Person) -> Person {
        Person {
            name: self.name.clone().unwrap_or(person.name),
            role: self.role.unwrap_or(person.role),
            active: self.active.unwrap_or(person.active),
            ..person
        }
    }

    /// The field whose change can be refused, for a sentence about it, where `before` is who they are: of those that
    /// would become another. Whoever comes back or leaves is refused for that; else for a role without which nobody is
    /// left as admin.
    pub fn refused_field(&self, before: &Person) -> &'static str {
        let [active, role] = [
            self.active.is_some_and(|active| active != before.active),
            self.role.is_some_and(|role| role != before.role),
        ];
        match (active, role, self.active, self.role) {
            (true, ..) => "active",
            (_, true, ..) | (_, _, None, Some(_)) => "role",
            (_, _, Some(_), _) => "active",
            (_, _, None, None) => "name",
        }
    }
}
