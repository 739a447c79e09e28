//! Over HTTP, on the test clock: a reply that the carrier does not take, a customer who falls silent, a policy that promises
//! nothing, and another zone.

use crate::client::Client;
use crate::shop::{Shop, count};
use crate::twilio::Wire;
use baton_carriers::fake::Behaviour;
use serde_json::{Value, json};
use std::time::Duration;

const CUSTOMER: &str = "+12125550134";

async fn lives(shop: &Shop, policy: &str) {
    let ruth = shop.person("ruth").await;
    let version = ruth.get("/api/v1/policy").await.header("etag").to_owned();
    ruth.with("if-match", &version).put("/api/v1/policy", &json!({"policy": policy})).await.expect(200);
    shop.quiet().await;
}

async fn one(client: &Client, id: &str) -> Value {
    client.get(&format!("/api/v1/conversations/{id}")).await.expect(200)
}

/// Section 6: shown as unsent until the carrier takes it, and as owed after ten minutes without that. Fails when a reply that is
/// queued for longer keeps its promise, when nobody is told, or when it is owed on once it went out.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_carrier_does_not_take_is_owed_until_it_does() {
    let shop = Shop::open().await;
    lives(&shop, baton_policy::CEDAR_LANE_PROMISES).await;
    let wire = Wire::open(&shop).await;
    wire.text(CUSTOMER, "SMin", "Can I reschedule?").await;
    let chris = shop.person("chris").await;
    let id = chris.items("/api/v1/conversations").await[0]["id"].as_str().unwrap().to_owned();
    let (browser, _) = shop.browser("chris").await;
    let page = format!("/c/{id}");
    let busy = Behaviour::Refuse { status: 429, code: 20429, retry_after: Some(1_800) };
    wire.fake.next(busy);
    let text = json!({"text": "Friday at 11 works.", "then": "closed", "reason": "booked"});
    chris.post(&format!("/api/v1/conversations/{id}/messages"), &text).await.expect(201);
    shop.pass(Duration::from_mins(9)).await;
    assert_eq!(one(&chris, &id).await["status"], "closed", "it counts from its press");
    assert!(browser.get(&page).await.body.contains("waits for its turn"));

    shop.pass(Duration::from_mins(1)).await;
    let owed = one(&chris, &id).await;
    assert_eq!(
        (&owed["status"], &owed["clock"]["kind"]),
        (&json!("open"), &json!("first_response")),
        "{owed}"
    );
    let told = shop.timeline(&id).await;
    let withdrawn = told.iter().find(|entry| entry["type"] == "reply.withdrawn").expect("it is owed");
    assert_eq!(withdrawn["unsent_at"], withdrawn["at"], "{withdrawn}");
    assert!(browser.get(&page).await.body.contains("That text has not gone out for ten minutes"));
    assert!(browser.get("/told").await.body.contains("has not gone out for ten minutes"));

    shop.pass(Duration::from_mins(25)).await;
    let given = one(&chris, &id).await;
    assert_eq!((&given["status"], &given["status_reason"]), (&json!("closed"), &json!("booked")), "{given}");
    let told = shop.timeline(&id).await;
    assert_eq!((count(&told, "reply.restored"), count(&told, "clock.kept") > 0), (1, true), "{told:?}");
    assert!(browser.get(&page).await.body.contains("that text counts from when it was sent"));
}

