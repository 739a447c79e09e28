//! Promised times, asks and offers: as entries of a timeline, and as parts of a conversation.

use super::conversation::RuleView;
use super::team::{NamedView, OwnerView, named};
use baton_core::{
    Ask, Availability, Baton, Clock, ClockKey, ClockState, Directory, Event, Handoff, Moment, Notice,
    StopCause, WithdrawCause,
};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

/// A promise that runs or is paused.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "kind": "first_response", "target": "New inquiry", "started_at": "2026-05-12T16:41:00Z",
    "due_at": "2026-05-12T16:56:00Z", "warn_at": "2026-05-12T16:52:15Z", "state": "running",
}))]
pub(super) struct ClockView {
    /// `first_response`, `next_response`, `follow_up`, `resolution` or `ask`.
    kind: &'static str,
    /// The target that promises it, by name.
    target: String,
    /// From when it counts.
    #[schema(value_type = String, format = DateTime)]
    started_at: Moment,
    /// By when; at this very instant a reply still keeps it.
    #[schema(value_type = String, format = DateTime)]
    due_at: Moment,
    /// When whoever answers for it is warned; none if they were, or are not to be.
    #[schema(value_type = Option<String>, format = DateTime, required = true)]
    warn_at: Option<Moment>,
    /// `running`, `paused`, `at_risk` or `breached`.
    state: &'static str,
}

impl ClockView {
    pub(super) fn new(clock: &Clock) -> Self {
        Self {
            kind: clock.key.kind.word(),
            target: clock.target.clone(),
            started_at: clock.started_at,
            due_at: clock.due_at,
            warn_at: clock.warn_at,
            state: match clock.state() {
                ClockState::Running => "running",
                ClockState::Paused => "paused",
                ClockState::AtRisk => "at_risk",
                ClockState::Breached => "breached",
            },
        }
    }
}

/// One of several questions.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "as_2k7d9q", "owner": {"kind": "queue", "id": "qu_3f8s1c", "name": "Billing"},
    "accountable": {"id": "pe_4m1x7z", "name": "Ruth Adler"}, "text": "Payment plan options", "why": null,
    "routed_by": null, "message": null, "opened_at": "2026-05-12T18:03:00Z", "clock": null
}))]
pub(crate) struct AskView {
    /// Opaque id.
    id: String,
    /// Whose it is.
    owner: OwnerView,
    /// Who answers for it.
    accountable: NamedView,
    /// What is asked, where somebody wrote it down.
    #[schema(required = true)]
    text: Option<String>,
    /// Why it is theirs, where routing decided so.
    #[schema(required = true)]
    why: Option<String>,
    /// The rule that found it.
    #[schema(required = true)]
    routed_by: Option<RuleView>,
    /// The text that asks.
    #[schema(required = true)]
    message: Option<String>,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    opened_at: Moment,
    /// Its promise.
    #[schema(required = true)]
    clock: Option<ClockView>,
}

impl AskView {
    pub(crate) fn new(directory: &Directory, ask: &Ask) -> Self {
        Self {
            id: ask.id.to_string(),
            owner: OwnerView::new(directory, ask.owner),
            accountable: named(directory, ask.accountable),
            text: ask.words.clone(),
            why: ask.why.as_ref().map(|why| why.because.clone()),
            routed_by: ask.why.as_ref().map(RuleView::from),
            message: ask.message.map(|message| message.to_string()),
            opened_at: ask.opened_at,
            clock: ask.clock.as_ref().map(ClockView::new),
        }
    }
}

/// An offer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "ho_2k7d9q", "from": {"id": "pe_4m1x7z", "name": "Maya Ortiz"},
    "to": {"kind": "queue", "id": "qu_3f8s1c", "name": "Billing"},
    "summary": "Invoice resent for March and April.", "done": "", "pending": "Card on file.",
    "tell_customer": "on_acceptance", "customer_text": "Billing takes over from here.", "confirm_back": true,
    "offered_at": "2026-05-12T18:03:00Z", "expires_at": "2026-05-12T19:03:00Z"
}))]
pub(crate) struct HandoffView {
    /// Opaque id.
    id: String,
    /// Who offers it, and has the conversation until somebody accepts.
    from: NamedView,
    /// To whom.
    to: OwnerView,
    /// What the customer needs.
    summary: String,
    /// What has been done.
    done: String,
    /// What is still open.
    pending: String,
    /// `on_acceptance`, `now` or `no`.
    #[schema(value_type = String)]
    tell_customer: Value,
    /// The text that tells them.
    #[schema(required = true)]
    customer_text: Option<String>,
    /// Whether the giver wants to know when it is resolved.
    confirm_back: bool,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    offered_at: Moment,
    /// When it comes back by itself.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Moment,
}

