//! What waits for its time: scheduled texts, reminders, quiet hours; and the evidence of consent.

use crate::client::Client;
use crate::shop::{Shop, count};
use baton_core::LineCarrier;
use baton_store::{NewLine, PersonChange, Writer};
use serde_json::{Value, json};

const JAMIE: &str = "+12125550134";

/// Moves the rehearsal's clock.
async fn go_to(shop: &Shop, time: &str) {
    shop.person("ruth").await.post("/api/v1/test-clock", &json!({"advance_to": time})).await.expect(200);
}

fn messages(id: &str) -> String {
    format!("/api/v1/conversations/{id}/messages")
}

async fn conversation(client: &Client, id: &str) -> Value {
    client.get(&format!("/api/v1/conversations/{id}")).await.expect(200)
}

fn entry<'e>(entries: &'e [Value], kind: &str) -> &'e Value {
    entries.iter().rfind(|entry| entry["type"] == kind).unwrap_or_else(|| panic!("no {kind} in {entries:?}"))
}

/// Fails when a text goes out at another time than the wall shows there, twice for one press, or in another name.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_goes_out_at_nine_on_their_wall() {
    let shop = Shop::open().await;
    let id = shop.text(JAMIE, "Can I reschedule?").await.unwrap();
    let chris = shop.person("chris").await.with("idempotency-key", "one press");
    let wanted = json!({"text": "Friday at 11, does that work?", "send_at": "2026-05-13T09:00[America/New_York]",
        "then": "pending", "wake_at": "2026-05-15T09:00[America/New_York]"});
    let made = chris.post(&messages(&id), &wanted).await.expect(201);
    assert_eq!(
        (&made["state"], &made["send_at"], &made["if_changed"], &made["by"]["name"]),
        (&json!("waiting"), &json!("2026-05-13T13:00:00Z"), &json!("ask"), &json!("Chris Bell"))
    );
    let again = chris.post(&messages(&id), &wanted).await.expect(201);
    assert_eq!(again, made, "the same press");
    let found = conversation(&chris, &id).await;
    assert_eq!((found["scheduled"].clone(), &found["status"]), (json!([made]), &json!("open")));
    assert_eq!(found["waiting_since"], "2026-05-12T18:03:00Z", "nothing is answered yet");
    go_to(&shop, "2026-05-13T12:59:59Z").await;
    assert_eq!(count(&shop.timeline(&id).await, "text.written"), 0);
    go_to(&shop, "2026-05-13T13:00:00Z").await;
    let entries = shop.timeline(&id).await;
    let written = entry(&entries, "text.written");
    assert_eq!((&written["scheduled"], &written["due_at"]), (&made["id"], &made["send_at"]));
    assert_eq!((&written["author"]["name"], &written["at"]), (&json!("Chris Bell"), &made["send_at"]));
    assert_eq!(count(&entries, "text.handed_over"), 1);
    let found = conversation(&chris, &id).await;
    assert_eq!((&found["scheduled"], &found["waiting_since"]), (&json!([]), &Value::Null));
    assert_eq!((&found["status"], &found["wake_at"]), (&json!("pending"), &json!("2026-05-15T13:00:00Z")));
    assert_eq!(chris.post(&messages(&id), &wanted).await.expect(201)["id"], made["id"], "and still is");
    for (body, field) in [
        (json!({"text": "x", "send_at": "2026-05-13T09:00"}), "send_at"),
        (json!({"text": "x", "send_at": "2026-05-13T09:00[Nowhere]"}), "send_at"),
        (json!({"text": "x", "send_at": "2026-05-12T09:00:00Z"}), "send_at"),
        (json!({"text": "x", "if_changed": "send"}), "if_changed"),
        (json!({"text": "x", "send_at": "2026-05-14T13:00:00Z", "if_changed": "maybe"}), "if_changed"),
    ] {
        let fresh = chris.with("idempotency-key", &body.to_string());
        assert_eq!(fresh.post(&messages(&id), &body).await.expect(422)["field"], field, "{body}");
    }
}

