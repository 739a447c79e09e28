//! What happens shortly after something else, so that things meet that are hard when they meet.

use crate::action::{Act, After, START, STOP, Saw, Says, Timed, WORDS, What};
use crate::house::TEAM;
use crate::people::{CUSTOMERS, Director, QUIET, View};
use baton_core::Moment;
use std::time::Duration;

impl Director {
    /// Sometimes several things happen at once, or shortly after each other.
    pub(crate) fn follow_ups(&mut self, at: u64, act: &Act, view: &View<'_>) {
        let mut also = Vec::new();
        match act {
            Act::Text { customer, line, .. } if self.dice.in_hundred(25) => {
                let words = self.dice.below(WORDS.len());
                also.push((self.dice.one(&[0, 2, 8]), Act::Text { customer: *customer, line: *line, words }));
            }
            Act::Text { line, .. } if self.dice.in_hundred(35) => {
                // A burst: what comes together is decided together.
                for _ in 0..4 {
                    let (customer, words) =
                        (self.dice.below(CUSTOMERS - QUIET), self.dice.one(&[1, 2, 3, 4, 22]));
                    also.push((0, Act::Text { customer, line: *line, words }));
                }
            }
            // Their thanks answer a question, and the time to wait stays as a reminder.
            Act::Do {
                customer,
                line,
                what: What::Send { words: 1, after: After::Pending(Some(_)), .. },
                ..
            } if self.dice.in_hundred(70) => {
                let words = self.dice.one(&[8, 9, 10, 19]);
                let after = self.dice.between(5, 800);
                also.push((after, Act::Text { customer: *customer, line: *line, words }));
            }
            // The thread goes on with another conversation, while the last text of this one may still fail.
            Act::Do { customer, line, what: What::Send { after: After::Closed, .. }, .. }
                if self.dice.in_hundred(50) =>
            {
                let (customer, line) = (*customer, *line);
                let after = self.dice.between(3_700, 5_000);
                if self.dice.in_hundred(50) {
                    let lost = Act::Loses { customer, after: after + self.dice.between(10, 4_000) };
                    also.push((0, lost));
                }
                also.push((after, Act::Text { customer, line, words: self.dice.one(&[1, 2, 22]) }));
            }
            Act::Do { customer, line, what: What::Send { .. } | What::Offer { .. }, .. } => {
                let (customer, line) = (*customer, *line);
                if self.dice.in_hundred(12) {
                    // Two texts: the second waits for the first.
                    also.push((0, act.clone()));
                    also.push((0, act.clone()));
                    also.push((0, Act::Text { customer, line, words: STOP }));
                    also.push((self.dice.between(60, 4_000), Act::Text { customer, line, words: START }));
                } else if self.dice.in_hundred(12) {
                    also.push((0, Act::Text { customer, line, words: self.dice.below(WORDS.len()) }));
                }
            }
            Act::Do { customer, line, what: What::Accept, .. } if self.dice.in_hundred(55) => {
                let who = self.dice.below(TEAM.len());
                also.push((0, Act::Do { who, customer: *customer, line: *line, what: What::Close(true) }));
            }
            Act::Do { who, customer, line, what: What::Schedule { minutes, after, .. } }
                if self.dice.in_hundred(if puts_off(*minutes, *after) { 90 } else { 55 }) =>
            {
                let then = self.before_it_goes_out(*who, (*customer, *line), (*minutes, *after));
                also.extend(then);
            }
            Act::Do { customer, line, what: What::Schedule { .. }, .. } if self.dice.in_hundred(55) => {
                let words = self.dice.one(&[1, 11, 20, 22]);
                let after = self.dice.between(5, 170);
                also.push((after, Act::Text { customer: *customer, line: *line, words }));
                if words == STOP {
                    also.push((after + 2_000, Act::Text { customer: *customer, line: *line, words: START }));
                }
            }
            Act::Do { who, customer, line, what: What::Close(_) } => {
                if self.dice.in_hundred(20) {
                    let cover = self.dice.in_hundred(60).then(|| self.dice.below(TEAM.len()));
                    let says = Says::Away { from: 0, until: Some(self.dice.between(30, 900)), cover };
                    also.push((1, Act::Says { who: *who, says }));
                    also.push((
                        self.dice.between(2, 600),
                        Act::Text { customer: *customer, line: *line, words: 1 },
                    ));
                } else if self.dice.in_hundred(20) {
                    also.push((
                        self.dice.between(1, 90),
                        Act::Text { customer: *customer, line: *line, words: 8 },
                    ));
                }
            }
            _ => {}
        }
        if self.dice.in_hundred(2) {
            let node = self.dice.below(view.nodes);
            let steps = u32::try_from(self.dice.between(1, 9)).unwrap_or(1);
            also.push((0, Act::Crash { node, steps, down: self.dice.one(&[1, 5, 60, 3_600, 40_000]) }));
        }
        also.sort_by_key(|(after, _)| *after);
        self.ahead.extend(also.into_iter().map(|(after, act)| Timed { at: at + after, act }));
    }

