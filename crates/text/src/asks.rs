//! Question marks of any script.

/// Whether a text of ours asks something, so that a courtesy after it can be an answer: whether it holds a question
/// mark of any script. One inside a link asks nothing.
pub fn asks(text: &str) -> bool {
    has_question_mark(text)
        && text.split_whitespace().any(|piece| has_question_mark(piece) && !is_link(piece))
}

/// Whether a question mark of any script stands in it. In Greek that is the semicolon.
pub(crate) fn has_question_mark(text: &str) -> bool {
    let mut before = ' ';
    text.chars().any(|c| {
        let greek = c == ';' && matches!(before, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}');
        before = c;
        greek || is_question_mark(c)
    })
}

/// A question mark, by its name in Unicode.
fn is_question_mark(c: char) -> bool {
    matches!(
        c,
        '?' | '¿'
            | '\u{37e}' // Greek
            | '\u{55e}' // Armenian
            | '\u{61f}' // Arabic
            | '\u{1367}' // Ethiopic
            | '\u{1945}' // Limbu
            | '‽' | '⁇' | '⁈' | '⁉' | '❓' | '❔' | '⸘' | '⸮' | '\u{2e54}'
            | '\u{2cfa}' | '\u{2cfb}' // Old Nubian
            | '\u{a60f}' // Vai
            | '\u{a6f7}' // Bamum
            | '\u{fe16}' | '\u{fe56}' | '？' // vertical, small, full width
            | '\u{11143}' // Chakma
            | '\u{1e95f}' // Adlam
    )
}

/// A link with something behind its question mark.
fn is_link(piece: &str) -> bool {
    let address =
        piece.contains("://") || piece.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("www."));
    address && !piece.ends_with(|c: char| is_question_mark(c) || matches!(c, ')' | '!' | '"' | '”'))
}

#[cfg(test)]
mod tests {
    use super::asks;

    /// Fails when a script's question mark is not known, or a link is taken for a question.
    #[test]
    fn a_question_has_a_question_mark_of_its_script() {
        for text in [
            "Friday at 11, does that work?",
            "Works? Tell us.",
            "¿Puede",
            "هل يناسبك؟",
            "来られますか？",
            "Τι ώρα;",
            "Really⁉",
            "ok ❓",
            "Did you see https://example.com/a?",
            "See https://example.com/a?b=1 — does that work?",
        ] {
            assert!(asks(text), "{text:?}");
        }
        for text in [
            "",
            "See you then.",
            "Pay at https://example.com/pay?id=3",
            "WWW.example.com/?q=1",
            "one; two",
            "Done!",
        ] {
            assert!(!asks(text), "{text:?}");
        }
    }
}
