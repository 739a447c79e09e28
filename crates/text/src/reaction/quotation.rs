//! Quotations in the wordings of reactions.

use unicode_normalization::UnicodeNormalization;

/// Opening marks and what closes each.
const MARKS: [(char, &[char]); 4] = [('“', &['”']), ('"', &['"']), ('«', &['»']), ('„', &['“', '”'])];

/// Trims white space and invisible characters, of which Google Messages puts several around the parts.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// Whether this mark closes some quotation.
pub(super) fn closes(c: char) -> bool {
    MARKS.iter().any(|(_, closing)| closing.contains(&c))
}

/// The inside of a text that is one quotation and nothing else, and whether it ends in an ellipsis. Quotations inside
/// of it are fine; one that ends before the text does leaves words of the sender's own, and is none.
pub(super) fn read(text: &str) -> Option<(&str, bool)> {
    let (open, closing) = MARKS.into_iter().find(|(open, _)| text.starts_with(*open))?;
    let inside = text.strip_prefix(open)?.strip_suffix(closing)?;
    if closes_early(inside, open, closing) {
        return None;
    }
    let inside = trim(inside);
    let whole = inside.strip_suffix('…').or_else(|| inside.strip_suffix("..."));
    Some(whole.map_or((inside, false), |shown| (trim(shown), true)))
}

fn closes_early(inside: &str, open: char, closing: &[char]) -> bool {
    let mut depth = 1_usize;
    let mut before = ' ';
    for c in inside.chars() {
        // A straight mark opens after a space and closes after a word.
        let opens = if open == '"' { c == open && before.is_whitespace() } else { c == open };
        if opens {
            depth += 1;
        } else if closing.contains(&c) {
            depth -= 1;
        }
        if depth == 0 {
            return true;
        }
        before = c;
    }
    false
}

/// Whether this is a quotation of that text, perhaps cut.
pub(super) fn is_of(quotation: &str, cut: bool, our_text: &str) -> bool {
    let (quotation, ours) = (fold(quotation), fold(our_text));
    if quotation.is_empty() {
        return false;
    }
    quotation == ours || (cut && ours.starts_with(&quotation))
}

/// Composed, typography and white space folded, invisible characters dropped.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfc().filter(|&c| !is_invisible(c)) {
        match c {
            '“' | '”' | '„' | '«' | '»' => folded.push('"'),
            '‘' | '’' | '‚' => folded.push('\''),
            '\u{2010}'..='\u{2015}' => folded.push('-'),
            '…' => folded.push_str("..."),
            _ if c.is_whitespace() => {
                if !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            _ => folded.push(c),
        }
    }
    folded.trim().to_owned()
}

/// Zero-width characters, direction marks and the byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}
