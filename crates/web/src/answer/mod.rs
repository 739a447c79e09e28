//! How requests are read and answered: JSON in, JSON out, problems in words.

mod body;
mod page;
mod problem;
mod query;
mod sentence;
mod versions;

pub(crate) use body::{Json, Press, Pressed, Raw, parse};
pub(crate) use page::{Items, Paging, limit};
pub(crate) use problem::Problem;
pub(crate) use query::Params;
pub(crate) use versions::{if_match, tagged};

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// What an operation of the API comes to.
pub(crate) type Answer<T = Response> = Result<T, Problem>;

/// A JSON document that nobody keeps.
pub(crate) fn json<T: Serialize>(status: StatusCode, value: &T) -> Answer {
    let body = serde_json::to_vec(value).map_err(|error| Problem::ours(error.to_string()))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((status, headers, body).into_response())
}

/// The same, with status 200.
pub(crate) fn ok<T: Serialize>(value: &T) -> Answer {
    json(StatusCode::OK, value)
}
