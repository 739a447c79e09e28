//! A rehearsal's clock: how far it goes, and what happened meanwhile.

use crate::client::Client;
use crate::shop::{Shop, cookies, sign_in};
use serde_json::{Value, json};

const CLOCK: &str = "/api/v1/test-clock";
const PHONE: &str = "+12125550134";

/// A shop under a policy with promises, a rota and a holiday.
async fn promising() -> (Shop, Client) {
    let shop = Shop::open().await;
    let ruth = shop.person("ruth").await;
    let version = ruth.get("/api/v1/policy").await.header("etag").to_owned();
    let policy = json!({"policy": baton_policy::CEDAR_LANE_PROMISES});
    ruth.with("if-match", &version).put("/api/v1/policy", &policy).await.expect(200);
    (shop, ruth)
}

async fn moved(who: &Client, how: &Value) -> Value {
    who.post(CLOCK, how).await.expect(200)
}

fn says(moved: &Value) -> Vec<&str> {
    moved["meanwhile"].as_array().unwrap().iter().filter_map(|entry| entry["says"].as_str()).collect()
}

/// Fails when closing time is a break or another day's, when a holiday is not skipped, or when Monday at nine is not nine
/// on the wall after the clocks have changed.
#[tokio::test(flavor = "multi_thread")]
async fn the_clock_goes_to_closing_time_to_opening_time_and_to_monday_at_nine() {
    let (_shop, ruth) = promising().await;
    for (how, now) in [
        (json!({"advance_until": "closing"}), "2026-05-12T22:00:00Z"),
        (json!({"advance_until": "opening"}), "2026-05-13T13:00:00Z"),
        (json!({"advance_until": "mon 09:00"}), "2026-05-18T13:00:00Z"),
        // Monday breaks at noon, from 12:30 to 13:30.
        (json!({"advance_until": "closing", "hours": "Clinic"}), "2026-05-18T22:00:00Z"),
        (json!({"advance_until": "closing"}), "2026-05-19T22:00:00Z"),
        (json!({"advance_until": "21:47"}), "2026-05-20T01:47:00Z"),
        (json!({"advance_to": "2026-10-31T20:00:00Z"}), "2026-10-31T20:00:00Z"),
        // The clocks have gone back in between.
        (json!({"advance_until": "mon 09:00"}), "2026-11-02T14:00:00Z"),
        (json!({"advance_to": "2026-11-25T23:00:00Z"}), "2026-11-25T23:00:00Z"),
        // Thursday is Thanksgiving, Friday closes at four.
        (json!({"advance_until": "closing"}), "2026-11-27T21:00:00Z"),
    ] {
        assert_eq!(moved(&ruth, &how).await["now"], now, "{how}");
    }
}

/// Fails when a move that cannot be is made, or is refused without its field and what to do.
#[tokio::test(flavor = "multi_thread")]
async fn a_move_that_cannot_be_is_refused_with_its_field() {
    let (shop, ruth) = promising().await;
    let before = ruth.get(CLOCK).await.expect(200);
    for (how, field, words) in [
        (json!({}), "advance_to", "Say one of the three"),
        (json!({"advance_seconds": 60, "advance_until": "closing"}), "advance_to", "Say one of the three"),
        (json!({"advance_until": "noon"}), "advance_until", "“noon” is no time to go to."),
        (
            json!({"advance_until": "moon 09:00"}),
            "advance_until",
            "Say closing, opening, 09:00 or mon 09:00.",
        ),
        (json!({"advance_until": "25:00"}), "advance_until", "no time to go to"),
        (json!({"advance_until": "closing", "hours": "Bank"}), "hours", "There are Clinic."),
        (json!({"advance_until": "mon 09:00", "hours": "Clinic"}), "hours", "leave them out"),
        (json!({"advance_to": "2026-05-01T00:00:00Z"}), "advance_to", "never goes back"),
        (json!({"advance_by": 60}), "advance_by", "There is no field “advance_by”."),
    ] {
        let refused = ruth.post(CLOCK, &how).await.expect(422);
        assert_eq!(refused["field"], field, "{how}");
        assert!(refused["detail"].as_str().unwrap().contains(words), "{how}: {refused}");
    }
    let maya = shop.person("maya").await;
    assert_eq!(maya.post(CLOCK, &json!({"advance_until": "closing"})).await.status, 403, "an admin only");
    assert_eq!(ruth.get(CLOCK).await.expect(200), before);
}

