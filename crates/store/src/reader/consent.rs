//! The history of consent: what the numbers of a contact said, or what others recorded of them.

use super::Reader;
use crate::StoreError;
use crate::sql::values;
use baton_core::{Event, LineId, Number, Position, Record, Thread};

/// Something that happened to the consent of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentStep {
    /// The line of the thread in which it happened; none where somebody of the team recorded it for the number.
    pub line: Option<LineId>,
    /// Its position in the feed.
    pub position: Position,
    /// The whole decision: who, when, and the text that said it.
    pub record: Record,
    /// Which of its events.
    pub event: Event,
}

impl Reader<'_> {
    /// What happened to the consent of a number, oldest first, each once however many of its threads were told of it.
    /// Reads the number's threads, and in them only what speaks of consent.
    pub fn consent_of(&mut self, number: &Number) -> Result<Vec<ConsentStep>, StoreError> {
        let threads = self.sql.query(
            "SELECT doc FROM threads WHERE workspace = ?1 AND number = ?2 ORDER BY line",
            &values![self.workspace, number.id.0],
        )?;
        let mut steps = Vec::new();
        for row in threads {
            let thread: Thread = row.doc(0)?;
            let records = self.sql.query(
                "SELECT doc FROM records WHERE workspace = ?1 AND thread = ?2 AND doc LIKE ?3 ORDER BY position",
                &values![self.workspace, thread.id.0, "%\"type\":\"consent.%"],
            )?;
            for row in records {
                let record: Record = row.doc(0)?;
                let events: Vec<_> = record.positioned().map(|(at, event)| (at, event.clone())).collect();
                for (position, event) in events {
                    let line = match &event {
                        Event::ConsentChanged { number: of, .. } if *of == number.id => Some(thread.line),
                        Event::ConsentNoted { number: of, .. } if *of == number.id => None,
                        _ => continue,
                    };
                    steps.push(ConsentStep { line, position, record: record.clone(), event });
                }
            }
        }
        steps.sort_by_key(|step| step.position);
        // The threads are told right after the fact, and what nobody told in a thread they tell first.
        steps.dedup_by(|later, first| repeats(first, later));
        Ok(steps)
    }
}

/// Whether `later` only passes on what `first` says.
fn repeats(first: &ConsentStep, later: &ConsentStep) -> bool {
    matches!(later.event, Event::ConsentNoted { .. })
        && first.record.at == later.record.at
        && first.record.by == later.record.by
        && said(&first.event) == said(&later.event)
}

fn said(event: &Event) -> Option<(baton_core::ConsentState, &str)> {
    match event {
        Event::ConsentChanged { to, evidence, .. } => Some((*to, evidence)),
        Event::ConsentNoted { note, .. } => Some((note.to, &note.evidence)),
        _ => None,
    }
}
