//! Times and lengths as a text says them to a customer.

use baton_hours::{Calendar, Date, Moment, Period, Zone};
use baton_policy::{Length, Unit};

/// Within so many days a weekday says which day is meant.
const NAMED_DAYS: i64 = 6;

/// The time of day on that wall.
pub(crate) fn clock(zone: &Zone, at: Moment) -> String {
    time_of_day(zone.minute_of_day(at))
}

/// A time of day, by its minute of the day: `9 am`, `1:30 pm`, `noon`, `12 am`.
pub(crate) fn time_of_day(minute: u16) -> String {
    let (hour, minute) = (minute / 60 % 24, minute % 60);
    let half = if hour < 12 { "am" } else { "pm" };
    match (hour, minute, (hour + 11) % 12 + 1) {
        (12, 0, _) => "noon".to_owned(),
        (_, 0, hour) => format!("{hour} {half}"),
        (_, _, hour) => format!("{hour}:{minute:02} {half}"),
    }
}

/// The clock that a text is said on. Where the business's shows another time, its name stands with every time: the sender
/// promises by one clock and the customer reads another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wall<'a> {
    pub(crate) zone: &'a Zone,
    pub(crate) business: &'a Zone,
}

impl Wall<'_> {
    /// Its name at that moment, where it has to be said.
    fn name(&self, at: Moment) -> Option<String> {
        (self.zone.offset(at) != self.business.offset(at)).then(|| self.zone.short_name(at))
    }

    fn clock(&self, at: Moment) -> String {
        let time = clock(self.zone, at);
        self.name(at).map_or_else(|| time.clone(), |name| format!("{time} {name}"))
    }
}

/// The name of the business's clock at that moment, where that of the customer, as far as it is known, shows another time.
pub(crate) fn business_clock(business: &Zone, theirs: Option<&Zone>, at: Moment) -> Option<String> {
    theirs.filter(|theirs| theirs.offset(at) != business.offset(at)).map(|_| business.short_name(at))
}

/// A time with its day, unless that is today: `9 am`, `9 am tomorrow`, `9 am on Monday`, `9 am on Monday, January 5`.
/// Both days are those of that wall.
pub(crate) fn when(wall: Wall<'_>, now: Moment, at: Moment) -> String {
    let (today, day) = (wall.zone.wall(now).date, wall.zone.wall(at).date);
    let time = wall.clock(at);
    match day.number() - today.number() {
        0 => time,
        1 => format!("{time} tomorrow"),
        2..=NAMED_DAYS => format!("{time} on {}", day.weekday()),
        _ => format!("{time} on {}, {} {}", day.weekday(), day.month_name(), day.day()),
    }
}

