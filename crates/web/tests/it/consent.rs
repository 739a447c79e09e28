//! May we text them? Their own words count at once, exactly, and nothing washes them off.

use crate::shop::{Shop, count};
use crate::twilio::Wire;
use serde_json::{Value, json};

const CUSTOMER: &str = "+12125550187";

/// The consent of the one contact whose number ends so.
async fn consent(shop: &Shop, end: &str) -> Value {
    let contacts = shop.person("chris").await.items(&format!("/api/v1/contacts?q={end}")).await;
    assert_eq!(contacts.len(), 1, "{contacts:?}");
    contacts[0]["numbers"][0]["consent"].clone()
}

/// Rock #7049: the opt-out was applied before its confirmation was sent, so the confirmation was blocked. Fails when
/// `hand_over` holds back every text to a number that opted out, or none.
#[tokio::test(flavor = "multi_thread")]
async fn after_stop_exactly_one_confirmation_goes_out_and_then_nothing() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    wire.text(CUSTOMER, "SM1", "Can I reschedule?").await;
    let chris = shop.person("chris").await;
    let id = chris.items("/api/v1/conversations").await[0]["id"].as_str().unwrap().to_owned();
    for (sid, word) in [("SM2", "STOP"), ("SM3", "stop"), ("SM4", "HELP"), ("SM5", "What now?")] {
        wire.text(CUSTOMER, sid, word).await;
    }
    let path = format!("/api/v1/conversations/{id}/messages");
    let refused = chris.post(&path, &json!({"text": "Are you sure?"})).await.expect(409);
    assert_eq!(refused["code"], "opted_out");
    let program = shop.program(&["read", "send"]).await;
    assert_eq!(program.post(&path, &json!({"text": "Reminder"})).await.expect(409)["code"], "opted_out");
    let anew = json!({"line": wire.line.to_string(), "to": CUSTOMER, "text": "Hello?"});
    assert_eq!(chris.post("/api/v1/conversations", &anew).await.expect(409)["code"], "opted_out");
    shop.quiet().await;
    let bodies = wire.bodies();
    assert_eq!(bodies.len(), 1, "{bodies:?}");
    assert!(bodies[0].contains("opted out") && bodies[0].contains("START"), "{bodies:?}");
}

/// p2pu #593, Spoke #1016. Fails when words are matched with their punctuation, or anywhere in a sentence.
#[tokio::test(flavor = "multi_thread")]
async fn the_word_alone_opts_out_and_a_sentence_goes_to_a_person() {
    let shop = Shop::open().await;
    let words = ["STOP", "Stop.", "  “stop”!!", "S T O P", "Stop 🛑", "Unsubscribe", "QUIT", "opt out"];
    for (index, word) in words.iter().enumerate() {
        let from = format!("+1212555011{index}");
        assert_eq!(shop.text(&from, word).await, None, "{word} opens nothing");
        assert_eq!(consent(&shop, &from[8..]).await["state"], "out", "{word}");
    }
    let sentences = ["we have got to STOP this bill", "STOP 12345", "Please don't stop", "When does it end?"];
    for (index, sentence) in sentences.iter().enumerate() {
        let from = format!("+1212555012{index}");
        assert!(shop.text(&from, sentence).await.is_some(), "{sentence} goes to a person");
        assert_eq!(consent(&shop, &from[8..]).await["state"], "unstated", "{sentence}");
    }
}

/// p2pu #593 ("Cancel" in answer to a reminder), Rock #6399. Fails when a reserved word that our own text invites is
/// taken for an opt-out and nothing else: then nobody looks at the appointment.
#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_our_own_text_invites_opts_out_and_opens_the_conversation_for_its_owner() {
    let shop = Shop::open().await;
    let chris = shop.person("chris").await;
    for (index, then) in ["open", "pending", "closed"].into_iter().enumerate() {
        let to = format!("+1212555015{index}");
        let reminder = "Your visit is on Friday at 11. Reply C to confirm or CANCEL to cancel.";
        let reason = (then == "closed").then_some("booked");
        let begin = json!({"line": shop.line, "to": to, "text": reminder, "then": then, "reason": reason});
        let opened = chris.post("/api/v1/conversations", &begin).await.expect(201);
        shop.quiet().await;
        let id = opened["id"].as_str().unwrap().to_owned();
        assert_eq!(shop.text(&to, "Cancel").await.as_deref(), Some(&*id), "{then}");
        shop.quiet().await;
        let found = chris.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
        assert_eq!(
            (&found["status"], &found["owner"]["name"]),
            (&json!("open"), &json!("Chris Bell")),
            "{then}"
        );
        assert!(found["status_reason"].as_str().unwrap().contains("appointment"), "{found}");
        assert_eq!(consent(&shop, &to[8..]).await["state"], "out");
        let phone = shop.engine.simulator().inbox(&to);
        assert_eq!(phone.len(), 2, "the reminder and one confirmation");
        let path = format!("/api/v1/conversations/{id}/messages");
        assert_eq!(chris.post(&path, &json!({"text": "OK"})).await.expect(409)["code"], "opted_out");
    }
}

