//! A conversation as its events tell it, kept by hand.

use baton_core::{
    AskId, ClockKind, ContactId, HandoffId, MessageId, Moment, Owner, PendingOn, PersonId, QueueId,
    ScheduledId, Status, ThreadId,
};
use std::collections::{BTreeMap, BTreeSet};

/// When a path was entered, how many steps are done, when the next is due.
pub(crate) type Path = (Moment, u32, Option<Moment>);

/// A promised time.
#[derive(Debug, Clone)]
pub(crate) struct Runs {
    pub(crate) target: String,
    pub(crate) since: Moment,
    /// From when its time counts, where that is later.
    pub(crate) counts_from: Option<Moment>,
    pub(crate) due: Moment,
    pub(crate) warn: Option<Moment>,
    pub(crate) paused_at: Option<Moment>,
    pub(crate) paused: i64,
    pub(crate) breached: bool,
    /// It waits since they opted out, and begins anew once they opt in.
    pub(crate) out: bool,
    /// Its warning waits for somebody's hours.
    pub(crate) held: bool,
    /// The version of the policy by which it was planned.
    pub(crate) version: i64,
    /// When its path was entered, how many steps are done, when the next is due.
    pub(crate) path: Option<Path>,
}

/// An offer that stands.
#[derive(Debug, Clone)]
pub(crate) struct Offered {
    pub(crate) id: HandoffId,
    pub(crate) from: PersonId,
    pub(crate) to: Owner,
    pub(crate) expires: Moment,
}

/// A question with an owner of its own.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// The target that its rule named.
    pub(crate) target: Option<String>,
    /// By when whoever asked wants it answered.
    pub(crate) due: Option<Moment>,
    pub(crate) owner: Owner,
    pub(crate) accountable: PersonId,
    pub(crate) clock: Option<Runs>,
}

/// A reply by a person.
#[derive(Debug, Clone)]
pub(crate) struct Replied {
    pub(crate) id: MessageId,
    pub(crate) pressed: Moment,
    pub(crate) stands: bool,
    /// The carrier has it, or somebody left it as it is.
    pub(crate) gone: bool,
    /// It was owed because the carrier had not taken it in time, and what its sender had promised then.
    #[expect(clippy::option_option, reason = "owed or not, and then promised or not")]
    pub(crate) unsent: Option<Option<Moment>>,
    /// The promise to answer, as it stood before.
    pub(crate) kept: Option<(ClockKind, Runs)>,
    /// How far the path of the promise to resolve it had been gone, which the reply ended.
    pub(crate) path: Option<Path>,
}

/// A conversation.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, told by its own events")]
pub(crate) struct Talk {
    pub(crate) thread: ThreadId,
    pub(crate) contact: ContactId,
    pub(crate) owner: Owner,
    pub(crate) accountable: PersonId,
    pub(crate) queue: Option<QueueId>,
    pub(crate) status: Status,
    pub(crate) pending_on: Option<PendingOn>,
    pub(crate) opened_at: Moment,
    pub(crate) begun_by_us: bool,
    pub(crate) tags: BTreeSet<String>,
    pub(crate) urgent: bool,
    pub(crate) offer: Option<Offered>,
    pub(crate) asks: BTreeMap<AskId, Asked>,
    pub(crate) bounces: u32,
    pub(crate) confirm: Vec<PersonId>,
    /// Texts of theirs that need an answer.
    pub(crate) inbound: Vec<(MessageId, Moment)>,
    pub(crate) replies: Vec<Replied>,
    /// Since when something waits that a reply in an earlier conversation had answered, and that failed.
    pub(crate) taken: Vec<(MessageId, Moment)>,
    /// The last reply that failed here, and whose debt the newer conversation has taken.
    pub(crate) moved: Option<MessageId>,
    /// Texts of ours that wait for their time.
    pub(crate) scheduled: BTreeMap<ScheduledId, super::later::Waits>,
    /// Since when we owe what we said we would do.
    pub(crate) idle: Option<Moment>,
    pub(crate) promised: Option<Moment>,
    pub(crate) clocks: BTreeMap<ClockKind, Runs>,
    pub(crate) act_by: Option<Moment>,
    /// From when that counts.
    pub(crate) acts_since: Option<Moment>,
    /// Who accepted it last, and when.
    pub(crate) accepted: Option<(PersonId, Moment)>,
    pub(crate) wake_at: Option<Moment>,
    pub(crate) close_at: Option<Moment>,
    /// From when the customer's silence counts.
    pub(crate) silent_since: Option<Moment>,
    /// Who took it themselves last.
    pub(crate) took: Option<PersonId>,
    /// The queue through which its owner has it, since when, and whom they cover for.
    pub(crate) held: super::shifts::Holds,
    /// The last person who had it.
    pub(crate) last_person: Option<PersonId>,
    /// No person has done anything with it yet, and no rule with a condition has chosen its owner.
    pub(crate) untouched: bool,
    pub(crate) provisional: bool,
    /// Our last text asks something.
    pub(crate) asked: bool,
    /// The target that the rule named.
    pub(crate) named: Option<String>,
    pub(crate) closed_at: Option<Moment>,
    /// It is open only because a reply has not gone out: whether it was closed before, and when it would have woken.
    pub(crate) rests: Option<(bool, Option<Moment>)>,
}

