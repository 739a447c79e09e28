//! What Twilio's webhooks are read into. Signed by the same code that verifies: who signs right is checked elsewhere.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

use baton_carriers::{
    Arrival, Carrier, CarrierEvent, CarrierState, HttpClient, InboundText, MediaRef, OptOutType, Patience,
    Reason, Secret, StatusUpdate, Twilio, TwilioAccount, Unreadable, Verdict, WebhookRequest, sign_webhook,
};
use baton_hours::MachineTime;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use proptest::prelude::*;
use std::sync::LazyLock;
use url::form_urlencoded::Serializer;

const URL: &str = "https://text.example.com/hooks/twilio/line_1";
const TOKEN: &str = "12345";

static LINE: LazyLock<Twilio> = LazyLock::new(|| {
    let account = TwilioAccount::new("AC00000000000000000000000000000000", Secret::new(TOKEN));
    Twilio::new(account, &HttpClient::new(Patience::default()).unwrap())
});

fn receive(method: &Method, url: &str, signed: &[(&str, &str)], body: &[u8]) -> Arrival {
    let mut headers = HeaderMap::new();
    let signature = sign_webhook(&Secret::new(TOKEN), url, signed);
    headers.insert("X-Twilio-Signature", HeaderValue::from_str(&signature).unwrap());
    let received_at = MachineTime::from_micros(0);
    LINE.receive(&WebhookRequest { method, public_url: url, headers: &headers, body, received_at }).unwrap()
}

fn post(url: &str, parameters: &[(&str, &str)]) -> Result<CarrierEvent, Unreadable> {
    let body = Serializer::new(String::new()).extend_pairs(parameters).finish();
    let mut arrival = receive(&Method::POST, url, parameters, body.as_bytes());
    assert_eq!(arrival.events.len(), 1);
    arrival.events.remove(0)
}

fn text(parameters: &[(&str, &str)]) -> InboundText {
    let usual =
        [("MessageSid", "SM1"), ("From", "+15005550006"), ("To", "+15005550001"), ("SmsStatus", "received")];
    match post(URL, &[&usual, parameters].concat()) {
        Ok(CarrierEvent::Text(text)) => text,
        other => panic!("wanted a text, found {other:?}"),
    }
}

fn status(url: &str, parameters: &[(&str, &str)]) -> StatusUpdate {
    match post(url, &[&[("MessageSid", "SM1"), ("To", "+15005550006")], parameters].concat()) {
        Ok(CarrierEvent::Status(status)) => status,
        other => panic!("wanted a status, found {other:?}"),
    }
}

#[test]
fn a_text_keeps_its_words_and_the_pool_of_its_number() {
    let body = "¡Hola! 👋🏽 50% + tax & “tip”=1\nline two";
    let found =
        text(&[("Body", body), ("MessagingServiceSid", "MG1"), ("NumSegments", "2"), ("Brand-New", "x")]);
    assert_eq!(found.body, body);
    assert_eq!(
        (found.carrier_id.as_str(), found.from.as_str(), found.to.as_str()),
        ("SM1", "+15005550006", "+15005550001")
    );
    assert_eq!((found.pool.as_deref(), found.segments), (Some("MG1"), Some(2)));
    assert!(found.media.is_empty() && !found.answered_by_carrier);
}

#[test]
fn all_ten_pictures_are_read_in_order() {
    let names: Vec<_> =
        (0..10).rev().map(|n| (format!("MediaUrl{n}"), format!("MediaContentType{n}"))).collect();
    let urls: Vec<_> = (0..10).rev().map(|n| format!("https://api.twilio.com/media/{n}")).collect();
    let mut parameters = vec![("NumMedia", "10"), ("Body", "")];
    for ((url_name, type_name), url) in names.iter().zip(&urls) {
        parameters.push((type_name, "image/jpeg"));
        parameters.push((url_name, url));
    }
    let found = text(&parameters);
    let wanted =
        urls.iter().rev().map(|url| MediaRef { url: url.clone(), content_type: Some("image/jpeg".into()) });
    assert_eq!(found.media, wanted.collect::<Vec<_>>());
    assert_eq!(found.body, "");
}

