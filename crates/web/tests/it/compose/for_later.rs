//! Texts for later, held ones, and the night.

use super::*;

/// The id of the text that waits, as the timeline's forms have it.
fn scheduled(page: &str) -> String {
    let at = page.split("id=\"s-").nth(1).unwrap_or_else(|| panic!("nothing waits in {page}"));
    at.split('"').next().unwrap().to_owned()
}

/// Fails when a text for later goes out at once or not at its time, when it does not stand in the timeline with its time, or
/// when it cannot be moved, dropped or sent there.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_for_later_waits_in_the_timeline_and_can_be_moved_sent_or_dropped() {
    let shop = open().await;
    let (id, chris, token) = chris_has_it(&shop).await;
    let page = chris.get(&format!("/c/{id}")).await.body;
    for words in [
        "value=\"2026-05-13T13:00:00Z\">Tomorrow",
        "value=\"2026-05-18T13:00:00Z\">Monday",
        "In the time of New York.",
    ] {
        assert!(page.contains(words), "no {words} in {page}");
    }
    let seen = field(&page, "seen");
    let path = format!("/c/{id}/messages");
    let later = |text: &'static str, more: &[(&'static str, &'static str)]| {
        let mut fields: Vec<(&str, &str)> = write(&id, &token, text, &seen);
        fields.extend_from_slice(more);
        fields
    };
    // A time that is none, or has passed, stands at its field, and nothing is lost.
    for own in ["", "2026-05-12T09:00"] {
        let wrong = chris
            .form(
                &path,
                &later("Good morning.", &[("later", "own"), ("send_at", own), ("if_changed", "send")]),
            )
            .await;
        assert_eq!(wrong.status, 422);
        assert!(
            wrong.body.contains("id=\"act-later\" open")
                && wrong.body.contains("class=\"hint fail\" id=\"later-h\""),
            "{}",
            wrong.body
        );
        assert_eq!(draft(&wrong.body), "Good morning.");
        assert!(wrong.body.contains("value=\"send\" checked"), "{}", wrong.body);
    }
    let sent = chris
        .form(
            &path,
            &later(
                "Good morning.",
                &[("later", "own"), ("send_at", "2026-05-13T09:30"), ("after", "pending")],
            ),
        )
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert!(texts(&shop, &id).await.is_empty());
    let page = chris.get(&format!("/c/{id}")).await.body;
    let ghost = page.split("id=\"s-").nth(1).unwrap();
    for words in ["Good morning.", "Wed 9:30 am", "asks you if something comes first"] {
        assert!(ghost.contains(words), "no {words} in {ghost}");
    }
    // Dana reads it, and may do nothing about it.
    let (dana, _) = shop.browser("dana").await;
    let hers = dana.get(&format!("/c/{id}")).await.body;
    assert!(hers.contains("Good morning.") && !hers.contains("/scheduled/"), "{hers}");
    // Another time, and a refusal of one at its place.
    let act = |action: &str| format!("/c/{id}/scheduled/{}/{action}", scheduled(&page));
    let with = |more: &[(&'static str, &'static str)]| {
        let mut fields = vec![("csrf", token.as_str()), ("seen", seen.as_str())];
        fields.extend_from_slice(more);
        fields
    };
    let past = chris.form(&act("change"), &with(&[("send_at", "2026-05-12T09:00")])).await;
    assert_eq!(past.status, 422);
    assert!(
        past.body.contains("That time has passed.") && past.body.contains("value=\"2026-05-12T09:00\""),
        "{}",
        past.body
    );
    assert_eq!(chris.form(&act("change"), &with(&[("send_at", "2026-05-13T10:00")])).await.status, 303);
    let moved = chris.get(&format!("/c/{id}")).await.body;
    assert!(moved.contains("Wed 10 am") && moved.contains("Good morning."), "{moved}");
    // Other words, and none, which are refused with what was written.
    let empty = chris.form(&act("change"), &with(&[("send_at", "2026-05-13T10:00"), ("text", " ")])).await;
    assert_eq!(empty.status, 303, "blanks are no change of the words: {}", empty.body);
    let words = with(&[("send_at", "2026-05-12T09:00"), ("text", "Good morning, Jamie.")]);
    let refused = chris.form(&act("change"), &words).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("\nGood morning, Jamie.</textarea>"), "{}", refused.body);
    let words = with(&[("send_at", "2026-05-13T10:00"), ("text", "Good morning, Jamie.")]);
    assert_eq!(chris.form(&act("change"), &words).await.status, 303);
    let changed = chris.get(&format!("/c/{id}")).await.body;
    let ghost = changed.split("id=\"s-").nth(1).unwrap();
    assert!(ghost.contains("<p class=\"msg__text\">Good morning, Jamie.</p>"), "{ghost}");
    // Sent now, once, however often it is pressed.
    for _ in 0..2 {
        chris.form(&act("send"), &with(&[("key", "again-1")])).await;
    }
    assert_eq!(texts(&shop, &id).await.len(), 1);
    chris.form(&path, &later("Second.", &[("later", "2026-05-13T13:00:00Z"), ("key", "k2")])).await;
    let page = chris.get(&format!("/c/{id}")).await.body;
    let drop = format!("/c/{id}/scheduled/{}/drop", scheduled(&page));
    assert_eq!(chris.form(&drop, &[("csrf", &token)]).await.status, 303);
    go_to(&shop, "2026-05-13T14:30:00Z").await;
    assert_eq!(texts(&shop, &id).await.len(), 1);
}

