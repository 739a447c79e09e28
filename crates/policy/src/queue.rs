//! Queues, and the business calendars that they keep.

use baton_hours::{Calendar, Date};

use crate::length::Length;

/// A role that owns conversations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// Its name, as shown.
    pub name: String,
    /// Two letters for where there is no room for the name; no other queue has them.
    pub initials: String,
    /// The addresses of the people who may claim from it, in the order of the policy.
    pub members: Vec<String>,
    /// The address of the person who answers for it; without one the fallback person does.
    pub lead: Option<String>,
    /// The place of its hours in the policy's hours; without any it is always open.
    pub hours: Option<usize>,
    /// Tags that its ownership adds.
    pub tags: Vec<String>,
    /// Whether a member's text claims a conversation that the queue owns.
    pub reply_claims: bool,
    /// The place of its rota in the policy's rotas; without one its members are on during its hours.
    pub rota: Option<usize>,
    /// How what comes to it is handed on.
    pub distribute: Distribute,
    /// How long something waits to be claimed, in the queue's hours, before the accountable person is given it; more than
    /// nothing. Without one it waits.
    pub claim_within: Option<Length>,
    /// How many open conversations a person is given by this queue at most; claims may exceed it.
    pub capacity: Option<u32>,
}

/// How a queue hands on what comes to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Distribute {
    /// It keeps it until somebody claims.
    #[default]
    Claim,
    /// To its members who are available, in turn.
    RoundRobin,
    /// To whoever of them has the fewest open conversations.
    LeastBusy,
}

/// A business calendar with the names that people gave it and its holidays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// Its name, as shown.
    pub name: String,
    /// When it is open.
    pub calendar: Calendar,
    /// The holidays that have a name, by date.
    pub holiday_names: Vec<(Date, String)>,
}
