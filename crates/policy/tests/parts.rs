//! What a check finds in the parts of a policy that come later, case by case: the place, the sentence and the remedy.

mod common;

use std::fmt::Write;

use baton_policy::{Code, Feature, Features, OnCall, Policy, Report, StepDoes, StepWho, check, check_with};
use common::cedar_lane;

/// A policy that is well and uses every part, to be changed in one place.
const GOOD: &str = r#"zone = "America/New_York"
fallback = "ruth@cedarlane.example"
on_call = "Desk"
max_bounces = 4
close_after = "5 days"
return_after_away = true

[hours.Clinic]
mon = ["09:00-18:00"]

[queues.Desk]
members = ["maya@cedarlane.example", "sam@cedarlane.example"]
lead = "maya@cedarlane.example"
hours = "Clinic"
rota = "Desk"
claim_within = "10 min"
capacity = 8

[rotas.Desk]
shifts = [
  { id = "day", days = ["mon"], from = "09:00", to = "18:00", who = "maya@cedarlane.example" },
  { id = "late", days = ["mon"], from = "18:00", to = "20:00", rotation = { people = ["sam@cedarlane.example"], every_shifts = 2, start = "2026-01-05" } },
]
overrides = [
  { from = "2026-05-16T18:00", to = "2026-05-17T08:00", who = ["sam@cedarlane.example"], why = "A wedding" },
]
swaps = [
  { one = { shift = "day", date = "2026-06-01" }, other = { shift = "late", date = 2026-06-08 } },
]

[[targets]]
name = "Urgent"
when = "tagged urgent"
first_response = "5 min"
around_the_clock = true
escalation = "Usual"

[[targets]]
name = "Everybody"
first_response = "1 h"
act_within = "30 min"
hours = "Clinic"
warn_at = 50

[escalations]
Usual = [
  { after = "0 min", notify = "lead" },
  { after = "30 min", assign = "Desk queue" },
]

[auto_replies]
max_per_number_and_day = 3
urgent_word = "NOW"
outside_hours = "Closed"
first_contact = "Welcome"

[templates.Closed]
text = "We read it at [next opening]."
[templates.Welcome]
text = "Thank you, [First Name|all]!"
queue = "Desk"
[templates.Note]
kind = "note"
text = "For [who]: [summary]"
person = "maya@cedarlane.example"

[quiet_hours]
from = "09:00"
to = "20:00"

[consent]
opt_out = ["parar"]
opt_in = ["sí"]
help = ["ayuda"]
scope = "line"

[routing]
text = """
IF message contains "price"
  ASSIGN to on call
  TARGET Urgent
  REPLY with Welcome
ELSE
  ASSIGN to Desk queue
"""
"#;

fn changed(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    GOOD.replacen(from, to, 1)
}

fn report(source: &str) -> Report {
    check_with(source, &cedar_lane(), Features::All)
}

/// Everything that is told of a document: "line: sentence | remedy".
fn told(source: &str) -> Vec<String> {
    let report = report(source);
    let all = report.problems.iter().map(|one| ("", one)).chain(report.warnings.iter().map(|one| ("~", one)));
    all.map(|(worth, one)| {
        let remedy = one.remedy.as_deref().map_or(String::new(), |remedy| format!(" | {remedy}"));
        format!("{worth}{}:{} {}{remedy}", one.line, one.column, one.message)
    })
    .collect()
}

/// Holds what is told where `GOOD` has `to` instead of `from` against the snapshot of that name.
fn snapshot(name: &str, changes: &[(&str, &str)]) {
    let mut out = String::new();
    for (from, to) in changes {
        let lines = told(&changed(from, to));
        writeln!(out, "---- {from}\n  -> {to}\n{}", lines.join("\n"))
            .expect("a string can always be written to");
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(name, out) });
}

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
    assert_eq!(policy.consent().opt_in, ["sí"]);
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

/// Fails when a template with a mistake is taken, or told elsewhere than where it stands.
#[test]
fn mistakes_in_templates() {
    snapshot(
        "mistakes_in_templates",
        &[
            ("[First Name|all]!", "[First Name|all!"),
            ("kind = \"note\"", "kind = \"notes\""),
            ("kind = \"note\"", "kind = \"note\"\nthen = \"closed\""),
            ("queue = \"Desk\"", "queue = \"Dsek\""),
            ("queue = \"Desk\"", "queue = \"Desk\"\nperson = \"maya@cedarlane.example\""),
            ("queue = \"Desk\"", "then = \"done\""),
            ("text = \"Thank you, [First Name|all]!\"", "text = \"\""),
        ],
    );
    let reserved = changed("Thank you, [First Name|all]!", "Reply CANCEL to cancel.");
    assert_eq!(report(&reserved).warnings[0].code, Code::Template(baton_templates::Code::ReservedWord));
    let note = changed("For [who]: [summary]", "They were told to reply CANCEL to cancel.");
    assert_eq!(report(&note), Report::default(), "a note invites nobody");
}

/// Fails when what nobody is there to fill in may be answered by itself.
#[test]
fn auto_replies_need_nobody_to_fill_them() {
    snapshot(
        "auto_replies_need_nobody_to_fill_them",
        &[
            ("[next opening]", "[when we open]"),
            ("outside_hours = \"Closed\"", "outside_hours = \"Note\""),
            ("REPLY with Welcome", "REPLY with Note"),
            ("outside_hours = \"Closed\"", "outside_hours = \"Close\""),
            ("REPLY with Welcome", "REPLY with Welcom"),
            ("TARGET Urgent", "TARGET Urgnt"),
        ],
    );
    let sender = told(&changed("[next opening]", "[Your Name]'s desk"));
    assert!(
        sender[0]
            .starts_with("58:23 [Your Name] is never known in an auto-reply: nobody sends an auto-reply | "),
        "{sender:?}"
    );
    let by_rule = changed("first_contact = \"Welcome\"\n", "").replace("[First Name|all]!", "[Your Name]");
    assert!(
        told(&by_rule)[0].contains("[Your Name] is never known in an auto-reply"),
        "{:?}",
        told(&by_rule)
    );
}

