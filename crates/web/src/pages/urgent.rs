//! What is urgent: the urgent word alone does not say it, and what they wrote before does.

use super::desk::Desk;
use baton_core::{Event, Priority, Record};
use baton_store::{ListRow, Reader, StoreError};
use std::collections::HashMap;

/// How many records before it are looked through.
pub(super) const BEFORE: usize = 20;

/// Whether a text is the urgent word and nothing else.
pub(super) fn alone(desk: &Desk) -> impl Fn(&str) -> bool + Send + use<> {
    let directory = desk.directory.clone();
    move |text| directory.urgent.as_ref().is_some_and(|word| word.is_all_of(text))
}

/// The last text of theirs in this conversation that says more than the urgent word, in records that end with that word.
pub(super) fn about<'r>(
    alone: &impl Fn(&str) -> bool,
    row: &ListRow,
    records: &'r [Record],
) -> Option<&'r str> {
    let here = records.iter().rev().filter(|record| record.conversation == Some(row.conversation.id));
    here.flat_map(|record| record.events.iter().rev()).find_map(|event| match event {
        Event::TextReceived { body, .. } if !body.trim().is_empty() && !alone(body) => Some(body.as_str()),
        _ => None,
    })
}

/// Of the rows that end with the urgent word alone: what it is about, by thread.
pub(super) fn of_rows(
    reader: &mut Reader<'_>,
    alone: &impl Fn(&str) -> bool,
    rows: &[ListRow],
) -> Result<HashMap<i64, String>, StoreError> {
    let mut found = HashMap::new();
    for row in rows {
        let (thread, urgent) = (&row.thread, row.conversation.priority == Priority::Urgent);
        if urgent && !thread.snippet_ours && alone(&thread.snippet) {
            let records = reader.timeline(thread.id, None, BEFORE)?;
            found.extend(about(alone, row, &records).map(|words| (thread.id.0, words.to_owned())));
        }
    }
    Ok(found)
}
