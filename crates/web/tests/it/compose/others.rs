//! Reminders, absences, reasons and a checked policy.

use super::*;

/// Fails when a reminder is not listed or cannot be taken back, or when a refusal loses its words.
#[tokio::test(flavor = "multi_thread")]
async fn reminders_are_set_listed_and_taken_back() {
    let shop = open().await;
    let (id, chris, token) = chris_has_it(&shop).await;
    let path = format!("/c/{id}/reminders");
    let with = |more: &[(&'static str, &'static str)]| {
        let mut fields = vec![("csrf", token.as_str()), ("words", "Ask Dana about the deposit")];
        fields.extend_from_slice(more);
        fields
    };
    let past = chris.form(&path, &with(&[("when", "own"), ("at", "2026-05-12T09:00")])).await;
    assert_eq!(past.status, 422);
    for words in [
        "id=\"rem-add\" open",
        "value=\"Ask Dana about the deposit\"",
        "value=\"2026-05-12T09:00\"",
        "has passed",
    ] {
        assert!(past.body.contains(words), "no {words} in {}", past.body);
    }
    let empty = chris.form(&path, &[("csrf", &token), ("words", " "), ("when", "soon")]).await;
    assert_eq!(empty.status, 422);
    assert!(
        empty.body.contains("id=\"rem-words\"") && empty.body.contains("class=\"hint fail\" id=\"rem-h\""),
        "{}",
        empty.body
    );
    assert_eq!(chris.form(&path, &with(&[("when", "soon")])).await.status, 303);
    let page = chris.get(&format!("/c/{id}")).await.body;
    let list = page.split("id=\"d-rem\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(list.contains("Ask Dana about the deposit") && list.contains("4:03 pm"), "{list}");
    let drop = list.split("action=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    // It is Chris's: Dana does not take it back.
    let (dana, hers) = shop.browser("dana").await;
    assert!(!dana.get(&format!("/c/{id}")).await.body.contains(&drop));
    dana.form(&drop, &[("csrf", &hers)]).await;
    assert!(chris.get(&format!("/c/{id}")).await.body.contains(&drop));
    assert_eq!(chris.form(&drop, &[("csrf", &token)]).await.status, 303);
    assert!(!chris.get(&format!("/c/{id}")).await.body.contains(&drop));
    let live = chris.with("hx-request", "true");
    let set = live.form(&path, &with(&[("when", "2026-05-13T13:00:00Z")])).await;
    assert!(set.body.contains("hx-target=\"#details\"") && set.body.contains("Wed 9 am"), "{}", set.body);
    go_to(&shop, "2026-05-13T13:00:00Z").await;
    assert_eq!(count(&shop.timeline(&id).await, "reminder.came"), 1);
}

/// Fails when a planned absence cannot be taken back, when one that has begun can, or when somebody takes back another's.
#[tokio::test(flavor = "multi_thread")]
async fn a_planned_absence_is_taken_back() {
    let shop = Shop::open().await;
    let (chris, token) = shop.browser("chris").await;
    let path = format!("/team/{}", shop.id("chris"));
    let away = [
        ("csrf", token.as_str()),
        ("state", "away"),
        ("from", "2026-05-20T09:00"),
        ("until", "2026-05-22T18:00"),
    ];
    assert_eq!(chris.form(&path, &away).await.status, 303);
    let page = chris.get("/team").await.body;
    let back = format!("{path}/not-away");
    assert!(page.contains(&format!("action=\"{back}\"")) && page.contains("Take it back"), "{page}");
    let (dana, hers) = shop.browser("dana").await;
    assert!(!dana.get("/team").await.body.contains("not-away"));
    let from = "2026-05-20T13:00:00Z";
    assert_eq!(dana.form(&back, &[("csrf", &hers), ("from", from)]).await.status, 403);
    assert_eq!(chris.form(&back, &[("csrf", &token), ("from", from)]).await.status, 303);
    let after = chris.get("/team").await.body;
    assert!(after.contains("Nobody is away, and nobody has said"), "{after}");
    let now = [("csrf", token.as_str()), ("state", "away")];
    assert_eq!(chris.form(&path, &now).await.status, 303);
    assert!(!chris.get("/team").await.body.contains("not-away"), "it has begun");
}

/// Law 10 on the page. Fails when a policy can go live from the page without what it would move having been shown, or when
/// that is not counted and named.
#[tokio::test(flavor = "multi_thread")]
async fn a_checked_policy_says_what_it_would_move() {
    let shop = open().await;
    let (id, _, _) = chris_has_it(&shop).await;
    shop.text("+12125550177", "How much is it? A quote, please").await.unwrap();
    let (ruth, token) = shop.browser("ruth").await;
    let editing = ruth.get("/policy?edit=1").await.body;
    let go = |page: &str| {
        page.split("formaction=\"/policy\"").nth(1).unwrap().split('>').next().unwrap().to_owned()
    };
    assert!(go(&editing).contains("disabled"), "{editing}");
    let gone = baton_policy::CEDAR_LANE.replace("Sales", "Quotes").replace("\"Sa\"", "\"Qu\"");
    let check = async |text: &str| {
        let fields = [("csrf", token.as_str()), ("text", text), ("version", "3"), ("try", "")];
        ruth.form("/policy/check", &fields).await.body
    };
    let same = check(baton_policy::CEDAR_LANE).await;
    assert!(same.contains("Nothing that is open would move.") && !go(&same).contains("disabled"), "{same}");
    let moved = check(&gone).await;
    assert!(moved.contains("1 conversation would get another owner at once."), "{moved}");
    let list = moved.split("class=\"moves\"").nth(1).unwrap().split("</ul>").next().unwrap();
    assert!(list.contains("Sales to ") && list.contains("0177") && list.contains("<b>1</b>"), "{list}");
    assert!(!list.contains("0134"), "{id} stays with Chris: {list}");
}

/// Fails when a text that closes is refused without the reasons to choose from, loses what was typed or when it goes out,
/// or does not close with the reason that is given then.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_closes_asks_for_a_reason() {
    let shop = open().await;
    let (id, chris, token) = chris_has_it(&shop).await;
    let seen = field(&chris.get(&format!("/c/{id}")).await.body, "seen");
    let path = format!("/c/{id}/messages");
    let with = |more: &[(&'static str, &'static str)]| {
        let mut fields: Vec<(&str, &str)> = write(&id, &token, "See you then.", &seen);
        fields.extend_from_slice(more);
        fields
    };
    let at = "2026-05-13T13:00:00Z";
    for press in [vec![("then", "closed")], vec![("later", at), ("after", "closed")]] {
        let refused = chris.form(&path, &with(&press)).await;
        assert_eq!(refused.status, 422);
        let (name, value) = press[0];
        let button = format!("form=\"write\" name=\"{name}\" value=\"{value}\"");
        for words in ["Say why it is closed", "<option>booked</option>", "See you then.</textarea>", &button]
        {
            assert!(refused.body.contains(words), "no {words} in {}", refused.body);
        }
    }
    assert!(texts(&shop, &id).await.is_empty());
    let later = chris.form(&path, &with(&[("later", at), ("after", "closed"), ("reason", "booked")])).await;
    assert_eq!(later.status, 303, "{}", later.body);
    go_to(&shop, at).await;
    let found = shop.person("chris").await.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
    assert_eq!((&found["status"], &found["status_reason"]), (&json!("closed"), &json!("booked")));
}
