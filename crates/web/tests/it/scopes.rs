//! What a token may do is asked at every address, of people's tokens as of programs'.

use crate::client::Client;
use crate::shop::Shop;
use std::collections::BTreeSet;

/// Every operation of the API with the scope that it asks for.
const NEEDS: [(&str, &str, &str); 66] = [
    ("get", "/api/v1/conversations", "read"),
    ("post", "/api/v1/conversations", "send"),
    ("get", "/api/v1/conversations/{id}", "read"),
    ("patch", "/api/v1/conversations/{id}", "route"),
    ("get", "/api/v1/conversations/{id}/timeline", "read"),
    ("post", "/api/v1/conversations/{id}/messages", "send"),
    ("post", "/api/v1/conversations/{id}/notes", "note"),
    ("post", "/api/v1/conversations/{id}/claim", "route"),
    ("post", "/api/v1/conversations/{id}/release", "route"),
    ("post", "/api/v1/conversations/{id}/assign", "route"),
    ("get", "/api/v1/messages/{id}", "read"),
    ("post", "/api/v1/messages/{id}/settle", "send"),
    ("post", "/api/v1/messages/{id}/cancel", "send"),
    ("get", "/api/v1/media/{message}/{index}", "read"),
    ("post", "/api/v1/media/{message}/{index}/retry", "route"),
    ("get", "/api/v1/templates", "read"),
    ("get", "/api/v1/contacts", "read"),
    ("get", "/api/v1/contacts/{id}", "read"),
    ("patch", "/api/v1/contacts/{id}", "contacts"),
    ("post", "/api/v1/numbers/{number}/consent", "contacts"),
    ("get", "/api/v1/people", "read"),
    ("get", "/api/v1/queues", "read"),
    ("get", "/api/v1/rotas", "read"),
    ("get", "/api/v1/rotas/{name}", "read"),
    ("get", "/api/v1/lines", "read"),
    ("get", "/api/v1/policy", "read"),
    ("put", "/api/v1/policy", "admin"),
    ("post", "/api/v1/policy/check", "read"),
    ("post", "/api/v1/policy/try", "read"),
    ("post", "/api/v1/simulator/{line}/texts", "send"),
    ("get", "/api/v1/simulator/{line}/texts", "read"),
    ("get", "/api/v1/simulator/{line}/weather", "read"),
    ("put", "/api/v1/simulator/{line}/weather", "send"),
    ("get", "/api/v1/test-clock", "read"),
    ("post", "/api/v1/test-clock", "admin"),
    ("get", "/api/v1/events", "read"),
    ("get", "/api/v1/faults", "admin"),
    ("get", "/api/v1/told", "read"),
    ("put", "/api/v1/told/read", "read"),
    ("post", "/api/v1/conversations/{id}/handoffs", "route"),
    ("post", "/api/v1/handoffs/{id}/accept", "route"),
    ("post", "/api/v1/handoffs/{id}/decline", "route"),
    ("post", "/api/v1/handoffs/{id}/withdraw", "route"),
    ("post", "/api/v1/conversations/{id}/asks", "route"),
    ("patch", "/api/v1/asks/{id}", "route"),
    ("patch", "/api/v1/scheduled/{id}", "send"),
    ("delete", "/api/v1/scheduled/{id}", "send"),
    ("post", "/api/v1/scheduled/{id}/send", "send"),
    ("post", "/api/v1/conversations/{id}/reminders", "route"),
    ("delete", "/api/v1/reminders/{id}", "route"),
    ("post", "/api/v1/messages/{id}/may-want-out", "contacts"),
    ("put", "/api/v1/conversations/{id}/watch", "route"),
    ("delete", "/api/v1/conversations/{id}/watch", "route"),
    ("get", "/api/v1/contacts/{id}/consent", "read"),
    ("get", "/api/v1/contacts/{id}/consent.csv", "read"),
    ("get", "/api/v1/availability", "read"),
    ("get", "/api/v1/people/{id}/availability", "read"),
    ("put", "/api/v1/people/{id}/availability", "route"),
    ("delete", "/api/v1/people/{id}/availability/away", "route"),
    ("get", "/api/v1/queues/{id}/on", "read"),
    ("patch", "/api/v1/people/{id}", "admin"),
    ("get", "/api/v1/people/{id}/removal", "admin"),
    ("patch", "/api/v1/lines/{id}", "admin"),
    ("post", "/api/v1/people/{id}/check", "admin"),
    ("post", "/api/v1/lines/{id}/check", "admin"),
    ("get", "/api/v1/changes", "admin"),
];

/// The status of a call without a body. A stream's answer has no end, so nobody waits for it.
async fn status(client: &Client, method: &str, path: &str) -> u16 {
    let path = path.replace("{index}", "0").replace(['{', '}'], "");
    client.open(&method.to_uppercase(), &path, "", String::new()).await.status().as_u16()
}

/// Fails when a handler asks for no scope, or for another one; and when an operation is not in the table above.
#[tokio::test(flavor = "multi_thread")]
async fn every_operation_asks_for_its_scope_of_a_persons_token_too() {
    let shop = Shop::open().await;
    let document = shop.nobody().get("/api/v1/openapi.json").await.expect(200);
    let described: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, operations)| {
            operations.as_object().unwrap().keys().map(|method| (method.clone(), path.clone()))
        })
        .collect();
    let known = NEEDS.iter().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned())).collect();
    assert_eq!(described, known, "each operation is listed here with its scope");
    for scope in baton_web::SCOPES {
        let others: Vec<&str> = baton_web::SCOPES.into_iter().filter(|other| *other != scope).collect();
        let (only, all_but) =
            (shop.person_with("ruth", &[scope]).await, shop.person_with("ruth", &others).await);
        for (method, path, needed) in NEEDS {
            let (with, without) = if needed == scope { (&only, &all_but) } else { (&all_but, &only) };
            assert_ne!(status(with, method, path).await, 403, "{method} {path} for {needed}");
            assert_eq!(status(without, method, path).await, 403, "{method} {path} for {needed}");
        }
    }
}

/// Law 12. Fails when a page is shown to a token: pages ask for no scope, and show notes.
#[tokio::test(flavor = "multi_thread")]
async fn pages_are_for_sessions_alone() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let (browser, _) = shop.browser("ruth").await;
    for token in [shop.person("ruth").await, shop.person_with("ruth", &["send"]).await] {
        for path in ["/", "/list", "/events", "/phone", "/policy", "/faults", &format!("/c/{id}")] {
            let answer = token.open("GET", path, "", String::new()).await;
            assert_eq!(answer.status().as_u16(), 303, "{path}");
            assert!(answer.headers()["location"].to_str().unwrap().starts_with("/signin"), "{path}");
            let seen = browser.open("GET", path, "", String::new()).await;
            assert_eq!(seen.status().as_u16(), 200, "{path}");
        }
    }
}

/// Law 12, for a person's token. Fails when notes are told to whoever may read conversations.
#[tokio::test(flavor = "multi_thread")]
async fn a_persons_token_reads_notes_with_their_scope_only() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let ruth = shop.person("ruth").await;
    let note = serde_json::json!({"text": "She prefers mornings."});
    ruth.post(&format!("/api/v1/conversations/{id}/notes"), &note).await.expect(201);
    for (scopes, notes) in [(&["read"][..], 0), (&["read", "notes"], 1), (&[], 1)] {
        let reader = shop.person_with("ruth", scopes).await;
        let told = reader.items(&format!("/api/v1/conversations/{id}/timeline")).await;
        assert_eq!(crate::shop::count(&told, "note.added"), notes, "{scopes:?}");
    }
}
