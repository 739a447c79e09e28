//! Several questions in one text, as the article tells it.

use crate::shop::{Shop, count};
use serde_json::{Value, json};

const PHONE: &str = "+12125550134";
/// Article, scenario A, verbatim.
const TWO_QUESTIONS: &str = "Hey, can I reschedule my appointment from tomorrow to Friday? Also, do you guys offer \
                             payment plans now?";

/// Article, scenario A. Fails when the second question is lost: when it is nobody's, hinders neither waiting nor closing,
/// or when its owner cannot see and answer the conversation.
#[tokio::test(flavor = "multi_thread")]
async fn chris_owns_the_whole_and_dana_answers_the_second_question() {
    let shop = Shop::open().await;
    let id = shop.text(PHONE, TWO_QUESTIONS).await.unwrap();
    let path = format!("/api/v1/conversations/{id}");
    let chris = shop.person("chris").await;
    let opened = chris.get(&path).await.expect(200);
    assert_eq!(opened["owner"]["name"], "Scheduling");
    let ask = &opened["asks"][0];
    assert_eq!(
        (&ask["owner"]["name"], &ask["routed_by"]["matched"]),
        (&json!("Billing"), &json!(["payment plan"]))
    );
    let ask = ask["id"].as_str().unwrap().to_owned();
    let reply = "Hi Jamie, this is Chris at [Business]. I can help with the reschedule and I’ll loop in our billing team \
                 about payment plans.\n\nI’ve moved your appointment from Wednesday at 3pm to Friday at 11am—does that \
                 work?\n\nI’m adding our billing specialist, Dana, here. She’ll confirm your payment plan options \
                 shortly.";
    let waits = json!({"text": reply, "then": "pending"});
    let refused = chris.post(&format!("{path}/messages"), &waits).await.expect(409);
    let words = refused["detail"].as_str().unwrap();
    assert!(words.starts_with("The question about “payment plan” is still open with Billing."), "{words}");
    chris.post(&format!("{path}/messages"), &json!({"text": reply})).await.expect(201);
    let dana_id = shop.id("dana").to_string();
    let moved = json!({"owner": {"person": dana_id}, "reason": "Our billing specialist."});
    let moved = chris.patch(&format!("/api/v1/asks/{ask}"), &moved).await.expect(200);
    assert_eq!(
        (&moved["asks"][0]["accountable"]["name"], &moved["owner"]["name"]),
        (&json!("Dana Kim"), &json!("Chris Bell"))
    );
    let unsaid = chris.patch(&path, &json!({"status": "closed"})).await.expect(422);
    assert_eq!(unsaid["field"], "reason");
    let dana = shop.person("dana").await;
    let answer = json!({"text": "We have three plans.", "answers": [ask], "then": "pending"});
    let sent = dana.post(&format!("{path}/messages"), &answer).await.expect(201);
    let after = dana.get(&path).await.expect(200);
    assert_eq!((&after["asks"], &after["pending_on"]), (&json!([]), &json!("customer")));
    assert_eq!(after["owner"]["name"], "Chris Bell", "the whole stays his");
    let entries = shop.timeline(&id).await;
    let answered = entries.iter().find(|entry| entry["type"] == "ask.answered").unwrap();
    assert_eq!((&answered["id"], &answered["message"]), (&json!(ask), &sent["id"]));
}

/// Fails when a question that a person writes down is not told, moves the conversation, or is asked twice by one press.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_asked_settled_and_refused_when_it_is_settled_already() {
    let shop = Shop::open().await;
    let id = shop.text(PHONE, "Can I reschedule?").await.unwrap();
    let path = format!("/api/v1/conversations/{id}");
    let chris = shop.person("chris").await;
    let wanted = json!({"text": "Payment plan options", "owner": {"queue": "Billing"}});
    let press = chris.with("idempotency-key", "ask-1");
    let first = press.post(&format!("{path}/asks"), &wanted).await.expect(201);
    assert_eq!(
        (&first["text"], &first["accountable"]["name"], &first["routed_by"]),
        (&json!("Payment plan options"), &json!("Dana Kim"), &Value::Null)
    );
    assert_eq!(press.post(&format!("{path}/asks"), &wanted).await.expect(201), first);
    let again = chris.post(&format!("{path}/asks"), &wanted).await.expect(409);
    assert_eq!(again["detail"], "Billing has this question already.");
    let ask = format!("/api/v1/asks/{}", first["id"].as_str().unwrap());
    for (body, field) in [
        (json!({}), "status"),
        (json!({"status": "open"}), "status"),
        (json!({"status": "dropped"}), "reason"),
        (json!({"status": "answered", "reason": "x"}), "reason"),
        (json!({"status": "dropped", "reason": "x", "message": "ms_2k7d9q"}), "message"),
        (json!({"status": "answered", "message": "ms_2k7d9q"}), "message"),
        (json!({"status": "answered", "owner": {"queue": "Sales"}}), "owner"),
        (json!({"owner": {"person": "pe_2k7d9q"}}), "owner.person"),
    ] {
        assert_eq!(chris.patch(&ask, &body).await.expect(422)["field"], field, "{body}");
    }
    let stranger = shop.person("jordan").await.patch(&ask, &json!({"status": "answered"})).await.expect(403);
    assert_eq!(stranger["detail"], "This question is with Billing. They can do that, or Scheduling.");
    let missing = chris.patch("/api/v1/asks/as_2k7d9q", &json!({"status": "answered"})).await.expect(404);
    assert_eq!(missing["detail"], "There is no such ask here.");
    let stale = chris.with("if-match", "\"1\"");
    assert_eq!(stale.patch(&ask, &json!({"status": "answered"})).await.expect(412)["code"], "changed");
    let dropped =
        chris.patch(&ask, &json!({"status": "dropped", "reason": "Booked by phone."})).await.expect(200);
    assert_eq!(dropped["asks"], json!([]));
    let late = chris.patch(&ask, &json!({"status": "answered"})).await.expect(409);
    assert_eq!(late["detail"], "This question is answered or dropped already.");
    let text = json!({"text": "See you", "answers": [first["id"]]});
    assert_eq!(chris.post(&format!("{path}/messages"), &text).await.expect(409)["code"], "not_now");
    let entries = shop.timeline(&id).await;
    assert_eq!((count(&entries, "ask.opened"), count(&entries, "text.written")), (1, 0));
}

