//! The stream resumes without holes, and ends with the rights of its reader.

use crate::client::Client;
use crate::shop::Shop;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use serde_json::{Value, json};

/// An open stream.
pub(crate) struct Listening {
    body: Incoming,
    heard: String,
}

impl Listening {
    pub(crate) async fn open(client: &Client, path: &str) -> Self {
        let response = client.open("GET", path, "", String::new()).await;
        assert_eq!(response.status().as_u16(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut listening = Self { body: response.into_body(), heard: String::new() };
        listening.until("retry: 1000").await;
        listening
    }

    /// Everything heard so far, once `words` are among it.
    pub(crate) async fn until(&mut self, words: &str) -> String {
        while !self.heard.contains(words) {
            assert!(self.more().await, "the stream ended before {words}: {}", self.heard);
        }
        self.heard.clone()
    }

    /// Hears on; false at the end.
    async fn more(&mut self) -> bool {
        match self.body.frame().await {
            Some(Ok(frame)) => {
                self.heard.push_str(&String::from_utf8_lossy(frame.data_ref().unwrap()));
                true
            }
            _ => false,
        }
    }

    fn entries(&self) -> Vec<Value> {
        let data = self.heard.lines().filter_map(|line| line.strip_prefix("data: "));
        data.map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn positions(&self) -> Vec<i64> {
        self.entries().iter().map(|entry| entry["position"].as_i64().unwrap()).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_who_comes_back_misses_nothing_and_hears_nothing_twice() {
    let shop = Shop::open().await;
    let chris = shop.person("chris").await;
    let mut first = Listening::open(&chris, "/api/v1/events").await;
    shop.text("+12125550110", "Can I reschedule?").await;
    first.until("text.received").await;
    let last = *first.positions().last().unwrap();
    drop(first);
    for number in 111..131 {
        shop.text(&format!("+1212555{number:04}"), "How much is a quote?").await;
    }
    let mut second = Listening::open(&chris.with("last-event-id", &last.to_string()), "/api/v1/events").await;
    let end = shop.engine.feed().head().0.max(last + 20);
    while second.positions().last().is_none_or(|position| *position < end) {
        assert!(second.more().await);
    }
    let positions = second.positions();
    let holes: Vec<_> = positions.windows(2).filter(|pair| pair[1] != pair[0] + 1).collect();
    assert!(holes.is_empty() && positions[0] == last + 1, "after {last}: {positions:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_position_of_another_life_is_answered_with_a_reset() {
    let shop = Shop::open().await;
    let chris = shop.person("chris").await.with("last-event-id", "99999999");
    let mut stream = Listening::open(&chris, "/api/v1/events").await;
    let heard = stream.until("event: reset").await;
    assert!(heard.contains("\"position\""), "{heard}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_ends_when_its_reader_leaves_the_team() {
    let shop = Shop::open().await;
    let mut stream = Listening::open(&shop.person("chris").await, "/api/v1/events").await;
    let chris = shop.id("chris");
    let leaves = baton_store::PersonChange { active: Some(false), ..Default::default() };
    shop.engine
        .administer(move |writer, at| writer.change_person(chris, &leaves, at))
        .await
        .unwrap()
        .unwrap();
    shop.text("+12125550134", "Something secret").await;
    while stream.more().await {}
    assert!(!stream.heard.contains("Something secret"), "{}", stream.heard);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_hear_what_was_touched_and_not_what_was_said() {
    let shop = Shop::open().await;
    let (browser, _) = shop.browser("chris").await;
    let mut stream = Listening::open(&browser, "/events?after=0").await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let heard = stream.until(&id).await;
    assert!(!heard.contains("reschedule"), "{heard}");
    let entry = stream.entries().into_iter().find(|entry| entry["type"] == "text.received").unwrap();
    assert_eq!(entry["conversation"], json!(id));
}
