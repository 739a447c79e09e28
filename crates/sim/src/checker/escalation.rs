//! Who is told, step by step, when a promise is not kept, and what time whoever has it is given.

use super::talk::Runs;
use super::{Checker, Heard};
use crate::house::{Long, Who};
use baton_core::{
    By, ClockKey, ClockKind, ConversationId, Event, Moment, Owner, OwnerCause, PersonId, Record,
};

impl Checker {
    /// One step after the other, each at its time; a step that is nobody's passes on at once.
    pub(super) fn stepped(&mut self, heard: &Heard<'_>, id: ConversationId, key: ClockKey) {
        let at = heard.at();
        let Event::EscalationStepped { step, told, entered_at, next_at, .. } = heard.event else { return };
        let Some(clock) = self.clock(id, key).cloned() else {
            return self.wrong("escalation", at, "a path is gone of no promise");
        };
        let target = self.target(&clock.target);
        let hours = target.and_then(|target| target.hours);
        let path = target.and_then(|target| target.path).map(|path| self.book().house.paths[path].clone());
        let path = path.unwrap_or_default();
        let done = clock.path.map_or(0, |(_, steps, _)| steps);
        let entered = clock.path.map(|(entered, ..)| entered).or(*entered_at);
        let Some(entered) = entered else {
            return self.wrong("escalation", at, "a path goes on that was not entered");
        };
        let enters = clock.path.is_none();
        if enters && entered > at {
            return self.wrong("timers", at, format!("a path is entered before its time, {entered}"));
        }
        if enters && !Self::enters_right(heard, &clock, entered) {
            return self.wrong(
                "escalation",
                at,
                format!("a path is entered at {entered}, and it should not be"),
            );
        }
        self.comes_in_time(heard, id, &clock);
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
            self.gives_right(heard, id, key, &path, *step, told);
        }
        let next = *next_at;
        let step = *step;
        self.with_clock(id, key, |clock| clock.path = Some((entered, step, next)));
    }

    /// A path is entered at the breach, or early, because its owner did not act.
    fn enters_right(heard: &Heard<'_>, clock: &Runs, entered: Moment) -> bool {
        let late = heard.before.iter().any(|event| matches!(event, Event::ClockBreached { .. }))
            && entered == clock.due;
        let slow =
            heard.before.iter().any(|event| matches!(event, Event::OwnerGivenTime { act_by: None, .. }));
        late || (slow && entered <= heard.at())
    }

    /// A step that follows another comes at its time, or because whoever was given it meanwhile did not act in theirs.
    fn comes_in_time(&mut self, heard: &Heard<'_>, id: ConversationId, clock: &Runs) {
        let at = heard.at();
        let Some((entered, _, next)) = clock.path else { return };
        let slow = self.ran_out.is_some_and(|(record, talk, since)| {
            record == heard.record.position && talk == id && since >= entered
        });
        if next.is_none_or(|next| next > at) && !slow {
            self.wrong("escalation", at, format!("a step comes that is due at {next:?}"));
        }
    }

    /// When the step after `done` is due; after the last one the fallback's follows with as much delay again.
    fn step_due(
        &self,
        path: &[crate::house::Step],
        hours: Option<usize>,
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
        // Whoever works, or is on call whatever the hour and not away.
        let at_work = |person: PersonId| {
            let called = self.on_call() == Some(Owner::Person(person)) && self.is_present(at, person);
            (instant.works(person) || called).then_some(person)
        };
        let asked = key.ask.and_then(|ask| talk.asks.get(&ask));
        let queue = asked.and_then(|ask| ask.owner.queue()).or(talk.queue);
        let queue = queue.and_then(|queue| self.book().place_of(queue));
        // Whoever of a queue is on, else its lead where they work: a queue in which nobody is, is nobody.
        let answers = |place: usize| {
            let on = instant.on(place);
            let lead = self.book().house.queues[place].lead.map(|lead| self.people[lead]);
            if on.is_empty() { lead.and_then(at_work).into_iter().collect() } else { on }
        };
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
            Who::OnCall => match self.on_call() {
                Some(Owner::Queue(queue)) => self.book().place_of(queue).map(answers).unwrap_or_default(),
                Some(Owner::Person(person)) => at_work(person).into_iter().collect(),
                None => Vec::new(),
            },
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

    pub(super) fn given_time(
        &mut self,
        heard: &Heard<'_>,
        id: ConversationId,
        act_by: Option<Moment>,
        since: Option<Moment>,
    ) {
        self.runs_out(heard, id, act_by);
        self.change(id, |talk| {
            (talk.act_by, talk.acts_since) = (act_by, act_by.map(|_| since.unwrap_or(heard.at())));
        });
        // What a policy that has changed gives counts from before.
        if act_by.is_some_and(|act_by| act_by <= since.unwrap_or(heard.at())) {
            self.wrong("escalation", heard.at(), "somebody's time to act is over when it begins");
        }
    }

    /// Somebody's time is over: the path begins, or goes on before its next step is due; after the last one nothing comes.
    fn runs_out(&mut self, heard: &Heard<'_>, id: ConversationId, act_by: Option<Moment>) {
        let at = heard.at();
        let Some(talk) = self.talks.get(&id) else { return };
        let (Some(until), Some(since)) = (talk.act_by.filter(|_| act_by.is_none()), talk.acts_since) else {
            return;
        };
        if until > at || talk.owner.person().is_none() {
            return;
        }
        let Some((kind, clock)) = talk.response().filter(|(_, clock)| clock.paused_at.is_none()) else {
            return;
        };
        let comes = match clock.path {
            None => true,
            Some((entered, _, next)) => next.is_some() && since >= entered,
        };
        self.ran_out = Some((heard.record.position, id, since));
        let key = ClockKey::of(kind);
        let steps =
            matches!(heard.after.first(), Some(Event::EscalationStepped { key: other, .. }) if *other == key);
        // What another owner or another policy ends did not run out.
        let ends = |event: &Event| {
            matches!(
                event,
                Event::OwnerChanged { .. } | Event::ClockMoved { .. } | Event::ClockStarted { .. }
            )
        };
        let given = |event: &Event| matches!(event, Event::OwnerGivenTime { .. });
        let anew = heard.before.iter().any(ends) || heard.after.iter().any(given);
        let gives = self.target(&clock.target).is_some_and(|target| target.act_within.is_some());
        if heard.record.by == By::Policy && comes && gives && !anew && !steps {
            self.wrong("escalation", at, "somebody's time to act runs out, and nothing comes of it");
        }
    }

    /// A person who was given it has their own time, if the target says so.
    pub(super) fn time_to_act(&mut self, id: ConversationId, record: &Record) {
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
        let hours = target.and_then(|target| target.hours);
        let due = self.book().due(&self.walls, hours, record.at, Long::Minutes(minutes));
        // It ends before what comes anyway: the breach, or the next step of a path that has begun.
        let anyway = clock.path.map_or(Some(clock.due), |(.., next)| next);
        let right = due.filter(|due| anyway.is_some_and(|anyway| *due < anyway));
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
