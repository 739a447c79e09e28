//! A line moves to another account, is retired, and its number is given to a new one: history stays where it is.

use crate::shop::{AUTH_TOKEN, SID, Shop};
use crate::stream::Listening;
use crate::twilio::{NUMBER, Wire};
use baton_carriers::fake::FakeTwilio;
use baton_core::LineCarrier;
use baton_store::NewLine;
use serde_json::{Value, json};

const CUSTOMER: &str = "+12125550134";

async fn only(shop: &Shop) -> Value {
    let mut list = shop.person("chris").await.items("/api/v1/conversations").await;
    assert_eq!(list.len(), 1, "{list:?}");
    list.remove(0)
}

/// chatwoot #10615, #9639: the only way to another account was to delete the inbox with its conversations. Fails when a
/// changed line is another line, or when what is under way is forgotten or sent again by the new account.
#[tokio::test(flavor = "multi_thread")]
async fn a_line_changes_its_account_and_everything_goes_on() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    wire.text(CUSTOMER, "SM1", "Can I reschedule?").await;
    let chris = shop.person("chris").await;
    let before = only(&shop).await;
    let id = before["id"].as_str().unwrap();
    let path = format!("/api/v1/conversations/{id}");
    let under_way =
        chris.post(&format!("{path}/messages"), &json!({"text": "Friday at 11?"})).await.expect(201);
    shop.quiet().await;
    let sid = wire.fake.messages()[0].sid.clone();

    let other = "AC00000000000000000000000000000002";
    let moved = FakeTwilio::start(other, "another token", shop.engine.clock().machine()).await.unwrap();
    let base = moved.account().api_base.to_string();
    shop.change_line(wire.line, |settings| {
        settings.account_sid = other.to_owned();
        settings.auth_tokens = vec!["another token".to_owned(), AUTH_TOKEN.to_owned()];
        settings.api_base = Some(base);
    })
    .await;
    // The old account's word about its text still counts, and the new one brings the next text.
    wire.word(&sid, "delivered", None).await;
    let message =
        chris.get(&format!("/api/v1/messages/{}", under_way["id"].as_str().unwrap())).await.expect(200);
    assert_eq!(message["state"], "delivered");
    let url = format!("http://{}{}", shop.address, wire.path());
    let fields =
        [("MessageSid", "SM2"), ("From", CUSTOMER), ("To", NUMBER), ("Body", "Perfect, and the address?")];
    assert_eq!(wire.deliver(&moved.inbound(&url, &fields)).await, 200);
    let now = only(&shop).await;
    assert_eq!(
        (&now["id"], &now["line"], &now["opened_at"]),
        (&before["id"], &before["line"], &before["opened_at"])
    );
    chris.post(&format!("{path}/messages"), &json!({"text": "12 Cedar Lane"})).await.expect(201);
    shop.quiet().await;
    assert_eq!(moved.messages().len(), 1);
    assert_eq!(wire.bodies(), ["Friday at 11?"], "nothing more goes over the old one");
}

/// The same, for a line that is retired and whose number a new line has. Fails when a retired line still sends, when a
/// number finds the retired line first, or when words about what it had sent are no longer heard.
#[tokio::test(flavor = "multi_thread")]
async fn a_retired_line_keeps_its_history_and_its_number_may_be_a_new_lines() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    wire.text(CUSTOMER, "SM1", "Can I reschedule?").await;
    let chris = shop.person("chris").await;
    let old = only(&shop).await["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/conversations/{old}/messages");
    let under_way = chris.post(&path, &json!({"text": "Friday at 11?"})).await.expect(201);
    shop.quiet().await;
    shop.retire(wire.line).await;
    let refused = chris.post(&path, &json!({"text": "Or Monday?"})).await.expect(409);
    assert!(refused["detail"].as_str().unwrap().contains("retired"), "{refused}");
    let begin = json!({"line": wire.line.to_string(), "to": "+12125550135", "text": "Hello"});
    assert_eq!(chris.post("/api/v1/conversations", &begin).await.expect(409)["code"], "not_now");
    wire.word(&wire.fake.messages()[0].sid.clone(), "delivered", None).await;
    let message =
        chris.get(&format!("/api/v1/messages/{}", under_way["id"].as_str().unwrap())).await.expect(200);
    assert_eq!(message["state"], "delivered", "what was under way ends where it began");

    let again = shop.real_line(&wire.fake).await;
    assert_ne!(again, wire.line);
    // The carrier still calls the old address; the number's line of today has it.
    wire.text(CUSTOMER, "SM2", "how much is a quote?").await;
    let list = chris.items("/api/v1/conversations").await;
    let new = list.iter().find(|one| one["id"] != json!(old)).unwrap();
    assert_eq!((&new["line"], list.len()), (&json!(again.to_string()), 2));
    assert_eq!(shop.timeline(&old).await.iter().filter(|entry| entry["type"] == "text.received").count(), 1);
    chris
        .post(
            &format!("/api/v1/conversations/{}/messages", new["id"].as_str().unwrap()),
            &json!({"text": "50 dollars"}),
        )
        .await
        .expect(201);
    shop.quiet().await;
    assert_eq!(wire.bodies(), ["Friday at 11?", "50 dollars"]);
}

