//! A phone number in international form.

use super::{NumberKind, Region, plan};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A phone number in international form: `+`, then 7 to 15 digits of which the first is not 0 (ITU-T E.164).
///
/// Well-formed, not necessarily known to any numbering plan: what a carrier delivered is kept as it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct E164 {
    bytes: [u8; 16],
    len: u8,
}

/// Not `+` and 7 to 15 digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a number in international form is + and 7 to 15 digits, such as +12125550134 (found {0:?})")]
pub struct ParseE164Error(String);

impl E164 {
    /// `+12125550134`.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.len)]).expect("made of + and ASCII digits only")
    }

    /// `+12125550134`; the same as [`E164::as_str`] under the name that carriers use.
    pub fn e164(&self) -> &str {
        self.as_str()
    }

    /// As people write it: `(212) 555-0134` in North America, elsewhere `+44 7911 123456`.
    pub fn national(&self) -> String {
        match self.as_str().strip_prefix("+1") {
            Some(n) if n.len() == 10 => format!("({}) {}-{}", &n[..3], &n[3..6], &n[6..]),
            _ => plan::international(self).unwrap_or_else(|| self.as_str().to_owned()),
        }
    }

    /// The country or territory whose plan knows this number; none where no plan does, or an international one.
    pub fn region(&self) -> Option<Region> {
        plan::region(self)
    }

    /// What kind of number it is; none when no numbering plan knows it.
    pub fn kind(&self) -> Option<NumberKind> {
        plan::kind(self)
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('+')?.as_bytes();
        let well_formed =
            (7..=15).contains(&digits.len()) && digits[0] != b'0' && digits.iter().all(u8::is_ascii_digit);
        well_formed.then(|| {
            let mut bytes = [0; 16];
            bytes[..text.len()].copy_from_slice(text.as_bytes());
            Self { bytes, len: u8::try_from(text.len()).expect("at most 16") }
        })
    }
}

impl FromStr for E164 {
    type Err = ParseE164Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).ok_or_else(|| ParseE164Error(text.to_owned()))
    }
}

impl TryFrom<String> for E164 {
    type Error = ParseE164Error;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<E164> for String {
    fn from(number: E164) -> Self {
        number.as_str().to_owned()
    }
}

impl fmt::Display for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
