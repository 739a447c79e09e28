//! What has become of what somebody was told, when it counts as read, and what is one word of many.

use crate::client::Client;
use crate::shop::Shop;
use serde_json::json;
use std::time::Duration;

/// Chris is reminded of a conversation of this phone.
async fn reminded(shop: &Shop, phone: &str) -> String {
    let id = shop.text(phone, "Hello").await.unwrap();
    let chris = shop.person("chris").await;
    chris.post(&format!("/api/v1/conversations/{id}/claim"), &json!({})).await.expect(200);
    let path = format!("/api/v1/conversations/{id}/reminders");
    chris.post(&path, &json!({"text": "Look again", "in": "10 min"})).await.expect(201);
    id
}

/// The line of a conversation on the page of what somebody was told.
fn line<'p>(page: &'p str, id: &str) -> &'p str {
    let found = page.split("<li>").find(|line| line.contains(&format!("/c/{id}#")));
    found.unwrap_or_else(|| panic!("no line of {id} in {page}")).split("</li>").next().unwrap()
}

async fn told(browser: &Client) -> String {
    browser.get("/told").await.body
}

/// How much the navigation counts.
fn counted(page: &str) -> &str {
    page.split("unread: </span>").nth(1).map_or("none", |rest| rest.split('<').next().unwrap())
}

/// Fails when the page of what one was told leaves out what became of it, says it of what nothing became of, or says that of
/// another.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_told_says_what_became_of_it() {
    let shop = Shop::open().await;
    let mut ids = Vec::new();
    for phone in ["+12125550141", "+12125550142", "+12125550143", "+12125550144"] {
        ids.push(reminded(&shop, phone).await);
    }
    shop.pass(Duration::from_mins(11)).await;
    let (chris, maya) = (shop.person("chris").await, shop.person("maya").await);
    let at = |id: &str, what: &str| format!("/api/v1/conversations/{id}/{what}");
    chris.post(&at(&ids[0], "messages"), &json!({"text": "Here I am."})).await;
    let closed = json!({"status": "closed", "reason": "answered"});
    maya.patch(&format!("/api/v1/conversations/{}", ids[1]), &closed).await.expect(200);
    maya.post(&at(&ids[2], "assign"), &json!({"to": {"person": "dana@cedarlane.example"}})).await.expect(200);
    let (browser, _) = shop.browser("chris").await;
    let page = told(&browser).await;
    for (id, words) in [
        (&ids[0], "Answered 2:14 pm by you."),
        (&ids[1], "Closed 2:14 pm by Maya."),
        (&ids[2], "Dana has it now."),
    ] {
        assert!(line(&page, id).contains(words), "no {words} in {}", line(&page, id));
    }
    for words in ["Answered", "Closed", "has it now"] {
        assert!(!line(&page, &ids[3]).contains(words), "{}", line(&page, &ids[3]));
    }
}

/// Fails when what became of another conversation of the same customer is said of the one that the word was about.
#[tokio::test(flavor = "multi_thread")]
async fn what_became_of_a_later_conversation_is_not_said_of_this_one() {
    let shop = Shop::open().await;
    let first = reminded(&shop, "+12125550141").await;
    shop.pass(Duration::from_mins(11)).await;
    let close = async |name: &str, id: &str| {
        let closed = json!({"status": "closed", "reason": "answered"});
        shop.person(name).await.patch(&format!("/api/v1/conversations/{id}"), &closed).await.expect(200);
    };
    close("maya", &first).await;
    shop.pass(Duration::from_hours(24 * 30)).await;
    let next = shop.text("+12125550141", "Hello again").await.unwrap();
    assert_ne!(next, first);
    let chris = shop.person("chris").await;
    chris.post(&format!("/api/v1/conversations/{next}/messages"), &json!({"text": "Yes."})).await;
    close("chris", &next).await;
    let (browser, _) = shop.browser("chris").await;
    let page = told(&browser).await;
    assert!(line(&page, &first).contains("by Maya."), "{}", line(&page, &first));
}

