//! Quiet hours: when what the business starts may go out, by the clock on the wall where the contact is.

use crate::contact::Contact;
use crate::directory::Directory;
use crate::thread::Thread;
use crate::time_words::time_of_day;
use baton_hours::{Calendar, Moment, Period, Wall, Week, Weekday, Zone};
use baton_policy::QuietHours;
use baton_text::{Address, Zones, zones_of};
use std::time::Duration;

/// How far ahead a time is looked for at which it is day in every zone in which a number may be.
const AHEAD: Duration = Duration::from_hours(14 * 24);

/// It is night where the contact is, or may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quiet {
    /// What the clock shows there, in the first zone in which it is night.
    pub wall: Wall,
    /// In how many zones the number may be; one where that is known.
    pub zones: usize,
    /// When quiet hours are over everywhere there; none if that never is at once.
    pub until: Option<Moment>,
}

/// For so long after their last text what we write is an answer.
pub(crate) const ANSWERS: Duration = Duration::from_hours(24);

impl Quiet {
    /// "It is 11:30 pm where Jamie is", or may be, where the zone is not known.
    pub fn says(&self, who: &str) -> String {
        let is = if self.zones == 1 { "is" } else { "may be" };
        format!("It {is} {} where {who} is", time_of_day(self.wall.minute_of_day()))
    }
}

impl Directory {
    /// Whether it is night where a contact is to whom a person's answer goes out all the same, for they have just written: it is
    /// not held, and whoever writes is told.
    pub fn answers_at_night(
        &self,
        contact: Option<&Contact>,
        thread: &Thread,
        address: &str,
        at: Moment,
    ) -> Option<Quiet> {
        let answers = thread.last_inbound_at.is_some_and(|last| at < last + ANSWERS);
        if answers { self.quiet(contact, address, at) } else { None }
    }

    /// Whether it is night where a contact is: by the zone of their record; else by those that their number may be in,
    /// in all of which it must be day. A number that tells nothing is asked about in the whole of the United States and
    /// Canada if it is North American, else in the workspace's own zone.
    pub fn quiet(&self, contact: Option<&Contact>, address: &str, at: Moment) -> Option<Quiet> {
        let hours = self.policy.quiet_hours();
        let zones = self.zones_of_contact(contact, address);
        let night = zones.iter().find(|zone| !is_day(hours, zone, at))?;
        let until = day_everywhere(hours, &zones, at);
        Some(Quiet { wall: night.wall(at), zones: zones.len(), until })
    }

    fn zones_of_contact(&self, contact: Option<&Contact>, address: &str) -> Vec<Zone> {
        let recorded = contact.and_then(|contact| contact.zone.as_deref());
        if let Some(zone) = recorded.and_then(|name| Zone::named(name).ok()) {
            return vec![zone];
        }
        let names = match zones_of(&Address::from_stored(address)) {
            Zones::Named(names) => names,
            Zones::Any if address.starts_with("+1") => Zones::us_and_canada(),
            Zones::Any => &[],
        };
        let zones: Vec<Zone> = names.iter().filter_map(|name| Zone::named(name).ok()).collect();
        if zones.is_empty() { vec![self.policy.zone().clone()] } else { zones }
    }
}

fn is_day(hours: QuietHours, zone: &Zone, at: Moment) -> bool {
    (hours.from.minutes()..hours.to.minutes()).contains(&zone.minute_of_day(at))
}

/// The first moment from `at` on at which it is day in all of them.
fn day_everywhere(hours: QuietHours, zones: &[Zone], at: Moment) -> Option<Moment> {
    let period = Period { open: hours.from, close: hours.to };
    let week = Weekday::ALL.into_iter().fold(Week::shut(), |week, day| week.with(day, [period]));
    let days: Vec<Calendar> =
        zones.iter().map(|zone| Calendar::new(zone.clone(), week.clone(), [])).collect();
    let mut first = at;
    while first <= at + AHEAD {
        let latest = days.iter().filter_map(|day| day.next_opening(first)).max()?;
        if latest == first {
            return Some(first);
        }
        first = latest;
    }
    None
}
