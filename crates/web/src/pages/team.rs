//! Who is there: what people say of themselves, and leads of others.

use super::absence::moves;
use super::desk::{Desk, Press};
use super::fields::Fields;
use super::reply::{html, problem, redirect_saying, shown};
use super::targets::{queues_of, there};
use crate::answer::Problem;
use axum::extract::Path;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use baton_core::{Availability, Away, Moment, Owner, PersonId};
use baton_pages::{
    AwayLine, Choice, MeFragment, Member, Page, Ring, Shell, TeamPage, View, WordForm, Written,
};
use baton_store::Counter;
use std::collections::HashMap;

/// What somebody can be, as the form and the API say it, and as it is read: of oneself and of others alike.
const STATES: [(&str, &str); 4] =
    [("rota", "As the rota says"), ("in", "In"), ("out", "Out"), ("away", "Away")];

/// What was refused of whose form.
struct Refused {
    person: PersonId,
    form: Fields,
    problem: Problem,
}

/// What stands about somebody now, as the form shows it before anybody changes it.
#[derive(Debug, Clone, Copy)]
struct Stands {
    state: &'static str,
    from: Option<Moment>,
    until: Option<Moment>,
    cover: Option<PersonId>,
}

impl Stands {
    fn of(desk: &Desk, id: PersonId) -> Self {
        let now = desk.when.now();
        let presence = desk.directory.person(id).map(|person| &person.presence);
        if let Some(away) = presence.and_then(|presence| presence.away(now)) {
            return Self { state: "away", from: Some(away.from), until: away.until, cover: away.cover };
        }
        let word = presence.and_then(|presence| presence.word.filter(|_| presence.word(now).is_some()));
        let state = match word {
            Some(word) if word.working => "in",
            Some(_) => "out",
            None => "rota",
        };
        Self { state, from: None, until: word.and_then(|word| word.until), cover: None }
    }
}

/// `GET /team`; with `for` a lead's form about that person is open.
pub(super) async fn page(desk: Desk, uri: Uri) -> Response {
    let wanted = Fields::read(uri.query().unwrap_or("").as_bytes()).get("for").parse().ok();
    let answer = show(&desk, wanted, None, StatusCode::OK).await.unwrap_or_else(|refused| problem(&refused));
    shown(&desk, answer)
}

/// `GET /me`: what stands under the reader's name, who has been there or not since their page was shown.
pub(super) async fn me(desk: Desk) -> Response {
    let line = desk.beside(Desk::line).await;
    line.map_or_else(|refused| problem(&refused), |line| html(StatusCode::OK, &MeFragment { line }))
}

async fn show(
    desk: &Desk,
    about: Option<PersonId>,
    refused: Option<Refused>,
    status: StatusCode,
) -> Result<Response, Problem> {
    let counters = desk.counters().await?;
    let shell = desk.shell(View::Elsewhere(Page::Team)).await?;
    let page = desk.beside(move |desk| team_page(desk, shell, &counters, about, refused.as_ref())).await?;
    Ok(html(status, &page))
}

fn team_page(
    desk: &Desk,
    shell: Shell,
    counters: &HashMap<Counter, i64>,
    about: Option<PersonId>,
    refused: Option<&Refused>,
) -> TeamPage {
    let (directory, now, me) = (&desk.directory, desk.when.now(), desk.me.id);
    let active: Vec<PersonId> =
        directory.people.values().filter(|person| person.active).map(|person| person.id).collect();
    let on = active.iter().filter(|person| directory.works(**person, now)).count();
    let others = active.iter().filter(|person| **person != me);
    TeamPage {
        shell,
        say: opening(on, active.len()),
        mine: form(desk, me, refused),
        team: others.map(|person| member(desk, *person, counters, about, refused)).collect(),
        away: away(desk),
    }
}

fn opening(on: usize, all: usize) -> String {
    match (on, all) {
        (0, _) => "Nobody is on now.".to_owned(),
        (on, all) if on == all => "Everybody is on.".to_owned(),
        (1, all) => format!("One of {all} is on."),
        (on, all) => format!("{on} of {all} are on."),
    }
}

fn member(
    desk: &Desk,
    id: PersonId,
    counters: &HashMap<Counter, i64>,
    about: Option<PersonId>,
    refused: Option<&Refused>,
) -> Member {
    let name = desk.directory.owner_name(Owner::Person(id)).to_owned();
    let theirs = queues_of(desk, id);
    let open = desk.me.leads() && (about == Some(id) || refused.is_some_and(|refused| refused.person == id));
    let in_hand = counters.get(&Counter::Open(id)).copied().unwrap_or(0);
    let queues: Vec<&str> = theirs.iter().map(|queue| queue.name.as_str()).collect();
    Member {
        ring: ring(desk, id),
        queues: queues.join(", "),
        there: capital(&there(desk, id)),
        load: match theirs.iter().filter_map(|queue| queue.capacity).min() {
            Some(most) => format!("{in_hand} of {most} in hand"),
            None => format!("{in_hand} in hand"),
        },
        // A form lists the whole team, so there is one at a time.
        form: open.then(|| form(desk, id, refused)),
        say_it: (desk.me.leads() && !open).then(|| id.to_string()),
        first_name: desk.first_name(id),
        name,
    }
}

