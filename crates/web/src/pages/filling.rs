//! What is left to fill in to a template, and what stands in its places so far.

use super::desk::Desk;
use super::fields::Fields;
use super::templates::{count, small};
use crate::answer::Problem;
use baton_pages::{TemplateBlank, TemplateChoice, TemplatePart};
use baton_policy::Template;
use baton_templates::{Missing, Name, Shown, Values};

/// Names of fields with what is filled in begin so.
pub(super) const FILL: &str = "fill.";
/// Said at such a field where somebody went on without it.
pub(super) fn wanted(label: &str) -> String {
    format!("Fill in “{label}” to use it.")
}

/// A template with what is known and what was filled in so far; `given`: it is the chosen one, and this its form.
pub(super) fn choice(
    desk: &Desk,
    one: &Template,
    values: &Values,
    given: Option<&Fields>,
    refused: Option<&Problem>,
) -> TemplateChoice {
    let field = |label: &str| {
        given.map(|form| form.get(&format!("{FILL}{label}")).trim().to_owned()).unwrap_or_default()
    };
    let mut blanks: Vec<TemplateBlank> = Vec::new();
    let mut parts = Vec::new();
    let marked = marked(one, values);
    let both = one.template.show(values).zip(one.template.show(&marked));
    for (is, mark) in both {
        let part = match (is, mark) {
            (Shown::Text(words), _) => TemplatePart::Words(words.to_owned()),
            (Shown::Missing(missing), _) => {
                let blank = place(&mut blanks, missing.label(), None, &missing);
                TemplatePart::Blank { blank, words: String::new() }
            }
            (Shown::Filled(fallback), Shown::Filled(mark)) if mark.starts_with(MARK) => {
                let label = mark.trim_start_matches(MARK).to_owned();
                let blank =
                    place(&mut blanks, &label, Some(fallback.to_string()), &Missing::Blank(label.clone()));
                TemplatePart::Blank { blank, words: String::new() }
            }
            (Shown::Filled(words), _) => TemplatePart::Known(words.into_owned()),
        };
        parts.push(part);
    }
    for blank in &mut blanks {
        blank.value = field(&blank.label);
        let empty = blank.value.is_empty() && blank.otherwise.is_none();
        let asked = refused.is_some_and(|refused| refused.field_name() == Some("fill"));
        blank.wrong = (empty && asked).then(|| wanted(&blank.label));
    }
    for part in &mut parts {
        if let TemplatePart::Blank { blank, words } = part {
            let blank = &blanks[*blank];
            let otherwise = blank.otherwise.clone().unwrap_or_default();
            *words = if blank.value.is_empty() { otherwise } else { blank.value.clone() };
        }
    }
    TemplateChoice {
        name: one.name.clone(),
        small: small(desk, one, &parts),
        chosen: given.is_some(),
        count: count(one.kind, &parts),
        parts,
        blanks,
    }
}

/// Before what stands for a blank that may stay empty. No text holds it.
pub(super) const MARK: char = '\u{e000}';

/// The values with a mark in every blank, so that those with a fallback are told from what is known.
pub(super) fn marked(one: &Template, values: &Values) -> Values {
    let mut marked = values.clone();
    for label in one.template.blanks() {
        marked.fill_in(label, format!("{MARK}{label}"));
    }
    marked
}

/// Where a blank stands among the others; it is added if it is new.
pub(super) fn place(
    blanks: &mut Vec<TemplateBlank>,
    label: &str,
    otherwise: Option<String>,
    missing: &Missing,
) -> usize {
    if let Some(place) = blanks.iter().position(|blank| blank.label == label) {
        // One place without a fallback is enough to need it.
        if otherwise.is_none() {
            blanks[place].otherwise = None;
        }
        return place;
    }
    let hint = match (missing, &otherwise) {
        (_, Some(otherwise)) if otherwise.is_empty() => "May stay empty.".to_owned(),
        (_, Some(otherwise)) => format!("Empty: “{otherwise}”"),
        (Missing::Name(name), None) => means(*name),
        (Missing::Blank(_), None) => String::new(),
    };
    blanks.push(TemplateBlank {
        label: label.to_owned(),
        value: String::new(),
        otherwise,
        hint,
        wrong: None,
    });
    blanks.len() - 1
}

/// "By when the sender promises to answer".
fn means(name: Name) -> String {
    super::team::capital(name.meaning())
}
