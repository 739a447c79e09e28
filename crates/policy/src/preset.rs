//! Policies to begin with.

use std::fmt::Write;

/// The policy of the sample business, Cedar Lane Physio, as far as this version can do it.
pub const CEDAR_LANE: &str = include_str!("../presets/cedar-lane.toml");

const STARTER: &str = include_str!("../presets/starter.toml");

/// The policy that a new workspace starts with: one queue, General, of which the first person is the member, the lead
/// and the fallback, open Monday to Friday from 9 to 18. `zone` is an IANA name.
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
