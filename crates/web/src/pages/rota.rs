//! The rota page: a week of who is on, read from the same questions that routing asks.

use super::desk::Desk;
use super::fields::Fields;
use super::reply::{html, problem, shown};
use super::{rota_week, team};
use crate::answer::Problem;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use baton_core::{Directory, Moment, Owner, PersonId, Queue, Team};
use baton_hours::{Date, WallTime, Weekday};
use baton_pages::{DayHead, GapsAt, Line, Page, QueueWeek, RotaPage, Shell, View, WeekLink};
use std::time::Duration;

/// How many weeks ahead are shown, this one among them.
const WEEKS: i64 = 8;

/// `GET /rota`.
pub(super) async fn page(desk: Desk, uri: Uri) -> Response {
    let wanted = Fields::read(uri.query().unwrap_or("").as_bytes());
    let made = async {
        let shell = desk.shell(View::Elsewhere(Page::Rota)).await?;
        let page = desk.beside(move |desk| week_page(desk, shell, &wanted)).await?;
        Ok(html(StatusCode::OK, &page))
    };
    shown(&desk, made.await.unwrap_or_else(|refused: Problem| problem(&refused)))
}

fn week_page(desk: &Desk, shell: Shell, wanted: &Fields) -> RotaPage {
    let this = monday(desk.directory.policy.zone().wall(desk.when.now()).date);
    let ahead =
        wanted.get("week").parse::<Date>().ok().map(|date| (monday(date).number() - this.number()) / 7);
    let place = ahead.filter(|weeks| (0..WEEKS).contains(weeks)).unwrap_or(0);
    let week = Week::of(desk, plus(this, place * 7));
    let queues: Vec<(QueueWeek, Vec<(Moment, Moment)>)> =
        desk.directory.queues.iter().map(|queue| queue_week(desk, &week, queue)).collect();
    let (gaps, at) = (gaps(desk, &queues), gaps_at(desk, &queues));
    let (say, then) = say(&gaps, place == 0);
    let (edit, edit_words) = edit(desk);
    RotaPage {
        shell,
        week: dates(week.days[0]),
        hours: hours(desk),
        say,
        at,
        then,
        weeks: (0..WEEKS).map(|weeks| link(plus(this, weeks * 7), weeks, place)).collect(),
        days: week.heads(),
        queues: queues.into_iter().map(|(week, _)| week).collect(),
        gaps,
        every_week: every_week(desk),
        away: team::away(desk),
        shifts: shifts(desk),
        overrides: overrides(desk, this),
        edit,
        edit_words,
    }
}

/// Seven days on the workspace's wall.
pub(super) struct Week {
    pub(super) days: [Date; 7],
    /// The beginnings of the days, and the end of the last.
    pub(super) edges: [Moment; 8],
    pub(super) today: Date,
    /// When who is on may change: from the first beginning on, as far as a stretch is followed.
    pub(super) changes: Vec<Moment>,
    /// The same from now on.
    ahead: Vec<Moment>,
    /// The hours for which the strips stand, in minutes of a day.
    pub(super) window: (u16, u16),
}

impl Week {
    fn of(desk: &Desk, monday: Date) -> Self {
        let zone = desk.directory.policy.zone();
        let day = |place: i64| plus(monday, place);
        let edges = [0, 1, 2, 3, 4, 5, 6, 7].map(|place| zone.moment(day(place), WallTime::MIDNIGHT));
        let now = desk.when.now();
        Self {
            days: [0, 1, 2, 3, 4, 5, 6].map(day),
            edges,
            today: zone.wall(now).date,
            changes: desk.directory.edges_between(edges[0], edges[7] + rota_week::BEYOND),
            ahead: desk.directory.edges_between(now, now + AHEAD),
            window: rota_week::window(desk),
        }
    }

    fn heads(&self) -> Vec<DayHead> {
        let shown = self.days.iter().position(|day| *day == self.today).unwrap_or(0);
        let heads = self.days.iter().enumerate().map(|(place, day)| DayHead {
            weekday: day.weekday().to_string()[..3].to_owned(),
            day: day.day(),
            today: *day == self.today,
            first: place == shown,
        });
        heads.collect()
    }
}

fn monday(date: Date) -> Date {
    let ahead = i64::try_from(date.weekday().index()).unwrap_or(0);
    plus(date, -ahead)
}

