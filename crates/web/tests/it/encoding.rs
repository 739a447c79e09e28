//! What a text costs is counted as the carrier bills it, and what is counted is what is sent.

use crate::shop::Shop;
use crate::twilio::Wire;
use serde_json::json;

/// TwilioDevEd/message-segment-calculator #57 and #66, alphagov/notifications-utils PR 1371. Fails when an extension
/// character counts twice within UCS-2, or when a text is counted or sent without being composed (NFC).
#[tokio::test(flavor = "multi_thread")]
async fn segments_are_counted_as_the_carrier_bills_them() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    wire.text("+12125550134", "SM1", "Can I reschedule?").await;
    let chris = shop.person("chris").await;
    let id = chris.items("/api/v1/conversations").await[0]["id"].as_str().unwrap().to_owned();
    let cases = [
        (format!("{}{}∞", "|".repeat(10), "x".repeat(59)), 1),
        (format!("{}{}∞", "|".repeat(10), "x".repeat(60)), 2),
        ("e\u{301}".repeat(70), 1),
        ("e\u{301}".repeat(160), 1),
        ("x".repeat(160), 1),
        ("x".repeat(161), 2),
        (format!("{}|", "x".repeat(159)), 2),
        ("👍".repeat(35), 1),
        ("👍".repeat(36), 2),
    ];
    for (text, _) in &cases {
        let path = format!("/api/v1/conversations/{id}/messages");
        chris.post(&path, &json!({"text": text})).await.expect(201);
    }
    shop.quiet().await;
    let told = shop.timeline(&id).await;
    let counted: Vec<_> =
        told.iter().filter(|entry| entry["type"] == "text.written").map(|entry| &entry["segments"]).collect();
    assert_eq!(
        counted,
        cases.iter().map(|(_, segments)| json!(segments)).collect::<Vec<_>>().iter().collect::<Vec<_>>()
    );
    assert_eq!(wire.bodies()[2], "é".repeat(70), "composed on its way too");
    assert_eq!(wire.bodies()[0], cases[0].0);
}
