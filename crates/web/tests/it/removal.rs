//! Law 10: what a change would move is shown beforehand, and that is what it moves.

use crate::client::Client;
use crate::shop::Shop;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Who owns what, by conversation.
async fn owners(ruth: &Client) -> BTreeMap<String, Value> {
    let list = ruth.items("/api/v1/conversations?limit=200").await;
    list.iter().map(|one| (one["id"].as_str().unwrap().to_owned(), one["owner"].clone())).collect()
}

/// What moved between the two, as it was announced.
fn moved(
    before: &BTreeMap<String, Value>,
    after: &BTreeMap<String, Value>,
) -> BTreeMap<String, (Value, Value)> {
    let both = before.iter().map(|(id, from)| (id.clone(), (from.clone(), after[id].clone())));
    both.filter(|(_, (from, to))| from != to).collect()
}

fn announced(moves: &Value) -> BTreeMap<String, (Value, Value)> {
    let first = moves["first"].as_array().unwrap().iter().filter(|one| one["what"] == "conversation");
    first
        .map(|one| {
            (one["conversation"].as_str().unwrap().to_owned(), (one["from"].clone(), one["to"].clone()))
        })
        .collect()
}

async fn claim(shop: &Shop, who: &str, phone: &str, text: &str) -> String {
    let id = shop.text(phone, text).await.unwrap();
    shop.person(who).await.post(&format!("/api/v1/conversations/{id}/claim"), &json!({})).await.expect(200);
    id
}

/// Fails when somebody's conversations, their questions or what is offered to them are left out, when something moves
/// that was not announced, or when asking moves anything.
#[tokio::test(flavor = "multi_thread")]
async fn what_removing_somebody_moves_is_what_was_shown() {
    let shop = Shop::open().await;
    let ruth = shop.person("ruth").await;
    let invoice = claim(&shop, "dana", "+12125550134", "Where is my invoice?").await;
    claim(&shop, "dana", "+12125550135", "Hello").await;
    let price = claim(&shop, "jordan", "+12125550136", "How much is a quote?").await;
    claim(&shop, "chris", "+12125550137", "Hello").await;
    let dana = shop.id("dana").to_string();
    let ask = json!({"text": "Is it paid?", "owner": {"person": dana}});
    ruth.post(&format!("/api/v1/conversations/{price}/asks"), &ask).await.expect(201);
    let jordan = shop.person("jordan").await;
    let offer = json!({"to": {"person": dana}, "summary": "Wants to pay.", "tell_customer": "no"});
    jordan.post(&format!("/api/v1/conversations/{price}/handoffs"), &offer).await.expect(201);
    let hers = shop.person("dana").await;
    let later = json!({"text": "Your invoice is settled.", "send_at": "2026-05-13T14:00:00Z"});
    let text = hers.post(&format!("/api/v1/conversations/{invoice}/messages"), &later).await.expect(201);
    let remind = json!({"text": "Call the bank", "in": "2 h"});
    hers.post(&format!("/api/v1/conversations/{invoice}/reminders"), &remind).await.expect(201);
    let feed = shop.engine.read(|reader| reader.feed_head()).await.unwrap();
    let before = owners(&ruth).await;
    let path = format!("/api/v1/people/{dana}/removal");
    let moves = ruth.get(&path).await.expect(200);
    assert_eq!(
        ["conversations", "asks", "offers", "scheduled", "reminders"].map(|what| &moves[what]),
        [&json!(2), &json!(1), &json!(1), &json!(1), &json!(1)],
        "{moves}"
    );
    let first = moves["first"].as_array().unwrap();
    let to = |what: &str| first.iter().find(|one| one["what"] == what).unwrap()["to"].clone();
    let (scheduled, reminder) = (to("scheduled"), to("reminder"));
    assert_eq!(scheduled, reminder, "whoever answers");
    assert_eq!(announced(&moves)[&invoice].1["name"], "Billing");
    let sums = moves["to"].as_array().unwrap();
    assert_eq!(sums.iter().map(|sum| sum["count"].as_u64().unwrap()).sum::<u64>(), 6, "{moves}");
    assert!(sums.iter().filter(|sum| sum["what"] == "conversation").all(|sum| sum["why"] == "removal"));
    assert_eq!(shop.engine.read(|reader| reader.feed_head()).await.unwrap(), feed, "asking moves nothing");

    ruth.patch(&format!("/api/v1/people/{dana}"), &json!({"active": false})).await.expect(200);
    shop.quiet().await;
    assert_eq!(moved(&before, &owners(&ruth).await), announced(&moves));
    let found = ruth.get(&format!("/api/v1/conversations/{invoice}")).await.expect(200);
    assert_eq!(found["scheduled"][0]["id"], text["id"]);
    let entries = shop.timeline(&invoice).await;
    let went = entries.iter().find(|entry| entry["type"] == "scheduled.moved").unwrap();
    assert_eq!(went["to"]["name"], scheduled["name"], "{went}");
    shop.pass(std::time::Duration::from_hours(3)).await;
    let entries = shop.timeline(&invoice).await;
    let came = entries.iter().find(|entry| entry["type"] == "reminder.came").unwrap();
    assert_eq!(came["person"]["name"], reminder["name"], "{came}");
    let found = ruth.get(&format!("/api/v1/conversations/{price}")).await.expect(200);
    assert_eq!((&found["handoff"], &found["asks"][0]["owner"]["name"]), (&Value::Null, &json!("Sales")));
    ruth.get(&path).await.expect(404);
}

