//! The pages, as a browser asks for them: with a script and without.

use crate::shop::Shop;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn the_inbox_shows_who_has_it_and_why_under_a_strict_policy() {
    let shop = Shop::open().await;
    let (browser, _) = shop.browser("chris").await;
    assert!(browser.get("/").await.body.contains("Text yourself, and watch who gets it"));
    let id = shop.text("+12125550134", "Can I reschedule my visit?").await.unwrap();
    let page = browser.get("/").await;
    assert_eq!(page.status, 200);
    assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
    assert_eq!(
        (page.header("x-content-type-options"), page.header("cache-control")),
        ("nosniff", "no-store")
    );
    assert!(page.body.contains(&format!("id=\"row-{id}\"")), "{}", page.body);
    let open = browser.get(&format!("/c/{id}")).await;
    for words in ["Scheduling has this.", "because it says", "(212) 555-0134", "Claim"] {
        assert!(open.body.contains(words), "no {words} in {}", open.body);
    }
    assert_eq!(browser.get("/c/cv_nothing").await.status, 404);
    for view in ["/?view=mine", "/?view=answer", "/?q=0134", "/?status=closed&status=open", "/?tag=new"] {
        assert_eq!(browser.get(view).await.status, 200, "{view}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_script_a_form_comes_back_to_the_page_and_says_what_it_did() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let (browser, token) = shop.browser("chris").await;
    let done = browser.form(&format!("/c/{id}/claim"), &[("csrf", &token), ("list", "view=mine")]).await;
    assert_eq!((done.status, done.header("location")), (303, format!("/c/{id}?view=mine").as_str()));
    let cookie = crate::shop::cookies(&done).join("; ");
    let session = browser.with("cookie", &format!("{}; {cookie}", session_of(&browser)));
    let page = session.get(done.header("location")).await;
    assert!(page.body.contains("You own this."), "{}", page.body);
    assert!(page.body.contains("is yours."), "{}", page.body);
    let refused = browser
        .form(&format!("/c/{id}/status"), &[("csrf", &token), ("status", "pending"), ("for", "customer")])
        .await;
    assert_eq!(refused.status, 303);
}

fn session_of(browser: &crate::client::Client) -> String {
    format!("{browser:?}").split("(\"cookie\", \"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_live_page_gets_fragments_and_a_refused_text_keeps_its_draft() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let (browser, token) = shop.browser("chris").await;
    let live = browser.with("hx-request", "true");
    let seen = shop.person("chris").await.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
    let seen = seen["last_message"]["id"].as_str().unwrap().to_owned();
    let press = async |key: &str, text: &str| {
        let fields = [
            ("csrf", token.as_str()),
            ("conversation", &id),
            ("seen", &seen),
            ("key", key),
            ("text", text),
            ("then", "open"),
        ];
        live.form(&format!("/c/{id}/messages"), &fields).await
    };
    shop.text("+12125550134", "Or is Thursday free?").await;
    let refused = press("k1", "Friday at 11?").await;
    assert_eq!(refused.status, 409);
    for words in ["hx-partial", "Or is Thursday free?", "Send anyway", "Friday at 11?"] {
        assert!(refused.body.contains(words), "no {words} in {}", refused.body);
    }
    let other = live
        .form(&format!("/c/{id}/messages"), &[("csrf", &token), ("conversation", "cv_2"), ("text", "x")])
        .await;
    assert_eq!(other.status, 422);
    let note =
        [("csrf", token.as_str()), ("conversation", &id), ("key", "n1"), ("text", "Prefers mornings.")];
    let noted = live.form(&format!("/c/{id}/notes"), &note).await;
    assert_eq!(noted.status, 200);
    assert!(noted.body.contains("Note by you"), "{}", noted.body);
    for path in
        [format!("/c/{id}"), format!("/c/{id}/live?from=1"), format!("/rows?ids={id}"), "/list".to_owned()]
    {
        let fragment = live.get(&path).await;
        assert_eq!(fragment.status, 200, "{path}");
        assert!(!fragment.body.contains("<html"), "{path}");
    }
    assert_eq!(live.form(&format!("/c/{id}/read"), &[("csrf", &token)]).await.status, 204);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_move_of_a_live_page_answers_with_what_changed_and_a_way_back() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let (browser, token) = shop.browser("maya").await;
    let live = browser.with("hx-request", "true");
    let to = format!("person-{}", shop.id("dana"));
    let moves = [
        ("claim", vec![], "is yours."),
        ("assign", vec![("to", to.as_str()), ("reason", "She knows it.")], "Dana Kim has"),
        ("tags", vec![("add", "vip")], "Tagged vip."),
        (
            "status",
            vec![("status", "pending"), ("for", "internal"), ("reason", "lab"), ("wake", "2026-05-13T09:00")],
            "waits.",
        ),
        ("status", vec![("status", "closed"), ("reason", "answered")], "Closed"),
        ("status", vec![("status", "open")], "is open again."),
    ];
    for (action, mut fields, words) in moves {
        fields.push(("csrf", token.as_str()));
        let answer = live.form(&format!("/c/{id}/{action}"), &fields).await;
        assert_eq!(answer.status, 200, "{action}: {}", answer.body);
        assert!(answer.body.contains(words), "{action}: no {words} in {}", answer.body);
        assert!(answer.body.contains("hx-target=\"#head\""), "{action}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pretend_phone_shows_its_side_and_what_baton_did() {
    let shop = Shop::open().await;
    let (browser, token) = shop.browser("ruth").await;
    let fields = [
        ("csrf", token.as_str()),
        ("as", "+12125550134"),
        ("line", &shop.line),
        ("key", "k"),
        ("text", "Can I reschedule?"),
    ];
    let sent = browser.form("/phone/texts", &fields).await;
    assert_eq!((sent.status, sent.header("location").starts_with("/phone?as=")), (303, true));
    let page = browser.get(sent.header("location")).await;
    for words in ["Can I reschedule?", "Routed to", "Scheduling", "Open it in the inbox"] {
        assert!(page.body.contains(words), "no {words} in {}", page.body);
    }
    // Whoever comes to the phone is somebody new, and not a customer who has a history.
    let fresh = browser.get("/phone").await.body;
    assert!(
        fresh.contains("selected>Somebody new</option>") && !fresh.contains("Can I reschedule?"),
        "{fresh}"
    );
    let twice = browser.with("hx-request", "true").form("/phone/texts", &fields).await;
    assert_eq!(twice.body.matches("Can I reschedule?").count(), 1, "{}", twice.body);
    let who = "hx-target=\"#who\"";
    assert!(
        twice.body.contains(who) && twice.body.contains("value=\"+12125550134\" selected"),
        "{}",
        twice.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_routing_page_checks_tries_and_saves() {
    let shop = Shop::open().await;
    let (browser, token) = shop.browser("ruth").await;
    let page = browser.get("/policy").await;
    assert!(page.body.contains("Version 2 is live since"), "{}", page.body);
    assert!(browser.get("/policy?edit=1").await.body.contains("Put version"));
    let wrong = baton_policy::CEDAR_LANE.replace("ASSIGN to Sales queue", "ASSIGN to Sale queue");
    let fields = |text: &str, extra: (&'static str, &'static str)| {
        vec![
            ("csrf".to_owned(), token.clone()),
            ("text".to_owned(), text.to_owned()),
            ("version".to_owned(), "2".to_owned()),
            (extra.0.to_owned(), extra.1.to_owned()),
        ]
    };
    let send = async |path: &str, fields: Vec<(String, String)>| {
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        browser.form(path, &fields).await
    };
    let checked = send("/policy/check", fields(&wrong, ("try", ""))).await;
    assert!(checked.body.contains("did you mean"), "{}", checked.body);
    let tried = send("/policy/try", fields(baton_policy::CEDAR_LANE, ("try", "A quote, please"))).await;
    assert!(tried.body.contains("would own it") && tried.body.contains("Ruth"), "{}", tried.body);
    assert_eq!(send("/policy", fields(&wrong, ("try", ""))).await.status, 422);
    assert_eq!(send("/policy", fields(baton_policy::CEDAR_LANE, ("try", ""))).await.status, 303);
    assert_eq!(send("/policy", fields(baton_policy::CEDAR_LANE, ("try", ""))).await.status, 409);
    let (agent, _) = shop.browser("chris").await;
    assert!(!agent.get("/policy?edit=1").await.body.contains("Put version"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rehearsal_is_said_on_every_page_and_its_clock_moves_by_a_form() {
    let shop = Shop::open().await;
    let (browser, token) = shop.browser("ruth").await;
    assert!(browser.get("/").await.body.contains("Rehearsal:"));
    let moved = browser.form("/test-clock", &[("csrf", &token), ("advance_seconds", "900")]).await;
    assert_eq!((moved.status, moved.header("location")), (303, "/"));
    let clock = shop.person("ruth").await.get("/api/v1/test-clock").await.expect(200);
    assert_eq!(clock, json!({"now": "2026-05-12T18:18:00Z", "standing": true}));
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_the_pages_are_kept_for_good_and_come_compressed() {
    let shop = Shop::open().await;
    let path = baton_pages::asset_path("baton.css");
    let plain = shop.nobody().get(&path).await;
    assert!(plain.header("cache-control").contains("immutable"));
    assert_eq!(plain.header("content-type"), "text/css; charset=utf-8");
    let packed = shop.nobody().with("accept-encoding", "gzip, br").get(&path).await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert_eq!(shop.nobody().get("/assets/0000000000000000/baton.css").await.status, 404);
    assert!(shop.nobody().get("/nowhere").await.body.contains("There is nothing here"));
}
