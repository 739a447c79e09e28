//! Reactions against the shared vectors, and what must hold for any text.

use baton_text::{Attachment, Reaction, ReactionKind, Target, reaction};
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
    reaction: bool,
}

fn found(text: &str) -> Reaction {
    reaction(text).unwrap_or_else(|| panic!("a reaction: {text:?}"))
}

#[test]
fn exactly_the_reactions_among_the_vectors_are_found() {
    let vectors: Vectors = serde_json::from_str(include_str!("../vectors/courtesy.json")).unwrap();
    assert!(vectors.cases.iter().filter(|case| case.reaction).count() > 40, "the vectors are there");
    for Case { id, text, reaction: wanted } in vectors.cases {
        let found = reaction(&text);
        assert_eq!(found.is_some(), wanted, "{id}: {text:?} read as {found:?}");
    }
}

#[test]
fn nothing_of_the_opt_out_vectors_is_a_reaction_unless_it_quotes() {
    #[derive(Deserialize)]
    struct Texts {
        cases: Vec<Text>,
    }
    #[derive(Deserialize)]
    struct Text {
        text: String,
        label: String,
    }
    let vectors: Texts = serde_json::from_str(include_str!("../vectors/opt-out.json")).unwrap();
    for Text { text, label } in vectors.cases {
        assert!(reaction(&text).is_none() || label == "none", "{text:?} is {label}");
    }
}

#[test]
fn what_was_tapped_and_on_what_is_told() {
    let quote = |text: &str, cut| Target::Quote { text: text.to_owned(), cut };
    for (text, kind, removed, target) in [
        ("Liked “See you at 3”", ReactionKind::Liked, false, quote("See you at 3", false)),
        ("Removed a heart from “Thanks”", ReactionKind::Loved, true, quote("Thanks", false)),
        ("Laughed at “we close at 5…”", ReactionKind::Laughed, false, quote("we close at 5", true)),
        ("a attribué la mention « J’aime » à « ok »", ReactionKind::Liked, false, quote("ok", false)),
        ("Loved a video", ReactionKind::Loved, false, Target::Attachment(Attachment::Video)),
        (
            "Reacted 🎉 to an image",
            ReactionKind::Emoji("🎉".into()),
            false,
            Target::Attachment(Attachment::Image),
        ),
        ("Removed 👍🏽 from “ok”", ReactionKind::Emoji("👍🏽".into()), true, quote("ok", false)),
        (
            "1️⃣ to “Pick one: 1 or 2”",
            ReactionKind::Emoji("1️⃣".into()),
            false,
            quote("Pick one: 1 or 2", false),
        ),
        (
            "\u{200a}\u{200b}👍\u{200b} to “\u{200a}ok\u{200a}”\u{200a}",
            ReactionKind::Emoji("👍".into()),
            false,
            quote("ok", false),
        ),
    ] {
        assert_eq!(found(text), Reaction { kind, removed, target }, "{text:?}");
    }
}

#[test]
fn words_of_the_senders_own_make_it_an_ordinary_text() {
    for text in [
        "Liked “See you at 3” but can we do “4”",
        "Liked \"See you at 3\" but can we do \"4\"",
        "I Liked “See you at 3”",
        "Liked See you at 3",
        "Reacted badly to “the news”",
        "👍 “See you at 3”",
        "4 to “See you at 3”",
        "Loved an image you sent",
        "Loved",
        "to “x”",
    ] {
        assert_eq!(reaction(text), None, "{text:?}");
    }
}

#[test]
fn a_quotation_may_hold_quotations_and_several_lines() {
    let ours = "We said “hello”.\nAre you in?";
    assert!(found(&format!("Liked “{ours}”")).quotes(ours));
    let straight = "We said \"hello\" to you";
    assert!(found(&format!("Liked \"{straight}\"")).quotes(straight));
}

#[test]
fn a_quotation_is_known_again_whatever_became_of_its_typography() {
    let ours = "It’s booked – see you  Tuesday…\nBring “ID”, please. We look forward to it";
    assert!(
        found("Liked “It's booked - see you Tuesday... Bring \"ID\", please. We look forward to it”")
            .quotes(ours)
    );
    assert!(found("Liked “It’s booked – see you Tuesday…”").quotes(ours));
    assert!(!found("Liked “It’s booked – see you Tuesday”").quotes(ours));
    assert!(!found("Liked “…”").quotes(ours));
    assert!(!found("Liked an image").quotes(ours));
}

#[test]
fn what_asks_or_objects_is_told_apart() {
    for text in
        ["Questioned “ok”", "Disliked an image", "Reacted ❓ to “ok”", "👎🏿 to “ok”", "Reacted 😢 to “ok”"]
    {
        assert!(found(text).asks_or_objects(), "{text:?}");
    }
    for text in
        ["Liked “Are you in?”", "Emphasized “ok”", "Removed a question mark from “ok”", "Reacted 🎉 to “ok”"]
    {
        assert!(!found(text).asks_or_objects(), "{text:?}");
    }
}

/// Texts that begin and end like reactions.
fn nearly_reactions() -> impl Strategy<Value = String> {
    let begin = prop_oneof![
        Just("Liked "),
        Just("A aimé "),
        Just("Reacted "),
        Just("👍 to "),
        Just("Removed a like from "),
        Just("1"),
        Just(""),
    ];
    (begin, "[“”\"«»„ a’…\u{fe0f}\u{20e3}👍\n]{0,12}", any::<String>(), "[”\"»“ …\u{200b}]{0,3}")
        .prop_map(|(a, b, c, d)| format!("{a}{b}{c}{d}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn any_text_is_read_without_a_panic(text in nearly_reactions(), ours in any::<String>()) {
        if let Some(found) = reaction(&text) {
            found.quotes(&ours);
            let json = serde_json::to_string(&found).unwrap();
            prop_assert_eq!(serde_json::from_str::<Reaction>(&json).unwrap(), found);
        }
    }

    #[test]
    fn a_text_without_quotation_marks_is_known_in_its_own_reaction(ours in "[^“”\"«»„]*[a-z]") {
        for reaction in [format!("Loved “{ours}”"), format!("👍 to “{ours}”")] {
            prop_assert!(found(&reaction).quotes(&ours), "{}", reaction);
        }
    }

    #[test]
    fn a_cut_quotation_is_known_by_its_beginning(ours in "[a-z ,.\n]{20,200}", shown in 10_usize..20) {
        let start: String = ours.chars().take(shown).collect();
        prop_assume!(start.contains(|c: char| c.is_ascii_lowercase()));
        let reaction = format!("Liked “{start}…”");
        prop_assert!(found(&reaction).quotes(&ours), "{}", reaction);
    }
}
