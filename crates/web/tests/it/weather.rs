//! The pretend carrier is told from outside to be late, to repeat itself, to mix things up and to lose them: what Baton
//! promises holds all the same.

use crate::client::Client;
use crate::shop::{Shop, count};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const PHONE: &str = "+12125550134";

/// A shop whose pretend carrier behaves as a test says, and Chris, who answers.
struct Outside {
    shop: Shop,
    chris: Client,
    line: String,
}

impl Outside {
    async fn open() -> Self {
        let shop = Shop::open().await;
        let chris = shop.person("chris").await;
        let line = format!("/api/v1/simulator/{}", shop.line);
        Self { shop, chris, line }
    }

    async fn weather(&self, weather: &Value) {
        self.chris.put(&format!("{}/weather", self.line), weather).await.expect(200);
    }

    /// A pretend phone texts, and the weather has it.
    async fn text(&self, from: &str, text: &str) {
        let body = json!({"from": from, "text": text});
        let taken = self.chris.post(&format!("{}/texts", self.line), &body).await.expect(202);
        assert_eq!(taken, json!({"id": null, "conversation": null}));
    }

    /// What became of `message`, once it is `state`: the words of the carrier come in machine time.
    async fn becomes(&self, message: &str, state: &str) -> Value {
        loop {
            let now = self.chris.get(&format!("/api/v1/messages/{message}")).await.expect(200);
            if now["state"] == state {
                return now;
            }
            tokio::task::yield_now().await;
        }
    }

    /// The texts of the only conversation, once there are so many.
    async fn heard(&self, number: usize) -> (String, Vec<Value>) {
        loop {
            let live = self.chris.items("/api/v1/conversations").await;
            if let Some(id) = live.first().and_then(|live| live["id"].as_str()) {
                let told = self.shop.timeline(id).await;
                if count(&told, "text.received") >= number {
                    return (id.to_owned(), told);
                }
            }
            tokio::task::yield_now().await;
        }
    }

    async fn reply(&self, id: &str, text: &str) -> String {
        let path = format!("/api/v1/conversations/{id}/messages");
        self.chris.post(&path, &json!({"text": text})).await.expect(201)["id"].as_str().unwrap().to_owned()
    }

    /// What the phone got.
    async fn on_phone(&self) -> Vec<String> {
        let got = self.chris.items(&format!("{}/texts?phone=%2B12125550134", self.line)).await;
        got.iter().map(|text| text["text"].as_str().unwrap().to_owned()).collect()
    }
}

fn received(told: &[Value]) -> Vec<String> {
    let texts = told.iter().filter(|entry| entry["type"] == "text.received");
    texts.map(|entry| entry["text"].as_str().unwrap().to_owned()).collect()
}

/// Fails when the delay that is said is that of the network, or when a text that is on its way is stored at once, or never.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_comes_as_late_as_the_carrier_is_told_to_bring_it() {
    let outside = Outside::open().await;
    outside.weather(&json!({"delay_ms": 3_600_000})).await;
    outside.text(PHONE, "In an hour?").await;
    outside.weather(&json!({"delay_ms": 5})).await;
    outside.text(PHONE, "Can I reschedule?").await;
    let (id, told) = outside.heard(1).await;
    assert_eq!(received(&told), ["Can I reschedule?"]);
    // A word about a text of ours is as late.
    outside.weather(&json!({"delay_ms": 3_600_000})).await;
    let slow = outside.reply(&id, "Friday at 11?").await;
    outside.becomes(&slow, "sent").await;
    outside.weather(&json!({"delay_ms": 5})).await;
    let fast = outside.reply(&id, "Or at 12?").await;
    outside.becomes(&fast, "delivered").await;
    assert_eq!(outside.chris.get(&format!("/api/v1/messages/{slow}")).await.expect(200)["state"], "sent");
    // Nothing said any more: stored before the answer again.
    outside.weather(&json!({})).await;
    outside.shop.text(PHONE, "Friday it is").await.unwrap();
    assert_eq!(received(&outside.shop.timeline(&id).await), ["Can I reschedule?", "Friday it is"]);
}