fn plus(date: Date, days: i64) -> Date {
    Date::from_number(date.number() + days).unwrap_or(date)
}

/// "11 to 17 May", "30 November to 6 December".
fn dates(monday: Date) -> String {
    let sunday = plus(monday, 6);
    if monday.month() == sunday.month() {
        format!("{} to {} {}", monday.day(), sunday.day(), sunday.month_name())
    } else {
        format!("{} {} to {} {}", monday.day(), monday.month_name(), sunday.day(), sunday.month_name())
    }
}

fn link(monday: Date, weeks: i64, shown: i64) -> WeekLink {
    let words = if weeks == 0 { "This week".to_owned() } else { dates(monday) };
    WeekLink { href: format!("/rota?week={monday}"), words, shown: weeks == shown }
}

fn queue_week(desk: &Desk, week: &Week, queue: &Queue) -> (QueueWeek, Vec<(Moment, Moment)>) {
    let (days, gaps) = rota_week::days(desk, week, queue);
    let owner = Owner::Queue(queue.id);
    let answers = desk.directory.accountable(owner, Some(queue.id), None, desk.when.now(), &Team::default());
    let shown = QueueWeek {
        ring: desk.ring(owner, answers),
        name: queue.name.clone(),
        now: now_and_next(desk, week, queue),
        days,
    };
    (shown, gaps)
}

/// For so long ahead it is said who is on next.
const AHEAD: Duration = Duration::from_hours(8 * 24);

/// "Maya is on, Chris from 1 pm".
fn now_and_next(desk: &Desk, week: &Week, queue: &Queue) -> String {
    let (directory, now) = (&desk.directory, desk.when.now());
    let on = |at| directory.on(queue, at).collect::<Vec<_>>();
    let here = on(now);
    let next = week.ahead.iter().copied().find(|edge| on(*edge) != here);
    let next = next.map(|at| match on(at).as_slice() {
        [] => format!("nobody from {}", desk.when.until(at)),
        some => format!("{} from {}", names(desk, some), desk.when.until(at)),
    });
    let is = if here == [desk.me.id] || here.len() > 1 { "are" } else { "is" };
    let first = match here.as_slice() {
        [] => "Nobody is on".to_owned(),
        some => format!("{} {is} on", team::capital(&names(desk, some))),
    };
    next.map_or_else(|| first.clone(), |next| format!("{first}, {next}"))
}

fn names(desk: &Desk, people: &[PersonId]) -> String {
    let names: Vec<String> = people.iter().map(|person| desk.whom(*person)).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [some @ .., last] => format!("{} and {last}", some.join(", ")),
    }
}

/// "5 gaps this week", and what becomes of texts meanwhile. Who answers is said at each gap: where they are several it is not
/// always the same person.
fn say(gaps: &[Line], this: bool) -> (String, String) {
    let week = if this { "this week" } else { "in that week" };
    match gaps {
        [] => (format!("Somebody is on whenever a queue is open {week}"), String::new()),
        [one] => (format!("One gap {week}"), one.small.clone()),
        [first, rest @ ..] => {
            let same = rest.iter().all(|gap| gap.small == first.small);
            let then = if same { &first.small } else { "New texts wait with the queue meanwhile." };
            (format!("{} gaps {week}", gaps.len()), then.to_owned())
        }
    }
}

/// Of which queues the gaps are.
fn gaps_at(desk: &Desk, queues: &[(QueueWeek, Vec<(Moment, Moment)>)]) -> Vec<GapsAt> {
    let counted = desk.directory.queues.iter().zip(queues).enumerate();
    let counted = counted.map(|(place, (queue, (_, gaps)))| GapsAt {
        place: place + 1,
        queue: queue.name.clone(),
        count: gaps.len(),
    });
    counted.filter(|one| one.count > 0).collect()
}

fn gaps(desk: &Desk, queues: &[(QueueWeek, Vec<(Moment, Moment)>)]) -> Vec<Line> {
    let places = desk.directory.queues.iter().zip(queues);
    let lines = places.flat_map(|(queue, (_, gaps))| gaps.iter().map(move |gap| (queue, *gap)));
    let lines = lines.map(|(queue, (from, until))| {
        let owner = Owner::Queue(queue.id);
        let answers = desk.directory.accountable(owner, Some(queue.id), None, from, &Team::default());
        let verb = if answers == desk.me.id { "answer" } else { "answers" };
        Line {
            words: format!("{}, {}", queue.name, rota_week::stretch(desk, from, until)),
            small: format!("New texts wait with the queue, and {} {verb}.", desk.whom(answers)),
        }
    });
    lines.collect()
}

