//! What the design says of promised times beyond when they are due: what needs an answer at all, what keeps a promise,
//! what a change of the policy, the urgent word, silence and the night do to it.

use super::talk::{Runs, Talk};
use super::{Checker, Heard};
use baton_core::{
    ClockKey, ClockKind, Command, ConversationId, Event, Moment, Owner, PendingOn, Record, Refusal, Status,
    StopCause, TextKind, ThreadId,
};
use std::collections::BTreeMap;
use std::time::Duration;

/// What customers write that is nothing but thanks or an ok.
const COURTESIES: [&str; 3] = ["ok thanks", "Thanks!", "👍"];
/// So old must a text of theirs be, or so far from too old, that it does not matter when exactly a press was decided.
const ABOUT: Duration = Duration::from_mins(1);

/// What this remembers.
#[derive(Debug, Default)]
pub(super) struct Promises {
    /// The latest conversation of each thread.
    latest: BTreeMap<ThreadId, ConversationId>,
    /// Those of which our last text by a person asks something.
    asked: BTreeMap<ConversationId, bool>,
}

impl Checker {
    /// One event, before it is read otherwise.
    pub(super) fn promises_event(&mut self, heard: &Heard<'_>) {
        let at = heard.at();
        let Some(thread) = heard.record.thread else { return };
        match heard.event {
            Event::ConversationOpened { id, .. } | Event::Reopened { id } => {
                self.promises.latest.insert(thread, *id);
            }
            Event::TextWritten { kind: TextKind::Person, body, .. } => {
                if let Some(id) = heard.record.conversation {
                    self.promises.asked.insert(id, body.contains('?'));
                }
            }
            Event::TextReceived { body, courtesy, word: None, .. } => {
                let asked = self.promises.latest.get(&thread).and_then(|id| self.promises.asked.get(id));
                let right = COURTESIES.contains(&body.as_str()) && asked != Some(&true);
                if *courtesy != right {
                    let what = if right { "thanks count as a text" } else { "a text counts as mere thanks" };
                    self.wrong("law 5", at, what);
                }
            }
            Event::ClockKept { key, .. }
            | Event::ClockStopped { key, cause: StopCause::AnsweredLate, .. }
                if key.kind.is_response() && key.ask.is_none() =>
            {
                let answers = |event: &Event| {
                    matches!(
                        event,
                        Event::TextWritten { kind: TextKind::Person, .. } | Event::ReplyRestored { .. }
                    )
                };
                if !heard.record.events.iter().any(answers) {
                    self.wrong("law 5", at, "a promise to answer counts as kept, and no person has answered");
                }
            }
            Event::StatusChanged { to, pending_on, close_at: Some(_), .. }
                if *to != Status::Pending || *pending_on != Some(PendingOn::Customer) =>
            {
                self.wrong("timers", at, "silence is to close what does not wait for the customer");
            }
            Event::WakeUpPassed { .. } => {
                let talk = heard.record.conversation.and_then(|id| self.talks.get(&id));
                if talk.is_some_and(|talk| talk.status == Status::Pending) {
                    self.wrong("timers", at, "the time to wait is over, and it waits on");
                }
            }
            Event::OwnerGivenTime { act_by: None, .. } => self.slow_owner(heard),
            _ => {}
        }
    }

    /// Whoever had it did not act in their time: the path begins.
    fn slow_owner(&mut self, heard: &Heard<'_>) {
        let at = heard.at();
        let Some(talk) = heard.record.conversation.and_then(|id| self.talks.get(&id)) else { return };
        let over = talk.act_by.is_some_and(|act_by| act_by <= at);
        let waits = talk
            .response()
            .is_some_and(|(_, clock)| clock.paused_at.is_none() && clock.path.is_none() && !clock.breached);
        let begins = |event: &Event| matches!(event, Event::EscalationStepped { .. });
        let acted = heard.record.events.iter().any(|event| {
            matches!(
                event,
                Event::OwnerChanged { .. } | Event::TextWritten { .. } | Event::ClockStopped { .. }
            )
        });
        let person = matches!(talk.owner, Owner::Person(_));
        if over && waits && person && !acted && !heard.after.iter().any(begins) {
            self.wrong("escalation", at, "whoever had it did not act in time, and the path does not begin");
        }
    }

