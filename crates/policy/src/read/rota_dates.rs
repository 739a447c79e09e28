//! What a rota agrees for certain dates: overrides and swaps.

use baton_rota::{Override, ShiftDate, Swap};
use baton_routing::Span;

use crate::limits;
use crate::problem::Findings;
use crate::read::dates::{DATE, LOCAL, date, local};
use crate::read::rotas::{PEOPLE, Placed, Reader, needed};
use crate::read::section::{Field, Section, Value, Wanted, place_of};

const OVERRIDES: Wanted = Wanted {
    what: "a list of overrides",
    example: "[{ from = \"2026-05-16T18:00\", to = \"2026-05-17T08:00\", who = [\"tess@example.com\"] }]",
};
const SWAPS: Wanted = Wanted {
    what: "a list of swaps",
    example: "[{ one = { shift = \"early\", date = \"2026-06-03\" }, other = { shift = \"late\", date = \"2026-06-05\" } }]",
};
const SHIFT_DATE: Wanted =
    Wanted { what: "a shift and a date", example: "{ shift = \"early\", date = \"2026-06-03\" }" };
const SHIFT: Wanted = Wanted { what: "the id of a shift", example: "\"early\"" };
const WHY: Wanted = Wanted { what: "a text", example: "\"Sam at a wedding\"" };

/// The lists of overrides, with their places.
pub(super) fn overrides(
    section: &mut Section<'_>,
    rota: &Reader<'_>,
    findings: &mut Findings<'_>,
) -> Placed<Override<String>> {
    let Some(field) = section.ask("overrides") else { return Vec::new() };
    let Some(list) = field.list(findings, OVERRIDES) else { return Vec::new() };
    field.limited(findings, list.len(), limits::DATED);
    let items = list.iter().take(limits::DATED);
    items.filter_map(|item| Some((one_override(field, item, rota, findings)?, place_of(item)))).collect()
}

fn one_override<'d>(
    list: Field<'d>,
    item: &'d Value<'d>,
    rota: &Reader<'_>,
    findings: &mut Findings<'_>,
) -> Option<Override<String>> {
    let Some(table) = item.get_ref().as_table() else { return list.wrong(item, findings, OVERRIDES) };
    let at = place_of(item);
    let mut section = Section::new("an override", table);
    let from = needed(&mut section, "from", LOCAL, at, findings).and_then(|field| local(field, findings));
    let to = needed(&mut section, "to", LOCAL, at, findings).and_then(|field| local(field, findings));
    let who =
        needed(&mut section, "who", PEOPLE, at, findings).and_then(|field| rota.listed(field, findings));
    let why = section.ask("why").and_then(|field| field.text(findings, WHY));
    section.finish(findings);
    Some(Override { from: from?, to: to?, who: who?, why: why.map(|why| why.value.trim().to_owned()) })
}

/// The list of swaps, with their places.
pub(super) fn swaps(section: &mut Section<'_>, findings: &mut Findings<'_>) -> Placed<Swap> {
    let Some(field) = section.ask("swaps") else { return Vec::new() };
    let Some(list) = field.list(findings, SWAPS) else { return Vec::new() };
    field.limited(findings, list.len(), limits::DATED);
    let items = list.iter().take(limits::DATED);
    items.filter_map(|item| Some((swap(field, item, findings)?, place_of(item)))).collect()
}

fn swap<'d>(list: Field<'d>, item: &'d Value<'d>, findings: &mut Findings<'_>) -> Option<Swap> {
    let Some(table) = item.get_ref().as_table() else { return list.wrong(item, findings, SWAPS) };
    let at = place_of(item);
    let mut section = Section::new("a swap", table);
    let one = shift_date("one", &mut section, at, findings);
    let other = shift_date("other", &mut section, at, findings);
    section.finish(findings);
    Some(Swap { one: one?, other: other? })
}

fn shift_date(
    key: &'static str,
    section: &mut Section<'_>,
    at: Span,
    findings: &mut Findings<'_>,
) -> Option<ShiftDate> {
    let field = needed(section, key, SHIFT_DATE, at, findings)?;
    let mut section = Section::new("a shift of a swap", field.table(findings, SHIFT_DATE)?);
    let shift = needed(&mut section, "shift", SHIFT, field.at, findings);
    let shift = shift.and_then(|field| field.text(findings, SHIFT));
    let day = needed(&mut section, "date", DATE, field.at, findings).and_then(|field| date(field, findings));
    section.finish(findings);
    Some(ShiftDate { shift: shift?.value.trim().to_owned(), date: day? })
}