/// Fails when somebody who has to be there can leave, or that is seen only by trying it; or when a field is blamed that
/// stays as it is.
#[tokio::test(flavor = "multi_thread")]
async fn the_fallback_person_and_the_last_admin_stay() {
    let shop = Shop::open().await;
    let ruth = shop.person("ruth").await;
    let id = shop.id("ruth").to_string();
    let refused = ruth.get(&format!("/api/v1/people/{id}/removal")).await.expect(422);
    assert!(refused["detail"].as_str().unwrap().contains("Ruth"), "{refused}");
    ruth.patch(&format!("/api/v1/people/{id}"), &json!({"active": false})).await.expect(422);
    let role = ruth.patch(&format!("/api/v1/people/{id}"), &json!({"role": "lead"})).await.expect(422);
    assert_eq!(role["field"], "role");
    // Of several fields the one that would become another: she is active as it is.
    for path in [format!("/api/v1/people/{id}"), format!("/api/v1/people/{id}/check")] {
        let both = json!({"role": "lead", "active": true});
        let method = if path.ends_with("check") { "POST" } else { "PATCH" };
        let told = ruth.send(method, &path, "application/json", both.to_string()).await.expect(422);
        assert_eq!(told["field"], "role", "{told}");
    }
    let leaves = json!({"role": "admin", "active": false});
    assert_eq!(ruth.patch(&format!("/api/v1/people/{id}"), &leaves).await.expect(422)["field"], "active");
    let maya = shop.person("maya").await;
    maya.get(&format!("/api/v1/people/{id}/removal")).await.expect(403);
    maya.patch(&format!("/api/v1/people/{id}"), &json!({"name": "Ruth"})).await.expect(403);
}