/// Fails when a server that goes by real time lets anybody move it, says where a clock for rehearsals stands, or shows one.
#[tokio::test(flavor = "multi_thread")]
async fn real_time_has_no_clock_to_move() {
    let shop = Shop::open_in_real_time().await;
    for who in [shop.person("ruth").await, shop.nobody()] {
        let asked = who.get(CLOCK).await.expect(404);
        assert_eq!(asked["code"], "not_found");
        assert!(asked["detail"].as_str().unwrap().contains("no test clock"), "{asked}");
        who.post(CLOCK, &json!({"advance_until": "closing"})).await.expect(404);
    }
    let (browser, token) = shop.browser("ruth").await;
    assert!(!browser.get("/").await.body.contains("/test-clock"));
    let form = [("csrf", token.as_str()), ("advance_seconds", "900"), ("to", "/")];
    assert_eq!(browser.form("/test-clock", &form).await.status, 404);
}

/// Fails when something that happened on the way is not told, is told twice or out of order, or when its sentence is not
/// the page's.
#[tokio::test(flavor = "multi_thread")]
async fn what_happened_meanwhile_is_told_in_order_and_in_words() {
    let (shop, ruth) = promising().await;
    let id = shop.text(PHONE, "How much is a quote?").await.unwrap();
    let stream = shop.timeline(&id).await.last().unwrap()["position"].as_i64().unwrap();
    let told = moved(&ruth, &json!({"advance_until": "closing"})).await;
    assert_eq!(
        (&told["from"], &told["now"]),
        (&json!("2026-05-12T18:03:00Z"), &json!("2026-05-12T22:00:00Z"))
    );
    let entries = told["meanwhile"].as_array().unwrap();
    let positions: Vec<i64> = entries.iter().map(|entry| entry["position"].as_i64().unwrap()).collect();
    assert_eq!(
        positions,
        (stream + 1..=*positions.last().unwrap()).collect::<Vec<_>>(),
        "no hole, none twice"
    );
    assert_eq!(told["more"], 0);
    let of: Vec<&Value> = entries.iter().filter(|entry| entry["conversation"] == json!(id)).collect();
    let timeline = shop.timeline(&id).await;
    let same: Vec<Value> = of
        .iter()
        .map(|entry| {
            let mut entry = (**entry).clone();
            entry.as_object_mut().unwrap().remove("says");
            entry
        })
        .collect();
    let since: Vec<Value> =
        timeline.into_iter().filter(|entry| entry["position"].as_i64().unwrap() > stream).collect();
    assert_eq!(same, since, "entries are those of the timeline");
    let says = says(&told);
    for sentence in [
        "Reminded Jordan: first reply, promised by 2:18 pm.",
        "Late: first reply, promised by 2:18 pm, did not come.",
        "Rota Nights: Sam Okafor is on now.",
        "Rota Desk: nobody is on now.",
    ] {
        assert!(says.contains(&sentence), "“{sentence}” is not among {says:#?}");
    }
    let quiet = moved(&ruth, &json!({"advance_seconds": 0})).await;
    assert_eq!((&quiet["meanwhile"], &quiet["more"]), (&json!([]), &json!(0)));
}

/// Law 12. Fails when a token without the scope for notes reads one in what happened meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn notes_are_told_only_to_whoever_may_read_them() {
    let (shop, ruth) = promising().await;
    let id = shop.text(PHONE, "Hello").await.unwrap();
    // Chris has the afternoon of the desk; at six he is off, and who comes next reads a note.
    let chris = shop.person("chris").await;
    chris.post(&format!("/api/v1/conversations/{id}/claim"), &json!({})).await.expect(200);
    let admin = shop.person_with("ruth", &["read", "admin"]).await;
    let told = moved(&admin, &json!({"advance_until": "wed 08:00"})).await;
    assert!(!told.to_string().contains("Shift change: from"), "{told:#}");
    assert!(shop.timeline(&id).await.iter().any(|entry| entry["type"] == "note.added"), "there was one");
    let id = shop.text("+12125550135", "Hello").await.unwrap();
    let maya = shop.person("maya").await;
    maya.post(&format!("/api/v1/conversations/{id}/claim"), &json!({})).await.expect(200);
    let told = moved(&ruth, &json!({"advance_until": "13:00"})).await;
    let note =
        says(&told).into_iter().find(|says| says.starts_with("Baton noted: “Shift change: from Maya Ortiz"));
    assert!(note.is_some(), "{:#?}", says(&told));
}

/// Law 12. Fails when a token without the scope for notes reads the words of a reminder in the sentence about it.
#[tokio::test(flavor = "multi_thread")]
async fn reminders_are_told_without_their_words_to_whoever_may_not_read_notes() {
    let shop = Shop::open().await;
    let id = shop.text(PHONE, "Hello").await.unwrap();
    let path = format!("/api/v1/conversations/{id}/reminders");
    let chris = shop.person("chris").await;
    chris.post(&path, &json!({"text": "Call the lab", "in": "10 min"})).await.expect(201);
    let admin = shop.person_with("ruth", &["read", "admin"]).await;
    let told = moved(&admin, &json!({"advance_seconds": 900})).await;
    assert!(says(&told).contains(&"Reminded Chris."), "{:#?}", says(&told));
    assert!(!told.to_string().contains("Call the lab"), "{told:#}");
    chris.post(&path, &json!({"text": "Call the lab", "in": "10 min"})).await.expect(201);
    let told = moved(&shop.person("ruth").await, &json!({"advance_seconds": 900})).await;
    assert!(says(&told).contains(&"Reminded Chris: “Call the lab”"), "{:#?}", says(&told));
}

