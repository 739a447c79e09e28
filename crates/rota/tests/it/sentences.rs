//! What a rota says in words.

use baton_hours::{Calendar, Moment, Week, Weekday, Zone};
use baton_rota::{Days, Every, Rota, Shift, Who, weekly_gaps_in_words};

use crate::draw::Draw;
use crate::slow::Slow;

fn shift(id: &str, days: Days, from: &str, to: &str, who: Who<&'static str>) -> Shift<&'static str> {
    let time = |text: &str| text.parse().expect("a time");
    Shift { id: id.to_owned(), days, from: time(from), to: time(to), who }
}

fn rota(zone: &str, shifts: &[(Days, &str, &str)]) -> Rota<&'static str> {
    let shifts = shifts.iter().enumerate();
    let shifts =
        shifts.map(|(id, (days, from, to))| shift(&id.to_string(), *days, from, to, Who::One("Maya")));
    Rota::new(Zone::named(zone).expect("a zone"), shifts.collect(), vec![], vec![]).expect("a rota")
}

fn hours(zone: &str, days: Days, periods: &str) -> Calendar {
    let periods: Vec<_> = periods.split(' ').map(|text| text.parse().expect("a period")).collect();
    let week = days.iter().fold(Week::shut(), |week, day| week.with(day, periods.clone()));
    Calendar::new(Zone::named(zone).expect("a zone"), week, [])
}

fn may() -> Moment {
    "2026-05-12T18:00:00Z".parse().expect("RFC 3339")
}

/// Fails when a number, a plural or the next day is lost: tried with the plural for one.
#[test]
fn a_shift_says_when_it_is_and_what_advances_the_turn() {
    let start = "2026-01-05".parse().expect("a date");
    let turns = |every| Who::Rotation { people: vec!["Sam", "Tess"], every, start };
    let weekend = Days::from([Weekday::Sat, Weekday::Sun]);
    let odd = Days::from([Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Fri]);
    for (days, from, to, who, words) in [
        (
            Days::ALL,
            "18:00",
            "08:00",
            turns(Every::Shifts(7)),
            "every day, 6 pm to 8 am the next day, a new person every 7 worked shifts from 2026-01-05 on",
        ),
        (
            weekend,
            "09:00",
            "09:00",
            turns(Every::Days(7)),
            "Saturday and Sunday, 9 am to 9 am the next day, a new person every 7 calendar days from 2026-01-05 on",
        ),
        (odd, "00:00", "24:00", Who::One("Sam"), "Monday to Wednesday and Friday, midnight to midnight"),
        (Days::from([Weekday::Sun]), "12:00", "16:30", Who::One("Sam"), "Sunday, noon to 4:30 pm"),
        (Days::WEEKDAYS, "22:00", "00:00", Who::One("Sam"), "Monday to Friday, 10 pm to midnight"),
    ] {
        assert_eq!(shift("s", days, from, to, who).in_words(), words);
    }
    assert_eq!(Every::Shifts(1).in_words(), "a new person every worked shift");
    assert_eq!(Every::Days(1).in_words(), "a new person every calendar day");
}

/// Fails when a gap is cut at Sunday's midnight, when alike ones stand apart, or when one is told outside the hours:
/// tried with gaps that begin anew on Monday, and with hours that are not looked at.
#[test]
fn the_gaps_of_every_week_are_said_in_words() {
    let zone = "America/New_York";
    let desk = [
        (Days::WEEKDAYS, "08:00", "13:00"),
        (Days::WEEKDAYS, "14:00", "18:00"),
        (Days::from([Weekday::Sun]), "08:00", "16:00"),
    ];
    let said = |shifts: &[(Days, &str, &str)], within: Option<&Calendar>| {
        weekly_gaps_in_words(&rota(zone, shifts).weekly_gaps(within, may()))
    };
    let open = hours(zone, Days::ALL, "08:00-20:00");
    assert_eq!(
        said(&desk, Some(&open)),
        "Monday to Friday, 1 pm to 2 pm; Monday to Friday, 6 pm to 8 pm; Saturday 8 am to 8 pm; \
         Sunday 4 pm to 8 pm"
    );
    assert_eq!(
        said(&desk, None),
        "Monday to Friday, 1 pm to 2 pm; Monday to Thursday, 6 pm to 8 am the next day; \
         Friday 6 pm to Sunday 8 am; Sunday 4 pm to Monday 8 am"
    );
    assert_eq!(said(&[(Days::WEEKDAYS, "00:00", "24:00")], None), "all Saturday and Sunday");
    assert_eq!(
        said(&[(Days::WEEKDAYS, "00:00", "18:00")], None),
        "Monday to Thursday, 6 pm to midnight; Friday 6 pm to the end of Sunday"
    );
    assert_eq!(
        said(&[(Days::from([Weekday::Wed]), "09:00", "10:00")], None),
        "Wednesday 10 am to the next Wednesday 9 am"
    );
    assert_eq!(said(&[], None), "at any time");
    assert_eq!(said(&[(Days::ALL, "09:00", "09:00")], None), "");
    assert_eq!(said(&[], Some(&Calendar::new(Zone::UTC, Week::shut(), []))), "");
}

/// Fails when hours of another zone are read on the wrong wall: tried with no difference between the zones.
#[test]
fn hours_of_another_zone_are_read_on_the_walls_of_the_rota() {
    let open = hours("Europe/London", Days::from([Weekday::Mon]), "01:00-18:00");
    let gaps =
        rota("America/New_York", &[(Days::WEEKDAYS, "08:00", "12:00")]).weekly_gaps(Some(&open), may());
    // In May London is five hours ahead: Monday 1:00 there is Sunday 20:00 here.
    assert_eq!(weekly_gaps_in_words(&gaps), "Monday noon to 1 pm; Sunday 8 pm to Monday 8 am");
}

/// Fails when the gaps of every week are not those of a week without a change of clocks and without anything dated: tried
/// with hours that are not looked at.
#[test]
fn the_gaps_of_every_week_are_those_of_an_ordinary_week() {
    let monday: Moment = "2026-06-01T00:00:00Z".parse().expect("RFC 3339");
    let minute = std::time::Duration::from_mins(1);
    for seed in 1..=40 {
        println!("seed {seed}");
        let mut draw = Draw::new(seed);
        let random = draw.rota(&Zone::UTC, monday);
        let rota = Rota::new(Zone::UTC, random.shifts().to_vec(), vec![], vec![]).expect("no problems");
        let within = draw.hours(&Zone::UTC, may());
        let within = Calendar::new(Zone::UTC, within.week().clone(), []);
        let (slow, within) = (Slow::new(&rota), draw.one_in(2).then_some(&within));
        let gaps = rota.weekly_gaps(within, monday);
        for number in 0..7 * 1_440_u32 {
            let at = monday + minute * number;
            let wanted = slow.at(at).people.is_empty() && within.is_none_or(|hours| hours.is_open(at));
            let day = |day: Weekday| u32::try_from(day.index()).expect("small") * 1_440;
            let holds = gaps.iter().any(|gap| {
                let from = day(gap.from_day) + u32::from(gap.from.minutes());
                let until = day(gap.until_day) + u32::from(gap.until.minutes());
                if until > from { (from..until).contains(&number) } else { number >= from || number < until }
            });
            assert_eq!(holds, wanted, "at {at}: {gaps:?}");
        }
    }
}
