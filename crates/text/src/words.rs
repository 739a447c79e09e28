//! A text as plain words, for modules that look for wordings.
//!
//! Words are in lower case without accents and invisible characters, a space before and after each. Punctuation that
//! ends a clause is the token `|`; hyphens, symbols and emoji part words and leave nothing; apostrophes are dropped
//! (`don't` and `dont` are one). Scripts that are written without spaces count each character as a word. So
//! `Thanks, that’s GREAT! 👍` is ` thanks | thats great | `. Routing keywords have a folding of their own, which also
//! remembers places and keeps punctuation.

use caseless::Caseless;
use unicode_normalization::char::decompose_compatible;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// The text as words, linear in its length.
pub(crate) fn words(text: &str) -> String {
    let mut words = Words::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        // Letters and digits of ASCII are most of most texts, and taken by the word.
        let letters = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (taken, after) = rest.split_at(letters.max(c.len_utf8()));
        if letters > 0 {
            words.push_letters(taken);
        } else {
            words.push(c);
        }
        rest = after;
    }
    words.end()
}

/// As [`words`], and no more of it than whole words whose letters, with the spaces around them, come to so many bytes: a
/// long text's beginning is read alone.
pub(crate) fn beginning(text: &str, bytes: usize) -> String {
    let mut words = Words::with_capacity(bytes.min(text.len()));
    for c in text.chars() {
        words.push(c);
        // A clause's end is two bytes of it; after a space the last word is whole.
        if words.text.len() >= bytes && words.text.ends_with(' ') && words.letters() >= bytes {
            break;
        }
    }
    words.end()
}

/// What one character is among words.
enum Role {
    /// Part of a word.
    Letter,
    /// A word of its own.
    WholeWord,
    /// Stands between words.
    Between,
    /// Stands between clauses.
    ClauseEnd,
    /// As if it were not there.
    Nothing,
}

struct Words {
    text: String,
    /// Whether a clause ended since the last word.
    clause_ended: bool,
}

impl Words {
    fn with_capacity(bytes: usize) -> Self {
        let mut text = String::with_capacity(bytes + 8);
        text.push(' ');
        Self { text, clause_ended: false }
    }

    fn push_letters(&mut self, ascii: &str) {
        if self.clause_ended {
            self.mark_clause();
        }
        let from = self.text.len();
        self.text.push_str(ascii);
        self.text[from..].make_ascii_lowercase();
    }

    fn push(&mut self, c: char) {
        if c.is_ascii() {
            return self.push_part(c.to_ascii_lowercase());
        }
        decompose_compatible(c, |part| {
            if part.is_ascii() {
                self.push_part(part.to_ascii_lowercase());
            } else {
                for folded in std::iter::once(part).default_case_fold() {
                    self.push_part(folded);
                }
            }
        });
    }

    fn push_part(&mut self, c: char) {
        match role(c) {
            Role::Letter => {
                if self.clause_ended {
                    self.mark_clause();
                }
                self.text.push(c);
            }
            Role::WholeWord => {
                self.between();
                if self.clause_ended {
                    self.mark_clause();
                }
                self.text.push(c);
                self.between();
            }
            Role::Between => self.between(),
            Role::ClauseEnd => {
                self.between();
                self.clause_ended = true;
            }
            Role::Nothing => {}
        }
    }

    fn between(&mut self) {
        if !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }

    /// How long it is without the ends of clauses.
    fn letters(&self) -> usize {
        self.text.len() - 2 * self.text.bytes().filter(|byte| *byte == b'|').count()
    }

    fn mark_clause(&mut self) {
        self.text.push_str("| ");
        self.clause_ended = false;
    }

    fn end(mut self) -> String {
        self.between();
        if self.clause_ended {
            self.mark_clause();
        }
        self.text
    }
}

fn role(c: char) -> Role {
    if c.is_ascii() {
        return match c {
            'a'..='z' | '0'..='9' => Role::Letter,
            '\'' | '`' => Role::Nothing,
            '.' | ',' | ';' | ':' | '!' | '?' | '\n' | '\r' | '(' | ')' | '"' => Role::ClauseEnd,
            _ => Role::Between,
        };
    }
    match c {
        '’' | '‘' | '‛' | 'ʼ' | 'ʹ' | '′' | '\u{34f}' | '\u{640}' | '\u{fe00}'..='\u{fe0f}' | '\u{20e3}' =>
        {
            return Role::Nothing;
        }
        // Accents. Marks of other scripts stay: in Thai, Indic scripts and kana they make another letter.
        '\u{300}'..='\u{36f}'
        | '\u{591}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
            if c.general_category() == GeneralCategory::NonspacingMark =>
        {
            return Role::Nothing;
        }
        '\u{3099}' | '\u{309a}' => return Role::Letter,
        _ if is_unspaced(c) => return Role::WholeWord,
        '—' | '–' | '“' | '”' | '„' | '«' | '»' | '¿' | '¡' => return Role::ClauseEnd,
        _ => {}
    }
    match c.general_category_group() {
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark | GeneralCategoryGroup::Number => {
            Role::Letter
        }
        GeneralCategoryGroup::Punctuation if c.general_category() == GeneralCategory::OtherPunctuation => {
            Role::ClauseEnd
        }
        GeneralCategoryGroup::Other if c.general_category() == GeneralCategory::Format => Role::Nothing,
        _ => Role::Between,
    }
}

/// Han and kana. Thai and its neighbours write without spaces too, but their vowel signs belong to the letter before,
/// so that a wording of theirs is found as it is written: between spaces.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
        && !matches!(c, '\u{3099}'..='\u{309c}' | '\u{30fb}')
}

#[cfg(test)]
mod tests {
    use super::{Words, words};
    use proptest::prelude::*;

    proptest! {
        /// Fails when letters that are taken by the word come out otherwise than one by one.
        #[test]
        fn words_are_what_their_characters_are(text in "[a-cXY0-2 .!'\u{301}éßＡ👍谢\u{200b}-]{0,16}") {
            let mut by_one = Words::with_capacity(0);
            text.chars().for_each(|c| by_one.push(c));
            prop_assert_eq!(words(&text), by_one.end());
        }
    }

    /// Fails when case, accents, apostrophes, punctuation, emoji or invisible characters stay in the way of a word, or
    /// when words run together.
    #[test]
    fn a_text_is_plain_words() {
        for (text, wanted) in [
            ("Thanks, that’s GREAT! 👍", " thanks | thats great | "),
            ("", " "),
            ("…", " | "),
            ("opt-out  now", " opt out now "),
            ("ARRÊT\u{200b} d'urgence", " arret durgence "),
            ("ＳＴＯＰ。谢谢", " stop | 谢 谢 "),
            ("¿Qué tal?", " | que tal | "),
            ("Straße", " strasse "),
            ("a🛑b", " a b "),
        ] {
            assert_eq!(words(text), wanted, "{text:?}");
        }
    }
}
