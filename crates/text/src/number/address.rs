//! Everything that a text can come from or go to.

use super::clean::{clean, is_sender_name, is_short_code};
use super::{E164, Given, HandsetKey, NumberError, Region, handset, read};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a text comes from or goes to. Its canonical string ([`fmt::Display`]) is how it is stored, and
/// [`Address::from_stored`] reads that back without asking any numbering plan.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub enum Address {
    /// A phone: `+12125550134`. A carrier's spelling is kept, for that is the one that works.
    Phone(E164),
    /// A short code, 3 to 6 digits: `72645`.
    ShortCode(Given),
    /// A sender's name, at most 11 characters with a letter among them: `HDFCBK`.
    Alphanumeric(Given),
    /// A `WhatsApp` address, never rewritten, for answers must go to that very address: `whatsapp:+12125550134`.
    WhatsApp(E164),
    /// An RCS address, kept as given: `rcs:acme_support_agent`.
    Rcs(Given),
    /// What a carrier delivered as a sender and is none of the above.
    Unknown(Given),
}

impl Address {
    /// Reads a sender or recipient as a carrier gives it. Never fails, because an accepted text is stored: what is in
    /// international form is taken as it is, and what nobody knows is [`Address::Unknown`].
    ///
    /// A carrier that leaves out the `+` has it put there by its adapter: without one, digits are read as in
    /// `default_region`, the region of the line, which is asked for only then: finding it out takes the numbering plans.
    pub fn from_carrier(raw: &str, default_region: impl FnOnce() -> Region) -> Self {
        match Self::from_stored(raw) {
            Self::Phone(number) if !handset::needs_a_plan(&number) => Self::Phone(number),
            Self::Unknown(_) | Self::Phone(_) => read::read(raw, default_region()).unwrap_or_else(|_| {
                read::well_formed(raw).map_or_else(|| Self::from_stored(&clean(raw)), Self::Phone)
            }),
            known => known,
        }
    }

    /// Reads what a person typed to reach somebody, as numbers are written in `default_region`.
    ///
    /// A number that no plan knows, and a sender's name, are refused with a sentence for them.
    pub fn from_person(raw: &str, default_region: Region) -> Result<Self, NumberError> {
        match read::read(raw, default_region)? {
            Self::Alphanumeric(_) => Err(NumberError::Letters),
            address => Ok(address),
        }
    }

    /// Reads a canonical string. Anything is one; what has none of the known forms is [`Address::Unknown`].
    pub fn from_stored(text: &str) -> Self {
        if let Some(number) = E164::parse(text) {
            return Self::Phone(number);
        }
        if let Some(number) = text.strip_prefix("whatsapp:").and_then(E164::parse) {
            return Self::WhatsApp(number);
        }
        match text.strip_prefix("rcs:") {
            Some(address) if !address.is_empty() => Self::Rcs(Given::new(address)),
            _ if is_short_code(text) => Self::ShortCode(Given::new(text)),
            _ if is_sender_name(text) => Self::Alphanumeric(Given::new(text)),
            _ => Self::Unknown(Given::new(text)),
        }
    }

    /// The key that this address shares with the other spellings of the same mobile.
    pub fn handset_key(&self) -> HandsetKey {
        match self {
            Self::Phone(number) => HandsetKey::new(handset::one_spelling(number)),
            Self::WhatsApp(number) => HandsetKey::new(format!("whatsapp:{}", handset::one_spelling(number))),
            other => HandsetKey::new(other.to_string()),
        }
    }

    /// Whether it can be answered: a sender's name and what nobody knows cannot.
    pub fn can_be_answered(&self) -> bool {
        !matches!(self, Self::Alphanumeric(_) | Self::Unknown(_))
    }

    /// Whether an auto-reply may go there: never to short codes and senders' names, behind which is no person.
    pub fn may_get_auto_reply(&self) -> bool {
        matches!(self, Self::Phone(_) | Self::WhatsApp(_) | Self::Rcs(_))
    }

    /// The phone number in it, for its region and its time zones.
    pub fn number(&self) -> Option<&E164> {
        match self {
            Self::Phone(number) | Self::WhatsApp(number) => Some(number),
            _ => None,
        }
    }

    /// As people read it: `(212) 555-0134`, `WhatsApp (212) 555-0134`, `72645`, `HDFCBK`.
    pub fn human(&self) -> String {
        match self {
            Self::Phone(number) => number.national(),
            Self::WhatsApp(number) => format!("WhatsApp {}", number.national()),
            Self::Rcs(address) => format!("RCS {address}"),
            Self::Unknown(text) if text.is_empty() => "unknown sender".to_owned(),
            Self::ShortCode(text) | Self::Alphanumeric(text) | Self::Unknown(text) => text.to_string(),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Phone(number) => f.write_str(number.as_str()),
            Self::WhatsApp(number) => write!(f, "whatsapp:{number}"),
            Self::Rcs(address) => write!(f, "rcs:{address}"),
            Self::ShortCode(text) | Self::Alphanumeric(text) | Self::Unknown(text) => f.write_str(text),
        }
    }
}

impl From<String> for Address {
    fn from(text: String) -> Self {
        Self::from_stored(&text)
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.to_string()
    }
}
