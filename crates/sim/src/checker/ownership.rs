//! Laws 1, 2 and 10: conversations from their opening to their close, whose they are, and who answers.

use super::talk::Talk;
use super::{Checker, Heard};
use crate::house::Long;
use baton_core::{
    ConversationId, Event, Moment, Notice, Owner, PendingOn, PersonId, QueueId, Record, Status,
};
use std::collections::{BTreeMap, BTreeSet};

impl Checker {
    pub(super) fn ownership_event(&mut self, heard: &Heard<'_>) {
        let at = heard.at();
        match heard.event {
            Event::ConversationOpened { id, owner, queue, accountable, .. } => {
                self.opened(heard, *id, (*owner, *queue), *accountable);
            }
            Event::Reopened { id } => self.reopened(heard, *id),
            _ => {}
        }
        let Some(id) = heard.record.conversation else { return };
        match heard.event {
            Event::Routed { owner: Owner::Queue(queue), .. } => {
                self.change(id, |talk| talk.queue = Some(*queue));
            }
            Event::Closed { .. } => self.closed(heard, id),
            Event::OwnerChanged { from, to, cause, .. } => self.moved(heard, id, (*from, *to), *cause),
            Event::AccountableChanged { from, to, .. } => {
                let stands = self.talks.get(&id).map(|talk| talk.accountable);
                if stands != Some(*from) {
                    self.wrong("law 2", at, "somebody answers instead of somebody who did not");
                }
                if from == to {
                    self.wrong("law 3", at, "who answers changes to the same");
                }
                self.change(id, |talk| talk.accountable = *to);
            }
            Event::StatusChanged { from, to, pending_on, wake_at, close_at, .. } => {
                let stands = self.talks.get(&id).map(|talk| talk.status);
                if stands != Some(*from) {
                    self.wrong("law 3", at, format!("a status changes from {from:?}, and it was {stands:?}"));
                }
                self.change(id, |talk| {
                    talk.status = *to;
                    talk.pending_on = *pending_on;
                    talk.wake_at = *wake_at;
                    talk.close_at = *close_at;
                    talk.silent_since = Some(at);
                });
                self.pending_hides_nothing(heard, id);
                self.closes_in_time(at, id, at, *close_at);
            }
            Event::CloseCancelled { until } => {
                self.change(id, |talk| talk.close_at = *until);
                let since = self.talks.get(&id).and_then(|talk| talk.silent_since);
                if let Some(since) = since.filter(|_| until.is_some()) {
                    self.closes_in_time(at, id, since, *until);
                }
            }
            Event::TagsChanged { added, removed } => self.change(id, |talk| {
                talk.tags.extend(added.iter().cloned());
                talk.tags.retain(|tag| !removed.contains(tag));
            }),
            Event::WakeUpPassed { .. } => self.change(id, |talk| talk.wake_at = None),
            Event::NoticeHeld { key: None, until } => {
                self.is_held_right(heard, id, None, *until);
                self.change(id, |talk| talk.wake_at = Some(*until));
            }
            Event::Told { who, about: Notice::HandoffResolved, .. } => {
                let waits = self.talks.get(&id).is_some_and(|talk| talk.confirm.contains(who));
                if !waits {
                    self.wrong("law 4", at, "somebody is told that it is resolved who did not want to know");
                }
                self.change(id, |talk| talk.confirm.retain(|person| person != who));
            }
            _ => self.offers(heard, id),
        }
    }

    pub(super) fn change(&mut self, id: ConversationId, change: impl FnOnce(&mut Talk)) {
        if let Some(talk) = self.talks.get_mut(&id) {
            change(talk);
        }
    }

    fn opened(
        &mut self,
        heard: &Heard<'_>,
        id: ConversationId,
        owner: (Owner, Option<QueueId>),
        person: PersonId,
    ) {
        let at = heard.at();
        let Some(thread) = heard.record.thread else { return };
        if self.live.insert(thread, id).is_some() {
            self.wrong("law 1", at, "a second conversation is opened beside a live one");
        }
        let Some(contact) = self.contacts.get(&thread).copied() else {
            return self.wrong("law 1", at, "a conversation is opened in a thread that did not begin");
        };
        let (owner, queue) = owner;
        let talk = Talk {
            thread,
            contact,
            owner,
            accountable: person,
            queue,
            status: Status::Open,
            pending_on: None,
            opened_at: at,
            begun_by_us: matches!(heard.event, Event::ConversationOpened { begun_by_us: true, .. }),
            tags: BTreeSet::new(),
            urgent: false,
            offer: None,
            asks: BTreeMap::new(),
            bounces: 0,
            confirm: Vec::new(),
            inbound: Vec::new(),
            replies: Vec::new(),
            taken: Vec::new(),
            moved: None,
            scheduled: BTreeMap::new(),
            idle: None,
            promised: None,
            clocks: BTreeMap::new(),
            act_by: None,
            wake_at: None,
            close_at: None,
            silent_since: None,
            took: heard.person(),
            rests: None,
        };
        self.talks.insert(id, talk);
    }

