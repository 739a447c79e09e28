//! Who is there: people's own word, when they are away, and who is on in a queue.

use super::{paths, when};
use crate::answer::{Answer, Items, Json, Paging, Params, Problem, ok};
use crate::app::App;
use crate::auth::{Caller, May, Read, Route};
use crate::shape::{NamedView, named};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use baton_core::{Availability, Away, Directory, Moment, Owner, PersonId, Team};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Somebody's word, or a time in which they are away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"state": "away", "from": "2026-05-18T13:00:00Z", "until": "2026-05-22T22:00:00Z",
    "cover": "pe_4m1x7z"}))]
pub(super) struct NewAvailability {
    /// `in` (they work, whatever the rota says), `out` (they do not), `away` (what is theirs goes to their cover), or
    /// `rota` (as the rota says; back, if they were away).
    state: String,
    /// From when they are away, an instant or a date and time with a zone: now, where nobody says.
    #[serde(default, deserialize_with = "when::optional")]
    #[schema(value_type = Option<String>)]
    from: Option<Moment>,
    /// Until when: until they say otherwise, where nobody says.
    #[serde(default, deserialize_with = "when::optional")]
    #[schema(value_type = Option<String>)]
    until: Option<Moment>,
    /// The id of the person who covers for them.
    cover: Option<String>,
}

/// Whether somebody is there, now and ahead.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AvailabilityView {
    /// Who.
    person: NamedView,
    /// `in`, `out`, `away` or `rota`, as they said it.
    state: &'static str,
    /// Until when that holds; null: until they say otherwise.
    #[schema(value_type = Option<String>, format = DateTime, required = true)]
    until: Option<Moment>,
    /// Whether they work now, by their word or by the rota.
    working: bool,
    /// Who covers for them now.
    #[schema(required = true)]
    cover: Option<NamedView>,
    /// When they are away, now and ahead.
    away: Vec<AwayView>,
}

/// A time in which somebody is away.
#[derive(Debug, Serialize, ToSchema)]
struct AwayView {
    /// From when.
    #[schema(value_type = String, format = DateTime)]
    from: Moment,
    /// Until when; null: until they are back.
    #[schema(value_type = Option<String>, format = DateTime, required = true)]
    until: Option<Moment>,
    /// Who covers; null: the conversation's queue.
    #[schema(required = true)]
    cover: Option<NamedView>,
}

impl AvailabilityView {
    fn new(directory: &Directory, id: PersonId, now: Moment) -> Option<Self> {
        let presence = &directory.person(id)?.presence;
        let away = presence.away(now);
        let word = presence.word.filter(|_| presence.word(now).is_some());
        let state = match (away, word) {
            (Some(_), _) => "away",
            (None, Some(word)) if word.working => "in",
            (None, Some(_)) => "out",
            (None, None) => "rota",
        };
        let shown = |away: &Away| AwayView {
            from: away.from,
            until: away.until,
            cover: away.cover.map(|cover| named(directory, cover)),
        };
        Some(Self {
            person: named(directory, id),
            state,
            until: away.map_or(word.and_then(|word| word.until), |away| away.until),
            working: directory.works(id, now),
            cover: directory.cover(id, now).map(|cover| named(directory, cover)),
            away: presence
                .away
                .iter()
                .filter(|away| away.until.is_none_or(|at| at > now))
                .map(shown)
                .collect(),
        })
    }
}

/// Whether somebody is there
#[utoipa::path(get, path = "/api/v1/people/{id}/availability", tag = "team",
    params(("id" = String, Path, description = "The person's id")),
    responses((status = 200, body = AvailabilityView), (status = 404, body = Problem)))]
pub(super) async fn get(State(app): State<App>, _: May<Read>, Path(id): Path<String>) -> Answer {
    show(&app, paths::id(&id, "person")?)
}

fn show(app: &App, id: PersonId) -> Answer {
    let directory = app.directory()?;
    let view = AvailabilityView::new(&directory, id, app.clock().now());
    ok(&view.ok_or_else(|| Problem::not_found("person"))?)
}

