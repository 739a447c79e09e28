//! Templates over HTTP, and what Baton answers by itself.

use crate::shop::{Shop, types};
use serde_json::{Value, json};

const JAMIE: &str = "+12125550134";

/// The article's four templates, letter for letter.
const ARTICLE: [(&str, &str, &str); 4] = [
    ("First Response Template", "text", include_str!("../../../templates/tests/article/first-response.txt")),
    ("Internal note", "note", include_str!("../../../templates/tests/article/handoff-internal.txt")),
    ("Customer-facing", "text", include_str!("../../../templates/tests/article/handoff-customer.txt")),
    (
        "“Waiting on You” Template",
        "text",
        include_str!("../../../templates/tests/article/waiting-on-you.txt"),
    ),
];

/// The article's auto-reply, with what Baton knows better in brackets.
const AFTER_HOURS: &str = "Thanks for texting [Business Name]. You’ve reached us outside of our normal hours \
                           ([opening hours]). Our team will see your message at [next opening] and respond within [first \
                           response]. If this is urgent, reply ‘URGENT’ and we’ll prioritize your message first.";

const HEAD: &str = r#"
zone = "America/New_York"
fallback = "ruth@cedarlane.example"
on_call = "On call"

[hours.Clinic]
mon = ["09:00-18:00"]
tue = ["09:00-18:00"]
wed = ["09:00-18:00"]
thu = ["09:00-18:00"]
fri = ["09:00-18:00"]

[queues."Front desk"]
initials = "Fd"
members = ["maya@cedarlane.example", "chris@cedarlane.example"]
hours = "Clinic"

[queues.Billing]
initials = "Bg"
members = ["dana@cedarlane.example"]
hours = "Clinic"

[queues."On call"]
initials = "Oc"
members = ["sam@cedarlane.example"]

[routing]
text = "ASSIGN to \"Front desk\" queue"

[[targets]]
name = "Everybody"
first_response = "1 h"
next_response = "1 h"
hours = "Clinic"

[auto_replies]
outside_hours = "After hours"
"#;

/// A section of a policy. What JSON quotes, TOML reads.
fn section(name: &str, text: &str, more: &str) -> String {
    format!("\n[templates.{}]\ntext = {}\n{more}\n", json!(name), json!(text))
}

/// Cedar Lane with the article's texts.
async fn shop() -> Shop {
    let shop = Shop::open().await;
    let mut policy = HEAD.to_owned() + &section("After hours", AFTER_HOURS, "");
    for (name, kind, text) in ARTICLE {
        policy += &section(name, text, &format!("kind = \"{kind}\""));
    }
    policy += &section(
        "Billing's own",
        "Your bill is [amount] dollars.",
        "queue = \"Billing\"\nthen = \"pending\"",
    );
    let save = move |w: &mut baton_store::Writer, at| w.save_policy(&policy, None, None, at);
    shop.engine.administer(save).await.unwrap().unwrap();
    shop
}

impl Shop {
    /// Moves the rehearsal's clock, as an admin does.
    async fn goes_to(&self, at: &str) {
        let moved = self.person("ruth").await.post("/api/v1/test-clock", &json!({"advance_to": at})).await;
        moved.expect(200);
    }

    /// What a pretend phone has got.
    async fn phone(&self, number: &str) -> Vec<String> {
        self.quiet().await;
        self.engine.simulator().inbox(number).into_iter().map(|text| text.body).collect()
    }
}

/// Source: the article's after-hours case. Fails when the answer does not reach the phone at once, is untrue, is told as
/// the customer's doing, or is given a second time.
#[tokio::test(flavor = "multi_thread")]
async fn after_hours_the_customer_is_told_at_once_when_they_hear_from_us() {
    let shop = shop().await;
    shop.goes_to("2026-05-12T21:40:00-04:00").await;
    let tried =
        shop.person("chris").await.post("/api/v1/policy/try", &json!({"text": "Can I come by?"})).await;
    let reply = tried.expect(200)["reply"].clone();
    assert_eq!((&reply["template"], &reply["why"]), (&json!("After hours"), &json!("outside hours")));
    let id = shop.text(JAMIE, "Can I come by tomorrow?").await.unwrap();
    assert_eq!(
        shop.phone(JAMIE).await,
        [
            "Thanks for texting Cedar Lane Physio. You’ve reached us outside of our normal hours (9 am to 6 pm). Our team \
             will see your message at 9 am tomorrow and respond within 1 hour. If this is urgent, reply ‘URGENT’ and we’ll \
             prioritize your message first."
        ]
    );
    let told = shop.timeline(&id).await;
    let answer = told.iter().find(|entry| entry["type"] == "text.written").unwrap();
    assert_eq!(answer["by"], json!({"kind": "policy", "id": null, "name": "Baton"}));
    assert_eq!((&answer["kind"], &answer["auto"]), (&json!("auto_reply"), &json!("outside_hours")));
    assert_eq!((&answer["template"], &answer["at"]), (&json!("After hours"), &told[0]["at"]));
    assert_eq!(answer["why"], "the auto-reply “After hours”, outside hours");
    let chris = shop.person("chris").await;
    let found = chris.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
    assert_eq!(found["clock"]["kind"], "first_response", "{found}");
    assert_eq!(found["clock"]["due_at"], "2026-05-13T14:00:00Z");
    assert_eq!(found["last_message"]["text"], "Can I come by tomorrow?");

    let (browser, _) = shop.browser("chris").await;
    let page = browser.get(&format!("/c/{id}")).await;
    assert!(page.body.contains("Baton answered by itself: After hours"), "{}", page.body);

    shop.text(JAMIE, "URGENT").await.unwrap();
    let found = chris.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
    assert_eq!((&found["owner"]["name"], &found["priority"]), (&json!("On call"), &json!("urgent")));
    assert_eq!(shop.phone(JAMIE).await.len(), 1, "on call is on");
}