#[test]
fn an_empty_media_url_is_no_picture() {
    assert!(text(&[("NumMedia", "0"), ("MediaUrl0", "")]).media.is_empty());
}

#[test]
fn a_keyword_that_twilio_answered_says_so() {
    let words = [("STOP", OptOutType::Stop), ("START", OptOutType::Start), ("HELP", OptOutType::Help)];
    for (word, wanted) in words {
        let found = text(&[("Body", word), ("OptOutType", word)]);
        assert_eq!((found.opt_out_type, found.answered_by_carrier), (Some(wanted), true));
    }
    let plain = text(&[("Body", "STOP")]);
    assert_eq!((plain.opt_out_type, plain.answered_by_carrier), (None, false));
}

#[test]
fn a_text_may_come_by_get() {
    let url = format!(
        "{URL}?MessageSid=SM1&From=%2B15005550006&To=%2B15005550001&Body=hi+there&SmsStatus=received"
    );
    let arrival = receive(&Method::GET, &url, &[], b"");
    assert!(
        matches!(&arrival.events[..], [Ok(CarrierEvent::Text(text))] if text.body == "hi there"),
        "{arrival:?}"
    );
}

#[test]
fn every_status_word_of_twilio_has_a_state() {
    let words = [
        ("accepted", CarrierState::Queued),
        ("scheduled", CarrierState::Queued),
        ("queued", CarrierState::Queued),
        ("sending", CarrierState::Queued),
        ("sent", CarrierState::Sent),
        ("delivered", CarrierState::Delivered),
        ("read", CarrierState::Delivered),
        ("partially_delivered", CarrierState::Delivered),
        ("undelivered", CarrierState::Undelivered),
        ("failed", CarrierState::Failed),
        ("canceled", CarrierState::Failed),
    ];
    for (word, wanted) in words {
        assert_eq!(status(URL, &[("MessageStatus", word)]).state, wanted, "{word}");
    }
    let unknown = post(URL, &[("MessageSid", "SM1"), ("MessageStatus", "teleported")]).unwrap_err();
    assert_eq!(unknown.carrier_id.as_deref(), Some("SM1"));
}

#[test]
fn a_status_brings_our_reference_back_and_keeps_the_code() {
    let found =
        status(&format!("{URL}?ref=msg_7"), &[("MessageStatus", "undelivered"), ("ErrorCode", "30003")]);
    assert_eq!(found.our_reference.as_deref(), Some("msg_7"));
    let failure = found.failure.unwrap();
    assert_eq!((failure.reason, failure.code.as_deref()), (Reason::Unreachable, Some("30003")));
}

/// Twilio's codes and what they mean to a person, as in its documentation.
#[test]
fn the_codes_that_decide_something_are_classed() {
    let codes = [
        ("21610", Reason::OptedOut),
        ("21211", Reason::InvalidNumber),
        ("21614", Reason::InvalidNumber),
        ("21408", Reason::RegionNotEnabled),
        ("30006", Reason::Landline),
        ("30007", Reason::Filtered),
        ("30034", Reason::SenderNotRegistered),
        ("30032", Reason::SenderNotRegistered),
        ("30001", Reason::TooFast),
        ("20003", Reason::Authentication),
        ("30008", Reason::Unknown),
        ("99999", Reason::Unknown),
    ];
    for (code, wanted) in codes {
        let found = status(URL, &[("MessageStatus", "failed"), ("ErrorCode", code)]).failure.unwrap();
        assert_eq!((found.reason, found.code.as_deref()), (wanted, Some(code)));
    }
}

#[test]
fn a_bare_failed_brings_no_reason_that_could_replace_the_first() {
    for code in [None, Some(("ErrorCode", "")), Some(("ErrorCode", "0"))] {
        let parameters: Vec<_> = [("MessageStatus", "failed")].into_iter().chain(code).collect();
        assert_eq!(status(URL, &parameters).failure, None);
    }
}

