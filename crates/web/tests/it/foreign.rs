//! Ids in bodies are checked like ids in paths: what is not there, or not in this place, is refused without a hint, and
//! nothing is written.

use crate::shop::Shop;
use crate::twilio::{NUMBER, Wire};
use baton_core::{ContactId, ConversationId, LineId, MessageId, PersonId, QueueId, ThreadId};
use serde_json::{Value, json};

/// Ids that are well formed and of nobody here.
fn nobodys() -> (String, String, String, String) {
    let line = LineId(7_700_001).to_string();
    (PersonId(7_700_002).to_string(), QueueId(7_700_003).to_string(), line, ContactId(7_700_004).to_string())
}

/// `FreeScout` CVE-2026-40591, Zammad CVE-2026-34722: ids of the path were checked, those of the body were not. Fails
/// when `paths::person`, `paths::queue` or `paths::line` take an id without looking it up.
#[tokio::test(flavor = "multi_thread")]
async fn an_id_in_a_body_that_is_nobodys_is_refused_and_nothing_is_written() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let ruth = shop.person("ruth").await;
    let conversation = ruth.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
    let contact = conversation["contact"]["id"].as_str().unwrap().to_owned();
    let (person, queue, line, _) = nobodys();
    let at = format!("/api/v1/conversations/{id}");
    let requests: [(&str, String, Value, &str); 9] = [
        ("POST", format!("{at}/assign"), json!({"to": {"person": person}}), "to.person"),
        ("POST", format!("{at}/assign"), json!({"to": {"queue": queue}}), "to.queue"),
        // An id of the wrong kind is no name either.
        ("POST", format!("{at}/assign"), json!({"to": {"person": queue}}), "to.person"),
        ("POST", format!("{at}/assign"), json!({"to": {"queue": "General"}}), "to.queue"),
        ("POST", format!("{at}/release"), json!({"queue": queue}), "queue"),
        (
            "PATCH",
            format!("/api/v1/contacts/{contact}"),
            json!({"name": "X", "account_owner": person}),
            "account_owner",
        ),
        (
            "POST",
            "/api/v1/conversations".to_owned(),
            json!({"line": line, "to": "+12125550135", "text": "x"}),
            "line",
        ),
        ("POST", format!("{at}/messages"), json!({"text": "x", "seen": id}), "seen"),
        ("POST", "/api/v1/policy/try".to_owned(), json!({"text": "x", "line": line}), "line"),
    ];
    let before = head(&shop).await;
    for (method, path, body, field) in requests {
        let refused = ruth.send(method, &path, "application/json", body.to_string()).await.expect(422);
        assert_eq!(refused["field"], field, "{path} {body}: {refused}");
    }
    assert_eq!(head(&shop).await, before);
    let card = ruth.get(&format!("/api/v1/contacts/{contact}")).await.expect(200);
    assert_eq!(
        (&card["name"], &card["account_owner"]),
        (&Value::Null, &Value::Null),
        "not half of it either"
    );
}

async fn head(shop: &Shop) -> baton_core::Position {
    shop.engine.read(|reader| reader.feed_head()).await.unwrap()
}

