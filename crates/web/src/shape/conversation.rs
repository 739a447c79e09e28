//! A conversation as programs read it.

use super::later::{ReminderView, ScheduledView};
use super::promise::{AskView, ClockView, HandoffView};
use super::team::{NamedView, OwnerView, named};
use baton_core::{Audience, Conversation, Directory, Moment, PendingOn, Priority, Status, Thread, Why};
use baton_store::ListRow;
use serde::Serialize;
use utoipa::ToSchema;

/// One episode of a thread.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "cv_2k7d9q", "line": "ln_9d2h4k",
    "contact": {"id": "ct_7b3w9f", "name": "Jamie Park"},
    "number": "+12125550134", "status": "open", "status_reason": null, "pending_on": null, "wake_at": null,
    "owner": {"kind": "queue", "id": "qu_3f8s1c", "name": "Scheduling"}, "queue": "qu_3f8s1c",
    "accountable": {"id": "pe_4m1x7z", "name": "Maya Ortiz"}, "tags": ["new"], "priority": "normal",
    "clock": null, "no_clock": "No time is promised for this", "clocks": [], "handoff": null, "asks": [],
    "scheduled": [], "reminders": [], "watchers": [], "may_want_out": null,
    "routed_by": {"rule": "IF message contains \"reschedule\"", "line": 5, "matched": ["reschedule"]},
    "opened_at": "2026-05-12T16:41:00Z", "closed_at": null, "waiting_since": "2026-05-12T16:41:00Z",
    "last_message": {"id": "ms_8x1p4t", "direction": "in", "text": "Can we reschedule?",
        "at": "2026-05-12T16:41:00Z"},
    "version": 42
}))]
pub(crate) struct ConversationView {
    /// Opaque id.
    id: String,
    /// The line's id.
    line: String,
    /// The customer.
    contact: CustomerView,
    /// Their number as spelled, E.164.
    number: String,
    /// `open`, `pending` or `closed`.
    status: &'static str,
    /// Why it waits or was closed, in words.
    #[schema(required = true)]
    status_reason: Option<String>,
    /// For whom it waits: `customer` or `internal`.
    #[schema(required = true)]
    pending_on: Option<&'static str>,
    /// When it comes back by itself.
    #[schema(value_type = Option<String>, format = DateTime, required = true)]
    wake_at: Option<Moment>,
    /// Who has it.
    owner: OwnerView,
    /// The id of the queue that it was routed to last.
    #[schema(required = true)]
    queue: Option<String>,
    /// The one person who answers for it now.
    accountable: NamedView,
    /// Labels.
    tags: Vec<String>,
    /// `normal`, `high` or `urgent`.
    priority: &'static str,
    /// The promise that is due first, of the conversation itself or of one of its questions (`kind` is `ask`): lists are in
    /// its order.
    #[schema(required = true)]
    clock: Option<ClockView>,
    /// While it is open and nothing runs: that no time is promised for it, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    no_clock: Option<&'static str>,
    /// Every promise that runs or is paused.
    clocks: Vec<ClockView>,
    /// The offer that stands.
    #[schema(required = true)]
    handoff: Option<HandoffView>,
    /// Several questions in one text, each with its owner.
    asks: Vec<AskView>,
    /// Texts that go out at their time.
    scheduled: Vec<ScheduledView>,
    /// What people want to be reminded of.
    reminders: Vec<ReminderView>,
    /// Who is told of what is texted and noted in it, and owns nothing.
    watchers: Vec<NamedView>,
    /// The last text of the thread that may ask for texts to end, until they opt out or in.
    #[schema(required = true)]
    may_want_out: Option<WishView>,
    /// The rule that routed it.
    #[schema(required = true)]
    routed_by: Option<RuleView>,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    opened_at: Moment,
    /// When it was closed.
    #[schema(value_type = Option<String>, format = DateTime, required = true)]
    closed_at: Option<Moment>,
    /// Since when a customer's text waits for a person's reply.
    #[schema(value_type = Option<String>, format = DateTime, required = true)]
    waiting_since: Option<Moment>,
    /// The last text of its thread, never a note.
    #[schema(required = true)]
    last_message: Option<LastMessage>,
    /// Counts every change of its thread: the `ETag`.
    version: i64,
}

