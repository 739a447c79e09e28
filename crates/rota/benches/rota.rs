//! How long it takes to say who is on: `cargo bench -p baton-rota`.
//! Processor time, so that what else works on the machine counts little.

use std::hint::black_box;
use std::time::{Duration, Instant};

use baton_hours::{Moment, Zone};
use baton_rota::{Days, Every, Override, Rota, Shift, ShiftDate, Swap, Who};

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

fn shift(id: &str, days: Days, from: &str, to: &str, who: Who<u32>) -> Shift<u32> {
    let time = |text: &str| text.parse().expect("a time");
    Shift { id: id.to_owned(), days, from: time(from), to: time(to), who }
}

fn rota(shifts: Vec<Shift<u32>>, overrides: Vec<Override<u32>>, swaps: Vec<Swap>) -> Rota<u32> {
    Rota::new(Zone::named("America/New_York").expect("a zone"), shifts, overrides, swaps).expect("a rota")
}

fn measure_all(name: &str, rota: &Rota<u32>) {
    measure(&format!("{name}: on"), |at| rota.on(at).len());
    measure(&format!("{name}: is_on"), |at| rota.is_on(&2, at));
    measure(&format!("{name}: shifts_at"), |at| rota.shifts_at(at).len());
    measure(&format!("{name}: next_change"), |at| rota.next_change(at).map(|(at, _)| at));
}

fn main() {
    let start = "2026-01-05".parse().expect("a date");
    let turns = |every| Who::Rotation { people: vec![1, 2, 3], every, start };
    let desk = rota(
        vec![
            shift("morning", Days::WEEKDAYS, "08:00", "13:00", Who::One(1)),
            shift("afternoon", Days::WEEKDAYS, "13:00", "18:00", Who::One(2)),
        ],
        vec![],
        vec![],
    );
    measure_all("desk of two shifts", &desk);
    let weekly =
        rota(vec![shift("call", Days::ALL, "09:00", "09:00", turns(Every::Shifts(7)))], vec![], vec![]);
    measure_all("on call, a week each", &weekly);
    let ten = (0..10).map(|number| {
        shift(&number.to_string(), Days::ALL, "06:00", "22:00", turns(Every::Days(number % 3 + 1)))
    });
    let overrides = (1..=12).map(|month| Override {
        from: format!("2026-{month:02}-10T09:00").parse().expect("a local time"),
        to: format!("2026-{month:02}-11T09:00").parse().expect("a local time"),
        who: vec![7],
        why: None,
    });
    let named = |shift: &str, month: u32| ShiftDate {
        shift: shift.to_owned(),
        date: format!("2026-{month:02}-20").parse().expect("a date"),
    };
    let swaps = (1..=12).map(|month| Swap { one: named("1", month), other: named("2", month) });
    let big = rota(ten.collect(), overrides.collect(), swaps.collect());
    measure_all("ten rotations at once, 12 overrides, 12 swaps", &big);
    let always = rota(vec![shift("all", Days::ALL, "00:00", "24:00", Who::One(2))], vec![], vec![]);
    measure_all("always the same", &always);
    measure("eight weeks' preview of the desk", |at| {
        desk.stints(at, at + Duration::from_hours(24 * 56)).len()
    });
}
