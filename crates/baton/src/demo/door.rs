//! The door of the demo: it signs in whoever comes, first as the sample's Chris Bell, then as whom they want to be.
//!
//! Everything in the demo is pretended, and it listens on this machine only unless somebody says otherwise; so nobody
//! is asked for a password.

use super::business::{YOU, address};
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use baton_core::{Person, PersonId};
use baton_engine::Engine;
use baton_hours::MachineTime;
use baton_store::Session;
use std::collections::HashMap;

/// How long somebody stays signed in, in microseconds: thirty days.
const STAYS: i64 = 30 * 24 * 3_600 * 1_000_000;

/// Puts the door before a server.
pub(super) fn dress(engine: &Engine, router: Router) -> Router {
    let signin = get(as_you).fallback_service(router.clone());
    Router::new()
        .route("/signin", signin)
        .route("/as/{word}", get(as_somebody))
        .with_state(engine.clone())
        .fallback_service(router)
}

/// The word in the address that signs in as somebody: what stands before the @.
pub(super) fn word(person: &Person) -> String {
    person.email.split('@').next().unwrap_or_default().to_owned()
}

/// Whoever is not signed in is Chris Bell, and goes on to where they wanted to go.
async fn as_you(State(engine): State<Engine>, Query(query): Query<HashMap<String, String>>) -> Response {
    let next = query.get("next").map(String::as_str).filter(|next| is_ours(next)).unwrap_or("/");
    enter(&engine, &address(YOU.word), next).await
}

/// Whoever presses a link on a page of ours stays there.
async fn as_somebody(State(engine): State<Engine>, Path(word): Path<String>, headers: HeaderMap) -> Response {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let referer = headers.get(header::REFERER).and_then(|referer| referer.to_str().ok());
    let page = host.zip(referer).and_then(|(host, referer)| referer.strip_prefix(&format!("http://{host}")));
    enter(&engine, &address(&word), page.filter(|page| is_ours(page)).unwrap_or("/")).await
}

async fn enter(engine: &Engine, email: &str, next: &str) -> Response {
    let directory = engine.directory();
    let person = directory.as_ref().and_then(|directory| directory.person_by_email(email));
    let Some(person) = person.filter(|person| person.active) else {
        return (StatusCode::NOT_FOUND, "There is nobody of that name here.\n").into_response();
    };
    match sign_in(engine, person.id).await {
        // The name of the session's cookie without https is the web crate's.
        Ok(secret) => {
            let cookie =
                format!("baton={secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}", STAYS / 1_000_000);
            ([(header::SET_COOKIE, cookie)], Redirect::to(next)).into_response()
        }
        Err(error) => (StatusCode::SERVICE_UNAVAILABLE, format!("{error:#}\n")).into_response(),
    }
}

async fn sign_in(engine: &Engine, person: PersonId) -> anyhow::Result<String> {
    let secret = baton_web::new_secret();
    let now = engine.clock().machine();
    let expires_at = MachineTime::from_micros(now.micros() + STAYS);
    let session = Session { hash: secret.hash, person, created_at: now, expires_at };
    engine.write(move |writer| writer.add_session(&session)).await??;
    Ok(secret.text)
}

/// Whether this leads to a page of ours and not elsewhere. Browsers take tabs and line breaks out of an address before they
/// read it, so none may stand in it.
fn is_ours(path: &str) -> bool {
    let whole = path.chars().all(|char| char > ' ' && char != '\u{7f}' && char != '\\');
    whole && path.starts_with('/') && !path.starts_with("//")
}