    /// After a record: nobody waits for a customer whose text waits for us, and what is urgent is promised at once.
    pub(super) fn promises_after(&mut self, id: ConversationId, record: &Record) {
        let Some(talk) = self.talks.get(&id).filter(|talk| talk.is_live()) else { return };
        let at = record.at;
        let waits = talk.status == Status::Pending && talk.pending_on == Some(PendingOn::Customer);
        if waits && talk.debt().is_some() && !self.is_out(talk.thread) {
            return self.wrong("law 5", at, "it waits for the customer, whose text has no answer");
        }
        let urgent = |event: &Event| match event {
            Event::TagsChanged { added, .. } => added.iter().any(|tag| tag == "urgent"),
            _ => false,
        };
        if record.events.iter().any(urgent)
            && let Some(kind) = self.left_behind(talk, at)
        {
            self.wrong("law 5", at, format!("{kind:?} does not come forward although it turned urgent"));
        }
    }

    /// A promise that another target would keep earlier, counted from now.
    fn left_behind(&self, talk: &Talk, at: Moment) -> Option<ClockKind> {
        let holds = self.target_for(talk)?;
        let late = |(kind, clock): &(&ClockKind, &Runs)| {
            let length = Self::length(holds, **kind);
            let due = length.and_then(|length| self.book().due(&self.walls, holds.hours, at, length));
            // What somebody promised for a time of their own stays due then.
            let promised = **kind == ClockKind::FollowUp && talk.promised.is_some();
            let runs = clock.paused_at.is_none() && !clock.breached && clock.target != holds.name;
            runs && !promised && due.is_some_and(|due| due < clock.due)
        };
        talk.clocks.iter().find(late).map(|(kind, _)| *kind)
    }

    /// At rest: what runs is due as the policy that holds now says.
    pub(super) fn planned_anew(&mut self, now: Moment, id: ConversationId) {
        let version = self.version;
        let Some(talk) = self.talks.get(&id) else { return };
        let own = talk.clocks.keys().map(|kind| ClockKey::of(*kind));
        let old = |clock: &Runs| clock.version < version && clock.paused_at.is_none() && !clock.breached;
        let keys: Vec<ClockKey> = own
            .chain(talk.asks.keys().map(|ask| ClockKey::of_ask(*ask)))
            .filter(|key| self.clock(id, *key).is_some_and(old))
            .collect();
        for key in keys {
            let (Some(talk), Some(clock)) = (self.talks.get(&id), self.clock(id, key)) else { return };
            let of_a_person = key.ask.and_then(|ask| talk.asks.get(&ask)?.due).is_some();
            let promised = of_a_person || (key.kind == ClockKind::FollowUp && talk.promised.is_some());
            let right = self.planned(talk, key, clock).map(|(due, _)| due);
            if !promised && right != Some(clock.due) {
                let (kind, due) = (key.kind, clock.due);
                let what =
                    format!("the policy changed, {kind:?} stays due at {due}, and it should be at {right:?}");
                return self.wrong("law 5", now, what);
            }
            self.with_clock(id, key, |clock| clock.version = version);
        }
    }

    /// A press was refused: the night holds no answer to somebody who wrote within a day.
    pub(crate) fn refused(&mut self, at: Moment, command: &Command, refusal: &Refusal) {
        let (Command::Send(id, text), Refusal::QuietHours { .. }) = (command, refusal) else { return };
        let wrote = self.talks.get(id).and_then(|talk| talk.inbound.last()).map(|(_, at)| *at);
        let lately = wrote.is_some_and(|wrote| {
            let ago = at.since(wrote);
            ago > ABOUT && ago + ABOUT < Duration::from_hours(24)
        });
        if text.later.is_none() && lately {
            self.wrong(
                "quiet hours",
                at,
                "an answer to somebody who wrote within a day is held for the night",
            );
        }
    }
}
