//! Times and letters as people read them.

use baton_pages::letters::{initials, queue_letters};
use baton_pages::words::{Wall, age, back, clock, date, day, due, exact, until, waits, weekday};

fn wall(month: u8, day: u8, weekday: u8, hour: u8, minute: u8) -> Wall {
    Wall { year: 2026, month, day, weekday, hour, minute }
}

/// Tuesday 12 May 2026, 2:03 pm.
fn now() -> Wall {
    wall(5, 12, 1, 14, 3)
}

const MINUTE: i64 = 60_000_000;

/// The cases that server and browser share: a list's (now, at, words) with times in seconds.
fn cases(list: &str) -> Vec<(i64, i64, Option<String>)> {
    let text = include_str!("../words.json");
    let from = text.find(&format!("\"{list}\": [")).expect("the list");
    let list = text[from..].split(']').next().expect("an end");
    list.lines().filter(|line| line.contains("\"now\"")).map(case).collect()
}

fn case(line: &str) -> (i64, i64, Option<String>) {
    let value = |name: &str| line.split(&format!("\"{name}\": ")).nth(1).expect("the name").to_owned();
    let number =
        |name: &str| value(name).split([',', ' ']).next().and_then(|n| n.parse().ok()).expect("a number");
    (number("now"), number("at"), value("words").split('"').nth(1).map(Into::into))
}

#[test]
fn times_that_run_read_as_in_the_browser() {
    let (dues, ages) = (cases("due"), cases("age"));
    assert!(dues.len() > 10 && ages.len() > 5);
    for (at_now, at, words) in dues {
        let said = due(at_now * 1_000_000, at * 1_000_000, &now(), &wall(5, 12, 1, 14, 20));
        assert_eq!(said, words.unwrap_or_else(|| "due 2:20 pm".into()), "{at_now} {at}");
    }
    for (at_now, at, words) in ages {
        let said = age(at_now * 1_000_000, at * 1_000_000, &now(), &wall(5, 11, 0, 14, 3));
        assert_eq!(said, words.unwrap_or_else(|| "Mon".into()), "{at_now} {at}");
    }
}

/// Fails when what waits is said as if it was something that happened then, or as the browser does not say it.
#[test]
fn what_waits_says_how_long() {
    let said = |seconds: i64| waits(seconds * 1_000_000, 0, &now(), &wall(5, 11, 0, 14, 3));
    assert_eq!([0, 60, 3600, 86_400].map(said), ["now", "1 min", "1 h", "since Mon"]);
}

#[test]
fn the_clock_of_the_page_reads_as_in_the_browser() {
    let walls = [now(), wall(6, 1, 0, 0, 5), wall(7, 4, 5, 12, 0), wall(12, 31, 3, 23, 59)];
    let text = include_str!("../words.json");
    let list = text.split("\"exact\": [").nth(1).and_then(|rest| rest.split(']').next()).expect("the list");
    let said: Vec<&str> =
        list.split("\"words\": \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(said, walls.iter().map(exact).collect::<Vec<_>>());
}

/// Fails when a time after "until" or "by" does not say the day where it is another, or says minutes that are none.
#[test]
fn until_when_is_said_as_shortly_as_it_can_be() {
    assert_eq!(until(&now(), &wall(5, 12, 1, 18, 0)), "6 pm");
    assert_eq!(weekday(&wall(5, 12, 1, 14, 56)), "Tue 2:56 pm", "also of today: it may be read tomorrow");
    assert_eq!(until(&now(), &wall(5, 12, 1, 14, 15)), "2:15 pm");
    assert_eq!(until(&now(), &wall(5, 14, 3, 9, 0)), "Thu 9 am");
    assert_eq!(until(&now(), &wall(6, 1, 0, 9, 30)), "1 June, 9:30 am");
}

#[test]
fn a_due_time_says_as_much_as_is_needed() {
    let far = 100 * MINUTE;
    assert_eq!(due(0, far, &now(), &wall(5, 12, 1, 14, 20)), "due 2:20 pm");
    assert_eq!(due(0, far, &now(), &wall(5, 13, 2, 9, 0)), "due Wed 9 am");
    assert_eq!(due(0, far, &now(), &wall(5, 13, 2, 8, 30)), "due Wed 8:30 am");
    assert_eq!(due(0, far, &now(), &wall(5, 18, 0, 9, 0)), "due Mon 9 am");
    assert_eq!(due(0, far, &now(), &wall(5, 19, 1, 9, 0)), "due 19 May, 9 am");
    assert_eq!(back(&now(), &wall(5, 12, 1, 18, 0)), "back 6:00 pm");
    assert_eq!(back(&now(), &wall(5, 14, 3, 9, 0)), "back Thu 9 am");
}

#[test]
fn noon_and_midnight_are_twelve() {
    assert_eq!(clock(&wall(5, 12, 1, 0, 5)), "12:05 am");
    assert_eq!(clock(&wall(5, 12, 1, 12, 0)), "12:00 pm");
    assert_eq!(clock(&wall(5, 12, 1, 23, 59)), "11:59 pm");
    assert_eq!(exact(&now()), "Tue 12 May, 2:03 pm");
}

#[test]
fn days_are_headed_by_what_they_are_to_the_reader() {
    assert_eq!(day(&now(), &now()), "Today, Tuesday 12 May");
    assert_eq!(day(&now(), &wall(5, 11, 0, 23, 0)), "Yesterday, Monday 11 May");
    assert_eq!(day(&now(), &wall(3, 3, 1, 9, 0)), "Tuesday 3 March");
    let last_year = Wall { year: 2025, ..wall(11, 18, 1, 9, 0) };
    assert_eq!(day(&now(), &last_year), "Tuesday 18 November 2025");
    assert_eq!(date(&now(), &last_year), "18 Nov 2025");
    let new_year = wall(1, 1, 3, 9, 0);
    assert_eq!(
        day(&new_year, &Wall { year: 2025, ..wall(12, 31, 2, 9, 0) }),
        "Yesterday, Wednesday 31 December"
    );
}

#[test]
fn people_have_two_capitals() {
    for (name, letters) in [
        ("Chris Bell", "CB"),
        ("chris bell", "CB"),
        ("Álvaro Núñez", "ÁN"),
        ("Piet de Wit", "PW"),
        ("Anne-Marie O’Neil", "AO"),
        ("Cher", "CH"),
        ("  Øyvind   Åse ", "ØÅ"),
        ("李 小龙", "李小"),
        ("X", "X"),
        ("", "?"),
        ("42", "?"),
    ] {
        assert_eq!(initials(name), letters, "{name}");
    }
}

#[test]
fn queues_have_letters_of_their_own_that_are_no_words() {
    let names = [
        "Sales",
        "Sales east",
        "Sales south",
        "Safety",
        "Sauna",
        "Sa",
        "Internal",
        "Lilli",
        "Memberships",
        "",
        "销售",
    ];
    let letters = queue_letters(&names);
    let mut unique = letters.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), names.len(), "{letters:?}");
    for pair in &letters {
        assert!(!pair.contains('l') && !pair.contains('I'), "{letters:?}");
        assert!(!["Me", "My", "So", "No"].contains(&pair.as_str()), "{letters:?}");
    }
}
