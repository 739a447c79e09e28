//! How long business-time arithmetic takes: `cargo bench -p baton-hours`.
//! Processor time, so that what else works on the machine counts little.

use std::hint::black_box;
use std::time::{Duration, Instant};

use baton_hours::{Calendar, Holiday, Moment, Week, Weekday, Zone};

const ROUNDS: u32 = 200_000;

/// Processor time of this thread so far, from Linux' schedstat (proc(5)); elsewhere the machine's time.
#[expect(clippy::disallowed_methods, reason = "a measurement reads what the machine counted")]
fn used(begun: Instant) -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = text.split(' ').next().and_then(|nanos| nanos.parse().ok());
    nanos.map_or_else(|| begun.elapsed(), Duration::from_nanos)
}

#[expect(clippy::disallowed_methods, reason = "a measurement reads the machine's clock")]
fn measure<T>(what: &str, mut work: impl FnMut(Moment) -> T) {
    let start: Moment = "2026-01-05T12:00:00Z".parse().expect("RFC 3339");
    let begun = Instant::now();
    let before = used(begun);
    for round in 0..ROUNDS {
        // A different instant each time, spread over the year.
        black_box(work(start + Duration::from_secs(u64::from(round % 8_760) * 3_600)));
    }
    println!("{what}: {:.0} ns", used(begun).saturating_sub(before).as_secs_f64() * 1e9 / f64::from(ROUNDS));
}

fn main() {
    let days = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
    let week = days.into_iter().fold(Week::shut(), |week, day| {
        week.with(day, ["09:00-12:30", "13:30-18:00"].map(|text| text.parse().expect("a period")))
    });
    let date = |text: &str| Holiday { date: text.parse().expect("a date"), periods: vec![] };
    let holidays = ["2026-01-01", "2026-07-03", "2026-11-26", "2026-12-25"].map(date);
    let calendar = Calendar::new(Zone::named("America/New_York").expect("a zone"), week, holidays);
    let hour = Duration::from_hours(1);
    measure("is_open", |at| calendar.is_open(at));
    measure("next_opening", |at| calendar.next_opening(at));
    measure("next_closing", |at| calendar.next_closing(at));
    measure("add 1 hour", |at| calendar.add(at, hour));
    measure("add 5 days of 8 hours", |at| calendar.add(at, hour * 40));
    measure("add a year of 2,000 hours", |at| calendar.add(at, hour * 2_000));
    measure("between, a week apart", |at| calendar.between(at, at + hour * 168));
    measure("wall", |at| calendar.zone().wall(at));
}
