//! Sending over Twilio, and asking what became of a text, against the fake of its API.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

use std::time::Duration;

use baton_carriers::fake::{Behaviour, FakeTwilio};
use baton_carriers::{
    Carrier, CarrierEvent, CarrierState, Distrust, HttpClient, LookUp, OutboundText, Patience, Proof, Reason,
    Secret, SendOutcome, Twilio, Wanted, WebhookRequest,
};
use baton_hours::MachineTime;
use http::{HeaderMap, HeaderValue, Method};
use proptest::prelude::*;

const LINE: &str = "+15005550001";
const MAYA: &str = "+15005550006";
const NOW: MachineTime = MachineTime::from_micros(1_772_812_800_000_000);
const CALLBACK: &str = "https://text.example.com/hooks/twilio/line_1?workspace=1";

fn http() -> HttpClient {
    HttpClient::new(Patience::default()).unwrap()
}

async fn fake() -> FakeTwilio {
    FakeTwilio::start("AC00000000000000000000000000000000", "12345", NOW).await.unwrap()
}

fn line_on(fake: &FakeTwilio) -> Twilio {
    let mut account = fake.account();
    account.status_callback = Some(CALLBACK.parse().unwrap());
    Twilio::new(account, &http())
}

fn text(body: &str) -> OutboundText {
    OutboundText {
        reference: "msg_7".into(),
        from: LINE.into(),
        to: MAYA.into(),
        body: body.into(),
        media: vec![],
        handed_at: NOW,
    }
}

fn wanted(body: &str, not: &[&str]) -> Wanted {
    Wanted::Content { text: Box::new(text(body)), not: not.iter().map(|&id| id.to_owned()).collect() }
}

#[tokio::test]
async fn a_text_is_accepted_with_its_id_and_leaves_from_its_line() {
    let fake = fake().await;
    let picture =
        OutboundText { media: vec!["https://text.example.com/m/1".into()], ..text("¿Viernes a las 11?") };
    let outcome = line_on(&fake).send(&picture).await;
    let sent = fake.messages().remove(0);
    assert_eq!(
        outcome,
        SendOutcome::Accepted { carrier_id: sent.sid, segments: Some(1), state: CarrierState::Queued }
    );
    assert_eq!(
        (sent.from, sent.to, sent.body, sent.media),
        (LINE.into(), MAYA.into(), picture.body, picture.media)
    );
    assert_eq!(sent.status_callback.unwrap(), format!("{CALLBACK}&ref=msg_7"));
    assert!(fake.requests()[0].form.iter().all(|(name, _)| name != "MessagingServiceSid"));
}

#[tokio::test]
async fn the_signed_callback_brings_the_reference_back_before_or_instead_of_the_answer() {
    let fake = fake().await;
    let line = line_on(&fake);
    fake.next(Behaviour::AcceptAndDrop);
    assert!(matches!(line.send(&text("hello")).await, SendOutcome::Unknown { .. }));
    let call = fake.status(&fake.messages()[0].sid, "delivered", None).unwrap();
    let mut headers = HeaderMap::new();
    headers.insert("X-Twilio-Signature", HeaderValue::from_str(&call.signature).unwrap());
    let request = WebhookRequest {
        method: &Method::POST,
        public_url: &call.url,
        headers: &headers,
        body: call.body.as_bytes(),
        received_at: NOW,
    };
    let arrival = line.receive(&request).unwrap();
    assert_eq!(arrival.proof, Proof::Signed);
    assert!(matches!(&arrival.events[..], [Ok(CarrierEvent::Status(status))]
        if status.our_reference.as_deref() == Some("msg_7") && status.state == CarrierState::Delivered));
    let elsewhere = WebhookRequest { public_url: "https://text.example.com/hooks/twilio/line_2", ..request };
    assert!(matches!(line.receive(&elsewhere), Err(Distrust::WrongSignature { .. })));
}

#[tokio::test]
async fn an_opted_out_receiver_is_refused_with_the_code() {
    let fake = fake().await;
    fake.block(MAYA);
    let SendOutcome::Refused(failure) = line_on(&fake).send(&text("hello")).await else {
        panic!("not refused")
    };
    assert_eq!((failure.reason, failure.code.as_deref()), (Reason::OptedOut, Some("21610")));
}

