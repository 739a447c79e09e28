//! How many segments a text takes, counted as carriers bill it (3GPP TS 23.038 and TS 23.040).

use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The alphabet that a text is sent in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// The GSM 7-bit default alphabet with its extension table; units are septets.
    Gsm7,
    /// UCS-2, in practice UTF-16; units are 16-bit code units.
    Ucs2,
}

impl Encoding {
    /// Units in a text of one segment (TS 23.038, 140 octets).
    const fn single(self) -> usize {
        match self {
            Self::Gsm7 => 160,
            Self::Ucs2 => 70,
        }
    }

    /// Units in each segment of a longer text, whose parts carry a header of six octets (TS 23.040, 9.2.3.24.1).
    const fn part(self) -> usize {
        match self {
            Self::Gsm7 => 153,
            Self::Ucs2 => 67,
        }
    }
}

/// What a text takes to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segments {
    /// The alphabet.
    pub encoding: Encoding,
    /// Septets or UTF-16 units of the text itself, without the headers of its parts.
    pub units: usize,
    /// Segments that the carrier bills; an empty text counts as one.
    pub segments: usize,
    /// Units that still fit into the last segment.
    pub left: usize,
    /// The first character that the 7-bit alphabet lacks, if any: it makes the whole text UCS-2.
    pub forcing: Option<char>,
}

/// Counts a text as it stands; [`normalise`] it first.
pub fn measure(text: &str) -> Segments {
    let forcing = text.chars().find(|&c| septets(c).is_none());
    if forcing.is_none() {
        pack(Encoding::Gsm7, None, text.chars().filter_map(septets))
    } else {
        pack(Encoding::Ucs2, forcing, text.chars().map(char::len_utf16))
    }
}

/// The form in which a text is counted and sent: line ends are LF and characters are composed (NFC), because a
/// decomposed é alone would make three segments of one.
pub fn normalise(text: &str) -> String {
    let text = if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    };
    if is_nfc_quick(text.chars()) == IsNormalized::Yes { text.into_owned() } else { text.nfc().collect() }
}

/// Fills segments with characters of these sizes; neither an escape pair nor a surrogate pair is cut.
fn pack(encoding: Encoding, forcing: Option<char>, sizes: impl Iterator<Item = usize>) -> Segments {
    let (mut units, mut segments, mut filled) = (0, 1, 0);
    for size in sizes {
        units += size;
        if filled + size > encoding.part() {
            segments += 1;
            filled = 0;
        }
        filled += size;
    }
    if units <= encoding.single() {
        Segments { encoding, units, segments: 1, left: encoding.single() - units, forcing }
    } else {
        Segments { encoding, units, segments, left: encoding.part() - filled, forcing }
    }
}

/// The characters beyond ASCII in the default alphabet (TS 23.038, 6.2.1).
static BEYOND_ASCII: [char; 39] = [
    '£', '¥', '¤', '§', '¡', '¿', 'è', 'é', 'ù', 'ì', 'ò', 'à', 'Ç', 'É', 'Ø', 'ø', 'Å', 'å', 'Æ', 'æ', 'ß',
    'Ä', 'Ö', 'Ñ', 'Ü', 'ä', 'ö', 'ñ', 'ü', 'Δ', 'Φ', 'Γ', 'Λ', 'Ω', 'Π', 'Ψ', 'Σ', 'Θ', 'Ξ',
];

/// Septets of each ASCII character, 0 for those that the alphabet lacks.
static ASCII: [u8; 128] = {
    let mut table = [0; 128];
    let mut c = b' ';
    while c <= b'~' {
        table[c as usize] = match c {
            b'^' | b'{' | b'}' | b'\\' | b'[' | b'~' | b']' | b'|' => 2,
            b'`' => 0,
            _ => 1,
        };
        c += 1;
    }
    table[b'\n' as usize] = 1;
    table[b'\r' as usize] = 1;
    // The form feed is the page break of the extension table.
    table[0x0c] = 2;
    table
};

/// Septets of a character in the default alphabet (1) or, with the escape, in its extension table (2; 6.2.1.1).
fn septets(c: char) -> Option<usize> {
    match ASCII.get(c as usize) {
        Some(0) => None,
        Some(&septets) => Some(usize::from(septets)),
        None if c == '€' => Some(2),
        None => BEYOND_ASCII.contains(&c).then_some(1),
    }
}
