//! People, queues, lines and their names.

use super::*;

#[test]
fn without_a_lead_the_fallback_person_answers_for_a_queue() {
    let source = changed("lead = \"maya@cedarlane.example\"\n", "");
    let policy = Policy::load(&source, &cedar_lane()).expect("a good policy");
    assert_eq!(policy.answers_for(&policy.queues()[0]), "ruth@cedarlane.example");
}

#[test]
fn people_are_named_whatever_the_capitals_of_their_address() {
    let source = changed("\"ruth@", "\"Ruth@");
    let policy = Policy::load(&source, &cedar_lane()).expect("a good policy");
    assert_eq!(policy.fallback(), "ruth@cedarlane.example", "as they sign in");
}

#[test]
fn the_fallback_person_is_active_and_may_answer() {
    assert!(problem("\"ruth@", "\"ruht@").contains("| did you mean ruth@cedarlane.example?"));
    assert!(
        problem("ruth@cedarlane.example", "Ruth Adler").ends_with("did you mean ruth@cedarlane.example?")
    );
    assert!(
        problem("ruth@", "lee@")
            .starts_with("2:12 Lee Park is deactivated and cannot be the fallback person")
    );
    assert!(problem("ruth@", "nora@").starts_with("2:12 Nora Feld may only read and cannot be"));
}

#[test]
fn members_and_leads_are_active_and_may_answer() {
    assert_eq!(
        problem("\"jordan@", "\"lee@"),
        "9:12 Lee Park is deactivated and cannot be a member of the queue “Sales” | \
         name somebody else, or let them answer first"
    );
    assert!(problem("lead = \"maya@", "lead = \"nora@").starts_with("10:8 Nora Feld may only read"));
    assert!(
        problem("\"jordan@", "\"Jordan@x.").starts_with("9:12 nobody has the address “Jordan@x.cedarlane")
    );
    let twice = problem("\"jordan@", "\"Maya@");
    assert!(twice.starts_with("9:38 “maya@cedarlane.example” is a member here twice"), "{twice}");
}

#[test]
fn a_saved_policy_goes_on_without_people_who_cannot_answer_any_more() {
    let source = changed("\"jordan@", "\"lee@").replace("lead = \"maya@", "lead = \"nora@");
    assert_eq!(Policy::load(&source, &cedar_lane()).expect_err("not to be saved").problems.len(), 2);
    let policy = Policy::load_saved(&source, &cedar_lane()).expect("saved before");
    assert_eq!(policy.queues()[0].members, ["maya@cedarlane.example"]);
    assert_eq!(policy.answers_for(&policy.queues()[0]), "ruth@cedarlane.example");
    assert_eq!(policy.warnings().len(), 2);
    let without_fallback = changed("ruth@", "lee@");
    assert!(
        Policy::load_saved(&without_fallback, &cedar_lane()).is_err(),
        "somebody answers in the end, always"
    );
}

#[test]
fn initials_are_a_capital_and_a_small_letter_that_nobody_mistakes() {
    for bad in ["S", "sa", "SA", "Sal", "Sl", "Is", "", "1a"] {
        let told = problem("\"Sa\"", &format!("\"{bad}\""));
        assert!(told.starts_with(&format!("8:12 “{bad}” are no initials of a queue")), "{told}");
    }
    let twice = changed(
        "[routing]",
        "[queues.Support]\ninitials = \"Sa\"\nmembers = [\"maya@cedarlane.example\"]\n[routing]",
    );
    let told: Vec<String> = report(&twice).problems.iter().map(told).collect();
    assert_eq!(told, ["14:12 another queue has the initials “Sa” already | “Su” is free"]);
}

#[test]
fn initials_that_nobody_named_are_derived_and_unlike_all_others() {
    let queue = |name: &str| format!("[queues.\"{name}\"]\nmembers = [\"maya@cedarlane.example\"]\n");
    let names = ["Front desk", "Sales", "Salons", "Insurance", "Illl", "日本", "Fast deals", "Ölwechsel"];
    let source = changed("[routing]", &(names.map(queue).concat() + "[routing]"))
        .replace("[queues.Sales]\ninitials = \"Sa\"\n", "[queues.First]\n");
    let source = source.replace("ASSIGN to Sales", "ASSIGN to First");
    let policy = Policy::load(&source, &cedar_lane()).unwrap_or_else(|report| panic!("{report}"));
    let initials: Vec<&str> = policy.queues().iter().map(|queue| queue.initials.as_str()).collect();
    assert_eq!(initials, ["Fi", "Fd", "Sa", "So", "Ns", "Aa", "Ab", "Fa", "Öw"]);
}

#[test]
fn queues_and_hours_have_names_of_their_own() {
    let source = changed("[routing]", "[queues.SALES]\nmembers = [\"maya@cedarlane.example\"]\n[routing]");
    let told: Vec<String> = report(&source).problems.iter().map(told).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("13:9 there are two queues called “SALES” | give one of them"), "{told:?}");
    let source = changed("[queues.Sales]", "[hours.Clínic]\nmon = [\"09:00-12:00\"]\n[queues.Sales]");
    assert!(
        report(&source.replace("Clínic", "\"Clínic\"")).problems[0].message.contains("two calendars called")
    );
    assert!(problem("hours = \"Clinic\"", "hours = \"Clinics\"").ends_with("| did you mean Clinic?"));
}

#[test]
fn ways_to_distribute_are_named() {
    assert!(problem("lead =", "distribute = \"claims\"\nlead =").ends_with("| did you mean claim?"));
}

#[test]
fn nobody_is_known_to_an_empty_workspace_and_everybody_is_told_so() {
    let report = check(GOOD, &Known::default());
    assert_eq!(report.problems.len(), 4, "{report}");
}
