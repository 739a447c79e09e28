//! A queue's week: who is on from when to when, as every instant between two edges has it.

use super::desk::Desk;
use super::rota::Week;
use baton_core::{Moment, Owner, PersonId, Queue};
use baton_hours::{Date, WallTime};
use baton_pages::{QueueDay, StintLine};
use std::time::Duration;

/// A stretch that begins in a week may end in the next one.
pub(super) const BEYOND: Duration = Duration::from_hours(24);

/// Minutes of a day on the wall.
const DAY: u16 = 1_440;

/// Somebody's time, or a gap.
struct Span {
    person: Option<PersonId>,
    from: Moment,
    until: Moment,
}

/// The seven days of a queue, and its gaps.
pub(super) fn days(desk: &Desk, week: &Week, queue: &Queue) -> (Vec<QueueDay>, Vec<(Moment, Moment)>) {
    let (begin, end) = (week.edges[0], week.edges[7]);
    let spans = spans(desk, week, queue, (begin, end + BEYOND));
    let spans: Vec<Span> = spans.into_iter().filter(|span| span.from < end).collect();
    let gaps =
        spans.iter().filter(|span| span.person.is_none()).map(|span| (span.from, span.until)).collect();
    let days = week.days.iter().zip(week.edges.windows(2)).map(|(day, edges)| {
        let (from, until) = (edges[0], edges[1]);
        let stints: Vec<StintLine> = spans
            .iter()
            .filter(|span| (from..until).contains(&span.from))
            .map(|span| stint(desk, queue, span, (begin, end)))
            .collect();
        QueueDay {
            today: *day == week.today,
            strip: strip(desk, week.window, &spans, *day),
            quiet: if is_open_between(desk, queue, from, until) { "" } else { "closed" }.to_owned(),
            stints,
        }
    });
    (days.collect(), gaps)
}

/// Everybody's stretches and the gaps, by their beginnings.
fn spans(desk: &Desk, week: &Week, queue: &Queue, (begin, end): (Moment, Moment)) -> Vec<Span> {
    let directory = &desk.directory;
    let mut done: Vec<Span> = Vec::new();
    let mut running: Vec<Span> = Vec::new();
    let inside = || week.changes.iter().copied().filter(|edge| begin < *edge && *edge < end);
    let pieces = std::iter::once(begin).chain(inside()).zip(inside().chain([end]));
    for (at, next) in pieces {
        let mut on: Vec<Option<PersonId>> = directory.on(queue, at).map(Some).collect();
        let kept = queue.rota.is_some() || queue.hours.is_some();
        if on.is_empty() && kept && directory.is_open(queue, at) {
            on.push(None);
        }
        let (goes_on, ends): (Vec<Span>, Vec<Span>) =
            running.into_iter().partition(|span| on.contains(&span.person));
        done.extend(ends);
        running = goes_on;
        for span in &mut running {
            span.until = next;
        }
        for person in on {
            if !running.iter().any(|span| span.person == person) {
                running.push(Span { person, from: at, until: next });
            }
        }
    }
    done.extend(running);
    done.sort_by_key(|span| span.from);
    done
}

fn stint(desk: &Desk, queue: &Queue, span: &Span, (begin, end): (Moment, Moment)) -> StintLine {
    let rota = queue.rota.and_then(|place| desk.directory.rotas.get(place));
    let instead = rota.and_then(|rota| rota.override_at(span.from)).filter(|_| span.person.is_some());
    StintLine {
        ring: span.person.map(|person| desk.bare_ring(Owner::Person(person))),
        words: words(desk, span, (begin, end)),
        small: if instead.is_some() { "instead".to_owned() } else { String::new() },
        why: instead.and_then(|by| by.why.clone()).unwrap_or_default(),
    }
}

/// "8–12", "6 pm–8 am", "until 8 am" where it began before, "all week".
fn words(desk: &Desk, span: &Span, (begin, end): (Moment, Moment)) -> String {
    let zone = desk.directory.policy.zone();
    let (from, until) = (zone.wall(span.from), zone.wall(span.until));
    let clock = |at: Moment| short(zone.wall(at).hour, zone.wall(at).minute);
    if span.from <= begin && span.until >= end + BEYOND {
        return "all week".to_owned();
    }
    if span.from <= begin {
        let first = clock(span.until);
        return if from.date == until.date {
            format!("until {first}")
        } else {
            format!("until {} {first}", day(desk, span.until))
        };
    }
    if span.until >= end + BEYOND {
        return format!("from {}", clock(span.from));
    }
    if from.date == until.date && (6..21).contains(&from.hour) && until.hour <= 21 {
        return format!("{}–{}", bare(from.hour, from.minute), bare(until.hour, until.minute));
    }
    let next = from.date.tomorrow() == Some(until.date);
    let day =
        if from.date == until.date || next { String::new() } else { format!("{} ", day(desk, span.until)) };
    format!("{}–{day}{}", clock(span.from), clock(span.until))
}

