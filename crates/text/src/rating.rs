//! A score of 1 to 5 as an answer to a survey.
//!
//! To be asked only of a text that can answer a survey. A number that goes on into a sentence ("2 of us are coming",
//! "10 am works") is no score: what would be lost is a text.

use crate::asks::has_question_mark;
use crate::courtesy::is_polite;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// A survey answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// 1 (bad) to 5 (good).
    pub score: u8,
    /// Whether it says more than the score, so that somebody should read it; thanks and praise are no more.
    pub further_words: bool,
}

/// Bytes within which a score and what belongs to it stand ("I would give it a solid four out of five stars").
const HEAD: usize = 64;

/// Words for the scores, in the languages whose words are also understood alone.
const WORDS: [&[&str]; 5] = [
    &["one", "uno", "un", "une", "eins", "um", "één", "een"],
    &["two", "dos", "deux", "zwei", "due", "dois", "twee"],
    &["three", "tres", "trois", "drei", "tre", "três", "drie"],
    &["four", "cuatro", "quatre", "vier", "quattro", "quatro"],
    &["five", "cinco", "cinq", "fünf", "cinque", "vijf"],
];

/// What may stand in front of a score without making it a sentence.
const BEFORE: &[&str] = &[
    "i'd give it a solid",
    "i would give it a",
    "i would give you a",
    "i'd give it a",
    "i'd give you a",
    "i'd give it",
    "i'd give you",
    "i'd say a",
    "i'd say",
    "i would say",
    "i give it a",
    "i give you a",
    "i give it",
    "i give you",
    "i give a",
    "i give",
    "it's a",
    "that's a",
    "definitely a",
    "definitely",
    "a solid",
    "solid",
    "a strong",
    "easy",
    "an easy",
    "a big",
    "a",
    "my rating is",
    "my rating:",
    "rating:",
    "rating",
    "score:",
    "score",
    "my score is",
    "my score:",
    "my answer is",
    "answer:",
    "#",
    "(",
    "\"",
    "“",
    "*",
];

/// The score that a text is, or begins with when further words are set off from it.
pub fn rating(text: &str) -> Option<Rating> {
    let text = text.trim();
    if let Some((score, rest)) = stars(text) {
        return judged(score, rest);
    }
    if !may_begin(text) {
        return None;
    }
    // The head alone is folded: a score stands in front.
    let cut = (0..=HEAD.min(text.len())).rev().find(|&at| text.is_char_boundary(at))?;
    let head: String = text[..cut]
        .nfkc()
        .filter(|c| !matches!(c, '\u{fe0f}' | '\u{20e3}'))
        .collect::<String>()
        .to_lowercase();
    let head = head.replace('’', "'");
    let rest_of_text = &text[cut..];
    BEFORE.iter().copied().chain([""]).find_map(|before| {
        let rest = head.strip_prefix(before)?;
        let spaced = rest.starts_with(' ') || before.is_empty() || !before.ends_with(char::is_alphabetic);
        let (score, rest) = number(rest.trim_start()).filter(|_| spaced)?;
        let (of_five, rest) = scale(score, rest)?;
        let rest = format!("{rest}{rest_of_text}");
        (of_five || is_set_off(&rest)).then(|| judged(score, &rest))?
    })
}

/// The quick way out: whether the first word is a number or can stand before a score.
fn may_begin(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let word =
        text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’'))).next().unwrap_or_default();
    let numeric = word.chars().next().is_some_and(char::is_numeric);
    let same =
        |other: &str| word.eq_ignore_ascii_case(other) || word.replace('’', "'").eq_ignore_ascii_case(other);
    numeric
        || !word.is_ascii()
        || WORDS.iter().any(|words| words.iter().any(|other| word.eq_ignore_ascii_case(other)))
        || BEFORE.iter().any(|before| same(before.split([' ', ':']).next().unwrap_or_default()))
}

/// One to five stars; an empty star is none.
fn stars(text: &str) -> Option<(u8, &str)> {
    let mut score = 0;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match c {
            '⭐' | '🌟' | '★' => score += 1,
            '☆' | '\u{fe0f}' => {}
            ' ' if score > 0 && rest.trim_start().starts_with(['⭐', '🌟', '★', '☆']) => {}
            _ => break,
        }
        rest = &rest[c.len_utf8()..];
    }
    (1..=5).contains(&score).then_some((score, rest))
}

/// A digit or word from 1 to 5 that does not go on into a longer number, word or fraction.
fn number(text: &str) -> Option<(u8, &str)> {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let score = (1..=5_u8)
        .find(|&score| word.bytes().eq([b'0' + score]) || WORDS[usize::from(score) - 1].contains(&word))?;
    let mut after = rest.chars();
    let joined =
        matches!(after.next(), Some('.' | ',' | ':' | '-' | '–' | '\'' | '/' | '%' | '°' | '$' | '€' | '+'))
            && after.next().is_some_and(char::is_alphanumeric);
    (!joined || rest.starts_with("/5")).then_some((score, rest))
}

