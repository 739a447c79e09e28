//! Times that people choose: an instant, or what the clock on a wall shows somewhere.

use baton_core::Moment;
use baton_hours::{Date, WallTime, Zone};
use serde::{Deserialize, Deserializer, de};

/// Reads `2026-11-02T09:00:00-05:00`, or `2026-11-02T09:00[America/New_York]` (RFC 9557 without an offset), which is 9:00
/// there on whichever side of a change of clocks that is. A time that a change leaves out is the moment of the change;
/// one that comes twice is its first coming.
pub(crate) fn moment(text: &str) -> Result<Moment, String> {
    let Some((wall, zone)) = text.strip_suffix(']').and_then(|text| text.split_once('[')) else {
        return text.parse().map_err(|_: baton_hours::MomentError| wanted(text));
    };
    let wanted = || wanted(text);
    let zone = Zone::named(zone).map_err(|error| format!("{error}."))?;
    let (date, time) = wall.split_once('T').ok_or_else(wanted)?;
    let time = time.strip_suffix(":00").filter(|time| time.contains(':')).unwrap_or(time);
    let date: Date = date.parse().map_err(|_| wanted())?;
    let time: WallTime = time.parse().map_err(|_| wanted())?;
    Ok(zone.moment(date, time))
}

fn wanted(text: &str) -> String {
    let found: String = text.chars().take(64).collect();
    format!(
        "“{found}” is no time. Write a date and time with a zone, such as 2026-11-02T09:00[America/New_York], or an instant, \
         such as 2026-11-02T14:00:00Z."
    )
}

/// The same of a field that must be there.
pub(crate) fn required<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Moment, D::Error> {
    moment(&String::deserialize(deserializer)?).map_err(de::Error::custom)
}

/// The same of a field that may be missing or null.
pub(crate) fn optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Moment>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| moment(&text).map_err(de::Error::custom)).transpose()
}

#[cfg(test)]
mod tests {
    use super::moment;

    /// Fails when a time on a wall is moved by a change of clocks, or when what is neither is taken for one of them.
    #[test]
    fn a_wall_shows_the_same_time_before_and_after_the_clocks_change() {
        for (text, instant) in [
            ("2026-10-30T09:00[America/New_York]", "2026-10-30T13:00:00Z"),
            ("2026-11-02T09:00[America/New_York]", "2026-11-02T14:00:00Z"),
            ("2026-11-02T09:00:00[America/New_York]", "2026-11-02T14:00:00Z"),
            ("2026-03-08T02:30[America/New_York]", "2026-03-08T07:00:00Z"),
            ("2026-11-01T01:30[America/New_York]", "2026-11-01T05:30:00Z"),
            ("2026-11-02T09:00:00-05:00", "2026-11-02T14:00:00Z"),
        ] {
            assert_eq!(moment(text).map(|at| at.to_string()).as_deref(), Ok(instant), "{text}");
        }
        for text in [
            "2026-11-02T09:00",
            "2026-11-02T09:00[Nowhere]",
            "2026-11-02 09:00[America/New_York]",
            "2026-11-31T09:00[America/New_York]",
            "2026-11-02T09[America/New_York]",
            "2026-11-02T25:00[America/New_York]",
            "[America/New_York]",
            "tomorrow",
        ] {
            assert!(moment(text).is_err(), "{text}");
        }
    }
}
