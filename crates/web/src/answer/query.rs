//! Queries of addresses: every name known, every value readable.

use super::body::unknown;
use super::{Problem, sentence};
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use std::error::Error as _;

/// The query of the address, whose every name is known.
pub(crate) struct Params<T>(pub(crate) T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        match Query::try_from_uri(&parts.uri) {
            Ok(Query(value)) => Ok(Self(value)),
            Err(error) => {
                let words = error.source().map_or_else(|| error.to_string(), ToString::to_string);
                Err(explain(&words))
            }
        }
    }
}

fn explain(words: &str) -> Problem {
    if let Some(problem) = words.find("unknown field `").and_then(|at| unknown("", &words[at..])) {
        return problem;
    }
    match words.split_once(": ") {
        Some((field, why)) if !field.contains(' ') => Problem::field(field, sentence::of(field, why)),
        _ => Problem::field("", format!("The query cannot be read: {words}.")),
    }
}