/// What says that the number is a score: "/5", "out of five", "stars". Whether it is said, and what follows; none for
/// another scale.
fn scale(score: u8, rest: &str) -> Option<(bool, &str)> {
    for of_five in ["/5", "/ 5", " /5", " / 5", " out of 5", " out of five", " of 5", " of five"] {
        if let Some(after) = rest.strip_prefix(of_five) {
            let ends = !after.starts_with(|c: char| c.is_alphanumeric() || c == '/');
            // "4/5 at noon" is a day.
            let after = after.strip_prefix(" stars").unwrap_or(after);
            return ends
                .then_some((!of_five.contains('/') || is_set_off(after), after))
                .filter(|(said, _)| *said);
        }
    }
    if rest.trim_start().starts_with('/') {
        return None;
    }
    let unit = if score == 1 { [" star", " stars"] } else { [" stars", " stars"] };
    let found = unit.iter().rev().find_map(|unit| rest.strip_prefix(unit)).or_else(|| {
        let emoji = rest.trim_start();
        emoji.strip_prefix('⭐').or_else(|| emoji.strip_prefix('★')).or_else(|| emoji.strip_prefix('🌟'))
    });
    match found {
        Some(after) if !after.starts_with(char::is_alphanumeric) => Some((true, after)),
        _ => Some((false, rest)),
    }
}

/// Whether what follows a number is set off from it, or only polite.
fn is_set_off(rest: &str) -> bool {
    let spoken = rest.trim_start();
    let Some(first) = spoken.chars().next() else { return true };
    let mark = matches!(first, ',' | '.' | ';' | ':' | '!' | '-' | '–' | '—' | '\n' | ')' | '"' | '”' | '*');
    let list =
        spoken.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(|c: char| c.is_numeric());
    let symbol = !first.is_alphanumeric() && !first.is_ascii_punctuation() && first != '…';
    let line = rest.chars().take_while(|c| c.is_whitespace()).any(|c| c == '\n');
    ((mark || line || symbol) && !list) || is_polite(rest)
}

fn judged(score: u8, rest: &str) -> Option<Rating> {
    let said = rest.trim_matches(|c: char| {
        c.is_whitespace()
            || (c.is_ascii_punctuation() && c != '?')
            || matches!(c, '”' | '—' | '–' | '\u{fe0f}')
    });
    let asked = said.starts_with('?') && !said.contains(char::is_alphanumeric) && has_question_mark(said);
    (!asked).then(|| Rating { score, further_words: !said.is_empty() && !is_polite(rest) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails when a bare score is missed, misread or taken to say more.
    #[test]
    fn a_bare_score_is_read() {
        for (text, score) in [
            ("5", 5),
            (" 4 ", 4),
            ("5!", 5),
            ("5!!!", 5),
            ("3.", 3),
            ("five", 5),
            ("Five!", 5),
            ("cinco", 5),
            ("fünf", 5),
            ("４", 4),
            ("4/5", 4),
            ("5 / 5", 5),
            ("5 out of 5", 5),
            ("four out of five", 4),
            ("5 stars", 5),
            ("1 star", 1),
            ("Five stars!", 5),
            ("⭐️⭐️⭐️⭐️", 4),
            ("⭐ ⭐ ⭐", 3),
            ("★★★★☆", 4),
            ("5⭐", 5),
            ("5 ⭐️", 5),
            ("5️⃣", 5),
            ("a 5", 5),
            ("A 5!", 5),
            ("I'd give it a 4", 4),
            ("definitely a 5", 5),
            ("#5", 5),
            ("(5)", 5),
            ("“5”", 5),
            ("Rating: 4", 4),
            ("5 👍", 5),
            ("5, thanks!", 5),
            ("5 thank you so much", 5),
            ("5 stars thank you", 5),
            ("5 - great service", 5),
        ] {
            assert_eq!(rating(text), Some(Rating { score, further_words: false }), "{text:?}");
        }
    }

    /// Fails when a complaint beside a score would be swallowed with it.
    #[test]
    fn a_score_with_more_to_say_is_read_and_goes_on() {
        for (text, score) in [
            ("2, you never called back", 2),
            ("1. Nobody came", 1),
            ("2 - still waiting", 2),
            ("1!!! worst ever", 1),
            ("3 stars, the room was cold", 3),
            ("2 stars you never called back", 2),
            ("5, when do you open on Monday?", 5),
            ("4\nBut parking was hard", 4),
            ("2 😡", 2),
            ("4/5, a bit late", 4),
            ("⭐⭐ not good", 2),
        ] {
            assert_eq!(rating(text), Some(Rating { score, further_words: true }), "{text:?}");
        }
    }

    /// Fails when an ordinary text with a number in front is taken for a score.
    #[test]
    fn a_number_in_a_sentence_is_no_score() {
        for text in [
            "",
            "0",
            "6",
            "10",
            "55",
            "10 am works",
            "2 of us are coming",
            "3 pm works",
            "3pm",
            "4:30 works",
            "2.5",
            "4,5",
            "4-5 people",
            "3, 4 or 5 works",
            "4/5 at noon works",
            "4/10",
            "3/4",
            "5/5/2026",
            "5 minutes late",
            "one more thing",
            "a 5 bedroom house",
            "five of us",
            "3 star hotel",
            "5?",
            "5%",
            "$5",
            "5th",
            "thanks",
            "5+",
            "-5",
            "⭐⭐⭐⭐⭐⭐",
            "a",
            "rating",
            "score 5 tickets please",
        ] {
            assert_eq!(rating(text), None, "{text:?}");
        }
    }
}