/// Say whether somebody is there
///
/// People say it of themselves, leads and admins of anybody. What is theirs goes to their cover at once when they are
/// away; what is pending goes when the customer writes.
///
/// `in` and `rota` end an absence that holds now, and leave those ahead; `out` changes none. `away` adds one beside those
/// that are known: of two that overlap the one that begins later holds. One that begins when a known one does is that one, with
/// its new end and cover. To take one back, delete it.
#[utoipa::path(put, path = "/api/v1/people/{id}/availability", tag = "team", request_body = NewAvailability,
    params(("id" = String, Path, description = "The person's id")),
    responses((status = 200, body = AvailabilityView), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn put(
    State(app): State<App>,
    caller: May<Route>,
    Path(id): Path<String>,
    Json(wanted): Json<NewAvailability>,
) -> Answer {
    let id: PersonId = paths::id(&id, "person")?;
    let directory = app.directory()?;
    may_say(&directory, &caller, id)?;
    let now = app.clock().now();
    let cover = wanted.cover.as_deref().map(|cover| paths::person(&directory, cover, "cover")).transpose()?;
    let availability = match wanted.state.as_str() {
        "in" => Availability::In { until: wanted.until },
        "out" => Availability::Out { until: wanted.until },
        "rota" => Availability::Rota,
        "away" => Availability::Away { from: wanted.from.unwrap_or(now), until: wanted.until, cover },
        other => {
            let words = format!("“state” is in, out, away or rota, and not “{other}”.");
            return Err(Problem::field("state", words));
        }
    };
    say(&app, &directory, &caller, id, availability).await
}

fn may_say(directory: &Directory, caller: &Caller, id: PersonId) -> Result<(), Problem> {
    if !directory.is_active(id) {
        return Err(Problem::not_found("person"));
    }
    if caller.as_person().is_some_and(|person| person.id == id || person.leads()) {
        return Ok(());
    }
    let words = "People say themselves whether they are there; a lead can say it for others.";
    Err(Problem::new(StatusCode::FORBIDDEN, "not_allowed", words))
}

/// Checked for its sentence, and where it is stored against what stands then.
async fn say(
    app: &App,
    directory: &Directory,
    caller: &Caller,
    id: PersonId,
    availability: Availability,
) -> Answer {
    let now = app.clock().now();
    directory.presence_after(id, &availability, now).map_err(|refusal| Problem::from(&refusal))?;
    app.set_availability(caller, id, availability).await?;
    show(app, id)
}

/// Which time it is.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Absence {
    /// From when they were to be away, as the list has it.
    #[serde(deserialize_with = "when::required")]
    #[param(value_type = String)]
    from: Moment,
}

/// Cancel a time in which somebody is to be away
///
/// One that has begun ends now. People do it for themselves, leads and admins for anybody. 404 where there is no such
/// time.
#[utoipa::path(delete, path = "/api/v1/people/{id}/availability/away", tag = "team",
    params(("id" = String, Path, description = "The person's id"), Absence),
    responses((status = 200, body = AvailabilityView), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub(super) async fn cancel(
    State(app): State<App>,
    caller: May<Route>,
    Path(id): Path<String>,
    Params(wanted): Params<Absence>,
) -> Answer {
    let id: PersonId = paths::id(&id, "person")?;
    let directory = app.directory()?;
    may_say(&directory, &caller, id)?;
    say(&app, &directory, &caller, id, Availability::NotAway { from: wanted.from }).await
}

/// At which time.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct At {
    /// Now, where nobody says.
    #[serde(default, deserialize_with = "when::optional")]
    #[param(value_type = Option<String>)]
    at: Option<Moment>,
}

/// Who is on in a queue.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OnView {
    /// For which time this holds.
    #[schema(value_type = String, format = DateTime)]
    at: Moment,
    /// Whether its hours are open.
    open: bool,
    /// Who is on, in the queue's order.
    on: Vec<NamedView>,
    /// Who answers for the next text that comes to it.
    answers: NamedView,
    /// When that may change next; null: never.
    #[schema(value_type = Option<String>, format = DateTime, required = true)]
    next_change: Option<Moment>,
    /// Who is on from then.
    next: Vec<NamedView>,
}

/// Who is on in a queue
///
/// The same at every minute as the pages, the timers and the routing have it.
#[utoipa::path(get, path = "/api/v1/queues/{id}/on", tag = "team",
    params(("id" = String, Path, description = "The queue's id"), At),
    responses((status = 200, body = OnView), (status = 404, body = Problem)))]
pub(super) async fn on(
    State(app): State<App>,
    _: May<Read>,
    Path(id): Path<String>,
    Params(wanted): Params<At>,
) -> Answer {
    let directory = app.directory()?;
    let id = paths::id(&id, "queue")?;
    let queue = directory.queue(id).ok_or_else(|| Problem::not_found("queue"))?;
    let at = wanted.at.unwrap_or_else(|| app.clock().now());
    let on = |at| directory.on(queue, at).collect::<Vec<_>>();
    let shown = |people: &[PersonId]| people.iter().map(|person| named(&directory, *person)).collect();
    let now_on = on(at);
    // An edge of somebody else's is none of this queue's.
    let mut edges =
        std::iter::successors(directory.next_edge(at), |edge| directory.next_edge(*edge)).take(EDGES);
    let next = edges.find(|edge| on(*edge) != now_on);
    let answers = directory.accountable(Owner::Queue(id), Some(id), None, at, &Team::default());
    ok(&OnView {
        at,
        open: directory.is_open(queue, at),
        on: shown(&now_on),
        answers: named(&directory, answers),
        next_change: next,
        next: next.map(|edge| shown(&on(edge))).unwrap_or_default(),
    })
}

/// The most edges that are looked at to find this queue's next one.
const EDGES: usize = 500;

/// The people who are away now or ahead
#[utoipa::path(get, path = "/api/v1/availability", tag = "team", params(Paging),
    responses((status = 200, body = Items<AvailabilityView>)))]
pub(super) async fn list(State(app): State<App>, _: May<Read>, Params(paging): Params<Paging>) -> Answer {
    let (directory, now) = (app.directory()?, app.clock().now());
    let people = directory.people.values().filter(|person| person.active);
    let away = people.filter_map(|person| AvailabilityView::new(&directory, person.id, now));
    ok(&Items::cut(away.collect(), &paging, |view| view.person.id.clone())?)
}
