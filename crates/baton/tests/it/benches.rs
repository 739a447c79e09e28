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
