//! Templates, texts for later, quiet hours and reminders on the pages: with a script and without.

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

const FILLED: &str = "Hi there, we're nearly done and only need the card’s last four digits from you. Then we book it \
                      and confirm by text.";

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

/// Fails when the list holds what its reader may not use, when an empty blank goes through or is not named, when what was
/// written is lost, or when the text is not recorded with its template and does what that says.
#[tokio::test(flavor = "multi_thread")]
async fn a_template_is_chosen_filled_and_sent_without_a_script() {
    let shop = open().await;
    let (id, chris, token) = chris_has_it(&shop).await;
    let opened = chris.form(&format!("/c/{id}/templates"), &write(&id, &token, "", "")).await;
    assert_eq!(opened.status, 200);
    for words in
        ["id=\"templates\"", "Waiting on you", "Handoff, internal", "Find a template", "specific info"]
    {
        assert!(opened.body.contains(words), "no {words} in {}", opened.body);
    }
    assert!(!opened.body.contains("Card on file"), "it is Billing’s");
    // Another one is shown before it is put anywhere.
    let mut look = write(&id, &token, "", "");
    look.extend([("template", "Waiting on you"), ("shown", "Handoff, internal")]);
    let shown = chris.form(&format!("/c/{id}/templates/put"), &look).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    assert!(shown.body.contains("value=\"Waiting on you\" checked"), "{}", shown.body);
    // A blank that is empty is named at its field, and what was filled into the other one stays.
    let mut half = write(&id, &token, "", "");
    half.extend([
        ("template", "Waiting on you"),
        ("shown", "Waiting on you"),
        ("fill.specific info", "four digits"),
    ]);
    let missing = chris.form(&format!("/c/{id}/templates/put"), &half).await;
    assert_eq!(missing.status, 422);
    for words in ["Fill in “next step” to use it.", "value=\"four digits\""] {
        assert!(missing.body.contains(words), "no {words} in {}", missing.body);
    }
    assert!(!missing.body.contains("Fill in “specific info”"), "{}", missing.body);
    let page = put(&chris, &id, &token, "", "").await;
    assert_eq!((page.status, draft(&page.body).as_str()), (200, FILLED));
    let main = page.body.split("class=\"split").nth(1).unwrap().split("</button>").next().unwrap();
    assert!(main.contains("and wait") && main.contains("btn--go"), "{main}");
    // Sent as it is: it is the template's, and the conversation waits.
    let (made, seen) = (field(&page.body, "made"), field(&page.body, "seen"));
    let mut sent = write(&id, &token, FILLED, &seen);
    sent.extend([("made", made.as_str()), ("then", "pending"), ("key", "k1")]);
    assert_eq!(chris.form(&format!("/c/{id}/messages"), &sent).await.status, 303);
    let written = texts(&shop, &id).await;
    assert_eq!((written.len(), &written[0]["text"]), (1, &json!(FILLED)));
    assert_eq!(written[0]["template"], "Waiting on you", "{}", written[0]);
    let now = shop.person("chris").await.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
    assert_eq!(now["status"], "pending");
}

/// Fails when a changed text is recorded as the template's, when a template replaces what was written, or when anything but
/// what its author has seen goes out.
#[tokio::test(flavor = "multi_thread")]
async fn a_template_goes_into_what_is_written_and_a_changed_one_is_ones_own() {
    let shop = open().await;
    let (id, chris, token) = chris_has_it(&shop).await;
    let live = chris.with("hx-request", "true");
    let page = put(&live, &id, &token, "Hello Jamie.Bye.", "12").await;
    assert_eq!(draft(&page.body), format!("Hello Jamie. {FILLED} Bye."));
    assert!(page.body.contains("hx-target=\"#compose\"") && !page.body.contains("<html"), "{}", page.body);
    assert_eq!(field(&page.body, "made"), "", "it is not the template any more");
    let alone = put(&chris, &id, &token, "", "").await;
    let (made, seen) = (field(&alone.body, "made"), field(&alone.body, "seen"));
    let changed = FILLED.replace("nearly", "almost");
    let mut sent = write(&id, &token, &changed, &seen);
    sent.extend([("made", made.as_str()), ("then", "open")]);
    assert_eq!(chris.form(&format!("/c/{id}/messages"), &sent).await.status, 303);
    let written = texts(&shop, &id).await;
    assert_eq!(written[0]["text"], json!(changed));
    assert!(written[0]["template"].is_null(), "{}", written[0]);
}

