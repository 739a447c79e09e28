//! Texts that are nothing but thanks, an acknowledgement, praise or a farewell, and so need no answer.
//!
//! Every doubt makes it an ordinary text: to reopen a conversation once too often is cheap, to lose a text is not. So
//! the whole text must be wordings of `english.txt` and `languages.txt`, one after another; the rules are at the head
//! of the shared vectors `courtesy.json`. To add a wording: a line in one of the two files.

mod emoji;
mod emoticons;
mod spelling;

use crate::asks::has_question_mark;
use crate::reaction;
use crate::wording::{Automaton, Piece, Wordings};
use crate::words::words;
use emoji::Emoji;
use spelling::Spelling;
use std::sync::LazyLock;

/// Bytes of the longest text that may be one: nobody says nothing at more length, and three segments bound the work.
const LONGEST: usize = 480;

struct Vocabulary {
    /// The words of a text that is courtesy from its beginning to its end.
    whole: Automaton,
    spelling: Spelling,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut wordings = Wordings::default();
    let english = wordings.read(include_str!("english.txt"));
    let languages = wordings.read(include_str!("languages.txt"));
    // What can only follow something else: an address ("mate"), a kiss.
    let after = wordings.read(include_str!("after.txt"));
    let first = Piece::Either(vec![english, languages]);
    let further = Piece::Each(vec![
        Piece::clause_ends(),
        Piece::Perhaps(Box::new(wordings.word("and"))),
        Piece::Either(vec![first.clone(), after]),
    ]);
    let whole =
        Piece::Each(vec![Piece::clause_ends(), first, Piece::Often(Box::new(further)), Piece::clause_ends()]);
    let whole = Automaton::new(&whole, wordings.into_vocabulary());
    Vocabulary { spelling: Spelling::new(whole.words(), include_str!("misspelt.txt")), whole }
});

/// Whether a text is nothing but thanks, ok, praise or a farewell, in any language, or approving emoji, or a phone's
/// reaction. Questions, digits, a plain yes or no, and media are not.
///
/// Survey answers ([`crate::rating()`]) and consent words ([`crate::consent_word`]) are recognised before.
pub fn is_courtesy(text: &str, has_media: bool) -> bool {
    if has_media {
        return false;
    }
    reaction(text).is_some() || is_polite(text)
}

/// Whether it is courtesy by its own words and emoji, reactions aside.
pub(crate) fn is_polite(text: &str) -> bool {
    if text.len() > LONGEST || has_question_mark(text) {
        return false;
    }
    let Some((text, smiles)) = emoticons::take_out(text) else { return false };
    let emoji = emoji::found_in(&text);
    if emoji == Emoji::NeedsAnswer || text.contains(char::is_numeric) {
        return false;
    }
    let words = words(&text);
    if words.bytes().all(|b| b == b' ' || b == b'|') {
        return emoji == Emoji::Approves || (smiles && emoji == Emoji::None);
    }
    let Vocabulary { whole, spelling } = &*VOCABULARY;
    whole.is_whole(&words, |word| spelling.corrected(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails when a line of the files is not read, or when a wording that they hold is not found.
    #[test]
    fn every_line_of_the_files_can_be_read() {
        assert!(VOCABULARY.whole.is_whole(" thank you | ", |_| None));
        assert!(!VOCABULARY.whole.is_whole(" | ", |_| None));
    }
}
