//! Promised times: begun, moved, ended; and replies that count, or not any more.

use super::Applying;
use crate::clock::{Clock, ClockKey, Escalated, StopCause};
use crate::conversation::Conversation;
use crate::event::Event;

impl Applying<'_> {
    #[expect(clippy::too_many_lines, reason = "a list of cases, each of which stands by itself")]
    pub(super) fn clock_event(&mut self, event: &Event) {
        let at = self.at;
        if let Event::ReplyRestored { id, may_fail: false, .. } = event {
            // Only another conversation of the thread has to be told so later.
            if self.subject.thread.as_ref().is_some_and(|thread| thread.last_closed.is_some()) {
                self.thread(|thread| thread.arrived = thread.arrived.max(Some(*id)));
            }
        }
        let word = self.subject.number.as_ref().and_then(|number| number.consent.since);
        self.conversation(|conversation| match event {
            Event::ClockStarted { key, target, started_at, due_at, warn_at, since } => {
                let clock = Clock {
                    key: *key,
                    target: target.clone(),
                    started_at: *started_at,
                    counts_from: *since,
                    due_at: *due_at,
                    warn_at: *warn_at,
                    paused_at: None,
                    paused_micros: 0,
                    anew: false,
                    held: false,
                    warned: false,
                    breached: false,
                    escalated: None,
                };
                put(conversation, clock);
            }
            Event::ClockMoved { key, target, due_at, warn_at, since, .. } => {
                change(conversation, *key, |clock| {
                    if since.is_some() {
                        (clock.counts_from, clock.paused_micros) = (*since, 0);
                    }
                    target.clone_into(&mut clock.target);
                    clock.due_at = *due_at;
                    clock.is_to_warn(*warn_at);
                });
            }
            Event::ClockWarned { key, .. } => change(conversation, *key, |clock| {
                clock.warned = true;
                clock.is_to_warn(None);
            }),
            Event::ClockBreached { key, .. } => change(conversation, *key, |clock| {
                clock.breached = true;
                clock.is_to_warn(None);
            }),
            Event::ClockStopped { key, cause, paused: true, .. } => change(conversation, *key, |clock| {
                clock.paused_at = Some(at);
                clock.anew = *cause == StopCause::OptedOut && key.kind.is_response();
            }),
            Event::ClockKept { key, paused: true, .. } => {
                change(conversation, *key, |clock| clock.paused_at = Some(at));
            }
            Event::ClockKept { key, .. } | Event::ClockStopped { key, .. } => take(conversation, *key),
            Event::ClockResumed { key, due_at, warn_at, paused_micros, since } => {
                change(conversation, *key, |clock| {
                    clock.paused_at = None;
                    clock.paused_micros = *paused_micros;
                    clock.counts_from = since.or(clock.counts_from);
                    clock.due_at = *due_at;
                    clock.is_to_warn(*warn_at);
                    clock.anew = false;
                });
            }
            Event::EscalationStepped { key, step, entered_at, next_at, .. } => {
                change(conversation, *key, |clock| {
                    let before = clock.escalated.as_ref().map(|path| path.entered_at);
                    clock.escalated = Some(Escalated {
                        entered_at: entered_at.or(before).unwrap_or(at),
                        steps: *step,
                        next_at: *next_at,
                    });
                });
            }
            Event::OwnerGivenTime { act_by, since } => {
                conversation.act_by = *act_by;
                conversation.acts_since = act_by.map(|_| since.unwrap_or(at));
            }
            Event::ReplyWithdrawn { id, waiting_since, unsent_at } => {
                if unsent_at.is_some() && waiting_since.is_some() {
                    conversation.remember_rest(*id);
                }
                conversation.lose(*id, *waiting_since, word, unsent_at.is_some());
            }
            Event::ReplyRestored { id, may_fail: true, .. } if conversation.is_unsent(*id) => {
                conversation.stand_again(*id, at);
            }
            Event::ReplyRestored { id, .. } => conversation.arrive(*id, at),
            Event::DebtTaken { text, since } => conversation.take_debt(*text, *since),
            Event::NoticeHeld { key: Some(key), until } => {
                change(conversation, *key, |clock| {
                    clock.warn_at = Some(*until);
                    clock.held = true;
                });
            }
            Event::NoticeHeld { key: None, until } => {
                (conversation.wake_at, conversation.wake_held) = (Some(*until), true);
            }
            _ => {}
        });
        if let (Event::ReplyWithdrawn { .. }, Some(found)) = (event, &self.subject.conversation)
            && !found.is_live()
            && !found.replied
        {
            let id = found.id;
            self.thread(|thread| thread.answered.remove(id));
        }
    }
}

fn put(conversation: &mut Conversation, clock: Clock) {
    let Some(id) = clock.key.ask else {
        conversation.clocks.retain(|other| other.key != clock.key);
        conversation.clocks.push(clock);
        return;
    };
    if let Some(ask) = conversation.asks.iter_mut().find(|ask| ask.id == id) {
        ask.clock = Some(clock);
    }
}

fn change(conversation: &mut Conversation, key: ClockKey, change: impl FnOnce(&mut Clock)) {
    let clock = match key.ask {
        Some(id) => conversation.asks.iter_mut().find(|ask| ask.id == id).and_then(|ask| ask.clock.as_mut()),
        None => conversation.clocks.iter_mut().find(|clock| clock.key == key),
    };
    if let Some(clock) = clock {
        change(clock);
    }
}

fn take(conversation: &mut Conversation, key: ClockKey) {
    match key.ask {
        Some(id) => {
            if let Some(ask) = conversation.asks.iter_mut().find(|ask| ask.id == id) {
                ask.clock = None;
            }
        }
        None => conversation.clocks.retain(|clock| clock.key != key),
    }
}