/// Law 6, chatwoot #15450: everything comes twice, and is pressed twice. Fails when what the pretend network repeats has another id, or
/// when a press goes out twice.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_carrier_brings_and_says_twice_is_there_once() {
    let outside = Outside::open().await;
    outside.weather(&json!({"delay_ms": 5, "duplicate_percent": 100})).await;
    let pressing = outside.chris.with("idempotency-key", "press-1");
    let body = json!({"from": PHONE, "text": "Can I reschedule?"});
    for _ in 0..2 {
        pressing.post(&format!("{}/texts", outside.line), &body).await.expect(202);
    }
    // What comes after the repeats shows that they have come.
    outside.weather(&json!({"delay_ms": 200})).await;
    outside.text(PHONE, "Or on Monday?").await;
    let (id, told) = outside.heard(2).await;
    assert_eq!(received(&told), ["Can I reschedule?", "Or on Monday?"]);
    outside.weather(&json!({"delay_ms": 5, "duplicate_percent": 100})).await;
    let mine = outside.reply(&id, "Friday at 11.").await;
    outside.becomes(&mine, "delivered").await;
    outside.weather(&json!({"delay_ms": 200})).await;
    let last = outside.reply(&id, "Bring your card.").await;
    outside.becomes(&last, "delivered").await;
    let told = outside.shop.timeline(&id).await;
    let of_mine =
        |kind| told.iter().filter(|entry| entry["type"] == kind && entry["id"] == mine.as_str()).count();
    assert_eq!([of_mine("text.sent"), of_mine("text.delivered")], [1, 1], "{told:?}");
    assert_eq!(outside.on_phone().await, ["Friday at 11.", "Bring your card."]);
}

/// Laws 6 and 9: texts overtake each other, and "delivered" overtakes "sent". Fails when nothing overtakes anything (the weather
/// is not the line's), when a text is lost, or when a late "sent" takes a text back.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_carrier_mixes_up_is_all_there_and_shown_in_the_order_in_which_it_came() {
    let outside = Outside::open().await;
    outside.weather(&json!({"delay_ms": 250, "reorder_percent": 50})).await;
    let sent: Vec<String> = (0..16).map(|n| format!("Line {n} of my question")).collect();
    for text in &sent {
        outside.text(PHONE, text).await;
    }
    let (id, told) = outside.heard(sent.len()).await;
    let came = received(&told);
    assert_ne!(came, sent, "nothing overtook anything");
    assert_eq!(came.iter().collect::<BTreeSet<_>>(), sent.iter().collect::<BTreeSet<_>>());
    assert_eq!(came.len(), sent.len());
    let positions: Vec<_> = told.iter().map(|entry| entry["position"].as_i64().unwrap()).collect();
    assert!(positions.is_sorted(), "{positions:?}");
    let (browser, _) = outside.shop.browser("chris").await;
    let page = browser.get(&format!("/c/{id}")).await.body;
    let places: Vec<_> =
        came.iter().map(|text| page.find(&format!("<p class=\"msg__text\">{text}</p>")).unwrap()).collect();
    assert!(places.is_sorted(), "the page shows them as they came");
    // Of every text both words come, half of them in the other order.
    let mut ours = Vec::new();
    for n in 0..8 {
        ours.push(outside.reply(&id, &format!("Answer {n}")).await);
    }
    for message in &ours {
        outside.becomes(message, "delivered").await;
    }
    // The last word of all of them has come when that of a text behind them has.
    outside.weather(&json!({"delay_ms": 1_500})).await;
    let last = outside.reply(&id, "That is all.").await;
    outside.becomes(&last, "delivered").await;
    for message in &ours {
        outside.becomes(message, "delivered").await;
    }
    assert_eq!(outside.on_phone().await.len(), 9);
}

