//! What a reader is told of conversations that they do not look at.

use crate::client::Client;
use crate::shop::Shop;
use serde_json::json;

const PHONE: &str = "+12125550134";

/// What an entry is called in the address that asks for words.
fn entry(id: &str, position: i64) -> String {
    format!("entry={id}.{position}")
}

async fn asked(browser: &Client, query: &str) -> String {
    let answer = browser.with("hx-request", "true").get(&format!("/told?{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

/// Where the last entry of this type and person stands.
async fn position(shop: &Shop, id: &str) -> i64 {
    let entries = shop.timeline(id).await;
    let told = entries.iter().rfind(|entry| entry["type"] == "person.told").unwrap();
    told["position"].as_i64().unwrap()
}

/// Fails when a reminder is told without its own words, with another's, or to somebody whose it was not as if it was.
#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_is_told_in_its_own_words() {
    let shop = Shop::open().await;
    let id = shop.text(PHONE, "Hello").await.unwrap();
    let chris = shop.person("chris").await;
    chris.post(&format!("/api/v1/conversations/{id}/claim"), &json!({})).await.expect(200);
    let waits = json!({"status": "pending", "pending_on": "customer", "reason": "Sam says which day"});
    chris.post(&format!("/api/v1/conversations/{id}/status"), &waits).await;
    let path = format!("/api/v1/conversations/{id}/reminders");
    chris.post(&path, &json!({"text": "Call the lab", "in": "10 min"})).await.expect(201);
    shop.pass(std::time::Duration::from_mins(11)).await;
    let (browser, _) = shop.browser("chris").await;
    let word = asked(&browser, &entry(&id, position(&shop, &id).await)).await;
    assert!(word.contains("Call the lab.") && !word.contains("which day"), "{word}");
    assert!(word.contains("You wanted to be reminded of"), "{word}");
}

/// Fails when whoever asked a colleague is not told that the question was dropped, by whom and why, over the API, on their pages
/// or among what they were told.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_asked_is_told_that_their_question_was_dropped() {
    let shop = Shop::open().await;
    let id = shop.text(PHONE, "Hello").await.unwrap();
    let chris = shop.person("chris").await;
    let wanted = json!({"text": "Payment plan options", "owner": {"person": shop.id("dana").to_string()}});
    let ask = chris.post(&format!("/api/v1/conversations/{id}/asks"), &wanted).await.expect(201);
    let path = format!("/api/v1/asks/{}", ask["id"].as_str().unwrap());
    let dropped = json!({"status": "dropped", "reason": "booked by phone"});
    shop.person("dana").await.patch(&path, &dropped).await.expect(200);
    let entries = shop.timeline(&id).await;
    let told = entries.iter().rfind(|entry| entry["type"] == "person.told").unwrap();
    assert_eq!((&told["about"], &told["person"]["name"]), (&json!("ask_dropped"), &json!("Chris Bell")));
    let (browser, _) = shop.browser("chris").await;
    let word = asked(&browser, &entry(&id, position(&shop, &id).await)).await;
    assert!(word.contains("Dana dropped your question about"), "{word}");
    assert!(word.contains("Booked by phone."), "{word}");
}

/// Fails when of words told at the same moment some are dropped without a word, or all of them are read whole.
#[tokio::test(flavor = "multi_thread")]
async fn of_many_words_at_once_three_are_shown_and_the_rest_counted() {
    let shop = Shop::open().await;
    let chris = shop.person("chris").await;
    let mut ids = Vec::new();
    for phone in 0..5 {
        let id = shop.text(&format!("+1212555014{phone}"), "Hello").await.unwrap();
        let path = format!("/api/v1/conversations/{id}/reminders");
        chris.post(&path, &json!({"text": format!("Reminder {phone}"), "in": "10 min"})).await.expect(201);
        ids.push(id);
    }
    shop.pass(std::time::Duration::from_mins(11)).await;
    let mut query = Vec::new();
    for id in &ids {
        query.push(entry(id, position(&shop, id).await));
    }
    let (browser, _) = shop.browser("chris").await;
    let words = asked(&browser, &query.join("&")).await;
    assert_eq!(words.matches("class=\"told\" data-conversation").count(), 3, "{words}");
    assert!(words.contains("Reminder 4") && !words.contains("Reminder 1"), "the latest: {words}");
    assert!(words.contains("And 2 more"), "{words}");
    let more = asked(&browser, &format!("{}&more=4", query.join("&"))).await;
    assert!(more.contains("And 6 more"), "{more}");
    let few = asked(&browser, &query[..3].join("&")).await;
    assert!(!few.contains(" more"), "{few}");
}
