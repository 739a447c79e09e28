//! Something that somebody was told, as it is said to them, on their page and over the API: the words, and what has become of
//! it since.

use super::desk::Desk;
use super::outcome::outcome;
use super::told_words::{Words, words};
use super::urgent;
use crate::answer::Problem;
use crate::app::App;
use crate::auth::Caller;
use baton_core::{Event, Notice, Position, Record, ThreadId};
use baton_pages::Became;
use baton_store::{Reader, StoreError, ToldRow};
use std::collections::HashMap;

/// After so many records of a thread nobody looks for what became of something.
const SINCE: usize = 200;
/// Nor after so many of all threads of a page: what was told last is looked after first.
const ALL_SINCE: usize = 1_000;

/// What happened around what was told.
#[derive(Debug, Default)]
pub(crate) struct Around {
    /// In the threads that have gone on: since the first of each was told.
    since: HashMap<ThreadId, Vec<Record>>,
    /// Before an urgent word that stood alone: what it may be about.
    before: HashMap<Position, Vec<Record>>,
}

impl Around {
    /// Reads it for what was told, newest first. Most threads have not gone on, and are not read.
    pub(crate) fn read(
        reader: &mut Reader<'_>,
        alone: impl Fn(&str) -> bool,
        told: &[ToldRow],
    ) -> Result<Self, StoreError> {
        let mut first: HashMap<ThreadId, Position> = HashMap::new();
        let mut newest_first = Vec::new();
        let mut before = HashMap::new();
        for told in told {
            let thread = &told.row.thread;
            if first.insert(thread.id, told.record.position).is_none() {
                newest_first.push(thread);
            }
            if is_urgent(told)
                && urgent::about(&alone, &told.row, std::slice::from_ref(&told.record)).is_none()
            {
                let records = reader.timeline(thread.id, Some(told.record.position), urgent::BEFORE)?;
                before.insert(told.record.position, records);
            }
        }
        let (mut since, mut left) = (HashMap::new(), ALL_SINCE);
        for thread in newest_first {
            let after = first[&thread.id];
            if left == 0 {
                break;
            }
            if thread.version > after {
                let records = reader.timeline_after(thread.id, after, SINCE.min(left))?;
                left -= records.len();
                since.insert(thread.id, records);
            }
        }
        Ok(Self { since, before })
    }
}

fn is_urgent(told: &ToldRow) -> bool {
    let at = told.record.positioned().find(|(position, _)| *position == told.position);
    matches!(at, Some((_, Event::Told { about: Notice::Urgent, .. })))
}

/// The words, and what has become of it.
#[derive(Debug)]
pub(crate) struct Said {
    /// The sentence.
    pub(crate) words: String,
    /// What else there is to know; may be empty.
    pub(crate) small: String,
    /// What has become of it, if anything has.
    pub(crate) became: Option<Became>,
}

/// What was told, to this reader; none for what is none to them.
pub(super) fn said(desk: &Desk, told: &ToldRow, around: &Around) -> Option<Said> {
    let mut records = around.before.get(&told.record.position).cloned().unwrap_or_default();
    records.push(told.record.clone());
    let Words { words, small } = words(desk, &told.row, &told.record, told.position, &records)?;
    let since = around.since.get(&told.row.thread.id).map_or(&[][..], Vec::as_slice);
    let since = &since[since.partition_point(|record| record.position <= told.record.position)..];
    Some(Said { words, small, became: outcome(desk, told, since) })
}

/// Tells in the words of the pages what somebody was told, who is at none.
pub(crate) struct TellTold(Desk);

impl TellTold {
    /// To a person.
    pub(crate) fn to(app: &App, caller: &Caller) -> Result<Self, Problem> {
        Desk::without_a_page(app, caller).map(Self)
    }

    /// What was told, and what has become of it.
    pub(crate) fn said(&self, told: &ToldRow, around: &Around) -> Option<Said> {
        said(&self.0, told, around)
    }

    /// Whether a text is the urgent word and nothing else.
    pub(crate) fn is_urgent_alone(&self) -> impl Fn(&str) -> bool + Send + use<> {
        urgent::alone(&self.0)
    }
}
