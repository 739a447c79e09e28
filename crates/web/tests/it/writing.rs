//! Texts go out at most once a press, and not over something their author has not seen.

use crate::shop::{Shop, types};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_reaches_the_phone_and_claims_what_the_queue_had() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let chris = shop.person("chris").await;
    let seen =
        chris.get(&format!("/api/v1/conversations/{id}")).await.expect(200)["last_message"]["id"].clone();
    let reply = json!({"text": "Friday at 11, does that work?", "seen": seen, "then": "pending"});
    let sent = chris.post(&format!("/api/v1/conversations/{id}/messages"), &reply).await.expect(201);
    shop.quiet().await;
    let message = chris.get(&format!("/api/v1/messages/{}", sent["id"].as_str().unwrap())).await.expect(200);
    assert!(["sent", "delivered"].contains(&message["state"].as_str().unwrap()), "{message}");
    let found = chris.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
    assert_eq!((&found["owner"]["name"], &found["status"]), (&json!("Chris Bell"), &json!("pending")));
    let phone = shop.engine.simulator().inbox("+12125550134");
    assert_eq!(phone.len(), 1);
    assert_eq!(phone[0].body, "Friday at 11, does that work?");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_over_something_newer_is_refused_with_what_is_new() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let (chris, maya) = (shop.person("chris").await, shop.person("maya").await);
    let path = format!("/api/v1/conversations/{id}/messages");
    let seen =
        chris.get(&format!("/api/v1/conversations/{id}")).await.expect(200)["last_message"]["id"].clone();
    maya.post(&path, &json!({"text": "Thursday at 9 is free.", "seen": seen})).await.expect(201);
    let refused = chris.post(&path, &json!({"text": "Friday at 11?", "seen": seen})).await.expect(409);
    assert_eq!(refused["code"], "newer_text");
    let newer = refused["newer"].as_array().unwrap();
    assert_eq!(newer.len(), 1, "{refused}");
    assert_eq!(
        (&newer[0]["text"], &newer[0]["by"]["name"]),
        (&json!("Thursday at 9 is free."), &json!("Maya Ortiz"))
    );
    let anyway = json!({"text": "Or Friday at 11.", "seen": newer[0]["id"]});
    chris.post(&path, &anyway).await.expect(201);
}

