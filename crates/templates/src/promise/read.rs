//! Reading a promise: only what is exact. Every word must be understood, or nothing is.

use super::{Day, Promise, TimeOfDay, Weekday};

/// Longer words promise nothing exact.
const LONGEST: usize = 60;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'w> {
    Number(u32),
    /// `15:30` or `09:00`: hour, minute, and whether the hour shows that the clock has 24.
    Clock(u32, u32, bool),
    Word(&'w str),
    /// A hyphen or dash, or "to".
    To,
}

use Token::{Clock, Number, To, Word};

pub(super) fn promise(words: &str) -> Option<Promise> {
    if words.len() > LONGEST {
        return None;
    }
    let words = plain(words);
    let tokens = tokens(&words)?;
    match tokens.as_slice() {
        [Word("within" | "in"), Word("the"), Word("next"), rest @ ..]
        | [Word("within" | "in"), rest @ ..] => length(rest),
        rest => length(rest).or_else(|| wall(rest)),
    }
}

/// Small letters, plain dashes and spaces, no full stop at the end; `p.m.` as `pm`.
fn plain(words: &str) -> String {
    let plain = |c: char| match c {
        '\u{2010}'..='\u{2014}' => '-',
        c if c.is_whitespace() => ' ',
        c => c.to_ascii_lowercase(),
    };
    let words: String = words.trim().chars().map(plain).collect();
    let words = words.replace("a.m.", "am").replace("p.m.", "pm");
    words.trim_end_matches(['.', '!']).to_owned()
}

/// The tokens, or none where a character has no place in a promise.
fn tokens(words: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::new();
    let mut rest = words;
    while let Some(first) = rest.chars().next() {
        let kind: fn(char) -> bool = match first {
            ' ' | ',' => {
                rest = &rest[1..];
                continue;
            }
            '-' => {
                tokens.push(To);
                rest = &rest[1..];
                continue;
            }
            '0'..='9' => |c| c.is_ascii_digit() || c == ':',
            'a'..='z' => |c| c.is_ascii_lowercase(),
            _ => return None,
        };
        let end = rest.find(|c| !kind(c)).unwrap_or(rest.len());
        let (token, after) = rest.split_at(end);
        tokens.push(if first.is_ascii_digit() { number(token)? } else { word(token) });
        rest = after;
    }
    Some(tokens)
}

fn number(token: &str) -> Option<Token<'_>> {
    let Some((hour, minute)) = token.split_once(':') else {
        return token.parse().ok().map(Number);
    };
    let shaped = (1..=2).contains(&hour.len()) && minute.len() == 2;
    let hours = hour.parse().ok()?;
    let is_of_24 = hours > 12 || hour.starts_with('0');
    shaped.then_some(Clock(hours, minute.parse().ok()?, is_of_24))
}

fn word(token: &str) -> Token<'_> {
    const NUMBERS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    match token {
        "to" => To,
        "a" | "an" => Number(1),
        _ => (1..)
            .zip(NUMBERS)
            .find(|(_, name)| *name == token)
            .map_or(Word(token), |(count, _)| Number(count)),
    }
}

/// `20 minutes`, `1-2 business days`: of a range the later end, for that is what it promises.
fn length(tokens: &[Token]) -> Option<Promise> {
    match *tokens {
        [Word("half"), Number(1), Word("hour")] => Some(Promise::Minutes(30)),
        [Number(least), To, Number(most), ref unit @ ..] => {
            (1..most).contains(&least).then(|| in_unit(most, unit)).flatten()
        }
        [Number(count), ref unit @ ..] => in_unit(count, unit),
        _ => None,
    }
}