/// Fails when a note's template can become a text to the customer, or the words of a note one.
#[tokio::test(flavor = "multi_thread")]
async fn a_note_never_becomes_a_text() {
    let shop = open().await;
    let (id, chris, token) = chris_has_it(&shop).await;
    let path = format!("/c/{id}/templates");
    let mut note = write(&id, &token, "Only between us.", "");
    note.retain(|(name, _)| *name != "mode");
    note.push(("mode", "note"));
    let notes = chris.form(&path, &note).await.body;
    assert!(notes.contains("Handoff, internal") && !notes.contains("value=\"Waiting on you\""), "{notes}");
    let texts = chris.form(&path, &write(&id, &token, "Dear Jamie,", "")).await.body;
    assert!(!texts.contains("value=\"Handoff, internal\""), "{texts}");
    // Chosen for an empty field, it makes a note of it.
    let mut put = write(&id, &token, "", "");
    put.extend([("template", "Handoff, internal"), ("shown", "Handoff, internal")]);
    let labels = ["fill.Name/Role", "fill.summary", "fill.what is done", "fill.what is pending"];
    put.extend(labels.map(|label| (label, "x")));
    let page = chris.form(&format!("{path}/put"), &put).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains("value=\"note\" checked"), "{}", page.body);
    let (made, text) = (field(&page.body, "made"), draft(&page.body));
    let mut added = write(&id, &token, &text, "");
    added.push(("made", made.as_str()));
    assert_eq!(chris.form(&format!("/c/{id}/notes"), &added).await.status, 303);
    let entries = shop.timeline(&id).await;
    assert_eq!((count(&entries, "note.added"), count(&entries, "text.written")), (1, 0));
}

/// The id of the text that waits, as the timeline's forms have it.
fn scheduled(page: &str) -> String {
    let at = page.split("id=\"s-").nth(1).unwrap_or_else(|| panic!("nothing waits in {page}"));
    at.split('"').next().unwrap().to_owned()
}

