//! What a row of the list says at a glance, and what a press is asked for.

use crate::client::Client;
use crate::shop::Shop;
use serde_json::json;
use std::time::Duration;

const PHONE: &str = "+12125550134";

/// The row of a conversation on a page.
async fn row(browser: &Client, id: &str) -> String {
    let page = browser.get("/?status=open&status=pending&status=closed").await.body;
    let row =
        page.split(&format!("id=\"row-{id}\"")).nth(1).unwrap_or_else(|| panic!("no row of {id} in {page}"));
    row.split("</li>").next().unwrap().to_owned()
}

/// Fails when a row with no promise shows a bare length of time.
#[tokio::test(flavor = "multi_thread")]
async fn a_length_of_time_says_of_what() {
    let shop = Shop::open().await;
    let id = shop.text(PHONE, "Can I reschedule?").await.unwrap();
    let done = shop.text("+12125550135", "What do you charge?").await.unwrap();
    let maya = shop.person("maya").await;
    let closed = json!({"status": "closed", "reason": "answered"});
    maya.patch(&format!("/api/v1/conversations/{done}"), &closed).await.expect(200);
    let (browser, _) = shop.browser("maya").await;
    shop.pass(Duration::from_mins(23)).await;
    let waits = row(&browser, &id).await;
    assert!(
        waits.contains(">waiting <time") && waits.contains("data-tick=\"waits\">23 min</time>"),
        "{waits}"
    );
    let closed = row(&browser, &done).await;
    assert!(
        closed.contains("data-tick=\"age\">23 min ago</time>") && !closed.contains("waiting"),
        "{closed}"
    );
    shop.pass(Duration::from_hours(30)).await;
    let waits = row(&browser, &id).await;
    assert!(waits.contains(">since Tue</time>"), "{waits}");
}

/// Fails when what a cover kept is said to be "for" somebody who has long been back; or not to be, while they are away.
#[tokio::test(flavor = "multi_thread")]
async fn it_is_for_somebody_while_they_are_away() {
    let shop = Shop::open().await;
    let id = shop.text(PHONE, "Can I reschedule?").await.unwrap();
    let chris = shop.person("chris").await;
    chris.post(&format!("/api/v1/conversations/{id}/claim"), &json!({})).await.expect(200);
    let away =
        json!({"state": "away", "until": "2026-05-14T13:00:00Z", "cover": shop.id("maya").to_string()});
    chris.put(&format!("/api/v1/people/{}/availability", shop.id("chris")), &away).await.expect(200);
    shop.quiet().await;
    let (browser, _) = shop.browser("maya").await;
    let head = async || browser.get(&format!("/c/{id}")).await.body;
    assert!(row(&browser, &id).await.contains(">for Chris</span>"));
    assert!(head().await.contains("You own this for Chris."));
    shop.pass(Duration::from_hours(48)).await;
    assert!(!row(&browser, &id).await.contains("for Chris"));
    let head = head().await;
    assert!(head.contains("You own this.") && head.contains("Chris was away, so it went to you"), "{head}");
}

/// Fails when a text that closes asks for a reason that has to be typed although the policy has some to choose from, or when
/// one that was pressed is not the reason.
#[tokio::test(flavor = "multi_thread")]
async fn the_reasons_of_the_policy_can_be_pressed() {
    let shop = Shop::open().await;
    let id = shop.text(PHONE, "Can I reschedule?").await.unwrap();
    let (browser, token) = shop.browser("maya").await;
    let page = browser.get(&format!("/c/{id}")).await.body;
    let seen = page.split("data-seen=\"").nth(1).unwrap().split('"').next().unwrap();
    let sent = [
        ("csrf", token.as_str()),
        ("conversation", &id),
        ("text", "Friday at 11."),
        ("seen", seen),
        ("then", "closed"),
    ];
    let path = format!("/c/{id}/messages");
    let asked = browser.form(&path, &sent).await;
    assert_eq!(asked.status, 422, "{}", asked.body);
    for reason in ["answered", "booked", "no reply", "spam"] {
        let radio =
            format!("<input type=\"radio\" form=\"write\" name=\"why\" value=\"{reason}\">{reason}</label>");
        assert!(asked.body.contains(&radio), "no {radio} in {}", asked.body);
    }
    assert!(asked.body.contains("Friday at 11."), "what was written stays");
    let pressed = [&sent[..], &[("why", "booked"), ("reason", "")]].concat();
    assert_eq!(browser.form(&path, &pressed).await.status, 303);
    let entries = shop.timeline(&id).await;
    let closed = entries.iter().find(|entry| entry["type"] == "conversation.closed").unwrap();
    assert!(closed.to_string().contains("booked"), "{closed}");
}

/// Fails when the API names templates in another order than the page offers them in.
#[tokio::test(flavor = "multi_thread")]
async fn templates_come_in_the_same_order_everywhere() {
    let shop = Shop::open().await;
    let save =
        |w: &mut baton_store::Writer, at| w.save_policy(baton_policy::CEDAR_LANE_PROMISES, None, None, at);
    shop.engine.administer(save).await.unwrap().unwrap();
    let id = shop.text(PHONE, "Hello").await.unwrap();
    let (browser, token) = shop.browser("chris").await;
    let fields = [("csrf", token.as_str()), ("conversation", &id), ("text", ""), ("seen", "")];
    let page = browser.form(&format!("/c/{id}/templates"), &fields).await.body;
    let offered: Vec<&str> = page
        .split("name=\"template\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    let named = shop.person("chris").await.items(&format!("/api/v1/templates?conversation={id}")).await;
    let named: Vec<&str> = named.iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(named, offered);
    assert_eq!(named.last(), Some(&"After hours"));
}
