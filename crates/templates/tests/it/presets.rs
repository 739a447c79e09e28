//! The templates that Baton brings along.

use crate::common::{ready, usual};
use baton_templates::{Context, PRESETS, Template};
use baton_text::{Encoding, measure, normalise};

/// Where each preset is used.
const USES: [(&str, Context); 14] = [
    ("After hours", Context::AutoReply),
    ("We got your text", Context::AutoReply),
    ("Missed call", Context::AutoReply),
    ("First response", Context::Composer),
    ("Still on it", Context::Composer),
    ("Waiting on you", Context::Composer),
    ("Reminder of what we need", Context::Composer),
    ("Another number is better", Context::Composer),
    ("Closing", Context::Composer),
    ("Handoff, internal", Context::HandoffNote),
    ("Handoff, customer", Context::HandoffCustomer),
    ("Appointment reminder", Context::Scheduled),
    ("After the visit", Context::Scheduled),
    ("Introduction", Context::FirstText),
];

fn presets() -> Vec<(String, toml::Table)> {
    let document: toml::Table = PRESETS.parse().expect("the presets are TOML");
    assert_eq!(document.keys().collect::<Vec<_>>(), ["templates"]);
    templates(&document)
}

fn templates(document: &toml::Table) -> Vec<(String, toml::Table)> {
    let templates = document["templates"].as_table().expect("a table of templates").clone();
    templates.into_iter().map(|(name, preset)| (name, preset.as_table().expect("a table").clone())).collect()
}

/// Fails when a preset has a problem or a warning where it is used, needs a value that is not usual, takes more than two
/// segments of the short alphabet, or is not listed above.
#[test]
fn each_is_without_fault_and_short() {
    let presets = presets();
    assert_eq!(presets.len(), USES.len());
    for (name, preset) in &presets {
        let (_, context) = USES.iter().find(|(used, _)| used == name).unwrap_or_else(|| panic!("{name}"));
        let template = ready(preset["text"].as_str().expect("a text"));
        assert_eq!(template.warnings(), [], "{name}");
        assert_eq!(template.check(*context), [], "{name}");
        let filled = template.fill(&usual()).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        let cost = measure(&normalise(&filled));
        assert!(cost.segments <= 2 && cost.encoding == Encoding::Gsm7, "{name}: {cost:?} {filled}");
    }
}

/// Fails when a preset says something that a policy does not read, or a note is no note.
#[test]
fn each_is_a_section_of_a_policy() {
    for (name, preset) in presets() {
        assert!(preset.keys().all(|key| ["text", "kind", "then"].contains(&key.as_str())), "{name}");
        assert_eq!(preset.get("kind").is_some(), name == "Handoff, internal");
        if let Some(then) = preset.get("then") {
            assert!(matches!(then.as_str(), Some("pending" | "closed")), "{name}");
        }
    }
}

/// Fails when an auto-reply among them cannot go out to somebody whose name is not known.
#[test]
fn auto_replies_go_out_to_strangers() {
    for (name, preset) in presets().iter().filter(|(name, _)| USES[..3].iter().any(|(used, _)| used == name))
    {
        let mut values = usual();
        for contact in ["First Name", "Last Name", "Customer Name"] {
            values.fill_in(contact, "");
        }
        let template = Template::parse(preset["text"].as_str().unwrap()).unwrap();
        assert!(template.fill(&values).is_ok(), "{name}");
    }
}

/// Fails when a template of the sample policy has a problem or a warning where it is used.
#[test]
fn the_templates_of_the_sample_policy_are_without_fault() {
    let policy = include_str!("../../../policy/tests/policy-example.toml");
    let templates = templates(&policy.parse().expect("the policy is TOML"));
    assert_eq!(templates.len(), 5);
    for (name, template) in templates {
        let (_, context) = USES.iter().find(|(used, _)| *used == name).unwrap_or_else(|| panic!("{name}"));
        let template = ready(template["text"].as_str().expect("a text"));
        assert_eq!((template.warnings(), template.check(*context)), (&[][..], vec![]), "{name}");
    }
}
