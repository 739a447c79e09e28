//! The article, "Measuring Whether Your Ownership Model Is Working": the facts that the measures are counted from stand in
//! the timeline. The measures themselves are not built, but for what waits.

use super::Office;
use super::policies::standards;
use serde_json::{Value, json};

/// Fails when a fact is missing: the first text and the first human reply, the opening and the last close, every change of
/// owner with its cause.
#[tokio::test(flavor = "multi_thread")]
async fn the_facts_of_response_resolution_and_reassignment_stand_in_the_timeline() {
    let office = Office::open(&standards()).await;
    let jamie = office.customer("Jamie Park");
    jamie.texts("Hello").await;
    office.minutes_later(7).await;
    let (chris, dana) = (office.person("Chris").await, office.person("Dana").await);
    chris.texts(&jamie, "Hi Jamie, this is Chris. What can I do for you?").and_waits().await;
    office.minutes_later(10).await;
    jamie.texts("I want to know about my bill").await;
    let offer = chris
        .offers(&jamie, &json!({"to": {"person": "dana@cedarlane.example"}, "summary": "A bill."}))
        .await;
    dana.accepts(&offer).await;
    office.minutes_later(13).await;
    dana.texts(&jamie, "It is paid, Jamie.").and_closes().await;
    let timeline = jamie.timeline().await;
    let at = |entry: &Value| -> baton_hours::Moment { entry["at"].as_str().unwrap().parse().unwrap() };
    let first = |is: &dyn Fn(&Value) -> bool| timeline.iter().find(|entry| is(entry)).unwrap();
    let received = first(&|entry| entry["type"] == "text.received");
    let replied = first(&|entry| entry["type"] == "text.written" && entry["by"]["kind"] == "person");
    assert_eq!(at(replied).since(at(received)).as_secs(), 7 * 60, "first response time");
    let opened = first(&|entry| entry["type"] == "conversation.opened");
    let closed = first(&|entry| entry["type"] == "conversation.closed");
    assert_eq!(at(closed).since(at(opened)).as_secs(), 30 * 60, "time to resolution");
    let causes: Vec<&str> = timeline
        .iter()
        .filter(|entry| entry["type"] == "owner.changed")
        .map(|entry| entry["cause"].as_str().unwrap())
        .collect();
    assert_eq!(causes, ["claim", "handoff"], "one reassignment: a claim from a queue is none");
}

/// "How many texts go 24+ hours with no reply?" Fails when what waits is not listed, since when it does.
#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_more_than_a_day_is_listed_with_since_when() {
    let office = Office::open(&standards()).await;
    let (jamie, tom) = (office.customer("Jamie Park"), office.customer("Tom Whitlock"));
    jamie.texts("Hello").await;
    tom.texts("Hi").await;
    office.person("Maya").await.texts(&tom, "Hi Tom, this is Maya.").await;
    office.at("Wed 14:04").await;
    let waiting: Vec<Value> =
        office.list("status=open").await.into_iter().filter(|row| row["waiting_since"].is_string()).collect();
    assert_eq!(waiting.len(), 1);
    assert_eq!(
        (&waiting[0]["contact"]["name"], office.shown(&waiting[0]["waiting_since"])),
        (&json!("Jamie Park"), "Tue 14:03".to_owned())
    );
}
