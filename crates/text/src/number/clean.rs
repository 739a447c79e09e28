//! What is taken off a number before it is read.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Compatibility forms folded (NFKC), direction marks and zero-width characters dropped, white space trimmed.
pub(super) fn clean(raw: &str) -> Cow<'_, str> {
    if raw.is_ascii() {
        return Cow::Borrowed(raw.trim());
    }
    let visible: String = raw.nfkc().filter(|c| c.general_category() != GeneralCategory::Format).collect();
    Cow::Owned(visible.trim().to_owned())
}

/// What follows this prefix, in whatever case it is written.
pub(super) fn after<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// Whether this can be a sender's name (3GPP TS 23.040, 9.1.2.5: 11 characters), with a letter to tell it from a code.
pub(super) fn is_sender_name(text: &str) -> bool {
    text.len() <= 11
        && text == text.trim()
        && text.contains(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || " &._+-!".contains(c))
}

/// Whether this is a short code: 3 to 6 digits.
pub(super) fn is_short_code(text: &str) -> bool {
    (3..=6).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}
