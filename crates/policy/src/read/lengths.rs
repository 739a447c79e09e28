//! Lengths of time as settings want them.

use crate::length::{Length, Unit};
use crate::names::quoted;
use crate::problem::{Code, Findings};
use crate::read::section::{Field, Text, Wanted};

const LENGTH: Wanted = Wanted { what: "a length of time", example: "\"72 h\"" };

/// The length of time that a setting says; at most a year.
pub(crate) fn length(field: Field<'_>, findings: &mut Findings<'_>) -> Option<Length> {
    let text = field.text(findings, LENGTH)?;
    read(field, text, findings)
}

fn read(field: Field<'_>, text: Text<'_>, findings: &mut Findings<'_>) -> Option<Length> {
    let Ok(length) = text.value.parse::<Length>() else {
        let message =
            format!("{} wants a length of time, and this is {}", quoted(field.key), quoted(text.value));
        let remedy = "write a whole number of min, h, days or weeks, such as \"72 h\"".to_owned();
        findings.problem(Code::BadValue, text.at, message, remedy);
        return None;
    };
    let year = Length { count: 366, unit: Unit::Days }.real_time();
    if length.real_time() > year {
        let message = format!("{} is at most a year, and this is {length}", quoted(field.key));
        findings.problem(Code::TooLarge, text.at, message, None);
        return None;
    }
    Some(length)
}

/// A length of business time, in which a day is a business day and a week is nothing certain.
pub(crate) fn business(field: Field<'_>, findings: &mut Findings<'_>) -> Option<Length> {
    let length = length(field, findings)?;
    if length.unit == Unit::Weeks {
        let message = format!("{} runs in business time, which has no weeks", quoted(field.key));
        let remedy = "write business days: a week of Monday to Friday is \"5 days\"".to_owned();
        findings.problem(Code::BadValue, field.value_at(), message, remedy);
        return None;
    }
    Some(length)
}

/// A length of business time that is more than nothing.
pub(crate) fn promise(field: Field<'_>, findings: &mut Findings<'_>) -> Option<Length> {
    let length = business(field, findings)?;
    if length.count == 0 {
        let message = format!("{} is over as soon as it begins", quoted(field.key));
        let remedy = "write a longer time, or take it out".to_owned();
        findings.problem(Code::BadValue, field.value_at(), message, remedy);
        return None;
    }
    Some(length)
}

/// A number of business days, at least one.
pub(crate) fn business_days(field: Field<'_>, findings: &mut Findings<'_>) -> Option<Length> {
    let length = promise(field, findings)?;
    if length.unit != Unit::Days {
        let message = format!("{} is counted in business days, and this is {length}", quoted(field.key));
        let remedy = format!("write {} = \"5 days\"", field.key);
        findings.problem(Code::BadValue, field.value_at(), message, remedy);
        return None;
    }
    Some(length)
}
