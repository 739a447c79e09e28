//! Templates, texts for later, quiet hours and reminders on the pages: with a script and without.

mod for_later;
mod others;
mod templates;

use crate::client::Client;
use crate::shop::{Shop, count};
use serde_json::{Value, json};

const JAMIE: &str = "+12125550134";

/// Templates of the business.
const TEMPLATES: &str = r#"
[templates."Handoff, internal"]
kind = "note"
text = "For [Name/Role]. They need: [summary]. Done: [what is done]. Still open: [what is pending]."

[templates."Waiting on you"]
text = "Hi [First Name|there], we're nearly done and only need [specific info] from you. Then we [next step] and confirm by text."
then = "pending"

[templates."Card on file"]
text = "The card ending in [last four digits] is on file."
queue = "Billing"
"#;

/// The business with its templates.
async fn open() -> Shop {
    let shop = Shop::open().await;
    let policy = format!("{}\n{TEMPLATES}", baton_policy::CEDAR_LANE);
    let saved = shop.engine.administer(move |w, at| w.save_policy(&policy, None, None, at)).await.unwrap();
    saved.unwrap();
    shop
}

/// Chris has a conversation, and his browser with the token of its forms.
async fn chris_has_it(shop: &Shop) -> (String, Client, String) {
    let id = shop.text(JAMIE, "Can I reschedule?").await.unwrap();
    let chris = shop.person("chris").await;
    chris.post(&format!("/api/v1/conversations/{id}/claim"), &json!({})).await.expect(200);
    let (browser, token) = shop.browser("chris").await;
    (id, browser, token)
}

async fn go_to(shop: &Shop, time: &str) {
    shop.engine.advance_to(time.parse().unwrap()).await.unwrap();
}

async fn texts(shop: &Shop, id: &str) -> Vec<Value> {
    let entries = shop.timeline(id).await;
    entries.into_iter().filter(|entry| entry["type"] == "text.written").collect()
}

/// The value of a hidden field of the composer.
fn field(page: &str, name: &str) -> String {
    let form = page.split("id=\"write\"").nth(1).unwrap_or_else(|| panic!("no composer in {page}"));
    let at = form.split(&format!("name=\"{name}\" value=\"")).nth(1);
    let value = at.unwrap_or_else(|| panic!("no {name} in {form}")).split('"').next().unwrap();
    value.replace("&#38;", "&").replace("&amp;", "&")
}

/// What stands in the field of the composer.
fn draft(page: &str) -> String {
    let field = page.split("id=\"words\"").nth(1).unwrap_or_else(|| panic!("no field in {page}"));
    let words = field.split("</textarea>").next().unwrap().split_once(">\n").unwrap().1;
    words.replace("&#39;", "'").replace("&#x27;", "'")
}

/// What the form of the composer sends.
fn write<'a>(id: &'a str, token: &'a str, text: &'a str, seen: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("csrf", token), ("conversation", id), ("text", text), ("seen", seen), ("mode", "text")]
}

/// Puts “Waiting on you” into the composer, filled.
async fn put(browser: &Client, id: &str, token: &str, text: &str, at: &str) -> crate::client::Answer {
    let mut fields = write(id, token, text, "");
    fields.extend([
        ("template", "Waiting on you"),
        ("shown", "Waiting on you"),
        ("fill.specific info", "the card’s last four digits"),
        ("fill.next step", " book it "),
        ("at", at),
    ]);
    browser.form(&format!("/c/{id}/templates/put"), &fields).await
}