/// Somebody's ring: faint while they are away.
pub(super) fn ring(desk: &Desk, id: PersonId) -> Ring {
    let name = desk.directory.owner_name(Owner::Person(id));
    match desk.directory.away(id, desk.when.now()) {
        Some(_) if id != desk.me.id => Ring::away(name),
        _ => desk.bare_ring(Owner::Person(id)),
    }
}

fn form(desk: &Desk, id: PersonId, refused: Option<&Refused>) -> WordForm {
    let directory = &desk.directory;
    let refused = refused.filter(|refused| refused.person == id);
    let wrong = |field: &str| {
        let about = refused.filter(|refused| refused.problem.field_name() == Some(field));
        about.map(|refused| refused.problem.detail().to_owned())
    };
    let stands = Stands::of(desk, id);
    let time = |at: Option<Moment>| at.map(|at| desk.when.field(at)).unwrap_or_default();
    let given =
        |field: &str, stands: String| refused.map_or(stands, |refused| refused.form.get(field).to_owned());
    let state = given("state", stands.state.to_owned());
    let cover = given("cover", stands.cover.map(|cover| cover.to_string()).unwrap_or_default());
    let others = directory.people.values().filter(|person| person.active && person.id != id);
    let covers = others.map(|person| {
        let value = person.id.to_string();
        Choice { chosen: value == cover, words: person.name.clone(), value }
    });
    let nobody = Choice {
        value: String::new(),
        words: if id == desk.me.id { "Nobody: your queues answer" } else { "Nobody: their queues answer" }
            .to_owned(),
        chosen: cover.is_empty(),
    };
    let fields = ["from", "until", "cover"];
    let elsewhere = refused
        .filter(|refused| !refused.problem.field_name().is_some_and(|name| fields.contains(&name)))
        .map(|refused| refused.problem.detail().to_owned());
    WordForm {
        csrf: desk.csrf(),
        person: id.to_string(),
        now: capital(&there(desk, id)),
        states: STATES
            .iter()
            .map(|(value, words)| Choice {
                value: (*value).to_owned(),
                words: (*words).to_owned(),
                chosen: *value == state,
            })
            .collect(),
        covers: std::iter::once(nobody).chain(covers).collect(),
        from: Written { words: given("from", time(stands.from)), wrong: wrong("from") },
        until: Written { words: given("until", time(stands.until)), wrong: wrong("until") },
        cover_wrong: wrong("cover"),
        returns: desk.directory.policy.return_after_away(),
        refused: elsewhere,
        for_other: id != desk.me.id,
        name: desk.first_name(id),
    }
}

/// Who is away now or ahead, by the beginning.
pub(super) fn away(desk: &Desk) -> Vec<AwayLine> {
    let now = desk.when.now();
    let people = desk.directory.people.values().filter(|person| person.active);
    let mut all: Vec<(PersonId, Away)> = people
        .flat_map(|person| person.presence.away.iter().map(move |away| (person.id, *away)))
        .filter(|(_, away)| away.until.is_none_or(|until| until > now))
        .collect();
    all.sort_by_key(|(_, away)| away.from);
    all.into_iter().map(|(person, away)| line(desk, person, away)).collect()
}

fn line(desk: &Desk, person: PersonId, away: Away) -> AwayLine {
    let name = desk.directory.owner_name(Owner::Person(person));
    let until = away.until.map(|at| desk.when.until(at));
    let time = match (away.from <= desk.when.now(), until) {
        (true, Some(until)) => format!("until {until}"),
        (true, None) => "until they are back".to_owned(),
        (false, Some(until)) => format!("from {} until {until}", desk.when.until(away.from)),
        (false, None) => format!("from {}", desk.when.until(away.from)),
    };
    let may = away.from > desk.when.now() && (person == desk.me.id || desk.me.leads());
    AwayLine {
        ring: ring(desk, person),
        cover: away.cover.map(|cover| ring(desk, cover)),
        words: format!("{name} {time}"),
        small: match away.cover {
            Some(cover) if cover == desk.me.id => "You cover".to_owned(),
            Some(cover) => format!("{} covers", desk.first_name(cover)),
            None => "Nobody covers: the queues answer".to_owned(),
        },
        back: may.then(|| (format!("/team/{person}/not-away"), away.from.to_string())),
    }
}

/// The words at the beginning of a sentence.
pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// `POST /team/{person}`.
pub(super) async fn say_it(Path(person): Path<String>, Press { desk, form }: Press) -> Response {
    let Ok(id) = person.parse::<PersonId>() else { return problem(&Problem::not_found("person")) };
    let made = set(&desk, id, &form).await;
    let answer = match made {
        Ok(words) => Ok(redirect_saying(desk.app.cookies(), "/team", &words)),
        Err(refused) if refused.status() == StatusCode::UNPROCESSABLE_ENTITY => {
            let status = refused.status();
            show(&desk, None, Some(Refused { person: id, form, problem: refused }), status).await
        }
        Err(refused) => Err(refused),
    };
    answer.unwrap_or_else(|refused| problem(&refused))
}

