//! Filling: strict, once, and the same for everybody who asks.

use crate::common::ready;
use baton_templates::{Missing, Name, Shown, Template, Values};
use proptest::prelude::*;

const TEMPLATE: &str = "Hi [First Name], [Your Name] here about [short description]: done by [timeframe]. \
                        [short description]? Call [Our Number].";

/// Fails when the refusal leaves out something that is missing, names it twice, or says what is not missing.
#[test]
fn the_refusal_names_everything_that_is_missing_at_once() {
    let values = Values::new().with(Name::YourName, "Maya Reyes").with(Name::OurNumber, "(212) 555-0100");
    let refusal = ready(TEMPLATE).fill(&values).unwrap_err();
    let missing = [
        Missing::Name(Name::FirstName),
        Missing::Blank("short description".to_owned()),
        Missing::Name(Name::Timeframe),
    ];
    assert_eq!(refusal.missing, missing);
    insta::assert_snapshot!(refusal, @"The text still misses [First Name] (the customer's first name), [short description] and [timeframe] (by when the sender promises to answer). Fill them in to send it.");
    let one = ready("See you [when].").fill(&Values::new()).unwrap_err();
    insta::assert_snapshot!(one, @"The text still misses [when]. Fill it in to send it.");
}

/// chatwoot #10109: variables came out empty in the first text to a new contact. Fails when a value that is absent,
/// empty or invisible leaves a hole instead of a refusal.
#[test]
fn a_value_that_says_nothing_is_missing() {
    let template = ready("Hi [First Name], about [topic].");
    for nothing in [None, Some(""), Some(" \n"), Some("\u{200B}"), Some("\u{a0}\u{FE0F}")] {
        let mut values = Values::new().with(Name::FirstName, "Jamie").with_label("topic", "plans");
        values.set(Name::FirstName, nothing.map(str::to_owned));
        values.fill_in("topic", nothing.unwrap_or_default());
        let refusal = template.fill(&values).unwrap_err();
        assert_eq!(refusal.missing.len(), 2, "{nothing:?}");
    }
}

/// Fails when a fallback is used beside a value, or not used without one, or is not each bracket's own.
#[test]
fn a_fallback_stands_in_where_nothing_is_known() {
    let template = ready("[First Name|there] [first name | friend][Last Name|], [when|soon] [when|later].");
    assert_eq!(template.fill(&Values::new()).unwrap(), "there friend, soon later.");
    let values = Values::new().with(Name::FirstName, "Jamie").with_label("When", "today");
    assert_eq!(template.fill(&values).unwrap(), "Jamie Jamie, today today.");
    let mixed = ready("[when|soon] or [when]");
    assert_eq!(mixed.fill(&Values::new()).unwrap_err().missing, [Missing::Blank("when".to_owned())]);
}

/// Fails when a label given with a value must be typed as in the template, or a name's value cannot be given by label.
#[test]
fn values_are_found_however_their_labels_are_typed() {
    let template = ready("[First Name] [what’s next]");
    let values = Values::new().with_label(" first_name ", "Jamie").with_label("WHAT'S NEXT", "lunch");
    assert_eq!(template.fill(&values).unwrap(), "Jamie lunch");
}

/// Fails when what the composer shows is not what will be sent, or hides a hole.
#[test]
fn what_is_shown_is_what_is_sent() {
    let template = ready("Hi [First Name|there], [what] by [timeframe]");
    let values = Values::new().with(Name::Timeframe, "3 pm");
    let shown: Vec<_> = template.show(&values).collect();
    let expected = [
        Shown::Text("Hi "),
        Shown::Filled("there".into()),
        Shown::Text(", "),
        Shown::Missing(Missing::Blank("what".to_owned())),
        Shown::Text(" by "),
        Shown::Filled("3 pm".into()),
    ];
    assert_eq!(shown, expected);
}

/// A piece of a template by its meaning, to write templates from and to fill them by hand.
#[derive(Debug, Clone)]
enum Part {
    Words(String),
    Name(Name, usize, Option<String>),
    Blank(usize, Option<String>),
}

const LABELS: [&str; 4] = ["what", "the day", "Größe", "n.° 5"];

