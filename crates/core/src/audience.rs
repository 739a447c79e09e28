//! Who reads, and what of a record and of a conversation they are shown (laws 11 and 12).
//!
//! Words that somebody of the team writes for the team alone are as internal as a note: what goes with an offer, why it
//! is declined, what a colleague is asked and why that is dropped or handed on, why a lead assigns, and what somebody
//! wants to be reminded of. Why a conversation waits or was closed is no such word: it is its status, which lists show.

use crate::conversation::Conversation;
use crate::event::{Event, Notice, Record};
use crate::handoff::{Baton, Handoff};
use crate::ids::Position;
use crate::owner::By;
use std::borrow::Cow;

/// Who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Whoever may read notes: the team itself, and programs with the scope for it.
    Team,
    /// Whoever may not.
    Outside,
}

impl Audience {
    /// Of somebody who may read notes, or may not.
    pub fn reading_notes(notes: bool) -> Self {
        if notes { Self::Team } else { Self::Outside }
    }

    /// The events of a record as this audience is shown them, each with its position. What it is not shown is left out, so
    /// their positions have holes.
    pub fn shown(self, record: &Record) -> impl Iterator<Item = (Position, Cow<'_, Event>)> {
        record
            .positioned()
            .filter_map(move |(position, event)| Some((position, self.event(&record.by, event)?)))
    }

    /// An event of somebody's doing as this audience is shown it; none if it is not.
    pub fn event<'e>(self, by: &By, event: &'e Event) -> Option<Cow<'e, Event>> {
        match self {
            Self::Team => Some(Cow::Borrowed(event)),
            Self::Outside => outside(by, event),
        }
    }

    /// An offer as this audience is shown it.
    pub fn offer(self, offer: &Handoff) -> Cow<'_, Handoff> {
        if self == Self::Team {
            return Cow::Borrowed(offer);
        }
        let mut bare = offer.clone();
        strip(&mut bare.baton);
        Cow::Owned(bare)
    }

    /// A conversation as this audience is shown it.
    pub fn conversation(self, conversation: &Conversation) -> Cow<'_, Conversation> {
        let holds = conversation.handoff.is_some()
            || conversation.handed_over.is_some()
            || !conversation.reminders.is_empty()
            || conversation.asks.iter().any(|ask| ask.words.is_some());
        if self == Self::Team || !holds {
            return Cow::Borrowed(conversation);
        }
        let mut bare = conversation.clone();
        bare.handoff.iter_mut().for_each(|offer| strip(&mut offer.baton));
        bare.handed_over = None;
        bare.reminders.iter_mut().for_each(|reminder| reminder.words.clear());
        bare.asks.iter_mut().for_each(|ask| ask.words = None);
        Cow::Owned(bare)
    }
}

/// What goes with an offer, without the giver's words to the team. The text to the customer is no such word.
fn strip(baton: &mut Baton) {
    baton.summary.clear();
    baton.done.clear();
    baton.pending.clear();
    baton.summary_made_with = None;
}

/// Whether these words may be somebody's own, and not those of Baton.
fn somebodys(by: &By) -> bool {
    matches!(by, By::Person { .. } | By::Program { .. })
}

/// A question without what is asked, a change of owner without what was said about it.
fn without_words(event: &Event) -> Event {
    let mut bare = event.clone();
    match &mut bare {
        Event::AskOpened { words, .. } => *words = None,
        Event::OwnerChanged { reason, .. } => *reason = None,
        _ => {}
    }
    bare
}

