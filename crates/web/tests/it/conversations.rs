//! A text comes in, gets exactly one owner, and is moved by people.

use crate::shop::{Shop, types};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_text_gets_its_owner_at_once_and_the_reason_for_it() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule my Tuesday visit?").await.unwrap();
    let answer = shop.person("chris").await.get(&format!("/api/v1/conversations/{id}")).await;
    let found = answer.expect(200);
    assert_eq!(found["owner"]["kind"], "queue");
    assert_eq!(found["owner"]["name"], "Scheduling");
    assert_eq!(found["accountable"]["name"], "Chris Bell");
    assert_eq!(found["routed_by"]["matched"], json!(["reschedule"]));
    assert_eq!((&found["status"], &found["number"]), (&json!("open"), &json!("+12125550134")));
    assert_eq!(found["last_message"]["text"], "Can I reschedule my Tuesday visit?");
    assert_eq!(answer.header("etag"), format!("\"{}\"", found["version"]));
    assert_eq!(
        (&found["clock"], &found["handoff"], &found["asks"]),
        (&Value::Null, &Value::Null, &json!([]))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_timeline_tells_it_in_the_order_of_the_commits_and_leaks_no_integer_id() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule, and how much is a quote?").await.unwrap();
    let chris = shop.person("chris").await;
    chris.post(&format!("/api/v1/conversations/{id}/claim"), &json!({})).await.expect(200);
    chris.patch(&format!("/api/v1/conversations/{id}"), &json!({"add_tags": ["vip"]})).await.expect(200);
    let page = chris.get(&format!("/api/v1/conversations/{id}/timeline")).await.expect(200);
    let told = types(&page);
    let place =
        |kind: &str| told.iter().position(|known| *known == kind).unwrap_or_else(|| panic!("{told:?}"));
    assert!(place("text.received") < place("conversation.routed"));
    assert!(place("conversation.routed") < place("owner.changed"));
    assert!(told.contains(&"ask.opened"), "{told:?}");
    let positions: Vec<i64> =
        page["items"].as_array().unwrap().iter().map(|entry| entry["position"].as_i64().unwrap()).collect();
    assert!(positions.is_sorted_by(|a, b| a < b), "{positions:?}");
    let numbers = ["position", "line", "segments", "version"];
    for entry in page["items"].as_array().unwrap() {
        no_integers(entry, &numbers);
    }
    let routed = &page["items"][place("conversation.routed")];
    assert!(routed["why"].as_str().unwrap().contains("(line "), "{routed}");
}

/// Ids are strings outside; these numbers are the only ones an entry may hold.
fn no_integers(value: &Value, allowed: &[&str]) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                assert!(!field.is_number() || allowed.contains(&name.as_str()), "{name}: {field}");
                no_integers(field, allowed);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| no_integers(item, allowed)),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_claimed_is_theirs_and_a_colleague_cannot_take_it() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let chris = shop.person("chris").await;
    let claimed = chris.post(&format!("/api/v1/conversations/{id}/claim"), &json!({})).await.expect(200);
    assert_eq!(
        claimed["owner"],
        json!({"kind": "person", "id": shop.id("chris").to_string(), "name": "Chris Bell"})
    );
    let refused =
        shop.person("dana").await.post(&format!("/api/v1/conversations/{id}/claim"), &json!({})).await;
    let problem = refused.expect(403);
    assert_eq!((&problem["code"], &problem["reason"]), (&json!("not_allowed"), &json!("claim_not_theirs")));
    assert!(problem["detail"].as_str().unwrap().contains("Chris Bell has this"), "{problem}");
    assert_eq!(refused.header("content-type"), "application/problem+json");

    let to_sales = json!({"to": {"queue": "Sales"}, "reason": "A question of price."});
    let assigned =
        shop.person("maya").await.post(&format!("/api/v1/conversations/{id}/assign"), &to_sales).await;
    assert_eq!(assigned.expect(200)["owner"]["name"], "Sales");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_read_an_older_version_changes_nothing() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let chris = shop.person("chris").await;
    let path = format!("/api/v1/conversations/{id}");
    let seen = chris.get(&path).await.header("etag").to_owned();
    chris.patch(&path, &json!({"add_tags": ["vip"]})).await.expect(200);
    let stale =
        chris.with("if-match", &seen).patch(&path, &json!({"status": "closed", "reason": "answered"})).await;
    assert_eq!(stale.expect(412)["code"], "changed");
    assert_eq!(chris.get(&path).await.expect(200)["status"], "open");
}

