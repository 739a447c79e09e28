//! What carriers say, in the words of the domain.

use baton_carriers::{CarrierState, Failure, Sighting};
use baton_core::{Delivery, FailureReason, TextState};

/// Why a text failed.
pub(super) fn reason_of(failure: &Failure) -> FailureReason {
    FailureReason {
        code: failure.code.clone(),
        advice: failure.reason.advice().to_owned(),
        opted_out: failure.reason == baton_carriers::Reason::OptedOut,
        unreachable: failure.reason.is_unreachable(),
    }
}

/// A carrier's word on a text of ours.
pub(crate) fn delivery_of(state: CarrierState, carrier_id: &str, failure: Option<&Failure>) -> Delivery {
    let state = match state {
        CarrierState::Queued | CarrierState::Sent => TextState::Sent,
        CarrierState::Failed => TextState::Failed,
        CarrierState::Undelivered => TextState::Undelivered,
        CarrierState::Delivered => TextState::Delivered,
    };
    Delivery { state, carrier_id: Some(carrier_id.to_owned()), failure: failure.map(reason_of) }
}

/// The same, of a text that was looked up.
pub(super) fn sighted(sighting: &Sighting) -> Delivery {
    delivery_of(sighting.state, &sighting.carrier_id, sighting.failure.as_ref())
}
