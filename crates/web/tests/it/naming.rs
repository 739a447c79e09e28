//! What customers are called, as somebody says on the page.

use crate::client::Client;
use crate::shop::Shop;
use serde_json::{Value, json};

const PHONE: &str = "+12125550134";
const NUMBER: &str = "(212) 555-0134";

async fn name(browser: &Client, id: &str, fields: &[(&str, &str)]) -> crate::client::Answer {
    browser.form(&format!("/c/{id}/name"), fields).await
}

async fn called(shop: &Shop) -> Value {
    let found = shop.person("ruth").await.get("/api/v1/contacts?q=0134").await.expect(200);
    found["items"][0]["name"].clone()
}

/// The part of a page that names whoever is read.
fn title(page: &str) -> &str {
    page.split("id=\"conv-h\"")
        .nth(1)
        .unwrap_or_else(|| panic!("no title in {page}"))
        .split("</h2>")
        .next()
        .unwrap()
}

/// Fails when a customer cannot be given a name without a script, when the name stands somewhere and not elsewhere, when
/// an accent is lost, or when an empty one does not lead back to the number.
#[tokio::test(flavor = "multi_thread")]
async fn a_customer_is_given_a_name_and_loses_it_again() {
    let shop = Shop::open().await;
    let id = shop.text(PHONE, "Hello").await.unwrap();
    let (chris, token) = shop.browser("chris").await;
    let path = format!("/c/{id}");
    let before = chris.get(&path).await;
    assert!(before.body.contains("Give them a name"), "{}", before.body);
    assert!(title(&before.body).contains(NUMBER) && before.body.contains("title--num"), "{}", before.body);
    let fields = [("csrf", token.as_str()), ("was", ""), ("name", "  Inés Åkesson-Đặng ")];
    let given = name(&chris, &id, &fields).await;
    assert_eq!((given.status, called(&shop).await), (303, json!("Inés Åkesson-Đặng")));
    assert!(given.header("set-cookie").contains("is+called+In"), "{}", given.header("set-cookie"));
    let after = chris.get(&path).await;
    for words in ["Change the name", "Text to Inés", "data-to=\"Inés\"", ">Text Inés<"] {
        assert!(after.body.contains(words), "no {words} in {}", after.body);
    }
    assert!(title(&after.body).contains("Inés Åkesson-Đặng") && !after.body.contains("title--num"));
    let fields = [("csrf", token.as_str()), ("was", "Inés Åkesson-Đặng"), ("name", "  ")];
    assert_eq!(name(&chris, &id, &fields).await.status, 303);
    assert_eq!(called(&shop).await, Value::Null);
    assert!(title(&chris.get(&path).await.body).contains(NUMBER));
}

/// Fails when a name that cannot be kept is lost, or refused in words that do not help; when a name that a colleague gave
/// meanwhile is written over unseen, or cannot be written over at all.
#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_refused_at_its_field_and_never_written_over_unseen() {
    let shop = Shop::open().await;
    let id = shop.text(PHONE, "Hello").await.unwrap();
    let (chris, token) = shop.browser("chris").await;
    let long = "é".repeat(101);
    let refused = name(&chris, &id, &[("csrf", &token), ("was", ""), ("name", &long)]).await;
    assert_eq!(refused.status, 422);
    for words in ["A name has at most 100 characters", &long, "id=\"name-it\" open"] {
        assert!(refused.body.contains(words), "no {words} in {}", refused.body);
    }
    // Maya names them while Chris writes.
    let (maya, hers) = shop.browser("maya").await;
    assert_eq!(name(&maya, &id, &[("csrf", &hers), ("was", ""), ("name", "Jamie Park")]).await.status, 303);
    let late = name(&chris, &id, &[("csrf", &token), ("was", ""), ("name", "James")]).await;
    assert_eq!((late.status, called(&shop).await), (409, json!("Jamie Park")));
    for words in
        ["Somebody named them Jamie Park meanwhile", "value=\"James\"", "name=\"was\" value=\"Jamie Park\""]
    {
        assert!(late.body.contains(words), "no {words} in {}", late.body);
    }
    // Nor is it one where both take a name away.
    let (cleared, was) = (("name", ""), ("was", "Jamie Park"));
    assert_eq!(name(&maya, &id, &[("csrf", &hers), was, cleared]).await.status, 303);
    assert_eq!(name(&chris, &id, &[("csrf", &token), was, cleared]).await.status, 303);
    assert_eq!(name(&maya, &id, &[("csrf", &hers), ("was", ""), ("name", "Jamie Park")]).await.status, 303);
    // The same name again is no quarrel; another one is theirs to give, once they know.
    assert_eq!(name(&chris, &id, &[("csrf", &token), ("was", ""), ("name", "Jamie Park")]).await.status, 303);
    let again = [("csrf", token.as_str()), ("was", "Jamie Park"), ("name", "James")];
    assert_eq!(name(&chris, &id, &again).await.status, 303);
    assert_eq!(called(&shop).await, "James");
}

/// Fails when a live page is not shown the name at once, in the row, the head and for the field that somebody writes in,
/// or when it cannot be taken back with a press.
#[tokio::test(flavor = "multi_thread")]
async fn on_a_live_page_a_name_is_there_at_once_and_can_be_taken_back() {
    let shop = Shop::open().await;
    let id = shop.text(PHONE, "Hello").await.unwrap();
    let (chris, token) = shop.browser("chris").await;
    let live = chris.with("hx-request", "true");
    let given = name(&live, &id, &[("csrf", &token), ("was", ""), ("name", "Jamie Park")]).await;
    assert_eq!(given.status, 200, "{}", given.body);
    for words in [
        "hx-target=\"#head\"",
        "hx-target=\"#details\"",
        &format!("hx-target=\"#row-{id}\""),
        "data-to=\"Jamie\"",
        &format!("action=\"/c/{id}/name\""),
        "name=\"was\" value=\"Jamie Park\"",
        ">Undo<",
    ] {
        assert!(given.body.contains(words), "no {words} in {}", given.body);
    }
    assert!(!given.body.contains("hx-target=\"#compose\""), "what somebody writes stays: {}", given.body);
    let back = name(&live, &id, &[("csrf", &token), ("was", "Jamie Park"), ("name", "")]).await;
    assert_eq!((back.status, called(&shop).await), (200, Value::Null));
}
