//! Templates, with a script and without.

use super::*;

const FILLED: &str = "Hi there, we're nearly done and only need the card’s last four digits from you. Then we book it \
                      and confirm by text.";

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
