//! Twilio's own SDK as the judge of our signatures and of the fake of its API.
//!
//! `BATON_TWILIO_PYTHON` names a Python that has `twilio` 9.13.0; `./test` sets it up.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Stdio;

use baton_carriers::fake::FakeTwilio;
use baton_carriers::{
    Carrier, CarrierEvent, HttpClient, Patience, Secret, Twilio, TwilioAccount, WebhookRequest,
};
use baton_hours::MachineTime;
use http::{HeaderMap, HeaderValue, Method};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use url::form_urlencoded::Serializer;

const NOW: MachineTime = MachineTime::from_micros(1_772_812_800_000_000);

async fn sdk(arguments: &[&str], input: &Value) -> Value {
    let python = std::env::var_os("BATON_TWILIO_PYTHON").expect(
        "BATON_TWILIO_PYTHON is not set: it names a Python with Twilio's SDK. Run ./test, or make one with \
         `python3 -m venv target/twilio && target/twilio/bin/pip install twilio==9.13.0` and set it to \
         target/twilio/bin/python",
    );
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/twilio_sdk.py");
    let mut command = tokio::process::Command::new(&python);
    command.arg(script).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).env_clear();
    let mut child =
        command.spawn().unwrap_or_else(|error| panic!("{} does not start: {error}", python.display()));
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.to_string().as_bytes()).await.unwrap();
    drop(stdin);
    let output = child.wait_with_output().await.unwrap();
    assert!(output.status.success(), "twilio_sdk.py {arguments:?} failed; its message stands above");
    serde_json::from_slice(&output.stdout).unwrap()
}

type Parameters = BTreeMap<String, BTreeSet<String>>;