impl HandoffView {
    pub(crate) fn new(directory: &Directory, handoff: &Handoff) -> Self {
        let Baton { summary, done, pending, to_customer, tell, confirm_back, .. } = &handoff.baton;
        Self {
            id: handoff.id.to_string(),
            from: named(directory, handoff.from),
            to: OwnerView::new(directory, handoff.to),
            summary: summary.clone(),
            done: done.clone(),
            pending: pending.clone(),
            tell_customer: json!(tell),
            customer_text: to_customer.clone(),
            confirm_back: *confirm_back,
            offered_at: handoff.offered_at,
            expires_at: handoff.expires_at,
        }
    }
}

fn key(key: ClockKey, mut fields: Value) -> Value {
    fields["clock"] = key.kind.word().into();
    fields["ask"] = json!(key.ask.map(|ask| ask.to_string()));
    fields
}

/// The fields of what concerns promises, asks, offers and shifts; null for any other event.
pub(super) fn promise_fields(directory: &Directory, event: &Event) -> Value {
    let owner = |owner| json!(OwnerView::new(directory, owner));
    let person = |id| json!(named(directory, id));
    match event {
        Event::AskOpened { id, owner: whose, accountable, why, message, words, target: _ } => json!({
            "id": id.to_string(), "owner": owner(*whose), "accountable": person(*accountable),
            "routed_by": why.as_ref().map(RuleView::from), "message": message.map(|id| id.to_string()),
            "text": words,
        }),
        Event::AskMoved { id, to, accountable, reason } => json!({
            "id": id.to_string(), "owner": to.map(owner), "accountable": person(*accountable), "reason": reason,
        }),
        Event::AskAnswered { id, by } => {
            json!({"id": id.to_string(), "message": by.map(|id| id.to_string())})
        }
        Event::AskDropped { id, reason } => json!({"id": id.to_string(), "reason": reason}),
        Event::ClockStarted { key: of, target, started_at, due_at, warn_at, .. } => key(
            *of,
            json!({"target": target, "started_at": started_at, "due_at": due_at, "warn_at": warn_at}),
        ),
        Event::ClockMoved { key: of, target, from, due_at, warn_at, .. } => {
            key(*of, json!({"target": target, "from": from, "due_at": due_at, "warn_at": warn_at}))
        }
        Event::ClockWarned { key: of, due_at, told } => {
            key(*of, json!({"due_at": due_at, "told": person(*told)}))
        }
        Event::ClockBreached { key: of, due_at } => key(*of, json!({"due_at": due_at})),
        Event::ClockKept { key: of, due_at, paused } => key(*of, json!({"due_at": due_at, "paused": paused})),
        Event::ClockStopped { key: of, due_at, cause, paused } => {
            key(*of, json!({"due_at": due_at, "cause": cause, "paused": paused}))
        }
        Event::ClockResumed { key: of, due_at, warn_at, .. } => {
            key(*of, json!({"due_at": due_at, "warn_at": warn_at}))
        }
        Event::EscalationStepped { key: of, path, step, told, why: _, entered_at: _, next_at } => key(
            *of,
            json!({
                "path": path, "step": step, "told": told.iter().map(|id| person(*id)).collect::<Vec<_>>(),
                "next_at": next_at,
            }),
        ),
        Event::OwnerGivenTime { act_by, since: _ } => json!({"act_by": act_by}),
        Event::ReplyWithdrawn { id, waiting_since, unsent_at } => {
            json!({"message": id.to_string(), "waiting_since": waiting_since, "unsent_at": unsent_at})
        }
        Event::DebtTaken { text, since } => json!({"message": text.to_string(), "waiting_since": since}),
        Event::NoticeHeld { key: Some(of), until } => key(*of, json!({"until": until})),
        Event::NoticeHeld { key: None, until } => json!({"until": until}),
        Event::ReplyRestored { id, pressed_at, may_fail } => {
            json!({"message": id.to_string(), "pressed_at": pressed_at, "may_fail": may_fail})
        }
        Event::HandoffOffered { id, from, to, baton, expires_at } => json!({
            "id": id.to_string(), "from": person(*from), "to": owner(*to), "summary": baton.summary,
            "done": baton.done, "pending": baton.pending, "customer_text": baton.to_customer,
            "summary_template": baton.summary_made_with.as_ref().map(|made| made.template.as_str()),
            "customer_template": baton.made_with.as_ref().map(|made| made.template.as_str()),
            "policy_version": baton.summary_made_with.as_ref().or(baton.made_with.as_ref())
                .map(|made| made.policy_version),
            "tell_customer": baton.tell, "confirm_back": baton.confirm_back, "expires_at": expires_at,
        }),
        Event::HandoffAccepted { id, person: who, confirm_to } => json!({
            "id": id.to_string(), "person": person(*who), "confirm_to": confirm_to.map(person),
        }),
        Event::HandoffDeclined { id, person: who, reason } => {
            json!({"id": id.to_string(), "person": person(*who), "reason": reason})
        }
        Event::HandoffExpired { id, due_at } => json!({"id": id.to_string(), "due_at": due_at}),
        Event::HandoffWithdrawn { id, cause } => json!({"id": id.to_string(), "cause": cause}),
        Event::Told { who, about, message } => json!({
            "person": person(*who), "about": about, "message": message.map(|id| id.to_string()),
        }),
        Event::AvailabilityChanged { person: who, availability } => {
            let mut fields = json!(availability);
            if let Availability::Away { cover: Some(cover), .. } = availability {
                fields["cover"] = person(*cover);
            }
            fields["person"] = person(*who);
            fields
        }
        Event::ShiftChanged { rota, edge, on } => json!({
            "rota": rota, "edge": edge, "on": on.iter().map(|id| person(*id)).collect::<Vec<_>>(),
        }),
        _ => Value::Null,
    }
}

