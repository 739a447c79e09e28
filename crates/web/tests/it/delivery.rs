//! What becomes of a text of ours: the carrier's words come in any order, late, twice or never.

use crate::client::Client;
use crate::shop::{Shop, count};
use crate::twilio::Wire;
use baton_carriers::fake::Behaviour;
use serde_json::{Value, json};
use std::time::Duration;

const CUSTOMER: &str = "+12125550134";

/// A conversation on a real line in which Chris answers.
struct Answering {
    shop: Shop,
    wire: Wire,
    chris: Client,
    id: String,
}

impl Answering {
    async fn open() -> Self {
        let shop = Shop::open().await;
        let wire = Wire::open(&shop).await;
        wire.text(CUSTOMER, "SMin", "Can I reschedule?").await;
        let chris = shop.person("chris").await;
        let id = chris.items("/api/v1/conversations").await[0]["id"].as_str().unwrap().to_owned();
        Self { shop, wire, chris, id }
    }

    /// Presses the button, and nothing more.
    async fn press(&self, text: &str) -> String {
        let path = format!("/api/v1/conversations/{}/messages", self.id);
        let sent = self.chris.post(&path, &json!({"text": text})).await.expect(201);
        sent["id"].as_str().unwrap().to_owned()
    }

    /// The same, until the carrier has it; our id and the carrier's.
    async fn send(&self, text: &str) -> (String, String) {
        let id = self.press(text).await;
        self.shop.quiet().await;
        let taken = self.wire.fake.messages().into_iter().rfind(|message| message.body == text);
        (id, taken.expect("the carrier has it").sid)
    }

    async fn message(&self, id: &str) -> Value {
        self.chris.get(&format!("/api/v1/messages/{id}")).await.expect(200)
    }

    async fn state(&self, id: &str) -> String {
        self.message(id).await["state"].as_str().unwrap().to_owned()
    }

    /// The customer's number with what is known about it.
    async fn number(&self) -> Value {
        let contacts = self.chris.items("/api/v1/contacts?q=0134").await;
        assert_eq!(contacts.len(), 1, "{contacts:?}");
        contacts[0]["numbers"][0].clone()
    }
}

/// All orders of these items.
fn orders<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    if items.len() < 2 {
        return vec![items.to_vec()];
    }
    let firsts = items.iter().enumerate().flat_map(|(index, first)| {
        let mut rest = items.to_vec();
        rest.remove(index);
        orders(&rest).into_iter().map(move |mut order| {
            order.insert(0, first.clone());
            order
        })
    });
    firsts.collect()
}

/// chatwoot PR 14149. Fails when `delivery` applies words of lower rank.
#[tokio::test(flavor = "multi_thread")]
async fn callbacks_that_overtake_each_other_end_the_same_way() {
    let desk = Answering::open().await;
    for (index, order) in orders(&["sent", "delivered", "queued"]).iter().enumerate() {
        let (id, sid) = desk.send(&format!("Friday at {index}?")).await;
        for word in order.iter().chain(order) {
            desk.wire.word(&sid, word, None).await;
        }
        assert_eq!(desk.state(&id).await, "delivered", "{order:?}");
    }
}

/// chatwoot PR 14149, nyaruka/courier PR 1189. Fails when a second failure replaces the first one's reason.
#[tokio::test(flavor = "multi_thread")]
async fn a_bare_second_failure_leaves_the_first_ones_reason() {
    let desk = Answering::open().await;
    for (first, second) in [("undelivered", "failed"), ("failed", "undelivered")] {
        let (id, sid) = desk.send(&format!("Friday, {first}?")).await;
        desk.wire.word(&sid, "sent", None).await;
        desk.wire.word(&sid, first, Some(30_003)).await;
        desk.wire.word(&sid, second, None).await;
        desk.wire.word(&sid, "sent", None).await;
        let message = desk.message(&id).await;
        assert_eq!(message["code"], "30003", "{message}");
        assert!(message["advice"].as_str().unwrap().contains("could not be reached"), "{message}");
        assert!(["failed", "undelivered"].contains(&message["state"].as_str().unwrap()), "{message}");
    }
}

