//! Facts, in the past tense.

mod cause;
mod content;
mod name;
mod notice;
mod record;

pub use cause::{ConsentCause, OwnerCause, Why};
pub use content::{AutoCause, MadeWith, Media, TextKind};
pub use notice::{ConsentNote, Notice};
pub use record::Record;

use crate::clock::{ClockKey, StopCause};
use crate::contact::ContactChange;
use crate::conversation::{PendingOn, Priority, Status, WaitsFor};
use crate::handoff::{Baton, WithdrawCause};
use crate::ids::{
    AskId, ContactId, ConversationId, HandoffId, LineId, MessageId, NumberId, PersonId, QueueId, ReminderId,
    ScheduledId, ThreadId,
};
use crate::later::{FromSchedule, Reminder, Scheduled};
use crate::number::ConsentState;
use crate::owner::Owner;
use crate::person::Availability;
use crate::text::{FailureReason, TextState};
use baton_hours::Moment;
use serde::{Deserialize, Serialize};

/// A fact that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event {
    /// The first text ever between a number and a line; also the birth of number and contact where they are new.
    #[serde(rename = "thread.started")]
    ThreadStarted {
        /// The thread.
        thread: ThreadId,
        /// Our side.
        line: LineId,
        /// Their number.
        number: NumberId,
        /// Whose number it is.
        contact: ContactId,
        /// The key that all spellings share.
        handset: String,
        /// As it was spelled.
        address: String,
    },
    /// A conversation began; it has its owner from this instant.
    #[serde(rename = "conversation.opened")]
    ConversationOpened {
        /// Which.
        id: ConversationId,
        /// Its first owner.
        owner: Owner,
        /// The queue it was routed to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        queue: Option<QueueId>,
        /// Who answers for it.
        accountable: PersonId,
        /// A person or program of ours began it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        begun_by_us: bool,
        /// Whom its owner covers for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        covers: Option<PersonId>,
    },
    /// Routing decided, and why.
    #[serde(rename = "conversation.routed")]
    Routed {
        /// To whom.
        owner: Owner,
        /// Why.
        why: Why,
        /// By an ELSE: a further text may overrule it while nobody touched it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        provisional: bool,
        /// The target that the rule names.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        target: Option<String>,
    },
    /// Closed.
    #[serde(rename = "conversation.closed")]
    Closed {
        /// Why, in words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// A customer's text still waited for a reply.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        without_reply: bool,
        /// When it was due, where its time had come; how late it is, is the time since.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due_at: Option<Moment>,
    },
    /// It does not close by itself any more, for something keeps it; or at another time, for the policy changed.
    #[serde(rename = "close.cancelled")]
    CloseCancelled {
        /// When it does now; none: not at all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Moment>,
    },
    /// The same conversation goes on.
    #[serde(rename = "conversation.reopened")]
    Reopened {
        /// Which.
        id: ConversationId,
    },
    /// A customer's text.
    #[serde(rename = "text.received")]
    TextReceived {
        /// Identity.
        id: MessageId,
        /// As its sender was spelled.
        from: String,
        /// What it says; may be empty with media.
        body: String,
        /// Pictures and files, by reference.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        media: Vec<Media>,
        /// The carrier's id; unique within its account.
        carrier_id: String,
        /// When the carrier says it was sent, where it says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sent_at: Option<Moment>,
        /// The consent word it consists of (STOP, START, HELP ...): it needs no answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        word: Option<String>,
        /// Nothing but thanks, ok or a farewell, and no answer to a question of ours: it needs no answer either.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        courtesy: bool,
        /// The words in which it may ask for texts to end: a person decides.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        may_want_out: Option<String>,
    },
    /// A tapback that their phone sent as a text.
    #[serde(rename = "reaction.received")]
    ReactionReceived {
        /// Identity.
        id: MessageId,
        /// The whole text, as it came.
        body: String,
        /// The sign to show, e.g. 👍.
        sign: String,
        /// It takes an earlier reaction back.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        removed: bool,
        /// The text it refers to, where that was found.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<MessageId>,
        /// It asks or objects, or answers a question of ours: the accountable person is told.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        attention: bool,
        /// The carrier's id.
        carrier_id: String,
    },
    /// A text of ours was written; from this press it goes out at most once.
    #[serde(rename = "text.written")]
    TextWritten {
        /// Identity.
        id: MessageId,
        /// To which address.
        to: String,
        /// What it says.
        body: String,
        /// Pictures and files.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        media: Vec<Media>,
        /// What kind of text.
        kind: TextKind,
        /// How many segments it costs.
        segments: u32,
        /// From this instant on it is dropped instead of sent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expires_at: Option<Moment>,
        /// By when its author promises to do what it says.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        promise_by: Option<Moment>,
        /// Whose words they are, where that is not who caused it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        author: Option<PersonId>,
        /// The template it was made with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        made_with: Option<MadeWith>,
        /// Why Baton answers by itself, where it does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        auto: Option<AutoCause>,
        /// It had been scheduled, and by whom: it went out by itself, or at somebody's press before its time.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scheduled: Option<Box<FromSchedule>>,
    },
    /// It is being handed to the carrier: from here it may have gone out.
    #[serde(rename = "text.handed_over")]
    TextHandedOver {
        /// Which.
        id: MessageId,
    },
    /// The carrier said that nothing was sent; it is tried again.
    #[serde(rename = "text.delayed")]
    TextDelayed {
        /// Which.
        id: MessageId,
        /// When it is tried again.
        until: Moment,
        /// Why.
        reason: String,
    },
    /// The carrier has it.
    #[serde(rename = "text.sent")]
    TextSent {
        /// Which.
        id: MessageId,
        /// The carrier's id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        carrier_id: Option<String>,
    },
    /// The phone has it.
    #[serde(rename = "text.delivered")]
    TextDelivered {
        /// Which.
        id: MessageId,
    },
    /// It did not arrive.
    #[serde(rename = "text.failed")]
    TextFailed {
        /// Which.
        id: MessageId,
        /// Failed or undelivered.
        state: TextState,
        /// Why.
        failure: FailureReason,
    },
    /// The carrier named the reason of a failure afterwards.
    #[serde(rename = "text.explained")]
    TextExplained {
        /// Which.
        id: MessageId,
        /// Why it failed.
        failure: FailureReason,
    },
    /// We could not learn whether it went out.
    #[serde(rename = "text.unknown")]
    TextUnknown {
        /// Which.
        id: MessageId,
        /// What we know.
        why: String,
    },
    /// The carrier was asked and had nothing new.
    #[serde(rename = "text.looked_up")]
    TextLookedUp {
        /// Which.
        id: MessageId,
        /// When it is asked again; none: not any more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next_at: Option<Moment>,
    },
    /// A person decided about a text that did not arrive, or of which nobody knows.
    #[serde(rename = "text.settled")]
    TextSettled {
        /// Which.
        id: MessageId,
        /// Written again, or left as it is.
        again: bool,
    },
    /// It was not sent, and will not be.
    #[serde(rename = "text.cancelled")]
    TextCancelled {
        /// Which.
        id: MessageId,
        /// Why, in words.
        reason: String,
    },
    /// An internal comment. It never leaves the team (law 12).
    #[serde(rename = "note.added")]
    NoteAdded {
        /// Identity.
        id: MessageId,
        /// What it says.
        body: String,
        /// The template it was made with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        made_with: Option<MadeWith>,
        /// Baton wrote it from the facts, whoever caused that.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        from_facts: bool,
    },
    /// Ownership moved.
    #[serde(rename = "owner.changed")]
    OwnerChanged {
        /// From whom.
        from: Owner,
        /// To whom.
        to: Owner,
        /// By which of the causes.
        cause: OwnerCause,
        /// Why, in words, where there is more to say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// The queue through which they have it: its shifts move it on. None for what is theirs as account owner.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        through: Option<QueueId>,
        /// Whom they cover for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        covers: Option<PersonId>,
    },
    /// Somebody else answers for it now.
    #[serde(rename = "accountable.changed")]
    AccountableChanged {
        /// From whom.
        from: PersonId,
        /// To whom.
        to: PersonId,
        /// By which of the causes.
        cause: OwnerCause,
    },
    /// The status moved.
    #[serde(rename = "status.changed")]
    StatusChanged {
        /// From.
        from: Status,
        /// To.
        to: Status,
        /// For whom it waits.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pending_on: Option<PendingOn>,
        /// Why, in words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// When it wakes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        wake_at: Option<Moment>,
        /// When it closes by itself, for the customer's silence.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        close_at: Option<Moment>,
        /// For what it waits, where Baton itself ends that wait.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        waits_for: Option<WaitsFor>,
        /// When it was due, where its time had come; how late it is, is the time since.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due_at: Option<Moment>,
    },
    /// A person began to write an answer: routing keeps its hands off from here.
    #[serde(rename = "conversation.touched")]
    Touched {},
    /// Labels came or went.
    #[serde(rename = "tags.changed")]
    TagsChanged {
        /// Came.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        added: Vec<String>,
        /// Went.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        removed: Vec<String>,
    },
    /// It matters more, or less.
    #[serde(rename = "priority.changed")]
    PriorityChanged {
        /// From.
        from: Priority,
        /// To.
        to: Priority,
    },
    /// One of several questions has an owner of its own.
    #[serde(rename = "ask.opened")]
    AskOpened {
        /// Identity.
        id: AskId,
        /// Whose it is.
        owner: Owner,
        /// Who answers for it.
        accountable: PersonId,
        /// Why, where routing decided so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
        /// The text that asks, where one does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<MessageId>,
        /// What is asked, where somebody wrote it down.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<String>,
        /// The target that its rule names, for the ask's clock; none: the conversation's holds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        target: Option<String>,
    },
    /// An ask belongs to somebody else now, or somebody else answers for it.
    #[serde(rename = "ask.moved")]
    AskMoved {
        /// Which.
        id: AskId,
        /// Whose it is now; none if it stays theirs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Owner>,
        /// Who answers for it.
        accountable: PersonId,
        /// Why, in words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// An ask is answered.
    #[serde(rename = "ask.answered")]
    AskAnswered {
        /// Which.
        id: AskId,
        /// By which text of ours; none if it was answered in another way.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<MessageId>,
    },
    /// An ask needs no answer any more.
    #[serde(rename = "ask.dropped")]
    AskDropped {
        /// Which.
        id: AskId,
        /// Why, in words.
        reason: String,
    },
    /// A promised time began to run.
    #[serde(rename = "clock.started")]
    ClockStarted {
        /// Which.
        #[serde(flatten)]
        key: ClockKey,
        /// The target that promises it, by name.
        target: String,
        /// From when the promise counts.
        started_at: Moment,
        /// By when.
        due_at: Moment,
        /// When its owner is warned.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        warn_at: Option<Moment>,
        /// From when the time counts, where that is not the start: they opted in or out since.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Moment>,
    },
    /// It is due at another time: the policy changed, or something brought it forward.
    #[serde(rename = "clock.moved")]
    ClockMoved {
        /// Which.
        #[serde(flatten)]
        key: ClockKey,
        /// The target that promises it now.
        target: String,
        /// By when before.
        from: Moment,
        /// By when.
        due_at: Moment,
        /// When its owner is warned.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        warn_at: Option<Moment>,
        /// From when the time counts, where that is not the start of the promise: what turns urgent is promised from then on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Moment>,
    },
    /// Most of the time is spent, and who answers for it is told.
    #[serde(rename = "clock.warned")]
    ClockWarned {
        /// Which.
        #[serde(flatten)]
        key: ClockKey,
        /// By when.
        due_at: Moment,
        /// Who is told.
        told: PersonId,
    },
    /// The promise was not kept. That stays on record.
    #[serde(rename = "clock.breached")]
    ClockBreached {
        /// Which.
        #[serde(flatten)]
        key: ClockKey,
        /// By when it was promised.
        due_at: Moment,
    },
    /// The promise was kept.
    #[serde(rename = "clock.kept")]
    ClockKept {
        /// Which.
        #[serde(flatten)]
        key: ClockKey,
        /// By when it was promised.
        due_at: Moment,
        /// It may go on: the conversation was closed, and may be opened again.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        paused: bool,
    },
    /// It ended without being kept, or pauses.
    #[serde(rename = "clock.stopped")]
    ClockStopped {
        /// Which.
        #[serde(flatten)]
        key: ClockKey,
        /// By when it was promised.
        due_at: Moment,
        /// Why.
        cause: StopCause,
        /// It only pauses: it may go on with the time already used.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        paused: bool,
    },
    /// It goes on, with the time already used; or with all of its time, where nobody could answer meanwhile.
    #[serde(rename = "clock.resumed")]
    ClockResumed {
        /// Which.
        #[serde(flatten)]
        key: ClockKey,
        /// By when.
        due_at: Moment,
        /// When its owner is warned.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        warn_at: Option<Moment>,
        /// For how long it was paused in all, in microseconds of the time in which it runs.
        paused_micros: u64,
        /// From when the time counts, where none of it counts as used: they had opted out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Moment>,
    },
    /// A step of an escalation path was done.
    #[serde(rename = "escalation.stepped")]
    EscalationStepped {
        /// Which clock's.
        #[serde(flatten)]
        key: ClockKey,
        /// The path, by name; the last step of every path, and all of one that the policy does not name, is the
        /// fallback person's.
        path: String,
        /// Which step, from 1.
        step: u32,
        /// Who is told; empty for a step that resolves to nobody, which passes on at once.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        told: Vec<PersonId>,
        /// Why, in words: what ran out, or why the step was nobody's.
        why: String,
        /// When the path was entered, with its first step.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        entered_at: Option<Moment>,
        /// When the next step is due.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next_at: Option<Moment>,
    },
    /// Its owner has until then to act, from when it was given to them.
    #[serde(rename = "owner.given_time")]
    OwnerGivenTime {
        /// Until when; none: no longer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        act_by: Option<Moment>,
        /// From when that counts, where it was planned anew because the policy changed; none: from now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Moment>,
    },
    /// A reply counts as not given: it failed. What it answered is owed again, with the promise that it had kept.
    #[serde(rename = "reply.withdrawn")]
    ReplyWithdrawn {
        /// The text that failed.
        id: MessageId,
        /// Since when a text of theirs waits again; none if nothing is owed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        waiting_since: Option<Moment>,
        /// It has not failed: the carrier has not taken it for ten minutes, which were over then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unsent_at: Option<Moment>,
    },
    /// A reply counts after all: the carrier had called it lost, and it arrived; or it took it late.
    #[serde(rename = "reply.restored")]
    ReplyRestored {
        /// The text that arrived.
        id: MessageId,
        /// When it was pressed, from which it counts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pressed_at: Option<Moment>,
        /// The carrier has it, and it may still fail.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        may_fail: bool,
    },
    /// It is offered to somebody.
    #[serde(rename = "handoff.offered")]
    HandoffOffered {
        /// Identity.
        id: HandoffId,
        /// Who offers it.
        from: PersonId,
        /// To whom.
        to: Owner,
        /// What goes with it.
        #[serde(flatten)]
        baton: Box<Baton>,
        /// When it comes back by itself.
        expires_at: Moment,
    },
    /// Somebody accepted.
    #[serde(rename = "handoff.accepted")]
    HandoffAccepted {
        /// Which.
        id: HandoffId,
        /// Who.
        person: PersonId,
        /// Who is told when it is resolved.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confirm_to: Option<PersonId>,
    },
    /// Somebody declined: it comes back loudly.
    #[serde(rename = "handoff.declined")]
    HandoffDeclined {
        /// Which.
        id: HandoffId,
        /// Who.
        person: PersonId,
        /// Why, in words.
        reason: String,
    },
    /// Nobody answered in time: it comes back loudly.
    #[serde(rename = "handoff.expired")]
    HandoffExpired {
        /// Which.
        id: HandoffId,
        /// When it was due, where its time had come; how late it is, is the time since.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due_at: Option<Moment>,
    },
    /// It is not offered any more.
    #[serde(rename = "handoff.withdrawn")]
    HandoffWithdrawn {
        /// Which.
        id: HandoffId,
        /// Why.
        cause: WithdrawCause,
    },
    /// Somebody is told something that they must not miss.
    #[serde(rename = "person.told")]
    Told {
        /// Who.
        who: PersonId,
        /// What.
        about: Notice,
        /// The message it is about, where it is about one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<MessageId>,
    },
    /// Somebody is there, or not. It belongs to no thread.
    #[serde(rename = "availability.changed")]
    AvailabilityChanged {
        /// Who.
        person: PersonId,
        /// What.
        availability: Availability,
    },
    /// Other people are on from here. It belongs to no thread.
    #[serde(rename = "shift.changed")]
    ShiftChanged {
        /// The rota, by name.
        rota: String,
        /// The instant of the change, which may have been missed while nothing ran.
        edge: Moment,
        /// Who is on.
        on: Vec<PersonId>,
    },
    /// A text was written that goes out at its time.
    #[serde(rename = "text.scheduled")]
    TextScheduled {
        /// The text.
        text: Box<Scheduled>,
        /// Why it waits, in words, where its author did not want that.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// A scheduled text says something else, or goes out at another time.
    #[serde(rename = "scheduled.changed")]
    ScheduledChanged {
        /// The text as it is now.
        text: Box<Scheduled>,
        /// Why, in words, where nobody changed it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// A scheduled text waits for a person's decision instead of its time.
    #[serde(rename = "scheduled.held")]
    ScheduledHeld {
        /// Which.
        id: ScheduledId,
        /// Why, in words.
        reason: String,
    },
    /// A scheduled text is somebody else's from here on, for whoever wrote it left.
    #[serde(rename = "scheduled.moved")]
    ScheduledMoved {
        /// Which.
        id: ScheduledId,
        /// Whose it is now.
        to: PersonId,
    },
    /// A scheduled text does not go out any more.
    #[serde(rename = "scheduled.dropped")]
    ScheduledDropped {
        /// Which.
        id: ScheduledId,
        /// Why, in words.
        reason: String,
    },
    /// Somebody wants to be reminded.
    #[serde(rename = "reminder.set")]
    ReminderSet {
        /// Of what, and when.
        reminder: Box<Reminder>,
    },
    /// Somebody does not want to be reminded any more.
    #[serde(rename = "reminder.dropped")]
    ReminderDropped {
        /// Which.
        id: ReminderId,
    },
    /// The time of a reminder has come.
    #[serde(rename = "reminder.came")]
    ReminderCame {
        /// Which.
        id: ReminderId,
        /// Who is told: whoever set it, or who answers for the conversation if they left.
        who: PersonId,
        /// In their own words.
        words: String,
        /// When it was to come; how late it is, is the time since.
        due_at: Moment,
    },
    /// The time to wait is over where nobody waits any more: it is a reminder only.
    #[serde(rename = "wake_up.passed")]
    WakeUpPassed {
        /// When it was due, where its time had come; how late it is, is the time since.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due_at: Option<Moment>,
    },
    /// They may or may not be texted.
    #[serde(rename = "consent.changed")]
    ConsentChanged {
        /// Which number.
        number: NumberId,
        /// From.
        from: ConsentState,
        /// To.
        to: ConsentState,
        /// Why.
        cause: ConsentCause,
        /// In whose words, or by which record.
        evidence: String,
        /// The carrier keeps a block of its own.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        carrier_block: bool,
    },
    /// Consent was changed elsewhere, which concerns this thread too: the fact itself is a `consent.changed`.
    #[serde(rename = "consent.noted")]
    ConsentNoted {
        /// Which number.
        number: NumberId,
        /// What happened.
        #[serde(flatten)]
        note: ConsentNote,
    },
    /// What is known about a customer is another from here on. It belongs to no thread.
    #[serde(rename = "contact.changed")]
    ContactChanged {
        /// Whose.
        contact: ContactId,
        /// What.
        change: ContactChange,
    },
    /// The number can be reached, or not any more.
    #[serde(rename = "reachability.changed")]
    ReachabilityChanged {
        /// Which number.
        number: NumberId,
        /// Whether it can.
        reachable: bool,
        /// The carrier's code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
    },
    /// The policy is another from here on. It belongs to no thread.
    #[serde(rename = "policy.changed")]
    PolicyChanged {
        /// Its version, from 1.
        version: i64,
    },
    /// Something about the set-up is wrong, such as a text to a number that is no line. It belongs to no thread.
    #[serde(rename = "setup.fault")]
    SetupFault {
        /// What happened, why, what to do.
        fault: String,
        /// What came, whole, so that nothing is lost.
        detail: String,
    },
    /// A reply in an earlier conversation of the thread failed: what it had answered is owed in this one, or was
    /// answered by a reply here that may still fail.
    #[serde(rename = "debt.taken")]
    DebtTaken {
        /// The text that failed.
        text: MessageId,
        /// Since when what it had answered waits.
        since: Moment,
    },
    /// A warning or a reminder waits for the hours of whoever it goes to.
    #[serde(rename = "notice.held")]
    NoticeHeld {
        /// The clock that it warns of; none: a reminder.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<ClockKey>,
        /// Until when: somebody who answers works then.
        until: Moment,
    },
}
