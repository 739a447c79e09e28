//! Whether a first text of ours says how to stop: carriers ask that of the first one that a business sends (CTIA, Messaging
//! Principles and Best Practices).

use crate::consent::{ConsentWord, Standing, kept};
use crate::consent_words::ConsentWords;

/// What invites a word of theirs: “reply stop”.
const INVITES: [&str; 6] = ["reply", "text", "send", "answer", "write", "type"];

/// Whether a text of ours tells how to end texts: a word that opts out, of the law or of these, stands in it in capitals
/// ("STOP to end") or is asked for ("reply stop"). "We stop by at nine" and "Reply CANCEL to cancel" tell nothing of the kind.
/// Linear in the text.
pub fn says_how_to_stop(our_text: &str, words: &ConsentWords) -> bool {
    let ends = |text: &str| {
        let found = words.find(text, Standing::Normal);
        found.is_some_and(|word| word.does == ConsentWord::OptOut && !word.may_mean_another_thing())
    };
    let mut before = "";
    let mut two_before = "";
    our_text.split(|c: char| !kept(c)).filter(|piece| !piece.is_empty()).any(|piece| {
        let asked = |by: &str| INVITES.iter().any(|word| by.eq_ignore_ascii_case(word));
        let one = (is_loud(piece) || asked(before)) && ends(piece);
        // In two pieces, as "OPT OUT".
        let two =
            (is_loud(piece) && is_loud(before) || asked(two_before)) && ends(&format!("{before} {piece}"));
        two_before = before;
        before = piece;
        one || two
    })
}

/// Written in capitals, where its script has any.
fn is_loud(piece: &str) -> bool {
    piece.chars().any(char::is_uppercase) && !piece.chars().any(char::is_lowercase)
}
