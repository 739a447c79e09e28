//! The history of consent, as it is handed out.

use super::contact::{NumberView, consent_word};
use super::team::named;
use baton_core::{By, ConsentCause, Directory, Event, Moment, Number, Owner};
use baton_store::{ConsentStep, ContactCard};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

/// Everything about the consent of one contact.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConsentHistory {
    /// The contact's id.
    contact: String,
    /// Their name, where known.
    #[schema(required = true)]
    name: Option<String>,
    /// How each number stands now.
    numbers: Vec<NumberView>,
    /// What happened, oldest first.
    history: Vec<ConsentEntry>,
}

/// One change of a number's consent, with its evidence.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"position": 77, "number": "+12125550134", "at": "2026-05-12T18:03:00Z", "from": "unstated",
    "to": "out", "cause": "word", "evidence": "Stop", "by": {"kind": "contact", "id": "ct_7b3w9f", "name": "Jamie Park"},
    "message": "ms_8x1p4t", "line": "+12125550100", "carrier_block": false}))]
pub(crate) struct ConsentEntry {
    /// Its place in the feed.
    pub(crate) position: i64,
    /// The number as it is spelled now, E.164.
    pub(crate) number: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) at: Moment,
    /// `unstated`, `in` or `out`.
    from: &'static str,
    /// `in` or `out`.
    pub(crate) to: &'static str,
    /// `word`: they texted it; `carrier`: the carrier said so; `person`: somebody of the team recorded it.
    pub(crate) cause: &'static str,
    /// In whose words, or by which record.
    pub(crate) evidence: String,
    /// Who did it: `kind`, `id`, `name`.
    #[schema(value_type = Object)]
    pub(crate) by: Value,
    /// The text that says it, where one does.
    #[schema(required = true)]
    message: Option<String>,
    /// The number of the line that it was texted to, where it was.
    #[schema(required = true)]
    pub(crate) line: Option<String>,
    /// The carrier keeps a block of its own, which only a START from their phone lifts.
    carrier_block: bool,
}

impl ConsentHistory {
    /// `steps` are those of the contact's numbers, in their order.
    pub(crate) fn new(directory: &Directory, card: &ContactCard, steps: &[Vec<ConsentStep>]) -> Self {
        let mut history: Vec<ConsentEntry> = card
            .numbers
            .iter()
            .zip(steps)
            .flat_map(|(number, steps)| entries(directory, card, number, steps))
            .collect();
        history.sort_by_key(|entry| entry.position);
        Self {
            contact: card.contact.id.to_string(),
            name: card.contact.name.clone(),
            numbers: card.numbers.iter().map(NumberView::from).collect(),
            history,
        }
    }

    /// What happened, oldest first.
    pub(crate) fn entries(&self) -> &[ConsentEntry] {
        &self.history
    }
}

fn entries(
    directory: &Directory,
    card: &ContactCard,
    number: &Number,
    steps: &[ConsentStep],
) -> Vec<ConsentEntry> {
    let mut before = "unstated";
    let mut entries = Vec::with_capacity(steps.len());
    for step in steps {
        let (to, cause, evidence, carrier_block) = match &step.event {
            Event::ConsentChanged { to, cause, evidence, carrier_block, .. } => {
                (*to, *cause, evidence, *carrier_block)
            }
            Event::ConsentNoted { note, .. } => (note.to, note.cause, &note.evidence, note.carrier_block),
            _ => continue,
        };
        let message = step.record.events.iter().find_map(|event| match event {
            Event::TextReceived { id, .. } if cause == ConsentCause::Word => Some(id.to_string()),
            Event::OptOutJudged { text, .. } if cause == ConsentCause::Person => Some(text.to_string()),
            _ => None,
        });
        let line = step.line.and_then(|line| directory.lines.get(&line)).map(|line| line.number.clone());
        let from = std::mem::replace(&mut before, consent_word(to));
        entries.push(ConsentEntry {
            position: step.position.0,
            number: number.address.clone(),
            at: step.record.at,
            from,
            to: consent_word(to),
            cause: match cause {
                ConsentCause::Word => "word",
                ConsentCause::Carrier => "carrier",
                ConsentCause::Person => "person",
            },
            evidence: evidence.clone(),
            by: by(directory, card, number, &step.record.by),
            message,
            line,
            carrier_block,
        });
    }
    entries
}

fn by(directory: &Directory, card: &ContactCard, number: &Number, by: &By) -> Value {
    match by {
        By::Person { id, .. } => {
            let person = named(directory, *id);
            json!({"kind": "person", "id": person.id, "name": directory.owner_name(Owner::Person(*id))})
        }
        By::Program { id, name } => json!({"kind": "program", "id": id.to_string(), "name": name}),
        By::Contact => {
            let name = card.contact.name.as_ref().unwrap_or(&number.address);
            json!({"kind": "contact", "id": card.contact.id.to_string(), "name": name})
        }
        By::Policy => json!({"kind": "policy", "id": null, "name": "Baton"}),
        By::Carrier => json!({"kind": "carrier", "id": null, "name": "the carrier"}),
    }
}

impl ConsentEntry {
    /// Its columns as text: number, at, from, to, cause, evidence, by, message, line, carrier block.
    pub(crate) fn cells(&self) -> [String; 10] {
        [
            self.number.clone(),
            self.at.to_string(),
            self.from.to_owned(),
            self.to.to_owned(),
            self.cause.to_owned(),
            self.evidence.clone(),
            self.by["name"].as_str().unwrap_or_default().to_owned(),
            self.message.clone().unwrap_or_default(),
            self.line.clone().unwrap_or_default(),
            self.carrier_block.to_string(),
        ]
    }
}
