//! What the head, the timeline and the API say of promises that a policy begins, moves or drops.

use crate::shop::Shop;
use serde_json::json;

async fn lives(shop: &Shop, policy: &str) {
    let ruth = shop.person("ruth").await;
    let version = ruth.get("/api/v1/policy").await.header("etag").to_owned();
    ruth.with("if-match", &version).put("/api/v1/policy", &json!({"policy": policy})).await.expect(200);
    shop.quiet().await;
}

/// Fails when nothing says that no time is promised, or something does where one is; when a promise that another policy moves
/// or drops is not said on the page with both times, or the API's why does not name the policy.
#[tokio::test(flavor = "multi_thread")]
async fn what_another_policy_makes_of_a_promise_is_said() {
    let shop = Shop::open().await;
    let (browser, _) = shop.browser("ruth").await;
    let ruth = shop.person("ruth").await;
    let id = shop.text("+12125550134", "Can I reschedule my visit?").await.unwrap();
    let (page, api) = (format!("/c/{id}"), format!("/api/v1/conversations/{id}"));
    let none = "No time is promised for this";
    assert!(browser.get(&page).await.body.contains(none));
    assert_eq!(ruth.get(&api).await.expect(200)["no_clock"], none);

    lives(&shop, baton_policy::CEDAR_LANE_PROMISES).await;
    assert!(!browser.get(&page).await.body.contains(none));
    assert!(ruth.get(&api).await.expect(200).get("no_clock").is_none());

    let slower = baton_policy::CEDAR_LANE_PROMISES
        .replace("first_response = \"15 min\"", "first_response = \"40 min\"");
    lives(&shop, &slower).await;
    let said = browser.get(&page).await.body;
    assert!(said.contains("The policy changed: first reply now due "), "{said}");
    let moved = shop.timeline(&id).await.into_iter().find(|entry| entry["type"] == "clock.moved").unwrap();
    assert_eq!(moved["why"], "the policy changed: the target “New inquiry”");

    lives(&shop, baton_policy::CEDAR_LANE).await;
    let said = browser.get(&page).await.body;
    assert!(said.contains("The policy changed: no time for first reply any more, was "), "{said}");
    let stopped =
        shop.timeline(&id).await.into_iter().find(|entry| entry["type"] == "clock.stopped").unwrap();
    assert!(stopped["why"].as_str().unwrap().starts_with("the policy changed"), "{stopped}");
}
