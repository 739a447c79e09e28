//! Targets and escalations.

use super::*;

/// Fails when a target's lengths, hours or names are taken whatever they say.
#[test]
fn mistakes_in_targets() {
    snapshot(
        "mistakes_in_targets",
        &[
            ("name = \"Urgent\"\n", ""),
            ("name = \"Everybody\"", "name = \"URGENT\""),
            ("first_response = \"5 min\"", "first_response = \"0 min\""),
            ("first_response = \"5 min\"", "first_repsonse = \"5 min\"\nnext_response = \"1 h\""),
            ("hours = \"Clinic\"\nwarn_at", "warn_at"),
            ("around_the_clock = true", "around_the_clock = false"),
            ("around_the_clock = true", "around_the_clock = true\nhours = \"Clinic\""),
            ("hours = \"Clinic\"\nwarn_at", "hours = \"Clinik\"\nwarn_at"),
            ("warn_at = 50", "warn_at = 100"),
            ("escalation = \"Usual\"", "escalation = \"Usaul\""),
        ],
    );
    let as_hours_alone = changed("around_the_clock = true", "around_the_clock = false\nhours = \"Clinic\"");
    assert_eq!(report(&as_hours_alone), Report::default());
}

/// Fails when a target that promises nothing, or that nobody can come to, passes without a word.
#[test]
fn targets_that_do_nothing_are_warned_about() {
    snapshot(
        "targets_that_do_nothing_are_warned_about",
        &[
            ("first_response = \"5 min\"\n", ""),
            ("act_within = \"30 min\"", "act_within = \"2 h\""),
            ("when = \"tagged urgent\"\n", ""),
            ("when = \"tagged urgent\"", "when = \"contact is new or contact is existing\""),
        ],
    );
    let twice = changed(
        "name = \"Everybody\"",
        "name = \"Again\"\nwhen = \"tagged URGENT\"\nnext_response = \"1 h\"\nhours = \"Clinic\"\n[[targets]]\nname = \"Everybody\"",
    );
    assert_eq!(
        told(&twice),
        [
            "~40:8 the target “Again” never holds: “Urgent” before it has the same condition | the first target that fits holds: move it up, or take it out"
        ]
    );
    let last = changed("name = \"Everybody\"", "name = \"Everybody\"\nwhen = \"contact is new\"");
    assert_eq!(
        told(&last),
        [
            "~31:3 no target is for everybody: conversations that fit none have no clock | end the list with a target that has no “when”"
        ]
    );
}

/// Fails when a mistake in a condition stands elsewhere in the document than where it was made.
#[test]
fn conditions_of_targets_are_read_like_rules() {
    snapshot(
        "conditions_of_targets_are_read_like_rules",
        &[
            ("\"tagged urgent\"", "\"queue is Dsek\""),
            ("\"tagged urgent\"", "\"\"\"\nmessage contains \\\"a\\\" and\noutside Clinik\"\"\""),
            ("\"tagged urgent\"", "\"(tagged urgent\""),
            ("\"tagged urgent\"", "\"tagged urgent and not tagged urgent\""),
            ("\"tagged urgent\"", "7"),
        ],
    );
}

/// Fails when a path goes backwards, does nothing or names nobody without a word.
#[test]
fn mistakes_in_escalations() {
    snapshot(
        "mistakes_in_escalations",
        &[
            ("after = \"0 min\"", "after = \"31 min\""),
            ("notify = \"lead\"", "notify = \"laed\""),
            ("assign = \"Desk queue\"", "assign = \"lee@cedarlane.example\""),
            ("notify = \"lead\"", "notify = \"lead\", assign = \"lead\""),
            (", notify = \"lead\"", ""),
            ("assign = \"Desk queue\"", "assign = \"fallback\""),
            ("assign = \"Desk queue\"", "assign = \"Owner\""),
            ("[escalations]\n", "[escalations]\nSpare = [{ notify = \"owner\" }]\n"),
        ],
    );
    let none = told(&changed(
        "  { after = \"0 min\", notify = \"lead\" },\n  { after = \"30 min\", assign = \"Desk queue\" },\n",
        "",
    ));
    assert!(none[0].starts_with("~46:1 the escalation “Usual” has no steps: nobody is told"), "{none:?}");
    let nobody = changed("on_call = \"Desk\"\n", "")
        .replace("notify = \"lead\"", "notify = \"on call\"")
        .replace("ASSIGN to on call", "ASSIGN to Desk queue");
    assert_eq!(
        told(&nobody)[0],
        "~46:31 the policy names nobody as on call, so that this step passes on at once | write on_call = \"…\" at the top, with a queue or a person"
    );
}

/// Fails when a step means somebody else than it says.
#[test]
fn steps_name_people_in_words() {
    let who = [
        ("owner", StepWho::Owner),
        ("Accountable", StepWho::Accountable),
        ("lead", StepWho::Lead),
        ("on call", StepWho::OnCall),
        ("on  shift", StepWho::OnShift),
        ("fallback", StepWho::Fallback),
        ("desk", StepWho::Queue(0)),
        ("sam@cedarlane.example", StepWho::Person("sam@cedarlane.example".to_owned())),
    ];
    for (written, who) in who {
        let source = changed("notify = \"lead\"", &format!("notify = \"{written}\""));
        let policy = Policy::load_with(&source, &cedar_lane(), Features::All)
            .unwrap_or_else(|report| panic!("{report}"));
        assert_eq!(policy.escalations()[0].steps[0].does, StepDoes::Notify(who), "{written}");
    }
}
