//! A note never leaves the team (law 12).

use crate::shop::{Shop, types};
use crate::stream::Listening;
use crate::twilio::Wire;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_note_reaches_no_phone_and_no_program_without_the_scope() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let chris = shop.person("chris").await;
    let blind = shop.program(&["read"]).await;
    let mut hears = Listening::open(&blind, "/api/v1/events").await;
    chris
        .post(&format!("/api/v1/conversations/{id}/notes"), &json!({"text": "A difficult one."}))
        .await
        .expect(201);
    chris.patch(&format!("/api/v1/conversations/{id}"), &json!({"add_tags": ["vip"]})).await.expect(200);

    let path = format!("/api/v1/conversations/{id}/timeline");
    let hidden = blind.get(&path).await;
    assert!(!hidden.body.contains("difficult"), "{}", hidden.body);
    assert!(!types(&hidden.expect(200)).contains(&"note.added"));
    let shown = shop.program(&["read", "notes"]).await.get(&path).await.expect(200);
    assert!(types(&shown).contains(&"note.added"));
    let one = blind.get(&format!("/api/v1/conversations/{id}")).await;
    assert!(!one.body.contains("difficult"), "{}", one.body);

    let told = hears.until("tags.changed").await;
    assert!(!told.contains("difficult") && !told.contains("note.added"), "{told}");
    shop.quiet().await;
    assert!(shop.engine.simulator().inbox("+12125550134").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_hears_of_a_note_as_it_is_written() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let chris = shop.person("chris").await;
    let mut hears = Listening::open(&shop.person("dana").await, "/api/v1/events").await;
    chris
        .post(&format!("/api/v1/conversations/{id}/notes"), &json!({"text": "A difficult one."}))
        .await
        .expect(201);
    assert!(hears.until("note.added").await.contains("A difficult one."));
}

/// fazer-ai/chatwoot PR 357, whatomate PR 485, chatwoot #1073: the newest entry was a note and went to the customer's
/// browser. Fails when a note is a thread's `last_message`, when its id is good for anything that is done to texts, or
/// when a customer's reaction can find it.
#[tokio::test(flavor = "multi_thread")]
async fn a_note_as_the_newest_entry_is_in_nothing_that_a_customer_or_a_blind_program_gets() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    wire.text("+12125550134", "SM1", "Can I reschedule?").await;
    let chris = shop.person("chris").await;
    let id = chris.items("/api/v1/conversations").await[0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/conversations/{id}");
    let note = chris.post(&format!("{path}/notes"), &json!({"text": "A difficult one."})).await.expect(201);
    let note = note["id"].as_str().unwrap();
    let blind = shop.program(&["read", "note", "route", "send"]).await;
    for list in ["/api/v1/conversations", &path, "/api/v1/contacts", "/api/v1/events?after=0"] {
        if list.ends_with("after=0") {
            let mut all = Listening::open(&blind, list).await;
            let heard = all.until("text.received").await;
            assert!(!heard.contains("difficult"), "{heard}");
        } else {
            let shown = blind.get(list).await;
            assert!(
                !shown.body.contains("difficult") && !shown.body.contains(note),
                "{list}: {}",
                shown.body
            );
        }
    }
    let last = blind.get(&path).await.expect(200)["last_message"].clone();
    assert_eq!(last["text"], "Can I reschedule?");
    // A note is no text: it cannot be read as one, sent again, withdrawn, or served as a file.
    for (method, action) in [("GET", ""), ("POST", "/settle"), ("POST", "/cancel")] {
        let body = json!({"choice": "again"}).to_string();
        let path = format!("/api/v1/messages/{note}{action}");
        let refused = chris.send(method, &path, "application/json", body).await;
        assert_eq!(refused.status, 404, "{method} {action}: {}", refused.body);
        assert!(!refused.body.contains("difficult"));
    }
    assert_eq!(blind.get(&format!("/api/v1/media/{note}/0")).await.status, 404);
    // What the customer's phone quotes is looked for among texts alone.
    wire.text("+12125550134", "SM2", "Liked “A difficult one.”").await;
    let told = shop.timeline(&id).await;
    let reaction = told.iter().find(|entry| entry["type"] == "reaction.received").unwrap();
    assert_eq!(reaction["on"], json!(null));
    // A refusal over something newer names texts alone.
    wire.text("+12125550134", "SM3", "Or Thursday?").await;
    let stale = json!({"text": "Friday", "seen": last["id"]});
    let refused = blind.post(&format!("{path}/messages"), &stale).await;
    assert!(!refused.body.contains("difficult"), "{}", refused.body);
    refused.expect(409);
    shop.quiet().await;
    assert!(wire.fake.messages().is_empty(), "nothing went out");
}

