//! What may ask for texts to end is answered with one press, and a customer's page holds what they said about texts.

use crate::shop::Shop;
use serde_json::json;

const PHONE: &str = "+12125550134";
const ASKS: &str = "please stop texting me, I have asked before";

/// Fails when the page does not show the words in question with its two buttons, when the press needs a script, when it does
/// not opt the number out with the text as its evidence, or when a button is left over (47 CFR 64.1200(a)(10)).
#[tokio::test(flavor = "multi_thread")]
async fn on_the_page_one_press_opts_out_without_a_script() {
    let shop = Shop::open().await;
    let id = shop.text(PHONE, ASKS).await.unwrap();
    let (chris, token) = shop.browser("chris").await;
    let path = format!("/c/{id}");
    let page = chris.get(&path).await.body;
    for words in ["They may want no more texts: “stop texting", "Opt them out", "Not meant"] {
        assert!(page.contains(words), "no {words} in {page}");
    }
    let ruth = shop.person("ruth").await;
    let found = ruth.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
    let text = found["may_want_out"]["text"].as_str().unwrap().to_owned();
    let fields = [("csrf", token.as_str()), ("text", &text), ("judged", "out")];
    let pressed = chris.form(&format!("{path}/wish"), &fields).await;
    assert_eq!(pressed.status, 303, "{}", pressed.body);
    let page = chris.get(&path).await.body;
    assert!(!page.contains("They may want no more texts") && page.contains("opted out"), "{page}");
    let contact = found["contact"]["id"].as_str().unwrap();
    let history = ruth.get(&format!("/api/v1/contacts/{contact}/consent")).await.expect(200);
    let last = &history["history"][0];
    assert_eq!(
        (&last["to"], &last["cause"], &last["evidence"], &last["message"], &last["by"]["name"]),
        (&json!("out"), &json!("person"), &json!(ASKS), &json!(text), &json!("Chris Bell"))
    );
    let answer = json!({"text": "Sorry!"});
    let refused = ruth.post(&format!("/api/v1/conversations/{id}/messages"), &answer).await.expect(409);
    assert_eq!(refused["code"], "opted_out");
}

/// Fails when "not meant" leaves the box, opts anybody out, or has no way back on a live page; when a page on which they are
/// opted out keeps a composer that sends.
#[tokio::test(flavor = "multi_thread")]
async fn on_a_live_page_not_meant_can_be_undone_and_an_opt_out_takes_the_composer() {
    let shop = Shop::open().await;
    let id = shop.text(PHONE, ASKS).await.unwrap();
    let (chris, token) = shop.browser("chris").await;
    let live = chris.with("hx-request", "true");
    let ruth = shop.person("ruth").await;
    let wish =
        async || ruth.get(&format!("/api/v1/conversations/{id}")).await.expect(200)["may_want_out"].clone();
    let text = wish().await["text"].as_str().unwrap().to_owned();
    let press = async |judged: &str| {
        let fields = [("csrf", token.as_str()), ("text", text.as_str()), ("judged", judged)];
        live.form(&format!("/c/{id}/wish"), &fields).await
    };
    let noted = press("not_meant").await;
    assert_eq!(noted.status, 200, "{}", noted.body);
    assert!(
        !noted.body.contains("They may want no more texts") && noted.body.contains(">Undo<"),
        "{}",
        noted.body
    );
    assert!(!noted.body.contains("hx-target=\"#compose\""), "what somebody writes stays: {}", noted.body);
    assert_eq!(wish().await["not_meant"], true);
    let back = press("open").await;
    assert!(back.body.contains("They may want no more texts"), "{}", back.body);
    let out = press("out").await;
    assert!(
        out.body.contains("hx-target=\"#compose\"") && out.body.contains("Nobody can text"),
        "{}",
        out.body
    );
    assert_eq!(wish().await, serde_json::Value::Null);
}

/// Fails when the API cannot do the same, when a program does it, or when a text that asks for nothing is judged.
#[tokio::test(flavor = "multi_thread")]
async fn over_the_api_a_person_says_what_a_text_means() {
    let shop = Shop::open().await;
    let id = shop.text(PHONE, ASKS).await.unwrap();
    let chris = shop.person("chris").await;
    let found = chris.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
    let text = found["may_want_out"]["text"].as_str().unwrap();
    let path = format!("/api/v1/messages/{text}/may-want-out");
    let program = shop.program(&["read", "route", "send"]).await;
    program.post(&path, &json!({"judged": "out"})).await.expect(403);
    assert_eq!(chris.post(&path, &json!({"judged": "yes"})).await.expect(422)["code"], "invalid");
    let number = chris.post(&path, &json!({"judged": "not_meant"})).await.expect(200);
    assert_eq!(number["consent"]["state"], "unstated");
    let number = chris.post(&path, &json!({"judged": "out"})).await.expect(200);
    assert_eq!((&number["consent"]["state"], &number["consent"]["evidence"]), (&json!("out"), &json!(ASKS)));
    assert_eq!(chris.post(&path, &json!({"judged": "not_meant"})).await.expect(409)["code"], "not_now");
    let types: Vec<_> = chris.items(&format!("/api/v1/conversations/{id}/timeline")).await;
    let judged: Vec<_> = types.iter().filter(|entry| entry["type"] == "opt_out.judged").collect();
    assert_eq!(judged.len(), 2, "{judged:?}");
}