/// Fails when a draft that takes a queue out says nothing of what that moves, or moves it already.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_policy_moves_is_what_its_check_showed() {
    let shop = Shop::open().await;
    let ruth = shop.person("ruth").await;
    for phone in ["+12125550134", "+12125550135"] {
        shop.text(phone, "How much is a quote?").await.unwrap();
    }
    shop.text("+12125550136", "Where is my invoice?").await.unwrap();
    let read = ruth.get("/api/v1/policy").await;
    let etag = read.header("etag").to_owned();
    let source = read.expect(200)["policy"].as_str().unwrap().replace("Sales", "Money");
    let before = owners(&ruth).await;
    let plain = ruth.post("/api/v1/policy/check", &json!({"policy": source})).await.expect(200);
    assert!(plain.get("moves").is_none(), "only where it is asked for");
    let draft = json!({"policy": source, "moves": true});
    let moves = ruth.post("/api/v1/policy/check", &draft).await.expect(200)["moves"].clone();
    assert_eq!(
        (&moves["conversations"], &moves["to"][0]["from"]["name"]),
        (&json!(2), &json!("Sales")),
        "{moves}"
    );
    assert_eq!((&moves["to"][0]["to"]["name"], &moves["to"][0]["count"]), (&json!("Ruth Adler"), &json!(2)));
    assert_eq!(owners(&ruth).await, before);
    let put =
        ruth.with("if-match", &etag).put("/api/v1/policy", &json!({"policy": source})).await.expect(200);
    assert_eq!(put["moves"], moves, "what it moves is said again when it goes live");
    shop.quiet().await;
    assert_eq!(moved(&before, &owners(&ruth).await), announced(&moves));
    let version = put["version"].as_i64().unwrap();
    let plain = json!({"policy": source, "moves": false});
    let put =
        ruth.with("if-match", &format!("\"{version}\"")).put("/api/v1/policy", &plain).await.expect(200);
    assert!(put.get("moves").is_none(), "{put}");
}

/// Fails when a change of somebody's role is shown by trying it only, when the preview lets through what the change would
/// not, or when that somebody leaves is shown otherwise by one way than by the other.
#[tokio::test(flavor = "multi_thread")]
async fn any_change_of_somebody_can_be_checked_first() {
    let shop = Shop::open().await;
    let ruth = shop.person("ruth").await;
    claim(&shop, "dana", "+12125550134", "Where is my invoice?").await;
    let feed = shop.engine.read(|reader| reader.feed_head()).await.unwrap();
    let check = |who: &str| format!("/api/v1/people/{}/check", shop.id(who));
    let refused = ruth.post(&check("ruth"), &json!({"role": "agent"})).await.expect(422);
    assert_eq!(refused["field"], "role");
    assert_eq!(ruth.post(&check("ruth"), &json!({"active": false})).await.expect(422)["field"], "active");
    let agent = ruth.post(&check("maya"), &json!({"role": "agent"})).await.expect(200);
    assert_eq!(
        (&agent["conversations"], &agent["to"]),
        (&json!(0), &json!([])),
        "an agent keeps what is theirs"
    );
    let leaves = ruth.post(&check("dana"), &json!({"active": false})).await.expect(200);
    assert_eq!(leaves["conversations"], json!(1));
    let removal = format!("/api/v1/people/{}/removal", shop.id("dana"));
    assert_eq!(leaves, ruth.get(&removal).await.expect(200));
    shop.person("maya").await.post(&check("dana"), &json!({"active": false})).await.expect(403);
    assert_eq!(shop.engine.read(|reader| reader.feed_head()).await.unwrap(), feed, "asking changes nothing");
    let people = ruth.items("/api/v1/people").await;
    assert!(people.iter().all(|person| person["active"] == true), "{people:?}");
}

