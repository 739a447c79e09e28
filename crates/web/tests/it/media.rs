//! Pictures and files: shown when they are here, and to whoever may see them alone.

use crate::client::Client;
use crate::shop::Shop;
use crate::twilio::Wire;
use baton_carriers::fake::{FakeTwilio, MediaReply};
use baton_carriers::media::MediaError;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const CUSTOMER: &str = "+12125550134";
const JPEG: &[u8] = b"\xff\xd8\xff\xe0 a picture";

/// A text with pictures that the carrier keeps at these addresses; the entry of the timeline that shows it.
async fn received(shop: &Shop, wire: &Wire, pictures: &[String]) -> Value {
    let count = pictures.len().to_string();
    let fields: Vec<_> = (0..pictures.len())
        .flat_map(|index| [format!("MediaUrl{index}"), format!("MediaContentType{index}")])
        .collect();
    let mut more = vec![("NumMedia", count.as_str())];
    for (index, url) in pictures.iter().enumerate() {
        more.push((&fields[2 * index], url));
        more.push((&fields[2 * index + 1], "image/jpeg"));
    }
    assert_eq!(wire.deliver(&wire.call(CUSTOMER, "MM1", "Can I reschedule?", &more)).await, 200);
    let list = shop.person("chris").await.items("/api/v1/conversations").await;
    assert_eq!(list[0]["owner"]["name"], "Scheduling", "routed at once, whatever becomes of the picture");
    let told = shop.timeline(list[0]["id"].as_str().unwrap()).await;
    told.into_iter().find(|entry| entry["type"] == "text.received").unwrap()
}

fn address(entry: &Value, index: usize) -> &str {
    entry["media"][index]["url"].as_str().unwrap()
}

/// Asks until a file is here, or could not be fetched; it is fetched beside everything else, in machine time.
async fn settled(reader: &Client, shop: &Shop, path: &str) -> u16 {
    let deadline = shop.engine.clock().machine() + std::time::Duration::from_secs(20);
    loop {
        let status = reader.get(path).await.status;
        let retried = reader.post(&format!("{path}/retry"), &json!({})).await.status;
        if status == 200 || retried == 202 || shop.engine.clock().machine() > deadline {
            return status;
        }
        tokio::task::yield_now().await;
    }
}

/// stoatchat #728, faveo #729: a picture's URL was the permission, for ever. Fails when the file is handed out before
/// the caller is known, or with a header that lets a cache keep it for others.
#[tokio::test(flavor = "multi_thread")]
async fn a_pictures_address_is_no_permission() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    let url = wire.fake.put_media("a", [MediaReply::file("image/jpeg", JPEG)]);
    let entry = received(&shop, &wire, &[url]).await;
    assert!(!entry.to_string().contains("127.0.0.1"), "the carrier's address stays inside: {entry}");
    let path = address(&entry, 0);
    let chris = shop.person("chris").await;
    assert_eq!(settled(&chris, &shop, path).await, 200);
    let seen = chris.get(path).await;
    assert_eq!(
        (seen.header("content-type"), seen.header("x-content-type-options")),
        ("image/jpeg", "nosniff")
    );
    assert!(seen.header("cache-control").contains("private"), "{}", seen.header("cache-control"));
    assert!(!seen.header("cache-control").contains("public"));
    assert!(seen.header("content-security-policy").contains("sandbox"));

    let (browser, token) = shop.browser("dana").await;
    assert_eq!(browser.get(path).await.status, 200);
    browser.form("/signout", &[("csrf", &token)]).await;
    assert_eq!(browser.get(path).await.status, 401, "signed out");
    assert_eq!(shop.nobody().get(path).await.status, 401);
    assert_eq!(shop.program(&["send"]).await.get(path).await.status, 403, "without the scope to read");
    let id = shop.id("chris");
    let leaves = baton_store::PersonChange { active: Some(false), ..Default::default() };
    let policy = baton_policy::CEDAR_LANE
        .replace("\"chris@cedarlane.example\", ", "")
        .replace(", \"chris@cedarlane.example\"", "");
    shop.engine.administer(move |w, at| w.save_policy(&policy, None, None, at)).await.unwrap().unwrap();
    shop.engine.administer(move |w, at| w.change_person(id, &leaves, at)).await.unwrap().unwrap();
    assert_eq!(chris.get(path).await.status, 401, "no longer of the team");
}

/// What came from outside is never run here. Fails when the carrier's content type is believed.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_picture_is_saved_and_not_shown() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    let page =
        wire.fake.put_media("a", [MediaReply::file("text/html", b"<script>alert(1)</script>".as_slice())]);
    let drawing =
        wire.fake.put_media("b", [MediaReply::file("image/svg+xml", b"<svg onload='alert(1)'/>".as_slice())]);
    let entry = received(&shop, &wire, &[page, drawing]).await;
    let chris = shop.person("chris").await;
    for index in 0..2 {
        let path = address(&entry, index);
        assert_eq!(settled(&chris, &shop, path).await, 200);
        let saved = chris.get(path).await;
        assert_eq!(saved.header("content-type"), "application/octet-stream");
        assert_eq!(saved.header("content-disposition"), "attachment");
    }
}