/// Fails when a customer's page lacks their consent with its evidence or the way to the table, when consent cannot be recorded
/// there without a script, or when an opt-out of their own is lifted by somebody who does not say that they asked for it.
#[tokio::test(flavor = "multi_thread")]
async fn a_customers_page_shows_and_records_what_they_said() {
    let shop = Shop::open().await;
    let id = shop.text(PHONE, "Hello").await.unwrap();
    let (chris, token) = shop.browser("chris").await;
    let ruth = shop.person("ruth").await;
    let found = ruth.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
    let contact = found["contact"]["id"].as_str().unwrap().to_owned();
    let page = chris.get(&format!("/c/{id}")).await.body;
    let path = format!("/contacts/{contact}");
    assert!(page.contains(&format!("href=\"{path}\"")), "no way to it in {page}");
    let shown = async || {
        let page = chris.get(&path).await;
        assert_eq!(page.status, 200, "{}", page.body);
        page.body
    };
    let page = shown().await;
    for words in ["(212) 555-0134", "Not asked yet", &format!("/api/v1{path}/consent.csv"), "Record it"] {
        assert!(page.contains(words), "no {words} in {page}");
    }
    assert!(!page.contains("name=\"asked\""), "nobody opted out: {page}");
    let number = ruth.get(&format!("/api/v1{path}")).await.expect(200)["numbers"][0]["id"].clone();
    let number = number.as_str().unwrap();
    let record = async |state: &str, evidence: &str, asked: bool| {
        let mut fields =
            vec![("csrf", token.as_str()), ("number", number), ("state", state), ("evidence", evidence)];
        if asked {
            fields.push(("asked", "1"));
        }
        chris.form(&format!("{path}/consent"), &fields).await
    };
    let refused = record("in", " ", false).await;
    assert!(refused.status == 422 && refused.body.contains("Say how they told you"), "{}", refused.body);
    let refused = record("", "form of 4 March", false).await;
    assert!(refused.status == 422 && refused.body.contains("value=\"form of 4 March\""), "{}", refused.body);
    assert_eq!(record("in", "form of 4 March", false).await.status, 303);
    assert!(shown().await.contains("“form of 4 March”, recorded by Chris Bell"));
    shop.text(PHONE, "STOP").await;
    let page = shown().await;
    for words in ["No: they texted “STOP”", "they texted it to", "name=\"asked\"", "form of 4 March"] {
        assert!(page.contains(words), "no {words} in {page}");
    }
    let refused = record("in", "told me on the phone", false).await;
    assert!(
        refused.status == 422 && refused.body.contains("nobody but they can undo that"),
        "{}",
        refused.body
    );
    assert!(refused.body.contains("value=\"told me on the phone\""), "{}", refused.body);
    assert_eq!(record("in", "asked for reminders again on the phone, 12 May", true).await.status, 303);
    assert!(shown().await.contains("may block us until they text START"));
    let table = chris.get(&format!("/api/v1{path}/consent.csv")).await;
    assert!(table.status == 200 && table.body.lines().count() == 4, "{}", table.body);
    assert_eq!(chris.get("/contacts/ct_nobody").await.status, 404);
}

/// Fails when whoever watches, or is mentioned, is not told on the page and over the API, or when the page has no button.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_watches_is_told() {
    let shop = Shop::open().await;
    let id = shop.text(PHONE, "Hello").await.unwrap();
    let (dana, token) = shop.browser("dana").await;
    let path = format!("/c/{id}");
    assert!(dana.get(&path).await.body.contains("Watch it"));
    let watched = dana.form(&format!("{path}/watch"), &[("csrf", token.as_str()), ("watch", "1")]).await;
    assert_eq!(watched.status, 303);
    assert!(dana.get(&path).await.body.contains("Stop watching"));
    let chris = shop.person("chris").await;
    let note = json!({"text": "@Dana, @Ben: she prefers mornings."});
    chris.post(&format!("/api/v1/conversations/{id}/notes"), &note).await.expect(201);
    shop.text(PHONE, "Are you there?").await;
    let found = chris.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
    let names: Vec<_> = found["watchers"].as_array().unwrap().iter().map(|who| who["name"].clone()).collect();
    assert_eq!(names, ["Dana Kim", "Ben Hart"]);
    let told = dana.get("/told").await.body;
    for words in ["Chris mentions you in a note about", "she prefers mornings", "“Are you there?”"] {
        assert!(told.contains(words), "no {words} in {told}");
    }
    let ben = shop.person("ben").await;
    let nobody = ben
        .send("DELETE", &format!("/api/v1/conversations/{id}/watch"), "application/json", String::new())
        .await
        .expect(200);
    assert_eq!(nobody["watchers"].as_array().unwrap().len(), 1);
    let program = shop.program(&["read", "route"]).await;
    let refused = program.put(&format!("/api/v1/conversations/{id}/watch"), &json!({})).await;
    assert_eq!(refused.expect(403)["code"], "not_allowed");
}
