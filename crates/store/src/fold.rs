//! How names are compared where they are searched for: without accents, without capitals, and in letters that every
//! keyboard has.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A run of a text: what white space parts, folded, without the signs that stand inside of names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Run {
    /// Its letters, digits and symbols, joined: `obrien`.
    pub(crate) joined: String,
    /// Where in it, in bytes, a part begins: at its front, and after each sign. `o` and `brien` at 0 and 1.
    pub(crate) parts: Vec<usize>,
}

/// The runs of a text. One of nothing but signs is none.
pub(crate) fn runs(text: &str) -> Vec<Run> {
    let read = |piece: &str| {
        let mut run = Run::default();
        let mut begins = true;
        for c in piece.chars() {
            if is_sign(c) {
                begins = true;
                continue;
            }
            if begins {
                run.parts.push(run.joined.len());
                begins = false;
            }
            run.joined.push(c);
        }
        run
    };
    fold(text).split_whitespace().map(read).filter(|run| !run.joined.is_empty()).collect()
}

/// Compatibility forms, accents, capitals and what nobody sees are gone, and letters without a decomposition are spelled.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let apart = text.chars().map(|c| if is_accent_for_apostrophe(c) { '\'' } else { c }).nfkd();
    let seen = apart.filter(|c| !is_combining_mark(*c) && !is_unseen(*c));
    for c in seen.flat_map(char::to_lowercase) {
        match spelled(c) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(c),
        }
    }
    // What was one sign and has lost nothing is one sign again, such as a syllable of Hangul.
    folded.nfc().collect()
}

/// The plain letters of a small letter that Unicode does not decompose.
///
/// From CLDR's transliteration Latin-ASCII (`common/transforms/Latin-ASCII.xml`), of which these are the letters of
/// alphabets in which names are written today; what decomposes is not repeated, nor are phonetic and medieval signs. The
/// open o is no part of it, and is kept beside the open e, with which it is written. The final sigma is that of Unicode's
/// `CaseFolding.txt`.
fn spelled(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ð' | 'đ' | 'ɖ' | 'ɗ' => "d",
        'ø' | 'ɔ' => "o",
        'ł' | 'ƚ' => "l",
        'ħ' => "h",
        'ı' | 'ɨ' => "i",
        'ĸ' => "q",
        'ŋ' | 'ɲ' => "n",
        'ŧ' | 'ƭ' => "t",
        'ƀ' | 'ɓ' => "b",
        'ƈ' => "c",
        'ɛ' => "e",
        'ƒ' => "f",
        'ǥ' | 'ɠ' => "g",
        'ɉ' => "j",
        'ƙ' => "k",
        'ƥ' => "p",
        'ɍ' => "r",
        'ʉ' => "u",
        'ʋ' => "v",
        'ƴ' | 'ɏ' => "y",
        'ƶ' => "z",
        'ς' => "σ",
        _ => return None,
    })
}

/// Accents that stand by themselves, typed for an apostrophe. Unicode would make a space of them.
fn is_accent_for_apostrophe(c: char) -> bool {
    matches!(c, '\u{B4}' | '\u{1FBD}' | '\u{1FBF}' | '\u{1FEF}' | '\u{1FFD}' | '\u{1FFE}' | '\u{2DC}')
}

/// Controls, and marks of direction and of where a line may break: copied along with a name.
fn is_unseen(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// A sign that stands inside of a name and is none of its letters: a hyphen, an apostrophe, a dot, a slash, a bracket.
fn is_sign(c: char) -> bool {
    match c {
        // Letters to Unicode, and apostrophes to whoever types them: of Hawaiian, Uzbek, transliterated Arabic, Armenian
        // and Hebrew.
        '\u{2B9}'..='\u{2BF}' | '\u{2C8}' | '\u{2EE}' | '\u{A78B}' | '\u{A78C}' | '\u{55A}' | '\u{5BE}' | '\u{5F3}'
        | '\u{5F4}'
        // Commas, full stops and question marks of Arabic, the tsheg of Tibetan, and the dot of Japanese.
        | '\u{60C}' | '\u{61B}' | '\u{61F}' | '\u{6D4}' | '\u{F0B}' | '\u{30A0}' | '\u{30FB}'
        // The signs of minus.
        | '\u{2212}' => true,
        '\u{A1}'..='\u{BF}' | '\u{2010}'..='\u{205E}' | '\u{2E00}'..='\u{2E7F}' | '\u{3001}'..='\u{303F}' => {
            !c.is_alphanumeric()
        }
        _ => c.is_ascii_punctuation(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> Vec<String> {
        runs(text).into_iter().map(|run| run.joined).collect()
    }

    /// Fails when a letter that people leave out or spell differently on their own keyboard is one of its own.
    #[test]
    fn letters_are_folded_to_those_of_every_keyboard() {
        for (written, plain) in [
            ("Łukasz", "lukasz"),
            ("Søren", "soren"),
            ("Đorđe", "dorde"),
            ("Guðrún", "gudrun"),
            ("Strauß", "strauss"),
            ("STRAUẞ", "strauss"),
            ("Ægir", "aegir"),
            ("Œuvrard", "oeuvrard"),
            ("Þóra", "thora"),
            ("Ħamrun", "hamrun"),
            ("Işıl", "isil"),
            ("İbrahim", "ibrahim"),
            ("Ŋwa", "nwa"),
            ("Ǿrsted", "orsted"),
            ("Ɓala Ƙofa", "bala kofa"),
            ("ΓΙΩΡΓΟΣ", "γιωργοσ"),
            ("Γιώργος", "γιωργοσ"),
            ("김민준", "김민준"),
            ("ＡＢＣ", "abc"),
        ] {
            assert_eq!(joined(written).join(" "), plain, "{written}");
        }
    }

    /// Fails when a sign inside of a name stays in it, or hides where its next part begins.
    #[test]
    fn signs_join_what_they_part() {
        for apostrophe in ["'", "’", "‘", "ʼ", "´", "`", "＇", "ʻ"] {
            let run = Run { joined: "obrien".into(), parts: vec![0, 1] };
            assert_eq!(runs(&format!("O{apostrophe}Brien")), [run], "{apostrophe}");
        }
        for sign in ["-", "‐", "‑", "–", "/", ".", "·", "−", "(", " ()"] {
            let parts: Vec<usize> =
                runs(&format!("a{sign}b")).iter().flat_map(|run| run.parts.clone()).collect();
            assert_eq!(parts.len(), 2, "{sign}");
        }
        assert_eq!(joined("- · ’ %"), Vec::<String>::new());
        assert_eq!(joined("ジャン・リュック"), joined("ジャンリュック"));
        assert_eq!(joined("\u{202A}Ma\u{AD}ya\u{202C}\0"), ["maya"], "what nobody sees");
        assert_eq!(joined("Maya🌸"), ["maya🌸"], "a symbol is looked for as well");
    }
}