#[tokio::test]
async fn a_refusal_for_now_says_when_to_come_again() {
    let fake = fake().await;
    for (status, code) in [(429, 20_429), (429, 0), (400, 21_611)] {
        fake.next(Behaviour::Refuse { status, code, retry_after: Some(7) });
        let outcome = line_on(&fake).send(&text("hello")).await;
        let SendOutcome::TryLater { after, failure } = outcome else {
            panic!("{status} {code}: {outcome:?}")
        };
        assert_eq!(
            (after, failure.reason),
            (Some(Duration::from_secs(7)), Reason::TooFast),
            "{status} {code}"
        );
    }
}

#[tokio::test]
async fn a_wrong_password_is_refused_and_another_valid_one_is_tried_first() {
    let fake = fake().await;
    let mut account = fake.account();
    account.auth_tokens = vec![Secret::new("old")];
    let outcome = Twilio::new(account.clone(), &http()).send(&text("hello")).await;
    assert!(
        matches!(&outcome, SendOutcome::Refused(failure) if failure.reason == Reason::Authentication),
        "{outcome:?}"
    );
    account.auth_tokens.push(Secret::new("12345"));
    let outcome = Twilio::new(account, &http()).send(&text("hello")).await;
    assert!(matches!(outcome, SendOutcome::Accepted { .. }), "{outcome:?}");
    assert_eq!(fake.messages().len(), 1);
}

#[tokio::test]
async fn whatever_may_have_sent_the_text_is_unknown_and_the_look_up_finds_it() {
    let cases = [
        Behaviour::AcceptAndDrop,
        Behaviour::AcceptAndFail { status: 500 },
        Behaviour::AcceptAndFail { status: 502 },
        Behaviour::AcceptAndFail { status: 503 },
        Behaviour::AcceptAndFail { status: 504 },
        Behaviour::AcceptAndFail { status: 200 },
        Behaviour::AcceptAndFail { status: 408 },
    ];
    for behaviour in cases {
        let fake = fake().await;
        let line = line_on(&fake);
        fake.next(behaviour.clone());
        let outcome = line.send(&text("hello")).await;
        assert!(matches!(outcome, SendOutcome::Unknown { .. }), "{behaviour:?}: {outcome:?}");
        let LookUp::Found(found) = line.look_up(&wanted("hello", &[])).await else {
            panic!("{behaviour:?}: not found")
        };
        assert_eq!(found.carrier_id, fake.messages()[0].sid);
        assert_eq!(fake.messages().len(), 1, "{behaviour:?}: sent once");
    }
}

#[tokio::test]
async fn a_text_whose_answer_does_not_come_in_time_is_unknown() {
    let fake = fake().await;
    fake.next(Behaviour::AcceptAndStall);
    let impatient = Patience { answer: Duration::from_millis(100), ..Patience::default() };
    let line = Twilio::new(fake.account(), &HttpClient::new(impatient).unwrap());
    let outcome = line.send(&text("hello")).await;
    assert!(matches!(&outcome, SendOutcome::Unknown { why } if why.contains("in time")), "{outcome:?}");
}

#[tokio::test]
async fn a_connection_that_breaks_before_the_text_was_taken_is_unknown_and_not_found() {
    let fake = fake().await;
    let line = line_on(&fake);
    fake.next(Behaviour::Drop);
    assert!(matches!(line.send(&text("hello")).await, SendOutcome::Unknown { .. }));
    assert_eq!(line.look_up(&wanted("hello", &[])).await, LookUp::NotFound);
}

#[tokio::test]
async fn a_carrier_that_cannot_be_reached_got_nothing() {
    let fake = fake().await;
    let line = line_on(&fake);
    drop(fake);
    let nobody = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut account = baton_carriers::TwilioAccount::new("AC1", Secret::new("x"));
    account.api_base = format!("http://{}", nobody.local_addr().unwrap()).parse().unwrap();
    drop(nobody);
    for line in [line, Twilio::new(account, &http())] {
        let outcome = line.send(&text("hello")).await;
        assert!(
            matches!(&outcome, SendOutcome::TryLater { failure, .. } if failure.reason == Reason::NotReached),
            "{outcome:?}"
        );
        assert!(matches!(line.look_up(&Wanted::Id("SM1".into())).await, LookUp::Failed { .. }));
    }
}

