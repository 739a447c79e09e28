//! Templates, what is answered by itself, quiet hours and consent.

use super::*;

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

/// Fails when a farewell is taken that needs a person, is a note or is none, or one that is never said passes without a word.
#[test]
fn a_farewell_needs_nobody_and_something_that_closes() {
    let with = |name: &str| {
        changed("close_after = \"5 days\"", &format!("close_after = \"5 days\"\nfarewell = \"{name}\""))
    };
    assert_eq!(report(&with("Welcome")), Report::default());
    let blank = with("Closed").replace("[next opening]", "[when we open]");
    for (source, words) in [
        (with("Note"), "6:12 the template “Note” is a note, and a note never leaves the team"),
        (with("Bye"), "6:12 "),
        (blank, "when we open"),
        (
            changed("close_after = \"5 days\"", "farewell = \"Welcome\""),
            "~5:1 “farewell” does nothing without",
        ),
    ] {
        let told = told(&source);
        assert!(told.len() == 1 && told[0].contains(words), "{words}: {told:#?}");
    }
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
            ("[\"volver\"]", "[\"Stop!\"]"),
            ("[\"ayuda\"]", "[\"VOLVER\"]"),
            ("[\"ayuda\"]", "[\"?\"]"),
            ("scope = \"line\"", "scope = \"lines\""),
            ("[\"volver\"]", "[\"Yes\"]"),
            ("[\"volver\"]", "[\"Sí\"]"),
            ("[\"volver\"]", "[\"no\"]"),
            ("[\"ayuda\"]", "[\"remove me\"]"),
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
    sound("opt_out_text = \"[Business Name]: no more texts. PARAR undone by volver\"");
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
