//! Customers and their numbers.

use super::team::{NamedView, named};
use baton_core::{ConsentState, Directory, Moment, Number};
use baton_store::ContactCard;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A customer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "ct_7b3w9f", "name": "Jamie Park", "tags": [], "attributes": {}, "zone": null,
    "account_owner": null, "existing": true, "numbers": [{"id": "nu_5c8v2j", "number": "+12125550134",
    "consent": {"state": "unstated", "since": null, "evidence": null, "carrier_block": false},
    "unreachable": null}], "version": 3}))]
pub(crate) struct ContactView {
    /// Opaque id.
    id: String,
    /// Unknown until somebody says.
    #[schema(required = true)]
    name: Option<String>,
    /// Labels.
    tags: Vec<String>,
    /// What the business keeps about them, by name.
    attributes: BTreeMap<String, String>,
    /// IANA name of their time zone, where known.
    #[schema(required = true)]
    zone: Option<String>,
    /// The person who looks after them.
    #[schema(required = true)]
    account_owner: Option<NamedView>,
    /// Whether a conversation with them was ever closed or answered.
    existing: bool,
    /// Their numbers, oldest first.
    numbers: Vec<NumberView>,
    /// Counts every change: the `ETag`.
    version: i64,
}

impl ContactView {
    pub(crate) fn new(directory: &Directory, card: &ContactCard) -> Self {
        let contact = &card.contact;
        Self {
            id: contact.id.to_string(),
            name: contact.name.clone(),
            tags: contact.tags.iter().cloned().collect(),
            attributes: contact.attributes.clone(),
            zone: contact.zone.clone(),
            account_owner: contact.account_owner.map(|owner| named(directory, owner)),
            existing: contact.existing,
            numbers: card.numbers.iter().map(NumberView::from).collect(),
            version: contact.version,
        }
    }
}

/// A number of a customer, with its own consent and reachability.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "nu_5c8v2j", "number": "+12125550187",
    "consent": {"state": "out", "since": "2026-05-09T18:03:00Z", "evidence": "STOP", "carrier_block": false},
    "unreachable": null}))]
pub(crate) struct NumberView {
    /// Opaque id.
    id: String,
    /// The spelling that last worked, E.164.
    number: String,
    /// May we text it?
    consent: ConsentView,
    /// Since when and why it cannot be reached, if so.
    #[schema(required = true)]
    unreachable: Option<UnreachableView>,
}

impl From<&Number> for NumberView {
    fn from(number: &Number) -> Self {
        let consent = &number.consent;
        Self {
            id: number.id.to_string(),
            number: number.address.clone(),
            consent: ConsentView {
                state: consent_word(consent.state),
                since: consent.since,
                evidence: consent.evidence.clone(),
                carrier_block: consent.carrier_block,
            },
            unreachable: number
                .unreachable
                .as_ref()
                .map(|known| UnreachableView { since: known.since, code: known.code.clone() }),
        }
    }
}

/// Consent with its evidence.
#[derive(Debug, Serialize, ToSchema)]
struct ConsentView {
    /// `unstated`, `in` or `out`.
    state: &'static str,
    /// Since when.
    #[schema(value_type = Option<String>, format = DateTime, required = true)]
    since: Option<Moment>,
    /// In whose words, or by which record.
    #[schema(required = true)]
    evidence: Option<String>,
    /// The carrier keeps a block of its own, which only a START from their phone lifts.
    carrier_block: bool,
}

/// Why a number cannot be reached.
#[derive(Debug, Serialize, ToSchema)]
struct UnreachableView {
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    since: Moment,
    /// The carrier's code.
    code: String,
}

/// A consent's word.
pub(crate) fn consent_word(state: ConsentState) -> &'static str {
    match state {
        ConsentState::Unstated => "unstated",
        ConsentState::In => "in",
        ConsentState::Out => "out",
    }
}
