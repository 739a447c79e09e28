//! More comes than can wait: whoever asks is told to come again, and when, and nothing that was taken is lost.

use crate::shop::{Shop, count, outside};
use crate::twilio::Wire;
use baton_engine::Options;
use serde_json::json;
use std::sync::mpsc;
use tokio::task::JoinSet;

const CUSTOMER: &str = "+12125550134";

/// Fails when a call that found the queue full is answered without `Retry-After`, or with anything but 503; when a press is;
/// or when what was told to come again is stored all the same.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_is_503_with_retry_after_at_the_webhook_and_at_the_api() {
    let mut options = Options::new(outside());
    options.queue = 4;
    let shop = Shop::open_with(options).await;
    let wire = Wire::open(&shop).await;
    wire.text(CUSTOMER, "SMfirst", "Can I reschedule?").await;
    let chris = shop.person("chris").await;
    let id = chris.items("/api/v1/conversations").await[0]["id"].as_str().unwrap().to_owned();

    // The writer has something in hand that takes until the test lets it go on.
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let (let_go, go_on) = mpsc::channel::<()>();
    let engine = shop.engine.clone();
    let busy = tokio::spawn(async move {
        let held = engine.write(move |_| {
            begun.send(()).unwrap();
            go_on.recv().unwrap();
        });
        held.await.unwrap();
    });
    has_begun.await.unwrap();

    let wire = std::sync::Arc::new(wire);
    let mut calls = JoinSet::new();
    for n in 0..12 {
        let wire = std::sync::Arc::clone(&wire);
        calls.spawn(async move {
            let call = wire.call(CUSTOMER, &format!("SM{n}"), &format!("Question {n}"), &[]);
            let answer = wire.answer(&call).await;
            (call, answer)
        });
    }
    let (mut again, mut stored) = (Vec::new(), 0);
    let (call, full) = calls.join_next().await.unwrap().unwrap();
    assert_eq!((full.status, full.header("retry-after")), (503, "1"), "{}", full.body);
    again.push(call);
    let note =
        chris.post(&format!("/api/v1/conversations/{id}/notes"), &json!({"text": "She called."})).await;
    assert_eq!((note.status, note.header("retry-after")), (503, "1"), "{}", note.body);
    assert_eq!(note.json()["code"], "busy");

    let_go.send(()).unwrap();
    busy.await.unwrap();
    while let Some(done) = calls.join_next().await {
        let (call, answer) = done.unwrap();
        match answer.status {
            200 => stored += 1,
            status => {
                assert_eq!((status, answer.header("retry-after")), (503, "1"));
                again.push(call);
            }
        }
    }
    let there = async || count(&shop.timeline(&id).await, "text.received");
    assert_eq!(there().await, 1 + stored, "what was told to come again is not there");
    for call in &again {
        assert_eq!(wire.deliver(call).await, 200);
    }
    assert_eq!(there().await, 13);
    assert_eq!(count(&shop.timeline(&id).await, "note.added"), 0);
}
