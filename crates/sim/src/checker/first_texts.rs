//! A program's first text to somebody who never texted says whose it is and how to stop.

use super::{Checker, Heard};
use baton_core::{Event, TextKind, ThreadId};
use std::collections::BTreeSet;

/// Threads in which something was texted.
#[derive(Debug, Default)]
pub(super) struct FirstTexts {
    texted: BTreeSet<ThreadId>,
}

impl Checker {
    pub(super) fn first_texts_event(&mut self, heard: &Heard<'_>) {
        let Some(thread) = heard.record.thread else { return };
        let (body, kind) = match heard.event {
            Event::TextReceived { .. } => {
                self.first_texts.texted.insert(thread);
                return;
            }
            Event::TextWritten { body, kind, .. } => (body, *kind),
            _ => return,
        };
        let first = self.first_texts.texted.insert(thread);
        let says = body.contains("Cedar Lane Physio") && body.contains("STOP");
        if first && kind == TextKind::Program && !says {
            self.wrong("first text", heard.at(), "a first text does not say whose it is and how to stop");
        }
    }
}