/// A day or a week alone is no unit: it leaves open whether nights and weekends count.
fn in_unit(count: u32, unit: &[Token]) -> Option<Promise> {
    let minutes = |each| count.checked_mul(each).filter(|minutes| *minutes <= Promise::MOST_MINUTES);
    let business = || Some(count).filter(|count| *count <= Promise::MOST_BUSINESS);
    let promise = match unit {
        [Word("min" | "mins" | "minute" | "minutes")] => Promise::Minutes(minutes(1)?),
        [Word("h" | "hr" | "hrs" | "hour" | "hours")] => Promise::Minutes(minutes(60)?),
        [Word("business" | "working"), Word("h" | "hr" | "hrs" | "hour" | "hours")] => {
            Promise::BusinessHours(business()?)
        }
        [Word("business" | "working"), Word("day" | "days")] => Promise::BusinessDays(business()?),
        _ => return None,
    };
    (count > 0).then_some(promise)
}

/// `by 3 pm`, `tomorrow at 9:30 am`, `15:00 on Friday`.
fn wall(tokens: &[Token]) -> Option<Promise> {
    let tokens = without_preposition(tokens);
    if let Some((day, rest)) = leading_day(tokens) {
        return Some(Promise::By(day, all_of(without_preposition(rest))?));
    }
    let (time, rest) = leading_time(tokens)?;
    let day = match rest {
        [] => Day::Today,
        rest => leading_day(rest).filter(|(_, rest)| rest.is_empty())?.0,
    };
    Some(Promise::By(day, time))
}

fn without_preposition<'t, 'w>(tokens: &'t [Token<'w>]) -> &'t [Token<'w>] {
    if let [Word("by" | "before" | "at"), rest @ ..] = tokens { rest } else { tokens }
}

fn all_of(tokens: &[Token]) -> Option<TimeOfDay> {
    leading_time(tokens).filter(|(_, rest)| rest.is_empty()).map(|(time, _)| time)
}

fn leading_day<'t, 'w>(tokens: &'t [Token<'w>]) -> Option<(Day, &'t [Token<'w>])> {
    match tokens {
        [Word("today"), rest @ ..] => Some((Day::Today, rest)),
        [Word("tomorrow"), rest @ ..] => Some((Day::Tomorrow, rest)),
        [Word("on"), Word(name), rest @ ..] | [Word(name), rest @ ..] => {
            Some((Day::Next(weekday(name)?), rest))
        }
        _ => None,
    }
}

fn weekday(name: &str) -> Option<Weekday> {
    Some(match name {
        "monday" | "mon" => Weekday::Monday,
        "tuesday" | "tues" | "tue" => Weekday::Tuesday,
        "wednesday" | "wed" => Weekday::Wednesday,
        "thursday" | "thurs" | "thur" | "thu" => Weekday::Thursday,
        "friday" | "fri" => Weekday::Friday,
        "saturday" | "sat" => Weekday::Saturday,
        "sunday" | "sun" => Weekday::Sunday,
        _ => return None,
    })
}

/// A time that says which half of the day it is in.
fn leading_time<'t, 'w>(tokens: &'t [Token<'w>]) -> Option<(TimeOfDay, &'t [Token<'w>])> {
    match tokens {
        // "12 am" is midnight, and nobody is sure of which day.
        [Number(12) | Clock(12, 0, _), Word("am"), ..] => None,
        [Number(hour), Word(half @ ("am" | "pm")), rest @ ..] => Some((of_twelve(*hour, 0, half)?, rest)),
        [Clock(hour, minute, false), Word(half @ ("am" | "pm")), rest @ ..] => {
            Some((of_twelve(*hour, *minute, half)?, rest))
        }
        [Clock(_, _, _), Word("am" | "pm"), ..] => None,
        [Clock(hour, minute, true), rest @ ..] => Some((time(*hour, *minute)?, rest)),
        [Number(12), Word("noon"), rest @ ..] | [Word("noon"), rest @ ..] => Some((time(12, 0)?, rest)),
        _ => None,
    }
}

fn of_twelve(hour: u32, minute: u32, half: &str) -> Option<TimeOfDay> {
    let afternoon = if half == "pm" { 12 } else { 0 };
    (1..=12).contains(&hour).then(|| time(hour % 12 + afternoon, minute)).flatten()
}

fn time(hour: u32, minute: u32) -> Option<TimeOfDay> {
    TimeOfDay::new(u8::try_from(hour).ok()?, u8::try_from(minute).ok()?)
}
