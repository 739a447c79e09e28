//! Keywords against the project's vectors and against a slow, obvious matcher.

use baton_routing::Span;
use baton_routing::keyword::{Folded, Hits, Keyword, KeywordError, Matcher};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

fn places(keywords: &[Keyword], text: &str) -> Vec<Vec<Span>> {
    let folded = Folded::of(text);
    let mut hits = Hits::default();
    Matcher::new(keywords).expect("so few keywords can be searched for").find(folded.text(), &mut hits);
    let mut places = vec![Vec::new(); keywords.len()];
    for id in hits.found() {
        places[id.index()] = hits.places(*id).map(|place| folded.in_source(text, place)).collect();
        places[id.index()].reverse();
    }
    places
}

fn matches(keyword: &str, text: &str) -> bool {
    Keyword::new(keyword).is_ok_and(|keyword| !places(&[keyword], text)[0].is_empty())
}

#[test]
fn every_case_of_the_vectors_is_answered_as_stated() {
    let vectors: serde_json::Value = serde_json::from_str(include_str!("../vectors/keywords.json")).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    assert!(cases.len() > 250, "the vectors are whole");
    let wrong: Vec<_> = cases
        .iter()
        .filter(|case| {
            matches(case["keyword"].as_str().unwrap(), case["text"].as_str().unwrap()) != case["matches"]
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_keyword_that_folds_to_nothing_is_refused() {
    for written in ["", "  ", "\u{200B}", "\u{301}", "\u{FE0F} \u{640}"] {
        assert_eq!(Keyword::new(written), Err(KeywordError::Empty), "{written:?}");
    }
    assert!(Keyword::new("*").is_ok(), "a lone star is an ordinary character");
}

#[test]
fn words_are_shown_as_the_customer_wrote_them() {
    let shown = |keyword: &str, text: &str| {
        let place = places(&[Keyword::new(keyword).unwrap()], text)[0][0];
        text[place.start..place.end].to_owned()
    };
    assert_eq!(shown("cafe", "the CAFE\u{301}, please"), "CAFE\u{301}");
    assert_eq!(shown("payment plan", "a  payment \t\n Plan?"), "payment \t\n Plan");
    assert_eq!(shown("payment plan", "é payment \u{2003} Plän?"), "payment \u{2003} Plän");
    assert_eq!(shown("strasse", "Hauptstraße, Straße"), "Straße");
    assert_eq!(shown("❤", "I ❤\u{FE0F} it"), "❤\u{FE0F}");
    assert_eq!(shown("pric*", "Prices"), "Pric");
}

// ---- the slow, obvious matcher: one character after the other, written from the rules alone

fn oracle_fold(text: &str) -> Vec<char> {
    let plain = text.chars().map(|c| match c {
        '‘' | '’' | '‚' | '‛' | '′' | 'ʹ' | 'ʼ' | '`' | '´' | '＇' => '\'',
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' | '＂' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹘' | '﹣' | '－' => '-',
        other => other,
    });
    let visible: String = plain
        .filter(|c| {
            c.general_category() != GeneralCategory::Format
                && !matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{34F}' | '\u{640}')
        })
        .collect();
    let bare = visible.nfkd().filter(|c| {
        let ranges = [0x300..=0x36F, 0x591..=0x5C7, 0x610..=0x61A, 0x64B..=0x65F, 0x670..=0x670];
        let dropped = ranges.iter().any(|range| range.contains(&u32::from(*c)));
        !(dropped && c.general_category() == GeneralCategory::NonspacingMark)
    });
    caseless::default_case_fold_str(&bare.collect::<String>()).chars().collect()
}

fn oracle_is_word(c: char) -> bool {
    let group = c.general_category_group();
    let of_words = [GeneralCategoryGroup::Letter, GeneralCategoryGroup::Mark, GeneralCategoryGroup::Number];
    let spaceless = [
        0xE00..=0xEFF,
        0x1000..=0x109F,
        0x1780..=0x17FF,
        0x3005..=0x3007,
        0x3040..=0x30FF,
        0x31F0..=0x31FF,
        0x3400..=0x4DBF,
        0x4E00..=0x9FFF,
        0xF900..=0xFAFF,
        0x20000..=0x3FFFF,
    ];
    of_words.contains(&group) && !spaceless.iter().any(|range| range.contains(&u32::from(c)))
}

/// Where the keyword's characters end if they stand at `at`; white space of the keyword takes any run of the text's.
fn oracle_end(keyword: &[char], text: &[char], mut at: usize) -> Option<usize> {
    for (index, c) in keyword.iter().enumerate() {
        if c.is_whitespace() {
            if index > 0 && keyword[index - 1].is_whitespace() {
                continue;
            }
            let run = text[at..].iter().take_while(|c| c.is_whitespace()).count();
            if run == 0 {
                return None;
            }
            at += run;
        } else if text.get(at) == Some(c) {
            at += 1;
        } else {
            return None;
        }
    }
    Some(at)
}

fn oracle_matches(keyword: &str, text: &str) -> bool {
    let folded: String = oracle_fold(keyword).into_iter().collect();
    let folded = folded.trim();
    let (body, prefix) = match folded.strip_suffix('*') {
        Some(body) if !body.trim().is_empty() => (body.trim(), true),
        _ => (folded, false),
    };
    let keyword: Vec<char> = body.chars().collect();
    let text = oracle_fold(text);
    let inside_a_word =
        |at: usize| at > 0 && at < text.len() && oracle_is_word(text[at - 1]) && oracle_is_word(text[at]);
    !keyword.is_empty()
        && (0..text.len()).any(|start| {
            !inside_a_word(start)
                && oracle_end(&keyword, &text, start).is_some_and(|end| prefix || !inside_a_word(end))
        })
}

/// Characters that fold, vanish, decompose, join or break words, few enough that matches happen.
fn tricky() -> impl Strategy<Value = String> {
    let chars = "aAbBsSß éÉ\u{301}\u{308}iİıI\u{307}σςΣ*-–'’`´\"“”«_.1２ﬁ…¨ŉ\u{200B}\u{AD}\u{34F}\u{FE0F}\u{640}\t\n\u{2003}\u{2028}価格ガｶﾞ\u{3099}ค่า가각กำ❤👍\u{5B0}ש\u{64E}ق\u{345}\u{20D0}\u{327}ǰΐ㍿";
    let chars: Vec<char> = chars.chars().collect();
    prop::collection::vec(prop::sample::select(chars), 0..14).prop_map(String::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_fast_matcher_agrees_with_the_slow_one(
        keywords in prop::collection::vec(tricky(), 1..5), around in (tricky(), tricky()), pick in 0usize..5,
    ) {
        let written = &keywords[pick % keywords.len()];
        let text = format!("{}{}{}", around.0, written.trim_end_matches('*'), around.1);
        let mut parsed: Vec<(Keyword, &String)> = Vec::new();
        for written in &keywords {
            match Keyword::new(written) {
                Ok(keyword) if parsed.iter().all(|(other, _)| *other != keyword) => parsed.push((keyword, written)),
                Ok(_) => {}
                Err(_) => prop_assert!(!oracle_matches(written, &text)),
            }
        }
        let only: Vec<Keyword> = parsed.iter().map(|(keyword, _)| keyword.clone()).collect();
        for ((_, written), places) in parsed.iter().zip(places(&only, &text)) {
            prop_assert_eq!(!places.is_empty(), oracle_matches(written, &text), "{:?} in {:?}", written, text);
        }
    }

    #[test]
    fn what_is_shown_holds_the_keyword(keyword in tricky(), text in tricky()) {
        let text = format!("{text}{keyword}");
        let Ok(keyword) = Keyword::new(&keyword) else { return Ok(()) };
        for place in &places(std::slice::from_ref(&keyword), &text)[0] {
            let shown = Folded::of(&text[place.start..place.end]);
            prop_assert!(shown.text().contains(keyword.text()), "{:?} of {:?}", shown.text(), text);
        }
    }

    #[test]
    fn the_path_for_ascii_is_the_general_one_made_quick(text in "[ -~\t\n]{0,40}") {
        let general_text = format!("{text}\u{200B}");
        let (quick, general) = (Folded::of(&text), Folded::of(&general_text));
        prop_assert_eq!(quick.text(), general.text());
        for at in (0..quick.text().len()).filter(|at| &quick.text()[*at..=*at] != " ") {
            let piece = Span { start: at, end: at + 1 };
            prop_assert_eq!(quick.in_source(&text, piece), general.in_source(&general_text, piece));
        }
    }
}
