//! What people are told, in the words of *Told* and of the API: the same ones, and one word for one thing.

use crate::client::Client;
use crate::shop::Shop;
use serde_json::{Value, json};
use std::time::Duration;

const PHONE: &str = "+12125550134";

async fn open() -> Shop {
    let shop = Shop::open().await;
    let save =
        |w: &mut baton_store::Writer, at| w.save_policy(baton_policy::CEDAR_LANE_PROMISES, None, None, at);
    shop.engine.administer(save).await.unwrap().unwrap();
    shop
}

/// The lines of the page of what somebody was told, newest first, without their marks.
async fn lines(browser: &Client) -> Vec<String> {
    let page = browser.get("/told").await.body;
    let days = page.split("<ul class=\"people people--told\">").skip(1);
    let lines = days.flat_map(|day| day.split("</ul>").next().unwrap().split("<li>").skip(1));
    lines.map(|line| words(line).replace(" , unread", "")).collect()
}

/// What one reads of a piece of a page.
fn words(html: &str) -> String {
    let mut read = String::new();
    for piece in html.split('<') {
        read.push(' ');
        read.push_str(piece.split_once('>').map_or(piece, |(_, words)| words));
    }
    read.split_whitespace().collect::<Vec<_>>().join(" ").replace("&#39;", "'")
}

async fn claimed_by_chris(shop: &Shop, text: &str) -> String {
    let id = shop.text(PHONE, text).await.unwrap();
    shop.person("chris")
        .await
        .post(&format!("/api/v1/conversations/{id}/claim"), &json!({}))
        .await
        .expect(200);
    id
}

fn sentence(said: &Value) -> &str {
    said["became"]["sentence"].as_str().unwrap_or("")
}

/// Fails when whoever answers for a conversation finds among what they were told that it will be late, and not that it is; when
/// it is said late after the answer; or when the API says something else than the page, or says it less often.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_to_be_late_says_that_it_is_and_over_the_api_too() {
    let shop = open().await;
    let id = claimed_by_chris(&shop, "Is this still on?").await;
    let (browser, _) = shop.browser("chris").await;
    let chris = shop.person("chris").await;
    shop.pass(Duration::from_mins(12)).await;
    let (warned, over_api) = (lines(&browser).await, chris.items("/api/v1/told").await);
    assert!(
        warned[0].contains("first reply, due Tue 2:18 pm.") || warned[0].contains("due 2:18 pm"),
        "{warned:?}"
    );
    assert!(!warned[0].contains("Late"), "{warned:?}");
    assert_eq!(over_api[0]["became"], Value::Null);
    shop.pass(Duration::from_mins(10)).await;
    let (late, over_api) = (lines(&browser).await, chris.items("/api/v1/told").await);
    assert_eq!(late.len(), over_api.len());
    let line = late.iter().find(|line| line.contains("first reply")).unwrap();
    assert!(line.contains("Late since 2:18 pm."), "{late:?}");
    let said = over_api.iter().find(|said| said["type"] == "clock.warned").unwrap();
    assert_eq!(said["became"], json!({"sentence": "Late since 2:18 pm.", "late": true}));
    for (line, said) in late.iter().zip(&over_api) {
        let sentence = sentence(said);
        assert_eq!(line.contains("Late since"), said["became"]["late"] == true, "{line} {said}");
        assert!(
            line.contains(sentence) && line.contains(said["sentence"].as_str().unwrap()),
            "{line} {said}"
        );
    }
    chris.post(&format!("/api/v1/conversations/{id}/messages"), &json!({"text": "It is."})).await.expect(201);
    let (done, over_api) = (lines(&browser).await, chris.items("/api/v1/told").await);
    let said = over_api.iter().find(|said| said["type"] == "clock.warned").unwrap();
    assert_eq!(said["became"], json!({"sentence": "Answered 2:25 pm by you.", "late": false}));
    assert!(done.iter().any(|line| line.contains("Answered 2:25 pm by you.")), "{done:?}");
}

/// Fails when what is closed everywhere else is "resolved" where somebody is told of it.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_handed_over_is_closed_and_not_resolved() {
    let shop = open().await;
    let id = claimed_by_chris(&shop, "Which is the right form?").await;
    let (chris, dana) = (shop.person("chris").await, shop.person("dana").await);
    let offer = json!({"to": {"person": shop.id("dana").to_string()}, "summary": "The form.", "tell_customer": "no",
        "confirm_back": true});
    let offer = chris.post(&format!("/api/v1/conversations/{id}/handoffs"), &offer).await.expect(201);
    dana.post(&format!("/api/v1/handoffs/{}/accept", offer["id"].as_str().unwrap()), &json!({}))
        .await
        .expect(200);
    let closed = json!({"status": "closed", "reason": "answered"});
    dana.patch(&format!("/api/v1/conversations/{id}"), &closed).await.expect(200);
    let (browser, _) = shop.browser("chris").await;
    let told = lines(&browser).await;
    assert!(
        told[0].contains("(212) 555-0134 is closed. You handed it over, and wanted to know."),
        "{told:?}"
    );
    assert!(!browser.get("/told").await.body.contains("resolved"));
    let entries = shop.timeline(&id).await;
    let entry = entries.iter().rfind(|entry| entry["about"] == "handoff_resolved").unwrap();
    assert!(!entry["why"].as_str().unwrap_or("").contains("resolved"), "{entry}");
}

