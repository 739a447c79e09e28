//! Why a conversation is where it is, as its page says it.

use crate::shop::Shop;
use serde_json::json;

/// Fails when a reason counts other lines than the page of the policy, so that its link leads to another rule.
#[tokio::test(flavor = "multi_thread")]
async fn a_reason_leads_to_its_line_of_the_policy() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let (browser, token) = shop.browser("ruth").await;
    let page = browser.get(&format!("/c/{id}")).await.body;
    let line = page.split("href=\"/policy#line-").nth(1).unwrap().split('"').next().unwrap();
    let said = format!("(line\u{a0}{line})");
    assert!(page.contains(&said), "no {said} in {page}");
    let policy = browser.get("/policy").await.body;
    let shown = policy.split(&format!("<li id=\"line-{line}\"><code>")).nth(1).unwrap();
    assert!(shown.starts_with("ELSE IF message contains &#34;reschedule&#34;"), "{}", &shown[..80]);
    // The sentence of an ELSE names the line of the routing text over the API; here it is that of the page alone.
    let other = shop.text("+12125550135", "Good morning").await.unwrap();
    let page = browser.get(&format!("/c/{other}")).await.body;
    let reason = page.split("because no rule fits its words").nth(1).unwrap();
    assert!(reason.starts_with(" (line\u{a0}") && !reason[..30].contains(") ("), "{}", &reason[..60]);
    // A draft's own lines, where it is tried.
    let text = format!("# One line more\n{}", baton_policy::CEDAR_LANE);
    let fields = [("csrf", token.as_str()), ("text", &text), ("version", "2"), ("try", "Can I reschedule?")];
    let tried = browser.form("/policy/try", &fields).await.body;
    let next: u32 = line.parse::<u32>().unwrap() + 1;
    assert!(tried.contains(&format!("(line\u{a0}{next})")), "{tried}");
}

/// Fails when the rule that routed a text stands as the reason of whoever has it by another way, or when a reason of another
/// day has no date.
#[tokio::test(flavor = "multi_thread")]
async fn the_head_says_how_it_came_to_whoever_has_it() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let (browser, _) = shop.browser("dana").await;
    let head = async |browser: &crate::client::Client| {
        let page = browser.get(&format!("/c/{id}")).await.body;
        let owns = page.split("class=\"owns\"").nth(1).unwrap();
        owns.split("class=\"small quiet\">").nth(1).unwrap().split('<').next().unwrap().to_owned()
    };
    let first = head(&browser).await;
    assert!(first.starts_with("Routed 2:03\u{a0}pm, because it says “reschedule”"), "{first}");
    shop.pass(std::time::Duration::from_hours(24)).await;
    let next_day = head(&browser).await;
    assert!(next_day.starts_with("Routed Tue 12 May, 2:03\u{a0}pm, because"), "{next_day}");
    let maya = shop.person("maya").await;
    let to = json!({"to": {"person": "dana@cedarlane.example"}, "reason": "She knows him"});
    maya.post(&format!("/api/v1/conversations/{id}/assign"), &to).await.expect(200);
    let (browser, _) = shop.browser("dana").await;
    assert_eq!(
        head(&browser).await,
        "Maya gave it to you: She knows him, 2:03\u{a0}pm. No time is promised for this."
    );
}