fn outside<'e>(by: &By, event: &'e Event) -> Option<Cow<'e, Event>> {
    let whole = Some(Cow::Borrowed(event));
    let bare = match event {
        // So is who noted something, and whom it mentions.
        Event::NoteAdded { .. } | Event::Told { about: Notice::Mentioned | Notice::WatchedNote, .. } => {
            return None;
        }
        Event::HandoffOffered { id, from, to, baton, expires_at } => {
            let mut baton = baton.clone();
            strip(&mut baton);
            Event::HandoffOffered { id: *id, from: *from, to: *to, baton, expires_at: *expires_at }
        }
        Event::HandoffDeclined { id, person, reason: _ } => {
            Event::HandoffDeclined { id: *id, person: *person, reason: String::new() }
        }
        Event::AskOpened { words: None, .. } => return whole,
        Event::AskOpened { .. } => without_words(event),
        Event::AskMoved { id, to, accountable, reason: Some(_) } if somebodys(by) => {
            Event::AskMoved { id: *id, to: *to, accountable: *accountable, reason: None }
        }
        Event::AskDropped { id, reason: _ } if somebodys(by) => {
            Event::AskDropped { id: *id, reason: String::new() }
        }
        Event::OwnerChanged { reason: Some(_), .. } if somebodys(by) => without_words(event),
        Event::ReminderSet { reminder } => {
            let mut reminder = reminder.clone();
            reminder.words.clear();
            Event::ReminderSet { reminder }
        }
        Event::ReminderCame { id, who, words: _, due_at } => {
            Event::ReminderCame { id: *id, who: *who, words: String::new(), due_at: *due_at }
        }
        // Which note it was, is a note's.
        Event::Watched { person, mentioned_in: Some(_) } => {
            Event::Watched { person: *person, mentioned_in: None }
        }
        // Named one by one, so that a new event is looked at before anybody outside is shown it.
        Event::ThreadStarted { .. }
        | Event::ConversationOpened { .. }
        | Event::Routed { .. }
        | Event::Closed { .. }
        | Event::CloseCancelled { .. }
        | Event::Reopened { .. }
        | Event::TextReceived { .. }
        | Event::ReactionReceived { .. }
        | Event::TextWritten { .. }
        | Event::TextHandedOver { .. }
        | Event::TextDelayed { .. }
        | Event::TextSent { .. }
        | Event::TextDelivered { .. }
        | Event::TextFailed { .. }
        | Event::TextExplained { .. }
        | Event::TextUnknown { .. }
        | Event::TextLookedUp { .. }
        | Event::TextSettled { .. }
        | Event::TextCancelled { .. }
        | Event::OwnerChanged { .. }
        | Event::AccountableChanged { .. }
        | Event::StatusChanged { .. }
        | Event::Touched {}
        | Event::TagsChanged { .. }
        | Event::PriorityChanged { .. }
        | Event::AskMoved { .. }
        | Event::AskAnswered { .. }
        | Event::AskDropped { .. }
        | Event::ClockStarted { .. }
        | Event::ClockMoved { .. }
        | Event::ClockWarned { .. }
        | Event::ClockBreached { .. }
        | Event::ClockKept { .. }
        | Event::ClockStopped { .. }
        | Event::ClockResumed { .. }
        | Event::EscalationStepped { .. }
        | Event::OwnerGivenTime { .. }
        | Event::ReplyWithdrawn { .. }
        | Event::ReplyRestored { .. }
        | Event::HandoffAccepted { .. }
        | Event::HandoffExpired { .. }
        | Event::HandoffWithdrawn { .. }
        | Event::DebtTaken { .. }
        | Event::NoticeHeld { .. }
        | Event::Told { .. }
        | Event::AvailabilityChanged { .. }
        | Event::ShiftChanged { .. }
        | Event::TextScheduled { .. }
        | Event::ScheduledChanged { .. }
        | Event::ScheduledHeld { .. }
        | Event::ScheduledMoved { .. }
        | Event::ScheduledDropped { .. }
        | Event::ReminderDropped { .. }
        | Event::WakeUpPassed { .. }
        | Event::ConsentChanged { .. }
        | Event::ConsentNoted { .. }
        | Event::ContactChanged { .. }
        | Event::ReachabilityChanged { .. }
        | Event::PolicyChanged { .. }
        | Event::SetupFault { .. }
        | Event::OptOutJudged { .. }
        | Event::Watched { .. }
        | Event::Unwatched { .. } => return whole,
    };
    Some(Cow::Owned(bare))
}
