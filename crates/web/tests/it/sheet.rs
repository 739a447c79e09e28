//! Handing over, questions, absences and the rota on the pages: with a script and without.

use crate::client::Client;
use crate::shop::Shop;
use serde_json::json;

const PHONE: &str = "+12125550134";

/// Chris has a conversation that also asks Billing, and his browser with the token of its forms.
async fn chris_has_it(shop: &Shop) -> (String, Client, String) {
    let id = shop.text(PHONE, "Can I reschedule? And do you offer payment plans?").await.unwrap();
    let chris = shop.person("chris").await;
    chris.post(&format!("/api/v1/conversations/{id}/claim"), &json!({})).await.expect(200);
    let (browser, token) = shop.browser("chris").await;
    (id, browser, token)
}

/// What a filled sheet sends.
fn filled<'a>(id: &'a str, token: &'a str, to: &'a str, text: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("csrf", token),
        ("conversation", id),
        ("to", to),
        ("summary", "Three payments if we can."),
        ("done", "Moved to Friday."),
        ("pending", "Plan for invoice 2093."),
        ("tell", "on_acceptance"),
        ("customer_text", text),
        ("key", "k1"),
    ]
}

/// The id of the offer that stands, as the page's forms have it.
fn offer_of(page: &str) -> String {
    let at = page.find("/handoffs/").unwrap_or_else(|| panic!("no offer in {page}"));
    page[at + 10..].split('/').next().unwrap().to_owned()
}

async fn got(shop: &Shop) -> Vec<String> {
    shop.quiet().await;
    shop.engine.simulator().inbox(PHONE).iter().map(|text| text.body.clone()).collect()
}

/// Fails when the sheet does not say who is on and what they have, when what is offered is not what was written, when the
/// receiver does not see it, or when the customer is told before it is accepted, or in other words.
#[tokio::test(flavor = "multi_thread")]
async fn chris_offers_it_on_the_sheet_and_dana_accepts_without_a_script() {
    let shop = Shop::open().await;
    let (id, chris, token) = chris_has_it(&shop).await;
    let sheet = chris.get(&format!("/c/{id}/handoff")).await;
    assert_eq!(sheet.status, 200);
    for words in [
        "It stays yours until somebody accepts.",
        "Billing, on until 6\u{a0}pm",
        "0 in hand",
        "If you offer this to",
    ] {
        assert!(sheet.body.contains(words), "no {words} in {}", sheet.body);
    }
    let to = format!("person-{}", shop.id("dana"));
    let text = "I’m looping in Dana from our billing team. Dana takes over from here.";
    let sent = chris.form(&format!("/c/{id}/handoffs"), &filled(&id, &token, &to, text)).await;
    assert_eq!((sent.status, sent.header("location")), (303, format!("/c/{id}").as_str()), "{}", sent.body);
    let mine = chris.get(&format!("/c/{id}")).await;
    for words in ["You offer this to Dana.", "Yours until Dana accepts", "Take the offer back", "Chris Bell"]
    {
        assert!(mine.body.contains(words), "no {words} in {}", mine.body);
    }
    assert!(got(&shop).await.is_empty(), "nobody has accepted");

    let (dana, her_token) = shop.browser("dana").await;
    let list = dana.get("/").await;
    assert!(list.body.contains("Offered to you") && list.body.contains("offered to you\""), "{}", list.body);
    let page = dana.get(&format!("/c/{id}")).await;
    let words =
        ["Chris offers you this.", "Three payments if we can.", "Moved to Friday.", "invoice 2093", text];
    for words in words {
        assert!(page.body.contains(words), "no {words} in {}", page.body);
    }
    let accept = format!("/c/{id}/handoffs/{}/accept", offer_of(&page.body));
    assert_eq!(dana.form(&accept, &[("csrf", &her_token)]).await.status, 303);
    assert_eq!(got(&shop).await, [text]);
    assert!(dana.get(&format!("/c/{id}")).await.body.contains("You own this."));
}

