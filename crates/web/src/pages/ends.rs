//! How the rows of a list end, beside their last words.

use super::urgent;
use baton_core::TextState;
use baton_store::{ListRow, Reader, StoreError};
use std::collections::{HashMap, HashSet};

/// What there is to say of how rows end, beside their last words.
#[derive(Debug, Clone)]
pub(super) struct Ends {
    /// Those that end with a text of ours that did not arrive, by thread.
    pub(super) failed: HashSet<i64>,
    /// Of those that end with the urgent word alone: what it is about, by thread.
    pub(super) urgent: HashMap<i64, String>,
}

impl Ends {
    /// Reads it; `alone`: whether a text is the urgent word and nothing else.
    pub(super) fn of(
        reader: &mut Reader<'_>,
        alone: &impl Fn(&str) -> bool,
        rows: &[ListRow],
    ) -> Result<Self, StoreError> {
        Ok(Self { failed: failed(reader, rows)?, urgent: urgent::of_rows(reader, alone, rows)? })
    }
}

/// Which of these rows end with a text of ours that did not arrive.
fn failed(reader: &mut Reader<'_>, rows: &[ListRow]) -> Result<HashSet<i64>, StoreError> {
    let last = |row: &ListRow| {
        let thread = &row.thread;
        let ours = thread.last_by.map(|(_, id)| id).filter(|_| thread.snippet_ours)?;
        (Some(ours) > thread.last_inbound).then_some(ours)
    };
    let ids: Vec<_> = rows.iter().filter_map(last).collect();
    let texts = if ids.is_empty() { Vec::new() } else { reader.texts(&ids)? };
    let undelivered =
        texts.iter().filter(|text| matches!(text.state, TextState::Failed | TextState::Undelivered));
    Ok(undelivered.map(|text| text.id.thread().0).collect())
}
