//! The clocks of a conversation, event by event: each begins, moves, is warned of, is kept, broken, paused and goes on only
//! as it should.

use super::talk::{Runs, Talk};
use super::{Checker, Heard};
use baton_core::{ClockKey, ClockKind, ConversationId, Event, Moment, StopCause};

impl Checker {
    #[expect(clippy::too_many_lines, reason = "a list of events, each of which stands by itself")]
    pub(super) fn clock_event(&mut self, heard: &Heard<'_>, id: ConversationId) {
        let at = heard.at();
        match heard.event {
            Event::ClockStarted { key, target, started_at, due_at, warn_at, since } => {
                let clock = Runs {
                    target: target.clone(),
                    since: *started_at,
                    counts_from: *since,
                    due: *due_at,
                    warn: *warn_at,
                    paused_at: None,
                    paused: 0,
                    breached: false,
                    out: false,
                    held: false,
                    path: None,
                    version: self.version,
                };
                self.started(heard, id, *key, clock);
            }
            Event::ClockMoved { key, target, due_at, warn_at, from, since } => {
                let version = self.version;
                let known = self.clock(id, *key);
                let is_planned_anew = known.is_some_and(|clock| clock.version < version);
                if known.is_none_or(|clock| clock.due != *from) {
                    self.wrong("law 5", at, "a promise moves from a time at which it was not due");
                }
                let (target, due, warn, since) = (target.clone(), *due_at, *warn_at, *since);
                if since.is_some_and(|since| since != at) {
                    self.wrong("law 5", at, "what turns urgent counts from another time than now");
                }
                self.with_clock(id, *key, |clock| {
                    (clock.target, clock.due, clock.warn, clock.version) = (target, due, warn, version);
                    clock.held = false;
                    if since.is_some() {
                        (clock.counts_from, clock.paused) = (since, 0);
                    }
                });
                self.comes_forward_right(heard, id, *key, *from);
                self.is_due_right(heard, id, *key);
                if *due_at > *from && !is_planned_anew {
                    self.wrong("law 5", at, "a promise is put off");
                }
            }
            Event::NoticeHeld { key: Some(key), until } => {
                self.is_held_right(heard, id, Some(*key), *until);
                self.with_clock(id, *key, |clock| (clock.warn, clock.held) = (Some(*until), true));
            }
            Event::ClockWarned { key, told, .. } => {
                self.warns_at_work(heard, id, *key, *told);
                // What waits for somebody's hours has had its time.
                let is_time = |clock: &Runs| clock.held || clock.warn.is_some_and(|warn| warn <= at);
                if !self.clock(id, *key).is_some_and(is_time) {
                    self.wrong("timers", at, "somebody is warned before the time");
                }
                self.with_clock(id, *key, |clock| (clock.warn, clock.held) = (None, false));
            }
            Event::ClockBreached { key, due_at } => {
                let early = self.clock(id, *key).is_none_or(|clock| clock.due != *due_at || clock.due >= at);
                if early {
                    self.wrong("timers", at, "a promise is broken before its time");
                }
                self.with_clock(id, *key, |clock| {
                    (clock.breached, clock.warn, clock.held) = (true, None, false);
                });
                let begun = self.clock(id, *key).is_some_and(|clock| clock.path.is_some());
                let enters = matches!(heard.after.first(), Some(Event::EscalationStepped { key: other, .. }) if other == key);
                if !begun && !enters {
                    self.wrong("escalation", at, "a broken promise does not enter its path");
                }
            }
            Event::ClockKept { key, paused, .. } => {
                let clock = self.clock(id, *key).cloned();
                let pressed = self.counts_from_press(heard).filter(|_| key.kind.is_response());
                let late = clock.is_some_and(|clock| match pressed {
                    Some(pressed) => clock.due < pressed,
                    None => clock.breached || (clock.due < at && clock.paused_at.is_none()),
                });
                if late {
                    self.wrong("law 5", at, "a promise counts as kept, and it was late");
                }
                self.ended(id, *key, at, *paused);
            }
            Event::ClockStopped { key, cause, paused, .. } => {
                let clock = self.clock(id, *key).cloned();
                let pressed = self.counts_from_press(heard).filter(|_| key.kind.is_response());
                let in_time = clock.as_ref().is_some_and(|clock| match pressed {
                    Some(pressed) => clock.due >= pressed,
                    None => !clock.breached && clock.due >= at,
                });
                if *cause == StopCause::AnsweredLate && in_time {
                    self.wrong("law 5", at, "an answer in time counts as late");
                }
                let answers = matches!(key.kind, ClockKind::FirstResponse | ClockKind::NextResponse);
                let out = *cause == StopCause::OptedOut;
                let waits = self.talks.get(&id).and_then(Talk::debt);
                let goes_on = key.kind == ClockKind::Resolution
                    || (answers && clock.is_some_and(|clock| waits == Some(clock.since)));
                if out && *paused != goes_on {
                    self.wrong("law 5", at, "an opt-out ends what waits, or pauses what does not");
                }
                self.ended(id, *key, at, *paused);
                self.with_clock(id, *key, |clock| clock.out = out && answers);
            }
            Event::ClockResumed { key, due_at, warn_at, since, .. } => {
                let anew = self.clock(id, *key).is_some_and(|clock| clock.out && !clock.breached);
                self.with_clock(id, *key, |clock| (clock.out, clock.held) = (false, false));
                if since.is_some() != anew || since.is_some_and(|since| since != at) {
                    self.wrong(
                        "law 5",
                        at,
                        "time counts in which nobody could answer, or other time does not",
                    );
                }
                if since.is_none() {
                    return self.resumed(heard, id, *key, (*due_at, *warn_at));
                }
                self.with_clock(id, *key, |clock| {
                    (clock.counts_from, clock.paused, clock.paused_at) = (*since, 0, None);
                    (clock.due, clock.warn) = (*due_at, *warn_at);
                });
                self.is_due_right(heard, id, *key);
            }
            Event::EscalationStepped { key, .. } => self.stepped(heard, id, *key),
            Event::OwnerGivenTime { act_by, since } => self.given_time(heard, id, *act_by, *since),
            _ => {}
        }
    }

