//! A carrier's calls: believed only with a signature, stored exactly once.

use crate::shop::{Shop, count};
use crate::twilio::{NUMBER, Wire};
use baton_carriers::fake::SignedCall;
use serde_json::Value;

const CUSTOMER: &str = "+12125550134";

/// The one conversation that there is.
async fn only(shop: &Shop) -> Value {
    let mut list = shop.person("chris").await.items("/api/v1/conversations").await;
    assert_eq!(list.len(), 1, "{list:?}");
    list.remove(0)
}

async fn timeline_of_only(shop: &Shop) -> Vec<Value> {
    let id = only(shop).await["id"].as_str().unwrap().to_owned();
    shop.timeline(&id).await
}

/// chatwoot #15450. Fails when repeats are known neither within a batch (`Round::decide_all`) nor by the store's unique
/// index on the carrier's id.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_delivered_fifty_times_at_once_is_one_text() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    let call = wire.call(CUSTOMER, "SM01", "Can I reschedule?", &[]);
    assert_eq!(wire.deliver_all(&vec![call.clone(); 50]).await, [200; 50]);
    assert_eq!(wire.deliver(&call).await, 200, "also when it comes again later");
    let told = timeline_of_only(&shop).await;
    assert_eq!((count(&told, "text.received"), count(&told, "conversation.routed")), (1, 1));
}

/// chatwoot #15450, with answers that go out by themselves. Fails as the one above (each repeat of HELP is answered),
/// and when the confirmation of a STOP is held back by that very STOP.
#[tokio::test(flavor = "multi_thread")]
async fn a_word_delivered_twenty_times_at_once_is_answered_once() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    wire.text(CUSTOMER, "SM01", "Can I reschedule?").await;
    for (sid, word, answers) in [("SM02", "HELP", 1), ("SM03", "STOP", 2)] {
        let call = wire.call(CUSTOMER, sid, word, &[]);
        assert_eq!(wire.deliver_all(&vec![call; 20]).await, [200; 20]);
        shop.quiet().await;
        assert_eq!(wire.bodies().len(), answers, "{word}: {:?}", wire.bodies());
    }
}

/// chatwoot #14071, PR 14214. Fails when what a text concerns is more than its handset and line (`Command::key`), so
/// that each has a contact and a conversation of its own. Within one batch, `engine/tests/it/receiving.rs` looks closer.
#[tokio::test(flavor = "multi_thread")]
async fn ten_different_texts_from_one_new_number_at_once_are_one_conversation() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    let calls: Vec<SignedCall> = (0..10)
        .map(|text| wire.call(CUSTOMER, &format!("SM{text:02}"), &format!("reschedule {text}"), &[]))
        .collect();
    assert_eq!(wire.deliver_all(&calls).await, [200; 10]);
    let told = timeline_of_only(&shop).await;
    assert_eq!(count(&told, "text.received"), 10);
    assert_eq!((count(&told, "conversation.opened"), count(&told, "conversation.routed")), (1, 1));
    assert_eq!(shop.person("chris").await.items("/api/v1/contacts").await.len(), 1);
}

/// Fails when a call is taken in before it is verified, or when the Host header is taken for what was signed.
#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_signature_is_403_and_stored_nowhere() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    let head = async || shop.engine.read(|reader| reader.feed_head()).await.unwrap();
    let before = head().await;
    let good = wire.call(CUSTOMER, "SM01", "Hello", &[]);
    let elsewhere = wire.fake.inbound("http://texts.example/hooks/twilio/x", &[("MessageSid", "SM02")]);
    for signature in [elsewhere.signature.as_str(), "", "AAAA"] {
        let forged = SignedCall { signature: signature.to_owned(), ..good.clone() };
        assert_eq!(wire.deliver(&forged).await, 403, "{signature}");
    }
    let forged = shop
        .nobody()
        .with("x-twilio-signature", &elsewhere.signature)
        .with("x-forwarded-host", "texts.example");
    let form = "application/x-www-form-urlencoded";
    assert_eq!(forged.send("POST", &wire.path(), form, elsewhere.body).await.status, 403);
    let changed = SignedCall { body: good.body.replace("Hello", "Hi"), ..good };
    assert_eq!(wire.deliver(&changed).await, 403, "another body under a good signature");
    assert_eq!(head().await, before);
    assert_eq!(shop.nobody().send("POST", "/hooks/twilio/ln_zz", form, String::new()).await.status, 404);
}

/// chatwoot PR 14125: signatures were switched off again because texts got lost. Fails when parameters that Baton does
/// not know, or empty ones, are left out of what is verified (`Keys::verify`).
#[tokio::test(flavor = "multi_thread")]
async fn signatures_hold_whatever_a_carrier_adds_to_its_calls() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    let pool = [("MessagingServiceSid", "MG00000000000000000000000000000001")];
    let unknown = [("ProtocolNews", "ä ö ü & = + %"), ("ToCity", "NEW YORK")];
    let empty = [("FromCity", ""), ("MessagingServiceSid", ""), ("Body", "")];
    let spaces = [("Body", "  how much\r\nis a quote?  ")];
    let calls = [&pool[..], &unknown, &empty, &spaces].map(|more| more.to_vec());
    for (index, more) in calls.iter().enumerate() {
        let call = wire.call(&format!("+1212555011{index}"), &format!("SM{index}"), "A quote", more);
        assert_eq!(wire.deliver(&call).await, 200, "{more:?}");
    }
    assert_eq!(shop.person("chris").await.items("/api/v1/conversations").await.len(), calls.len());
}

