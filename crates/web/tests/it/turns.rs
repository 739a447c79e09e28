//! Who answered in turn, on the timeline: a run of such lines is one that unfolds, and what waits stays in sight.

use crate::shop::Shop;
use std::time::Duration;

const PHONE: &str = "+12125550134";

/// The timeline of a page, line by line.
fn lines(page: &str) -> Vec<&str> {
    let timeline =
        page.split("<ol class=\"tl\" id=\"tl\"").nth(1).unwrap_or_else(|| panic!("no timeline in {page}"));
    let timeline = timeline.split("<ol class=\"tl\" id=\"ghost\"").next().unwrap();
    timeline.split("\n<li ").skip(1).collect()
}

/// Those of them that say who answers now, and how often each says so.
fn answers(lines: &[&str]) -> Vec<usize> {
    let counts = lines.iter().map(|line| line.matches(" for it now.").count());
    counts.filter(|count| *count > 0).collect()
}

/// Fails when shift after shift stands on the timeline in a line of its own, when the fold says another last state than the
/// head, another number of changes than there are, or keeps one of them to itself, or when what follows it has lost its day.
#[tokio::test(flavor = "multi_thread")]
async fn shift_after_shift_is_one_line_that_unfolds() {
    let shop = Shop::open().await;
    let id = shop.text(PHONE, "Could I have a quote for an analysis?").await.unwrap();
    let (browser, token) = shop.browser("maya").await;
    let path = format!("/c/{id}");
    shop.pass(Duration::from_hours(6)).await;
    let page = browser.get(&path).await.body;
    assert_eq!(answers(&lines(&page)), [1], "one change alone stands as it is: {page}");
    shop.pass(Duration::from_hours(6 * 24)).await;
    let page = browser.get(&path).await.body;
    let entries = shop.timeline(&id).await;
    let changes: Vec<_> = entries.iter().filter(|entry| entry["type"] == "accountable.changed").collect();
    assert!(changes.len() > 6, "{changes:?}");
    let all = lines(&page);
    assert_eq!(answers(&all), [changes.len() + 1], "each is in the fold, and the last before it: {page}");
    let fold = *all.iter().find(|line| line.contains("<details")).unwrap();
    assert!(fold.contains(&format!("All {} changes since Tue 12 May, 6:00 pm", changes.len())), "{fold}");
    assert!(fold.contains(&format!("id=\"t{}\"", changes[0]["position"])), "{fold}");
    let last = changes.last().unwrap()["to"]["name"].as_str().unwrap();
    let first_name = last.split(' ').next().unwrap();
    assert!(
        fold.split("<details").next().unwrap().contains(&format!("<b>{first_name}</b> answers for it now.")),
        "{fold}"
    );
    assert!(page.contains(&format!("{first_name} answers for it.")), "the head says the same");
    // What follows stands under its own day, and ends the fold: what comes then is another.
    let note = [("csrf", token.as_str()), ("conversation", &id), ("text", "Called, no answer.")];
    assert_eq!(browser.form(&format!("{path}/notes"), &note).await.status, 303);
    shop.pass(Duration::from_hours(48)).await;
    let all = browser.get(&path).await.body;
    let all = lines(&all);
    let at = all.iter().position(|line| line.contains("Called, no answer.")).unwrap();
    assert!(all[at - 1].contains("class=\"day"), "{}", all[at - 1]);
    assert_eq!(answers(&all).len(), 2, "{all:?}");
}

/// Fails when a conversation that has waited for weeks opens without the text that waits, or does not say which it is; or
/// when one that waits for nothing names one.
#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_shown_however_long_it_has_waited() {
    let shop = Shop::open().await;
    let id = shop.text(PHONE, "Could I have a quote for an analysis?").await.unwrap();
    let (browser, _) = shop.browser("maya").await;
    let path = format!("/c/{id}");
    for _ in 0..9 {
        shop.pass(Duration::from_hours(7 * 24)).await;
    }
    let page = browser.get(&path).await.body;
    let entries = shop.timeline(&id).await;
    assert!(entries.iter().filter(|entry| entry["type"] == "accountable.changed").count() > 70);
    let texted = entries.iter().find(|entry| entry["type"] == "text.received").unwrap();
    assert!(page.contains(&format!("data-waits=\"{}\"", texted["position"])), "{page}");
    assert!(
        page.contains(&format!("id=\"t{}\"", texted["position"])) && page.contains("Could I have a quote")
    );
    let maya = shop.person("maya").await;
    let sent = serde_json::json!({"text": "It is 120."});
    maya.post(&format!("/api/v1/conversations/{id}/messages"), &sent).await.expect(201);
    assert!(!browser.get(&path).await.body.contains("data-waits"));
}
