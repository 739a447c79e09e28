//! One episode of a thread.

use crate::ask::Ask;
use crate::clock::{Clock, ClockKey};
use crate::event::Why;
use crate::handoff::{EndedOffer, HandedOver, Handoff};
use crate::ids::{ContactId, ConversationId, LineId, NumberId, PersonId, QueueId, ThreadId};
use crate::later::{Reminder, Scheduled};
use crate::owner::Owner;
use crate::reply::Reply;
use crate::taken::Taken;
use crate::thread::Thread;
use baton_hours::Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Where a conversation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// We owe a reply or an action.
    Open,
    /// We wait, with a reason.
    Pending,
    /// Nothing more to do.
    Closed,
}

impl Status {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Pending => "pending",
            Self::Closed => "closed",
        }
    }
}

/// For whom a pending conversation waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PendingOn {
    /// Our reply is the last word.
    Customer,
    /// Something of ours; the reason says what.
    Internal,
}

/// What of ours a pending conversation waits for, where Baton itself ends that wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitsFor {
    /// A text of ours that goes out later, for which alone it was begun.
    OurText,
    /// That they opt in again.
    OptIn,
}

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Priority {
    /// As usual.
    #[default]
    Normal,
    /// Before others.
    High,
    /// Before everything.
    Urgent,
}

/// One episode of a thread: from the first text that needs somebody to its close.
#[expect(clippy::struct_excessive_bools, reason = "four facts that are independent of each other")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    /// Identity.
    pub id: ConversationId,
    /// The thread it is an episode of.
    pub thread: ThreadId,
    /// The thread's line.
    pub line: LineId,
    /// The thread's number.
    pub number: NumberId,
    /// Whose number it is.
    pub contact: ContactId,
    /// When it began.
    pub opened_at: Moment,
    /// A person or program began it, not the customer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub begun_by_us: bool,
    /// Where it stands.
    pub status: Status,
    /// For whom it waits, while pending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending_on: Option<PendingOn>,
    /// Why it waits or was closed, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// For what, while pending on something that Baton sees come or go by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<WaitsFor>,
    /// When it wakes by itself, while pending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wake_at: Option<Moment>,
    /// That time was another one, and waits for the hours of whoever is to be reminded.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub wake_held: bool,
    /// When it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Moment>,
    /// Who has it.
    pub owner: Owner,
    /// The queue it was routed to last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<QueueId>,
    /// Who answers for it now.
    pub accountable: PersonId,
    /// The person who had it last, for "assign to last owner".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_person: Option<PersonId>,
    /// Labels.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub tags: BTreeSet<String>,
    /// How much it matters.
    #[serde(default)]
    pub priority: Priority,
    /// The branch that routed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub routed_by: Option<Why>,
    /// The target that a rule named for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// No person has touched it yet (claimed, assigned, noted, tagged, moved, texted, begun to write): further texts
    /// are matched too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub untouched: bool,
    /// An ELSE routed it: while untouched, a rule with a condition overrules that.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
    /// Since when a customer's text waits for a person's reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_since: Option<Moment>,
    /// Whether a person of ours has texted in it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub replied: bool,
    /// Questions that belong to others, the open ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<Ask>,
    /// Promised times that run or are paused: at most one of each kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clocks: Vec<Clock>,
    /// Since when it is open with no text of theirs waiting: we said that we would do something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idle_since: Option<Moment>,
    /// By when the sender of our last text said that we would do it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised: Option<Moment>,
    /// Our last text by a person asks something: thanks in answer to it are an answer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asked: bool,
    /// Replies by people that may still fail, or are lost and may still arrive, oldest first; at most
    /// [`Conversation::REPLIES`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replies: Vec<Reply>,
    /// Until when the person it was given to has to act, or a queue's members to claim it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act_by: Option<Moment>,
    /// From when that time counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acts_since: Option<Moment>,
    /// From when the customer's silence counts, while pending on them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silent_since: Option<Moment>,
    /// The offer that stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handoff: Option<Handoff>,
    /// How the last one ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_offer: Option<EndedOffer>,
    /// What the offer said that was accepted last, until it is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_over: Option<Box<HandedOver>>,
    /// How many asks, offers, scheduled texts and reminders it has had: their ids count on from it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub parts: u32,
    /// Who is told when it is resolved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub confirm_to: Vec<PersonId>,
    /// How often people passed it on since the last reply to the customer.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub bounces: u32,
    /// The queue through which its owner has it; none for what they have as account owner or began themselves. A
    /// shift's end moves only what is held through its queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<QueueId>,
    /// The person for whom its owner covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covers: Option<PersonId>,
    /// Since when its owner has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owned_since: Option<Moment>,
    /// When it closes by itself, for the customer's silence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close_at: Option<Moment>,
    /// Texts that go out at their time; at most [`Conversation::SCHEDULED`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scheduled: Vec<Scheduled>,
    /// What people want to be reminded of; at most [`Conversation::REMINDERS`]. They outlive a close.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminders: Vec<Reminder>,
    /// What Baton answered by itself, each template once; at most [`Conversation::ANSWERS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answered: Vec<Answered>,
    /// What is owed here for replies that were lost in an earlier conversation of the thread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Box<Taken>>,
    /// What it was before a reply of ours was owed because the carrier had not taken it: it is that again once that has, unless
    /// somebody does something until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rests: Option<Box<Rest>>,
}