/// chatwoot PR 14125, behind a proxy. Fails when what is verified is the address that the request came to instead of
/// the public one, or when the query is left out of it.
#[tokio::test(flavor = "multi_thread")]
async fn the_configured_address_is_what_is_signed_behind_a_proxy() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    for (index, public) in ["https://texts.example/", "https://texts.example:8443"].iter().enumerate() {
        shop.app.set_public_url(Some(public));
        let path = format!("{}?pool=a%20b&x=", wire.path());
        let sid = format!("SM{index}");
        let fields = [
            ("MessageSid", sid.as_str()),
            ("From", CUSTOMER),
            ("To", NUMBER),
            ("Body", "How much is a quote?"),
        ];
        let call = wire.fake.inbound(&format!("{}{path}", public.trim_end_matches('/')), &fields);
        assert_eq!(wire.deliver_at(&path, &call).await, 200, "{public}");
        assert_eq!(wire.deliver_at(&wire.path(), &call).await, 403, "its query is part of it");
    }
    assert_eq!(only(&shop).await["owner"]["name"], "Sales");
    assert_eq!(count(&timeline_of_only(&shop).await, "text.received"), 2);
}

/// chatwoot PR 14125, while tokens are rotated. Fails when only the first token of a line verifies, or when one that
/// was taken away still does.
#[tokio::test(flavor = "multi_thread")]
async fn while_tokens_are_rotated_both_of_them_verify_and_afterwards_one() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    let old = crate::shop::AUTH_TOKEN;
    for (index, (tokens, status)) in
        [(vec![old], 200), (vec!["a new one", old], 200), (vec!["a new one"], 403)].into_iter().enumerate()
    {
        shop.change_line(wire.line, |settings| {
            settings.auth_tokens = tokens.iter().map(|token| (*token).to_owned()).collect();
        })
        .await;
        let call = wire.call(CUSTOMER, &format!("SM{index}"), "Can I reschedule?", &[]);
        assert_eq!(wire.deliver(&call).await, status, "{tokens:?}");
    }
    assert_eq!(count(&timeline_of_only(&shop).await, "text.received"), 2);
}

/// Fails when a text to a number that is no line stands in the stream alone, or is shown to whoever asks.
#[tokio::test(flavor = "multi_thread")]
async fn a_fault_of_the_set_up_is_shown_to_admins_with_what_came() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    let (ruth, _) = shop.browser("ruth").await;
    let page = ruth.get("/faults").await;
    assert!(
        page.status == 200 && page.body.contains("Nothing is wrong with it. A text that comes"),
        "{}",
        page.body
    );
    let call = wire.call("+12125550134", "SMlost", "Are you <b>open</b>?", &[("To", "+12125550999")]);
    assert_eq!(wire.deliver(&call).await, 200);
    let page = ruth.get("/faults").await.body;
    for words in ["A text came to +12125550999, which is no line here.", "+12125550134", "Are you"] {
        assert!(page.contains(words), "no {words} in {page}");
    }
    assert!(!page.contains("<b>open</b>"), "what came is text");
    assert!(ruth.get("/").await.body.contains("href=\"/faults\""));
    let listed = shop.person("ruth").await.items("/api/v1/faults").await;
    assert_eq!(listed.len(), 1);
    assert!(listed[0]["detail"].as_str().unwrap().contains("SMlost"));
    shop.change_line(wire.line, |settings| settings.auth_tokens.clear()).await;
    assert!(ruth.get("/faults").await.body.contains("has no auth token"));
    let (chris, _) = shop.browser("chris").await;
    assert_eq!(chris.get("/faults").await.status, 403);
    assert!(!chris.get("/").await.body.contains("href=\"/faults\""));
}

/// Fails when a carrier's call at an address with `%5F`, as some write it, or a `HEAD`, is told that there is nothing, or
/// when another way to ask is.
#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_is_written_in_an_unusual_way_arrives() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    let escaped = wire.path().replace('_', "%5F");
    assert_ne!(escaped, wire.path());
    let call = wire.fake.inbound(
        &format!("http://{}{escaped}", shop.address),
        &[("MessageSid", "SM01"), ("From", CUSTOMER), ("To", NUMBER), ("Body", "Can I reschedule?")],
    );
    assert_eq!(wire.deliver_at(&escaped, &call).await, 200);
    assert_eq!(count(&timeline_of_only(&shop).await, "text.received"), 1);
    let nobody = shop.nobody();
    let asked = async |method: &str, path: &str| nobody.send(method, path, "", String::new()).await.status;
    assert_eq!(asked("PUT", &wire.path()).await, 405);
    assert_ne!(asked("HEAD", &wire.path()).await, 404);
    assert_eq!(asked("GET", "/hooks/twilio/nothing").await, 404);
}
