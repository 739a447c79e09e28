//! What the pretend carrier does with the texts of a simulator line.

use super::simulator::pretend_line;
use crate::answer::{Answer, Json, Problem, ok};
use crate::app::App;
use crate::auth::{May, Read, SendTexts};
use axum::extract::{Path, State};
use baton_carriers::simulator::{Chance, Weather};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use utoipa::ToSchema;

/// The longest that a step may be said to take, in milliseconds: an hour.
const LONGEST_MS: u64 = 3_600_000;

/// What the pretend carrier does; what is left out is as it is without anything said.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"delay_ms": 5000, "jitter_ms": 20000, "duplicate_percent": 20, "reorder_percent": 20}))]
pub(super) struct Wanted {
    /// How long each step takes, 0 to 3,600,000: a text from the phone, each word of the carrier about one of ours.
    delay_ms: Option<u64>,
    /// Up to so much longer, by chance, 0 to 3,600,000.
    jitter_ms: Option<u64>,
    /// How often, of a hundred, something comes twice.
    duplicate_percent: Option<u32>,
    /// How often something comes after what followed it.
    reorder_percent: Option<u32>,
    /// How often a text of ours is refused at once.
    refuse_percent: Option<u32>,
    /// How often one is taken and then fails.
    fail_percent: Option<u32>,
    /// How often one is taken and does not reach the phone.
    undelivered_percent: Option<u32>,
    /// How often the carrier is too busy to take one; it is handed over again later.
    busy_percent: Option<u32>,
    /// How often the carrier takes one and its answer is lost.
    answer_lost_percent: Option<u32>,
    /// How often the request is lost before the carrier sees it, which looks the same from here.
    request_lost_percent: Option<u32>,
    /// How often one arrives and the carrier never says so.
    silent_percent: Option<u32>,
}

/// What the pretend carrier does with this line's texts.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"line": "ln_3f8s1k", "delay_ms": 1000, "jitter_ms": 0, "duplicate_percent": 0,
    "reorder_percent": 0, "refuse_percent": 0, "fail_percent": 100, "undelivered_percent": 0, "busy_percent": 0,
    "answer_lost_percent": 0, "request_lost_percent": 0, "silent_percent": 0}))]
pub(super) struct WeatherView {
    /// The line's id.
    line: String,
    delay_ms: u64,
    jitter_ms: u64,
    duplicate_percent: u32,
    reorder_percent: u32,
    refuse_percent: u32,
    fail_percent: u32,
    undelivered_percent: u32,
    busy_percent: u32,
    answer_lost_percent: u32,
    request_lost_percent: u32,
    silent_percent: u32,
}

impl Wanted {
    fn over(&self, usual: Weather) -> Answer<Weather> {
        Ok(Weather {
            delay: length(self.delay_ms, usual.delay, "delay_ms")?,
            jitter: length(self.jitter_ms, usual.jitter, "jitter_ms")?,
            duplicate: chance(self.duplicate_percent, usual.duplicate, "duplicate_percent")?,
            reorder: chance(self.reorder_percent, usual.reorder, "reorder_percent")?,
            refuse: chance(self.refuse_percent, usual.refuse, "refuse_percent")?,
            fail: chance(self.fail_percent, usual.fail, "fail_percent")?,
            undelivered: chance(self.undelivered_percent, usual.undelivered, "undelivered_percent")?,
            busy: chance(self.busy_percent, usual.busy, "busy_percent")?,
            answer_lost: chance(self.answer_lost_percent, usual.answer_lost, "answer_lost_percent")?,
            request_lost: chance(self.request_lost_percent, usual.request_lost, "request_lost_percent")?,
            silent: chance(self.silent_percent, usual.silent, "silent_percent")?,
        })
    }
}

fn length(said: Option<u64>, usual: Duration, field: &str) -> Answer<Duration> {
    match said {
        None => Ok(usual),
        Some(length) if length <= LONGEST_MS => Ok(Duration::from_millis(length)),
        Some(_) => {
            let words = format!("“{field}” is 0 to {LONGEST_MS} milliseconds, which is an hour.");
            Err(Problem::field(field, words))
        }
    }
}

fn chance(said: Option<u32>, usual: Chance, field: &str) -> Answer<Chance> {
    match said {
        None => Ok(usual),
        Some(percent) if percent <= 100 => Ok(Chance::percent(percent)),
        Some(_) => Err(Problem::field(field, format!("“{field}” is 0 to 100, of a hundred."))),
    }
}

/// What the pretend carrier does with a line's texts
#[utoipa::path(get, path = "/api/v1/simulator/{line}/weather", tag = "rehearsal",
    params(("line" = String, Path, description = "The id or number of a simulator line")),
    responses((status = 200, body = WeatherView), (status = 404, body = Problem)))]
pub(super) async fn get(State(app): State<App>, _: May<Read>, Path(line): Path<String>) -> Answer {
    show(&app, &line)
}

/// Say what the pretend carrier does with a line's texts
///
/// From now on and until the server stops; what is on its way comes as it would have. An empty object takes it back.
#[utoipa::path(put, path = "/api/v1/simulator/{line}/weather", tag = "rehearsal", request_body = Wanted,
    params(("line" = String, Path, description = "The id or number of a simulator line")),
    responses((status = 200, body = WeatherView), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub(super) async fn put(
    State(app): State<App>,
    _: May<SendTexts>,
    Path(line): Path<String>,
    Json(wanted): Json<Wanted>,
) -> Answer {
    let directory = app.directory()?;
    let (known, simulator) = (pretend_line(&directory, &line)?, app.engine().simulator());
    let usual = simulator.weather();
    let weather = wanted.over(usual)?;
    simulator.set_weather_of(&known.number, (weather != usual).then_some(weather));
    show(&app, &line)
}

fn show(app: &App, line: &str) -> Answer {
    let directory = app.directory()?;
    let line = pretend_line(&directory, line)?;
    let weather = app.engine().simulator().weather_of(&line.number);
    let ms = |length: Duration| u64::try_from(length.as_millis()).unwrap_or(u64::MAX);
    ok(&WeatherView {
        line: line.id.to_string(),
        delay_ms: ms(weather.delay),
        jitter_ms: ms(weather.jitter),
        duplicate_percent: weather.duplicate.in_percent(),
        reorder_percent: weather.reorder.in_percent(),
        refuse_percent: weather.refuse.in_percent(),
        fail_percent: weather.fail.in_percent(),
        undelivered_percent: weather.undelivered.in_percent(),
        busy_percent: weather.busy.in_percent(),
        answer_lost_percent: weather.answer_lost.in_percent(),
        request_lost_percent: weather.request_lost.in_percent(),
        silent_percent: weather.silent.in_percent(),
    })
}