/// Where a conversation stood that is open only because a reply has not gone out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rest {
    /// It was closed; else it waited for the customer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub closed: bool,
    /// Why, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it wakes by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wake_at: Option<Moment>,
}

/// An answer that Baton gave by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// With which template.
    pub with: String,
    /// When last.
    pub at: Moment,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "it is what serde hands over")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

impl Conversation {
    /// The most replies that are remembered until the carrier has said that they arrived.
    pub const REPLIES: usize = 8;
    /// The most texts that wait for their time.
    pub const SCHEDULED: usize = 20;
    /// The most characters of texts that wait for their time, all together: every text of the customer reads and writes
    /// them with the conversation.
    pub const SCHEDULED_CHARACTERS: usize = 10_000;
    /// The most reminders.
    pub const REMINDERS: usize = 20;

    /// The most answers by itself that are remembered: more than a number gets on one day.
    pub const ANSWERS: usize = 20;

    /// A customer began it at `opened_at`, and their text waits. Nothing else has happened yet.
    pub fn begun(
        id: ConversationId,
        thread: &Thread,
        (owner, queue, accountable): (Owner, Option<QueueId>, PersonId),
        opened_at: Moment,
    ) -> Self {
        Self {
            id,
            thread: thread.id,
            line: thread.line,
            number: thread.number,
            contact: thread.contact,
            opened_at,
            begun_by_us: false,
            status: Status::Open,
            pending_on: None,
            reason: None,
            waits_for: None,
            wake_at: None,
            wake_held: false,
            closed_at: None,
            owner,
            queue,
            accountable,
            last_person: owner.person(),
            tags: BTreeSet::new(),
            priority: Priority::Normal,
            routed_by: None,
            target: None,
            untouched: true,
            provisional: false,
            waiting_since: Some(opened_at),
            replied: false,
            asks: Vec::new(),
            clocks: Vec::new(),
            idle_since: None,
            promised: None,
            asked: false,
            replies: Vec::new(),
            act_by: None,
            acts_since: None,
            silent_since: None,
            handoff: None,
            last_offer: None,
            handed_over: None,
            parts: 0,
            confirm_to: Vec::new(),
            bounces: 0,
            through: queue,
            covers: None,
            owned_since: Some(opened_at),
            close_at: None,
            answered: Vec::new(),
            taken: None,
            rests: None,
            scheduled: Vec::new(),
            reminders: Vec::new(),
        }
    }

    /// Whether it is not closed.
    pub fn is_live(&self) -> bool {
        self.status != Status::Closed
    }

    /// The clock of that kind, running or paused.
    pub fn clock(&self, key: ClockKey) -> Option<&Clock> {
        match key.ask {
            Some(ask) => self.asks.iter().find(|one| one.id == ask).and_then(|one| one.clock.as_ref()),
            None => self.clocks.iter().find(|clock| clock.key == key),
        }
    }

    /// All clocks, also those of asks.
    pub fn all_clocks(&self) -> impl Iterator<Item = &Clock> {
        self.clocks.iter().chain(self.asks.iter().filter_map(|ask| ask.clock.as_ref()))
    }

    /// The clock that is shown: of those that run the one due first, responses before follow-up before resolution.
    pub fn shown_clock(&self) -> Option<&Clock> {
        let running = self.clocks.iter().filter(|clock| clock.runs());
        running.min_by_key(|clock| (clock.key.kind.rank().max(1), clock.due_at))
    }

    /// The earliest instant at which something about it happens by itself.
    pub fn next_at(&self) -> Option<Moment> {
        let reminders = self.reminders.iter().map(|reminder| reminder.at);
        let whatever_stands = reminders.chain(self.replies.iter().filter_map(|reply| reply.owed_at)).min();
        if !self.is_live() {
            return whatever_stands;
        }
        let offer = self.handoff.as_ref().map(|offer| offer.expires_at);
        let scheduled = self.scheduled.iter().filter_map(Scheduled::next_at).min();
        let others = [self.wake_at, self.act_by, self.close_at, offer, scheduled, whatever_stands];
        others.into_iter().flatten().chain(self.all_clocks().filter_map(Clock::next_at)).min()
    }
}
