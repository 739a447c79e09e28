//! Rotas: who works when, as planned, and where nobody will be on.

use crate::answer::{Answer, Items, Paging, Params, Problem, ok};
use crate::app::App;
use crate::auth::{May, Read};
use crate::shape::{NamedView, named};
use axum::extract::{Path, State};
use baton_core::{Directory, Moment, Owner, PersonId, Queue, Team};
use baton_hours::{Date, WallTime};
use baton_rota::{Rota, Stint, weekly_gaps_in_words};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// How many weeks are previewed where nobody says.
const WEEKS: u32 = 8;
/// The most.
const MOST: u32 = 26;

/// A rota, in words.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"name": "Nights", "queues": [{"id": "qu_3f8s1c", "name": "On call"}],
    "shifts": [{"id": "night", "says": "every day, 6 pm to 8 am the next day, a new person every 7 worked shifts from 2026-01-05 on",
        "people": [{"id": "pe_2k7d9q", "name": "Sam Okafor"}, {"id": "pe_4m1x7z", "name": "Tess Byrne"}]}],
    "every_week": []}))]
pub(super) struct RotaView {
    /// As the policy names it.
    name: String,
    /// The queues that work by it.
    queues: Vec<NamedView>,
    /// Its shifts, in the policy's order.
    shifts: Vec<ShiftView>,
    /// When nobody is on in any ordinary week, though a queue that works by it is open: a sentence for each such queue.
    every_week: Vec<String>,
}

/// A shift of every week.
#[derive(Debug, Serialize, ToSchema)]
struct ShiftView {
    /// Unique in its rota.
    id: String,
    /// When it is, and what advances the turn.
    says: String,
    /// Who works it: one, or those who take turns, in their order.
    people: Vec<NamedView>,
}

/// A rota and the weeks ahead.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PreviewView {
    #[serde(flatten)]
    rota: RotaView,
    /// From when: a midnight on the rota's wall.
    #[schema(value_type = String, format = DateTime)]
    from: Moment,
    /// Until when.
    #[schema(value_type = String, format = DateTime)]
    until: Moment,
    /// Who is planned to be on, without a hole. Absences, and what people say of themselves, are not in it:
    /// `GET /queues/{id}/on?at=` has them.
    stints: Vec<StintView>,
    /// When nobody is on though a queue that works by it is open, absences included.
    gaps: Vec<GapView>,
}

/// A stretch with the same people on.
#[derive(Debug, Serialize, ToSchema)]
struct StintView {
    /// From when.
    #[schema(value_type = String, format = DateTime)]
    from: Moment,
    /// Until when.
    #[schema(value_type = String, format = DateTime)]
    until: Moment,
    /// Who; nobody between shifts.
    on: Vec<NamedView>,
    /// The ids of the shifts that bring them; none under an override.
    shifts: Vec<String>,
    /// Whether something else was agreed for these dates.
    instead: bool,
    /// Why, where whoever agreed it says so.
    #[schema(required = true)]
    why: Option<String>,
}

/// A stretch in which a queue is open, and nobody is on.
#[derive(Debug, Serialize, ToSchema)]
struct GapView {
    /// Which queue.
    queue: NamedView,
    /// From when.
    #[schema(value_type = String, format = DateTime)]
    from: Moment,
    /// Until when.
    #[schema(value_type = String, format = DateTime)]
    until: Moment,
    /// Who answers for what comes to it then.
    answers: NamedView,
}

/// A rota with its name, and the queues that work by it.
#[derive(Clone, Copy)]
struct Known<'a> {
    directory: &'a Directory,
    place: usize,
    name: &'a str,
    rota: &'a Rota<PersonId>,
}

impl<'a> Known<'a> {
    fn all(directory: &'a Directory) -> impl Iterator<Item = Self> {
        let named = directory.policy.rotas().iter().map(|rota| rota.name.as_str());
        let rotas = directory.rotas.iter().zip(named).enumerate();
        rotas.map(move |(place, (rota, name))| Self { directory, place, name, rota })
    }