/// chatwoot PR 14149: a callback comes before the answer to the send itself. Fails when words count only for a text
/// that is known to be sent (`delivery` asks for less than *sending*).
#[tokio::test(flavor = "multi_thread")]
async fn a_callback_that_overtakes_the_answer_to_the_send_counts() {
    let desk = Answering::open().await;
    desk.wire.fake.next(Behaviour::AcceptAndStall);
    let id = desk.press("Friday at 11?").await;
    desk.wire.fake.requests_seen(1).await;
    let sid = loop {
        // The request is counted a moment before it is taken.
        if let Some(message) = desk.wire.fake.messages().first() {
            break message.sid.clone();
        }
        tokio::task::yield_now().await;
    };
    desk.wire.word(&sid, "delivered", None).await;
    assert_eq!(desk.state(&id).await, "delivered");
}

/// chatwoot #9314: one reply went out twice over a weak connection. Fails when a send whose answer was lost counts as
/// one that may be tried again.
#[tokio::test(flavor = "multi_thread")]
async fn a_send_whose_answer_is_lost_is_looked_up_and_never_sent_again() {
    let desk = Answering::open().await;
    for lost in [Behaviour::AcceptAndDrop, Behaviour::AcceptAndFail { status: 502 }] {
        let text = format!("{lost:?}");
        desk.wire.fake.next(lost);
        let (id, sid) = desk.send(&text).await;
        assert_eq!(desk.state(&id).await, "sent", "found at the carrier");
        desk.wire.word(&sid, "delivered", None).await;
        assert_eq!(desk.state(&id).await, "delivered");
        let times = desk.wire.bodies().iter().filter(|body| **body == text).count();
        assert_eq!(times, 1);
    }
}

/// chatwoot #9314, at our own door: the answer to a press is lost, and the browser presses again. Fails when a key is
/// not kept with what it came to.
#[tokio::test(flavor = "multi_thread")]
async fn a_press_whose_answer_is_lost_may_be_sent_again_under_its_key() {
    let desk = Answering::open().await;
    let pressing = desk.chris.with("idempotency-key", "press-1");
    let path = format!("/api/v1/conversations/{}/messages", desk.id);
    let body = json!({"text": "Friday at 11?"});
    // Nobody reads the answer, and the connection is closed with it.
    drop(pressing.open("POST", &path, "application/json", body.to_string()).await);
    let again = pressing.post(&path, &body).await.expect(201);
    desk.shop.quiet().await;
    let later = pressing.post(&path, &body).await.expect(201);
    assert_eq!(again["id"], later["id"]);
    desk.shop.quiet().await;
    assert_eq!(desk.wire.bodies(), ["Friday at 11?"]);
}

/// vita-min PR 1662, Rock #652: texts were "queued" for ever because a callback was missed. Fails when a text without a
/// word from the carrier arms no timer, or is sent again when it is due.
#[tokio::test(flavor = "multi_thread")]
async fn a_missed_callback_is_made_up_for_by_asking_the_carrier() {
    let desk = Answering::open().await;
    let (id, sid) = desk.send("Friday at 11?").await;
    // Twilio moves it on, and the callback gets lost.
    desk.wire.fake.status(&sid, "delivered", None).expect("a callback was asked for");
    desk.shop.pass(Duration::from_mins(9)).await;
    assert_eq!(desk.state(&id).await, "sent");
    let (browser, _) = desk.shop.browser("chris").await;
    let page = browser.get(&format!("/c/{}", desk.id)).await.body;
    assert!(page.contains("<span>Sent</span>"), "a word may still come: {page}");
    desk.shop.pass(Duration::from_mins(2)).await;
    assert_eq!(desk.state(&id).await, "delivered");
    assert_eq!(desk.wire.bodies().len(), 1);
}

