//! What the rules of keywords say about single characters.

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// The plain character for a typographic one (rule 2).
pub(super) fn plain(c: char) -> char {
    match c {
        '‘' | '’' | '‚' | '‛' | '′' | 'ʹ' | 'ʼ' | '`' | '´' | '＇' => '\'',
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' | '＂' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => '-',
        _ => c,
    }
}

/// Whether the character leaves no trace (rule 3).
pub(super) fn is_invisible(c: char) -> bool {
    is_clinging(c) || c == '\u{640}' || (!c.is_ascii() && c.general_category() == GeneralCategory::Format)
}

/// Invisible characters that belong to the look of the one before: variation selectors and the grapheme joiner.
fn is_clinging(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{34F}')
}

/// Whether the character is an accent that is dropped (rule 5). The gaps in the Hebrew block are punctuation.
pub(super) fn is_accent(c: char) -> bool {
    match c {
        '\u{5BE}' | '\u{5C0}' | '\u{5C3}' | '\u{5C6}' => false,
        '\u{300}'..='\u{36F}'
        | '\u{591}'..='\u{5C7}'
        | '\u{610}'..='\u{61A}'
        | '\u{64B}'..='\u{65F}'
        | '\u{670}' => true,
        _ => false,
    }
}

/// Whether a character of a text goes with the one before it when words are shown as they were written.
pub(super) fn is_shown_with_the_one_before(c: char) -> bool {
    is_accent(c) || is_clinging(c)
}

/// Whether the character is part of a word (rule 9).
pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let group = c.general_category_group();
    matches!(group, GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark | GeneralCategoryGroup::Number)
        && !is_written_without_spaces(c)
}

/// Thai and Lao, Myanmar, Khmer, kana and Han: scripts that put no space between words (rule 9).
fn is_written_without_spaces(c: char) -> bool {
    matches!(c,
        '\u{E00}'..='\u{EFF}'
        | '\u{1000}'..='\u{109F}'
        | '\u{1780}'..='\u{17FF}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30FF}'
        | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}')
}
