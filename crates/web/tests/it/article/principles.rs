//! The article, "The Core Principles of Good Response Ownership".

use super::Office;
use super::policies::standards;
use serde_json::{Value, json};

/// 1 and 2: "Every conversation has a clear owner. Ownership is visible to the whole team." Fails when, of all that is open,
/// one has no owner, or nobody or two people answer for it, at any moment of three days.
#[tokio::test(flavor = "multi_thread")]
async fn every_conversation_has_one_owner_whom_everybody_sees() {
    let office = Office::open(&standards()).await;
    let texts = ["What is the price?", "Can I reschedule?", "Hello", "Urgent: my knee"];
    for (time, words) in [("Tue 16:30", 0), ("Tue 19:00", 1), ("Wed 03:00", 3), ("Wed 12:00", 2)] {
        office.at(time).await;
        office.customer("Jamie Park").texts(texts[words]).await;
    }
    let people = office.ruth.items("/api/v1/people").await;
    for time in ["Wed 13:00", "Wed 17:59", "Wed 18:00", "Thu 09:00", "Thu 23:00", "Fri 11:00"] {
        office.at(time).await;
        let all = office.list("status=open").await;
        assert_eq!(all.len(), 4);
        for one in &all {
            assert!(
                one["owner"]["name"].is_string() && one["accountable"]["id"].is_string(),
                "{time}: {one}"
            );
        }
        let mut listed = Vec::new();
        for person in &people {
            let theirs =
                office.list(&format!("status=open&accountable={}", person["id"].as_str().unwrap())).await;
            listed.extend(theirs.iter().map(|one| one["id"].to_string()));
        }
        listed.sort();
        let mut whole: Vec<String> = all.iter().map(|one| one["id"].to_string()).collect();
        whole.sort();
        assert_eq!(listed, whole, "{time}: people's lists add up to the whole");
    }
}

/// 3: "Expectations are explicit, not assumed … written down." Fails when what is promised is not in the document that the
/// team reads, by its name.
#[tokio::test(flavor = "multi_thread")]
async fn expectations_stand_in_the_policy_and_every_promise_names_them() {
    let office = Office::open(&standards()).await;
    let jamie = office.customer("Jamie Park");
    jamie.texts("What is the price?").await;
    let promised = jamie.last("clock.started").await;
    assert_eq!(promised["why"], "the target “New inquiries, 10 to 15 minutes”");
    let chris = office.person("Chris").await;
    let policy = chris.client.get("/api/v1/policy").await.expect(200);
    assert!(policy["policy"].as_str().unwrap().contains("name = \"New inquiries, 10 to 15 minutes\""));
    let asked = json!({"text": "What is the price?", "at": "2026-05-16T23:10:00-04:00"});
    let tried = chris.client.post("/api/v1/policy/try", &asked).await.expect(200);
    assert_eq!(tried["owner"]["name"], "Sales");
}

/// 4: "Ownership can be handed off—deliberately." Fails when somebody takes what a colleague has, or when a move has no cause.
#[tokio::test(flavor = "multi_thread")]
async fn ownership_moves_only_deliberately_and_every_move_says_why() {
    let office = Office::open(&standards()).await;
    let jamie = office.customer("Jamie Park");
    jamie.texts("Hello").await;
    let (chris, dana) = (office.person("Chris").await, office.person("Dana").await);
    chris.claims(&jamie).await;
    let taken = dana.client.post(&jamie.path("/claim"), &json!({})).await;
    assert_eq!(taken.expect(403)["code"], "not_allowed");
    jamie.is_owned_by("Chris").await;
    let offer = chris
        .offers(&jamie, &json!({"to": {"person": "dana@cedarlane.example"}, "summary": "A bill."}))
        .await;
    dana.accepts(&offer).await;
    dana.releases(&jamie, "Scheduling").await.expect(200);
    let moves: Vec<Value> =
        jamie.timeline().await.into_iter().filter(|entry| entry["type"] == "owner.changed").collect();
    let causes: Vec<&str> = moves.iter().map(|entry| entry["cause"].as_str().unwrap()).collect();
    assert_eq!(causes, ["claim", "handoff", "release"]);
    assert!(
        moves.iter().all(|entry| entry["why"].is_string() && entry["by"]["name"].is_string()),
        "{moves:#?}"
    );
}
