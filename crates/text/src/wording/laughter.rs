//! Laughter, which is typed at any length.

/// Whether a word is `haha`, `ahahaha`, `hehehe`, `jajaja`, `хахаха`, `ㅋㅋㅋ` or the like.
pub(super) fn is_laughter(word: &str) -> bool {
    let breath = |c| matches!(c, 'h' | 'j' | 'х');
    let sound = |c| matches!(c, 'a' | 'e' | 'i' | 'а');
    let mut chars = word.chars();
    // Most words are none, and are left at their second letter.
    if word.is_ascii() && !word.bytes().take(2).all(|b| matches!(b, b'h' | b'j' | b'a' | b'e' | b'i')) {
        return false;
    }
    let Some(first) = chars.next() else { return false };
    if matches!(first, '\u{110f}' | '\u{1112}' | 'ه') {
        return chars.clone().count() >= 1 && chars.all(|c| c == first);
    }
    if !(breath(first) || sound(first)) {
        return false;
    }
    let Some((breathed, sounded)) = word.chars().find(|&c| breath(c)).zip(word.chars().find(|&c| sound(c)))
    else {
        return false;
    };
    let breaths = word.chars().filter(|&c| c == breathed).count();
    breaths >= 2 && word.chars().all(|c| c == breathed || c == sounded) && word.chars().count() >= 4
}

#[cfg(test)]
mod tests {
    use super::is_laughter;

    /// Fails when laughter is missed, or a word is laughed off.
    #[test]
    fn laughter_is_of_any_length() {
        for word in [
            "haha",
            "hahaha",
            "ahaha",
            "hahah",
            "hahahahahahaha",
            "hehe",
            "hihi",
            "jajaja",
            "jejeje",
            "хаха",
            "ههه",
        ] {
            assert!(is_laughter(word), "{word}");
        }
        for word in ["", "ha", "hi", "he", "ja", "jaja!", "hahe", "aa", "aaaa", "hhhh", "hihat", "ah", "haj"]
        {
            assert!(!is_laughter(word), "{word}");
        }
    }
}
