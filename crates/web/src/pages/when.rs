//! Moments as the workspace's wall shows them.

use baton_core::{Contact, Moment};
use baton_hours::{Date, WallTime, Zone};
use baton_pages::Stamp;
use baton_pages::words::{self, Wall};

/// How long a text may take to reach us before a page says when it was sent too.
const LONG: std::time::Duration = std::time::Duration::from_mins(5);

/// The time on a page: what is now, and where.
#[derive(Debug, Clone)]
pub(super) struct When {
    zone: Zone,
    now: Moment,
}

impl When {
    pub(super) fn new(zone: Zone, now: Moment) -> Self {
        Self { zone, now }
    }

    /// The same now on the wall of a customer, where their zone is known.
    pub(super) fn of_customer(&self, contact: Option<&Contact>) -> Self {
        let zone = contact.and_then(|contact| contact.zone.as_deref());
        let zone = zone.and_then(|name| Zone::named(name).ok());
        Self { zone: zone.unwrap_or_else(|| self.zone.clone()), now: self.now }
    }

    pub(super) fn now(&self) -> Moment {
        self.now
    }

    fn wall(&self, at: Moment) -> Wall {
        let wall = self.zone.wall(at);
        let small = |part: i8| u8::try_from(part).unwrap_or(1);
        Wall {
            year: i32::from(wall.date.year()),
            month: small(wall.date.month()),
            day: small(wall.date.day()),
            weekday: u8::try_from(wall.date.weekday().index()).unwrap_or(0),
            hour: wall.hour,
            minute: wall.minute,
        }
    }

    fn stamp(&self, at: Moment, words: String) -> Stamp {
        Stamp { iso: self.zone.rfc3339(at), words, exact: words::exact(&self.wall(at)) }
    }

    /// "2:03 pm".
    pub(super) fn clock(&self, at: Moment) -> Stamp {
        self.stamp(at, words::clock(&self.wall(at)))
    }

    /// "sent 9:02 am", "sent Mon 11:50 pm", of a text that took long to reach us; none where it did not.
    pub(super) fn sent_long_before(&self, sent: Moment, reached: Moment) -> Option<String> {
        if reached.since(sent) < LONG {
            return None;
        }
        let wall = self.wall(sent);
        let at = if self.same_day(sent, reached) { words::clock(&wall) } else { words::exact(&wall) };
        Some(format!("sent {at}"))
    }

    /// "Today, Tuesday 12 May".
    pub(super) fn day(&self, at: Moment) -> Stamp {
        let words = words::day(&self.wall(self.now), &self.wall(at));
        Stamp { exact: String::new(), ..self.stamp(at, words) }
    }

    /// "3 Mar".
    pub(super) fn date(&self, at: Moment) -> Stamp {
        self.stamp(at, words::date(&self.wall(self.now), &self.wall(at)))
    }

    /// "12 min", "since Mon", after "waiting".
    pub(super) fn waits(&self, since: Moment) -> Stamp {
        let words = words::waits(self.now.micros(), since.micros(), &self.wall(self.now), &self.wall(since));
        self.stamp(since, words)
    }

    /// "12 min ago".
    pub(super) fn age(&self, at: Moment) -> Stamp {
        let words = words::age(self.now.micros(), at.micros(), &self.wall(self.now), &self.wall(at));
        self.stamp(at, words)
    }

    /// "back Wed 9 am".
    pub(super) fn back(&self, at: Moment) -> Stamp {
        self.stamp(at, words::back(&self.wall(self.now), &self.wall(at)))
    }

    /// "12 min left", "4 min late", "due 2:20 pm".
    pub(super) fn due(&self, at: Moment) -> Stamp {
        let (now, due) = (self.now.micros(), at.micros());
        self.stamp(at, words::due(now, due, &self.wall(self.now), &self.wall(at)))
    }

    /// "6 pm", "Wed 9 am", after "until" and "by".
    pub(super) fn until(&self, at: Moment) -> String {
        words::until(&self.wall(self.now), &self.wall(at))
    }

    /// "Tue 2:56 pm", also of today: for what may be read tomorrow.
    pub(super) fn weekday(&self, at: Moment) -> String {
        words::weekday(&self.wall(at))
    }

    /// "at 6 pm", "Wed 9 am", after "back".
    pub(super) fn at(&self, at: Moment) -> String {
        let words = self.until(at);
        if self.same_day(self.now, at) { format!("at {words}") } else { words }
    }

    /// "Tue 12 May, 2:03 pm".
    pub(super) fn exact(&self, at: Moment) -> Stamp {
        self.stamp(at, words::exact(&self.wall(at)))
    }

    /// Whether two moments lie on the same day there.
    pub(super) fn same_day(&self, one: Moment, other: Moment) -> bool {
        self.zone.wall(one).date == self.zone.wall(other).date
    }

    /// The date there.
    pub(super) fn today(&self) -> Date {
        self.zone.wall(self.now).date
    }

    /// A time on the wall there.
    pub(super) fn moment(&self, date: Date, time: WallTime) -> Moment {
        self.zone.moment(date, time)
    }

    /// Whether the wall there shows this time.
    pub(super) fn shows(&self, at: Moment, time: WallTime) -> bool {
        self.zone.minute_of_day(at) == time.minutes()
    }

    /// "8 am".
    pub(super) fn hour(&self, at: Moment) -> String {
        words::until(&self.wall(at), &self.wall(at))
    }

    /// As a field for date and time takes it: `YYYY-MM-DDTHH:MM` on the wall there.
    pub(super) fn field(&self, at: Moment) -> String {
        self.zone.rfc3339(at).chars().take(16).collect()
    }

    /// "New York": whose clock it is.
    pub(super) fn place(&self) -> String {
        let name = self.zone.name();
        name.rsplit('/').next().unwrap_or(name).replace('_', " ")
    }

    /// What somebody chose in a field for date and time: `YYYY-MM-DDTHH:MM` on the wall there.
    pub(super) fn chosen(&self, text: &str) -> Option<Moment> {
        let (date, time) = text.split_once('T')?;
        let mut parts = date.splitn(3, '-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next()?.parse().ok()?;
        let date = Date::new(year, month, parts.next()?.parse().ok()?)?;
        let time: WallTime = time.get(..5)?.parse().ok()?;
        Some(self.zone.moment(date, time))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_time_is_read_on_the_wall_of_the_workspace() {
        let zone = Zone::named("America/New_York").unwrap();
        let when = When::new(zone, "2026-05-12T18:03:00Z".parse().unwrap());
        assert_eq!(when.chosen("2026-05-13T09:00").unwrap().to_string(), "2026-05-13T13:00:00Z");
        assert_eq!(when.chosen("2026-13-13T09:00"), None);
        let at = when.chosen("2026-05-03T09:05").unwrap();
        assert_eq!(when.field(at), "2026-05-03T09:05");
        assert_eq!(when.chosen(""), None);
        assert_eq!(when.clock(when.now()).words, "2:03 pm");
    }
}
