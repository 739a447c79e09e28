//! What people say of themselves on the page of the team: seen as it stands, and changed only where they change it.

use crate::client::Client;
use crate::shop::Shop;
use serde_json::{Value, json};

async fn stands(client: &Client, shop: &Shop, who: &str) -> Value {
    client.get(&format!("/api/v1/people/{}/availability", shop.id(who))).await.expect(200)
}

/// The value of a field on the page, of the form about `id`.
fn value(page: &str, field: &str, id: &str) -> String {
    let at =
        page.find(&format!("id=\"{field}-{id}\"")).unwrap_or_else(|| panic!("no {field} of {id} in {page}"));
    let input = page[at..].split('>').next().unwrap();
    input.split("value=\"").nth(1).map(|rest| rest.split('"').next().unwrap().to_owned()).unwrap_or_default()
}

/// Fails when somebody who presses “Say so” over an absence that stands makes it endless or takes its cover away, or when
/// the form does not show what stands.
#[tokio::test(flavor = "multi_thread")]
async fn saying_again_what_stands_changes_nothing() {
    let shop = Shop::open().await;
    let (id, maya) = (shop.id("tess").to_string(), shop.id("maya").to_string());
    let tess = shop.person("tess").await;
    let away = json!({"state": "away", "until": "2026-05-15T13:00:30Z", "cover": maya});
    tess.put(&format!("/api/v1/people/{id}/availability"), &away).await.expect(200);
    shop.pass(std::time::Duration::from_mins(90)).await;
    let before = stands(&tess, &shop, "tess").await;
    let (browser, token) = shop.browser("tess").await;
    let page = browser.get("/team").await.body;
    let (from, until) = (value(&page, "from", &id), value(&page, "until", &id));
    assert_eq!((from.as_str(), until.as_str()), ("2026-05-12T14:03", "2026-05-15T09:00"));
    assert!(page.contains(&format!("<option value=\"{maya}\" selected>")), "{page}");
    let path = format!("/team/{id}");
    let say = async |until: &str, cover: &str| {
        let fields = [
            ("csrf", token.as_str()),
            ("state", "away"),
            ("from", &from),
            ("until", until),
            ("cover", cover),
        ];
        assert_eq!(browser.form(&path, &fields).await.status, 303);
    };
    say(&until, &maya).await;
    assert_eq!(stands(&tess, &shop, "tess").await, before);
    // Another end is another end of the same absence.
    say("2026-05-14T09:00", &maya).await;
    let after = stands(&tess, &shop, "tess").await;
    let times = after["away"].as_array().unwrap();
    assert_eq!(times.len(), 1, "{after}");
    assert_eq!(
        (&times[0]["from"], &times[0]["until"]),
        (&before["away"][0]["from"], &json!("2026-05-14T13:00:00Z"))
    );
    // A word that holds until a time holds as long as before.
    let said = json!({"state": "in", "until": "2026-05-12T18:00[America/New_York]"});
    let chris = shop.person("chris").await;
    let his = shop.id("chris").to_string();
    chris.put(&format!("/api/v1/people/{his}/availability"), &said).await.expect(200);
    let (browser, token) = shop.browser("chris").await;
    let until = value(&browser.get("/team").await.body, "until", &his);
    assert_eq!(until, "2026-05-12T18:00");
    let fields = [("csrf", token.as_str()), ("state", "in"), ("until", &until)];
    assert_eq!(browser.form(&format!("/team/{his}"), &fields).await.status, 303);
    assert_eq!(stands(&chris, &shop, "chris").await["until"], "2026-05-12T22:00:00Z");
}