/// Fails when what Baton answered by itself stands for what the customer wrote, so that nobody reads their words before
/// answering over them; or when a program's own text is news to it.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_new_is_the_customers_words_and_not_our_answer_to_them() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    shop.text("+12125550134", "STOP").await;
    let (chris, token) = shop.browser("chris").await;
    let page = chris.get(&format!("/c/{id}")).await.body;
    let seen =
        page.split("name=\"seen\" value=\"").nth(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    let seen = seen.unwrap_or_default();
    shop.text("+12125550134", "Is this still on?").await;
    shop.text("+12125550134", "START").await;
    let form = [("csrf", token.as_str()), ("conversation", &id), ("text", "Friday it is."), ("seen", &seen)];
    let held = chris.form(&format!("/c/{id}/messages"), &form).await;
    assert_eq!(held.status, 409, "{}", held.body);
    assert!(held.body.contains("(212) 555-0134 wrote just now: “START”"), "{}", held.body);
    let bot = shop.program(&["read", "send"]).await;
    let path = format!("/api/v1/conversations/{id}/messages");
    let seen =
        bot.get(&format!("/api/v1/conversations/{id}")).await.expect(200)["last_message"]["id"].clone();
    bot.post(&path, &json!({"text": "At nine?", "seen": seen})).await.expect(201);
    shop.text("+12125550134", "Or at ten?").await.unwrap();
    let refused = bot.post(&path, &json!({"text": "Then at ten.", "seen": seen})).await.expect(409);
    let newer: Vec<&Value> =
        refused["newer"].as_array().unwrap().iter().map(|entry| &entry["text"]).collect();
    assert_eq!(newer, [&json!("Or at ten?")], "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_press_is_one_text_however_often_it_is_sent() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let chris = shop.person("chris").await.with("idempotency-key", "press-1");
    let path = format!("/api/v1/conversations/{id}/messages");
    let body = json!({"text": "Friday at 11?"});
    let presses = (0..8).map(|_| {
        let (chris, path, body) = (chris.clone(), path.clone(), body.clone());
        tokio::spawn(async move { chris.post(&path, &body).await.expect(201)["id"].clone() })
    });
    let mut ids = Vec::new();
    for press in presses.collect::<Vec<_>>() {
        ids.push(press.await.unwrap());
    }
    ids.dedup();
    assert_eq!(ids.len(), 1, "{ids:?}");
    let other = chris.post(&path, &json!({"text": "Something else"})).await.expect(422);
    assert_eq!(other["code"], "key_reused");
    let timeline = chris.get(&format!("/api/v1/conversations/{id}/timeline")).await.expect(200);
    assert_eq!(types(&timeline).iter().filter(|kind| **kind == "text.written").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_stop_one_confirmation_goes_out_and_then_nothing() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550187", "Can I reschedule?").await.unwrap();
    shop.text("+12125550187", "STOP").await;
    shop.quiet().await;
    assert_eq!(shop.engine.simulator().inbox("+12125550187").len(), 1, "the confirmation alone");
    let chris = shop.person("chris").await;
    let path = format!("/api/v1/conversations/{id}/messages");
    let refused = chris.post(&path, &json!({"text": "Are you sure?"})).await.expect(409);
    assert_eq!(refused["code"], "opted_out");
    let consent = json!({"state": "in", "evidence": "Signed the form again, 12 May."});
    let number = chris.post("/api/v1/numbers/+12125550187/consent", &consent).await.expect(200);
    assert_eq!(number["consent"]["state"], "in");
    let nobody = chris.post("/api/v1/numbers/+12125550199/consent", &consent).await.expect(404);
    assert_eq!(nobody["code"], "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn we_begin_and_a_second_beginning_is_told_of_the_first() {
    let shop = Shop::open().await;
    let chris = shop.person("chris").await;
    let body = json!({"line": shop.line, "to": "(212) 555-0134", "text": "Your results are here."});
    let begun = chris.post("/api/v1/conversations", &body).await.expect(201);
    assert_eq!((&begun["owner"]["name"], &begun["number"]), (&json!("Chris Bell"), &json!("+12125550134")));
    let again = shop.person("dana").await.post("/api/v1/conversations", &body).await.expect(409);
    assert_eq!((&again["code"], &again["conversation"]), (&json!("already_open"), &begun["id"]));
    let wrong =
        chris.post("/api/v1/conversations", &json!({"line": shop.line, "to": "12", "text": "x"})).await;
    assert_eq!(wrong.expect(422)["field"], "to");
    let no_line = json!({"line": "ln_zzz", "to": "+12125550134", "text": "x"});
    assert_eq!(chris.post("/api/v1/conversations", &no_line).await.expect(422)["field"], "line");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pretend_text_with_the_same_key_is_the_same_text() {
    let shop = Shop::open().await;
    let ruth = shop.person("ruth").await.with("idempotency-key", "k");
    let path = format!("/api/v1/simulator/{}/texts", shop.line);
    let body = json!({"from": "+12125550134", "text": "Can I reschedule?"});
    let first = ruth.post(&path, &body).await.expect(201);
    let second = ruth.post(&path, &body).await.expect(201);
    assert_eq!(first["id"], second["id"]);
    let wrong = ruth.send("POST", &path, "text/plain", "hello".to_owned()).await;
    assert_eq!(wrong.expect(415)["code"], "not_json");
    assert_eq!(ruth.post(&path, &json!({"from": 7, "text": "x"})).await.expect(422)["field"], "from");
    let missing: Value = ruth.post(&path, &json!({"from": "+12125550134"})).await.expect(422);
    assert_eq!(missing["field"], "text");
}

/// chatwoot #15681, fazer-ai/agents PR 433: a bot posted its reply 200 ms after somebody had claimed the conversation.
/// Fails when a send does not look at `If-Match`.
#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_acts_on_an_older_version_sends_nothing() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let program = shop.program(&["read", "send"]).await;
    let path = format!("/api/v1/conversations/{id}");
    let version = program.get(&path).await.header("etag").to_owned();
    shop.person("chris").await.post(&format!("{path}/claim"), &json!({})).await.expect(200);
    let reply = json!({"text": "We open at nine."});
    let stale = program.with("if-match", &version);
    for sender in [stale.clone(), stale.with("idempotency-key", "press-1")] {
        assert_eq!(sender.post(&format!("{path}/messages"), &reply).await.expect(412)["code"], "changed");
    }
    shop.quiet().await;
    assert!(shop.engine.simulator().inbox("+12125550134").is_empty());
}

/// The same sources: a check and the act after it are two steps. Fails when the version is compared before the decision
/// instead of within it: several who read the same version would all be first.
#[tokio::test(flavor = "multi_thread")]
async fn of_all_who_act_on_one_version_at_the_same_moment_exactly_one_does() {
    let shop = Shop::open().await;
    let chris = shop.person("chris").await;
    for round in 0..5 {
        let id = shop.text(&format!("+1212555011{round}"), "Can I reschedule?").await.unwrap();
        let path = format!("/api/v1/conversations/{id}");
        let seen = chris.with("if-match", chris.get(&path).await.header("etag"));
        let tries = (0..12).map(|index| {
            let (seen, path) = (seen.clone(), path.clone());
            let change = json!({"add_tags": [format!("tag {index}")]});
            tokio::spawn(async move { seen.patch(&path, &change).await.status })
        });
        let mut done = Vec::new();
        for answer in tries.collect::<Vec<_>>() {
            done.push(answer.await.unwrap());
        }
        done.sort_unstable();
        assert_eq!((done[0], &done[1..]), (200, &[412; 11][..]), "round {round}");
    }
}