/// Fails when silence closes without the farewell that the policy names, when what the carrier says of it or thanks for it opens
/// anything, or when it goes out by a template that needs a person.
#[tokio::test(flavor = "multi_thread")]
async fn silence_closes_with_a_farewell() {
    let shop = Shop::open().await;
    let farewell =
        "farewell = \"Goodbye\"\n[templates.Goodbye]\ntext = \"We close this here. Text us any time.\"\n";
    let (head, sections) = baton_policy::CEDAR_LANE_PROMISES.split_once("\n[").unwrap();
    let policy = format!("{head}\n{farewell}\n[{sections}");
    let ruth = shop.person("ruth").await;
    let blank = policy.replace("Text us any time.", "Ask for [Name of a colleague].");
    let checked = ruth.post("/api/v1/policy/check", &json!({"policy": blank})).await.expect(200);
    assert_eq!(checked["usable"], false, "{checked}");
    lives(&shop, &policy).await;
    let wire = Wire::open(&shop).await;
    wire.text(CUSTOMER, "SMin", "Can I reschedule?").await;
    let chris = shop.person("chris").await;
    let id = chris.items("/api/v1/conversations").await[0]["id"].as_str().unwrap().to_owned();
    let text = json!({"text": "Friday at 11, does that work?", "then": "pending"});
    chris.post(&format!("/api/v1/conversations/{id}/messages"), &text).await.expect(201);
    shop.pass(Duration::from_hours(24 * 8)).await;
    let closed = one(&chris, &id).await;
    assert_eq!(
        (&closed["status"], &closed["status_reason"]),
        (&json!("closed"), &json!("no reply")),
        "{closed}"
    );
    assert_eq!(wire.bodies().last().unwrap(), "We close this here. Text us any time.");
    let sid = wire.fake.messages().last().unwrap().sid.clone();
    wire.word(&sid, "undelivered", Some(30003)).await;
    wire.text(CUSTOMER, "SMthanks", "Thanks!").await;
    shop.pass(Duration::from_mins(30)).await;
    assert_eq!(one(&chris, &id).await["status"], "closed");
    assert_eq!(chris.items("/api/v1/conversations?status=open").await, Vec::<Value>::new());
    let page = shop.browser("chris").await.0.get(&format!("/c/{id}")).await.body;
    assert!(page.contains("Baton answered by itself: Goodbye, as their silence closed it"), "{page}");
}

/// Law 5. Fails when a policy that promises nothing to anybody is saved without a word.
#[tokio::test(flavor = "multi_thread")]
async fn a_policy_without_targets_is_warned_about() {
    let shop = Shop::open().await;
    let ruth = shop.person("ruth").await;
    for (policy, warned) in [(baton_policy::CEDAR_LANE, true), (baton_policy::CEDAR_LANE_PROMISES, false)] {
        let checked = ruth.post("/api/v1/policy/check", &json!({"policy": policy})).await.expect(200);
        assert_eq!(checked["usable"], true);
        assert_eq!(checked.to_string().contains("nothing is promised to anybody"), warned, "{checked}");
    }
}

/// Fails when another zone is put live and nothing says what becomes of the times that people set.
#[tokio::test(flavor = "multi_thread")]
async fn another_zone_says_what_stays() {
    let shop = Shop::open().await;
    let ruth = shop.person("ruth").await;
    let there = baton_policy::CEDAR_LANE.replace("America/New_York", "America/Denver");
    for (policy, says) in [(baton_policy::CEDAR_LANE, false), (&there, true)] {
        let draft = json!({"policy": policy, "moves": true});
        let zone = ruth.post("/api/v1/policy/check", &draft).await.expect(200)["moves"]["zone"].clone();
        let said = zone.as_str().is_some_and(|words| {
            words.starts_with("The zone changes from America/New_York to America/Denver.")
                && words.contains("stay at their instants")
        });
        assert_eq!(said, says, "{zone}");
    }
}

/// Section 6: a person's answer is never held, and they are warned. Fails when the composer says nothing at night, or does by day.
#[tokio::test(flavor = "multi_thread")]
async fn the_composer_says_that_it_is_night_there() {
    let shop = Shop::open().await;
    let id = shop.text(CUSTOMER, "Can I reschedule?").await.unwrap();
    let (browser, _) = shop.browser("chris").await;
    let page = format!("/c/{id}");
    let night = "Your answer goes out all the same.";
    assert!(!browser.get(&page).await.body.contains(night));
    shop.pass(Duration::from_hours(12)).await;
    let body = browser.get(&page).await.body;
    assert!(body.contains(night) && body.contains(" am where "), "{body}");
}