/// Fails when looking at a conversation, or answering there without a script, leaves what one was told of it unread, or makes
/// more than that read.
#[tokio::test(flavor = "multi_thread")]
async fn looking_and_answering_read_what_one_was_told_of_it() {
    let shop = Shop::open().await;
    let mut ids = Vec::new();
    for phone in ["+12125550141", "+12125550142", "+12125550143"] {
        ids.push(reminded(&shop, phone).await);
    }
    shop.pass(Duration::from_mins(11)).await;
    let (browser, token) = shop.browser("chris").await;
    assert_eq!(counted(&told(&browser).await), "3");
    let page = browser.get(&format!("/c/{}", ids[0])).await.body;
    // A look that says nothing of what it showed reads nothing of it.
    assert_eq!(browser.form(&format!("/c/{}/read", ids[0]), &[("csrf", &token)]).await.status, 303);
    let shown = page_told(&page);
    let look = [("csrf", token.as_str()), ("told", &shown)];
    assert_eq!(browser.form(&format!("/c/{}/read", ids[0]), &look).await.status, 303);
    assert!(!browser.get(&format!("/c/{}", ids[0])).await.body.contains("data-told"));
    let page = browser.get(&format!("/c/{}", ids[1])).await.body;
    let (seen, shown) = (page_seen(&page), page_told(&page));
    assert!(page.contains(&format!("name=\"told\" value=\"{shown}\"")), "the forms carry it too: {page}");
    let sent = [
        ("csrf", token.as_str()),
        ("conversation", &ids[1]),
        ("text", "Yes."),
        ("seen", &seen),
        ("told", &shown),
    ];
    assert_eq!(browser.form(&format!("/c/{}/messages", ids[1]), &sent).await.status, 303);
    let page = told(&browser).await;
    assert_eq!(counted(&page), "1");
    let bold = |id: &str| line(&page, id).contains("unread");
    assert_eq!((bold(&ids[0]), bold(&ids[1]), bold(&ids[2])), (false, false, true));
}

/// Fails when a look, or a press, reads what its reader was told after their page was shown.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_after_the_look_is_not_read_by_it() {
    let shop = Shop::open().await;
    let id = reminded(&shop, "+12125550141").await;
    shop.pass(Duration::from_mins(11)).await;
    let (browser, token) = shop.browser("chris").await;
    let path = format!("/c/{id}");
    let shown = page_told(&browser.get(&path).await.body);
    let chris = shop.person("chris").await;
    let again = json!({"text": "And again", "in": "10 min"});
    chris.post(&format!("/api/v1/conversations/{id}/reminders"), &again).await.expect(201);
    shop.pass(Duration::from_mins(11)).await;
    assert_eq!(counted(&told(&browser).await), "2");
    let look = [("csrf", token.as_str()), ("told", &shown)];
    assert_eq!(browser.form(&format!("{path}/read"), &look).await.status, 303);
    assert_eq!(counted(&told(&browser).await), "1");
    let tag = [("csrf", token.as_str()), ("told", &shown), ("add", "billing")];
    assert_eq!(browser.form(&format!("{path}/tags"), &tag).await.status, 303);
    assert_eq!(counted(&told(&browser).await), "1");
    let shown = page_told(&browser.get(&path).await.body);
    let tag = [("csrf", token.as_str()), ("told", &shown), ("remove", "billing")];
    assert_eq!(browser.form(&format!("{path}/tags"), &tag).await.status, 303);
    assert_eq!(counted(&told(&browser).await), "none");
}

/// Up to where a page showed what its reader was told.
fn page_told(page: &str) -> String {
    let timeline =
        page.split("data-told=\"").nth(1).unwrap_or_else(|| panic!("nothing is said as told in {page}"));
    timeline.split('"').next().unwrap().to_owned()
}

