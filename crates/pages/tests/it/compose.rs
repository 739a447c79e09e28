//! What the composer says and asks besides the words: templates, later, at night.

use crate::sample::compose::{
    at_night, refused_at_night, scheduled, templates, with_scheduled, with_templates,
};
use crate::sample::{self, conversation::composer};
use baton_pages::{
    Composer, ComposerState, Conversation, Html as _, Inbox, InboxPage, TemplatePart, Timeline,
};

fn page(conversation: Conversation) -> String {
    InboxPage { beside: Inbox::Conversation(Box::new(conversation)), ..sample::inbox() }.html()
}

/// Every page and state of this file's subject, for what holds of all pages.
pub(crate) fn all() -> Vec<String> {
    vec![
        page(with_templates(None)),
        page(with_templates(Some("Fill in “What happens next”."))),
        page(at_night()),
        page(with_scheduled(scheduled(false))),
        page(with_scheduled(scheduled(true))),
        page(with_scheduled(refused_at_night())),
    ]
}

/// Fails when the sentence about an empty blank does not stand at it, or what was filled into another is lost.
#[test]
fn an_empty_blank_says_so_at_its_field() {
    let html = templates(Some("Fill in “What happens next”.")).html();
    let field = html.split("id=\"b-1-1\"").nth(1).unwrap().split("</div>").next().unwrap();
    assert!(
        field.contains("aria-invalid=\"true\" placeholder=\" \" aria-describedby=\"b-1-1-h\""),
        "{field}"
    );
    assert!(field.contains("id=\"b-1-1-h\">Fill in “What happens next”."), "{field}");
    assert!(html.contains("name=\"fill.What you need\" value=\"the card’s last four digits\""), "{html}");
}

/// Fails when the blanks of a template that is not chosen are sent with those of the chosen one.
#[test]
fn only_the_chosen_template_is_filled() {
    let html = templates(None).html();
    let sets: Vec<&str> = html.split("<fieldset").skip(1).collect();
    assert_eq!(sets.len(), 3);
    assert!(!sets[0].split('>').next().unwrap().contains("disabled"), "{}", sets[0]);
    for other in &sets[1..] {
        assert!(other.split('>').next().unwrap().contains("hidden disabled"), "{other}");
    }
}

/// Fails when what a customer or colleague wrote into a name or a blank becomes markup.
#[test]
fn what_is_filled_in_is_words_and_nothing_else() {
    let mut shown = templates(None);
    let nasty = "\"><script>alert(1)</script>";
    shown.choices[0].parts.push(TemplatePart::Known(nasty.into()));
    shown.choices[0].blanks[0].value = nasty.into();
    shown.choices[0].name = nasty.into();
    shown.draft = nasty.into();
    assert!(!shown.html().contains("<script>"));
}

/// Fails when the template does not choose the main button, or when one of the three ways is missing.
#[test]
fn a_template_chooses_the_main_button() {
    for (main, long, others) in [
        ("open", "Text Jamie<", ["and wait<", "and close<"]),
        ("pending", "Text Jamie and wait<", ["leave it open<", "and close<"]),
        ("closed", "Text Jamie and close<", ["leave it open<", "and wait<"]),
    ] {
        let html = Composer { main: main.into(), ..composer(ComposerState::Ready) }.html();
        let split = html.split("class=\"split").nth(1).unwrap().split("</span>").next().unwrap();
        let first = split.split("<button").nth(1).unwrap();
        assert!(first.contains("btn--go") && first.contains(long), "{split}");
        assert_eq!(split.matches("btn--go").count(), 1, "{split}");
        for words in others {
            assert!(split.contains(words), "no {words} in {split}");
        }
    }
}

/// Fails when a refusal at night offers no way on, or loses what was typed.
#[test]
fn at_night_there_are_two_ways_on_and_the_words_stay() {
    let html = at_night().composer.html();
    for words in [
        "role=\"alert\"",
        "name=\"later\" value=\"2026-05-14T12:00:00Z\">Text at 8 am (their morning)",
        "name=\"despite\" value=\"open\">Text now all the same",
        "Sorry, we were swamped today.</textarea>",
    ] {
        assert!(html.contains(words), "no {words} in {html}");
    }
}

/// Fails when a text that waits looks like one that went out, when a held one asks nothing, or when a bystander is offered
/// what they may not do.
#[test]
fn a_text_that_waits_is_a_ghost_and_a_held_one_asks() {
    let shown = |text| {
        let Timeline { items, .. } = with_scheduled(text).timeline;
        let html = Timeline { items, ..sample::timeline::timeline() }.html();
        html.split("id=\"s-st1\"").nth(1).unwrap().to_owned()
    };
    let waits = shown(scheduled(false));
    for words in ["Wed 9 am", "/scheduled/st1/send", "/scheduled/st1/drop", "/scheduled/st1/change"] {
        assert!(waits.contains(words), "no {words} in {waits}");
    }
    assert!(!waits.contains("loud"), "{waits}");
    let held = shown(scheduled(true));
    assert!(held.contains("class=\"loud\" role=\"alert\""), "{held}");
    assert_eq!(
        (held.matches("/scheduled/st1/send\"").count(), held.matches("Send it now").count()),
        (2, 1),
        "{held}"
    );
    let mut bystander = scheduled(true);
    bystander.form = None;
    assert!(!shown(bystander).contains("<form"));
}
