//! The sample business: Cedar Lane Physio on a Tuesday, five minutes past the lunch rush.
//!
//! Its day is played through the same engine that a real one has, so nothing in it is drawn: what you see was decided.

mod business;
mod day;
mod door;
mod play;

use crate::carriers::with_weather;
use crate::server::{self, Plan, Running};
use anyhow::Context;
use baton_carriers::simulator::Weather;
use baton_core::{Directory, Moment};
use baton_engine::Clock;
use baton_hours::{Weekday, Zone};
use baton_store::{OpenOptions, Store};
use baton_web::Settings;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How long a step takes between the line and a pretend phone, once the day has been played.
const STEP: Duration = Duration::from_millis(400);

/// Runs the sample business until it is told to stop.
pub(crate) fn run(listen: Option<String>, data: Option<PathBuf>) -> anyhow::Result<()> {
    if let Some(folder) = data {
        return serve(listen, folder);
    }
    let folder = tempfile::Builder::new().prefix("baton-demo-").tempdir();
    // It is taken away when the demo has ended.
    let folder = folder.context("no folder could be made for the demo; name one with --data")?;
    serve(listen, folder.path().to_owned())
}

fn serve(listen: Option<String>, folder: PathBuf) -> anyhow::Result<()> {
    let options = OpenOptions { folder: folder.clone(), database: None, rehearsal: Some(true) };
    let store = Arc::new(Store::open(&options)?);
    let is_new = store.workspace()?.is_none();
    let clock = clock(&folder, is_new)?;
    if is_new {
        business::found(&store, clock.now())?;
    }
    let still = Weather { delay: Duration::ZERO, ..Weather::fair() };
    let carriers = with_weather(&clock, still);
    let simulator = Arc::clone(carriers.simulator());
    let plan = Plan {
        folder,
        store,
        clock,
        carriers,
        listen,
        settings: Settings { rehearsal: true, door: Some("/as/".to_owned()), ..Settings::default() },
    };
    server::run(
        plan,
        async |engine, router| {
            if is_new {
                play::play(engine, &simulator, day::DAY)
                    .await
                    .context("the sample day could not be played")?;
            }
            simulator.set_weather(Weather { delay: STEP, ..Weather::fair() });
            Ok(door::dress(engine, router))
        },
        greeting,
    )
}

/// A new demo begins at nine on the next Tuesday, so that it is always in business hours; one that was kept goes on from
/// where it had come.
fn clock(folder: &Path, is_new: bool) -> anyhow::Result<Clock> {
    if is_new {
        let zone = Zone::named(business::ZONE).context("the sample's time zone is not known")?;
        // Notes where the time is; the clock that goes is the one below.
        Clock::rehearsal(folder, Some(next_tuesday(&zone, Clock::real().now())?))?;
    }
    Ok(Clock::rehearsal(folder, None)?)
}

fn next_tuesday(zone: &Zone, now: Moment) -> anyhow::Result<Moment> {
    let nine = "09:00".parse().context("nine is a time")?;
    let mut date = zone.wall(now).date;
    loop {
        date = date.tomorrow().context("the calendar ends")?;
        if date.weekday() == Weekday::Tue {
            return Ok(zone.moment(date, nine));
        }
    }
}

fn greeting(running: &Running) -> String {
    let address = running.address;
    let mut text = format!(
        "\nOpen http://{address}/ in a browser: you are {} of {}, and it is a Tuesday.\n\
         The pretend phones are at http://{address}/phone: text from one, and watch who gets it and why.\n\n\
         To be somebody else:\n",
        business::YOU.name,
        business::NAME
    );
    for person in running.engine.directory().iter().flat_map(|directory| people(directory)) {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {:<12} http://{address}/as/{}", person.0, person.1);
    }
    text.push_str("\nNothing leaves this machine. Ctrl-C ends it.");
    text
}

/// Everybody by name, with the word by which the door knows them.
fn people(directory: &Directory) -> Vec<(String, String)> {
    let active = directory.people.values().filter(|person| person.active);
    active.map(|person| (person.name.clone(), door::word(person))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_begins_at_nine_on_a_tuesday_ahead() {
        let zone = Zone::named(business::ZONE).unwrap();
        for now in
            ["2026-05-12T18:03:00Z", "2026-05-11T23:00:00Z", "2026-10-31T12:00:00Z", "2027-03-13T12:00:00Z"]
        {
            let now: Moment = now.parse().unwrap();
            let begins = next_tuesday(&zone, now).unwrap();
            let wall = zone.wall(begins);
            assert!(begins > now && begins.since(now) < Duration::from_hours(8 * 24), "{now}: {begins}");
            assert_eq!((wall.weekday(), wall.hour, wall.minute), (Weekday::Tue, 9, 0), "{now}");
        }
    }
}
