//! The article, "Time-Based or Shift-Based Ownership": 8 to 12, 12 to 4, 4 to 8.

use super::Office;
use super::policies::model;

/// "Whoever is on shift owns all new incoming messages within that time block." Fails when somebody off shift is given one.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_on_shift_owns_what_comes_in() {
    let office = Office::open(&model("shift-based")).await;
    for (time, owner) in
        [("Wed 08:00", "Chris"), ("Wed 11:59", "Chris"), ("Wed 12:00", "Dana"), ("Wed 16:00", "Ben")]
    {
        office.at(time).await;
        let jamie = office.customer("Jamie Park");
        jamie.texts("Hello, do you have a minute?").await;
        jamie.is_owned_by(owner).await;
        jamie.is_answered_for_by(owner).await;
    }
}

/// "Watch out for: poor handoffs between shifts; customers feeling like they’re starting over each time." Fails when
/// something stays with whoever went home, when the next shift does not read what was asked and promised, or when it is
/// another conversation.
#[tokio::test(flavor = "multi_thread")]
async fn the_next_shift_goes_on_where_the_last_one_stopped() {
    let office = Office::open(&model("shift-based")).await;
    office.at("Wed 11:50").await;
    let jamie = office.customer("Jamie Park");
    jamie.texts("Is there anything free on Friday?").await;
    jamie.is_owned_by("Chris").await;
    let before = jamie.id();
    let meanwhile = office.at("Wed 12:00").await;
    jamie.is_owned_by("Dana").because("Chris Bell’s shift is over").await;
    meanwhile.tells("Rota Desk: Dana Kim is on now.");
    meanwhile.tells("The shift ended, so it went to Dana: Chris Bell’s shift is over.");
    let note = jamie.last("note.added").await;
    assert_eq!(
        note["text"],
        "Shift change: from Chris Bell to Dana Kim. Last words: Jamie Park wrote “Is there anything free on \
         Friday?”. Waiting for a reply since Wednesday 11:50 am. Promised by Wednesday 12:05 pm."
    );
    // What was promised does not move with the owner.
    jamie.is_promised("first_response", "Wed 12:05").await;
    let dana = office.person("Dana").await;
    dana.texts(&jamie, "Hi Jamie, Dana here. Friday at 11?").and_waits().await;
    jamie.texts("Yes, that works for me, see you then at 11").await;
    assert_eq!(jamie.id(), before, "the customer starts nothing over");
    jamie.is_owned_by("Dana").await;
}

/// "Clear coverage windows", and "less ‘always on’ pressure". Fails when after eight somebody of the day is told to act.
#[tokio::test(flavor = "multi_thread")]
async fn after_the_last_shift_nobody_is_on_and_the_promise_waits_for_the_morning() {
    let office = Office::open(&model("shift-based")).await;
    office.at("Wed 21:00").await;
    let jamie = office.customer("Jamie Park");
    jamie.texts("Are you still there?").await;
    jamie.is_owned_by("Desk").await;
    jamie.is_answered_for_by("Maya").await;
    jamie.is_promised("first_response", "Thu 08:15").await;
    let meanwhile = office.at("Thu 08:00").await;
    // The morning is given what came in the night.
    jamie.is_owned_by("Chris").because("whose turn it is").await;
    assert!(!meanwhile.says().iter().any(|says| says.contains("Told")), "{:#?}", meanwhile.says());
}