    fn reopened(&mut self, heard: &Heard<'_>, id: ConversationId) {
        let at = heard.at();
        let Some(thread) = self.talks.get(&id).map(|talk| talk.thread) else {
            return self.wrong("law 1", at, "a conversation is reopened that never began");
        };
        if self.live.insert(thread, id).is_some() {
            self.wrong("law 1", at, "a conversation is reopened beside a live one");
        }
        self.change(id, |talk| talk.status = Status::Open);
    }

    fn closed(&mut self, heard: &Heard<'_>, id: ConversationId) {
        let at = heard.at();
        let Some(talk) = self.talks.get_mut(&id) else { return };
        talk.status = Status::Closed;
        talk.pending_on = None;
        (talk.wake_at, talk.close_at, talk.act_by) = (None, None, None);
        let (thread, offered, asks) = (talk.thread, talk.offer.is_some(), talk.asks.len());
        let contact = talk.contact;
        self.existing.insert(contact);
        if self.live.remove(&thread) != Some(id) {
            self.wrong("law 1", at, "a conversation is closed that is not live");
        }
        if offered {
            self.wrong("law 4", at, "a closed conversation is still offered");
        }
        if asks > 0 {
            self.wrong("law 10", at, "a question is lost at the close");
        }
    }

    /// Pending on the customer needs our reply to be the last word.
    fn pending_hides_nothing(&mut self, heard: &Heard<'_>, id: ConversationId) {
        let Some(talk) = self.talks.get(&id) else { return };
        let hides = talk.status == Status::Pending && talk.pending_on == Some(PendingOn::Customer);
        let owed = talk.debt().is_some() || !talk.asks.is_empty();
        if hides && owed {
            self.wrong(
                "law 5",
                heard.at(),
                "pending on the customer hides a text or a question without an answer",
            );
        }
    }

    /// Silence closes after so many business days of the conversation's queue, if the policy says so. It begins after what
    /// of ours goes out by itself later.
    fn closes_in_time(&mut self, at: Moment, id: ConversationId, since: Moment, close_at: Option<Moment>) {
        let Some(talk) = self.talks.get(&id).filter(|talk| talk.pending_on == Some(PendingOn::Customer))
        else {
            return;
        };
        let book = self.book();
        let queue = talk.queue.and_then(|queue| book.place_of(queue));
        let hours = queue.is_some_and(|queue| book.house.queues[queue].hours);
        let later = talk.scheduled.values().filter(|one| !one.held).map(|one| one.send_at).max();
        let from = later.map_or(since, |later| later.max(since));
        let right =
            book.house.close_after.and_then(|days| book.due(&self.walls, hours, from, Long::Days(days)));
        // What is said as it closes waits for the day.
        let late = right.is_some_and(|right| right <= at) && book.house.farewell;
        let by_day = if late { book.day_from(&self.walls, at) } else { right };
        if close_at != right && close_at != by_day {
            self.wrong(
                "timers",
                at,
                format!("silence closes it at {close_at:?}, and it should at {right:?}"),
            );
        }
    }

    /// After a record: whoever answers for it may (law 2), where ownership moved or somebody else answers.
    pub(super) fn ownership_after(&mut self, id: ConversationId, record: &Record, before: Option<&Talk>) {
        let Some(talk) = self.talks.get(&id).filter(|talk| talk.is_live()) else { return };
        let same =
            before.is_some_and(|before| before.owner == talk.owner && before.accountable == talk.accountable);
        if same {
            return;
        }
        let (owner, queue, person) = (talk.owner, talk.queue, talk.accountable);
        let may = self.instant(record.at).may_answer(owner, queue);
        if !may.contains(&person) {
            let right: Vec<_> = may.iter().map(|person| self.name(*person)).collect();
            let (owner, person, right) = (self.owner_name(owner), self.name(person), right.join(" or "));
            self.wrong(
                "law 2",
                record.at,
                format!("{person} answers for what {owner} has, and it should be {right}"),
            );
        }
    }
}
