//! A part of an address that is kept as it was given.

use std::fmt;
use std::ops::Deref;

/// A short code, a sender's name or an address on another network, as given. Only reading an address makes one, so
/// that its canonical string always reads back as the same address.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Given(Box<str>);

impl Given {
    pub(super) fn new(text: &str) -> Self {
        Self(text.into())
    }
}

impl Deref for Given {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
