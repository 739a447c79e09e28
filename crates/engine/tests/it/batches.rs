//! What waits is decided together and committed together, and nobody notices.

use crate::all::all;
use crate::home::{Home, is_busy};
use baton_core::{By, Command, ConversationId, PersonId, Refusal};
use baton_engine::{Failure, Request};
use baton_store::Idempotency;
use std::time::Duration;

fn by(person: PersonId, command: Command) -> Request {
    Request::new(command, By::person(person))
}

/// chatwoot #15450 in a crowd: what is stored already, what is new, and what comes twice in this very batch. Fails when a
/// repeat that the store finds (`CommitError::Duplicate`) is answered for the whole batch, or when what stands beside it is
/// stored by both attempts.
#[tokio::test(start_paused = true)]
async fn repeats_of_both_kinds_beside_new_ones_are_each_answered_as_what_they_are() {
    let home = Home::new().await;
    let rosa = home.opened("+12125550134").await;
    let stored = home.receive("+12125550134", "Hi", "SM1").await.outcome.message;
    let key = Idempotency { scope: "person:1".into(), key: "a".into(), request: vec![1] };
    let press = || home.reply(rosa, "Hello").with_key(Some(key.clone()));
    let texts = ["SM1", "SM2", "SM2", "SM3"].map(|id| home.text("+12125550134", "Hi", id));
    let batch = texts.into_iter().chain([press(), press()]);
    let answers = all(batch.map(|request| home.engine.submit(request))).await;
    let answers: Vec<_> = answers.into_iter().map(Result::unwrap).collect();
    let repeated: Vec<_> = answers.iter().map(|done| done.duplicate).collect();
    assert_eq!(repeated, [true, false, true, false, false, true]);
    let message = |index: usize| answers[index].outcome.message;
    assert_eq!((message(0), message(1), message(4)), (stored, message(2), message(5)));
    assert_eq!((home.count("text.received"), home.count("text.written")), (4, 1));
    home.check_laws();
}

/// Fails when a command that is refused leaves some of its events for those after it, or takes them with it.
#[tokio::test(start_paused = true)]
async fn those_after_a_refused_command_see_what_those_before_it_did_and_nothing_of_it() {
    let home = Home::new().await;
    let rosa = home.opened("+12125550134").await;
    let before = home.events().len();
    let tag =
        |tag: &str| by(home.dana, Command::Tag { conversation: rosa, add: vec![tag.into()], remove: vec![] });
    let nobody = ConversationId(999);
    let answers = all([
        by(home.dana, Command::Close(rosa, None)),
        by(home.dana, Command::Claim(nobody)),
        by(home.dana, Command::Claim(rosa)),
        tag(&"long".repeat(50)),
        tag("vip"),
        by(home.dana, Command::Open(rosa)),
    ]
    .map(|request| home.engine.submit(request)))
    .await;
    let went: Vec<_> = answers.iter().map(Result::is_ok).collect();
    assert_eq!(went, [true, false, false, false, true, true]);
    assert!(matches!(answers[2], Err(Failure::Refused(Refusal::Closed))), "{:?}", answers[2]);
    let names: Vec<_> = home.events()[before..].iter().map(|event| event.name()).collect();
    assert_eq!(names, ["conversation.closed", "tags.changed", "conversation.reopened"]);
    home.check_laws();
}

/// Fails when a version is compared before its batch is decided, or only with what was stored before the batch.
#[tokio::test(start_paused = true)]
async fn of_two_who_saw_the_same_version_one_writes() {
    for batch in [1, 512] {
        let home = Home::with(|options| options.batch = Some(batch)).await;
        let rosa = home.opened("+12125550134").await;
        let seen = home.records().last().map(|record| record.position);
        let notes = ["mine", "yours"].map(|note| {
            let note = by(home.dana, Command::AddNote(rosa, note.into()));
            home.engine.submit(note.at_version(seen))
        });
        let answers = all(notes).await;
        assert!(answers[0].is_ok());
        assert!(matches!(answers[1], Err(Failure::Refused(Refusal::Changed { .. }))), "{:?}", answers[1]);
        assert_eq!(home.count("note.added"), 1);
    }
}

/// Fails when what was told to come again was stored all the same, or when coming again is not enough.
#[tokio::test(start_paused = true)]
async fn whoever_is_told_to_come_again_and_does_loses_nothing() {
    let home = Home::with(|options| options.queue = 4).await;
    let comes = |text: usize| {
        let request = home.text(&format!("+121255501{:02}", text % 7), "Hi", &format!("SM{text}"));
        let home = &home;
        async move {
            let mut told = 0;
            loop {
                match home.engine.submit(request.clone()).await {
                    Err(failure) if is_busy(&failure) => {
                        told += 1;
                        tokio::time::sleep(failure.retry_after().unwrap()).await;
                    }
                    answer => return (told, answer),
                }
            }
        }
    };
    let waits = tokio::time::timeout(Duration::from_mins(5), all((0..40).map(comes))).await;
    let answers = waits.expect("everybody gets through");
    assert!(answers.iter().any(|(told, _)| *told > 1), "four may wait, forty came");
    assert!(answers.iter().all(|(_, answer)| answer.as_ref().is_ok_and(|done| !done.duplicate)));
    assert_eq!((home.count("text.received"), home.count("conversation.opened")), (40, 7));
    home.check_laws();
}

/// A batch of one is not delayed. Machine time stands still here unless somebody waits for it, so what lingers shows as time that
/// went by. Fails when the writer waits for company before it writes.
#[tokio::test(start_paused = true)]
async fn one_command_alone_is_written_without_waiting_for_others() {
    let home = Home::new().await;
    let rosa = home.opened("+12125550134").await;
    tokio::time::sleep(Duration::from_mins(1)).await;
    let began = tokio::time::Instant::now();
    for n in 0..5 {
        home.receive("+12125550134", "Hi", &format!("SM{n}")).await;
        home.engine.submit(by(home.dana, Command::AddNote(rosa, "Hi".into()))).await.unwrap();
    }
    assert_eq!(began.elapsed(), Duration::ZERO);
    assert_eq!((home.count("text.received"), home.count("note.added")), (6, 5));
}