/// Laws 7 and 9. Fails when a text that the carrier loses stays "sent", keeps its promise, or goes out again by itself.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_carrier_loses_is_said_owed_again_and_not_sent_again_by_itself() {
    let outside = Outside::open().await;
    let id = outside.shop.text(PHONE, "Can I reschedule?").await.unwrap();
    let cases = [
        ("fail_percent", "failed", "SIM-FAILED"),
        ("undelivered_percent", "undelivered", "SIM-UNREACHABLE"),
        ("refuse_percent", "failed", "SIM-REFUSED"),
    ];
    for (chance, state, code) in cases {
        outside.weather(&json!({"delay_ms": 5, chance: 100})).await;
        let text = outside.reply(&id, &format!("Friday, {chance}?")).await;
        let lost = outside.becomes(&text, state).await;
        assert_eq!(lost["code"], code, "{lost}");
        outside.shop.quiet().await;
        let told = outside.chris.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
        assert!(told["waiting_since"].is_string(), "what it had answered waits again: {told}");
    }
    assert!(outside.on_phone().await.is_empty(), "none of them arrived");
    outside.weather(&json!({"delay_ms": 5})).await;
    let text = outside.reply(&id, "Friday at 11.").await;
    outside.becomes(&text, "delivered").await;
    assert_eq!(outside.on_phone().await, ["Friday at 11."]);
}

/// Law 7. Fails when a text whose answer is lost is sent again, or when one that the carrier was too busy for is not.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_looked_up_and_a_busy_carrier_is_tried_again() {
    let outside = Outside::open().await;
    let id = outside.shop.text(PHONE, "Can I reschedule?").await.unwrap();
    outside.weather(&json!({"delay_ms": 5, "answer_lost_percent": 100})).await;
    let text = outside.reply(&id, "Friday at 11?").await;
    outside.becomes(&text, "delivered").await;
    assert_eq!(outside.on_phone().await, ["Friday at 11?"]);
    outside.weather(&json!({"delay_ms": 5, "busy_percent": 100})).await;
    let text = outside.reply(&id, "Or on Monday?").await;
    outside.shop.quiet().await;
    assert_eq!(outside.chris.get(&format!("/api/v1/messages/{text}")).await.expect(200)["state"], "queued");
    outside.weather(&json!({"delay_ms": 5})).await;
    outside.shop.pass(std::time::Duration::from_mins(1)).await;
    outside.becomes(&text, "delivered").await;
    assert_eq!(outside.on_phone().await, ["Friday at 11?", "Or on Monday?"]);
}

/// Fails when another line's carrier, or a real one, can be told, when a wrong value is taken, or when the page says another
/// weather than the line has.
#[tokio::test(flavor = "multi_thread")]
async fn the_carrier_is_told_on_the_page_too_and_only_of_lines_for_pretend_phones() {
    let outside = Outside::open().await;
    let wire = crate::twilio::Wire::open(&outside.shop).await;
    let path = format!("{}/weather", outside.line);
    let real = format!("/api/v1/simulator/{}/weather", wire.line);
    assert_eq!(outside.chris.put(&real, &json!({"fail_percent": 100})).await.expect(409)["code"], "not_now");
    for (field, wrong) in [("fail_percent", 101), ("delay_ms", 3_600_001)] {
        assert_eq!(outside.chris.put(&path, &json!({field: wrong})).await.expect(422)["field"], field);
    }
    let (browser, token) = outside.shop.browser("chris").await;
    let chosen = async || {
        let page = browser.get("/phone").await.body;
        let day = page.split("name=\"weather\"").nth(1).unwrap().split("</select>").next().unwrap();
        day.split(" selected>").nth(1).unwrap().split('<').next().unwrap().to_owned()
    };
    assert_eq!(chosen().await, "does all as it should");
    let say = async |day: &str| {
        let fields = [("csrf", token.as_str()), ("line", &outside.shop.line), ("weather", day)];
        browser.form("/phone/weather", &fields).await.status
    };
    assert_eq!(say("twice").await, 303);
    assert_eq!(chosen().await, "says and brings everything twice");
    let told = outside.chris.get(&path).await.expect(200);
    assert_eq!((&told["duplicate_percent"], &told["fail_percent"]), (&json!(100), &json!(0)));
    outside.weather(&json!({"fail_percent": 3})).await;
    assert_eq!(chosen().await, "does what was said over the API");
    assert_eq!((say("never").await, say("usual").await), (422, 303));
    assert_eq!(outside.chris.get(&path).await.expect(200)["fail_percent"], 0);
}