/// Fails when a text for later goes out at once or not at its time, when it does not stand in the timeline with its time, or
/// when it cannot be moved, dropped or sent there.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_for_later_waits_in_the_timeline_and_can_be_moved_sent_or_dropped() {
    let shop = open().await;
    let (id, chris, token) = chris_has_it(&shop).await;
    let page = chris.get(&format!("/c/{id}")).await.body;
    for words in [
        "value=\"2026-05-13T13:00:00Z\">Tomorrow",
        "value=\"2026-05-18T13:00:00Z\">Monday",
        "In the time of New York.",
    ] {
        assert!(page.contains(words), "no {words} in {page}");
    }
    let seen = field(&page, "seen");
    let path = format!("/c/{id}/messages");
    let later = |text: &'static str, more: &[(&'static str, &'static str)]| {
        let mut fields: Vec<(&str, &str)> = write(&id, &token, text, &seen);
        fields.extend_from_slice(more);
        fields
    };
    // A time that is none, or has passed, stands at its field, and nothing is lost.
    for own in ["", "2026-05-12T09:00"] {
        let wrong = chris
            .form(
                &path,
                &later("Good morning.", &[("later", "own"), ("send_at", own), ("if_changed", "send")]),
            )
            .await;
        assert_eq!(wrong.status, 422);
        assert!(
            wrong.body.contains("id=\"act-later\" open")
                && wrong.body.contains("class=\"hint fail\" id=\"later-h\""),
            "{}",
            wrong.body
        );
        assert_eq!(draft(&wrong.body), "Good morning.");
        assert!(wrong.body.contains("value=\"send\" checked"), "{}", wrong.body);
    }
    let sent = chris
        .form(
            &path,
            &later(
                "Good morning.",
                &[("later", "own"), ("send_at", "2026-05-13T09:30"), ("after", "pending")],
            ),
        )
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert!(texts(&shop, &id).await.is_empty());
    let page = chris.get(&format!("/c/{id}")).await.body;
    let ghost = page.split("id=\"s-").nth(1).unwrap();
    for words in ["Good morning.", "Wed 9:30 am", "asks you if something comes first"] {
        assert!(ghost.contains(words), "no {words} in {ghost}");
    }
    // Dana reads it, and may do nothing about it.
    let (dana, _) = shop.browser("dana").await;
    let hers = dana.get(&format!("/c/{id}")).await.body;
    assert!(hers.contains("Good morning.") && !hers.contains("/scheduled/"), "{hers}");
    // Another time, and a refusal of one at its place.
    let act = |action: &str| format!("/c/{id}/scheduled/{}/{action}", scheduled(&page));
    let with = |more: &[(&'static str, &'static str)]| {
        let mut fields = vec![("csrf", token.as_str()), ("seen", seen.as_str())];
        fields.extend_from_slice(more);
        fields
    };
    let past = chris.form(&act("change"), &with(&[("send_at", "2026-05-12T09:00")])).await;
    assert_eq!(past.status, 422);
    assert!(
        past.body.contains("That time has passed.") && past.body.contains("value=\"2026-05-12T09:00\""),
        "{}",
        past.body
    );
    assert_eq!(chris.form(&act("change"), &with(&[("send_at", "2026-05-13T10:00")])).await.status, 303);
    let moved = chris.get(&format!("/c/{id}")).await.body;
    assert!(moved.contains("Wed 10 am") && moved.contains("Good morning."), "{moved}");
    // Other words, and none, which are refused with what was written.
    let empty = chris.form(&act("change"), &with(&[("send_at", "2026-05-13T10:00"), ("text", " ")])).await;
    assert_eq!(empty.status, 303, "blanks are no change of the words: {}", empty.body);
    let words = with(&[("send_at", "2026-05-12T09:00"), ("text", "Good morning, Jamie.")]);
    let refused = chris.form(&act("change"), &words).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("\nGood morning, Jamie.</textarea>"), "{}", refused.body);
    let words = with(&[("send_at", "2026-05-13T10:00"), ("text", "Good morning, Jamie.")]);
    assert_eq!(chris.form(&act("change"), &words).await.status, 303);
    let changed = chris.get(&format!("/c/{id}")).await.body;
    let ghost = changed.split("id=\"s-").nth(1).unwrap();
    assert!(ghost.contains("<p class=\"msg__text\">Good morning, Jamie.</p>"), "{ghost}");
    // Sent now, once, however often it is pressed.
    for _ in 0..2 {
        chris.form(&act("send"), &with(&[("key", "again-1")])).await;
    }
    assert_eq!(texts(&shop, &id).await.len(), 1);
    chris.form(&path, &later("Second.", &[("later", "2026-05-13T13:00:00Z"), ("key", "k2")])).await;
    let page = chris.get(&format!("/c/{id}")).await.body;
    let drop = format!("/c/{id}/scheduled/{}/drop", scheduled(&page));
    assert_eq!(chris.form(&drop, &[("csrf", &token)]).await.status, 303);
    go_to(&shop, "2026-05-13T14:30:00Z").await;
    assert_eq!(texts(&shop, &id).await.len(), 1);
}

/// Law 7 on the page. Fails when a held text is not said out loud, or when the choice does not do what it says.
#[tokio::test(flavor = "multi_thread")]
async fn a_held_text_asks_out_loud() {
    let shop = open().await;
    let (id, chris, token) = chris_has_it(&shop).await;
    let seen = field(&chris.get(&format!("/c/{id}")).await.body, "seen");
    let mut later = write(&id, &token, "Friday at 11.", &seen);
    later.extend([("later", "2026-05-12T19:00:00Z"), ("if_changed", "ask")]);
    chris.form(&format!("/c/{id}/messages"), &later).await;
    shop.text(JAMIE, "Or on Monday?").await;
    go_to(&shop, "2026-05-12T19:00:00Z").await;
    let page = chris.get(&format!("/c/{id}")).await.body;
    let ghost = page.split("id=\"s-").nth(1).unwrap();
    assert!(ghost.contains("class=\"loud\" role=\"alert\"") && ghost.contains("was to go out"), "{ghost}");
    let send = format!("/c/{id}/scheduled/{}/send", scheduled(&page));
    // Who has not seen what came is told.
    let stale = chris.form(&send, &[("csrf", &token), ("seen", &seen)]).await;
    assert_eq!(stale.status, 409);
    assert!(stale.body.contains("“Or on Monday?” It has not gone out."), "{}", stale.body);
    let seen = field(&page, "seen");
    assert_eq!(chris.form(&send, &[("csrf", &token), ("seen", &seen)]).await.status, 303);
    assert_eq!(texts(&shop, &id).await.len(), 1);
}

