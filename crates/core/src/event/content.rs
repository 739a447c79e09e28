//! What texts consist of.

use serde::{Deserialize, Serialize};

/// What kind of text of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextKind {
    /// Written or approved by a person.
    Person,
    /// Written by a program; it keeps no promise.
    Program,
    /// Says who takes over: the giver's words, which go out with the offer or once it is accepted. It keeps no promise.
    Handoff,
    /// The one confirmation of an opt-out: ahead of all else on its line.
    OptOutConfirmation,
    /// The confirmation of an opt-in.
    OptInConfirmation,
    /// The answer to HELP.
    Help,
}

impl TextKind {
    /// Whether somebody wrote it, and Baton did not make it by itself.
    pub fn is_written(self) -> bool {
        matches!(self, Self::Person | Self::Program | Self::Handoff)
    }
}

/// A picture or file, by reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// Where it lies.
    pub url: String,
    /// As the carrier names it, e.g. `image/jpeg`.
    pub content_type: String,
    /// In bytes, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
}
