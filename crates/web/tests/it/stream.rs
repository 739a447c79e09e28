//! The stream resumes without holes, and ends with the rights of its reader.

use crate::client::Client;
use crate::shop::Shop;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use serde_json::{Value, json};
use std::time::Duration;

/// What has happened is heard at once; nothing for so long is a failure. Signs of life come more rarely.
const DEADLINE: Duration = Duration::from_secs(10);

/// An open stream.
pub(crate) struct Listening {
    body: Incoming,
    heard: String,
}

impl Listening {
    pub(crate) async fn open(client: &Client, path: &str) -> Self {
        let response = client.open("GET", path, "", String::new()).await;
        Self::on(response).await
    }

    async fn on(response: hyper::Response<Incoming>) -> Self {
        assert_eq!(response.status().as_u16(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut listening = Self { body: response.into_body(), heard: String::new() };
        listening.until("retry: 1000").await;
        listening
    }

    /// Everything heard so far, once `words` are among it.
    pub(crate) async fn until(&mut self, words: &str) -> String {
        // A frame may end in the middle of an event.
        while !(self.heard.contains(words) && self.heard.ends_with("\n\n")) {
            assert!(self.more().await, "the stream ended before {words}: {}", self.heard);
        }
        self.heard.clone()
    }

    /// Hears on; false at the end.
    async fn more(&mut self) -> bool {
        let frame = tokio::time::timeout(DEADLINE, self.body.frame()).await;
        match frame.unwrap_or_else(|_| panic!("nothing more came after {}", self.heard)) {
            Some(Ok(frame)) => {
                self.heard.push_str(&String::from_utf8_lossy(frame.data_ref().unwrap()));
                true
            }
            _ => false,
        }
    }

    fn entries(&self) -> Vec<Value> {
        // What has not come whole yet comes with the next frame.
        let whole = self.heard.rfind("\n\n").map_or(0, |end| end);
        let data = self.heard[..whole].lines().filter_map(|line| line.strip_prefix("data: "));
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

/// chatwoot #14934, `NodeBB` #12458: resuming by time, or in the middle of something, missed or doubled things. Fails
/// when a record is sent whole to a reader who had heard its beginning.
#[tokio::test(flavor = "multi_thread")]
async fn a_reader_resumes_at_any_position_also_within_what_one_decision_wrote() {
    let shop = Shop::open().await;
    let chris = shop.person("chris").await;
    let mut live = Listening::open(&chris, "/api/v1/events").await;
    shop.text("+12125550110", "Can I reschedule?").await;
    shop.text("+12125550111", "How much is a quote?").await;
    live.until("+12125550111").await;
    let all = live.positions();
    let pages = shop.browser("chris").await.0;
    for (index, after) in all.iter().enumerate() {
        for (reader, path) in [(&chris, "/api/v1/events"), (&pages, "/events")] {
            let mut resumed = Listening::open(&reader.with("last-event-id", &after.to_string()), path).await;
            while resumed.positions().len() < all.len() - index - 1 {
                assert!(resumed.more().await, "the stream ended");
            }
            assert_eq!(resumed.positions(), all[index + 1..], "{path} after {after}");
        }
    }
}

/// The same sources, after a laptop slept: what counts is the position alone, whatever any clock says. Fails when
/// entries are chosen by their time, or when the domain's clock is asked for what is new.
#[tokio::test(flavor = "multi_thread")]
async fn hours_of_sleep_lose_nothing_because_only_the_position_counts() {
    let shop = Shop::open().await;
    let chris = shop.person("chris").await;
    let mut live = Listening::open(&chris, "/api/v1/events").await;
    let id = shop.text("+12125550110", "Can I reschedule?").await.unwrap();
    live.until("text.received").await;
    let last = *live.positions().last().unwrap();
    drop(live);
    shop.text("+12125550111", "Before the sleep").await;
    shop.pass(Duration::from_hours(3)).await;
    chris.patch(&format!("/api/v1/conversations/{id}"), &json!({"add_tags": ["vip"]})).await.expect(200);
    let mut resumed =
        Listening::open(&chris.with("last-event-id", &last.to_string()), "/api/v1/events").await;
    let heard = resumed.until("\"vip\"").await;
    assert!(heard.contains("Before the sleep"), "{heard}");
    assert_eq!(resumed.positions()[0], last + 1);
}

/// A position that nothing can be resumed from. Fails when it is taken for the beginning of the feed or for its end.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_position_is_refused_or_answered_with_a_reset_and_never_guessed() {
    let shop = Shop::open().await;
    let chris = shop.person("chris").await;
    shop.text("+12125550110", "Can I reschedule?").await;
    for wrong in ["yesterday", "2026-05-12T18:03:00Z", "1.5", ""] {
        let reader = chris.with("last-event-id", wrong);
        // A stream has no end, so its status comes first.
        assert_eq!(
            reader.open("GET", "/api/v1/events", "", String::new()).await.status().as_u16(),
            422,
            "{wrong}"
        );
        assert_eq!(reader.get("/api/v1/events").await.expect(422)["field"], "Last-Event-ID");
    }
    let mut reset = Listening::open(&chris.with("last-event-id", "-1"), "/api/v1/events").await;
    let heard = reset.until("event: reset").await;
    assert!(!heard.contains("Can I reschedule?"), "{heard}");
}

/// Fails when a reader that does not read is waited for or kept for in memory without end, when it hears of something twice, or
/// when it misses what came meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_does_not_read_is_cut_off_and_resumes_where_it_was() {
    let mut options = baton_engine::Options::new(crate::shop::outside());
    options.feed_ring = 64;
    let shop = Shop::open_with(options).await;
    let chris = shop.person("chris").await;
    let mut slow = Listening::on(chris.open_narrow("/api/v1/events").await).await;
    let line: baton_core::LineId = shop.line.parse().unwrap();
    // Far more than any buffer between the two takes.
    let words = "a".repeat(1_500);
    for crowd in 0..24 {
        let mut texts = tokio::task::JoinSet::new();
        for n in 0..100 {
            let (engine, words) = (shop.engine.clone(), format!("{crowd}-{n} {words}"));
            let from = format!("+1212555{:04}", 100 + n % 90);
            texts.spawn(async move { engine.simulate_text(line, &from, &words, Vec::new()).await.unwrap() });
        }
        while let Some(stored) = texts.join_next().await {
            stored.unwrap();
        }
    }
    let end = shop.engine.feed().head().0;
    while slow.more().await {}
    let before = slow.positions();
    let at = *before.last().unwrap();
    assert!(at < end, "it heard everything, so it was not too slow: {at} of {end}");
    let mut resumed = Listening::open(&chris.with("last-event-id", &at.to_string()), "/api/v1/events").await;
    let mut positions = before;
    while positions.last().is_none_or(|position| *position < end) {
        assert!(resumed.more().await, "the stream ended");
        if resumed.heard.ends_with("\n\n") {
            positions.extend(resumed.positions());
            resumed.heard.clear();
        }
    }
    let holes: Vec<_> = positions.windows(2).filter(|pair| pair[1] != pair[0] + 1).collect();
    assert!(holes.is_empty(), "{holes:?}");
}
