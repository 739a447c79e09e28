//! Moments as they are written, and read again when they are written so: every row of a database and every event holds
//! some, and the library's writer and reader, which know every format, take several times as long.

use crate::Moment;

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;
/// Days of 400 years, after which the calendar repeats itself.
const ERA: i64 = 146_097;
/// Days from 0000-03-01 to 1970-01-01. Years that begin in March end with the leap day.
const SHIFT: i64 = 719_468;

/// A moment as RFC 3339 in UTC, with as many decimals as it needs, at most six.
pub(crate) struct Written {
    bytes: [u8; 27],
    len: usize,
}

impl Written {
    pub(crate) fn of(at: Moment) -> Self {
        let (days, within) = (at.micros().div_euclid(DAY), at.micros().rem_euclid(DAY));
        let (seconds, mut decimals) = (within / SECOND, within % SECOND);
        let (year, month, day) = date_of(days);
        let mut bytes = *b"0000-00-00T00:00:00.000000Z";
        digits(&mut bytes[0..4], year);
        digits(&mut bytes[5..7], month);
        digits(&mut bytes[8..10], day);
        digits(&mut bytes[11..13], seconds / 3_600);
        digits(&mut bytes[14..16], seconds / 60 % 60);
        digits(&mut bytes[17..19], seconds % 60);
        let mut places = 6;
        while places > 0 && decimals % 10 == 0 {
            (decimals, places) = (decimals / 10, places - 1);
        }
        let end = if places == 0 { 19 } else { 20 + places };
        digits(&mut bytes[20..20 + places], decimals);
        bytes[end] = b'Z';
        Self { bytes, len: end + 1 }
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.len]).expect("digits and punctuation of ASCII")
    }
}

/// The moment that is written exactly as [`Written`] writes it; none for everything else, also for what is another way
/// to write a moment.
pub(crate) fn read(text: &[u8]) -> Option<Moment> {
    let (head, tail) = text.split_first_chunk::<19>()?;
    let marks = [head[4], head[7], head[10], head[13], head[16]];
    if marks != *b"--T::" {
        return None;
    }
    let (year, month, day) = (number(&head[0..4])?, number(&head[5..7])?, number(&head[8..10])?);
    let (hour, minute, second) = (number(&head[11..13])?, number(&head[14..16])?, number(&head[17..19])?);
    let decimals = match tail {
        b"Z" => 0,
        [b'.', decimals @ .., b'Z'] if (1..=6).contains(&decimals.len()) => {
            decimals.iter().chain(b"00000").take(6).try_fold(0, |value, digit| {
                digit.is_ascii_digit().then(|| value * 10 + i64::from(digit - b'0'))
            })?
        }
        _ => return None,
    };
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let days = days_of(year, month, day);
    // A date that there is not, such as February 30, is another one's days.
    if date_of(days) != (year, month, day) {
        return None;
    }
    let micros = days * DAY + ((hour * 60 + minute) * 60 + second) * SECOND + decimals;
    (Moment::MIN.micros()..=Moment::MAX.micros()).contains(&micros).then(|| Moment::from_micros(micros))
}

/// Year, month and day of so many days since 1970-01-01, in the calendar that counts on into the past.
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + SHIFT;
    let (era, day_of_era) = (days.div_euclid(ERA), days.rem_euclid(ERA));
    // Leap days before it: one every 4 years of 365 days, none every 100, one every 400.
    let leaps = day_of_era / 1_460 - day_of_era / 36_524 + day_of_era / 146_096;
    let year_of_era = (day_of_era - leaps) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // From March on, five months take 153 days, over and over.
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// Days since 1970-01-01 of a year, month and day; of what is no month, some day.
fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let march_month = (month + 9) % 12;
    let day_of_year = (153 * march_month + 2) / 5 + day - 1;
    era * ERA + 365 * year_of_era + year_of_era / 4 - year_of_era / 100 + day_of_year - SHIFT
}

fn digits(into: &mut [u8], mut value: i64) {
    for place in into.iter_mut().rev() {
        *place = b'0' + u8::try_from(value % 10).expect("a digit");
        value /= 10;
    }
}

fn number(digits: &[u8]) -> Option<i64> {
    digits
        .iter()
        .try_fold(0, |value, digit| digit.is_ascii_digit().then(|| value * 10 + i64::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use proptest::prelude::*;

    fn by_library(text: &str) -> Option<i64> {
        let read: Timestamp = text.parse().ok()?;
        let micros = read.as_microsecond();
        (Moment::MIN.micros()..=Moment::MAX.micros()).contains(&micros).then_some(micros)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4_096, failure_persistence: None, ..ProptestConfig::default() })]

        /// Fails when a moment is written otherwise than the time library writes it, or is not read back.
        #[test]
        fn it_is_written_as_the_library_writes_it(
            micros in Moment::MIN.micros()..=Moment::MAX.micros(),
            whole in 0..7_u32,
        ) {
            let at = Moment::from_micros(micros - micros.rem_euclid(10_i64.pow(whole)));
            let written = Written::of(at);
            prop_assert_eq!(written.as_str(), at.timestamp().to_string());
            prop_assert_eq!(read(written.as_str().as_bytes()), Some(at));
        }

        /// Fails when something is read that the library reads otherwise or not at all.
        #[test]
        fn what_is_read_is_what_the_library_reads(
            text in "(1999|2000|2023|2024|1900|0000|9999)-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,7})?(Z|z|\\+01:00)?",
        ) {
            if let Some(at) = read(text.as_bytes()) {
                prop_assert_eq!(Some(at.micros()), by_library(&text));
            }
        }
    }

    /// Fails when the calendar's corners are another day than the library's.
    #[test]
    fn corners_of_the_calendar() {
        for text in [
            "0000-01-01T00:00:00Z",
            "0000-02-29T23:59:59.999999Z",
            "1600-02-29T00:00:00Z",
            "1900-02-28T23:59:59Z",
            "1900-03-01T00:00:00Z",
            "1969-12-31T23:59:59.000001Z",
            "1970-01-01T00:00:00Z",
            "2000-02-29T12:00:00.5Z",
            "2100-02-28T00:00:00Z",
            "9999-12-30T00:00:00Z",
        ] {
            assert_eq!(read(text.as_bytes()).map(Moment::micros), by_library(text), "{text}");
            assert_eq!(Written::of(Moment::from_micros(by_library(text).unwrap_or_default())).as_str(), text);
        }
        for text in
            ["1900-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-10T00:00:00Z", "2026-04-31T00:00:00Z"]
        {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
    }
}
