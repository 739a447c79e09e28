//! Texts come in: each exactly once, each with one owner, whatever comes beside it.

use crate::all::all;
use crate::home::{Home, is_busy};
use baton_core::{By, Command, ConversationId, Refusal};
use baton_engine::{Failure, Request};
use baton_store::Idempotency;

/// chatwoot #15450: a webhook that is retried. Fails if `Round::decide_all` does not know repeats within a batch, or
/// if `CommitError::Duplicate` is not followed by a look-up of what is stored.
#[tokio::test(start_paused = true)]
async fn the_same_text_delivered_fifty_times_at_once_is_one_text() {
    let home = Home::with(|options| options.batch = Some(7)).await;
    let deliveries =
        (0..50).map(|_| home.engine.submit(home.text("+12125550134", "How much is a visit?", "SM1")));
    let answers = all(deliveries).await;
    assert_eq!(answers.iter().filter(|answer| answer.as_ref().is_ok_and(|done| !done.duplicate)).count(), 1);
    assert!(answers.iter().all(Result::is_ok), "every delivery gets a 2xx");
    assert_eq!((home.count("text.received"), home.count("conversation.opened")), (1, 1));
    let messages: Vec<_> = answers.into_iter().map(|answer| answer.unwrap().outcome.message).collect();
    assert!(messages.iter().all(|message| *message == messages[0]));
    home.check_laws();
}

/// chatwoot #14071: different texts from a new number at the same moment. Fails if the decisions of a batch do not
/// share their rows (`Working::apply` left out), or if each is decided on what was loaded.
#[tokio::test(start_paused = true)]
async fn ten_texts_from_an_unknown_number_at_the_same_moment_are_one_contact_and_one_conversation() {
    for batch in [1, 3, 512] {
        let home = Home::with(|options| options.batch = Some(batch)).await;
        let sids: Vec<String> = (0..10).map(|n| format!("SM{n}")).collect();
        let answers =
            all(sids.iter().map(|sid| home.engine.submit(home.text("+12125550134", "Hi", sid)))).await;
        assert!(answers.iter().all(Result::is_ok));
        assert_eq!(home.count("text.received"), 10);
        assert_eq!((home.count("thread.started"), home.count("conversation.opened")), (1, 1));
        assert_eq!(home.count("conversation.routed"), 1);
        home.check_laws();
    }
}

/// Fails if one refusal, or one panic, ends its batch.
#[tokio::test(start_paused = true)]
async fn a_bad_command_fails_alone() {
    let home = Home::new().await;
    let (good, bad, other) = tokio::join!(
        home.engine.submit(home.text("+12125550134", "Hi", "SM1")),
        home.engine.submit(Request::new(Command::Claim(ConversationId(999)), By::person(home.dana))),
        home.engine.submit(home.text("+12125550135", "Hi", "SM2")),
    );
    assert!(good.is_ok() && other.is_ok());
    assert!(matches!(bad, Err(Failure::Refused(Refusal::NotFound(_)))), "{bad:?}");
    assert_eq!(home.count("text.received"), 2);
}

/// Fails if the queue grows without bound, or if what was told to come again is stored all the same.
#[tokio::test(start_paused = true)]
async fn more_than_can_wait_is_told_to_come_again() {
    let home = Home::with(|options| options.queue = 4).await;
    let sids: Vec<String> = (0..40).map(|n| format!("SM{n}")).collect();
    let answers = all(sids.iter().map(|sid| home.engine.submit(home.text("+12125550134", "Hi", sid)))).await;
    let busy = answers.iter().filter(|answer| answer.as_ref().is_err_and(is_busy)).count();
    assert!(busy > 0, "four may wait, forty came");
    assert!(
        answers
            .iter()
            .filter_map(|answer| answer.as_ref().err())
            .all(|failure| failure.retry_after().is_some())
    );
    assert_eq!(home.count("text.received"), 40 - busy);
}

fn key(key: &str, request: u8) -> Idempotency {
    Idempotency { scope: "person:1".into(), key: key.into(), request: vec![request] }
}

/// chatwoot #9314: a weak connection sends one reply twice. Fails if presses are looked up only after a decision:
/// the second close would be refused then.
#[tokio::test(start_paused = true)]
async fn the_same_press_gets_the_same_answer_and_another_request_under_its_key_none() {
    let home = Home::new().await;
    let conversation = home.opened("+12125550134").await;
    let close = || {
        Request::new(Command::Close(conversation, None), By::person(home.dana)).with_key(Some(key("a", 1)))
    };
    let first = home.engine.submit(close()).await.unwrap();
    let again = home.engine.submit(close()).await.unwrap();
    assert!(!first.duplicate && again.duplicate);
    assert_eq!(again.outcome.conversation, first.outcome.conversation);
    let other = home.engine.submit(home.reply(conversation, "Hello").with_key(Some(key("a", 2)))).await;
    assert!(matches!(other, Err(Failure::KeyReused)), "{other:?}");
    let presses =
        (0..5).map(|_| home.engine.submit(home.reply(conversation, "Bye").with_key(Some(key("b", 3)))));
    let same = all(presses).await;
    let written: Vec<_> = same.into_iter().map(|answer| answer.map(|done| done.outcome.message)).collect();
    assert!(written.iter().all(|answer| format!("{answer:?}") == format!("{:?}", written[0])), "{written:?}");
}

/// What was acknowledged is there after a crash, once, also when the carrier brings it again. Fails if a reply is sent
/// before the commit.
#[tokio::test(start_paused = true)]
async fn what_was_acknowledged_survives_a_crash_and_is_not_doubled_by_a_retry() {
    let mut home = Home::new().await;
    for round in 0..5 {
        let sids: Vec<String> = (0..4).map(|n| format!("SM{round}-{n}")).collect();
        let answers =
            all(sids.iter().map(|sid| home.engine.submit(home.text("+12125550134", "Hi", sid)))).await;
        assert!(answers.iter().all(Result::is_ok));
        home = home.crash().await;
        let again =
            all(sids.iter().map(|sid| home.engine.submit(home.text("+12125550134", "Hi", sid)))).await;
        assert!(again.into_iter().all(|answer| answer.unwrap().duplicate));
    }
    assert_eq!((home.count("text.received"), home.count("conversation.opened")), (20, 1));
    home.check_laws();
}
