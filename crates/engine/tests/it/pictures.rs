//! A text is there at once, its picture when the carrier has it.

use crate::home::{Home, inbound, received};
use baton_carriers::media::{Fetched, MediaError};
use baton_core::{Media, MessageId};
use baton_store::{MediaJob, MediaState};
use std::time::Duration;

const PICTURE: &str = "https://media.example/knee.jpg";

fn file(bytes: &[u8]) -> Fetched {
    Fetched { bytes: bytes.to_vec(), content_type: "image/jpeg" }
}

/// A text with these pictures comes in.
async fn with_pictures(home: &Home, from: &str, urls: &[&str]) -> MessageId {
    let mut text = inbound(home.line, from, "How much is a quote for this?", &format!("in-{from}"));
    text.media = urls
        .iter()
        .map(|url| Media { url: (*url).into(), content_type: "image/jpeg".into(), size: None })
        .collect();
    home.engine.submit(received(text)).await.unwrap().outcome.message.unwrap()
}

fn job(home: &Home, message: MessageId, index: usize) -> MediaJob {
    home.store.read(|reader| reader.media_of(&[message])).unwrap().swap_remove(index)
}

async fn until(home: &Home, message: MessageId, index: usize, state: MediaState) {
    home.until(&format!("picture {index} is {state:?}"), |home| job(home, message, index).state == state)
        .await;
}

fn bytes(home: &Home, message: MessageId) -> Option<Vec<u8>> {
    home.store.read(|reader| reader.media_file(message, 0)).unwrap().map(|file| file.bytes)
}

/// chatwoot PR 15499, vita-min PR 4672: a picture that was late at the carrier was dropped for good. Fails when 404 is
/// final, or when the text waits for its picture.
#[tokio::test(start_paused = true)]
async fn a_text_is_routed_at_once_and_its_late_picture_comes_later() {
    let home = Home::new().await;
    let late = || Err(MediaError::NotThereYet);
    home.carrier.will_give(PICTURE, [late(), late(), Ok(file(b"knee"))]);
    let message = with_pictures(&home, "+12125550134", &[PICTURE]).await;
    assert_eq!((home.count("text.received"), home.count("conversation.routed")), (1, 1));
    assert_eq!((job(&home, message, 0).state, bytes(&home, message)), (MediaState::Coming, None));
    until(&home, message, 0, MediaState::Here).await;
    assert_eq!(home.carrier.tell().fetched, [PICTURE; 3]);
    assert_eq!(bytes(&home, message).as_deref(), Some(&b"knee"[..]));
    assert_eq!(home.count("text.received"), 1);
}

/// The same, where it never comes. Fails when it is tried for ever, when its failure says nothing, or when "try again"
/// does not.
#[tokio::test(start_paused = true)]
async fn a_picture_that_never_comes_fails_visibly_and_can_be_tried_again() {
    let home = Home::new().await;
    let message = with_pictures(&home, "+12125550134", &[PICTURE]).await;
    until(&home, message, 0, MediaState::Failed).await;
    let tries = home.carrier.tell().fetched.len();
    tokio::time::sleep(Duration::from_hours(100)).await;
    assert_eq!((tries, home.carrier.tell().fetched.len()), (7, 7));
    let trouble = job(&home, message, 0).trouble.unwrap();
    assert!(trouble.contains("does not have the file yet"), "{trouble}");

    home.carrier.will_give(PICTURE, [Err(MediaError::NotThereYet), Ok(file(b"knee"))]);
    home.engine.retry_media(message, 0).await.unwrap();
    until(&home, message, 0, MediaState::Here).await;
    assert_eq!(job(&home, message, 0).trouble, None);
}

/// Fails when what cannot pass is tried again.
#[tokio::test(start_paused = true)]
async fn a_picture_that_is_gone_fails_at_once() {
    let home = Home::new().await;
    home.carrier.will_give(PICTURE, [Err(MediaError::Gone), Ok(file(b"knee"))]);
    let message = with_pictures(&home, "+12125550134", &[PICTURE]).await;
    until(&home, message, 0, MediaState::Failed).await;
    tokio::time::sleep(Duration::from_hours(1)).await;
    assert_eq!(home.carrier.tell().fetched.len(), 1);
}

/// A host that takes for ever holds up its own picture only. Fails when nothing begins, or begins again, while a fetch is
/// under way.
#[tokio::test(start_paused = true)]
async fn a_slow_host_holds_up_no_other_picture() {
    let home = Home::new().await;
    let slow = "https://slow.example/plan.pdf";
    let takes = (Duration::from_mins(1), Ok(file(b"plan")));
    home.carrier.tell().files.entry(slow.into()).or_default().push_back(takes);
    home.carrier.will_give(PICTURE, [Err(MediaError::NotThereYet), Ok(file(b"knee"))]);
    let message = with_pictures(&home, "+12125550134", &[slow, PICTURE]).await;
    let began = home.clock.machine();
    until(&home, message, 1, MediaState::Here).await;
    let took = home.clock.machine().since(began);
    assert!(took < Duration::from_secs(10), "{took:?}");
    assert_eq!(job(&home, message, 0).state, MediaState::Coming);
    until(&home, message, 0, MediaState::Here).await;
    assert_eq!(home.carrier.tell().fetched.len(), 3);
}

/// Fails when a picture counts as tried before what came of it is stored.
#[tokio::test(start_paused = true)]
async fn a_fetch_that_a_crash_broke_off_begins_again() {
    let home = Home::new().await;
    let takes = (Duration::from_mins(1), Ok(file(b"lost")));
    home.carrier.tell().files.entry(PICTURE.into()).or_default().push_back(takes);
    home.carrier.will_give(PICTURE, [Ok(file(b"knee"))]);
    let message = with_pictures(&home, "+12125550134", &[PICTURE]).await;
    home.until("it is being fetched", |home| home.carrier.tell().fetched.len() == 1).await;
    let home = home.crash().await;
    until(&home, message, 0, MediaState::Here).await;
    assert_eq!(bytes(&home, message).as_deref(), Some(&b"knee"[..]));
}
