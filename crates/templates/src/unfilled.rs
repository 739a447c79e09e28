//! What keeps a text from being sent.

use crate::name::Name;
use std::fmt;

/// A template was not filled, because of everything that is named here: in the order of the text, each once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("The text still misses {}. Fill {} in to send it.", listed(missing), if missing.len() == 1 { "it" } else { "them" })]
pub struct Unfilled {
    /// What is missing; never empty.
    pub missing: Vec<Missing>,
}

/// Something that a text misses.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Missing {
    /// The value of a known name.
    Name(Name),
    /// What belongs into a blank, by its label as it was first written.
    Blank(String),
}

impl Missing {
    /// Its label, without the brackets.
    pub fn label(&self) -> &str {
        match self {
            Self::Name(name) => name.label(),
            Self::Blank(label) => label,
        }
    }
}

/// As a template has it, a known name with what it stands for: `[First Name] (the customer's first name)`.
impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(f, "{name} ({})", name.meaning()),
            Self::Blank(label) => write!(f, "[{label}]"),
        }
    }
}

/// `a, b and c`.
fn listed(missing: &[Missing]) -> String {
    let words: Vec<String> = missing.iter().map(ToString::to_string).collect();
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}