/// Law 7, over HTTP. Fails when a text goes out over something unseen, or when nobody is told and can decide.
#[tokio::test(flavor = "multi_thread")]
async fn a_held_text_is_sent_changed_or_dropped() {
    let shop = Shop::open().await;
    let id = shop.text(JAMIE, "Can I reschedule?").await.unwrap();
    let (chris, dana) = (shop.person("chris").await, shop.person("dana").await);
    let wanted = json!({"text": "Friday at 11.", "send_at": "2026-05-12T19:00:00Z"});
    let mut made = Vec::new();
    for _ in 0..3 {
        made.push(chris.post(&messages(&id), &wanted).await.expect(201)["id"].as_str().unwrap().to_owned());
    }
    let path = |id: &str| format!("/api/v1/scheduled/{id}");
    shop.text(JAMIE, "Or on Monday?").await;
    go_to(&shop, "2026-05-12T19:00:00Z").await;
    let entries = shop.timeline(&id).await;
    assert_eq!((count(&entries, "scheduled.held"), count(&entries, "text.written")), (3, 0));
    assert_eq!(entry(&entries, "person.told")["about"], "scheduled_held");
    let held = &conversation(&chris, &id).await["scheduled"][0];
    assert_eq!(held["state"], "held");
    assert_eq!(held["held_because"], "something came that its author had not seen");
    // Sent, by somebody who has seen everything.
    let first = &entries.iter().find(|entry| entry["type"] == "text.received").unwrap()["id"];
    let stale = chris.post(&format!("{}/send", path(&made[0])), &json!({"seen": first})).await.expect(409);
    assert_eq!((&stale["code"], &stale["newer"][0]["text"]), (&json!("newer_text"), &json!("Or on Monday?")));
    let newest = conversation(&chris, &id).await["last_message"]["id"].clone();
    let stranger = dana.post(&format!("{}/send", path(&made[0])), &json!({})).await.expect(403);
    assert_eq!(stranger["code"], "not_allowed");
    let sent = chris.post(&format!("{}/send", path(&made[0])), &json!({"seen": newest})).await.expect(201);
    assert_eq!(sent["text"], "Friday at 11.");
    // Changed: it waits for its time again.
    let change =
        json!({"text": "Monday at 9.", "send_at": "2026-05-12T15:30[America/New_York]", "seen": newest});
    let changed = chris.patch(&path(&made[1]), &change).await.expect(200);
    assert_eq!((&changed["state"], &changed["text"]), (&json!("waiting"), &json!("Monday at 9.")));
    // Dropped.
    let left = chris.send("DELETE", &path(&made[2]), "", String::new()).await.expect(200);
    assert_eq!((&left["id"], &left["state"]), (&json!(made[2]), &json!("dropped")));
    assert_eq!((&left["text"], &left["by"]["name"]), (&json!("Friday at 11."), &json!("Chris Bell")));
    assert_eq!(conversation(&chris, &id).await["scheduled"].as_array().unwrap().len(), 1);
    let gone = chris.send("DELETE", &path(&made[2]), "", String::new()).await.expect(409);
    assert_eq!(gone["detail"], "This text went out, or was dropped already.");
    let missing = chris.send("DELETE", &path("sc_2k7d9q"), "", String::new()).await.expect(404);
    assert_eq!(missing["detail"], "There is no such scheduled text here.");
    go_to(&shop, "2026-05-12T19:30:00Z").await;
    let texts: Vec<Value> = shop
        .timeline(&id)
        .await
        .into_iter()
        .filter(|entry| entry["type"] == "text.written")
        .map(|entry| entry["text"].clone())
        .collect();
    assert_eq!(texts, ["Friday at 11.", "Monday at 9."]);
}

