//! Everything that a text can come from or go to.

use super::{E164, HandsetKey, NumberError, Region};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What a text comes from or goes to. Its canonical string ([`fmt::Display`]) is how it is stored and read back.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Address {
    /// A phone: `+12125550134`.
    Phone(E164),
    /// A short code, 3 to 6 digits: `72645`.
    ShortCode(Box<str>),
    /// A sender's name, at most 11 characters with a letter among them: `HDFCBK`. It cannot be answered.
    Alphanumeric(Box<str>),
    /// A `WhatsApp` address, kept as given, for answers must go to that very address: `whatsapp:+12125550134`.
    WhatsApp(Box<str>),
    /// An RCS address, kept as given: `rcs:acme_support_agent`.
    Rcs(Box<str>),
    /// What a carrier delivered as a sender and is none of the above. The text is kept; it cannot be answered.
    Unknown(Box<str>),
}

/// Not the canonical string of an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an address as it is stored, such as +12125550134 (found {0:?})")]
pub struct ParseAddressError(String);

impl Address {
    /// Reads a sender or recipient as a carrier gives it. Never fails: an accepted text is stored.
    pub fn from_carrier(raw: &str, _default_region: Region) -> Self {
        Self::Unknown(raw.into())
    }

    /// Reads what a person typed.
    pub fn from_person(_raw: &str, _default_region: Region) -> Result<Self, NumberError> {
        Err(NumberError::Empty)
    }

    /// The key that this address shares with the other spellings of the same mobile.
    pub fn handset_key(&self) -> HandsetKey {
        HandsetKey::new(self.to_string())
    }

    /// Whether a person can be answered there: not at a sender's name, nor at what we do not know.
    pub fn can_be_answered(&self) -> bool {
        !matches!(self, Self::Alphanumeric(_) | Self::Unknown(_))
    }

    /// Whether an auto-reply may go there: never to short codes and senders' names.
    pub fn may_get_auto_reply(&self) -> bool {
        matches!(self, Self::Phone(_) | Self::WhatsApp(_) | Self::Rcs(_))
    }

    /// As people read it: `(212) 555-0134`, `72645`, `HDFCBK`.
    pub fn human(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Phone(number) => f.write_str(number.as_str()),
            Self::ShortCode(text) | Self::Alphanumeric(text) | Self::Unknown(text) => f.write_str(text),
            Self::WhatsApp(text) => write!(f, "whatsapp:{text}"),
            Self::Rcs(text) => write!(f, "rcs:{text}"),
        }
    }
}

impl FromStr for Address {
    type Err = ParseAddressError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::Unknown(text.into()))
    }
}

impl TryFrom<String> for Address {
    type Error = ParseAddressError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.to_string()
    }
}
