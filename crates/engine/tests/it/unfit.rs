//! What a database itself refuses fails alone. On `PostgreSQL`, which takes less than `SQLite` does.

use crate::all::all;
use crate::home::{cedar_lane, inbound, monday, new_line, options, received};
use crate::kept::database;
use crate::told::Told;
use baton_core::{By, Command, LineId, NewText, Position, Refusal};
use baton_engine::{Clock, Engine, Execution, Failure, Request};
use baton_store::{Idempotency, OpenOptions, Store};
use std::sync::Arc;
use tempfile::TempDir;

/// A business on a database of its own.
struct Business {
    engine: Engine,
    line: LineId,
    _folder: TempDir,
}

async fn business() -> Business {
    business_with(&Arc::new(Told::default())).await
}

async fn business_with(carrier: &Arc<Told>) -> Business {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    let opened = tokio::task::spawn_blocking(move || {
        let open = OpenOptions { folder: path, database: Some(database()), ..OpenOptions::default() };
        Arc::new(Store::open(&open).unwrap())
    });
    let store = opened.await.unwrap();
    let mut options = options(carrier);
    options.execution = Execution::Threads;
    let engine = Engine::start(store, Clock::for_tests(monday()), options).await.unwrap();
    engine.set_up(cedar_lane()).await.unwrap().unwrap();
    let line = new_line("+12125550100");
    let line = engine.administer(move |writer, at| writer.add_line(&line, at)).await.unwrap().unwrap();
    Business { engine, line, _folder: folder }
}

/// Words that no compression makes short.
fn noise(length: usize) -> String {
    let mut state = 7_u64;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + u8::try_from(state >> 59).unwrap() % 26)
    };
    (0..length).map(|_| letter()).collect()
}

/// Fails when what cannot be loaded, recalled or committed takes those with it that wait beside it, or when they are
/// written twice.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_database_refuses_fails_alone() {
    let home = business().await;
    let text = |from: &str, id: &str| received(inbound(home.line, from, "Hi", id));
    let press = Idempotency { scope: "person\0".into(), key: "a".into(), request: vec![1] };
    let mut requests: Vec<Request> =
        (0..20).map(|n| text(&format!("+121255501{n:02}"), &format!("SM{n}"))).collect();
    // It is asked for and cannot be; it is a press that cannot be looked up; its index cannot hold it.
    requests.insert(5, text("A\0B", "SMa"));
    requests.insert(11, text("+12125550150", "SMb").with_key(Some(press)));
    requests.insert(17, text(&noise(9_000), "SMc"));
    let answers = all(requests.into_iter().map(|request| home.engine.submit(request))).await;
    for (index, answer) in answers.iter().enumerate() {
        let unfit = [5, 11, 17].contains(&index);
        match answer {
            Ok(done) => assert!(!unfit && !done.duplicate, "{index}: {done:?}"),
            Err(failure) => {
                assert!(unfit && matches!(failure, Failure::Broken(_)), "{index}: {failure}");
                assert!(!failure.may_come_again(), "it would fail for ever");
            }
        }
    }
    let records = home.engine.read(|reader| reader.feed(Position(0), 1_000)).await.unwrap();
    let received =
        records.iter().flat_map(|record| &record.events).filter(|event| event.name() == "text.received");
    assert_eq!(received.count(), 20);
    home.engine.stop(std::time::Duration::from_secs(5)).await;
}

/// Fails when what somebody wrote with U+0000 in it gets as far as the database, which tells them nothing that they
/// could use.
#[tokio::test(start_paused = true)]
async fn what_people_write_with_u_0000_is_refused_with_a_sentence() {
    let home = crate::home::Home::new().await;
    let rosa = home.opened("+12125550134").await;
    let by = |command| Request::new(command, By::person(home.dana));
    let tag = Command::Tag { conversation: rosa, add: vec!["a\0b".into()], remove: vec![] };
    let press = Idempotency { scope: "person:1".into(), key: "\0".into(), request: vec![1] };
    for (field, request) in [
        ("add_tags", by(tag.clone())),
        ("add_tags", by(Command::Together(rosa, vec![tag]))),
        ("text", by(Command::Send(rosa, Box::new(NewText::saying("Hi\0"))))),
        ("text", by(Command::AddNote(rosa, "\0".into()))),
        ("reason", by(Command::Close(rosa, Some("d\0ne".into())))),
        ("key", home.reply(rosa, "Hello").with_key(Some(press))),
    ] {
        match home.engine.submit(request).await {
            Err(Failure::Refused(Refusal::Invalid { field: told, sentence, .. })) => {
                assert_eq!(field, told);
                assert!(sentence.contains("U+0000"), "{sentence}");
            }
            other => panic!("{field}: {other:?}"),
        }
    }
}

/// Law 6: what a carrier was told is accepted is stored. Fails when U+0000 in it is refused or kept.
#[tokio::test(flavor = "multi_thread")]
async fn a_carriers_text_with_u_0000_is_taken_in() {
    use baton_carriers::{CarrierEvent, InboundText, WebhookRequest};
    let told = Arc::new(Told::default());
    let home = business_with(&told).await;
    told.tell().brings.push(CarrierEvent::Text(InboundText {
        carrier_id: "SM1".into(),
        from: "BA\0NK".into(),
        to: "+12125550100".into(),
        body: "Your code is 4\0".into(),
        media: vec![],
        carrier_time: None,
        opt_out_type: None,
        answered_by_carrier: false,
        segments: None,
        pool: None,
    }));
    let call = WebhookRequest {
        method: &http::Method::POST,
        public_url: "https://text.example/hooks",
        headers: &http::HeaderMap::new(),
        body: b"",
        received_at: home.engine.clock().machine(),
    };
    home.engine.webhook(home.line, &call).await;
    let records = home.engine.read(|reader| reader.feed(Position(0), 1_000)).await.unwrap();
    let bodies: Vec<_> = records
        .iter()
        .flat_map(|record| &record.events)
        .filter_map(|event| match event {
            baton_core::Event::TextReceived { body, .. } => Some(body.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(bodies, ["Your code is 4\u{fffd}"]);
    home.engine.stop(std::time::Duration::from_secs(5)).await;
}