/// A length of time: `15 minutes`, `1 hour`, in business time `1 business day`.
pub(crate) fn length(length: Length, business: bool) -> String {
    let (count, unit) = match (length.unit, length.count) {
        (Unit::Seconds, count) => (count, "second"),
        (Unit::Minutes, count) => (count, "minute"),
        (Unit::Hours, count) => (count, "hour"),
        (Unit::Days, count) if business => (count, "business day"),
        (Unit::Days, 1) => (24, "hour"),
        (Unit::Days, count) => (count, "day"),
        (Unit::Weeks, count) => (count, "week"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

/// When it opens next: while it is open, after it has closed.
pub(crate) fn next_opening(calendar: &Calendar, at: Moment) -> Option<Moment> {
    let from = if calendar.is_open(at) { calendar.next_closing(at)? } else { at };
    calendar.next_opening(from)
}

/// When it closes on the day that goes on at that moment; while it is closed, on its next day.
pub(crate) fn closing(calendar: &Calendar, at: Moment) -> Option<Moment> {
    calendar.next_closing(at)?;
    let day = match open_day(calendar, at) {
        Some(day) => day,
        None => calendar.zone().wall(calendar.next_opening(at)?).date,
    };
    let last = openings(calendar, day).last().map(|(_, closes)| *closes)?;
    // What touches at midnight goes on.
    if calendar.is_open(last) { calendar.next_closing(last) } else { Some(last) }
}

/// What is open today or, on a closed day, on the next open one: `9 am to 12:30 pm and 1:30 pm to 6 pm`.
pub(crate) fn opening_hours(calendar: &Calendar, wall: Wall<'_>, at: Moment) -> Option<String> {
    let today = open_day(calendar, at).unwrap_or_else(|| calendar.zone().wall(at).date);
    let mut openings = openings(calendar, today);
    if openings.is_empty() {
        openings = self::openings(calendar, calendar.zone().wall(calendar.next_opening(at)?).date);
    }
    let spans: Vec<String> = openings
        .iter()
        .map(|(opens, closes)| match (clock(wall.zone, *opens), clock(wall.zone, *closes)) {
            (from, to) if from == to => "the whole day".to_owned(),
            (from, _) => format!("{from} to {}", wall.clock(*closes)),
        })
        .collect();
    let (last, rest) = spans.split_last()?;
    Some(if rest.is_empty() { last.clone() } else { format!("{} and {last}", rest.join(", ")) })
}

/// The date whose opening goes on then: a night belongs to the day on which it began.
fn open_day(calendar: &Calendar, at: Moment) -> Option<Date> {
    let today = calendar.zone().wall(at).date;
    let goes_on = |day: &Date| openings(calendar, *day).iter().any(|(from, to)| *from <= at && at < *to);
    [Some(today), today.yesterday()].into_iter().flatten().find(goes_on)
}

/// What opens on a date, in order; what touches is one.
fn openings(calendar: &Calendar, date: Date) -> Vec<(Moment, Moment)> {
    let holiday = calendar.holidays().iter().find(|holiday| holiday.date == date);
    let mut periods: Vec<Period> =
        holiday.map_or_else(|| calendar.week().on(date.weekday()), |holiday| &holiday.periods).to_vec();
    periods.sort_by_key(|period| period.open);
    let zone = calendar.zone();
    let mut openings: Vec<(Moment, Moment)> = Vec::with_capacity(periods.len());
    for period in periods {
        let closes_on = if period.close > period.open { Some(date) } else { date.tomorrow() };
        let Some(closes_on) = closes_on else { continue };
        let (opens, closes) = (zone.moment(date, period.open), zone.moment(closes_on, period.close));
        match openings.last_mut() {
            Some((_, last)) if opens <= *last => *last = closes.max(*last),
            _ => openings.push((opens, closes)),
        }
    }
    openings
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_hours::{Holiday, Week, Weekday};

    fn clinic() -> Calendar {
        let periods = |text: &[&str]| text.iter().map(|one| one.parse().unwrap()).collect::<Vec<Period>>();
        let week = Week::shut()
            .with(Weekday::Mon, periods(&["09:00-12:30", "13:30-18:00"]))
            .with(Weekday::Tue, periods(&["09:00-18:00"]))
            .with(Weekday::Fri, periods(&["20:00-02:00"]));
        let christmas = Holiday { date: Date::new(2026, 12, 25).unwrap(), periods: Vec::new() };
        Calendar::new(Zone::named("America/New_York").unwrap(), week, [christmas])
    }

    fn here(zone: &Zone) -> Wall<'_> {
        Wall { zone, business: zone }
    }

    fn at(text: &str) -> Moment {
        text.parse().unwrap()
    }

    /// Fails when a day is named that is not meant, or left out where it is not today's.
    #[test]
    fn a_time_names_its_day_unless_that_is_today() {
        let zone = Zone::named("America/New_York").unwrap();
        let now = at("2026-05-11T22:00:00-04:00");
        let words = |text| when(here(&zone), now, at(text));
        assert_eq!(words("2026-05-11T23:30:00-04:00"), "11:30 pm");
        assert_eq!(words("2026-05-12T09:00:00-04:00"), "9 am tomorrow");
        assert_eq!(words("2026-05-13T12:00:00-04:00"), "noon on Wednesday");
        assert_eq!(words("2026-05-17T00:00:00-04:00"), "12 am on Sunday");
        assert_eq!(words("2026-05-18T09:05:00-04:00"), "9:05 am on Monday, May 18");
        let west = Zone::named("America/Los_Angeles").unwrap();
        assert_eq!(
            when(Wall { zone: &west, business: &zone }, now, at("2026-05-12T09:00:00-04:00")),
            "6 am PDT tomorrow",
            "at the customer's place, which is another clock than the business's"
        );
    }

    /// Fails when a lunch break, a night or a closed day gives other hours than the calendar has.
    #[test]
    fn hours_are_those_of_the_day_that_goes_on() {
        let (calendar, zone) = (clinic(), Zone::named("America/New_York").unwrap());
        let hours = |text| opening_hours(&calendar, here(&zone), at(text)).unwrap();
        let closes = |text| when(here(&zone), at(text), closing(&calendar, at(text)).unwrap());
        let opens = |text| when(here(&zone), at(text), next_opening(&calendar, at(text)).unwrap());
        let (lunch, night) = ("2026-05-11T13:00:00-04:00", "2026-05-16T01:00:00-04:00");
        assert_eq!(hours(lunch), "9 am to 12:30 pm and 1:30 pm to 6 pm");
        assert_eq!((closes(lunch), opens(lunch)), ("6 pm".to_owned(), "1:30 pm".to_owned()));
        assert_eq!((hours(night), closes(night)), ("8 pm to 2 am".to_owned(), "2 am".to_owned()));
        let saturday = "2026-05-16T12:00:00-04:00";
        assert_eq!((hours(saturday), opens(saturday)), (hours(lunch), "9 am on Monday".to_owned()));
        assert_eq!(closes(saturday), "6 pm on Monday");
        let open = "2026-05-12T10:00:00-04:00";
        assert_eq!((closes(open), opens(open)), ("6 pm".to_owned(), "8 pm on Friday".to_owned()));
        let christmas = "2026-12-25T21:00:00-05:00";
        assert_eq!(opens(christmas), "9 am on Monday");
    }

    /// Fails when hours that touch at midnight are said to close there.
    #[test]
    fn what_is_open_over_midnight_closes_when_it_does() {
        let periods = |text: &str| vec![text.parse::<Period>().unwrap()];
        let zone = || Zone::named("America/New_York").unwrap();
        let closes =
            |calendar: &Calendar, text| when(here(&zone()), at(text), closing(calendar, at(text)).unwrap());
        let week = Week::shut()
            .with(Weekday::Fri, periods("18:00-24:00"))
            .with(Weekday::Sat, vec!["00:00-02:00".parse().unwrap(), "18:00-23:00".parse().unwrap()]);
        let bar = Calendar::new(zone(), week, []);
        assert_eq!(closes(&bar, "2026-05-15T20:00:00-04:00"), "2 am tomorrow");
        assert_eq!(closes(&bar, "2026-05-16T20:00:00-04:00"), "11 pm");
        let days = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
        let week = days.into_iter().fold(Week::shut(), |week, day| week.with(day, periods("00:00-24:00")));
        let clinic = Calendar::new(zone(), week, []);
        assert_eq!(closes(&clinic, "2026-05-13T20:00:00-04:00"), "12 am on Saturday");
    }

    /// Fails when a length reads like a setting instead of like words.
    #[test]
    fn a_length_is_said_in_words() {
        let words = |text: &str, business| length(text.parse().unwrap(), business);
        assert_eq!(words("15 min", true), "15 minutes");
        assert_eq!(words("1 h", true), "1 hour");
        assert_eq!(words("1 day", true), "1 business day");
        assert_eq!(
            (words("1 day", false), words("2 days", false)),
            ("24 hours".to_owned(), "2 days".to_owned())
        );
    }
}
