//! What somebody had seen when they began to write, and when what they wrote goes out.

use crate::shop::{Shop, count};
use serde_json::json;

const JAMIE: &str = "+12125550134";

/// The value of a hidden field of the composer.
fn seen(page: &str) -> String {
    let form = page.split("id=\"write\"").nth(1).unwrap_or_else(|| panic!("no composer in {page}"));
    form.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// Fails when a refusal that says nothing of a newer text counts it as seen, so that the next press answers over it.
#[tokio::test(flavor = "multi_thread")]
async fn another_refusal_does_not_make_a_newer_text_seen() {
    let shop = Shop::open().await;
    let id = shop.text(JAMIE, "Can I come on Friday?").await.unwrap();
    let (chris, token) = shop.browser("chris").await;
    let before = seen(&chris.get(&format!("/c/{id}")).await.body);
    shop.text(JAMIE, "Or rather on Monday?").await.unwrap();
    let path = format!("/c/{id}/messages");
    let press = |seen: &str, later: &str| {
        let seen = seen.to_owned();
        let later = later.to_owned();
        let fields = [
            ("csrf", token.clone()),
            ("conversation", id.clone()),
            ("text", "Friday it is.".to_owned()),
            ("seen", seen),
            (
                if later.is_empty() { "then" } else { "later" },
                if later.is_empty() { "open".to_owned() } else { later },
            ),
        ];
        let (chris, path) = (&chris, &path);
        async move {
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            chris.form(path, &fields).await
        }
    };
    // No time was chosen: that is refused, and says nothing of Monday.
    let refused = press(&before, "own").await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert_eq!(seen(&refused.body), before, "it is not seen by that");
    let held = press(&seen(&refused.body), "").await;
    assert_eq!(held.status, 409);
    assert!(held.body.contains("Or rather on Monday?"), "{}", held.body);
    assert_ne!(seen(&held.body), before, "that one tells it");
    assert_eq!(press(&seen(&held.body), "").await.status, 303, "and one press more sends it");
    assert_eq!(count(&shop.timeline(&id).await, "text.written"), 1);
}

/// Fails when a template that is put into words which were begun before a newer text makes that text seen.
#[tokio::test(flavor = "multi_thread")]
async fn a_template_in_a_draft_does_not_make_a_newer_text_seen() {
    let shop = Shop::open().await;
    let id = shop.text(JAMIE, "Can I come on Friday?").await.unwrap();
    let (chris, token) = shop.browser("chris").await;
    let before = seen(&chris.get(&format!("/c/{id}")).await.body);
    shop.text(JAMIE, "Or rather on Monday?").await.unwrap();
    let fields = |text: &'static str| {
        [
            ("csrf", token.clone()),
            ("conversation", id.clone()),
            ("text", text.to_owned()),
            ("seen", before.clone()),
        ]
    };
    let open = |text: &'static str| {
        let fields = fields(text);
        let (chris, path) = (&chris, format!("/c/{id}/templates"));
        async move {
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            chris.form(&path, &fields).await.body
        }
    };
    assert_eq!(seen(&open("Friday is fine.").await), before);
    assert_ne!(seen(&open("").await), before, "nothing was begun: the page shows what is new");
}

