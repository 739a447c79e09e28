//! The measurements at small sizes: what they print is there, and every timer, text and conversation is in it.

use crate::support::json;

/// Fails when a timer that fell due did not fire, when a text was refused meanwhile, or when the crowd was not made.
#[test]
fn timers_fire_while_others_wait_and_texts_come_in() {
    let args = ["bench", "timers", "--waiting", "600", "--due", "40", "--rate", "20", "--json"];
    let report = json(&args);
    for run in ["without", "with"] {
        let run = &report[run];
        assert_eq!(run["due_to_decided"]["count"], 40, "{report}");
        assert_eq!(run["due_to_told"]["count"], 40, "{report}");
        assert_eq!((&run["texts"]["count"], &run["texts_refused"]), (&160.into(), &0.into()), "{report}");
        assert!(
            run["due_to_told"]["p50_us"].as_u64() >= run["due_to_decided"]["p50_us"].as_u64(),
            "{report}"
        );
        assert!(run["resident_mib"].as_u64().unwrap() > 0, "{report}");
    }
    assert!(report["bytes"].as_u64().unwrap() > 600 * 1_000, "{report}");
}

/// Fails when a conversation stays with whoever's shift is over, or a text is refused meanwhile.
#[test]
fn a_shift_ends_while_texts_come_in() {
    let report = json(&["bench", "shift", "--open", "150", "--rate", "20", "--json"]);
    assert_eq!(report["moved"], 150, "{report}");
    assert_eq!(report["texts_refused"], 0, "{report}");
    assert!(report["texts"]["count"].as_u64().unwrap() >= 40, "{report}");
    assert!(report["edge_to_last_told_ms"].as_f64().unwrap() > 0.0, "{report}");
}

/// Fails when a text is refused, when what is measured is not what was asked for, or when the floor is left out.
#[test]
fn inbound_measures_the_texts_that_it_is_told_to_and_the_floor() {
    let args = ["bench", "inbound", "--count", "400", "--phones", "50", "--connections", "4", "--json"];
    let report = json(&args);
    assert_eq!((&report["texts"], &report["refused"]), (&400.into(), &0.into()), "{report}");
    assert_eq!(report["latency"]["count"], 400, "{report}");
    for figure in [&report["texts_per_second"], &report["floor"]["texts_per_second"]] {
        assert!(figure.as_f64().unwrap() > 0.0, "{report}");
    }
    assert!(report["server"]["cpu_us_per_text"].as_f64().unwrap() > 0.0, "{report}");
}

/// Fails when a list is not answered while texts come in, or when nothing is in it.
#[test]
fn list_asks_for_pages_of_what_it_made() {
    let args = ["bench", "list", "--conversations", "200", "--requests", "10", "--rate", "20", "--json"];
    let report = json(&args);
    assert_eq!(report["conversations"], 200, "{report}");
    let pages = report["pages"].as_object().unwrap();
    assert!(pages.len() >= 3, "of the API and of the inbox: {report}");
    assert!(pages.values().all(|page| page["count"] == 10), "{report}");
}

/// Fails when no text of the bench fits a rule of it.
#[test]
fn routing_decides_by_its_rules() {
    let report = json(&["bench", "routing", "--rules", "30", "--count", "2000", "--json"]);
    assert_eq!(report["rules"], 30, "{report}");
    let decided = report["decisions"].as_u64().unwrap();
    assert!(decided >= 2_000, "{report}");
    assert_eq!(report["assigned"], decided, "{report}");
    assert!(report["p50_ns"].as_u64().unwrap() > 0, "{report}");
}
