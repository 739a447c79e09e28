//! When a text goes out: now, later, or at night all the same; as the composer's form says it.

use super::desk::Desk;
use super::fields::Fields;
use super::thread::Thread;
use crate::answer::Problem;
use baton_core::{IfChanged, Later, Moment, Then};
use baton_hours::{Date, WallTime, Weekday};
use baton_pages::{Choice, Composer, LaterForm, LaterTime, NightThere};

/// What becomes of it if something comes first, as the form and as it is read.
const IF_CHANGED: [(&str, &str); 3] = [("ask", "ask me"), ("cancel", "drop it"), ("send", "send it anyway")];
/// What becomes of the conversation once it went out.
const AFTER: [(&str, &str); 3] = [("open", "leave it open"), ("pending", "wait"), ("closed", "close")];

/// What a press of one of the sending buttons wants.
pub(super) struct Sending {
    pub(super) then: Then,
    pub(super) later: Option<Later>,
    pub(super) despite: bool,
}

/// Reads it: `then` of the button that sends now, `later` of one that sends at its time, `despite` of one that does either
/// in quiet hours too.
pub(super) fn sending(desk: &Desk, form: &Fields) -> Result<Sending, Problem> {
    let (word, despite) = match form.get("despite") {
        "" => (form.get("later"), false),
        word => (word, true),
    };
    let now = |then| Ok(Sending { then, later: None, despite });
    match word {
        "" => now(then(form, form.get("then"))?),
        "open" | "pending" | "closed" => now(then(form, word)?),
        time => {
            let if_changed = match form.get("if_changed") {
                "cancel" => IfChanged::Cancel,
                "send" => IfChanged::Send,
                _ => IfChanged::Ask,
            };
            let later = Some(Later { at: at(desk, form, time)?, if_changed });
            Ok(Sending { then: then(form, form.get("after"))?, later, despite })
        }
    }
}

/// Whether a press is one that sends later.
pub(super) fn sends_later(form: &Fields) -> bool {
    let word = [form.get("despite"), form.get("later")].into_iter().find(|word| !word.is_empty());
    word.is_some_and(|word| !matches!(word, "open" | "pending" | "closed"))
}

fn then(form: &Fields, word: &str) -> Result<Then, Problem> {
    match word {
        "" | "open" => Ok(Then::Open),
        "pending" => Ok(Then::Pending { wake_at: None }),
        "closed" => Ok(Then::Closed { reason: form.said("reason").or_else(|| form.said("why")) }),
        _ => Err(Problem::field("then", "After a text a conversation is open, pending or closed.")),
    }
}

/// The time of a button, else the one that was written, else the one that was chosen.
fn at(desk: &Desk, form: &Fields, word: &str) -> Result<Moment, Problem> {
    let time = if word == "own" { form.get("later_at") } else { word };
    if word == "own" && (time.is_empty() || form.said("send_at").is_some()) {
        return own_time(desk, form);
    }
    time.parse().map_err(|_| Problem::field("send_at", "That is no time. Choose another one."))
}

/// A time of one's own, on the wall of the workspace.
pub(super) fn own_time(desk: &Desk, form: &Fields) -> Result<Moment, Problem> {
    let chosen = desk.when.chosen(form.get("send_at"));
    chosen.ok_or_else(|| Problem::field("send_at", "Choose a day and a time, for example 2026-05-13 09:00."))
}

/// The button of this press, to be pressed again.
pub(super) fn pressed(form: &Fields) -> (String, String) {
    let said = ["despite", "later", "then"].into_iter().find(|name| !form.get(name).is_empty());
    let name = said.unwrap_or("then");
    let value = if said.is_none() { "open" } else { form.get(name) };
    (name.to_owned(), value.to_owned())
}

