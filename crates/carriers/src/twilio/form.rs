//! A form as browsers and Twilio write it (`application/x-www-form-urlencoded`, WHATWG URL Standard, section 5),
//! decoded in one pass into one buffer: this is the way of every text.

use std::borrow::Cow;

/// Decoded names and values, in the order in which they came.
#[derive(Debug, Default, Clone)]
pub(crate) struct Form {
    bytes: Vec<u8>,
    pairs: Vec<Pair>,
}

/// Where a name begins, where its value begins, and where that ends.
#[derive(Debug, Clone, Copy)]
struct Pair {
    name: usize,
    value: usize,
    end: usize,
}

impl Form {
    /// Reads `encoded`. Nothing is wrong enough to be refused: a broken escape stands for itself, as in the standard.
    pub(crate) fn read(encoded: &[u8]) -> Self {
        let mut form = Self { bytes: Vec::with_capacity(encoded.len()), pairs: Vec::with_capacity(24) };
        for part in encoded.split(|byte| *byte == b'&').filter(|part| !part.is_empty()) {
            let split = part.iter().position(|byte| *byte == b'=').unwrap_or(part.len());
            let name = form.bytes.len();
            decode_into(&mut form.bytes, &part[..split]);
            let value = form.bytes.len();
            decode_into(&mut form.bytes, part.get(split + 1..).unwrap_or_default());
            form.pairs.push(Pair { name, value, end: form.bytes.len() });
        }
        form
    }

    /// All pairs, in order, as bytes: signatures are made over bytes.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.pairs.iter().map(|pair| (&self.bytes[pair.name..pair.value], &self.bytes[pair.value..pair.end]))
    }

    /// The first value of `name`, as text.
    pub(crate) fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        self.iter().find(|(own, _)| *own == name.as_bytes()).map(|(_, value)| String::from_utf8_lossy(value))
    }

    /// How many bytes the names and values have together.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }
}

fn decode_into(out: &mut Vec<u8>, encoded: &[u8]) {
    let mut rest = encoded;
    while let Some(at) = rest.iter().position(|byte| matches!(byte, b'+' | b'%')) {
        out.extend_from_slice(&rest[..at]);
        let (byte, used) = unescape(&rest[at..]);
        out.push(byte);
        rest = &rest[at + used..];
    }
    out.extend_from_slice(rest);
}

/// What the `+` or `%` at the start of `text` stands for, and how many bytes it takes.
fn unescape(text: &[u8]) -> (u8, usize) {
    match text {
        [b'+', ..] => (b' ', 1),
        [b'%', high, low, ..] => match (nibble(*high), nibble(*low)) {
            (Some(high), Some(low)) => (high << 4 | low, 3),
            _ => (b'%', 1),
        },
        _ => (b'%', 1),
    }
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pairs(encoded: &[u8]) -> Vec<(String, String)> {
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        Form::read(encoded).iter().map(|(name, value)| (text(name), text(value))).collect()
    }

    proptest! {
        /// The oracle is the `url` crate's reader of the same standard.
        #[test]
        fn any_bytes_are_read_as_the_standard_reads_them(encoded in proptest::collection::vec(
            prop_oneof![Just(b'%'), Just(b'&'), Just(b'='), Just(b'+'), Just(b'4'), Just(b'e'), any::<u8>()], 0..200))
        {
            let oracle: Vec<(String, String)> =
                url::form_urlencoded::parse(&encoded).map(|(n, v)| (n.into_owned(), v.into_owned())).collect();
            prop_assert_eq!(pairs(&encoded), oracle);
        }
    }
}
