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
    /// What the policy answers by itself, outside hours or as a rule says. It keeps no promise.
    AutoReply,
}

impl TextKind {
    /// Whether somebody wrote it, and Baton did not make it by itself.
    pub fn is_written(self) -> bool {
        matches!(self, Self::Person | Self::Program | Self::Handoff)
    }

    /// Whether it belongs to the conversation in which it is written. What carriers and law ask for stands outside.
    pub fn is_of_conversation(self) -> bool {
        self.is_written() || self == Self::AutoReply
    }
}

/// The template that a text was made with: what was sent stays what was sent, whatever becomes of the template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeWith {
    /// Its name then.
    pub template: String,
    /// The version of the policy that held it.
    pub policy_version: i64,
}

/// For which reason Baton answers by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AutoCause {
    /// The first text of a conversation in a time outside hours.
    OutsideHours,
    /// The first text of somebody new, within hours.
    FirstContact,
    /// A rule of the routing text says so.
    Rule,
    /// Silence closes the conversation.
    Farewell,
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
