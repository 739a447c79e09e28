//! The fake's HTTP side.

use std::convert::Infallible;
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::header::{AUTHORIZATION, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::net::{TcpListener, TcpStream};

use super::Shared;
use super::message::FakeMessage;
use super::reply::{Behaviour, MediaReply};
use super::state::{FakeRequest, State};

/// The connection is closed without an answer.
#[derive(Debug, thiserror::Error)]
#[error("told to drop the connection")]
struct Dropped;

type Answer = Response<Full<Bytes>>;

/// Serves until the task is aborted, which ends its connections too.
pub(super) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = tokio::task::JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        connections.spawn(connection(stream, Arc::clone(&shared)));
        while connections.try_join_next().is_some() {}
    }
}

async fn connection(stream: TcpStream, shared: Arc<Shared>) {
    let service = service_fn(|request| answer(request, Arc::clone(&shared)));
    // An error is what a test asked for, or the client's going away.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

async fn answer(request: Request<Incoming>, shared: Arc<Shared>) -> Result<Answer, Dropped> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(|_| Dropped)?.to_bytes();
    let authorization =
        head.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let request = FakeRequest {
        method: head.method.to_string(),
        target: head.uri.to_string(),
        authorization,
        form: pairs(&body),
    };
    shared.state().requests.push(request.clone());
    shared.seen.notify_waiters();
    let path = head.uri.path();
    if let Some(name) = path.strip_prefix("/media/") {
        return Ok(media(&mut shared.state(), name));
    }
    if request.authorization.as_deref() != Some(&*signed_in(&shared.state())) {
        return Ok(refusal(StatusCode::UNAUTHORIZED, 20_003, None));
    }
    let account = format!("/2010-04-01/Accounts/{}/", shared.state().sid);
    match (path.strip_prefix(&account), head.method) {
        (Some("Messages.json"), Method::POST) => post(&request.form, &shared).await,
        (Some("Messages.json"), Method::GET) => {
            Ok(list(&shared.state(), &pairs(head.uri.query().unwrap_or_default().as_bytes())))
        }
        (Some(rest), Method::GET) => Ok(one(&shared.state(), rest)),
        _ => Ok(refusal(StatusCode::NOT_FOUND, 20_404, None)),
    }
}

fn pairs(form: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(form).into_owned().collect()
}

fn signed_in(state: &State) -> String {
    format!("Basic {}", BASE64_STANDARD.encode(format!("{}:{}", state.sid, state.token)))
}

async fn post(form: &[(String, String)], shared: &Shared) -> Result<Answer, Dropped> {
    let behaviour = shared.state().behaviours.pop_front().unwrap_or(Behaviour::Accept);
    match behaviour {
        Behaviour::Drop => return Err(Dropped),
        Behaviour::Refuse { status, code, retry_after } => {
            return Ok(refusal(code_of(status), code, retry_after));
        }
        Behaviour::Hold => shared.release.notified().await,
        _ => {}
    }
    let (taken, sid) = {
        let mut state = shared.state();
        (state.take(form), state.sid.clone())
    };
    match (taken, behaviour) {
        (Err(code), _) => Ok(refusal(StatusCode::BAD_REQUEST, code, None)),
        (Ok(_), Behaviour::AcceptAndDrop) => Err(Dropped),
        (Ok(_), Behaviour::AcceptAndStall) => never().await,
        (Ok(_), Behaviour::AcceptAndFail { status }) => {
            Ok(plain(code_of(status), "upstream request timeout"))
        }
        (Ok(message), _) => Ok(json_answer(StatusCode::CREATED, &message.json(&sid))),
    }
}

async fn never() -> Result<Answer, Dropped> {
    match std::future::pending::<Infallible>().await {}
}

/// The list, newest first, in pages.
fn list(state: &State, query: &[(String, String)]) -> Answer {
    let asked = |name: &str| query.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
    let number =
        |name: &str, otherwise: usize| asked(name).and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let (size, page) = (number("PageSize", 50).clamp(1, 1_000), number("Page", 0));
    let fits = |message: &&FakeMessage| {
        asked("To").is_none_or(|to| to == message.to)
            && asked("From").is_none_or(|from| from == message.from)
            // A message that still waits has no date of sending, and no filter by it finds it.
            && (asked("DateSent>").is_none() || message.sent_at.is_some())
    };
    let mut found: Vec<_> =
        state.messages.iter().rev().filter(fits).skip(page * size).take(size + 1).collect();
    let path = format!("/2010-04-01/Accounts/{}/Messages.json", state.sid);
    let uri = |page: usize| {
        let kept = query.iter().filter(|(name, _)| name != "Page" && name != "PageToken");
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(kept).append_pair("Page", &page.to_string());
        format!("{path}?{}", query.finish())
    };
    let next = (found.len() > size).then(|| uri(page + 1));
    found.truncate(size);
    let messages: Vec<_> = found.iter().map(|message| message.json(&state.sid)).collect();
    let body = json!({
        "messages": messages, "page": page, "page_size": size, "start": page * size, "end": page * size + messages.len(),
        "uri": uri(page), "first_page_uri": uri(0), "next_page_uri": next, "previous_page_uri": null,
    });
    json_answer(StatusCode::OK, &body)
}

fn one(state: &State, rest: &str) -> Answer {
    let sid = rest.strip_prefix("Messages/").and_then(|rest| rest.strip_suffix(".json"));
    match state.messages.iter().find(|message| Some(&*message.sid) == sid) {
        Some(message) => json_answer(StatusCode::OK, &message.json(&state.sid)),
        None => refusal(StatusCode::NOT_FOUND, 20_404, None),
    }
}

fn media(state: &mut State, name: &str) -> Answer {
    let replies = state.media.get_mut(name);
    let reply = replies
        .and_then(|replies| if replies.len() > 1 { replies.pop_front() } else { replies.front().cloned() });
    let reply = reply.unwrap_or_else(|| MediaReply::status(404));
    let mut answer = Response::new(Full::new(Bytes::from(reply.body)));
    *answer.status_mut() = code_of(reply.status);
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(reply.content_type));
    if let Some(location) = reply.location.and_then(|location| location.parse().ok()) {
        answer.headers_mut().insert(LOCATION, location);
    }
    answer
}

fn refusal(status: StatusCode, code: u32, retry_after: Option<u32>) -> Answer {
    let body = json!({
        "code": code,
        "message": format!("refused with {code}"),
        "more_info": format!("https://www.twilio.com/docs/errors/{code}"),
        "status": status.as_u16(),
    });
    let mut answer = json_answer(status, &body);
    if let Some(seconds) = retry_after {
        answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    answer
}

fn json_answer(status: StatusCode, body: &serde_json::Value) -> Answer {
    let mut answer = Response::new(Full::new(Bytes::from(body.to_string())));
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}

fn plain(status: StatusCode, body: &'static str) -> Answer {
    let mut answer = Response::new(Full::new(Bytes::from_static(body.as_bytes())));
    *answer.status_mut() = status;
    answer
}

fn code_of(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
