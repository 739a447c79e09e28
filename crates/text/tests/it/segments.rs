//! Segments against the shared vectors, and what must hold for any text.

use baton_text::{Encoding, measure, normalise};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    why: String,
    text: String,
    encoding: String,
    segments: usize,
}

#[test]
fn every_vector_is_counted_as_the_carrier_bills() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("../vectors/segments.json")).unwrap();
    assert!(cases.len() > 150, "the vectors are there");
    for case in cases {
        let found = measure(&case.text);
        let encoding = match found.encoding {
            Encoding::Gsm7 => "GSM-7",
            Encoding::Ucs2 => "UCS-2",
        };
        assert_eq!((encoding, found.segments), (case.encoding.as_str(), case.segments), "{}", case.why);
    }
}

#[test]
fn an_extension_character_in_a_ucs2_text_counts_once() {
    let text = "|".repeat(10) + &"a".repeat(59) + "∞";
    let found = measure(&text);
    assert_eq!((found.units, found.segments, found.left), (70, 1, 0));
    assert_eq!(found.forcing, Some('∞'));
}

#[test]
fn decomposed_letters_are_composed_before_they_are_counted() {
    let typed_on_a_mac = "e\u{301}".repeat(70);
    let text = normalise(&typed_on_a_mac);
    assert_eq!(text, "é".repeat(70));
    assert_eq!(measure(&text).segments, 1);
    assert_eq!(measure(&typed_on_a_mac).segments, 3);
}

#[test]
fn line_ends_become_one_character() {
    assert_eq!(normalise("a\r\nb\rc\n"), "a\nb\nc\n");
}

#[test]
fn what_is_left_is_what_still_fits() {
    for text in ["", "abc", &"a".repeat(161), "Ж", &"Ж".repeat(71)] {
        let before = measure(text);
        let filler = if before.encoding == Encoding::Gsm7 { "a" } else { "Ж" };
        let full = measure(&(text.to_owned() + &filler.repeat(before.left)));
        assert_eq!((full.segments, full.left), (before.segments, 0), "{text:?}");
        let over = measure(&(text.to_owned() + &filler.repeat(before.left + 1)));
        assert!(over.segments > before.segments, "{text:?}");
    }
}

/// Texts with many characters from the edges of both alphabets.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z ]{0,40}",
        2 => "[€|\\[\\]{}~^\\\\]{0,40}",
        1 => "[😀👍é\u{301}ж’\r\n]{0,40}",
        1 => any::<String>(),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn a_longer_text_never_takes_fewer_segments(text in texts(), more in texts()) {
        prop_assert!(measure(&(text.clone() + &more)).segments >= measure(&text).segments);
    }

    #[test]
    fn the_count_agrees_with_cutting_by_hand(text in texts()) {
        let found = measure(&text);
        prop_assert_eq!(found.forcing.is_some(), found.encoding == Encoding::Ucs2);
        let (single, part) = if found.encoding == Encoding::Gsm7 { (160, 153) } else { (70, 67) };
        let size = |c: char| match found.encoding {
            Encoding::Ucs2 => c.len_utf16(),
            Encoding::Gsm7 => if "^{}\\[~]|€\u{c}".contains(c) { 2 } else { 1 },
        };
        let units: usize = text.chars().map(size).sum();
        prop_assert_eq!(found.units, units);
        let mut parts = vec![0];
        for c in text.chars() {
            if parts.last().unwrap() + size(c) > part { parts.push(0); }
            *parts.last_mut().unwrap() += size(c);
        }
        prop_assert_eq!(found.segments, if units <= single { 1 } else { parts.len() });
    }

    #[test]
    fn normalising_twice_changes_nothing(text in texts()) {
        let once = normalise(&text);
        prop_assert_eq!(&normalise(&once), &once);
        prop_assert!(!once.contains('\r'));
    }
}
