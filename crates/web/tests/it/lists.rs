//! Every conversation that is not closed is in exactly one person's list.

use crate::client::Client;
use crate::shop::Shop;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// fazer-ai/chatwoot #708: a conversation that a rule opened was in nobody's list. Fails when a way to open one leaves
/// it without an owner or an accountable person, or when a list leaves out what the others do not hold.
#[tokio::test(flavor = "multi_thread")]
async fn the_lists_of_all_people_add_up_to_everything_however_it_began() {
    let shop = Shop::open().await;
    let (ruth, chris) = (shop.person("ruth").await, shop.person("chris").await);
    let program = shop.program(&["read", "route", "send"]).await;
    let words = ["Can I reschedule?", "How much is a quote?", "Hello", "my invoice", "freeze my membership"];
    for (index, words) in words.iter().enumerate() {
        shop.text(&format!("+1212555011{index}"), words).await;
    }
    for (who, to) in [(&chris, "+12125550120"), (&program, "+12125550121"), (&program, "+12125550122")] {
        let begin = json!({"line": shop.line, "to": to, "text": "Your results are here."});
        who.post("/api/v1/conversations", &begin).await.expect(201);
    }
    // What a program began is answered; somebody texts STOP; one is closed by a program and reopened by its customer.
    shop.text("+12125550121", "Which results?").await;
    shop.text("+12125550110", "STOP").await;
    let id = shop.text("+12125550112", "Hello?").await.unwrap();
    program
        .patch(&format!("/api/v1/conversations/{id}"), &json!({"status": "closed", "reason": "answered"}))
        .await
        .expect(200);
    adds_up(&ruth, 7).await;
    shop.text("+12125550112", "Are you there").await;
    adds_up(&ruth, 8).await;
    // Owners come and go.
    let held = ruth.items("/api/v1/conversations?limit=200").await;
    for (index, one) in held.iter().enumerate() {
        let to = if index % 2 == 0 {
            json!({"person": shop.id("tess").to_string()})
        } else {
            json!({"queue": "Billing"})
        };
        let path = format!("/api/v1/conversations/{}/assign", one["id"].as_str().unwrap());
        ruth.post(&path, &json!({"to": to})).await.expect(200);
    }
    adds_up(&ruth, 8).await;
    let tess = shop.id("tess");
    let leaves = baton_store::PersonChange { active: Some(false), ..Default::default() };
    let policy = baton_policy::CEDAR_LANE.replace(", \"tess@cedarlane.example\"", "");
    shop.engine.administer(move |w, at| w.save_policy(&policy, None, None, at)).await.unwrap().unwrap();
    shop.engine.administer(move |w, at| w.change_person(tess, &leaves, at)).await.unwrap().unwrap();
    shop.quiet().await;
    adds_up(&ruth, 8).await;
    assert!(ruth.items(&format!("/api/v1/conversations?owner={tess}")).await.is_empty());
}

/// Everything, once by owner and once by who answers for it.
async fn adds_up(reader: &Client, total: usize) {
    let all = ids(&reader.items("/api/v1/conversations?limit=200").await);
    assert_eq!(all.len(), total, "{all:?}");
    let people = reader.items("/api/v1/people").await;
    let queues = reader.items("/api/v1/queues").await;
    let owners = people.iter().chain(&queues).map(|one| format!("owner={}", one["id"].as_str().unwrap()));
    let accountable = people.iter().map(|one| format!("accountable={}", one["id"].as_str().unwrap()));
    for lists in [owners.collect::<Vec<_>>(), accountable.collect()] {
        let mut found = Vec::new();
        for list in lists {
            found.extend(ids(&reader.items(&format!("/api/v1/conversations?limit=200&{list}")).await));
        }
        assert_eq!(found.len(), total, "in exactly one list");
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), all);
    }
}

fn ids(rows: &[Value]) -> BTreeSet<String> {
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

/// Fails when a short list is answered whole where somebody asks for a part of it, when its pages leave out or repeat a
/// row, or when a cursor of another list is taken.
#[tokio::test(flavor = "multi_thread")]
async fn short_lists_hold_their_limit() {
    let shop = Shop::open().await;
    let ruth = shop.person("ruth").await;
    let away = json!({"state": "away", "until": "2026-05-13T13:00:00Z"});
    for name in ["chris", "maya", "jordan"] {
        ruth.put(&format!("/api/v1/people/{}/availability", shop.id(name)), &away).await.expect(200);
    }
    for list in ["people", "queues", "lines", "availability", "templates", "faults"] {
        let path = format!("/api/v1/{list}");
        let whole = ruth.get(&path).await.expect(200);
        assert_eq!(whole["next"], Value::Null, "{list}");
        let whole = whole["items"].as_array().unwrap().clone();
        for limit in 1..=whole.len().min(3) {
            let (mut rows, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = ruth.get(&format!("{path}?limit={limit}{cursor}")).await.expect(200);
                let items = page["items"].as_array().unwrap();
                assert!(!items.is_empty() && items.len() <= limit, "{list}: {page}");
                rows.extend(items.iter().cloned());
                let Some(next) = page["next"].as_str() else { break };
                cursor = format!("&cursor={}", next.replace(' ', "%20").replace(',', "%2C"));
            }
            assert_eq!(rows, whole, "{list} by {limit}");
        }
        for (query, field) in [("limit=0", "limit"), ("limit=201", "limit"), ("cursor=nowhere", "cursor")] {
            let told = ruth.get(&format!("{path}?{query}")).await.expect(422);
            assert_eq!(told["field"], field, "{list}: {told}");
        }
    }
    assert_eq!(ruth.items("/api/v1/people?limit=2").await.len(), 2);
}