/// Fails when a refusal does not stand at its field, or when anything that was written is lost by it; or when words that
/// name one person go out as another takes it over.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_stands_at_its_field_and_nothing_typed_is_lost() {
    let shop = Shop::open().await;
    let (id, chris, token) = chris_has_it(&shop).await;
    let path = format!("/c/{id}/handoffs");
    let to = format!("person-{}", shop.id("dana"));
    let with = |changes: &[(&'static str, &'static str)]| {
        let mut fields: Vec<(String, String)> = filled(&id, &token, &to, "Dana takes over.")
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        for (name, value) in changes {
            fields.retain(|(known, _)| known != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        fields
    };
    let send = async |client: &Client, fields: Vec<(String, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        client.form(&path, &fields).await
    };
    let nobody = send(&chris, with(&[("to", "")])).await;
    assert_eq!(nobody.status, 422);
    for words in
        ["Choose who takes it over.", "Three payments if we can.", "Moved to Friday.", "Dana takes over."]
    {
        assert!(nobody.body.contains(words), "no {words} in {}", nobody.body);
    }
    let live = chris.with("hx-request", "true");
    let silent = send(&live, with(&[("summary", " ")])).await;
    assert_eq!(silent.status, 422);
    assert!(silent.body.contains("hx-target=\"#over\"") && !silent.body.contains("<html"), "{}", silent.body);
    assert!(silent.body.contains("id=\"ho-sum-h\">Say what the customer needs"), "{}", silent.body);
    assert!(silent.body.contains("Plan for invoice 2093."), "{}", silent.body);
    // The words were suggested for Dana, and Ben was chosen without a script that changes them.
    let ben = format!("person-{}", shop.id("ben"));
    let mut other = with(&[("suggested", "Dana takes over.")]);
    other.retain(|(name, _)| name != "to");
    other.push(("to".to_owned(), ben));
    let renamed = send(&live, other).await;
    assert_eq!(renamed.status, 422);
    assert!(
        renamed.body.contains("Now they name Ben") && renamed.body.contains("I’m looping in Ben"),
        "{}",
        renamed.body
    );
    let conversation =
        shop.person("chris").await.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
    assert!(conversation["handoff"].is_null(), "nothing has been offered");
}

/// Fails when handing over one question moves the conversation too, tells the customer, or does not reach whom it is given to;
/// or when a sheet without a question offers that.
#[tokio::test(flavor = "multi_thread")]
async fn one_question_is_handed_over_alone() {
    let shop = Shop::open().await;
    let (id, chris, token) = chris_has_it(&shop).await;
    let sheet = chris.get(&format!("/c/{id}/handoff")).await.body;
    assert!(sheet.contains("The whole conversation") && sheet.contains("Only “"), "{sheet}");
    let ask = sheet.split("name=\"what\" value=\"as_").nth(1).unwrap().split('"').next().unwrap();
    let (ask, to) = (format!("as_{ask}"), format!("person-{}", shop.id("ben")));
    let mut fields = filled(&id, &token, &to, "Ben takes over.");
    fields.push(("what", &ask));
    let nobody: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (*name, if *name == "to" { "" } else { *value })).collect();
    let refused = chris.form(&format!("/c/{id}/handoffs"), &nobody).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains(&format!("value=\"{ask}\" checked")), "{}", refused.body);
    assert_eq!(chris.form(&format!("/c/{id}/handoffs"), &fields).await.status, 303);
    let ruth = shop.person("ruth").await;
    let now = ruth.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
    assert_eq!((&now["owner"]["name"], now["handoff"].is_null()), (&json!("Chris Bell"), true), "{now}");
    assert_eq!(now["asks"][0]["owner"]["name"], "Ben Hart", "{now}");
    assert!(got(&shop).await.is_empty(), "the customer is told nothing");
    let other = shop.text("+12125550135", "Can I reschedule?").await.unwrap();
    let chris_too = shop.person("chris").await;
    chris_too.post(&format!("/api/v1/conversations/{other}/claim"), &json!({})).await.expect(200);
    assert!(!chris.get(&format!("/c/{other}/handoff")).await.body.contains("name=\"what\""));
}

