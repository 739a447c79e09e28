//! Sign-in and sign-out.

use super::desk::{DoorPress, Press};
use super::fields::Fields;
use super::rehearsal::is_ours;
use super::reply::{html, problem, redirect};
use crate::answer::Problem;
use crate::app::App;
use crate::auth::{clear_cookie, csrf_token, hash_secret, new_secret, read_cookie, set_cookie};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::Response;
use baton_core::{PersonId, Role};
use baton_pages::SignIn;
use baton_store::Session;
use std::time::Duration;

/// How long a session lasts that ends with the browser.
const DAY: Duration = Duration::from_hours(12);
/// How long one lasts on a computer of one's own.
const STAY: Duration = Duration::from_hours(30 * 24);

/// The cookie to which the forms of sign-in and set-up are bound: the one that the browser has, or a new one.
pub(super) fn door(app: &App, headers: &HeaderMap) -> (String, Option<HeaderValue>) {
    let cookies = app.cookies();
    if let Some(secret) = read_cookie(headers, cookies.door()).filter(|secret| secret.len() >= 40) {
        return (csrf_token(secret), None);
    }
    let secret = new_secret().text;
    let cookie = set_cookie(cookies, cookies.door(), &secret, Some(Duration::from_hours(24)));
    (csrf_token(&secret), Some(cookie))
}

/// The same answer with a cookie.
pub(super) fn with_cookie(mut answer: Response, cookie: Option<HeaderValue>) -> Response {
    if let Some(cookie) = cookie {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    answer
}

/// `GET /signin`.
pub(super) async fn page(State(app): State<App>, headers: HeaderMap, uri: Uri) -> Response {
    if app.needs_setup() {
        return redirect("/setup");
    }
    let fields = Fields::read(uri.query().unwrap_or("").as_bytes());
    let (csrf, cookie) = door(&app, &headers);
    with_cookie(html(StatusCode::OK, &form(&app, csrf, &fields, None)), cookie)
}

fn form(app: &App, csrf: String, fields: &Fields, wrong: Option<String>) -> SignIn {
    let directory = app.directory().ok();
    let admin = directory.as_ref().and_then(|directory| {
        directory.people.values().find(|person| person.active && person.role == Role::Admin)
    });
    SignIn {
        business: directory.as_ref().map(|directory| directory.business.clone()).unwrap_or_default(),
        csrf,
        next: Some(fields.get("next")).filter(|next| is_ours(next)).unwrap_or("").to_owned(),
        email: fields.get("email").trim().to_owned(),
        wrong,
        keeper: admin.map(|admin| admin.name.clone()).unwrap_or_default(),
    }
}

/// `POST /signin`.
pub(super) async fn sign_in(headers: HeaderMap, press: DoorPress) -> Response {
    let DoorPress { app, form: fields, address } = press;
    match let_in(&app, &fields, &address).await {
        Ok(person) => {
            let next = Some(fields.get("next")).filter(|next| is_ours(next)).unwrap_or("/").to_owned();
            enter(&app, person, fields.get("stay") == "1", &next).await
        }
        Err(refused) if refused.status().is_server_error() => problem(&refused),
        Err(refused) => {
            let (csrf, cookie) = door(&app, &headers);
            let page = form(&app, csrf, &fields, Some(refused.detail().to_owned()));
            let mut answer = html(refused.status(), &page);
            if let Some(seconds) = refused.retry_after() {
                answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            with_cookie(answer, cookie)
        }
    }
}

/// Whose address and password these are. One sentence for every way in which they may be wrong.
async fn let_in(app: &App, fields: &Fields, address: &str) -> Result<PersonId, Problem> {
    let email = fields.get("email").trim().to_lowercase();
    let wanted = email.clone();
    let account = app.read(move |reader| reader.account(&wanted)).await?;
    let account = account.filter(|account| account.person.active);
    let stored = account.as_ref().and_then(|account| account.password_hash.clone());
    // Counted before it is checked: tries at the same moment are tries too.
    app.attempts().begin(&email, address, app.machine_now()).map_err(|wait| {
        let minutes = wait.as_secs().div_ceil(60);
        let words = format!("That was wrong too often. Wait {minutes} minutes, then try again.");
        Problem::too_many(words, u32::try_from(wait.as_secs()).unwrap_or(900))
    })?;
    let Ok(right) = app.passwords().fits(fields.get("password").to_owned(), stored).await else {
        app.attempts().give_back(&email, address);
        return Err(Problem::too_many("Many are at the door right now. Try again in a few seconds.", 5));
    };
    match account.filter(|_| right) {
        Some(account) => {
            app.attempts().right(&email, address);
            Ok(account.person.id)
        }
        None => Err(Problem::unauthorized("That email and password do not belong together.")),
    }
}

/// Begins a session, and goes to a page of ours.
pub(super) async fn enter(app: &App, person: PersonId, stay: bool, next: &str) -> Response {
    let secret = new_secret();
    let now = app.machine_now();
    let session = Session {
        hash: secret.hash,
        person,
        created_at: now,
        expires_at: now + if stay { STAY } else { DAY },
    };
    let begun = app
        .write(move |writer| {
            writer.sweep_sessions(now)?;
            writer.add_session(&session)
        })
        .await;
    if let Err(refused) = begun {
        return problem(&refused);
    }
    let cookies = app.cookies();
    let cookie = set_cookie(cookies, cookies.session(), &secret.text, stay.then_some(STAY));
    let answer = with_cookie(redirect(next), Some(cookie));
    with_cookie(answer, Some(clear_cookie(cookies, cookies.door())))
}

/// `POST /signout`.
pub(super) async fn sign_out(Press { desk, .. }: Press) -> Response {
    let cookies = desk.app.cookies();
    if let Some(secret) = desk.caller.session() {
        let hash = hash_secret(secret);
        if let Err(refused) = desk.app.write(move |writer| writer.end_session(&hash)).await {
            return problem(&refused);
        }
    }
    with_cookie(redirect("/signin"), Some(clear_cookie(cookies, cookies.session())))
}
