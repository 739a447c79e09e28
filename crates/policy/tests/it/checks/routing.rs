//! The routing text within the document.

use super::*;

#[test]
fn problems_of_the_routing_text_stand_where_they_stand_in_the_document() {
    assert_eq!(
        problem("ASSIGN to Sales queue\nELSE", "ASSIGN to Slaes queue\nELSE"),
        "16:13 there is no queue called Slaes | did you mean Sales?"
    );
    let report = report(&changed("ASSIGN to Sales queue\nELSE", "ASSIGN to Slaes queue\nELSE"));
    let within = report.problems[0].in_routing.expect("a place in the routing text");
    assert_eq!((within.line, within.column), (2, 13));
}

#[test]
fn the_routing_text_gives_nothing_to_people_who_cannot_answer() {
    let told = problem("ASSIGN to Sales queue\nELSE", "ASSIGN to lee@cedarlane.example\nELSE");
    assert!(told.starts_with("16:13 Lee Park is deactivated and cannot be given conversations"), "{told}");
}

#[test]
fn lines_are_named_by_name_and_by_number() {
    for name in ["Reception", "+12125550100"] {
        let source = changed("message contains \"price\"", &format!("line is \"{name}\""));
        let policy = Policy::load(&source, &cedar_lane()).unwrap_or_else(|report| panic!("{report}"));
        assert_eq!(policy.line("+12125550100").map(|line| line.0), Some(0));
    }
    assert!(problem("message contains \"price\"", "line is \"Lobby\"").starts_with("15:"));
}

/// Fails when a target or template that no section names is taken, or is refused as if there could be none; or when a rule gives to
/// nobody because nobody is on call, and nothing is said.
#[test]
fn what_the_routing_text_asks_for_and_the_policy_does_not_name_is_told_in_its_line() {
    let (rule, other) = ("ASSIGN to Sales queue\nELSE", "\nELSE");
    let target = problem(rule, &format!("ASSIGN to Sales queue\n  TARGET \"Urgent\"{other}"));
    assert_eq!(target, "17:10 there is no target called Urgent | the targets are: \"Everybody\"");
    let reply = problem(rule, &format!("ASSIGN to Sales queue\n  REPLY with \"After hours\"{other}"));
    assert_eq!(reply, "17:14 there is no template called After hours | there are no templates yet");
    let on_call = warning(rule, &format!("ASSIGN to on call{other}"));
    assert!(on_call.starts_with("16:3 the policy names nobody as on call"), "{on_call}");
}

#[test]
fn sentences_speak_of_lines_of_the_document() {
    let told = problem("IF message contains \"price\"", "IF (message contains \"price\"");
    assert!(told.ends_with("it closes the parenthesis that line 15 opens"), "{told}");
}

/// Fails when customers are promised that URGENT reaches somebody on call where nobody is, or when a word of another
/// meaning is taken for that promise.
#[test]
fn a_template_that_tells_of_the_urgent_word_needs_somebody_on_call() {
    let template = |text: &str| format!("[templates.Night]\ntext = \"{text}\"\n[routing]");
    let says = template("If it cannot wait, answer URGENT.");
    assert_eq!(
        warning("[routing]", &says),
        "14:35 “Night” tells customers of URGENT, and nobody is on call: the word changes nothing | say who is, with \
         on_call at the top, or leave the word out"
    );
    for well in ["Is it urgent?", "NONURGENT", "Nothing of the kind."] {
        assert_eq!(report(&changed("[routing]", &template(well))), Report::default(), "{well}");
    }
    let with = GOOD.replacen("[routing]", &says, 1).replacen(
        "fallback",
        "on_call = \"maya@cedarlane.example\"\nfallback",
        1,
    );
    assert_eq!(report(&with), Report::default());
}

/// Fails when the headline denies what there is.
#[test]
fn a_queue_that_is_named_as_a_person_is_called_a_queue() {
    let source = changed("ASSIGN to Sales queue\nELSE", "ASSIGN to Sales\nELSE");
    let report = report(&source);
    let told: Vec<String> = report.problems.iter().map(told).collect();
    assert_eq!(told, ["16:13 Sales is a queue, and no person | write `ASSIGN to Sales queue`"]);
}