fn day(desk: &Desk, at: Moment) -> String {
    desk.directory.policy.zone().wall(at).date.weekday().to_string()[..3].to_owned()
}

fn bare(hour: u8, minute: u8) -> String {
    let twelve = if hour.is_multiple_of(12) { 12 } else { hour % 12 };
    if minute == 0 { twelve.to_string() } else { format!("{twelve}:{minute:02}") }
}

fn short(hour: u8, minute: u8) -> String {
    format!("{} {}", bare(hour, minute), if hour < 12 { "am" } else { "pm" })
}

/// "9 am to 6 pm" of a wall.
pub(super) fn wall_span(from: WallTime, until: WallTime) -> String {
    let clock = |time: WallTime| {
        let minutes = time.minutes() % 1_440;
        let part = |value: u16| u8::try_from(value).unwrap_or(0);
        short(part(minutes / 60), part(minutes % 60))
    };
    format!("{} to {}", clock(from), clock(until))
}

/// "Thursday 12 pm to 1 pm", "Sat 16 May 6 pm to Sun 17 May 8 am".
pub(super) fn stretch(desk: &Desk, from: Moment, until: Moment) -> String {
    let zone = desk.directory.policy.zone();
    let (begin, end) = (zone.wall(from), zone.wall(until));
    let date = |at: Moment| {
        let date = zone.wall(at).date;
        format!("{} {} {}", &date.weekday().to_string()[..3], date.day(), date.month_name())
    };
    let (first, last) = (short(begin.hour, begin.minute), short(end.hour, end.minute));
    if begin.date == end.date {
        format!("{} {first} to {last}", date(from))
    } else {
        format!("{} {first} to {} {last}", date(from), date(until))
    }
}

/// The hours that every strip of the week stands for, in minutes of its day, so that strips of two queues compare: from the
/// earliest opening of any queue to the latest closing, the whole day where one is never shut. What is open over midnight
/// ends on the next day.
pub(super) fn window(desk: &Desk) -> (u16, u16) {
    let of = |queue: &Queue| {
        let Some(hours) = desk.directory.hours_of(queue.id) else { return vec![(0, DAY)] };
        let week = hours.week();
        let periods = baton_hours::Weekday::ALL.iter().flat_map(|day| week.on(*day));
        periods.map(|period| (period.open.minutes(), period.close.minutes())).collect()
    };
    minutes(desk.directory.queues.iter().flat_map(of))
}

/// From the earliest opening to the latest closing.
fn minutes(periods: impl Iterator<Item = (u16, u16)>) -> (u16, u16) {
    let all =
        periods.map(|(open, close)| (open, if close > open { close } else { close.saturating_add(DAY) }));
    all.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1))).unwrap_or((0, DAY))
}

/// That many minutes into a day, as the wall counts them: on a day of a change of clocks others than on the clock.
fn into(desk: &Desk, day: Date, minutes: u16) -> Moment {
    let (day, left) = match minutes.checked_sub(DAY) {
        Some(left) if left > 0 => (day.tomorrow().unwrap_or(day), left),
        _ => (day, minutes),
    };
    desk.directory.policy.zone().moment(day, WallTime::from_minutes(left).unwrap_or(WallTime::MIDNIGHT))
}

fn strip(desk: &Desk, (open, close): (u16, u16), spans: &[Span], day: Date) -> Vec<(String, String, bool)> {
    let (begin, end) = (into(desk, day, open), into(desk, day, close));
    let whole = (end.micros() - begin.micros()).max(1);
    let tenths = |at: Moment| ((at.micros() - begin.micros()) * 1_000 / whole).clamp(0, 1_000);
    let percent = |tenths: i64| format!("{}.{}", tenths / 10, tenths % 10);
    let here = spans.iter().filter(|span| span.from < end && span.until > begin);
    let rects = here.filter_map(|span| {
        let (left, right) = (tenths(span.from), tenths(span.until));
        let width = right - left;
        // A hair between one and the next.
        (width > 0).then(|| (percent(left), percent((width - 8).max(2)), span.person.is_none()))
    });
    rects.collect()
}

fn is_open_between(desk: &Desk, queue: &Queue, from: Moment, until: Moment) -> bool {
    desk.directory.hours_of(queue.id).is_none_or(|hours| {
        hours.is_open(from) || hours.next_opening(from).is_some_and(|opening| opening < until)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails when what is open over midnight is taken for a time that ends before it begins, or is cut off beside hours of
    /// the day.
    #[test]
    fn a_strip_stands_for_the_night_too() {
        let of = |periods: &[(u16, u16)]| minutes(periods.iter().copied());
        assert_eq!(of(&[]), (0, 1_440));
        assert_eq!(of(&[(540, 1_080)]), (540, 1_080));
        assert_eq!(of(&[(1_080, 120)]), (1_080, 1_560));
        assert_eq!(of(&[(540, 1_080), (1_080, 120)]), (540, 1_560));
        assert_eq!(of(&[(0, 0)]), (0, 1_440));
    }
}
