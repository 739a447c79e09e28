//! The words of a name, and the end of a number, as they are searched for.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The most words that are kept of one name.
const WORDS: usize = 16;
/// The most characters of a word that are kept.
const LENGTH: usize = 40;

/// The folded words of a name: without accents, without capitals, cut at white space. A run of a script that is
/// written without spaces is found by its middle too, so each of its characters begins a word.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = fold(name).split_whitespace().flat_map(beginnings).take(WORDS).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// A search as words: each must begin a word of the name.
pub(crate) fn searched(query: &str) -> Vec<String> {
    fold(query).split_whitespace().map(cut).take(WORDS).collect()
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

fn fold(name: &str) -> String {
    name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).nfc().collect()
}

fn cut(word: &str) -> String {
    word.chars().take(LENGTH).collect()
}

fn beginnings(word: &str) -> Vec<String> {
    let mut begins = vec![cut(word)];
    begins.extend(word.char_indices().skip(1).filter(|(_, c)| unspaced(*c)).map(|(at, _)| cut(&word[at..])));
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
        assert_eq!(searched("Álv jos"), ["alv", "jos"]);
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
