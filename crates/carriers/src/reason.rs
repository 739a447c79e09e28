//! Why a text was not sent or did not arrive, in classes that a person can act on.

/// A failure as the carrier gave it, classed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Its class.
    pub reason: Reason,
    /// The carrier's own code, kept as it is.
    pub code: Option<String>,
    /// The carrier's own words, for the record; they may hold the receiver's number.
    pub message: Option<String>,
}

impl Failure {
    /// A failure that has no code of a carrier.
    pub fn of(reason: Reason, message: impl Into<String>) -> Self {
        Self { reason, code: None, message: Some(message.into()) }
    }
}

/// The class of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The receiver opted out, and the carrier knew before us.
    OptedOut,
    /// No such number, or one that cannot get texts.
    InvalidNumber,
    /// The phone is off, out of reach or unknown to its network.
    Unreachable,
    /// A landline, or a network that takes no texts.
    Landline,
    /// Held back as spam.
    Filtered,
    /// Our number may not send: registration or verification is missing.
    SenderNotRegistered,
    /// Our number is not one of this account, or cannot text.
    SenderInvalid,
    /// The account may not text that country.
    RegionNotEnabled,
    /// What we sent is not a text that the carrier takes: too long, empty, a picture it cannot use.
    Content,
    /// More at once than the line may send.
    TooFast,
    /// The account has no money.
    OutOfMoney,
    /// Account or key are wrong or suspended.
    Authentication,
    /// Something at the carrier.
    CarrierFault,
    /// The carrier could not be reached from here.
    NotReached,
    /// A code that is not in our table, or none at all.
    Unknown,
}

impl Reason {
    /// One sentence: what it means, and what a person can do.
    pub fn advice(self) -> &'static str {
        match self {
            Self::OptedOut => {
                "They opted out at the carrier: only a START from their phone allows texts again. Call instead."
            }
            Self::InvalidNumber => "This number cannot receive texts: check it with the customer.",
            Self::Unreachable => "The phone could not be reached: try again later, or call.",
            Self::Landline => "This is a landline or a network that takes no texts: call instead.",
            Self::Filtered => "The carrier held it back as spam: say it in other words, without short links.",
            Self::SenderNotRegistered => {
                "Our number is not registered for business texts: an admin completes the registration at the carrier."
            }
            Self::SenderInvalid => {
                "The carrier account does not own our number: an admin checks the line's settings."
            }
            Self::RegionNotEnabled => {
                "Texts to this country are switched off: an admin can enable it at the carrier."
            }
            Self::Content => "The carrier does not take this text: shorten it, or leave out the attachment.",
            Self::TooFast => "Too many texts at once on this line: it can be sent again in a few minutes.",
            Self::OutOfMoney => "The carrier account is out of credit: an admin tops it up.",
            Self::Authentication => {
                "The carrier refused our account or key: an admin checks the line's credentials."
            }
            Self::CarrierFault => "Something went wrong at the carrier: try again in a few minutes.",
            Self::NotReached => {
                "The carrier could not be reached: check this server's connection to the internet."
            }
            Self::Unknown => {
                "The carrier gave no reason that we know: its console shows more under this code."
            }
        }
    }

    /// The number itself cannot be texted, now or ever.
    pub fn is_unreachable(self) -> bool {
        matches!(self, Self::InvalidNumber | Self::Unreachable | Self::Landline)
    }

    /// The line's or account's fault: every text over it will fail until an admin acts.
    pub fn is_ours_to_repair(self) -> bool {
        matches!(
            self,
            Self::SenderNotRegistered
                | Self::SenderInvalid
                | Self::RegionNotEnabled
                | Self::OutOfMoney
                | Self::Authentication
        )
    }
}
