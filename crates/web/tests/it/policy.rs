//! The policy over HTTP.

use crate::shop::Shop;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_is_put_live_only_by_whoever_read_the_one_before() {
    let shop = Shop::open().await;
    let ruth = shop.person("ruth").await;
    let read = ruth.get("/api/v1/policy").await;
    let version = read.header("etag").to_owned();
    let source = read.expect(200)["policy"].as_str().unwrap().replace("\"quote\"", "\"quote\", \"fee\"");
    let next = json!({"policy": source});
    assert_eq!(ruth.put("/api/v1/policy", &next).await.expect(428)["code"], "if_match_missing");
    let saved = ruth.with("if-match", &version).put("/api/v1/policy", &next).await;
    assert_ne!(saved.header("etag"), version);
    saved.expect(200);
    let late = ruth.with("if-match", &version).put("/api/v1/policy", &next).await;
    assert_eq!(late.expect(412)["code"], "changed");
    let id = shop.text("+12125550134", "What is the fee?").await.unwrap();
    let found = ruth.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
    assert_eq!(found["owner"]["name"], "Sales");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_with_mistakes_is_refused_with_all_of_them_and_saved_nowhere() {
    let shop = Shop::open().await;
    let ruth = shop.person("ruth").await;
    let wrong = baton_policy::CEDAR_LANE
        .replace("ASSIGN to Sales queue", "ASSIGN to Sale queue")
        .replace("ASSIGN to Billing queue", "ASSIGN to Biling queue");
    let checked = ruth.post("/api/v1/policy/check", &json!({"policy": wrong})).await.expect(200);
    assert_eq!(checked["usable"], false);
    assert_eq!(checked["problems"].as_array().unwrap().len(), 2, "{checked}");
    assert!(checked["problems"][0]["line"].as_u64().unwrap() > 1);
    let etag = ruth.get("/api/v1/policy").await.header("etag").to_owned();
    let put = ruth.with("if-match", &etag).put("/api/v1/policy", &json!({"policy": wrong})).await.expect(422);
    assert_eq!(put["problems"].as_array().unwrap().len(), 2);
    assert_eq!(ruth.get("/api/v1/policy").await.header("etag"), etag);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_tried_by_the_live_policy_and_by_a_draft_and_kept_nowhere() {
    let shop = Shop::open().await;
    let chris = shop.person("chris").await;
    let before = shop.engine.read(|reader| reader.feed_head()).await.unwrap();
    let tried = chris.post("/api/v1/policy/try", &json!({"text": "How much is a quote?"})).await.expect(200);
    assert_eq!((&tried["owner"]["name"], &tried["matched"]), (&json!("Sales"), &json!(["quote"])));
    assert_eq!(tried["accountable"]["name"], "Jordan Lee");
    let draft = baton_policy::CEDAR_LANE.replace("\"price\", \"quote\", \"estimate\"", "\"price\"");
    let body = json!({"text": "How much is a quote?", "policy": draft, "from": "+12125550134",
        "at": "2026-03-06T21:58:00Z"});
    let drafted = chris.post("/api/v1/policy/try", &body).await.expect(200);
    assert_eq!(drafted["owner"]["name"], "Front desk");
    let two = json!({"text": "Can I reschedule, and send me the invoice?"});
    let asked = chris.post("/api/v1/policy/try", &two).await.expect(200);
    assert_eq!(
        (&asked["owner"]["name"], &asked["asks"][0]["owner"]["name"]),
        (&json!("Scheduling"), &json!("Billing"))
    );
    let stopped = chris.post("/api/v1/policy/try", &json!({"text": "STOP"})).await.expect(200);
    assert_eq!(stopped["opens"], false);
    assert_eq!(shop.engine.read(|reader| reader.feed_head()).await.unwrap(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_document_itself_is_read_and_put_as_toml() {
    let shop = Shop::open().await;
    let ruth = shop.person("ruth").await.with("accept", "application/toml");
    let read = ruth.get("/api/v1/policy").await;
    assert_eq!(read.body, baton_policy::CEDAR_LANE);
    let put = ruth.with("if-match", read.header("etag"));
    assert_eq!(put.send("PUT", "/api/v1/policy", "application/toml", read.body.clone()).await.status, 200);
}

/// libredesk #634: assignment chose somebody who could not reply. Fails when a policy is put live that names somebody
/// who is not (or no longer) part of the team, as member, lead or fallback.
#[tokio::test(flavor = "multi_thread")]
async fn a_policy_that_counts_on_somebody_who_cannot_reply_is_refused() {
    let shop = Shop::open().await;
    let ruth = shop.person("ruth").await;
    let tess = shop.id("tess");
    let without = baton_policy::CEDAR_LANE.replace(", \"tess@cedarlane.example\"", "");
    let saved = ruth.with("if-match", "2").put("/api/v1/policy", &json!({"policy": without})).await;
    saved.expect(200);
    let leaves = baton_store::PersonChange { active: Some(false), ..Default::default() };
    shop.engine.administer(move |w, at| w.change_person(tess, &leaves, at)).await.unwrap().unwrap();
    let stranger = "stranger@cedarlane.example";
    for (gone, called) in [("tess@cedarlane.example", "Tess Byrne is deactivated"), (stranger, stranger)] {
        for (from, to) in [
            (
                "members = [\"sam@cedarlane.example\"]",
                format!("members = [\"sam@cedarlane.example\", \"{gone}\"]"),
            ),
            ("lead = \"sam@cedarlane.example\"", format!("lead = \"{gone}\"")),
            ("fallback = \"ruth@cedarlane.example\"", format!("fallback = \"{gone}\"")),
            ("ASSIGN to owner", format!("ASSIGN to \"{gone}\"")),
        ] {
            assert!(without.contains(from), "{from}");
            let policy = json!({"policy": without.replace(from, &to)});
            let refused = ruth.with("if-match", "3").put("/api/v1/policy", &policy).await.expect(422);
            assert!(refused["problems"].to_string().contains(called), "{to}: {refused}");
        }
    }
    assert_eq!(ruth.get("/api/v1/policy").await.expect(200)["version"], 3);
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let to_tess = json!({"to": {"person": tess.to_string()}});
    let refused = ruth.post(&format!("/api/v1/conversations/{id}/assign"), &to_tess).await;
    assert!([404, 422].contains(&refused.status), "{}", refused.body);
}

/// Law 10 is shown to whoever can make the change. Fails when a token that cannot may have every open conversation decided
/// anew, or when checking alone asks for more than reading.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_policy_would_move_is_shown_to_whoever_may_put_it_live() {
    let shop = Shop::open().await;
    let draft = json!({"policy": baton_policy::CEDAR_LANE, "moves": true});
    let check = "/api/v1/policy/check";
    let reads = shop.person_with("ruth", &["read"]).await;
    let refused = reads.post(check, &draft).await.expect(403);
    assert_eq!(refused["code"], "scope_missing");
    let chris = shop.person("chris").await.post(check, &draft).await.expect(403);
    assert_eq!(chris["code"], "not_allowed");
    let without = json!({"policy": baton_policy::CEDAR_LANE});
    assert_eq!(reads.post(check, &without).await.expect(200)["usable"], true);
    let ruth = shop.person("ruth").await;
    assert_eq!(ruth.post(check, &draft).await.expect(200)["moves"]["conversations"], 0);
}
