//! What is said as silence closes: by day, to whoever may be texted by nobody once more today, and where they wrote first.

use super::book::Book;
use super::{Checker, Heard};
use baton_core::{AutoCause, ConversationId, Event};

impl Checker {
    /// How many answers by itself its number got today, and how many it may.
    fn answers_today(&self, heard: &Heard<'_>, id: ConversationId) -> Option<(u32, u32)> {
        let thread = self.talks.get(&id)?.thread;
        let number = *self.numbers.get(&thread)?;
        let count = self.later.answers.get(&(number, Book::day(&self.walls, heard.at()))).copied();
        let said = self.book().house.answers.as_ref().filter(|answers| answers.outside || answers.first);
        Some((count.unwrap_or(0), said.map_or(2, |answers| answers.most)))
    }

    /// Somebody is told that it closes.
    pub(super) fn says_farewell(&mut self, heard: &Heard<'_>, id: ConversationId) {
        let at = heard.at();
        let closes = |event: &Event| matches!(event, Event::Closed { due_at: Some(_), .. });
        let Some(talk) = self.talks.get(&id) else { return };
        let (thread, ours) = (talk.thread, talk.begun_by_us);
        let may =
            self.book().house.farewell && !ours && !self.is_out(thread) && heard.after.iter().any(closes);
        if !may {
            return self.wrong("auto-replies", at, "a farewell is said where none is to be said");
        }
        if !self.book().is_day(&self.walls, at) {
            return self.wrong("quiet hours", at, "a farewell goes out at night");
        }
        if self.answers_today(heard, id).is_some_and(|(count, most)| count >= most) {
            return self.wrong("auto-replies", at, "a farewell is one text too many today");
        }
        if let Some(number) = self.numbers.get(&thread).copied() {
            *self.later.answers.entry((number, Book::day(&self.walls, at))).or_default() += 1;
        }
    }

    /// Silence closes it.
    pub(super) fn closes_with_farewell(&mut self, heard: &Heard<'_>, id: ConversationId) {
        let said =
            |event: &Event| matches!(event, Event::TextWritten { auto: Some(AutoCause::Farewell), .. });
        let Some(talk) = self.talks.get(&id) else { return };
        let (thread, ours) = (talk.thread, talk.begun_by_us);
        let may = self.book().house.farewell && !ours && !self.is_out(thread);
        let room = self.answers_today(heard, id).is_some_and(|(count, most)| count < most);
        let reached = self.numbers.get(&thread).is_some_and(|number| !self.lost.contains(number));
        if may && room && reached && !heard.before.iter().any(said) {
            self.wrong("auto-replies", heard.at(), "silence closes without a farewell");
        }
    }

    /// Whether their number can be reached at all.
    pub(super) fn reached(&mut self, heard: &Heard<'_>) {
        match heard.event {
            Event::ReachabilityChanged { number, reachable: false, .. } => drop(self.lost.insert(*number)),
            Event::ReachabilityChanged { number, .. } => drop(self.lost.remove(number)),
            Event::TextReceived { .. } => {
                if let Some(number) = heard.record.thread.and_then(|thread| self.numbers.get(&thread)) {
                    self.lost.remove(number);
                }
            }
            _ => {}
        }
    }
}
