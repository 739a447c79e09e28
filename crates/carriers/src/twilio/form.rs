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
        let mut form = Self::default();
        if encoded.is_empty() {
            return form;
        }
        form.bytes.reserve_exact(encoded.len());
        form.pairs.reserve(24);
        let (mut name, mut value) = (0, None);
        let mut at = 0;
        while let Some(&byte) = encoded.get(at) {
            at += 1;
            match byte {
                b'&' => {
                    form.close(name, value.take());
                    name = form.bytes.len();
                }
                b'=' if value.is_none() => value = Some(form.bytes.len()),
                b'+' => form.bytes.push(b' '),
                b'%' => {
                    let escaped = unescape(&encoded[at..]);
                    at += if escaped.is_some() { 2 } else { 0 };
                    form.bytes.push(escaped.unwrap_or(b'%'));
                }
                plain => form.bytes.push(plain),
            }
        }
        form.close(name, value);
        form
    }

    /// Ends a pair that began at `name`; between two `&` there is none.
    fn close(&mut self, name: usize, value: Option<usize>) {
        let end = self.bytes.len();
        if value.is_some() || end > name {
            self.pairs.push(Pair { name, value: value.unwrap_or(end), end });
        }
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

/// The byte that the two digits after a `%` stand for.
fn unescape(digits: &[u8]) -> Option<u8> {
    let [high, low, ..] = digits else { return None };
    Some(nibble(*high)? << 4 | nibble(*low)?)
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