/// Source: the article's four templates. Fails when one of them cannot be used as it stands.
#[tokio::test(flavor = "multi_thread")]
async fn the_articles_templates_are_used_as_they_stand() {
    let shop = shop().await;
    let id = shop.text(JAMIE, "Can you resend my invoices?").await.unwrap();
    let (chris, ruth) = (shop.person("chris").await, shop.person("ruth").await);
    let contact =
        chris.get(&format!("/api/v1/conversations/{id}")).await.expect(200)["contact"]["id"].clone();
    let named = json!({"name": "Jamie Park"});
    ruth.patch(&format!("/api/v1/contacts/{}", contact.as_str().unwrap()), &named).await.expect(200);

    let items = chris.items(&format!("/api/v1/templates?conversation={id}")).await;
    let listed: Vec<&str> = items.iter().map(|item| item["name"].as_str().unwrap()).collect();
    assert_eq!(listed, [ARTICLE[0].0, ARTICLE[1].0, ARTICLE[2].0, ARTICLE[3].0, "After hours"]);
    let blanks = |place: usize| -> Vec<&str> {
        items[place]["blanks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|blank| blank["label"].as_str().unwrap())
            .collect()
    };
    assert_eq!(blanks(0), ["short description", "timeframe", "what they can expect"]);
    assert_eq!(blanks(1), ["Name/Role", "summary", "what's been done, what's pending"]);
    assert_eq!(blanks(2), ["Name/Role", "area", "timeframe"]);
    assert_eq!(blanks(3), ["specific info", "next step"]);
    let parts = items[0]["parts"].as_array().unwrap();
    assert_eq!(parts[0], json!({"kind": "text", "text": "Hi "}));
    assert_eq!(parts[1], json!({"kind": "filled", "text": "Jamie"}));
    assert!(parts.contains(&json!({"kind": "blank", "text": "", "label": "short description"})), "{parts:?}");
    assert_eq!((&items[0]["text"], &items[1]["kind"]), (&json!(ARTICLE[0].2), &json!("note")));
    // Curly apostrophes make it 16-bit: 67 characters a segment.
    assert_eq!(items[0]["segments"], 3, "{}", items[0]);

    let messages = format!("/api/v1/conversations/{id}/messages");
    let first = json!({"template": ARTICLE[0].0, "values": {"short description": "your invoices", "timeframe": "3 pm",
        "what they can expect": "both of them"}});
    chris.post(&messages, &first).await.expect(201);
    let found = chris.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
    assert_eq!(found["clock"]["due_at"], "2026-05-12T19:00:00Z", "the timeframe is the promise");
    let handing = json!({"template": ARTICLE[2].0, "values": {"Name/Role": "Dana (Billing)", "area": "invoices",
        "timeframe": "tomorrow"}});
    chris.post(&messages, &handing).await.expect(201);
    let waiting = json!({"template": "\"Waiting on you\" template", "then": "pending",
        "values": {"specific info": "your address", "next step": "send them"}});
    chris.post(&messages, &waiting).await.expect(201);
    assert_eq!(
        shop.phone(JAMIE).await,
        [
            "Hi Jamie, this is Chris Bell with Front desk at Cedar Lane Physio. \n\nI see your message about your \
             invoices. I’ll handle this for you and follow up by 3 pm with both of them.",
            "I’m looping in Dana (Billing) who handles invoices. \nThey’ll take it from here and follow up with you by \
             tomorrow.",
            "Hi Jamie, quick update: we’re ready to move forward, we just need your address from you. \n\nOnce we have \
             that, we’ll send them and confirm by text.",
        ]
    );
    let offer = json!({"to": {"person": "dana@cedarlane.example"}, "summary": "Wants the invoices.",
        "customer_template": ARTICLE[2].0, "values": {"area": "invoices", "timeframe": "tomorrow"}});
    let offered = chris.post(&format!("/api/v1/conversations/{id}/handoffs"), &offer).await.expect(201);
    assert_eq!(
        offered["customer_text"],
        "I’m looping in Dana (Billing) who handles invoices. \nThey’ll take it from here and follow up with you by \
         tomorrow."
    );
    let values = json!({"Name/Role": "Alex (Billing)", "summary": "invoices for March and April",
        "what is done": "looked both up", "what is pending": "the card"});
    let note = json!({"template": ARTICLE[1].0, "values": values});
    let refused = chris.post(&format!("/api/v1/conversations/{id}/notes"), &note).await.expect(422);
    assert!(refused["detail"].as_str().unwrap().contains("has no [what is done]"), "{refused}");
    let values = json!({"Name/Role": "Alex (Billing)", "summary": "invoices for March and April",
        "what’s been done, what’s pending": "looked both up, the card"});
    let note = json!({"template": ARTICLE[1].0, "values": values});
    let noted = chris.post(&format!("/api/v1/conversations/{id}/notes"), &note).await.expect(201);
    assert_eq!(
        noted["text"],
        "Handing to Alex (Billing). Customer needs: invoices for March and April. \nContext: looked both up, the \
         card.\nPlease confirm back in thread when complete."
    );
    let told = shop.timeline(&id).await;
    let made: Vec<&Value> =
        told.iter().map(|entry| &entry["template"]).filter(|name| !name.is_null()).collect();
    assert_eq!(made, [ARTICLE[0].0, ARTICLE[2].0, ARTICLE[3].0, ARTICLE[1].0]);
    assert!(
        told.iter().filter(|entry| entry["type"] == "text.written").all(|entry| entry["policy_version"] == 3)
    );
}

/// Fails when something goes out that misses a word, is not for whoever sends it, or says two things.
#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_sent_is_refused_by_its_field() {
    let shop = shop().await;
    let id = shop.text(JAMIE, "Can you resend my invoices?").await.unwrap();
    let (chris, dana) = (shop.person("chris").await, shop.person("dana").await);
    let program = shop.program(&["read", "send"]).await;
    let messages = format!("/api/v1/conversations/{id}/messages");
    let none = json!({});
    for (wanted, field, words) in [
        (
            json!({"template": ARTICLE[3].0, "values": none}),
            "values",
            "[First Name] (the customer's first name), [specific",
        ),
        (json!({"template": "Billing's own", "values": {"amount": "90"}}), "template", "that you can use"),
        (json!({"template": "Nowhere"}), "template", "There is no template “Nowhere”"),
        (json!({"template": "After hours", "text": "Hi"}), "text", "not both"),
        (json!({"text": "Hi", "values": {"amount": "90"}}), "values", "belong to a “template”"),
        (json!({}), "text", "is missing"),
        (json!({"template": "Internal note", "values": {}}), "template", "never leaves the team"),
    ] {
        let refused = chris.post(&messages, &wanted).await.expect(422);
        assert_eq!(refused["field"], field, "{refused}");
        assert!(refused["detail"].as_str().unwrap().contains(words), "{refused}");
    }
    let own = json!({"template": "Billing's own", "values": {"amount": "90"}});
    let refused = program.post(&messages, &own).await.expect(422);
    assert_eq!(refused["field"], "template");
    assert!(program.items("/api/v1/templates").await.iter().all(|item| item["name"] != "Billing's own"));
    let theirs = dana.items("/api/v1/templates").await;
    let bill = theirs.iter().find(|item| item["name"] == "Billing's own").unwrap();
    assert_eq!((&bill["then"], &bill["queue"]["name"]), (&json!("pending"), &json!("Billing")));
    assert!(shop.phone(JAMIE).await.is_empty());
    dana.post(&messages, &own).await.expect(201);
    assert_eq!(shop.phone(JAMIE).await, ["Your bill is 90 dollars."]);
    let found = dana.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
    assert_eq!(found["status"], "pending", "as the template says");
    chris.get("/api/v1/templates?conversation=cv_0").await.expect(404);
}

