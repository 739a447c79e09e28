//! The article, "Clear Response Time Standards (and How to Communicate Them)".

use super::Office;
use super::policies::standards;
use serde_json::json;

/// "New inquiries: respond within 10–15 minutes. Existing customers: respond within 1 hour." Fails when either gets the
/// other's time.
#[tokio::test(flavor = "multi_thread")]
async fn during_business_hours_new_inquiries_come_first() {
    let office = Office::open(&standards()).await;
    let jamie = office.customer("Jamie Park");
    jamie.texts("What is the price of a visit?").await;
    jamie.is_promised("first_response", "Tue 14:18").await;
    let jordan = office.person("Jordan").await;
    jordan.texts(&jamie, "Hi Jamie, 90 dollars. Does that help?").and_closes().await;
    // A week later Jamie is an existing customer.
    office.at("Tue 10:00").await;
    jamie.texts("What is the price of ten visits?").await;
    jamie.is_promised("first_response", "Tue 11:00").await;
    // Every further answer has a promise too.
    jordan.texts(&jamie, "Hi Jamie, 800 dollars.").await;
    office.minutes_later(30).await;
    jamie.texts("And of twenty?").await;
    jamie.is_promised("next_response", "Tue 11:30").await;
}

/// "After hours: human follow-up next business day … at 9am and respond within 1 hour." Fails when the time runs through the
/// night, the weekend or a holiday.
#[tokio::test(flavor = "multi_thread")]
async fn after_hours_the_promise_counts_from_the_next_business_day() {
    let office = Office::open(&standards()).await;
    let jamie = office.customer("Jamie Park");
    office.at("Tue 23:10").await;
    jamie.texts("What is the price of a visit?").await;
    jamie.is_promised("first_response", "Wed 10:00").await;
    let tom = office.customer("Tom Whitlock");
    office.at("Sat 23:10").await;
    tom.texts("Are you open?").await;
    tom.is_promised("first_response", "Mon 10:00").await;
    // Monday the 25th is Memorial Day.
    let sarah = office.customer("Sarah Novak");
    office.at("Fri 18:00").await;
    sarah.texts("Hello").await;
    sarah.is_promised("first_response", "Tue 10:00").await;
}

/// "Escalation paths … are written down." Fails when nobody is warned, told or given it in time, or when a reply does not end
/// it.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_answered_in_time_goes_up_step_by_step() {
    let office = Office::open(&standards()).await;
    let jamie = office.customer("Jamie Park");
    jamie.texts("What is the price of a visit?").await;
    jamie.is_answered_for_by("Jordan").await;
    let warned = office.minutes_later(12).await;
    warned.tells("Reminded Jordan: first reply, promised by 2:18 pm.");
    assert_eq!(jamie.clock("first_response").await["state"], "at_risk");
    // At the due instant itself a reply still keeps it.
    let late = office.minutes_later(4).await;
    late.tells("Late: first reply, promised by 2:18 pm, did not come.");
    assert_eq!(jamie.clock("first_response").await["state"], "breached");
    let told = jamie.last("escalation.stepped").await;
    assert_eq!(told["told"][0]["name"], "Ruth Adler", "the lead: {told}");
    jamie.is_owned_by("Sales").await;
    office.minutes_later(30).await;
    jamie.is_owned_by("Ruth").because("nobody has answered yet").await;
    let ruth = office.person("Ruth").await;
    ruth.texts(&jamie, "Hi Jamie, this is Ruth. 90 dollars, and sorry that it took so long.")
        .and_waits()
        .await;
    let after = office.minutes_later(60).await;
    assert!(after.says().is_empty(), "{:#?}", after.says());
}

/// "Who owns it, by when, and what done looks like." Fails when one of the three is missing at any time of a conversation.
#[tokio::test(flavor = "multi_thread")]
async fn at_every_step_it_is_said_who_by_when_and_what_done_looks_like() {
    let office = Office::open(&standards()).await;
    let jamie = office.customer("Jamie Park");
    jamie.texts("Can I reschedule my appointment?").await;
    let said = |found: &serde_json::Value| {
        assert!(
            found["owner"]["name"].is_string() && found["accountable"]["name"].is_string(),
            "who: {found}"
        );
        let waits = found["status"] == "pending" && found["pending_on"] == "customer";
        assert!(
            waits || found["status"] == "closed" || found["clock"]["due_at"].is_string(),
            "by when: {found}"
        );
    };
    said(&jamie.reads().await);
    let chris = office.person("Chris").await;
    chris.claims(&jamie).await;
    said(&jamie.reads().await);
    chris.texts(&jamie, "I look for a free hour.").await;
    said(&jamie.reads().await);
    let internal = json!({"status": "pending", "pending_on": "internal", "reason": "Sam says which day."});
    let waits = chris.client.patch(&jamie.path(""), &internal).await.expect(200);
    assert_eq!(waits["status_reason"], "Sam says which day.");
    chris.texts(&jamie, "Friday at 11, does that work?").and_waits().await;
    said(&jamie.reads().await);
    jamie.texts("Friday at 11 is perfect").await;
    said(&jamie.reads().await);
    chris.changes(&jamie, &json!({"status": "closed", "reason": "booked"})).await;
    said(&jamie.reads().await);
    assert_eq!(jamie.reads().await["status_reason"], "booked");
}
