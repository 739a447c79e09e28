//! What a program is told when something was not done (RFC 9457).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use baton_core::Refusal;
use serde::Serialize;
use serde_json::{Map, Value};

/// Something that was not done, and why; answered as `application/problem+json`.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(crate) struct Problem(Box<Said>);

/// Something that was not done, and why.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({
    "type": "urn:baton:problem:newer_text", "title": "Conflict", "status": 409, "code": "newer_text",
    "detail": "Something newer came while you wrote. Read it first, or send anyway."
}))]
#[schema(as = Problem)]
struct Said {
    /// `urn:baton:problem:` and the code.
    #[serde(rename = "type")]
    kind: String,
    /// The status in words.
    title: &'static str,
    /// The HTTP status.
    #[serde(serialize_with = "number")]
    #[schema(value_type = u16)]
    status: StatusCode,
    /// A short stable name, for programs.
    code: &'static str,
    /// One sentence: what happened, why, what to do.
    detail: String,
    /// Why, finer than the code: one name for each sentence; none where it never came to a decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    /// The field of the request that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// What else belongs to it, such as `newer`: the messages that the author has not seen.
    #[serde(flatten)]
    #[schema(ignore)]
    more: Map<String, Value>,
    #[serde(skip)]
    retry_after: Option<u32>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a field over by reference")]
fn number<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self(Box::new(Said {
            kind: format!("urn:baton:problem:{code}"),
            title: status.canonical_reason().unwrap_or("Problem"),
            status,
            code,
            detail: detail.into(),
            reason: None,
            field: None,
            more: Map::new(),
            retry_after: None,
        }))
    }

    /// A field that cannot be used.
    pub(crate) fn field(field: impl Into<String>, detail: impl Into<String>) -> Self {
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", detail);
        problem.0.field = Some(field.into()).filter(|field| !field.is_empty());
        problem
    }

    /// There is no such thing here, or the caller may not know of it.
    pub(crate) fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", format!("There is no such {what} here."))
    }

    /// The same, where something that is not there was meant by the id of a part of it.
    pub(crate) fn instead_of_missing(self, what: &str) -> Self {
        if self.status() == StatusCode::NOT_FOUND { Self::not_found(what) } else { self }
    }

    /// The caller may not.
    pub(crate) fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "not_allowed", detail)
    }

    /// Nobody said who is asking, or what they showed is not accepted.
    pub(crate) fn unauthorized(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", detail)
    }

    /// Too much waits already, or the database cannot be reached: it should come again.
    pub(crate) fn busy(detail: impl Into<String>, retry_after: u32) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail).after(retry_after)
    }

    /// Too often.
    pub(crate) fn too_many(detail: impl Into<String>, retry_after: u32) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many", detail).after(retry_after)
    }

    /// The same, to come again after so many seconds.
    fn after(mut self, seconds: u32) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }

    /// Something of ours went wrong; the sentence is for whoever runs it.
    pub(crate) fn ours(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "failed", detail)
    }

    /// The same, with more to read.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.more.insert(name.to_owned(), value.into());
        self
    }

    /// The same, about a field.
    pub(crate) fn about(mut self, field: &str) -> Self {
        self.0.field = Some(field.to_owned());
        self
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.0.status
    }

    pub(crate) fn code(&self) -> &'static str {
        self.0.code
    }

    /// The field of the request that it is about.
    pub(crate) fn field_name(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    pub(crate) fn detail(&self) -> &str {
        &self.0.detail
    }

    /// A word of what else belongs to it.
    pub(crate) fn more(&self, name: &str) -> Option<&str> {
        self.0.more.get(name)?.as_str()
    }

    pub(crate) fn retry_after(&self) -> Option<u32> {
        self.0.retry_after
    }
}

impl utoipa::PartialSchema for Problem {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        Said::schema()
    }
}

impl utoipa::ToSchema for Problem {
    fn name() -> std::borrow::Cow<'static, str> {
        "Problem".into()
    }
}

impl From<&Refusal> for Problem {
    fn from(refusal: &Refusal) -> Self {
        let status = match refusal {
            Refusal::NotFound(_) => StatusCode::NOT_FOUND,
            Refusal::NotAllowed(_) => StatusCode::FORBIDDEN,
            Refusal::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Refusal::Changed { .. } | Refusal::ContactChanged { .. } => StatusCode::PRECONDITION_FAILED,
            Refusal::Newer { .. }
            | Refusal::AlreadyOpen(_)
            | Refusal::OptedOut { .. }
            | Refusal::QuietHours { .. }
            | Refusal::TakenOver(_)
            | Refusal::Closed
            | Refusal::NotNow(_) => StatusCode::CONFLICT,
        };
        let mut problem = Self::new(status, refusal.code(), refusal.to_string());
        problem.0.reason = Some(refusal.reason().name());
        match refusal {
            Refusal::Invalid { field, .. } => problem.about(field),
            Refusal::Newer { newest } => problem.with("newest", newest.to_string()),
            Refusal::Changed { version } => problem.with("version", version.0),
            Refusal::ContactChanged { version } => problem.with("version", *version),
            Refusal::AlreadyOpen(conversation) => problem.with("conversation", conversation.to_string()),
            Refusal::QuietHours { until, .. } => {
                problem.with("until", until.map_or(Value::Null, |until| until.to_string().into()))
            }
            _ => problem,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut answer = (self.0.status, body).into_response();
        let headers = answer.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.0.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.0.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"Baton\""));
        }
        answer
    }
}
