//! A note never leaves the team (law 12).

use crate::shop::{Shop, types};
use crate::stream::Listening;
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
