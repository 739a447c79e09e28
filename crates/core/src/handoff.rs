//! An offered change of owner.

use crate::event::MadeWith;
use crate::ids::{HandoffId, PersonId};
use crate::owner::Owner;
use baton_hours::Moment;
use baton_templates::Name;
use serde::{Deserialize, Serialize};

/// When the customer is told who takes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TellCustomer {
    /// Once somebody has accepted.
    #[default]
    OnAcceptance,
    /// With the offer.
    Now,
    /// Not at all.
    No,
}

/// What the giver writes down: the receiver needs no more than this and the thread.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Baton {
    /// What the customer needs.
    pub summary: String,
    /// What has been done.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub done: String,
    /// What is still open.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub pending: String,
    /// The text to the customer, approved by the giver.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_customer: Option<String>,
    /// The template that text was made with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_with: Option<MadeWith>,
    /// The template that the summary was made with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary_made_with: Option<MadeWith>,
    /// When the text to the customer goes out.
    #[serde(default)]
    pub tell: TellCustomer,
    /// The giver wants to know when it is resolved.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confirm_back: bool,
}

impl Baton {
    /// The giver's words to the team, by the names that stand for them in a handoff's note.
    pub fn named(&self) -> [(Name, &str); 3] {
        [(Name::Summary, &self.summary), (Name::Done, &self.done), (Name::Pending, &self.pending)]
    }
}

/// An offer that stands: the giver holds the conversation until somebody accepts (law 4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handoff {
    /// Identity.
    pub id: HandoffId,
    /// Who offers it.
    pub from: PersonId,
    /// To whom.
    pub to: Owner,
    /// What goes with it.
    #[serde(flatten)]
    pub baton: Baton,
    /// Since when.
    pub offered_at: Moment,
    /// When it comes back by itself.
    pub expires_at: Moment,
}

/// What came with a conversation to whoever accepted it: theirs to read until it is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    /// Whose words these are.
    pub from: PersonId,
    /// When it was accepted.
    pub at: Moment,
    /// What the customer needs.
    pub summary: String,
    /// What had been done.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub done: String,
    /// What was still open.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub pending: String,
}

/// How the last offer ended, for whoever comes too late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedOffer {
    /// Which.
    pub id: HandoffId,
    /// What became of it.
    #[serde(flatten)]
    pub end: OfferEnd,
    /// Who did that; none for time and the policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// When.
    pub at: Moment,
}

/// What became of an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "end", content = "cause")]
pub enum OfferEnd {
    /// Somebody took it.
    Accepted,
    /// Somebody did not want it.
    Declined,
    /// Nobody answered in time.
    Expired,
    /// It is not offered any more.
    Withdrawn(WithdrawCause),
}

/// Why an offer that nobody answered is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithdrawCause {
    /// The giver, or a lead, took it back.
    Person,
    /// The conversation was closed.
    Closed,
    /// Its target cannot answer any more.
    TargetGone,
    /// The conversation went to its target in another way.
    Arrived,
}
