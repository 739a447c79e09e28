//! A carrier's calls: believed only with a signature, stored exactly once.

use crate::shop::{AUTH_TOKEN, SID, Shop};
use baton_carriers::fake::FakeTwilio;
use baton_core::MachineTime;
use serde_json::json;

async fn fake() -> FakeTwilio {
    FakeTwilio::start(SID, AUTH_TOKEN, MachineTime::from_micros(1_778_608_980_000_000)).await.unwrap()
}

const FORM: &str = "application/x-www-form-urlencoded";

fn parameters<'a>(sid: &'a str, body: &'a str) -> [(&'a str, &'a str); 6] {
    [
        ("MessageSid", sid),
        ("AccountSid", SID),
        ("From", "+12125550134"),
        ("To", "+12125550101"),
        ("Body", body),
        ("NumMedia", "0"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_delivered_fifty_times_at_once_is_one_text() {
    let (shop, fake) = (Shop::open().await, fake().await);
    let path = format!("/hooks/twilio/{}", shop.real_line(&fake).await);
    let url = format!("http://{}{path}", shop.address);
    let call = fake.inbound(&url, &parameters("SM00000000000000000000000000000001", "Can I reschedule?"));
    let carrier = shop.nobody().with("x-twilio-signature", &call.signature);
    let calls = (0..50).map(|_| {
        let (carrier, path, body) = (carrier.clone(), path.clone(), call.body.clone());
        tokio::spawn(async move { carrier.send("POST", &path, FORM, body).await.status })
    });
    for status in calls.collect::<Vec<_>>() {
        assert_eq!(status.await.unwrap(), 200);
    }
    let chris = shop.person("chris").await;
    let list = chris.get("/api/v1/conversations").await.expect(200);
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    let id = list["items"][0]["id"].as_str().unwrap();
    let timeline = chris.get(&format!("/api/v1/conversations/{id}/timeline")).await.expect(200);
    let texts = crate::shop::types(&timeline).into_iter().filter(|kind| *kind == "text.received").count();
    assert_eq!(texts, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_signature_is_403_and_stored_nowhere() {
    let (shop, fake) = (Shop::open().await, fake().await);
    let path = format!("/hooks/twilio/{}", shop.real_line(&fake).await);
    let before = shop.engine.store().read(|reader| reader.feed_head()).unwrap();
    let elsewhere = fake.inbound("http://texts.example/hooks/twilio/x", &parameters("SM02", "Hello"));
    for signature in [elsewhere.signature.as_str(), "", "AAAA"] {
        let carrier = shop.nobody().with("x-twilio-signature", signature);
        assert_eq!(carrier.send("POST", &path, FORM, elsewhere.body.clone()).await.status, 403);
    }
    // The Host header is the caller's own word, and vouches for nothing.
    let forged = shop
        .nobody()
        .with("x-twilio-signature", &elsewhere.signature)
        .with("x-forwarded-host", "texts.example");
    assert_eq!(forged.send("POST", &path, FORM, elsewhere.body).await.status, 403);
    assert_eq!(shop.engine.store().read(|reader| reader.feed_head()).unwrap(), before);
    assert_eq!(shop.nobody().send("POST", "/hooks/twilio/ln_zz", FORM, String::new()).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_configured_address_is_what_is_signed_behind_a_proxy() {
    let (shop, fake) = (Shop::open().await, fake().await);
    shop.app.set_public_url(Some("https://texts.example/"));
    let path = format!("/hooks/twilio/{}?pool=a%20b", shop.real_line(&fake).await);
    let call =
        fake.inbound(&format!("https://texts.example{path}"), &parameters("SM03", "How much is a quote?"));
    let carrier = shop.nobody().with("x-twilio-signature", &call.signature);
    assert_eq!(carrier.send("POST", &path, FORM, call.body).await.status, 200);
    let found = shop.person("chris").await.get("/api/v1/conversations").await.expect(200);
    assert_eq!(found["items"][0]["owner"]["name"], "Sales");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_is_handed_to_the_carrier_once_and_its_states_only_move_forward() {
    let (shop, fake) = (Shop::open().await, fake().await);
    let path = format!("/hooks/twilio/{}", shop.real_line(&fake).await);
    let call =
        fake.inbound(&format!("http://{}{path}", shop.address), &parameters("SM04", "Can I reschedule?"));
    let carrier = shop.nobody().with("x-twilio-signature", &call.signature);
    carrier.send("POST", &path, FORM, call.body).await;
    let chris = shop.person("chris").await;
    let id =
        chris.get("/api/v1/conversations").await.expect(200)["items"][0]["id"].as_str().unwrap().to_owned();
    let reply = json!({"text": "Friday at 11?"});
    let sent = chris.post(&format!("/api/v1/conversations/{id}/messages"), &reply).await.expect(201);
    shop.quiet().await;
    let messages = fake.messages();
    assert_eq!(messages.len(), 1, "{messages:?}");
    for status in ["delivered", "sent"] {
        let Some(call) = fake.status(&messages[0].sid, status, None) else {
            panic!("no callback address was given")
        };
        let path =
            call.url.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| rest[at..].to_owned()));
        let carrier = shop.nobody().with("x-twilio-signature", &call.signature);
        assert_eq!(carrier.send("POST", &path.unwrap(), FORM, call.body).await.status, 200);
    }
    let message = chris.get(&format!("/api/v1/messages/{}", sent["id"].as_str().unwrap())).await.expect(200);
    assert_eq!(message["state"], "delivered");
}