/// Fails when a conversation cannot begin with a template, or what was sent changes with the policy.
#[tokio::test(flavor = "multi_thread")]
async fn a_first_text_is_made_with_a_template_and_stays_what_it_was() {
    let shop = shop().await;
    let dana = shop.person("dana").await;
    let first =
        json!({"line": shop.line, "to": JAMIE, "template": "Billing's own", "values": {"amount": "90"}});
    let begun = dana.post("/api/v1/conversations", &first).await.expect(201);
    let id = begun["id"].as_str().unwrap().to_owned();
    assert_eq!(begun["status"], "pending");
    let policy = |w: &mut baton_store::Writer, at| w.save_policy(baton_policy::CEDAR_LANE, None, None, at);
    shop.engine.administer(policy).await.unwrap().unwrap();
    let page = dana.get(&format!("/api/v1/conversations/{id}/timeline")).await.expect(200);
    let place = types(&page).iter().position(|kind| *kind == "text.written").unwrap();
    let written = &page["items"][place];
    assert_eq!(
        (&written["text"], &written["template"]),
        (&json!("Your bill is 90 dollars."), &json!("Billing's own"))
    );
    assert_eq!(written["policy_version"], 3);
    // We began: nothing is answered by itself, at whatever hour.
    shop.goes_to("2026-05-12T22:00:00-04:00").await;
    shop.text(JAMIE, "I paid already?").await.unwrap();
    assert_eq!(shop.phone(JAMIE).await.len(), 1);
}
