//! Versions as entity tags: two people who change the same thing learn of each other.

use super::{Answer, Problem};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;

/// The same answer with the version of what it shows.
pub(crate) fn tagged(answer: Answer, version: i64) -> Answer {
    answer.map(|mut answer: Response| {
        if let Ok(value) = HeaderValue::try_from(format!("\"{version}\"")) {
            answer.headers_mut().insert(header::ETAG, value);
        }
        answer
    })
}

/// What a weak tag says: no version that there ever was.
const NO_VERSION: i64 = -1;

/// The version that the caller has seen, if they say one. `*` says none, and a weak tag matches nothing: the comparison
/// is the strong one (RFC 9110, section 13.1.1). Somebody has seen one version, so a list of them is refused.
pub(crate) fn if_match(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or("").trim();
    if text == "*" {
        return Ok(None);
    }
    if text.starts_with("W/") {
        return Ok(Some(NO_VERSION));
    }
    text.trim_matches('"').parse().map(Some).map_err(|_| {
        Problem::new(
            StatusCode::BAD_REQUEST,
            "bad_if_match",
            "If-Match holds the one version that you have seen, as it came in ETag, such as \"42\".",
        )
    })
}
