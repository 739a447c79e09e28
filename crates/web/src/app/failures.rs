//! What a program is told when engine or store could not do something.

use crate::answer::Problem;
use axum::http::StatusCode;
use baton_engine::Failure;
use baton_store::StoreError;

/// What a program is told of the engine's failure.
pub(crate) fn failed(failure: &Failure) -> Problem {
    let seconds = failure.retry_after().map_or(1, |wait| u32::try_from(wait.as_secs()).unwrap_or(60).max(1));
    match failure {
        Failure::Refused(refusal) => Problem::from(refusal),
        Failure::Busy { .. } | Failure::Store(_) | Failure::Stopping => {
            Problem::busy(failure.to_string(), seconds)
        }
        Failure::KeyReused => {
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "key_reused", failure.to_string())
        }
        Failure::NotSetUp => Problem::new(StatusCode::SERVICE_UNAVAILABLE, "not_set_up", failure.to_string()),
        Failure::Broken(_) => Problem::ours(failure.to_string()),
    }
}

/// What a program is told of the store's failure.
pub(crate) fn unreadable(error: &StoreError) -> Problem {
    match error {
        StoreError::Unreachable(_) => Problem::busy(error.to_string(), 5),
        StoreError::Cursor => Problem::field("cursor", error.to_string()),
        StoreError::Setup(_) | StoreError::Directory(_) | StoreError::Rehearsal(_) => {
            Problem::new(StatusCode::CONFLICT, "not_now", error.to_string())
        }
        _ => Problem::ours(error.to_string()),
    }
}