#[test]
fn a_text_without_identity_sender_or_receiver_is_named_as_unreadable() {
    for (parameters, wanted) in [
        (vec![("From", "+15005550006"), ("To", "+15005550001"), ("Body", "x")], "MessageSid"),
        (vec![("MessageSid", "SM1"), ("To", "+15005550001"), ("Body", "x")], "From"),
        (vec![("MessageSid", "SM1"), ("From", "+15005550006"), ("To", "")], "To"),
    ] {
        assert!(post(URL, &parameters).unwrap_err().wanted.starts_with(wanted), "{wanted}");
    }
}

#[test]
fn a_json_body_is_believed_by_its_hash_and_not_without() {
    let body = br#"{"a": "b"}"#;
    // sha256sum of these very bytes.
    let hash = "e47aeff37f2bf09285444b8be9fed1f517d9f8de79d2dd63dd22bd1990716f53";
    let url = format!("{URL}?bodySHA256={hash}");
    assert!(receive(&Method::POST, &url, &[], body).events[0].is_err());
    let mut headers = HeaderMap::new();
    headers.insert(
        "X-Twilio-Signature",
        HeaderValue::from_str(&sign_webhook(&Secret::new(TOKEN), &url, &[])).unwrap(),
    );
    let forged = WebhookRequest {
        method: &Method::POST,
        public_url: &url,
        headers: &headers,
        body: br#"{"a": "c"}"#,
        received_at: MachineTime::from_micros(0),
    };
    assert_eq!(LINE.receive(&forged), Err(baton_carriers::Distrust::WrongBody));
}

#[test]
fn stored_sends_nothing_back_and_the_others_say_whether_to_come_again() {
    let stored = LINE.answer(Verdict::Stored);
    assert_eq!(
        (stored.status, stored.content_type, &*stored.body),
        (StatusCode::OK, Some("text/xml"), "<Response></Response>")
    );
    assert_eq!(LINE.answer(Verdict::TryAgain).status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(LINE.answer(Verdict::Refused).status, StatusCode::FORBIDDEN);
}

proptest! {
    /// Whatever is signed is read or named as unreadable; whatever is not is refused. Nothing panics.
    #[test]
    fn no_call_makes_the_reader_panic(body: Vec<u8>, query in "\\PC{0,40}", signature in "\\PC{0,40}", post: bool) {
        let method = if post { Method::POST } else { Method::GET };
        let url = format!("{URL}?{query}");
        let pairs: Vec<(String, String)> = url::form_urlencoded::parse(&body).into_owned().collect();
        let text: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (&**name, &**value)).collect();
        let body = Serializer::new(String::new()).extend_pairs(&text).finish();
        let arrival = receive(&method, &url, if post { &text } else { &[] }, body.as_bytes());
        prop_assert_eq!(arrival.events.len(), 1);
        if let Ok(signature) = HeaderValue::from_str(&signature) {
            let headers = HeaderMap::from_iter([(http::HeaderName::from_static("x-twilio-signature"), signature)]);
            let received_at = MachineTime::from_micros(0);
            let forged = WebhookRequest { method: &method, public_url: &url, headers: &headers, body: body.as_bytes(), received_at };
            prop_assert!(LINE.receive(&forged).is_err());
        }
    }

    /// Names that mean something, with any values.
    #[test]
    fn any_values_of_known_names_are_read_or_named(values in proptest::collection::vec(("MessageSid|From|To|Body|MessageStatus|SmsStatus|ErrorCode|OptOutType|NumMedia|MediaUrl[0-9]|MediaContentType[0-9]|NumSegments", "\\PC{0,20}"), 0..20)) {
        let parameters: Vec<(&str, &str)> = values.iter().map(|(name, value)| (&**name, &**value)).collect();
        match post(URL, &parameters) {
            Ok(CarrierEvent::Text(text)) => prop_assert!(!text.carrier_id.is_empty() && !text.from.is_empty() && text.media.len() <= 10),
            Ok(CarrierEvent::Status(status)) => prop_assert!(!status.carrier_id.is_empty()),
            Err(unreadable) => prop_assert!(!unreadable.wanted.is_empty()),
        }
    }
}
