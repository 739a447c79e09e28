//! Smiles that are typed: `:)`, `;-)`, `<3`.

use std::borrow::Cow;

/// The text without its smiles, and whether there were any; none when a typed face is no smile.
pub(super) fn take_out(text: &str) -> Option<(Cow<'_, str>, bool)> {
    if !text.contains([':', ';', '=', '<', '^', '_', '-']) {
        return Some((Cow::Borrowed(text), false));
    }
    let mut rest = text;
    let mut kept = String::with_capacity(text.len());
    while let Some(c) = rest.chars().next() {
        match face(rest) {
            Some(Face { smiles: false, .. }) => return None,
            Some(Face { len, .. }) => {
                kept.push(' ');
                rest = &rest[len..];
            }
            None => {
                kept.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    let found = kept != text;
    Some((Cow::Owned(kept), found))
}

struct Face {
    /// Bytes.
    len: usize,
    smiles: bool,
}

/// The face that a text begins with.
fn face(text: &str) -> Option<Face> {
    for (drawn, smiles) in [("</3", false), ("-_-", false), (";_;", false), ("^_^", true), ("^^", true)] {
        if text.starts_with(drawn) {
            return Some(Face { len: drawn.len(), smiles });
        }
    }
    let bytes = text.as_bytes();
    if bytes.starts_with(b"<3") {
        let len = 1 + bytes[1..].iter().take_while(|&&b| b == b'3').count();
        return Some(Face { len, smiles: true });
    }
    if !matches!(bytes.first(), Some(b':' | b';' | b'=')) {
        return None;
    }
    let tear = usize::from(bytes.get(1) == Some(&b'\''));
    let nose = usize::from(matches!(bytes.get(1 + tear), Some(b'-' | b'^' | b'o')));
    let mouth = *bytes.get(1 + tear + nose)?;
    let smiles = match mouth {
        b')' | b']' | b'D' | b'*' | b'p' | b'P' => true,
        b'(' | b'[' | b'/' | b'\\' | b'|' | b'{' | b'<' | b'>' | b'@' | b'$' | b'#' => false,
        _ => return None,
    };
    let len = 1 + tear + nose + bytes[1 + tear + nose..].iter().take_while(|&&b| b == mouth).count();
    // ":party" is a word behind a colon.
    let followed = text[len..].chars().next().is_some_and(char::is_alphanumeric);
    (!(followed && mouth.is_ascii_alphabetic())).then_some(Face { len, smiles })
}