/// The same where the carrier says nothing final either. Fails when it is asked for ever, or never, or when the page says
/// "Sent" and no more once nobody asks any longer.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_the_carrier_says_nothing_of_is_asked_about_a_few_times_and_not_sent_again() {
    let desk = Answering::open().await;
    let (id, _) = desk.send("Friday at 11?").await;
    desk.shop.pass(Duration::from_hours(240)).await;
    let told = desk.shop.timeline(&desk.id).await;
    assert_eq!(count(&told, "text.looked_up"), 3, "{told:?}");
    assert_eq!(desk.state(&id).await, "sent");
    let (browser, _) = desk.shop.browser("chris").await;
    let page = browser.get(&format!("/c/{}", desk.id)).await.body;
    assert!(page.contains("<span>Sent; no word from the carrier whether it arrived</span>"), "{page}");
    assert_eq!(desk.wire.bodies().len(), 1);
}

/// twilio-python #478, episphere/connect #1545: accepted, and 21610 comes later by callback. Fails when that callback
/// is kept as an ordinary failure.
#[tokio::test(flavor = "multi_thread")]
async fn an_opt_out_that_comes_by_callback_is_recorded_and_stops_what_is_queued() {
    let desk = Answering::open().await;
    let (first, sid) = desk.send("Friday at 11?").await;
    // Another text is at the carrier's door, and a third one waits behind it for this phone.
    desk.wire.fake.next(Behaviour::Hold);
    let second = desk.press("Or Monday?").await;
    desk.wire.fake.requests_seen(2).await;
    let third = desk.press("Or Tuesday?").await;
    desk.wire.word(&sid, "undelivered", Some(21_610)).await;
    desk.wire.fake.release();
    desk.shop.quiet().await;

    let failed = desk.message(&first).await;
    assert_eq!((&failed["state"], &failed["code"]), (&json!("undelivered"), &json!("21610")));
    assert!(failed["advice"].as_str().unwrap().contains("opted out"), "{failed}");
    assert_eq!(desk.state(&second).await, "sent", "it was on its way already");
    assert_eq!(desk.state(&third).await, "cancelled");
    assert_eq!(desk.wire.bodies().len(), 2);
    let consent = desk.number().await["consent"].clone();
    assert_eq!((&consent["state"], &consent["carrier_block"]), (&json!("out"), &json!(true)));
    assert!(consent["evidence"].as_str().unwrap().contains("21610"), "{consent}");
    let told = desk.shop.timeline(&desk.id).await;
    let cancelled = told.iter().find(|entry| entry["type"] == "text.cancelled").unwrap();
    assert_eq!(
        (&cancelled["id"], &cancelled["why"]),
        (&json!(third), &json!("They opted out before it was sent."))
    );
    let path = format!("/api/v1/conversations/{}/messages", desk.id);
    assert_eq!(desk.chris.post(&path, &json!({"text": "Hello?"})).await.expect(409)["code"], "opted_out");
}

/// Rock #6816: an undeliverable number was stored as "opted out". Fails when the two are one fact, or when either
/// stands at the person instead of at the number.
#[tokio::test(flavor = "multi_thread")]
async fn unreachable_is_not_opted_out_and_belongs_to_the_number() {
    let desk = Answering::open().await;
    let (_, sid) = desk.send("Friday at 11?").await;
    desk.wire.word(&sid, "undelivered", Some(30_006)).await;
    let number = desk.number().await;
    assert_eq!(
        (&number["consent"]["state"], &number["unreachable"]["code"]),
        (&json!("unstated"), &json!("30006"))
    );
    // It does not block: the next text may go out, and its arrival ends it.
    let (_, sid) = desk.send("Or Monday?").await;
    desk.wire.word(&sid, "delivered", None).await;
    assert_eq!(desk.number().await["unreachable"], Value::Null);
    // Another number of the same business's customer starts clean.
    desk.wire.text("+12125550135", "SM2", "New phone, can I reschedule?").await;
    let other = desk.chris.items("/api/v1/contacts?q=0135").await;
    assert_eq!(other[0]["numbers"][0]["unreachable"], Value::Null);
}