/// The same, where our text is older than a week, held another word, or explained STOP. Fails when any text of ours,
/// however old, turns an opt-out into something to be looked at, or when STOP is taken for an answer about an appointment.
#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_no_recent_text_of_ours_invites_opens_nothing() {
    let shop = Shop::open().await;
    let chris = shop.person("chris").await;
    let (reminder, footer) =
        ("Reply C to confirm or CANCEL to cancel.", "See you on Friday! Reply STOP to end texts.");
    for (to, days, ours, word) in [
        ("+12125550150", 8, reminder, "Cancel"),
        ("+12125550151", 0, reminder, "STOP"),
        ("+12125550152", 0, footer, "Stop"),
    ] {
        let begin = json!({"line": shop.line, "to": to, "text": ours, "then": "closed", "reason": "booked"});
        chris.post("/api/v1/conversations", &begin).await.expect(201);
        shop.pass(std::time::Duration::from_hours(24 * days)).await;
        assert_eq!(shop.text(to, word).await, None, "{word} after {days} days");
        assert_eq!(consent(&shop, &to[8..]).await["state"], "out");
    }
}

/// `OpenSplitTime` #1947: consent switched on in our page does not lift the carrier's block. Fails when a recorded
/// opt-in forgets that block, or when the first 21610 after it changes nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_written_opt_in_counts_until_the_carrier_says_that_its_own_block_stands() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    wire.text(CUSTOMER, "SM1", "Can I reschedule?").await;
    wire.text(CUSTOMER, "SM2", "STOP").await;
    shop.quiet().await;
    let chris = shop.person("chris").await;
    let id = chris.items("/api/v1/conversations").await[0]["id"].as_str().unwrap().to_owned();
    let evidence = json!({"state": "in", "evidence": "Signed the form again, 12 May."});
    let path = format!("/api/v1/numbers/{CUSTOMER}/consent");
    let number = chris.post(&path, &evidence).await.expect(200);
    let known = &number["consent"];
    assert_eq!((&known["state"], &known["carrier_block"]), (&json!("in"), &json!(true)), "{number}");
    assert_eq!(known["evidence"], "Signed the form again, 12 May.");
    let (browser, _) = shop.browser("chris").await;
    let page = browser.get(&format!("/c/{id}")).await.body;
    assert!(page.contains("START"), "the composer says what their phone must text: {page}");

    wire.fake.block(CUSTOMER);
    let sent =
        chris.post(&format!("/api/v1/conversations/{id}/messages"), &json!({"text": "Welcome back"})).await;
    let sent = sent.expect(201);
    shop.quiet().await;
    let message = chris.get(&format!("/api/v1/messages/{}", sent["id"].as_str().unwrap())).await.expect(200);
    assert_eq!((&message["state"], &message["code"]), (&json!("failed"), &json!("21610")));
    assert_eq!(consent(&shop, "0187").await["state"], "out");
    // Their own START lifts it, at the carrier too.
    wire.fake.unblock(CUSTOMER);
    wire.text(CUSTOMER, "SM3", "START").await;
    let known = consent(&shop, "0187").await;
    assert_eq!((&known["state"], &known["carrier_block"]), (&json!("in"), &json!(false)), "{known}");
    // STOP, the carrier's refusal, START; what a person records is about the number, not about a thread.
    assert_eq!(count(&shop.timeline(&id).await, "consent.changed"), 3);
}

/// A conversation on each of the two lines with one customer: ids on the simulated line and on the real one.
async fn on_both_lines(shop: &Shop, wire: &Wire, customer: &str) -> [String; 2] {
    let one = shop.text(customer, "Can I reschedule?").await.unwrap();
    wire.text(customer, &format!("SM{customer}"), "Can I reschedule?").await;
    let found =
        shop.person("chris").await.items(&format!("/api/v1/conversations?q={}", &customer[5..])).await;
    let other = found.iter().map(|found| found["id"].as_str().unwrap()).find(|id| *id != one).unwrap();
    [one.clone(), other.to_owned()]
}

