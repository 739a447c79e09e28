//! How far a rehearsal's clock is to go.

use crate::answer::Problem;
use crate::api::when;
use crate::app::App;
use baton_core::Moment;
use baton_hours::Weekday;
use baton_policy::{Hours, Policy};
use serde::Deserialize;
use std::time::Duration;
use utoipa::ToSchema;

/// How far the clock goes: one of the three.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"advance_until": "mon 09:00"}))]
pub(crate) struct HowFar {
    /// To this time: an instant, or a date and time with a zone.
    #[serde(default, deserialize_with = "when::optional")]
    #[schema(value_type = Option<String>)]
    pub(crate) advance_to: Option<Moment>,
    /// By so many seconds.
    pub(crate) advance_seconds: Option<u64>,
    /// Until it is that time next, in the workspace's zone: `closing`, the end of a day's business; `opening`; `09:00`;
    /// `mon 09:00` (`mon` to `sun`).
    pub(crate) advance_until: Option<String>,
    /// Whose closing or opening, by the name of the hours; the usual ones otherwise: those outside of which the policy
    /// answers by itself, else the first.
    pub(crate) hours: Option<String>,
}

impl HowFar {
    /// Where that is, seen from now.
    pub(crate) fn target(&self, app: &App) -> Result<Moment, Problem> {
        let until = self.advance_until.as_deref();
        if self.hours.is_some() && !matches!(until, Some("closing" | "opening")) {
            let words =
                "Hours have a closing and an opening: say “advance_until”: “closing”, or leave them out.";
            return Err(Problem::field("hours", words));
        }
        match (self.advance_to, self.advance_seconds, until) {
            (Some(to), None, None) => Ok(to),
            (None, Some(seconds), None) => Ok(app.now() + Duration::from_secs(seconds)),
            (None, None, Some(word)) => {
                next(&app.directory()?.policy, app.now(), word, self.hours.as_deref())
            }
            _ => {
                let words = "Say one of the three: advance_to, advance_seconds or advance_until.";
                Err(Problem::field("advance_to", words))
            }
        }
    }
}

/// The next moment that `word` names.
pub(crate) fn next(policy: &Policy, now: Moment, word: &str, hours: Option<&str>) -> Result<Moment, Problem> {
    let found = match word {
        "closing" => usual(policy, hours)?.calendar.next_day_end(now),
        "opening" => {
            let calendar = &usual(policy, hours)?.calendar;
            let closed = if calendar.is_open(now) { calendar.next_closing(now) } else { Some(now) };
            closed.and_then(|closed| calendar.next_opening(closed))
        }
        time => on_the_wall(policy, now, time)?,
    };
    found.ok_or_else(|| {
        Problem::field("advance_until", format!("There is no next {word}: it never comes again."))
    })
}

/// `09:00`, or `mon 09:00`.
fn on_the_wall(policy: &Policy, now: Moment, word: &str) -> Result<Option<Moment>, Problem> {
    let (day, time) = match word.split_once(' ') {
        Some((day, time)) => (Weekday::from_short(day).map(Some), time),
        None => (Some(None), word),
    };
    match (day, time.parse()) {
        (Some(day), Ok(time)) => Ok(policy.zone().next(now, day, time)),
        _ => Err(Problem::field(
            "advance_until",
            format!("“{word}” is no time to go to. Say closing, opening, 09:00 or mon 09:00."),
        )),
    }
}

/// The hours of that name, or the usual ones.
fn usual<'p>(policy: &'p Policy, name: Option<&str>) -> Result<&'p Hours, Problem> {
    let all = policy.hours();
    let found = match name {
        Some(name) => all.iter().find(|hours| hours.name.eq_ignore_ascii_case(name)),
        None => policy.auto_replies().outside_hours_of.and_then(|at| all.get(at)).or_else(|| all.first()),
    };
    found.ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|hours| hours.name.as_str()).collect();
        match (name, names.is_empty()) {
            (Some(name), false) => {
                let words = format!("There are no hours called “{name}”. There are {}.", names.join(", "));
                Problem::field("hours", words)
            }
            _ => Problem::field("advance_until", "The policy has no hours, so nothing opens or closes."),
        }
    })
}

/// Whether the usual hours are open; so too where there are none.
pub(crate) fn is_open(policy: &Policy, now: Moment) -> bool {
    usual(policy, None).map_or(true, |hours| hours.calendar.is_open(now))
}