/// `RocketChat` #36491, openclaw PR 144098, chatwoot PR 15504, #11295: only the first picture was read, redirects lost
/// them, credentials followed the redirect. Fails when any of these is so, or when one refused hop costs the other
/// pictures.
#[tokio::test(flavor = "multi_thread")]
async fn every_picture_of_a_text_is_fetched_and_only_the_one_that_leads_inside_is_refused() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    let inside = FakeTwilio::start("AC9", "x", shop.engine.clock().machine()).await.unwrap();
    let secret = inside.put_media("secret", [MediaReply::file("image/jpeg", b"secret".as_slice())]);
    let mut pictures: Vec<String> = ["a", "b", "c"]
        .iter()
        .map(|name| {
            let stored =
                wire.fake.put_media(&format!("{name}-stored"), [MediaReply::file("image/jpeg", JPEG)]);
            wire.fake.put_media(name, [MediaReply::redirect(stored)])
        })
        .collect();
    pictures.insert(1, wire.fake.put_media("inside", [MediaReply::redirect(secret)]));
    let entry = received(&shop, &wire, &pictures).await;
    assert_eq!(entry["media"].as_array().unwrap().len(), 4);
    let chris = shop.person("chris").await;
    for (index, status) in [(0, 200), (2, 200), (3, 200), (1, 404)] {
        assert_eq!(settled(&chris, &shop, address(&entry, index)).await, status, "picture {index}");
    }
    assert!(inside.requests().is_empty(), "nobody knocks inside");
}

/// chatwoot PR 15499, vita-min PR 4672: a picture whose address answered 404 for some seconds was dropped for good.
/// Fails when 404 counts as gone.
#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_is_late_at_the_carrier_comes_later() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    let url = wire.fake.put_media("a", [MediaReply::status(404), MediaReply::file("image/jpeg", JPEG)]);
    let entry = received(&shop, &wire, &[url]).await;
    let chris = shop.person("chris").await;
    assert_eq!(settled(&chris, &shop, address(&entry, 0)).await, 200);
}

/// A signed call names any address it likes. Fails when the line's credentials go with every fetch.
#[tokio::test(flavor = "multi_thread")]
async fn the_carriers_password_goes_to_its_own_hosts_only() {
    let (asks, mut asked) = tokio::sync::mpsc::unbounded_channel();
    let carriers = crate::shop::outside().fetching(move |url, access| {
        let _ = asks.send((url, access.credentials.is_some()));
        Box::pin(std::future::ready(Err(MediaError::NotThereYet)))
    });
    let shop = Shop::open_in(carriers).await;
    let wire = Wire::open(&shop).await;
    let own = wire.fake.put_media("a", [MediaReply::file("image/jpeg", JPEG)]);
    let expected: BTreeMap<String, bool> = [
        (own.as_str(), true),
        ("https://api.twilio.com/2010-04-01/Accounts/AC1/Media/ME1", true),
        ("https://media.twilio.com/ME1", true),
        ("http://api.twilio.com/ME1", false),
        ("https://twilio.com.evil.example/x", false),
        ("https://eviltwilio.com/x", false),
        ("https://evil.example/api.twilio.com", false),
    ]
    .map(|(url, trusted)| (url.to_owned(), trusted))
    .into();
    received(&shop, &wire, &expected.keys().cloned().collect::<Vec<_>>()).await;
    let mut seen = BTreeMap::new();
    while seen.len() < expected.len() {
        let notice = tokio::time::timeout(std::time::Duration::from_secs(20), asked.recv()).await;
        let (url, credentials) = notice.expect("every picture is fetched").unwrap();
        seen.insert(url, credentials);
    }
    assert_eq!(seen, expected);
}

/// Contract of the API: a picture goes out with a text, or alone. Fails when `media` is not handed to the carrier, or when an
/// address that a carrier cannot fetch is taken.
#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_is_sent_reaches_the_carrier_and_one_that_cannot_be_is_refused() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    wire.text(CUSTOMER, "SM1", "How do I get in?").await;
    let chris = shop.person("chris").await;
    let id = chris.items("/api/v1/conversations").await[0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/conversations/{id}/messages");
    let map = "https://cedarlane.example/map.png";
    let long = format!("https://cedarlane.example/{}", "a".repeat(2_048));
    for wrong in ["http://cedarlane.example/map.png", "file:///etc/passwd", "map.png", &long] {
        let body = json!({"text": "The way in", "media": [{"url": wrong}]});
        assert_eq!(chris.post(&path, &body).await.expect(422)["field"], "media.url", "{wrong}");
    }
    let many = json!({"text": "The way in", "media": vec![json!({"url": map}); 11]});
    assert_eq!(chris.post(&path, &many).await.expect(422)["field"], "media");
    assert_eq!(chris.post(&path, &json!({"media": []})).await.expect(422)["field"], "text");
    let both = json!({"text": "The way in", "media": [{"url": map, "content_type": "image/png"}]});
    chris.post(&path, &both).await.expect(201);
    shop.quiet().await;
    chris.post(&path, &json!({"media": [{"url": map}, {"url": format!("{map}?2")}]})).await.expect(201);
    shop.quiet().await;
    let sent: Vec<_> =
        wire.fake.messages().into_iter().map(|message| (message.body, message.media)).collect();
    let second = format!("{map}?2");
    assert_eq!(
        sent,
        [("The way in".to_owned(), vec![map.to_owned()]), (String::new(), vec![map.to_owned(), second]),]
    );
}