/// Fails when the page of a lead repeats the whole team for each of it, or when a lead cannot say it for others any more.
#[tokio::test(flavor = "multi_thread")]
async fn a_lead_says_it_for_one_at_a_time() {
    let shop = Shop::open().await;
    let (maya, token) = shop.browser("maya").await;
    let page = maya.get("/team").await.body;
    assert_eq!(page.matches("<option").count(), 9, "eight others may cover for her, or nobody");
    let id = shop.id("chris").to_string();
    assert!(page.contains(&format!("href=\"/team?for={id}#say-{id}\"")), "{page}");
    let open = maya.get(&format!("/team?for={id}")).await.body;
    assert_eq!(open.matches("<option").count(), 18);
    assert!(open.contains(&format!("action=\"/team/{id}\"")), "{open}");
    let fields = [("csrf", token.as_str()), ("state", "away"), ("until", "2026-05-11T09:00")];
    let refused = maya.form(&format!("/team/{id}"), &fields).await;
    assert_eq!((refused.status, refused.body.matches("<option").count()), (422, 18));
    let (dana, _) = shop.browser("dana").await;
    assert_eq!(
        dana.get(&format!("/team?for={id}")).await.body.matches("<option").count(),
        9,
        "she leads nobody"
    );
}

/// Fails when somebody who goes is told that more, or less, moves than moves, that it goes elsewhere than it goes, or that it
/// goes at all where nobody covers; when it is counted with what waits (law 10).
#[tokio::test(flavor = "multi_thread")]
async fn what_an_absence_moves_is_said_as_it_is() {
    let shop = Shop::open().await;
    let chris = shop.person("chris").await;
    let waits = json!({"status": "pending", "pending_on": "internal", "reason": "Waiting for the lab."});
    let mut ids = Vec::new();
    for phone in 0..3 {
        let id = shop.text(&format!("+1212555014{phone}"), "Hello").await.unwrap();
        chris.post(&format!("/api/v1/conversations/{id}/claim"), &json!({})).await.expect(200);
        ids.push(id);
    }
    chris.patch(&format!("/api/v1/conversations/{}", ids[2]), &waits).await.expect(200);
    let (browser, token) = shop.browser("chris").await;
    let say = async |state: &str, cover: &str| {
        let cover = if cover.is_empty() { String::new() } else { shop.id(cover).to_string() };
        let fields = [("csrf", token.as_str()), ("state", state), ("cover", &cover)];
        let said = browser.form(&format!("/team/{}", shop.id("chris")), &fields).await;
        assert_eq!(said.status, 303, "{}", said.body);
        let words = said.header("set-cookie").replace('+', " ").replace("%2C", ",");
        let words = words.replace("%3A", ":").replace("%3B", ";");
        shop.pass(std::time::Duration::from_secs(1)).await;
        words
    };
    let owners = async || {
        let mut names = Vec::new();
        for id in &ids {
            let found = chris.get(&format!("/api/v1/conversations/{id}")).await.expect(200);
            names.push(found["owner"]["name"].as_str().unwrap().split(' ').next().unwrap().to_owned());
        }
        names.join(" ")
    };
    let alone = say("away", "").await;
    assert!(alone.contains("You are away. 3 conversations stay yours, for nobody covers."), "{alone}");
    assert_eq!(owners().await, "Chris Chris Chris");
    say("rota", "").await;
    // Tess is to cover, and is away herself: what is hers goes on to Maya.
    let away = json!({"state": "away", "cover": shop.id("maya").to_string()});
    let tess = shop.person("tess").await;
    tess.put(&format!("/api/v1/people/{}/availability", shop.id("tess")), &away).await.expect(200);
    let covered = say("away", "tess").await;
    for words in [
        "2 conversations go to Maya: what moved stays there when you are back.",
        "1 conversation that waits stays yours until the customer writes or its time comes: then Maya covers.",
    ] {
        assert!(covered.contains(words), "no {words} in {covered}");
    }
    assert_eq!(owners().await, "Maya Maya Chris");
    // Out is no end of an absence.
    let out = say("out", "").await;
    assert!(!out.contains("new texts are yours"), "{out}");
    let back = say("rota", "").await;
    assert!(
        back.contains("2 conversations stay with Maya, who covered; new texts are yours again."),
        "{back}"
    );
}
