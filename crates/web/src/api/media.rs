//! Pictures and files of messages: rights are checked each time, and no cache keeps them for others.

use super::paths;
use crate::answer::{Answer, Problem, json};
use crate::app::App;
use crate::auth::{May, Read, Route};
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use baton_core::MessageId;
use baton_store::{MediaFile, MediaState};

/// What a browser shows safely in place.
const PICTURES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// Whether a browser shows this type safely in place.
pub(crate) fn is_picture(content_type: &str) -> bool {
    let bare = content_type.split(';').next().unwrap_or("").trim();
    PICTURES.iter().any(|picture| bare.eq_ignore_ascii_case(picture))
}

/// A picture or file of a message
#[utoipa::path(get, path = "/api/v1/media/{message}/{index}", tag = "messages",
    params(("message" = String, Path, description = "The message's id"),
        ("index" = u32, Path, description = "Its place among the message's files, from 0")),
    responses((status = 200, description = "The file"), (status = 404, body = Problem)))]
pub(super) async fn get(
    State(app): State<App>,
    _: May<Read>,
    Path((message, index)): Path<(String, String)>,
) -> Answer {
    let (message, index) = place(&message, &index)?;
    let file = app.read(move |reader| reader.media_file(message, index)).await?;
    Ok(served(file.ok_or_else(|| Problem::not_found("file"))?))
}

fn place(message: &str, index: &str) -> Answer<(MessageId, u32)> {
    Ok((paths::id(message, "file")?, index.parse().map_err(|_| Problem::not_found("file"))?))
}

/// What came from outside is never run here: pictures in place, everything else to be saved.
fn served(file: MediaFile) -> Response {
    let picture = is_picture(&file.content_type);
    let kind = if picture { file.content_type.as_str() } else { "application/octet-stream" };
    let kind = HeaderValue::try_from(kind).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let put = if picture { "inline" } else { "attachment" };
    let headers: [(HeaderName, HeaderValue); 5] = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(put)),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    (headers, file.bytes).into_response()
}

/// Fetch a file again that could not be fetched
#[utoipa::path(post, path = "/api/v1/media/{message}/{index}/retry", tag = "messages",
    params(("message" = String, Path, description = "The message's id"),
        ("index" = u32, Path, description = "Its place among the message's files, from 0")),
    responses((status = 202, description = "It is being fetched"), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
pub(super) async fn retry(
    State(app): State<App>,
    _: May<Route>,
    Path((message, index)): Path<(String, String)>,
) -> Answer {
    let (message, index) = place(&message, &index)?;
    fetch_again(&app, message, index).await?;
    json(StatusCode::ACCEPTED, &serde_json::json!({"state": "coming"}))
}

/// Has it fetched again, if it is not here.
pub(crate) async fn fetch_again(app: &App, message: MessageId, index: u32) -> Answer<()> {
    let found = app.read(move |reader| reader.media_of(&[message])).await?;
    let job = found.into_iter().find(|job| job.index == index).ok_or_else(|| Problem::not_found("file"))?;
    if job.state != MediaState::Failed {
        let words = "It is here already, or on its way.";
        return Err(Problem::new(StatusCode::CONFLICT, "not_now", words));
    }
    app.retry_media(message, index).await
}
