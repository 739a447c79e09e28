//! Promises of response time.

use baton_routing::Condition;

use crate::length::Length;

/// What a target warns at unless it says otherwise, in per cent of its time.
pub(crate) const WARN_AT: u8 = 75;

/// A promise of response time for a scenario. Of a policy's targets the first holds whose condition is true.
///
/// Lengths run in the business time of [`Target::hours`], where a day is a business day
/// ([`Calendar::add_days`](baton_hours::Calendar::add_days)); around the clock, where there are none, a day is 24 hours.
/// None of them is nothing, in weeks, or over a year.
#[derive(Debug)]
pub struct Target {
    /// Its name, as shown.
    pub name: String,
    /// For whom it holds; without a condition for everybody.
    pub when: Option<Condition>,
    /// From the first text that needs an answer to a human's first reply.
    pub first_response: Option<Length>,
    /// From the first such text since our last reply to our next one.
    pub next_response: Option<Length>,
    /// Until we do what we said, where nobody promised a time; a day unless the target says otherwise.
    pub follow_up: Option<Length>,
    /// From opening to close, but while we wait for the customer.
    pub resolution: Option<Length>,
    /// How long a person who was given the conversation has to act, before the escalation path begins early.
    pub act_within: Option<Length>,
    /// The place of its hours in the policy's hours; without any it runs around the clock.
    pub hours: Option<usize>,
    /// At how much of its time the owner is warned: 1 to 99 per cent.
    pub warn_at: u8,
    /// The place of its path in the policy's escalations.
    pub escalation: Option<usize>,
}
