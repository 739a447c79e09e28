//! Reserved words against the shared vectors, and against a plain reading of the rules.

use baton_text::{ConsentWord, Standing, consent_word, squeeze};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    text: String,
    state: Standing,
    label: String,
}

#[test]
fn every_vector_is_read_exactly_in_both_directions() {
    let vectors: Vectors = serde_json::from_str(include_str!("../vectors/opt-out.json")).unwrap();
    assert!(vectors.cases.len() > 200, "the vectors are there");
    for case in vectors.cases {
        let wanted = match case.label.as_str() {
            "opt_out" => Some(ConsentWord::OptOut),
            "opt_in" => Some(ConsentWord::OptIn),
            "help" => Some(ConsentWord::Help),
            _ => None,
        };
        let found = consent_word(&case.text, case.state).map(|keyword| keyword.does);
        assert_eq!(found, wanted, "{}: {:?}", case.id, case.text);
    }
}

#[test]
fn the_word_itself_is_named_in_one_spelling() {
    for text in ["OPT OUT", "opt-out!", "Ｏｐｔ Ｏｕｔ"] {
        assert_eq!(consent_word(text, Standing::Normal).unwrap().word, "optout");
    }
}

#[test]
fn yes_speaks_of_consent_only_to_who_was_asked_or_opted_out() {
    assert_eq!(consent_word("Yes!", Standing::Normal), None);
    for standing in [Standing::Asked, Standing::OptedOut] {
        assert_eq!(consent_word("Yes!", standing).unwrap().does, ConsentWord::OptIn);
    }
}

#[test]
fn a_word_that_we_invited_is_found_in_our_text() {
    let cancel = consent_word("Cancel", Standing::Normal).unwrap();
    assert!(cancel.stands_in("Reply C to confirm or CANCEL to cancel."));
    assert!(!cancel.stands_in("We cancelled nothing."));
    let opt_out = consent_word("optout", Standing::Normal).unwrap();
    assert!(opt_out.stands_in("Reply OPT OUT to opt out"));
    assert!(opt_out.stands_in("text opt-out"));
    assert!(!opt_out.stands_in("opt in or get out"));
}

#[test]
fn accents_are_not_dropped() {
    assert_eq!(consent_word("stóp", Standing::Normal), None);
    assert_eq!(consent_word("sto\u{301}p", Standing::Normal), None);
}

/// R1 to R3 as they are written, on the whole squeezed text.
fn by_the_book(text: &str, standing: Standing) -> Option<ConsentWord> {
    match squeeze(text).as_str() {
        "stop" | "stopall" | "unsubscribe" | "cancel" | "end" | "quit" | "revoke" | "optout" => {
            Some(ConsentWord::OptOut)
        }
        "start" | "unstop" => Some(ConsentWord::OptIn),
        "yes" if standing != Standing::Normal => Some(ConsentWord::OptIn),
        "help" | "info" => Some(ConsentWord::Help),
        _ => None,
    }
}

/// Reserved words with things strewn among their letters, some of which matter and some of which do not.
fn nearly_reserved() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("stop"),
        Just("StopAll"),
        Just("UNSUBSCRIBE"),
        Just("ｓｔｏｐ"),
        Just("ſtop"),
        Just("opt out"),
        Just("quit"),
        Just("end"),
        Just("Yes"),
        Just("HELP"),
        Just("inﬀo"),
        Just("infO"),
        Just("starT"),
        Just("ⓢtop"),
    ];
    let noise = prop_oneof![
        8 => Just(String::new()),
        4 => "[ .!🛑\u{fe0f}\u{20e3}\u{200b}\u{feff}“”]{0,3}",
        1 => any::<char>().prop_map(String::from),
        1 => "[\u{301}\u{34f}a1]",
    ];
    (word, proptest::collection::vec(noise, 16)).prop_map(|(word, noise)| {
        word.chars()
            .zip(noise)
            .flat_map(|(c, noise)| std::iter::once(c).chain(noise.chars().collect::<Vec<_>>()))
            .collect()
    })
}

fn standings() -> impl Strategy<Value = Standing> {
    prop_oneof![Just(Standing::Normal), Just(Standing::OptedOut), Just(Standing::Asked)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn the_quick_way_agrees_with_the_book(text in nearly_reserved(), standing in standings()) {
        prop_assert_eq!(consent_word(&text, standing).map(|found| found.does), by_the_book(&text, standing));
    }

    #[test]
    fn any_text_is_read_by_the_book(text in any::<String>(), standing in standings()) {
        prop_assert_eq!(consent_word(&text, standing).map(|found| found.does), by_the_book(&text, standing));
    }
}
