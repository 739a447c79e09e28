//! What a customer's text is, by the words that the world wrote: a word about texts, thanks that need no answer, a reaction,
//! or something for a person. The event has to say the same.

use super::{Checker, Heard};
use crate::house::Long;
use crate::words::FRAMES;
use crate::words::{Means, means};
use baton_core::{ConversationId, Event, Moment, Status, TextKind, ThreadId};

impl Checker {
    pub(super) fn is_read_right(&mut self, heard: &Heard<'_>) {
        if let (Event::TextWritten { kind: TextKind::Person, body, .. }, Some(id)) =
            (heard.event, heard.record.conversation)
        {
            let asked = body.contains('?');
            self.promises_what_it_says(heard, id, body);
            return self.change(id, |talk| talk.asked = asked);
        }
        let at = heard.at();
        let Some(thread) = heard.record.thread else { return };
        let (carrier_id, told) = match heard.event {
            Event::TextReceived { carrier_id, word, courtesy, may_want_out, .. } => {
                (carrier_id, (word.is_some(), *courtesy, may_want_out.is_some(), false))
            }
            Event::ReactionReceived { carrier_id, .. } => (carrier_id, (false, false, false, true)),
            _ => return,
        };
        let Some(place) = self.wrote.get(carrier_id).copied() else { return };
        let is = means(place);
        let word = match is {
            Means::OptOut | Means::OptIn | Means::Help => true,
            Means::OptInIfOut => self.is_out(thread),
            Means::Foreign | Means::ForeignOptOut => self.book().house.spanish,
            _ => false,
        };
        let wants_out = is == Means::WantsOut || (is == Means::ForeignOptOut && !word);
        let right =
            (word, is == Means::Courtesy && !self.has_asked(thread), wants_out, is == Means::Reaction);
        if told != right {
            let words = crate::words::said(place);
            self.wrong("words", at, format!("“{words}” is read as {told:?}, and it is {right:?}"));
        }
    }

    /// A text that was made with a template promises what its time says: in the hours of the target by which they are
    /// answered, else in those of the queue.
    fn promises_what_it_says(&mut self, heard: &Heard<'_>, id: ConversationId, body: &str) {
        let at = heard.at();
        let Event::TextWritten { promise_by, made_with: Some(_), scheduled: None, .. } = heard.event else {
            return;
        };
        let Some(frame) = FRAMES.iter().position(|frame| body.ends_with(&format!("{frame}."))) else {
            return;
        };
        let Some(talk) = self.talks.get(&id) else { return };
        let runs = talk.response().and_then(|(_, clock)| self.target(&clock.target));
        let target = runs.or_else(|| self.target_for(talk)).and_then(|target| target.hours);
        let queue = talk.queue.and_then(|queue| self.book().place_of(queue));
        let of_queue = queue.and_then(|queue| self.book().house.queues[queue].hours);
        let house = &self.book().house;
        let outside = house.answers.as_ref().is_some_and(|answers| answers.outside);
        let hours = target.or(of_queue).or((outside || house.hours.len() == 1).then_some(0));
        let right = match frame {
            0 => Some(Moment::from_micros(at.micros() + 20 * 60_000_000)),
            1 => self.book().due(&self.walls, hours, at, Long::Minutes(120)),
            2 => self.book().due(&self.walls, hours, at, Long::Days(2)),
            _ => self.walls.tomorrow(at, 17 * 60),
        };
        // It is a promise where something is left to do by then.
        let mut wakes = (talk.status == Status::Pending).then_some(talk.wake_at);
        let mut closed = talk.status == Status::Closed;
        for event in heard.after {
            match event {
                Event::Reopened { .. } => (closed, wakes) = (false, None),
                Event::Closed { .. } => closed = true,
                Event::StatusChanged { to, wake_at, .. } => {
                    wakes = (*to == Status::Pending).then_some(*wake_at);
                }
                _ => {}
            }
        }
        let is_open_by = |by: &Moment| wakes.is_none_or(|wakes| wakes.is_some_and(|wakes| wakes <= *by));
        let right = right.filter(|by| !closed && is_open_by(by));
        if *promise_by != right {
            let what = format!("“{body}” promises it for {promise_by:?}, and it should for {right:?}");
            self.wrong("law 5", at, what);
        }
    }

    /// Whether our last text in a thread asks something, so that thanks may be the answer.
    fn has_asked(&self, thread: ThreadId) -> bool {
        let id = self.live.get(&thread).or_else(|| self.closed_last.get(&thread));
        id.and_then(|id| self.talks.get(id)).is_some_and(|talk| talk.asked)
    }
}
