//! What carriers bring. The hot path: the body is read once, and the engine answers when everything in it is stored.

use crate::app::App;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use baton_carriers::{CarrierAnswer, WebhookRequest};
use baton_core::LineId;
use baton_engine::Called;
use std::borrow::Cow;

/// The most bytes of a carrier's call: a text of 1,600 characters with ten pictures is far smaller.
const LIMIT: usize = 256 * 1024;

/// The line of a carrier's call: `GET` or `POST /hooks/twilio/{line}`.
pub(crate) fn line_of(request: &Request) -> Option<LineId> {
    let line = request.uri().path().strip_prefix("/hooks/twilio/")?.parse().ok()?;
    matches!(*request.method(), Method::GET | Method::POST).then_some(line)
}

/// The same through the router: what [`line_of`] does not know at a glance, such as an address with `%5F` in it, or a
/// `HEAD`.
pub(crate) async fn by_router(
    State(app): State<App>,
    Path(line): Path<String>,
    request: Request,
) -> Response {
    match line.parse() {
        Ok(line) => twilio(app, line, request).await,
        Err(_) => bare(StatusCode::NOT_FOUND),
    }
}

/// Answers a carrier's call for a line.
pub(crate) async fn twilio(app: App, line: LineId, request: Request) -> Response {
    let answer = answer(&app, line, request).await;
    app.count_call(answer.status());
    answer
}

async fn answer(app: &App, line: LineId, request: Request) -> Response {
    let Some(base) = app.base_url() else { return bare(StatusCode::SERVICE_UNAVAILABLE) };
    let received_at = app.machine_now();
    let (parts, body) = request.into_parts();
    let Ok(body) = read(body).await else { return bare(StatusCode::PAYLOAD_TOO_LARGE) };
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let mut public_url = String::with_capacity(base.len() + path.len());
    public_url.push_str(&base);
    public_url.push_str(path);
    let call = WebhookRequest {
        method: &parts.method,
        public_url: &public_url,
        headers: &parts.headers,
        body: &body,
        received_at,
    };
    match app.engine().webhook(line, &call).await {
        Called::Answered(answer) => respond(answer),
        Called::NoSuchLine => bare(StatusCode::NOT_FOUND),
        // Carriers try again after a 5xx, and give up after a 4xx.
        Called::NotNow => bare(StatusCode::SERVICE_UNAVAILABLE),
    }
}

async fn read(body: Body) -> Result<Bytes, axum::Error> {
    axum::body::to_bytes(body, LIMIT).await
}

fn respond(answer: CarrierAnswer) -> Response {
    let mut response = Response::new(match answer.body {
        Cow::Borrowed(text) => Body::from(text),
        Cow::Owned(text) => Body::from(text),
    });
    *response.status_mut() = answer.status;
    let headers = response.headers_mut();
    if let Some(kind) = answer.content_type {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    if let Some(seconds) = answer.retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn bare(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