#[tokio::test(flavor = "multi_thread")]
async fn pending_on_the_customer_is_refused_while_their_text_waits() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let chris = shop.person("chris").await;
    let path = format!("/api/v1/conversations/{id}");
    let wait = json!({"status": "pending", "pending_on": "customer"});
    assert_eq!(chris.patch(&path, &wait).await.expect(409)["code"], "not_now");
    let internal = json!({"status": "pending", "pending_on": "internal", "reason": "Waiting for the lab.",
        "wake_at": "2026-05-13T09:00:00-04:00"});
    let waits = chris.patch(&path, &internal).await.expect(200);
    assert_eq!((&waits["status"], &waits["pending_on"]), (&json!("pending"), &json!("internal")));
    assert_eq!(waits["wake_at"], "2026-05-13T13:00:00Z");
    let admin = shop.person("ruth").await;
    let moved =
        admin.post("/api/v1/test-clock", &json!({"advance_to": "2026-05-13T13:00:00Z"})).await.expect(200);
    assert_eq!(moved["now"], "2026-05-13T13:00:00Z");
    assert_eq!(chris.get(&path).await.expect(200)["status"], "open");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_goes_on_where_its_cursor_says_until_everything_was_listed_once() {
    let shop = Shop::open().await;
    let mut opened = Vec::new();
    for last in 110..125 {
        opened.push(shop.text(&format!("+1212555{last:04}"), "Can I reschedule?").await.unwrap());
    }
    let chris = shop.person("chris").await;
    let (mut listed, mut path) = (Vec::new(), "/api/v1/conversations?limit=4".to_owned());
    loop {
        let page = chris.get(&path).await.expect(200);
        listed.extend(
            page["items"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()),
        );
        let Some(next) = page["next"].as_str() else { break };
        let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
        path = format!("/api/v1/conversations?limit=4&cursor={next}");
    }
    assert_eq!(listed, opened, "what waits longest comes first");
    let queues = chris.get("/api/v1/queues").await.expect(200);
    let scheduling =
        queues["items"].as_array().unwrap().iter().find(|queue| queue["name"] == "Scheduling").unwrap();
    let owner = scheduling["id"].as_str().unwrap();
    let mine = chris.get(&format!("/api/v1/conversations?owner={owner}&limit=200")).await.expect(200);
    assert_eq!(mine["items"].as_array().unwrap().len(), 15);
    let none = chris.get("/api/v1/conversations?owner=me").await.expect(200);
    assert_eq!((&none["items"], &none["next"]), (&json!([]), &Value::Null));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_asked_for_is_refused_with_its_field() {
    let shop = Shop::open().await;
    let chris = shop.person("chris").await;
    let limit = chris.get("/api/v1/conversations?limit=500").await.expect(422);
    assert_eq!(limit["field"], "limit");
    let unknown = chris.get("/api/v1/conversations?statuss=open").await.expect(422);
    assert!(unknown["detail"].as_str().unwrap().contains("Did you mean “status”?"), "{unknown}");
    assert_eq!(chris.get("/api/v1/conversations/cv_nothing").await.expect(404)["code"], "not_found");
    assert_eq!(chris.get("/api/v1/nowhere").await.expect(404)["code"], "not_found");
    assert_eq!(chris.put("/api/v1/people", &json!({})).await.expect(405)["code"], "method_not_allowed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_is_named_and_an_unknown_field_changes_nothing() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let chris = shop.person("chris").await;
    let conversation = chris.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
    let path = format!("/api/v1/contacts/{}", conversation["contact"]["id"].as_str().unwrap());
    let change = json!({"name": "Jamie Park", "attributes": {"plan": "gold"}, "account_owner": "chris@cedarlane.example"});
    let changed = chris.patch(&path, &change).await.expect(200);
    assert_eq!((&changed["name"], &changed["attributes"]), (&json!("Jamie Park"), &json!({"plan": "gold"})));
    assert_eq!(changed["account_owner"]["name"], "Chris Bell");
    let wrong = chris.patch(&path, &json!({"name": null, "nmae": "x"})).await.expect(422);
    assert_eq!(wrong["field"], "nmae");
    let cleared =
        chris.patch(&path, &json!({"attributes": {"plan": null}, "account_owner": null})).await.expect(200);
    assert_eq!((&cleared["attributes"], &cleared["account_owner"]), (&json!({}), &Value::Null));
    assert_eq!(cleared["name"], "Jamie Park");
    let found = chris.get("/api/v1/contacts?q=jam").await.expect(200);
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
}

/// Fails when status and tags are two commands: then a refused tag leaves the status changed.
#[tokio::test(flavor = "multi_thread")]
async fn status_and_tags_change_together_or_not_at_all() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let chris = shop.person("chris").await;
    let path = format!("/api/v1/conversations/{id}");
    let before = chris.get(&path).await.expect(200);
    let refused = chris
        .patch(&path, &json!({"status": "closed", "reason": "answered", "add_tags": ["vip", "#"]}))
        .await
        .expect(422);
    assert_eq!(refused["field"], "tags");
    assert_eq!(chris.get(&path).await.expect(200), before);
    let both = chris
        .patch(&path, &json!({"status": "closed", "reason": "answered", "add_tags": ["vip"]}))
        .await
        .expect(200);
    assert_eq!(both["status"], "closed");
    assert!(both["tags"].as_array().unwrap().contains(&json!("vip")), "{both}");
    let told = shop.timeline(&id).await;
    let last: Vec<_> = told.iter().rev().take(2).map(|entry| entry["type"].as_str().unwrap()).collect();
    assert_eq!(last, ["tags.changed", "conversation.closed"]);
}

/// Fails when a change of a contact is no event of the stream, when the stream goes on with the old name, or when a
/// version that was seen is compared anywhere but where it is decided.
#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_a_contact_is_told_and_refused_over_another_version() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let chris = shop.person("chris").await;
    let conversation = chris.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
    let contact = conversation["contact"]["id"].as_str().unwrap();
    let path = format!("/api/v1/contacts/{contact}");
    let version = chris.get(&path).await.header("etag").to_owned();
    let mut stream = crate::stream::Listening::open(&chris, "/api/v1/events").await;
    shop.text("+12125550134", "Hello?").await;
    stream.until("\"name\":\"+12125550134\"").await;
    let changing = chris.with("if-match", &version);
    changing.patch(&path, &json!({"name": "Jamie Park", "add_tags": ["vip"]})).await.expect(200);
    let heard = stream.until("event: contact.changed").await;
    let heard = if heard.contains("Jamie Park") { heard } else { stream.until("Jamie Park").await };
    for words in [contact, "\"name\":\"Jamie Park\"", "\"added\":[\"vip\"]", "\"name\":\"Chris Bell\""] {
        assert!(heard.contains(words), "no {words} in {heard}");
    }
    shop.text("+12125550134", "Anybody?").await;
    stream.until("\"kind\":\"contact\",\"name\":\"Jamie Park\"").await;
    let stale = changing.patch(&path, &json!({"name": "Jim"})).await.expect(412);
    assert_eq!(stale["code"], "changed");
    assert!(stale["detail"].as_str().unwrap().starts_with("The contact has changed"), "{stale}");
    let weak = chris.with("if-match", &format!("W/{}", chris.get(&path).await.header("etag")));
    assert_eq!(
        weak.patch(&path, &json!({"name": "Jim"})).await.status,
        412,
        "RFC 9110: the strong comparison"
    );
    let wrong = chris.patch(&path, &json!({"name": "Jim", "zone": "Mars/Olympus"})).await.expect(422);
    assert_eq!(wrong["field"], "zone");
    assert_eq!(chris.get(&path).await.expect(200)["name"], "Jamie Park");
    assert_eq!(changing.patch("/api/v1/contacts/ct_0", &json!({"name": "Jim"})).await.status, 404);
}

