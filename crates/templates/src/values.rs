//! What a template is filled with.

use crate::fold::{fold, says_something};
use crate::name::Name;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The values for one filling: known names, and blanks by their labels.
///
/// A value of white space and invisible characters alone is none: it would leave a hole in the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Values {
    names: BTreeMap<Name, String>,
    /// By the fold of the label.
    blanks: BTreeMap<String, String>,
}

impl Values {
    /// None at all.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of a name, as far as it is known.
    pub fn set(&mut self, name: Name, value: Option<String>) {
        put(&mut self.names, name, value);
    }

    /// What somebody filled in under that label: the value of the name that is written so, else of the blank.
    pub fn fill_in(&mut self, label: &str, value: impl Into<String>) {
        let key = fold(label);
        match Name::folded(&key) {
            Some(name) => put(&mut self.names, name, Some(value.into())),
            None => put(&mut self.blanks, key, Some(value.into())),
        }
    }

    /// With the value of a name.
    #[must_use]
    pub fn with(mut self, name: Name, value: impl Into<String>) -> Self {
        self.set(name, Some(value.into()));
        self
    }

    /// With what somebody filled in, as [`Values::fill_in`] takes it.
    #[must_use]
    pub fn with_label(mut self, label: &str, value: impl Into<String>) -> Self {
        self.fill_in(label, value);
        self
    }

    /// The value of a name. What is done and what is pending make up [`Name::Progress`] where it was not given itself.
    pub fn get(&self, name: Name) -> Option<Cow<'_, str>> {
        let known = |name| self.names.get(&name);
        let both = || Some(Cow::Owned(format!("{}; {}", known(Name::Done)?, known(Name::Pending)?)));
        match known(name) {
            Some(value) => Some(Cow::Borrowed(value)),
            None if name == Name::Progress => both(),
            None => None,
        }
    }

    /// The value of a blank, by the fold of its label.
    pub(crate) fn blank(&self, key: &str) -> Option<&str> {
        self.blanks.get(key).map(String::as_str)
    }
}

/// Keeps a value that says something; anything else takes the earlier one away.
fn put<K: Ord>(values: &mut BTreeMap<K, String>, key: K, value: Option<String>) {
    match value.filter(|value| says_something(value)) {
        Some(value) => values.insert(key, value),
        None => values.remove(&key),
    };
}
