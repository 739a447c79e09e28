//! `[rotas.…]`: who is on shift when.

use rustc_hash::FxHashSet;

use baton_hours::{Date, Weekday, Zone};
use baton_rota::{Every, Override, Problem, Shift, Swap, Who};
use baton_routing::Span;

use crate::built::Feature;
use crate::limits;
use crate::names::{did_you_mean, quoted};
use crate::problem::{Code, Findings};
use crate::read::dates::{DATE, TIME, date, time};
use crate::read::named::{Kind, key};
use crate::read::people::People;
use crate::read::rota_dates::{overrides, swaps};
use crate::read::section::{Field, Section, Text, Value, Wanted, entries, place_of};
use crate::read::workspace::{name, named_zone};
use crate::rota::Rota;

const ROTAS: Wanted = Wanted { what: "rotas by name", example: "{ Desk = { shifts = [] } }" };
const ROTA: Wanted = Wanted { what: "a table of settings", example: "{ shifts = [], finish = false }" };
const SHIFTS: Wanted = Wanted {
    what: "a list of shifts",
    example: "[{ id = \"morning\", days = [\"mon\"], from = \"08:00\", to = \"13:00\", who = \"maya@example.com\" }]",
};
const ID: Wanted = Wanted { what: "a name for the shift", example: "\"morning\"" };
const DAYS: Wanted = Wanted { what: "a list of days", example: "[\"mon\", \"tue\"]" };
pub(super) const PERSON: Wanted = Wanted { what: "an e-mail address", example: "\"maya@example.com\"" };
const ROTATION: Wanted = Wanted {
    what: "a table",
    example: "{ people = [\"sam@example.com\"], every_shifts = 7, start = \"2026-01-05\" }",
};
pub(super) const PEOPLE: Wanted =
    Wanted { what: "a list of e-mail addresses", example: "[\"maya@example.com\"]" };
const EVERY: Wanted = Wanted { what: "a whole number", example: "7" };

/// A rota as it was read.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) rota: Rota,
    /// Where its name stands.
    pub(crate) at: Span,
    /// Whether it was read without a problem, so that its gaps are worth a word.
    pub(crate) sound: bool,
}

/// All rotas, in the order of the document.
pub(crate) fn read(
    top: &mut Section<'_>,
    people: &People<'_>,
    zone: Option<&Zone>,
    findings: &mut Findings<'_>,
) -> Vec<Read> {
    let Some(field) = top.ask_built("rotas", Feature::Rotas, findings) else { return Vec::new() };
    let Some(table) = field.table(findings, ROTAS) else { return Vec::new() };
    field.limited(findings, table.len(), limits::ROTAS);
    let mut seen = FxHashSet::default();
    let mut rotas = Vec::new();
    for entry in entries(table).into_iter().take(limits::ROTAS) {
        let Some(name) = Kind::ROTA.given(key(entry), &mut seen, findings) else { continue };
        let problems = findings.problems();
        let reader = Reader { name, people };
        let rota = reader.read(entry, zone.cloned().unwrap_or(Zone::UTC), findings);
        rotas.push(Read { rota, at: entry.at, sound: findings.problems() == problems });
    }
    rotas
}

/// Reads one rota.
pub(super) struct Reader<'a> {
    pub(super) name: &'a str,
    pub(super) people: &'a People<'a>,
}

/// What was read of a list, each with its place; what has a problem of its own is left out.
pub(super) type Placed<T> = Vec<(T, Span)>;

