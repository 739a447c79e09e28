//! Twilio's error codes that decide something, as of November 2026 (its "Error and Warning Dictionary").
//! What is not here is [`Reason::Unknown`] and keeps its code.

use crate::{Failure, Reason};

/// The class of a code.
pub(super) fn reason(code: &str) -> Reason {
    match code {
        "21610" => Reason::OptedOut,
        "21211" | "21265" | "21614" | "30005" => Reason::InvalidNumber,
        // 30004 is a block by phone or network. It is not said whose, so no opt-out is inferred from it.
        "21612" | "30003" | "30004" => Reason::Unreachable,
        "21635" | "30006" => Reason::Landline,
        "30007" => Reason::Filtered,
        "30024" | "30032" | "30034" | "30035" => Reason::SenderNotRegistered,
        "21212" | "21603" | "21606" | "21659" | "21660" => Reason::SenderInvalid,
        "21408" => Reason::RegionNotEnabled,
        "21602" | "21617" | "21619" | "21620" | "21623" | "30019" => Reason::Content,
        "14107" | "20429" | "21611" | "30001" | "30022" | "30023" => Reason::TooFast,
        "20003" | "20005" | "30002" => Reason::Authentication,
        "20500" | "20503" | "30017" => Reason::CarrierFault,
        _ => Reason::Unknown,
    }
}

/// Refused at the door because too much came at once: nothing was sent, and later it may be.
pub(super) fn says_not_now(code: &str) -> bool {
    matches!(code, "14107" | "20429" | "21611" | "30001" | "30022")
}

/// A failure by its code; none for no code, which Twilio also writes as 0 or empty.
pub(super) fn failure(code: Option<&str>, message: Option<String>) -> Option<Failure> {
    let code = code.filter(|code| !matches!(*code, "" | "0"))?;
    Some(Failure { reason: reason(code), code: Some(code.to_owned()), message })
}