/// Law 7 on the page. Fails when a held text is not said out loud, or when the choice does not do what it says.
#[tokio::test(flavor = "multi_thread")]
async fn a_held_text_asks_out_loud() {
    let shop = open().await;
    let (id, chris, token) = chris_has_it(&shop).await;
    let seen = field(&chris.get(&format!("/c/{id}")).await.body, "seen");
    let mut later = write(&id, &token, "Friday at 11.", &seen);
    later.extend([("later", "2026-05-12T19:00:00Z"), ("if_changed", "ask")]);
    chris.form(&format!("/c/{id}/messages"), &later).await;
    shop.text(JAMIE, "Or on Monday?").await;
    go_to(&shop, "2026-05-12T19:00:00Z").await;
    let page = chris.get(&format!("/c/{id}")).await.body;
    let ghost = page.split("id=\"s-").nth(1).unwrap();
    assert!(ghost.contains("class=\"loud\" role=\"alert\"") && ghost.contains("was to go out"), "{ghost}");
    let send = format!("/c/{id}/scheduled/{}/send", scheduled(&page));
    // Who has not seen what came is told.
    let stale = chris.form(&send, &[("csrf", &token), ("seen", &seen)]).await;
    assert_eq!(stale.status, 409);
    assert!(stale.body.contains("“Or on Monday?” It has not gone out."), "{}", stale.body);
    let seen = field(&page, "seen");
    assert_eq!(chris.form(&send, &[("csrf", &token), ("seen", &seen)]).await.status, 303);
    assert_eq!(texts(&shop, &id).await.len(), 1);
}

