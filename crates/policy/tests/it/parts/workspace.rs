//! The workspace’s own settings, queues and rotas.

use super::*;

/// Fails when the policy that uses every part has something to be said about.
#[test]
fn a_policy_that_is_well_has_nothing_to_say() {
    assert_eq!(report(GOOD), Report::default());
    let policy = Policy::load_with(GOOD, &cedar_lane(), Features::All).expect("a good policy");
    assert_eq!((policy.max_bounces(), policy.return_after_away()), (4, true));
    assert_eq!(policy.targets()[1].warn_at, 50);
    assert_eq!(policy.auto_replies().urgent_word, "NOW");
    assert_eq!(
        (policy.auto_replies().outside_hours, policy.auto_replies().first_contact),
        (Some(0), Some(1))
    );
    assert_eq!(
        (policy.templates()[1].queue, policy.templates()[2].person.as_deref()),
        (Some(0), Some("maya@cedarlane.example"))
    );
    assert_eq!(policy.quiet_hours().from.to_string(), "09:00");
    assert_eq!(policy.consent().opt_in, ["volver"]);
    assert_eq!(policy.escalations()[0].steps[1].does, StepDoes::Assign(StepWho::Queue(0)));
}

/// Fails when a part is read though this version has not built it, or is not refused by name.
#[test]
fn what_is_not_built_is_refused_and_nothing_else_is_said() {
    let report = check(GOOD, &cedar_lane());
    let expected = [
        Feature::OnCall,
        Feature::MaxBounces,
        Feature::CloseAfter,
        Feature::ReturnAfterAway,
        Feature::Rotas,
        Feature::Targets,
        Feature::Escalations,
        Feature::AutoReplies,
        Feature::Templates,
        Feature::QuietHours,
        Feature::Consent,
        Feature::ConsentByLine,
        Feature::ClaimWithin,
        Feature::Capacity,
        Feature::RoutingReply,
        Feature::RoutingTarget,
    ];
    let unbuilt: Vec<String> =
        expected.into_iter().filter(|feature| !feature.is_built()).map(Feature::refusal).collect();
    for refusal in &unbuilt {
        assert!(report.problems.iter().any(|problem| problem.message == *refusal), "{refusal}");
    }
    for problem in &report.problems {
        assert_eq!(problem.code, Code::NotBuilt, "{report}");
    }
    assert!(report.warnings.is_empty());
}

/// Fails when the workspace's own settings are taken whatever they say.
#[test]
fn settings_of_the_workspace() {
    snapshot(
        "settings_of_the_workspace",
        &[
            ("max_bounces = 4", "max_bounces = 0"),
            ("max_bounces = 4", "max_bounces = -1"),
            ("max_bounces = 4", "max_bounces = \"4\""),
            ("\"5 days\"", "\"72 h\""),
            ("\"5 days\"", "\"2 weeks\""),
            ("\"5 days\"", "\"0 days\""),
            ("away = true", "away = 1"),
        ],
    );
}

/// Fails when somebody unknown, or a queue of nobody, is on call without a word.
#[test]
fn on_call_is_a_queue_or_a_person() {
    snapshot(
        "on_call_is_a_queue_or_a_person",
        &[
            ("on_call = \"Desk\"", "on_call = \"Desks\""),
            ("on_call = \"Desk\"", "on_call = \"Sam Okafor\""),
            ("on_call = \"Desk\"", "on_call = \"lee@cedarlane.example\""),
            ("on_call = \"Desk\"\n", ""),
        ],
    );
    let nobody = changed("on_call = \"Desk\"", "on_call = \"Night queue\"")
        .replace("[rotas.Desk]", "[queues.Night]\n[rotas.Desk]");
    assert_eq!(
        told(&nobody)[0],
        "~3:11 the queue “Night” is on call and has no members: the fallback person answers alone | give it members, or name a person"
    );
    let no_rota = changed("rota = \"Desk\"\n", "").replace("[rotas.Desk]", "[queues.Other]\nmembers = [\"maya@cedarlane.example\", \"sam@cedarlane.example\"]\nhours = \"Clinic\"\nrota = \"Desk\"\n[rotas.Desk]");
    assert_eq!(
        told(&no_rota),
        [
            "~3:11 the queue “Desk” is on call and has no rota: nothing says who of it is on when | write rota = \"…\" under [queues.\"Desk\"], or name a person"
        ]
    );
    let person = changed("on_call = \"Desk\"", "on_call = \"SAM@cedarlane.example\"");
    let policy = Policy::load_with(&person, &cedar_lane(), Features::All).expect("usable");
    assert_eq!(policy.on_call(), Some(&OnCall::Person("sam@cedarlane.example".to_owned())));
}

