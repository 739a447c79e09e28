//! Texts that may ask for texts to end.

use super::Applying;
use crate::ids::MessageId;
use crate::number::ConsentState;
use crate::wish::{Judged, Wish};

impl Applying<'_> {
    /// The latest is what is asked about; whoever opted out already asks for nothing more.
    pub(super) fn may_want_out(&mut self, text: MessageId, words: &str, body: &str) {
        if self.subject.number.as_ref().is_some_and(|number| number.opted_out()) {
            return;
        }
        let said = body.trim().chars().take(Wish::SAID).collect();
        let wish = Wish { text, words: words.to_owned(), said, not_meant: false };
        self.thread(|thread| thread.wish = Some(Box::new(wish)));
    }

    pub(super) fn opt_out_judged(&mut self, judged: Judged) {
        self.thread(|thread| match (judged, &mut thread.wish) {
            (Judged::Out, wish) => *wish = None,
            (_, Some(wish)) => wish.not_meant = judged == Judged::NotMeant,
            (_, None) => {}
        });
    }

    /// Whoever opted out or in has said what they want.
    pub(super) fn wish_is_settled(&mut self, to: ConsentState) {
        let asked = self.subject.thread.as_ref().is_some_and(|thread| thread.wish.is_some());
        if asked && to != ConsentState::Unstated {
            self.thread(|thread| thread.wish = None);
        }
    }
}
