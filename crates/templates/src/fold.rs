//! When two labels are one.

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// What a label is compared by: capitals, accents, white space, underscores and the shape of quotation marks and dashes
/// do not matter, so `[First Name]`, `[first_name]` and `[FirstName]` are one.
pub(crate) fn fold(label: &str) -> String {
    label.nfkd().filter(|c| !is_dropped(*c)).map(plain).default_case_fold().collect()
}

/// Whether somebody who reads the text would see anything.
pub(crate) fn says_something(text: &str) -> bool {
    text.chars().any(|c| !c.is_whitespace() && !c.is_control() && !is_invisible(c))
}

fn is_dropped(c: char) -> bool {
    c.is_whitespace()
        || c == '_'
        // Accents of Latin, Greek and Cyrillic. The marks of other scripts are vowels: without them words would mix.
        || matches!(c, '\u{300}'..='\u{36F}')
        || is_invisible(c)
}

/// Format characters (zero-width spaces, directions) and variation selectors.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}') || (!c.is_ascii() && c.general_category() == GeneralCategory::Format)
}

fn plain(c: char) -> char {
    match c {
        '‘' | '’' | '‚' | '‛' | '′' | 'ʹ' | 'ʼ' | '`' | '´' => '\'',
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Fails when the fold keeps something of how a label was typed, or drops what tells labels apart.
    #[test]
    fn how_a_label_is_typed_does_not_matter_and_what_it_says_does() {
        for one in [
            "First Name",
            "first_name",
            " FIRST\n name ",
            "FirstName",
            "First\u{200B}Name",
            "Fírst Na\u{301}me",
            "Ｆirst Name",
        ] {
            assert_eq!(fold(one), "firstname", "{one:?}");
        }
        assert_eq!(fold("what’s  done"), fold("What's done"));
        for (one, other) in [("a/b", "a b"), ("2.5", "25"), ("กิน", "กน"), ("C", "C++")] {
            assert_ne!(fold(one), fold(other));
        }
    }

    proptest! {
        /// Fails when what was folded would fold further, so that a label and its own key differ.
        #[test]
        fn what_is_folded_folds_no_further(label in any::<String>()) {
            let once = fold(&label);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