/// Law 10. Fails when the text of somebody who is deactivated is lost, or goes out in their name.
#[tokio::test(flavor = "multi_thread")]
async fn the_text_of_somebody_who_left_has_a_new_author() {
    let shop = Shop::open().await;
    let id = shop.text(JAMIE, "Can I reschedule?").await.unwrap();
    let wanted = json!({"text": "Friday at 11.", "send_at": "2026-05-12T19:00:00Z"});
    shop.person("jordan").await.post(&messages(&id), &wanted).await.expect(201);
    let jordan = shop.id("jordan");
    let gone = PersonChange { active: Some(false), ..PersonChange::default() };
    let left = move |writer: &mut Writer, at| writer.change_person(jordan, &gone, at);
    shop.engine.administer(left).await.unwrap().unwrap();
    shop.quiet().await;
    let found = conversation(&shop.person("ruth").await, &id).await;
    let author = &found["scheduled"][0]["by"]["name"];
    assert_eq!(author, &found["accountable"]["name"]);
    assert_ne!(author, "Jordan Lee");
    go_to(&shop, "2026-05-12T19:00:00Z").await;
    assert_eq!(&entry(&shop.timeline(&id).await, "text.written")["author"]["name"], author);
}

/// Fails when a reminder comes to nobody, at another time, after it was taken back, or its words to a program.
#[tokio::test(flavor = "multi_thread")]
async fn people_are_reminded_in_their_own_words() {
    let shop = Shop::open().await;
    let id = shop.text(JAMIE, "Can I reschedule?").await.unwrap();
    let (chris, dana) = (shop.person("chris").await, shop.person("dana").await);
    let path = format!("/api/v1/conversations/{id}/reminders");
    let pressed = chris.with("idempotency-key", "once");
    let set = pressed.post(&path, &json!({"text": "Call the lab", "in": "2 h"})).await.expect(201);
    assert_eq!((&set["at"], &set["person"]["name"]), (&json!("2026-05-12T20:03:00Z"), &json!("Chris Bell")));
    assert_eq!(pressed.post(&path, &json!({"text": "Call the lab", "in": "2 h"})).await.expect(201), set);
    let tomorrow = json!({"text": "Look again", "at": "2026-05-13T09:00[America/New_York]"});
    let other = dana.post(&path, &tomorrow).await.expect(201);
    for (body, field) in [
        (json!({"text": "x"}), "at"),
        (json!({"text": "x", "in": "2 h", "at": "2026-05-13T09:00:00Z"}), "at"),
        (json!({"text": "x", "in": "soon"}), "in"),
        (json!({"text": " ", "in": "2 h"}), "text"),
    ] {
        assert_eq!(dana.post(&path, &body).await.expect(422)["field"], field, "{body}");
    }
    let program = shop.program(&["read", "route"]).await;
    assert_eq!(program.post(&path, &json!({"text": "x", "in": "2 h"})).await.status, 403);
    let mine = format!("/api/v1/reminders/{}", other["id"].as_str().unwrap());
    assert_eq!(chris.send("DELETE", &mine, "", String::new()).await.expect(403)["code"], "not_allowed");
    let left = dana.send("DELETE", &mine, "", String::new()).await.expect(200);
    assert_eq!(left["reminders"], json!([set]));
    assert_eq!(conversation(&program, &id).await["reminders"][0]["text"], "", "as internal as a note");
    chris
        .patch(&format!("/api/v1/conversations/{id}"), &json!({"status": "closed", "reason": "answered"}))
        .await
        .expect(200);
    go_to(&shop, "2026-05-14T13:00:00Z").await;
    let entries = shop.timeline(&id).await;
    assert_eq!(count(&entries, "reminder.came"), 1, "also of a closed one");
    let came = entry(&entries, "reminder.came");
    assert_eq!(
        (&came["text"], &came["person"]["name"], &came["at"]),
        (&json!("Call the lab"), &json!("Chris Bell"), &set["at"])
    );
    assert_eq!(entry(&entries, "person.told")["about"], "reminder");
    let seen = program.items(&format!("/api/v1/conversations/{id}/timeline?limit=200")).await;
    assert_eq!(entry(&seen, "reminder.came")["text"], "", "nor in the timeline");
    assert_eq!(entry(&seen, "reminder.set")["text"], "");
}

