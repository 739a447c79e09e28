//! Texts on their way, and what the carrier says of them.

use super::*;

#[test]
fn a_text_is_handed_over_once() {
    let (mut desk, text) = handed_over();
    assert!(desk.try_do(&By::Policy, &Command::HandOver(text)).is_err(), "law 7");
}

/// Everything that stands, without the marks of what the last decision changed.
fn stands(desk: &Desk) -> baton_core::Subject {
    let mut subject = desk.subject.clone();
    subject.changes = baton_core::Changes::default();
    if let Some(number) = &mut subject.number {
        std::sync::Arc::make_mut(number).version = 0;
    }
    subject
}

// Fails when `delivery` applies a word of lower rank, replaces a reason that has a code, keeps a bare one in its place,
// or takes in an opt-out only from a word that moves the text on (chatwoot PR 14149; laws 8 and 9).
#[test]
fn whatever_the_order_of_the_callbacks_the_end_is_the_same() {
    let words = [
        word(TextState::Sent, None),
        word(TextState::Delivered, None),
        word(TextState::Undelivered, Some("30003")),
        word(TextState::Failed, None),
        word(TextState::Failed, Some("21610")),
        word(TextState::Undelivered, None),
        word(TextState::Failed, Some("30005")),
    ];
    let cases: [(&[usize], Option<&str>); 9] = [
        (&[0, 1], None),
        (&[0, 2, 3], Some("30003")),
        (&[0, 1, 2, 3], Some("30003")),
        (&[2, 3], Some("30003")),
        (&[0, 3, 4, 5], Some("21610")),
        (&[3, 4], Some("21610")),
        (&[5, 4], Some("21610")),
        (&[0, 3, 6, 5], Some("30005")),
        (&[1, 3, 6], Some("30005")),
    ];
    for (subset, code) in cases {
        let mut first: Option<baton_core::Subject> = None;
        for order in orders(subset) {
            let (mut desk, text) = handed_over();
            for index in &order {
                desk.act(&By::Carrier, &Command::Delivery(text, words[*index].clone()));
            }
            let sent = desk.subject.text(text).unwrap();
            assert_eq!(sent.failure.as_ref().and_then(|failure| failure.code.as_deref()), code, "{order:?}");
            assert_eq!(desk.subject.number.as_ref().unwrap().opted_out(), code == Some("21610"), "{order:?}");
            let end = stands(&desk);
            assert_eq!(&end, first.get_or_insert_with(|| end.clone()), "{order:?}");
        }
    }
}

// Fails when a reason that comes late is kept without being told.
#[test]
fn a_reason_that_comes_late_is_told_as_one() {
    let (mut desk, text) = handed_over();
    desk.act(&By::Carrier, &Command::Delivery(text, word(TextState::Failed, None)));
    let late = desk.act(&By::Carrier, &Command::Delivery(text, word(TextState::Failed, Some("21610"))));
    assert_eq!(names(&late), ["text.explained", "consent.changed", "status.changed"]);
    let again = desk.act(&By::Carrier, &Command::Delivery(text, word(TextState::Failed, Some("21610"))));
    assert!(again.events.is_empty());
}

fn orders(items: &[usize]) -> Vec<Vec<usize>> {
    if items.len() < 2 {
        return vec![items.to_vec()];
    }
    let mut all = Vec::new();
    for (index, first) in items.iter().enumerate() {
        let mut rest = items.to_vec();
        rest.remove(index);
        all.extend(orders(&rest).into_iter().map(|mut order| {
            order.insert(0, *first);
            order
        }));
    }
    all
}

// Fails when unreachable is stored as opted out (Rock #6816).
#[test]
fn unreachable_and_opted_out_are_two_facts() {
    let (mut desk, text) = handed_over();
    desk.act(&By::Carrier, &Command::Delivery(text, word(TextState::Undelivered, Some("30005"))));
    let number = desk.subject.number.as_ref().unwrap();
    assert!(number.unreachable.is_some() && !number.opted_out());
    desk.text("it is me");
    assert!(
        desk.subject.number.as_ref().unwrap().unreachable.is_none(),
        "a text from it shows that it lives"
    );
}
