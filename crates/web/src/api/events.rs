//! What happens, as it happens: server-sent events (HTML living standard, section 9.2).

use crate::answer::{Answer, Params, Problem};
use crate::app::App;
use crate::auth::{Caller, May, Read, revalidate};
use crate::shape::{Entry, Teller};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use baton_core::{Audience, Position, Record};
use baton_engine::{FeedEntry, Flow, Subscription};
use baton_hours::MachineTime;
use serde::Deserialize;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use utoipa::IntoParams;

/// A sign of life goes out this often, so that a dead connection is noticed.
const BEAT: Duration = Duration::from_secs(15);
/// Whether somebody is still who they were is looked up at most this often while events go out.
const RIGHTS: Duration = Duration::from_secs(1);

/// From where.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct From {
    /// Everything after this position; what is new from now on where nobody says. `Last-Event-ID` goes before it.
    after: Option<i64>,
}

/// The stream of events
///
/// Each entry is `id:` its position, `event:` its type and `data:` the entry as in a timeline. `event: reset` says that
/// the position is too old: read the lists anew and go on from its `position`. A line that begins with a colon comes at
/// least every 15 seconds.
#[utoipa::path(get, path = "/api/v1/events", tag = "events",
    params(From, ("Last-Event-ID" = Option<i64>, Header, description = "The last position that was read")),
    responses((status = 200, description = "text/event-stream", content_type = "text/event-stream"),
        (status = 401, body = Problem)))]
pub(super) async fn events(
    State(app): State<App>,
    caller: May<Read>,
    headers: HeaderMap,
    Params(from): Params<From>,
) -> Answer {
    stream(&app, caller.caller(), &headers, from.after, Tone::Programs)
}

/// For whom a stream is: browsers hide comments from scripts, and dispatch named events to nobody who does not know the
/// names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// The API: entries are named by their type, signs of life are comments.
    Programs,
    /// Our pages: entries are plain messages, signs of life are `event: beat`.
    Pages,
}

/// Opens a stream.
pub(crate) fn stream(
    app: &App,
    caller: Caller,
    headers: &HeaderMap,
    after: Option<i64>,
    tone: Tone,
) -> Answer {
    let resumed = headers.get("last-event-id").and_then(|value| value.to_str().ok());
    let resumed = resumed.map(|text| {
        text.trim()
            .parse()
            .map_err(|_| Problem::field("Last-Event-ID", "Last-Event-ID is a position, a number."))
    });
    let after = resumed.transpose()?.or(after).map_or_else(|| app.feed().head(), Position);
    let (sender, receiver) = mpsc::channel(4);
    let teller = Streaming {
        subscription: app.feed().subscribe(after),
        app: app.clone(),
        caller,
        sender,
        tone,
        after,
        checked: app.machine_now(),
    };
    tokio::spawn(teller.run());
    Ok(answer(Body::from_stream(Chunks { receiver })))
}

