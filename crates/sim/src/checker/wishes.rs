//! Texts that may ask for texts to end: a person says what one means, of the latest that is asked about, and an opt-out has
//! the customer's own words as its evidence.

use super::{Checker, Heard};
use baton_core::{ConsentCause, ConsentState, Event, Judged, MessageId, ThreadId};
use std::collections::BTreeMap;

/// The latest such text of each thread, what it says, and whether it was "not meant".
#[derive(Debug, Default)]
pub(super) struct Wishes {
    asked: BTreeMap<ThreadId, (MessageId, String, bool)>,
}

impl Checker {
    pub(super) fn wishes_event(&mut self, heard: &Heard<'_>) {
        let Some(thread) = heard.record.thread else { return };
        match heard.event {
            Event::TextReceived { id, body, may_want_out: Some(_), .. } if !self.is_out(thread) => {
                self.wishes.asked.insert(thread, (*id, body.trim().to_owned(), false));
            }
            Event::ConsentChanged { .. } | Event::ConsentNoted { .. } => {
                self.wishes.asked.remove(&thread);
            }
            Event::OptOutJudged { text, judged, .. } => self.judged(heard, thread, *text, *judged),
            _ => {}
        }
    }

    fn judged(&mut self, heard: &Heard<'_>, thread: ThreadId, text: MessageId, judged: Judged) {
        if heard.person().is_none() {
            return self.wrong("law 8", heard.at(), "nobody of the team said what a text means");
        }
        let Some((asked, said, not_meant)) = self.wishes.asked.get_mut(&thread) else {
            return self.wrong("law 8", heard.at(), "a text is judged of which nothing is asked");
        };
        let stands = if *not_meant { Judged::NotMeant } else { Judged::Open };
        if *asked != text || judged == stands {
            return self.wrong("law 8", heard.at(), "what a text means is said of another, or again");
        }
        *not_meant = judged == Judged::NotMeant;
        let said = said.clone();
        let out = heard.after.iter().any(|event| match event {
            Event::ConsentChanged {
                to: ConsentState::Out, cause: ConsentCause::Person, evidence, ..
            } => *evidence == said,
            _ => false,
        });
        if out != (judged == Judged::Out) {
            self.wrong("law 8", heard.at(), "they want no more texts, and their words do not opt them out");
        }
    }
}
