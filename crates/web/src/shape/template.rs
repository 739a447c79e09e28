//! Templates, filled as far as is known.

use super::team::{NamedView, OwnerView, named};
use baton_core::{Directory, Owner};
use baton_policy::{Template, TemplateKind, TemplateThen};
use baton_templates::{Missing, Shown, Values};
use serde::Serialize;
use utoipa::ToSchema;

/// A template that one may write with.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"name": "Waiting on you", "kind": "text", "then": "pending", "queue": null, "person": null,
    "text": "Hi [First Name|there], we only need [specific info] from you.",
    "parts": [{"kind": "text", "text": "Hi "}, {"kind": "filled", "text": "Jamie"},
        {"kind": "text", "text": ", we only need "}, {"kind": "blank", "label": "specific info", "text": ""},
        {"kind": "text", "text": " from you."}],
    "blanks": [{"label": "specific info", "means": null, "optional": false}], "segments": 1}))]
pub(crate) struct TemplateView {
    /// Its name, by which it is used.
    pub(crate) name: String,
    /// `text`, or `note` for one that never leaves the team.
    pub(crate) kind: &'static str,
    /// What becomes of the conversation, unless the sender says otherwise: `open`, `pending` or `closed`.
    #[schema(required = true)]
    pub(crate) then: Option<&'static str>,
    /// The queue whose it is.
    #[schema(required = true)]
    pub(crate) queue: Option<OwnerView>,
    /// The person whose own it is.
    #[schema(required = true)]
    pub(crate) person: Option<NamedView>,
    /// As the policy has it, with its brackets.
    pub(crate) text: String,
    /// The text piece by piece, filled as far as is known.
    pub(crate) parts: Vec<PartView>,
    /// What is to fill in.
    pub(crate) blanks: Vec<BlankView>,
    /// How many segments it takes as far as it is filled.
    pub(crate) segments: usize,
}

/// A piece of a template.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PartView {
    /// `text`: words of the template; `filled`: what Baton knows, or a fallback; `blank`: to fill in.
    pub(crate) kind: &'static str,
    /// The words; nothing for a blank.
    pub(crate) text: String,
    /// The label of a blank.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) label: Option<String>,
}

/// Something to fill in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BlankView {
    /// The label, by which `values` gives it.
    pub(crate) label: String,
    /// What it stands for, where Baton knows the name: `[timeframe]` is “by when the sender promises to answer”.
    #[schema(required = true)]
    pub(crate) means: Option<&'static str>,
    /// It has a fallback, and can stay empty.
    pub(crate) optional: bool,
}

impl TemplateView {
    pub(crate) fn new(directory: &Directory, template: &Template, values: &Values) -> Self {
        let mut parts = Vec::new();
        let mut blanks: Vec<BlankView> = Vec::new();
        let mut filled = String::new();
        for shown in template.template.show(values) {
            let (kind, text) = match shown {
                Shown::Text(words) => ("text", words.to_owned()),
                Shown::Filled(words) => ("filled", words.into_owned()),
                Shown::Missing(missing) => {
                    let label = missing.label().to_owned();
                    if blanks.iter().all(|blank| blank.label != label) {
                        blanks.push(BlankView {
                            label: label.clone(),
                            means: means(&missing),
                            optional: false,
                        });
                    }
                    parts.push(PartView { kind: "blank", text: String::new(), label: Some(label) });
                    continue;
                }
            };
            filled.push_str(&text);
            parts.push(PartView { kind, text, label: None });
        }
        for label in template.template.blanks() {
            if blanks.iter().all(|blank| blank.label != label) {
                blanks.push(BlankView { label: label.to_owned(), means: None, optional: true });
            }
        }
        let queue = template.queue.and_then(|place| directory.queues.get(place));
        let person = template.person.as_deref().and_then(|address| directory.person_by_email(address));
        Self {
            name: template.name.clone(),
            kind: match template.kind {
                TemplateKind::Text => "text",
                TemplateKind::Note => "note",
            },
            then: template.then.map(|then| match then {
                TemplateThen::Open => "open",
                TemplateThen::Pending => "pending",
                TemplateThen::Closed => "closed",
            }),
            queue: queue.map(|queue| OwnerView::new(directory, Owner::Queue(queue.id))),
            person: person.map(|person| named(directory, person.id)),
            text: template.template.source().to_owned(),
            parts,
            blanks,
            segments: baton_text::measure(filled.trim()).segments,
        }
    }
}

fn means(missing: &Missing) -> Option<&'static str> {
    match missing {
        Missing::Name(name) => Some(name.meaning()),
        Missing::Blank(_) => None,
    }
}
