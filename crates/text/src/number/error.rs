//! Why a number that somebody typed cannot be used, in words for them.

use super::Region;
use super::plan::{self, Misfit};

/// How the sentences show what a number looks like.
const EXAMPLE: &str = "(212) 555-0134";

/// Digits of a North American number.
const NANP_DIGITS: usize = 10;

/// Why a number that somebody typed cannot be used; its text is a sentence for them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Nothing was typed.
    #[error("Write a phone number, for example {EXAMPLE}.")]
    Empty,
    /// There are letters in it.
    #[error("A phone number has no letters in it. Write its digits alone, for example {EXAMPLE}.")]
    Letters,
    /// Digits are missing in a North American number.
    #[error("This number is {} short. Write all ten, for example {EXAMPLE}.", digits(*.missing))]
    DigitsMissing {
        /// How many, 1 to 10.
        missing: usize,
    },
    /// A North American number with too many digits.
    #[error("This number is {} too long. Write ten digits, for example {EXAMPLE}, or + and the country code for another country.", digits(*.extra))]
    DigitsTooMany {
        /// How many.
        extra: usize,
    },
    /// Too short for the country that it is in.
    #[error("This number is too short. Write it whole, with its area code or with + and the country code.")]
    TooShort,
    /// Too long for the country that it is in.
    #[error(
        "This number is too long. Check its digits; a number of another country begins with + and the country code."
    )]
    TooLong,
    /// No country has this code.
    #[error("No country has the code that this number begins with. Check the digits after the +.")]
    NoCountry,
    /// The length is right, and there is no such number.
    #[error("There is no such number: its area code or its next digits are not in use. Check the digits.")]
    NotInUse,
    /// A number with an extension.
    #[error("A text cannot reach an extension. Write the number without it.")]
    Extension,
    /// `whatsapp:` without a number in international form.
    #[error(
        "A WhatsApp address is whatsapp: and the number with + and country code, for example whatsapp:+12125550134."
    )]
    WhatsApp,
}

impl NumberError {
    /// The sentence for what the plans say about this cleaned text.
    pub(super) fn of(misfit: Misfit, text: &str, region: Region) -> Self {
        match (misfit, north_american_digits(text, region)) {
            (Misfit::NoCountry, _) => Self::NoCountry,
            (Misfit::Extension, _) => Self::Extension,
            (_, Some(found)) if found < NANP_DIGITS => Self::DigitsMissing { missing: NANP_DIGITS - found },
            (_, Some(found)) if found > NANP_DIGITS => Self::DigitsTooMany { extra: found - NANP_DIGITS },
            (Misfit::NotInUse, _) => Self::NotInUse,
            (Misfit::TooShort, _) => Self::TooShort,
            (Misfit::TooLong, _) => Self::TooLong,
        }
    }
}

/// How many digits a North American number has without its country code; none for other countries.
fn north_american_digits(text: &str, region: Region) -> Option<usize> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if text.starts_with('+') {
        return digits.strip_prefix('1').map(str::len);
    }
    // No area code begins with 1: in front of more or fewer than ten digits it is the country code.
    let national =
        if digits.len() == NANP_DIGITS { &digits } else { digits.strip_prefix('1').unwrap_or(&digits) };
    plan::is_north_american(region).then_some(national.len())
}

/// "one digit", "two digits" ... "12 digits".
fn digits(count: usize) -> String {
    const WORDS: [&str; 10] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let unit = if count == 1 { "digit" } else { "digits" };
    match WORDS.get(count) {
        Some(word) => format!("{word} {unit}"),
        None => format!("{count} {unit}"),
    }
}
