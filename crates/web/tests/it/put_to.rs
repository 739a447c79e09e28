//! What concerns somebody comes to them: what is asked of them, offered to them, told to them, and whom they look for.

use crate::client::Client;
use crate::shop::Shop;
use serde_json::{Value, json};
use std::time::Duration;

const PHONE: &str = "+12125550134";
const OTHER: &str = "+12125550135";

/// Every answer is promised within an hour, and whoever is late is told to the fallback person.
const PROMISES: &str = "\n[[targets]]\nname = \"Everybody\"\naround_the_clock = true\nfirst_response = \"1 h\"\nnext_response = \"1 h\"\n\
                        escalation = \"Usual\"\n\n[escalations]\nUsual = [{ after = \"0 min\", notify = \"fallback\" }]\n";

async fn promising() -> Shop {
    let shop = Shop::open().await;
    let policy = format!("{}{PROMISES}", baton_policy::CEDAR_LANE);
    shop.engine.administer(move |w, at| w.save_policy(&policy, None, None, at)).await.unwrap().unwrap();
    shop
}

/// Chris has a conversation.
async fn chris_has_it(shop: &Shop, words: &str) -> (String, Client) {
    let id = shop.text(PHONE, words).await.unwrap();
    let chris = shop.person("chris").await;
    chris.post(&format!("/api/v1/conversations/{id}/claim"), &json!({})).await.expect(200);
    (id, chris)
}

async fn ask_dana(shop: &Shop, chris: &Client, id: &str) -> String {
    let asks =
        json!({"text": "Can she pay in three parts?", "owner": {"person": shop.id("dana").to_string()}});
    let ask = chris.post(&format!("/api/v1/conversations/{id}/asks"), &asks).await.expect(201);
    ask["id"].as_str().unwrap().to_owned()
}

/// The rows under a heading of a list, whole.
fn group<'p>(page: &'p str, title: &str) -> &'p str {
    let Some(at) = page.find(&format!(">{title} <span")) else { return "" };
    page[at..].split("</ol>").next().unwrap()
}

fn ids(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["id"].as_str().unwrap()).collect()
}

/// Fails when a colleague who is asked finds it in no list, when the list beside the queue's own does not say so, when it
/// is not counted, or when it stays after it is answered.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_of_somebody_stands_at_the_head_of_their_lists_until_it_is_answered() {
    let shop = Shop::open().await;
    let (id, chris) = chris_has_it(&shop, "Can I reschedule?").await;
    let ask = ask_dana(&shop, &chris, &id).await;
    shop.text(OTHER, "Hello").await.unwrap();
    let dana = shop.person("dana").await;
    let (browser, _) = shop.browser("dana").await;
    for list in ["/", "/?view=mine", "/?view=answer", "/?view=asked"] {
        let page = browser.get(list).await.body;
        let asked = group(&page, "Asked of you");
        assert!(asked.contains(&format!("row-{id}")), "{list}: {page}");
        assert!(asked.contains("Can she pay in three parts?:"), "{list}: {asked}");
        assert_eq!(page.matches(&format!("id=\"row-{id}\"")).count(), 1, "{list}: once");
        assert!(page.contains("Asked of me</span><span class=\"n\">1</span>"), "{list}: {page}");
    }
    let rows = browser.with("hx-request", "true").get(&format!("/rows?view=mine&ids={id}")).await.body;
    assert!(rows.contains("data-group=\"asked\""), "it stays in the list that shows it: {rows}");
    let (his, _) = shop.browser("chris").await;
    let page = his.get("/").await.body;
    assert!(group(&page, "Asked of you").is_empty() && !page.contains("Asked of me</span><span"), "{page}");

    let me = "/api/v1/conversations?put_to=me";
    assert_eq!(ids(&dana.items(me).await), [&id]);
    assert!(chris.items(me).await.is_empty());
    let by_id = format!("/api/v1/conversations?put_to={}", shop.id("dana"));
    assert_eq!(ids(&chris.items(&by_id).await), [&id]);
    let program = shop.program(&["read"]).await;
    assert_eq!(program.get(me).await.expect(422)["field"], "put_to");
    dana.patch(&format!("/api/v1/asks/{ask}"), &json!({"status": "answered"})).await.expect(200);
    let page = browser.get("/?view=asked").await.body;
    assert!(page.contains("Nobody asks you anything"), "{page}");
    assert!(dana.items(me).await.is_empty());
}

