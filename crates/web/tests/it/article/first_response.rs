//! The article, "Clear First Response: Who’s Here and What Happens Next".

use super::Office;
use super::policies::standards;

const STRONG: &str = "Hi Sarah, this is Maya with EchoTexting Support. I see your message about updating your billing \
                      info. I’ll take care of this for you and confirm once it’s updated—usually within 15–20 minutes.";

/// "Acknowledge the message, set expectations, signal ownership." Fails when answering does not make it Maya's, when the
/// promise in the answer is not kept track of, or when keeping it is not told from breaking it.
#[tokio::test(flavor = "multi_thread")]
async fn a_strong_first_response_is_a_promise_that_baton_remembers() {
    let office = Office::open(&standards()).await;
    let sarah = office.customer("Sarah Novak");
    sarah.texts("Hi, I need to update my billing info").await;
    sarah.is_owned_by("General").await;
    sarah.is_promised("first_response", "Tue 14:18").await;
    office.minutes_later(5).await;
    let maya = office.person("Maya").await;
    maya.texts(&sarah, STRONG).promising("Tue 14:28").await;
    assert_eq!(sarah.has_got().await, [STRONG]);
    sarah.is_owned_by("Maya").because("claimed").await;
    assert_eq!(sarah.last("clock.kept").await["clock"], "first_response");
    // Done is: she said that it is updated. Until then it is open, and hers, with the time that she named.
    sarah.is("open").await;
    sarah.is_promised("follow_up", "Tue 14:28").await;
    office.minutes_later(21).await;
    let late = sarah.last("clock.breached").await;
    assert_eq!(
        (late["clock"].as_str(), office.shown(&late["due_at"])),
        (Some("follow_up"), "Tue 14:28".to_owned())
    );
    maya.texts(&sarah, "Your billing info is updated, Sarah.").and_closes().await;
    sarah.is("closed").await;
}

/// Fails when a promise that was kept in time counts as late.
#[tokio::test(flavor = "multi_thread")]
async fn a_promise_that_is_kept_ends_quietly() {
    let office = Office::open(&standards()).await;
    let sarah = office.customer("Sarah Novak");
    sarah.texts("Hi, I need to update my billing info").await;
    let maya = office.person("Maya").await;
    maya.texts(&sarah, STRONG).promising("Tue 14:23").await;
    // At the very minute it is kept still.
    office.minutes_later(20).await;
    maya.texts(&sarah, "Your billing info is updated, Sarah. Is that the right card?").and_waits().await;
    assert_eq!(sarah.last("clock.kept").await["clock"], "follow_up");
    let meanwhile = office.minutes_later(60).await;
    assert!(!meanwhile.says().iter().any(|says| says.contains("Late")), "{:#?}", meanwhile.says());
    assert_eq!(sarah.reads().await["clock"], serde_json::json!(null));
}

/// The weak example, “Got it.”, sets no expectation of its own. Fails when nothing then says by when we do what we said.
#[tokio::test(flavor = "multi_thread")]
async fn a_weak_first_response_leaves_the_follow_up_of_the_policy() {
    let office = Office::open(&standards()).await;
    let sarah = office.customer("Sarah Novak");
    sarah.texts("Hi, I need to update my billing info").await;
    let maya = office.person("Maya").await;
    maya.texts(&sarah, "Got it.").await;
    sarah.is("open").await;
    sarah.is_promised("follow_up", "Wed 14:03").await;
    sarah.is_owned_by("Maya").await;
}
