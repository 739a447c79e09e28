//! The article, "Person-Based Ownership".

use super::policies::model;
use super::{Customer, Office};
use serde_json::json;

/// A customer whose account is Chris's.
async fn looked_after_by_chris(office: &Office) -> Customer<'_> {
    let jamie = office.customer("Jamie Park");
    jamie.texts("Hello, I am new here").await;
    jamie.is_known_as(&json!({"account_owner": "chris@cedarlane.example"})).await;
    let ruth = office.person("Ruth").await;
    ruth.changes(&jamie, &json!({"status": "closed", "reason": "answered"})).await;
    // Long ago enough that what they write next is another conversation.
    office.at("Mon 10:00").await;
    jamie
}

/// "That person owns all incoming texts from that customer, all follow-ups and check-ins." Fails when a text of theirs goes
/// elsewhere, or when what was promised is nobody's.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_the_account_has_every_text_and_every_follow_up() {
    let office = Office::open(&model("person-based")).await;
    let jamie = looked_after_by_chris(&office).await;
    jamie.texts("Can we talk about my plan, and the price?").await;
    jamie.is_owned_by("Chris").because("contact has owner").await;
    jamie.is_answered_for_by("Chris").await;
    jamie.is_promised("first_response", "Mon 11:00").await;
    let chris = office.person("Chris").await;
    chris.texts(&jamie, "Hi Jamie! I look into it and write tomorrow at ten.").promising("Tue 10:00").await;
    jamie.is_promised("follow_up", "Tue 10:00").await;
    jamie.is_owned_by("Chris").await;
}

/// "Any internal coordination needed to respond." Fails when a question that the owner passes on takes the customer away
/// from them.
#[tokio::test(flavor = "multi_thread")]
async fn coordination_within_the_team_leaves_the_customer_with_their_person() {
    let office = Office::open(&model("person-based")).await;
    let jamie = looked_after_by_chris(&office).await;
    jamie.texts("Is my insurance paying for this?").await;
    let chris = office.person("Chris").await;
    chris.notes(&jamie, "Dana, which insurance is it?").await;
    let asked = json!({"text": "Which insurance?", "owner": {"person": "dana@cedarlane.example"}});
    let ask = chris.client.post(&jamie.path("/asks"), &asked).await.expect(201);
    assert_eq!(ask["accountable"]["name"], "Dana Kim");
    jamie.is_owned_by("Chris").await;
    let dana = office.person("Dana").await;
    dana.texts(&jamie, "Hi Jamie, Dana from billing: yes, it does.").answering(&[&ask]).await;
    jamie.is_owned_by("Chris").await;
    assert_eq!(jamie.has_got().await.len(), 1, "what the team says to itself stays there");
}

/// "Watch out for: bottlenecks when someone is out of office." Fails when the customer of somebody who is away waits for
/// them, when nobody says for whom somebody covers, or when it does not come back.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_out_of_office_is_covered_for_and_gets_it_back() {
    let office = Office::open(&model("person-based")).await;
    let jamie = looked_after_by_chris(&office).await;
    jamie.texts("Can I come on Thursday?").await;
    let chris = office.person("Chris").await;
    let back = office.next("Wed 12:00").await;
    chris.is(&json!({"state": "away", "until": back, "cover": "dana@cedarlane.example"})).await;
    office.settles().await;
    jamie.is_owned_by("Dana").because("for Chris Bell, who is away").await;
    jamie.is_answered_for_by("Dana").await;
    office.at("Wed 12:00").await;
    jamie.is_owned_by("Chris").await;
    jamie.is_answered_for_by("Chris").await;
}

/// The same without anybody who covers: the role has it. Fails when it waits for somebody who is not there.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_out_of_office_without_cover_leaves_it_to_the_team() {
    let office = Office::open(&model("person-based")).await;
    let jamie = looked_after_by_chris(&office).await;
    let chris = office.person("Chris").await;
    chris.is(&json!({"state": "away"})).await;
    jamie.texts("Can I come on Thursday?").await;
    // The Team gives out at once to whoever has least.
    jamie.is_owned_by("Dana").because("has least to do").await;
}
