//! The word by which a customer says that it cannot wait.

use crate::words::{beginning, words};

/// The urgent word of a workspace, ready to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrgentWord {
    /// Its words as [`crate::words`] folds them, a space before and after each.
    folded: String,
}

/// There is no letter or digit in what was given as the urgent word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the urgent word needs at least one letter or digit, such as URGENT")]
pub struct UrgentWordError;

impl UrgentWord {
    /// Reads the word, or words, that the policy names.
    pub fn new(word: &str) -> Result<Self, UrgentWordError> {
        let folded = without_clauses(&words(word));
        if folded.trim().is_empty() { Err(UrgentWordError) } else { Ok(Self { folded }) }
    }

    /// Whether a text is the word alone or begins with it as a whole word, whatever its case, accents, invisible
    /// characters and the punctuation and emoji around it: `URGENT!!` and `urgent: my tooth` are urgent, `not urgent`
    /// and `urgently` are not.
    pub fn is_in(&self, text: &str) -> bool {
        without_clauses(&beginning(text, self.folded.len())).starts_with(&self.folded)
    }

    /// Whether a text is the word and nothing else, so that what is urgent stands in another text.
    pub fn is_all_of(&self, text: &str) -> bool {
        without_clauses(&words(text)) == self.folded
    }
}

fn without_clauses(words: &str) -> String {
    words.replace("| ", "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Fails when a text whose beginning alone is read is judged otherwise than one that is read whole.
        #[test]
        fn a_beginning_is_judged_as_the_whole(
            word in "[un !]{1,4}",
            text in "[un .!\u{301}\u{200b}緊-]{0,12}",
        ) {
            let Ok(urgent) = UrgentWord::new(&word) else { return Ok(()) };
            prop_assert_eq!(urgent.is_in(&text), without_clauses(&words(&text)).starts_with(&urgent.folded));
        }
    }

    fn is_urgent(text: &str) -> bool {
        UrgentWord::new("URGENT").unwrap().is_in(text)
    }

    /// Fails when the word is missed for how it is written.
    #[test]
    fn the_word_begins_a_text_however_it_is_written() {
        for text in [
            "URGENT",
            "urgent",
            " Urgent! ",
            "URGENT!!",
            "urgent: my tooth",
            "Urgent my tooth hurts",
            "urgent-please call",
            "🚨🚨 URGENT 🚨",
            "“URGENT”",
            "*urgent*",
            "Ur\u{200b}gent",
            "Úrgent",
            "ＵＲＧＥＮＴ",
            "...urgent",
            "urgent\nmy tooth",
        ] {
            assert!(is_urgent(text), "{text:?}");
        }
    }

    /// Fails when a text that only contains the word, or a longer word, is taken for urgent.
    #[test]
    fn the_word_elsewhere_is_not_urgent() {
        for text in [
            "",
            "not urgent",
            "Not urgent!",
            "urgently",
            "it is urgent",
            "nonurgent",
            "u r g e n t",
            "urgen",
            "🚨",
        ] {
            assert!(!is_urgent(text), "{text:?}");
        }
    }

    /// Fails when a text that says what is urgent is taken for the word alone, or the word alone for more, however it is
    /// written.
    #[test]
    fn the_word_alone_says_nothing_of_what() {
        let urgent = UrgentWord::new("URGENT").unwrap();
        for text in ["URGENT", " urgent!!", "🚨 Urgent 🚨", "“URGENT”."] {
            assert!(urgent.is_all_of(text), "{text:?}");
        }
        for text in ["urgent: my tooth", "URGENT 2", "urgent urgent", "not urgent", "urgently", ""] {
            assert!(!urgent.is_all_of(text), "{text:?}");
        }
    }

    /// Fails when a workspace's word in two words or in another script is not found, or an empty one is taken.
    #[test]
    fn a_workspace_may_have_another_word() {
        assert!(UrgentWord::new("Not fall").unwrap().is_in("not-fall: Zahn"));
        assert!(UrgentWord::new("緊急").unwrap().is_in("緊急です"));
        assert!(UrgentWord::new("Dringend").unwrap().is_in("DRINGEND"));
        assert_eq!(UrgentWord::new("!!"), Err(UrgentWordError));
    }
}
