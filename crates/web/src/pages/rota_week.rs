//! A queue's week: who is on from when to when, as every instant between two edges has it.

use super::desk::Desk;
use super::rota::Week;
use baton_core::{Moment, Owner, PersonId, Queue};
use baton_hours::WallTime;
use baton_pages::{QueueDay, StintLine};
use std::time::Duration;

/// A stretch that begins in a week may end in the next one.
const BEYOND: Duration = Duration::from_hours(24);

/// Somebody's time, or a gap.
struct Span {
    person: Option<PersonId>,
    from: Moment,
    until: Moment,
}

/// The seven days of a queue, and its gaps.
pub(super) fn days(desk: &Desk, week: &Week, queue: &Queue) -> (Vec<QueueDay>, Vec<(Moment, Moment)>) {
    let (begin, end) = (week.edges[0], week.edges[7]);
    let spans = spans(desk, queue, begin, end + BEYOND);
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
            strip: strip(desk, queue, &spans, (from, until)),
            quiet: if is_open_between(desk, queue, from, until) { "" } else { "closed" }.to_owned(),
            stints,
        }
    });
    (days.collect(), gaps)
}

/// Everybody's stretches and the gaps, by their beginnings.
fn spans(desk: &Desk, queue: &Queue, begin: Moment, end: Moment) -> Vec<Span> {
    let directory = &desk.directory;
    let mut done: Vec<Span> = Vec::new();
    let mut running: Vec<Span> = Vec::new();
    let mut at = begin;
    while at < end {
        let next = directory.next_edge(at).map_or(end, |edge| edge.min(end));
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
        at = next;
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

/// The hours that a strip stands for: those of the queue in that week, the whole day where it has none.
fn window(desk: &Desk, queue: &Queue) -> (i64, i64) {
    let Some(hours) = desk.directory.hours_of(queue.id) else { return (0, 1_440) };
    let week = hours.week();
    let periods = baton_hours::Weekday::ALL.iter().flat_map(|day| week.on(*day));
    let all = periods.map(|period| (i64::from(period.open.minutes()), i64::from(period.close.minutes())));
    all.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1))).unwrap_or((0, 1_440))
}

fn strip(
    desk: &Desk,
    queue: &Queue,
    spans: &[Span],
    (from, until): (Moment, Moment),
) -> Vec<(String, String, bool)> {
    let (open, close) = window(desk, queue);
    let minute = 60_000_000;
    let (begin, whole) = (from.micros() + open * minute, ((close - open) * minute).max(1));
    let tenths = |at: i64| ((at - begin) * 1_000 / whole).clamp(0, 1_000);
    let percent = |tenths: i64| format!("{}.{}", tenths / 10, tenths % 10);
    let here = spans.iter().filter(|span| span.from < until && span.until > from);
    let rects = here.filter_map(|span| {
        let (left, right) = (tenths(span.from.micros()), tenths(span.until.micros().min(until.micros())));
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
