//! Words that say yes or no, which answer whatever was asked last and so can mean nothing by themselves.
//!
//! To add one: in `yes_no.txt`.

use crate::words::words;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

static YES_NO: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let lines = include_str!("yes_no.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(|line| line.split('|')).map(letters).filter(|word| !word.is_empty()).collect()
});

/// Whether a text is nothing but a word that says yes or no in a language that we know, or that agrees.
pub(crate) fn says_yes_or_no(text: &str) -> bool {
    YES_NO.contains(&letters(text))
}

/// Its letters without accents, spaces and the ends of clauses.
fn letters(text: &str) -> String {
    words(text).replace([' ', '|'], "")
}
