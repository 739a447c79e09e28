//! Tables and values of the document, with their places: every value is asked for by name, and what nobody asked for
//! is no setting.

use std::ops::RangeInclusive;

use baton_routing::Span;
use toml::de::{DeArray, DeTable, DeValue};

use crate::built::Feature;
use crate::names::{did_you_mean, quoted};
use crate::problem::{Code, Findings};

/// A place of the document with a value.
pub(crate) type Value<'d> = toml::Spanned<DeValue<'d>>;

/// The place of a value.
pub(crate) fn place_of<T>(value: &toml::Spanned<T>) -> Span {
    let range = value.span();
    Span { start: range.start, end: range.end }
}

/// A text of the document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'d> {
    pub(crate) value: &'d str,
    pub(crate) at: Span,
}

/// What a setting wants, for the sentence when something else stands there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    /// With its article: "a list of e-mail addresses".
    pub(crate) what: &'static str,
    /// The value as one writes it.
    pub(crate) example: &'static str,
}

/// A setting with its value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field<'d> {
    /// Its name.
    pub(crate) key: &'d str,
    /// Where its name stands.
    pub(crate) at: Span,
    value: &'d Value<'d>,
}

impl<'d> Field<'d> {
    /// Where its value stands.
    pub(crate) fn value_at(&self) -> Span {
        place_of(self.value)
    }

    /// Its value, whatever it is.
    pub(crate) fn value(&self) -> &'d DeValue<'d> {
        self.value.get_ref()
    }

    /// Its value, if it is a text; else a problem.
    pub(crate) fn text(&self, findings: &mut Findings<'_>, wanted: Wanted) -> Option<Text<'d>> {
        text(self.value).or_else(|| self.wrong(self.value, findings, wanted))
    }

    /// Its value, if it is `true` or `false`; else a problem.
    pub(crate) fn flag(&self, findings: &mut Findings<'_>) -> Option<bool> {
        let wanted = Wanted { what: "true or false", example: "true" };
        self.value.get_ref().as_bool().or_else(|| self.wrong(self.value, findings, wanted))
    }

    /// Its value, if it is a whole number of that range; else a problem.
    pub(crate) fn number(
        &self,
        findings: &mut Findings<'_>,
        wanted: Wanted,
        range: RangeInclusive<u32>,
    ) -> Option<u32> {
        let DeValue::Integer(written) = self.value.get_ref() else {
            return self.wrong(self.value, findings, wanted);
        };
        let number = u32::from_str_radix(written.as_str(), written.radix()).ok();
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            let (least, most) = range.into_inner();
            let message = format!("{} is a whole number from {least} to {most}", quoted(self.key));
            let remedy = format!("write {} = {}", self.key, wanted.example);
            findings.problem(Code::BadValue, self.value_at(), message, remedy);
        }
        number
    }

    /// Its value, if it is a list; else a problem.
    pub(crate) fn list(&self, findings: &mut Findings<'_>, wanted: Wanted) -> Option<&'d DeArray<'d>> {
        self.value.get_ref().as_array().or_else(|| self.wrong(self.value, findings, wanted))
    }

    /// The texts of its value, if that is a list; a problem for whatever in it is no text, or more than `limit`.
    pub(crate) fn texts(
        &self,
        findings: &mut Findings<'_>,
        wanted: Wanted,
        limit: usize,
    ) -> Option<Vec<Text<'d>>> {
        let list = self.list(findings, wanted)?;
        self.limited(findings, list.len(), limit);
        let texts = list.iter().take(limit);
        Some(texts.filter_map(|item| text(item).or_else(|| self.wrong(item, findings, wanted))).collect())
    }

    /// Its value, if it is a table; else a problem.
    pub(crate) fn table(&self, findings: &mut Findings<'_>, wanted: Wanted) -> Option<&'d DeTable<'d>> {
        self.value.get_ref().as_table().or_else(|| self.wrong(self.value, findings, wanted))
    }

    /// A problem if there are more of something than a policy may hold.
    pub(crate) fn limited(&self, findings: &mut Findings<'_>, count: usize, limit: usize) {
        if count > limit {
            let message = format!("{} holds {count}, and at most {limit} can be", quoted(self.key));
            findings.problem(Code::TooLarge, self.at, message, None);
        }
    }

    /// Reports that `value` is of another kind than wanted.
    pub(crate) fn wrong<T>(
        &self,
        value: &'d Value<'d>,
        findings: &mut Findings<'_>,
        wanted: Wanted,
    ) -> Option<T> {
        let message =
            format!("{} wants {}, and this is {}", quoted(self.key), wanted.what, kind(value.get_ref()));
        let remedy = format!("write {} = {}", self.key, wanted.example);
        findings.problem(Code::WrongKind, place_of(value), message, remedy);
        None
    }
}