/// Fails when a decline needs more than a press, when it does not come back with its reason, loudly, until its holder has
/// chosen, when what its holder wrote is lost for whom it is offered to next, or when keeping it is forgotten.
#[tokio::test(flavor = "multi_thread")]
async fn a_declined_offer_comes_back_loudly_until_it_is_kept() {
    let shop = Shop::open().await;
    let (id, chris, token) = chris_has_it(&shop).await;
    let to = format!("person-{}", shop.id("dana"));
    chris.form(&format!("/c/{id}/handoffs"), &filled(&id, &token, &to, "Dana takes over.")).await;
    let (dana, her_token) = shop.browser("dana").await;
    let offer = offer_of(&dana.get(&format!("/c/{id}")).await.body);
    let fields = [("csrf", her_token.as_str()), ("why", "I’m full"), ("reason", "Can’t before 3.")];
    let declined =
        dana.with("hx-request", "true").form(&format!("/c/{id}/handoffs/{offer}/decline"), &fields).await;
    assert_eq!(declined.status, 200);
    assert!(declined.body.contains("stays with Chris, who is told why."), "{}", declined.body);
    let page = chris.get(&format!("/c/{id}")).await;
    assert!(page.body.contains("class=\"loud\" role=\"alert\""), "{}", page.body);
    assert!(
        page.body.contains("Dana declined: “Can’t before 3.”") && page.body.contains("Came back:"),
        "{}",
        page.body
    );
    assert!(
        !dana.get(&format!("/c/{id}")).await.body.contains("class=\"loud\""),
        "it came back to Chris alone"
    );
    let anew = chris.get(&format!("/c/{id}/handoff")).await.body;
    assert!(
        anew.contains("Three payments if we can.")
            && anew.contains("Plan for invoice 2093.")
            && !anew.contains("Dana takes over."),
        "{anew}"
    );
    let kept = chris.form(&format!("/c/{id}/kept"), &[("csrf", &token), ("handoff", &offer)]).await;
    assert_eq!(kept.status, 303);
    let cookie = crate::shop::cookies(&kept).join("; ");
    let session =
        format!("{chris:?}").split("(\"cookie\", \"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let again = chris.with("cookie", &format!("{session}; {cookie}")).get(&format!("/c/{id}")).await;
    assert!(!again.body.contains("class=\"loud\"") && !again.body.contains("Came back:"), "{}", again.body);
}

/// Fails when two members who accept at once both hear that it is theirs, or when the later one is not told who has it.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_accept_the_second_is_told_who_has_it() {
    let shop = Shop::open().await;
    let (id, chris, token) = chris_has_it(&shop).await;
    let billing = shop.person("ruth").await.get("/api/v1/queues").await.expect(200);
    let billing =
        billing["items"].as_array().unwrap().iter().find(|queue| queue["name"] == "Billing").unwrap();
    let to = format!("queue-{}", billing["id"].as_str().unwrap());
    let sent =
        chris.form(&format!("/c/{id}/handoffs"), &filled(&id, &token, &to, "Billing takes over.")).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let (dana, her_token) = shop.browser("dana").await;
    let (ben, his_token) = shop.browser("ben").await;
    let page = ben.get(&format!("/c/{id}")).await;
    assert!(page.body.contains("Chris offers this to Billing."), "{}", page.body);
    let accept = format!("/c/{id}/handoffs/{}/accept", offer_of(&page.body));
    assert_eq!(dana.form(&accept, &[("csrf", &her_token)]).await.status, 303);
    let late = ben.with("hx-request", "true").form(&accept, &[("csrf", &his_token)]).await;
    assert_eq!(late.status, 409);
    assert!(late.body.contains("Dana Kim accepted it at 2:03 pm."), "{}", late.body);
    assert!(
        late.body.contains("Dana Kim has this.") && !late.body.contains("Accept Jamie"),
        "what stands is shown too"
    );
}