/// URLs and parameters of every kind, the same ones in every run.
fn calls(count: usize) -> Vec<(String, Parameters)> {
    println!("seed 20260306");
    let mut runner = TestRunner::new(Config { rng_seed: RngSeed::Fixed(20_260_306), ..Config::default() });
    let url =
        "https://text\\.example\\.com(:8443)?/hooks/[a-z]{1,8}(\\?[a-z]=[a-z0-9%+]{0,6}&ref=msg_[0-9]{1,3})?";
    let value =
        prop_oneof!["[ -~]{0,40}", "\\PC{0,20}", Just(String::new()), Just("a=b&c+d %41\r\n👋🏽".to_owned())];
    let parameters = proptest::collection::btree_map(
        "[A-Za-z][A-Za-z0-9]{0,12}",
        proptest::collection::btree_set(value, 1..3),
        0..22,
    );
    let strategy = (url, parameters);
    (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

fn pairs(parameters: &Parameters) -> Vec<(&str, &str)> {
    parameters.iter().flat_map(|(name, values)| values.iter().map(|value| (&**name, &**value))).collect()
}

fn line(account: TwilioAccount) -> Twilio {
    Twilio::new(account, &HttpClient::new(Patience::default()).unwrap())
}

#[tokio::test]
async fn webhooks_signed_by_twilios_sdk_are_believed() {
    let calls = calls(300);
    for algorithm in ["HMAC_SHA1", "HMAC_SHA256"] {
        let asked: Vec<Value> = calls.iter().map(|(url, parameters)| {
            json!({"token": "12345", "url": url, "params": parameters, "algorithm": algorithm})
        }).collect();
        let signatures: Vec<String> = serde_json::from_value(sdk(&["sign"], &json!(asked)).await).unwrap();
        assert_eq!(signatures.len(), calls.len());
        let mut account = TwilioAccount::new("AC1", Secret::new("12345"));
        account.shared_keys.push(("key_1".into(), Secret::new("12345")));
        let line = line(account);
        for ((url, parameters), signature) in calls.iter().zip(&signatures) {
            let body = Serializer::new(String::new()).extend_pairs(pairs(parameters)).finish();
            let mut headers = HeaderMap::new();
            headers.insert("X-Twilio-Signature", HeaderValue::from_str(signature).unwrap());
            let settings = HeaderValue::from_str(&format!("key=key_1,algorithm={algorithm}")).unwrap();
            headers.insert("X-Twilio-Webhooks-Signature-Settings", settings);
            let call = WebhookRequest {
                method: &Method::POST,
                public_url: url,
                headers: &headers,
                body: body.as_bytes(),
                received_at: NOW,
            };
            let believed = line.receive(&call);
            assert!(believed.is_ok(), "{algorithm} {url} {parameters:?}: {believed:?}");
            let forged = WebhookRequest { public_url: &format!("{url}x"), ..call };
            assert!(line.receive(&forged).is_err());
        }
    }
}

#[tokio::test]
async fn what_the_fake_signs_twilios_sdk_believes() {
    let fake = FakeTwilio::start("AC1", "12345", NOW).await.unwrap();
    let inbound = fake.inbound(
        "https://text.example.com/hooks/twilio/line_1",
        &[("MessageSid", "SM1"), ("Body", "¡Hola! 👋🏽")],
    );
    let params = |body: &str| -> BTreeMap<String, Vec<String>> {
        url::form_urlencoded::parse(body.as_bytes())
            .map(|(name, value)| (name.into_owned(), vec![value.into_owned()]))
            .collect()
    };
    let case = json!({"token": "12345", "url": inbound.url, "params": params(&inbound.body), "signature": inbound.signature});
    let mut forged = case.clone();
    forged["url"] = json!("https://text.example.com/hooks/twilio/line_2");
    assert_eq!(sdk(&["validate"], &json!([case, forged])).await, json!([true, false]));
}

#[tokio::test]
async fn twilios_client_finds_in_the_fake_what_it_expects_of_the_api() {
    let fake = FakeTwilio::start("AC00000000000000000000000000000000", "12345", NOW).await.unwrap();
    let base = fake.base().to_string();
    let saw = sdk(&["drive", &base, "AC00000000000000000000000000000000", "12345"], &Value::Null).await;
    let messages = fake.messages();
    let sids: Vec<&str> = messages.iter().map(|message| &*message.sid).collect();
    assert_eq!(saw["sids"], json!(sids[..5]));
    assert_eq!(
        (&saw["status"], &saw["segments"], &saw["body"]),
        (&json!("queued"), &json!("1"), &json!("text 0"))
    );
    assert_eq!(saw["created"], json!(1_772_812_800.0));
    assert_eq!(saw["media"], json!("2"));
    assert_eq!(saw["listed"], json!(sids.iter().rev().collect::<Vec<_>>()));
    assert_eq!(saw["unsent_by_date"], json!([]), "a text that still waits has no date of sending");
    let refused = ["no_words", "no_number", "too_long", "unknown", "stranger"].map(|name| saw[name].clone());
    let wanted =
        [[400, 21_602], [400, 21_211], [400, 21_617], [404, 20_404], [401, 20_003]].map(|pair| json!(pair));
    assert_eq!(refused, wanted);
}

#[tokio::test]
async fn a_text_of_the_fake_is_read_by_our_line() {
    let fake = FakeTwilio::start("AC1", "12345", NOW).await.unwrap();
    let inbound = fake.inbound(
        "https://text.example.com/hooks",
        &[("MessageSid", "SM1"), ("From", "+15005550006"), ("To", "+15005550001")],
    );
    let mut headers = HeaderMap::new();
    headers.insert("X-Twilio-Signature", HeaderValue::from_str(&inbound.signature).unwrap());
    let call = WebhookRequest {
        method: &Method::POST,
        public_url: &inbound.url,
        headers: &headers,
        body: inbound.body.as_bytes(),
        received_at: NOW,
    };
    let arrival = line(fake.account()).receive(&call).unwrap();
    assert!(matches!(&arrival.events[..], [Ok(CarrierEvent::Text(text))] if text.carrier_id == "SM1"));
}