/// The pages' button for a text that did not arrive, by somebody at a page.
async fn press_again(shop: &Shop, name: &str, id: &str, text: &str, seen: &str) -> crate::client::Answer {
    let (browser, token) = shop.browser(name).await;
    let key = format!("again-{text}-{seen}");
    let fields = [("csrf", token.as_str()), ("key", &key), ("seen", seen)];
    browser.with("hx-request", "true").form(&format!("/c/{id}/messages/{text}/again"), &fields).await
}

/// Law 7. Fails when a failed text goes out again over something unseen, or once for each of two people.
#[tokio::test(flavor = "multi_thread")]
async fn a_failed_text_is_sent_again_once_and_not_over_something_new() {
    let desk = Answering::open().await;
    let (text, sid) = desk.send("Friday at 11?").await;
    desk.wire.word(&sid, "failed", Some(30_008)).await;
    let path = format!("/c/{}", desk.id);
    let (browser, _) = desk.shop.browser("chris").await;
    let page = browser.get(&path).await.body;
    assert!(page.contains("Send it again"), "{page}");
    let seen = page.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    desk.wire.text(CUSTOMER, "SMlate", "Never mind, I found another place").await;
    let refused = press_again(&desk.shop, "chris", &desk.id, &text, &seen).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    let settle = format!("/api/v1/messages/{text}/settle");
    let stale = desk.chris.post(&settle, &json!({"choice": "again", "seen": seen})).await.expect(409);
    assert_eq!(stale["code"], "newer_text");
    assert_eq!(stale["newer"][0]["text"], "Never mind, I found another place");
    let newest = stale["newer"][0]["id"].as_str().unwrap();

    let pressed = press_again(&desk.shop, "chris", &desk.id, &text, newest).await;
    assert_eq!(pressed.status, 200, "{}", pressed.body);
    let second = press_again(&desk.shop, "maya", &desk.id, &text, newest).await;
    assert_eq!(second.status, 409, "{}", second.body);
    desk.shop.quiet().await;
    assert_eq!(desk.wire.bodies(), ["Friday at 11?", "Friday at 11?"]);
    assert!(!browser.get(&path).await.body.contains("Send it again"));
}

/// Fails when at night “Send it again” says that one has to say that it cannot wait, and has no button for that.
#[tokio::test(flavor = "multi_thread")]
async fn a_failed_text_is_sent_again_at_night_by_who_says_that_it_cannot_wait() {
    let desk = Answering::open().await;
    let (text, sid) = desk.send("Friday at 11?").await;
    desk.wire.word(&sid, "failed", Some(30_008)).await;
    let path = format!("/c/{}", desk.id);
    let (browser, token) = desk.shop.browser("chris").await;
    let page = browser.get(&path).await.body;
    let seen = page.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    desk.shop.engine.advance_to("2026-05-14T02:30:00Z".parse().unwrap()).await.unwrap();
    let refused = press_again(&desk.shop, "chris", &desk.id, &text, &seen).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    let words =
        refused.body.split("It is 10:30 pm where").nth(1).unwrap_or_else(|| panic!("{}", refused.body));
    let button = "<button class=\"btn\" name=\"despite\" value=\"1\">Send it now all the same</button>";
    assert!(words.contains(button), "{words}");
    assert_eq!(desk.wire.bodies(), ["Friday at 11?"]);
    // Without a script the whole page says it too.
    let again = format!("{path}/messages/{text}/again");
    let whole = browser.form(&again, &[("csrf", &token), ("seen", &seen)]).await;
    assert!(whole.status == 409 && whole.body.contains(button), "{}", whole.body);
    let key = format!("again-{text}-{seen}");
    let meant = [("csrf", token.as_str()), ("key", &key), ("seen", &seen), ("despite", "1")];
    assert_eq!(browser.form(&again, &meant).await.status, 303);
    desk.shop.quiet().await;
    assert_eq!(desk.wire.bodies(), ["Friday at 11?", "Friday at 11?"]);
}