/// Fails when a queue's ways to hand on are taken whatever they say.
#[test]
fn queues_hand_on() {
    snapshot(
        "queues_hand_on",
        &[
            ("claim_within = \"10 min\"", "claim_within = \"10 min\"\ndistribute = \"least_busy\""),
            ("claim_within = \"10 min\"", "claim_within = \"soon\""),
            ("capacity = 8", "capacity = 0"),
            ("rota = \"Desk\"", "rota = \"Desc\""),
        ],
    );
}

/// Fails when a rota that leaves its queue's hours uncovered, or strangers on it, are not told in words (source: the
/// gap on Sunday evening is the design's own example).
#[test]
fn rotas_are_held_against_their_queue() {
    let sunday = changed("mon = [\"09:00-18:00\"]", "mon = [\"09:00-18:00\"]\nsun = [\"16:00-20:00\"]");
    assert_eq!(
        told(&sunday),
        [
            "~16:8 nobody on Sunday 4 pm to 8 pm: the lead of Desk is accountable | add shifts to the rota “Desk”, or shorten the hours"
        ]
    );
    // Somebody of no rota is on whenever the queue is open.
    let more = sunday.replace(
        "members = [\"maya@cedarlane.example\", ",
        "members = [\"ben@cedarlane.example\", \"maya@cedarlane.example\", ",
    );
    assert_ne!(more, sunday);
    assert!(!told(&more).iter().any(|words| words.contains("nobody on")), "{:?}", told(&more));
    let no_lead = sunday.replace("lead = \"maya@cedarlane.example\"\n", "");
    assert!(told(&no_lead).contains(&"~15:8 nobody on Sunday 4 pm to 8 pm: the fallback person is accountable | add shifts to the rota “Desk”, or shorten the hours".to_owned()), "{:?}", told(&no_lead));
    snapshot(
        "rotas_are_held_against_their_queue",
        &[
            ("[\"maya@cedarlane.example\", \"sam@cedarlane.example\"]", "[\"maya@cedarlane.example\"]"),
            ("[rotas.Desk]", "[rotas.Spare]\nshifts = []\n[rotas.Desk]"),
        ],
    );
}

/// Fails when a mistake in a rota is told at another place, or not at all.
#[test]
fn mistakes_in_rotas() {
    snapshot(
        "mistakes_in_rotas",
        &[
            ("id = \"late\"", "id = \"day\""),
            ("days = [\"mon\"], from", "days = [\"mno\"], from"),
            ("days = [\"mon\"], from", "days = [], from"),
            ("from = \"09:00\", to = \"18:00\"", "from = \"9 am\", to = \"18:00\""),
            (", to = \"18:00\"", ""),
            ("who = \"maya@", "who = \"mya@"),
            ("who = \"maya@", "who = \"nora@"),
            (", who = \"maya@cedarlane.example\"", ""),
            ("rotation =", "who = \"sam@cedarlane.example\", rotation ="),
            ("every_shifts = 2", "every_shifts = 2, every_days = 2"),
            ("every_shifts = 2", "every_shifts = 0"),
            ("people = [\"sam@cedarlane.example\"]", "people = []"),
            ("start = \"2026-01-05\"", "start = \"2026-02-30\""),
            ("to = \"2026-05-17T08:00\"", "to = \"2026-05-16T08:00\""),
            ("to = \"2026-05-17T08:00\"", "to = \"tomorrow\""),
            ("shift = \"day\", date", "shift = \"days\", date"),
            ("2026-06-08", "2026-06-09"),
            ("shifts = [\n", "shift = []\nshifts = [\n"),
        ],
    );
    let local = changed("from = \"2026-05-16T18:00\"", "from = 2026-05-16T18:00:00");
    assert_eq!(report(&local), Report::default(), "a date and time of TOML's own");
}

/// Fails when a saved policy loses a turn because somebody of its rota cannot answer any more.
#[test]
fn a_saved_rota_keeps_the_turns_of_people_who_left() {
    let source = changed("people = [\"sam@", "people = [\"lee@cedarlane.example\", \"sam@");
    assert!(Policy::load_with(&source, &cedar_lane(), Features::All).is_err());
    let policy = Policy::load_saved_with(&source, &cedar_lane(), Features::All).expect("saved before");
    assert_eq!(
        policy.rotas()[0].rota.shifts()[1].who.people(),
        ["lee@cedarlane.example", "sam@cedarlane.example"]
    );
    assert!(
        policy
            .warnings()
            .iter()
            .any(|one| one.message == "Lee Park is deactivated and is on the rota “Desk” still")
    );
    let on_call = changed("on_call = \"Desk\"", "on_call = \"lee@cedarlane.example\"");
    let policy = Policy::load_saved_with(&on_call, &cedar_lane(), Features::All).expect("saved before");
    assert_eq!(policy.on_call(), None, "left out");
}