/// Fails when an offer is not told to whom it concerns, or is told to anybody else.
#[tokio::test(flavor = "multi_thread")]
async fn the_receiver_is_told_wherever_they_are_and_nobody_else() {
    let shop = Shop::open().await;
    let (id, chris, token) = chris_has_it(&shop).await;
    let to = format!("person-{}", shop.id("dana"));
    chris.form(&format!("/c/{id}/handoffs"), &filled(&id, &token, &to, "Dana takes over.")).await;
    let entries = shop.timeline(&id).await;
    let told = entries.iter().find(|entry| entry["about"] == "handoff_offered").unwrap();
    let path = format!("/told?entry={id}.{}", told["position"]);
    let (dana, _) = shop.browser("dana").await;
    let word = dana.with("hx-request", "true").get(&path).await;
    for words in ["Chris offers you", "Three payments if we can.", "Accept", "Read it first"] {
        assert!(word.body.contains(words), "no {words} in {}", word.body);
    }
    let others = chris.with("hx-request", "true").get(&path).await;
    assert_eq!((others.status, others.body.trim()), (200, ""));
}

/// Fails when a question cannot be asked, answered by a text, moved or dropped on the page; when a drop without a word
/// is not refused at its field; or when a close with an open question does not ask for the word why.
#[tokio::test(flavor = "multi_thread")]
async fn questions_are_asked_answered_moved_and_dropped_beside_the_conversation() {
    let shop = Shop::open().await;
    let id = shop.text(PHONE, "Can I reschedule?").await.unwrap();
    let (chris, token) = shop.browser("chris").await;
    chris.form(&format!("/c/{id}/claim"), &[("csrf", &token)]).await;
    let dana = format!("person-{}", shop.id("dana"));
    let ask = async |text: &str| {
        let fields = [("csrf", token.as_str()), ("text", text), ("to", &dana)];
        assert_eq!(chris.form(&format!("/c/{id}/asks"), &fields).await.status, 303);
        let read = shop.person("chris").await.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
        read["asks"].as_array().unwrap().last().unwrap()["id"].as_str().unwrap().to_owned()
    };
    let plans = ask("Payment plans").await;
    let card = ask("New card").await;
    let page = chris.get(&format!("/c/{id}")).await;
    for words in ["0 of 2 answered", "Payment plans", "“Payment plans” is still open.", "This answers"] {
        assert!(page.body.contains(words), "no {words} in {}", page.body);
    }
    let live = chris.with("hx-request", "true");
    let wordless =
        live.form(&format!("/c/{id}/asks/{plans}/drop"), &[("csrf", &token), ("reason", "")]).await;
    assert_eq!(wordless.status, 422);
    assert!(wordless.body.contains("Say why it needs no answer"), "{}", wordless.body);
    let ben = format!("person-{}", shop.id("ben"));
    let moved = live.form(&format!("/c/{id}/asks/{plans}/move"), &[("csrf", &token), ("to", &ben)]).await;
    assert!(moved.body.contains("Ben Hart"), "{}", moved.body);
    let seen = shop.person("chris").await.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
    let seen = seen["last_message"]["id"].as_str().unwrap().to_owned();
    let text = |then: &'static str, more: &[(&'static str, &str)]| {
        let mut fields = vec![
            ("csrf", token.clone()),
            ("conversation", id.clone()),
            ("seen", seen.clone()),
            ("text", "Friday at 11.".to_owned()),
            ("then", then.to_owned()),
            ("answers", card.clone()),
        ];
        fields.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
        fields
    };
    let send = async |fields: Vec<(&str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (*a, b.as_str())).collect();
        live.form(&format!("/c/{id}/messages"), &fields).await
    };
    let asked_why = send(text("closed", &[("key", "one")])).await;
    assert_eq!(asked_why.status, 422);
    for words in ["is still open", "name=\"reason\"", "Friday at 11.", "checked>New card"] {
        assert!(asked_why.body.contains(words), "no {words} in {}", asked_why.body);
    }
    let closed = send(text("closed", &[("key", "two"), ("reason", "settled by phone")])).await;
    assert_eq!(closed.status, 200, "{}", closed.body);
    let page = chris.get(&format!("/c/{id}")).await;
    assert!(page.body.contains("1 of 1 answered") && page.body.contains("settled by phone"), "{}", page.body);
}

