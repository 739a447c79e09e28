//! What somebody is told whose request cannot be read: a sentence about the field, and nothing of the types behind it.

use crate::shop::Shop;
use serde_json::{Value, json};

/// Fails when an error speaks of Rust's types, or does not name the field; or when a time is refused without the form that
/// works on any wall.
#[tokio::test(flavor = "multi_thread")]
async fn every_error_of_a_body_is_a_sentence_with_its_field() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let ruth = shop.person("ruth").await;
    let conversation = format!("/api/v1/conversations/{id}");
    let messages = format!("{conversation}/messages");
    let cases: [(&str, Value, &str, &str); 9] = [
        (&messages, json!([]), "", "The body is an object, in curly brackets, and not a list."),
        (&messages, json!({"text": 5}), "text", "“text” is a text in quotes, and not 5."),
        (&messages, json!({"text": "Hi", "seen": 7}), "seen", "“seen” is a text in quotes, and not 7."),
        (
            &messages,
            json!({"text": "Hi", "answers": "as_1"}),
            "answers",
            "“answers” is a list, in square brackets",
        ),
        (
            &messages,
            json!({"text": "Hi", "send_at": "tomorrow"}),
            "send_at",
            "“tomorrow” is no time. Write a date and time with a zone, such as 2026-11-02T09:00[America/New_York]",
        ),
        (
            "/api/v1/test-clock",
            json!({"advance_seconds": -5}),
            "advance_seconds",
            "“advance_seconds” is a whole number, 0 or more, and not -5.",
        ),
        ("/api/v1/test-clock", json!({"advance_to": "noon"}), "advance_to", "“noon” is no time."),
        ("/api/v1/policy/try", json!({"text": "Hi", "at": "noon"}), "at", "“noon” is no time."),
        (&messages, json!({"text": "Hi", "seen": "x"}), "seen", "“x” is not the id of a"),
    ];
    for (path, body, field, words) in cases {
        let told = ruth.post(path, &body).await.expect(422);
        assert_eq!(told["field"].as_str().unwrap_or(""), field, "{body}: {told}");
        let detail = told["detail"].as_str().unwrap();
        assert!(detail.contains(words) && detail.ends_with('.'), "{body}: {detail}");
        for rust in ["struct", "expected", "u64", "invalid type", "invalid value", "invalid length"] {
            assert!(!detail.contains(rust), "{body}: {detail}");
        }
    }
    let limit = ruth.get("/api/v1/conversations?limit=many").await.expect(422);
    assert_eq!(
        (limit["field"].as_str(), limit["detail"].as_str()),
        (Some("limit"), Some("“limit” is a whole number."))
    );
}

/// Fails when a wall's time is understood in one place and not in another.
#[tokio::test(flavor = "multi_thread")]
async fn a_time_on_a_wall_is_understood_everywhere() {
    let shop = Shop::open().await;
    let ruth = shop.person("ruth").await;
    let wall = "2026-05-12T15:00[America/New_York]";
    let moved = ruth.post("/api/v1/test-clock", &json!({"advance_to": wall})).await.expect(200);
    assert_eq!(moved["now"], "2026-05-12T19:00:00Z");
    let tried = json!({"text": "Hi", "at": wall});
    ruth.post("/api/v1/policy/try", &tried).await.expect(200);
    let queues = ruth.items("/api/v1/queues").await;
    let queue = queues.iter().find(|queue| queue["name"] == "Billing").unwrap()["id"].as_str().unwrap();
    let on = ruth.get(&format!("/api/v1/queues/{queue}/on?at=2026-05-12T15:00%5BAmerica/New_York%5D")).await;
    assert_eq!(on.expect(200)["at"], "2026-05-12T19:00:00Z");
}

/// Fails when a program closes without a word where the page asks for one, by a text too, now or at its time; or when it
/// is asked for one where no reasons are.
#[tokio::test(flavor = "multi_thread")]
async fn closing_needs_a_reason_over_the_api_as_on_the_page() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let (chris, program) = (shop.person("chris").await, shop.program(&["read", "route"]).await);
    let path = format!("/api/v1/conversations/{id}");
    for caller in [&chris, &program] {
        for body in [json!({"status": "closed"}), json!({"status": "closed", "reason": " "})] {
            let told = caller.patch(&path, &body).await.expect(422);
            assert_eq!(told["field"], "reason");
            assert!(told["detail"].as_str().unwrap().contains("answered, booked, no reply, spam"), "{told}");
        }
    }
    let later = json!({"text": "Bye", "then": "closed", "send_at": "2026-05-13T13:00:00Z"});
    for text in [json!({"text": "Bye", "then": "closed"}), later] {
        let told = chris.post(&format!("{path}/messages"), &text).await.expect(422);
        assert_eq!(told["field"], "reason", "{told}");
    }
    let begin = json!({"line": shop.line, "to": "+12125550139", "text": "Bye", "then": "closed"});
    assert_eq!(chris.post("/api/v1/conversations", &begin).await.expect(422)["field"], "reason");
    let (browser, token) = shop.browser("chris").await;
    let pressed = browser.with("hx-request", "true");
    let pressed = pressed.form(&format!("/c/{id}/status"), &[("csrf", &token), ("status", "closed")]).await;
    assert_eq!(pressed.status, 422, "{}", pressed.body);
    program.patch(&path, &json!({"status": "closed", "reason": "spam"})).await.expect(200);
    let ruth = shop.person("ruth").await;
    let policy = ruth.get("/api/v1/policy").await;
    let text = policy.json()["policy"].as_str().unwrap().to_owned();
    let reasons = text.lines().find(|line| line.starts_with("close_reasons")).unwrap().to_owned();
    let without = text.replace(&reasons, "");
    let (seen, next) = (ruth.with("if-match", policy.header("etag")), json!({"policy": without}));
    seen.put("/api/v1/policy", &next).await.expect(200);
    let other = shop.text("+12125550135", "Can I reschedule?").await.unwrap();
    chris.patch(&format!("/api/v1/conversations/{other}"), &json!({"status": "closed"})).await.expect(200);
}
