//! Whom the sheet offers to and in which words the customer hears of it: only ever of the one who was chosen.

use crate::client::Client;
use crate::shop::Shop;
use serde_json::{Value, json};

const PHONE: &str = "+12125550134";

async fn begun(shop: &Shop) -> (String, Client, String) {
    let id = shop.text(PHONE, "Can I reschedule? And do you offer payment plans?").await.unwrap();
    let chris = shop.person("chris").await;
    chris.post(&format!("/api/v1/conversations/{id}/claim"), &json!({})).await.expect(200);
    let (browser, token) = shop.browser("chris").await;
    (id, browser, token)
}

async fn conversation(shop: &Shop, id: &str) -> Value {
    shop.person("chris").await.get(&format!("/api/v1/conversations/{id}")).await.expect(200)
}

/// Law 4. Fails when somebody who is chosen in the list gets nothing because another was chosen beforehand, and the offer goes
/// to that one: without a script nothing connects the two.
#[tokio::test(flavor = "multi_thread")]
async fn two_who_are_chosen_are_asked_about_and_nothing_is_offered() {
    let shop = Shop::open().await;
    let (id, chris, token) = begun(&shop).await;
    let (dana, ben) = (format!("person-{}", shop.id("dana")), format!("person-{}", shop.id("ben")));
    let fields = [
        ("csrf", token.as_str()),
        ("conversation", &id),
        ("to", &dana),
        ("other", &ben),
        ("summary", "Three payments if we can."),
        ("tell", "on_acceptance"),
        ("customer_text", "Dana takes over."),
        ("key", "k1"),
    ];
    let asked = chris.form(&format!("/c/{id}/handoffs"), &fields).await;
    assert_eq!(asked.status, 422, "{}", asked.body);
    assert!(
        asked.body.contains("You chose Ben in the list and Dana above. Choose one of them."),
        "{}",
        asked.body
    );
    assert!(asked.body.contains("Three payments if we can."), "{}", asked.body);
    assert!(conversation(&shop, &id).await["handoff"].is_null());
    // The list says the same as the choice above, or is not chosen from: then it is clear who is meant.
    let mut fields = fields;
    fields[3].1 = &dana;
    assert_eq!(chris.form(&format!("/c/{id}/handoffs"), &fields).await.status, 303);
    assert!(!conversation(&shop, &id).await["handoff"].is_null());
}

/// Fails when a customer elsewhere is promised a time on the business's clock, where a template would say it on theirs.
#[tokio::test(flavor = "multi_thread")]
async fn the_customer_is_told_times_on_their_own_clock() {
    let shop = Shop::open().await;
    let ruth = shop.person("ruth").await;
    let version = ruth.get("/api/v1/policy").await.header("etag").to_owned();
    let policy = json!({"policy": baton_policy::CEDAR_LANE_PROMISES});
    ruth.with("if-match", &version).put("/api/v1/policy", &policy).await.expect(200);
    let (id, chris, _) = begun(&shop).await;
    let here = chris.get(&format!("/c/{id}/handoff")).await.body;
    assert!(here.contains("text you by 2:18 pm.") || here.contains("texts you by 2:18 pm."), "{here}");
    let contact = conversation(&shop, &id).await["contact"]["id"].as_str().unwrap().to_owned();
    let zone = json!({"zone": "America/Los_Angeles"});
    ruth.patch(&format!("/api/v1/contacts/{contact}"), &zone).await.expect(200);
    let there = chris.get(&format!("/c/{id}/handoff")).await.body;
    assert!(there.contains("texts you by 11:18 am."), "{there}");
    assert!(!there.contains("you by 2:18 pm."), "{there}");
}

/// Fails when it is said that the words named somebody else, where only the time in them went by.
#[tokio::test(flavor = "multi_thread")]
async fn words_whose_time_went_by_are_not_said_to_name_another() {
    let shop = Shop::open().await;
    let (id, chris, token) = begun(&shop).await;
    let dana = format!("person-{}", shop.id("dana"));
    let old = "I’m looping in Dana from our billing team. Dana takes over from here and texts you by 1 pm.";
    let fields = [
        ("csrf", token.as_str()),
        ("conversation", &id),
        ("to", &dana),
        ("summary", "Three payments if we can."),
        ("tell", "on_acceptance"),
        ("customer_text", old),
        ("suggested", old),
        ("suggested_for", &dana),
        ("key", "k1"),
    ];
    let refused = chris.form(&format!("/c/{id}/handoffs"), &fields).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("The time in these words went by"), "{}", refused.body);
    assert!(!refused.body.contains("named somebody else"), "{}", refused.body);
}