/// The same, for what an author says to have seen (chatwoot #15681). Fails when `seen` is only compared: ids of a
/// thread that began later are larger than all of this one's, and a reply would go out over anything.
#[tokio::test(flavor = "multi_thread")]
async fn a_message_of_another_thread_is_nothing_that_was_seen_here() {
    let shop = Shop::open().await;
    let chris = shop.person("chris").await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let other = shop.text("+12125550135", "Can I reschedule?").await.unwrap();
    let seen =
        chris.get(&format!("/api/v1/conversations/{other}")).await.expect(200)["last_message"]["id"].clone();
    let own =
        chris.get(&format!("/api/v1/conversations/{id}")).await.expect(200)["last_message"]["id"].clone();
    let own: MessageId = own.as_str().unwrap().parse().unwrap();
    let to_come = MessageId::new(own.thread(), own.ordinal() + 5).to_string();
    let nowhere = MessageId::new(ThreadId(7_700_005), 1).to_string();
    for seen in [seen.as_str().unwrap(), &to_come, &nowhere] {
        let reply = json!({"text": "Friday at 11?", "seen": seen});
        let refused = chris.post(&format!("/api/v1/conversations/{id}/messages"), &reply).await.expect(422);
        assert_eq!(refused["field"], "seen", "{refused}");
        let begin = json!({"line": shop.line, "to": "+12125550134", "text": "Friday at 11?", "seen": seen});
        assert_eq!(chris.post("/api/v1/conversations", &begin).await.expect(422)["field"], "seen");
    }
    shop.quiet().await;
    assert!(shop.engine.simulator().inbox("+12125550134").is_empty());
}

/// The same, for paths, lists and their cursors. Fails when a missing row is answered otherwise than an impossible id,
/// or when a cursor that was not ours is a mistake of the server's.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_here_is_not_found_in_the_same_words_whatever_was_asked_for() {
    let shop = Shop::open().await;
    shop.text("+12125550134", "Can I reschedule?").await;
    let ruth = shop.person("ruth").await;
    let (person, queue, _, contact) = nobodys();
    let conversation = ConversationId(7_700_006).to_string();
    let message = MessageId::new(ThreadId(7_700_005), 1).to_string();
    for (path, impossible) in [
        (format!("/api/v1/conversations/{conversation}"), "/api/v1/conversations/cv_x".to_owned()),
        (
            format!("/api/v1/conversations/{conversation}/timeline"),
            "/api/v1/conversations/x/timeline".to_owned(),
        ),
        (format!("/api/v1/contacts/{contact}"), "/api/v1/contacts/ct_".to_owned()),
        (format!("/api/v1/messages/{message}"), "/api/v1/messages/ms_!".to_owned()),
        (format!("/api/v1/media/{message}/0"), "/api/v1/media/ms_!/0".to_owned()),
    ] {
        let (missing, impossible) = (ruth.get(&path).await, ruth.get(&impossible).await);
        missing.expect(404);
        assert_eq!((missing.status, missing.body), (impossible.status, impossible.body), "{path}");
    }
    for query in [
        format!("owner={person}"),
        format!("owner={queue}"),
        format!("accountable={person}"),
        "cursor=x".to_owned(),
        "cursor=%00".to_owned(),
        "cursor=eyJhIjoxfQ".to_owned(),
    ] {
        let refused = ruth.get(&format!("/api/v1/conversations?{query}")).await;
        assert_eq!(refused.status, 422, "{query}: {}", refused.body);
    }
    for list in ["contacts?cursor=x"] {
        assert_eq!(ruth.get(&format!("/api/v1/{list}")).await.status, 422, "{list}");
    }
}

/// The same at a carrier's door: one line's credentials are good for the lines of that account alone. Fails when the
/// line is looked for by its number whatever the account.
#[tokio::test(flavor = "multi_thread")]
async fn a_carriers_call_reaches_only_the_lines_of_its_own_account() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    let before = shop.person("ruth").await.items("/api/v1/conversations").await.len();
    // The simulated line's number, and one that is nobody's, under the signature of the account on Twilio.
    for (sid, to) in [("SM1", "+12125550100"), ("SM2", "+12125550199")] {
        let call = wire.call("+12125550134", sid, "Hello", &[("To", to)]);
        assert_eq!(wire.deliver(&call).await, 200, "it is kept as a fault of the set-up");
    }
    let ruth = shop.person("ruth").await;
    assert_eq!(ruth.items("/api/v1/conversations").await.len(), before);
    wire.text("+12125550134", "SM3", &format!("To {NUMBER} itself")).await;
    assert_eq!(ruth.items("/api/v1/conversations").await.len(), before + 1);
}