/// `POST /team/{person}/not-away`: a planned absence is taken back.
pub(super) async fn not_away(Path(person): Path<String>, Press { desk, form }: Press) -> Response {
    let Ok(id) = person.parse::<PersonId>() else { return problem(&Problem::not_found("person")) };
    let made = async {
        may_say(&desk, id)?;
        let from = form.get("from").parse().map_err(|_| Problem::not_found("absence"))?;
        say(&desk, id, Availability::NotAway { from }).await
    };
    match made.await {
        // What is gone already, or has begun, is told where one was.
        Ok(words) => redirect_saying(desk.app.cookies(), "/team", &words),
        Err(refused) if refused.status() == StatusCode::UNPROCESSABLE_ENTITY => {
            redirect_saying(desk.app.cookies(), "/team", refused.detail())
        }
        Err(refused) => problem(&refused),
    }
}

async fn set(desk: &Desk, id: PersonId, form: &Fields) -> Result<String, Problem> {
    may_say(desk, id)?;
    say(desk, id, wanted(desk, Stands::of(desk, id), form)?).await
}

fn may_say(desk: &Desk, id: PersonId) -> Result<(), Problem> {
    if !desk.directory.is_active(id) {
        return Err(Problem::not_found("person"));
    }
    if id != desk.me.id && !desk.me.leads() {
        let words = "People say themselves whether they are there; a lead can say it for others.";
        return Err(Problem::forbidden(words));
    }
    Ok(())
}

async fn say(desk: &Desk, id: PersonId, availability: Availability) -> Result<String, Problem> {
    let now = desk.app.clock().now();
    let after = desk.directory.presence_after(id, &availability, now);
    let after = after.map_err(|refusal| Problem::from(&refusal))?;
    let words = said(desk, id, &availability);
    // What stands already is said already.
    if desk.directory.person(id).is_some_and(|person| person.presence == after) {
        return Ok(words);
    }
    let moves = moves(desk, id, after).await?;
    desk.app.set_availability(&desk.caller, id, availability).await?;
    Ok(format!("{words}{moves}"))
}

/// What the form asks for. A time that nobody changed is the one that stands, to the second.
fn wanted(desk: &Desk, stands: Stands, form: &Fields) -> Result<Availability, Problem> {
    let time = |field: &str, stands: Option<Moment>| -> Result<Option<Moment>, Problem> {
        let Some(text) = form.said(field) else { return Ok(None) };
        if let Some(same) = stands.filter(|at| desk.when.field(*at) == text) {
            return Ok(Some(same));
        }
        let chosen = desk
            .when
            .chosen(&text)
            .ok_or_else(|| Problem::field(field, "Write date and time, for example 2026-05-13T09:00."))?;
        Ok(Some(chosen))
    };
    match form.get("state") {
        "rota" => Ok(Availability::Rota),
        "in" => Ok(Availability::In { until: time("until", stands.until)? }),
        "out" => Ok(Availability::Out { until: time("until", stands.until)? }),
        "away" => {
            let cover = form.said("cover").map(|cover| cover.parse::<PersonId>());
            let cover = cover.transpose().map_err(|_| Problem::field("cover", "Choose who covers."))?;
            let from = time("from", stands.from)?.unwrap_or(desk.when.now());
            Ok(Availability::Away { from, until: time("until", stands.until)?, cover })
        }
        _ => Err(Problem::field("state", "Choose one: as the rota says, in, out or away.")),
    }
}

/// "Tess is away until Wed 9 am."
fn said(desk: &Desk, id: PersonId, availability: &Availability) -> String {
    let (who, is) = if id == desk.me.id { ("You".to_owned(), "are") } else { (desk.first_name(id), "is") };
    let until = |until: &Option<Moment>| {
        until.map(|at| format!(" until {}", desk.when.until(at))).unwrap_or_default()
    };
    match availability {
        Availability::Rota => format!("It goes by the rota again for {}.", desk.whom(id)),
        Availability::In { until: end } => format!("{who} {is} in{}.", until(end)),
        Availability::Out { until: end } => format!("{who} {is} out{}.", until(end)),
        Availability::Away { from, until: end, .. } if *from > desk.when.now() => {
            let will = if end.is_some() { "until" } else { "on" };
            let end = end.map(|at| format!(" {}", desk.when.until(at))).unwrap_or_default();
            format!("{who} will be away from {} {will}{end}.", desk.when.until(*from))
        }
        Availability::Away { until: end, .. } => format!("{who} {is} away{}.", until(end)),
        Availability::NotAway { .. } => format!("{who} {is} not going to be away after all."),
    }
}