/// Fails when a refusal at night loses what was typed or offers no way on, or when a way on does not do what it says.
#[tokio::test(flavor = "multi_thread")]
async fn at_night_a_person_chooses_the_morning_or_now() {
    let shop = open().await;
    let (id, chris, token) = chris_has_it(&shop).await;
    let seen = field(&chris.get(&format!("/c/{id}")).await.body, "seen");
    go_to(&shop, "2026-05-14T02:30:00Z").await;
    let path = format!("/c/{id}/messages");
    let live = chris.with("hx-request", "true");
    let with = |text: &'static str, more: &[(&'static str, &'static str)]| {
        let mut fields: Vec<(&str, &str)> = write(&id, &token, text, &seen);
        fields.extend_from_slice(more);
        fields
    };
    let refused = live.form(&path, &with("Sorry, we were swamped.", &[("then", "pending")])).await;
    assert_eq!(refused.status, 409);
    for words in [
        "It is 10:30 pm where",
        "name=\"later\" value=\"2026-05-14T12:00:00Z\">Text at 8 am (their morning)",
        "name=\"despite\" value=\"pending\">Text now all the same",
    ] {
        assert!(refused.body.contains(words), "no {words} in {}", refused.body);
    }
    assert_eq!(draft(&refused.body), "Sorry, we were swamped.");
    let morning = chris
        .form(
            &path,
            &with("Sorry, we were swamped.", &[("later", "2026-05-14T12:00:00Z"), ("after", "open")]),
        )
        .await;
    assert_eq!(morning.status, 303);
    assert!(texts(&shop, &id).await.is_empty());
    assert!(chris.get(&format!("/c/{id}")).await.body.contains("Thu 8 am"));
    // A time of one's own at night is refused as well, and can be meant.
    let night =
        chris.form(&path, &with("At night.", &[("later", "own"), ("send_at", "2026-05-14T23:00")])).await;
    assert_eq!(night.status, 409);
    assert!(night.body.contains("name=\"despite\" value=\"2026-05-15T03:00:00Z\">Text "), "{}", night.body);
    let meant = chris.form(&path, &with("At night.", &[("despite", "2026-05-15T03:00:00Z")])).await;
    assert_eq!(meant.status, 303, "{}", meant.body);
    assert!(texts(&shop, &id).await.is_empty());
    let now = chris.form(&path, &with("It cannot wait.", &[("despite", "pending")])).await;
    assert_eq!(now.status, 303, "{}", now.body);
    let written = texts(&shop, &id).await;
    assert_eq!((written.len(), &written[0]["text"]), (1, &json!("It cannot wait.")));
}