/// What is offered besides now.
pub(super) fn later(desk: &Desk) -> LaterForm {
    let choices = |all: [(&str, &str); 3]| {
        let choice = |(at, (value, words)): (usize, (&str, &str))| Choice {
            value: value.to_owned(),
            words: words.to_owned(),
            chosen: at == 0,
        };
        all.into_iter().enumerate().map(choice).collect()
    };
    LaterForm {
        times: times(desk)
            .into_iter()
            .map(|(words, at)| LaterTime {
                value: at.to_string(),
                words: words.to_owned(),
                small: without_day(words, &desk.when.until(at)),
                chosen: false,
            })
            .collect(),
        own: String::new(),
        wrong: None,
        zone: format!("In the time of {}.", desk.when.place()),
        if_changed: choices(IF_CHANGED),
        after: choices(AFTER),
    }
}

/// "9 am" of "Mon 9 am", where Monday is said already.
fn without_day(words: &str, at: &str) -> String {
    let day = words.get(..3).and_then(|day| at.strip_prefix(day));
    day.unwrap_or(at).trim_start().to_owned()
}

/// Tomorrow and Monday at nine, here.
pub(super) fn times(desk: &Desk) -> Vec<(&'static str, Moment)> {
    let Some(nine) = WallTime::new(9, 0) else { return Vec::new() };
    let today = desk.when.today();
    let tomorrow = today.tomorrow();
    let days = (today.number() + 1..=today.number() + 7).filter_map(Date::from_number);
    let monday = days.into_iter().find(|day| day.weekday() == Weekday::Mon);
    let mut times = Vec::new();
    times.extend(tomorrow.map(|day| ("Tomorrow", desk.when.moment(day, nine))));
    // On a Sunday, tomorrow is Monday.
    times.extend(
        monday.filter(|day| Some(*day) != tomorrow).map(|day| ("Monday", desk.when.moment(day, nine))),
    );
    times
}

/// What was chosen for later stays chosen after a refusal, which stands at its field.
pub(super) fn refill(composer: &mut Composer, form: &Fields, refused: &Problem) {
    let later = &mut composer.later;
    form.get("send_at").clone_into(&mut later.own);
    let choose = |choices: &mut Vec<Choice>, chosen: &str| {
        if choices.iter().any(|choice| choice.value == chosen) {
            for choice in choices {
                choice.chosen = choice.value == chosen;
            }
        }
    };
    for time in &mut later.times {
        time.chosen = later.own.is_empty() && time.value == form.get("later_at");
    }
    choose(&mut later.if_changed, form.get("if_changed"));
    choose(&mut later.after, form.get("after"));
    if refused.field_name() == Some("send_at") {
        later.wrong = Some(refused.detail().to_owned());
    }
}

/// What a person is told at night, with the two ways on.
pub(super) fn night(desk: &Desk, thread: &Thread, form: &Fields, refused: &Problem) -> NightThere {
    let later = sending(desk, form).ok().and_then(|press| press.later);
    let despite = match later {
        None => Some(form.get("then")).filter(|then| !then.is_empty()).unwrap_or("open").to_owned(),
        Some(later) => later.at.to_string(),
    };
    NightThere {
        what: refused.detail().to_owned(),
        by_day: by_day(desk, thread, later.map(|later| later.at), refused),
        despite,
        anyway: match later {
            None => "Text now all the same".to_owned(),
            Some(later) => format!("Text {} all the same", desk.when.at(later.at)),
        },
    }
}

/// "Text at 8 am (their morning)", with the time here where their clock shows another one.
fn by_day(
    desk: &Desk,
    thread: &Thread,
    wanted: Option<Moment>,
    refused: &Problem,
) -> Option<(String, String)> {
    let until: Moment = refused.more("until")?.parse().ok()?;
    let contact = thread.card.as_ref().map(|card| &card.contact);
    let quiet = desk.directory.quiet(contact, &thread.row.address, wanted.unwrap_or(desk.when.now()));
    let from = desk.directory.policy.quiet_hours().from;
    let here = desk.when.until(until);
    let words = if quiet.is_none_or(|quiet| quiet.zones > 1) {
        format!("Text {}, when it is day there", desk.when.at(until))
    } else if desk.when.shows(until, from) {
        format!("Text at {} (their morning)", desk.when.hour(until))
    } else {
        let there = desk.when.of_customer(contact).hour(until);
        format!("Text at {there} (their morning, {here} here)")
    };
    Some((until.to_string(), words))
}