/// Fails when a refusal at night loses what was typed or offers no way on, or when a way on does not do what it says.
#[tokio::test(flavor = "multi_thread")]
async fn at_night_a_person_chooses_the_morning_or_now() {
    let shop = open().await;
    let (id, chris, token) = chris_has_it(&shop).await;
    let seen = field(&chris.get(&format!("/c/{id}")).await.body, "seen");
    go_to(&shop, "2026-05-14T02:30:00Z").await;
    let path = format!("/c/{id}/messages");
    let live = chris.with("hx-request", "true");
    let with = |text: &'static str, more: &[(&'static str, &'static str)]| {
        let mut fields: Vec<(&str, &str)> = write(&id, &token, text, &seen);
        fields.extend_from_slice(more);
        fields
    };
    let refused = live.form(&path, &with("Sorry, we were swamped.", &[("then", "pending")])).await;
    assert_eq!(refused.status, 409);
    for words in [
        "It is 10:30 pm where",
        "name=\"later\" value=\"2026-05-14T12:00:00Z\">Text at 8 am (their morning)",
        "name=\"despite\" value=\"pending\">Text now all the same",
    ] {
        assert!(refused.body.contains(words), "no {words} in {}", refused.body);
    }
    assert_eq!(draft(&refused.body), "Sorry, we were swamped.");
    let morning = chris
        .form(
            &path,
            &with("Sorry, we were swamped.", &[("later", "2026-05-14T12:00:00Z"), ("after", "open")]),
        )
        .await;
    assert_eq!(morning.status, 303);
    assert!(texts(&shop, &id).await.is_empty());
    assert!(chris.get(&format!("/c/{id}")).await.body.contains("Thu 8 am"));
    // A time of one's own at night is refused as well, and can be meant.
    let night =
        chris.form(&path, &with("At night.", &[("later", "own"), ("send_at", "2026-05-14T23:00")])).await;
    assert_eq!(night.status, 409);
    assert!(night.body.contains("name=\"despite\" value=\"2026-05-15T03:00:00Z\">Text "), "{}", night.body);
    let meant = chris.form(&path, &with("At night.", &[("despite", "2026-05-15T03:00:00Z")])).await;
    assert_eq!(meant.status, 303, "{}", meant.body);
    assert!(texts(&shop, &id).await.is_empty());
    let now = chris.form(&path, &with("It cannot wait.", &[("despite", "pending")])).await;
    assert_eq!(now.status, 303, "{}", now.body);
    let written = texts(&shop, &id).await;
    assert_eq!((written.len(), &written[0]["text"]), (1, &json!("It cannot wait.")));
}

/// Fails when whoever moves the time of a scheduled text undoes what a colleague has made of its words meanwhile, or when
/// whoever changes them too is not told of it, and cannot go on.
#[tokio::test(flavor = "multi_thread")]
async fn words_that_were_changed_meanwhile_are_not_changed_back() {
    let shop = open().await;
    let (id, chris, token) = chris_has_it(&shop).await;
    let seen = field(&chris.get(&format!("/c/{id}")).await.body, "seen");
    let mut later = write(&id, &token, "Friday at 11.", &seen);
    later.extend([("later", "2026-05-13T13:00:00Z"), ("if_changed", "ask")]);
    chris.form(&format!("/c/{id}/messages"), &later).await;
    let page = chris.get(&format!("/c/{id}")).await.body;
    assert!(page.contains("name=\"was\""), "the form says what it was filled with: {page}");
    let (act, text) = (format!("/c/{id}/scheduled/{}/change", scheduled(&page)), scheduled(&page));
    let words = async || {
        let found = shop.person("chris").await.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
        found["scheduled"][0]["text"].as_str().unwrap().to_owned()
    };
    let ruth = shop.person("ruth").await;
    let corrected = json!({"text": "Friday at 10."});
    ruth.patch(&format!("/api/v1/scheduled/{text}"), &corrected).await.expect(200);
    let at = [("csrf", token.as_str()), ("seen", seen.as_str()), ("send_at", "2026-05-13T10:00")];
    let with = |text, was| [&at[..], &[("text", text), ("was", was)]].concat();
    let moved = chris.form(&act, &with("Friday at 11.", "Friday at 11.")).await;
    assert_eq!((moved.status, words().await.as_str()), (303, "Friday at 10."), "{}", moved.body);
    let stale = chris.form(&act, &with("Friday at 11:15.", "Friday at 11.")).await;
    assert_eq!((stale.status, words().await.as_str()), (409, "Friday at 10."));
    for words in ["changed meanwhile: “Friday at 10.”", "Friday at 11:15.</textarea>"] {
        assert!(stale.body.contains(words), "no {words} in {}", stale.body);
    }
    let again = chris.form(&act, &with("Friday at 11:15.", "Friday at 10.")).await;
    assert_eq!((again.status, words().await.as_str()), (303, "Friday at 11:15."), "{}", again.body);
}
