//! The words that routing needs may come in a second text.

use crate::shop::{Shop, count};
use crate::stream::Listening;
use serde_json::json;
use std::time::Duration;

/// fazer-ai/chatwoot PR 645: people text "Hi" and, two seconds later, their question. Fails when only the first text of
/// a conversation is routed.
#[tokio::test(flavor = "multi_thread")]
async fn the_question_two_seconds_after_hi_is_routed_too() {
    let shop = Shop::open().await;
    let chris = shop.person("chris").await;
    let id = shop.text("+12125550134", "Hi").await.unwrap();
    let path = format!("/api/v1/conversations/{id}");
    let first = chris.get(&path).await.expect(200);
    assert_eq!(first["owner"]["name"], "Front desk");
    // Somebody looks at it, which is not touching it.
    let (browser, _) = shop.browser("chris").await;
    assert_eq!(browser.get(&format!("/c/{id}")).await.status, 200);
    shop.pass(Duration::from_secs(2)).await;
    assert_eq!(shop.text("+12125550134", "how much is a quote?").await.as_deref(), Some(&*id));
    let found = chris.get(&path).await.expect(200);
    assert_eq!((&found["owner"]["name"], &found["queue"]), (&json!("Sales"), &found["owner"]["id"]));
    assert_eq!(found["routed_by"]["matched"], json!(["quote"]));
    assert_eq!(found["waiting_since"], first["waiting_since"], "the first text is what waits");
    let told = shop.timeline(&id).await;
    assert_eq!(count(&told, "conversation.routed"), 2);
    let moved = told.iter().find(|entry| entry["type"] == "owner.changed").unwrap();
    assert_eq!(
        (&moved["cause"], &moved["from"]["name"]),
        (&json!("routing"), &json!("Front desk")),
        "{moved}"
    );
    assert!(moved["why"].as_str().unwrap().contains("quote"), "{moved}");
    // A second rule that is true does not take it away again; it becomes an ask.
    shop.text("+12125550134", "and can I reschedule").await;
    let found = chris.get(&path).await.expect(200);
    assert_eq!(found["owner"]["name"], "Sales");
    assert_eq!(
        (&found["asks"][0]["owner"]["name"], found["asks"].as_array().unwrap().len()),
        (&json!("Scheduling"), 1)
    );
}

/// The same, after a person had it in hand. Fails when a further text is routed over a claim, a note, a tag or a reply.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_has_touched_is_not_routed_again() {
    let shop = Shop::open().await;
    let chris = shop.person("chris").await;
    let touches = [
        ("POST", "/claim", json!({})),
        ("POST", "/notes", json!({"text": "Calls on Monday."})),
        ("PATCH", "", json!({"add_tags": ["vip"]})),
        ("POST", "/messages", json!({"text": "Hello!"})),
    ];
    for (index, (method, action, body)) in touches.iter().enumerate() {
        let from = format!("+1212555011{index}");
        let id = shop.text(&from, "Hi").await.unwrap();
        let path = format!("/api/v1/conversations/{id}");
        let done = chris.send(method, &format!("{path}{action}"), "application/json", body.to_string()).await;
        assert!(done.status < 300, "{action}: {}", done.body);
        let owner = chris.get(&path).await.expect(200)["owner"].clone();
        shop.text(&from, "how much is a quote?").await;
        let found = chris.get(&path).await.expect(200);
        assert_eq!((&found["owner"], &found["asks"]), (&owner, &json!([])), "{action}");
    }
}