/// The gaps of an ordinary week, by rota.
fn every_week(desk: &Desk) -> Vec<String> {
    let directory = &desk.directory;
    let with_rota = directory.queues.iter().filter_map(|queue| {
        let rota = directory.rotas.get(queue.rota?)?;
        let hours = directory.hours_of(queue.id);
        let words = baton_rota::weekly_gaps_in_words(&rota.weekly_gaps(hours, desk.when.now()));
        (!words.is_empty()).then(|| format!("{}, in every week: nobody on {words}.", queue.name))
    });
    with_rota.collect()
}

/// "Clinic: Monday to Friday 9:00 to 18:00."
fn hours(desk: &Desk) -> String {
    let all = desk.directory.policy.hours().iter().map(|hours| {
        let days = Weekday::ALL.iter().filter_map(|day| {
            let open: Vec<String> = (hours.calendar.week().on(*day).iter())
                .map(|period| rota_week::wall_span(period.open, period.close))
                .collect();
            (!open.is_empty()).then(|| (*day, open.join(" and ")))
        });
        format!("{}: {}.", hours.name, grouped(days.collect()))
    });
    all.collect::<Vec<_>>().join(" ")
}

/// Days that are alike and follow each other, together.
fn grouped(days: Vec<(Weekday, String)>) -> String {
    let mut groups: Vec<(Weekday, Weekday, String)> = Vec::new();
    for (day, open) in days {
        match groups.last_mut() {
            Some((_, last, same)) if *same == open && last.index() + 1 == day.index() => *last = day,
            _ => groups.push((day, day, open)),
        }
    }
    let words = groups.iter().map(|(first, last, open)| {
        let days = if first == last { first.to_string() } else { format!("{first} to {last}") };
        format!("{days} {open}")
    });
    words.collect::<Vec<_>>().join(", ")
}

/// When every shift is, what advances its turn, and whose it is.
fn shifts(desk: &Desk) -> Vec<Line> {
    let named = desk.directory.rotas.iter().zip(desk.directory.policy.rotas());
    let lines = named.flat_map(|(rota, named)| {
        rota.shifts().iter().map(|shift| {
            let people = shift.who.people().iter().filter(|person| **person != Directory::NOBODY);
            let people: Vec<PersonId> = people.copied().collect();
            let in_turn = if people.len() > 1 { ", in turn" } else { "" };
            Line {
                words: format!("{}: {}", named.name, shift.in_words()),
                small: format!("{}{in_turn}", team::capital(&names(desk, &people))),
            }
        })
    });
    lines.collect()
}

/// What overrides the rotas in the weeks ahead.
fn overrides(desk: &Desk, monday: Date) -> Vec<Line> {
    let directory = &desk.directory;
    let weeks = u32::try_from(WEEKS).unwrap_or(8);
    let lines = directory.queues.iter().filter_map(|queue| Some((queue, directory.rotas.get(queue.rota?)?)));
    let lines = lines.flat_map(|(queue, rota)| {
        let stints = rota.preview(monday, weeks).into_iter().filter(|stint| stint.until > desk.when.now());
        stints.filter_map(move |stint| {
            let by = stint.by?;
            let people: Vec<PersonId> = stint.people.iter().map(|person| **person).collect();
            let who = if people.is_empty() { "nobody".to_owned() } else { names(desk, &people) };
            Some(Line {
                words: format!("{}, {}", queue.name, rota_week::stretch(desk, stint.from, stint.until)),
                small: match &by.why {
                    Some(why) => format!("{}: {why}", team::capital(&who)),
                    None => team::capital(&who),
                },
            })
        })
    });
    lines.collect()
}

/// Where rotas are changed: their place in the policy's text.
fn edit(desk: &Desk) -> (String, String) {
    if desk.is_admin() {
        return ("/policy?edit=1".to_owned(), "Change it in the policy".to_owned());
    }
    let lines = desk.directory.policy.source().lines();
    let line =
        lines.enumerate().find(|(_, line)| line.trim_start().starts_with("[rotas")).map(|(at, _)| at + 1);
    let place = line.map(|line| format!("#line-{line}")).unwrap_or_default();
    (format!("/policy{place}"), "Read it in the policy".to_owned())
}