/// One table of the document while its settings are asked for.
#[derive(Debug)]
pub(crate) struct Section<'d> {
    /// How a sentence calls it: "the queue “Sales”".
    name: String,
    table: &'d DeTable<'d>,
    asked: Vec<&'static str>,
    /// Of those, the ones that this version refuses.
    unbuilt: Vec<&'static str>,
}

impl<'d> Section<'d> {
    pub(crate) fn new(name: impl Into<String>, table: &'d DeTable<'d>) -> Self {
        Self { name: name.into(), table, asked: Vec::new(), unbuilt: Vec::new() }
    }

    /// How a sentence calls it.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// How sentences call it from here on.
    pub(crate) fn call(&mut self, name: String) {
        self.name = name;
    }

    /// The setting of that name, if it is there.
    pub(crate) fn ask(&mut self, key: &'static str) -> Option<Field<'d>> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        let (found, value) = self.table.get_key_value(key)?;
        Some(Field { key: found.get_ref(), at: place_of(found), value })
    }

    /// Asks for something that a version may not be able to do: refused by name where it is there, and not handed on.
    pub(crate) fn ask_built(
        &mut self,
        key: &'static str,
        feature: Feature,
        findings: &mut Findings<'_>,
    ) -> Option<Field<'d>> {
        let field = self.ask(key);
        if findings.has(feature) {
            return field;
        }
        self.unbuilt.push(key);
        if let Some(field) = field {
            refuse(feature, field.at, findings);
        }
        None
    }

    /// Reports what nobody asked for.
    pub(crate) fn finish(self, findings: &mut Findings<'_>) {
        for field in entries(self.table) {
            if !self.asked.contains(&field.key) {
                let message = format!("{} has no setting {}", self.name, quoted(field.key));
                let meant = did_you_mean(field.key, self.asked.iter().copied());
                let remedy = meant.unwrap_or_else(|| format!("it has {}", self.settings().join(", ")));
                findings.problem(Code::UnknownSetting, field.at, message, remedy);
            }
        }
    }

    /// The settings that this version reads.
    fn settings(&self) -> Vec<&'static str> {
        self.asked.iter().copied().filter(|key| !self.unbuilt.contains(key)).collect()
    }
}

/// Refuses a feature by name.
pub(crate) fn refuse(feature: Feature, at: Span, findings: &mut Findings<'_>) {
    if !findings.has(feature) {
        findings.problem(Code::NotBuilt, at, feature.refusal(), feature.remedy().to_owned());
    }
}

/// Everything in a table, in the order of the document.
pub(crate) fn entries<'d>(table: &'d DeTable<'d>) -> Vec<Field<'d>> {
    let mut fields: Vec<Field<'d>> =
        table.iter().map(|(key, value)| Field { key: key.get_ref(), at: place_of(key), value }).collect();
    fields.sort_by_key(|field| field.at.start);
    fields
}

/// The value, if it is a text.
pub(crate) fn text<'d>(value: &'d Value<'d>) -> Option<Text<'d>> {
    value.get_ref().as_str().map(|text| Text { value: text, at: place_of(value) })
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time without quotation marks",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
