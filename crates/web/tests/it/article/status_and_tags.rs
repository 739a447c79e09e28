//! The article, "Consistent Use of Status and Tags".

use super::Office;
use serde_json::json;

/// The article's example workflow, step by step. Fails when a step leaves another status or other tags.
#[tokio::test(flavor = "multi_thread")]
async fn the_example_workflow_from_new_to_resolved() {
    let office = Office::open(baton_policy::CEDAR_LANE_PROMISES).await;
    // 1. New message arrives: automatically tagged #new and set to Open.
    let jamie = office.customer("Jamie Park");
    jamie.texts("Hi there").await;
    jamie.is("open").await;
    jamie.is_tagged(&["new"]).await;
    // 2. Assigned to a team member: #new removed, #billing added.
    let dana = office.person("Dana").await;
    let ruth = office.person("Ruth").await;
    ruth.client.post(&jamie.path("/assign"), &json!({"to": {"queue": "Billing"}})).await.expect(200);
    jamie.is_tagged(&["billing", "new"]).await;
    dana.claims(&jamie).await;
    jamie.is_tagged(&["billing"]).await;
    jamie.is("open").await;
    // 3. Waiting on customer reply: status set to Pending.
    dana.texts(&jamie, "Hi Jamie, which invoice is it?").and_waits().await;
    jamie.is("pending").await;
    assert_eq!(jamie.reads().await["pending_on"], "customer");
    assert_eq!(jamie.reads().await["clock"], json!(null), "nothing is owed while we wait");
    // 4. Issue resolved: status set to Closed, optional #resolved tag.
    jamie.texts("The one of March, it is twice on my card").await;
    jamie.is("open").await;
    dana.texts(&jamie, "That is put right, Jamie.").await;
    dana.changes(&jamie, &json!({"status": "closed", "reason": "answered", "add_tags": ["resolved"]})).await;
    jamie.is("closed").await;
    jamie.is_tagged(&["billing", "resolved"]).await;
}

/// "Pending – waiting on customer or internal info." Fails when something can be hidden there that a customer waits for.
#[tokio::test(flavor = "multi_thread")]
async fn pending_is_no_hiding_place() {
    let office = Office::open(baton_policy::CEDAR_LANE_PROMISES).await;
    let jamie = office.customer("Jamie Park");
    jamie.texts("My invoice is wrong").await;
    let dana = office.person("Dana").await;
    dana.claims(&jamie).await;
    let hidden = dana.client.patch(&jamie.path(""), &json!({"status": "pending"})).await.expect(409);
    assert!(hidden["detail"].as_str().unwrap().contains("last text has no answer yet"), "{hidden}");
    // For something internal it may wait; the promise to the customer does not.
    let change = json!({"status": "pending", "pending_on": "internal", "reason": "Asked the bank."});
    dana.changes(&jamie, &change).await;
    jamie.is_promised("first_response", "Tue 14:18").await;
}

/// "A live, shared picture of who owns what and what’s at risk of slipping." Fails when somebody sees another picture, or
/// when what is at risk is not said.
#[tokio::test(flavor = "multi_thread")]
async fn everybody_sees_who_owns_what_and_what_is_at_risk() {
    let office = Office::open(baton_policy::CEDAR_LANE_PROMISES).await;
    let (jamie, tom) = (office.customer("Jamie Park"), office.customer("Tom Whitlock"));
    jamie.texts("My invoice is wrong").await;
    tom.texts("How much is a quote?").await;
    office.person("Dana").await.claims(&jamie).await;
    office.minutes_later(12).await;
    let mut seen = Vec::new();
    for who in ["Ruth", "Maya", "Chris", "Priya"] {
        let picture: Vec<_> = office
            .person(who)
            .await
            .sees()
            .await
            .iter()
            .map(|row| {
                let state = &row["clock"]["state"];
                format!("{}: {} {}", row["contact"]["name"], row["owner"]["name"], state).replace('"', "")
            })
            .collect();
        seen.push(picture);
    }
    assert!(seen.iter().all(|picture| *picture == seen[0]), "{seen:#?}");
    assert_eq!(seen[0].len(), 2);
    assert!(seen[0].contains(&"Jamie Park: Dana Kim at_risk".to_owned()), "{seen:#?}");
}
