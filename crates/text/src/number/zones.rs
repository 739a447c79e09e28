//! In which time zones a number may be, for quiet hours by the customer's clock.

use super::Address;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The time zones that are possible for a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zones {
    /// One of these, by their names in the IANA database, sorted; rather one too many than one too few.
    Named(&'static [&'static str]),
    /// The number says nothing about where it is: toll-free, premium and personal numbers, short codes, senders'
    /// names, countries not known. For a North American number, any of [`Zones::us_and_canada`] is possible.
    Any,
}

impl Zones {
    /// Every zone of the United States and Canada that numbers are known in.
    pub fn us_and_canada() -> &'static [&'static str] {
        &TABLE.us_and_canada
    }
}

struct Table {
    by_beginning: FxHashMap<&'static str, Vec<&'static str>>,
    us_and_canada: Vec<&'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let rows = include_str!("zones.txt").lines().filter(|line| !line.starts_with('#'));
    let by_beginning: FxHashMap<_, Vec<_>> = rows
        .filter_map(|row| {
            let (beginning, zones) = row.split_once(' ')?;
            Some((beginning, zones.split(' ').collect()))
        })
        .collect();
    let mut us_and_canada: Vec<_> = by_beginning
        .iter()
        .filter(|(beginning, _)| {
            beginning.len() == 4 && beginning.starts_with('1') && !is_elsewhere(beginning)
        })
        .flat_map(|(_, zones)| zones.iter().copied())
        .collect();
    us_and_canada.sort_unstable();
    us_and_canada.dedup();
    Table { by_beginning, us_and_canada }
});

/// North American area codes of other countries and of United States territories in the Caribbean and the Pacific
/// (NANPA's list).
fn is_elsewhere(area_code: &str) -> bool {
    const ELSEWHERE: &[&str] = &[
        "1242", "1246", "1264", "1268", "1284", "1340", "1345", "1441", "1473", "1649", "1658", "1664",
        "1670", "1671", "1684", "1721", "1758", "1767", "1784", "1787", "1809", "1829", "1849", "1868",
        "1869", "1876", "1939",
    ];
    ELSEWHERE.contains(&area_code)
}

/// The zones that are possible for an address: in North America those of its area code, for a number keeps it when it
/// moves from one exchange to another; elsewhere those of the country. Asks no numbering plan.
pub fn zones_of(address: &Address) -> Zones {
    let Some(number) = address.number() else { return Zones::Any };
    let digits = &number.as_str()[1..];
    let mut lengths = if digits.starts_with('1') { 4..=4 } else { 1..=3 };
    lengths
        .find_map(|length| TABLE.by_beginning.get(digits.get(..length)?))
        .map_or(Zones::Any, |zones| Zones::Named(zones))
}