fn page_seen(page: &str) -> String {
    let form = page.split("id=\"write\"").nth(1).unwrap();
    form.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// Fails when an absence is told in one card for each conversation, when it is counted otherwise than the page lists it, or
/// when whoever goes, or comes back, is not told what moves and what stays.
#[tokio::test(flavor = "multi_thread")]
async fn one_absence_is_one_word_and_says_what_moves() {
    let shop = Shop::open().await;
    let chris = shop.person("chris").await;
    let mut ids = Vec::new();
    for phone in 0..4 {
        let id = shop.text(&format!("+1212555014{phone}"), "Hello").await.unwrap();
        chris.post(&format!("/api/v1/conversations/{id}/claim"), &json!({})).await.expect(200);
        ids.push(id);
    }
    let (browser, token) = shop.browser("chris").await;
    let say = |state: &'static str| {
        let cover = if state == "away" { shop.id("maya").to_string() } else { String::new() };
        let (browser, path, token) = (&browser, format!("/team/{}", shop.id("chris")), token.as_str());
        async move {
            let said = browser.form(&path, &[("csrf", token), ("state", state), ("cover", &cover)]).await;
            assert_eq!(said.status, 303, "{}", said.body);
            said.header("set-cookie")
                .replace('+', " ")
                .replace("%2C", ",")
                .replace("%3A", ":")
                .replace("%3B", ";")
        }
    };
    let goes = say("away").await;
    assert!(goes.contains("4 conversations go to Maya: what moved stays there when you are back."), "{goes}");
    shop.pass(Duration::ZERO).await;
    let (maya, _) = shop.browser("maya").await;
    let mut query = Vec::new();
    for id in &ids {
        let entries = shop.timeline(id).await;
        let told = entries.iter().rfind(|entry| entry["type"] == "person.told").unwrap();
        query.push(format!("entry={id}.{}", told["position"]));
    }
    let cards = maya.with("hx-request", "true").get(&format!("/told?{}&stand=3", query.join("&"))).await.body;
    assert_eq!(cards.matches("class=\"told\" data-conversation").count(), 1, "{cards}");
    for words in ["and 2 more are yours for Chris.", "href=\"/?view=mine\"", "And 1 more."] {
        assert!(cards.contains(words), "no {words} in {cards}");
    }
    assert_eq!((counted(&cards), counted(&told(&maya).await)), ("1", "1"));
    let back = say("rota").await;
    assert!(
        back.contains("4 conversations stay with Maya, who covered; new texts are yours again."),
        "{back}"
    );
}

/// Fails when a policy is found fault with for what is so already, as if whoever checks it had made it so.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_so_before_is_not_said_as_new_at_a_check() {
    let shop = Shop::open().await;
    let save =
        |w: &mut baton_store::Writer, at| w.save_policy(baton_policy::CEDAR_LANE_PROMISES, None, None, at);
    shop.engine.administer(save).await.unwrap().unwrap();
    let (ruth, token) = shop.browser("ruth").await;
    let check = |text: String| {
        let (ruth, token) = (&ruth, token.as_str());
        async move { ruth.form("/policy/check", &[("csrf", token), ("text", &text), ("version", "3")]).await.body }
    };
    let unchanged = check(baton_policy::CEDAR_LANE_PROMISES.to_owned()).await;
    for words in ["Nothing is wrong with it.", "worth a look, as in the version that is live"] {
        assert!(unchanged.contains(words), "no {words} in {unchanged}");
    }
    let sales = "members = [\"jordan@cedarlane.example\"]\n";
    let worse = check(baton_policy::CEDAR_LANE_PROMISES.replace(sales, "members = []\n")).await;
    assert!(!worse.contains("Nothing is wrong with it."), "{worse}");
    assert!(worse.contains("worth a look, as in the version that is live"), "{worse}");
}

/// Fails when what Baton answers by itself is the first that one is offered, or is put in unless one chooses.
#[tokio::test(flavor = "multi_thread")]
async fn automatic_answers_are_offered_last() {
    let shop = Shop::open().await;
    let save =
        |w: &mut baton_store::Writer, at| w.save_policy(baton_policy::CEDAR_LANE_PROMISES, None, None, at);
    shop.engine.administer(save).await.unwrap().unwrap();
    let id = shop.text("+12125550134", "Hello").await.unwrap();
    let (chris, token) = shop.browser("chris").await;
    let fields = [("csrf", token.as_str()), ("conversation", &id), ("text", ""), ("seen", "")];
    let page = chris.form(&format!("/c/{id}/templates"), &fields).await.body;
    let names: Vec<&str> = page
        .split("name=\"template\" value=\"")
        .skip(1)
        .map(|rest| rest.split("<span class=").next().unwrap())
        .collect();
    assert!(names.len() > 2, "{names:?}");
    assert!(names.last().unwrap().starts_with("After hours\"") && !names.last().unwrap().contains("checked"));
    assert!(names[0].contains("checked"), "{names:?}");
}
