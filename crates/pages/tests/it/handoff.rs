//! What the pages of a handover say and ask.

use crate::sample::handoff::{came_back, offered, offering, rota, sheet, team, told, with_asks, with_sheet};
use crate::sample::{self, conversation::jamie};
use baton_pages::{Conversation, Hand, Html as _, Inbox, InboxPage, LivePane, Ring};

fn page(conversation: Conversation) -> String {
    InboxPage { beside: Inbox::Conversation(Box::new(conversation)), ..sample::inbox() }.html()
}

/// Every page and state of this file's subject, for what holds of all pages.
pub(crate) fn all() -> Vec<String> {
    vec![
        page(with_sheet(None)),
        page(with_sheet(Some("Say what the customer needs."))),
        page(Conversation { head: offered(), ..jamie() }),
        page(Conversation { head: offering(), ..jamie() }),
        page(Conversation { head: came_back(), ..jamie() }),
        page(with_asks(None)),
        page(with_asks(Some("Say why it needs no answer."))),
        team(None).html(),
        team(Some("That time has passed.")).html(),
        rota().html(),
    ]
}

/// Fails when a refusal does not stand at its field, or when the field loses what was written.
#[test]
fn a_refusal_stands_at_its_field_with_what_was_written() {
    let html = page(with_sheet(Some("Say what the customer needs.")));
    let field = html.split("id=\"ho-sum\"").nth(1).unwrap().split("</div>").next().unwrap();
    assert!(field.contains("aria-invalid=\"true\" aria-describedby=\"ho-sum-h\""), "{field}");
    assert!(field.contains("Three payments if we can.</textarea>"), "{field}");
    assert!(field.contains("id=\"ho-sum-h\">Say what the customer needs."), "{field}");
    assert!(!page(with_sheet(None)).contains("ho-sum-h"));
}

/// Fails when whoever opted out could be told, or when the page does not say that they are not.
#[test]
fn nobody_is_told_who_opted_out() {
    let mut silent = sheet(None);
    silent.silent = Some("Hal opted out of texts.".into());
    let html = silent.html();
    assert!(html.contains("is not told.</b> Hal opted out of texts."), "{html}");
    assert!(html.contains("name=\"tell\" value=\"no\"") && !html.contains("customer_text"), "{html}");
}

/// Fails when the receiver cannot answer, when the giver could answer for them, or when a bystander can do anything.
#[test]
fn each_sees_what_they_may_do_about_an_offer() {
    let receiver = offered().html();
    for words in
        ["Accept Jamie", "Decline, give it back to Chris", "Three payments", "goes out once you accept"]
    {
        assert!(receiver.contains(words), "no {words} in {receiver}");
    }
    assert!(!receiver.contains("Take the offer back"));
    let giver = offering().html();
    assert!(giver.contains("Take the offer back") && !giver.contains("Accept Jamie"), "{giver}");
    let mut bystander = offered();
    bystander.offer.as_mut().unwrap().may_answer = false;
    let html = bystander.html();
    assert!(html.contains("Three payments") && !html.contains("/handoffs/"), "{html}");
}

/// Fails when what came back is not said at once to those who hear the page, or has no way on.
#[test]
fn what_came_back_is_an_alert_with_two_ways_on() {
    let html = came_back().html();
    let loud =
        html.split("class=\"loud\" role=\"alert\"").nth(1).unwrap().split("class=\"owns\"").next().unwrap();
    for words in ["Dana declined", "Offer to somebody else", "Keep it", "action=\"/c/c7/kept\""] {
        assert!(loud.contains(words), "no {words} in {loud}");
    }
    assert!(html.contains("“Payment plans” is still open. Say why") && html.contains(" required"), "{html}");
}

/// Fails when the three shapes of the ring lose their words, or when dashes mean anything but an offer.
#[test]
fn a_dashed_ring_says_to_whom_it_is_offered() {
    let html = page(Conversation { head: offered(), ..jamie() });
    assert!(html.contains(
        "class=\"ring ring--l ring--offer\" role=\"img\" aria-label=\"Chris Bell; offered to you\""
    ));
    let ring = Ring::receiver("DK", "Dana Kim");
    assert_ne!(ring, Ring::mate("Dana Kim"));
    assert!(!page(jamie()).contains("ring--offer"));
    assert_eq!(Hand::You.offering().offering(), Hand::You.offering());
}

/// Fails when a press that was taken leaves the sheet open, or when any other closes it.
#[test]
fn only_an_offer_that_was_taken_closes_the_sheet() {
    let taken = LivePane { sheet_done: true, ..LivePane::default() }.html();
    assert!(taken.contains("hx-target=\"#over\"") && taken.contains("hx-target=\"#ghost\""), "{taken}");
    let other = LivePane { head: Some(offering()), ..LivePane::default() }.html();
    assert!(!other.contains("#over"), "{other}");
}

/// Fails when accepting from a notification is a live press, whose answer would be put into another conversation's head.
#[test]
fn accepting_what_one_is_told_of_loads_its_page() {
    let html = told().html();
    assert!(html.contains("action=\"/c/c8/handoffs/ho2/accept\"") && !html.contains("hx-post"), "{html}");
    assert!(html.contains("href=\"/c/c8#conversation\""), "{html}");
}
