//! The article, "Simple Templates to Make Ownership Visible": its four templates, letter for letter, in use.

use super::policies::standards;
use super::{Customer, Office};
use serde_json::{Value, json};

/// Sarah has written to General, on Tuesday at 14:03.
async fn sarah_has_written(office: &Office) -> Customer<'_> {
    let sarah = office.customer("Sarah Novak");
    sarah.texts("Hi, I need to update my billing info").await;
    sarah
}

/// "First Response Template." Fails when it goes out in other words, when it does not make the owner visible, or when its
/// timeframe is no promise.
#[tokio::test(flavor = "multi_thread")]
async fn the_first_response_names_who_what_and_by_when() {
    let office = Office::open(&standards()).await;
    let sarah = sarah_has_written(&office).await;
    let maya = office.person("Maya").await;
    let values = json!({"short description": "updating your billing info", "timeframe": "20 minutes",
        "what they can expect": "a confirmation", "Team/Role": "Support"});
    maya.texts_with(&sarah, "First response", &values).await;
    assert_eq!(
        sarah.has_got().await,
        [
            "Hi Sarah, this is Maya Ortiz with Support at Cedar Lane Physio. \n\nI see your message about updating your \
          billing info. I’ll handle this for you and follow up by 20 minutes with a confirmation."
        ]
    );
    sarah.is_owned_by("Maya").because("claimed").await;
    sarah.is_promised("follow_up", "Tue 14:23").await;
}

/// "Handoff Template (Internal + Customer)." Fails when the note leaves the team, or when either is written in other words.
#[tokio::test(flavor = "multi_thread")]
async fn the_handoff_is_a_note_to_the_team_and_a_text_to_the_customer() {
    let office = Office::open(&standards()).await;
    let sarah = sarah_has_written(&office).await;
    let maya = office.person("Maya").await;
    maya.claims(&sarah).await;
    let values = json!({"Name/Role": "Dana (Billing)", "summary": "the card on file is an old one",
        "what’s been done, what’s pending": "found the account, the new card is missing"});
    let noted = maya.notes_with(&sarah, "Handoff, internal", &values).await;
    assert_eq!(
        noted["text"],
        "Handing to Dana (Billing). Customer needs: the card on file is an old one. \nContext: found the account, the new \
         card is missing.\nPlease confirm back in thread when complete."
    );
    let values = json!({"Name/Role": "Dana", "area": "cards and invoices", "timeframe": "4 pm"});
    maya.texts_with(&sarah, "Handoff, customer", &values).await;
    assert_eq!(
        sarah.has_got().await,
        [
            "I’m looping in Dana who handles cards and invoices. \nThey’ll take it from here and follow up with you by 4 pm."
        ]
    );
    // The note cannot be sent, by whatever slip.
    let slip = json!({"template": "Handoff, internal", "values": values});
    let refused = maya.client.post(&sarah.path("/messages"), &slip).await.expect(422);
    assert!(refused["detail"].as_str().unwrap().contains("never leaves the team"), "{refused}");
}

/// "‘Waiting on You’ Template." Fails when it leaves the conversation with us, or when something is promised meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn waiting_on_you_waits_for_the_customer() {
    let office = Office::open(&standards()).await;
    let sarah = sarah_has_written(&office).await;
    let maya = office.person("Maya").await;
    let values = json!({"specific info": "the number of the new card", "next step": "put it on file"});
    maya.texts_with(&sarah, "Waiting on you", &values).await;
    assert_eq!(
        sarah.has_got().await,
        [
            "Hi Sarah, quick update: we’re ready to move forward, we just need the number of the new card from you. \n\nOnce \
          we have that, we’ll put it on file and confirm by text."
        ]
    );
    sarah.is("pending").await;
    assert_eq!(sarah.reads().await["clock"], Value::Null);
    sarah.is_owned_by("Maya").await;
}

/// Fails when a template goes out with a hole in it, or when what is missing is not named.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_goes_out_with_a_hole_in_it() {
    let office = Office::open(&standards()).await;
    let sarah = sarah_has_written(&office).await;
    let maya = office.person("Maya").await;
    let holes = json!({"template": "First response", "values": {"timeframe": "20 minutes"}});
    let refused = maya.client.post(&sarah.path("/messages"), &holes).await.expect(422);
    let words = refused["detail"].as_str().unwrap();
    assert!(words.contains("[short description]") && words.contains("[what they can expect]"), "{words}");
    assert!(sarah.has_got().await.is_empty());
    let listed = maya.client.items(&format!("/api/v1/templates?conversation={}", sarah.id())).await;
    let first = listed.iter().find(|one| one["name"] == "First response").unwrap();
    let blanks: Vec<&Value> =
        first["blanks"].as_array().unwrap().iter().map(|blank| &blank["label"]).collect();
    assert_eq!(blanks, ["short description", "timeframe", "what they can expect"]);
}