/// Fails when the card, the page or the API tells whoever answers that something is urgent, and not what, where that stands in
/// the text before it; or when a row that ends with the urgent word shows nothing else.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_urgent_says_what_it_is_about() {
    let shop = open().await;
    let id = shop.text(PHONE, "My knee is swollen and hot since this morning").await.unwrap();
    shop.text(PHONE, "URGENT").await;
    let entries = shop.timeline(&id).await;
    let told = entries.iter().find(|entry| entry["about"] == "urgent").unwrap();
    let name = told["person"]["name"].as_str().unwrap().split(' ').next().unwrap().to_lowercase();
    let (browser, _) = shop.browser(&name).await;
    let knee = "“My knee is swollen and hot since this morning”";
    let query = format!("/told?entry={id}.{}", told["position"]);
    let card = words(&browser.with("hx-request", "true").get(&query).await.body);
    assert!(card.contains(&format!("(212) 555-0134 texted that it is urgent. {knee}")), "{card}");
    let line = lines(&browser).await.remove(0);
    assert!(line.contains(knee), "{line}");
    let over_api = shop.person(&name).await.items("/api/v1/told").await;
    assert_eq!(over_api[0]["detail"], knee);
    for path in ["/".to_owned(), format!("/rows?ids={id}"), format!("/c/{id}")] {
        let page = words(&browser.get(&path).await.body);
        assert!(page.contains("URGENT: My knee is swollen and hot since this morning"), "{path}: {page}");
    }
    // What says itself what it is about is quoted as it is.
    let other = shop.text("+12125550135", "Urgent, I cannot move my arm").await.unwrap();
    let line = lines(&browser).await.remove(0);
    assert!(line.contains("“Urgent, I cannot move my arm”"), "{line}");
    let row = words(&browser.get(&format!("/rows?ids={other}")).await.body);
    assert!(row.contains("Urgent, I cannot move my arm") && !row.contains("arm: "), "{row}");
}

/// Fails when whoever wrote a text for later is told that they had not seen what came, when a press is told to whoever made it
/// as another's, or when its author does not learn who dropped it.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_for_later_is_spoken_of_to_its_author_as_theirs() {
    let shop = open().await;
    let id = claimed_by_chris(&shop, "Can I come on Friday?").await;
    let (chris, maya) = (shop.person("chris").await, shop.person("maya").await);
    let later = json!({"text": "Friday at 11.", "send_at": "2026-05-12T19:00:00Z"});
    let path = format!("/api/v1/conversations/{id}/messages");
    let text = chris.post(&path, &later).await.expect(201);
    shop.text(PHONE, "Or on Monday?").await;
    shop.pass(Duration::from_hours(1)).await;
    let (his, _) = shop.browser("chris").await;
    let (hers, _) = shop.browser("maya").await;
    let page = format!("/c/{id}");
    let (to_him, to_her) = (words(&his.get(&page).await.body), words(&hers.get(&page).await.body));
    assert!(to_him.contains("waits for you to decide: something came after you wrote it."), "{to_him}");
    assert!(to_her.contains("waits for you to decide: something came after Chris wrote it."), "{to_her}");
    let told = lines(&his).await.into_iter().find(|line| line.contains("is held")).unwrap();
    let held = "Your text to (212) 555-0134 is held until you decide. Something came after it was written.";
    assert!(told.contains(held), "{told}");
    assert!(!to_him.contains("had not seen") && !to_her.contains("had not seen"));
    let address = format!("/api/v1/scheduled/{}", text["id"].as_str().unwrap());
    maya.send("DELETE", &address, "", String::new()).await.expect(200);
    let (to_him, to_her) = (words(&his.get(&page).await.body), words(&hers.get(&page).await.body));
    assert!(to_her.contains("You dropped a scheduled text.") && !to_her.contains("Maya Ortiz ."), "{to_her}");
    assert!(!to_her.contains("dropped by Maya"), "{to_her}");
    assert!(to_him.contains("Maya dropped a scheduled text."), "{to_him}");
    let told = lines(&his).await.remove(0);
    assert!(told.contains("Maya dropped your text to (212) 555-0134."), "{told}");
    // What goes with a close has another reason than a press.
    chris.post(&path, &json!({"text": "See you.", "send_at": "2026-05-13T14:00:00Z"})).await.expect(201);
    let closed = json!({"status": "closed", "reason": "booked"});
    maya.patch(&format!("/api/v1/conversations/{id}"), &closed).await.expect(200);
    let told = lines(&his).await.remove(0);
    assert!(told.contains("does not go out. The conversation was closed before it was due."), "{told}");
}