#[tokio::test]
async fn a_text_is_looked_up_by_id_with_its_reason() {
    let fake = fake().await;
    let line = line_on(&fake);
    line.send(&text("hello")).await;
    let sid = fake.messages()[0].sid.clone();
    fake.status(&sid, "undelivered", Some(30_007));
    let LookUp::Found(found) = line.look_up(&Wanted::Id(sid)).await else { panic!("not found") };
    assert_eq!(found.state, CarrierState::Undelivered);
    assert_eq!(found.failure.unwrap().reason, Reason::Filtered);
    assert_eq!(line.look_up(&Wanted::Id("SM404/../x".into())).await, LookUp::NotFound);
}

#[tokio::test]
async fn the_same_words_twice_are_told_apart_by_the_ids_we_know_or_a_person_is_asked() {
    let fake = fake().await;
    let line = line_on(&fake);
    line.send(&text("ok")).await;
    line.send(&text("ok")).await;
    line.send(&text("other words")).await;
    let ids: Vec<String> = fake.messages().into_iter().map(|message| message.sid).collect();
    let both = line.look_up(&wanted("ok", &[])).await;
    assert!(matches!(&both, LookUp::Ambiguous { sightings } if sightings.len() == 2), "{both:?}");
    let second = line.look_up(&wanted("ok", &[&ids[0]])).await;
    assert!(matches!(&second, LookUp::Found(found) if found.carrier_id == ids[1]), "{second:?}");
}

#[tokio::test]
async fn yesterdays_same_words_are_not_todays_and_later_pages_are_read() {
    let fake = fake().await;
    let line = line_on(&fake);
    fake.set_clock(NOW - Duration::from_hours(24));
    line.send(&text("hello")).await;
    assert_eq!(line.look_up(&wanted("hello", &[])).await, LookUp::NotFound);
    fake.set_clock(NOW);
    line.send(&text("needle")).await;
    for _ in 0..250 {
        line.send(&text("hay")).await;
    }
    assert!(matches!(line.look_up(&wanted("needle", &[])).await, LookUp::Found(_)));
}

#[tokio::test]
async fn a_rehearsal_may_send_to_a_loopback_base_only() {
    let fake = fake().await;
    assert!(!line_on(&fake).capabilities().reaches_people);
    let mut account = fake.account();
    account.api_base = "https://api.twilio.com".parse().unwrap();
    assert!(Twilio::new(account, &http()).capabilities().reaches_people);
}

#[test]
fn secrets_do_not_show_in_debug_output() {
    let account = baton_carriers::TwilioAccount::new("AC1", Secret::new("hunter2"));
    assert!(!format!("{:?}", Twilio::new(account, &http())).contains("hunter2"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever a server answers, a text is called accepted only if the answer names it.
    #[test]
    fn no_answer_makes_the_sender_panic_or_claim_success(status in 200u16..600, body in proptest::collection::vec(any::<u8>(), 0..100)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            let mut account = baton_carriers::TwilioAccount::new("AC1", Secret::new("x"));
            account.api_base = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
            let line = Twilio::new(account, &http());
            let hello = text("hello");
            let answering = async {
                use tokio::io::{AsyncReadExt, AsyncWriteExt};
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut request = [0; 4096];
                let _ = stream.read(&mut request).await.unwrap();
                let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
                stream.write_all(&[head.as_bytes(), &body].concat()).await.unwrap();
            };
            let (outcome, ()) = tokio::join!(line.send(&hello), answering);
            assert!(!matches!(outcome, SendOutcome::Accepted { .. }), "{outcome:?}");
            if status >= 500 {
                assert!(matches!(outcome, SendOutcome::Unknown { .. }), "{outcome:?}");
            }
        });
    }
}