impl Reader<'_> {
    /// What is wrong with it has its problem; the name is there all the same, so that nothing is said of the queues that
    /// use it.
    fn read(&self, entry: Field<'_>, zone: Zone, findings: &mut Findings<'_>) -> Rota {
        let mut rota = Rota { name: self.name.to_owned(), rota: empty(zone.clone()), finish: false };
        let Some(table) = entry.table(findings, ROTA) else { return rota };
        let mut section = Section::new(format!("the rota {}", quoted(self.name)), table);
        let own = section.ask("zone").and_then(|field| named_zone(field, findings));
        let problems = findings.problems();
        let shifts = self.shifts(&mut section, entry.at, findings);
        let all_read = findings.problems() == problems;
        let overrides = overrides(&mut section, self, findings);
        let swaps = swaps(&mut section, findings);
        rota.finish = section.ask("finish").and_then(|field| field.flag(findings)).unwrap_or(false);
        section.finish(findings);
        rota.rota =
            put_together(own.unwrap_or(zone), Pieces { shifts, all_read, overrides, swaps }, findings);
        rota
    }

    /// "on the rota “Desk”".
    pub(super) fn role(&self) -> String {
        format!("on the rota {}", quoted(self.name))
    }

    fn shifts(
        &self,
        section: &mut Section<'_>,
        at: Span,
        findings: &mut Findings<'_>,
    ) -> Placed<Shift<String>> {
        let Some(field) = section.ask("shifts") else {
            let message = format!("the rota {} has no shifts", quoted(self.name));
            findings.problem(Code::Missing, at, message, format!("write shifts = {}", SHIFTS.example));
            return Vec::new();
        };
        let Some(list) = field.list(findings, SHIFTS) else { return Vec::new() };
        field.limited(findings, list.len(), limits::SHIFTS);
        let items = list.iter().take(limits::SHIFTS);
        items.filter_map(|item| Some((self.shift(field, item, findings)?, place_of(item)))).collect()
    }

    fn shift<'d>(
        &self,
        list: Field<'d>,
        item: &'d Value<'d>,
        findings: &mut Findings<'_>,
    ) -> Option<Shift<String>> {
        let Some(table) = item.get_ref().as_table() else { return list.wrong(item, findings, SHIFTS) };
        let at = place_of(item);
        let mut section = Section::new("a shift", table);
        let id = needed(&mut section, "id", ID, at, findings).and_then(|field| field.text(findings, ID));
        let id = id.and_then(|text| name(text, "the name of a shift", findings));
        let days = needed(&mut section, "days", DAYS, at, findings).and_then(|field| days(field, findings));
        let from = needed(&mut section, "from", TIME, at, findings).and_then(|field| time(field, findings));
        let to = needed(&mut section, "to", TIME, at, findings).and_then(|field| time(field, findings));
        let who = self.who(&mut section, at, findings);
        section.finish(findings);
        let days = days?.into_iter().collect();
        Some(Shift { id: id?.to_owned(), days, from: from?, to: to?, who: who? })
    }

    /// `who` or `rotation`, and not both.
    fn who(&self, section: &mut Section<'_>, at: Span, findings: &mut Findings<'_>) -> Option<Who<String>> {
        let (who, rotation) = (section.ask("who"), section.ask("rotation"));
        match (who, rotation) {
            (Some(who), None) => {
                let named = who.text(findings, PERSON)?;
                Some(Who::One(self.people.listed(named, &self.role(), findings)?.to_owned()))
            }
            (None, Some(rotation)) => self.rotation(rotation, findings),
            (Some(_), Some(rotation)) => {
                let message = "this shift has one person and a rotation";
                findings.problem(Code::BadValue, rotation.at, message, "take one of them out".to_owned());
                None
            }
            (None, None) => {
                let remedy = format!("write who = {}, or rotation = {}", PERSON.example, ROTATION.example);
                findings.problem(Code::Missing, at, "nobody works this shift", remedy);
                None
            }
        }
    }

    fn rotation(&self, field: Field<'_>, findings: &mut Findings<'_>) -> Option<Who<String>> {
        let mut section = Section::new("a rotation", field.table(findings, ROTATION)?);
        let people = needed(&mut section, "people", PEOPLE, field.at, findings);
        let people = people.and_then(|field| self.listed(field, findings));
        let shifts = section.ask("every_shifts");
        let days = section.ask("every_days");
        let every = match (shifts, days) {
            (Some(shifts), None) => shifts.number(findings, EVERY, 1..=10_000).map(Every::Shifts),
            (None, Some(days)) => days.number(findings, EVERY, 1..=10_000).map(Every::Days),
            (None, None) => Some(Every::default()),
            (Some(_), Some(days)) => {
                let message = "the turn advances by worked shifts or by calendar days, not by both";
                findings.problem(Code::BadValue, days.at, message, "take one of them out".to_owned());
                None
            }
        };
        let start = needed(&mut section, "start", DATE, field.at, findings);
        let start: Option<Date> = start.and_then(|field| date(field, findings));
        section.finish(findings);
        Some(Who::Rotation { people: people?, every: every?, start: start? })
    }

    /// The people of a list; `None` where one of them is unknown, so that nothing is made of a rotation with a hole.
    pub(super) fn listed(&self, field: Field<'_>, findings: &mut Findings<'_>) -> Option<Vec<String>> {
        let named = field.texts(findings, PEOPLE, limits::ROTATION)?;
        let role = self.role();
        let people: Vec<_> = named
            .iter()
            .map(|named| self.people.listed(*named, &role, findings).map(str::to_owned))
            .collect();
        people.into_iter().collect()
    }
}

