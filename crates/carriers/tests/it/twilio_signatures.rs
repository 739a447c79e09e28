//! Twilio's signatures, held against those that its own SDK computed.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

use baton_carriers::{
    Carrier, Distrust, HttpClient, Patience, Proof, Secret, Twilio, TwilioAccount, WebhookRequest,
};
use baton_hours::MachineTime;
use http::{HeaderMap, HeaderValue, Method};
use serde::Deserialize;
use std::collections::BTreeMap;
use url::form_urlencoded::Serializer;

const SHARED_KEY: &str = "webhooks_sharedkey_1";

#[derive(Debug, Deserialize)]
struct Case {
    why: String,
    secret: String,
    url: String,
    params: BTreeMap<String, String>,
    algorithm: String,
    signature: String,
}

fn cases() -> Vec<Case> {
    let cases: Vec<Case> = serde_json::from_str(include_str!("../vectors/twilio-signatures.json")).unwrap();
    assert_eq!(cases.len(), 8, "the vectors are here as a whole");
    cases
}

/// A call as it reaches us.
#[derive(Debug, Clone)]
struct Call {
    method: Method,
    url: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Call {
    fn of(case: &Case) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert("X-Twilio-Signature", HeaderValue::from_str(&case.signature).unwrap());
        if case.algorithm == "HMAC_SHA256" {
            let settings = format!("key={SHARED_KEY},algorithm=HMAC_SHA256");
            headers.insert("X-Twilio-Webhooks-Signature-Settings", HeaderValue::from_str(&settings).unwrap());
        }
        let body = Serializer::new(String::new()).extend_pairs(&case.params).finish().into_bytes();
        let method = if case.params.is_empty() { Method::GET } else { Method::POST };
        Self { method, url: case.url.clone(), headers, body }
    }

    fn received_by(&self, twilio: &Twilio) -> Result<Proof, Distrust> {
        let request = WebhookRequest {
            method: &self.method,
            public_url: &self.url,
            headers: &self.headers,
            body: &self.body,
            received_at: MachineTime::from_micros(0),
        };
        twilio.receive(&request).map(|arrival| arrival.proof)
    }
}

fn line(tokens: &[&str], shared: &[(&str, &str)]) -> Twilio {
    let mut account = TwilioAccount::new("AC00000000000000000000000000000000", Secret::new("unused"));
    account.auth_tokens = tokens.iter().map(|token| Secret::new(*token)).collect();
    account.shared_keys =
        shared.iter().map(|(id, secret)| ((*id).to_owned(), Secret::new(*secret))).collect();
    Twilio::new(account, &HttpClient::new(Patience::default()).unwrap())
}

fn line_of(case: &Case) -> Twilio {
    line(&[&case.secret], &[(SHARED_KEY, &case.secret)])
}

#[test]
fn what_twilios_sdk_signed_is_believed() {
    for case in cases() {
        assert_eq!(Call::of(&case).received_by(&line_of(&case)), Ok(Proof::Signed), "{}", case.why);
    }
}

#[test]
fn the_default_port_may_be_written_or_not() {
    for case in cases().iter().filter(|case| case.url.starts_with("https://example.com/")) {
        let mut call = Call::of(case);
        call.url = call.url.replacen("example.com/", "example.com:443/", 1);
        assert_eq!(call.received_by(&line_of(case)), Ok(Proof::Signed), "{}", case.why);
    }
}

#[test]
fn any_change_of_body_url_signature_or_secret_is_refused() {
    for case in cases() {
        let line_of_case = line_of(&case);
        let whole = Call::of(&case);
        let mut calls = vec![whole.clone(); 4];
        calls[0].url.push('x');
        calls[1].method = Method::POST;
        calls[1].body.extend_from_slice(b"&Extra=1");
        calls[2]
            .headers
            .insert("X-Twilio-Signature", HeaderValue::from_static("AAAAAAAAAAAAAAAAAAAAAAAAAAA="));
        calls[3].headers.insert("X-Twilio-Signature", HeaderValue::from_static("not base64!"));
        for call in calls {
            let refused = call.received_by(&line_of_case);
            assert!(matches!(refused, Err(Distrust::WrongSignature { .. })), "{}: {refused:?}", case.why);
        }
        let other = line(&["54321"], &[(SHARED_KEY, "54321")]);
        assert!(matches!(whole.received_by(&other), Err(Distrust::WrongSignature { .. })), "{}", case.why);
    }
}

#[test]
fn during_a_rotation_either_token_is_good() {
    for case in cases() {
        let shared = [(SHARED_KEY, "new"), (SHARED_KEY, &*case.secret)];
        for tokens in [[&*case.secret, "new"], ["new", &*case.secret]] {
            assert_eq!(
                Call::of(&case).received_by(&line(&tokens, &shared)),
                Ok(Proof::Signed),
                "{}",
                case.why
            );
        }
    }
}

#[test]
fn the_order_and_repetition_of_parameters_do_not_matter_and_unknown_ones_take_part() {
    for case in cases().iter().filter(|case| !case.params.is_empty()) {
        let mut call = Call::of(case);
        let turned: Vec<_> = case.params.iter().rev().chain(case.params.iter().take(2)).collect();
        call.body = Serializer::new(String::new()).extend_pairs(turned).finish().into_bytes();
        assert_eq!(call.received_by(&line_of(case)), Ok(Proof::Signed), "{}", case.why);
    }
}

#[test]
fn a_call_without_a_signature_or_with_an_unknown_key_or_algorithm_is_refused() {
    let case = cases().into_iter().find(|case| case.algorithm == "HMAC_SHA256").unwrap();
    let mut unsigned = Call::of(&case);
    unsigned.headers.remove("X-Twilio-Signature");
    assert!(matches!(unsigned.received_by(&line_of(&case)), Err(Distrust::Unsigned { .. })));
    for settings in ["key=another,algorithm=HMAC_SHA256", "algorithm=HMAC_SHA512", "key=a,algorithm=none"] {
        let mut call = Call::of(&case);
        call.headers.insert("X-Twilio-Webhooks-Signature-Settings", HeaderValue::from_static(settings));
        assert!(matches!(call.received_by(&line_of(&case)), Err(Distrust::UnknownKey { .. })), "{settings}");
    }
}