/// Why a clock ended, in words.
pub(crate) fn stop_words(cause: StopCause) -> &'static str {
    match cause {
        StopCause::AnsweredLate => "answered after its time",
        StopCause::Closed => "the conversation was closed",
        StopCause::Pending => "we wait for the customer",
        StopCause::Overtaken => "a text of theirs waits for an answer",
        StopCause::OptedOut => "they opted out of texts",
        StopCause::Policy => "the policy changed, and promises nothing of the kind any more",
        StopCause::Dropped => "the question was dropped",
    }
}

/// Why an offer is gone, in words.
pub(crate) fn withdraw_words(cause: WithdrawCause) -> &'static str {
    match cause {
        WithdrawCause::Person => "taken back",
        WithdrawCause::Closed => "the conversation was closed",
        WithdrawCause::TargetGone => "whom it was offered to cannot answer any more",
        WithdrawCause::Arrived => "it went there in another way",
    }
}

/// What somebody is told, in words.
pub(crate) fn notice_words(notice: Notice) -> &'static str {
    match notice {
        Notice::TextFailed => "a text did not arrive, and the answer is owed again",
        Notice::TextUnsent => "a text has not gone out for ten minutes, and the answer is owed until it does",
        Notice::TextCancelled => "a text was not sent, for they opted out",
        Notice::Unreachable => "the number can never be reached",
        Notice::NobodyAvailable => "nobody in the queue can be given it",
        Notice::Rerouted => "a rule gave it to somebody else",
        Notice::HandoffOffered => "it is offered to them",
        Notice::HandoffDeclined => "the offer was declined",
        Notice::HandoffExpired => "nobody took the offer in time",
        Notice::HandoffReturned => "the offer came back",
        Notice::HandoffResolved => "what they handed over is closed",
        Notice::AskOpened => "a question of it is theirs",
        Notice::Fallback => "every step of its escalation is done",
        Notice::Reminder => "the time that they set has come",
        Notice::HotPotato => "it was passed on too often without a reply",
        Notice::ScheduledHeld => "a scheduled text waits for a decision",
        Notice::ScheduledDropped => "a scheduled text does not go out",
        Notice::ScheduledMoved => "a scheduled text of somebody who left is theirs",
        Notice::AutoReplyNotGiven => "an answer by itself was not given, for its template lacks something",
        Notice::AskAnswered => "what they asked is answered",
        Notice::AskDropped => "what they asked needs no answer any more",
        Notice::Urgent => "the urgent word came, and they answer for it",
        Notice::Covering => "it is theirs as the cover of somebody who is away",
    }
}