/// Fails when a reminder is not listed or cannot be taken back, or when a refusal loses its words.
#[tokio::test(flavor = "multi_thread")]
async fn reminders_are_set_listed_and_taken_back() {
    let shop = open().await;
    let (id, chris, token) = chris_has_it(&shop).await;
    let path = format!("/c/{id}/reminders");
    let with = |more: &[(&'static str, &'static str)]| {
        let mut fields = vec![("csrf", token.as_str()), ("words", "Ask Dana about the deposit")];
        fields.extend_from_slice(more);
        fields
    };
    let past = chris.form(&path, &with(&[("when", "own"), ("at", "2026-05-12T09:00")])).await;
    assert_eq!(past.status, 422);
    for words in [
        "id=\"rem-add\" open",
        "value=\"Ask Dana about the deposit\"",
        "value=\"2026-05-12T09:00\"",
        "has passed",
    ] {
        assert!(past.body.contains(words), "no {words} in {}", past.body);
    }
    let empty = chris.form(&path, &[("csrf", &token), ("words", " "), ("when", "soon")]).await;
    assert_eq!(empty.status, 422);
    assert!(
        empty.body.contains("id=\"rem-words\"") && empty.body.contains("class=\"hint fail\" id=\"rem-h\""),
        "{}",
        empty.body
    );
    assert_eq!(chris.form(&path, &with(&[("when", "soon")])).await.status, 303);
    let page = chris.get(&format!("/c/{id}")).await.body;
    let list = page.split("id=\"d-rem\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(list.contains("Ask Dana about the deposit") && list.contains("4:03 pm"), "{list}");
    let drop = list.split("action=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    // It is Chris's: Dana does not take it back.
    let (dana, hers) = shop.browser("dana").await;
    assert!(!dana.get(&format!("/c/{id}")).await.body.contains(&drop));
    dana.form(&drop, &[("csrf", &hers)]).await;
    assert!(chris.get(&format!("/c/{id}")).await.body.contains(&drop));
    assert_eq!(chris.form(&drop, &[("csrf", &token)]).await.status, 303);
    assert!(!chris.get(&format!("/c/{id}")).await.body.contains(&drop));
    let live = chris.with("hx-request", "true");
    let set = live.form(&path, &with(&[("when", "2026-05-13T13:00:00Z")])).await;
    assert!(set.body.contains("hx-target=\"#details\"") && set.body.contains("Wed 9 am"), "{}", set.body);
    go_to(&shop, "2026-05-13T13:00:00Z").await;
    assert_eq!(count(&shop.timeline(&id).await, "reminder.came"), 1);
}

/// Fails when a planned absence cannot be taken back, when one that has begun can, or when somebody takes back another's.
#[tokio::test(flavor = "multi_thread")]
async fn a_planned_absence_is_taken_back() {
    let shop = Shop::open().await;
    let (chris, token) = shop.browser("chris").await;
    let path = format!("/team/{}", shop.id("chris"));
    let away = [
        ("csrf", token.as_str()),
        ("state", "away"),
        ("from", "2026-05-20T09:00"),
        ("until", "2026-05-22T18:00"),
    ];
    assert_eq!(chris.form(&path, &away).await.status, 303);
    let page = chris.get("/team").await.body;
    let back = format!("{path}/not-away");
    assert!(page.contains(&format!("action=\"{back}\"")) && page.contains("Take it back"), "{page}");
    let (dana, hers) = shop.browser("dana").await;
    assert!(!dana.get("/team").await.body.contains("not-away"));
    let from = "2026-05-20T13:00:00Z";
    assert_eq!(dana.form(&back, &[("csrf", &hers), ("from", from)]).await.status, 403);
    assert_eq!(chris.form(&back, &[("csrf", &token), ("from", from)]).await.status, 303);
    let after = chris.get("/team").await.body;
    assert!(after.contains("Nobody is away, and nobody has said"), "{after}");
    let now = [("csrf", token.as_str()), ("state", "away")];
    assert_eq!(chris.form(&path, &now).await.status, 303);
    assert!(!chris.get("/team").await.body.contains("not-away"), "it has begun");
}

/// Law 10 on the page. Fails when a policy can go live from the page without what it would move having been shown, or when
/// that is not counted and named.
#[tokio::test(flavor = "multi_thread")]
async fn a_checked_policy_says_what_it_would_move() {
    let shop = open().await;
    let (id, _, _) = chris_has_it(&shop).await;
    shop.text("+12125550177", "How much is it? A quote, please").await.unwrap();
    let (ruth, token) = shop.browser("ruth").await;
    let editing = ruth.get("/policy?edit=1").await.body;
    let go = |page: &str| {
        page.split("formaction=\"/policy\"").nth(1).unwrap().split('>').next().unwrap().to_owned()
    };
    assert!(go(&editing).contains("disabled"), "{editing}");
    let gone = baton_policy::CEDAR_LANE.replace("Sales", "Quotes").replace("\"Sa\"", "\"Qu\"");
    let check = async |text: &str| {
        let fields = [("csrf", token.as_str()), ("text", text), ("version", "3"), ("try", "")];
        ruth.form("/policy/check", &fields).await.body
    };
    let same = check(baton_policy::CEDAR_LANE).await;
    assert!(same.contains("Nothing that is open would move.") && !go(&same).contains("disabled"), "{same}");
    let moved = check(&gone).await;
    assert!(moved.contains("1 conversation would get another owner at once."), "{moved}");
    let list = moved.split("class=\"moves\"").nth(1).unwrap().split("</ul>").next().unwrap();
    assert!(list.contains("Sales to ") && list.contains("0177") && list.contains("<b>1</b>"), "{list}");
    assert!(!list.contains("0134"), "{id} stays with Chris: {list}");
}

/// Fails when whoever moves the time of a scheduled text undoes what a colleague has made of its words meanwhile, or when
/// whoever changes them too is not told of it, and cannot go on.
#[tokio::test(flavor = "multi_thread")]
async fn words_that_were_changed_meanwhile_are_not_changed_back() {
    let shop = open().await;
    let (id, chris, token) = chris_has_it(&shop).await;
    let seen = field(&chris.get(&format!("/c/{id}")).await.body, "seen");
    let mut later = write(&id, &token, "Friday at 11.", &seen);
    later.extend([("later", "2026-05-13T13:00:00Z"), ("if_changed", "ask")]);
    chris.form(&format!("/c/{id}/messages"), &later).await;
    let page = chris.get(&format!("/c/{id}")).await.body;
    assert!(page.contains("name=\"was\""), "the form says what it was filled with: {page}");
    let (act, text) = (format!("/c/{id}/scheduled/{}/change", scheduled(&page)), scheduled(&page));
    let words = async || {
        let found = shop.person("chris").await.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
        found["scheduled"][0]["text"].as_str().unwrap().to_owned()
    };
    let ruth = shop.person("ruth").await;
    let corrected = json!({"text": "Friday at 10."});
    ruth.patch(&format!("/api/v1/scheduled/{text}"), &corrected).await.expect(200);
    let at = [("csrf", token.as_str()), ("seen", seen.as_str()), ("send_at", "2026-05-13T10:00")];
    let with = |text, was| [&at[..], &[("text", text), ("was", was)]].concat();
    let moved = chris.form(&act, &with("Friday at 11.", "Friday at 11.")).await;
    assert_eq!((moved.status, words().await.as_str()), (303, "Friday at 10."), "{}", moved.body);
    let stale = chris.form(&act, &with("Friday at 11:15.", "Friday at 11.")).await;
    assert_eq!((stale.status, words().await.as_str()), (409, "Friday at 10."));
    for words in ["changed meanwhile: “Friday at 10.”", "Friday at 11:15.</textarea>"] {
        assert!(stale.body.contains(words), "no {words} in {}", stale.body);
    }
    let again = chris.form(&act, &with("Friday at 11:15.", "Friday at 10.")).await;
    assert_eq!((again.status, words().await.as_str()), (303, "Friday at 11:15."), "{}", again.body);
}

/// Fails when a text that closes is refused without the reasons to choose from, loses what was typed or when it goes out,
/// or does not close with the reason that is given then.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_closes_asks_for_a_reason() {
    let shop = open().await;
    let (id, chris, token) = chris_has_it(&shop).await;
    let seen = field(&chris.get(&format!("/c/{id}")).await.body, "seen");
    let path = format!("/c/{id}/messages");
    let with = |more: &[(&'static str, &'static str)]| {
        let mut fields: Vec<(&str, &str)> = write(&id, &token, "See you then.", &seen);
        fields.extend_from_slice(more);
        fields
    };
    let at = "2026-05-13T13:00:00Z";
    for press in [vec![("then", "closed")], vec![("later", at), ("after", "closed")]] {
        let refused = chris.form(&path, &with(&press)).await;
        assert_eq!(refused.status, 422);
        let (name, value) = press[0];
        let button = format!("form=\"write\" name=\"{name}\" value=\"{value}\"");
        for words in ["Say why it is closed", "<option>booked</option>", "See you then.</textarea>", &button]
        {
            assert!(refused.body.contains(words), "no {words} in {}", refused.body);
        }
    }
    assert!(texts(&shop, &id).await.is_empty());
    let later = chris.form(&path, &with(&[("later", at), ("after", "closed"), ("reason", "booked")])).await;
    assert_eq!(later.status, 303, "{}", later.body);
    go_to(&shop, at).await;
    let found = shop.person("chris").await.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
    assert_eq!((&found["status"], &found["status_reason"]), (&json!("closed"), &json!("booked")));
}
