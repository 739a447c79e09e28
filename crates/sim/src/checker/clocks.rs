//! Law 5 and escalations: which promises should run at an instant, from when, until when, and who is told when they
//! are not kept. Said anew from the texts of a conversation; nothing is taken from what the core keeps.

use super::talk::{Replied, Runs, Talk};
use super::{Checker, Heard};
use crate::house::{Long, Target, When, Who};
use baton_core::{
    ClockKey, ClockKind, ConversationId, Event, Moment, Owner, OwnerCause, PendingOn, PersonId, Record,
    Status, StopCause, TextKind, TextState,
};

/// A day, unless the target says otherwise.
const FOLLOW_UP: Long = Long::Days(1);

impl Checker {
    pub(super) fn clocks_event(&mut self, heard: &Heard<'_>) {
        let at = heard.at();
        let Some(id) = heard.record.conversation else { return };
        match heard.event {
            Event::TextReceived { id: text, word: None, courtesy: false, .. } => {
                let text = *text;
                self.change(id, |talk| talk.inbound.push((text, at)));
                self.owed(id);
            }
            Event::ConversationOpened { id, begun_by_us, .. } => {
                // The text that opened it stands before it in the same record.
                let begun_by_us = *begun_by_us;
                let first = heard.before.iter().rev().find_map(|event| match event {
                    Event::TextReceived { id, .. } => Some(*id),
                    _ => None,
                });
                self.change(*id, |talk| {
                    talk.inbound.extend(first.filter(|_| !begun_by_us).map(|text| (text, at)));
                    talk.idle = begun_by_us.then_some(at);
                });
            }
            Event::Reopened { id } => {
                // Also a word that may mean something else: somebody has to look.
                let text = heard.before.iter().rev().find_map(|event| match event {
                    Event::TextReceived { id, courtesy: false, .. } => Some(*id),
                    _ => None,
                });
                self.change(*id, |talk| {
                    let known = text.is_some_and(|text| talk.inbound.iter().any(|(id, _)| *id == text));
                    talk.inbound.extend(text.filter(|_| !known).map(|text| (text, at)));
                    talk.idle = talk.debt().is_none().then_some(at);
                });
            }
            Event::StatusChanged { to, .. } => {
                let open = *to == Status::Open;
                self.change(id, |talk| {
                    let idle = open && talk.debt().is_none();
                    talk.idle = idle.then(|| talk.idle.unwrap_or(at));
                });
            }
            Event::Closed { .. } => self.change(id, |talk| (talk.idle, talk.promised) = (None, None)),
            Event::TextWritten { id: text, kind: TextKind::Person, promise_by, .. } => {
                let (text, promised) = (*text, *promise_by);
                self.change(id, |talk| {
                    let kept = talk.response();
                    talk.replies.push(Replied { id: text, stands: true, kept });
                    (talk.idle, talk.promised, talk.act_by, talk.bounces) = (Some(at), promised, None, 0);
                });
                if let Some(contact) = self.talks.get(&id).map(|talk| talk.contact) {
                    self.existing.insert(contact);
                }
            }
            Event::TextFailed { id: text, state: TextState::Failed | TextState::Undelivered, .. } => {
                self.failed(heard, id, *text);
            }
            Event::ReplyWithdrawn { waiting_since: Some(since), .. } => {
                let since = *since;
                self.change(id, |talk| talk.owes_again(since));
            }
            Event::ReplyWithdrawn { id: text, waiting_since: None } => self.owed_elsewhere(id, *text),
            Event::DebtTaken { text, since } => self.debt_taken(heard, id, (*text, *since)),
            Event::TextCancelled { id: text, .. } => self.failed(heard, id, *text),
            Event::TextDelivered { id: text } => self.arrived(heard, id, *text),
            Event::ReplyRestored { id: text } => {
                let text = *text;
                self.change(id, |talk| {
                    let owed = talk.debt();
                    for reply in talk.replies.iter_mut().filter(|reply| reply.id == text) {
                        reply.stands = true;
                    }
                    // What was owed here for an earlier conversation, and answered by it or before it.
                    talk.taken.retain(|(taken, _)| *taken > text);
                    if owed.is_some() && talk.debt().is_none() {
                        talk.idle = Some(at);
                    }
                });
            }
            _ => self.clock_event(heard, id),
        }
    }