/// Fails when something is started at night, a person cannot say that it cannot wait, or a program's text is lost.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_started_at_night_waits_for_the_day() {
    let shop = Shop::open().await;
    let id = shop.text(JAMIE, "Can I reschedule?").await.unwrap();
    go_to(&shop, "2026-05-14T02:30:00Z").await;
    let (chris, program) = (shop.person("chris").await, shop.program(&["read", "send"]).await);
    let old = chris.post(&messages(&id), &json!({"text": "Sorry, we were swamped."})).await.expect(409);
    assert_eq!((&old["code"], &old["until"]), (&json!("quiet_hours"), &json!("2026-05-14T12:00:00Z")));
    let begin = json!({"line": shop.line, "to": "+12125550177", "text": "Your results are here."});
    let refused = chris.post("/api/v1/conversations", &begin).await.expect(409);
    assert_eq!(
        refused["detail"],
        "It is 10:30 pm where (212) 555-0177 is. What we start goes out from 8 am to 9 pm there. Send it then, or say that \
         it cannot wait."
    );
    let with = |field: &str, value: Value| {
        let mut body = begin.clone();
        body[field] = value;
        body
    };
    let later =
        chris.post("/api/v1/conversations", &with("send_at", refused["until"].clone())).await.expect(201);
    assert_eq!((&later["status"], &later["scheduled"][0]["state"]), (&json!("pending"), &json!("waiting")));
    let mut now = with("despite_quiet_hours", json!(true));
    now["to"] = json!("+12125550178");
    let urgent = chris.post("/api/v1/conversations", &now).await.expect(201);
    assert_eq!(urgent["last_message"]["text"], "Your results are here.");
    now["to"] = json!("+12125550179");
    assert_eq!(program.post("/api/v1/conversations", &now).await.expect(422)["field"], "despite_quiet_hours");
    let held = program.post("/api/v1/conversations", &with("to", json!("+12125550179"))).await.expect(201);
    assert_eq!(held["scheduled"][0]["send_at"], "2026-05-14T12:00:00Z");
    let held = program.post(&messages(&id), &json!({"text": "We have got your text."})).await.expect(202);
    assert_eq!((&held["state"], &held["send_at"]), (&json!("waiting"), &json!("2026-05-14T12:00:00Z")));
    let entries = shop.timeline(&id).await;
    assert_eq!(entry(&entries, "text.scheduled")["why"], "it is night where they are");
    // An answer never waits.
    shop.text(JAMIE, "Hello?").await;
    chris.post(&messages(&id), &json!({"text": "Friday at 11?"})).await.expect(201);
    go_to(&shop, "2026-05-14T12:00:00Z").await;
    let entries = shop.timeline(&id).await;
    assert_eq!(count(&entries, "scheduled.held"), 1, "that had changed meanwhile");
    let theirs = shop.timeline(later["id"].as_str().unwrap()).await;
    assert_eq!(count(&theirs, "text.handed_over"), 1);
}

