//! Law 5: which promises should run at an instant, from when, and until when. Said anew from the house; nothing is taken
//! from what the core keeps.

use super::talk::{Runs, Talk};
use super::{Checker, Heard};
use crate::house::{Long, Target, When};
use baton_core::{ClockKey, ClockKind, ConversationId, Moment, PendingOn, Record, Status};

/// A day, unless the target says otherwise.
const FOLLOW_UP: Long = Long::Days(1);

impl Checker {
    /// The first target whose scenario this is.
    pub(super) fn target_for(&self, talk: &Talk) -> Option<&Target> {
        let targets = &self.book().house.targets;
        let named = talk.named.as_deref();
        let by_rule = named.and_then(|name| targets.iter().find(|target| target.name == name));
        by_rule.or_else(|| targets.iter().find(|target| self.is_for(talk, target.when)))
    }

    fn is_for(&self, talk: &Talk, when: When) -> bool {
        match when {
            When::Line(place) => self.lines.get(&talk.thread) == Some(&place),
            When::Tagged(tag) => talk.tags.contains(tag),
            When::Queue(place) => talk.queue == Some(self.book().ids[place]),
            When::Named => false,
            When::Urgent => talk.tags.contains("urgent"),
            When::New => !self.existing.contains(&talk.contact),
            When::Always => true,
        }
    }

    pub(super) fn target(&self, name: &str) -> Option<&Target> {
        self.book().house.targets.iter().find(|target| target.name == name)
    }

    /// What a target has for a kind of promise.
    pub(super) fn length(target: &Target, kind: ClockKind) -> Option<Long> {
        match kind {
            ClockKind::FirstResponse => target.first,
            ClockKind::NextResponse | ClockKind::Ask => target.next.or(target.first),
            ClockKind::FollowUp => Some(target.follow_up.unwrap_or(FOLLOW_UP)),
            ClockKind::Resolution => target.resolution,
        }
    }

    /// When a clock should be due, and warned of, by the target that it names.
    pub(super) fn planned(
        &self,
        talk: &Talk,
        key: ClockKey,
        clock: &Runs,
    ) -> Option<(Moment, Option<Moment>)> {
        let target = self.target(&clock.target);
        let (book, walls) = (self.book(), &self.walls);
        let hours = target.and_then(|target| target.hours);
        let asked = key.ask.and_then(|ask| talk.asks.get(&ask)?.due);
        let promised = asked.or(talk.promised.filter(|_| key.kind == ClockKind::FollowUp));
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

    pub(super) fn is_due_right(&mut self, heard: &Heard<'_>, id: ConversationId, key: ClockKey) {
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
}