/// Fails when the same key with another text gets the first one's answer, or a repeat forgets the conversation.
#[tokio::test(flavor = "multi_thread")]
async fn a_pretend_texts_key_is_one_text() {
    let shop = Shop::open().await;
    let ruth = shop.person("ruth").await.with("idempotency-key", "text-1");
    let path = format!("/api/v1/simulator/{}/texts", shop.line);
    let text = |text: &str| json!({"from": "(212) 555-0134", "text": text});
    let first = ruth.post(&path, &text("Can I reschedule?")).await.expect(201);
    assert!(first["conversation"].is_string());
    assert_eq!(ruth.post(&path, &text("Can I reschedule?")).await.expect(201), first);
    assert_eq!(ruth.post(&path, &text("Another")).await.expect(422)["code"], "key_reused");
}

/// Fails when a field that belongs to another `then` is left unread.
#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_belong_to_a_text_is_refused() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let chris = shop.person("chris").await;
    let path = format!("/api/v1/conversations/{id}/messages");
    for (field, body) in [
        ("reason", json!({"text": "Yes", "reason": "done"})),
        ("reason", json!({"text": "Yes", "then": "pending", "reason": "done"})),
        ("wake_at", json!({"text": "Yes", "then": "closed", "wake_at": "2026-05-13T13:00:00Z"})),
    ] {
        assert_eq!(chris.post(&path, &body).await.expect(422)["field"], field);
    }
}
