//! Whether it runs, and figures for whoever watches it.

use crate::app::App;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::fmt::Write as _;

/// `GET /health`: 200 as soon as requests are answered.
pub(crate) async fn health(State(app): State<App>) -> Response {
    let state = if app.needs_setup() { "waiting for its set-up" } else { "ready" };
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (headers, format!("{{\"status\":\"{state}\"}}")).into_response()
}

/// `GET /metrics`: the text format of Prometheus, version 0.0.4. Nothing of a customer is in it.
pub(crate) async fn metrics(State(app): State<App>) -> Response {
    let health = app.health();
    let [stored, refused, again] = app.calls();
    let mut text = String::new();
    let calls = "baton_carrier_calls_total";
    // Writing to a String cannot fail.
    let _ = write!(
        text,
        "# HELP {calls} Carriers' calls by outcome.\n# TYPE {calls} counter\n\
         {calls}{{outcome=\"stored\"}} {stored}\n{calls}{{outcome=\"refused\"}} {refused}\n\
         {calls}{{outcome=\"again\"}} {again}\n"
    );
    let gauges: [(&str, &str, u64); 7] = [
        ("baton_requests_waiting", "Requests that wait for the writer.", number(health.waiting)),
        ("baton_requests_most", "How many requests may wait.", number(health.queue)),
        (
            "baton_outbox",
            "Texts that wait to be handed over, or are being handed over.",
            number(health.outbox),
        ),
        ("baton_feed_position", "How far the feed reaches.", number(health.feed_head.0)),
        (
            "baton_wal_bytes",
            "Bytes of the write-ahead log that are not in the database yet.",
            health.wal_bytes,
        ),
        (
            "baton_leads",
            "1 if this node hands texts over, fires timers and fetches; of several nodes one does.",
            u64::from(health.leads),
        ),
        (
            "baton_hears_others",
            "1 if this node hears at once of what other nodes commit; 0: it asks four times a second.",
            u64::from(health.hears_others),
        ),
    ];
    for (name, help, value) in gauges {
        let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n");
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

fn number(value: impl TryInto<u64>) -> u64 {
    value.try_into().unwrap_or(u64::MAX)
}