/// Fails when an opt-out that the team records, or that came over another line, leaves a conversation as it was, or its
/// timeline without a word of it.
#[tokio::test(flavor = "multi_thread")]
async fn an_opt_out_ends_what_is_live_in_every_thread_of_the_number() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    let chris = shop.person("chris").await;
    for (customer, by_the_team) in [("+12125550187", true), ("+12125550188", false)] {
        let both = on_both_lines(&shop, &wire, customer).await;
        let word = if by_the_team {
            let said = json!({"state": "out", "evidence": "Said so on the phone."});
            let said = chris.post(&format!("/api/v1/numbers/{customer}/consent"), &said).await;
            said.expect(200);
            "Said so on the phone."
        } else {
            shop.text(customer, "STOP").await;
            "they texted “STOP”"
        };
        for id in &both {
            let found = chris.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
            let state = (&found["status"], &found["status_reason"]);
            assert_eq!(state, (&json!("pending"), &json!("opted out: call instead")), "{customer} {id}");
            let told = shop.timeline(id).await;
            let told: Vec<_> = told.iter().filter(|entry| entry["why"] == word).collect();
            assert_eq!(told.len(), 1, "{customer} {id}: {told:?}");
        }
        let (browser, _) = shop.browser("dana").await;
        for id in &both {
            let page = browser.get(&format!("/c/{id}")).await.body;
            assert!(page.contains("opted out of texts"), "{customer} {id}");
        }
        shop.text(customer, "START").await;
        for id in &both {
            let found = chris.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
            assert_eq!(found["status"], "open", "{customer} {id}");
        }
    }
}

/// Fails when a text from somebody who opted out leaves the conversation waiting, where nobody looks; or when it can be
/// answered by text.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_after_an_opt_out_needs_somebody_who_calls() {
    let shop = Shop::open().await;
    let chris = shop.person("chris").await;
    let id = shop.text(CUSTOMER, "Can I reschedule?").await.unwrap();
    let path = format!("/api/v1/conversations/{id}");
    shop.text(CUSTOMER, "STOP").await;
    let lab = json!({"status": "pending", "pending_on": "internal", "reason": "lab report"});
    chris.patch(&path, &lab).await.expect(200);
    shop.text(CUSTOMER, "My tooth is bleeding, call me").await;
    let open = chris.items("/api/v1/conversations?status=open").await;
    assert_eq!(open.len(), 1, "{open:?}");
    assert_eq!(
        (&open[0]["id"], &open[0]["status_reason"]),
        (&json!(id), &json!("texted after opting out: call"))
    );
    let refused = chris.post(&format!("{path}/messages"), &json!({"text": "On our way"})).await.expect(409);
    assert_eq!(refused["code"], "opted_out");
    let (browser, _) = shop.browser("chris").await;
    assert!(browser.get(&format!("/c/{id}")).await.body.contains("You can call, or leave a note."));
}

/// Fails when whoever has a conversation open goes on writing to a number that opted out meanwhile, or cannot write to one
/// that opted in again before the page is loaded anew; and when what is being written is replaced for anything else.
#[tokio::test(flavor = "multi_thread")]
async fn an_open_page_follows_an_opt_out_and_an_opt_in() {
    let shop = Shop::open().await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    let (browser, _) = shop.browser("chris").await;
    let field = async |out: &str| {
        let live = browser.get(&format!("/c/{id}/live?from=1&out={out}")).await.body;
        live.split("hx-target=\"#compose\"").nth(1).map(str::to_owned)
    };
    assert!(field("0").await.is_none(), "nothing is new");
    shop.text("+12125550134", "STOP").await;
    assert!(field("0").await.unwrap().contains("compose__no"));
    assert!(field("1").await.is_none(), "it says so already");
    shop.text("+12125550134", "START").await;
    assert!(!field("1").await.unwrap().contains("compose__no"));
    assert!(field("0").await.is_none());
}

/// Twilio's Advanced Opt-Out: the carrier says what a text means in `OptOutType`, in one signed call, whatever its words are. Fails
/// when the field is not read, not believed over the words, or answered a second time.
#[tokio::test(flavor = "multi_thread")]
async fn an_opt_out_that_the_carrier_names_counts_and_is_not_answered_twice() {
    let shop = Shop::open().await;
    let wire = Wire::open(&shop).await;
    for (sid, words, kind, state) in [
        ("SM1", "Basta, grazie", "STOP", "out"),
        ("SM2", "Va bene, di nuovo", "START", "in"),
        ("SM3", "Che cos'è?", "HELP", "in"),
    ] {
        let call = wire.call(CUSTOMER, sid, words, &[("OptOutType", kind)]);
        assert_eq!(wire.deliver(&call).await, 200, "{kind}");
        assert_eq!(consent(&shop, "0187").await["state"], state, "{kind}");
    }
    let forged = wire.call("+12125550188", "SM4", "Hello", &[("OptOutType", "STOP")]);
    let other = wire.call("+12125550188", "SM4", "Hello", &[]);
    let call = baton_carriers::fake::SignedCall { body: forged.body, ..other };
    assert_eq!(wire.deliver(&call).await, 403, "the field is signed with the rest");
    shop.quiet().await;
    assert!(wire.bodies().is_empty(), "the carrier has answered them: {:?}", wire.bodies());
}
