//! One handset is one contact, however its number is spelled.

use crate::shop::Shop;
use crate::twilio::Wire;
use serde_json::json;

/// chatwoot #14048, PR 14174, PR 14264, #5840: the reply made a second contact, and the history split. Fails when
/// threads hang on the number as spelled instead of on its handset key.
#[tokio::test(flavor = "multi_thread")]
async fn both_spellings_of_a_mobile_are_one_contact_one_thread_and_one_consent() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    let chris = shop.person("chris").await;
    let spellings = [
        ("+52 55 1234 5678", "+5215512345678"),
        ("+54 11 2345 6789", "+5491123456789"),
        ("+55 11 98123 4567", "+551181234567"),
    ];
    for (index, (written, texting)) in spellings.into_iter().enumerate() {
        let begin = json!({"line": wire.line.to_string(), "to": written, "text": "Your results are here."});
        let opened = chris.post("/api/v1/conversations", &begin).await.expect(201);
        let id = opened["id"].as_str().unwrap().to_owned();
        wire.text(texting, &format!("SM{index}"), "Thank you, when can I come?").await;
        assert_eq!(chris.items("/api/v1/conversations").await.len(), index + 1, "{texting} is {written}");
        let path = format!("/api/v1/conversations/{id}/messages");
        chris.post(&path, &json!({"text": "Friday at 11"})).await.expect(201);
        shop.quiet().await;
        let last = wire.fake.messages().pop().unwrap();
        assert_eq!(
            (last.to.as_str(), last.body.as_str()),
            (texting, "Friday at 11"),
            "the spelling that last worked"
        );
        let told = shop.timeline(&id).await;
        let came = told.iter().find(|entry| entry["type"] == "text.received").unwrap();
        assert_eq!(came["from"], texting, "the spelling that came is kept");
        // STOP from one spelling holds for the other.
        wire.text(texting, &format!("SMstop{index}"), "STOP").await;
        let refused = chris.post("/api/v1/conversations", &begin).await.expect(409);
        assert_eq!(refused["code"], "opted_out", "{written}");
        assert_eq!(chris.items("/api/v1/contacts").await.len(), index + 1);
    }
}