impl Talk {
    pub(crate) fn is_live(&self) -> bool {
        self.status != Status::Closed
    }

    /// Since when a text of theirs waits: the first that needs an answer after the last reply that is not known to
    /// have failed.
    pub(crate) fn debt(&self) -> Option<Moment> {
        let last = self.replies.iter().filter(|reply| reply.stands).map(|reply| reply.id).max();
        let paid = last.max(self.moved);
        let own = self.inbound.iter().find(|(id, _)| paid.is_none_or(|paid| *id > paid)).map(|(_, at)| *at);
        let taken = self.taken.iter().filter(|_| last.is_none()).map(|(_, since)| *since);
        own.into_iter().chain(taken).min()
    }

    /// What is owed for replies that are lost, each with since when what it had answered waits: the first text that needs
    /// an answer after the reply before it.
    pub(crate) fn debts(&self) -> BTreeMap<MessageId, Moment> {
        let last = self.replies.iter().filter(|reply| reply.stands).map(|reply| reply.id).max();
        let paid = last.max(self.moved);
        let mut debts: BTreeMap<MessageId, Moment> =
            self.taken.iter().copied().filter(|_| last.is_none()).collect();
        for (text, at) in self.inbound.iter().filter(|(id, _)| paid.is_none_or(|paid| *id > paid)) {
            if let Some(reply) = self.replies.iter().map(|reply| reply.id).filter(|reply| reply > text).min()
            {
                let since = debts.entry(reply).or_insert(*at);
                *since = (*since).min(*at);
            }
        }
        debts
    }

    /// The promise to answer, running or paused.
    pub(crate) fn response(&self) -> Option<(ClockKind, Runs)> {
        let kinds = [ClockKind::FirstResponse, ClockKind::NextResponse];
        kinds.into_iter().find_map(|kind| self.clocks.get(&kind).map(|clock| (kind, clock.clone())))
    }

    /// What failed had kept a promise; it runs again as it stood, unless it does so already.
    pub(crate) fn owes_again(&mut self, since: Moment) {
        let lost =
            self.replies.iter().rev().filter(|reply| !reply.stands).filter_map(|reply| reply.kept.clone());
        let promise = lost.into_iter().find(|(_, clock)| clock.since == since);
        // What an earlier one had kept may be owed again yet, once those between are lost too.
        let over = |kept: &(ClockKind, Runs)| kept.1.since >= since;
        for reply in self.replies.iter_mut().filter(|reply| !reply.stands) {
            reply.kept = reply.kept.take().filter(|kept| !over(kept));
        }
        let runs = self.response().is_some_and(|(_, clock)| clock.since == since);
        if let (Some((kind, clock)), false) = (promise, runs) {
            self.clocks.remove(&ClockKind::FirstResponse);
            self.clocks.remove(&ClockKind::NextResponse);
            self.clocks.insert(kind, clock);
        }
    }

    /// A reply is lost, and nothing after it stands: the path that it had ended goes on from where it was.
    pub(crate) fn goes_on(&mut self) {
        let last = self.replies.iter().filter(|reply| reply.stands).map(|reply| reply.id).max();
        let mut lost = self.replies.iter_mut().rev().filter(|reply| last.is_none_or(|last| reply.id > last));
        let path = lost.find_map(|reply| reply.path.take());
        if let Some(clock) = self.clocks.get_mut(&ClockKind::Resolution) {
            clock.path = clock.path.or(path);
        }
    }

    pub(crate) fn answered(&self) -> bool {
        self.replies.iter().any(|reply| reply.stands)
    }

    /// All promised times, also those of questions.
    pub(crate) fn all_clocks(&self) -> impl Iterator<Item = &Runs> {
        self.clocks.values().chain(self.asks.values().filter_map(|ask| ask.clock.as_ref()))
    }

    /// Every instant at which something happens by itself, with a word for it.
    pub(crate) fn armed(&self) -> Vec<(Moment, &'static str)> {
        let mut armed = Vec::new();
        for clock in self.all_clocks().filter(|clock| clock.paused_at.is_none()) {
            armed.extend(clock.warn.map(|at| (at, "a warning")));
            if !clock.breached {
                armed.push((Moment::from_micros(clock.due.micros() + 1), "a breach"));
            }
            armed.extend(clock.path.and_then(|(.., next)| next).map(|at| (at, "a step of an escalation")));
        }
        let others = [
            (self.act_by, "the end of somebody's time to act"),
            (self.wake_at, "a wake-up"),
            (self.close_at, "a close by silence"),
            (self.offer.as_ref().map(|offer| offer.expires), "the end of an offer"),
        ];
        armed.extend(
            self.scheduled.values().filter(|one| !one.held).map(|one| (one.send_at, "a scheduled text")),
        );
        armed.extend(others.into_iter().filter_map(|(at, what)| at.map(|at| (at, what))));
        armed
    }
}
