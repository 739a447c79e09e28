//! A handoff's summary that is made with a template: over the API, and on the sheet without a script.

use crate::shop::Shop;
use serde_json::{Value, json};

const PHONE: &str = "+12125550134";

const NOTES: &str = r#"
[templates.Internal]
kind = "note"
text = "For [Name/Role]. They need: [summary]. Done: [what is done]. Answer by [deadline|tomorrow]. Room: [room]."

[templates."All told"]
kind = "note"
text = "Handing to [Name/Role]. They wrote: [Last Text]"

[templates.Hello]
text = "Hello!"
"#;

/// Cedar Lane with templates for its handoffs; Chris has a conversation.
async fn shop() -> (Shop, String) {
    let shop = Shop::open().await;
    let policy = format!("{}{NOTES}", baton_policy::CEDAR_LANE);
    let save = move |w: &mut baton_store::Writer, at| w.save_policy(&policy, None, None, at);
    shop.engine.administer(save).await.unwrap().unwrap();
    let id = shop.text(PHONE, "Can you resend my invoice?").await.unwrap();
    let chris = shop.person("chris").await;
    chris.post(&format!("/api/v1/conversations/{id}/claim"), &json!({})).await.expect(200);
    (shop, id)
}

fn offer(more: &Value) -> Value {
    let mut offer = json!({"to": {"person": "dana@cedarlane.example"}, "summary": "April again",
        "done": "looked it up", "pending": "the card", "tell_customer": "no"});
    for (name, value) in more.as_object().unwrap() {
        offer[name] = value.clone();
    }
    offer
}

/// Source: the article's internal handoff message. Fails when a summary with a hole in it is offered, when what is wrong is
/// not said at its field, or when the timeline forgets the template or shows the summary to who may not read it.
#[tokio::test(flavor = "multi_thread")]
async fn a_summary_is_made_with_a_template() {
    let (shop, id) = shop().await;
    let chris = shop.person("chris").await;
    let path = format!("/api/v1/conversations/{id}/handoffs");
    for (more, field, words) in [
        (json!({"summary_template": "Internal"}), "summary_values", "misses [room]"),
        (json!({"summary_template": "Internal", "done": ""}), "summary_values", "[what is done]"),
        (json!({"summary_template": "Hello"}), "summary_template", "is a text to the customer"),
        (json!({"summary_template": "Nowhere"}), "summary_template", "There is no template “Nowhere”"),
        (json!({"summary_template": "All told"}), "summary", "has no [summary]"),
        (json!({"summary_values": {"room": "2"}}), "summary_values", "belong to a “summary_template”"),
        (json!({"summary": ""}), "summary", "Say what the customer needs"),
    ] {
        let refused = chris.post(&path, &offer(&more)).await.expect(422);
        assert_eq!(refused["field"], field, "{refused}");
        assert!(refused["detail"].as_str().unwrap().contains(words), "{refused}");
    }
    let with = json!({"summary_template": "internal", "summary_values": {"room": "2"}});
    let offered = chris.post(&path, &offer(&with)).await.expect(201);
    let summary =
        "For Dana (Billing). They need: April again. Done: looked it up. Answer by tomorrow. Room: 2.";
    assert_eq!(offered["summary"], summary);
    assert_eq!((&offered["done"], &offered["pending"]), (&json!(""), &json!("the card")), "said once");
    let told = shop.timeline(&id).await;
    let told = told.iter().find(|entry| entry["type"] == "handoff.offered").unwrap();
    assert_eq!((&told["summary"], &told["summary_template"]), (&json!(summary), &json!("Internal")));
    assert!(told["policy_version"].is_i64() && told["customer_template"].is_null(), "{told}");
    let program = shop.program(&["read"]).await;
    let page = program.get(&format!("/api/v1/conversations/{id}/timeline")).await;
    assert!(!page.body.contains("April again") && !page.body.contains("\"Internal\""), "{}", page.body);
}

