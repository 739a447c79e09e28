//! Who may do what, and who is nobody.

use crate::client::Client;
use crate::shop::{PASSWORD, Shop, bare, cookies, csrf, mail, sign_in};
use baton_web::Settings;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn without_a_token_that_is_known_nothing_is_told() {
    let shop = Shop::open().await;
    for client in [
        shop.nobody(),
        shop.nobody().with("authorization", "Bearer baton_wrong"),
        shop.nobody().with("authorization", "Basic YTpi"),
        shop.nobody().with("cookie", "baton=wrong"),
    ] {
        let refused = client.get("/api/v1/conversations").await;
        assert_eq!(refused.expect(401)["code"], "unauthorized");
        assert!(refused.header("www-authenticate").starts_with("Bearer"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_does_what_its_scopes_say_and_owns_nothing() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let reader = shop.program(&["read"]).await;
    reader.get("/api/v1/people").await.expect(200);
    let send = reader.post(&format!("/api/v1/conversations/{id}/messages"), &json!({"text": "Hi"})).await;
    assert_eq!(send.expect(403)["code"], "scope_missing");
    let note = reader.post(&format!("/api/v1/conversations/{id}/notes"), &json!({"text": "Hi"})).await;
    assert_eq!(note.expect(403)["code"], "scope_missing");
    let router = shop.program(&["read", "route", "send"]).await;
    assert_eq!(router.post(&format!("/api/v1/conversations/{id}/claim"), &json!({})).await.status, 403);
    router.post(&format!("/api/v1/conversations/{id}/messages"), &json!({"text": "Hi"})).await.expect(201);
    let found = router.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
    assert_eq!(found["owner"]["kind"], "queue");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_admin_moves_the_clock_or_the_policy() {
    let shop = Shop::open().await;
    let chris = shop.person("chris").await;
    assert_eq!(chris.post("/api/v1/test-clock", &json!({"advance_seconds": 60})).await.status, 403);
    let policy = json!({"policy": baton_policy::CEDAR_LANE});
    assert_eq!(chris.with("if-match", "2").put("/api/v1/policy", &policy).await.status, 403);
    let ruth = shop.person("ruth").await;
    let back =
        ruth.post("/api/v1/test-clock", &json!({"advance_to": "2026-05-01T00:00:00Z"})).await.expect(422);
    assert_eq!(back["field"], "advance_to");
    assert_eq!(ruth.post("/api/v1/test-clock", &json!({})).await.expect(422)["field"], "advance_to");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_with_the_sign_out_and_its_form_needs_its_token() {
    let shop = Shop::open().await;
    let (browser, token) = shop.browser("chris").await;
    browser.get("/api/v1/people").await.expect(200);
    assert_eq!(browser.form("/signout", &[("csrf", "wrong")]).await.status, 403);
    let foreign = browser.with("origin", "https://evil.example");
    assert_eq!(foreign.form("/signout", &[("csrf", &token)]).await.status, 403);
    assert_eq!(foreign.post("/api/v1/policy/try", &json!({"text": "x"})).await.status, 403);
    assert_eq!(browser.form("/signout", &[("csrf", &token)]).await.status, 303);
    assert_eq!(browser.get("/").await.header("location"), "/signin");
    let live = browser.with("hx-request", "true").get("/list").await;
    assert_eq!((live.status, live.header("hx-redirect")), (401, "/signin"));
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_passwords_are_one_sentence_and_soon_a_pause() {
    let shop = Shop::open().await;
    let page = shop.nobody().get("/signin").await;
    let door = shop.nobody().with("cookie", &cookies(&page).join("; "));
    let token = csrf(&page.body);
    let try_it = async |email: &str, password: &str| {
        door.form("/signin", &[("csrf", &token), ("email", email), ("password", password)]).await
    };
    let (unknown, wrong) = (try_it("nobody@example.com", "x").await, try_it(&mail("chris"), "x").await);
    assert_eq!((unknown.status, wrong.status), (401, 401));
    for answer in [unknown, wrong] {
        assert!(answer.body.contains("That email and password do not belong together."));
    }
    for _ in 0..4 {
        try_it(&mail("chris"), "x").await;
    }
    let paused = try_it(&mail("chris"), PASSWORD).await;
    assert_eq!(paused.status, 429);
    assert!(!paused.header("retry-after").is_empty());
    assert_eq!(try_it(&mail("dana"), PASSWORD).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_visitor_who_knows_the_code_sets_up_the_workspace_and_nobody_after() {
    let settings = Settings { setup_code: Some("k7m4".to_owned()), rehearsal: true, ..Settings::default() };
    let (_engine, app, address, _folder) = bare(settings).await;
    let nobody = Client::new(address);
    assert_eq!(nobody.get("/").await.header("location"), "/setup");
    assert_eq!(nobody.get("/api/v1/people").await.status, 503);
    let page = nobody.get("/setup").await;
    assert_eq!(page.status, 200);
    let visitor = nobody.with("cookie", &cookies(&page).join("; "));
    let token = csrf(&page.body);
    let fields = |code: &'static str, password: &'static str| {
        [
            ("csrf", token.clone()),
            ("code", code.to_owned()),
            ("business", "Cedar Lane Physio".to_owned()),
            ("zone", "America/New_York".to_owned()),
            ("name", "Ruth Adler".to_owned()),
            ("email", mail("ruth")),
            ("password", password.to_owned()),
        ]
    };
    let send = async |code, password| {
        let fields = fields(code, password);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        visitor.form("/setup", &fields).await
    };
    assert_eq!(send("wrong", PASSWORD).await.status, 422);
    let short = send("k7m4", "short").await;
    assert_eq!(short.status, 422);
    assert!(short.body.contains("at least 12 characters"), "{}", short.body);
    assert!(app.needs_setup());
    let entered = send("k7m4", PASSWORD).await;
    assert_eq!((entered.status, entered.header("location")), (303, "/"));
    let ruth = nobody.with("cookie", &cookies(&entered).join("; "));
    assert!(ruth.get("/").await.body.contains("Cedar Lane Physio"));
    assert_eq!(nobody.get("/setup").await.header("location"), "/");
    assert_eq!(send("k7m4", PASSWORD).await.header("location"), "/signin");
    sign_in(&nobody, &mail("ruth"), PASSWORD).await;
}

/// Fails when a try counts only after it was checked: then all that are made at the same moment are free.
#[tokio::test(flavor = "multi_thread")]
async fn wrong_passwords_at_the_same_moment_are_counted_as_well() {
    let shop = Shop::open().await;
    let page = shop.nobody().get("/signin").await;
    let door = shop.nobody().with("cookie", &cookies(&page).join("; "));
    let token = csrf(&page.body);
    let tries: Vec<_> = (0..40)
        .map(|_| {
            let (door, token) = (door.clone(), token.clone());
            tokio::spawn(async move {
                let fields = [("csrf", token.as_str()), ("email", &mail("chris")), ("password", "a guess")];
                door.form("/signin", &fields).await.status
            })
        })
        .collect();
    let mut statuses = Vec::new();
    for one in tries {
        statuses.push(one.await.unwrap());
    }
    assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 5, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 35, "{statuses:?}");
}

/// Fails when a sign-in leads to a page of somebody else: browsers drop tabs and line breaks out of an address.
#[tokio::test(flavor = "multi_thread")]
async fn the_way_in_leads_to_a_page_of_ours_only() {
    let shop = Shop::open().await;
    for next in
        ["/%09/evil.example", "//evil.example", "/%5Cevil.example", "/%0A/evil.example", "/%7F", "/%0C/e"]
    {
        let page = shop.nobody().get(&format!("/signin?next={next}")).await;
        assert!(
            page.body.contains("name=\"next\" value=\"\"") || !page.body.contains("name=\"next\""),
            "{next}: {}",
            page.body
        );
        let door = shop.nobody().with("cookie", &cookies(&page).join("; "));
        let next = next.replace("%09", "\t").replace("%5C", "\\").replace("%0A", "\n");
        let next = next.replace("%7F", "\u{7f}").replace("%0C", "\u{c}");
        let fields = [
            ("csrf", csrf(&page.body)),
            ("email", mail("ruth")),
            ("password", PASSWORD.to_owned()),
            ("next", next),
        ];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let entered = door.form("/signin", &fields).await;
        assert_eq!((entered.status, entered.header("location")), (303, "/"), "{fields:?}");
    }
}
