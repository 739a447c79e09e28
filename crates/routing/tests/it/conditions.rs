//! Conditions that stand alone, as targets use them.

use crate::common::{At, BILLING, GENERAL, SALES, decide, facts, names, owner, ready};
use baton_routing::{Code, Condition, Contact, Facts, QueueRef, Scratch, compile};
use proptest::prelude::*;

fn condition(text: &str) -> Condition {
    Condition::compile(text, &names()).unwrap_or_else(|problems| {
        let told: Vec<_> = problems.iter().map(|problem| problem.render(text)).collect();
        panic!("{}", told.join("\n"))
    })
}

fn holds(text: &str, facts: &Facts<'_>) -> bool {
    condition(text).holds(facts, &mut Scratch::default())
}

/// What is told about a condition that cannot be used: column, sentence, remedy.
fn told(text: &str) -> Vec<String> {
    let problems = Condition::compile(text, &names()).expect_err(text);
    let remedy = |problem: &baton_routing::Problem| problem.remedy.clone().unwrap_or_default();
    problems.iter().map(|one| format!("{} {} | {}", one.column, one.message, remedy(one))).collect()
}

/// Simple conditions, true or not of what the cases below are.
const SIMPLE: [&str; 12] = [
    "message contains \"price\", \"card\"",
    "message contains all \"price\", \"card\"",
    "message matches /pri+ce/",
    "message has media",
    "contact is new",
    "contact tagged \"VIP\"",
    "line is \"Main\"",
    "queue is Billing",
    "in Sales, \"Billing\" queue",
    "outside Clinic hours",
    "between 08:00 and 12:00",
    "tagged \"#urgent\"",
];

fn written() -> impl Strategy<Value = String> {
    let simple = prop::sample::select(SIMPLE.to_vec()).prop_map(str::to_owned);
    simple.prop_recursive(3, 12, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|one| format!("not ({one})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) and ({b})")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("({a}) or ({b})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Fails when a condition alone means anything else than the same condition after an IF.
    #[test]
    fn a_condition_alone_is_true_when_its_branch_would_be(
        text in written(),
        words in prop::sample::select(vec!["", "price", "the card", "card price", "priiice"]),
        (has_media, new, vip, urgent, open) in any::<(bool, bool, bool, bool, bool)>(),
        minute in 0u16..1440,
        queue in prop::option::of(prop::sample::select(vec![QueueRef(1), QueueRef(3), QueueRef(5)])),
    ) {
        let contact = Contact { new, tags: if vip { &["vip"] } else { &[] }, ..Contact::default() };
        let moment = At { open, minute, busy: Vec::new() };
        let tags: &[&str] = if urgent { &["Urgent"] } else { &[] };
        let facts = Facts { has_media, contact, moment: &moment, tags, queue, ..facts(words) };
        let decision = decide(&format!("IF {text} ASSIGN to Sales queue ELSE ASSIGN to General queue"), &facts);
        let expected = if holds(&text, &facts) { SALES } else { GENERAL };
        prop_assert_eq!(owner(&decision), Some(expected), "{}", text);
    }

    /// Fails when some text makes reading a condition panic, or a problem has no place in it.
    #[test]
    fn no_text_makes_reading_a_condition_panic(
        pieces in prop::collection::vec(prop_oneof![
            prop::sample::select(SIMPLE.to_vec()).prop_map(str::to_owned),
            prop::sample::select(vec!["and", "or", "not", "(", ")", "queue", "in", "IF", "ASSIGN", "\"", "/", ","])
                .prop_map(str::to_owned),
            "\\PC{0,4}",
        ], 0..8),
    ) {
        let text = pieces.join(" ");
        if let Err(problems) = Condition::compile(&text, &names()) {
            prop_assert!(!problems.is_empty());
            prop_assert!(problems.iter().all(|one| one.span.start <= one.span.end && one.span.end <= text.len()));
        }
    }
}

/// Fails when a conversation's queue is not what `queue is` asks for.
#[test]
fn a_condition_asks_for_the_queue_of_the_conversation() {
    let in_billing = Facts { queue: Some(QueueRef(5)), ..facts("again") };
    for (text, there, new) in [
        ("queue is Billing", true, false),
        ("queue is Billing queue", true, false),
        ("queue is not Billing", false, true),
        ("in \"front desk\" queue", false, false),
        ("in Billing queue and not in Sales queue", true, false),
    ] {
        assert_eq!((holds(text, &in_billing), holds(text, &facts("new"))), (there, new), "{text}");
    }
    let text = "IF queue is Billing ASSIGN to Billing queue ELSE ASSIGN to General queue";
    assert_eq!(owner(&ready(text).decide(&in_billing, &mut Scratch::default())), Some(BILLING));
}

/// Fails when a condition is taken that has a mistake, or the mistake is told without place or remedy.
#[test]
fn mistakes_are_told_with_place_and_remedy() {
    assert_eq!(told("queue is Biling"), ["10 there is no queue called Biling | did you mean Billing?"]);
    assert_eq!(told("outside Clinix"), ["9 there are no hours called Clinix | did you mean Clinic?"]);
    assert_eq!(told("queue is Biling and outside Clinix").len(), 2, "every problem at once");
    assert!(
        told("contact is new ASSIGN to Sales queue")[0]
            .starts_with("16 the end of the condition was expected")
    );
    assert!(told("IF contact is new")[0].starts_with("1 a condition was expected, found `IF`"));
    assert!(told("")[0].starts_with("1 a condition was expected, found the end of the text"));
    assert!(told("tagged urgent)")[0].contains("the end of the condition was expected, found `)`"));
    assert!(told("message contains \"price")[0].contains("is not closed"));
    let long = format!("tagged {}", "x".repeat(512 * 1024));
    assert_eq!(Condition::compile(&long, &names()).expect_err("too long")[0].code, Code::TooLarge);
}

/// Fails when a condition that is never true passes without a word.
#[test]
fn what_is_never_or_always_true_is_known() {
    let never = condition("contact is new and contact is existing");
    assert_eq!(never.warnings().iter().map(|one| one.code).collect::<Vec<_>>(), [Code::Constant]);
    assert!(!never.always_holds());
    assert!(condition("contact is new or contact is existing").always_holds());
    assert!(!condition("contact is new").always_holds());
    let routing =
        "IF queue is Billing and queue is not Billing ASSIGN to Sales queue ELSE ASSIGN to General queue";
    assert_eq!(compile(routing, &names()).expect("usable").warnings().len(), 1);
}

/// Fails when two conditions that ask the same are taken for different, or different ones for the same.
#[test]
fn conditions_that_ask_the_same_share_a_key() {
    let key = |text: &str| condition(text).key();
    assert_eq!(key("tagged  \"#Urgent\""), key("tagged urgent"));
    assert_eq!(key("queue is Billing"), key("in billing queue"));
    assert_ne!(key("message contains \"price\""), key("message contains \"card\""));
    assert_ne!(key("outside Clinic"), key("within Clinic"));
}
