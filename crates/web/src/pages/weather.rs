//! What the pretend carrier does today, said beside the pretend phone.

use super::desk::Press;
use super::phone;
use super::reply::{problem, redirect};
use crate::answer::Problem;
use axum::response::Response;
use baton_carriers::simulator::{Chance, Weather};
use baton_core::Line;
use baton_pages::Choice;
use std::time::Duration;

/// What a way to behave changes of the usual.
type Change = fn(Weather) -> Weather;

/// How it can behave, by the value in the form: what is said, and what it changes of the usual.
const DAYS: [(&str, &str, Change); 6] = [
    ("usual", "does all as it should", |usual| usual),
    ("slow", "takes ten seconds for each step", |usual| Weather { delay: Duration::from_secs(10), ..usual }),
    ("twice", "says and brings everything twice", |usual| Weather { duplicate: Chance::ALWAYS, ..usual }),
    ("mixed", "mixes up the order", |usual| Weather {
        jitter: Duration::from_secs(2),
        reorder: Chance::percent(50),
        ..usual
    }),
    ("failing", "loses our texts", |usual| Weather { fail: Chance::ALWAYS, ..usual }),
    ("storm", "does all of that, now and then", |_| Weather::stormy()),
];

/// The choices of the field `weather`, for a line that has this one.
pub(super) fn choices(usual: Weather, now: Weather) -> Vec<Choice> {
    let mut choices: Vec<Choice> = DAYS
        .iter()
        .map(|(value, words, day)| Choice {
            value: (*value).to_owned(),
            words: (*words).to_owned(),
            chosen: day(usual) == now,
        })
        .collect();
    if choices.iter().all(|choice| !choice.chosen) {
        let words = "does what was said over the API".to_owned();
        choices.push(Choice { value: "said".to_owned(), words, chosen: true });
    }
    choices
}

/// `POST /phone/weather`.
pub(super) async fn say(Press { desk, form }: Press) -> Response {
    match phone::pretend_line(&desk, &form).and_then(|line| set(&desk.app, line, form.get("weather"))) {
        Ok(()) => redirect(&format!("/phone?{}", form.query(&["as", "line"]))),
        Err(refused) => problem(&refused),
    }
}

fn set(app: &crate::app::App, line: &Line, wanted: &str) -> Result<(), Problem> {
    let simulator = app.engine().simulator();
    let usual = simulator.weather();
    if wanted == "said" {
        return Ok(());
    }
    let day = DAYS.iter().find(|(value, ..)| *value == wanted);
    let (.., day) = day.ok_or_else(|| Problem::field("weather", "Choose what the carrier does."))?;
    let weather = day(usual);
    simulator.set_weather_of(&line.number, (weather != usual).then_some(weather));
    Ok(())
}
