//! The key that all spellings of one mobile share.

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
