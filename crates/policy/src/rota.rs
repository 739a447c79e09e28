//! Who is on shift when, and who is on call.

use baton_rota::Rota as Shifts;

/// A rota with its name. Its people are addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rota {
    /// Its name, as shown.
    pub name: String,
    /// Who is on when. In a policy that was put live before somebody may stand here who cannot answer any more, so that
    /// nobody else's turn moves; whoever asks passes over them.
    pub rota: Shifts<String>,
    /// Whether whoever goes off shift keeps what they have in hand until the customer writes again.
    pub finish: bool,
}

/// Whom `ASSIGN to on call` and a step that says "on call" mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnCall {
    /// A queue, by its place in the policy's queues.
    Queue(usize),
    /// A person, by address.
    Person(String),
}