/// Fails when a long rehearsal is answered whole, or what is left out is not counted.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_much_to_tell_is_counted() {
    let (shop, ruth) = promising().await;
    for phone in 0..60 {
        shop.text(&format!("+1212555{:04}", 2_000 + phone), "Hello").await.unwrap();
    }
    let told = moved(&ruth, &json!({"advance_until": "mon 09:00"})).await;
    let entries = told["meanwhile"].as_array().unwrap();
    assert_eq!(entries.len(), 500);
    let last = entries[499]["position"].as_i64().unwrap();
    let head = shop.engine.health().feed_head.0;
    assert_eq!(told["more"], json!(head - last));
}

/// Fails when the page does not say what happened, says it a second time, to somebody else, or takes a customer's words for
/// HTML; or when a part of a page, fetched while the redirect is under way, takes it away.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_tells_by_conversation_what_happened_once() {
    let (shop, _) = promising().await;
    let id = shop.text(PHONE, "How much is a quote?").await.unwrap();
    let ruth = shop.person("ruth").await;
    let found = ruth.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
    let contact = format!("/api/v1/contacts/{}", found["contact"]["id"].as_str().unwrap());
    ruth.patch(&contact, &json!({"name": "<b>Jamie</b> Park"})).await.expect(200);
    let (browser, token) = shop.browser("ruth").await;
    let page = browser.get("/").await.body;
    for (value, words) in
        [("900", "+15 min"), ("closing", "to closing time"), ("mon 09:00", "to Monday 9:00")]
    {
        assert!(page.contains(&format!("value=\"{value}\"")) && page.contains(words), "{words}");
    }
    assert!(!page.contains("to opening time"), "it is open");
    let form = [("csrf", token.as_str()), ("advance_until", "closing"), ("to", "/policy")];
    let moved = browser.form("/test-clock", &form).await;
    assert_eq!((moved.status, moved.header("location")), (303, "/policy"));
    let with = cookies(&moved).join("; ");
    assert!(with.starts_with("baton-moved="), "{with}");
    // What the page that is about to go fetches in between does not take it away.
    for part in ["/list", "/rows", &format!("/c/{id}/live"), &format!("/c/{id}")] {
        let part = browser.also("cookie", &with).also("hx-request", "true").get(part).await;
        assert_eq!(part.status, 200);
        assert!(part.headers.get_all("set-cookie").iter().next().is_none(), "{:?}", part.headers);
    }
    let next = browser.also("cookie", &with).get("/policy").await;
    assert!(next.body.contains("From Tue 12 May, 2:03 pm to 6:00 pm: "), "{}", next.body);
    assert!(next.body.contains(&format!("<a href=\"/c/{id}\">&#60;b&#62;Jamie&#60;/b&#62; Park</a>")));
    assert!(next.body.contains("<b>Late: </b>first reply, promised by 2:18\u{a0}pm, did not come."));
    assert!(next.body.contains("to opening time"), "it is closed now");
    let gone = next.headers.get_all("set-cookie").iter().any(|line| {
        line.to_str().unwrap().starts_with("baton-moved=;") && line.to_str().unwrap().contains("Max-Age=0")
    });
    assert!(gone, "told once");
    let (maya, _) = sign_in(&shop.nobody(), "maya@cedarlane.example", crate::shop::PASSWORD).await;
    let hers = maya.also("cookie", &with).get("/").await.body;
    assert!(!hers.contains("id=\"meanwhile\"") && !hers.contains("to closing time"), "an admin only");
    assert!(hers.contains("Ruth can move the clock."));
}

/// Fails when every conversation says anew that somebody else answers for it as shifts change, or when nobody says it.
#[tokio::test(flavor = "multi_thread")]
async fn who_answers_as_people_come_and_go_is_one_line_for_all() {
    let shop = Shop::open().await;
    for phone in 0..3 {
        shop.text(&format!("+1212555{:04}", 2_000 + phone), "How much is a quote?").await.unwrap();
    }
    let (browser, token) = shop.browser("ruth").await;
    let form = [("csrf", token.as_str()), ("advance_until", "wed 09:30"), ("to", "/policy")];
    let moved = browser.form("/test-clock", &form).await;
    let next = browser.also("cookie", &cookies(&moved).join("; ")).get("/policy").await.body;
    assert_eq!(
        next.matches("As people came and went, somebody else answers for 3 conversations.").count(),
        1,
        "{next}"
    );
    assert!(!next.contains("for it now."), "{next}");
}
