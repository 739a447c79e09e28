//! Pictures and files: fetched hop by hop, with credentials for the first host only, and never from the inside.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

use baton_carriers::fake::{FakeTwilio, MediaReply};
use baton_carriers::media::{MediaAccess, MediaError, MediaFetcher, MediaLimits};
use baton_carriers::{Carrier, HttpClient, Patience, Twilio};
use baton_hours::MachineTime;

const JPEG: &[u8] = b"\xff\xd8\xff\xe0 a picture";

async fn fake() -> FakeTwilio {
    FakeTwilio::start("AC1", "12345", MachineTime::from_micros(0)).await.unwrap()
}

fn client() -> HttpClient {
    HttpClient::new(Patience::default()).unwrap()
}

fn fetcher() -> MediaFetcher {
    MediaFetcher::new(client(), MediaLimits { bytes: 64, redirects: 3, ..MediaLimits::default() })
}

fn access(fake: &FakeTwilio, url: &str) -> MediaAccess {
    Twilio::new(fake.account(), &client()).media_access(url)
}

/// chatwoot #14071 and its like: the media endpoint answers 404 for some seconds. Classing 404 as gone fails this.
#[tokio::test]
async fn a_picture_that_is_not_there_yet_may_be_tried_again_and_then_comes() {
    let fake = fake().await;
    let url = fake.put_media(
        "a",
        [MediaReply::status(404), MediaReply::status(404), MediaReply::file("image/jpeg", JPEG)],
    );
    for _ in 0..2 {
        let missing = fetcher().fetch(&url, &access(&fake, &url)).await.unwrap_err();
        assert_eq!((&missing, missing.may_pass()), (&MediaError::NotThereYet, true));
    }
    let found = fetcher().fetch(&url, &access(&fake, &url)).await.unwrap();
    assert_eq!((found.bytes.as_slice(), found.content_type), (JPEG, "image/jpeg"));
}

/// Sending the credentials on every hop fails this.
#[tokio::test]
async fn a_redirect_to_another_host_is_followed_without_the_credentials() {
    let (twilio, cdn) = (fake().await, fake().await);
    let stored = cdn.put_media("b", [MediaReply::file("image/jpeg", JPEG)]);
    let url = twilio.put_media("a", [MediaReply::redirect(&stored)]);
    let mut access = access(&twilio, &url);
    access.loopback.push(cdn.address());
    fetcher().fetch(&url, &access).await.unwrap();
    assert!(twilio.requests()[0].authorization.is_some());
    assert_eq!(cdn.requests()[0].authorization, None);
}

/// Checking only the first address fails this.
#[tokio::test]
async fn a_redirect_into_the_private_network_is_not_followed() {
    let (twilio, inside) = (fake().await, fake().await);
    let secret = inside.put_media("secret", [MediaReply::file("text/plain", "secret")]);
    for target in [
        secret.clone(),
        secret.replace("127.0.0.1", "localhost"),
        secret.replace("127.0.0.1", "[::ffff:127.0.0.1]"),
        secret.replace("127.0.0.1", "2130706433"),
        secret.replace("127.0.0.1", "0x7f.1"),
        "https://169.254.169.254/latest/meta-data".to_owned(),
        "https://10.0.0.1/".to_owned(),
        "http://8.8.8.8/".to_owned(),
        "file:///etc/passwd".to_owned(),
        "gopher://8.8.8.8/".to_owned(),
    ] {
        let url = twilio.put_media("a", [MediaReply::redirect(&target)]);
        let refused = fetcher().fetch(&url, &access(&twilio, &url)).await.unwrap_err();
        assert!(matches!(refused, MediaError::Forbidden { .. }), "{target}: {refused}");
        assert!(!refused.may_pass());
    }
    assert!(inside.requests().is_empty());
}

#[tokio::test]
async fn without_the_lines_leave_not_even_the_first_address_may_be_loopback() {
    let fake = fake().await;
    let url = fake.put_media("a", [MediaReply::file("image/jpeg", JPEG)]);
    let refused = fetcher().fetch(&url, &MediaAccess::default()).await.unwrap_err();
    assert!(matches!(refused, MediaError::Forbidden { .. }), "{refused}");
    assert!(fake.requests().is_empty());
}

#[tokio::test]
async fn a_file_of_the_limit_is_taken_and_one_byte_more_is_not() {
    let fake = fake().await;
    for (size, taken) in [(64, true), (65, false)] {
        let url = fake.put_media("a", [MediaReply::file("text/plain", vec![b'x'; size])]);
        let fetched = fetcher().fetch(&url, &access(&fake, &url)).await;
        assert_eq!(fetched.is_ok(), taken, "{size}");
        assert!(taken || fetched == Err(MediaError::TooLarge { limit: 64 }));
    }
}

#[tokio::test]
async fn redirects_end_somewhere() {
    let fake = fake().await;
    let url = fake.put_media("a", [MediaReply::status(404)]);
    fake.put_media("a", [MediaReply::redirect(&url)]);
    let endless = fetcher().fetch(&url, &access(&fake, &url)).await.unwrap_err();
    assert_eq!(endless, MediaError::TooFarAway { limit: 3 });
    assert_eq!(fake.requests().len(), 4);
}

#[tokio::test]
async fn each_answer_of_the_host_has_its_class() {
    let fake = fake().await;
    for (status, wanted, may_pass) in [
        (410, Some(MediaError::Gone), false),
        (401, Some(MediaError::NotAllowed { status: 401 }), false),
        (403, Some(MediaError::NotAllowed { status: 403 }), false),
        (429, None, true),
        (500, None, true),
        (503, None, true),
    ] {
        let url = fake.put_media("a", [MediaReply::status(status)]);
        let error = fetcher().fetch(&url, &access(&fake, &url)).await.unwrap_err();
        assert_eq!(error.may_pass(), may_pass, "{status}");
        assert!(wanted.is_none_or(|wanted| wanted == error), "{status}");
    }
}

#[tokio::test]
async fn credentials_are_for_the_carriers_own_hosts() {
    let fake = fake().await;
    for (url, trusted) in [
        (fake.base().join("/media/a").unwrap().as_str(), true),
        ("https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1", true),
        ("http://api.twilio.com/x", false),
        ("https://api.twilio.com.example.com/x", false),
        ("https://nottwilio.com/x", false),
        ("nonsense", false),
    ] {
        assert_eq!(access(&fake, url).credentials.is_some(), trusted, "{url}");
    }
}