/// Laws 11 and 12: what colleagues say to each other reaches a program only with the scope for notes. Fails when what one
/// asks another, why they decline, hand on or drop, or why a lead assigns is in anything that a program without it reads,
/// its stream and its refusals included.
#[tokio::test(flavor = "multi_thread")]
async fn what_colleagues_say_to_each_other_is_as_internal_as_a_note() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let path = format!("/api/v1/conversations/{id}");
    let (ruth, blind) = (shop.person("ruth").await, shop.program(&["read", "route"]).await);
    let mut hears = Listening::open(&blind, "/api/v1/events").await;
    let (dana, ben) = (shop.id("dana").to_string(), shop.id("ben").to_string());

    let assigned = json!({"to": {"person": shop.id("ruth").to_string()}, "reason": "Secret: Chris is slow."});
    ruth.post(&format!("{path}/assign"), &assigned).await.expect(200);
    let asked = json!({"text": "Secret: does she owe us?", "owner": {"person": dana}});
    let ask = ruth.post(&format!("{path}/asks"), &asked).await.expect(201);
    let ask = format!("/api/v1/asks/{}", ask["id"].as_str().unwrap());
    // What is refused does not quote the question either.
    let refused = blind.patch(&path, &json!({"status": "closed"})).await;
    assert!(!refused.body.contains("Secret"), "{}", refused.body);
    assert!(refused.expect(422)["detail"].as_str().unwrap().starts_with("A question for Dana Kim"));
    let moved = json!({"owner": {"person": ben}, "reason": "Secret: Dana is ill."});
    ruth.patch(&ask, &moved).await.expect(200);
    let standing = blind.get(&path).await;
    assert!(!standing.body.contains("Secret"), "{}", standing.body);
    assert_eq!(standing.expect(200)["asks"].as_array().unwrap().len(), 1);
    ruth.patch(&ask, &json!({"status": "dropped", "reason": "Secret: she paid."})).await.expect(200);
    let offer = json!({"to": {"person": dana}, "summary": "Secret: she is angry."});
    let offer = ruth.post(&format!("{path}/handoffs"), &offer).await.expect(201);
    let decline = format!("/api/v1/handoffs/{}/decline", offer["id"].as_str().unwrap());
    let dana = shop.person("dana").await;
    dana.post(&decline, &json!({"reason": "Secret: not her again."})).await.expect(200);
    let reminder = json!({"text": "Secret: call the lab.", "at": "2026-05-13T15:00:00Z"});
    ruth.post(&format!("{path}/reminders"), &reminder).await.expect(201);
    ruth.patch(&path, &json!({"add_tags": ["vip"]})).await.expect(200);

    let told = hears.until("tags.changed").await;
    assert!(!told.contains("Secret"), "{told}");
    let seeing = shop.program_named("Archive", &["read", "notes"]).await;
    for (list, secrets) in [
        (path.clone(), 1),
        ("/api/v1/conversations".to_owned(), 1),
        (format!("{path}/timeline?limit=200"), 7),
    ] {
        let (hidden, shown) = (blind.get(&list).await.body, seeing.get(&list).await.body);
        assert!(!hidden.contains("Secret"), "{list}: {hidden}");
        assert!(shown.matches("Secret").count() >= secrets, "{list}: {shown}");
    }
    // That it happened is no secret, and who did it.
    let told = blind.items(&format!("{path}/timeline?limit=200")).await;
    for kind in
        ["owner.changed", "ask.opened", "ask.moved", "ask.dropped", "handoff.declined", "reminder.set"]
    {
        assert_eq!(crate::shop::count(&told, kind), 1, "{kind}");
    }
}
