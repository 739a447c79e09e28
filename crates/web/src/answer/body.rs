//! Bodies of requests: small, of the right type, and without a field that nobody knows.

use super::{Problem, sentence};
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

/// The most bytes of a JSON body.
const LIMIT: usize = 256 * 1024;
/// The most bytes of a policy.
const DOCUMENT: usize = 2 * 1024 * 1024;

/// A JSON body whose every field is known.
pub(crate) struct Json<T>(pub(crate) T);

/// The same, with the key that makes a second press of the same button harmless.
pub(crate) struct Pressed<T> {
    /// What is wanted.
    pub(crate) wanted: T,
    /// The `Idempotency-Key`, if the caller sent one, and a hash of the whole request.
    pub(crate) press: Option<Press>,
}

/// A press of a button: its key, and what it stood on.
#[derive(Debug, Clone)]
pub(crate) struct Press {
    /// The `Idempotency-Key`, 1 to 255 bytes.
    pub(crate) key: String,
    /// A hash of address and body: the same key with another request is refused.
    pub(crate) request: Vec<u8>,
}

impl Press {
    /// A press with this key, for a request of this address and body.
    pub(crate) fn new(key: &str, address: &str, body: &[u8]) -> Result<Self, Problem> {
        if !(1..=255).contains(&key.len()) {
            return Err(Problem::field("Idempotency-Key", "An Idempotency-Key has 1 to 255 bytes."));
        }
        let hash = Sha256::new().chain_update(address).chain_update([0]).chain_update(body).finalize();
        Ok(Self { key: key.to_owned(), request: hash.to_vec() })
    }

    fn of(request: &Parts, body: &[u8]) -> Result<Option<Self>, Problem> {
        let Some(value) = request.headers.get("idempotency-key") else { return Ok(None) };
        let key = value.to_str().map_err(|_| {
            Problem::field("Idempotency-Key", "An Idempotency-Key is made of printable ASCII characters.")
        })?;
        Self::new(key.trim(), request.uri.path(), body).map(Some)
    }
}

/// A body as it came, at most as large as a policy may be.
pub(crate) struct Raw(pub(crate) Bytes);

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        let (_, body) = read_json(request).await?;
        parse(&body).map(Self)
    }
}

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for Pressed<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        let (parts, body) = read_json(request).await?;
        Ok(Self { wanted: parse(&body)?, press: Press::of(&parts, &body)? })
    }
}

async fn read_json(request: Request) -> Result<(Parts, Bytes), Problem> {
    let (parts, body) = request.into_parts();
    let body = read(body, LIMIT).await?;
    if body.is_empty() || is_json(&parts) {
        return Ok((parts, body));
    }
    Err(Problem::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "not_json",
        "Send the request as JSON, with the header Content-Type: application/json.",
    ))
}

impl<S: Sync> FromRequest<S> for Raw {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        read(request.into_body(), DOCUMENT).await.map(Self)
    }
}

async fn read(body: Body, limit: usize) -> Result<Bytes, Problem> {
    axum::body::to_bytes(body, limit).await.map_err(|_| {
        Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            format!("The request is larger than {} KiB, or broke off.", limit / 1024),
        )
    })
}

fn is_json(request: &Parts) -> bool {
    let kind = request.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// Reads JSON; what is wrong is named with its field.
pub(crate) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let body = if body.trim_ascii().is_empty() { b"{}".as_slice() } else { body };
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        explain(&path, error.inner())
    })?;
    reader.end().map_err(|error| explain("", &error))?;
    Ok(value)
}

fn explain(path: &str, error: &serde_json::Error) -> Problem {
    if error.is_syntax() || error.is_eof() {
        let detail = format!("This is not JSON: {error}.");
        return Problem::new(StatusCode::BAD_REQUEST, "not_json", detail);
    }
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or(&words);
    if let Some(problem) = unknown(path, words) {
        return problem;
    }
    if let Some(field) = words.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
        return Problem::field(join(path, field), format!("The field “{field}” is missing."));
    }
    let field = if path == "." { "" } else { path };
    Problem::field(field, sentence::of(field, words))
}

/// The path that a field has within `path`, which ends with the field itself where serde knows it.
fn join(path: &str, field: &str) -> String {
    match path {
        "" | "." => field.to_owned(),
        path if path == field || path.ends_with(&format!(".{field}")) => path.to_owned(),
        path => format!("{path}.{field}"),
    }
}

/// What to say about an unknown field, if serde's words are about one.
pub(super) fn unknown(path: &str, words: &str) -> Option<Problem> {
    let (field, known) = unknown_field(words)?;
    Some(Problem::field(join(path, field), unknown_sentence(field, &known)))
}

/// The unknown field and the known ones, out of serde's words.
fn unknown_field(words: &str) -> Option<(&str, Vec<&str>)> {
    let mut parts = words.strip_prefix("unknown field `")?.split('`');
    let field = parts.next()?;
    let known = parts.skip(1).step_by(2).collect();
    Some((field, known))
}

fn unknown_sentence(field: &str, known: &[&str]) -> String {
    let nearest = known
        .iter()
        .map(|name| (strsim::jaro_winkler(field, name), name))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match nearest {
        Some((_, name)) => format!("There is no field “{field}”. Did you mean “{name}”?"),
        None if known.is_empty() => format!("There is no field “{field}” here; nothing is expected."),
        None => format!("There is no field “{field}”. Known here: {}.", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[serde(default)]
        #[expect(dead_code, reason = "only its reading is looked at")]
        text: String,
        #[expect(dead_code, reason = "only its reading is looked at")]
        inner: Option<Inner>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[expect(dead_code, reason = "only its reading is looked at")]
        reason: u8,
    }

    fn sentence(body: &str) -> (Option<String>, String) {
        let problem = parse::<Sample>(body.as_bytes()).expect_err("it is wrong");
        let value = serde_json::to_value(&problem).expect("plain data");
        (value.get("field").map(|field| field.as_str().unwrap_or("").to_owned()), problem.detail().to_owned())
    }

    #[test]
    fn an_unknown_field_is_named_with_the_nearest() {
        let (field, words) = sentence(r#"{"tekst": "hi"}"#);
        assert_eq!(field.as_deref(), Some("tekst"));
        assert_eq!(words, "There is no field “tekst”. Did you mean “text”?");
    }

    #[test]
    fn a_wrong_type_is_named_with_its_whole_path() {
        let (field, words) = sentence(r#"{"inner": {"reason": "x"}}"#);
        assert_eq!(field.as_deref(), Some("inner.reason"));
        assert_eq!(words, "“inner.reason” is a whole number, 0 or more, and not a text.");
        assert_eq!(sentence(r#"{"inner": {"why": 1}}"#).0.as_deref(), Some("inner.why"));
        assert_eq!(sentence(r#"{"inner": {}}"#).0.as_deref(), Some("inner.reason"));
    }

    #[test]
    fn what_is_no_json_is_a_bad_request() {
        for body in ["{", "{} x", "nonsense"] {
            assert_eq!(parse::<Sample>(body.as_bytes()).expect_err(body).status(), StatusCode::BAD_REQUEST);
        }
    }
}