fn answer(body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        // Proxies that gather answers would hold events back.
        (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    (headers, body).into_response()
}

/// One open stream.
struct Streaming {
    subscription: Subscription,
    app: App,
    caller: Caller,
    sender: mpsc::Sender<Bytes>,
    tone: Tone,
    /// Where the reader went on from, which may lie within a record.
    after: Position,
    checked: MachineTime,
}

impl Streaming {
    /// Sends until the reader goes, their rights end, they are too slow, or the server stops. They resume by position.
    async fn run(mut self) {
        if self.sender.send(Bytes::from_static(b"retry: 1000\n\n")).await.is_err() {
            return;
        }
        while let Some(chunk) = self.next().await {
            if !self.may_go_on(false).await || self.sender.send(chunk).await.is_err() {
                return;
            }
        }
    }

    async fn next(&mut self) -> Option<Bytes> {
        tokio::select! {
            flow = self.subscription.next() => match flow {
                Ok(Flow::Records(entries)) => Some(self.told(&entries).await),
                Ok(Flow::Reset(position)) => {
                    let data = serde_json::json!({"position": position.0});
                    Some(Bytes::from(format!("id: {}\nevent: reset\ndata: {data}\n\n", position.0)))
                }
                Ok(Flow::CutOff | Flow::End) | Err(_) => None,
            },
            () = tokio::time::sleep(BEAT) => {
                if !self.may_go_on(true).await {
                    return None;
                }
                Some(match self.tone {
                    Tone::Programs => Bytes::from_static(b": still here\n\n"),
                    Tone::Pages => Bytes::from_static(b"event: beat\ndata: {}\n\n"),
                })
            }
            () = self.sender.closed() => None,
        }
    }

    /// Rights are looked at as events go out, not only when the stream opens.
    async fn may_go_on(&mut self, surely: bool) -> bool {
        if let Some(person) = self.caller.person_id()
            && !self.app.directory().is_ok_and(|directory| directory.is_active(person))
        {
            return false;
        }
        let now = self.app.machine_now();
        if !surely && now.since(self.checked) < RIGHTS {
            return true;
        }
        self.checked = now;
        revalidate(&self.app, &self.caller).await
    }

    /// Records as the stream writes them: rendered once for everybody, but for programs that may not read notes.
    async fn told(&self, entries: &[Arc<FeedEntry>]) -> Bytes {
        let mut text = String::new();
        for entry in entries {
            if entry.record.thread.is_none() {
                // A contact may have another name now.
                self.app.forget_customers();
            }
            let customer = self.app.customer_of(&entry.record).await;
            let Ok(directory) = self.app.directory() else { continue };
            let teller = Teller { directory: &directory, customer: customer.as_ref() };
            let audience = self.caller.audience();
            let whole = entry.first() > self.after;
            if self.tone == Tone::Programs && audience == Audience::Team && whole {
                text.push_str(
                    entry.rendered(|record| write(teller, record, self.tone, audience, Position(0))),
                );
            } else {
                text.push_str(&write(teller, &entry.record, self.tone, audience, self.after));
            }
        }
        Bytes::from(text)
    }
}

fn write(teller: Teller<'_>, record: &Record, tone: Tone, audience: Audience, after: Position) -> String {
    let mut text = String::new();
    for entry in teller.entries(record, audience).filter(|entry| entry.position > after) {
        push(&mut text, &entry, tone);
    }
    text
}

fn push(text: &mut String, entry: &Entry, tone: Tone) {
    let position = entry.position.0;
    let kind = entry.value["type"].as_str().unwrap_or_default();
    // Writing to a String cannot fail. JSON as it is written here has no line breaks.
    let _ = match tone {
        Tone::Programs => write!(text, "id: {position}\nevent: {kind}\ndata: {}\n\n", entry.value),
        Tone::Pages => {
            let mut touched = serde_json::json!({
                "position": position, "type": kind, "conversation": entry.value["conversation"],
                "at": entry.value["at"],
            });
            let told = told(kind, &entry.value);
            if !told.is_empty() {
                touched["told"] = told.into();
            }
            if kind.starts_with("handoff.") {
                touched["offer"] = entry.value["id"].clone();
            }
            if kind == "availability.changed" {
                touched["person"] = entry.value["person"]["id"].clone();
            }
            write!(text, "id: {position}\ndata: {touched}\n\n")
        }
    };
}

/// Whom an entry is a word to, by id.
fn told(kind: &str, entry: &serde_json::Value) -> Vec<serde_json::Value> {
    match kind {
        "person.told" => vec![entry["person"]["id"].clone()],
        "clock.warned" => vec![entry["told"]["id"].clone()],
        "escalation.stepped" => {
            let people = entry["told"].as_array().into_iter().flatten();
            people.map(|person| person["id"].clone()).collect()
        }
        _ => Vec::new(),
    }
}

/// The chunks of a stream.
struct Chunks {
    receiver: mpsc::Receiver<Bytes>,
}

impl futures_core::Stream for Chunks {
    type Item = Result<Bytes, std::convert::Infallible>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        self.receiver.poll_recv(context).map(|chunk| chunk.map(Ok))
    }
}