/// Laws 8 and 9: a bare "failed" overtakes the word with the code. Fails when it takes the reason's place, or when an
/// opt-out counts only in a word that moves the text on.
#[tokio::test(flavor = "multi_thread")]
async fn a_reason_counts_whichever_word_of_the_carrier_comes_first() {
    let desk = Answering::open().await;
    let words = [("sent", None), ("failed", None), ("failed", Some(21_610)), ("undelivered", None)];
    for (index, order) in orders(&words).iter().enumerate() {
        let customer = format!("+121255502{index:02}");
        desk.wire.text(&customer, &format!("SMo{index}"), "Can I reschedule?").await;
        let found = desk.chris.items(&format!("/api/v1/conversations?q={}", &customer[5..])).await;
        let id = found[0]["id"].as_str().unwrap();
        let text = format!("Friday, {index}?");
        let path = format!("/api/v1/conversations/{id}/messages");
        let message = desk.chris.post(&path, &json!({"text": text})).await.expect(201);
        desk.shop.quiet().await;
        let sid = desk.wire.fake.messages().into_iter().rfind(|message| message.body == text).unwrap().sid;
        for (word, code) in order {
            desk.wire.word(&sid, word, *code).await;
        }
        let message = desk.message(message["id"].as_str().unwrap()).await;
        assert_eq!(
            (&message["state"], &message["code"]),
            (&json!("undelivered"), &json!("21610")),
            "{order:?}"
        );
        let found = desk.chris.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
        assert_eq!(found["status_reason"], "opted out: call instead", "{order:?}");
        assert_eq!(desk.chris.post(&path, &json!({"text": "?"})).await.expect(409)["code"], "opted_out");
    }
}

/// Fails when a text that did not arrive, or was withdrawn, is said to have answered what its author was told.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_is_lost_has_answered_nothing() {
    let desk = Answering::open().await;
    let path = format!("/api/v1/conversations/{}/reminders", desk.id);
    desk.chris.post(&path, &json!({"text": "Look again", "in": "10 min"})).await.expect(201);
    desk.shop.pass(Duration::from_mins(11)).await;
    let (browser, _) = desk.shop.browser("chris").await;
    let answered = async || {
        let page = browser.get("/told").await.body;
        let reminder = page.split("<li>").find(|line| line.contains("Look again")).unwrap().to_owned();
        reminder.contains("Answered")
    };
    assert!(!answered().await);
    let (_, sid) = desk.send("Friday?").await;
    assert!(answered().await);
    desk.wire.word(&sid, "failed", Some(30_008)).await;
    assert!(!answered().await);
}