/// Fails when somebody cannot say that they are away, when their cover does not get what is open with a word for whom, when
/// a wrong time is not refused at its field, or when somebody who leads nobody says it for others.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_away_is_covered_and_the_pages_say_for_whom() {
    let shop = Shop::open().await;
    let (id, chris, token) = chris_has_it(&shop).await;
    let me = shop.id("chris").to_string();
    let maya = shop.id("maya").to_string();
    let path = format!("/team/{me}");
    let fields = |until: &'static str| {
        [
            ("csrf", token.clone()),
            ("state", "away".to_owned()),
            ("until", until.to_owned()),
            ("cover", maya.clone()),
        ]
    };
    let say = async |fields: &[(&str, String)]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (*a, b.as_str())).collect();
        chris.form(&path, &fields).await
    };
    let past = say(&fields("2026-05-11T09:00")).await;
    assert_eq!(past.status, 422);
    assert!(past.body.contains("fail\" id=\"until-h-"), "{}", past.body);
    assert!(past.body.contains("2026-05-11T09:00"), "what was chosen stays");
    assert_eq!(say(&fields("2026-05-14T09:00")).await.status, 303);
    shop.quiet().await;
    let (hers, her_token) = shop.browser("maya").await;
    let page = hers.get(&format!("/c/{id}")).await;
    assert!(page.body.contains("You own this for Chris."), "{}", page.body);
    assert!(hers.get("/").await.body.contains(">for Chris</span>"));
    let team = hers.get("/team").await;
    for words in
        ["Chris Bell until Thu 9 am", "You cover", "Away until Thu 9 am, you cover", "Say it for Chris"]
    {
        assert!(team.body.contains(words), "no {words} in {}", team.body);
    }
    let back = [("csrf", her_token.as_str()), ("state", "rota")];
    assert_eq!(hers.form(&path, &back).await.status, 303, "a lead says it for others");
    let dana = shop.id("dana").to_string();
    let others = [("csrf", token.as_str()), ("state", "out")];
    assert_eq!(chris.form(&format!("/team/{dana}"), &others).await.status, 403);
}

/// Fails when the page says anything else of a week than the rota, the hours and the absences do.
#[tokio::test(flavor = "multi_thread")]
async fn the_rota_shows_who_is_on_day_by_day_and_where_nobody_is() {
    let shop = Shop::open().await;
    let promises =
        |w: &mut baton_store::Writer, at| w.save_policy(baton_policy::CEDAR_LANE_PROMISES, None, None, at);
    shop.engine.administer(promises).await.unwrap().unwrap();
    let (ruth, _) = shop.browser("ruth").await;
    let page = ruth.get("/rota").await;
    assert_eq!(page.status, 200);
    let words = [
        "11 to 17 May",
        "Tue 12, today",
        "Chris is on, nobody from 6\u{a0}pm",
        "1–6",
        "8–1",
        "On call, Sat 16 May 6 pm to Sun 17 May 8 am",
        "Tess: Sam at a wedding",
        "Change it in the policy",
    ];
    for words in words {
        assert!(page.body.contains(words), "no {words} in {}", page.body);
    }
    assert!(!page.body.contains(" style="), "{}", page.body);
    // Somebody away leaves a gap, and the page says who answers.
    let away = json!({"state": "away", "from": "2026-05-14T04:00:00Z", "until": "2026-05-15T04:00:00Z"});
    let maya = shop.id("maya");
    shop.person("maya").await.put(&format!("/api/v1/people/{maya}/availability"), &away).await.expect(200);
    let gone = ruth.get("/rota").await;
    assert!(gone.body.contains("Front desk, Thu 14 May 9 am to 1 pm"), "{}", gone.body);
    assert!(
        gone.body.contains("One gap this week at <a href=\"#q-") || gone.body.contains("gaps this week"),
        "{}",
        gone.body
    );
    let later = ruth.get("/rota?week=2026-06-02").await;
    assert!(later.body.contains("1 to 7 June") && !later.body.contains("today"), "{}", later.body);
    assert_eq!(ruth.get("/rota?week=nonsense").await.status, 200);
}
