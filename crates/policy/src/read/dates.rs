//! Dates and times of day as settings write them.

use std::fmt::Display;

use baton_hours::{Date, WallTime};
use baton_rota::Local;
use toml::de::DeValue;

use crate::problem::{Code, Findings};
use crate::read::section::{Field, Wanted};

pub(crate) const DATE: Wanted = Wanted { what: "a date", example: "\"2026-12-24\"" };
pub(crate) const LOCAL: Wanted =
    Wanted { what: "a date with a time of day", example: "\"2026-05-16T18:00\"" };
pub(crate) const TIME: Wanted = Wanted { what: "a time of day", example: "\"08:00\"" };

/// A date in quotation marks or, as TOML has dates of its own, without.
pub(crate) fn date(field: Field<'_>, findings: &mut Findings<'_>) -> Option<Date> {
    let written = match field.value() {
        DeValue::Datetime(date) => date.to_string(),
        _ => field.text(findings, DATE)?.value.to_owned(),
    };
    told(written.parse::<Date>(), field, DATE, findings)
}

/// A date with a time of day, in quotation marks or without. Seconds of nothing do no harm.
pub(crate) fn local(field: Field<'_>, findings: &mut Findings<'_>) -> Option<Local> {
    let written = match field.value() {
        DeValue::Datetime(written) => written.to_string(),
        _ => field.text(findings, LOCAL)?.value.to_owned(),
    };
    let written =
        written.strip_suffix(":00").filter(|rest| rest.matches(':').count() == 1).unwrap_or(&written);
    told(written.parse::<Local>(), field, LOCAL, findings)
}

/// A time of day, 00:00 to 24:00.
pub(crate) fn time(field: Field<'_>, findings: &mut Findings<'_>) -> Option<WallTime> {
    let text = field.text(findings, TIME)?;
    told(text.value.parse::<WallTime>(), field, TIME, findings)
}

/// What was read, or the problem told.
fn told<T, E: Display>(
    read: Result<T, E>,
    field: Field<'_>,
    wanted: Wanted,
    findings: &mut Findings<'_>,
) -> Option<T> {
    read.map_err(|error| {
        let remedy = format!("write {} = {}", field.key, wanted.example);
        findings.problem(Code::BadValue, field.value_at(), error.to_string(), remedy);
    })
    .ok()
}