/// Fails when what a rule asks a queue is in no list of its people, when the row does not say what it is about, when a
/// late question hides behind a promise that is due later, or when the clock of a list is not the one that orders it.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_of_a_queue_is_in_its_list_and_in_the_order_of_what_is_due() {
    let shop = promising().await;
    let (id, chris) = chris_has_it(&shop, "Can I reschedule? And do you offer payment plans?").await;
    let reply = json!({"text": "Friday at 11 it is."});
    chris.post(&format!("/api/v1/conversations/{id}/messages"), &reply).await.expect(201);
    shop.pass(Duration::from_mins(20)).await;
    let other = shop.text(OTHER, "How much is a quote?").await.unwrap();
    shop.pass(Duration::from_mins(50)).await;
    let all = chris.items("/api/v1/conversations").await;
    assert_eq!(ids(&all), [&id, &other], "what is due first: {all:?}");
    let due: Vec<&str> = all.iter().filter_map(|row| row["clock"]["due_at"].as_str()).collect();
    assert!(due.is_sorted() && due.len() == 2, "{due:?}");
    assert_eq!((&all[0]["clock"]["kind"], &all[0]["clock"]["state"]), (&json!("ask"), &json!("breached")));

    let (his, _) = shop.browser("chris").await;
    let late = his.get("/").await.body;
    let late = group(&late, "Late");
    assert!(late.contains(&format!("row-{id}")) && late.contains("payment plan, Billing:"), "{late}");
    let (hers, _) = shop.browser("dana").await;
    assert!(group(&hers.get("/").await.body, "Asked of you").contains("payment plan, Billing:"));
    let queues = chris.items("/api/v1/queues").await;
    let billing = queues.iter().find(|queue| queue["name"] == "Billing").unwrap()["id"].as_str().unwrap();
    let list = his.get(&format!("/?view=queue-{billing}")).await.body;
    assert!(group(&list, "Asked of Billing").contains(&format!("row-{id}")), "{list}");
    assert_eq!(ids(&chris.items(&format!("/api/v1/conversations?put_to={billing}")).await), [&id]);
    let head = his.get(&format!("/c/{id}")).await.body;
    assert!(head.contains("payment plan, Billing</span>"), "the head names the same promise: {head}");
}