/// Fails when of several people who answer one question at the same moment two do, or when one press of a text answers it
/// and is still refused.
#[tokio::test(flavor = "multi_thread")]
async fn of_all_who_answer_one_question_at_the_same_moment_exactly_one_does() {
    let shop = Shop::open().await;
    for round in 0..5 {
        let id = shop.text(&format!("+1212555011{round}"), TWO_QUESTIONS).await.unwrap();
        let path = format!("/api/v1/conversations/{id}");
        let ask = shop.person("ruth").await.get(&path).await.expect(200)["asks"][0]["id"].clone();
        let mut tries = Vec::new();
        for who in ["dana", "ben", "ruth", "chris"] {
            let (client, path) = (shop.person(who).await, path.clone());
            let text = json!({"text": format!("{who} says three plans."), "answers": [ask]});
            tries.push(tokio::spawn(
                async move { client.post(&format!("{path}/messages"), &text).await.status },
            ));
        }
        let mut done = Vec::new();
        for answer in tries {
            done.push(answer.await.unwrap());
        }
        done.sort_unstable();
        assert_eq!(done, [201, 409, 409, 409], "round {round}");
        let entries = shop.timeline(&id).await;
        assert_eq!(
            (count(&entries, "ask.answered"), count(&entries, "text.written")),
            (1, 1),
            "round {round}"
        );
    }
}

/// Fails when Enter in the field for the reason answers the question: of a form's buttons the first one is pressed by it.
#[tokio::test(flavor = "multi_thread")]
async fn a_reason_for_dropping_a_question_never_answers_it() {
    let shop = Shop::open().await;
    shop.text(PHONE, "Can I reschedule? And do you offer payment plans?").await.unwrap();
    let id = shop.text(PHONE, "Thanks").await.unwrap();
    let (chris, _) = shop.browser("chris").await;
    let page = chris.get(&format!("/c/{id}")).await.body;
    let forms: Vec<&str> = page.split("<form").filter(|form| form.contains("id=\"ask-why-")).collect();
    assert!(!forms.is_empty(), "{page}");
    for form in forms {
        let form = form.split("</form>").next().unwrap();
        assert!(!form.contains("/answer\"") && form.contains("/drop\""), "{form}");
        assert_eq!(form.matches("<button").count(), 1, "Enter does what the one button says: {form}");
    }
}

/// Design, `POST …/asks {"text", "owner", "due_at"}`. Fails when the time that somebody says is not that of the promise, over
/// the API or on the page, when it is not said where the question stands, or when one that has passed is taken.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_wanted_by_a_time_of_its_own() {
    let shop = Shop::open().await;
    let id = shop.text(PHONE, "Can I reschedule?").await.unwrap();
    let path = format!("/api/v1/conversations/{id}");
    let chris = shop.person("chris").await;
    let wanted = |due: &str| json!({"text": "Payment plans", "owner": {"queue": "Billing"}, "due_at": due});
    for (due, words) in [
        ("2026-05-12T09:00[America/New_York]", "That time has passed. Choose a later one."),
        ("2030-05-12T09:00[America/New_York]", "That is more than two years ahead. Choose an earlier time."),
    ] {
        let refused = chris.post(&format!("{path}/asks"), &wanted(due)).await.expect(422);
        assert_eq!((&refused["field"], &refused["detail"]), (&json!("due_at"), &json!(words)));
    }
    let by = "2026-05-13T16:00:00Z";
    let asked =
        chris.post(&format!("{path}/asks"), &wanted("2026-05-13T12:00[America/New_York]")).await.expect(201);
    assert_eq!(asked["due_at"], by);
    let now = chris.get(&path).await.expect(200);
    assert_eq!((&now["asks"][0]["due_at"], &now["asks"][0]["clock"]["due_at"]), (&json!(by), &json!(by)));
    let entries = shop.timeline(&id).await;
    assert_eq!(entries.iter().find(|entry| entry["type"] == "ask.opened").unwrap()["due_at"], by);
    // The page takes the time as the clock on the wall here shows it.
    let (browser, token) = shop.browser("chris").await;
    let page = browser.get(&format!("/c/{id}")).await.body;
    assert!(page.contains("Billing, due Wed 12 pm"), "where it stands: {page}");
    let to = now["asks"][0]["owner"]["id"].as_str().unwrap();
    let to = format!("queue-{to}");
    let fields = [("csrf", &*token), ("text", "Cards too?"), ("to", &*to), ("by", "2026-05-14T10:30")];
    browser.form(&format!("/c/{id}/asks"), &fields).await;
    let now = chris.get(&path).await.expect(200);
    assert_eq!(
        (&now["asks"][1]["text"], &now["asks"][1]["due_at"]),
        (&json!("Cards too?"), &json!("2026-05-14T14:30:00Z"))
    );
    let fields = [("csrf", &*token), ("text", "And?"), ("to", &*to), ("by", "next week")];
    browser.form(&format!("/c/{id}/asks"), &fields).await;
    assert_eq!(chris.get(&path).await.expect(200)["asks"].as_array().unwrap().len(), 2, "that is no time");
}