/// Fails when a line is retired with conversations that nobody knew of, or when what was scheduled on it is neither
/// announced nor dropped.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_open_on_a_line_is_shown_before_it_is_retired() {
    let shop = Shop::open().await;
    let ruth = shop.person("ruth").await;
    let asked = shop.text("+12125550134", "Hello").await.unwrap();
    shop.text("+12125550135", "How much is a quote?").await.unwrap();
    let later = json!({"text": "See you tomorrow.", "send_at": "2026-05-13T14:00:00Z"});
    ruth.post(&format!("/api/v1/conversations/{asked}/messages"), &later).await.expect(201);
    let path = format!("/api/v1/lines/{}", shop.line);
    let check = format!("{path}/check");
    let named = ruth.post(&check, &json!({"name": "Desk"})).await.expect(200);
    assert_eq!(named["silent"]["conversations"], json!(0), "a name silences nothing");
    let shown = ruth.post(&check, &json!({"retired": true})).await.expect(200);
    let silent = &shown["silent"];
    assert_eq!((&silent["conversations"], &silent["scheduled"]), (&json!(2), &json!(1)), "{shown}");
    assert_eq!((&shown["conversations"], &shown["to"]), (&json!(0), &json!([])), "nothing moves");
    let first = silent["first"].as_array().unwrap();
    let one = first.iter().find(|one| one["conversation"] == asked.as_str()).unwrap();
    let live = ruth.get(&format!("/api/v1/conversations/{asked}")).await.expect(200);
    assert_eq!((&one["scheduled"], &one["owner"]), (&json!(1), &live["owner"]));
    let lines = ruth.items("/api/v1/lines").await;
    assert!(lines.iter().all(|line| line["retired"] == false), "asking retires nothing");
    shop.person("maya").await.post(&check, &json!({"retired": true})).await.expect(403);
    ruth.post("/api/v1/lines/ln_1/check", &json!({"retired": true})).await.expect(404);

    ruth.patch(&path, &json!({"retired": true})).await.expect(200);
    shop.pass(std::time::Duration::from_hours(48)).await;
    let live = ruth.get(&format!("/api/v1/conversations/{asked}")).await.expect(200);
    assert_eq!(live["scheduled"], json!([]), "{live}");
    let entries = shop.timeline(&asked).await;
    assert!(entries.iter().any(|entry| entry["type"] == "scheduled.dropped"), "{entries:?}");
    let again = ruth.post(&check, &json!({"retired": true})).await.expect(200);
    assert_eq!(again["silent"]["conversations"], json!(0), "it is retired already");
}

/// Fails when a planned absence can be taken back by nobody but time, when others of the team may do so, or when what
/// was not planned is taken back.
#[tokio::test(flavor = "multi_thread")]
async fn a_planned_absence_is_cancelled() {
    let shop = Shop::open().await;
    let (chris, dana, maya) =
        (shop.person("chris").await, shop.person("dana").await, shop.person("maya").await);
    let path = format!("/api/v1/people/{}/availability", shop.id("chris"));
    let away = |from: &str, until: &str| json!({"state": "away", "from": from, "until": until});
    chris.put(&path, &away("2026-05-18T13:00:00Z", "2026-05-22T22:00:00Z")).await.expect(200);
    chris.put(&path, &away("2026-06-01T13:00:00Z", "2026-06-02T22:00:00Z")).await.expect(200);
    let cancel = |from: &str| format!("{path}/away?from={from}");
    let delete =
        async |client: &Client, from: &str| client.send("DELETE", &cancel(from), "", String::new()).await;
    delete(&dana, "2026-05-18T13:00:00Z").await.expect(403);
    delete(&chris, "2026-05-18T14:00:00Z").await.expect(404);
    let left = delete(&chris, "2026-05-18T13:00:00Z").await.expect(200);
    assert_eq!(left["away"].as_array().unwrap().len(), 1, "{left}");
    delete(&maya, "2026-06-01T13:00:00Z").await.expect(200);
    // One that has begun ends.
    chris.put(&path, &json!({"state": "away"})).await.expect(200);
    let now = chris.get(&path).await.expect(200)["away"][0]["from"].as_str().unwrap().to_owned();
    let back = delete(&chris, &now).await.expect(200);
    assert_eq!((&back["state"], &back["away"]), (&json!("rota"), &json!([])));
}

