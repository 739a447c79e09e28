//! `[hours.…]`: business calendars.

use rustc_hash::FxHashSet;

use baton_hours::{Calendar, Date, Holiday, Period, Week, Weekday, Zone};

use crate::limits;
use crate::names::quoted;
use crate::problem::{Code, Findings};
use crate::queue::Hours;
use crate::read::dates::{DATE, date};
use crate::read::named::{Kind, key};
use crate::read::section::{Field, Section, Text, Value, Wanted, entries, place_of};
use crate::read::workspace::{name, named_zone};

const CALENDARS: Wanted =
    Wanted { what: "calendars by name", example: "{ Office = { mon = [\"09:00-17:00\"] } }" };
const CALENDAR: Wanted = Wanted { what: "a table of days", example: "{ mon = [\"09:00-17:00\"] }" };
const PERIODS: Wanted =
    Wanted { what: "a list of opening periods", example: "[\"09:00-12:30\", \"13:30-18:00\"]" };
const HOLIDAYS: Wanted =
    Wanted { what: "a list of dates", example: "[{ date = \"2026-12-24\", name = \"Christmas Eve\" }]" };
const HOLIDAY_NAME: Wanted = Wanted { what: "a text", example: "\"Christmas Eve\"" };

/// All calendars, in the order of the document.
pub(crate) fn read(top: &mut Section<'_>, findings: &mut Findings<'_>, zone: Option<&Zone>) -> Vec<Hours> {
    let Some(field) = top.ask("hours") else { return Vec::new() };
    let Some(table) = field.table(findings, CALENDARS) else { return Vec::new() };
    field.limited(findings, table.len(), limits::HOURS);
    let mut seen = FxHashSet::default();
    let mut all = Vec::new();
    for entry in entries(table).into_iter().take(limits::HOURS) {
        let Some(name) = Kind::HOURS.given(key(entry), &mut seen, findings) else { continue };
        let zone = zone.cloned().unwrap_or(Zone::UTC);
        all.push(one(name, entry, findings, zone));
    }
    all
}

/// One calendar. What is wrong with it has its problem; the name is there all the same, so that nothing is said of the
/// queues and rules that use it.
fn one(name: &str, entry: Field<'_>, findings: &mut Findings<'_>, zone: Zone) -> Hours {
    let Some(table) = entry.table(findings, CALENDAR) else {
        let calendar = Calendar::new(zone, Week::shut(), []);
        return Hours { name: name.to_owned(), calendar, holiday_names: Vec::new() };
    };
    let problems = findings.problems();
    let mut section = Section::new(format!("the hours {}", quoted(name)), table);
    let own = section.ask("zone").and_then(|field| named_zone(field, findings));
    let zone = own.unwrap_or(zone);
    let week = Weekday::ALL.into_iter().fold(Week::shut(), |week, day| match section.ask(day.short()) {
        Some(field) => week.with(day, periods(field, findings)),
        None => week,
    });
    let (holidays, holiday_names) = holidays(&mut section, findings);
    section.finish(findings);
    let shut = week.is_shut() && holidays.iter().all(|holiday| holiday.periods.is_empty());
    if shut && findings.problems() == problems {
        let message = format!("the hours {} never open", quoted(name));
        let remedy = format!("give them days, such as mon = {}", PERIODS.example);
        findings.warning(Code::BadValue, entry.at, message, remedy);
    }
    Hours { name: name.to_owned(), calendar: Calendar::new(zone, week, holidays), holiday_names }
}

fn periods(field: Field<'_>, findings: &mut Findings<'_>) -> Vec<Period> {
    let texts = field.texts(findings, PERIODS, limits::PERIODS).unwrap_or_default();
    let read = |text: Text<'_>| match text.value.parse::<Period>() {
        Ok(period) => Some(period),
        Err(error) => {
            let remedy = format!("write {} = {}", field.key, PERIODS.example);
            findings.problem(Code::BadValue, text.at, error.to_string(), remedy);
            None
        }
    };
    texts.into_iter().filter_map(read).collect()
}

type Holidays = (Vec<Holiday>, Vec<(Date, String)>);

fn holidays(section: &mut Section<'_>, findings: &mut Findings<'_>) -> Holidays {
    let mut found = Holidays::default();
    let Some(field) = section.ask("holidays") else { return found };
    let Some(list) = field.list(findings, HOLIDAYS) else { return found };
    field.limited(findings, list.len(), limits::HOLIDAYS);
    let mut dates = FxHashSet::default();
    for item in list.iter().take(limits::HOLIDAYS) {
        let Some((holiday, name)) = holiday(field, item, findings) else { continue };
        if !dates.insert(holiday.date) {
            let message = format!("{} is a holiday twice", holiday.date);
            findings.problem(Code::Duplicate, place_of(item), message, "take one out".to_owned());
        }
        found.1.extend(name.map(|name| (holiday.date, name)));
        found.0.push(holiday);
    }
    found
}

fn holiday<'d>(
    list: Field<'d>,
    item: &'d Value<'d>,
    findings: &mut Findings<'_>,
) -> Option<(Holiday, Option<String>)> {
    let Some(table) = item.get_ref().as_table() else { return list.wrong(item, findings, HOLIDAYS) };
    let mut section = Section::new("a holiday", table);
    let on = section.ask("date");
    let called = section.ask("name").and_then(|field| field.text(findings, HOLIDAY_NAME));
    let called = called.and_then(|text| name(text, "the name of a holiday", findings));
    let periods = section.ask("open").map(|field| periods(field, findings)).unwrap_or_default();
    section.finish(findings);
    let Some(field) = on else {
        let remedy = format!("write date = {}", DATE.example);
        findings.problem(Code::Missing, place_of(item), "this holiday has no date", remedy);
        return None;
    };
    Some((Holiday { date: date(field, findings)?, periods }, called.map(str::to_owned)))
}