/// Fails when what somebody was told is gone with the page, is told to others, or cannot be read once and for all.
#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_was_told_is_a_page_to_come_back_to() {
    let shop = promising().await;
    let (id, chris) = chris_has_it(&shop, "Can I reschedule?").await;
    ask_dana(&shop, &chris, &id).await;
    let (browser, token) = shop.browser("dana").await;
    let page = browser.get("/told").await.body;
    for words in
        ["Chris asks you something about", "Can she pay in three parts?", "I have read these", ", unread"]
    {
        assert!(page.contains(words), "no {words} in {page}");
    }
    assert!(page.contains("Told</span><span class=\"n\"><span class=\"sr\">unread: </span>1"), "{page}");
    let dana = shop.person("dana").await;
    let told = dana.items("/api/v1/told").await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(
        (&told[0]["conversation"], &told[0]["unread"], &told[0]["type"]),
        (&json!(id), &json!(true), &json!("person.told"))
    );
    assert_eq!(told[0]["detail"], "Can she pay in three parts?");
    let quiet = shop.person_with("dana", &["read"]).await;
    assert_eq!(quiet.items("/api/v1/told").await[0]["detail"], "", "what the team writes to itself (law 12)");
    let up_to = told[0]["position"].to_string();
    let read = browser.form("/told/read", &[("csrf", &token), ("up_to", &up_to)]).await;
    assert_eq!((read.status, read.header("location")), (303, "/told"));
    let page = browser.get("/told").await.body;
    assert!(page.contains("Chris asks you something") && !page.contains(", unread"), "{page}");
    assert!(!page.contains("unread: "), "{page}");
    assert!(chris.items("/api/v1/told").await.is_empty());
    let program = shop.program(&["read", "notes"]).await;
    program.get("/api/v1/told").await.expect(403);
    // Nobody answers, and the fallback person is told of both promises.
    shop.pass(Duration::from_hours(2)).await;
    let ruth = shop.person("ruth").await;
    let told = ruth.items("/api/v1/told?limit=200").await;
    let types: Vec<&str> = told.iter().map(|one| one["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["escalation.stepped", "escalation.stepped"], "{told:?}");
    let positions: Vec<i64> = told.iter().map(|one| one["position"].as_i64().unwrap()).collect();
    assert!(positions.iter().rev().is_sorted(), "newest first: {positions:?}");
    let newest = json!({"up_to": positions[0]});
    assert_eq!(ruth.put("/api/v1/told/read", &newest).await.expect(200)["unread"], 0);
    // Whoever says that they have read what nobody was told yet, has read what they were told until now.
    let far = json!({"up_to": i64::MAX});
    assert_eq!(ruth.put("/api/v1/told/read", &far).await.expect(200)["unread"], 0);
    shop.text("+12125550138", "Is anybody there?").await.unwrap();
    shop.pass(Duration::from_hours(2)).await;
    let told = ruth.items("/api/v1/told?limit=1").await;
    assert_eq!(told[0]["unread"], true, "{told:?}");
    let (hers, _) = shop.browser("ruth").await;
    let page = hers.get("/told").await.body;
    assert!(page.contains("Answer to a question."), "{page}");
}

/// Fails when a colleague's conversation does not say so where one writes, when a text stands before a note there, or
/// when whoever is asked something is kept from answering it.
#[tokio::test(flavor = "multi_thread")]
async fn in_a_colleagues_conversation_the_field_says_so_and_a_note_comes_first() {
    let shop = Shop::open().await;
    let (id, chris) = chris_has_it(&shop, "Can I reschedule?").await;
    let (browser, _) = shop.browser("dana").await;
    let note = "name=\"mode\" value=\"note\" checked";
    let hers = browser.get(&format!("/c/{id}")).await.body;
    assert!(
        hers.contains("Chris has this.") && hers.contains("beside Chris’s") && hers.contains(note),
        "{hers}"
    );
    let (his, _) = shop.browser("chris").await;
    let own = his.get(&format!("/c/{id}")).await.body;
    assert!(!own.contains("Chris has this.") && !own.contains(note), "{own}");
    ask_dana(&shop, &chris, &id).await;
    let asked = browser.get(&format!("/c/{id}")).await.body;
    assert!(
        asked.contains("Answer Chris") && asked.contains(note),
        "what Chris asks is answered inside: {asked}"
    );
    // What anybody may do is not changed by it.
    let dana = shop.person("dana").await;
    dana.post(&format!("/api/v1/conversations/{id}/messages"), &json!({"text": "Yes, in three."}))
        .await
        .expect(201);
}

/// Fails when what an offer said cannot be read once it is accepted, or stays after the close.
#[tokio::test(flavor = "multi_thread")]
async fn what_an_offer_said_is_read_by_its_new_owner_until_it_is_closed() {
    let shop = Shop::open().await;
    let (id, chris) = chris_has_it(&shop, "Can I reschedule?").await;
    let offer = json!({"to": {"person": shop.id("dana").to_string()}, "summary": "Wants a plan.",
        "done": "Moved to Friday.", "pending": "Send a payment link.",
        "customer_text": "I’m looping in Dana, who takes over."});
    let path = format!("/api/v1/conversations/{id}");
    let offered = chris.post(&format!("{path}/handoffs"), &offer).await.expect(201);
    let dana = shop.person("dana").await;
    let accept = format!("/api/v1/handoffs/{}/accept", offered["id"].as_str().unwrap());
    dana.post(&accept, &json!({})).await.expect(200);
    let (browser, _) = shop.browser("dana").await;
    let page = browser.get(&format!("/c/{id}")).await.body;
    let details = &page[page.find("id=\"details\"").unwrap()..];
    for words in ["Handed over by Chris", "Wants a plan.", "Moved to Friday.", "Send a payment link."] {
        assert!(details.contains(words), "no {words} in {details}");
    }
    let line = &page[page.find("id=\"tl\"").unwrap()..page.find("id=\"details\"").unwrap()];
    assert!(line.contains("What was said with it") && line.contains("Send a payment link."), "{line}");
    let row = group(&page, "Waiting for us");
    assert!(row.contains("Chris: I’m looping in Dana"), "whose words they are: {row}");
    let own = shop.browser("chris").await.0.get("/").await.body;
    assert!(own.contains("You: I’m looping in Dana"), "{own}");
    let closing = json!({"status": "closed", "reason": "Resolved"});
    dana.patch(&path, &closing).await.expect(200);
    let closed = browser.get(&format!("/c/{id}")).await.body;
    let details = &closed[closed.find("id=\"details\"").unwrap()..];
    assert!(!details.contains("Handed over by"), "{details}");
}

/// Fails when a text of a program is said to be a person's.
#[tokio::test(flavor = "multi_thread")]
async fn the_list_names_the_author_of_the_last_text() {
    let shop = Shop::open().await;
    let (id, chris) = chris_has_it(&shop, "Can I reschedule?").await;
    let path = format!("/api/v1/conversations/{id}/messages");
    chris.post(&path, &json!({"text": "Friday at 11?"})).await.expect(201);
    let program = shop.program(&["read", "send"]).await;
    program.post(&path, &json!({"text": "See you tomorrow."})).await.expect(201);
    let page = shop.browser("dana").await.0.get("/").await.body;
    assert!(page.contains("Reminders: See you tomorrow."), "{page}");
}

/// Fails when somebody whose conversation is closed is not found, when a number is found in one way of writing it only,
/// or when an empty result does not say what was looked through.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_looked_for_is_found_also_when_nothing_is_open() {
    let shop = Shop::open().await;
    let (id, chris) = chris_has_it(&shop, "Can I reschedule?").await;
    let ruth = shop.person("ruth").await;
    let one = ruth.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
    let contact = one["contact"]["id"].as_str().unwrap();
    ruth.patch(&format!("/api/v1/contacts/{contact}"), &json!({"name": "Inés Márquez"})).await.expect(200);
    chris
        .patch(&format!("/api/v1/conversations/{id}"), &json!({"status": "closed", "reason": "Resolved"}))
        .await
        .expect(200);
    let (browser, _) = shop.browser("chris").await;
    for words in
        ["ines", "MARQ", "márquez+in", "%28212%29+555-0134", "212.555.0134", "%2B1+212", "0134", "212+55"]
    {
        let page = browser.get(&format!("/?q={words}")).await.body;
        assert!(group(&page, "Closed").contains(&format!("row-{id}")), "{words}: {page}");
    }
    for words in ["nes", "ines+x", "0135", "21299"] {
        let page = browser.get(&format!("/?q={words}")).await.body;
        assert!(
            page.contains("Looked through everybody’s conversations, closed ones too"),
            "{words}: {page}"
        );
    }
    let open = browser.get("/?q=ines&status=open").await.body;
    assert!(open.contains("Looked through everybody’s conversations, without the closed ones"), "{open}");
    let mine = browser.get("/?q=xaver&view=mine").await.body;
    assert!(mine.contains("“xaver”") && mine.contains("yours alone"), "{mine}");
}

/// Fails when what is urgent looks like everything else in the list.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_urgent_says_so_in_its_row() {
    let shop = Shop::open().await;
    let id = shop.text(PHONE, "URGENT").await.unwrap();
    let page = shop.browser("chris").await.0.get("/").await.body;
    let row = &page[page.find(&format!("id=\"row-{id}\"")).unwrap()..];
    let row = row.split("</li>").next().unwrap();
    assert!(row.contains(">urgent</b>"), "{row}");
}
