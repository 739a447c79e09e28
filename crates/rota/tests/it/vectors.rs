//! The shared vectors for rotas: an independent oracle's answers.

use rustc_hash::FxHashMap;

use baton_hours::{Moment, Weekday, Zone};
use baton_rota::{Every, Override, Rota, Shift, ShiftDate, Swap, Who};
use serde_json::Value;

fn text(value: &Value) -> &str {
    value.as_str().expect("a string")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn names(value: &Value) -> Vec<String> {
    list(value).iter().map(|name| text(name).to_owned()).collect()
}

fn shift(spec: &Value) -> Shift<String> {
    let who = match spec.get("rotation") {
        None => Who::One(text(&spec["who"]).to_owned()),
        Some(rotation) => {
            let amount = |key: &str| {
                rotation
                    .get(key)
                    .map(|amount| u32::try_from(amount.as_u64().expect("a number")).expect("small"))
            };
            let every = match (amount("every_shifts"), amount("every_days")) {
                (Some(shifts), None) => Every::Shifts(shifts),
                (None, Some(days)) => Every::Days(days),
                other => panic!("one of every_shifts and every_days: {other:?}"),
            };
            let start = text(&rotation["start"]).parse().expect("a date");
            Who::Rotation { people: names(&rotation["people"]), every, start }
        }
    };
    Shift {
        id: text(&spec["id"]).to_owned(),
        days: list(&spec["days"]).iter().map(|day| Weekday::from_short(text(day)).expect("a day")).collect(),
        from: text(&spec["from"]).parse().expect("a time"),
        to: text(&spec["to"]).parse().expect("a time"),
        who,
    }
}

fn rota(spec: &Value) -> Rota<String> {
    let zone = Zone::named(text(&spec["zone"])).expect("a zone of the database");
    let held = |held: &Value| Override {
        from: text(&held["from"]).parse().expect("a local time"),
        to: text(&held["to"]).parse().expect("a local time"),
        who: names(&held["who"]),
        why: None,
    };
    let named = |named: &Value| ShiftDate {
        shift: text(&named["shift"]).to_owned(),
        date: text(&named["date"]).parse().expect("a date"),
    };
    let swap = |swap: &Value| Swap { one: named(&swap["one"]), other: named(&swap["other"]) };
    Rota::new(
        zone,
        list(&spec["shifts"]).iter().map(shift).collect(),
        list(&spec["overrides"]).iter().map(held).collect(),
        list(&spec["swaps"]).iter().map(swap).collect(),
    )
    .expect("a rota without problems")
}

/// What the rota says of one case, written as the vectors write it.
fn answer(rota: &Rota<String>, at: Moment) -> (Value, Value) {
    let change = rota.next_change(at).map(|(at, on)| serde_json::json!({ "at": at.to_string(), "on": on }));
    (serde_json::json!(rota.on(at)), change.unwrap_or(Value::Null))
}

/// Fails when any rule at the head of the vectors is broken: tried with turns not floored before the start, with swaps
/// applied backwards, with the earlier override on top, with a night ended at midnight, and with a change of clocks that
/// is not looked at.
#[test]
fn every_shared_vector_of_rotas_holds() {
    let vectors: Value = serde_json::from_str(include_str!("../vectors/rota.json")).expect("JSON");
    let specs = vectors["rotas"].as_object().expect("rotas by name");
    let rotas: FxHashMap<&String, Rota<String>> =
        specs.iter().map(|(name, spec)| (name, rota(spec))).collect();
    let cases = list(&vectors["cases"]);
    assert_eq!((cases.len(), rotas.len()), (144, 14), "the copy is whole");
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let rota = &rotas[&text(&case["rota"]).to_owned()];
            let found = answer(rota, text(&case["at"]).parse().expect("RFC 3339"));
            let wanted = (case["on"].clone(), case["next_change"].clone());
            (found != wanted).then(|| format!("{} {} instead of {case}", found.0, found.1))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