/// chatwoot #12661: under backlog our answer stood above the text that it answered. Fails when a timeline is ordered by
/// any clock: the customer's second text says that it was sent before the first. Or when the page does not say both times,
/// or says them of texts that came at once.
#[tokio::test(flavor = "multi_thread")]
async fn a_timeline_is_in_the_order_of_the_commits_and_both_times_are_kept() {
    let shop = Shop::open().await;
    let chris = shop.person("chris").await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    chris
        .post(&format!("/api/v1/conversations/{id}/messages"), &json!({"text": "Friday at 11?"}))
        .await
        .expect(201);
    shop.quiet().await;
    let late = baton_carriers::InboundText {
        carrier_id: "late-1".to_owned(),
        from: "+12125550134".to_owned(),
        to: "+12125550100".to_owned(),
        body: "Or Thursday".to_owned(),
        media: Vec::new(),
        carrier_time: Some(shop.engine.clock().now() - Duration::from_mins(40)),
        opt_out_type: None,
        answered_by_carrier: false,
        segments: None,
        pool: None,
    };
    let mut hears = Listening::open(&chris, "/api/v1/events").await;
    shop.engine.simulator().deliver(late, shop.engine.clock().machine());
    shop.engine.look_at_simulator();
    hears.until("Or Thursday").await;
    let told = shop.timeline(&id).await;
    let texts: Vec<_> = told
        .iter()
        .filter(|entry| ["text.received", "text.written"].contains(&entry["type"].as_str().unwrap()))
        .collect();
    let words: Vec<_> = texts.iter().map(|entry| entry["text"].as_str().unwrap()).collect();
    assert_eq!(words, ["Can I reschedule?", "Friday at 11?", "Or Thursday"]);
    assert_eq!(
        (&texts[2]["sent_at"], &texts[2]["at"]),
        (&json!("2026-05-12T17:23:00Z"), &json!("2026-05-12T18:03:00Z"))
    );
    assert_eq!(texts[0]["sent_at"], json!(null), "a carrier that does not say is not spoken for");
    let (browser, _) = shop.browser("chris").await;
    let page = browser.get(&format!("/c/{id}")).await.body;
    let bubble = page.split("Or Thursday</p>").nth(1).unwrap().split("</li>").next().unwrap();
    let shown = bubble.contains("sent 1:23 pm, reached us <time") && bubble.contains(">2:03 pm</time>");
    assert!(shown, "{bubble}");
    assert_eq!(page.matches("reached us").count(), 1, "{page}");
}

/// chatwoot #12661, the backlog itself: a crowd of texts comes in at once, each said to be sent before the one before it, and a
/// client answers each as it hears of it. Fails when a timeline or a page is ordered by what clocks say, or when the stream
/// tells of a text before it has its place.
#[tokio::test(flavor = "multi_thread")]
async fn under_backlog_every_answer_stands_after_what_it_answers() {
    const TEXTS: usize = 40;
    let shop = Shop::open().await;
    let chris = shop.person("chris").await;
    let mut hears = Listening::open(&chris, "/api/v1/events").await;
    for n in 0..TEXTS {
        let late = baton_carriers::InboundText {
            carrier_id: format!("late-{n}"),
            from: "+12125550134".to_owned(),
            to: "+12125550100".to_owned(),
            body: format!("Question {n}."),
            media: Vec::new(),
            carrier_time: Some(shop.engine.clock().now() - Duration::from_secs(60 * n as u64)),
            opt_out_type: None,
            answered_by_carrier: false,
            segments: None,
            pool: None,
        };
        shop.engine.simulator().deliver(late, shop.engine.clock().machine());
    }
    shop.engine.look_at_simulator();
    let mut conversation = None;
    for n in 0..TEXTS {
        hears.until(&format!("Question {n}.")).await;
        let id = match &conversation {
            Some(id) => String::clone(id),
            None => chris.items("/api/v1/conversations").await[0]["id"].as_str().unwrap().to_owned(),
        };
        let answer = json!({"text": format!("Answer {n}.")});
        chris.post(&format!("/api/v1/conversations/{id}/messages"), &answer).await.expect(201);
        conversation = Some(id);
    }
    let id = conversation.unwrap();
    let told = shop.timeline(&id).await;
    let positions: Vec<_> = told.iter().map(|entry| entry["position"].as_i64().unwrap()).collect();
    assert!(positions.is_sorted(), "{positions:?}");
    let place = |text: &str| told.iter().position(|entry| entry["text"] == text).unwrap();
    let (browser, _) = shop.browser("chris").await;
    let mut page = browser.get(&format!("/c/{id}")).await.body;
    if let Some(before) = page.split("earlier?before=").nth(1) {
        let before = before.split('"').next().unwrap();
        page = browser.get(&format!("/c/{id}/earlier?before={before}")).await.body;
    }
    let shown = |text: &str| {
        page.find(&format!("<p class=\"msg__text\">{text}</p>")).unwrap_or_else(|| panic!("no {text}"))
    };
    for n in 0..TEXTS {
        let (question, answer) = (format!("Question {n}."), format!("Answer {n}."));
        assert!(place(&question) < place(&answer), "{n}: {told:?}");
        assert!(shown(&question) < shown(&answer), "{n} on the page");
    }
}