/// Fails when a template is offered that its giver has not read, when what it asks for is not shown and asked for, or when
/// anything typed is lost by that.
#[tokio::test(flavor = "multi_thread")]
async fn the_sheet_begins_with_a_template_without_a_script() {
    let (shop, id) = shop().await;
    let (chris, token) = shop.browser("chris").await;
    let sheet = chris.get(&format!("/c/{id}/handoff")).await.body;
    assert!(sheet.contains("Begin with a template") && !sheet.contains("<option value=\"Hello\""), "{sheet}");
    let to = format!("person-{}", shop.id("dana"));
    let send = async |more: &[(&str, &str)]| {
        let mut fields = vec![
            ("csrf", token.as_str()),
            ("conversation", &id),
            ("to", &to),
            ("tell", "no"),
            ("key", "k1"),
            ("pending", "the card"),
        ];
        fields.extend_from_slice(more);
        chris.form(&format!("/c/{id}/handoffs"), &fields).await
    };
    let chosen = ("summary_template", "Internal");
    let unread = send(&[chosen, ("summary", "April again"), ("shown_template", "")]).await;
    assert_eq!(unread.status, 422);
    for words in [
        "This is what the template says. Read it",
        "<option value=\"Internal\" selected data-fill",
        "<b data-of=\"ho-to\">Dana (Billing)</b>",
        "<b data-of=\"ho-sum\">April again</b>",
        "<b data-of=\"ho-done\">________</b>",
        "data-otherwise=\"tomorrow\">tomorrow</b>",
        "name=\"fill.room\"",
    ] {
        assert!(unread.body.contains(words), "no {words} in {}", unread.body);
    }
    let shown = ("shown_template", "Internal");
    let empty = send(&[chosen, shown, ("summary", "April again"), ("fill.deadline", "Friday")]).await;
    assert_eq!(empty.status, 422);
    for words in [
        "Fill in “room” to use it.",
        "id=\"ho-done-h\">The template has a place for this",
        "value=\"Friday\"",
        "April again",
    ] {
        assert!(empty.body.contains(words), "no {words} in {}", empty.body);
    }
    assert!(
        !empty.body.contains("id=\"ho-pending-h\">") && !empty.body.contains("id=\"ho-sum-h\">"),
        "{}",
        empty.body
    );
    let whole = [
        chosen,
        shown,
        ("summary", "April again"),
        ("done", "found it"),
        ("fill.deadline", "Friday"),
        ("fill.room", "2"),
    ];
    let offered = send(&whole).await;
    assert_eq!(offered.status, 303, "{}", offered.body);
    let (dana, _) = shop.browser("dana").await;
    let page = dana.get(&format!("/c/{id}")).await.body;
    let words = "For Dana (Billing). They need: April again. Done: found it. Answer by Friday. Room: 2.";
    assert!(page.contains(words) && page.contains("the card"), "{page}");
}

/// Fails when a template that says by itself what the customer needs still asks for it, or words in a field that it hides
/// stand in the way.
#[tokio::test(flavor = "multi_thread")]
async fn a_template_that_says_it_all_asks_for_nothing() {
    let (shop, id) = shop().await;
    let (chris, token) = shop.browser("chris").await;
    let to = format!("person-{}", shop.id("dana"));
    let fields = [
        ("csrf", token.as_str()),
        ("conversation", &id),
        ("to", &to),
        ("tell", "no"),
        ("key", "k1"),
        ("summary", "typed before"),
        ("summary_template", "All told"),
        ("shown_template", "All told"),
    ];
    let sent = chris.form(&format!("/c/{id}/handoffs"), &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let (dana, _) = shop.browser("dana").await;
    let page = dana.get(&format!("/c/{id}")).await.body;
    assert!(page.contains("Handing to Dana (Billing). They wrote: Can you resend my invoice?"), "{page}");
}