    /// A text of theirs waits: nothing else is owed until it is answered.
    pub(super) fn owed(&mut self, id: ConversationId) {
        self.change(id, |talk| {
            if talk.debt().is_some() {
                (talk.idle, talk.promised) = (None, None);
            }
        });
    }

    /// A reply that is known to have failed keeps no promise.
    fn failed(&mut self, heard: &Heard<'_>, id: ConversationId, text: baton_core::MessageId) {
        let Some(talk) = self.talks.get_mut(&id) else { return };
        let before = talk.debt();
        let Some(reply) = talk.replies.iter_mut().find(|reply| reply.id == text && reply.stands) else {
            return;
        };
        reply.stands = false;
        let owed = talk.debt();
        if owed.is_some() {
            (talk.idle, talk.promised) = (None, None);
        }
        let told = heard.after.iter().find_map(|event| match event {
            Event::ReplyWithdrawn { id, waiting_since } if *id == text => Some(*waiting_since),
            _ => None,
        });
        let status = talk.status;
        let moves = status == Status::Closed && self.goes_on_elsewhere(id);
        if owed != before && told.flatten() != owed && !moves {
            self.wrong(
                "law 5",
                heard.at(),
                format!("a reply failed, and what it answered is not owed again since {owed:?}"),
            );
        }
    }

    /// A reply that was called lost and arrives counts at once, wherever what it had answered is owed.
    fn arrived(&mut self, heard: &Heard<'_>, id: ConversationId, text: baton_core::MessageId) {
        let Some(talk) = self.talks.get(&id) else { return };
        if !talk.replies.iter().any(|reply| reply.id == text && !reply.stands) {
            return;
        }
        // A later one that stands has paid all of it already.
        let paid = talk.replies.iter().any(|reply| reply.id > text && reply.stands);
        let says = |event: &Event| matches!(event, Event::ReplyRestored { id } if *id == text);
        if !paid && !heard.after.iter().any(says) {
            self.wrong("law 5", heard.at(), "a reply that was called lost arrives, and does not count");
        }
        self.is_paid_elsewhere(id, text);
    }