    pub(super) fn clock(&self, id: ConversationId, key: ClockKey) -> Option<&Runs> {
        let talk = self.talks.get(&id)?;
        match key.ask {
            Some(ask) => talk.asks.get(&ask)?.clock.as_ref(),
            None => talk.clocks.get(&key.kind),
        }
    }

    pub(super) fn with_clock(&mut self, id: ConversationId, key: ClockKey, change: impl FnOnce(&mut Runs)) {
        let Some(talk) = self.talks.get_mut(&id) else { return };
        let clock = match key.ask {
            Some(ask) => talk.asks.get_mut(&ask).and_then(|ask| ask.clock.as_mut()),
            None => talk.clocks.get_mut(&key.kind),
        };
        if let Some(clock) = clock {
            change(clock);
        }
    }

    fn ended(&mut self, id: ConversationId, key: ClockKey, at: Moment, paused: bool) {
        if paused {
            return self.with_clock(id, key, |clock| clock.paused_at = Some(at));
        }
        let Some(talk) = self.talks.get_mut(&id) else { return };
        match key.ask {
            Some(ask) => {
                if let Some(ask) = talk.asks.get_mut(&ask) {
                    ask.clock = None;
                }
            }
            None => drop(talk.clocks.remove(&key.kind)),
        }
    }

    fn started(&mut self, heard: &Heard<'_>, id: ConversationId, key: ClockKey, clock: Runs) {
        let at = heard.at();
        let Some(talk) = self.talks.get_mut(&id) else { return };
        match key.ask {
            Some(ask) => {
                if let Some(ask) = talk.asks.get_mut(&ask) {
                    ask.clock = Some(clock);
                }
            }
            None => drop(talk.clocks.insert(key.kind, clock)),
        }
        let Some(talk) = self.talks.get(&id) else { return };
        let name = self.clock(id, key).map(|clock| clock.target.clone()).unwrap_or_default();
        let promised = key.kind == ClockKind::FollowUp && talk.promised.is_some();
        let since = self.clock(id, key).map(|clock| clock.since);
        let word = self.word(talk.thread).filter(|word| since.is_some_and(|since| *word > since));
        if self.clock(id, key).and_then(|clock| clock.counts_from) != word.filter(|_| !promised) {
            return self.wrong("law 5", at, format!("{:?} does not count from {word:?}", key.kind));
        }
        let Some(talk) = self.talks.get(&id) else { return };
        let asked = key.ask.and_then(|ask| talk.asks.get(&ask)?.target.as_deref());
        let chosen = asked.and_then(|name| self.target(name)).or_else(|| self.target_for(talk));
        let chosen = chosen.map(|target| target.name);
        if chosen != Some(name.as_str()) && name != "as promised" {
            return self.wrong("law 5", at, format!("{name} promises it, and it should be {chosen:?}"));
        }
        self.is_due_right(heard, id, key);
    }

    /// It goes on, later by as much of its time as it was paused.
    fn resumed(
        &mut self,
        heard: &Heard<'_>,
        id: ConversationId,
        key: ClockKey,
        (due_at, warn_at): (Moment, Option<Moment>),
    ) {
        let at = heard.at();
        let Some(clock) = self.clock(id, key).cloned() else {
            return self.wrong("law 5", at, "a promise goes on that is none");
        };
        let Some(since) = clock.paused_at else {
            return self.wrong("law 5", at, "a promise goes on that was not paused");
        };
        let hours = self.target(&clock.target).is_some_and(|target| target.hours);
        let paused = self.book().between(&self.walls, hours, since, at);
        let right = self.book().add(&self.walls, hours, clock.due, paused);
        let right = if clock.breached { Some(clock.due) } else { right };
        if right != Some(due_at) {
            let kind = key.kind;
            self.wrong(
                "law 5",
                at,
                format!("{kind:?} goes on and is due at {due_at}, and it should be at {right:?}"),
            );
        }
        self.with_clock(id, key, |clock| {
            (clock.due, clock.warn, clock.paused_at) = (due_at, warn_at, None);
            clock.paused += paused;
        });
    }
}