/// A customer by id and name.
#[derive(Debug, Serialize, ToSchema)]
struct CustomerView {
    /// Opaque id.
    id: String,
    /// Unknown until somebody says.
    #[schema(required = true)]
    name: Option<String>,
}

/// A text that may ask for texts to end.
#[derive(Debug, Serialize, ToSchema)]
struct WishView {
    /// The text's id.
    text: String,
    /// The words of it that may ask.
    words: String,
    /// Somebody looked, and it does not ask for that.
    not_meant: bool,
}

/// The last text of a thread.
#[derive(Debug, Serialize, ToSchema)]
struct LastMessage {
    /// The newest text that counts as news: what `seen` is compared with.
    #[schema(required = true)]
    id: Option<String>,
    /// `in` or `out`.
    direction: &'static str,
    /// Its first 90 characters.
    text: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Moment,
}

/// A branch of the routing text.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RuleView {
    /// The branch as it is written.
    rule: String,
    /// The line of the routing text, from 1.
    line: u32,
    /// The words that matched, as the customer wrote them.
    matched: Vec<String>,
}

impl From<&Why> for RuleView {
    fn from(why: &Why) -> Self {
        Self { rule: why.rule.clone(), line: why.line, matched: why.matched.clone() }
    }
}

impl ConversationView {
    /// A row of the list, which holds all of it, as this audience is shown it.
    pub(crate) fn new(directory: &Directory, row: &ListRow, audience: Audience) -> Self {
        let ListRow { conversation, thread, .. } = row;
        let conversation = audience.conversation(conversation);
        Self {
            id: conversation.id.to_string(),
            line: conversation.line.to_string(),
            contact: CustomerView { id: conversation.contact.to_string(), name: row.contact_name.clone() },
            number: row.address.clone(),
            status: conversation.status.word(),
            status_reason: conversation.reason.clone(),
            pending_on: conversation.pending_on.map(pending_word),
            wake_at: conversation.wake_at,
            owner: OwnerView::new(directory, conversation.owner),
            queue: conversation.queue.map(|queue| queue.to_string()),
            accountable: named(directory, conversation.accountable),
            tags: conversation.tags.iter().cloned().collect(),
            priority: priority_word(conversation.priority),
            clock: conversation.first_due().map(ClockView::new),
            no_clock: unpromised(&conversation).then_some("No time is promised for this"),
            clocks: conversation.clocks.iter().map(ClockView::new).collect(),
            handoff: conversation.handoff.as_ref().map(|offer| HandoffView::new(directory, offer)),
            asks: conversation.asks.iter().map(|ask| AskView::new(directory, ask)).collect(),
            scheduled: conversation
                .scheduled
                .iter()
                .map(|text| ScheduledView::new(directory, text))
                .collect(),
            reminders: conversation.reminders.iter().map(|one| ReminderView::new(directory, one)).collect(),
            watchers: conversation.watchers.iter().map(|person| named(directory, *person)).collect(),
            may_want_out: thread.wish.as_deref().map(|wish| WishView {
                text: wish.text.to_string(),
                words: wish.words.clone(),
                not_meant: wish.not_meant,
            }),
            routed_by: conversation.routed_by.as_ref().map(RuleView::from),
            opened_at: conversation.opened_at,
            closed_at: conversation.closed_at,
            waiting_since: conversation.waiting_since,
            last_message: last_message(thread),
            version: thread.version.0,
        }
    }
}

fn last_message(thread: &Thread) -> Option<LastMessage> {
    thread.last_at.map(|at| LastMessage {
        id: thread.newest_for(None).map(|id| id.to_string()),
        direction: if thread.snippet_ours { "out" } else { "in" },
        text: thread.snippet.clone(),
        at,
    })
}

/// For whom something waits, as a word.
pub(super) fn pending_word(on: PendingOn) -> &'static str {
    match on {
        PendingOn::Customer => "customer",
        PendingOn::Internal => "internal",
    }
}

/// A priority's word.
pub(super) fn priority_word(priority: Priority) -> &'static str {
    match priority {
        Priority::Normal => "normal",
        Priority::High => "high",
        Priority::Urgent => "urgent",
    }
}

/// Whether somebody has to act, and no policy says by when.
pub(crate) fn unpromised(conversation: &Conversation) -> bool {
    conversation.status == Status::Open && conversation.first_due().is_none()
}
