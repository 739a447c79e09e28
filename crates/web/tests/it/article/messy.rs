//! The article, "Handling ‘Messy’ Real-World Scenarios".

use super::Office;
use serde_json::json;

const TWO_QUESTIONS: &str = "Hey, can I reschedule my appointment from tomorrow to Friday? Also, do you guys offer payment \
                             plans now?";
const CHRIS: &str = "Hi Jamie, this is Chris at [Business]. I can help with the reschedule and I’ll loop in our billing team \
                     about payment plans.\n\nI’ve moved your appointment from Wednesday at 3pm to Friday at 11am—does that \
                     work?\n\nI’m adding our billing specialist, Dana, here. She’ll confirm your payment plan options shortly.";
const CANCEL: &str = "Hi, I need to cancel my membership.";
const JORDAN: &str = "Hi Alex, this is Jordan from the sales team. I can help get this started.\n\nI’m forwarding your request \
                      to our membership team now—they’ll process the cancellation and text you a confirmation today. If they \
                      need any additional details, they’ll ask you here.";

/// Scenario A: "Scheduling owns the reschedule; Billing or sales owns the payment plan question. Chris owns the full reply
/// initially. Handoff to Dana is clear and visible. Customer doesn’t have to re-ask the second question." Fails when the
/// second question gets lost on the way.
#[tokio::test(flavor = "multi_thread")]
async fn scenario_a_two_questions_in_one_text() {
    let office = Office::open(baton_policy::CEDAR_LANE_PROMISES).await;
    let jamie = office.customer("Jamie Park");
    jamie.texts(TWO_QUESTIONS).await;
    // Scheduling gives what comes to it to Chris and Maya in turn.
    jamie.is_owned_by("Chris").await;
    let routed = jamie.last("conversation.routed").await;
    assert_eq!(routed["owner"]["name"], "Scheduling");
    let ask = jamie.reads().await["asks"][0].clone();
    assert_eq!((&ask["owner"]["name"], &ask["accountable"]["name"]), (&json!("Billing"), &json!("Dana Kim")));
    assert_eq!(ask["routed_by"]["matched"], json!(["payment plan"]));
    let chris = office.person("Chris").await;
    chris.texts(&jamie, CHRIS).await;
    assert_eq!(jamie.has_got().await, [CHRIS]);
    // The first question waits for Jamie's word; the second is Dana's, and nobody can wait or close over it.
    let refused = chris.texts(&jamie, "Does that work?").and_waits().refusal().await;
    assert!(
        refused.starts_with("The question about “payment plan” is still open with Billing."),
        "{refused}"
    );
    let moved = json!({"owner": {"person": "dana@cedarlane.example"}, "reason": "Our billing specialist."});
    let path = format!("/api/v1/asks/{}", ask["id"].as_str().unwrap());
    chris.client.patch(&path, &moved).await.expect(200);
    let dana = office.person("Dana").await;
    dana.texts(&jamie, "Hi Jamie, Dana here. We have three plans.").answering(&[&ask]).and_waits().await;
    assert_eq!(jamie.reads().await["asks"], json!([]));
    jamie.is_owned_by("Chris").await;
    jamie.is("pending").await;
    jamie.texts("Friday works, and the second plan please").await;
    jamie.is_owned_by("Chris").await;
}

/// Scenario B: the wrong department. "Jordan doesn’t fully own the outcome, but they do own the transition." Fails when it is
/// nobody's between Sales and Memberships.
#[tokio::test(flavor = "multi_thread")]
async fn scenario_b_the_wrong_department() {
    let office = Office::open(baton_policy::CEDAR_LANE_PROMISES).await;
    let alex = office.customer("Alex Novak");
    alex.texts(CANCEL).await;
    // The message lands in the sales inbox.
    let ruth = office.person("Ruth").await;
    ruth.client
        .post(&alex.path("/assign"), &json!({"to": {"person": "jordan@cedarlane.example"}}))
        .await
        .expect(200);
    let (jordan, priya) = (office.person("Jordan").await, office.person("Priya").await);
    let offer = json!({
        "to": {"queue": "Memberships"}, "summary": "Wants to cancel the membership.",
        "pending": "Process it, and text a confirmation today.", "customer_text": JORDAN, "tell_customer": "now",
    });
    let offer = jordan.offers(&alex, &offer).await;
    assert_eq!(alex.has_got().await, [JORDAN]);
    alex.is_owned_by("Jordan").await;
    alex.is_answered_for_by("Jordan").await;
    priya.accepts(&offer).await;
    alex.is_owned_by("Priya").because("handed over").await;
    priya.texts(&alex, "Hi Alex, Priya here: your membership is cancelled.").and_closes().await;
    assert_eq!(alex.has_got().await.len(), 2);
    alex.is("closed").await;
}