/// Fails when a line is retired or renamed by nobody but a program on the server's machine, or when that takes its
/// history with it.
#[tokio::test(flavor = "multi_thread")]
async fn a_line_is_renamed_and_retired_and_its_history_stays() {
    let shop = Shop::open().await;
    let ruth = shop.person("ruth").await;
    let id = shop.text("+12125550134", "Hello").await.unwrap();
    let path = format!("/api/v1/lines/{}", shop.line);
    shop.person("maya").await.patch(&path, &json!({"retired": true})).await.expect(403);
    ruth.patch(&path, &json!({"name": " "})).await.expect(422);
    let changed = ruth.patch(&path, &json!({"name": "Old line", "retired": true})).await.expect(200);
    assert_eq!((&changed["name"], &changed["retired"]), (&json!("Old line"), &json!(true)));
    let send = json!({"text": "Hi"});
    ruth.post(&format!("/api/v1/conversations/{id}/messages"), &send).await.expect(409);
    assert!(!shop.timeline(&id).await.is_empty());
    ruth.patch(&path, &json!({"retired": false})).await.expect(200);
    ruth.post(&format!("/api/v1/conversations/{id}/messages"), &send).await.expect(201);
}

/// Fails when a change of people or lines is recorded nowhere, without who and when, or shown to others than admins; and when
/// one admin overwrites what another has changed since.
#[tokio::test(flavor = "multi_thread")]
async fn who_changed_the_team_is_kept_and_nobody_overwrites_it_unseen() {
    let shop = Shop::open().await;
    let ruth = shop.person("ruth").await;
    let chris = format!("/api/v1/people/{}", shop.id("chris"));
    let people = ruth.items("/api/v1/people").await;
    let version =
        people.iter().find(|one| one["id"] == shop.id("chris").to_string()).unwrap()["version"].clone();
    let seen = |version: &Value| format!("\"{version}\"");
    let promoted = ruth.with("if-match", &seen(&version)).patch(&chris, &json!({"role": "lead"})).await;
    let tag = promoted.header("etag").to_owned();
    let promoted = promoted.expect(200);
    assert_eq!(tag, seen(&promoted["version"]), "{promoted}");
    let late =
        ruth.with("if-match", &seen(&version)).patch(&chris, &json!({"name": "Chris B."})).await.expect(412);
    assert_eq!((&late["code"], &late["version"]), (&json!("changed"), &promoted["version"]));
    let line = format!("/api/v1/lines/{}", shop.line);
    ruth.patch(&line, &json!({"name": "Front desk"})).await.expect(200);
    ruth.with("if-match", "\"1\"").patch(&line, &json!({"name": "Desk"})).await.expect(412);
    let changes = ruth.items("/api/v1/changes?limit=3").await;
    let fields = |change: &Value| change["fields"][0].clone();
    assert_eq!(fields(&changes[0]), json!({"field": "name", "from": "Main line", "to": "Front desk"}));
    assert_eq!(changes[0]["line"]["name"], "Front desk");
    assert_eq!(fields(&changes[1]), json!({"field": "role", "from": "agent", "to": "lead"}));
    assert_eq!(
        (&changes[1]["person"]["name"], &changes[1]["did"]),
        (&json!("Chris Bell"), &json!("changed"))
    );
    assert_eq!(
        (&changes[1]["by"]["name"], &changes[1]["by"]["kind"]),
        (&json!("Ruth Adler"), &json!("person"))
    );
    assert!(changes[1]["at"].is_string());
    assert!(changes[2]["by"].is_null() && changes[2]["did"] == "added", "{changes:?}");
    let first = ruth.get("/api/v1/changes?limit=1").await.expect(200);
    let next = ruth.get(&format!("/api/v1/changes?limit=1&cursor={}", first["next"].as_str().unwrap())).await;
    assert_eq!(next.expect(200)["items"][0], changes[1]);
    ruth.get("/api/v1/changes?cursor=x").await.expect(422);
    shop.person("maya").await.get("/api/v1/changes").await.expect(403);
}