/// Fails when auto-replies that can never go out, or an urgent word that nobody can write, pass without a word.
#[test]
fn mistakes_in_auto_replies() {
    snapshot(
        "mistakes_in_auto_replies",
        &[
            ("urgent_word = \"NOW\"", "urgent_word = \"call me\""),
            ("urgent_word = \"NOW\"", "urgent_word = \"S-T-O-P\""),
            ("urgent_word = \"NOW\"", "urgent_word = \"!!\""),
            ("max_per_number_and_day = 3", "max_per_number_and_day = 99"),
            ("outside_hours = \"Closed\"", "outside_hours_of = \"Clinic\""),
            ("outside_hours = \"Closed\"", "outside_hours = \"Closed\"\noutside_hours_of = \"Clinc\""),
        ],
    );
    let open = changed("hours = \"Clinic\"\nrota = \"Desk\"\n", "")
        .replace("on_call = \"Desk\"", "on_call = \"maya@cedarlane.example\"");
    let never = "this is never answered: no queue has hours, so that it is never outside of them";
    assert!(told(&open).iter().any(|told| told.contains(never)), "{:?}", told(&open));
}

/// Fails when quiet hours or words of consent are taken that cannot be (source for START and STOP: 47 CFR
/// 64.1200(a)(10), and the carriers' own reading of the same words).
#[test]
fn mistakes_in_quiet_hours_and_consent() {
    snapshot(
        "mistakes_in_quiet_hours_and_consent",
        &[
            ("to = \"20:00\"\n\n[consent]", "to = \"08:00\"\n\n[consent]"),
            ("[\"sí\"]", "[\"Stop!\"]"),
            ("[\"ayuda\"]", "[\"PARAR\"]"),
            ("[\"ayuda\"]", "[\"?\"]"),
            ("scope = \"line\"", "scope = \"lines\""),
            ("[\"sí\"]", "[\"Yes\"]"),
            ("[\"ayuda\"]", "[\"a word that nobody types, for it never seems to end at all\"]"),
        ],
    );
}

/// Fails when only some of several mistakes are told.
#[test]
fn every_problem_is_told_at_once() {
    let source = GOOD
        .replace("who = \"maya@", "who = \"mya@")
        .replace("tagged urgent", "tagged")
        .replace("notify = \"lead\"", "notify = \"laed\"")
        .replace("[next opening]", "[")
        .replace("rota = \"Desk\"", "rota = \"Dusk\"")
        .replace("on_call = \"Desk\"", "on_call = \"x\"")
        .replace("TARGET Urgent", "TARGET Urgnt");
    let told = told(&source);
    let lines: Vec<&str> = told.iter().filter_map(|told| told.split(':').next()).collect();
    assert_eq!(lines, ["3", "15", "21", "33", "47", "58", "81"], "{told:#?}");
}

/// Fails when a confirmation of consent is taken that does not say whose it is or how to undo it (source: 47 CFR
/// 64.1200(a)(12), CTIA guidelines), that nobody is there to fill, or when a sound one is refused or forgotten; and when nobody
/// hears of one that comes in pieces.
#[test]
fn confirmations_of_consent_say_whose_they_are_and_how_to_undo_it() {
    let with = |line: &str| GOOD.replacen("scope = \"line\"", line, 1);
    let sound = |line: &str| {
        let found = report(&with(line));
        assert!(
            found.is_usable() && found.warnings.iter().all(|one| !one.message.contains("_text")),
            "{found}"
        );
    };
    sound("opt_out_text = \"[Business Name]: no more texts. PARAR undone by sí\"");
    sound("opt_out_text = \"[Business Name]: no more texts. Reply START for more.\"");
    sound("opt_in_text = \"[Business Name]: welcome back. Reply Parar to end.\"");
    sound("help_text = \"[Business Name]: call [Our Number]. STOP ends texts.\"");
    let told = |line: &str| {
        let report = report(&with(line));
        let all = report.problems.iter().chain(&report.warnings).filter(|one| one.message.contains("_text"));
        all.map(|one| one.message.clone()).collect::<Vec<_>>()
    };
    let one = |line: &str, says: &str| {
        let found = told(line);
        assert!(found.len() == 1 && found[0].contains(says), "{line}: {found:?}");
    };
    one("opt_out_text = \"No more texts. START for more.\"", "does not say whose text it is");
    one("opt_out_text = \"[Business Name]: no more texts.\"", "does not say how to get texts again");
    one(
        "opt_out_text = \"[Business Name]: you are out. STOP is heard.\"",
        "does not say how to get texts again",
    );
    one("opt_in_text = \"[Business Name]: restarted.\"", "does not say how to end texts");
    one("help_text = \"[Business Name]: we call you.\"", "does not say how to end texts");
    one(
        "help_text = \"[Business Name], [First Name]: STOP ends [what].\"",
        "[First Name], [what], which nobody is there to fill",
    );
    let long = format!("opt_out_text = \"[Business Name]: {} START\"", "x".repeat(140));
    one(&long, "takes 2 segments");
    one(
        "opt_out_text = \"[Business Name]: no recibirá más mensajes nuestros. START para volver.\"",
        "“á” is not in the short alphabet",
    );
    assert!(report(&with(&long)).is_usable(), "it is worth a look, and no mistake");
}