fn part() -> impl Strategy<Value = Part> {
    let fallback = || proptest::option::of("[a-z’{}$%]{0,6}");
    prop_oneof![
        any::<String>().prop_map(Part::Words),
        prop::sample::select(vec!["[", "]", "[[", "[First Name]", "{{x}}", "|", "\\[", "$1"])
            .prop_map(|words| Part::Words(words.to_owned())),
        (prop::sample::select(Name::ALL.to_vec()), any::<prop::sample::Index>(), fallback()).prop_map(
            |(name, spelling, fallback)| Part::Name(name, spelling.index(name.spellings().len()), fallback)
        ),
        (0..LABELS.len(), fallback()).prop_map(|(label, fallback)| Part::Blank(label, fallback)),
    ]
}

fn value() -> impl Strategy<Value = Option<String>> {
    let tricky = prop::sample::select(vec!["[First Name]", "[what]", "[[", "]", "[x|y]", "$0", "{}", "\\"]);
    proptest::option::of(prop_oneof![any::<String>(), tricky.prop_map(str::to_owned)])
}

fn written(parts: &[Part]) -> String {
    let slot = |label: &str, fallback: &Option<String>| match fallback {
        Some(fallback) => format!("[{label}|{fallback}]"),
        None => format!("[{label}]"),
    };
    let one = |part: &Part| match part {
        Part::Words(words) => Template::escape(words),
        Part::Name(name, spelling, fallback) => slot(name.spellings()[*spelling], fallback),
        Part::Blank(label, fallback) => slot(LABELS[*label], fallback),
    };
    parts.iter().map(one).collect()
}

fn seen(value: &str) -> bool {
    // What the tests' generators make invisible is white space, controls and a handful of format characters.
    value.chars().any(|c| {
        use unicode_properties::{GeneralCategory as Category, UnicodeGeneralCategory};
        let unseen = matches!(c.general_category(), Category::Format | Category::Control);
        !unseen && !c.is_whitespace() && !('\u{FE00}'..='\u{FE0F}').contains(&c)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, ..ProptestConfig::default() })]

    /// The oracle puts the pieces together by hand. Fails when a value or a word is read again, a piece is lost or
    /// moved, or a hole is filled with nothing.
    #[test]
    fn filling_is_putting_the_pieces_together(
        parts in prop::collection::vec(part(), 1..8),
        names in prop::collection::vec(value(), Name::ALL.len()),
        blanks in prop::collection::vec(value(), LABELS.len()),
    ) {
        let source = written(&parts);
        prop_assume!(seen(&source));
        let template = Template::parse(&source);
        prop_assert!(template.is_ok(), "{source:?}: {template:?}");
        let mut values = Values::new();
        for (name, value) in Name::ALL.iter().zip(&names) {
            values.set(*name, value.clone());
        }
        for (label, value) in LABELS.iter().zip(&blanks) {
            values.fill_in(label, value.clone().unwrap_or_default());
        }
        let by_hand = |name: Name| names[Name::ALL.iter().position(|one| *one == name)?].clone().filter(|v| seen(v));
        let expected: Option<String> = parts
            .iter()
            .map(|part| match part {
                Part::Words(words) => Some(words.clone()),
                Part::Name(name, _, fallback) => by_hand(*name)
                    .or_else(|| (*name == Name::Progress).then(|| {
                        Some(format!("{}; {}", by_hand(Name::Done)?, by_hand(Name::Pending)?))
                    }).flatten())
                    .or_else(|| fallback.clone()),
                Part::Blank(label, fallback) => {
                    blanks[*label].clone().filter(|value| seen(value)).or_else(|| fallback.clone())
                }
            })
            .collect();
        prop_assert_eq!(template.unwrap().fill(&values).ok(), expected);
    }

    /// Fails when a text cannot be kept as a template that says just that text.
    #[test]
    fn an_escaped_text_comes_back_letter_for_letter(text in "\\PC*|[\\[\\]| a]{1,20}") {
        prop_assume!(seen(&text));
        prop_assert_eq!(ready(&Template::escape(&text)).fill(&Values::new()).unwrap(), text);
    }

    /// Fails when two different values give one text, as they would if brackets in them were taken out or filled.
    #[test]
    fn different_values_give_different_texts(one in "[a\\[\\]|{} ]{1,8}a", other in "[a\\[\\]|{} ]{1,8}a") {
        let template = ready("Hi [First Name], [what]");
        let filled = |value: &str| {
            template.fill(&Values::new().with(Name::FirstName, value).with_label("what", "x")).unwrap()
        };
        prop_assert_eq!(filled(&one) == filled(&other), one == other);
    }
}
