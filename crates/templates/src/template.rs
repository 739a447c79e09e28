//! A template that was read, and its one renderer.

use crate::fold::fold;
use crate::name::Name;
use crate::problem::TemplateProblem;
use crate::read::{Piece, Pieces, Slot, What, read};
use crate::unfilled::{Missing, Unfilled};
use crate::values::Values;
use crate::warnings;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A message template.
///
/// ```
/// use baton_templates::{Name, Template, Values};
///
/// let template = Template::parse("Hi [First Name|there], your [what] is ready.").unwrap();
/// assert_eq!(template.names(), [Name::FirstName]);
/// assert_eq!(template.blanks(), ["what"]);
///
/// let values = Values::new().with_label("what", "invoice [April]");
/// assert_eq!(template.fill(&values).unwrap(), "Hi there, your invoice [April] is ready.");
///
/// let refusal = template.fill(&Values::new()).unwrap_err();
/// assert_eq!(refusal.to_string(), "The text still misses [what]. Fill it in to send it.");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    source: String,
    pub(crate) read: Pieces,
    warnings: Vec<TemplateProblem>,
}

/// A piece of a template beside its values, for showing what will be sent and what is still missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown<'t> {
    /// Words of the template.
    Text(&'t str),
    /// What a pair of brackets is filled with: its value, or the fallback.
    Filled(Cow<'t, str>),
    /// Brackets for which there is nothing yet.
    Missing(Missing),
}

impl Template {
    /// Reads a template of at most [`crate::LONGEST_TEXT`] bytes, in time in proportion to it.
    ///
    /// # Errors
    /// Everything that is wrong with the brackets, in order (of more than a hundred problems the first hundred).
    pub fn parse(source: &str) -> Result<Self, Vec<TemplateProblem>> {
        let read = read(source)?;
        let warnings = warnings::of(source, &read);
        Ok(Self { source: source.to_owned(), read, warnings })
    }

    /// As it was written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// A template that says exactly `text`, brackets and all.
    pub fn escape(text: &str) -> String {
        text.replace('[', "[[")
    }

    /// The labels of its blanks in order, each once, as they are first written. Those whose every place has a fallback
    /// are among them; they may stay empty.
    pub fn blanks(&self) -> Vec<&str> {
        self.read.blanks.iter().map(|blank| blank.label.as_str()).collect()
    }

    /// The known names that it uses, in order, each once.
    pub fn names(&self) -> Vec<Name> {
        let mut seen = BTreeSet::new();
        let names = self.slots().filter_map(|slot| match slot.what {
            What::Name(name) => Some(name),
            What::Blank(_) => None,
        });
        names.filter(|&name| seen.insert(name)).collect()
    }

    /// Whether it has that label, as a name or as a blank, however it is written.
    pub fn has(&self, label: &str) -> bool {
        let key = fold(label);
        match Name::folded(&key) {
            Some(name) => self.names().contains(&name),
            None => self.read.blanks.iter().any(|blank| blank.key == key),
        }
    }

    /// What stands in the text for a name: its value, or the fallback where the name is written first. `None` where the
    /// template does not use it, or nothing is known.
    pub fn value_of<'t>(&'t self, name: Name, values: &'t Values) -> Option<Cow<'t, str>> {
        let slot = self.slots().find(|slot| slot.what == What::Name(name))?;
        match self.slot(slot, values) {
            Shown::Filled(value) => Some(value),
            Shown::Text(_) | Shown::Missing(_) => None,
        }
    }

    /// What somebody should look at, wherever the template is used. [`Template::check`] says what a place of use adds.
    pub fn warnings(&self) -> &[TemplateProblem] {
        &self.warnings
    }

    /// The text with every bracket filled. Values go in as they are: nothing in them is read again.
    ///
    /// # Errors
    /// Everything that is missing, when anything is: a text with a hole cannot be sent.
    pub fn fill(&self, values: &Values) -> Result<String, Unfilled> {
        let mut text = String::new();
        let mut missing: Vec<Missing> = Vec::new();
        let mut told = BTreeSet::new();
        for shown in self.show(values) {
            match shown {
                Shown::Text(words) => text.push_str(words),
                Shown::Filled(value) => text.push_str(&value),
                Shown::Missing(one) => {
                    if told.insert(one.label().to_owned()) {
                        missing.push(one);
                    }
                }
            }
        }
        if missing.is_empty() { Ok(text) } else { Err(Unfilled { missing }) }
    }

    /// The text piece by piece, with what is still missing in its place.
    pub fn show<'t>(&'t self, values: &'t Values) -> impl Iterator<Item = Shown<'t>> {
        self.read.all.iter().map(move |piece| match piece {
            Piece::Text(words) => Shown::Text(words),
            Piece::Slot(slot) => self.slot(slot, values),
        })
    }

    fn slot<'t>(&'t self, slot: &'t Slot, values: &'t Values) -> Shown<'t> {
        let fallback = || slot.fallback.as_deref().map(Cow::Borrowed);
        match slot.what {
            What::Name(name) => {
                values.get(name).or_else(fallback).map_or(Shown::Missing(Missing::Name(name)), Shown::Filled)
            }
            What::Blank(at) => {
                let blank = &self.read.blanks[at];
                let value = values.blank(&blank.key).map(Cow::Borrowed);
                let missing = || Shown::Missing(Missing::Blank(blank.label.clone()));
                value.or_else(fallback).map_or_else(missing, Shown::Filled)
            }
        }
    }

    pub(crate) fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.read.all.iter().filter_map(|piece| match piece {
            Piece::Slot(slot) => Some(slot),
            Piece::Text(_) => None,
        })
    }
}
