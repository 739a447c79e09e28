//! Promises: read where they are exact, and nowhere else.

use baton_templates::{Day, Promise, TimeOfDay, Weekday};
use proptest::prelude::*;
use std::time::Duration;

fn at(day: Day, hour: u8, minute: u8) -> Promise {
    Promise::By(day, TimeOfDay::new(hour, minute).expect("a time that clocks show"))
}

/// Fails when one of these is not read, or as something else.
#[test]
fn what_is_exact_is_read() {
    let friday = Day::Next(Weekday::Friday);
    let table = [
        ("20 minutes", Promise::Minutes(20)),
        ("within 2 h", Promise::Minutes(120)),
        ("in the next 45 min.", Promise::Minutes(45)),
        ("In an hour", Promise::Minutes(60)),
        ("half an hour", Promise::Minutes(30)),
        ("24 hours", Promise::Minutes(1440)),
        ("two hours", Promise::Minutes(120)),
        ("15–20 minutes", Promise::Minutes(20)),
        ("one to two hours", Promise::Minutes(120)),
        ("1 business day", Promise::BusinessDays(1)),
        ("within 1-2 working days", Promise::BusinessDays(2)),
        ("4 business hours", Promise::BusinessHours(4)),
        ("by 3 pm", at(Day::Today, 15, 0)),
        ("3PM", at(Day::Today, 15, 0)),
        ("3 p.m.", at(Day::Today, 15, 0)),
        ("3:30 p.m. today", at(Day::Today, 15, 30)),
        ("15:00", at(Day::Today, 15, 0)),
        ("by 09:15 tomorrow", at(Day::Tomorrow, 9, 15)),
        ("tomorrow at 9 am", at(Day::Tomorrow, 9, 0)),
        ("noon", at(Day::Today, 12, 0)),
        ("12 pm", at(Day::Today, 12, 0)),
        ("12:30 am", at(Day::Today, 0, 30)),
        ("00:00 tomorrow", at(Day::Tomorrow, 0, 0)),
        ("0:30 tomorrow", at(Day::Tomorrow, 0, 30)),
        ("Friday, 11 am", at(friday, 11, 0)),
        ("by 11 am on Fri", at(friday, 11, 0)),
        ("on Friday by noon", at(friday, 12, 0)),
    ];
    for (words, promise) in table {
        assert_eq!(Promise::read(words), Some(promise), "{words}");
    }
}

/// Fails when something is guessed.
#[test]
fn what_is_not_exact_is_not_read() {
    let vague = [
        "",
        "soon",
        "asap",
        "tomorrow",
        "tomorrow morning",
        "today",
        "end of day",
        "EOD",
        "Friday",
        "by 3",
        "3:30",
        "12:45",
        "12 am",
        "midnight",
        "24:00",
        "13 pm",
        "0 am",
        "15:00 pm",
        "09:30 pm",
        "9:5 am",
        "3:60 pm",
        "next Friday at 3 pm",
        "this afternoon",
        "1 day",
        "2 days",
        "a week",
        "0 minutes",
        "-5 minutes",
        "1.5 hours",
        "1,000 minutes",
        "about 20 minutes",
        "~20 min",
        "20",
        "20-15 minutes",
        "20-20 minutes",
        "0-20 minutes",
        "3-5 pm",
        "20 minutes or so",
        "20 minutes tomorrow",
        "within 3 pm",
        "12 May at 3 pm",
        "5/6",
        "5m",
        "20 minutes 30 minutes",
        "3 pm 4 pm",
        "tomorrow today 3 pm",
        "4294967296 minutes",
        "4294967295 hours",
        "60001 minutes",
        "71582789 hours",
        "1001 business days",
        "２０ minutes",
        "twenty minutes",
        "by by 3 pm",
        "1:60",
        "business day",
        "3 pm EST",
        "next business day",
        "not within 20 minutes",
    ];
    for words in vague {
        assert_eq!(Promise::read(words), None, "{words}");
    }
}

/// Fails when the length of a promise is not its minutes, or business time is taken for real time.
#[test]
fn only_real_time_has_a_length() {
    assert_eq!(Promise::read("90 min").unwrap().real_time(), Some(Duration::from_mins(90)));
    assert_eq!(Promise::read("1 business day").unwrap().real_time(), None);
    assert_eq!(Promise::read("3 pm").unwrap().real_time(), None);
}

fn promise() -> impl Strategy<Value = Promise> {
    let day = prop_oneof![
        Just(Day::Today),
        Just(Day::Tomorrow),
        prop::sample::select(Weekday::ALL.to_vec()).prop_map(Day::Next)
    ];
    prop_oneof![
        (1..=Promise::MOST_MINUTES).prop_map(Promise::Minutes),
        (1..=1000_u32).prop_map(|hours| Promise::Minutes(hours * 60)),
        (1..=Promise::MOST_BUSINESS).prop_map(Promise::BusinessHours),
        (1..=Promise::MOST_BUSINESS).prop_map(Promise::BusinessDays),
        (day, 0..24_u8, prop_oneof![Just(0), 0..60_u8]).prop_map(|(day, hour, minute)| at(day, hour, minute)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Fails when a promise is printed so that it reads back as another or as none, alone or as people lead up to it.
    #[test]
    fn what_is_printed_reads_back(promise in promise(), shout in any::<bool>()) {
        let printed = promise.to_string();
        let led = match promise {
            Promise::By(..) => format!("by {printed}."),
            _ => format!("within {printed}"),
        };
        for words in [printed.clone(), led] {
            let words = if shout { words.to_uppercase() } else { words };
            prop_assert_eq!(Promise::read(&words), Some(promise), "{}", words);
        }
    }
}
