//! The article: "A hybrid approach often works best: person-based ownership during business hours, role-based coverage after
//! hours or when someone is away."

use super::policies::model;
use super::{Customer, Office};
use serde_json::json;

/// A customer whose account is Chris's, whose last conversation is closed, on Monday at ten.
async fn looked_after_by_chris(office: &Office) -> Customer<'_> {
    let jamie = office.customer("Jamie Park");
    jamie.texts("Hello, I am new here").await;
    jamie.is_known_as(&json!({"account_owner": "chris@cedarlane.example"})).await;
    office.person("Ruth").await.changes(&jamie, &json!({"status": "closed", "reason": "answered"})).await;
    office.at("Mon 10:00").await;
    jamie
}

/// Fails when the person does not have it in business hours.
#[tokio::test(flavor = "multi_thread")]
async fn in_business_hours_the_person_has_it() {
    let office = Office::open(&model("hybrid")).await;
    let jamie = looked_after_by_chris(&office).await;
    jamie.texts("Can we move Thursday?").await;
    jamie.is_owned_by("Chris").because("owner is available").await;
}

/// Fails when after hours it waits for the person, or is another role's than the evening's.
#[tokio::test(flavor = "multi_thread")]
async fn after_hours_the_role_has_it() {
    let office = Office::open(&model("hybrid")).await;
    let jamie = looked_after_by_chris(&office).await;
    office.until("closing").await;
    jamie.texts("Can we move Thursday?").await;
    // Of the evening rota one person is on, and is given it.
    let owner = jamie.reads().await["owner"].clone();
    assert_eq!(owner["kind"], "person", "{owner}");
    let routed = jamie.last("conversation.routed").await;
    assert_eq!(routed["owner"]["name"], "After hours", "{routed}");
    assert!(routed["why"].as_str().unwrap().contains("outside Office"), "{routed}");
}

/// Fails when somebody who is away has it in business hours.
#[tokio::test(flavor = "multi_thread")]
async fn while_the_person_is_away_the_role_has_it() {
    let office = Office::open(&model("hybrid")).await;
    let jamie = looked_after_by_chris(&office).await;
    office.person("Chris").await.is(&json!({"state": "away"})).await;
    jamie.texts("Can we move Thursday?").await;
    jamie.is_owned_by("Team").because("no rule fits").await;
    // The account stays the person's.
    let contact = jamie.reads().await["contact"]["id"].as_str().unwrap().to_owned();
    let contact = office.ruth.get(&format!("/api/v1/contacts/{contact}")).await.expect(200);
    assert_eq!(contact["account_owner"]["name"], "Chris Bell");
}
