//! What is handed in.

use baton_core::{By, Command, Position, Receive};
use baton_store::{Idempotency, Need};

/// Something that somebody wants.
#[derive(Debug, Clone)]
pub struct Request {
    /// What.
    pub command: Command,
    /// Who.
    pub by: By,
    /// The key of this press: the same key gets the same answer, however often it comes.
    pub idempotency: Option<Idempotency>,
    /// The version of the thread that they have seen: refused over any other.
    pub version: Option<Position>,
}

impl Request {
    /// A request without a key.
    pub fn new(command: Command, by: By) -> Self {
        Self { command, by, idempotency: None, version: None }
    }

    /// The same, if the thread is still at this version when it is decided.
    #[must_use]
    pub fn at_version(mut self, version: Option<Position>) -> Self {
        self.version = version;
        self
    }

    /// The same under a key.
    #[must_use]
    pub fn with_key(mut self, key: Option<Idempotency>) -> Self {
        self.idempotency = key;
        self
    }

    /// What it needs to be loaded.
    pub fn need(&self) -> Need {
        Need { key: self.command.key(), quotable: self.command.needs_quotable() }
    }

    /// The text that it brings.
    pub fn receive(&self) -> Option<&Receive> {
        match &self.command {
            Command::Receive(receive) => Some(receive),
            _ => None,
        }
    }
}