    /// What comes between a scheduled text and its time: its author leaves, nothing runs until it is night, or it is put
    /// off so far that it goes out after the conversation was to close.
    fn before_it_goes_out(
        &mut self,
        who: usize,
        (customer, line): (usize, usize),
        (minutes, after): (u64, After),
    ) -> Vec<(u64, Act)> {
        let within = minutes * 60;
        match self.dice.below(5) {
            _ if puts_off(minutes, after) => {
                let what = What::Reschedule { words: None, minutes: Some(8_640), saw: Saw::All };
                vec![(20, Act::Do { who, customer, line, what })]
            }
            0 | 1 => {
                let leaves = self.dice.between(1, within.min(3_000));
                vec![
                    (leaves, Act::Active { who, there: false }),
                    (leaves + 4_000, Act::Active { who, there: true }),
                ]
            }
            2 => {
                let policy = Act::Policy(self.dice.next() % 100_000);
                vec![(self.dice.between(1, within - 1), policy)]
            }
            _ => {
                let still = self.dice.one(&[240, 700, 1_500]);
                vec![(within - self.dice.between(1, 100), Act::Pause { minutes: still })]
            }
        }
    }

    /// Where silence is about to close a conversation: somebody writes a text that goes out after that, and the policy
    /// changes for as long as it takes, so that nothing closes it.
    pub(crate) fn about_to_close(&mut self, at: u64, view: &View<'_>) -> Option<Act> {
        let soon = view.now + Duration::from_hours(6);
        let ahead = view.now + Duration::from_mins(5);
        let closes = |close: &Moment| *close > ahead && *close < soon;
        let seen = view.seen.iter().find(|seen| seen.conversation.close_at.as_ref().is_some_and(closes))?;
        let close = seen.conversation.close_at?;
        let left = close.since(view.now).as_secs();
        let nothing_closes = Act::Policy(self.policy_that_closes_nothing(view));
        let again = Act::Policy(self.dice.next() % 100_000);
        self.ahead.push_back(Timed { at: at + 60, act: nothing_closes });
        self.ahead.push_back(Timed { at: at + left + 60, act: again });
        let (minutes, after) = (left / 60 + 60, After::Open);
        let what = What::Schedule { words: 0, minutes, changed: 2, after, night: true };
        Some(Act::Do { who: seen.accountable, customer: seen.customer, line: seen.line, what })
    }

    /// The number of a policy under which silence closes nothing.
    fn policy_that_closes_nothing(&mut self, view: &View<'_>) -> u64 {
        let numbers = std::iter::repeat_with(|| self.dice.next() % 100_000).take(20);
        let mut closing = numbers.skip_while(|number| view.house_of(*number).close_after.is_some());
        closing.next().unwrap_or(0)
    }
}

/// Whether a text that is scheduled so is put off, so that its conversation would close before it goes out.
fn puts_off(minutes: u64, after: After) -> bool {
    minutes == 3 && matches!(after, After::Pending(_))
}
