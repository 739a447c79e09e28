//! What is wrong with a template, in words for a person, with its place.

use crate::common::{found, ready, told};
use baton_templates::{Code, Context, LONGEST_LABEL, LONGEST_TEXT, Name, Severity, Template};

/// Fails when a slip in the brackets is not told, is told at another place, or in other words.
#[test]
fn brackets_that_cannot_be_read_are_told_with_their_place() {
    let texts = [
        "Hi [First Name, this is [Your Name]",
        "Hi [First Name",
        "Call us [",
        "[] or [ ] or [|x] or [...]",
        "[First Name|there|friend]",
        "[First Name|there [or so]]",
        " \n ",
        "",
    ];
    let told: Vec<String> = texts.iter().map(|text| format!("{text}\n{}", found(text))).collect();
    insta::assert_snapshot!(told.join("\n"));
}

/// Fails when something that is probably a slip passes in silence, or in other words.
#[test]
fn what_is_probably_a_slip_is_told_and_the_template_stands() {
    let texts = [
        "Hi [Frist Name], about [Bussiness name] at [next openning]",
        "Hi [First Name]], hello",
        "Hi [[First Name]]!",
        "Hi [[first_name], [[not a name] and [[ok]",
        "Reply C to confirm or CANCEL to cancel.",
    ];
    let told: Vec<String> = texts.iter().map(|text| format!("{text}\n{}", found(text))).collect();
    insta::assert_snapshot!(told.join("\n"));
    assert!(texts.iter().all(|text| Template::parse(text).is_ok()));
}

/// Fails when a label that means something else is nagged about.
#[test]
fn ordinary_blanks_and_brackets_are_left_in_peace() {
    let text = "[name], [area] [time] [date] [item] [amount] [next step] [what you need] [short description] [specific info] \
                [who can help] [term] [what is due] [doctor] [hours] [company] [owner] [role] [queue] [colleague] [done] [address] [link] [[sic] and :-] is [day and time]";
    assert_eq!(ready(text).names(), []);
    let stray: Vec<Code> = ready(text).warnings().iter().map(|warning| warning.code).collect();
    assert_eq!(stray, [Code::StrayBracket], "only the smile");
}

/// Fails when a limit is off by one, or a text beyond it is read all the same.
#[test]
fn limits_hold_exactly() {
    let label = |length| format!("[{}]", "x".repeat(length));
    assert!(Template::parse(&label(LONGEST_LABEL)).is_ok());
    assert_eq!(Template::parse(&label(LONGEST_LABEL + 1)).unwrap_err()[0].code, Code::LongLabel);
    assert!(Template::parse(&"x".repeat(LONGEST_TEXT)).is_ok());
    assert_eq!(Template::parse(&"x".repeat(LONGEST_TEXT + 1)).unwrap_err()[0].code, Code::TooLarge);
    assert_eq!(Template::parse(&"[x".repeat(500)).unwrap_err().len(), 100, "of many problems a hundred");
}

/// p2pu #593, Rock #6399, medic/cht-core #476. Fails when a text that asks for an answer of CANCEL and its like is not
/// warned about.
#[test]
fn a_text_that_invites_a_reserved_word_is_warned_about() {
    let inviting = [
        "Reply CANCEL to cancel",
        "reply cancel to cancel",
        "Reply C to confirm or CANCEL to cancel",
        "Text “end” to leave the list",
        "REPLY QUIT TO LEAVE",
        "To leave the queue, just reply with the word quit.",
        "Y = yes, CANCEL = no",
        "Please answer yes or cancel.",
        "Hi [First Name], answer CANCEL if [reason]",
        "Reply [word] or CANCEL",
        "Responda CANCEL para cancelar",
        "Reply START to begin your intake",
        "Text INFO for prices",
        "Reply with 'revoke' to take it back",
    ];
    for text in inviting {
        let codes: Vec<Code> = ready(text).warnings().iter().map(|warning| warning.code).collect();
        assert_eq!(codes, [Code::ReservedWord], "{text}");
    }
}

/// Fails when a text that merely uses such a word, or explains STOP, is warned about.
#[test]
fn a_text_that_only_uses_the_word_is_not_warned_about() {
    let innocent = [
        "If you need to cancel, just reply here",
        "We reply end of day",
        "Reply STOP to opt out",
        "Reply HELP for help, STOP to end",
        "You will get a text. Cancel any time by calling us.",
        "Answer URGENT and it goes to whoever is on call",
        "Text us the start time",
        "WE ARE SORRY TO CANCEL TODAY",
        "Your text about the cancellation reached us",
        "Reply by the end of May",
        "Answer here. End of message",
        "Reply YES to confirm",
        "Text us any time! The “end” of the tour is at five",
    ];
    for text in innocent {
        assert_eq!(ready(text).warnings(), [], "{text}");
    }
}

/// Fails when a long text is not warned about, when its values count, or when curly quotation marks are not named as
/// what makes it long.
#[test]
fn a_text_of_many_segments_is_warned_about() {
    let words = "x".repeat(153 * 3);
    assert_eq!(ready(&format!("{words}[short description][what]")).warnings(), []);
    insta::assert_snapshot!(found(&format!("{words}y [what]")), @"warning at 0, the whole text: the text takes 4 segments before anything is filled in; say it shorter");
    let curly = format!("It’s {}", "x".repeat(67 * 3));
    insta::assert_snapshot!(found(&curly), @"warning at 0, the whole text: the text takes 4 segments before anything is filled in; “’” makes every segment shorter: with plain quotation marks and dashes it is 2");
}

/// Fails when a name that nobody can give there, or a blank that nobody fills, passes the check of a place of use.
#[test]
fn a_place_of_use_refuses_what_it_can_never_fill() {
    let text = "Hi [First Name], [Your Name|we] of [Your First Name], [Team]: [what] by [timeframe], or [when|soon], [due]. [summary] [Last Text]";
    let template = ready(text);
    let all: Vec<String> = Context::ALL
        .into_iter()
        .map(|context| format!("{context:?}\n{}", told(text, &template.check(context))))
        .collect();
    insta::assert_snapshot!(all.join("\n"));
}

/// Fails when a check refuses a name without a value in that context or passes one, by the table of the names: the two
/// must agree for every name and context.
#[test]
fn the_check_agrees_with_what_is_said_of_each_name() {
    for &name in Name::ALL {
        for context in Context::ALL {
            let problems = ready(&name.to_string()).check(context);
            let refused = problems.iter().any(|problem| problem.severity == Severity::Error);
            let never = matches!(name.in_context(context), baton_templates::Availability::Never { .. });
            assert_eq!(refused, never, "{name} in {context:?}");
            let fallback = ready(&format!("x [{}|y]", name.label())).check(context);
            assert!(
                fallback.iter().all(|problem| problem.severity == Severity::Warning),
                "{name} in {context:?}"
            );
        }
    }
}