/// Fails when choosing a time sends anything, when the chosen time is not the one that counts, or when one's own does not
/// go before it.
#[tokio::test(flavor = "multi_thread")]
async fn a_time_is_chosen_and_only_the_last_press_sends() {
    let shop = Shop::open().await;
    let id = shop.text(JAMIE, "Can I come on Friday?").await.unwrap();
    let chris = shop.person("chris").await;
    chris.post(&format!("/api/v1/conversations/{id}/claim"), &json!({})).await.expect(200);
    let (browser, token) = shop.browser("chris").await;
    let page = browser.get(&format!("/c/{id}")).await.body;
    let later = page.split("aria-label=\"Text later\"").nth(1).unwrap().split("</details>").next().unwrap();
    assert_eq!(later.matches("<button").count(), 1, "one press sends: {later}");
    assert!(
        later.rfind("<button") > later.rfind("Once it went out"),
        "and stands below what is chosen: {later}"
    );
    assert!(later.contains("name=\"later_at\" value=\"2026-05-13T13:00:00Z\">Tomorrow, Wed 9 am"), "{later}");
    let seen = seen(&page);
    let send = |text: &'static str, more: Vec<(&'static str, &'static str)>| {
        let mut fields =
            vec![("csrf", token.as_str()), ("conversation", &id), ("text", text), ("seen", &seen)];
        fields.push(("later", "own"));
        fields.extend(more);
        let (browser, path) = (&browser, format!("/c/{id}/messages"));
        async move { browser.form(&path, &fields).await.status }
    };
    assert_eq!(send("Never", vec![]).await, 422);
    assert_eq!(send("Tomorrow", vec![("later_at", "2026-05-13T13:00:00Z"), ("send_at", "")]).await, 303);
    let both = vec![("later_at", "2026-05-13T13:00:00Z"), ("send_at", "2026-05-14T10:30")];
    assert_eq!(send("Own", both).await, 303);
    let waits = chris.get(&format!("/api/v1/conversations/{id}")).await.expect(200)["scheduled"].clone();
    let times: Vec<&str> =
        waits.as_array().unwrap().iter().map(|one| one["send_at"].as_str().unwrap()).collect();
    assert_eq!(times, ["2026-05-13T13:00:00Z", "2026-05-14T14:30:00Z"], "{waits}");
}

/// Fails when a text that waits does not say that something came since, when it says so of what its author knows, or when
/// its author cannot let it go out all the same before its time.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_waits_says_what_came_since_and_can_go_out_all_the_same() {
    let shop = Shop::open().await;
    let id = shop.text(JAMIE, "Can I come on Friday?").await.unwrap();
    let chris = shop.person("chris").await;
    chris.post(&format!("/api/v1/conversations/{id}/claim"), &json!({})).await.expect(200);
    let (browser, token) = shop.browser("chris").await;
    let path = format!("/c/{id}");
    let first = seen(&browser.get(&path).await.body);
    let fields = [
        ("csrf", token.as_str()),
        ("conversation", &id),
        ("text", "See you on Friday!"),
        ("seen", &first),
        ("later", "2026-05-13T13:00:40Z"),
    ];
    assert_eq!(browser.form(&format!("{path}/messages"), &fields).await.status, 303);
    let calm = browser.get(&path).await.body;
    assert!(calm.contains("asks you if something comes first") && !calm.contains("ghost__came"), "{calm}");
    shop.text(JAMIE, "Is there parking?").await.unwrap();
    let asks = browser.get(&path).await.body;
    assert!(asks.contains("after this was written.</b> At its time it will ask you."), "{asks}");
    let ghost = asks.split("msg--ghost").nth(1).unwrap();
    let field = |name: &str| {
        let at = ghost.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
        at.split('"').next().unwrap().to_owned()
    };
    let action =
        ghost.split("action=\"").find(|at| at.split('"').next().unwrap().ends_with("/change")).unwrap();
    let sends = action.split("</form>").next().unwrap();
    assert!(sends.contains("Let it go out all the same") && !sends.contains("name=\"send_at\""), "{sends}");
    let (action, seen) = (action.split('"').next().unwrap(), field("seen"));
    assert_eq!(browser.form(action, &[("csrf", token.as_str()), ("seen", &seen)]).await.status, 303);
    // The time as the page shows it, which is cut to the minute, is the time that stands.
    let (was, text, at) = (field("was"), "See you on Friday, then!", "2026-05-13T09:00");
    assert!(ghost.contains(&format!("value=\"{at}\"")), "{ghost}");
    let kept = [("csrf", token.as_str()), ("seen", &seen), ("send_at", at), ("was", &was), ("text", text)];
    assert_eq!(browser.form(action, &kept).await.status, 303);
    let stands = chris.get(&format!("/api/v1/conversations/{id}")).await.expect(200)["scheduled"][0].clone();
    assert_eq!((&stands["send_at"], &stands["text"]), (&json!("2026-05-13T13:00:40Z"), &json!(text)));
    let after = browser.get(&path).await.body;
    assert!(after.contains("asks you if something comes first") && !after.contains("ghost__came"), "{after}");
    shop.engine.advance_to("2026-05-13T13:00:41Z".parse().unwrap()).await.unwrap();
    assert_eq!(count(&shop.timeline(&id).await, "text.written"), 1, "it goes out at its time");
}
