//! The article, after hours: "Auto-reply within seconds; human follow-up next business day", and "texts tagged as #urgent can be routed to a specific on-call owner or queue".

use super::Office;
use super::policies::standards;

const AFTER_HOURS: &str = "Thanks for texting Cedar Lane Physio. You’ve reached us outside of our normal hours (9am–6pm). Our \
                           team will see your message at 9am and respond within 1 hour. If this is urgent, reply ‘URGENT’ \
                           and we’ll prioritize your message first.";

/// "Auto-reply within seconds", in the article's words. Fails when it does not go out at once, goes out in business hours or
/// twice a night, or counts as the human's follow-up.
#[tokio::test(flavor = "multi_thread")]
async fn after_hours_the_customer_is_told_within_seconds_and_a_human_follows_up() {
    let office = Office::open(&standards()).await;
    let (jamie, tom) = (office.customer("Jamie Park"), office.customer("Tom Whitlock"));
    jamie.texts("Can I reschedule?").await;
    assert!(jamie.has_got().await.is_empty(), "it is open");
    office.at("Tue 21:41").await;
    tom.texts("Can I reschedule?").await;
    assert_eq!(tom.has_got().await, [AFTER_HOURS]);
    let answer = tom.last("text.written").await;
    assert_eq!(
        (office.shown(&answer["at"]), &answer["by"]["name"]),
        ("Tue 21:41".to_owned(), &"Baton".into())
    );
    tom.texts("For next week, I mean").await;
    assert_eq!(tom.has_got().await.len(), 1, "once a night");
    // What the auto-reply says is what is promised, and a human keeps it.
    tom.is_owned_by("Scheduling").await;
    tom.is_promised("first_response", "Wed 10:00").await;
    office.at("Wed 09:30").await;
    let chris = office.person("Chris").await;
    chris.texts(&tom, "Good morning Tom, this is Chris. Which day suits you?").and_waits().await;
    assert_eq!(tom.last("clock.kept").await["clock"], "first_response");
}

/// Fails when URGENT after hours waits for the morning, is another's than on call's, or keeps the promise of an ordinary text.
#[tokio::test(flavor = "multi_thread")]
async fn urgent_goes_to_whoever_is_on_call_now() {
    let office = Office::open(&standards()).await;
    office.at("Sat 23:10").await;
    let rosa = office.customer("Rosa Delgado");
    rosa.texts("My knee is really swollen after today’s session. What should I do?").await;
    rosa.is_owned_by("General").await;
    rosa.is_promised("first_response", "Mon 10:00").await;
    office.minutes_later(120).await;
    rosa.texts("URGENT").await;
    rosa.is_owned_by("Sam").because("whose turn it is").await;
    assert!(rosa.reasons().await.contains(&"they texted the urgent word".to_owned()));
    rosa.is_tagged(&["urgent"]).await;
    let told = rosa.last("person.told").await;
    assert_eq!((&told["person"]["name"], &told["about"]), (&"Sam Okafor".into(), &"urgent".into()), "{told}");
    rosa.is_promised("first_response", "Sun 01:15").await;
    // "And we’ll prioritize your message first": it is the first of all lists.
    let tom = office.customer("Tom Whitlock");
    tom.texts("When do you open?").await;
    let list = office.list("status=open").await;
    assert_eq!(list[0]["contact"]["name"], "Rosa Delgado");
    let sam = office.person("Sam").await;
    sam.texts(&rosa, "Hi Rosa, this is Sam, on call. Can you put weight on it?").and_waits().await;
    assert_eq!(rosa.last("clock.kept").await["clock"], "first_response");
}

/// Fails when on call can sleep through it without anybody else being told.
#[tokio::test(flavor = "multi_thread")]
async fn what_on_call_does_not_answer_goes_on() {
    let office = Office::open(&standards()).await;
    office.at("Sat 12:00").await;
    let rosa = office.customer("Rosa Delgado");
    rosa.texts("Urgent: I cannot move my knee").await;
    rosa.is_owned_by("Tess").await;
    let meanwhile = office.minutes_later(11).await;
    meanwhile.tells("Late: first reply, promised by 12:05 pm, did not come.");
    meanwhile.tells("Told Tess: the time to answer ran out.");
    // Sam, who leads on call, sleeps until six: the fallback person, who reads this, is told whatever the hour.
    meanwhile.tells("Told you: nobody has answered yet; no step is left.");
    rosa.is_owned_by("Tess").await;
}

/// Fails when a text that only speaks of urgency wakes on call.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_urgent_waits_for_the_morning() {
    let office = Office::open(&standards()).await;
    office.at("Sat 23:10").await;
    let rosa = office.customer("Rosa Delgado");
    rosa.texts("It is not urgent, but do you have an appointment on Monday?").await;
    rosa.is_owned_by("Scheduling").await;
    rosa.is_tagged(&["new"]).await;
}