    #[expect(clippy::too_many_lines, reason = "a list of events, each of which stands by itself")]
    fn clock_event(&mut self, heard: &Heard<'_>, id: ConversationId) {
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
                let late = clock
                    .is_some_and(|clock| clock.breached || (clock.due < at && clock.paused_at.is_none()));
                if late {
                    self.wrong("law 5", at, "a promise counts as kept, and it was late");
                }
                self.ended(id, *key, at, *paused);
            }
            Event::ClockStopped { key, cause, paused, .. } => {
                let clock = self.clock(id, *key).cloned();
                let in_time = clock.as_ref().is_some_and(|clock| !clock.breached && clock.due >= at);
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
            Event::OwnerGivenTime { act_by } => self.given_time(heard, id, *act_by),
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

    fn with_clock(&mut self, id: ConversationId, key: ClockKey, change: impl FnOnce(&mut Runs)) {
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
        let chosen = self.target_for(talk).map(|target| target.name);
        if chosen != Some(name.as_str()) && name != "as promised" {
            return self.wrong("law 5", at, format!("{name} promises it, and it should be {chosen:?}"));
        }
        self.is_due_right(heard, id, key);
    }

    /// The first target whose scenario this is.
    pub(super) fn target_for(&self, talk: &Talk) -> Option<&Target> {
        self.book().house.targets.iter().find(|target| match target.when {
            When::Urgent => talk.tags.contains("urgent"),
            When::New => !self.existing.contains(&talk.contact),
            When::Always => true,
        })
    }

    fn target(&self, name: &str) -> Option<&Target> {
        self.book().house.targets.iter().find(|target| target.name == name)
    }

    /// What a target has for a kind of promise.
    fn length(target: &Target, kind: ClockKind) -> Option<Long> {
        match kind {
            ClockKind::FirstResponse => target.first,
            ClockKind::NextResponse | ClockKind::Ask => target.next.or(target.first),
            ClockKind::FollowUp => Some(target.follow_up.unwrap_or(FOLLOW_UP)),
            ClockKind::Resolution => target.resolution,
        }
    }

    /// When a clock should be due, and warned of, by the target that it names.
    fn planned(&self, talk: &Talk, key: ClockKey, clock: &Runs) -> Option<(Moment, Option<Moment>)> {
        let target = self.target(&clock.target);
        let (book, walls) = (self.book(), &self.walls);
        let hours = target.is_some_and(|target| target.hours);
        let promised = talk.promised.filter(|_| key.kind == ClockKind::FollowUp);
        let due = if let Some(promised) = promised {
            promised
        } else {
            let from = clock.counts_from.unwrap_or(clock.since);
            let due = book.due(walls, hours, from, Self::length(target?, key.kind)?)?;
            book.add(walls, hours, due, clock.paused)?
        };
        let part = i64::from(target.map_or(75, |target| target.warn_at));
        let from = clock.counts_from.unwrap_or(clock.since);
        let whole = book.between(walls, hours, from, due);
        // Parts of a microsecond are dropped at the end.
        let share =
            i64::try_from(i128::from(whole) * 1_000 / 100 * i128::from(part) / 1_000).unwrap_or(whole);
        let warn = book.add(walls, hours, from, share).filter(|warn| *warn < due);
        Some((due, warn))
    }

    fn is_due_right(&mut self, heard: &Heard<'_>, id: ConversationId, key: ClockKey) {
        let (Some(talk), Some(clock)) = (self.talks.get(&id), self.clock(id, key)) else { return };
        let Some((due, warn)) = self.planned(talk, key, clock) else {
            return self.wrong("law 5", heard.at(), format!("{:?} runs, and nothing promises it", key.kind));
        };
        let (is_due, is_warned) = (clock.due, clock.warn);
        if is_due != due {
            let kind = key.kind;
            return self.wrong(
                "law 5",
                heard.at(),
                format!("{kind:?} is due at {is_due}, and it should be at {due}"),
            );
        }
        if is_warned.is_some() && is_warned != warn {
            self.wrong(
                "law 5",
                heard.at(),
                format!("the warning comes at {is_warned:?}, and it should at {warn:?}"),
            );
        }
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

    /// One step after the other, each at its time; a step that is nobody's passes on at once.
    fn stepped(&mut self, heard: &Heard<'_>, id: ConversationId, key: ClockKey) {
        let at = heard.at();
        let Event::EscalationStepped { step, told, entered_at, next_at, .. } = heard.event else { return };
        let Some(clock) = self.clock(id, key).cloned() else {
            return self.wrong("escalation", at, "a path is gone of no promise");
        };
        let target = self.target(&clock.target);
        let hours = target.is_some_and(|target| target.hours);
        let path = target.and_then(|target| target.path).map(|path| self.book().house.paths[path].clone());
        let path = path.unwrap_or_default();
        let done = clock.path.map_or(0, |(_, steps, _)| steps);
        let entered = clock.path.map(|(entered, ..)| entered).or(*entered_at);
        let Some(entered) = entered else {
            return self.wrong("escalation", at, "a path goes on that was not entered");
        };
        let enters = clock.path.is_none();
        if enters && !Self::enters_right(heard, &clock, entered) {
            return self.wrong(
                "escalation",
                at,
                format!("a path is entered at {entered}, and it should not be"),
            );
        }
        // It was just entered, and its first step is not due yet.
        let waits = enters && *step == 0 && told.is_empty() && next_at.is_some_and(|next| next > at);
        if *step != done + 1 && !waits {
            return self.wrong("escalation", at, format!("step {step} comes after step {done}"));
        }
        let last = usize::try_from(*step).unwrap_or(0) > path.len();
        let right = if last {
            None
        } else if told.is_empty() && !waits {
            Some(at)
        } else {
            self.step_due(&path, hours, entered, *step)
        };
        if *next_at != right {
            self.wrong(
                "escalation",
                at,
                format!("the next step is due at {next_at:?}, and it should be at {right:?}"),
            );
        }
        if !waits {
            self.told_right(heard, id, key, &path, *step, told);
        }
        let next = *next_at;
        let step = *step;
        self.with_clock(id, key, |clock| clock.path = Some((entered, step, next)));
    }

    /// A path is entered at the breach, or early, because its owner did not act.
    fn enters_right(heard: &Heard<'_>, clock: &Runs, entered: Moment) -> bool {
        let late = heard.before.iter().any(|event| matches!(event, Event::ClockBreached { .. }))
            && entered == clock.due;
        let slow = heard.before.iter().any(|event| matches!(event, Event::OwnerGivenTime { act_by: None }));
        late || (slow && entered <= heard.at())
    }

    /// When the step after `done` is due; after the last one the fallback's follows with as much delay again.
    fn step_due(
        &self,
        path: &[crate::house::Step],
        hours: bool,
        entered: Moment,
        done: u32,
    ) -> Option<Moment> {
        let after = |from, minutes: u64| {
            self.book().add(&self.walls, hours, from, i64::try_from(minutes).ok()? * 60_000_000)
        };
        let done = usize::try_from(done).ok()?;
        if let Some(step) = path.get(done) {
            return after(entered, step.after);
        }
        let last = path.last()?;
        if last.who == Who::Fallback {
            return None;
        }
        after(after(entered, last.after)?, last.after)
    }

    fn told_right(
        &mut self,
        heard: &Heard<'_>,
        id: ConversationId,
        key: ClockKey,
        path: &[crate::house::Step],
        step: u32,
        told: &[PersonId],
    ) {
        let at = heard.at();
        let Some(talk) = self.talks.get(&id) else { return };
        let instant = self.instant(at);
        let fallback = self.people[self.book().house.fallback];
        let place = usize::try_from(step).unwrap_or(0);
        let Some(meant) = place.checked_sub(1).and_then(|place| path.get(place)) else {
            if place > path.len() && told != [fallback] {
                self.wrong("escalation", at, "after the last step the fallback person is not told");
            }
            return;
        };
        let at_work = |person: PersonId| instant.works(person).then_some(person);
        let asked = key.ask.and_then(|ask| talk.asks.get(&ask));
        let queue = asked.and_then(|ask| ask.owner.queue()).or(talk.queue);
        let queue = queue.and_then(|queue| self.book().place_of(queue));
        let answers = |place: usize| instant.may_answer(Owner::Queue(self.book().ids[place]), None);
        let right: Vec<PersonId> = match meant.who {
            Who::Owner => at_work(talk.owner.person().unwrap_or(talk.accountable)).into_iter().collect(),
            Who::Accountable => {
                at_work(asked.map_or(talk.accountable, |ask| ask.accountable)).into_iter().collect()
            }
            Who::Lead => {
                let lead = queue.and_then(|queue| self.book().house.queues[queue].lead);
                lead.and_then(|lead| at_work(self.people[lead])).into_iter().collect()
            }
            Who::Person(place) => at_work(self.people[place]).into_iter().collect(),
            Who::OnShift => queue.map(|queue| instant.on(queue)).unwrap_or_default(),
            Who::Fallback => vec![fallback],
            Who::Queue(place) => answers(place),
            Who::OnCall => self.book().house.on_call.map(answers).unwrap_or_default(),
        };
        let one_of = matches!(meant.who, Who::Queue(_) | Who::OnCall);
        let fits = if one_of {
            told.len() == usize::from(!right.is_empty()) && told.iter().all(|one| right.contains(one))
        } else {
            told.len() == right.len() && told.iter().all(|one| right.contains(one))
        };
        if !fits {
            let names =
                |people: &[PersonId]| people.iter().map(|one| self.name(*one)).collect::<Vec<_>>().join(", ");
            let (told, right) = (names(told), names(&right));
            self.wrong("escalation", at, format!("step {step} tells [{told}], and it should tell [{right}]"));
        }
    }

    fn given_time(&mut self, heard: &Heard<'_>, id: ConversationId, act_by: Option<Moment>) {
        self.change(id, |talk| talk.act_by = act_by);
        if act_by.is_some_and(|act_by| act_by <= heard.at()) {
            self.wrong("escalation", heard.at(), "somebody's time to act is over when it begins");
        }
    }

    /// After a record of a conversation: the promises that should run are those that run.
    pub(super) fn clocks_after(&mut self, id: ConversationId, record: &Record) {
        let Some(talk) = self.talks.get(&id) else { return };
        let at = record.at;
        let out = self.is_out(talk.thread);
        let wanted = Self::wanted(talk, out);
        for kind in
            [ClockKind::FirstResponse, ClockKind::NextResponse, ClockKind::FollowUp, ClockKind::Resolution]
        {
            let since = wanted.iter().find(|(other, _)| *other == kind).map(|(_, since)| *since);
            let runs = talk.clocks.get(&kind).filter(|clock| clock.paused_at.is_none());
            let promised = self.promises(talk, kind);
            match (since, runs) {
                (Some(since), Some(clock)) if clock.since == since => {}
                (Some(since), Some(clock)) => {
                    let counts = clock.since;
                    return self.wrong(
                        "law 5",
                        at,
                        format!("{kind:?} counts from {counts}, and it should from {since}"),
                    );
                }
                // What the policy does not promise does not run; after a change it begins with the next settling.
                (Some(_), None) if !promised || self.moved_at == at => {}
                (Some(since), None) => {
                    return self.wrong(
                        "law 5",
                        at,
                        format!("{kind:?} should run since {since}, and nothing does"),
                    );
                }
                (None, Some(_)) => {
                    return self.wrong("law 5", at, format!("{kind:?} runs, and it should not"));
                }
                (None, None) => {}
            }
        }
        self.time_to_act(id, record);
    }

    fn promises(&self, talk: &Talk, kind: ClockKind) -> bool {
        let promised = kind == ClockKind::FollowUp && talk.promised.is_some();
        promised || self.target_for(talk).and_then(|target| Self::length(target, kind)).is_some()
    }

    /// Which promises should run, and from when they count.
    fn wanted(talk: &Talk, out: bool) -> Vec<(ClockKind, Moment)> {
        let mut wanted = Vec::new();
        if !talk.is_live() {
            return wanted;
        }
        let debt = talk.debt();
        if let Some(since) = debt.filter(|_| !out) {
            let kind = if talk.answered() { ClockKind::NextResponse } else { ClockKind::FirstResponse };
            wanted.push((kind, since));
        } else if talk.status == Status::Open
            && let Some(since) = talk.idle.or(debt)
        {
            wanted.push((ClockKind::FollowUp, since));
        }
        let waits = talk.status == Status::Pending && (talk.pending_on == Some(PendingOn::Customer) || out);
        if !waits {
            wanted.push((ClockKind::Resolution, talk.opened_at));
        }
        wanted
    }

    /// A person who was given it has their own time, if the target says so.
    fn time_to_act(&mut self, id: ConversationId, record: &Record) {
        let Some(talk) = self.talks.get(&id) else { return };
        let given = record.events.iter().any(|event| match event {
            Event::OwnerChanged { to: Owner::Person(_), cause, .. } => *cause != OwnerCause::Claim,
            _ => false,
        });
        let running = |kind| talk.clocks.get(&kind).filter(|clock| clock.paused_at.is_none());
        let clock = running(ClockKind::FirstResponse).or_else(|| running(ClockKind::NextResponse));
        let (Some(clock), Some(_), true) = (clock, talk.owner.person(), given) else { return };
        let target = self.target(&clock.target);
        let Some(minutes) = target.and_then(|target| target.act_within) else { return };
        let hours = target.is_some_and(|target| target.hours);
        let due = self.book().due(&self.walls, hours, record.at, Long::Minutes(minutes));
        let right = due.filter(|due| *due < clock.due && clock.path.is_none());
        if talk.act_by != right {
            let act_by = talk.act_by;
            self.wrong(
                "escalation",
                record.at,
                format!("whoever has it has until {act_by:?} to act, and it should be {right:?}"),
            );
        }
    }
}
