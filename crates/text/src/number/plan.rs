//! The numbering plans of the world, as libphonenumber's metadata has them.

use super::{E164, Region};
use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL as PLANS, ParseError, PhoneNumber, PhoneNumberFormat,
    PhoneNumberType, ValidationError,
};
use serde::{Deserialize, Serialize};

/// What kind of number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberKind {
    /// A landline.
    FixedLine,
    /// A mobile.
    Mobile,
    /// One of the two: North America does not tell them apart.
    FixedLineOrMobile,
    /// Free to call; it says nothing about where it is.
    TollFree,
    /// Dear to call.
    PremiumRate,
    /// Paid by both sides.
    SharedCost,
    /// A number that follows a person and says nothing about where they are.
    PersonalNumber,
    /// A number on the internet.
    Voip,
    /// A pager, voicemail, or a company's access number.
    Other,
}

/// Why the plans do not take a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Misfit {
    /// Too few digits for any number there.
    TooShort,
    /// Too many digits for any number there.
    TooLong,
    /// No country has this code.
    NoCountry,
    /// It dials an extension, which no text reaches.
    Extension,
    /// The length is right, and there is no such number.
    NotInUse,
}

/// Reads a cleaned number the way people in this region write it.
pub(super) fn read(text: &str, region: Region) -> Result<E164, Misfit> {
    parse(text, region).or_else(|misfit| match text.strip_prefix("00") {
        // Abroad 00 is dialled for +, also where the default region dials something else.
        Some(rest) => parse(&format!("+{rest}"), region),
        None => Err(misfit),
    })
}

/// As it is written for readers abroad, if a plan knows its country.
pub(super) fn international(number: &E164) -> Option<String> {
    let known = known(number)?;
    Some(PLANS.format(&known, PhoneNumberFormat::International).into_owned())
}

/// Whether numbers are written there as in the United States: ten digits behind country code 1.
pub(super) fn is_north_american(region: Region) -> bool {
    region.as_str().parse().is_ok_and(|region| PLANS.is_nanpa_country(region))
}

/// The region whose plan knows the number.
pub(super) fn region(number: &E164) -> Option<Region> {
    let region = PLANS.get_region_for_number(&known(number)?)?;
    region.as_region_str().as_str().parse().ok()
}

/// The kind of number, if a plan knows it.
pub(super) fn kind(number: &E164) -> Option<NumberKind> {
    match PLANS.get_number_type(&known(number)?) {
        PhoneNumberType::FixedLine => Some(NumberKind::FixedLine),
        PhoneNumberType::Mobile => Some(NumberKind::Mobile),
        PhoneNumberType::FixedLineOrMobile => Some(NumberKind::FixedLineOrMobile),
        PhoneNumberType::TollFree => Some(NumberKind::TollFree),
        PhoneNumberType::PremiumRate => Some(NumberKind::PremiumRate),
        PhoneNumberType::SharedCost => Some(NumberKind::SharedCost),
        PhoneNumberType::VoIP => Some(NumberKind::Voip),
        PhoneNumberType::PersonalNumber => Some(NumberKind::PersonalNumber),
        PhoneNumberType::Pager | PhoneNumberType::UAN | PhoneNumberType::VoiceMail => Some(NumberKind::Other),
        PhoneNumberType::Unknown => None,
    }
}

fn known(number: &E164) -> Option<PhoneNumber> {
    PLANS.parse(number.as_str(), None).ok()
}

fn parse(text: &str, region: Region) -> Result<E164, Misfit> {
    let mut number = PLANS.parse(text, region.as_str().parse().ok()).map_err(|error| match error {
        ParseError::InvalidCountryCode => Misfit::NoCountry,
        ParseError::TooLongNsn => Misfit::TooLong,
        _ => Misfit::TooShort,
    })?;
    drop_mexican_one(&mut number);
    if number.extension.is_some() {
        return Err(Misfit::Extension);
    }
    if !PLANS.is_valid_number(&number) {
        return Err(misfit(&number));
    }
    PLANS.format(&number, PhoneNumberFormat::E164).parse().map_err(|_| Misfit::TooLong)
}

fn misfit(number: &PhoneNumber) -> Misfit {
    match PLANS.is_possible_number_with_reason(number) {
        Err(ValidationError::TooShort) | Ok(NumberLengthType::IsPossibleLocalOnly) => Misfit::TooShort,
        Err(ValidationError::TooLong) => Misfit::TooLong,
        _ => Misfit::NotInUse,
    }
}

/// Mexican mobiles had a 1 before their ten digits when called from abroad, until August 2019.
fn drop_mexican_one(number: &mut PhoneNumber) {
    const ONE: u64 = 10_000_000_000;
    if number.country_code == 52 && (ONE..2 * ONE).contains(&number.national_number) {
        number.national_number -= ONE;
    }
}