/// GSA/notifications-admin #1701, #2051, chatwoot #4204: with a pool, the answer came from another number than the one
/// that was texted. Fails when a reply leaves its sender to the carrier, or goes out over any other line than its
/// thread's.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_comes_from_the_number_that_was_texted_also_within_a_pool() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    let chris = shop.person("chris").await;
    let settings = baton_engine::TwilioSettings {
        account_sid: SID.to_owned(),
        auth_tokens: vec![AUTH_TOKEN.to_owned()],
        api_key: None,
        shared_keys: Vec::new(),
        api_base: Some(wire.fake.account().api_base.to_string()),
        segments_per_second: Some(100),
    };
    let second = NewLine {
        number: "+12125550102".to_owned(),
        name: None,
        carrier: LineCarrier::Twilio,
        carrier_answers: false,
        settings: serde_json::to_value(settings).unwrap(),
    };
    shop.engine.administer(move |w, at| w.add_line(&second, at)).await.unwrap().unwrap();
    let pool = ("MessagingServiceSid", "MG00000000000000000000000000000001");
    for (sid, to) in [("SM1", "+12125550102"), ("SM2", NUMBER)] {
        // One customer texts both numbers, and both calls come to the first line's address.
        let call = wire.call(CUSTOMER, sid, "Can I reschedule?", &[pool, ("To", to)]);
        assert_eq!(wire.deliver(&call).await, 200);
    }
    let list = chris.items("/api/v1/conversations").await;
    assert_eq!(list.len(), 2, "a thread for each line");
    for one in &list {
        let path = format!("/api/v1/conversations/{}/messages", one["id"].as_str().unwrap());
        chris.post(&path, &json!({"text": one["line"]})).await.expect(201);
    }
    shop.quiet().await;
    let lines = chris.items("/api/v1/lines").await;
    for message in wire.fake.messages() {
        let line = lines.iter().find(|line| line["id"] == json!(message.body)).unwrap();
        assert_eq!(json!(message.from), line["number"]);
    }
    assert_eq!(wire.fake.messages().len(), 2);
    let posted = wire.fake.requests().into_iter().filter(|request| request.method == "POST");
    assert!(posted.flat_map(|request| request.form).all(|(name, _)| name != "MessagingServiceSid"));
}

/// The same: a number of the pool that is no line. Fails when such a text is refused, dropped, or given to any line.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_to_a_number_that_is_no_line_is_kept_and_told_as_a_fault_of_the_set_up() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    let mut hears = Listening::open(&shop.person("ruth").await, "/api/v1/events").await;
    let call = wire.call(CUSTOMER, "SM1", "Is anybody there?", &[("To", "+12125550199")]);
    assert_eq!(wire.deliver(&call).await, 200, "it would come again for ever otherwise");
    assert!(shop.person("chris").await.items("/api/v1/conversations").await.is_empty());
    let records = shop.engine.read(|reader| reader.feed(baton_core::Position(0), 1_000)).await.unwrap();
    let faults: Vec<_> = records
        .iter()
        .flat_map(|record| &record.events)
        .filter_map(|event| match event {
            baton_core::Event::SetupFault { fault, detail } => Some((fault, detail)),
            _ => None,
        })
        .collect();
    assert_eq!(faults.len(), 1);
    assert!(faults[0].0.contains("+12125550199"), "{faults:?}");
    assert!(faults[0].1.contains("Is anybody there?"), "the text itself is not lost: {faults:?}");
    let told = hears.until("setup.fault").await;
    assert!(told.contains("+12125550199, which is no line here"), "{told}");
}

/// A carrier gives a text up after a 4xx, and tries again after a 5xx. Fails when a line whose settings have a mistake in them
/// is answered like one that never was.
#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_does_not_work_is_told_to_come_again_and_one_that_never_was_is_not() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    let call = wire.call(CUSTOMER, "SM1", "Hello", &[]);
    shop.change_line(wire.line, |settings| settings.auth_tokens.clear()).await;
    assert_eq!(wire.deliver(&call).await, 503);
    shop.change_line(wire.line, |settings| settings.auth_tokens.push(AUTH_TOKEN.to_owned())).await;
    assert_eq!(wire.deliver(&call).await, 200, "it was mended, and the text comes again");
    let nowhere = baton_core::LineId(wire.line.0 + 1_000);
    assert_eq!(wire.deliver_at(&format!("/hooks/twilio/{nowhere}"), &call).await, 404);
}