/// Fails when words of the policy do not count at once, or when what is told of consent is incomplete, told twice, or
/// without its evidence.
#[tokio::test(flavor = "multi_thread")]
async fn the_history_of_consent_is_whole_and_each_fact_stands_once() {
    let shop = Shop::open().await;
    let ruth = shop.person("ruth").await;
    let second = NewLine {
        number: "+12125550102".to_owned(),
        name: None,
        carrier: LineCarrier::Simulator,
        carrier_answers: false,
        settings: json!({}),
    };
    let add = move |writer: &mut Writer, at| writer.add_line(&second, at);
    let second = shop.engine.administer(add).await.unwrap().unwrap().to_string();
    let policy = format!("{}\n[consent]\nopt_out = [\"parar\"]\n", baton_policy::CEDAR_LANE);
    let save = move |writer: &mut Writer, at| writer.save_policy(&policy, None, None, at);
    shop.engine.administer(save).await.unwrap().unwrap();
    let texts = |line: String, text: &'static str| {
        let ruth = ruth.clone();
        async move {
            let path = format!("/api/v1/simulator/{line}/texts");
            ruth.post(&path, &json!({"from": JAMIE, "text": text})).await.expect(201)
        }
    };
    texts(shop.line.clone(), "Can I reschedule?").await;
    texts(second.clone(), "Hello").await;
    let parar = texts(second.clone(), "¡Parar!").await;
    shop.pass(std::time::Duration::from_mins(1)).await;
    texts(shop.line.clone(), "START").await;
    let form = json!({"state": "out", "evidence": "=form, of 4 March"});
    ruth.post(&format!("/api/v1/numbers/{JAMIE}/consent"), &form).await.expect(200);
    let back = json!({"state": "in", "evidence": "phone"});
    ruth.post(&format!("/api/v1/numbers/{JAMIE}/consent"), &back).await.expect(200);
    let contact = ruth.items("/api/v1/contacts?q=0134").await[0]["id"].as_str().unwrap().to_owned();
    let found = ruth.get(&format!("/api/v1/contacts/{contact}/consent")).await.expect(200);
    let history = found["history"].as_array().unwrap();
    let told: Vec<_> = history
        .iter()
        .map(|one| [&one["from"], &one["to"], &one["cause"], &one["evidence"], &one["by"]["name"]])
        .collect();
    let told = json!(told);
    assert_eq!(
        told,
        json!([
            ["unstated", "out", "word", "¡Parar!", JAMIE],
            ["out", "in", "word", "START", JAMIE],
            ["in", "out", "person", "=form, of 4 March", "Ruth Adler"],
            ["out", "in", "person", "phone", "Ruth Adler"],
        ])
    );
    assert_eq!((&history[0]["message"], &history[0]["line"]), (&parar["id"], &json!("+12125550102")));
    assert_eq!(
        (&history[0]["at"], &history[1]["at"]),
        (&json!("2026-05-12T18:03:00Z"), &json!("2026-05-12T18:04:00Z"))
    );
    assert_eq!(found["numbers"][0]["consent"]["state"], "in");
    let table = ruth.get(&format!("/api/v1/contacts/{contact}/consent.csv")).await;
    assert_eq!((table.status, table.header("content-type")), (200, "text/csv; charset=utf-8"));
    let rows: Vec<&str> = table.body.split("\r\n").collect();
    assert_eq!(rows[0], "number,at,from,to,cause,evidence,by,message,line,carrier_block");
    assert!(
        rows[1].starts_with(&format!("{JAMIE},2026-05-12T18:03:00Z,unstated,out,word,¡Parar!,{JAMIE},ms_")),
        "{}",
        rows[1]
    );
    assert_eq!(
        rows[3],
        format!("{JAMIE},2026-05-12T18:04:00Z,in,out,person,\"'=form, of 4 March\",Ruth Adler,,,false")
    );
    assert_eq!((rows.len(), rows[5]), (6, ""));
    let nobody = ruth.get("/api/v1/contacts/ct_2k7d9q/consent").await.expect(404);
    assert_eq!(nobody["detail"], "There is no such contact here.");
}

/// Fails when “it cannot wait” is heard where nothing is sent again, or is not read with what is.
#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_wait_is_said_of_what_is_sent_again() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Hello").await.unwrap();
    let chris = shop.person("chris").await;
    let sent = chris.post(&format!("/api/v1/conversations/{id}/messages"), &json!({"text": "Hi"})).await;
    let path = format!("/api/v1/messages/{}/settle", sent.expect(201)["id"].as_str().unwrap());
    shop.quiet().await;
    let leave = chris.post(&path, &json!({"choice": "leave", "despite_quiet_hours": true})).await.expect(422);
    assert_eq!(leave["field"], "despite_quiet_hours");
    let again = chris.post(&path, &json!({"choice": "again", "despite_quiet_hours": true})).await.expect(409);
    assert_eq!(again["code"], "not_now", "it has arrived");
}