    fn queues(self) -> impl Iterator<Item = &'a Queue> {
        self.directory.queues.iter().filter(move |queue| queue.rota == Some(self.place))
    }

    /// The people of the team among these.
    fn people(self, people: impl IntoIterator<Item = &'a PersonId>) -> Vec<NamedView> {
        let people = people.into_iter().filter(|person| **person != Directory::NOBODY);
        people.map(|person| named(self.directory, *person)).collect()
    }

    fn view(self, now: Moment) -> RotaView {
        let shifts = self.rota.shifts().iter().map(|shift| ShiftView {
            id: shift.id.clone(),
            says: shift.in_words(),
            people: self.people(shift.who.people()),
        });
        let every_week = self.queues().filter_map(|queue| {
            let gaps = self.rota.weekly_gaps(self.directory.hours_of(queue.id), now);
            let words = weekly_gaps_in_words(&gaps);
            (!words.is_empty()).then(|| format!("{}: nobody on {words}.", queue.name))
        });
        RotaView {
            name: self.name.to_owned(),
            queues: self.queues().map(queue_named).collect(),
            shifts: shifts.collect(),
            every_week: every_week.collect(),
        }
    }

    fn stint(self, stint: &Stint<'a, PersonId>) -> StintView {
        StintView {
            from: stint.from,
            until: stint.until,
            on: self.people(stint.people.iter().copied()),
            shifts: stint.shifts.iter().map(|&shift| shift.to_owned()).collect(),
            instead: stint.is_override(),
            why: stint.by.and_then(|by| by.why.clone()),
        }
    }

    /// By their beginnings; of those that begin together, in the order of the queues.
    fn gaps(self, from: Moment, until: Moment) -> Vec<GapView> {
        let edges = self.directory.edges_between(from, until);
        let mut gaps: Vec<GapView> =
            self.queues().flat_map(|queue| gaps_of(self.directory, queue, &edges, (from, until))).collect();
        gaps.sort_by_key(|gap| gap.from);
        gaps
    }
}

fn queue_named(queue: &Queue) -> NamedView {
    NamedView { id: queue.id.to_string(), name: queue.name.clone() }
}

/// When a queue is open with nobody on. `edges`: all of them between `from` and `until`.
fn gaps_of(
    directory: &Directory,
    queue: &Queue,
    edges: &[Moment],
    (from, until): (Moment, Moment),
) -> Vec<GapView> {
    let owner = Owner::Queue(queue.id);
    let mut gaps: Vec<GapView> = Vec::new();
    let ends = || edges.iter().copied().filter(|edge| (from..until).contains(edge) && *edge != from);
    for (at, end) in std::iter::once(from).chain(ends()).zip(ends().chain([until])) {
        if !directory.is_open(queue, at) || directory.on(queue, at).next().is_some() {
            continue;
        }
        let answers = directory.accountable(owner, Some(queue.id), None, at, &Team::default());
        match gaps.last_mut().filter(|last| last.until == at && last.answers.id == answers.to_string()) {
            Some(last) => last.until = end,
            None => gaps.push(GapView {
                queue: queue_named(queue),
                from: at,
                until: end,
                answers: named(directory, answers),
            }),
        }
    }
    gaps
}

/// The rotas, in the policy's order
///
/// When their shifts are and what advances a turn, in words.
#[utoipa::path(get, path = "/api/v1/rotas", tag = "team", params(Paging),
    responses((status = 200, body = Items<RotaView>)))]
pub(super) async fn list(State(app): State<App>, _: May<Read>, Params(paging): Params<Paging>) -> Answer {
    let (directory, now) = (app.directory()?, app.clock().now());
    let rotas = Known::all(&directory).map(|rota| rota.view(now)).collect();
    ok(&Items::cut(rotas, &paging, |rota| rota.name.clone())?)
}

/// Which weeks.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Ahead {
    /// The date from whose midnight on, such as 2026-05-11: today, where nobody says.
    #[param(value_type = Option<String>)]
    from: Option<String>,
    /// How many weeks, 1 to 26: 8, where nobody says.
    weeks: Option<u32>,
}

/// A rota and its weeks ahead
///
/// Who is planned to be on from when to when, with what was agreed for certain dates, and where nobody will be on.
#[utoipa::path(get, path = "/api/v1/rotas/{name}", tag = "team",
    params(("name" = String, Path, description = "As the policy names it"), Ahead),
    responses((status = 200, body = PreviewView), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn preview(
    State(app): State<App>,
    _: May<Read>,
    Path(name): Path<String>,
    Params(wanted): Params<Ahead>,
) -> Answer {
    let (directory, now) = (app.directory()?, app.clock().now());
    let known = Known::all(&directory).find(|rota| rota.name == name);
    let known = known.ok_or_else(|| Problem::not_found("rota"))?;
    let weeks = wanted.weeks.unwrap_or(WEEKS);
    if !(1..=MOST).contains(&weeks) {
        return Err(Problem::field("weeks", format!("A preview has 1 to {MOST} weeks, and not {weeks}.")));
    }
    let zone = known.rota.zone();
    let first = match wanted.from.as_deref() {
        None => zone.wall(now).date,
        Some(words) => words.parse().map_err(|_| no_date(words))?,
    };
    let last = Date::from_number(first.number() + i64::from(weeks) * 7);
    let last = last.ok_or_else(|| no_date(&first.to_string()))?;
    let (from, until) = (zone.moment(first, WallTime::MIDNIGHT), zone.moment(last, WallTime::MIDNIGHT));
    let stints = known.rota.stints(from, until);
    ok(&PreviewView {
        rota: known.view(now),
        from,
        until,
        stints: stints.iter().map(|stint| known.stint(stint)).collect(),
        gaps: known.gaps(from, until),
    })
}

fn no_date(words: &str) -> Problem {
    Problem::field("from", format!("“{words}” is no date to begin with. Write one like 2026-05-11."))
}