/// chatwoot #13265: the closing text was sent after the close and opened a new conversation for itself. Fails when the words of
/// the carrier about a closing text that answered nothing open, reopen, start a promise or are answered.
#[tokio::test(flavor = "multi_thread")]
async fn words_about_a_closing_text_open_nothing() {
    for words in [&["sent", "delivered"][..], &["delivered", "sent"], &["sent", "failed"], &["undelivered"]] {
        let desk = Answering::open().await;
        let (_, sid) = desk.send("Friday at 11.").await;
        desk.wire.word(&sid, "delivered", None).await;
        let path = format!("/api/v1/conversations/{}/messages", desk.id);
        let closing = json!({"text": "Glad that is settled. Goodbye!", "then": "closed", "reason": "booked"});
        desk.chris.post(&path, &closing).await.expect(201);
        desk.shop.quiet().await;
        let closed = desk.chris.get(&format!("/api/v1/conversations/{}", desk.id)).await.expect(200);
        assert_eq!(closed["status"], "closed");
        let sid = desk.wire.fake.messages().last().unwrap().sid.clone();
        for word in words {
            desk.wire.word(&sid, word, (*word == "failed").then_some(30_008)).await;
        }
        desk.shop.pass(Duration::from_hours(24)).await;
        let after = desk.chris.get(&format!("/api/v1/conversations/{}", desk.id)).await.expect(200);
        for field in ["status", "closed_at", "owner", "waiting_since", "clock"] {
            assert_eq!(after[field], closed[field], "{field} after {words:?}");
        }
        let told = desk.shop.timeline(&desk.id).await;
        let opened = ["conversation.opened", "conversation.reopened"].map(|kind| count(&told, kind));
        assert_eq!(opened, [1, 0], "{words:?}: {told:?}");
        assert_eq!(desk.chris.items("/api/v1/conversations").await.len(), 0, "{words:?}");
        assert_eq!(desk.wire.bodies().len(), 2, "nothing answers it: {words:?}");
    }
}

/// Law 7: the carrier's answer is lost, and its list holds several that could be this text. Fails when the page has no choice for
/// that, when it goes out again by itself, or when two people can decide.
#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_knows_of_is_a_choice_on_the_page_and_made_once() {
    let desk = Answering::open().await;
    let account = crate::shop::SID;
    let token = format!("{account}:{}", crate::shop::AUTH_TOKEN);
    let token = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, token);
    let beside = Client::new(desk.wire.fake.address()).with("authorization", &format!("Basic {token}"));
    let lost = async |text: &str| {
        // Somebody else texts them the same from this number twice, past us.
        let fields = [("From", crate::twilio::NUMBER), ("To", CUSTOMER), ("Body", text)];
        for _ in 0..2 {
            let path = format!("/2010-04-01/Accounts/{account}/Messages.json");
            assert_eq!(beside.form(&path, &fields).await.status, 201);
        }
        desk.wire.fake.next(Behaviour::Drop);
        let id = desk.press(text).await;
        desk.shop.quiet().await;
        assert_eq!(desk.state(&id).await, "unknown");
        id
    };
    let (left, again) = (lost("Friday at 11?").await, lost("Or on Monday?").await);
    let (chris, token) = desk.shop.browser("chris").await;
    let page = chris.get(&format!("/c/{}", desk.id)).await.body;
    assert_eq!(page.matches("We could not learn whether this went out.").count(), 2, "{page}");
    assert!(page.contains("Jamie may get it twice") || page.contains("may get it twice."), "{page}");
    assert_eq!(desk.wire.bodies().len(), 4, "only what went past us");

    let leave = format!("/c/{}/messages/{left}/arrived", desk.id);
    assert_eq!(chris.form(&leave, &[("csrf", &token)]).await.status, 303);
    let page = chris.get(&format!("/c/{}", desk.id)).await.body;
    assert!(page.contains("Nobody knows; left as it is"), "{page}");
    assert_eq!(page.matches("We could not learn whether this went out.").count(), 1, "{page}");
    let seen = page.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(press_again(&desk.shop, "chris", &desk.id, &again, &seen).await.status, 200);
    assert_eq!(press_again(&desk.shop, "maya", &desk.id, &again, &seen).await.status, 409);
    let settle = format!("/api/v1/messages/{left}/settle");
    assert_eq!(desk.chris.post(&settle, &json!({"choice": "again"})).await.status, 409);
    desk.shop.quiet().await;
    assert_eq!(desk.wire.bodies().last().unwrap(), "Or on Monday?");
    assert_eq!(desk.wire.bodies().len(), 5);
    let page = chris.get(&format!("/c/{}", desk.id)).await.body;
    assert!(!page.contains("We could not learn whether this went out."), "{page}");
}
