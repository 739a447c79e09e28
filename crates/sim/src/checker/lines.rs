//! A line that is retired sends nothing any more: nothing is written on it or handed over, and what waited there is
//! cancelled. What is open on it stays where it is, and what would stay was shown beforehand (law 10).

use super::{Checker, Heard};
use baton_core::{ConversationId, Event, LineId, MessageId, Moment, Owner, TextState, ThreadId};
use baton_round::Silent;
use std::collections::{BTreeMap, BTreeSet};

/// The lines, as the world outside knows them.
#[derive(Debug, Default)]
pub(super) struct Lines {
    of: BTreeMap<ThreadId, LineId>,
    retired: BTreeSet<LineId>,
    /// What waited on a retired line when everything was at rest at the beginning of this hour.
    waited: BTreeSet<MessageId>,
    hour: i64,
}

/// How many of what stays are shown by name.
const NAMED: usize = 20;

impl Checker {
    /// A line is retired from here on, or is not.
    pub(crate) fn line(&mut self, line: LineId, retired: bool) {
        if retired {
            self.lines.retired.insert(line);
        } else {
            self.lines.retired.remove(&line);
        }
        self.concerns_all = true;
    }

    pub(crate) fn is_retired(&self, thread: ThreadId) -> bool {
        self.lines.of.get(&thread).is_some_and(|line| self.lines.retired.contains(line))
    }

    fn is_on(&self, thread: ThreadId, line: LineId) -> bool {
        self.lines.of.get(&thread) == Some(&line)
    }

    /// Whether a text waits on that line.
    pub(crate) fn has_queued_on(&self, line: LineId) -> bool {
        let mut ours = self.texts.ours.iter();
        ours.any(|(id, text)| text.state == TextState::Queued && self.is_on(id.thread(), line))
    }

    pub(super) fn lines_event(&mut self, heard: &Heard<'_>) {
        match heard.event {
            Event::ThreadStarted { thread, line, .. } => drop(self.lines.of.insert(*thread, *line)),
            Event::TextHandedOver { id } if self.is_retired(id.thread()) => {
                self.wrong("lines", heard.at(), "a text is handed over on a line that is retired");
            }
            Event::TextWritten { id, kind, .. } if self.is_retired(id.thread()) => {
                let what = format!("a text ({kind:?}) is written on a line that is retired");
                self.wrong("lines", heard.at(), what);
            }
            _ => {}
        }
    }

    /// A text waits behind another of its number, or while the carrier wants to be left alone: for minutes. `leads`: somebody
    /// was there to cancel it.
    pub(super) fn nothing_waits_on_retired_lines(&mut self, now: Moment, leads: bool) {
        let hour = now.micros().div_euclid(60 * 60 * 1_000_000);
        if !leads {
            self.lines.waited.clear();
        }
        let before = std::mem::replace(&mut self.lines.hour, hour);
        if before == hour || !leads {
            return;
        }
        let mut waits = BTreeSet::new();
        if !self.lines.retired.is_empty() {
            let queued = self.texts.ours.iter().filter(|(_, text)| text.state == TextState::Queued);
            waits.extend(queued.map(|(id, _)| *id).filter(|id| self.is_retired(id.thread())));
        }
        // Not where everything stood still for long.
        if before + 1 == hour && waits.intersection(&self.lines.waited).next().is_some() {
            self.wrong("lines", now, "a text waits for an hour on a line that is retired");
        }
        self.lines.waited = waits;
    }

    /// What stays on the line that was retired just now, with whoever has it, is what was shown.
    pub(crate) fn stays_as_shown(&mut self, now: Moment, line: LineId, shown: &Silent) {
        type Stays = BTreeSet<(ConversationId, bool, i64, usize)>;
        let place = |owner: Owner| match owner {
            Owner::Person(person) => (false, person.0),
            Owner::Queue(queue) => (true, queue.0),
        };
        let on = self.live.iter().filter(|(thread, _)| self.is_on(**thread, line));
        let stays: Stays = on
            .filter_map(|(_, id)| {
                let talk = self.talks.get(id)?;
                let (queue, owner) = place(talk.owner);
                Some((*id, queue, owner, talk.scheduled.values().filter(|one| !one.held).count()))
            })
            .collect();
        let said: Stays = shown
            .first
            .iter()
            .map(|one| {
                let (queue, owner) = place(one.owner);
                (one.conversation, queue, owner, one.scheduled)
            })
            .collect();
        let scheduled: usize = stays.iter().map(|(.., scheduled)| scheduled).sum();
        let named = said.len() == stays.len().min(NAMED) && said.is_subset(&stays);
        if !named || shown.conversations != stays.len() || shown.scheduled != scheduled {
            let what = format!("what stays on a retired line is {stays:?}, and shown was {shown:?}");
            self.wrong("law 10", now, what);
        }
    }
}
