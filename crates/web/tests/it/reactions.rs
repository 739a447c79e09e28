//! Reactions that phones send as texts: shown on what they quote, and nothing else.

use crate::shop::{Shop, count};
use serde_json::{Value, json};

const FORMS: [&str; 7] = [
    "Liked “Friday at 11. Reply URGENT if you need us.”",
    "Loved \"Friday at 11. Reply URGENT if you need us.\"",
    "Emphasized “Friday at 11. Reply URGENT…”",
    "Removed a like from “Friday at 11. Reply URGENT if you need us.”",
    "Reacted 🎉 to “Friday at 11. Reply URGENT if you need us.”",
    "Laughed at “Friday at 11. Reply URGENT if you need us.”",
    "Loved an image",
];

/// GrapheneOS/Messaging #38, openclaw PR 80713, FossifyOrg/Messages #190. Fails when `react` opens, reopens or routes,
/// or when a reaction is looked for after routing.
#[tokio::test(flavor = "multi_thread")]
async fn a_reaction_opens_nothing_starts_nothing_and_is_shown_on_what_it_quotes() {
    let shop = Shop::open().await;
    let chris = shop.person("chris").await;
    for (index, then) in ["open", "pending", "closed"].into_iter().enumerate() {
        let from = format!("+1212555011{index}");
        let id = shop.text(&from, "Can I reschedule?").await.unwrap();
        let reason = (then == "closed").then_some("booked");
        let reply =
            json!({"text": "Friday at 11. Reply URGENT if you need us.", "then": then, "reason": reason});
        let path = format!("/api/v1/conversations/{id}");
        let ours = chris.post(&format!("{path}/messages"), &reply).await.expect(201)["id"].clone();
        shop.quiet().await;
        let before = standing(&chris.get(&path).await.expect(200));
        for form in FORMS {
            let belongs = shop.text(&from, form).await;
            assert_eq!(belongs.is_none(), then == "closed", "{form}");
        }
        shop.quiet().await;
        assert_eq!(standing(&chris.get(&path).await.expect(200)), before, "{then}");
        let told = shop.timeline(&id).await;
        let shown: Vec<_> = told.iter().filter(|entry| entry["type"] == "reaction.received").collect();
        assert_eq!(shown.len(), FORMS.len(), "{told:?}");
        let on = shown.iter().filter(|entry| entry["on"] == ours).count();
        assert_eq!(on, FORMS.len() - 1, "all but the image: {shown:?}");
        assert_eq!((count(&told, "text.received"), count(&told, "conversation.routed")), (1, 1));
        assert_eq!(shop.engine.simulator().inbox(&from).len(), 1, "nothing answers a reaction");
    }
    let live = chris.items("/api/v1/conversations").await;
    assert_eq!(live.len(), 2, "the closed one stays closed");
}

/// What a reaction leaves as it is.
fn standing(conversation: &Value) -> Value {
    let kept = [
        "status",
        "owner",
        "accountable",
        "tags",
        "waiting_since",
        "asks",
        "closed_at",
        "routed_by",
        "last_message",
    ];
    kept.iter()
        .map(|name| ((*name).to_owned(), conversation[*name].clone()))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// The same sources: what only looks like one is an ordinary text. Fails when a reaction is recognised by its
/// beginning.
#[tokio::test(flavor = "multi_thread")]
async fn what_has_words_of_its_own_is_an_ordinary_text() {
    let shop = Shop::open().await;
    for (index, text) in [
        "Liked “Friday at 11” but can we reschedule?",
        "Liked the last visit, thanks!",
        "Loved it there, can I come again?",
    ]
    .iter()
    .enumerate()
    {
        let id = shop.text(&format!("+1212555011{index}"), text).await;
        assert!(id.is_some(), "{text}");
    }
}

/// A question of ours that is answered by a reaction is told to whoever answers for it, no more. Fails when `attention`
/// is never set, or set for every reaction.
#[tokio::test(flavor = "multi_thread")]
async fn a_reaction_to_a_question_of_ours_asks_for_attention() {
    let shop = Shop::open().await;
    let chris = shop.person("chris").await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    for text in ["Does Friday at 11 work?", "See you then."] {
        let path = format!("/api/v1/conversations/{id}/messages");
        chris.post(&path, &json!({"text": text, "then": "pending"})).await.expect(201);
        shop.text("+12125550134", &format!("Liked “{text}”")).await;
    }
    let told = shop.timeline(&id).await;
    let attention: Vec<_> = told
        .iter()
        .filter(|entry| entry["type"] == "reaction.received")
        .map(|entry| &entry["attention"])
        .collect();
    assert_eq!(attention, [&json!(true), &json!(false)]);
    assert_eq!(chris.get(&format!("/api/v1/conversations/{id}")).await.expect(200)["status"], "pending");
}

/// Design, Routing: it is shown on the text it quotes. Fails when the page draws a reaction as a text of its own, or on another
/// one.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_draws_a_reaction_on_the_text_that_it_quotes() {
    let shop = Shop::open().await;
    let chris = shop.person("chris").await;
    let id = shop.text("+12125550134", "Can I reschedule?").await.unwrap();
    for text in ["Friday at 11?", "Bring your card."] {
        chris.post(&format!("/api/v1/conversations/{id}/messages"), &json!({"text": text})).await.expect(201);
        shop.quiet().await;
    }
    shop.text("+12125550134", "Loved “Friday at 11?”").await;
    shop.text("+12125550134", "Questioned “Bring your card.”").await;
    shop.text("+12125550134", "Loved an image").await;
    let page = shop.browser("chris").await.0.get(&format!("/c/{id}")).await.body;
    let bubble = |text: &str| {
        let from = page.split(&format!("<p class=\"msg__text\">{text}</p>")).nth(1);
        from.unwrap_or_else(|| panic!("no {text} in {page}")).split("</li>").next().unwrap().to_owned()
    };
    let (first, second) = (bubble("Friday at 11?"), bubble("Bring your card."));
    assert!(first.contains("class=\"react\"") && first.contains("sent ❤️"), "{first}");
    assert!(second.contains("class=\"react\"") && second.contains("#i-circle-question-mark"), "{second}");
    assert_eq!(page.matches("class=\"react\"").count(), 2, "{page}");
    for whole in ["Loved “Friday", "Questioned “Bring"] {
        assert!(!page.contains(&format!("msg__text\">{whole}")), "{page}");
    }
    assert!(page.contains("Loved an image"), "what quotes nothing of ours stands alone: {page}");
}
