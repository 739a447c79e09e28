//! The key that all spellings of one mobile share.

use super::E164;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What consent and threads hang on: one value for every spelling that a numbering plan allows for one mobile.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HandsetKey(String);

impl HandsetKey {
    /// The key as it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key as it is stored, owned.
    pub fn into_string(self) -> String {
        self.0
    }

    pub(super) fn new(key: String) -> Self {
        Self(key)
    }
}

impl fmt::Display for HandsetKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One spelling for all that a numbering plan allows for one mobile.
pub(super) fn one_spelling(number: &E164) -> String {
    let text = number.as_str();
    match text.get(..3) {
        // Mexico: +52 1 and ten digits, the mobile form until 2019, is +52 and the ten digits.
        Some("+52") if text.len() == 14 && &text[3..4] == "1" => format!("+52{}", &text[4..]),
        // Argentina: the 9 says only that the call is to a mobile; the ten digits after it are unique without it.
        Some("+54") if text.len() == 14 && &text[3..4] == "9" => format!("+54{}", &text[4..]),
        // Brazil: mobiles of eight digits, which begin with 6 to 9, were given a 9 in front between 2012 and 2016.
        Some("+55") if text.len() == 13 && matches!(&text[5..6], "6" | "7" | "8" | "9") => {
            format!("{}9{}", &text[..5], &text[5..])
        }
        _ => text.to_owned(),
    }
}

/// Argentina's national mobile prefix 15 stands behind an area code of two to four digits, which only the plan knows.
pub(super) fn needs_a_plan(number: &E164) -> bool {
    number.as_str().len() == 15 && number.as_str().starts_with("+54")
}
