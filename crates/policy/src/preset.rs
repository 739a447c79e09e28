//! Policies to begin with.

use std::fmt::Write;

/// The policy of the sample business, Cedar Lane Physio: who owns a text, and nothing that the clock does.
pub const CEDAR_LANE: &str = include_str!("../presets/cedar-lane.toml");

/// The policy of Cedar Lane Physio with everything that this version can do: besides what [`CEDAR_LANE`] says, targets,
/// escalations, rotas, an on call, turns and loads.
pub const CEDAR_LANE_PROMISES: &str = include_str!("../presets/cedar-lane-promises.toml");

const STARTER: &str = include_str!("../presets/starter.toml");

/// A whole policy for one way to own conversations, with placeholders for the people: an address ends in `@example.com`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Model {
    /// What it is called, for programs: `role-based`.
    pub name: &'static str,
    /// For whom it is, in a sentence.
    pub about: &'static str,
    /// The document.
    pub source: &'static str,
}

/// The ways to own conversations, each as a policy to begin with.
pub const MODELS: [Model; 4] = [
    Model {
        name: "role-based",
        about: "Texts go to roles, by what they ask: for teams with clear functions.",
        source: include_str!("../presets/role-based.toml"),
    },
    Model {
        name: "person-based",
        about: "Every customer has an account owner: for businesses that live by relations.",
        source: include_str!("../presets/person-based.toml"),
    },
    Model {
        name: "shift-based",
        about: "Whoever is on shift owns what comes in: for long days, and around the clock.",
        source: include_str!("../presets/shift-based.toml"),
    },
    Model {
        name: "hybrid",
        about: "The account owner in business hours, a role after hours or while they are away.",
        source: include_str!("../presets/hybrid.toml"),
    },
];

/// Templates for everyday texts and handoffs: sections to put into a policy.
pub const TEMPLATES: &str = baton_templates::PRESETS;

/// The policy that a new workspace starts with: one queue, General, of which the first person is the member, the lead
/// and the fallback, open Monday to Friday from 9 to 18, with a promise in these hours: a first response within an hour, a
/// follow-up within a business day. `zone` is an IANA name.
pub fn starter(business: &str, email: &str, zone: &str) -> String {
    let business: String =
        business.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    STARTER
        .replace("{zone}", &literal(zone))
        .replace("{email}", &literal(email))
        .replace("{business}", business.trim())
}

/// `text` as a text of TOML.
fn literal(text: &str) -> String {
    let mut literal = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => literal.extend(['\\', letter]),
            control if control.is_control() => {
                // Writing to a String cannot fail.
                let _ = write!(literal, "\\u{:04X}", u32::from(control));
            }
            other => literal.push(other),
        }
    }
    literal.push('"');
    literal
}
