//! The words of a name, and the end of a number, as they are searched for.

use crate::fold::{Run, runs};

/// By which folding the words of names are kept. It grows with each change of what [`words`] makes of a name, also by
/// newer tables of Unicode: what was kept by another one is written anew where the store is opened.
pub(crate) const FOLDING: i64 = 1;
/// The most words that are kept of one name: as many as 100 characters hold, which is as long as a name may be, but for
/// scripts that are written without spaces.
const WORDS: usize = 50;
/// The most words of a search.
const SEARCHED: usize = 16;
/// The most characters of a word that are kept.
const LENGTH: usize = 40;

/// The folded words of a name, in order, by whose beginnings it is found.
///
/// A word begins after white space and after a sign inside of a name, and goes on to the next white space: “O’Brien” is
/// `obrien` and `brien`. A run of a script that is written without spaces is found by its middle too, so each of its
/// characters begins a word, and so does a symbol, and what follows one.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = runs(name).iter().flat_map(beginnings).take(WORDS).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// What one run of a search asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    /// A word of the name begins so …
    pub(crate) whole: String,
    /// … or, where signs part it, words of the name begin with each of these: “Jean-Luc” finds Jean Luc too. Else empty.
    pub(crate) parts: Vec<String>,
}

/// A search as what it asks for: all of it must fit the name.
pub(crate) fn searched(query: &str) -> Vec<Asked> {
    let asked = |run: &Run| {
        let ends = run.parts.iter().skip(1).copied().chain([run.joined.len()]);
        let parts: Vec<String> =
            run.parts.iter().zip(ends).map(|(from, to)| cut(&run.joined[*from..to])).take(SEARCHED).collect();
        Asked { whole: cut(&run.joined), parts: if parts.len() > 1 { parts } else { Vec::new() } }
    };
    runs(query).iter().map(asked).take(SEARCHED).collect()
}

/// The digits of an address, last one first. An address of letters has none.
pub(crate) fn tail(address: &str) -> String {
    address.chars().rev().filter(char::is_ascii_digit).collect()
}

/// The digits that a search looks for at the end of numbers, last one first, whatever stands between them; none if it is
/// not about a number.
pub(crate) fn searched_tail(query: &str) -> Option<String> {
    let numeric = !query.chars().any(char::is_alphabetic);
    Some(tail(query)).filter(|digits| numeric && digits.len() >= 2)
}

/// How numbers begin that a search looks for while it is typed: as it stands, and with the country code that people in
/// North America leave out. Fewer than three digits begin too many.
pub(crate) fn searched_beginnings(query: &str) -> Vec<String> {
    let Some(tail) = searched_tail(query).filter(|tail| tail.len() >= 3) else { return Vec::new() };
    let digits: String = tail.chars().rev().collect();
    let with_code = format!("+1{digits}");
    let whole = format!("+{digits}");
    if query.trim_start().starts_with('+') { vec![whole] } else { vec![whole, with_code] }
}

/// Where the texts that begin with `prefix` end, in the order of bytes.
pub(crate) fn after(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
}

fn cut(word: &str) -> String {
    word.chars().take(LENGTH).collect()
}

fn beginnings(run: &Run) -> Vec<String> {
    let mut follows = false;
    let mut begins = Vec::new();
    for (at, c) in run.joined.char_indices() {
        let alone = unspaced(c) || !c.is_alphanumeric();
        if alone || follows || run.parts.contains(&at) {
            begins.push(cut(&run.joined[at..]));
        }
        follows = alone;
    }
    begins
}

/// Scripts written without spaces between words: Thai, Lao, Burmese, Khmer, kana and Han.
fn unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x9FFF
        | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_its_words_without_accents_and_capitals() {
        assert_eq!(words("  José   ÁLVAREZ "), ["alvarez", "jose"]);
        let asked = |whole: &str| Asked { whole: whole.into(), parts: Vec::new() };
        assert_eq!(searched("Álv jos - "), [asked("alv"), asked("jos")]);
    }

    /// Fails when the second half of a double name is not found, or what follows an apostrophe.
    #[test]
    fn a_sign_inside_of_a_name_begins_a_word() {
        assert_eq!(words("García-López"), ["garcialopez", "lopez"]);
        assert_eq!(words("Sean O’Brien"), ["brien", "obrien", "sean"]);
        assert_eq!(words("Zoë Ångström-Łukasz"), ["angstromlukasz", "lukasz", "zoe"]);
        assert_eq!(words("J.R./Bob"), ["bob", "jrbob", "rbob"]);
        assert_eq!(words("🌸Maya"), ["maya", "🌸maya"]);
        let parts = |whole: &str, parts: &[&str]| Asked {
            whole: whole.into(),
            parts: parts.iter().map(|part| (*part).to_owned()).collect(),
        };
        assert_eq!(searched("o'bri"), [parts("obri", &["o", "bri"])]);
        assert_eq!(searched("(lopez)"), [parts("lopez", &[])]);
    }

    #[test]
    fn a_name_without_spaces_is_found_by_its_middle() {
        let words = words("王小明");
        assert!(words.iter().any(|word| word.starts_with("小明")), "{words:?}");
    }

    #[test]
    fn a_number_is_found_by_its_end_however_it_is_written() {
        let stored = tail("+12125550134");
        for query in ["5550134", "555 0134", "(212) 555-0134", "+1 212 555 0134", "34"] {
            let searched = searched_tail(query).expect("a number");
            assert!(stored.starts_with(&searched), "{query}");
        }
        assert_eq!(searched_tail("Dana 34"), None);
        assert_eq!(searched_tail("212–555·0134").as_deref(), Some("4310555212"), "a dash of any kind");
        assert_eq!(searched_beginnings("(212) 5"), ["+2125", "+12125"]);
        assert_eq!(searched_beginnings("+44 20"), ["+4420"]);
        assert!(searched_beginnings("21").is_empty() && searched_beginnings("Dana").is_empty());
    }
}