fn empty(zone: Zone) -> baton_rota::Rota<String> {
    baton_rota::Rota::new(zone, Vec::new(), Vec::new(), Vec::new()).expect("nothing has no problem")
}

/// What a rota is made of.
struct Pieces {
    shifts: Placed<Shift<String>>,
    /// Whether no shift was left out for a problem of its own.
    all_read: bool,
    overrides: Placed<Override<String>>,
    swaps: Placed<Swap>,
}

/// A rota of the pieces; what they have against each other is told at the piece.
fn put_together(zone: Zone, pieces: Pieces, findings: &mut Findings<'_>) -> baton_rota::Rota<String> {
    let Pieces { shifts, all_read, overrides, swaps } = pieces;
    let (shifts, shifts_at): (Vec<_>, Vec<_>) = shifts.into_iter().unzip();
    let (overrides, overrides_at): (Vec<_>, Vec<_>) = overrides.into_iter().unzip();
    let (swaps, swaps_at): (Vec<_>, Vec<_>) = swaps.into_iter().unzip();
    let ids: Vec<String> = shifts.iter().map(|shift| shift.id.clone()).collect();
    let error = match baton_rota::Rota::new(zone.clone(), shifts, overrides, swaps) {
        Ok(rota) => return rota,
        Err(error) => error,
    };
    for problem in &error.problems {
        let (at, code, remedy) = match problem {
            Problem::SameId { shift, .. } => {
                (shifts_at[*shift], Code::Duplicate, Some("give one of them another id".to_owned()))
            }
            Problem::NoDays { shift, .. } => {
                (shifts_at[*shift], Code::Missing, Some(format!("write days = {}", DAYS.example)))
            }
            Problem::EmptyRotation { shift, .. } => {
                (shifts_at[*shift], Code::Missing, Some(format!("write people = {}", PEOPLE.example)))
            }
            Problem::EveryZero { shift, .. } => {
                (shifts_at[*shift], Code::BadValue, Some("write every_shifts = 1".to_owned()))
            }
            Problem::EndsBefore { at, .. } => {
                (overrides_at[*at], Code::BadValue, Some("write a later end".to_owned()))
            }
            // It may be one of those that could not be read.
            Problem::UnknownShift { .. } if !all_read => continue,
            Problem::UnknownShift { swap, id } => {
                (swaps_at[*swap], Code::UnknownName, did_you_mean(id, ids.iter().map(String::as_str)))
            }
            Problem::NotOnThatDay { swap, .. } => {
                (swaps_at[*swap], Code::BadValue, Some("write the date on which the shift begins".to_owned()))
            }
        };
        findings.problem(code, at, problem.to_string(), remedy);
    }
    empty(zone)
}

/// A setting that has to be there.
pub(super) fn needed<'d>(
    section: &mut Section<'d>,
    key: &'static str,
    wanted: Wanted,
    at: Span,
    findings: &mut Findings<'_>,
) -> Option<Field<'d>> {
    let found = section.ask(key);
    if found.is_none() {
        let message = format!("{} has no {key}", section.name());
        findings.problem(Code::Missing, at, message, format!("write {key} = {}", wanted.example));
    }
    found
}

fn days(field: Field<'_>, findings: &mut Findings<'_>) -> Option<Vec<Weekday>> {
    let texts = field.texts(findings, DAYS, 7)?;
    let day = |text: &Text<'_>| {
        let found = Weekday::from_short(text.value);
        if found.is_none() {
            let message = format!("there is no day called {}", quoted(text.value));
            let meant = did_you_mean(text.value, Weekday::ALL.map(Weekday::short));
            let remedy = meant.unwrap_or_else(|| "the days are mon, tue, wed, thu, fri, sat, sun".to_owned());
            findings.problem(Code::UnknownName, text.at, message, remedy);
        }
        found
    };
    let days: Vec<_> = texts.iter().map(day).collect();
    days.into_iter().collect()
}
