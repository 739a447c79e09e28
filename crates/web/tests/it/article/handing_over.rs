//! The article, "Structured Handoffs Between Owners": intentional, documented, visible to the customer when needed.

use super::Office;
use serde_json::json;

const INTERNAL: &str = "Handing this to Alex (Billing). Customer needs invoice resent for March and April, and wants card on \
                        file updated to the one ending in 4321. Confirm via text when done.";
const CUSTOMER: &str = "I’m looping in Alex from our billing team—he’ll take over from here and send you updated invoices \
                        shortly.";

/// Both handoff messages. Fails when it moves before somebody accepts, when the team does not read what goes with it, when
/// the customer reads that, or is told before or more than once.
#[tokio::test(flavor = "multi_thread")]
async fn both_handoff_messages_reach_whom_they_are_for() {
    let office = Office::open(baton_policy::CEDAR_LANE_PROMISES).await;
    let jamie = office.customer("Jamie Park");
    jamie.texts("Hello, I have two questions for you").await;
    // Dana is Alex of Billing.
    let (maya, dana) = (office.person("Maya").await, office.person("Dana").await);
    maya.claims(&jamie).await;
    let offer = json!({
        "to": {"person": "dana@cedarlane.example"}, "summary": INTERNAL, "done": "Found both invoices.",
        "pending": "The card on file.", "customer_text": CUSTOMER, "confirm_back": true,
    });
    let offer = maya.offers(&jamie, &offer).await;
    jamie.is_owned_by("Maya").await;
    assert!(jamie.has_got().await.is_empty(), "nobody has taken it");
    let read = dana.client.get(&jamie.path("")).await.expect(200)["handoff"].clone();
    assert_eq!((&read["summary"], &read["pending"]), (&json!(INTERNAL), &json!("The card on file.")));
    dana.accepts(&offer).await;
    jamie.is_owned_by("Dana").because("handed over").await;
    assert_eq!(jamie.has_got().await, [CUSTOMER], "and not a word of the note");
    // Who handed it over hears of the end, as they asked.
    dana.texts(&jamie, "Both invoices are in your mail, and the card is the new one.").and_closes().await;
    let told = jamie.timeline().await;
    let told = told.iter().find(|entry| entry["about"] == "handoff_resolved").unwrap();
    assert_eq!(told["person"]["name"], "Maya Ortiz");
}

/// "Handoffs are where conversations most often get dropped." Fails when one that nobody takes, or that is declined, is
/// nobody's, or comes back without a word.
#[tokio::test(flavor = "multi_thread")]
async fn a_handoff_that_nobody_takes_is_not_dropped() {
    let office = Office::open(baton_policy::CEDAR_LANE_PROMISES).await;
    let jamie = office.customer("Jamie Park");
    jamie.texts("Hello, can you help me?").await;
    let (maya, dana) = (office.person("Maya").await, office.person("Dana").await);
    maya.claims(&jamie).await;
    let offer = json!({"to": {"queue": "Billing"}, "summary": INTERNAL});
    let first = maya.offers(&jamie, &offer).await;
    dana.declines(&first, "The card is the bank’s affair.").await;
    jamie.is_owned_by("Maya").await;
    assert_eq!(jamie.last("handoff.declined").await["why"], "The card is the bank’s affair.");
    maya.offers(&jamie, &offer).await;
    let meanwhile = office.minutes_later(60).await;
    jamie.is_owned_by("Maya").await;
    meanwhile.tells("Nobody took the offer in time, so it stays where it is.");
    meanwhile.tells("Told Maya: nobody took the offer in time.");
}
