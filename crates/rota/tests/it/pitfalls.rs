//! Ways in which others' rotas went wrong.

use std::time::Duration;

use baton_hours::{Date, Moment, Wall, Weekday, Zone};
use baton_rota::{Days, Every, Local, Override, Rota, Shift, Who};

use crate::slow::{Name, day_before};

const MINUTE: Duration = Duration::from_mins(1);

fn moment(text: &str) -> Moment {
    text.parse().expect("RFC 3339")
}

fn local(text: &str) -> Local {
    text.parse().expect("a local time")
}

fn rotation(people: &[Name], every: Every, start: &str) -> Who<Name> {
    Who::Rotation { people: people.to_vec(), every, start: start.parse().expect("a date") }
}

fn shift(id: &str, days: Days, [from, to]: [&str; 2], who: Who<Name>) -> Shift<Name> {
    let time = |text: &str| text.parse().expect("a time");
    Shift { id: id.to_owned(), days, from: time(from), to: time(to), who }
}

/// Whose week it is by a hand-over on Monday at 9, Sam's being the one that began on 20 October 2025.
fn whose_week(wall: Wall) -> Name {
    let mut monday = wall.date;
    if wall.minute_of_day() < 9 * 60 {
        monday = day_before(monday);
    }
    while monday.weekday() != Weekday::Mon {
        monday = day_before(monday);
    }
    let (mut week, mut weeks) = (Date::new(2025, 10, 20).expect("a date"), 0);
    while week < monday {
        week = (0..7).fold(week, |day, _| day.tomorrow().expect("years before 9999"));
        weeks += 1;
    }
    ["Sam", "Tess"][weeks % 2]
}

/// `grafana/oncall` #5247, #5455 and #3261, `OneUptime` #1890: a weekly shift was kept as a start and 604,800 seconds, so that
/// autumn had an hour with nobody and spring one with two people, and the API, the page and the alerts disagreed.
///
/// Fails when somebody is not on alone at some minute from October to March, when a hand-over is not on Monday at 9:00 by
/// the clock, or when two ways to ask disagree: tried with routing by the offset of another
/// season, and with a change of clocks that is not looked at.
#[test]
fn a_weekly_hand_over_is_monday_at_nine_by_the_clock_through_both_changes_of_clocks() {
    let zone = Zone::named("America/Chicago").expect("a zone");
    for every in [Every::Shifts(7), Every::Days(7)] {
        let who = rotation(&["Sam", "Tess"], every, "2025-10-20");
        let call = shift("call", Days::ALL, ["09:00", "09:00"], who);
        let rota = Rota::new(zone.clone(), vec![call], vec![], vec![]).expect("a rota");
        let (begin, end) = (moment("2025-10-20T14:00:00Z"), moment("2026-03-23T14:00:00Z"));
        let stints = rota.stints(begin, end);
        let timers: Vec<_> = rota.changes(begin, end - MINUTE).collect();
        for (edge, _) in &timers {
            let wall = zone.wall(*edge);
            assert_eq!((wall.weekday(), wall.minute_of_day()), (Weekday::Mon, 9 * 60), "hand-over {edge}");
        }
        // Every minute of the weeks with a change of clocks.
        for (mut at, until) in [
            ("2025-10-27T12:00:00Z", "2025-11-10T17:00:00Z"),
            ("2026-03-02T13:00:00Z", "2026-03-16T16:00:00Z"),
        ]
        .map(|(from, until)| (moment(from), moment(until)))
        {
            while at < until {
                let wanted = whose_week(zone.wall(at));
                let timer = timers.iter().rev().find(|(edge, _)| *edge <= at).map_or("Sam", |(_, on)| *on[0]);
                let stint = stints.iter().find(|stint| at < stint.until).expect("no hole");
                assert_eq!(rota.on(at), [&wanted], "routing at {at}");
                assert_eq!(timer, wanted, "timers at {at}");
                assert_eq!(stint.people, [&wanted], "the page at {at}");
                assert_eq!(rota.shifts_at(at).len(), 1, "one shift at {at}");
                at += MINUTE;
            }
        }
        assert_eq!(rota.gaps(None, begin, end), [], "somebody is always on");
        let weeks: Vec<_> =
            stints.iter().map(|stint| stint.until.since(stint.from).as_secs() / 3_600).collect();
        let odd: Vec<_> = weeks.iter().copied().filter(|&hours| hours != 168).collect();
        assert_eq!((weeks.len(), odd), (22, vec![169, 167]), "one week is longer, one is shorter");
    }
}

/// `OneUptime` #2413: a daily rotation of three on weekdays also counted Saturdays and Sundays, so that Monday's person
/// looked random.
///
/// Fails when a day without the shift takes a turn, when a holiday (an override with nobody) holds the rotation up, or when
/// the words do not say what advances it: tried with both counted as calendar days, and with
/// the plural for one.
#[test]
fn a_daily_rotation_on_weekdays_counts_worked_shifts_and_says_so() {
    let zone = Zone::named("America/New_York").expect("a zone");
    let people = ["Maya", "Chris", "Dana"];
    let holiday = Override {
        from: local("2026-05-25T00:00"),
        to: local("2026-05-26T00:00"),
        who: vec![],
        why: Some("Memorial Day".to_owned()),
    };
    let rota = |every, overrides| {
        let desk = shift("desk", Days::WEEKDAYS, ["09:00", "17:00"], rotation(&people, every, "2026-05-04"));
        Rota::new(zone.clone(), vec![desk], overrides, vec![]).expect("a rota")
    };
    let start: Date = "2026-05-04".parse().expect("a date");
    let in_order = |rota: &Rota<Name>| -> Vec<Name> {
        let stints = rota.preview(start, 8);
        stints.iter().filter(|stint| !stint.people.is_empty()).map(|stint| *stint.people[0]).collect()
    };
    let worked = rota(Every::default(), vec![]);
    let eight_weeks: Vec<Name> = people.into_iter().cycle().take(40).collect();
    assert_eq!(in_order(&worked), eight_weeks, "one after the other, whatever weekends lie between");
    assert_eq!(
        worked.shifts()[0].in_words(),
        "Monday to Friday, 9 am to 5 pm, a new person every worked shift from 2026-05-04 on"
    );
    // The holiday is the 16th worked shift: whose turn it was has had it.
    let with_holiday = rota(Every::default(), vec![holiday]);
    let mut without_one = eight_weeks;
    without_one.remove(15);
    assert_eq!(in_order(&with_holiday), without_one);
    let preview = with_holiday.preview(start, 8);
    let empty: Vec<_> = preview.iter().filter(|stint| stint.is_override()).collect();
    assert_eq!(empty.len(), 1);
    assert_eq!(empty[0].by.and_then(|by| by.why.as_deref()), Some("Memorial Day"));
    // By calendar days weekends take turns too: said so, and so chosen.
    let days = rota(Every::Days(1), vec![]);
    assert_eq!(in_order(&days)[..6], ["Maya", "Chris", "Dana", "Maya", "Chris", "Chris"]);
    assert!(days.shifts()[0].in_words().contains("a new person every calendar day"));
}
