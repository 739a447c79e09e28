//! How pages are answered: HTML under a strict policy, and where to go after a form.

use super::desk::Desk;
use crate::answer::Problem;
use crate::auth::{Cookies, clear_cookie, read_cookie};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use baton_pages::routes::CONTENT_SECURITY_POLICY;
use baton_pages::{ErrorPage, Html, Notice, NoticeFragment};

/// A page or fragment.
pub(super) fn html(status: StatusCode, page: &impl Html) -> Response {
    let mut answer = (status, page.html()).into_response();
    secure(answer.headers_mut());
    answer
}

/// What every page is served with.
fn secure(headers: &mut HeaderMap) {
    let lines: [(HeaderName, &'static str); 6] = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ];
    for (name, value) in lines {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// The page for something that cannot be shown.
pub(crate) fn problem(problem: &Problem) -> Response {
    let mut answer = html(
        problem.status(),
        &ErrorPage {
            status: problem.status().as_u16(),
            title: title(problem.status()).to_owned(),
            words: problem.detail().to_owned(),
            way: ("/".to_owned(), "Go to the inbox".to_owned()),
        },
    );
    if let Some(seconds) = problem.retry_after() {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    answer
}

fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "There is nothing here",
        StatusCode::FORBIDDEN => "This is not open to you",
        StatusCode::SERVICE_UNAVAILABLE => "Baton is busy",
        status if status.is_server_error() => "Something went wrong here",
        _ => "This did not work",
    }
}

/// Nothing has this address.
pub(crate) fn not_found() -> Response {
    problem(&Problem::new(
        StatusCode::NOT_FOUND,
        "not_found",
        "The address is wrong, or what was there is gone.",
    ))
}

/// A sentence in the bar of a live page that changes nothing else.
pub(super) fn notice(status: StatusCode, words: &str) -> Response {
    html(status, &NoticeFragment { notice: Notice::only(words) })
}

/// Elsewhere, after a form (303) or because nothing is here for this reader.
pub(super) fn redirect(to: &str) -> Response {
    let mut answer = StatusCode::SEE_OTHER.into_response();
    let to = HeaderValue::try_from(to).unwrap_or(HeaderValue::from_static("/"));
    answer.headers_mut().insert(header::LOCATION, to);
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// Elsewhere, for a live page.
pub(super) fn go(to: &'static str, status: StatusCode) -> Response {
    let mut answer = status.into_response();
    answer.headers_mut().insert(HeaderName::from_static("hx-redirect"), HeaderValue::from_static(to));
    answer
}

/// The cookie that carries a sentence over a redirect.
const SAID: &str = "baton-said";
/// The most characters of such a sentence.
const LONGEST: usize = 300;

/// Elsewhere, with a sentence that is shown there once.
pub(super) fn redirect_saying(cookies: Cookies, to: &str, words: &str) -> Response {
    let mut answer = redirect(to);
    let words: String = words.chars().take(LONGEST).collect();
    let encoded: String = form_urlencoded::byte_serialize(words.as_bytes()).collect();
    let cookie = crate::auth::set_cookie(cookies, SAID, &encoded, Some(std::time::Duration::from_secs(20)));
    answer.headers_mut().append(header::SET_COOKIE, cookie);
    answer
}

/// The sentence that was carried over a redirect.
pub(super) fn said_before(headers: &HeaderMap) -> Option<String> {
    let encoded = read_cookie(headers, SAID).filter(|value| !value.is_empty())?;
    let pair = format!("w={encoded}");
    form_urlencoded::parse(pair.as_bytes()).next().map(|(_, words)| words.chars().take(LONGEST).collect())
}

/// The same answer, with what was carried over a redirect taken away, where it is a whole page and has shown it. A part of a
/// page shows nothing of it: one that is fetched while the redirect is under way would lose it.
pub(super) fn shown(desk: &Desk, mut answer: Response) -> Response {
    if !desk.live && answer.status().is_success() {
        for carried in [SAID, super::meanwhile::MOVED] {
            answer.headers_mut().append(header::SET_COOKIE, clear_cookie(desk.app.cookies(), carried));
        }
    }
    answer
}
